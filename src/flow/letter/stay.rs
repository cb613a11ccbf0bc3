//! What goes to a foreigner whose passport or stay ends, or has ended.

use crate::clock::Day;
use crate::config::Config;
use crate::flow::letter::{letter, written};
use crate::identity::account::Account;
use crate::identity::foreigner::Ending;
use crate::identity::language::{Language, texts};
use crate::store::outbox::Message;

/// The passport or the stay ends soon.
pub fn ending(account: &Account, what: Ending, last: Day, config: &Config) -> Message {
    let (language, hotline, last) = (account.language, &config.hotline, written(last));
    let [sms, what] = named(what, language);
    letter(
        account,
        "stay_ending",
        || language.sms_stay_ending(&sms, &last, hotline),
        || (language.email_stay_ending_subject(), language.email_stay_ending(&what, &last, hotline)),
    )
}

/// The passport or the stay has ended, and the account is locked with it.
pub fn ended(account: &Account, what: Ending, config: &Config) -> Message {
    let (language, hotline) = (account.language, &config.hotline);
    let [sms, what] = named(what, language);
    letter(
        account,
        "stay_ended",
        || language.sms_stay_ended(&sms, hotline),
        || (language.email_stay_ended_subject(), language.email_stay_ended(&what, hotline)),
    )
}

/// What ends, in the letters of a text message and in those of a letter.
fn named(what: Ending, t: Language) -> [String; 2] {
    match what {
        Ending::Passport => [t.sms_stay_passport(), t.email_stay_passport()],
        Ending::Residence => [t.sms_stay_residence(), t.email_stay_residence()],
    }
}

texts! {
    sms_stay_passport { vi: "ho chieu", en: "passport" }
    sms_stay_residence { vi: "thoi han cu tru", en: "right to stay" }
    email_stay_passport { vi: "hộ chiếu", en: "passport" }
    email_stay_residence { vi: "thời hạn cư trú", en: "right to stay" }
    sms_stay_ending(what, last, hotline) {
        vi: "Dinh danh: {what} cua ban het sau ngay {last}; tai khoan bi khoa tu hom sau. De nghi gia han tai co quan quan ly xuat nhap canh. Tong dai: {hotline}.",
        en: "Dinhdanh: your {what} ends after {last}; the account is locked from the next day. Please renew it at the immigration office. Call centre: {hotline}."
    }
    email_stay_ending_subject { vi: "Hộ chiếu hoặc thời hạn cư trú của bạn sắp hết", en: "Your passport or your right to stay ends soon" }
    email_stay_ending(what, last, hotline) {
        vi: "Theo cơ sở dữ liệu quốc gia về xuất nhập cảnh, {what} của bạn có giá trị đến hết ngày {last}. Từ hôm sau tài khoản bị khóa.\n\nĐề nghị làm thủ tục cấp mới hoặc gia hạn tại cơ quan quản lý xuất nhập cảnh. Khi cơ sở dữ liệu ghi nhận giấy tờ mới, tài khoản tự mở khóa.\n\nTổng đài: {hotline}.",
        en: "By the national immigration database your {what} is valid until {last}. From the next day on the account is locked.\n\nPlease renew or extend it at the immigration office. When the database has the new one, the account unlocks by itself.\n\nCall centre: {hotline}."
    }
    sms_stay_ended(what, hotline) {
        vi: "Dinh danh: {what} cua ban da het, tai khoan bi khoa den khi co quan quan ly xuat nhap canh ghi nhan giay to moi. Tong dai: {hotline}.",
        en: "Dinhdanh: your {what} has ended. The account is locked until the immigration office has a new one on record. Call centre: {hotline}."
    }
    email_stay_ended_subject { vi: "Hộ chiếu hoặc thời hạn cư trú của bạn đã hết", en: "Your passport or your right to stay has ended" }
    email_stay_ended(what, hotline) {
        vi: "Theo cơ sở dữ liệu quốc gia về xuất nhập cảnh, {what} của bạn đã hết. Tài khoản bị khóa từ hôm nay.\n\nĐề nghị làm thủ tục tại cơ quan quản lý xuất nhập cảnh. Khi cơ sở dữ liệu ghi nhận giấy tờ mới, tài khoản tự mở khóa.\n\nTổng đài: {hotline}.",
        en: "By the national immigration database your {what} has ended. The account is locked from today on.\n\nPlease go to the immigration office. When the database has a new one, the account unlocks by itself.\n\nCall centre: {hotline}."
    }
}
