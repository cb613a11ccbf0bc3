//! What a person lets a party have: asked, remembered, declined, withdrawn.

use serde_json::json;

use crate::citizens::{citizen, house, portal};

const CB: &str = "https://portal.example/cb";

#[tokio::test]
async fn each_claim_stands_with_its_purpose_and_its_value_hidden_until_shown() {
    let house = house();
    let an = citizen(&house, 0).await;
    let portal = portal(
        &house,
        &json!({ "purposes": { "vn_identity": { "vi": "Điền tờ khai", "en": "To fill the form", "essential": true } } }),
    )
    .await;
    let mut browser = house.browser();
    browser.open(&portal.authorization("openid vn_identity phone").url()).await;
    let page = browser.sign_in(&an).await.expect_path("/consent");
    assert_eq!(page.text("#asking"), "Cổng dịch vụ công");
    page.expect_words("Điền tờ khai").expect_words("Cơ quan nhà nước");
    let names = page.texts("ul.consent li strong");
    assert_eq!(
        names,
        ["Số định danh cá nhân", "Họ, chữ đệm và tên", "Ngày, tháng, năm sinh", "Giới tính", "Số điện thoại"]
    );
    // Only what is voluntary can be chosen, and nothing is chosen beforehand (Decree 356/2025 Art. 6).
    assert_eq!(page.attributes("input[type=checkbox]", "name"), ["claim-phone_number"]);
    assert!(!page.has("input[checked]"));
    assert_eq!(page.text("ul.consent li:nth-child(2) details .value"), an.full_name);
    assert!(page.has("button#allow") && page.has("button#deny") && !page.has("details[open]"));
}

#[tokio::test]
async fn what_was_declined_is_not_released_and_not_asked_for_again() {
    let house = house();
    let an = citizen(&house, 0).await;
    let portal = portal(&house, &json!({})).await;
    let mut browser = house.browser();
    let asked = portal.authorization("openid vn_identity phone");
    browser.open(&asked.url()).await;
    browser.sign_in(&an).await;
    for given in ["personal_id_number", "name", "birthdate"] {
        browser.tick(&format!("claim-{given}"), &["on"]);
    }
    browser.click("allow-chosen").await;
    let tokens = portal.exchange(&asked, &browser.outside()).await;
    let claims = portal.userinfo(&tokens).await.unwrap();
    assert_eq!(claims["name"], an.full_name.as_str());
    assert!(claims.get("phone_number").is_none() && claims.get("phone_number_verified").is_none());
    assert!(claims.get("gender").is_none());
    let silent = portal.authorization("openid vn_identity phone").with("prompt", "none");
    browser.open(&silent.url()).await;
    portal.exchange(&silent, &browser.outside()).await;
    // Asked for as essential, it is asked for again.
    let essential = r#"{"userinfo":{"phone_number":{"essential":true}}}"#;
    let silent = portal.authorization("openid").with("claims", essential).with("prompt", "none");
    browser.open(&silent.url()).await;
    assert_eq!(silent.error(&browser.outside(), CB, house.issuer()), "consent_required");
}

#[tokio::test]
async fn sensitive_data_are_given_only_where_they_were_ticked() {
    let house = house();
    let an = citizen(&house, 0).await;
    let portal = portal(&house, &json!({ "scope": "openid vn_identity vn_sensitive" })).await;
    let mut browser = house.browser();
    for (ticked, religion) in [(false, false), (true, true)] {
        let asked = portal.authorization("openid vn_identity vn_sensitive").with("prompt", "consent");
        let page = browser.open(&asked.url()).await;
        if page.url().path() == "/sign-in" {
            browser.sign_in(&an).await;
        }
        let page = browser.page();
        page.expect_path("/consent").expect_words("Nhạy cảm");
        assert_eq!(page.attributes("ul.consent input", "name").len(), 3, "each has a box of its own, in plain sight");
        assert!(!page.has("#choose input[name=claim-religion]") && !page.has("input[checked]"));
        if ticked {
            browser.tick("claim-religion", &["on"]);
        }
        browser.click("allow").await;
        let claims = portal.userinfo(&portal.exchange(&asked, &browser.outside()).await).await.unwrap();
        assert_eq!(claims.get("religion").is_some(), religion);
        assert!(claims.get("blood_group").is_none() && claims["name"] == an.full_name.as_str());
    }
}

