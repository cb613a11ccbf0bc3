//! The registers of the state over HTTP: one house asks the synthetic register of another, and registers fail (F39, PM09).

use serde_json::json;

use crate::applicants::{Applicants, PASSWORD, activate, count_told, enrol, enrolled, international, told};
use crate::entry::somebody;
use crate::harness::{Exchange, House, Mood, Person, Printed};

/// A house with people, the exchange before its register, and a house that asks there.
pub(crate) fn two_houses(further: &[&str]) -> (House, Applicants, Exchange, House) {
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

/// Time goes by until that holds. A question that was under way when the exchange came back may fail after all and have the
/// register left alone once more, and an application that was tried meanwhile waits for its next turn.
async fn until(asking: &House, holds: impl Fn() -> bool) {
    for _ in 0..20 {
        if holds() {
            return;
        }
        asking.advance(310).await;
    }
    panic!("the register is back and nothing goes on");
}

#[tokio::test]
async fn a_house_enrols_by_the_register_of_another_one_over_the_exchange() {
    let (nation, applicants, exchange, asking) = two_houses(&[]);
    let people = applicants.plain();
    enrol(&asking, people[0], &[]).await.expect(200);
    // On a busy machine the register may miss its time, and the application goes on a little later.
    until(&asking, || has_account(&asking, people[0])).await;
    assert!(!has_account(&nation, people[0]));
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
        until(&asking, || has_account(&asking, person)).await;
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
        Mood::Redirects,
        Mood::Babbles,
        Mood::Sleeps,
        Mood::Truncates,
        Mood::Confuses,
        Mood::Changed,
        Mood::Floods,
    ];
    for (mood, person) in failures.iter().copied().zip(&people[1..]) {
        exchange.is(mood);
        assert!(enrol(&asking, person, &[]).await.expect(200).has("#enrolled"), "{mood:?}");
        assert!(!has_account(&asking, person), "{mood:?}");
        assert_eq!(count_told(&asking, &international(&person.phone), "activation_code").await, 0, "{mood:?}");
        asking.advance(60).await;
    }
    assert!(!exchange.was_followed(), "nobody asks where a register sends them");
    // Nobody is locked out of an account by a register.
    let holder = somebody(&asking);
    let mut browser = asking.browser();
    browser.open("/account").await;
    asking.pass(&mut browser, &holder).await;
    browser.page().expect(200).expect_path("/account");

    // Nothing was lost: each is decided when the register is back.
    exchange.is(Mood::Answers);
    for person in &people[1..=failures.len()] {
        until(&asking, || has_account(&asking, person)).await;
        assert_eq!(count_told(&asking, &international(&person.phone), "activation_code").await, 1);
    }
}

#[tokio::test]
async fn pm09_an_application_made_while_the_register_is_down_is_decided_as_at_once_when_it_is_back() {
    let (_nation, applicants, exchange, mut asking) = two_houses(&[]);
    let people = applicants.plain();
    let (at_once, later, other, child) = (people[0], people[1], people[2], applicants.special("turns_14_tomorrow"));
    let shown = enrol(&asking, at_once, &[]).await.answer.text();
    exchange.is(Mood::Refuses(503));
    assert_eq!(enrol(&asking, later, &[]).await.expect(200).answer.text(), shown, "the answer tells of the outage");
    enrol(&asking, other, &[("full_name", "Nguyễn Văn Không")]).await.expect(200);
    enrol(&asking, child, &[]).await.expect(200);
    enrol(&asking, at_once, &[]).await.expect(200);
    asking.advance(30).await;
    assert!(!has_account(&asking, later));
    // Killed in the middle of the outage, it still knows who waits.
    asking.crash_and_restart().await;
    asking.advance(60).await;
    assert!(!has_account(&asking, later));

    exchange.is(Mood::Answers);
    asking.advance(24 * 3600).await;
    until(&asking, || has_account(&asking, later)).await;
    let account: serde_json::Value = asking.command(&["account", "show", &later.personal_id_number]).json();
    assert_eq!((account["state"].as_str(), account["level"].as_i64()), (Some("approved"), Some(1)));
    let phone = international(&later.phone);
    for kind in ["enrolment_approved", "activation_code"] {
        assert_eq!(count_told(&asking, &phone, kind).await, 1, "{kind}");
    }
    let code = asking.code_sent_to(&phone).await;
    activate(&asking, later, &code, PASSWORD).await.expect(200);
    // Who would not have had an account at once has none: another name, and a child of 13 on the day of submission.
    for person in [other, child] {
        assert!(!has_account(&asking, person));
        assert!(told(&asking, &international(&person.phone)).await.is_empty());
    }
    assert_eq!(count_told(&asking, &international(&at_once.phone), "enrolled_again").await, 1);
}

