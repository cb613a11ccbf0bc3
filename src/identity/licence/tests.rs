//! Whose a licence is, what it says on which day, and what cannot be read.

use proptest::prelude::*;

use super::*;
use crate::identity::gender::Gender;
use crate::identity::person::{Details, VitalStatus};

fn record(birth: &str, gender: Gender) -> Record {
    Record {
        number: PersonalNumber::parse("001090000001").unwrap(),
        name: Name::parse("Nguyễn Văn Hòa").unwrap(),
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

fn holder() -> Record {
    record("1/5/1990", Gender::Male)
}

fn licence(classes: &str) -> Licence {
    Licence {
        licence_number: LicenceNumber::parse("790123456789").unwrap(),
        number: holder().number,
        name: holder().name,
        birth: holder().birth,
        classes: Classes::parse(classes).unwrap(),
        points: Points::ALL,
        state: LicenceState::Issued,
    }
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn drives(licence: &Licence, class: &str, on: &str) -> Option<bool> {
    licence.may_drive(LicenceClass::parse(class).unwrap(), &holder(), day(on))
}

#[test]
fn a_licence_is_the_persons_only_when_number_name_and_birth_agree() {
    let licence = licence("B|2026-02-01|2036-02-01");
    assert!(licence.is(&holder()) && !format!("{licence:?}").contains("0010"));
    let mut renumbered = holder();
    renumbered.number = PersonalNumber::parse("001090000009").unwrap();
    assert!(!licence.is(&renumbered));
    renumbered.cancelled_numbers = vec![licence.number];
    assert!(licence.is(&renumbered));
    assert!(!licence.is(&record("2/5/1990", Gender::Male)));
    assert!(!licence.is(&Record { name: Name::parse("Nguyễn Văn Hoa").unwrap(), ..holder() }));
}

#[test]
fn each_class_has_its_own_term_and_holds_on_its_last_day() {
    let two = licence("A1|2012-03-04|never;B2|2016-02-01|2026-02-01");
    for (class, on, may) in [
        ("B", "2026-02-01", true),
        ("B", "2026-02-02", false),
        ("A1", "2026-02-02", true),
        ("A1", "2100-01-01", true),
        ("A", "2026-02-01", false),
        ("C1", "2026-02-01", false),
        ("B", "2016-01-31", false),
    ] {
        assert_eq!(drives(&two, class, on), Some(may), "{class} {on}");
    }
    assert_eq!(two.standing(day("2026-02-02")), Standing::Valid, "the motorcycle's does not end");
    assert_eq!(licence("B|2026-02-01|2036-02-01").standing(day("2036-02-02")), Standing::Expired);
}

#[test]
fn what_was_withheld_revoked_or_has_no_points_drives_nothing() {
    let good = licence("C|2026-02-01|2031-02-01");
    assert_eq!(drives(&good, "B", "2026-11-22"), Some(true));
    for (points, state, standing) in [
        (Points::ALL, LicenceState::Withheld, Standing::Withheld),
        (Points::ALL, LicenceState::Revoked, Standing::Revoked),
        (Points::new(0).unwrap(), LicenceState::Issued, Standing::WithoutPoints),
    ] {
        let licence = Licence { points, state, ..good.clone() };
        assert_eq!(licence.standing(day("2026-11-22")), standing);
        assert_eq!(drives(&licence, "B", "2026-11-22"), Some(false), "{standing:?}");
    }
    assert_eq!(drives(&Licence { points: Points::new(1).unwrap(), ..good }, "B", "2026-11-22"), Some(true));
}

#[test]
fn nobody_drives_every_bus_after_the_age_of_the_law() {
    let every = licence("D|2026-02-01|2031-02-01");
    let drives = |class: &str, birth: &str, gender: Gender| {
        every.may_drive(LicenceClass::parse(class).unwrap(), &record(birth, gender), day("2026-11-22"))
    };
    assert_eq!(drives("D", "23/11/1969", Gender::Male), Some(true));
    assert_eq!(drives("D", "22/11/1969", Gender::Male), Some(false));
    assert_eq!(drives("D", "22/11/1971", Gender::Female), Some(false));
    assert_eq!(drives("D", "1969", Gender::Male), None, "the register knows only the year");
    assert_eq!(drives("D2", "22/11/1950", Gender::Male), Some(true), "a smaller one he drives on");
}

#[test]
fn a_register_that_says_nothing_says_no_no() {
    let may = |heard: &Heard| heard.may_drive(LicenceClass::B, &holder(), day("2026-11-22"));
    assert_eq!(may(&Heard::Has(licence("B|2026-02-01|2036-02-01"))), Some(true));
    assert_eq!((may(&Heard::Nothing), may(&Heard::Unclear), may(&Heard::OutOfReach)), (Some(false), None, None));
}

#[test]
fn what_no_licence_can_say_is_not_read() {
    for wrong in [
        "",
        ";",
        "B",
        "B|2026-02-01",
        "B|2026-02-01|",
        "B|2026-02-01|2026-01-31",
        "B|2026-02-30|2036-02-01",
        "B|never|never",
        "B|2026-02-01|2036-02-01|x",
        "B|2026-02-01|2036-02-01;",
        "B|2026-02-01|2036-02-01;B|2026-03-01|2036-03-01",
        "B2|2026-02-01|2036-02-01",
        "Z|2026-02-01|2036-02-01",
    ] {
        assert_eq!(Classes::parse(wrong), None, "{wrong}");
    }
    // Three wheels of today beside a car of the former law: the same letters, and not the same class.
    assert!(Classes::parse("B1|2020-01-01|2030-01-01;B1|2026-01-01|never").is_some());
    for wrong in ["", "13", "-1", "+1", "012", "a", "１"] {
        assert_eq!(Points::parse(wrong), None, "{wrong}");
    }
    for wrong in ["", "79012345678", "7901234567890", "79012345678a", "７９０１"] {
        assert_eq!(LicenceNumber::parse(wrong), None, "{wrong}");
    }
}

fn classes() -> impl Strategy<Value = LicenceClass> {
    proptest::sample::select(LicenceClass::ALL.to_vec())
}

proptest! {
    #[test]
    fn a_class_is_driven_from_its_first_day_to_its_last_and_with_all_that_it_includes(
        has in classes(), asked in classes(), term in 0_i64..4000, after in -5000_i64..5000
    ) {
        let from = day("2026-02-01");
        let until = from.plus_days(term);
        let licence = licence(&format!("{}|{from}|{until}", has.as_str()));
        let on = from.plus_days(after);
        let expected = (from..=until).contains(&on) && has.includes(asked);
        let young = record("1/5/2005", Gender::Female);
        prop_assert_eq!(licence.may_drive(asked, &young, on), Some(expected));
    }

    #[test]
    fn what_is_written_is_read_back(letters in classes(), from in 0_i64..9000, term in proptest::option::of(0_i64..4000)) {
        let issued_on = day("2025-01-01").plus_days(from);
        let valid_until = term.map(|term| issued_on.plus_days(term));
        let class = Written::parse(letters.as_str(), issued_on).unwrap();
        let classes = Classes::of(vec![Granted { class, issued_on, valid_until }]).unwrap();
        prop_assert_eq!(Classes::parse(&classes.to_string()), Some(classes));
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,80}") {
        let _ = Classes::parse(&text);
        let _ = Points::parse(&text);
    }
}
