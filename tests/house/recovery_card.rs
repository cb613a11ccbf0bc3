//! A holder at the counter lays the card on the reader: what its chip is worth, and that a copy and a broken chip are worth
//! nothing. Issue 6; PW18, F39.

use http::Method;
use serde_json::{Value, json};

use crate::card::{DAY, date, holds, today};
use crate::desk::{addressed, officers, on_duty, signed_in};
use crate::encounter::history;
use crate::harness::{Browser, House, Mood, Person};
use crate::measure::{carry_out, receive};
use crate::recovery::{begin, proofs, waits};
use crate::registers::two_houses;

/// Somebody of level 2 or 1 whose face is recognised and whose card does this on a reader.
fn bringing(house: &House, card: &str) -> Person {
    bringing_other(house, card, &[])
}

/// Somebody else.
fn bringing_other(house: &House, card: &str, than: &[&Person]) -> Person {
    let is_known = |person: &Person| person.more["face"] == "passed" && person.more["chip"] == card;
    let is_officer = |person: &Person| person.more.get("officer").is_some_and(|officer| !officer.is_null());
    let people = [house.people(&["--level", "2"]), house.people(&["--level", "1"])].concat();
    let is_other = |person: &Person| than.iter().all(|one| one.personal_id_number != person.personal_id_number);
    let found = people.into_iter().find(|person| is_known(person) && !is_officer(person) && is_other(person));
    found.expect("somebody with such a card")
}