#[tokio::test]
async fn az12_az13_more_than_was_agreed_to_is_asked_for_and_consent_when_the_party_wants_it() {
    let house = house();
    let an = citizen(&house, 0).await;
    let portal = portal(&house, &json!({})).await;
    let mut browser = house.browser();
    let first = portal.authorization("openid phone");
    browser.open(&first.url()).await;
    browser.sign_in(&an).await.expect_path("/consent");
    browser.click("allow").await;
    portal.exchange(&first, &browser.outside()).await;
    for scope in ["openid phone email", "openid phone offline_access"] {
        let silent = portal.authorization(scope).with("prompt", "none");
        browser.open(&silent.url()).await;
        assert_eq!(silent.error(&browser.outside(), CB, house.issuer()), "consent_required", "{scope}");
    }
    let again = portal.authorization("openid phone").with("prompt", "consent");
    browser.open(&again.url()).await.expect_path("/consent");
    browser.click("allow").await;
    portal.exchange(&again, &browser.outside()).await;
    let offline = portal.authorization("openid phone offline_access").with("prompt", "consent");
    browser.open(&offline.url()).await.expect_path("/consent").expect_words("cả khi bạn không đăng nhập");
    browser.click("allow").await;
    assert!(portal.exchange(&offline, &browser.outside()).await.refresh.is_some());
}

#[tokio::test]
async fn no_is_said_to_the_party_and_asked_again_next_time() {
    let house = house();
    let an = citizen(&house, 0).await;
    let portal = portal(&house, &json!({})).await;
    let mut browser = house.browser();
    let asked = portal.authorization("openid email");
    browser.open(&asked.url()).await;
    browser.sign_in(&an).await;
    browser.click("deny").await;
    assert_eq!(asked.error(&browser.outside(), CB, house.issuer()), "access_denied");
    browser.open(&portal.authorization("openid email").url()).await.expect_path("/consent");
}

#[tokio::test]
async fn an_answer_to_another_question_than_the_one_shown_is_none() {
    let house = house();
    let an = citizen(&house, 0).await;
    let portal = portal(&house, &json!({})).await;
    let mut browser = house.browser();
    browser.open(&portal.authorization("openid email").url()).await;
    browser.sign_in(&an).await.expect_path("/consent");
    let address = browser.page().url().to_string();
    browser.post_form(&address, &[("action", "allow"), ("mark", "AAAA"), ("claim-email", "on")]).await;
    browser.follow().await.expect_path("/consent");
}

#[tokio::test]
async fn a_consent_withdrawn_ends_what_hangs_from_it() {
    let house = house();
    let (an, binh) = (citizen(&house, 0).await, citizen(&house, 1).await);
    let portal = portal(&house, &json!({})).await;
    let mut browser = house.browser();
    let asked = portal.authorization("openid email offline_access").with("prompt", "consent");
    browser.open(&asked.url()).await;
    browser.sign_in(&an).await;
    browser.click("allow").await;
    let tokens = portal.exchange(&asked, &browser.outside()).await;
    let page = browser.open("/account").await;
    page.expect_words("Cổng dịch vụ công").expect_words("Thư điện tử");
    let consent = page.value("consent");
    // Nobody else can.
    let mut other = house.browser();
    other.open("/sign-in").await;
    other.sign_in(&binh).await;
    other.post_form("/account/sessions", &[("end", "others")]).await;
    other.open("/account/authenticator").await;
    other.post_form("/account/consents", &[("consent", &consent)]).await;
    portal.userinfo(&tokens).await.expect("the consent stands");
    browser.click("withdraw").await.expect_path("/account");
    assert!(!browser.page().words().contains("Cổng dịch vụ công"));
    assert!(portal.userinfo(&tokens).await.is_err());
    assert!(portal.refresh(&tokens.refresh.unwrap()).await.unwrap_err().contains("invalid_grant"));
    browser.open(&portal.authorization("openid email").url()).await.expect_path("/consent");
}

#[tokio::test]
async fn se06_other_sessions_are_listed_and_ended_one_by_one_or_all() {
    let house = house();
    let an = citizen(&house, 0).await;
    let mut browsers = Vec::new();
    for _ in 0..3 {
        let mut browser = house.browser();
        browser.open("/sign-in").await;
        browser.sign_in(&an).await.expect_path("/account");
        browsers.push(browser);
    }
    let mut first = browsers.remove(0);
    let page = first.open("/account/sessions").await;
    assert_eq!(page.texts("#listed > li").len(), 3);
    let cookie = first.cookie("session").unwrap();
    assert!(!first.page().answer.text().contains(&cookie), "what is shown opens nothing");
    first.click("end").await.expect_path("/account/sessions/ended");
    assert_eq!(first.click("back").await.texts("#listed > li").len(), 2);
    first.click("end-others").await.expect_path("/account/sessions/ended");
    assert_eq!(first.click("back").await.texts("#listed > li").len(), 1);
    for browser in &mut browsers {
        browser.open("/account").await.expect_path("/sign-in");
    }
}
