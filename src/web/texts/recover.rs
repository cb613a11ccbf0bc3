//! Taking an account back, and stopping it.

use crate::identity::language::texts;

texts! {
    recover_title { vi: "Lấy lại tài khoản", en: "Recover an account" }
    recover_lead {
        vi: "Dùng khi quên mật khẩu hoặc không còn điện thoại đã đăng ký. Trước tiên, đề nghị khai đúng như giấy tờ của bạn.",
        en: "For who has forgotten the password or has the registered phone no more. First please declare who you are, as your papers have it."
    }
    recover_rule_proofs {
        vi: "Bạn cần ít nhất hai bằng chứng: mã qua thư điện tử, mã qua điện thoại đã đăng ký, khóa truy cập, mật khẩu, mã dự phòng trên giấy. Chỉ có mật khẩu và mã trên giấy thì chưa đủ. Hoặc bạn đến Công an cấp xã.",
        en: "You need two proofs at least: a code by e-mail, a code to the registered phone, a passkey, the password, a code on paper. The password and paper alone are not enough. Or you come to the commune police."
    }
    recover_rule_wait {
        vi: "Sau đó có một thời gian chờ; chủ tài khoản được báo qua mọi kênh và có thể dừng lại. Càng nhiều bằng chứng, thời gian chờ càng ngắn.",
        en: "Then there is a time of waiting, in which the holder is told by every channel and can stop it. The more proofs, the shorter it is."
    }
    recover_rule_desk {
        vi: "Không có đủ bằng chứng? Đề nghị mang thẻ căn cước đến Công an cấp xã nơi gần nhất.",
        en: "Not enough of them? Please take your identity card to the nearest commune police."
    }
    recover_phone { vi: "Số điện thoại bạn đang dùng", en: "The phone that you use now" }
    recover_phone_hint {
        vi: "Số thuê bao chính chủ; từ nay mã được gửi đến số này",
        en: "Registered in your own name; codes go there from then on"
    }
    recover_not_me { vi: "Nhận được tin báo mà không phải bạn yêu cầu?", en: "Were you told of a recovery that is not yours?" }
    recover_gather {
        vi: "Đề nghị xuất trình thêm bằng chứng. Chưa có gì thay đổi trong tài khoản.",
        en: "Please show more proofs. Nothing in the account has changed."
    }
    recover_waits(when) {
        vi: "Đủ bằng chứng. Bạn đặt được mật khẩu mới từ {when}, trên chính trình duyệt này. Chưa có gì thay đổi trong tài khoản.",
        en: "That is enough. You can set a new password from {when}, in this very browser. Nothing in the account has changed yet."
    }
    recover_more { vi: "Xuất trình thêm bằng chứng thì thời gian chờ ngắn lại.", en: "One more proof makes the waiting shorter." }
    recover_sent {
        vi: "Nếu có nơi nhận, một mã đã được gửi. Đề nghị nhập mã.",
        en: "If there is where to, a code is on its way. Please enter it."
    }
    recover_shown { vi: "Đã xuất trình", en: "Shown so far" }
    recover_ways { vi: "Xuất trình thêm", en: "Show more" }
    recover_proof_register { vi: "Thông tin khai và số điện thoại chính chủ", en: "Your data, and a phone of your own" }
    recover_proof_password { vi: "Mật khẩu", en: "The password" }
    recover_proof_email { vi: "Thư điện tử", en: "The e-mail address" }
    recover_proof_phone { vi: "Điện thoại đã đăng ký", en: "The registered phone" }
    recover_proof_paper { vi: "Mã dự phòng trên giấy", en: "A code on paper" }
    recover_proof_passkey { vi: "Khóa truy cập", en: "A passkey" }
    recover_proof_card { vi: "Thẻ căn cước gắn chip, đọc tại quầy", en: "The chip of your identity card, read at the counter" }
    recover_proof_officer { vi: "Có mặt tại cơ quan Công an, hai cán bộ xác nhận", en: "You were at the police, and two officers confirmed it" }
    recover_email { vi: "Bằng thư điện tử", en: "By e-mail" }
    recover_send_email { vi: "Gửi mã đến thư điện tử đã đăng ký", en: "Send a code to the registered address" }
    recover_password { vi: "Bằng mật khẩu", en: "By the password" }
    recover_password_hint { vi: "Nếu bạn còn nhớ", en: "If you still know it" }
    recover_password_wrong { vi: "Mật khẩu không đúng. Đề nghị nhập lại.", en: "The password is not right. Please enter it again." }
    recover_old_phone { vi: "Bằng điện thoại đã đăng ký", en: "By the registered phone" }
    recover_send_phone { vi: "Gửi mã đến điện thoại đã đăng ký", en: "Send a code to the registered phone" }
    recover_paper { vi: "Bằng mã dự phòng trên giấy", en: "By a code on paper" }
    recover_paper_wrong {
        vi: "Mã không đúng hoặc đã dùng. Đề nghị nhập lại, hoặc dùng một mã khác trên tờ.",
        en: "The code is not right or was used. Please enter it again, or another one of the sheet."
    }
    recover_passkey { vi: "Bằng khóa truy cập", en: "By a passkey" }
    recover_passkey_hint {
        vi: "Nếu một thiết bị của bạn còn giữ khóa truy cập. Thiết bị sẽ hỏi vân tay, khuôn mặt hoặc mã mở máy.",
        en: "If a device of yours still has one. It will ask for a fingerprint, a face or its code."
    }
    recover_passkey_needs_script {
        vi: "Trình duyệt này không dùng được khóa truy cập: cần trình duyệt mới hơn và cho phép JavaScript. Các bằng chứng khác trên trang này vẫn dùng được.",
        en: "This browser cannot use a passkey: a newer one is needed, with JavaScript allowed. Every other proof on this page works without."
    }
    recover_passkey_wrong {
        vi: "Khóa truy cập này không phải là bằng chứng cho tài khoản. Đề nghị thử lại, hoặc dùng cách khác.",
        en: "This passkey is no proof for the account. Please try again, or use another way."
    }
    recover_show { vi: "Xuất trình", en: "Show" }
    recover_ready(phone) {
        vi: "Thời gian chờ đã hết. Đề nghị nhận mã tại {phone} và chọn mật khẩu mới.",
        en: "The waiting is over. Please have a code sent to {phone} and choose a new password."
    }
    recover_send_last { vi: "Gửi mã", en: "Send the code" }
    recover_finish { vi: "Lấy lại tài khoản", en: "Recover the account" }
    recover_done {
        vi: "Đã lấy lại tài khoản; mọi phiên cũ đã kết thúc. Đề nghị đăng nhập bằng mật khẩu mới. Trong 72 giờ tới, tài khoản dùng ở mức độ 01 và chưa vào được dịch vụ tài chính.",
        en: "The account is yours again, and every former session has ended. Please sign in with the new password. For 72 hours the account acts at level 1 and enters no financial service."
    }
    recover_was_stopped(hotline) {
        vi: "Việc lấy lại tài khoản đã bị chủ tài khoản dừng. Nếu bạn là chủ tài khoản, đề nghị mang thẻ căn cước đến Công an cấp xã hoặc gọi {hotline}.",
        en: "The holder of the account has stopped this. If you are the holder, please take your identity card to the commune police or call {hotline}."
    }
    recover_stop { vi: "Dừng lại", en: "Stop" }
    recover_stop_title { vi: "Dừng việc lấy lại tài khoản", en: "Stop a recovery" }
    recover_stop_lead {
        vi: "Nếu bạn được báo có người đang lấy lại tài khoản của bạn mà không phải bạn, đề nghị nhập mã trong tin báo. Tài khoản sẽ không thay đổi.",
        en: "If you were told that somebody recovers your account and it is not you, enter the code of that message. Nothing in the account will change."
    }
    recover_stop_code { vi: "Mã trong tin báo", en: "The code of the message" }
    recover_stop_code_hint { vi: "Mười chữ và số", en: "Ten letters and digits" }
    recover_stop_wrong {
        vi: "Mã không đúng với số định danh này, hoặc không còn việc lấy lại nào để dừng.",
        en: "The code does not belong to this number, or there is nothing to stop any more."
    }
    recover_stop_done(hotline) {
        vi: "Đã dừng. Tài khoản không thay đổi. Nếu có người biết mật khẩu hoặc đọc được thư của bạn, đề nghị đổi mật khẩu và gọi {hotline}.",
        en: "It is stopped, and nothing has changed. If somebody knows your password or reads your mail, please change the password and call {hotline}."
    }
    account_recovery {
        vi: "Có người đang lấy lại tài khoản này. Nếu không phải bạn, hãy dừng lại ngay.",
        en: "Somebody is recovering this account. If it is not you, stop it now."
    }
    level_restrained(until) {
        vi: "Tài khoản vừa được lấy lại nên dịch vụ này chưa mở đến {until}. Trước đó bạn vẫn dùng được các dịch vụ mức độ 01.",
        en: "The account was recovered lately, so this service stays closed until {until}. Until then you can use services of level 1."
    }
}
