//! What goes to who let another browser in: whoever did not do that hears of it at once (XD).

use crate::clock::Timestamp;
use crate::config::Config;
use crate::flow::letter::{letter, written};
use crate::identity::account::Account;
use crate::identity::language::texts;
use crate::store::outbox::Message;

/// A browser of that kind was let in by the square of a sign-in page.
pub fn let_in(account: &Account, browser: &str, at: Timestamp, config: &Config) -> Message {
    let (language, hotline) = (account.language, &config.hotline);
    let (hour, minute) = at.time_in_vietnam();
    let when = format!("{hour:02}:{minute:02} {}", written(at.day_in_vietnam()));
    let which = |unknown: String| if browser.is_empty() { unknown } else { browser.to_owned() };
    // The names of browsers are ours, and one of them has marks, which a text message has not.
    let plain: String = which(language.sms_let_in_unknown()).chars().filter(char::is_ascii).collect();
    let browser = which(language.email_let_in_unknown());
    letter(
        account,
        "browser_let_in",
        || language.sms_let_in(&plain, &when, hotline),
        || (language.email_let_in_subject(), language.email_let_in(&browser, &when, hotline)),
    )
}

texts! {
    sms_let_in_unknown { vi: "mot trinh duyet", en: "a browser" }
    email_let_in_unknown { vi: "một trình duyệt", en: "a browser" }
    sms_let_in(browser, when, hotline) {
        vi: "Dinh danh: Vi dien tu cua ban vua cho {browser} tren may khac dang nhap, luc {when}. Neu khong phai ban, goi ngay tong dai {hotline}.",
        en: "Dinhdanh: your wallet let {browser} on another device sign in at {when}. If it was not you, call {hotline} at once."
    }
    email_let_in_subject { vi: "Tài khoản của bạn vừa được đăng nhập trên một máy khác", en: "Your account was signed in on another device" }
    email_let_in(browser, when, hotline) {
        vi: "Ví điện tử của bạn vừa cho {browser} trên máy khác đăng nhập, lúc {when}.\n\nNếu không phải bạn, hãy kết thúc phiên đó ở mục Nơi bạn đang đăng nhập trong trang Tài khoản và gọi ngay tổng đài {hotline}.",
        en: "Your wallet let {browser} on another device sign in at {when}.\n\nIf it was not you, end that session under Where you are signed in on your account page and call {hotline} at once."
    }
}
