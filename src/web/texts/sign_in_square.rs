//! Sign-in on a computer by the wallet on a phone: the square there, the question here.

use crate::identity::language::texts;

texts! {
    sign_in_by_square { vi: "Đăng nhập bằng ví trên điện thoại", en: "Sign in with the wallet on your phone" }
    sign_in_square_title { vi: "Đăng nhập bằng ví trên điện thoại", en: "Sign in with the wallet on your phone" }
    sign_in_square_step_open {
        vi: "Mở ví trên điện thoại, chọn mục Đăng nhập trên máy khác.",
        en: "Open the wallet on your phone and choose Sign in on another device."
    }
    sign_in_square_step_scan {
        vi: "Quét mã trên máy này, hoặc nhập mã chữ ở dưới mã QR.",
        en: "Scan the code on that device, or type the letters under the QR code."
    }
    sign_in_square_step_number {
        vi: "Nhập vào ví con số mà máy đó hiện ra.",
        en: "Type into the wallet the number that the device then shows."
    }
    sign_in_square_alt { vi: "Mã QR để đăng nhập bằng ví", en: "QR code to sign in with the wallet" }
    sign_in_square_code { vi: "Không quét được? Nhập vào ví mã:", en: "Cannot scan? Type this into the wallet:" }
    sign_in_square_never_send {
        vi: "Mã đổi từng giây. Không chụp, không gửi mã này cho ai: ai mở được mã sẽ được hỏi thay bạn.",
        en: "The code changes each second. Never photograph it or send it to anybody."
    }
    sign_in_square_opened { vi: "Ví đã mở mã. Nhập vào ví con số này:", en: "The wallet has opened the code. Type this number into it:" }
    sign_in_square_tell_nobody {
        vi: "Chỉ nhập số này vào ví của chính bạn. Không đọc cho ai, kể cả người tự xưng là cán bộ.",
        en: "Type it into your own wallet only. Do not tell it to anybody, not even to somebody who says to be an officer."
    }
    sign_in_square_denied {
        vi: "Ví không cho máy này đăng nhập, hoặc số đã nhập không đúng. Muốn thử lại, đề nghị tạo mã khác.",
        en: "The wallet did not let this device sign in, or another number was typed. To try again, please make another code."
    }
    sign_in_square_redeemed {
        vi: "Mã này đã được dùng để đăng nhập một lần. Muốn đăng nhập nữa, đề nghị tạo mã khác.",
        en: "This code was used once to sign in. To sign in again, please make another code."
    }
    sign_in_square_expired {
        vi: "Mã đã hết hiệu lực. Đề nghị tạo mã khác.",
        en: "The code is no longer valid. Please make another one."
    }
    sign_in_square_renew { vi: "Tạo mã khác", en: "Make another code" }
    sign_in_square_by_password { vi: "Đăng nhập bằng mật khẩu", en: "Sign in with the password" }

    sign_in_picture_title { vi: "Mã đăng nhập trên máy khác", en: "A code to sign in on another device" }
    sign_in_picture_lead {
        vi: "Mã này ở trang đăng nhập của một máy khác. Chỉ ví của bạn mở được mã.",
        en: "This code is of the sign-in page of another device. Only your wallet opens it."
    }
    sign_in_picture_nothing {
        vi: "Trang này không làm gì: chưa có máy nào được đăng nhập.",
        en: "This page does nothing: no device has been signed in."
    }
    sign_in_picture_how { vi: "Cách mở trong ví", en: "How to open it in the wallet" }
    sign_in_picture_open { vi: "Mở ví", en: "Open the wallet" }
    sign_in_picture_sent(hotline) {
        vi: "Có người gửi mã này cho bạn? Đừng mở: người đó muốn đăng nhập bằng tên bạn. Đề nghị báo tổng đài {hotline}.",
        en: "Did somebody send you this code? Do not open it: they want to sign in as you. Please tell {hotline}."
    }

    wallet_sign_in_hint {
        vi: "Cho máy tính trước mặt bạn đăng nhập, không cần gõ mật khẩu ở đó",
        en: "Let the computer before you sign in, without typing a password there"
    }
    sign_in_answer_title { vi: "Đăng nhập trên máy khác", en: "Sign in on another device" }
    sign_in_answer_lead {
        vi: "Ở máy kia, chọn Đăng nhập bằng ví trên điện thoại. Sau đó quét mã QR, hoặc nhập mã chữ ở dưới mã QR.",
        en: "On the other device choose Sign in with the wallet on your phone. Then scan the QR code, or type the letters under it."
    }
    sign_in_answer_code { vi: "Mã trên máy kia", en: "The code on the other device" }
    sign_in_answer_code_hint { vi: "8 chữ cái, ví dụ BCDF-GHJK", en: "8 letters, such as BCDF-GHJK" }
    sign_in_answer_open { vi: "Mở mã", en: "Open the code" }
    sign_in_answer_never {
        vi: "Chỉ mở mã trên màn hình trước mặt bạn. Không mở mã do người khác gửi hay đọc.",
        en: "Open only the code on the screen before you, never one that somebody sent or read to you."
    }
    sign_in_answer_approved {
        vi: "Máy kia đang đăng nhập. Bạn xem và kết thúc phiên đó ở mục Nơi bạn đang đăng nhập trong trang Tài khoản.",
        en: "The other device is signing in. You see that session, and can end it, under Where you are signed in on your account page."
    }
    sign_in_answer_denied { vi: "Máy kia không được đăng nhập.", en: "The other device was not let in." }
    sign_in_answer_reported(hotline) {
        vi: "Máy kia không được đăng nhập, và điều bạn báo đã được ghi lại. Nếu có người bảo bạn mở mã đó, đề nghị gọi tổng đài {hotline}.",
        en: "The other device was not let in, and what you reported is recorded. If somebody told you to open that code, please call {hotline}."
    }
    sign_in_refused_unknown {
        vi: "Mã này không phải mã đăng nhập của chúng tôi, hoặc đã nhập sai. Đề nghị quét hoặc nhập lại mã trên máy trước mặt bạn.",
        en: "This is not a sign-in code of ours, or it was mistyped. Please scan or type the code on the screen before you again."
    }
    sign_in_refused_another_kind {
        vi: "Đây là mã mà công dân trình ra cho cán bộ hoặc bên kiểm tra, không phải mã đăng nhập. Đề nghị quét mã trên trang đăng nhập.",
        en: "This is a code that a person shows to an officer or a verifier, not one to sign in. Please scan the code on the sign-in page."
    }
    sign_in_refused_stale {
        vi: "Hình này đã cũ: mã đổi từng giây. Đề nghị quét mã đang hiện trên máy trước mặt bạn. Nếu hình do người khác gửi, đừng mở.",
        en: "This picture is old: the code changes each second. Please scan the code that is on the screen before you now. If somebody sent you the picture, do not open it."
    }
    sign_in_refused_expired {
        vi: "Mã đã hết hiệu lực; máy kia không được đăng nhập. Đề nghị tạo mã khác ở máy đó.",
        en: "The code is no longer valid, and the other device was not let in. Please make another code there."
    }
    sign_in_refused_taken(hotline) {
        vi: "Mã này đã được mở ở một ví khác. Đề nghị tạo mã khác ở máy đó; nếu lặp lại, gọi tổng đài {hotline}.",
        en: "This code was opened in another wallet. Please make another code on that device; if it happens again, call {hotline}."
    }
    sign_in_refused_answered {
        vi: "Mã này đã được trả lời. Mỗi mã chỉ trả lời được một lần.",
        en: "This code was answered. Each code is answered once."
    }
    sign_in_refused_wrong_number(hotline) {
        vi: "Số vừa nhập không phải số trên máy kia, nên máy đó không được đăng nhập. Nếu bạn đang ở trước máy, đề nghị tạo mã khác. Nếu không, có người đang thử đăng nhập bằng tên bạn: gọi tổng đài {hotline}.",
        en: "That is not the number on the other device, so it was not let in. If you are sitting before it, please make another code there. If not, somebody is trying to sign in as you: call {hotline}."
    }
    sign_in_refused_too_many(until) {
        vi: "Đã nhập sai quá nhiều lần. Đề nghị thử lại sau {until}, hoặc đăng nhập ở máy kia bằng mật khẩu.",
        en: "Too many wrong tries. Please try again after {until}, or sign in on the other device with your password."
    }

    sign_in_asked_title { vi: "Cho máy này đăng nhập bằng tên bạn?", en: "Let this device sign in as you?" }
    sign_in_asked_for { vi: "Một máy khác muốn đăng nhập bằng tên bạn để dùng dịch vụ của", en: "Another device wants to sign in as you, to use the service of" }
    sign_in_asked_own(house) { vi: "Một máy khác muốn đăng nhập bằng tên bạn vào trang của {house}.", en: "Another device wants to sign in as you at the pages of {house}." }
    sign_in_asked_browser { vi: "Trình duyệt", en: "Browser" }
    sign_in_asked_place { vi: "Nơi", en: "Place" }
    sign_in_asked_near { vi: "Cùng mạng với điện thoại này", en: "The same network as this phone" }
    sign_in_asked_far { vi: "Mạng khác với điện thoại này", en: "Another network than this phone" }
    sign_in_asked_far_warning {
        vi: "Máy kia ở mạng khác. Chỉ đồng ý nếu bạn đang ngồi trước máy đó.",
        en: "The other device is on another network. Agree only if you are sitting before it."
    }
    sign_in_asked_began { vi: "Mã được tạo lúc", en: "The code was made at" }
    sign_in_asked_no { vi: "Không cho đăng nhập", en: "Do not let it in" }
    sign_in_asked_report { vi: "Tôi không yêu cầu đăng nhập", en: "I did not ask for this" }
    sign_in_asked_number { vi: "Số trên màn hình máy kia", en: "The number on the other screen" }
    sign_in_asked_number_hint {
        vi: "2 chữ số. Nhìn vào máy trước mặt bạn; không nhập số do người khác đọc.",
        en: "2 digits. Look at the screen before you; never type a number that somebody tells you."
    }
    sign_in_asked_yes { vi: "Cho đăng nhập", en: "Let it in" }
}
