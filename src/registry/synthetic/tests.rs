//! The invented nation looks like the real one, and holds every special case.

use std::collections::{HashMap, HashSet};

use super::*;
use crate::identity::licence::Standing;
use crate::identity::number::NumberWarning;

fn people(count: u32, seed: u64) -> Vec<Person> {
    people_on(count, seed, "2026-11-21")
}

fn people_on(count: u32, seed: u64, on: &str) -> Vec<Person> {
    let mut people = Vec::new();
    generate(count, seed, Day::parse(on).unwrap(), &mut |person| {
        people.push(person.clone());
        Ok(())
    })
    .unwrap();
    people
}

#[test]
fn the_same_seed_makes_the_same_people() {
    assert!(people(500, 7) == people(500, 7));
    assert!(people(500, 7) != people(500, 8));
}

#[test]
fn exactly_as_many_people_are_made_as_asked_for() {
    for count in [0, 1, 2, 199, 200, 201, 1234] {
        assert_eq!(people(count, 1).len(), usize::try_from(count).unwrap());
    }
}

#[test]
fn every_special_case_is_among_two_hundred() {
    for seed in [0, 1, u64::MAX] {
        let found: HashSet<String> = people(LEAST_WITH_COHORTS, seed).into_iter().map(|person| person.cohort).collect();
        for (cohort, _) in COHORTS {
            assert!(found.contains(cohort), "{cohort}");
        }
        assert_eq!(found.len(), COHORTS.len() + 1, "a cohort that is not in the list, or no plain people: {found:?}");
    }
}

#[test]
fn leap_days_and_ends_of_years_make_no_impossible_people() {
    for on in ["2028-02-28", "2028-02-29", "2026-12-31", "2027-01-01", "2027-02-28"] {
        let people = people_on(300, 3, on);
        let on = Day::parse(on).unwrap();
        let turning = people.iter().find(|person| person.cohort == "turns_14_tomorrow").unwrap();
        assert_eq!(turning.record.birth.age_on(on), 13);
        assert_eq!(turning.record.birth.age_on(on.plus_days(1)), 14);
        assert!(
            people.iter().all(|person| person.record.birth.birthday(0) <= on || person.cohort == "year_only_birth")
        );
    }
}

#[test]
fn numbers_and_telephones_are_given_once() {
    let people = people(20_000, 42);
    let mut numbers = HashSet::new();
    let mut phones = HashMap::new();
    for Person { record, .. } in &people {
        assert!(numbers.insert(record.number));
        for cancelled in &record.cancelled_numbers {
            assert!(numbers.insert(*cancelled));
        }
        if let Some(phone) = &record.phone {
            assert!(phone.national().starts_with("050"));
            assert_eq!(*phones.entry(phone.clone()).or_insert(record.phone_owner), record.phone_owner);
        }
    }
}

#[test]
fn ages_and_genders_are_in_proportion() {
    let people = people(30_000, 5);
    let on = Day::parse("2026-11-21").unwrap();
    let share = |from: u8, to: u8| {
        let count = people.iter().filter(|person| (from..=to).contains(&person.record.birth.age_on(on))).count();
        count * 1000 / people.len()
    };
    let men = people.iter().filter(|person| person.record.gender == Gender::Male).count() * 1000 / people.len();
    let found = (share(0, 14), share(15, 64), share(65, 120), men);
    assert!((203..=263).contains(&found.0), "{found:?}");
    assert!((640..=710).contains(&found.1), "{found:?}");
    assert!((73..=113).contains(&found.2), "{found:?}");
    assert!((480..=515).contains(&found.3), "{found:?}");
}

#[test]
fn only_the_lawful_cases_disagree_with_their_number() {
    for person in people(5_000, 9) {
        let record = &person.record;
        let warnings = record.number.warnings(Some(&record.birth), Some(record.gender));
        let expected: &[NumberWarning] = match person.cohort.as_str() {
            "gender_differs_from_number" => &[NumberWarning::Gender],
            "year_differs_from_number" => &[NumberWarning::Year],
            "born_abroad" | "foreigner_passport_expired" => &[NumberWarning::PrefixNotProvince],
            _ if warnings == [NumberWarning::PrefixNotProvince] => &[NumberWarning::PrefixNotProvince],
            _ => &[],
        };
        assert_eq!(warnings, expected, "{}", person.cohort);
    }
}

