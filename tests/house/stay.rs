//! A foreigner's passport and stay: warned of in time, the account locked with their end and unlocked by what immigration says
//! next. Decree 69/2024 Art. 15(2)(a); `vietnam.md` 1.5, issue 4.

use serde_json::{Value, json};

use crate::applicants::international;
use crate::card::{DAY, date, today};
use crate::desk::signed_in;
use crate::encounter::history;
use crate::harness::{House, Person};
use crate::immigrant::{Foreigner, RESIDENTS, with_account};
use crate::insider::{keep_from_writing, let_write};

/// What immigration says of this foreigner from now on.
fn says(house: &House, person: &Person, news: &[(&str, &str)]) {
    let all = Foreigner::all(house);
    let known = all.into_iter().find(|one| one.of("number") == person.personal_id_number).unwrap();
    let header: Vec<&str> = known.0.iter().map(|(name, _)| name.as_str()).collect();
    let value = |name: &str| news.iter().find(|(of, _)| *of == name).map_or(known.of(name), |(_, value)| *value);
    let line: Vec<&str> = header.iter().map(|name| value(name)).collect();
    let file = house.site().file("news.csv", format!("{}\n{}\n", header.join(","), line.join(",")));
    house.command(&["register", "import", "--kind", "immigration", file.to_str().unwrap()]).done();
}

fn locked_by(house: &House, person: &Person) -> Value {
    let shown: Value = house.command(&["account", "show", &person.personal_id_number]).json();
    shown["locked_by"].clone()
}

async fn heard(house: &House, person: &Person) -> Vec<String> {
    let to = international(&person.phone);
    let outbox = house.outbox().await;
    let theirs = outbox.iter().filter(|message| message.to == to && message.kind.starts_with("stay_"));
    let mut kinds: Vec<_> = theirs.map(|message| message.kind.clone()).collect();
    kinds.sort();
    kinds
}

#[tokio::test]
async fn a_stay_that_ends_is_warned_of_locks_at_midnight_and_its_extension_unlocks() {
    let house = House::start();
    let an = with_account(&house, &RESIDENTS).await;
    let last = today(&house) + 20;
    let stays = |kind: &'static str, last: &str| {
        says(
            &house,
            &an,
            &[("residence_kind", kind), ("residence_ends_on", last), ("document_expires_on", "2040-01-01")],
        );
    };
    stays("temporary", &date(last));
    house.sweep().await;
    assert_eq!(heard(&house, &an).await, ["stay_ending"], "one letter for the thresholds that are over");
    let mut browser = signed_in(&house, &an).await;

    // Its last second is a second before midnight in Viet Nam.
    let end = (last + 1) * DAY - 7 * 3600;
    house.advance(end - house.now() - 60).await;
    house.sweep().await;
    assert_eq!(locked_by(&house, &an), json!([]));
    house.advance(120).await;
    house.sweep().await;
    assert_eq!(locked_by(&house, &an), json!(["residence_ended"]));
    assert!(browser.open("/account").await.has("form#sign-in"), "what was open has ended");
    browser.sign_in(&an).await.expect(422);
    house.command(&["account", "unlock", &an.personal_id_number, "--ground", "residence_ended"]).refused();
    // Whoever looks twice says it once.
    house.sweep().await;
    assert_eq!(heard(&house, &an).await.iter().filter(|kind| *kind == "stay_ended").count(), 1);

    stays("temporary", &date(last + 400));
    house.sweep().await;
    assert_eq!(locked_by(&house, &an), json!([]), "it unlocks by itself");
    let mut browser = signed_in(&house, &an).await;
    let events = history(&mut browser, "/wallet/history").await;
    for kind in ["stay_ended", "account_locked", "account_unlocked"] {
        assert_eq!(events.iter().filter(|event| *event == kind).count(), 1, "{kind}: {events:?}");
    }
    house.close();
}

#[tokio::test]
async fn what_immigration_says_of_passport_departure_and_death_acts_at_once_and_each_ground_stands_alone() {
    let house = House::start();
    let an = with_account(&house, &RESIDENTS).await;
    for (news, grounds) in [
        (vec![("document_expires_on", "2020-01-01")], json!(["passport_expired"])),
        (vec![("residence_kind", ""), ("residence_ends_on", "")], json!(["passport_expired", "residence_ended"])),
        (vec![("document_expires_on", "2040-01-01"), ("document", "Z7654321")], json!(["residence_ended"])),
        (vec![("residence_kind", "permanent"), ("residence_ends_on", "never")], json!([])),
        (vec![("status", "deceased")], json!(["death"])),
        // Who was declared dead comes in person.
        (vec![("status", "alive")], json!(["death"])),
    ] {
        says(&house, &an, &news);
        house.sweep().await;
        assert_eq!(locked_by(&house, &an), grounds, "{news:?}");
    }
    house.close();
}

#[tokio::test]
async fn a_lock_that_could_not_be_written_at_the_end_is_written_the_next_time() {
    let house = House::start();
    house.expect_faults();
    let an = with_account(&house, &RESIDENTS).await;
    let last = date(today(&house) + 5);
    says(
        &house,
        &an,
        &[("document_expires_on", &last), ("residence_kind", "permanent"), ("residence_ends_on", "never")],
    );
    house.sweep().await;
    let Some(is_kept) = keep_from_writing(house.site(), "account_lock", "NEW.ground = 'passport_expired'") else {
        return;
    };
    assert!(is_kept);
    house.advance(6 * DAY).await;
    house.wire().post_form("/sandbox/sweep", &[], &[]).await;
    assert_eq!(locked_by(&house, &an), json!([]));
    assert_eq!(let_write(house.site(), "account_lock"), Some(true));
    house.sweep().await;
    assert_eq!(locked_by(&house, &an), json!(["passport_expired"]));
    assert_eq!(heard(&house, &an).await, ["stay_ended", "stay_ending"]);
    house.close();
}

#[tokio::test]
async fn of_two_nodes_one_warns_and_one_locks() {
    let house = House::start();
    let Some(second) = house.second_node().await else { return };
    let an = with_account(&house, &RESIDENTS).await;
    let last = today(&house) + 5;
    says(
        &house,
        &an,
        &[("document_expires_on", &date(last)), ("residence_kind", "permanent"), ("residence_ends_on", "never")],
    );
    let sweep = async || {
        let there = second.wire().post_form("/sandbox/sweep", &[], &[]);
        let (_, there) = tokio::join!(house.sweep(), there);
        there.expect(200);
    };
    sweep().await;
    house.advance(6 * DAY).await;
    second.advance(6 * DAY).await;
    sweep().await;
    assert_eq!(locked_by(&house, &an), json!(["passport_expired"]));
    assert_eq!(heard(&house, &an).await, ["stay_ended", "stay_ending"]);
    house.close();
}
