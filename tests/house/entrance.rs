//! A service that lets itself be entered from elsewhere (OpenID Connect Core §4), and what its own addresses are good for on
//! pages of ours.

use http::Method;
use serde_json::{Value, json};

use crate::entry::{party, somebody, tokens};
use crate::harness::House;

#[tokio::test]
async fn a_service_that_can_be_entered_from_outside_has_a_link_on_the_persons_page() {
    let house = House::start();
    let portal =
        party(&house, "portal", json!({ "initiate_login_uri": "https://portal.example/login?from=list" })).await;
    let other = party(&house, "other", json!({})).await;
    let (person, mut browser) = (somebody(&house), house.browser());
    for party in [&portal, &other] {
        tokens(party, "openid email", &person, &mut browser).await;
    }
    browser.open("/account").await.expect_path("/account");
    let issuer: String = form_urlencoded::byte_serialize(house.issuer().as_bytes()).collect();
    let there = format!("https://portal.example/login?from=list&iss={issuer}");
    let link = format!("#consents ~ ul a[href=\"{there}\"]");
    assert_eq!(browser.page().texts(&link), ["Đến dịch vụ: portal"]);
    assert_eq!(browser.page().attribute(&link, "rel"), "noopener noreferrer");
    // Who cannot be entered from outside has none, and nobody's link says who the person is.
    let all = browser.page().attributes("a", "href");
    assert!(!all.iter().any(|href| href.contains("other.example")), "{all:?}");
    assert!(!all.iter().any(|href| href.contains("login_hint") || href.contains(&person.personal_id_number)));
    let mut english = browser.tab().speaking("en");
    english.open("/account?ui_locales=en").await.expect_words("Go to the service");
    house.close();
}

#[tokio::test]
async fn dr02_where_a_sign_in_begins_from_outside_is_by_tls_and_is_read_again_as_it_was_registered() {
    let house = House::start();
    let register = |uri: &'static str| {
        let document = json!({
            "client_name": "Portal", "redirect_uris": ["https://portal.example/cb"], "initiate_login_uri": uri,
        });
        let wire = house.wire();
        async move {
            let headers = [("content-type", "application/json")];
            wire.send(Method::POST, "/register", &headers, document.to_string()).await
        }
    };
    for wrong in
        ["http://portal.example/login", "http://localhost/login", "javascript:alert(1)", "portal.example/login"]
    {
        let refused: Value = register(wrong).await.expect(400).json();
        assert_eq!(refused["error"], "invalid_client_metadata", "{wrong}");
    }
    let kept: Value = register("https://portal.example/login").await.expect(201).json();
    let token = kept["registration_access_token"].as_str().unwrap();
    house.wire().alarm().watch(token);
    house.wire().alarm().watch(kept["client_secret"].as_str().unwrap());
    let read = house.wire().get_with_token(kept["registration_client_uri"].as_str().unwrap(), token).await.expect(200);
    assert_eq!(read.header("content-type"), "application/json");
    assert_eq!(read.json::<Value>()["initiate_login_uri"], "https://portal.example/login");
    house.close();
}

#[tokio::test]
async fn cs07_a_services_addresses_are_links_that_tell_it_nothing_and_nothing_of_its_is_loaded() {
    let house = House::start();
    let own = json!({
        "logo_uri": "https://portal.example/logo.svg",
        "client_uri": "https://portal.example/home",
        "policy_uri": "https://portal.example/policy",
        "tos_uri": "https://portal.example/terms",
    });
    let portal = party(&house, "portal", own).await;
    let mut browser = house.browser();
    browser.open(&portal.authorization("openid email").url()).await;
    for page in ["form#sign-in", "form#consent"] {
        assert!(browser.page().has(page), "{}", browser.page().summary());
        for address in ["https://portal.example/home", "https://portal.example/policy", "https://portal.example/terms"]
        {
            let link = format!(".asking a[href=\"{address}\"]");
            assert_eq!(browser.page().attribute(&link, "rel"), "noopener noreferrer", "{page}");
        }
        // No picture of a stranger's: a letter stands for it, and the policy would load none.
        assert!(!browser.page().answer.text().contains("logo.svg"), "{page}");
        assert!(browser.page().has(".asking .letter"));
        let policy = browser.page().answer.header("content-security-policy").to_owned();
        assert_eq!(crate::frames::directive(&policy, "img-src"), ["'self'", "data:"]);
        if page == "form#sign-in" {
            browser.sign_in(&somebody(&house)).await;
        }
    }
    house.close();
}
