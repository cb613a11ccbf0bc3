//! Passkeys, and codes on paper.

use crate::identity::language::texts;

texts! {
    passkey_use { vi: "Dùng khóa truy cập", en: "Use a passkey" }
    passkey_cancelled {
        vi: "Chưa dùng khóa truy cập. Bạn có thể thử lại, hoặc dùng cách khác trên trang này.",
        en: "No passkey was used. You can try again, or use another way on this page."
    }
    passkey_failed {
        vi: "Thiết bị này hiện không dùng được khóa truy cập. Đề nghị tải lại trang, hoặc dùng cách khác.",
        en: "This device cannot use a passkey just now. Please load the page again, or use another way."
    }
    passkey_wrong {
        vi: "Khóa truy cập này không mở được tài khoản. Đề nghị thử lại, hoặc dùng cách khác.",
        en: "This passkey does not open the account. Please try again, or use another way."
    }
    account_passkeys_none { vi: "Chưa có. Với khóa truy cập, bạn đăng nhập bằng vân tay, khuôn mặt hoặc mã mở máy của thiết bị.", en: "None yet. With a passkey you sign in by the fingerprint, face or code that opens your device." }
    account_passkeys(count) { vi: "Số khóa đang dùng: {count}.", en: "In use: {count}." }
    account_passkeys_go { vi: "Quản lý khóa truy cập", en: "Manage passkeys" }
    account_paper_none { vi: "Chưa có. Tờ mã này giúp bạn đăng nhập khi mất điện thoại.", en: "None yet. Such a sheet lets you in when the telephone is lost." }
    account_paper_left(left) { vi: "Số mã còn lại trên tờ: {left}.", en: "Codes left on the sheet: {left}." }
    account_paper_go { vi: "Quản lý mã dự phòng", en: "Manage paper codes" }
    factor_keep_sessions {
        vi: "Giữ nguyên các phiên đăng nhập trên thiết bị khác",
        en: "Stay signed in on my other devices"
    }
    passkeys_title { vi: "Khóa truy cập", en: "Passkeys" }
    passkeys_lead {
        vi: "Khóa truy cập nằm trong điện thoại, máy tính hoặc khóa bảo mật của bạn và mở bằng vân tay, khuôn mặt hoặc mã mở máy. Không ai lấy được nó bằng trang web giả mạo, và chúng tôi không nhận vân tay hay khuôn mặt của bạn.",
        en: "A passkey is kept in your telephone, computer or security key and opens by fingerprint, face or the code of the device. No false website can take it from you, and we never receive your fingerprint or face."
    }
    passkeys_none { vi: "Tài khoản chưa có khóa truy cập nào.", en: "The account has no passkey yet." }
    passkeys_unnamed { vi: "Khóa chưa đặt tên", en: "A passkey without a name" }
    passkeys_synced { vi: "Đồng bộ giữa các thiết bị", en: "Synced between devices" }
    passkeys_device { vi: "Chỉ trên một thiết bị", en: "On one device" }
    passkeys_token { vi: "Khóa bảo mật", en: "Security key" }
    passkeys_made(day) { vi: "Thêm ngày {day}.", en: "Added on {day}." }
    passkeys_used(at) { vi: "Dùng gần nhất lúc {at}.", en: "Last used at {at}." }
    passkeys_unused { vi: "Chưa dùng lần nào.", en: "Never used." }
    passkeys_name { vi: "Tên của khóa", en: "Name of the passkey" }
    passkeys_name_hint { vi: "Để bạn nhận ra, ví dụ: Điện thoại của tôi", en: "So that you know it again, for example: My telephone" }
    passkeys_rename { vi: "Đổi tên", en: "Rename" }
    passkeys_remove { vi: "Gỡ khóa", en: "Remove" }
    passkeys_remove_hint {
        vi: "Sau khi gỡ, khóa này không mở được tài khoản nữa. Hãy xóa cả trong phần mật khẩu của thiết bị.",
        en: "Afterwards this passkey no longer opens the account. Delete it among the passwords of the device too."
    }
    passkeys_add { vi: "Thêm khóa truy cập", en: "Add a passkey" }
    passkeys_add_hint {
        vi: "Thiết bị sẽ hỏi vân tay, khuôn mặt hoặc mã mở máy. Người mở được thiết bị đó sẽ mở được tài khoản: chỉ thêm trên thiết bị của riêng bạn.",
        en: "The device will ask for a fingerprint, a face or its code. Who can open that device can open the account: add one only on a device of your own."
    }
    passkeys_need_script {
        vi: "Trình duyệt này không tạo được khóa truy cập. Cần trình duyệt mới hơn và cho phép JavaScript. Các cách đăng nhập khác vẫn dùng bình thường.",
        en: "This browser cannot make a passkey: a newer one is needed, with JavaScript allowed. Every other way to sign in works as before."
    }
    passkeys_known { vi: "Thiết bị này đã có khóa truy cập của tài khoản.", en: "This device has a passkey of the account already." }
    passkeys_not_added {
        vi: "Khóa truy cập chưa được thêm. Đề nghị thử lại.",
        en: "The passkey was not added. Please try again."
    }
    passkeys_full {
        vi: "Không thêm được khóa truy cập ở đây. Đề nghị gỡ bớt khóa không dùng.",
        en: "No passkey can be added here. Please remove one that you do not use."
    }
    second_factor_by_paper { vi: "Dùng mã dự phòng trên giấy", en: "Use a paper code" }
    second_factor_code_paper { vi: "Mã dự phòng trên giấy", en: "Paper code" }
    second_factor_hint_paper {
        vi: "16 chữ và số, theo nhóm bốn. Mỗi mã chỉ dùng một lần: gạch đi sau khi dùng.",
        en: "16 letters and digits in groups of four. Each code is good once: cross it out afterwards."
    }
    paper_title { vi: "Mã dự phòng trên giấy", en: "Paper codes" }
    paper_lead {
        vi: "Mười mã để thay cho mã gửi đến điện thoại khi bạn mất máy hoặc không có sóng. Mỗi mã dùng một lần, cùng với mật khẩu.",
        en: "Ten codes to use in place of the code sent to your telephone when it is lost or has no signal. Each is good once, together with your password."
    }
    paper_left(left, made) { vi: "Tờ lập ngày {made}: còn {left} mã chưa dùng.", en: "The sheet of {made}: {left} codes are left." }
    paper_make { vi: "Lập tờ mã", en: "Make a sheet" }
    paper_make_hint {
        vi: "Các mã chỉ hiển thị một lần. Hãy chuẩn bị máy in, hoặc giấy và bút.",
        en: "The codes are shown once. Have a printer ready, or pen and paper."
    }
    paper_renew { vi: "Lập tờ mới", en: "Make a new sheet" }
    paper_renew_hint {
        vi: "Lập tờ mới thì tờ cũ hết hiệu lực ngay. Các mã chỉ hiển thị một lần.",
        en: "With a new sheet the old one is void at once. The codes are shown once."
    }
    paper_remove { vi: "Hủy tờ mã", en: "Cancel the sheet" }
    paper_once {
        vi: "In trang này hoặc chép lại ngay: các mã không được hiển thị lần nữa.",
        en: "Print this page or write the codes down now: they are not shown again."
    }
    paper_made(day) { vi: "Lập ngày {day}.", en: "Made on {day}." }
    paper_how {
        vi: "Khi đăng nhập, chọn Dùng mã dự phòng trên giấy ở bước hai. Mỗi mã dùng một lần.",
        en: "At sign-in choose Use a paper code in the second step. Each code is good once."
    }
    paper_keep_safe(hotline) {
        vi: "Cất ở nơi an toàn, không chụp ảnh, không để cùng mật khẩu, không đưa cho ai, kể cả người tự xưng là cán bộ. Mất tờ này: lập tờ mới hoặc gọi tổng đài {hotline}.",
        en: "Keep it in a safe place and not with your password; take no photograph of it; give no code to anybody, whoever they say they are. If it is lost, make a new sheet or call {hotline}."
    }
    paper_done { vi: "Tôi đã cất giữ các mã", en: "I have kept the codes" }
}