fn fields(person: &Person) -> [(&'static str, String); 2] {
    [("phone", person.phone.clone()), ("chip", "1".into())]
}

async fn refused(officer: &mut Browser, person: &Person) -> String {
    receive(officer, "recover", &person.personal_id_number, &fields(person)).await.unwrap_err().concat()
}

#[tokio::test]
async fn pw18_the_very_card_on_the_counters_reader_shortens_the_wait_and_nothing_else_does() {
    let house = House::start();
    let [first, second, _] = officers(&house);
    let (mut one, mut two) = (on_duty(&house, &first).await, on_duty(&house, &second).await);
    // A copy of everything that is on the chip, and a chip that says nothing.
    let (copied, broken) = (bringing(&house, "copied"), bringing(&house, "broken"));
    // Nor the card that was lost and is found again: another one is in force.
    let replaced = bringing(&house, "replaced");
    assert!(refused(&mut one, &replaced).await.contains(NOT_IN_FORCE));
    assert!(refused(&mut one, &copied).await.contains("không phải chip gốc"));
    assert!(refused(&mut one, &broken).await.contains("Không đọc được chip"));
    // Without the card it is a recovery as before.
    let measure = receive(&mut one, "recover", &broken.personal_id_number, &fields(&broken)[..1]).await.unwrap();
    assert!(!one.open(&measure).await.has("#chip"));

    // The very card: the reading is named in the measure, and the recovery waits a day for level 2 in place of three.
    let an = bringing(&house, "good");
    let measure = carry_out((&mut one, &mut two), "recover", &an.personal_id_number, &fields(&an)).await;
    assert!(two.open(&measure).await.text("#chip").contains("CHIP-"));
    let mut browser = house.browser();
    let page = begin(&mut browser, &an).await;
    let shown: Vec<String> = ["card", "officer", "register"].map(str::to_owned).into();
    assert_eq!((proofs(&page), waits(&house, &page)), (shown, Some(24)));
    // Nobody brings a card to a page.
    let page = browser.post_form("/recover/proof", &[("proof", "card"), ("action", "show")]).await;
    assert_eq!(page.answer.location().unwrap().path(), "/recover");
    assert!(!house.outbox().await.iter().any(|one| one.to == addressed(&copied) && one.kind.contains("recover")));
    house.close();
}

#[tokio::test]
async fn pw18_a_card_that_is_not_in_force_shows_nothing_when_it_is_read_nor_when_it_is_decided() {
    let house = House::start();
    let [first, second, _] = officers(&house);
    let mut one = on_duty(&house, &first).await;
    let an = bringing(&house, "good");
    holds(&house, &an, &[("card_expires_on", &date(today(&house) - 1))]);
    assert!(refused(&mut one, &an).await.contains(NOT_IN_FORCE));
    // Whose card was taken back, as one that was lost is, has no account to recover until there is a card again.
    for state in ["revoked", "withheld"] {
        holds(&house, &an, &[("card_state", state)]);
        house.sweep().await;
        assert!(refused(&mut one, &an).await.contains(NOT_POSSIBLE), "{state}");
    }
    holds(&house, &an, &[]);
    house.sweep().await;
    let measure = receive(&mut one, "recover", &an.personal_id_number, &fields(&an)).await.unwrap();
    one.click("hand-on").await.expect_path(&measure);
    let mut mine = signed_in(&house, &an).await;
    let tried = history(&mut mine, "/wallet/history").await;
    assert_eq!(tried.iter().filter(|event| *event == "measure_not_received").count(), 3, "{tried:?}");

    // It was in force when it was read; another one was issued before the second officer decided.
    house.advance(DAY).await;
    let mut two = on_duty(&house, &second).await;
    holds(&house, &an, &[("card_issued_on", &date(today(&house)))]);
    two.open(&measure).await;
    two.click("approve").await.expect(409);
    holds(&house, &an, &[]);
    two.open(&measure).await;
    two.click("approve").await.expect_path(&measure);
    house.close();
}

#[tokio::test]
async fn f39_the_readers_of_another_house_are_asked_over_the_exchange_and_no_failure_of_theirs_is_a_card() {
    let (_nation, _, exchange, asking) = two_houses(&[]);
    let [first, ..] = officers(&asking);
    let mut one = on_duty(&asking, &first).await;
    let (an, binh) = (bringing(&asking, "good"), bringing_other(&asking, "good", &[&bringing(&asking, "good")]));
    let measure = receive(&mut one, "recover", &an.personal_id_number, &fields(&an)).await.unwrap();
    assert!(one.open(&measure).await.text("#chip").contains("CHIP-"), "the other house's reader read it");
    for (card, words) in
        [("copied", "không phải chip gốc"), ("broken", "Không đọc được chip"), ("replaced", NOT_IN_FORCE)]
    {
        assert!(refused(&mut one, &bringing(&asking, card)).await.contains(words), "{card}");
    }
    // The reader says whose card it is, and it is somebody else's.
    exchange.is_at("chips", Mood::Confuses);
    assert!(refused(&mut one, &binh).await.contains("của người khác"));
    for mood in [
        Mood::Refuses(500),
        Mood::Refuses(401),
        Mood::Refuses(404),
        Mood::Redirects,
        Mood::Babbles,
        Mood::Sleeps,
        Mood::Truncates,
        Mood::Changed,
        Mood::Floods,
    ] {
        exchange.is_at("chips", mood);
        one.open("/office/measure/new?deed=recover").await.expect(200);
        one.fill("personal_id_number", &binh.personal_id_number).fill("phone", &binh.phone).tick("chip", &["1"]);
        let page = one.click("receive-measure").await;
        assert_eq!(page.status(), 503, "{mood:?}: {}", page.summary());
        one.open("/office/measures").await;
        assert_eq!(one.page().attributes("tbody tr a", "href").len(), 1, "{mood:?} is a measure");
        // The register is left alone for a while, and asked again after it.
        asking.advance(310).await;
    }
    assert!(!exchange.was_followed(), "nobody asks where the readers send them");
    // Meanwhile the request is received without the card, and with it when the readers are back.
    let measure = receive(&mut one, "recover", &binh.personal_id_number, &fields(&binh)[..1]).await.unwrap();
    assert!(!one.open(&measure).await.has("#chip"));
    exchange.is(Mood::Answers);
    let chi = bringing_other(&asking, "good", &[&an, &binh]);
    let measure = receive(&mut one, "recover", &chi.personal_id_number, &fields(&chi)).await.unwrap();
    assert!(one.open(&measure).await.text("#chip").contains("CHIP-"));
    asking.close();
}

const NOT_IN_FORCE: &str = "không phải là thẻ đang có giá trị";
const NOT_POSSIBLE: &str = "Không tiếp nhận được đề nghị này";

#[tokio::test]
async fn f39_the_readers_are_asked_as_the_exchange_is_and_answer_this_challenge() {
    let house = House::start();
    let an = bringing(&house, "good");
    let challenge = "A".repeat(43);
    let question = json!({ "MaYeuCau": "m1", "SoHoi": an.personal_id_number, "ThachThuc": challenge }).to_string();
    let ask = async |token: &str, body: &str| {
        let headers = [("authorization", token), ("content-type", "application/json")];
        house.wire().send(Method::POST, "/sandbox/exchange/chips", &headers, body).await
    };
    let answer: Value = ask("Bearer sandbox", &question).await.expect(200).json();
    assert_eq!((&answer["MaYeuCau"], &answer["ThachThuc"]), (&json!("m1"), &json!(challenge)));
    let read = &answer["KetQua"];
    assert_eq!(read["SoDinhDanh"], json!(an.personal_id_number));
    assert_eq!((&read["ChuKyHopLe"], &read["ChipNguyenGoc"]), (&json!(true), &json!(true)));
    ask("Bearer other", &question).await.expect(401);
    for body in ["{}", &question.replace(&challenge, "AAAA"), &question.replace(&an.personal_id_number, "12")] {
        ask("Bearer sandbox", body).await.expect(400);
    }
    house.close();
}
