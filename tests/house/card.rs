//! The identity card: warned of in time, its end ends the e-card and not the account, a new one restores by itself; one that
//! was taken locks. Inventory C23, `vietnam.md` 0.8 and 1.5, issue 4.

use serde_json::{Value, json};

use crate::citizens::{csv, update};
use crate::desk::{addressed, signed_in};
use crate::encounter::{citizen, history};
use crate::harness::{House, Person};

pub(crate) const DAY: i64 = 24 * 3600;

#[tokio::test]
async fn the_end_of_a_card_ends_the_e_card_and_not_the_account_and_a_new_one_restores() {
    let house = House::start();
    let (an, mut browser) = citizen(&house, 2, 0).await;
    let last = today(&house) + 2;
    holds(&house, &an, &[("card_expires_on", &date(last))]);
    house.sweep().await;
    browser.open("/wallet").await;
    assert!(browser.page().has("#show-qr") && !browser.page().has("#card-out"));

    // Its last second is a second before midnight in Viet Nam.
    let end = (last + 1) * DAY - 7 * 3600;
    house.advance(end - house.now() - 60).await;
    let mut browser = signed_in(&house, &an).await;
    assert!(browser.open("/wallet").await.has("#show-qr"));
    let open = browser.clone();
    house.advance(120).await;
    house.sweep().await;
    let page = browser.open("/wallet").await;
    assert!(page.has("#card-out") && !page.has("#show-qr"), "{}", page.summary());
    // A page that was open says why, and a field of level 2 goes into no square.
    let mut stale = open;
    stale.click("show-qr").await.expect(409).expect_words("không còn giá trị");
    browser.open("/wallet/share").await;
    assert!(browser.page().has("input[name=field_name]") && !browser.page().has("input[name=field_ethnicity]"));
    let beyond = [("field_ethnicity", "1")];
    browser.post_form("/wallet/share", &beyond).await.expect(409);
    // The account itself is as open as it was.
    assert_eq!(account(&house, &an)["locked_by"], json!([]));
    assert_eq!(account(&house, &an)["level"], json!(2));
    signed_in(&house, &an).await.open("/account").await.expect(200);
    assert_eq!(told(&house, &an).await.iter().filter(|kind| *kind == "card_ended").count(), 1);

    let renewed = [("card_issued_on", date(today(&house))), ("card_expires_on", date(today(&house) + 3650))];
    holds(&house, &an, &renewed.each_ref().map(|(name, day)| (*name, day.as_str())));
    house.sweep().await;
    assert!(browser.open("/wallet").await.has("#show-qr"), "it is back by itself");
    browser.click("show-qr").await.expect_path("/wallet/qr");
    let events = history(&mut browser, "/wallet/history").await;
    for kind in ["card_restored", "card_ended"] {
        assert_eq!(events.iter().filter(|event| *event == kind).count(), 1, "{events:?}");
        assert_eq!(told(&house, &an).await.iter().filter(|told| *told == kind).count(), 1);
    }
    house.close();
}

#[tokio::test]
async fn each_warning_comes_once_whoever_sweeps_and_a_renewal_stops_them() {
    let house = House::start();
    let second = house.second_node().await;
    let [an, binh] = [0, 1].map(|which| house.people(&["--level", "1"]).swap_remove(which));
    let last = today(&house) + 100;
    for person in [&an, &binh] {
        holds(&house, person, &[("card_expires_on", &date(last))]);
    }
    let warned =
        async |person: &Person| told(&house, person).await.iter().filter(|kind| *kind == "card_ending").count();
    let sweep = async || {
        for _ in 0..2 {
            match &second {
                None => house.sweep().await,
                Some(second) => {
                    let there = second.wire().post_form("/sandbox/sweep", &[], &[]);
                    let (_, there) = tokio::join!(house.sweep(), there);
                    there.expect(200);
                }
            }
        }
    };
    let advance = async |seconds: i64| {
        house.advance(seconds).await;
        if let Some(second) = &second {
            second.advance(seconds).await;
        }
    };
    sweep().await;
    assert_eq!(warned(&an).await, 0, "a hundred days are no reason");
    advance(12 * DAY).await;
    sweep().await;
    assert_eq!((warned(&an).await, warned(&binh).await), (1, 1), "the 90 days");
    // Whoever renewed in time hears nothing more.
    holds(&house, &binh, &[("card_expires_on", &date(last + 4000))]);
    advance(60 * DAY).await;
    sweep().await;
    // A delivered message is forgotten after a week, so what is there is what is new.
    assert_eq!((warned(&an).await, warned(&binh).await), (1, 0), "the 30 days");
    // A house that slept through a threshold warns once and not for each that it missed.
    advance(30 * DAY).await;
    sweep().await;
    assert_eq!(told(&house, &an).await, ["card_ended"]);
    assert!(told(&house, &binh).await.is_empty());
    let mut browser = signed_in(&house, &an).await;
    let mut events = history(&mut browser, "/wallet/history").await;
    events.retain(|event| event.starts_with("card_"));
    assert_eq!(events, ["card_ended", "card_ending", "card_ending"]);
    house.close();
}

