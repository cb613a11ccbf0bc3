//! Sign-in, the second factor, and the level that a service asks for.

use crate::identity::language::texts;

texts! {
    asking_label { vi: "Dịch vụ yêu cầu", en: "The service that asks" }
    asking_home { vi: "Trang của dịch vụ", en: "The service's page" }
    asking_policy { vi: "Chính sách bảo vệ dữ liệu", en: "Privacy policy" }
    asking_terms { vi: "Điều khoản sử dụng", en: "Terms of use" }
    party_state_body { vi: "Cơ quan nhà nước", en: "State body" }
    party_bank { vi: "Ngân hàng", en: "Bank" }
    party_private { vi: "Tổ chức tư nhân", en: "Private organisation" }
    sign_in_title { vi: "Đăng nhập", en: "Sign in" }
    sign_in_lead { vi: "Bằng tài khoản định danh điện tử", en: "With your e-ID account" }
    sign_in_for { vi: "Đăng nhập bằng tài khoản định danh điện tử để dùng dịch vụ của", en: "Sign in with your e-ID account to use the service of" }
    sign_in_again_here {
        vi: "Bạn đang đăng nhập. Để xem trang này, đề nghị nhập lại mật khẩu hoặc dùng khóa truy cập.",
        en: "You are signed in. To see this page, please enter your password again or use a passkey."
    }
    sign_in_again {
        vi: "Bạn đang đăng nhập. Dịch vụ yêu cầu nhập lại mật khẩu, hoặc đăng nhập bằng tài khoản khác.",
        en: "You are signed in. The service asks you to enter your password again, or to sign in with another account."
    }
    sign_in_username { vi: "Số định danh cá nhân", en: "Personal identification number" }
    sign_in_username_hint { vi: "12 chữ số trên thẻ căn cước", en: "The 12 digits on the identity card" }
    sign_in_password { vi: "Mật khẩu", en: "Password" }
    sign_in_continue { vi: "Tiếp tục", en: "Continue" }
    sign_in_cancel { vi: "Không đăng nhập", en: "Cancel" }
    sign_in_no_account { vi: "Chưa có tài khoản?", en: "No account yet?" }
    sign_in_wrong {
        vi: "Số định danh cá nhân hoặc mật khẩu không đúng. Đề nghị nhập lại.",
        en: "The personal identification number or the password is not right. Please enter them again."
    }
    sign_in_locked(hotline) {
        vi: "Tài khoản đang bị khóa. Nếu chính bạn đã yêu cầu khóa, đề nghị dùng mục Mở khóa tài khoản bên dưới; nếu không, đề nghị gọi tổng đài {hotline}.",
        en: "The account is locked. If you asked for that yourself, please use Unlock my account below; if not, please call {hotline}."
    }
    sign_in_not_active(hotline) {
        vi: "Tài khoản không còn hoạt động. Đề nghị gọi tổng đài {hotline}.",
        en: "The account is no longer active. Please call {hotline}."
    }
    second_factor_title { vi: "Xác thực bước hai", en: "Second step" }
    second_factor_lead { vi: "Để chắc chắn đó là bạn, đề nghị nhập mã xác thực.", en: "To be sure that it is you, please enter a code." }
    second_factor_sent(phone, seconds) {
        vi: "Mã đã được gửi bằng tin nhắn đến số {phone}, có hiệu lực trong {seconds} giây.",
        en: "A code was sent by text message to {phone}. It is valid for {seconds} seconds."
    }
    second_factor_too_soon(seconds) {
        vi: "Mã vừa được gửi. Có thể yêu cầu mã khác sau {seconds} giây.",
        en: "A code was sent a moment ago. You can ask for another in {seconds} seconds."
    }
    second_factor_too_many {
        vi: "Hôm nay đã gửi quá nhiều mã đến số của bạn. Đề nghị thử lại vào ngày mai hoặc dùng ứng dụng xác thực.",
        en: "Too many codes were sent to your phone today. Please try again tomorrow, or use an authenticator app."
    }
    second_factor_code { vi: "Mã trong tin nhắn", en: "Code in the text message" }
    second_factor_hint { vi: "6 chữ số. Không đưa mã này cho bất kỳ ai.", en: "6 digits. Never give this code to anybody." }
    second_factor_code_app { vi: "Mã trong ứng dụng xác thực", en: "Code in the authenticator app" }
    second_factor_hint_app { vi: "6 chữ số, đổi sau mỗi 30 giây", en: "6 digits that change every 30 seconds" }
    second_factor_verify { vi: "Xác thực", en: "Verify" }
    second_factor_resend { vi: "Gửi mã khác", en: "Send another code" }
    second_factor_by_phone(phone) { vi: "Gửi mã bằng tin nhắn đến số {phone}", en: "Send a code by text message to {phone}" }
    second_factor_by_app { vi: "Dùng ứng dụng xác thực", en: "Use the authenticator app" }
    second_factor_wrong { vi: "Mã không đúng. Đề nghị nhập lại.", en: "The code is not right. Please enter it again." }
    second_factor_expired { vi: "Mã đã hết hiệu lực. Đề nghị yêu cầu mã khác.", en: "The code has expired. Please ask for another." }
    second_factor_spent {
        vi: "Mã này đã được dùng. Đề nghị yêu cầu mã khác, hoặc đợi mã tiếp theo trong ứng dụng.",
        en: "This code was used before. Please ask for another, or wait for the next one in the app."
    }
    second_factor_try_another {
        vi: "Mã này đã bị nhập sai quá nhiều lần. Đề nghị yêu cầu mã khác.",
        en: "This code was entered wrongly too often. Please ask for another."
    }
    second_factor_session_ended { vi: "Phiên đăng nhập đã kết thúc. Đề nghị đăng nhập lại.", en: "The session has ended. Please sign in again." }
    level_title { vi: "Cần tài khoản mức độ 02", en: "A level-2 account is needed" }
    level_lead {
        vi: "Dịch vụ này chỉ phục vụ người có tài khoản định danh điện tử mức độ 02. Tài khoản của bạn đang ở mức độ 01.",
        en: "This service is only for people with a level-2 e-ID account. Yours is of level 1."
    }
    level_how { vi: "Cách nâng lên mức độ 02", en: "How to get to level 2" }
    level_where { vi: "Đến Công an cấp xã nơi gần nhất, không cần đặt lịch.", en: "Go to the nearest commune police; no appointment is needed." }
    level_bring { vi: "Mang theo thẻ căn cước; cán bộ đối chiếu khuôn mặt và vân tay.", en: "Bring your identity card; an officer compares your face and fingerprints." }
    level_when { vi: "Kết quả có sau không quá 3 ngày làm việc, không mất phí.", en: "You have the result within 3 working days, free of charge." }
    proofing_title { vi: "Cần kiểm tra lại danh tính", en: "Your identity needs to be proofed again" }
    proofing_lead(since) {
        vi: "Dịch vụ này chỉ nhận danh tính đã được cán bộ kiểm tra trực tiếp từ ngày {since} đến nay.",
        en: "This service only takes an identity that officers have proofed in person since {since}."
    }
    proofing_yours(at) { vi: "Danh tính của bạn được kiểm tra lần gần nhất ngày {at}.", en: "Yours was last proofed on {at}." }
    proofing_how { vi: "Cách kiểm tra lại", en: "How to be proofed again" }
    proofing_where_foreigner {
        vi: "Đến cơ quan quản lý xuất nhập cảnh, mang theo hộ chiếu; cán bộ đối chiếu khuôn mặt và vân tay.",
        en: "Go to an immigration office with your passport; an officer compares your face and fingerprints."
    }
    level_back { vi: "Quay lại dịch vụ", en: "Back to the service" }
}
