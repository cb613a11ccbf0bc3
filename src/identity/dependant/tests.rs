//! Who answers for whom on which day, over birthdays, leap days and years without days.

use proptest::prelude::*;

use super::*;
use crate::identity::birth::BirthDate;
use crate::identity::decree;
use crate::identity::gender::Gender;
use crate::identity::name::Name;
use crate::identity::person::{Card, CardState, Details, Form};

const MOTHER: &str = "001190000001";
const FATHER: &str = "001090000002";
const AUNT: &str = "001185000003";
const CHILD: &str = "001217000004";

fn number(text: &str) -> PersonalNumber {
    PersonalNumber::parse(text).unwrap()
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn relative(text: &str) -> Option<Relative> {
    Some(Relative { number: number(text), name: "Lê Thị B".into() })
}

fn adult(text: &str) -> Record {
    Record {
        number: number(text),
        name: Name::parse("Nguyễn Thị An").unwrap(),
        birth: BirthDate::parse("1/5/1985").unwrap(),
        gender: Gender::Female,
        status: VitalStatus::Alive,
        cancelled_numbers: Vec::new(),
        legacy_number: None,
        phone: None,
        phone_owner: None,
        email: None,
        details: Details { nationality: "VNM".into(), ..Details::default() },
    }
}

fn child(birth: &str) -> Record {
    let details = Details {
        father: relative(FATHER),
        mother: relative(MOTHER),
        card: Some(Card { issued_on: day("2024-08-01"), expires_on: None, state: CardState::Issued }),
        ..adult(CHILD).details
    };
    Record { birth: BirthDate::parse(birth).unwrap(), details, ..adult(CHILD) }
}

fn ward(birth: &str) -> Record {
    let child = child(birth);
    Record { details: Details { guardian: relative(AUNT), ..child.details.clone() }, ..child }
}

fn on(who: &str, whose: &Record, today: &str) -> Option<(Relation, Reach)> {
    let rules = decree::in_force(day(today));
    standing(&adult(who), whose, day(today), rules).map(|standing| (standing.relation, standing.reach))
}

const TODAY: &str = "2026-11-22";

#[test]
fn both_parents_answer_for_a_child_and_nobody_else_does() {
    let khoi = child("1/5/2018");
    assert_eq!(on(MOTHER, &khoi, TODAY), Some((Relation::Mother, Reach::Whole)));
    assert_eq!(on(FATHER, &khoi, TODAY), Some((Relation::Father, Reach::Whole)));
    assert_eq!(on(AUNT, &khoi, TODAY), None);
    assert_eq!(
        on(CHILD, &Record { details: Details { father: relative(CHILD), ..Details::default() }, ..khoi }, TODAY),
        None
    );
}

#[test]
fn a_guardian_stands_in_the_parents_place_and_for_any_age() {
    for birth in ["1/5/2022", "1/5/2018", "1/5/2010", "1/5/1970", "1950"] {
        assert_eq!(on(AUNT, &ward(birth), TODAY), Some((Relation::Guardian, Reach::Whole)), "{birth}");
        assert_eq!(on(MOTHER, &ward(birth), TODAY), None, "{birth}");
    }
    // A register that writes a parent down as the guardian of a minor makes no ward of the child.
    let child = child("1/5/2018");
    let child = Record { details: Details { guardian: relative(MOTHER), ..child.details.clone() }, ..child };
    assert_eq!(on(FATHER, &child, TODAY), Some((Relation::Father, Reach::Whole)));
}

#[test]
fn who_cannot_act_alone_answers_for_nobody() {
    let (khoi, rules) = (child("1/5/2018"), decree::in_force(day(TODAY)));
    let as_guardian = |guardian: &Record| standing(guardian, &khoi, day(TODAY), rules);
    let mother = adult(MOTHER);
    assert!(as_guardian(&mother).is_some());
    for status in [VitalStatus::Deceased, VitalStatus::Missing] {
        assert_eq!(as_guardian(&Record { status, ..mother.clone() }), None);
        let gone = Record { status, ..khoi.clone() };
        assert_eq!(standing(&mother, &gone, day(TODAY), rules), None);
    }
    let young = Record { birth: BirthDate::parse("23/11/2008").unwrap(), ..mother.clone() };
    assert_eq!(as_guardian(&young), None);
    let under_guard = Details { guardian: relative(AUNT), ..mother.details.clone() };
    assert_eq!(as_guardian(&Record { details: under_guard, ..mother }), None);
}

#[test]
fn a_relation_stands_under_a_number_that_was_cancelled() {
    let renumbered =
        Record { number: number("001190000009"), cancelled_numbers: vec![number(MOTHER)], ..adult(MOTHER) };
    let rules = decree::in_force(day(TODAY));
    assert!(standing(&renumbered, &child("1/5/2018"), day(TODAY), rules).is_some());
}

#[test]
fn the_calendar_hands_over_at_fourteen_and_ends_at_eighteen() {
    for (birth, fourteen, eighteen) in [
        ("22/11/2012", "2026-11-22", "2030-11-22"),
        ("29/2/2012", "2026-03-01", "2030-03-01"),
        ("2012", "2026-12-31", "2030-12-31"),
        ("02/2012", "2026-02-28", "2030-02-28"),
    ] {
        let child = child(birth);
        let before = |day: Day| day.plus_days(-1).to_string();
        assert_eq!(on(MOTHER, &child, &before(day(fourteen))), Some((Relation::Mother, Reach::Whole)), "{birth}");
        assert_eq!(on(MOTHER, &child, fourteen), Some((Relation::Mother, Reach::HandedOver)), "{birth}");
        assert_eq!(on(MOTHER, &child, &before(day(eighteen))), Some((Relation::Mother, Reach::HandedOver)), "{birth}");
        assert_eq!(on(MOTHER, &child, eighteen), None, "{birth}");
    }
}

#[test]
fn what_an_age_may_have_is_the_decrees_word() {
    for (today, age, level) in [
        ("2024-06-30", 3, None),
        ("2024-06-30", 13, None),
        ("2024-07-01", 5, Some(AccountLevel::One)),
        ("2024-07-01", 6, Some(AccountLevel::Two)),
        (TODAY, 0, Some(AccountLevel::One)),
        (TODAY, 6, Some(AccountLevel::Two)),
        (TODAY, 40, Some(AccountLevel::Two)),
    ] {
        assert_eq!(highest_level(age, decree::in_force(day(today))), level, "{age} on {today}");
    }
}

#[test]
fn under_fourteen_and_wards_do_not_come_alone() {
    let with = |record: &Record| match company(record, day(TODAY), decree::in_force(day(TODAY))) {
        Company::Nobody => Vec::new(),
        Company::OneOf(relatives) => relatives.iter().map(|relative| relative.number.as_str().to_owned()).collect(),
    };
    assert_eq!(with(&child("23/11/2012")), [FATHER, MOTHER]);
    assert!(with(&child("22/11/2012")).is_empty());
    assert_eq!(with(&ward("1/5/1970")), [AUNT]);
    assert!(with(&adult(MOTHER)).is_empty());
}

fn decided(record: Option<&Record>, who: &str, birth: &str, subscriber: &str, has_account: bool) -> Finding {
    let form =
        Form {
            number: CHILD, name: "Nguyễn Thị An", birth_date: birth, gender: "Nữ", phone: "0912345678", email: ""
        };
    let facts = DeclarationFacts {
        declared: &Declared::parse(form).unwrap(),
        guardian: &adult(who),
        dependant: record,
        subscriber: Some(&number(subscriber)),
        has_account,
        today: day(TODAY),
        rules: decree::in_force(day(TODAY)),
    };
    decide(&facts).0
}

#[test]
fn a_stranger_learns_nothing_and_a_parent_hears_why() {
    let khoi = child("1/5/2018");
    let of = |record: &Record| decided(Some(record), MOTHER, "1/5/2018", MOTHER, false);
    assert_eq!(of(&khoi), Finding::Matched);
    assert_eq!(decided(Some(&khoi), FATHER, "1/5/2018", FATHER, true), Finding::Joined);
    // A stranger hears of no card, no account and no age.
    let no_card = Record { details: Details { card: None, ..khoi.details.clone() }, ..khoi.clone() };
    assert_eq!(decided(Some(&no_card), AUNT, "1/5/2018", AUNT, true), Finding::NotAnswering);
    assert_eq!(of(&no_card), Finding::NoCard);
    assert!(matches!(decided(Some(&khoi), MOTHER, "2/5/2018", MOTHER, true), Finding::Differs(_)));
    assert_eq!(decided(None, MOTHER, "1/5/2018", MOTHER, false), Finding::Unknown);
    assert_eq!(decided(Some(&khoi), MOTHER, "1/5/2018", AUNT, false), Finding::PhoneNotOwn);
    assert_eq!(decided(Some(&khoi), MOTHER, "1/5/2018", CHILD, false), Finding::Matched);
    let older = child("1/5/2010");
    assert_eq!(decided(Some(&older), MOTHER, "1/5/2010", MOTHER, false), Finding::AppliesAlone);
    let foreign = Details { nationality: "KOR".into(), ..khoi.details.clone() };
    assert_eq!(of(&Record { details: foreign, ..khoi }), Finding::NotCitizen);
}

proptest! {
    #[test]
    fn access_only_ever_narrows(year in 2005i32..2027, month in 0u8..13, date in 0u8..29, from in 0i64..9000, by in 0i64..3000) {
        let birth = match (month, date) {
            (0, _) => format!("{year}"),
            (month, 0) => format!("{month}/{year}"),
            (month, date) => format!("{date}/{month}/{year}"),
        };
        let child = child(&birth);
        let first = day("2024-07-01").plus_days(from);
        let reach = |today: Day| match on(MOTHER, &child, &today.to_string()) {
            Some((_, Reach::Whole)) => 2,
            Some((_, Reach::HandedOver)) => 1,
            None => 0,
        };
        let (now, later) = (reach(first), reach(first.plus_days(by)));
        prop_assert!(now >= later);
        // Nobody acts for who may apply alone, and somebody does for who may not.
        let rules = decree::in_force(first);
        prop_assert_eq!(now == 2, child.birth.age_on(first) < rules.own_application_age);
        prop_assert_eq!(now > 0, child.birth.age_on(first) < rules.of_age);
    }

    #[test]
    fn a_proven_relation_says_on_which_day_it_changes(year in 2005i32..2027, month in 1u8..13, date in 1u8..29, from in 0i64..9000) {
        let child = child(&format!("{date}/{month}/{year}"));
        let today = day("2024-07-01").plus_days(from);
        let rules = decree::in_force(today);
        if let Some(stands) = standing(&adult(MOTHER), &child, today, rules) {
            let last = stands.of_age_on.unwrap();
            prop_assert!(last > today);
            prop_assert_eq!(standing(&adult(MOTHER), &child, last, rules), None);
            prop_assert!(standing(&adult(MOTHER), &child, last.plus_days(-1), rules).is_some());
            prop_assert_eq!(stands.hands_over_on.unwrap() <= today, stands.reach == Reach::HandedOver);
        }
    }
}

#[test]
fn each_decree_cuts_childhood_in_its_own_pieces() {
    let cut = |today: &str| -> Vec<(u8, u8, Option<i64>)> {
        let brackets = brackets(decree::in_force(day(today)));
        brackets.iter().map(|one| (one.from, one.below, one.highest.map(AccountLevel::number))).collect()
    };
    assert_eq!(cut("2023-05-01"), [(0, 14, None)]);
    for today in ["2024-07-01", "2026-09-28"] {
        assert_eq!(cut(today), [(0, 6, Some(1)), (6, 14, Some(2))]);
    }
}

#[test]
fn who_applies_alone_may_have_any_level_and_a_child_what_its_age_may() {
    let rules = decree::in_force(day(TODAY));
    for (record, two) in [
        (child("1/5/2021"), false),
        (child("22/11/2020"), true),
        (child("1/5/2009"), true),
        (ward("1/5/2021"), false),
        (ward("1/5/1970"), true),
    ] {
        assert_eq!(may_have(AccountLevel::Two, &record, day(TODAY), rules), two, "{:?}", record.birth);
        assert!(may_have(AccountLevel::One, &record, day(TODAY), rules));
    }
}
