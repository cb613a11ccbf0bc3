//! Papers that a holder showed in the original (C19): driving licence, vehicle registration, insurance. An officer
//! compared them, another approved; then they stand in the wallet.

use std::fmt;

use crate::clock::{Day, Timestamp};
use crate::identity::language::{Language, texts};
use crate::identity::officer::is_unprintable;
use crate::secret::{AccountId, OriginalId};

/// What kind of paper it is.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum DocumentKind {
    /// Giấy phép lái xe.
    DrivingLicence,
    /// Đăng ký xe.
    VehicleRegistration,
    /// Thẻ bảo hiểm y tế.
    HealthInsurance,
    /// Sổ bảo hiểm xã hội.
    SocialInsurance,
}

impl DocumentKind {
    /// Every kind, in the order in which pages show them.
    pub const ALL: [Self; 4] =
        [Self::DrivingLicence, Self::VehicleRegistration, Self::HealthInsurance, Self::SocialInsurance];

    /// The word in columns and forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DrivingLicence => "driving_licence",
            Self::VehicleRegistration => "vehicle_registration",
            Self::HealthInsurance => "health_insurance",
            Self::SocialInsurance => "social_insurance",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// What the paper is called.
    pub fn words(self, t: Language) -> String {
        match self {
            Self::DrivingLicence => t.document_driving_licence(),
            Self::VehicleRegistration => t.document_vehicle_registration(),
            Self::HealthInsurance => t.document_health_insurance(),
            Self::SocialInsurance => t.document_social_insurance(),
        }
    }
}

texts! {
    document_driving_licence { vi: "Giấy phép lái xe", en: "Driving licence" }
    document_vehicle_registration { vi: "Đăng ký xe", en: "Vehicle registration" }
    document_health_insurance { vi: "Thẻ bảo hiểm y tế", en: "Health insurance card" }
    document_social_insurance { vi: "Sổ bảo hiểm xã hội", en: "Social insurance book" }
}

/// What stands on a paper. Not printed by `Debug`.
#[derive(Clone, Eq, PartialEq)]
pub struct Original {
    /// What kind it is.
    pub kind: DocumentKind,
    /// Its number: letters, digits, and the signs that papers print between them.
    pub number: String,
    /// When it was issued.
    pub issued_on: Day,
    /// Its last day; none for what never ends.
    pub expires_on: Option<Day>,
}

impl fmt::Debug for Original {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({})", self.kind.as_str())
    }
}

/// What is wrong with what was typed, or with the paper itself.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum OriginalRefusal {
    /// No kind was chosen.
    Kind,
    /// The number is empty, too long, or holds what no paper prints.
    Number,
    /// The day of issue is none, or has not come yet.
    IssuedOn,
    /// The last day is none, or before the day of issue.
    ExpiresOn,
    /// The paper has run out: an expired paper proves nothing.
    Expired,
}

impl Original {
    /// Reads what an officer typed from the paper in hand; days as `dd/mm/yyyy`.
    pub fn parse(
        kind: &str,
        number: &str,
        issued_on: &str,
        expires_on: &str,
        today: Day,
    ) -> Result<Self, OriginalRefusal> {
        let kind = DocumentKind::parse(kind).ok_or(OriginalRefusal::Kind)?;
        let number = number.split_whitespace().collect::<Vec<_>>().join(" ").to_uppercase();
        let is_printed = |letter: char| letter.is_alphanumeric() || matches!(letter, ' ' | '-' | '.' | '/');
        let is_legal = number.chars().all(|letter| is_printed(letter) && !is_unprintable(letter));
        if !is_legal || !(1..=NUMBER_LONGEST).contains(&number.chars().count()) {
            return Err(OriginalRefusal::Number);
        }
        let issued_on = day(issued_on).filter(|day| *day <= today).ok_or(OriginalRefusal::IssuedOn)?;
        let expires_on = match expires_on.trim() {
            "" => None,
            typed => Some(day(typed).filter(|last| *last >= issued_on).ok_or(OriginalRefusal::ExpiresOn)?),
        };
        if expires_on.is_some_and(|last| last < today) {
            return Err(OriginalRefusal::Expired);
        }
        Ok(Self { kind, number, issued_on, expires_on })
    }

    /// Whether it may still be relied on that day.
    pub fn is_valid_on(&self, day: Day) -> bool {
        self.expires_on.is_none_or(|last| day <= last)
    }
}

/// A paper as an officer compared it.
#[derive(Clone, Debug)]
pub struct Shown {
    /// Its row.
    pub id: OriginalId,
    /// What stands on it.
    pub original: Original,
    /// When it was compared with the original.
    pub recorded_at: Timestamp,
    /// By which officer.
    pub recorded_by: AccountId,
}

/// A paper as its holder's wallet shows it.
#[derive(Clone, Debug)]
pub struct Integrated {
    /// What stands on it.
    pub original: Original,
    /// The unit at which it was compared with the original.
    pub unit: String,
    /// When it was compared.
    pub recorded_at: Timestamp,
}

/// A day as people type it.
pub fn day(typed: &str) -> Option<Day> {
    let mut parts = typed.trim().split(['/', '-', '.']);
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let is_whole = parts.next().is_none() && year.len() == 4;
    let day = Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?;
    is_whole.then_some(day)
}

/// Longest number that a paper prints; a vehicle's frame number has 17.
const NUMBER_LONGEST: usize = 40;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TODAY: &str = "2026-11-22";

    fn read(kind: &str, number: &str, issued: &str, expires: &str) -> Result<Original, OriginalRefusal> {
        Original::parse(kind, number, issued, expires, Day::parse(TODAY).unwrap())
    }

    #[test]
    fn a_paper_is_read_as_an_officer_types_it() {
        let licence = read("driving_licence", " 790 123456789 ", "1/5/2020", "01-05-2030").unwrap();
        assert_eq!(licence.number, "790 123456789");
        assert_eq!((licence.issued_on, licence.expires_on), (Day::new(2020, 5, 1).unwrap(), Day::new(2030, 5, 1)));
        assert_eq!(read("vehicle_registration", "29a-123.45", "22/11/2026", "").unwrap().number, "29A-123.45");
        assert!(!format!("{licence:?}").contains("790"));
    }

    #[test]
    fn a_paper_that_proves_nothing_is_refused_for_what_is_wrong_with_it() {
        for (kind, number, issued, expires, refusal) in [
            ("passport", "1", "1/5/2020", "", OriginalRefusal::Kind),
            ("driving_licence", "", "1/5/2020", "", OriginalRefusal::Number),
            ("driving_licence", "1\u{202E}2", "1/5/2020", "", OriginalRefusal::Number),
            ("driving_licence", "<b>", "1/5/2020", "", OriginalRefusal::Number),
            ("driving_licence", "1", "23/11/2026", "", OriginalRefusal::IssuedOn),
            ("driving_licence", "1", "31/2/2020", "", OriginalRefusal::IssuedOn),
            ("driving_licence", "1", "2020", "", OriginalRefusal::IssuedOn),
            ("driving_licence", "1", "1/5/2020", "1/5/2019", OriginalRefusal::ExpiresOn),
            ("driving_licence", "1", "1/5/2020", "mai", OriginalRefusal::ExpiresOn),
            ("driving_licence", "1", "1/5/2020", "21/11/2026", OriginalRefusal::Expired),
        ] {
            assert_eq!(read(kind, number, issued, expires), Err(refusal), "{kind} {number} {issued} {expires}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_the_reading_panic(number in ".*", issued in ".*", expires in "[0-9/ .-]{0,12}") {
            let _ = read("health_insurance", &number, &issued, &expires);
        }
    }
}
