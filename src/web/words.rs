//! How fields, values, instants and the other side are said to people.

use crate::clock::{Day, Timestamp};
use crate::identity::birth::BirthDate;
use crate::identity::language::Language;
use crate::wallet::asker::{Asker, Fixed};
use crate::wallet::disclosure::Disclosed;
use crate::wallet::field::{Field, Sensitivity};

/// A field as a form or a list shows it.
#[derive(Clone, Debug)]
pub(super) struct Labelled {
    /// The name of its box.
    pub(super) name: String,
    /// What it is called.
    pub(super) label: String,
    /// Whether it is sensitive.
    pub(super) sensitive: bool,
    /// Whether its box is ticked.
    pub(super) ticked: bool,
    /// What it says, when that is shown.
    pub(super) value: String,
}

impl Labelled {
    /// A field with a box.
    pub(super) fn new(field: Field, ticked: bool, t: Language) -> Self {
        Self {
            name: format!("{BOX}{}", field.as_str()),
            label: label(field, t),
            sensitive: field.sensitivity() == Sensitivity::Sensitive,
            ticked,
            value: String::new(),
        }
    }

    /// The field as it is asked for by somebody who has that fixed.
    pub(super) fn asked(field: Field, fixed: &Fixed, t: Language) -> Self {
        Self { label: label_for(field, fixed, t), ..Self::new(field, false, t) }
    }

    /// The field with what it says.
    #[must_use]
    pub(super) fn saying(mut self, said: Option<&Disclosed>, t: Language) -> Self {
        self.value = said.map_or_else(|| t.value_none(), |said| told(said, t));
        self
    }
}

/// What the names of the fields' boxes begin with.
pub(super) const BOX: &str = "field_";

/// What a field is called.
pub(super) fn label(field: Field, t: Language) -> String {
    match field {
        Field::Name => t.field_name(),
        Field::PersonalNumber => t.field_personal_number(),
        Field::Birthdate => t.field_birthdate(),
        Field::AgeOver14 | Field::AgeOver16 | Field::AgeOver18 | Field::AgeOver60 => {
            t.field_age_over(field.age().unwrap_or_default())
        }
        Field::Gender => t.field_gender(),
        Field::Nationality => t.field_nationality(),
        Field::BirthPlace => t.field_birth_place(),
        Field::NativePlace => t.field_native_place(),
        Field::PhoneNumber => t.field_phone_number(),
        Field::ResidentInProvince => t.field_resident_in_province(),
        Field::LicenceClass => t.field_licence_class(),
        Field::PermanentResidence => t.field_permanent_residence(),
        Field::TemporaryResidence => t.field_temporary_residence(),
        Field::CurrentResidence => t.field_current_residence(),
        Field::MaritalStatus => t.field_marital_status(),
        Field::CardStatus => t.field_card_status(),
        Field::CardIssuedOn => t.field_card_issued_on(),
        Field::CardValidUntil => t.field_card_valid_until(),
        Field::Ethnicity => t.field_ethnicity(),
        Field::Religion => t.field_religion(),
        Field::BloodGroup => t.field_blood_group(),
    }
}

/// What a field is called when somebody asks for it who has that fixed.
pub(super) fn label_for(field: Field, fixed: &Fixed, t: Language) -> String {
    match (field, fixed.licence_class) {
        (Field::LicenceClass, Some(class)) => t.field_may_drive(class.as_str()),
        _ => label(field, t),
    }
}

/// What a disclosed field says to a person.
pub(super) fn told(said: &Disclosed, t: Language) -> String {
    said.value.as_deref().map_or_else(|| t.documents_out_of_reach(), |value| self::said(said.field, value, t))
}

/// Several fields in one sentence.
pub(super) fn labels(fields: impl Iterator<Item = Field>, t: Language) -> String {
    fields.map(|field| label(field, t)).collect::<Vec<_>>().join(", ")
}

