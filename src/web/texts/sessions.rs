//! Where somebody is signed in, and "it was not me".

use crate::identity::language::texts;

texts! {
    account_sessions_count(count) { vi: "Số phiên đang hoạt động: {count}.", en: "Sessions at present: {count}." }
    account_sessions_see { vi: "Xem và kết thúc", en: "See and end them" }
    sessions_lead {
        vi: "Mỗi mục là một trình duyệt đang đăng nhập tài khoản của bạn. Không nhận ra? Kết thúc phiên đó, hoặc chọn Không phải tôi ở cuối trang.",
        en: "Each entry is a browser that is signed in to your account. You do not know it? End it, or choose It was not me at the foot of the page."
    }
    sessions_place { vi: "Từ mạng", en: "From network" }
    sessions_began { vi: "Đăng nhập lúc", en: "Signed in at" }
    sessions_used { vi: "Dùng gần nhất lúc", en: "Last used at" }
    sessions_level { vi: "Mức độ xác thực", en: "Authentication level" }
    sessions_parties { vi: "Đã dùng cho", en: "Used for" }
    sessions_no_party { vi: "Chưa dùng cho dịch vụ nào", en: "No service yet" }
    sessions_by_password { vi: "mật khẩu", en: "password" }
    sessions_by_sms { vi: "mã tin nhắn", en: "code by text message" }
    sessions_by_app { vi: "ứng dụng xác thực", en: "authenticator app" }
    sessions_by_paper { vi: "mã dự phòng trên giấy", en: "code from paper" }
    sessions_by_passkey { vi: "khóa truy cập", en: "passkey" }
    sessions_by_square { vi: "mã QR, do ví trên thiết bị khác cho phép", en: "QR square, allowed by the wallet on another device" }
    sessions_show_again {
        vi: "Danh sách này cho biết bạn dùng thiết bị nào, ở đâu, lúc nào. Để xem và kết thúc từng phiên, đề nghị đăng nhập lại trên trình duyệt này.",
        en: "This list tells which devices you use, where and when. To see it and to end single sessions, please sign in again in this browser."
    }
    sessions_show_again_do { vi: "Đăng nhập lại", en: "Sign in again" }
    sessions_end_all_title { vi: "Kết thúc tất cả ngay", en: "End all of it at once" }
    sessions_end_all { vi: "Kết thúc mọi phiên, cả phiên này", en: "End every session, this one too" }
    sessions_end_hint {
        vi: "Khi một phiên kết thúc, mọi quyền mà dịch vụ nhận được trong phiên đó cũng kết thúc, và dịch vụ được thông báo.",
        en: "When a session ends, everything that services got in it ends too, and they are told."
    }
    sessions_ended_title { vi: "Phiên đã kết thúc", en: "The session has ended" }
    sessions_ended_services { vi: "Các dịch vụ đã dùng trong phiên đó:", en: "The services that were used in it:" }
    sessions_ended_nobody { vi: "Không có dịch vụ nào được dùng trong phiên đó.", en: "No service was used in it." }

    not_me_title { vi: "Không phải tôi", en: "It was not me" }
    not_me_footer { vi: "Có thông báo đăng nhập lạ? Không phải tôi.", en: "Told of a strange sign-in? It was not me." }
    not_me_hint {
        vi: "Có người khác đã đăng nhập? Một lần bấm kết thúc mọi phiên, khóa tài khoản và báo cho cán bộ.",
        en: "Did somebody else sign in? One press ends every session, locks the account and tells an officer."
    }
    not_me_lead {
        vi: "Dùng khi có người khác đã đăng nhập tài khoản của bạn. Mọi phiên đăng nhập và mọi quyền đã cấp cho các dịch vụ kết thúc ngay, tài khoản bị khóa, và cán bộ xem xét vụ việc.",
        en: "For when somebody else has signed in to your account. Every session and everything that services were given ends at once, the account is locked, and an officer looks into it."
    }
    not_me_number_hint { vi: "12 chữ số trên thẻ căn cước.", en: "The 12 digits on your identity card." }
    not_me_code { vi: "Mã trong thông báo", en: "The code in the notice" }
    not_me_code_hint { vi: "8 chữ cái, như BCDF-GHJK, trong tin nhắn hoặc thư báo đăng nhập.", en: "8 letters, such as BCDF-GHJK, in the message that told you of the sign-in." }
    not_me_code_shape { vi: "Mã gồm 8 chữ cái. Đề nghị xem lại thông báo.", en: "The code has 8 letters. Please look at the notice again." }
    not_me_do { vi: "Kết thúc tất cả và khóa tài khoản", en: "End everything and lock the account" }
    not_me_no_code(hotline) {
        vi: "Không còn mã, hoặc đã quá 7 ngày? Gọi tổng đài {hotline}.",
        en: "No code any more, or is it older than 7 days? Call {hotline}."
    }
    not_me_done(reference, hotline) {
        vi: "Mọi phiên đã kết thúc và tài khoản đã bị khóa. Cán bộ sẽ xem xét; số báo cáo của bạn: {reference}. Cần giúp đỡ, gọi tổng đài {hotline}.",
        en: "Every session has ended and the account is locked. An officer will look into it; the report's number is {reference}. For help, call {hotline}."
    }
    not_me_received(hotline) {
        vi: "Đã nhận. Nếu số định danh và mã đúng, mọi phiên đã kết thúc, tài khoản đã bị khóa và bạn nhận được thông báo trong ít phút. Nếu không nhận được, kiểm tra lại mã hoặc gọi tổng đài {hotline}.",
        en: "Received. If the number and the code are right, every session has ended, the account is locked, and you are told within minutes. If you are not, check the code or call {hotline}."
    }
    report_not_me { vi: "Có người khác đăng nhập; chủ tài khoản đã khóa tài khoản", en: "Somebody else signed in; the holder locked the account" }
    office_report_not_me {
        vi: "Mọi phiên và quyền đã cấp đã kết thúc, tài khoản đã khóa theo yêu cầu của chủ tài khoản. Xác minh với chủ tài khoản trước khi mở khóa.",
        en: "Every session and grant has ended, and the account is locked at its holder's request. Verify with the holder before it is unlocked."
    }
    office_report_account { vi: "Tài khoản", en: "Account" }
    event_browser_new { vi: "Đó là một trình duyệt mới; bạn đã được báo.", en: "It was a new browser; you were told." }
    event_sign_in_disowned {
        vi: "Bạn báo rằng có người khác đăng nhập: mọi phiên kết thúc, tài khoản bị khóa, cán bộ xem xét.",
        en: "You said that somebody else signed in: everything ended, the account was locked, an officer looks into it."
    }
}
