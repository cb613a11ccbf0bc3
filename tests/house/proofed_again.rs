//! How fresh a proofing is: a party may demand that officers saw the person lately, wherever it gets anything, and who was
//! seen too long ago is looked at anew and keeps account, level and papers.

use serde_json::{Value, json};

use crate::desk::{addressed, immigration_officers, level, level_one, officers, on_duty, prove};
use crate::encounter::sharing_square;
use crate::entry::party;
use crate::freeze::{open_square, scanned};
use crate::harness::{Browser, House, Person, RelyingParty};
use crate::immigrant::{self, RESIDENTS};

const DAY: i64 = 86_400;

#[tokio::test]
async fn who_was_proofed_too_long_ago_enters_nothing_that_demands_it_until_officers_have_looked_again() {
    let house = House::start();
    let an = recognised(&house);
    let strict = strict(&house).await;
    let usual = party(&house, "usual", json!({ "least_account_level": 2 })).await;

    let mut browser = house.browser();
    let (first, _) = house.enter(&strict, "openid offline_access vn_account", &mut browser, &an).await;
    let proofed_at = strict.userinfo(&first).await.unwrap()["proofed_at"].as_i64().expect("when it was");
    assert!((0..DAY).contains(&(house.now() - proofed_at)), "{proofed_at}");
    switch_on(&mut browser).await;
    let square = sharing_square(&mut browser, &["name"]).await;
    assert_eq!(scanned(&strict, &house, &square).await["result"], "genuine");

    // Refreshed for as long as it is fresh, and no longer; nothing needs to be ended for that.
    let mut tokens = first;
    for _ in 0..2 {
        house.advance(13 * DAY).await;
        tokens = strict.refresh(tokens.refresh.as_deref().unwrap()).await.expect("still fresh");
    }
    house.advance(5 * DAY).await;
    let refused = strict.refresh(tokens.refresh.as_deref().unwrap()).await.unwrap_err();
    assert!(refused.contains("invalid_grant"), "{refused}");

    // At the door it is said on a page, with the dates and where to go; without pages with the error alone.
    let mut browser = house.browser();
    let asked = turned_away(&house, &strict, &an, &mut browser).await;
    let silent = strict.authorization("openid").and("prompt", "none");
    browser.get(&silent.url()).await;
    assert_eq!(silent.error(&browser.outside(), &strict.redirect_uri, house.issuer()), "access_denied");
    assert!(asked.contains("/sign-in/level"), "{asked}");
    house.enter(&usual, "openid", &mut browser, &an).await;

    // No square goes round it, neither the person's nor the party's.
    switch_on(&mut browser).await;
    let square = sharing_square(&mut browser, &["name"]).await;
    assert_eq!(scanned(&strict, &house, &square).await["result"], "cancelled");
    let page = open_square(&house, &strict, &mut browser).await.expect(409);
    assert_eq!(page.attribute("#said", "data-said"), "proofed_long_ago");

    // Two officers look again; the account is what it was.
    let [first, second, _] = officers(&house);
    let (mut one, mut two) = (on_duty(&house, &first).await, on_duty(&house, &second).await);
    let case = again(&mut one, &an.personal_id_number).await;
    prove(&mut one).await;
    assert!(!one.page().has("#approve"), "four eyes");
    two.open(&case).await;
    two.click("approve").await.expect_path(&case);
    assert_eq!(level(&house, &an), Some(2));
    let told = house.outbox().await.into_iter().any(|one| one.to == addressed(&an) && one.kind == "identity_proofed");
    assert!(told);

    let (tokens, _) = house.enter(&strict, "openid vn_account", &mut browser, &an).await;
    let about = strict.userinfo(&tokens).await.unwrap();
    assert!((0..DAY).contains(&(house.now() - about["proofed_at"].as_i64().unwrap())), "{about}");
    assert_eq!(about["account_status_at"], json!(proofed_at), "raised once, then");
    let square = sharing_square(&mut browser, &["name"]).await;
    assert_eq!(scanned(&strict, &house, &square).await["result"], "genuine");
    house.close();
}

