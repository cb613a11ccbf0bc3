//! What goes to the holder, at every address, about a sign-in with a browser that the account does not know.

use crate::clock::Timestamp;
use crate::config::Config;
use crate::flow::letter::{by_every_channel, letter, written};
use crate::identity::account::Account;
use crate::identity::language::{Language, texts};
use crate::identity::name::without_marks;
use crate::limits;
use crate::oauth::session::Device;
use crate::store::outbox::Message;
use crate::wallet::sign_in_square::Code;

/// Somebody signed in there; and what to do if it was not the holder. Without a link: it says what to press on our page.
pub fn signed_in(account: &Account, device: &Device, code: &Code, at: Timestamp, config: &Config) -> Vec<Message> {
    let (language, hotline, code) = (account.language, &config.hotline, code.grouped());
    let (hour, minute) = at.time_in_vietnam();
    let when = format!("{hour:02}:{minute:02} {}", written(at.day_in_vietnam()));
    let (what, days) = (said(device, language), limits::NOT_ME_CODE.get() / limits::DAY.get());
    by_every_channel(account, |account| {
        letter(
            account,
            "new_browser",
            || language.sms_new_browser(without_marks(&what), &when, &code, hotline),
            || (language.email_new_browser_subject(), language.email_new_browser(&what, &when, &code, days, hotline)),
        )
    })
}

/// The holder said that it was not; everything has ended.
pub fn disowned(account: &Account, config: &Config) -> Vec<Message> {
    let (language, hotline) = (account.language, &config.hotline);
    by_every_channel(account, |account| {
        letter(
            account,
            "sign_in_disowned",
            || language.sms_disowned(hotline),
            || (language.email_disowned_subject(), language.email_disowned(hotline)),
        )
    })
}

/// `Firefox, Linux, 203.0.113.*`.
fn said(device: &Device, language: Language) -> String {
    let browser = if device.browser.is_empty() { language.email_let_in_unknown() } else { device.browser.clone() };
    let parts = [browser.as_str(), device.system.as_str(), device.place.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

texts! {
    sms_new_browser(what, when, code, hotline) {
        vi: "Dinh danh: Tai khoan cua ban vua dang nhap tren trinh duyet moi: {what}, luc {when}. Khong phai ban? Mo trang dinh danh, chon Khong phai toi, nhap ma {code}; hoac goi {hotline}.",
        en: "Dinhdanh: your account was signed in with a new browser: {what}, at {when}. Not you? On our page choose It was not me and enter {code}; or call {hotline}."
    }
    email_new_browser_subject { vi: "Tài khoản của bạn vừa đăng nhập trên trình duyệt mới", en: "Your account was signed in with a new browser" }
    email_new_browser(what, when, code, days, hotline) {
        vi: "Tài khoản định danh điện tử của bạn vừa đăng nhập trên một trình duyệt mới: {what}, lúc {when}.\n\nNếu là bạn, không cần làm gì.\n\nNếu không phải bạn: tự mở trang định danh điện tử, chọn \"Không phải tôi\" ở cuối trang, nhập số định danh cá nhân và mã {code}. Mọi phiên đăng nhập kết thúc và tài khoản bị khóa ngay. Mã có hiệu lực {days} ngày và chỉ dùng được một lần. Bạn cũng có thể gọi tổng đài {hotline}.\n\nThư này không có đường dẫn nào để bấm.",
        en: "Your e-ID account was signed in with a new browser: {what}, at {when}.\n\nIf it was you, there is nothing to do.\n\nIf it was not: open our page yourself, choose \"It was not me\" at its foot, and enter your personal identification number and the code {code}. Every session ends and the account is locked at once. The code is valid for {days} days and works once. You can also call {hotline}.\n\nThis letter has no link to click."
    }
    sms_disowned(hotline) {
        vi: "Dinh danh: Theo yeu cau cua ban, moi phien dang nhap da ket thuc va tai khoan da bi khoa. Can bo se xem xet. De mo khoa, goi {hotline}.",
        en: "Dinhdanh: as you asked, every session has ended and your account is locked. An officer will look into it. To unlock it, call {hotline}."
    }
    email_disowned_subject { vi: "Tài khoản của bạn đã bị khóa theo yêu cầu của bạn", en: "Your account is locked, as you asked" }
    email_disowned(hotline) {
        vi: "Theo yêu cầu của bạn, mọi phiên đăng nhập và mọi quyền đã cấp cho các dịch vụ đã kết thúc, và tài khoản định danh điện tử của bạn đã bị khóa. Cán bộ sẽ xem xét vụ việc.\n\nĐể mở khóa, chọn \"Mở khóa tài khoản\" trên trang định danh điện tử, hoặc gọi tổng đài {hotline}. Sau khi mở khóa, hãy đổi mật khẩu.",
        en: "As you asked, every session and everything that services were given has ended, and your e-ID account is locked. An officer will look into it.\n\nTo unlock it, choose \"Unlock the account\" on our page, or call {hotline}. Change your password afterwards."
    }
}
