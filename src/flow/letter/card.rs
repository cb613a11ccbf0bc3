//! What goes to the holder of an identity card that ends, has ended, or holds again.

use crate::clock::Timestamp;
use crate::config::Config;
use crate::flow::letter::{last_day, letter, written};
use crate::identity::account::Account;
use crate::identity::language::texts;
use crate::store::outbox::Message;

/// The identity card ends soon; with the age that the holder then reaches, if that is why (Law on Identification Art. 21).
pub fn ending(account: &Account, ends_at: Timestamp, age: Option<u8>, config: &Config) -> Message {
    let (language, hotline, last) = (account.language, &config.hotline, written(last_day(ends_at)));
    letter(
        account,
        "card_ending",
        || language.sms_card_ending(&last, hotline),
        || {
            let why = age.map(|age| language.email_card_ending_age(age) + "\n\n").unwrap_or_default();
            (language.email_card_ending_subject(), why + &language.email_card_ending(&last, hotline))
        },
    )
}

/// The identity card has ended, and the e-card with it.
pub fn ended(account: &Account, config: &Config) -> Message {
    let (language, hotline) = (account.language, &config.hotline);
    letter(
        account,
        "card_ended",
        || language.sms_card_ended(hotline),
        || (language.email_card_ended_subject(), language.email_card_ended(hotline)),
    )
}

/// The register has a card that holds again.
pub fn restored(account: &Account, config: &Config) -> Message {
    let (language, hotline) = (account.language, &config.hotline);
    letter(
        account,
        "card_restored",
        || language.sms_card_restored(hotline),
        || (language.email_card_restored_subject(), language.email_card_restored(hotline)),
    )
}

texts! {
    sms_card_ending(last, hotline) {
        vi: "Dinh danh: The can cuoc cua ban co gia tri den het ngay {last}. De nghi lam thu tuc cap doi truoc ngay do. Tong dai: {hotline}.",
        en: "Dinhdanh: your identity card is valid until {last}. Please apply for a new one before then. Call centre: {hotline}."
    }
    email_card_ending_subject { vi: "Thẻ căn cước của bạn sắp hết hạn", en: "Your identity card expires soon" }
    email_card_ending_age(age) {
        vi: "Bạn sắp đủ {age} tuổi, độ tuổi phải cấp đổi thẻ căn cước.",
        en: "You will soon be {age}, an age at which the identity card is renewed."
    }
    email_card_ending(last, hotline) {
        vi: "Thẻ căn cước của bạn có giá trị đến hết ngày {last}. Đề nghị mang thẻ đến cơ quan quản lý căn cước nơi gần nhất để cấp đổi trước ngày đó.\n\nSau ngày đó tài khoản vẫn đăng nhập được, nhưng căn cước điện tử không xuất trình được cho đến khi có thẻ mới. Khi có thẻ mới, căn cước điện tử tự dùng được trở lại.\n\nTổng đài: {hotline}.",
        en: "Your identity card is valid until {last}. Please take it to the nearest identity-card office before then and apply for a new one.\n\nAfter that day you can still sign in, but the electronic card cannot be shown until there is a new card. With the new card it comes back by itself.\n\nCall centre: {hotline}."
    }
    sms_card_ended(hotline) {
        vi: "Dinh danh: The can cuoc cua ban da het han. Tai khoan van dung duoc; can cuoc dien tu dung lai den khi co the moi. Tong dai: {hotline}.",
        en: "Dinhdanh: your identity card has expired. Your account works; the electronic card is off until you have a new card. Call centre: {hotline}."
    }
    email_card_ended_subject { vi: "Thẻ căn cước của bạn đã hết hạn", en: "Your identity card has expired" }
    email_card_ended(hotline) {
        vi: "Thẻ căn cước của bạn đã hết hạn. Bạn vẫn đăng nhập được, nhưng căn cước điện tử không xuất trình được và các thông tin mức độ 02 không chia sẻ được.\n\nĐề nghị làm thủ tục cấp đổi thẻ tại cơ quan quản lý căn cước nơi gần nhất. Khi có thẻ mới, căn cước điện tử tự dùng được trở lại.\n\nTổng đài: {hotline}.",
        en: "Your identity card has expired. You can still sign in, but the electronic card cannot be shown and what level 2 opens cannot be shared.\n\nPlease apply for a new card at the nearest identity-card office. With the new card the electronic card comes back by itself.\n\nCall centre: {hotline}."
    }
    sms_card_restored(hotline) {
        vi: "Dinh danh: The can cuoc cua ban da duoc cap doi, can cuoc dien tu dung duoc tro lai. Tong dai: {hotline}.",
        en: "Dinhdanh: your identity card was renewed and the electronic card works again. Call centre: {hotline}."
    }
    email_card_restored_subject { vi: "Căn cước điện tử của bạn dùng được trở lại", en: "Your electronic card works again" }
    email_card_restored(hotline) {
        vi: "Thẻ căn cước của bạn đã được cấp đổi. Căn cước điện tử dùng được trở lại, bạn không phải làm gì thêm.\n\nNếu bạn không làm thủ tục này, hãy gọi ngay tổng đài {hotline}.",
        en: "Your identity card was renewed. The electronic card works again; there is nothing that you need to do.\n\nIf you did not apply for it, call {hotline} at once."
    }
}
