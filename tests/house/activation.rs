//! Activation as holders meet it: one code, in time, once; and what a stranger with a number learns, which is nothing.

use unicode_normalization::UnicodeNormalization as _;

use crate::applicants::{Applicants, PASSWORD, activate, count_told, enrolled, international};
use crate::harness::{House, Page, Person};

/// Asks for another code on the page of activation.
async fn resend(house: &House, number: &str) -> Page {
    let mut browser = house.browser();
    browser.open("/activate").await;
    browser.fill("personal_id_number", number);
    browser.click("resend").await.clone()
}

/// Where the account stands, as the operator sees it.
fn state(house: &House, person: &Person) -> String {
    let shown: serde_json::Value = house.command(&["account", "show", &person.personal_id_number]).json();
    shown["state"].as_str().unwrap().to_owned()
}

/// Six digits that are not these.
fn another(code: &str) -> String {
    code.chars().map(|digit| if digit == '9' { '0' } else { '9' }).collect()
}

const WRONG: &str = "Mã kích hoạt không đúng với số định danh này hoặc không còn dùng được";

#[tokio::test]
async fn the_holder_takes_the_account_over_with_the_code_and_a_password() {
    let house = House::start();
    let applicants = Applicants::of(&house);
    let an = applicants.anybody();
    let code = enrolled(&house, an).await;
    let page = activate(&house, an, &code, PASSWORD).await;
    page.expect(200).expect_words("Tài khoản của bạn đã được kích hoạt");
    assert!(page.has("#activated"));
    assert_eq!(state(&house, an), "active");
    assert_eq!(count_told(&house, &international(&an.phone), "account_activated").await, 1);
    // Sent again, by the holder's impatience: the same page, and nothing happens twice.
    assert!(activate(&house, an, &code, PASSWORD).await.expect(200).has("#activated"));
    assert_eq!(count_told(&house, &international(&an.phone), "account_activated").await, 1);
}

#[tokio::test]
async fn a_code_is_dead_after_120_seconds_and_another_one_can_be_asked_for() {
    let house = House::start();
    let applicants = Applicants::of(&house);
    let an = applicants.anybody();
    let code = enrolled(&house, an).await;
    house.advance(120).await;
    let page = activate(&house, an, &code, PASSWORD).await;
    page.expect(422).expect_words("Mã kích hoạt đã hết hiệu lực");
    assert_eq!(page.wrong_fields(), ["code"]);
    assert_eq!(state(&house, an), "approved");
    assert!(resend(&house, &an.personal_id_number).await.expect(200).has("#resent"));
    let newer = house.code_sent_to(&international(&an.phone)).await;
    activate(&house, an, &code, PASSWORD).await.expect(422).expect_words(WRONG);
    house.advance(90).await;
    activate(&house, an, &newer, PASSWORD).await.expect(200);
    assert_eq!(state(&house, an), "active");
}

#[tokio::test]
async fn a_resend_cancels_the_former_code_and_comes_once_a_minute() {
    let house = House::start();
    let applicants = Applicants::of(&house);
    let an = applicants.anybody();
    let phone = international(&an.phone);
    let former = enrolled(&house, an).await;
    resend(&house, &an.personal_id_number).await.expect(200);
    assert_eq!(count_told(&house, &phone, "activation_code").await, 1, "one minute has not passed");
    house.advance(60).await;
    resend(&house, &an.personal_id_number).await.expect(200);
    assert_eq!(count_told(&house, &phone, "activation_code").await, 2);
    let newer = house.code_sent_to(&phone).await;
    if newer != former {
        activate(&house, an, &former, PASSWORD).await.expect(422).expect_words(WRONG);
    }
    activate(&house, an, &newer, PASSWORD).await.expect(200);
}

#[tokio::test]
async fn the_sixth_try_is_refused_even_when_it_is_right() {
    let house = House::start();
    let applicants = Applicants::of(&house);
    let an = applicants.anybody();
    let code = enrolled(&house, an).await;
    for _ in 0..5 {
        activate(&house, an, &another(&code), PASSWORD).await.expect(422).expect_words(WRONG);
    }
    activate(&house, an, &code, PASSWORD).await.expect(422).expect_words(WRONG);
    assert_eq!(state(&house, an), "approved");
    house.advance(60).await;
    resend(&house, &an.personal_id_number).await.expect(200);
    let newer = house.code_sent_to(&international(&an.phone)).await;
    activate(&house, an, &newer, PASSWORD).await.expect(200);
}

#[tokio::test]
async fn a_code_of_somebody_else_opens_nothing() {
    let house = House::start();
    let applicants = Applicants::of(&house);
    let plain = applicants.plain();
    let (mine, theirs) = (enrolled(&house, plain[0]).await, enrolled(&house, plain[1]).await);
    if mine != theirs {
        activate(&house, plain[0], &theirs, PASSWORD).await.expect(422).expect_words(WRONG);
    }
    activate(&house, plain[0], &mine, PASSWORD).await.expect(200);
    assert_eq!(state(&house, plain[1]), "approved");
}

