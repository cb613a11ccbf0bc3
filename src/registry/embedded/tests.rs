//! The register on the engine that `HOUSE_DB` names, filled with invented people.

use std::collections::HashSet;

use sqlx::AssertSqlSafe;
use tempfile::TempDir;

use super::*;
use crate::clock::{Day, Timestamp};
use crate::identity::card::CardStanding;
use crate::identity::foreigner::{DocumentId, Nationality};
use crate::identity::licence::{Licence, LicenceState};
use crate::identity::organisation::OrganisationState;
use crate::identity::tax_code::TaxCode;
use crate::registry::cards::{Cards, Held};
use crate::registry::immigration::Immigration;
use crate::registry::import::fill;
use crate::registry::insurance::Insurance;
use crate::registry::intake::{self, Entry};
use crate::registry::licences::Licences;
use crate::registry::organisations::{self as organisations_port, Organisations};
use crate::registry::synthetic::{self, COHORTS};
use crate::store::migrations;

/// A register of 300 people, and the folder or the server's database that goes with it.
async fn filled(name: &str) -> (Embedded, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let setting = |name| std::env::vars().find_map(|(key, value)| (key == name).then_some(value));
    let url = if setting("HOUSE_DB").as_deref() == Some("postgres") {
        let server = setting("HOUSE_PG_URL").unwrap();
        let name = format!("house_{}_register_{name}", std::process::id());
        let admin = Database::open(&server).await.unwrap();
        sqlx::query(AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(admin.pool()).await.unwrap();
        format!("{}/{name}", server.rsplit_once('/').unwrap().0)
    } else {
        format!("sqlite://{}", folder.path().join("register.sqlite").display())
    };
    let database = Database::open(&url).await.unwrap();
    migrations::run(&database).await.unwrap();
    let register = Embedded::new(database);
    let report = fill(&register, 300, 1, day(), now()).await.unwrap();
    assert_eq!((report.loaded, report.refused), (300, 0));
    (register, folder)
}

fn now() -> Timestamp {
    day().start_in_vietnam()
}

fn day() -> Day {
    Day::new(2026, 11, 21).unwrap()
}

#[tokio::test]
async fn filling_twice_changes_nothing_even_on_another_day() {
    let (register, _folder) = filled("twice").await;
    let report = fill(&register, 300, 1, day().plus_days(9), now()).await.unwrap();
    assert!(report.was_finished);
    assert_eq!(register.count().await.unwrap(), 300);
}

#[tokio::test]
async fn every_special_case_is_found_by_its_word() {
    let (register, _folder) = filled("cohorts").await;
    for (cohort, _) in COHORTS {
        assert!(!register.sample(Sample::Cohort(cohort), None, 5).await.unwrap().is_empty(), "{cohort}");
    }
    assert!(register.sample(Sample::Cohort("nobody"), None, 5).await.unwrap().is_empty());
    let renumbered = &register.sample(Sample::Cohort("renumbered"), None, 1).await.unwrap()[0];
    assert_eq!(renumbered.cancelled_numbers.len(), 1);
}

#[tokio::test]
async fn plain_people_are_paged_without_gap_or_repeat_and_have_telephones_of_their_own() {
    let (register, _folder) = filled("plain").await;
    let all = register.sample(Sample::Plain, None, 1000).await.unwrap();
    assert!(all.len() > 100);
    let mut paged: Vec<Record> = Vec::new();
    loop {
        let after = paged.last().map(|last| last.number);
        let page = register.sample(Sample::Plain, after.as_ref(), 7).await.unwrap();
        assert!(page.len() <= 7);
        if page.is_empty() {
            break;
        }
        paged.extend(page);
    }
    assert!(paged == all);
    let numbers: HashSet<_> = all.iter().map(|person| person.number).collect();
    assert_eq!(numbers.len(), all.len());
    for person in &all {
        let subscriber = register.subscriber(person.phone.as_ref().unwrap()).await.unwrap();
        assert!(subscriber == Some(person.number) && person.status == VitalStatus::Alive);
    }
}

#[tokio::test]
async fn a_number_leads_to_its_person_however_it_ended() {
    let (register, _folder) = filled("numbers").await;
    let renumbered = register.sample(Sample::Cohort("renumbered"), None, 1).await.unwrap().remove(0);
    assert!(register.look_up(&renumbered.number).await.unwrap() == Some(renumbered.clone()));
    assert!(register.look_up(&renumbered.cancelled_numbers[0]).await.unwrap() == Some(renumbered));
    let legacy = register.sample(Sample::Cohort("legacy_number"), None, 1).await.unwrap().remove(0);
    assert!(register.look_up_legacy(&legacy.legacy_number.unwrap()).await.unwrap() == Some(legacy));
    assert!(register.look_up(&PersonalNumber::parse("001000000000").unwrap()).await.unwrap().is_none());
}

#[tokio::test]
async fn a_telephone_that_is_not_ones_own_has_its_owner() {
    let (register, _folder) = filled("phones").await;
    let one = async |cohort| register.sample(Sample::Cohort(cohort), None, 1).await.unwrap().remove(0);
    for (user, owner) in [("phone_not_own", "phone_lent"), ("phone_passed_on", "phone_taken_over")] {
        let (user, owner) = (one(user).await, one(owner).await);
        assert!(register.subscriber(&user.phone.unwrap()).await.unwrap() == Some(owner.number));
    }
    let unknown = Phone::parse("0599999999").unwrap();
    assert!(register.subscriber(&unknown).await.unwrap().is_none());
}

#[tokio::test]
async fn a_foreigner_is_found_by_number_and_by_document_and_the_telephone_is_the_foreigners() {
    let (register, _folder) = filled("foreigners").await;
    let made = synthetic::foreigners(20, 1, day()).unwrap();
    let entries: Vec<Entry> = made.iter().cloned().map(|one| Entry::Foreigner(Box::new(one))).collect();
    intake::put(&register, &entries, now()).await.unwrap();
    for foreigner in &made {
        let record = Some(foreigner.record.clone());
        let document = &foreigner.record.document;
        assert!(Immigration::by_number(&register, &foreigner.record.number).await.unwrap() == record);
        assert!(register.by_document(document).await.unwrap() == record);
        let elsewhere = if document.nationality().as_str() == "KOR" { "JPN" } else { "KOR" };
        let elsewhere = DocumentId::parse(Nationality::parse(elsewhere).unwrap(), document.number()).unwrap();
        assert!(register.by_document(&elsewhere).await.unwrap().is_none());
        if let Some(phone) = &foreigner.phone {
            assert!(register.subscriber(phone).await.unwrap() == Some(foreigner.record.number));
        }
    }
    let listed = register.foreigners(100).await.unwrap();
    assert!(listed.len() == made.len() && made.iter().all(|one| listed.contains(one)));
    assert!(!listed[0].cohort.is_empty() && listed[19].cohort.is_empty(), "special cases first");
}

#[tokio::test]
async fn an_organisation_is_found_by_number_and_by_tax_code_with_its_representatives_in_order() {
    let (register, _folder) = filled("organisations").await;
    let made = synthetic::organisations(20, 1, day()).unwrap();
    let entries: Vec<Entry> = made.iter().cloned().map(|one| Entry::Organisation(Box::new(one))).collect();
    intake::put(&register, &entries, now()).await.unwrap();
    for organisation in &made {
        let record = Some(organisation.record.clone());
        assert!(Organisations::by_number(&register, &organisation.record.number).await.unwrap() == record);
        if let Some(code) = organisation.record.tax_code {
            assert!(register.by_tax_code(&code).await.unwrap() == record);
        }
    }
    assert_eq!(register.organisations(100).await.unwrap().len(), made.len());
    assert!(register.by_tax_code(&TaxCode::parse("0100109106").unwrap()).await.unwrap().is_none());
}

#[tokio::test]
async fn what_is_put_again_changes_nothing_and_what_differs_takes_its_place_and_is_told() {
    let (register, _folder) = filled("again").await;
    let mut made = synthetic::organisations(8, 1, day()).unwrap();
    let entry = |one: &organisations_port::Organisation| Entry::Organisation(Box::new(one.clone()));
    let entries: Vec<Entry> = made.iter().map(entry).collect();
    intake::put(&register, &entries, now()).await.unwrap();
    intake::put(&register, &entries, now()).await.unwrap();
    assert_eq!(Organisations::changes_since(&register, 0, 100).await.unwrap().len(), 8);
    assert!(Immigration::changes_since(&register, 0, 100).await.unwrap().is_empty(), "each register has its own feed");
    let changed = &mut made[0];
    changed.record.state = OrganisationState::Dissolved;
    changed.record.representatives.reverse();
    intake::put(&register, &[entry(changed)], now()).await.unwrap();
    let changes = Organisations::changes_since(&register, 8, 100).await.unwrap();
    assert!(changes == [Change { sequence: 9, number: changed.record.number.clone() }]);
    assert!(Organisations::by_number(&register, &changed.record.number).await.unwrap() == Some(changed.record.clone()));
    // A tax code is one organisation's.
    let mut thief = made[7].clone();
    thief.record.tax_code = made[0].record.tax_code;
    assert!(intake::put(&register, &[entry(&thief)], now()).await.is_err());
    assert_eq!(Organisations::changes_since(&register, 0, 100).await.unwrap().len(), 9, "all or nothing");
}

#[tokio::test]
async fn a_card_that_was_revoked_is_so_in_both_registers_and_both_feeds_tell_of_it() {
    let (register, _folder) = filled("cards").await;
    let held = synthetic::cards(5, 1, day()).unwrap();
    let entries: Vec<Entry> = held.iter().copied().map(Entry::Card).collect();
    intake::put(&register, &entries, now()).await.unwrap();
    for Held { number, card } in &held {
        assert!(register.card(number).await.unwrap() == Some(*card));
        assert!(register.look_up(number).await.unwrap().unwrap().details.card == Some(*card));
    }
    let withheld = CardStanding::of(Some(&held[0].card), day());
    assert_eq!(
        (withheld, CardStanding::of(Some(&held[1].card), day())),
        (CardStanding::Withheld, CardStanding::Revoked)
    );
    for changes in [
        Cards::changes_since(&register, 0, 100).await.unwrap(),
        Registry::changes_since(&register, 0, 100).await.unwrap(),
    ] {
        let whose: Vec<_> = changes.iter().map(|change| change.number).collect();
        assert!(whose == [held[0].number, held[1].number], "three were known so");
    }
    let unknown = Held { number: PersonalNumber::parse("001000000000").unwrap(), ..held[0] };
    assert!(intake::put(&register, &[Entry::Card(unknown)], now()).await.is_err());
    let renumbered = register.sample(Sample::Cohort("renumbered"), None, 1).await.unwrap().remove(0);
    assert!(register.card(&renumbered.cancelled_numbers[0]).await.unwrap().is_none(), "a number that is not in force");
}

#[tokio::test]
async fn the_insured_are_found_by_personal_number_and_are_the_person_when_all_agrees() {
    let (register, _folder) = filled("insured").await;
    let made = synthetic::insured(10, 1, day()).unwrap();
    let entries: Vec<Entry> = made.iter().cloned().map(|one| Entry::Insured(Box::new(one))).collect();
    intake::put(&register, &entries, now()).await.unwrap();
    intake::put(&register, &entries, now()).await.unwrap();
    assert_eq!(Insurance::changes_since(&register, 0, 100).await.unwrap().len(), 10);
    for (place, insured) in made.iter().enumerate() {
        assert!(register.insured(&insured.number).await.unwrap().as_ref() == Some(insured));
        let record = register.look_up(&insured.number).await.unwrap().unwrap();
        assert_eq!(insured.is(&record), place != 0, "the first was born on another day, the employer says");
    }
    assert!(register.insured(&PersonalNumber::parse("001090000001").unwrap()).await.unwrap().is_none());
    let mut thief = made[1].clone();
    thief.insurance_number = made[2].insurance_number;
    assert!(intake::put(&register, &[Entry::Insured(Box::new(thief))], now()).await.is_err());
}

#[tokio::test]
async fn a_licence_is_found_by_personal_number_and_a_changed_one_is_told_of() {
    let (register, _folder) = filled("licences").await;
    let made = synthetic::licences(10, 1, day()).unwrap();
    let entries: Vec<Entry> = made.iter().cloned().map(|one| Entry::Licence(Box::new(one))).collect();
    intake::put(&register, &entries, now()).await.unwrap();
    intake::put(&register, &entries, now()).await.unwrap();
    assert_eq!(Licences::changes_since(&register, 0, 100).await.unwrap().len(), 10);
    for (place, licence) in made.iter().enumerate() {
        assert!(register.licence(&licence.number).await.unwrap().as_ref() == Some(licence));
        let record = register.look_up(&licence.number).await.unwrap().unwrap();
        assert_eq!(licence.is(&record), place != 0, "the first was born on another day, the register says");
    }
    assert!(register.licence(&PersonalNumber::parse("001090000001").unwrap()).await.unwrap().is_none());
    let changed = Licence { state: LicenceState::Revoked, ..made[5].clone() };
    intake::put(&register, &[Entry::Licence(Box::new(changed.clone()))], now()).await.unwrap();
    assert!(register.licence(&changed.number).await.unwrap() == Some(changed));
    assert_eq!(Licences::changes_since(&register, 10, 100).await.unwrap().len(), 1);
    let thief = Licence { licence_number: made[2].licence_number, ..made[1].clone() };
    assert!(intake::put(&register, &[Entry::Licence(Box::new(thief))], now()).await.is_err());
}
