//! "No new bank account, SIM, company or loan in my name until I unlock": what a freeze closes, and how it is lifted. Issue 6.

use http::Method;
use serde_json::{Value, json};

use crate::applicants::count_told;
use crate::desk::addressed;
use crate::encounter::{claims, history, sharing_square};
use crate::entry::{enter, party, tokens};
use crate::harness::{Browser, House, Page, Person, RelyingParty};
use crate::organisation_square::post;

/// What a party hears when it asks without a page.
async fn silently(party: &RelyingParty, browser: &mut Browser) -> Option<(String, String)> {
    let mut tab = browser.tab();
    tab.open(&party.authorization("openid").with("prompt", "none").url()).await;
    let came = tab.outside();
    let of = |name: &str| came.query_pairs().find(|(one, _)| one == name).map(|(_, value)| value.into_owned());
    Some((of("error")?, of("error_description").unwrap_or_default()))
}

/// What the party's own system is answered about a square.
pub(crate) async fn scanned(party: &RelyingParty, house: &House, text: &str) -> Value {
    let secret = party.secret.as_deref().unwrap();
    let fields = [("client_id", party.client_id.as_str()), ("client_secret", secret), ("token", text)];
    claims(&house.wire().post_form("/scan", &[], &fields).await.expect(200).text())
}

/// Opens a square that the party shows on a screen.
pub(crate) async fn open_square<'a>(house: &House, party: &RelyingParty, browser: &'a mut Browser) -> &'a Page {
    let asking: Value = post(house, party, "/square", &[("fields", "name")]).await.expect(201).json();
    browser.open("/wallet/scan").await;
    browser.fill("square", asking["address"].as_str().unwrap()).click("read").await;
    browser.click("open").await
}

/// How each category stands on the person's page.
async fn stands(browser: &mut Browser) -> Vec<(String, String)> {
    stands_at(browser, "/account/freeze").await
}

/// How each category stands on such a page.
pub(crate) async fn stands_at(browser: &mut Browser, path: &str) -> Vec<(String, String)> {
    let page = browser.open(path).await.expect(200);
    let words = page.attributes("[data-category]", "data-category");
    words.into_iter().zip(page.attributes("[data-category]", "data-stands")).collect()
}

async fn freeze(browser: &mut Browser, categories: &[&str]) {
    browser.open("/account/freeze").await;
    for category in categories {
        browser.tick(category, &["1"]);
    }
    browser.click("freeze").await.expect_path("/account/freeze").expect(200);
}

async fn second_factor(house: &House, browser: &mut Browser, person: &Person) {
    let code = house.code_sent_to(&addressed(person)).await;
    browser.fill("code", &code).click("verify").await.expect(200);
}