#[tokio::test]
async fn a_stranger_learns_nothing_of_a_number() {
    let house = House::start();
    let applicants = Applicants::of(&house);
    let plain = applicants.plain();
    let (waiting, active, nobody) = (plain[0], plain[1], plain[2]);
    let _ = enrolled(&house, waiting).await;
    let code = enrolled(&house, active).await;
    activate(&house, active, &code, PASSWORD).await.expect(200);
    house.advance(60).await;

    let mut browser = house.browser();
    let mut faces = Vec::new();
    for person in [waiting, active, nobody] {
        let number = &person.personal_id_number;
        browser.open("/activate").await;
        browser.fill_all(&[("personal_id_number", number), ("code", "000001")]);
        browser.fill_all(&[("password", PASSWORD), ("password_again", PASSWORD)]);
        let refused = browser.click("activate").await.clone();
        browser.open("/activate").await;
        browser.fill("personal_id_number", number);
        let resent = browser.click("resend").await.clone();
        let face = |page: &Page| (page.status(), page.answer.text().replace(number, "NUMBER"));
        faces.push((face(&refused), face(&resent)));
    }
    assert_eq!((faces[0].0.0, faces[0].1.0), (422, 200));
    assert!(faces[0] == faces[1] && faces[0] == faces[2], "an answer depends on who the number is");
}

#[tokio::test]
async fn a_window_that_has_passed_is_refused_at_use_and_opened_again_by_the_call_centre() {
    let house = House::start();
    let applicants = Applicants::of(&house);
    let an = applicants.anybody();
    let phone = international(&an.phone);
    let code = enrolled(&house, an).await;
    // Seven days end with the next working day: three weeks are past any run of days off.
    house.advance(21 * 24 * 3600).await;
    let page = activate(&house, an, &code, PASSWORD).await;
    page.expect(422).expect_words("Tài khoản chưa được kích hoạt trong 07 ngày kể từ ngày thông báo");
    assert_eq!(page.attribute("main", "data-reason"), "lapsed");
    assert_eq!(state(&house, an), "lapsed");
    assert_eq!(count_told(&house, &phone, "activation_lapsed").await, 1);
    // Who does not know the code is told what any stranger is told, and no code is sent any more.
    activate(&house, an, &another(&code), PASSWORD).await.expect(422).expect_words(WRONG);
    resend(&house, &an.personal_id_number).await.expect(200);
    assert_eq!(count_told(&house, &phone, "activation_code").await, 1);
    house.command(&["account", "reopen", &an.personal_id_number]).done();
    assert_eq!(state(&house, an), "approved");
    assert_eq!(count_told(&house, &phone, "activation_code").await, 2);
    house.command(&["account", "reopen", &an.personal_id_number]).refused();
}

#[tokio::test]
async fn a_locked_account_is_not_activated() {
    let house = House::start();
    let applicants = Applicants::of(&house);
    let an = applicants.anybody();
    let code = enrolled(&house, an).await;
    let lock = ["account", "lock", &an.personal_id_number, "--ground", "authority", "--reason", "QD 1/2026"];
    house.command(&lock).done();
    house.command(&lock).refused();
    let page = activate(&house, an, &code, PASSWORD).await;
    assert_eq!(page.expect(422).attribute("main", "data-reason"), "barred");
    assert_eq!(count_told(&house, &international(&an.phone), "account_locked").await, 1);
    house.command(&["account", "lock", &an.personal_id_number, "--ground", "breach", "--reason", "QD 2/2026"]).done();
    house.command(&["account", "unlock", &an.personal_id_number, "--ground", "authority"]).done();
    assert_eq!(count_told(&house, &international(&an.phone), "account_unlocked").await, 0, "one ground still stands");
    house.command(&["account", "unlock", &an.personal_id_number, "--ground", "breach"]).done();
    house.command(&["account", "unlock", &an.personal_id_number, "--ground", "breach"]).refused();
    assert_eq!(count_told(&house, &international(&an.phone), "account_unlocked").await, 1);
    activate(&house, an, &code, PASSWORD).await.expect(200);
}

