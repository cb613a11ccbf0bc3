//! What the national exchange asks and answers, as JSON in the shape of the service of the population (`vietnam.md` 4.2).
//!
//! Read strictly: a member that we do not know, one that is missing, one that occurs twice, a value that our rules cannot
//! read, a person or a question other than ours: each makes the whole answer none (F39). Questions travel in bodies, never
//! in addresses, and an answer repeats the mark and the number of its question.

use serde::{Deserialize, Serialize};

use crate::identity::birth::BirthDate;
use crate::identity::place::Place;

pub mod answer;
pub mod card;
pub mod changes;
pub mod chip;
pub mod correction;
pub mod foreigner;
pub mod licence;
pub mod organisation;
pub mod person;
pub mod subscriber;

/// A question about one subject.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The mark that the answer repeats.
    #[serde(rename = "MaYeuCau")]
    pub mark: String,
    /// The number that is asked for: 12 digits, the 9 of a former card, a telephone number, a document, a code.
    #[serde(rename = "SoHoi")]
    pub number: String,
}

/// Why an answer is none. Nothing of what was answered is repeated.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NoSense {
    /// Not the JSON that was agreed.
    #[error("not the agreed document")]
    Shape,
    /// The answer to another question.
    #[error("the answer to another question")]
    OtherQuestion,
    /// Somebody other than who was asked for.
    #[error("somebody else than who was asked for")]
    OtherPerson,
    /// A value that our rules cannot read.
    #[error("a value that cannot be read")]
    Value,
}

/// A place of since 1/7/2025: there is no district.
#[derive(Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
#[expect(non_snake_case, reason = "the names of the exchange")]
pub(super) struct DiaChi {
    MaTinhThanh: String,
    PhuongXa: String,
    ChiTiet: String,
}

impl From<&Place> for DiaChi {
    fn from(place: &Place) -> Self {
        let Place { province, commune, detail } = place.clone();
        Self { MaTinhThanh: province, PhuongXa: commune, ChiTiet: detail }
    }
}

impl DiaChi {
    pub(super) fn place(self) -> Place {
        Place { province: self.MaTinhThanh, commune: self.PhuongXa, detail: self.ChiTiet }
    }
}

/// The year and the rest must be of one date: the precision is a fact of the register.
pub(super) fn birth(year: &str, date: Option<&str>) -> Option<BirthDate> {
    let Some(date) = date else { return BirthDate::parse_iso(year) };
    if !date.is_ascii() || !date.starts_with(year) || year.len() != 4 {
        return None;
    }
    match (date.get(4..6), date.get(6..)) {
        (Some(month), Some("")) => BirthDate::parse_iso(&format!("{year}-{month}")),
        (Some(month), Some(day)) => BirthDate::parse_iso(&format!("{year}-{month}-{day}")),
        _ => None,
    }
}

/// Nothing where nothing was answered; no reading at all where what was answered cannot be read.
pub(super) fn maybe<T>(text: Option<&str>, parse: impl FnOnce(&str) -> Option<T>) -> Option<Option<T>> {
    match text {
        None => Some(None),
        Some(text) => parse(text).map(Some),
    }
}

pub(super) fn each<T>(texts: &[String], parse: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    texts.iter().map(|text| parse(text)).collect()
}

/// The digits of a date of birth of which more is known than the year.
pub(super) fn birth_digits(birth: &BirthDate) -> Option<String> {
    let digits: String = birth.iso().chars().filter(char::is_ascii_digit).collect();
    Some(digits).filter(|digits| digits.len() > 4)
}
