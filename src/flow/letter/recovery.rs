//! What goes by every channel while an account is taken back, so that whoever is not behind it says no (PW18). Never a link: who
//! reads it goes to the page that they know, or calls.

use crate::clock::Timestamp;
use crate::config::Config;
use crate::flow::letter::{by_every_channel, letter, written};
use crate::identity::account::Account;
use crate::identity::language::texts;
use crate::identity::phone::Phone;
use crate::store::outbox::Message;

/// Somebody takes the account back; from then on a new password can be set, unless it is stopped with this code.
pub fn waiting(account: &Account, ready_at: Timestamp, veto: &str, config: &Config) -> Vec<Message> {
    let (language, hotline) = (account.language, &config.hotline);
    let (hour, minute) = ready_at.time_in_vietnam();
    let when = format!("{hour:02}:{minute:02} {}", written(ready_at.day_in_vietnam()));
    by_every_channel(account, |account| {
        letter(
            account,
            "recovery_waiting",
            || language.sms_recovery_waiting(&when, veto, hotline),
            || (language.email_recovery_waiting_subject(), language.email_recovery_waiting(&when, veto, hotline)),
        )
    })
}

/// It was stopped.
pub fn stopped(account: &Account, config: &Config) -> Vec<Message> {
    let (language, hotline) = (account.language, &config.hotline);
    by_every_channel(account, |account| {
        letter(
            account,
            "recovery_stopped",
            || language.sms_recovery_stopped(hotline),
            || (language.email_recovery_stopped_subject(), language.email_recovery_stopped(hotline)),
        )
    })
}

/// The account was taken back; also to the telephone that it has from now on.
pub fn done(account: &Account, phone: &Phone, config: &Config) -> Vec<Message> {
    let (language, hotline) = (account.language, &config.hotline);
    let message = |account: &Account| {
        letter(
            account,
            "account_recovered",
            || language.sms_account_recovered(hotline),
            || (language.email_account_recovered_subject(), language.email_account_recovered(hotline)),
        )
    };
    let mut messages = by_every_channel(account, message);
    if *phone != account.phone {
        messages.extend(by_every_channel(&Account { phone: phone.clone(), email: None, ..account.clone() }, message));
    }
    messages
}

texts! {
    sms_recovery_waiting(when, veto, hotline) {
        vi: "Dinh danh: Co nguoi dang lay lai tai khoan cua ban, tu {when} se dat duoc mat khau moi. Neu KHONG phai ban: vao trang Lay lai tai khoan, chon Dung lai, nhap ma {veto}; hoac goi ngay {hotline}.",
        en: "Dinhdanh: somebody is recovering your account and can set a new password from {when}. If it is NOT you: on the page Recover an account choose Stop and enter {veto}, or call {hotline} at once."
    }
    email_recovery_waiting_subject { vi: "Có người đang lấy lại tài khoản của bạn", en: "Somebody is recovering your account" }
    email_recovery_waiting(when, veto, hotline) {
        vi: "Có người đang lấy lại tài khoản định danh điện tử của bạn. Từ {when}, người đó đặt được mật khẩu mới.\n\nNếu KHÔNG phải bạn: mở trang Lấy lại tài khoản, chọn Dừng lại và nhập mã {veto}; hoặc đăng nhập và chọn Dừng lại trong trang Tài khoản; hoặc gọi ngay tổng đài {hotline}.\n\nNếu là bạn, không cần làm gì và không đưa mã này cho ai.",
        en: "Somebody is recovering your e-ID account and can set a new password from {when}.\n\nIf it is NOT you: open the page Recover an account, choose Stop and enter {veto}; or sign in and choose Stop on your account page; or call {hotline} at once.\n\nIf it is you, there is nothing to do; give the code to nobody."
    }
    sms_recovery_stopped(hotline) {
        vi: "Dinh danh: Viec lay lai tai khoan cua ban da bi dung. Tai khoan khong thay doi. Neu khong phai ban dung, goi tong dai {hotline}.",
        en: "Dinhdanh: the recovery of your account was stopped. Nothing has changed. If it was not you who stopped it, call {hotline}."
    }
    email_recovery_stopped_subject { vi: "Việc lấy lại tài khoản đã bị dừng", en: "The recovery of your account was stopped" }
    email_recovery_stopped(hotline) {
        vi: "Việc lấy lại tài khoản định danh điện tử của bạn đã bị dừng; tài khoản không thay đổi.\n\nNếu không phải bạn đã dừng, hãy gọi tổng đài {hotline} hoặc mang thẻ căn cước đến Công an cấp xã.",
        en: "The recovery of your e-ID account was stopped, and nothing has changed.\n\nIf it was not you who stopped it, call {hotline} or take your identity card to the commune police."
    }
    sms_account_recovered(hotline) {
        vi: "Dinh danh: Tai khoan cua ban da duoc lay lai voi mat khau va so dien thoai moi; moi phien da ket thuc. Neu khong phai ban, goi ngay tong dai {hotline}.",
        en: "Dinhdanh: your account was recovered with a new password and phone; every session has ended. If it was not you, call {hotline} at once."
    }
    email_account_recovered_subject { vi: "Tài khoản của bạn đã được lấy lại", en: "Your account was recovered" }
    email_account_recovered(hotline) {
        vi: "Tài khoản định danh điện tử của bạn đã được lấy lại với mật khẩu và số điện thoại mới. Mọi phiên đã kết thúc; trong 72 giờ, tài khoản chỉ dùng ở mức độ 01 và không vào được dịch vụ tài chính.\n\nNếu không phải bạn, hãy gọi ngay tổng đài {hotline}.",
        en: "Your e-ID account was recovered with a new password and phone. Every session has ended; for 72 hours the account acts at level 1 and enters no financial service.\n\nIf it was not you, call {hotline} at once."
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::flow::letter::tests::account;
    use crate::flow::letter::{code, password};
    use crate::identity::account::Channel;
    use crate::identity::language::Language;
    use crate::identity::short_code::{Purpose, ShortCode};
    use crate::store::outbox;

    #[test]
    fn pw13_pw18_what_is_told_of_a_recovery_goes_everywhere_without_a_link_and_fits_into_two_texts() {
        let config = Config::load("[server]\nissuer = \"https://id.example.vn\"", &BTreeMap::new()).unwrap();
        let digits = ShortCode::parse("012345").unwrap();
        let new = Phone::parse("0987654321").unwrap();
        for language in [Language::Vi, Language::En] {
            let an = account(language, Channel::Sms);
            let ready_at = Timestamp::from_unix(1_794_243_600);
            let told = [
                waiting(&an, ready_at, "ABCDE-FGHJK", &config),
                stopped(&an, &config),
                password::changed(&an, &config),
            ];
            for messages in &told {
                let by: Vec<_> = messages.iter().map(|message| message.channel).collect();
                assert_eq!(by, [outbox::Channel::Sms, outbox::Channel::Email]);
            }
            // At the end also the telephone that the account has from then on.
            let last = done(&an, &new, &config);
            assert_eq!((last.len(), done(&an, &an.phone, &config).len()), (3, 2));
            assert!(last.iter().any(|message| message.recipient == new.as_str()));
            let codes = [Purpose::LetTry, Purpose::Recovery].map(|purpose| code(&an, purpose, &digits, &config));
            for message in told.iter().flatten().chain(&last).chain(&codes) {
                let (body, is_text) = (&message.body, message.channel == outbox::Channel::Sms);
                assert!(!is_text || (body.is_ascii() && body.len() <= 320), "{body}");
                assert!(!body.contains("http") && !body.contains("001090000001"), "{body}");
            }
        }
    }
}