#[tokio::test]
async fn a_password_is_refused_with_what_to_do_and_never_shown_again() {
    let house = House::start();
    let applicants = Applicants::of(&house);
    let an = applicants.anybody();
    let code = enrolled(&house, an).await;
    let long = format!("Zq7#{}", "xk".repeat(70));
    for (password, words) in [
        ("Zq7#xkv", "ít nhất 8 ký tự"),
        (long.as_str(), "dài nhất 128 ký tự"),
        ("zq7#xkvw", "chữ hoa, chữ thường, chữ số"),
        ("Matkhau@2026", "quá phổ biến"),
    ] {
        let page = activate(&house, an, "000000", password).await;
        page.expect(422).expect_words(words);
        assert_eq!(page.wrong_fields(), ["password"]);
        assert!(!page.answer.text().contains(password), "a password stands on the page");
    }
    // What is on the holder's papers is refused only to who has the code.
    let own = format!("Xq#{}z", an.personal_id_number);
    activate(&house, an, &another(&code), &own).await.expect(422).expect_words(WRONG);
    let page = activate(&house, an, &code, &own).await;
    page.expect(422).expect_words("không được chứa số định danh, họ tên, ngày sinh");
    assert_eq!(page.value("code"), code, "the code is still good and need not be typed again");

    let mut browser = house.browser();
    browser.open("/activate").await;
    browser.fill_all(&[("personal_id_number", &an.personal_id_number), ("code", &code)]);
    browser.fill_all(&[("password", PASSWORD), ("password_again", "Trời-xanh-8-sắc")]);
    assert_eq!(browser.click("activate").await.expect(422).wrong_fields(), ["password_again"]);
    browser.fill_all(&[("password", PASSWORD), ("password_again", PASSWORD)]);
    browser.click("activate").await.expect(200);
}

#[tokio::test]
async fn wrong_shapes_are_told_before_anything_is_looked_at() {
    let house = House::start();
    let mut browser = house.browser();
    browser.open("/activate").await;
    browser.fill_all(&[("personal_id_number", "12"), ("code", "12a456"), ("password", "x")]);
    let page = browser.click("activate").await.expect(422).clone();
    assert_eq!(page.wrong_fields(), ["personal_id_number", "code", "password"]);
    browser.open("/activate").await;
    assert_eq!(browser.click("resend").await.expect(422).wrong_fields(), ["personal_id_number"]);
    browser.open("/activate").await;
    browser.post_form("/activate", &[("code", "1"), ("code", "2")]).await.expect(400);
    browser.open("/activate").await;
    browser.post_form("/activate", &[("password", &"a".repeat(1 << 20))]).await.expect(413);
    house.browser().post_form("/activate/code", &[]).await.expect(403);
}

#[tokio::test]
async fn of_many_who_use_one_code_at_once_one_activates() {
    let house = House::start();
    let applicants = Applicants::of(&house);
    let second = house.second_node().await;
    for person in &applicants.plain()[..3] {
        let code = enrolled(&house, person).await;
        let racers = (0..4).map(|place| {
            let node = second.as_ref().filter(|_| place % 2 == 1).unwrap_or(house.node());
            let (mut browser, person, code) = (node.browser(), (*person).clone(), code.clone());
            tokio::spawn(async move {
                browser.open("/activate").await;
                browser.fill_all(&[("personal_id_number", &person.personal_id_number), ("code", &code)]);
                browser.fill_all(&[("password", PASSWORD), ("password_again", PASSWORD)]);
                browser.click("activate").await.status()
            })
        });
        for racer in racers.collect::<Vec<_>>() {
            assert_eq!(racer.await.unwrap(), 200, "the others learn that the account is active");
        }
        assert_eq!(count_told(&house, &international(&person.phone), "account_activated").await, 1);
    }
}

#[tokio::test]
async fn a_storm_of_guesses_is_five_guesses() {
    let house = House::start();
    let applicants = Applicants::of(&house);
    let second = house.second_node().await;
    let an = applicants.anybody();
    let code = enrolled(&house, an).await;
    let guesses = (0..12).map(|place| {
        let node = second.as_ref().filter(|_| place % 2 == 1).unwrap_or(house.node());
        let (mut browser, number, wrong) = (node.browser(), an.personal_id_number.clone(), another(&code));
        tokio::spawn(async move {
            browser.open("/activate").await;
            browser.fill_all(&[("personal_id_number", &number), ("code", &wrong)]);
            browser.fill_all(&[("password", PASSWORD), ("password_again", PASSWORD)]);
            browser.click("activate").await.expect(422);
        })
    });
    for guess in guesses.collect::<Vec<_>>() {
        guess.await.unwrap();
    }
    activate(&house, an, &code, PASSWORD).await.expect(422);
    assert_eq!(state(&house, an), "approved");
    // And the counter over all codes of the person closes, whatever code is live.
    for _ in 0..7 {
        activate(&house, an, &another(&code), PASSWORD).await;
    }
    activate(&house, an, &code, PASSWORD).await.expect(429).expect_error("too_many_requests").expect_wait(3600);
}

#[tokio::test]
async fn a_password_typed_in_decomposed_letters_is_the_same_password() {
    let house = House::start();
    let applicants = Applicants::of(&house);
    let an = applicants.anybody();
    let code = enrolled(&house, an).await;
    let mut browser = house.browser();
    browser.open("/activate").await;
    browser.fill_all(&[("personal_id_number", &an.personal_id_number), ("code", &code)]);
    browser.fill("password", &PASSWORD.nfd().collect::<String>());
    browser.fill("password_again", &PASSWORD.nfd().collect::<String>());
    browser.click("activate").await.expect(200);
}
