//! The registers of the state over HTTP: one house asks the synthetic register of another, and registers fail (F39, PM09).

use serde_json::json;

use crate::applicants::{Applicants, count_told, enrol, international};
use crate::entry::somebody;
use crate::harness::{Exchange, House, Mood, Person};

/// A house with people, the exchange before its register, and a house that asks there.
fn two_houses(further: &[&str]) -> (House, Applicants, Exchange, House) {
    let nation = House::start();
    let applicants = Applicants::of(&nation);
    let exchange = Exchange::before(&nation);
    let settings = exchange.settings();
    let settings: Vec<&str> = settings.iter().map(String::as_str).chain(further.iter().copied()).collect();
    let asking = House::start_with(&settings);
    (nation, applicants, exchange, asking)
}

fn has_account(house: &House, person: &Person) -> bool {
    house.command(&["account", "show", &person.personal_id_number]).code == 0
}

#[tokio::test]
async fn a_house_enrols_by_the_register_of_another_one_over_the_exchange() {
    let (nation, applicants, exchange, asking) = two_houses(&[]);
    let people = applicants.plain();
    enrol(&asking, people[0], &[]).await.expect(200);
    assert!(has_account(&asking, people[0]) && !has_account(&nation, people[0]));
    assert_eq!(count_told(&asking, &international(&people[0].phone), "activation_code").await, 1);
    assert!(exchange.asked() >= 2, "both registers were asked");

    enrol(&asking, people[1], &[("full_name", "Nguyễn Văn Không")]).await.expect(200);
    enrol(&asking, people[2], &[("phone", &people[1].phone)]).await.expect(200);
    enrol(&asking, people[3], &[("personal_id_number", "001099999999")]).await.expect(200);
    for person in &people[1..4] {
        assert!(!has_account(&asking, person));
    }
    for cohort in ["renumbered", "legacy_number", "year_only_birth", "month_year_birth", "decomposed_name"] {
        let person = applicants.special(cohort);
        enrol(&asking, person, &[]).await.expect(200);
        assert!(has_account(&asking, person), "{cohort}");
    }
}

#[tokio::test]
async fn f39_no_failure_of_a_register_makes_an_account_and_who_has_one_goes_on() {
    let (_nation, applicants, exchange, asking) = two_houses(&[]);
    let people = applicants.plain();
    enrol(&asking, people[0], &[]).await.expect(200);
    let failures = [
        Mood::Refuses(500),
        Mood::Refuses(401),
        Mood::Refuses(404),
        Mood::Refuses(302),
        Mood::Sleeps,
        Mood::Truncates,
        Mood::Confuses,
        Mood::Changed,
        Mood::Floods,
    ];
    for (mood, person) in failures.into_iter().zip(&people[1..]) {
        exchange.is(mood);
        enrol(&asking, person, &[]).await.expect(503).expect_error("temporarily_unavailable");
        assert!(!has_account(&asking, person), "{mood:?}");
        assert_eq!(count_told(&asking, &international(&person.phone), "activation_code").await, 0, "{mood:?}");
        asking.advance(60).await;
    }
    // Nobody is locked out of an account by a register.
    let holder = somebody(&asking);
    let mut browser = asking.browser();
    browser.open("/account").await;
    asking.pass(&mut browser, &holder).await;
    browser.page().expect(200).expect_path("/account");

    exchange.is(Mood::Answers);
    asking.advance(60).await;
    enrol(&asking, people[20], &[]).await.expect(200);
    assert!(has_account(&asking, people[20]));
}

#[tokio::test]
async fn f39_a_register_that_fails_is_left_alone_for_a_while_and_operators_see_it() {
    let operators = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let listen = format!("--operator-listen={operators}");
    let (_nation, applicants, exchange, asking) = two_houses(&[&listen]);
    let people = applicants.plain();
    let metrics = async |line: &str| {
        let text = asking.wire().get(&format!("http://{operators}/metrics")).await.expect(200).text();
        assert!(text.lines().any(|one| one == line), "{line} is not in\n{text}");
    };
    metrics(r#"dinhdanh_register_breaker{register="population"} 0"#).await;
    exchange.is(Mood::Refuses(503));
    for person in &people[..6] {
        enrol(&asking, person, &[]).await;
    }
    metrics(r#"dinhdanh_register_breaker{register="population"} 2"#).await;
    metrics(r#"dinhdanh_register_questions_total{outcome="failed",register="population"} 5"#).await;
    let asked = exchange.asked();
    for person in &people[6..9] {
        enrol(&asking, person, &[]).await;
    }
    assert_eq!(exchange.asked(), asked, "nobody asks a register that is left alone");

    exchange.is(Mood::Answers);
    asking.advance(15).await;
    enrol(&asking, people[9], &[]).await.expect(200);
    assert!(has_account(&asking, people[9]));
    metrics(r#"dinhdanh_register_breaker{register="population"} 0"#).await;
}

#[tokio::test]
async fn the_synthetic_exchange_answers_who_has_its_key_and_asks_plainly() {
    let house = House::start();
    let applicants = Applicants::of(&house);
    let number = &applicants.anybody().personal_id_number;
    let ask = async |key: &str, body: &str| {
        let headers = [("authorization", key), ("content-type", "application/json")];
        house.wire().send(http::Method::POST, "/sandbox/exchange/population", &headers, body).await
    };
    let question = json!({ "MaYeuCau": "abc", "SoHoi": number }).to_string();
    ask("Bearer other", &question).await.expect(401);
    for wrong in ["", "{}", "[]", r#"{"MaYeuCau":"a","SoHoi":"1"}"#, r#"{"MaYeuCau":"a","SoHoi":"1","x":1}"#] {
        ask("Bearer sandbox", wrong).await.expect(400);
    }
    let answer: serde_json::Value = ask("Bearer sandbox", &question).await.expect(200).json();
    assert_eq!((&answer["MaYeuCau"], &answer["CongDan"]["SoDinhDanh"]), (&json!("abc"), &json!(number)));
}
