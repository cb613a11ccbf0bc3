//! A holder at the counter lays the card on the reader: what its chip is worth, and that a copy and a broken chip are worth
//! nothing. Issue 6; PW18, F39.

use http::Method;
use serde_json::{Value, json};

use crate::desk::{addressed, officers, on_duty};
use crate::harness::{Browser, House, Person};
use crate::measure::{carry_out, receive};
use crate::recovery::{begin, proofs, waits};

/// Somebody of level 2 or 1 whose face is recognised and whose card does this on a reader.
fn bringing(house: &House, card: &str) -> Person {
    let is_known = |person: &Person| person.more["face"] == "passed" && person.more["chip"] == card;
    let is_officer = |person: &Person| person.more.get("officer").is_some_and(|officer| !officer.is_null());
    let people = [house.people(&["--level", "2"]), house.people(&["--level", "1"])].concat();
    people.into_iter().find(|person| is_known(person) && !is_officer(person)).expect("somebody with such a card")
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
