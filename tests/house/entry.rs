//! How a person enters a service, told once for the stories that begin after it.

use serde_json::{Value, json};
use url::Url;

use crate::harness::{Authorization, Browser, House, Person, RelyingParty, Tokens};

/// A party's file with everything that most stories need; what a story is about is put over it.
pub(crate) fn file(name: &str, own: &Value) -> Value {
    let mut file = json!({
        "client_name": name,
        "redirect_uris": [format!("https://{name}.example/cb")],
        "post_logout_redirect_uris": [format!("https://{name}.example/bye")],
        "grant_types": ["authorization_code", "refresh_token"],
        "scope": "openid profile email phone address offline_access vn_identity vn_account",
    });
    file.as_object_mut().unwrap().extend(own.as_object().unwrap().clone());
    file
}

/// A party registered from such a file.
pub(crate) async fn party(house: &House, name: &str, own: Value) -> RelyingParty {
    house.relying_party(&file(name, &own)).await
}

/// Somebody with an account of level 1.
pub(crate) fn somebody(house: &House) -> Person {
    house.person(&["--level", "1", "--limit", "1"])
}

/// The person signs in and agrees wherever a page asks for it; answers where the browser is sent in the end.
pub(crate) async fn enter(asked: &Authorization, person: &Person, browser: &mut Browser) -> Url {
    browser.open(&asked.url()).await;
    if browser.page().has("form#sign-in") {
        browser.sign_in(person).await;
    }
    if browser.page().has("button#allow") {
        browser.click("allow").await;
    }
    browser.outside()
}

/// The whole way from a first visit to tokens.
pub(crate) async fn tokens(party: &RelyingParty, scope: &str, person: &Person, browser: &mut Browser) -> Tokens {
    let asked = party.authorization(scope);
    let came = enter(&asked, person, browser).await;
    party.exchange(&asked, &came).await
}

/// A code, not yet redeemed, with the request that it answers.
pub(crate) async fn code(
    party: &RelyingParty,
    asked: &Authorization,
    person: &Person,
    browser: &mut Browser,
) -> String {
    let came = enter(asked, person, browser).await;
    asked.code(&came, &party.redirect_uri, &issuer_of(&came))
}

fn issuer_of(came: &Url) -> String {
    came.query_pairs().find(|(name, _)| name == "iss").map(|(_, value)| value.into_owned()).unwrap_or_default()
}

/// The fields with which a party redeems a code.
pub(crate) fn redemption<'a>(
    party: &'a RelyingParty,
    asked: &'a Authorization,
    code: &'a str,
) -> Vec<(&'static str, &'a str)> {
    vec![
        ("grant_type", "authorization_code"),
        ("code", code),
        ("redirect_uri", &party.redirect_uri),
        ("code_verifier", asked.verifier()),
    ]
}
