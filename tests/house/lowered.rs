//! Acting at level 1: the holder of a level-2 account chooses it for a session, and takes it back with both factors. Issue 5,
//! "Acting at level 1"; `design/qr.md`.

use serde_json::{Value, json};

use crate::encounter::{citizen, history, on_duty, scan, square};
use crate::entry::party;
use crate::harness::{House, bank};

#[tokio::test]
async fn what_level_2_opens_is_closed_in_this_session_and_in_no_other_until_both_factors_are_shown() {
    let house = House::start();
    let (an, mut browser) = citizen(&house, 2, 0).await;
    let mut elsewhere = house.browser();
    elsewhere.open("/wallet").await;
    elsewhere.sign_in(&an).await.expect_path("/wallet");
    let officer = house.people(&["--officer"]).swap_remove(0);
    let mut officer = on_duty(&house, house.browser(), &officer).await;

    let shown_before = square(&mut browser).await;
    assert_eq!(browser.open("/account").await.attribute("#acts", "data-acts"), "2");
    let page = browser.click("lower").await.expect_path("/account");
    assert_eq!(
        (page.attribute("#acts", "data-acts"), page.attribute("#level", "data-level")),
        ("1".into(), "2".into())
    );
    // What was shown a moment ago is taken back, and nothing of level 2 is made or picked.
    assert_eq!(scan(&mut officer, &shown_before).await, "cancelled");
    let page = browser.open("/wallet").await.clone();
    assert_eq!(page.attribute("#level", "data-level"), "1");
    assert!(page.has("#acts") && !page.has("#show-qr") && !page.has("#papers"), "{}", page.summary());
    browser.post_form("/wallet/qr", &[("kind", "verification")]).await.expect(403);
    browser.open("/wallet/share").await.expect(200);
    let fields: Vec<_> = elsewhere.open("/wallet/share").await.attributes("form input[type=checkbox]", "name");
    let beyond = fields.iter().find(|name| browser.page().attributes("input", "name").iter().all(|one| one != *name));
    let beyond = beyond.expect("level 2 opens a field that level 1 does not").clone();
    browser.post_form("/wallet/share", &[(&beyond, "1")]).await.expect(422);
    // The other session is as it was.
    square(&mut elsewhere).await;

    // Taken back with another factor; a forged second wish to act at level 1 changes nothing that it should not.
    browser.open("/account").await;
    browser.post_form("/account/level", &[]).await;
    browser.open("/account").await;
    browser.click("raise").await.expect_path("/sign-in/code");
    let code = house.code_sent_to(&an.phone).await;
    browser.fill("code", &code).click("verify").await.expect_path("/account");
    assert_eq!(browser.page().attribute("#acts", "data-acts"), "2");
    assert_eq!(scan(&mut officer, &square(&mut browser).await).await, "genuine");
    let events = history(&mut browser, "/wallet/history").await;
    for kind in ["session_lowered", "session_raised"] {
        assert_eq!(events.iter().filter(|event| *event == kind).count(), 1, "{kind}: {events:?}");
    }
    // Who has level 1 has nothing to choose.
    let (_, mut modest) = citizen(&house, 1, 0).await;
    assert!(!modest.open("/account").await.has("#acts"));
    modest.post_form("/account/level", &[]).await.expect(303);
    assert!(!modest.open("/account").await.has("#acts"));
    house.close();
}

#[tokio::test]
async fn services_hear_level_1_and_get_no_more_and_one_that_needs_level_2_asks_for_another_factor() {
    let house = House::start();
    let an = house.person(&["--level", "2"]);
    let office = party(
        &house,
        "office",
        json!({
            "kind": "state_body",
            "scope": "openid email vn_identity vn_card",
            "purposes": { "vn_card": { "vi": "Đối chiếu", "en": "To compare" }, "vn_identity": { "vi": "Hồ sơ", "en": "Files" } },
        }),
    )
    .await;
    let bank = house.relying_party(&bank(json!({}))).await;
    let scope = "openid vn_identity vn_card";
    let mut browser = house.browser();
    let (whole, _) = house.enter(&office, scope, &mut browser, &an).await;
    let claims = |released: &Value| released.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let everything = claims(&office.userinfo(&whole).await.unwrap());

    // Both factors first, so that something is taken back.
    browser.open("/sign-in/code?back=/account").await;
    let code = house.code_sent_to(&an.phone).await;
    browser.fill("code", &code).click("verify").await;
    let (strong, _) = house.enter(&office, scope, &mut browser, &an).await;
    assert_eq!(strong.claims["acr"], "loa2");
    browser.open("/account").await;
    browser.click("lower").await;
    let (less, asked) = house.enter(&office, scope, &mut browser, &an).await;
    assert_eq!((less.claims["acr"].as_str(), less.claims["amr"].clone()), (Some("loa1"), json!(["pwd"])));
    assert!(asked.is_empty(), "what was agreed to covers what is left: {asked:?}");
    let left = claims(&office.userinfo(&less).await.unwrap());
    assert!(
        left.iter().all(|claim| everything.contains(claim)) && left.len() < everything.len(),
        "{left:?} {everything:?}"
    );

    // The bank needs level 2: not without a page, and with one after another factor.
    let silent = bank.authorization("openid vn_identity").with("prompt", "none");
    browser.open(&silent.url()).await;
    assert_eq!(silent.error(&browser.outside(), &bank.redirect_uri, house.issuer()), "login_required");
    let (entered, asked) = house.enter(&bank, "openid vn_identity", &mut browser, &an).await;
    assert_eq!((entered.claims["acr"].as_str(), asked.first()), (Some("loa2"), Some(&"code")));
    assert_eq!(browser.open("/account").await.attribute("#acts", "data-acts"), "2");
    house.close();
}

#[tokio::test]
async fn an_officer_who_acts_at_level_1_is_not_on_duty_and_comes_back_with_another_factor() {
    let house = House::start();
    let person = house.people(&["--officer"]).swap_remove(0);
    let mut officer = on_duty(&house, house.browser(), &person).await;
    let node = house.second_node().await;
    officer.open("/account").await;
    officer.click("lower").await;
    // The code of the first time is spent, and another one is sent once it is two minutes old.
    house.advance(121).await;
    if let Some(node) = &node {
        node.advance(121).await;
        officer = officer.through(node.wire().clone());
    }
    officer.open("/office/scan").await.expect_path("/sign-in/code");
    let code = house.code_sent_to(&person.phone).await;
    officer.fill("code", &code).click("verify").await.expect_path("/office/scan");
    house.close();
}