/// What a signed value says to a person: words for codes, dates as people write them, numbers in groups.
pub(super) fn said(field: Field, value: &str, t: Language) -> String {
    let word = match (field, value) {
        (field, "true") if field.is_answer() => t.yes(),
        (field, "false") if field.is_answer() => t.no(),
        (Field::Gender, "male") => t.value_male(),
        (Field::Gender, "female") => t.value_female(),
        (Field::Nationality, "VNM") => t.value_vietnamese(),
        (Field::MaritalStatus, "single") => t.value_single(),
        (Field::MaritalStatus, "married") => t.value_married(),
        (Field::MaritalStatus, "divorced") => t.value_divorced(),
        (Field::MaritalStatus, "widowed") => t.value_widowed(),
        (Field::CardStatus, "valid") => t.value_card_valid(),
        (Field::CardStatus, "expired") => t.value_card_expired(),
        (Field::CardStatus, "withheld") => t.value_card_withheld(),
        (Field::CardStatus, "revoked") => t.value_card_revoked(),
        (Field::PersonalNumber, number) => grouped(number),
        (Field::Birthdate, date) => BirthDate::parse_iso(date).map(|date| date.to_string()).unwrap_or_default(),
        (Field::CardIssuedOn | Field::CardValidUntil, date) => Day::parse(date).map(day).unwrap_or_default(),
        (Field::Ethnicity, code) => ethnic_group(code).to_owned(),
        _ => String::new(),
    };
    if word.is_empty() { value.to_owned() } else { word }
}

/// `21:05:07 21/11/2026`, the time in Viet Nam.
pub(super) fn moment(at: Timestamp) -> String {
    let (hour, minute) = at.time_in_vietnam();
    format!("{hour:02}:{minute:02}:{:02} {}", at.unix().rem_euclid(60), day(at.day_in_vietnam()))
}

/// `21:05:07`, for what was a moment ago.
pub(super) fn time(at: Timestamp) -> String {
    let (hour, minute) = at.time_in_vietnam();
    format!("{hour:02}:{minute:02}:{:02}", at.unix().rem_euclid(60))
}

/// `21/11/2026`.
pub(super) fn day(day: Day) -> String {
    format!("{:02}/{:02}/{:04}", day.day(), day.month(), day.year())
}

/// An officer with unit, or a party.
pub(super) fn asker(asker: &Asker) -> String {
    if asker.unit.is_empty() { asker.name.clone() } else { format!("{} ({})", asker.name, asker.unit) }
}

fn grouped(number: &str) -> String {
    let digits: Vec<char> = number.chars().collect();
    digits.chunks(3).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

/// The ethnic groups by the codes of Decision 121-TCTK/PPCĐ (1979), which the register keeps because spellings vary.
fn ethnic_group(code: &str) -> &'static str {
    let at = code.parse::<usize>().ok().and_then(|code| code.checked_sub(1));
    at.and_then(|at| ETHNIC_GROUPS.get(at).copied()).unwrap_or_default()
}

const ETHNIC_GROUPS: [&str; 54] = [
    "Kinh",
    "Tày",
    "Thái",
    "Hoa",
    "Khmer",
    "Mường",
    "Nùng",
    "Mông",
    "Dao",
    "Gia Rai",
    "Ngái",
    "Ê Đê",
    "Ba Na",
    "Xơ Đăng",
    "Sán Chay",
    "Cơ Ho",
    "Chăm",
    "Sán Dìu",
    "Hrê",
    "Mnông",
    "Raglay",
    "Xtiêng",
    "Bru - Vân Kiều",
    "Thổ",
    "Giáy",
    "Cơ Tu",
    "Gié - Triêng",
    "Mạ",
    "Khơ Mú",
    "Co",
    "Tà Ôi",
    "Chơ Ro",
    "Kháng",
    "Xinh Mun",
    "Hà Nhì",
    "Chu Ru",
    "Lào",
    "La Chí",
    "La Ha",
    "Phù Lá",
    "La Hủ",
    "Lự",
    "Lô Lô",
    "Chứt",
    "Mảng",
    "Pà Thẻn",
    "Cờ Lao",
    "Cống",
    "Bố Y",
    "Si La",
    "Pu Péo",
    "Brâu",
    "Ơ Đu",
    "Rơ Măm",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_become_words_and_words_stay() {
        for (field, value, vi, en) in [
            (Field::Gender, "female", "Nữ", "Female"),
            (Field::Nationality, "LAO", "LAO", "LAO"),
            (Field::PersonalNumber, "001090000001", "001 090 000 001", "001 090 000 001"),
            (Field::Birthdate, "1990-05", "05/1990", "05/1990"),
            (Field::CardValidUntil, "2030-05-01", "01/05/2030", "01/05/2030"),
            (Field::Ethnicity, "12", "Ê Đê", "Ê Đê"),
            (Field::Ethnicity, "99", "99", "99"),
            (Field::Name, "Nguyễn Văn An", "Nguyễn Văn An", "Nguyễn Văn An"),
        ] {
            assert_eq!((said(field, value, Language::Vi), said(field, value, Language::En)), (vi.into(), en.into()));
        }
    }

    #[test]
    fn an_instant_is_said_in_vietnamese_time() {
        assert_eq!(moment(Timestamp::from_unix(1_793_552_407)), "00:00:07 02/11/2026");
    }
}
