//! The call centre: who calls is recognised by a code and by what is typed, nothing is shown, and what is wanted is done.

use crate::applicants::{Applicants, PASSWORD, activate, count_told, enrolled, international};
use crate::desk::{addressed, level_one, officers, on_duty, signed_in};
use crate::encounter::history;
use crate::harness::{Browser, House, Page, Person};

const DAY: i64 = 24 * 3600;

/// The officer types the number and has a code sent.
pub(crate) async fn send(officer: &mut Browser, number: &str) -> Page {
    officer.open("/office/call").await;
    officer.fill("personal_id_number", number).click("send-code").await.clone()
}

/// The officer types what the caller says.
pub(crate) async fn take(officer: &mut Browser, person: &Person, code: &str, wish: &str) -> Page {
    officer.fill_all(&[
        ("personal_id_number", &person.personal_id_number),
        ("code", code),
        ("full_name", &person.full_name),
        ("birth_date", &person.birth_date),
    ]);
    officer.tick("wish", &[wish]).click("take").await.clone()
}

fn state(house: &House, person: &Person) -> String {
    let shown: serde_json::Value = house.command(&["account", "show", &person.personal_id_number]).json();
    shown["state"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn who_calls_after_the_window_and_is_recognised_activates_after_all() {
    let house = House::start();
    let applicants = Applicants::of(&house);
    let an = applicants.anybody();
    let to = international(&an.phone);
    enrolled(&house, an).await;
    house.advance(20 * DAY).await;
    house.sweep().await;
    assert_eq!(state(&house, an), "lapsed");

    let mut officer = on_duty(&house, &officers(&house)[0]).await;
    assert_eq!(send(&mut officer, &an.personal_id_number).await.attribute("#done", "data-done"), "sent");
    assert_eq!(count_told(&house, &to, "call_code").await, 1);
    let code = house.code_sent_to(&to).await;
    // A name typed in other Unicode is the same name.
    let spoken = Person { full_name: an.full_name.to_uppercase(), ..an.clone() };
    let page = take(&mut officer, &spoken, &code, "activate").await;
    assert_eq!(page.expect(200).attribute("#done", "data-done"), "activate");
    assert!(!page.words().contains(&an.full_name) && page.value("full_name").is_empty(), "nothing stays on the page");
    assert_eq!(state(&house, an), "approved");

    let fresh = house.code_sent_to(&to).await;
    activate(&house, an, &fresh, PASSWORD).await.expect(200);
    assert_eq!(state(&house, an), "active");
    let an = Person { password: Some(PASSWORD.to_owned()), ..an.clone() };
    let mut browser = signed_in(&house, &an).await;
    let events = history(&mut browser, "/wallet/history").await;
    for kind in ["call_taken", "activation_reopened"] {
        assert_eq!(events.iter().filter(|event| *event == kind).count(), 1, "{events:?}");
    }
    // A code is spent by the call that it was for, and an account that is active has nothing to be opened again.
    house.advance(61).await;
    send(&mut officer, &an.personal_id_number).await;
    let code = house.code_sent_to(&to).await;
    take(&mut officer, &an, &code, "activate").await.expect(409);
    take(&mut officer, &an, &code, "activate").await.expect(422);
    house.close();
}

#[tokio::test]
async fn the_call_centre_is_no_oracle() {
    let house = House::start();
    let an = level_one(&house).remove(0);
    let stranger = house.person(&["--unenrolled"]);
    let mut officer = on_duty(&house, &officers(&house)[0]).await;
    let sent = send(&mut officer, &an.personal_id_number).await.text("#done");
    assert_eq!(send(&mut officer, &stranger.personal_id_number).await.text("#done"), sent);
    assert_eq!(send(&mut officer, "001090111111").await.text("#done"), sent);
    let code = house.code_sent_to(&addressed(&an)).await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let another = |change: fn(&mut Person)| {
        let mut person = an.clone();
        change(&mut person);
        person
    };
    let misspoken = another(|person| person.full_name = "Nguyễn Văn Khác".into());
    let misborn = another(|person| person.birth_date = "01/01/1950".into());
    let nobody = another(|person| person.personal_id_number = "001090111111".into());
    let mut answers = Vec::new();
    for (person, code) in [(&an, wrong), (&stranger, wrong), (&nobody, &code), (&misspoken, &code), (&misborn, &code)] {
        officer.open("/office/call").await;
        answers.push(take(&mut officer, person, code, "lock").await.expect(422).texts(".summary li"));
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    // Another officer's code is none, and one's own account is nobody's to call about.
    let shown: serde_json::Value = house.command(&["account", "show", &an.personal_id_number]).json();
    assert_eq!(shown["locked_by"], serde_json::json!([]));
    house.close();
}

#[tokio::test]
async fn a_person_is_called_about_so_often_a_day_and_no_more() {
    let house = House::start();
    let mut officer = on_duty(&house, &officers(&house)[0]).await;
    for _ in 0..5 {
        send(&mut officer, "001090111111").await.expect(200);
    }
    send(&mut officer, "001090111111").await.expect(429).expect_error("too_many_requests").expect_wait(DAY);
    house.close();
}

#[tokio::test]
async fn a_caller_who_is_recognised_has_the_account_locked_at_once() {
    let house = House::start();
    let an = level_one(&house).remove(0);
    let mut open = signed_in(&house, &an).await;
    let mut officer = on_duty(&house, &officers(&house)[0]).await;
    send(&mut officer, &an.personal_id_number).await;
    let code = house.code_sent_to(&addressed(&an)).await;
    let page = take(&mut officer, &an, &code, "lock").await;
    assert_eq!(page.expect(200).attribute("#done", "data-done"), "lock");
    let shown: serde_json::Value = house.command(&["account", "show", &an.personal_id_number]).json();
    assert_eq!(shown["locked_by"], serde_json::json!(["own_request"]));
    assert!(open.open("/account").await.has("form#sign-in"));
    // Who may not take calls sees no such page.
    let mut administrator = on_duty(&house, &officers(&house)[2]).await;
    administrator.open("/office/call").await.expect(403);
    house.close();
}