#[tokio::test]
async fn a_freeze_closes_every_way_to_parties_of_its_sort_and_tells_them_no_more_than_a_no() {
    let house = House::start();
    let second = house.second_node().await;
    let scans = json!({
        "scope": "openid email offline_access vn_identity scan", "token_endpoint_auth_method": "client_secret_post",
        "purposes": { "name": { "vi": "Mở tài khoản", "en": "To open an account", "essential": true } },
    });
    let (bank, shop) = (party(&house, "bank", scans.clone()).await, party(&house, "shop", scans).await);
    // An operator says what a party does, in words that are known.
    let named = |words: &[&str]| house.command(&[&["relying-party", "categorise", &bank.client_id], words].concat());
    named(&["bank"]).refused();
    named(&["loan"]).done();
    named(&["bank_account", "loan"]).done();
    let shown: Value = house.command(&["relying-party", "show", &bank.client_id]).json();
    assert_eq!(shown["categories"], json!(["bank_account", "loan"]));
    assert!(house.command(&["relying-party", "list"]).done().contains(r#""categories":["bank_account","loan"]"#));

    let an = house.person(&["--level", "2", "--limit", "1"]);
    let mut browser = house.browser();
    let before = tokens(&bank, "openid email offline_access", &an, &mut browser).await;
    let other = tokens(&shop, "openid email", &an, &mut browser).await;
    let asked = bank.authorization("openid");
    let came = enter(&asked, &an, &mut browser).await;
    let square = sharing_square(&mut browser, &["name"]).await;
    let mut asked_before = browser.tab();
    open_square(&house, &bank, &mut asked_before).await.expect_path("/wallet/requests");
    assert!(stands(&mut browser).await.is_empty());
    assert_eq!(browser.click("freeze").await.expect(422).wrong_fields(), ["categories"]);
    freeze(&mut browser, &["loan", "sim"]).await;
    let frozen = [("sim".to_owned(), "frozen".to_owned()), ("loan".to_owned(), "frozen".to_owned())];
    assert_eq!(stands(&mut browser).await, frozen);
    assert!(count_told(&house, &addressed(&an), "frozen").await == 1);

    // What was handed out before is worth nothing now, on every node; what others were given still is.
    let node = second.as_ref().map_or(house.wire(), |node| node.wire());
    node.get_with_token("/userinfo", &before.access).await.expect(401);
    assert!(
        bank.through(node.clone())
            .refresh(before.refresh.as_ref().unwrap())
            .await
            .unwrap_err()
            .contains("invalid_grant")
    );
    assert!(bank.try_exchange(&asked, &came).await.is_err());
    node.get_with_token("/userinfo", &other.access).await.expect(200);
    // A square is to the bank as if it were taken back, and still good for the shop.
    let answer = scanned(&bank, &house, &square).await;
    assert_eq!((&answer["result"], answer.get("release")), (&json!("cancelled"), None));
    assert_eq!(scanned(&shop, &house, &square).await["result"], "genuine");
    // Its own square asks nothing, and the holder is told why; what was asked before the freeze is not given either.
    asked_before.click("allow").await.expect(409);
    let page = open_square(&house, &bank, &mut browser).await.expect(409);
    assert_eq!(page.attribute("#said", "data-said"), "frozen");

    // With a page and without one the party hears what it hears of anybody who says no.
    let said_no = ("access_denied".to_owned(), "the person said no".to_owned());
    assert_eq!(silently(&bank, &mut browser).await, Some(said_no.clone()));
    assert_eq!(silently(&shop, &mut browser).await, None);
    for who in ["signed in", "a new browser"] {
        let mut tab = if who == "signed in" { browser.tab() } else { house.browser() };
        let asked = bank.authorization("openid email");
        tab.open(&asked.url()).await;
        if tab.page().has("form#sign-in") {
            tab.sign_in(&an).await;
        }
        tab.page().expect_path("/sign-in/frozen").expect_words("đã đóng băng");
        // Nobody walks around the page.
        let consent = tab.page().url().to_string().replace("/sign-in/frozen", "/consent");
        tab.tab().open(&consent).await.expect_path("/sign-in/frozen");
        tab.click("back").await;
        assert_eq!(asked.error(&tab.outside(), &bank.redirect_uri, house.issuer()), "access_denied");
    }
    let lines = history(&mut browser, "/wallet/history").await;
    assert!(lines.iter().filter(|kind| *kind == "release_frozen").count() >= 3, "{lines:?}");
    browser.page().expect_words("bank không nhận được gì, vì bạn đã đóng băng");
    // No longer of that sort, it is served as any other; what it held was dead and not lost.
    named(&["company"]).done();
    node.get_with_token("/userinfo", &before.access).await.expect(200);
    house.close();
}

#[tokio::test]
async fn a_freeze_is_lifted_at_level_2_with_both_factors_after_a_day_and_can_be_taken_back_meanwhile() {
    let house = House::start();
    let bank = party(&house, "bank", json!({})).await;
    house.command(&["relying-party", "categorise", &bank.client_id, "bank_account"]).done();
    // Level 1 protects itself and cannot open again.
    let low = house.person(&["--level", "1", "--limit", "1"]);
    let mut browser = house.browser();
    browser.open("/account/freeze").await.expect_path("/sign-in");
    browser.sign_in(&low).await.expect_path("/account/freeze").expect_words("Chỉ tài khoản mức độ 02");
    freeze(&mut browser, &["bank_account"]).await;
    browser.click("lift-bank_account").await.expect(422).expect_words("mức độ 02");

    let an = house.person(&["--level", "2", "--limit", "1"]);
    let (mut browser, mut thief) = (house.browser(), house.browser());
    for one in [&mut browser, &mut thief] {
        one.open("/account/freeze").await.expect_path("/sign-in");
        one.sign_in(&an).await.expect_path("/account/freeze");
    }
    freeze(&mut browser, &["bank_account"]).await;
    // One factor lifts nothing, and neither does a form from another page.
    let status = house.wire().send(Method::POST, "/account/freeze", &[], "lift=bank_account").await.status;
    assert!(status != 200 && stands(&mut browser).await[0].1 == "frozen", "{status}");
    thief.open("/account/freeze").await;
    thief.click("lift-bank_account").await.expect_path("/sign-in/code");
    second_factor(&house, &mut thief, &an).await;
    thief.click("lift-bank_account").await.expect_path("/account/freeze");
    assert_eq!(stands(&mut thief).await, [("bank_account".to_owned(), "lifting".to_owned())]);
    assert!(thief.page().has("#keep-bank_account") && !thief.page().has("#lift-bank_account"));
    // Told at once, at every address; closed until its hour.
    let to = addressed(&an);
    let told = house.outbox().await;
    let lifting: Vec<_> = told.iter().filter(|one| one.kind == "freeze_lifting").collect();
    assert_eq!(lifting.len(), 1 + usize::from(an.email.is_some()), "{lifting:?}");
    assert!(lifting.iter().any(|one| one.to == to) && lifting.iter().all(|one| !one.text.contains("http")));
    assert_eq!(silently(&bank, &mut browser).await.map(|(error, _)| error).as_deref(), Some("access_denied"));

    // The holder takes it back, with one factor: that only protects.
    browser.open("/account/freeze").await;
    browser.click("keep-bank_account").await.expect_path("/account/freeze");
    assert_eq!(stands(&mut browser).await[0].1, "frozen");
    house.advance(86_400 + 1).await;
    for one in [&mut browser, &mut thief] {
        one.open("/account/freeze").await.expect_path("/sign-in");
        one.sign_in(&an).await.expect_path("/account/freeze");
    }
    assert_eq!(silently(&bank, &mut browser).await.map(|(error, _)| error).as_deref(), Some("access_denied"));

    // "It was not me" takes a lifting back too, with everything else.
    thief.open("/sign-in/code?back=/account/freeze").await;
    second_factor(&house, &mut thief, &an).await;
    thief.click("lift-bank_account").await.expect_path("/account/freeze");
    browser.open("/account/not-me").await;
    browser.click("end-and-lock").await.expect(200);
    browser.open("/unlock").await;
    browser.fill("username", &an.personal_id_number).fill("password", an.password()).click("ask").await.expect(200);
    let code = house.code_sent_to(&to).await;
    browser.fill("code", &code).click("open").await.expect(200);
    browser.open("/account/freeze").await.expect_path("/sign-in");
    browser.sign_in(&an).await.expect_path("/account/freeze");
    assert_eq!(stands(&mut browser).await, [("bank_account".to_owned(), "frozen".to_owned())]);

    // Lifted in earnest: open at its hour and not a moment before.
    house.advance(121).await;
    browser.open("/sign-in/code?back=/account/freeze").await;
    second_factor(&house, &mut browser, &an).await;
    browser.click("lift-bank_account").await.expect_path("/account/freeze");
    for (wait, is_open) in [(86_400 - 600, false), (601, true)] {
        house.advance(wait).await;
        browser.open("/account/freeze").await;
        if browser.page().has("form#sign-in") {
            browser.sign_in(&an).await.expect_path("/account/freeze");
        }
        assert_eq!(stands(&mut browser).await.is_empty(), is_open);
        let said = silently(&bank, &mut browser).await.map(|(error, _)| error);
        assert_eq!(said.as_deref(), Some(if is_open { "consent_required" } else { "access_denied" }));
    }
    for kind in ["frozen", "freeze_lifting", "freeze_kept"] {
        let lines = history(&mut browser, "/wallet/history").await;
        assert!(lines.iter().any(|one| one == kind), "{kind}: {lines:?}");
    }
    house.close();
}
