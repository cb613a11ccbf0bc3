//! What goes to the phone that the register knows for somebody, account or none: codes, the field to mend, case numbers.

use crate::config::Config;
use crate::flow::letter::bound_to_origin;
use crate::identity::language::{Language, texts};
use crate::identity::mend::{Field, Mend};
use crate::identity::name::without_marks;
use crate::identity::phone::Phone;
use crate::identity::short_code::ShortCode;
use crate::limits;
use crate::store::outbox::{Channel, Message};

/// A code.
pub fn code(to: &Phone, code: &ShortCode, t: Language, config: &Config) -> Message {
    let minutes = limits::SHORT_CODE.get() / 60;
    let text = t.sms_mend_code(code.expose(), minutes);
    message(to, "mend_code", bound_to_origin(text, code.expose(), config))
}

/// The person is asked to come with the card.
pub fn come(to: &Phone, unit: &str, t: Language, config: &Config) -> Message {
    let unit: String = without_marks(unit).chars().filter(char::is_ascii).take(50).collect();
    message(to, "mend_come", t.sms_mend_come(unit, &config.hotline))
}

/// Which fields differ, and how; no value.
pub fn fields(to: &Phone, mends: &[Mend], t: Language, config: &Config) -> Message {
    let words: Vec<String> = mends.iter().map(|mend| plain(mend.field, t)).collect();
    message(to, "mend_fields", t.sms_mend_fields(words.join(", "), &config.hotline))
}

/// A correction was asked for.
pub fn asked(to: &Phone, code: &str, t: Language, config: &Config) -> Message {
    message(to, "correction_asked", t.sms_correction_asked(code, &config.hotline))
}

/// A correction was decided; how stands on its page.
pub fn decided(to: &Phone, code: &str, t: Language, config: &Config) -> Message {
    message(to, "correction_decided", t.sms_correction_decided(code, &config.hotline))
}

/// The register has a correction at last, or an officer has said why it stays as it is; which stands on its page.
pub fn settled(to: &Phone, code: &str, t: Language, config: &Config) -> Message {
    message(to, "correction_settled", t.sms_correction_settled(code, &config.hotline))
}

fn message(to: &Phone, kind: &'static str, body: String) -> Message {
    Message {
        channel: Channel::Sms,
        kind,
        account: None,
        relying_party: None,
        session: None,
        recipient: to.as_str().to_owned(),
        body,
    }
}

fn plain(field: Field, t: Language) -> String {
    match field {
        Field::Name => t.sms_field_name(),
        Field::BirthDate => t.sms_field_birth_date(),
        Field::Gender => t.sms_field_gender(),
    }
}

texts! {
    sms_field_name { vi: "ho ten", en: "name" }
    sms_field_birth_date { vi: "ngay sinh", en: "date of birth" }
    sms_field_gender { vi: "gioi tinh", en: "gender" }
    sms_correction_settled(code, hotline) {
        vi: "Dinh danh: Yeu cau dieu chinh thong tin, ma ho so {code}, da co tra loi cua co so du lieu. Xem tai trang Dieu chinh thong tin. Tong dai: {hotline}.",
        en: "Dinhdanh: the register has answered your correction, case number {code}. See the page Correction of data. Call centre: {hotline}."
    }
    sms_mend_code(code, minutes) {
        vi: "Dinh danh: {code} la ma de xem thong tin can sua trong ho so dang ky, co hieu luc {minutes} phut. Khong dua ma nay cho bat ky ai.",
        en: "Dinhdanh: {code} is your code to see about your application or correction, valid for {minutes} minutes. Never give it to anybody."
    }
    sms_mend_come(unit, hotline) {
        vi: "Dinh danh: Ho so dang ky tai khoan cua ban can doi chieu truc tiep. De nghi mang the can cuoc den {unit}. Tong dai: {hotline}.",
        en: "Dinhdanh: your application has to be checked in person. Please take your identity card to {unit}. Call centre: {hotline}."
    }
    sms_mend_fields(fields, hotline) {
        vi: "Dinh danh: Ho so dang ky tai khoan chua trung khop o: {fields}. De nghi ke khai lai dung nhu giay to. Tong dai: {hotline}.",
        en: "Dinhdanh: your application does not match in: {fields}. Please declare it again as your papers have it. Call centre: {hotline}."
    }
    sms_correction_asked(code, hotline) {
        vi: "Dinh danh: Da nhan yeu cau dieu chinh thong tin, ma ho so {code}. Neu khong phai ban, goi ngay tong dai {hotline}.",
        en: "Dinhdanh: a correction of your data was asked for, case number {code}. If it was not you, call {hotline} at once."
    }
    sms_correction_decided(code, hotline) {
        vi: "Dinh danh: Yeu cau dieu chinh thong tin, ma ho so {code}, da co ket qua. Xem tai trang Dieu chinh thong tin. Tong dai: {hotline}.",
        en: "Dinhdanh: your correction, case number {code}, is decided. See the page Correction of data. Call centre: {hotline}."
    }
}