#[tokio::test]
async fn pm09_when_the_term_is_over_the_applicant_is_told_once_and_the_application_goes_on() {
    let (_nation, applicants, exchange, asking) = two_houses(&[]);
    let an = applicants.with_email();
    let phone = international(&an.phone);
    exchange.is(Mood::Refuses(503));
    enrol(&asking, an, &[("channel", "email")]).await.expect(200);
    asking.advance(12 * 3600).await;
    assert!(told(&asking, &phone).await.is_empty());
    // No term of one working day is longer, the new year's holidays included.
    asking.advance(15 * 24 * 3600).await;
    asking.advance(24 * 3600).await;
    let messages = told(&asking, &phone).await;
    assert_eq!(messages.len(), 1, "{messages:?}");
    assert!(messages[0].starts_with("enrolment_late: Dinh danh: ") && messages[0].is_ascii(), "{messages:?}");
    assert!(!messages[0].contains("http") && !messages[0].contains(&an.personal_id_number));
    assert!(told(&asking, an.email.as_deref().unwrap()).await.is_empty(), "an address that nobody has checked");
    assert!(!has_account(&asking, an));

    exchange.is(Mood::Answers);
    until(&asking, || has_account(&asking, an)).await;
}

#[tokio::test]
async fn pm09_what_is_kept_no_longer_ends_undecided_and_one_may_apply_again() {
    let (_nation, applicants, exchange, asking) = two_houses(&[]);
    let an = applicants.anybody();
    let phone = international(&an.phone);
    exchange.is(Mood::Refuses(503));
    enrol(&asking, an, &[]).await.expect(200);
    for _ in 0..4 {
        asking.advance(8 * 24 * 3600).await;
    }
    assert_eq!(count_told(&asking, &phone, "enrolment_undecided").await, 1);
    assert!(!has_account(&asking, an));

    exchange.is(Mood::Answers);
    asking.advance(600).await;
    assert!(!has_account(&asking, an), "what was given up is over");
    assert_eq!(count_told(&asking, &phone, "enrolment_undecided").await, 1);
    enrol(&asking, an, &[]).await.expect(200);
    until(&asking, || has_account(&asking, an)).await;
}

