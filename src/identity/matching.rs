//! Declared against register: what is the same, and what differs.
//!
//! The machine accepts nothing fuzzy (`vietnam.md` 5.2). The outcome is for the decision and for the officer's case; an
//! applicant gets one answer whatever it was, or the form becomes an oracle on who was born when.

use crate::identity::birth::BirthDifference;
use crate::identity::name_key::NameDifference;
use crate::identity::number::{NumberWarning, PersonalNumber};
use crate::identity::person::{Declared, Record, VitalStatus};

/// What a comparison found.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Outcome {
    /// The number is in force, its holder lives, and name, date and gender are equal.
    Match(Vec<NumberWarning>),
    /// The person is there and something differs.
    Differs(Differences),
    /// The number was cancelled in favour of another one.
    Cancelled,
    /// The holder is dead.
    Deceased,
    /// The holder was declared missing.
    Missing,
    /// The register knows no such number, or answered with somebody else's record.
    Unknown,
}

/// Which fields differ, and how; at least one does.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Differences {
    /// How the names differ.
    pub name: Option<NameDifference>,
    /// How the dates of birth differ.
    pub birth: Option<BirthDifference>,
    /// Whether the genders differ.
    pub gender: bool,
}

/// Compares what was declared with what the register answered.
pub fn compare(declared: &Declared, record: Option<&Record>) -> Outcome {
    let Some(record) = record else {
        return Outcome::Unknown;
    };
    if record.cancelled_numbers.contains(&declared.number) {
        return Outcome::Cancelled;
    }
    // The register is another system: an answer about somebody else must never match (F39).
    if record.number != declared.number {
        return Outcome::Unknown;
    }
    match record.status {
        VitalStatus::Deceased => return Outcome::Deceased,
        VitalStatus::Missing => return Outcome::Missing,
        VitalStatus::Alive => {}
    }
    let differences = Differences {
        name: declared.name.difference(&record.name),
        birth: declared.birth.difference(&record.birth),
        gender: declared.gender != record.gender,
    };
    if differences == Differences::default() {
        Outcome::Match(record.number.warnings(Some(&record.birth), Some(record.gender)))
    } else {
        Outcome::Differs(differences)
    }
}

/// In whose name a telephone number is, as it bears on an application.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum PhoneStanding {
    /// The applicant's own (chính chủ).
    Own,
    /// The guardian's, which serves for a child or a ward.
    Guardian,
    /// Somebody else's, or unknown to the telephone companies.
    NotOwn,
}

