//! Locks on the own request: lifted online by both factors of the holder and by nothing less, put at the counter for who
//! came without a telephone; and a face that is not the card's. Issue 4, account life; Decree 69/2024 Art. 15.

use serde_json::{Value, json};

use crate::applicants::count_told;
use crate::desk::{addressed, evidence, level_one, officers, on_duty, receive, signed_in};
use crate::encounter::history;
use crate::harness::{Browser, House, Page, Person};

fn grounds(house: &House, person: &Person) -> Value {
    let shown: Value = house.command(&["account", "show", &person.personal_id_number]).json();
    shown["locked_by"].clone()
}

/// Number and password on the page of unlocking.
async fn ask(browser: &mut Browser, number: &str, password: &str) -> Page {
    browser.open("/unlock").await.expect(200);
    browser.fill("username", number).fill("password", password).click("ask").await.clone()
}

#[tokio::test]
async fn a_holder_lifts_the_own_lock_with_both_factors_and_nobody_with_one() {
    let house = House::start();
    let [an, other] = <[Person; 2]>::try_from(level_one(&house)[..2].to_vec()).unwrap();
    let mut browser = signed_in(&house, &an).await;
    browser.open("/account").await;
    browser.tick("sure", &["1"]).click("lock-account").await.expect(200);
    assert_eq!(browser.page().attribute("#to-unlock", "href"), "/unlock");
    assert_eq!(grounds(&house, &an), json!(["own_request"]));
    browser.open("/wallet").await;
    browser.sign_in(&an).await.expect(422).expect_words("Mở khóa tài khoản");

    // Without the password it is as at a sign-in, whoever's the number is, and nothing is sent.
    let number = an.personal_id_number.as_str();
    let mut said = Vec::new();
    for (number, password) in [(number, "Không-phải-7"), ("001090111111", an.password()), ("x", an.password())] {
        said.push(ask(&mut browser, number, password).await.expect(422).texts(".summary li"));
    }
    assert!(said.iter().all(|words| *words == said[0]), "{said:?}");
    assert_eq!(count_told(&house, &addressed(&an), "unlock_code").await, 0);
    // Who is not locked has nothing to lift.
    let page = ask(&mut browser, &other.personal_id_number, other.password()).await;
    page.expect(422).expect_words("không bị khóa theo yêu cầu của bạn");
    assert_eq!(count_told(&house, &addressed(&other), "unlock_code").await, 0);

    ask(&mut browser, number, an.password()).await.expect(200);
    assert_eq!(count_told(&house, &addressed(&an), "unlock_code").await, 1);
    let code = house.code_sent_to(&addressed(&an)).await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    browser.fill("code", wrong).click("open").await.expect(422);
    // The code alone opens nothing: elsewhere nobody has shown the password.
    let mut thief = house.browser();
    thief.open("/unlock").await;
    thief.post_form("/unlock/code", &[("username", number), ("code", &code)]).await.expect(422);
    assert_eq!(grounds(&house, &an), json!(["own_request"]));
    let page = browser.fill("code", &code).click("open").await.expect(200);
    assert_eq!(page.attribute("#unlocked", "data-done"), "open");
    assert_eq!(grounds(&house, &an), json!([]));
    // A code is spent.
    thief.post_form("/unlock/code", &[("username", number), ("code", &code)]).await.expect(422);
    let mut mine = signed_in(&house, &an).await;
    assert!(history(&mut mine, "/wallet/history").await.iter().any(|event| event == "account_unlocked"));
    house.close();
}

#[tokio::test]
async fn what_others_have_locked_stays_locked_whoever_asks() {
    let house = House::start();
    let [an, other] = <[Person; 2]>::try_from(level_one(&house)[..2].to_vec()).unwrap();
    let lock = |person: &Person, ground: &str| {
        let number = person.personal_id_number.as_str();
        house.command(&["account", "lock", number, "--ground", ground, "--reason", "thử"]).done();
    };
    lock(&an, "own_request");
    lock(&an, "breach");
    lock(&other, "breach");
    let mut browser = house.browser();
    let page = ask(&mut browser, &other.personal_id_number, other.password()).await;
    page.expect(422).expect_words("không bị khóa theo yêu cầu của bạn");
    assert_eq!(count_told(&house, &addressed(&other), "unlock_code").await, 0);

    ask(&mut browser, &an.personal_id_number, an.password()).await.expect(200);
    let code = house.code_sent_to(&addressed(&an)).await;
    let page = browser.fill("code", &code).click("open").await.expect(200);
    assert_eq!(page.attribute("#unlocked", "data-done"), "others_stand");
    assert_eq!(grounds(&house, &an), json!(["breach"]));
    browser.open("/wallet").await;
    browser.sign_in(&an).await.expect(422);
    house.close();
}

#[tokio::test]
async fn who_comes_without_a_telephone_is_recognised_by_the_face_and_locked_at_once() {
    let house = House::start();
    let [first, second, administrator] = officers(&house);
    let an = level_one(&house).remove(0);
    let people = house.people(&["--level", "1"]);
    let changed =
        people.into_iter().find(|person| person.more["face"] == "failed").expect("somebody's face has changed");
    let mut open = signed_in(&house, &an).await;
    let mut one = on_duty(&house, &first).await;
    on_duty(&house, &administrator).await.open("/office/measure/lock").await.expect(403);
    one.open("/office/measures").await;
    one.click("lock-present").await.expect_path("/office/measure/lock");
    // Nobody, oneself and who is not recognised: nothing is locked, and the last one reads that somebody tried.
    for number in ["001090111111", &first.personal_id_number, &changed.personal_id_number, "1"] {
        one.open("/office/measure/lock").await;
        one.fill("personal_id_number", number);
        assert_eq!(one.click("lock-now").await.expect(422).wrong_fields(), ["personal_id_number"]);
    }
    assert_eq!((grounds(&house, &changed), grounds(&house, &first)), (json!([]), json!([])));
    one.open("/office/measure/lock").await;
    let page = one.fill("personal_id_number", &an.personal_id_number).click("lock-now").await.expect(200);
    assert!(page.has("#locked") && page.value("personal_id_number").is_empty(), "{}", page.summary());
    assert_eq!(grounds(&house, &an), json!(["own_request"]));
    assert!(open.open("/account").await.has("form#sign-in"), "every session has ended");
    let mut mine = signed_in(&house, &changed).await;
    assert!(history(&mut mine, "/wallet/history").await.iter().any(|event| event == "measure_not_received"));

    // The same face in a case: looked at, not the card's, and no officer can raise the account on it.
    let case = receive(&mut one, &changed).await;
    for button in ["card-passed", "compare-face", "compare-fingerprints", "submit"] {
        one.click(button).await.expect(200);
    }
    assert!(evidence(one.page()).contains(&("face".to_owned(), "failed".to_owned())), "{:?}", evidence(one.page()));
    let mut two = on_duty(&house, &second).await;
    let page = two.open(&case).await.expect_path(&case);
    assert!(!page.has("#approve") && page.has("#refuse"), "{}", page.summary());
    let version = page.attribute("input[name=version]", "value");
    two.clone()
        .post_form(&format!("{case}/decision"), &[("decision", "approve"), ("version", &version)])
        .await
        .expect(422);
    two.fill("ground", "not_the_person").fill("reason", "Khuôn mặt không khớp với ảnh trong cơ sở dữ liệu.");
    two.click("refuse").await.expect_path(&case);
    assert_eq!(crate::desk::level(&house, &changed), Some(1));
    assert_eq!(count_told(&house, &addressed(&changed), "account_not_raised").await, 1);
    house.close();
}