#[test]
fn a_household_hangs_together() {
    let people = people(3_000, 11);
    let by_number: HashMap<_, _> = people.iter().map(|person| (person.record.number, person)).collect();
    let mut families = 0;
    for person in &people {
        let details = &person.record.details;
        assert!(by_number.contains_key(&details.household_head.as_ref().unwrap().number));
        if let Some(spouse) = &details.spouse {
            let other = by_number.get(&spouse.number).unwrap();
            assert!(other.record.details.spouse.as_ref().unwrap().number == person.record.number);
            assert_ne!(other.record.gender, person.record.gender);
        }
        for child in &details.children {
            let child = by_number.get(&child.number).unwrap();
            let parents = [&child.record.details.father, &child.record.details.mother];
            assert!(parents.into_iter().flatten().any(|parent| parent.number == person.record.number));
            assert_eq!(child.record.details.household_file, details.household_file);
            assert!(
                child.record.birth.year() - person.record.birth.year() >= 16,
                "{:?}",
                (child.record.birth.iso(), person.record.birth.iso(), &child.cohort)
            );
            families += 1;
        }
        if let Some(guardian) = &details.guardian {
            assert!(by_number.contains_key(&guardian.number));
        }
    }
    assert!(families > 500);
}

#[test]
fn special_cases_are_what_they_say() {
    let people = people(200, 1);
    let on = Day::parse("2026-11-21").unwrap();
    let of = |cohort: &str| people.iter().filter(|person| person.cohort == cohort).collect::<Vec<_>>();
    let twins = of("twin");
    let serial = |person: &Person| person.record.number.as_str().parse::<u64>().unwrap();
    assert_eq!(serial(twins[0]) + 1, serial(twins[1]));
    assert_eq!(of("ward_of_three").len(), 3);
    let same = of("same_name_and_birth");
    assert!(same[0].record.name == same[1].record.name && same[0].record.birth == same[1].record.birth);
    assert!(!of("decomposed_name")[0].delivered_name.contains('ễ'));
    assert!(!of("card_expired")[0].record.details.card.unwrap().is_valid_on(on));
    let early = of("card_renewed_early")[0];
    assert_eq!(early.record.details.card.unwrap().expires_on, Some(early.record.birth.birthday(40)));
    for (cohort, age) in [("card_expires_at_25", 25), ("card_expires_at_40", 40), ("card_expires_at_60", 60)] {
        let person = of(cohort)[0];
        assert_eq!(person.record.details.card.unwrap().expires_on, Some(on.plus_days(10)));
        assert_eq!(person.record.birth.birthday(age), on.plus_days(10));
    }
    let represented: HashSet<_> = of("legal_representative")
        .iter()
        .map(|person| person.record.details.represents.as_ref().unwrap().number.clone())
        .collect();
    assert_eq!((of("legal_representative").len(), represented.len()), (2, 1));
    let passed_on = of("phone_passed_on")[0];
    assert_eq!(passed_on.record.phone_owner, Some(of("phone_taken_over")[0].record.number));
}

#[test]
fn what_is_written_is_read_back() {
    let header = crate::registry::columns::Header::find(crate::registry::columns::COLUMNS.into_iter()).unwrap();
    for person in people(1_000, 13) {
        let fields = crate::registry::columns::write(&person);
        let read = header.read(&fields.iter().map(String::as_str).collect::<Vec<_>>()).unwrap();
        assert!(read == person, "{}", person.cohort);
        let json = crate::registry::details::write(&person.record.details).unwrap();
        assert!(crate::registry::details::read(&json).unwrap() == person.record.details);
    }
}