#[tokio::test]
async fn a_foreigner_is_proofed_again_at_an_immigration_office_alone() {
    let house = House::start();
    let jane = immigrant::with_account(&house, &RESIDENTS).await;
    let strict = strict(&house).await;
    let mut browser = house.browser();
    house.enter(&strict, "openid", &mut browser, &jane).await;
    house.advance(31 * DAY).await;
    let mut browser = house.browser();
    turned_away(&house, &strict, &jane, &mut browser).await;
    let page = browser.open(&strict.authorization("openid").url()).await;
    page.expect_words("xuất nhập cảnh");

    let [police, ..] = officers(&house);
    let mut elsewhere = on_duty(&house, &police).await;
    refused_again(&mut elsewhere, &jane.personal_id_number).await;
    let [first, second] = immigration_officers(&house);
    let (mut one, mut two) = (on_duty(&house, &first).await, on_duty(&house, &second).await);
    let case = again(&mut one, &jane.personal_id_number).await;
    immigrant::prove(&mut one).await;
    two.open(&case).await;
    two.click("approve").await.expect_path(&case);
    house.enter(&strict, "openid", &mut browser, &jane).await;
    house.close();
}

#[tokio::test]
async fn nobody_is_proofed_again_who_was_not_proofed_or_is_not_there() {
    let house = House::start();
    let [first, second, _] = officers(&house);
    let mut one = on_duty(&house, &first).await;
    let stranger = house.person(&["--unenrolled"]);
    let self_made = level_one(&house).remove(0);
    for number in [&stranger.personal_id_number, &self_made.personal_id_number, &first.personal_id_number] {
        refused_again(&mut one, number).await;
    }

    // The account was closed to everybody between the counter and the decision: nothing is proofed.
    let an = recognised(&house);
    let case = again(&mut one, &an.personal_id_number).await;
    prove(&mut one).await;
    let number = an.personal_id_number.as_str();
    let before: Value = house.command(&["account", "show", number]).json();
    house.command(&["account", "lock", number, "--ground", "breach", "--reason", "x"]).done();
    let mut two = on_duty(&house, &second).await;
    two.open(&case).await;
    two.click("approve").await.expect(409);
    let after: Value = house.command(&["account", "show", number]).json();
    assert_eq!(before["proofed_at"], after["proofed_at"], "{after}");
    assert!(before["proofed_at"].is_i64(), "{before}");
    house.close();
}

/// A party that takes a proofing of thirty days.
async fn strict(house: &House) -> RelyingParty {
    let demand = json!({
        "least_account_level": 2, "proofing_max_age": 30 * DAY, "kind": "bank",
        "scope": "openid vn_account vn_identity offline_access scan", "token_endpoint_auth_method": "client_secret_post",
        "purposes": { "name": { "vi": "Mở tài khoản", "en": "To open an account", "essential": true } },
    });
    party(house, "strict", demand).await
}

/// A citizen of level 2 whom the comparison recognises.
fn recognised(house: &House) -> Person {
    let people = house.people(&["--level", "2"]);
    let is_recognised = |one: &Person| one.more["fingerprints"] == "passed" && one.more["face"] == "passed";
    people.into_iter().find(is_recognised).expect("somebody whom the comparison recognises")
}

/// Is shown the page that says since when, goes back, and the party hears that it was not allowed; answers the page's path.
async fn turned_away(house: &House, party: &RelyingParty, person: &Person, browser: &mut Browser) -> String {
    let asked = party.authorization("openid");
    browser.open(&asked.url()).await;
    house.pass(browser, person).await;
    let page = browser.page();
    assert!(page.has("#proofed") && !page.has("#restrained"), "{}", page.summary());
    let path = page.path().to_owned();
    browser.click("back").await;
    assert_eq!(asked.error(&browser.outside(), &party.redirect_uri, house.issuer()), "access_denied");
    path
}

/// Opens a case in which somebody is looked at anew; answers its path.
async fn again(officer: &mut Browser, number: &str) -> String {
    officer.open("/office/case/new").await.expect_path("/office/case/new");
    let page = officer.fill("personal_id_number", number).click("again").await;
    assert!(page.path().starts_with("/office/case/cas_"), "{}", page.summary());
    page.path().to_owned()
}

async fn refused_again(officer: &mut Browser, number: &str) {
    officer.open("/office/case/new").await;
    let page = officer.fill("personal_id_number", number).click("again").await.expect(422);
    assert_eq!(page.wrong_fields(), ["personal_id_number"]);
}

/// Turns the wallet's squares on, where they are off.
async fn switch_on(browser: &mut Browser) {
    if browser.open("/wallet").await.has("#turn-on") {
        browser.click("turn-on").await.expect_path("/wallet");
    }
}
