//! The second factor: by phone, by authenticator app, and where it is asked for.

use serde_json::json;
use totp_rs::{Algorithm, Builder, Secret, Totp};

use crate::citizens::{citizen, house, portal};
use crate::harness::{Browser, House, Person};

const CB: &str = "https://portal.example/cb";
const BANK: &str = "https://bank.example/cb";

#[tokio::test]
async fn a_bank_that_asks_for_level_two_leads_to_a_code_by_phone() {
    let house = house();
    let an = citizen(&house, 0).await;
    let (portal, bank) = (
        portal(&house, &json!({})).await,
        portal(&house, &json!({ "kind": "bank", "least_authentication_level": 2, "redirect_uris": [BANK] })).await,
    );
    let mut browser = house.browser();
    let asked = portal.authorization("openid");
    browser.open(&asked.url()).await;
    browser.sign_in(&an).await;
    browser.click("allow").await;
    let weak = portal.exchange(&asked, &browser.outside()).await;
    assert_eq!(weak.claims["acr"], "loa1");
    let before = browser.cookie("session").unwrap();
    let asked = bank.authorization("openid");
    browser.open(&asked.url()).await.expect_path("/sign-in/code").expect_words("Ngân hàng");
    // V075: not around it.
    let query = browser.page().url().query().unwrap().to_owned();
    let mut tab = browser.tab();
    tab.open(&format!("/authorize/continue?{query}")).await.expect_path("/sign-in/code");
    tab.open(&format!("/consent?{query}")).await.expect_path("/sign-in/code");
    let silent = bank.authorization("openid").with("prompt", "none");
    tab.open(&silent.url()).await;
    assert_eq!(silent.error(&tab.outside(), BANK, house.issuer()), "login_required");
    let code = house.code_sent_to(&an.phone).await;
    browser.fill("code", &code).click("verify").await.expect_path("/consent");
    assert_ne!(browser.cookie("session").unwrap(), before, "SE02");
    browser.click("allow").await;
    let tokens = bank.exchange(&asked, &browser.outside()).await;
    assert_eq!((&tokens.claims["acr"], &tokens.claims["amr"]), (&json!("loa2"), &json!(["pwd", "sms", "mfa"])));
    assert_ne!(tokens.claims["sub"], weak.claims["sub"], "AZ18");
    // SE08: asked again by password alone, the session is worth that alone.
    let asked = portal.authorization("openid").with("prompt", "login");
    browser.open(&asked.url()).await;
    browser.sign_in(&an).await;
    let tokens = portal.exchange(&asked, &browser.outside()).await;
    assert_eq!((&tokens.claims["acr"], &tokens.claims["amr"]), (&json!("loa1"), &json!(["pwd"])));
}