#[test]
fn licences_stand_in_every_way_and_are_of_people_of_the_population() {
    for on in ["2026-11-21", "2028-02-29", "2001-01-01", "2024-12-31", "2025-01-01", "2025-06-01"] {
        let on = Day::parse(on).unwrap();
        let made = licences(60, 7, on).unwrap();
        assert!(made == licences(60, 7, on).unwrap() && made != licences(60, 8, on).unwrap());
        let population: HashMap<_, _> = people_on(200, 7, &on.to_string())
            .into_iter()
            .map(|person| (person.record.number, person.record))
            .collect();
        let mut numbers = HashSet::new();
        for (place, licence) in made.iter().enumerate() {
            assert!(numbers.insert(licence.licence_number));
            let record = &population[&licence.number];
            assert_eq!(licence.is(record), place != 0);
            assert!(record.birth.age_on(on) >= 18);
            let expected = match place {
                1 => Standing::Revoked,
                2 => Standing::Withheld,
                3 => Standing::Expired,
                4 => Standing::WithoutPoints,
                _ => Standing::Valid,
            };
            assert_eq!(licence.standing(on), expected, "{place} on {on}");
        }
        assert!(made.len() > 12, "{}", made.len());
    }
}

#[test]
fn foreigners_are_every_case_of_immigration_and_nobody_of_the_population_but_one() {
    let on = Day::parse("2026-11-21").unwrap();
    let made = foreigners(60, 7, on).unwrap();
    assert!(made == foreigners(60, 7, on).unwrap() && made != foreigners(60, 8, on).unwrap());
    let one = |cohort: &str| made.iter().find(|foreigner| foreigner.cohort == cohort).unwrap();
    for (cohort, _) in FOREIGN_COHORTS {
        let record = &one(cohort).record;
        let valid = record.has_valid_document_on(on) && record.may_stay_on(on);
        let is_ended = ["foreigner_passport_expired", "foreigner_residence_ended", "foreigner_left"].contains(&cohort);
        assert_eq!(valid, !is_ended, "{cohort}");
    }
    assert!(one("foreigner_permanent").record.may_stay_on(on.plus_days(36_500)));
    assert!(!one("foreigner_without_biometrics").record.has_biometrics);
    assert_eq!(one("foreigner_child").record.birth.age_on(on), 10);
    let population: HashMap<_, _> =
        people(20_000, 7).into_iter().map(|person| (person.record.number, person)).collect();
    let (mut numbers, mut documents, mut phones) = (HashSet::new(), HashSet::new(), HashSet::new());
    for foreigner in &made {
        let record = &foreigner.record;
        assert!(numbers.insert(record.number) && documents.insert(record.document.clone()));
        assert!(foreigner.phone.clone().is_none_or(|phone| phones.insert(phone)));
        match population.get(&record.number) {
            None => assert_ne!(foreigner.cohort, "foreigner_passport_expired"),
            Some(person) => assert_eq!(foreigner.cohort, person.cohort),
        }
    }
}

#[test]
fn organisations_are_every_case_and_are_represented_by_people_of_the_population() {
    let on = Day::parse("2026-11-21").unwrap();
    let made = organisations(60, 7, on).unwrap();
    assert!(made == organisations(60, 7, on).unwrap());
    let population: HashMap<_, _> = people(200, 7).into_iter().map(|person| (person.record.number, person)).collect();
    let (mut numbers, mut codes) = (HashSet::new(), HashSet::new());
    for organisation in &made {
        let record = &organisation.record;
        assert!(numbers.insert(record.number.clone()));
        assert!(record.tax_code.is_none_or(|code| codes.insert(code)));
        for one in &record.representatives {
            let person = population.get(&one.number).unwrap();
            assert_eq!(person.record.name.as_str(), one.name);
        }
    }
    let one = |cohort: &str| &made.iter().find(|organisation| organisation.cohort == cohort).unwrap().record;
    let two = one("organisation_of_two");
    assert_eq!(two.representatives.len(), 2);
    for representative in &two.representatives {
        let named = population[&representative.number].record.details.represents.as_ref().unwrap();
        assert_eq!((named.number.as_str(), named.name.as_str()), (two.number.as_str(), two.name.as_str()));
    }
    assert_eq!(one("organisation_dissolved").state.as_str(), "dissolved");
    assert_eq!(one("organisation_suspended").state.as_str(), "suspended");
    assert_eq!(one("organisation_bankrupt").state.as_str(), "bankrupt");
    assert!(one("organisation_branch").tax_code.unwrap().is_branch());
    assert!(one("organisation_agency").tax_code.is_none());
    assert!(one("organisation_of_nobody").representatives.is_empty());
}