#[tokio::test]
async fn pm05_of_two_nodes_that_go_on_with_one_application_one_makes_the_account() {
    let (_nation, applicants, exchange, asking) = two_houses(&[]);
    let second = asking.second_node().await;
    let people = applicants.plain();
    exchange.is(Mood::Refuses(503));
    for person in &people[..6] {
        for _ in 0..2 {
            enrol(&asking, person, &[]).await.expect(200);
        }
    }
    // All are due, and the register is being left alone; then it is back, and both begin at one moment.
    asking.advance(400).await;
    if let Some(second) = &second {
        second.advance(400).await;
    }
    exchange.is(Mood::Answers);
    match &second {
        Some(second) => drop(tokio::join!(asking.advance(16), second.advance(16))),
        None => drop(tokio::join!(asking.advance(16), asking.sweep())),
    }
    for person in &people[..6] {
        let phone = international(&person.phone);
        until(&asking, || has_account(&asking, person)).await;
        for kind in ["enrolment_approved", "activation_code"] {
            assert_eq!(count_told(&asking, &phone, kind).await, 1, "{kind}");
        }
    }
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
    // Who is signed in is served on: a register that is gone is no reason to take the house out of service.
    asking.wire().get(&format!("http://{operators}/health/ready")).await.expect(204);
    metrics(r#"dinhdanh_register_questions_total{outcome="failed",register="population"} 5"#).await;
    let asked = exchange.asked();
    for person in &people[6..9] {
        enrol(&asking, person, &[]).await;
    }
    assert_eq!(exchange.asked(), asked, "nobody asks a register that is left alone");

    exchange.is(Mood::Answers);
    asking.advance(30).await;
    enrol(&asking, people[9], &[]).await.expect(200);
    until(&asking, || has_account(&asking, people[9])).await;
    metrics(r#"dinhdanh_register_breaker{register="population"} 0"#).await;
}

/// Whose record a line of a file is: the first column of cards, the second of the others.
fn holder(kind: &str, line: &str) -> String {
    line.split(',').nth(usize::from(kind != "cards")).unwrap().to_owned()
}

/// A subject of each register of a house, with what is shown of it.
fn subjects(nation: &House) -> Vec<(&'static str, String, String)> {
    let mut subjects = Vec::new();
    for kind in ["cards", "insurance", "licences"] {
        let made = Printed::by(&["register", "generate", "--kind", kind, "--count", "4", "--seed", "4711"]).done();
        let file = nation.site().file(&format!("{kind}.csv"), &made);
        nation.command(&["register", "import", "--kind", kind, file.to_str().unwrap()]).done();
        subjects.push((kind, holder(kind, made.lines().nth(2).unwrap())));
    }
    let listed = |kind| nation.command(&["register", "list", "--kind", kind]).done();
    let field =
        |csv: &str, line: usize, at: usize| csv.lines().nth(line).unwrap().split(',').nth(at).unwrap().to_owned();
    let (foreigners, organisations) = (listed("immigration"), listed("organisations"));
    subjects.push(("immigration", field(&foreigners, 1, 0)));
    subjects.push(("immigration", format!("{}/{}", field(&foreigners, 2, 1), field(&foreigners, 2, 2))));
    subjects.push(("organisations", field(&organisations, 1, 0)));
    subjects.push(("organisations", field(&organisations, 2, 1)));
    let shown = |(kind, subject): (&'static str, String)| {
        let shown = nation.command(&["register", "show", "--kind", kind, &subject]).done();
        (kind, subject, shown)
    };
    subjects.into_iter().map(shown).collect()
}

#[tokio::test]
async fn every_register_of_another_house_is_asked_over_the_exchange_and_answers_the_same() {
    let (nation, _applicants, exchange, asking) = two_houses(&[]);
    for (kind, subject, shown) in subjects(&nation) {
        let before = exchange.asked();
        assert_eq!(asking.command_as_set(&["register", "show", "--kind", kind, &subject]).done(), shown);
        assert!(exchange.asked() > before, "{kind} is asked elsewhere");
    }
    for (kind, nobody) in [
        ("cards", "001099999999"),
        ("insurance", "001099999999"),
        ("licences", "001099999999"),
        ("immigration", "199099999999"),
        ("immigration", "KOR/X99999999"),
        ("organisations", "0100109106"),
    ] {
        let told = asking.command_as_set(&["register", "show", "--kind", kind, nobody]);
        assert_eq!((told.code, told.stderr.trim()), (1, "the register knows no such subject"), "{kind}");
    }
}

#[tokio::test]
async fn f39_no_register_is_believed_that_fails_lies_or_answers_rubbish() {
    let (nation, _applicants, exchange, asking) = two_houses(&[]);
    let subjects = subjects(&nation);
    for kind in ["cards", "insurance", "licences", "immigration", "organisations"] {
        let mut of_kind = subjects.iter().filter(|(known, ..)| *known == kind);
        let (_, subject, _) = of_kind.next().unwrap();
        let ask = || asking.command_as_set(&["register", "show", "--kind", kind, subject]);
        let other = match kind {
            "cards" | "insurance" | "licences" => {
                let csv = std::fs::read_to_string(nation.site().folder().join(format!("{kind}.csv"))).unwrap();
                holder(kind, csv.lines().nth(1).unwrap())
            }
            _ => of_kind.next().unwrap().1.clone(),
        };
        // Somebody else's record, for the lie.
        asking.command_as_set(&["register", "show", "--kind", kind, &other]).done();
        for mood in [
            Mood::Confuses,
            Mood::Refuses(503),
            Mood::Redirects,
            Mood::Babbles,
            Mood::Sleeps,
            Mood::Truncates,
            Mood::Changed,
            Mood::Floods,
        ] {
            exchange.is(mood);
            let told = ask();
            assert_eq!((told.code, told.stdout.as_str()), (2, ""), "{kind} {mood:?}");
            assert!(told.stderr.contains("the register is out of reach") && !told.stderr.contains(subject.as_str()));
        }
        exchange.is(Mood::Answers);
        assert_eq!(ask().code, 0, "{kind} is back");
    }
    assert!(!exchange.was_followed());
}

#[tokio::test]
async fn what_another_houses_register_changes_acts_here_by_its_feed_once_the_feed_can_be_believed() {
    let (nation, applicants, exchange, asking) = two_houses(&[]);
    let people = applicants.plain();
    let shown = |person: &Person| -> serde_json::Value {
        asking.command(&["account", "show", &person.personal_id_number]).json()
    };
    for person in &people[..2] {
        let code = enrolled(&asking, person).await;
        activate(&asking, person, &code, PASSWORD).await.expect(200);
    }
    let dies = |person: &Person| {
        let csv = std::fs::read_to_string(nation.site().folder().join("applicants.csv")).unwrap();
        let mut lines = csv.lines();
        let header = lines.next().unwrap();
        let line = lines.find(|line| line.starts_with(&person.personal_id_number)).unwrap();
        let line = line.replacen(",alive,", ",deceased,", 1);
        let file = nation.site().file("deaths.csv", format!("{header}\n{line}\n"));
        assert!(nation.command(&["population", "update", file.to_str().unwrap()]).done().starts_with("changed 1 "));
    };
    dies(people[0]);
    asking.sweep().await;
    assert_eq!(shown(people[0])["locked_by"], json!(["death"]));

    dies(people[1]);
    for mood in [Mood::Confuses, Mood::Refuses(503), Mood::Truncates, Mood::Changed, Mood::Floods, Mood::Babbles] {
        exchange.is(mood);
        asking.advance(20).await;
        assert_eq!(shown(people[1])["locked_by"], json!([]), "{mood:?}");
    }
    exchange.is(Mood::Answers);
    // Nothing of the feed was lost.
    until(&asking, || shown(people[1])["locked_by"] == json!(["death"])).await;
}

#[tokio::test]
async fn the_register_of_cards_is_believed_about_a_card_and_not_the_populations_copy() {
    let (nation, applicants, exchange, asking) = two_houses(&[]);
    let an = applicants.plain()[0];
    let code = enrolled(&asking, an).await;
    activate(&asking, an, &code, PASSWORD).await.expect(200);
    let locked = || {
        let shown: serde_json::Value = asking.command(&["account", "show", &an.personal_id_number]).json();
        shown["locked_by"].clone()
    };
    exchange.is(Mood::OldCopies);
    for (state, ground) in
        [("withheld", json!(["card_revoked"])), ("issued", json!([])), ("revoked", json!(["card_revoked"]))]
    {
        let card = format!(
            "number,card_issued_on,card_expires_on,card_state\n{},2024-07-02,never,{state}\n",
            an.personal_id_number
        );
        let file = nation.site().file("card.csv", card);
        nation.command(&["register", "import", "--kind", "cards", file.to_str().unwrap()]).done();
        asking.sweep().await;
        assert_eq!(locked(), ground, "{state}");
    }
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
    for place in ["nowhere", "nowhere/changes", "population/changes", "cards/changes"] {
        let (path, headers) = (format!("/sandbox/exchange/{place}"), [("authorization", "Bearer sandbox")]);
        house.wire().send(http::Method::POST, &path, &headers, question.as_str()).await.expect(400);
        house.wire().send(http::Method::POST, &path, &[], question.as_str()).await.expect(401);
    }
    let answer: serde_json::Value = ask("Bearer sandbox", &question).await.expect(200).json();
    assert_eq!((&answer["MaYeuCau"], &answer["CongDan"]["SoDinhDanh"]), (&json!("abc"), &json!(number)));
}
