//! Two accounts of one person become one, and the account of who has died is closed; what is closed stays closed, and its
//! history stays readable. PM05, I9, OF05.

use serde_json::{Value, json};

use crate::applicants::enrol;
use crate::citizens::{citizen, csv, house, portal, register_says, update};
use crate::desk::{officers, on_duty};
use crate::encounter::history;
use crate::entry::tokens;
use crate::harness::{House, Person};
use crate::measure::{carry_out, receive};

const DAY: i64 = 24 * 3600;
const SCOPE: &str = "openid profile vn_identity offline_access";

fn shown(house: &House, number: &str) -> Value {
    house.command(&["account", "show", number]).json()
}

/// Another record of the same person, under another number and with a line of its own, as a register makes them by mistake.
async fn second_self(house: &House, person: &Person) -> Person {
    let number = format!("{}987654", &person.personal_id_number[..6]);
    let mut lines = csv().lines();
    let header = lines.next().unwrap();
    let known = lines.find(|line| line.starts_with(&person.personal_id_number)).unwrap();
    let says = |(column, value): (&str, &str)| match column {
        "number" | "phone_owner" => number.clone(),
        "phone" => "0509997766".to_owned(),
        "household_head" | "father" | "mother" | "spouse" | "children" | "relation_to_head" => String::new(),
        _ => value.to_owned(),
    };
    let line: Vec<String> = header.split(',').zip(known.split(',')).map(says).collect();
    assert!(update(house, &format!("{header}\n{}\n", line.join(","))).starts_with("changed 1 refused 0\n"));
    let person = Person {
        personal_id_number: number,
        phone: "0509997766".to_owned(),
        password: Some(crate::citizens::PASSWORD.to_owned()),
        ..person.clone()
    };
    enrol(house, &person, &[]).await.expect(200);
    house.sweep().await;
    let code = house.code_sent_to(&person.phone).await;
    crate::applicants::activate(house, &person, &code, crate::citizens::PASSWORD).await.expect(200);
    person
}

/// The register finds that two records are of one person, under the second number and with the second line.
async fn turn_out_to_be_one(house: &House, former: &Person, present: &Person) {
    let number = present.personal_id_number.as_str();
    let cancelled = former.personal_id_number.as_str();
    let line = [("phone", present.phone.as_str()), ("phone_owner", number)];
    let news = [[("number", number), ("cancelled_numbers", cancelled)], line].concat();
    let says = register_says(house, former, &news);
    assert!(says.starts_with("changed 1 refused 0\n"), "{says}");
    house.sweep().await;
}

#[tokio::test]
async fn two_accounts_of_one_person_become_one_and_its_history_stays_readable() {
    let house = house();
    let portal = portal(&house, &json!({})).await;
    let former = citizen(&house, 0).await;
    let present = second_self(&house, &former).await;
    let (mut of_former, mut of_present) = (house.browser(), house.browser());
    let first = tokens(&portal, SCOPE, &former, &mut of_former).await;
    let second = tokens(&portal, SCOPE, &present, &mut of_present).await;
    assert_ne!(first.claims["sub"], second.claims["sub"]);
    let [one, two, _] = officers(&house);
    let (mut one, mut two) = (on_duty(&house, &one).await, on_duty(&house, &two).await);
    let merging =
        |stays: &str| vec![("reason", "hai số định danh của một người".to_owned()), ("stays", stays.to_owned())];
    // Two accounts of two numbers are nobody's to merge before the register says that they are one person's.
    receive(&mut one, "merge", &former.personal_id_number, &merging("present")).await.unwrap_err();

    turn_out_to_be_one(&house, &former, &present).await;
    carry_out((&mut one, &mut two), "merge", &present.personal_id_number, &merging("present")).await;
    let stays = shown(&house, &present.personal_id_number);
    assert_eq!((&stays["state"], &shown(&house, &former.personal_id_number)["id"]), (&json!("active"), &stays["id"]));
    assert!(portal.refresh(first.refresh.as_ref().unwrap()).await.is_err(), "what hung from the other has ended");
    assert!(of_former.open("/account").await.has("form#sign-in"));
    // The one that stays is called what it was, and nobody is called what the other was.
    let after = tokens(&portal, SCOPE, &present, &mut house.browser()).await;
    assert_eq!(after.claims["sub"], second.claims["sub"]);
    let mut browser = of_present;
    let events = history(&mut browser, "/wallet/history").await;
    assert_eq!(events.iter().filter(|event| *event == "account_activated").count(), 2, "{events:?}");
    for kind in ["account_merged", "account_closed"] {
        assert_eq!(events.iter().filter(|event| *event == kind).count(), 1, "{events:?}");
    }
    // Neither number makes another account.
    house.advance(61).await;
    enrol(&house, &present, &[]).await.expect(200);
    house.sweep().await;
    assert_eq!(shown(&house, &present.personal_id_number)["id"], stays["id"]);
    house.close();
}

#[tokio::test]
async fn the_account_that_stays_takes_over_what_kept_the_other_locked() {
    let house = house();
    let former = citizen(&house, 1).await;
    let number = former.personal_id_number.clone();
    house.command(&["account", "lock", &number, "--ground", "authority", "--reason", "QĐ 3/2026"]).done();
    let present = second_self(&house, &former).await;
    turn_out_to_be_one(&house, &former, &present).await;
    let [one, two, _] = officers(&house);
    let (mut one, mut two) = (on_duty(&house, &one).await, on_duty(&house, &two).await);
    let merging = [("reason", "hai số định danh của một người".to_owned()), ("stays", "present".to_owned())];
    carry_out((&mut one, &mut two), "merge", &number, &merging).await;
    assert_eq!(shown(&house, &present.personal_id_number)["locked_by"], json!(["authority"]));
    house.close();
}

#[tokio::test]
async fn the_account_of_who_has_died_is_closed_after_its_time_and_stays_closed() {
    let house = house();
    let an = citizen(&house, 2).await;
    register_says(&house, &an, &[("status", "deceased")]);
    house.sweep().await;
    let [one, two, _] = officers(&house);
    let why = [("reason", "đã khai tử, có giấy chứng tử".to_owned())];
    let mut early = on_duty(&house, &one).await;
    receive(&mut early, "close", &an.personal_id_number, &why).await.unwrap_err();
    house.advance(30 * DAY).await;
    let (mut one, mut two) = (on_duty(&house, &one).await, on_duty(&house, &two).await);
    carry_out((&mut one, &mut two), "close", &an.personal_id_number, &why).await;
    assert_eq!(shown(&house, &an.personal_id_number)["state"], json!("closed"));

    let told = house.outbox().await.len();
    let mut browser = house.browser();
    browser.open("/account").await;
    browser.sign_in(&an).await.expect(422);
    // No code goes to the telephone, no other account is made, and nobody is told of either.
    browser.open("/activate").await;
    browser.fill("personal_id_number", &an.personal_id_number).click("resend").await.expect(200);
    enrol(&house, &an, &[]).await.expect(200);
    house.sweep().await;
    assert_eq!(house.outbox().await.len(), told);
    assert_eq!(shown(&house, &an.personal_id_number)["state"], json!("closed"));
    for deed in ["unlock_death", "lock_breach", "close"] {
        receive(&mut one, deed, &an.personal_id_number, &why).await.unwrap_err();
    }
    house.close();
}