#[tokio::test]
async fn acr_values_are_tried_and_essential_ones_are_met_or_refused() {
    let house = house();
    let an = citizen(&house, 0).await;
    let portal = portal(&house, &json!({})).await;
    let mut browser = house.browser();
    let asked = portal.authorization("openid").with("acr_values", "loa2 loa1");
    browser.open(&asked.url()).await;
    browser.sign_in(&an).await.expect_path("/sign-in/code");
    browser.fill("code", &house.code_sent_to(&an.phone).await).click("verify").await;
    browser.click("allow").await;
    assert_eq!(portal.exchange(&asked, &browser.outside()).await.claims["acr"], "loa2");
    let essential = |level: &str| format!(r#"{{"id_token":{{"acr":{{"essential":true,"values":["{level}"]}}}}}}"#);
    let asked = portal.authorization("openid").with("claims", &essential("loa1"));
    browser.open(&asked.url()).await;
    assert_eq!(portal.exchange(&asked, &browser.outside()).await.claims["acr"], "loa1");
    let asked = portal.authorization("openid").with("claims", &essential("loa4"));
    browser.open(&asked.url()).await;
    assert_eq!(asked.error(&browser.outside(), CB, house.issuer()), "unmet_authentication_requirements");
}

#[tokio::test]
async fn pw10_a_code_is_of_its_transaction_once_in_time_and_five_tries() {
    let house = house();
    let an = citizen(&house, 0).await;
    let bank = portal(&house, &json!({ "least_authentication_level": 2 })).await;
    let mut browser = house.browser();
    browser.open(&bank.authorization("openid").url()).await;
    browser.sign_in(&an).await.expect_path("/sign-in/code");
    let first = house.code_sent_to(&an.phone).await;
    // Another transaction of the same browser: its own code.
    let mut tab = browser.tab();
    tab.open(&bank.authorization("openid").url()).await.expect_path("/sign-in/code");
    let second = house.code_sent_to(&an.phone).await;
    tab.fill("code", &first).click("verify").await.expect(422);
    assert_eq!(tab.page().wrong_fields(), ["code"]);
    // Too late.
    house.advance(121).await;
    tab.fill("code", &second).click("verify").await.expect(422).expect_words("hết hiệu lực");
    // Another one, which ends the former.
    browser.click("resend").await.expect_path("/sign-in/code");
    let third = house.code_sent_to(&an.phone).await;
    assert_ne!(first, third);
    browser.fill("code", &first).click("verify").await.expect(422);
    browser.fill("code", &third).click("verify").await.expect_path("/consent");
}

#[tokio::test]
async fn v074_wrong_codes_are_counted_for_the_person_over_all_transactions() {
    let house = house();
    let an = citizen(&house, 0).await;
    let bank = portal(&house, &json!({ "least_authentication_level": 2 })).await;
    let mut browser = house.browser();
    browser.open(&bank.authorization("openid").url()).await;
    browser.sign_in(&an).await;
    for turn in 0..2 {
        if turn > 0 {
            browser.open(&bank.authorization("openid").url()).await.expect_path("/sign-in/code");
        }
        for _ in 0..5 {
            browser.fill("code", "00000a").click("verify").await.expect(422);
        }
    }
    browser.open(&bank.authorization("openid").url()).await.expect_path("/sign-in/code");
    let right = house.code_sent_to(&an.phone).await;
    let page = browser.fill("code", &right).click("verify").await;
    page.expect(429).expect_error("too_many_requests");
}

#[tokio::test]
async fn a_party_of_level_two_accounts_refuses_a_level_one_holder_after_saying_why() {
    let house = house();
    let an = citizen(&house, 0).await;
    let bank = portal(&house, &json!({ "least_account_level": 2 })).await;
    let mut browser = house.browser();
    let asked = bank.authorization("openid");
    browser.open(&asked.url()).await;
    browser.sign_in(&an).await.expect_path("/sign-in/level").expect_words("Công an cấp xã");
    browser.click("back").await;
    assert_eq!(asked.error(&browser.outside(), CB, house.issuer()), "access_denied");
    let silent = bank.authorization("openid").with("prompt", "none");
    browser.open(&silent.url()).await;
    assert_eq!(silent.error(&browser.outside(), CB, house.issuer()), "access_denied");
}

#[tokio::test]
async fn pw15_pw20_an_authenticator_is_added_after_a_step_up_confirmed_once_and_its_codes_count_once() {
    let house = house();
    let an = citizen(&house, 0).await;
    let mut browser = house.browser();
    browser.open("/sign-in").await;
    browser.sign_in(&an).await;
    let app = add_authenticator(&house, &mut browser, &an).await;
    let told = house.outbox().await;
    assert!(told.iter().any(|message| message.kind == "authenticator_added" && message.to == an.phone));
    // At the next sign-in the app is asked for and nothing is sent.
    let bank = portal(&house, &json!({ "least_authentication_level": 2 })).await;
    let mut other = house.browser();
    let asked = bank.authorization("openid");
    other.open(&asked.url()).await;
    let codes = async || house.outbox().await.iter().filter(|message| message.kind == "sign_in_code").count();
    let sent = codes().await;
    other.sign_in(&an).await.expect_path("/sign-in/code").expect_words("ứng dụng xác thực");
    assert_eq!(codes().await, sent);
    house.advance(90).await;
    let code = code(&app, house.now());
    other.fill("code", &code).click("verify").await.expect_path("/consent");
    other.click("allow").await;
    assert_eq!(bank.exchange(&asked, &other.outside()).await.claims["amr"], json!(["pwd", "otp", "mfa"]));
    // The same code a second time, and an older one after it.
    let mut third = house.browser();
    third.open(&bank.authorization("openid").url()).await;
    third.sign_in(&an).await.expect_path("/sign-in/code");
    third.fill("code", &code).click("verify").await.expect(422);
    third.fill("code", &self::code(&app, house.now() - 30)).click("verify").await.expect(422);
    // The phone still serves who has lost the app.
    third.click("resend").await.expect_path("/sign-in/code");
    third.fill("code", &house.code_sent_to(&an.phone).await).click("verify").await;
    assert!(third.outside().as_str().starts_with(CB));
    // Removed, it opens nothing.
    third.open("/account/authenticator").await.expect_path("/account/authenticator");
    third.click("remove").await.expect_path("/account/authenticator");
    assert!(third.page().has("button#add"));
}

#[tokio::test]
async fn an_authenticator_that_was_not_confirmed_opens_nothing() {
    let house = house();
    let an = citizen(&house, 0).await;
    let mut browser = house.browser();
    browser.open("/sign-in").await;
    browser.sign_in(&an).await;
    browser.open("/account/authenticator").await.expect_path("/sign-in/code");
    browser.fill("code", &house.code_sent_to(&an.phone).await).click("verify").await;
    browser.page().expect_path("/account/authenticator");
    browser.click("add").await.expect_path("/account/authenticator");
    browser.fill("code", "123456").click("confirm").await.expect(422);
    // Asked for a step-up later, the code comes by phone.
    house.advance(601).await;
    browser.open("/account/authenticator").await.expect_path("/sign-in/code").expect_words("tin nhắn");
}

/// Adds an authenticator on the page; what it holds is answered.
async fn add_authenticator(house: &House, browser: &mut Browser, person: &Person) -> Totp {
    browser.open("/account/authenticator").await.expect_path("/sign-in/code");
    browser.fill("code", &house.code_sent_to(&person.phone).await).click("verify").await;
    browser.page().expect_path("/account/authenticator");
    browser.click("add").await.expect_path("/account/authenticator");
    assert!(browser.page().has(".qr svg"));
    let typed = browser.page().text("#secret").replace(' ', "");
    let app = Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_step_duration(30)
        .with_secret(Secret::try_from_base32(typed).unwrap())
        .with_account_name("an")
        .with_issuer(None::<String>)
        .build()
        .unwrap();
    browser.fill("code", &code(&app, house.now())).click("confirm").await.expect_path("/account/authenticator");
    assert!(browser.page().has("button#remove") && !browser.page().has("#secret"));
    app
}

fn code(app: &Totp, at: i64) -> String {
    app.generate(u64::try_from(at).unwrap()).to_string()
}
