//! What goes by every channel when a password was changed (PW20).

use crate::config::Config;
use crate::flow::letter::{by_every_channel, letter};
use crate::identity::account::Account;
use crate::identity::language::texts;
use crate::store::outbox::Message;

/// The password was changed by somebody who was signed in with both factors.
pub fn changed(account: &Account, config: &Config) -> Vec<Message> {
    let (language, hotline) = (account.language, &config.hotline);
    by_every_channel(account, |account| {
        letter(
            account,
            "password_changed",
            || language.sms_password_changed(hotline),
            || (language.email_password_changed_subject(), language.email_password_changed(hotline)),
        )
    })
}

texts! {
    sms_password_changed(hotline) {
        vi: "Dinh danh: Mat khau tai khoan cua ban vua duoc thay doi. Neu khong phai ban, goi ngay tong dai {hotline}.",
        en: "Dinhdanh: the password of your account was changed. If it was not you, call {hotline} at once."
    }
    email_password_changed_subject { vi: "Mật khẩu của bạn vừa được thay đổi", en: "Your password was changed" }
    email_password_changed(hotline) {
        vi: "Mật khẩu tài khoản định danh điện tử của bạn vừa được thay đổi.\n\nNếu không phải bạn, hãy gọi ngay tổng đài {hotline}.",
        en: "The password of your e-ID account was changed.\n\nIf it was not you, call {hotline} at once."
    }
}
