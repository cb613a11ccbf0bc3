//! The change of the password, and the way past the guesses of others.

use crate::identity::language::texts;

texts! {
    change_password_title { vi: "Đổi mật khẩu", en: "Change the password" }
    change_password_lead {
        vi: "Sau khi đổi, bạn được báo qua mọi kênh đã đăng ký.",
        en: "Afterwards you are told by every channel that you have registered."
    }
    change_password_present { vi: "Mật khẩu hiện tại", en: "Present password" }
    change_password_present_hint { vi: "Mật khẩu bạn vừa dùng để đăng nhập", en: "The one that you signed in with" }
    change_password_present_wrong {
        vi: "Mật khẩu hiện tại không đúng. Đề nghị nhập lại.",
        en: "The present password is not right. Please enter it again."
    }
    change_password_same {
        vi: "Đây là mật khẩu hiện tại. Đề nghị chọn mật khẩu khác.",
        en: "This is the present password. Please choose another one."
    }
    change_password_keep { vi: "Vẫn đăng nhập ở những nơi khác", en: "Stay signed in elsewhere" }
    change_password_keep_hint {
        vi: "Nếu không chọn, mọi phiên khác kết thúc và các dịch vụ phải hỏi lại bạn.",
        en: "Unless you choose this, every other session ends and services have to ask you again."
    }
    change_password_do { vi: "Đổi mật khẩu", en: "Change the password" }
    change_password_done {
        vi: "Đã đổi mật khẩu. Mọi phiên khác đã kết thúc.",
        en: "The password is changed. Every other session has ended."
    }
    change_password_done_kept {
        vi: "Đã đổi mật khẩu. Các phiên khác vẫn tiếp tục.",
        en: "The password is changed. Other sessions go on."
    }
    let_try_title { vi: "Đăng nhập khi bị chặn vì nhập sai nhiều lần", en: "Sign in when wrong tries have blocked it" }
    let_try_lead {
        vi: "Khi người khác nhập sai mật khẩu của bạn nhiều lần, bạn vẫn vào được: nhận một mã qua điện thoại đã đăng ký, rồi nhập mật khẩu trên trình duyệt này.",
        en: "When others have tried your password too often you still get in: a code comes to your registered phone, then you enter the password in this browser."
    }
    let_try_sent {
        vi: "Nếu số định danh này có tài khoản đang hoạt động, một mã đã được gửi đến điện thoại đã đăng ký. Đề nghị nhập mã.",
        en: "If this number has an active account, a code is on its way to its registered phone. Please enter it."
    }
    let_try_do { vi: "Tiếp tục", en: "Continue" }
    let_try_done {
        vi: "Trong 15 phút tới, bạn nhập được mật khẩu trên trình duyệt này.",
        en: "For the next 15 minutes you can enter the password in this browser."
    }
    account_password { vi: "Mật khẩu", en: "Password" }
    account_password_hint {
        vi: "Khi đổi mật khẩu, bạn cần mật khẩu hiện tại và mã xác thực.",
        en: "To change it you need the present password and a code."
    }
}