/// Judges a telephone number by its subscriber (Decree 69/2024 Art. 10(1)).
pub fn phone_standing(
    subscriber: Option<&PersonalNumber>,
    applicant: &PersonalNumber,
    guardian: Option<&PersonalNumber>,
) -> PhoneStanding {
    match subscriber {
        Some(owner) if owner == applicant => PhoneStanding::Own,
        Some(owner) if Some(owner) == guardian => PhoneStanding::Guardian,
        _ => PhoneStanding::NotOwn,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::identity::birth::BirthDate;
    use crate::identity::gender::Gender;
    use crate::identity::name::Name;
    use crate::identity::person::{Details, Form};

    fn number(text: &str) -> PersonalNumber {
        PersonalNumber::parse(text).unwrap()
    }

    fn record(number_text: &str, name: &str, birth: &str, gender: Gender) -> Record {
        Record {
            number: number(number_text),
            name: Name::parse(name).unwrap(),
            birth: BirthDate::parse(birth).unwrap(),
            gender,
            status: VitalStatus::Alive,
            cancelled_numbers: Vec::new(),
            legacy_number: None,
            phone: None,
            phone_owner: None,
            email: None,
            details: Details::default(),
        }
    }

    fn an() -> Record {
        record("001090000001", "NGUYỄN VĂN AN", "01/05/1990", Gender::Male)
    }

    fn declared(name: &str, birth_date: &str, gender: &str) -> Declared {
        let form = Form { number: "001090000001", name, birth_date, gender, phone: "0912345678", email: "" };
        Declared::parse(form).unwrap()
    }

    #[test]
    fn the_same_person_matches_however_it_is_written() {
        let declared = declared("nguye\u{302}\u{303}n văn an", "1/5/1990", "Nam");
        assert_eq!(compare(&declared, Some(&an())), Outcome::Match(Vec::new()));
    }

    #[test]
    fn each_field_alone_stops_a_match() {
        for (declared, differences) in [
            (
                declared("Nguyễn Văn Ân", "1/5/1990", "Nam"),
                Differences { name: Some(NameDifference::DiacriticsOrIY), ..Differences::default() },
            ),
            (
                declared("Nguyễn Văn An", "1990", "Nam"),
                Differences { birth: Some(BirthDifference::Precision), ..Differences::default() },
            ),
            (declared("Nguyễn Văn An", "1/5/1990", "Khác"), Differences { gender: true, ..Differences::default() }),
        ] {
            assert_eq!(compare(&declared, Some(&an())), Outcome::Differs(differences));
        }
    }

    #[test]
    fn a_number_not_in_force_never_matches() {
        let declared = declared("Nguyễn Văn An", "1/5/1990", "Nam");
        assert_eq!(compare(&declared, None), Outcome::Unknown);
        for (status, outcome) in [(VitalStatus::Deceased, Outcome::Deceased), (VitalStatus::Missing, Outcome::Missing)]
        {
            assert_eq!(compare(&declared, Some(&Record { status, ..an() })), outcome);
        }
        let renumbered =
            Record { number: number("001090000002"), cancelled_numbers: vec![number("001090000001")], ..an() };
        assert_eq!(compare(&declared, Some(&renumbered)), Outcome::Cancelled);
        let another = Record { number: number("001090000002"), ..an() };
        assert_eq!(compare(&declared, Some(&another)), Outcome::Unknown);
    }

    #[test]
    fn a_lawful_disagreement_of_the_number_matches_with_a_warning() {
        let form =
            Form { number: "001090000001", name: "Lê An", birth_date: "1/5/1991", gender: "Nữ", ..Form::default() };
        let declared = Declared::parse(Form { phone: "0912345678", ..form }).unwrap();
        let outcome = compare(&declared, Some(&record("001090000001", "Lê An", "1/5/1991", Gender::Female)));
        assert_eq!(outcome, Outcome::Match(vec![NumberWarning::Year, NumberWarning::Gender]));
    }

    #[test]
    fn a_phone_is_the_applicants_or_the_guardians() {
        let (child, mother, other) = (number("001316000001"), number("001190000001"), number("001090000009"));
        assert_eq!(phone_standing(Some(&child), &child, None), PhoneStanding::Own);
        assert_eq!(phone_standing(Some(&mother), &child, Some(&mother)), PhoneStanding::Guardian);
        assert_eq!(phone_standing(Some(&other), &child, Some(&mother)), PhoneStanding::NotOwn);
        assert_eq!(phone_standing(None, &child, None), PhoneStanding::NotOwn);
    }

    fn people() -> impl Strategy<Value = (String, String, Gender)> {
        (
            prop::sample::select(vec!["Nguyễn Văn Hòa", "Nguyễn Văn Hoà", "Nguyễn Văn Hoa", "Lê Thị Vy", "Lê Thị Vi"]),
            prop::sample::select(vec!["01/01/1950", "1950", "01/1950", "02/01/1950"]),
            prop::sample::select(vec![Gender::Male, Gender::Female]),
        )
            .prop_map(|(name, birth, gender)| (name.to_owned(), birth.to_owned(), gender))
    }

    proptest! {
        #[test]
        fn a_declaration_never_matches_two_different_records(one in people(), other in people(), mine in people()) {
            let record_of = |(name, birth, gender): &(String, String, Gender)| record("001090000001", name, birth, *gender);
            let declared = declared(&mine.0, &mine.1, mine.2.as_str());
            let matches = |record: &Record| matches!(compare(&declared, Some(record)), Outcome::Match(_));
            let (one, other) = (record_of(&one), record_of(&other));
            if matches(&one) && matches(&other) {
                prop_assert!(one.name.key() == other.name.key() && one.birth == other.birth && one.gender == other.gender);
            }
            prop_assert!(matches(&record_of(&mine)));
        }
    }
}