#[tokio::test]
async fn who_reaches_an_age_of_renewal_is_told_which() {
    let house = House::start();
    let an = house.people(&["--level", "1"]).swap_remove(0);
    let parts: Vec<i64> = an.birth_date.split('/').map(|part| part.parse().unwrap()).collect();
    let birthday = |age: i64| days(parts[2] + age, parts[1], parts[0]);
    let age = [25, 40, 60].into_iter().find(|age| birthday(*age) > today(&house)).unwrap();
    holds(&house, &an, &[("card_expires_on", &date(birthday(age))), ("email", "an@example.vn")]);
    house.advance((birthday(age) - today(&house) - 20) * DAY).await;
    house.sweep().await;
    let outbox = house.outbox().await;
    let letter = outbox.iter().find(|message| message.kind == "card_ending").unwrap();
    assert!(letter.text.contains(&written(birthday(age))), "{letter:?}");
    house.close();
}

#[tokio::test]
async fn a_card_that_was_taken_locks_and_only_a_new_one_unlocks() {
    let house = House::start();
    let an = house.people(&["--level", "1"]).swap_remove(0);
    let mut browser = signed_in(&house, &an).await;
    for state in ["revoked", "withheld"] {
        holds(&house, &an, &[("card_state", state)]);
        house.sweep().await;
        assert_eq!(account(&house, &an)["locked_by"], json!(["card_revoked"]), "{state}");
        assert!(browser.open("/account").await.has("form#sign-in"), "what was open has ended");
        browser.sign_in(&an).await.expect(422);
        house.command(&["account", "unlock", &an.personal_id_number, "--ground", "card_revoked"]).refused();
        // Another ground keeps it locked when the card's goes.
        house
            .command(&["account", "lock", &an.personal_id_number, "--ground", "authority", "--reason", "QĐ 7/2026"])
            .done();
        holds(&house, &an, &[("card_state", "issued"), ("card_issued_on", &date(today(&house)))]);
        house.sweep().await;
        assert_eq!(account(&house, &an)["locked_by"], json!(["authority"]));
        assert!(!told(&house, &an).await.contains(&"account_unlocked".to_owned()) || state == "withheld");
        house.command(&["account", "unlock", &an.personal_id_number, "--ground", "authority"]).done();
        browser = signed_in(&house, &an).await;
    }
    house.close();
}

#[tokio::test]
async fn no_line_of_a_telephone_that_passed_to_somebody_is_told_of_a_card() {
    let house = House::start();
    let [an, other] = [0, 1].map(|which| house.people(&["--level", "1"]).swap_remove(which));
    let last = today(&house) + 5;
    holds(&house, &an, &[("card_expires_on", &date(last)), ("phone_owner", &other.personal_id_number)]);
    house.sweep().await;
    house.advance(DAY).await;
    house.sweep().await;
    assert_eq!(account(&house, &an)["locked_by"], json!(["phone_not_own"]));
    assert!(told(&house, &an).await.is_empty(), "{:?}", told(&house, &an).await);
    house.close();
}

fn account(house: &House, person: &Person) -> Value {
    house.command(&["account", "show", &person.personal_id_number]).json()
}

/// The kinds of messages that went to this person's telephone.
async fn told(house: &House, person: &Person) -> Vec<String> {
    let all = house.outbox().await.into_iter();
    let to = addressed(person);
    all.filter(|message| message.to == to && message.kind != "sign_in_code").map(|message| message.kind).collect()
}

/// Lets the register say this of somebody of the sandbox from now on, with a card that holds unless it says otherwise.
pub(crate) fn holds(house: &House, person: &Person, news: &[(&str, &str)]) {
    let header = csv().lines().next().unwrap();
    let (issued, expires) = (date(today(house) - 400), date(today(house) + 3000));
    let phone = format!("0{}", addressed(person).trim_start_matches("+84"));
    let known = [
        ("number", person.personal_id_number.as_str()),
        ("name", &person.full_name),
        ("birth_date", &person.birth_date),
        ("gender", &person.gender),
        ("status", "alive"),
        ("phone", &phone),
        ("phone_owner", &person.personal_id_number),
        ("nationality", "VNM"),
        ("ethnicity", "01"),
        ("card_issued_on", &issued),
        ("card_expires_on", &expires),
        ("card_state", "issued"),
    ];
    let says = |column: &str| {
        let said = news.iter().chain(&known).find(|(name, _)| *name == column);
        said.map_or("", |(_, value)| *value)
    };
    let line: Vec<&str> = header.split(',').map(says).collect();
    let answer = update(house, &format!("{header}\n{}\n", line.join(",")));
    assert!(answer.starts_with("changed 1 refused 0\n"), "{answer}");
}

/// Days since 1970, in Viet Nam.
pub(crate) fn today(house: &House) -> i64 {
    (house.now() + 7 * 3600).div_euclid(DAY)
}

/// `2026-11-22`.
pub(crate) fn date(day: i64) -> String {
    let (year, month, day) = civil(day);
    format!("{year:04}-{month:02}-{day:02}")
}

fn written(day: i64) -> String {
    let (year, month, day) = civil(day);
    format!("{day:02}/{month:02}/{year}")
}

fn civil(day: i64) -> (i64, i64, i64) {
    let near = 1970 + day.div_euclid(366);
    let year = (near..).find(|year| days(year + 1, 1, 1) > day).unwrap();
    let month = (1..=12).rev().find(|month| days(year, *month, 1) <= day).unwrap();
    (year, month, day - days(year, month, 1) + 1)
}

fn days(year: i64, month: i64, day: i64) -> i64 {
    let leap = |year: i64| year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let february = 28 + i64::from(leap(year));
    let lengths = [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let before: i64 = (1970..year).map(|year| 365 + i64::from(leap(year))).sum();
    before + lengths.iter().take(usize::try_from(month).unwrap() - 1).sum::<i64>() + day - 1
}
