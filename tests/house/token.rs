//! The token endpoint: what a code buys, what it costs to be wrong, and what is said to whoever sends something else.

use http::Method;
use openidconnect::core::CoreJsonWebKeySet;
use serde_json::{Value, json};

use crate::entry::{code, enter, party, redemption, somebody, tokens};
use crate::harness::{Answer, House};

#[tokio::test]
async fn tk05_a_code_buys_tokens_that_say_what_they_must_whatever_algorithm_the_party_registered() {
    let house = House::start();
    let person = somebody(&house);
    let mut subjects = Vec::new();
    for algorithm in ["RS256", "PS256", "ES256", "EdDSA"] {
        let name = algorithm.to_lowercase();
        let party = party(&house, &name, json!({ "id_token_signed_response_alg": algorithm })).await;
        // The openidconnect crate checks signature, issuer, audience, expiry and nonce.
        let tokens = tokens(&party, "openid profile", &person, &mut house.browser()).await;
        let claims = &tokens.claims;
        let names: Vec<_> = claims.as_object().unwrap().keys().map(String::as_str).collect();
        for name in &names {
            let expected = ["iss", "sub", "aud", "exp", "iat", "auth_time", "nonce", "acr", "amr", "at_hash", "sid"];
            assert!(expected.contains(name), "{name} was not asked for");
        }
        assert_eq!((&claims["acr"], &claims["amr"]), (&json!("loa1"), &json!(["pwd"])));
        assert!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap() <= 600);
        assert!((house.now() - claims["auth_time"].as_i64().unwrap()).abs() < 60);
        assert_eq!(claims["at_hash"], at_hash(algorithm, &tokens.access), "{algorithm}");
        let header = header_of(&tokens.id_token.as_ref().unwrap().to_string());
        assert_eq!((&header["alg"], header["kid"].is_string()), (&json!(algorithm), true));
        let subject = claims["sub"].as_str().unwrap().to_owned();
        assert!(!subjects.contains(&subject) && !subject.contains(&person.personal_id_number));
        subjects.push(subject);
    }
    house.close();
}

#[tokio::test]
async fn two_parties_of_one_sector_know_a_person_by_one_name_and_public_ones_by_one_everywhere() {
    let house = House::start();
    let (person, mut browser) = (somebody(&house), house.browser());
    let sector = json!({ "sector_identifier_uri": "https://sector.example/uris.json" });
    let public = json!({ "subject_type": "public" });
    let mut names = Vec::new();
    for (name, own) in [("one", &sector), ("two", &sector), ("three", &public), ("four", &public)] {
        let party = party(&house, name, own.clone()).await;
        names.push(tokens(&party, "openid", &person, &mut browser).await.claims["sub"].clone());
    }
    assert!(names[0] == names[1] && names[2] == names[3] && names[0] != names[2]);
}

#[tokio::test]
async fn an_answer_is_never_stored_and_says_how_long_the_token_lives() {
    let house = House::start();
    let party = party(&house, "portal", json!({})).await;
    let asked = party.authorization("openid email");
    let code = code(&party, &asked, &somebody(&house), &mut house.browser()).await;
    let answer = party.post_token(&redemption(&party, &asked, &code)).await.expect(200);
    assert_eq!(answer.header("cache-control"), "no-store");
    assert_eq!(answer.header("access-control-allow-origin"), "");
    let body: Value = answer.json();
    watch(&house, &body);
    assert_eq!((&body["token_type"], &body["expires_in"]), (&json!("Bearer"), &json!(300)));
    assert_eq!(body["scope"], "openid email");
    house.close();
}

#[tokio::test]
async fn v019_a_code_in_the_hands_of_another_party_buys_nothing_for_anybody() {
    let house = House::start();
    let (owner, thief) = (party(&house, "owner", json!({})).await, party(&house, "thief", json!({})).await);
    let asked = owner.authorization("openid");
    let code = code(&owner, &asked, &somebody(&house), &mut house.browser()).await;
    refused(thief.post_token(&redemption(&owner, &asked, &code)).await, "invalid_grant");
    refused(owner.post_token(&redemption(&owner, &asked, &code)).await, "invalid_grant");
    house.close();
}

#[tokio::test]
async fn v020_an_edited_code_is_no_code() {
    let house = House::start();
    let party = party(&house, "portal", json!({})).await;
    let asked = party.authorization("openid");
    let code = code(&party, &asked, &somebody(&house), &mut house.browser()).await;
    for at in (0..code.len()).step_by(5) {
        let mut edited = code.clone().into_bytes();
        edited[at] = if edited[at] == b'A' { b'B' } else { b'A' };
        let edited = String::from_utf8(edited).unwrap();
        refused(party.post_token(&redemption(&party, &asked, &edited)).await, "invalid_grant");
    }
    // None of them was near enough to cost the party its own.
    party.post_token(&redemption(&party, &asked, &code)).await.expect(200);
}

#[tokio::test]
async fn v023_a_code_is_burnt_by_the_first_wrong_proof() {
    let house = House::start();
    let party = party(&house, "portal", json!({})).await;
    let (person, mut browser) = (somebody(&house), house.browser());
    let wrong = "w".repeat(43);
    let proofs: [&[(&str, &str)]; 4] = [
        &[("redirect_uri", &party.redirect_uri)],
        &[("redirect_uri", &party.redirect_uri), ("code_verifier", "")],
        &[("redirect_uri", &party.redirect_uri), ("code_verifier", &wrong)],
        &[("redirect_uri", "https://portal.example/CB"), ("code_verifier", "right")],
    ];
    for proof in proofs {
        let asked = party.authorization("openid");
        let code = code(&party, &asked, &person, &mut browser).await;
        let mut fields = vec![("grant_type", "authorization_code"), ("code", code.as_str())];
        for (name, value) in proof {
            fields.push((name, if *value == "right" { asked.verifier() } else { value }));
        }
        refused(party.post_token(&fields).await, "invalid_grant");
        refused(party.post_token(&redemption(&party, &asked, &code)).await, "invalid_grant");
    }
    house.close();
}

#[tokio::test]
async fn v024_a_verifier_without_a_challenge_buys_nothing() {
    let house = House::start();
    let party = party(&house, "old", json!({ "require_pkce": false })).await;
    let (person, mut browser) = (somebody(&house), house.browser());
    let bare = || party.authorization("openid").without("code_challenge").without("code_challenge_method");
    let asked = bare();
    let first = code(&party, &asked, &person, &mut browser).await;
    refused(party.post_token(&redemption(&party, &asked, &first)).await, "invalid_grant");
    let asked = bare();
    let second = code(&party, &asked, &person, &mut browser).await;
    let fields = [("grant_type", "authorization_code"), ("code", &second), ("redirect_uri", &party.redirect_uri)];
    party.post_token(&fields).await.expect(200);
}

#[tokio::test]
async fn a_code_redeemed_twice_ends_what_it_bought() {
    let house = House::start();
    let party = party(&house, "portal", json!({})).await;
    let asked = party.authorization("openid offline_access");
    let came = enter(&asked, &somebody(&house), &mut house.browser()).await;
    let bought = party.exchange(&asked, &came).await;
    party.userinfo(&bought).await.unwrap();
    let code = asked.code(&came, &party.redirect_uri, house.issuer());
    refused(party.post_token(&redemption(&party, &asked, &code)).await, "invalid_grant");
    house.wire().get_with_token("/userinfo", &bought.access).await.expect(401);
    assert!(party.refresh(bought.refresh.as_ref().unwrap()).await.is_err());
    house.close();
}

#[tokio::test]
async fn a_code_is_worth_nothing_after_a_minute_or_once_the_person_signed_out() {
    let house = House::start();
    let party = party(&house, "portal", json!({})).await;
    let (person, mut browser) = (somebody(&house), house.browser());
    let asked = party.authorization("openid");
    let late = code(&party, &asked, &person, &mut browser).await;
    house.advance(60).await;
    refused(party.post_token(&redemption(&party, &asked, &late)).await, "invalid_grant");
    let asked = party.authorization("openid");
    let orphan = code(&party, &asked, &person, &mut browser).await;
    browser.open("/sign-out").await;
    browser.click("sign-out").await;
    refused(party.post_token(&redemption(&party, &asked, &orphan)).await, "invalid_grant");
    house.close();
}

#[tokio::test]
async fn f22_of_two_nodes_that_redeem_one_code_one_does_and_the_loser_ends_it() {
    let house = House::start();
    let Some(second) = house.second_node().await else { return };
    let party = party(&house, "portal", json!({})).await;
    let there = party.through(second.wire().clone());
    let (person, mut browser) = (somebody(&house), house.browser());
    for _ in 0..10 {
        let asked = party.authorization("openid");
        let code = code(&party, &asked, &person, &mut browser).await;
        let fields = redemption(&party, &asked, &code);
        let (here, there) = tokio::join!(party.post_token(&fields), there.post_token(&fields));
        let (won, lost) = if here.status == 200 { (here, there) } else { (there, here) };
        let bought: Value = won.expect(200).json();
        watch(&house, &bought);
        refused(lost, "invalid_grant");
        house.wire().get_with_token("/userinfo", bought["access_token"].as_str().unwrap()).await.expect(401);
    }
    house.close();
}

#[tokio::test]
async fn v043_grants_that_are_not_offered_are_refused_to_every_party() {
    let house = House::start();
    for (name, method) in [("basic", "client_secret_basic"), ("post", "client_secret_post"), ("public", "none")] {
        let party = party(&house, name, json!({ "token_endpoint_auth_method": method })).await;
        for grant in [
            "password",
            "implicit",
            "client_credentials",
            "urn:ietf:params:oauth:grant-type:jwt-bearer",
            "urn:ietf:params:oauth:grant-type:token-exchange",
            "urn:ietf:params:oauth:grant-type:device_code",
            "urn:openid:params:grant-type:ciba",
            "Authorization_Code",
        ] {
            let fields = [("grant_type", grant), ("username", "x"), ("password", "y"), ("scope", "openid")];
            refused(party.post_token(&fields).await, "unsupported_grant_type");
        }
        refused(party.post_token(&[("scope", "openid")]).await, "invalid_request");
    }
}

#[tokio::test]
async fn tk04_a_grant_that_the_party_did_not_register_is_refused() {
    let house = House::start();
    let party = party(&house, "once", json!({ "grant_types": ["authorization_code"] })).await;
    let bought = tokens(&party, "openid", &somebody(&house), &mut house.browser()).await;
    assert_eq!(bought.refresh, None);
    let fields = [("grant_type", "refresh_token"), ("refresh_token", "rt_x")];
    refused(party.post_token(&fields).await, "unauthorized_client");
}

#[tokio::test]
async fn v063_no_resource_widens_the_audience() {
    let house = House::start();
    let party = party(&house, "portal", json!({})).await;
    let asked = party.authorization("openid");
    let code = code(&party, &asked, &somebody(&house), &mut house.browser()).await;
    for resource in [("resource", "https://api.example/"), ("resource", "relative#x"), ("audience", "other")] {
        let fields = [&redemption(&party, &asked, &code)[..], &[resource]].concat();
        refused(party.post_token(&fields).await, "invalid_target");
    }
    party.post_token(&redemption(&party, &asked, &code)).await.expect(200);
}

#[tokio::test]
async fn tk02_only_a_form_by_post_is_read_and_every_refusal_is_oauth_json() {
    let house = House::start();
    let wire = house.wire();
    let form = ("content-type", "application/x-www-form-urlencoded");
    for path in ["/token", "/revoke", "/introspect"] {
        for method in [Method::GET, Method::PUT, Method::DELETE, Method::PATCH] {
            let answer = wire.send(method, path, &[form], "grant_type=x").await;
            assert_eq!(answer.header("allow"), "POST");
            said(answer, 405, "invalid_request");
        }
        for (kind, body) in [
            ("application/json", "{}"),
            ("multipart/form-data; boundary=x", "--x--"),
            ("application/x-www-form-urlencoded; charset=utf-16", "grant_type=x"),
            ("text/plain", "grant_type=x"),
            ("", ""),
        ] {
            said(wire.send(Method::POST, path, &[("content-type", kind)], body).await, 415, "invalid_request");
        }
        let too_large = format!("token={}", "a".repeat(70_000));
        for (body, status) in [
            ("client_id=a&client_id=a", 400),
            ("grant_type=%FF", 400),
            ("grant_type=a%00b", 400),
            (too_large.as_str(), 413),
        ] {
            said(wire.send(Method::POST, path, &[form], body).await, status, "invalid_request");
        }
        let secret_in_address = format!("{path}?client_id=a&client_secret=b");
        said(wire.send(Method::POST, &secret_in_address, &[form], "grant_type=x").await, 400, "invalid_request");
    }
    house.close();
}

/// A refusal as OAuth JSON, with a status of its own.
#[track_caller]
fn said(answer: Answer, status: u16, error: &str) {
    let answer = answer.expect(status);
    assert_eq!((answer.header("cache-control"), answer.header("content-type")), ("no-store", "application/json"));
    let body: Value = answer.json();
    assert_eq!(body["error"], error, "{body}");
    let description = body["error_description"].as_str().unwrap();
    assert!(description.bytes().all(|byte| (0x20..0x7f).contains(&byte) && byte != b'"' && byte != b'\\'));
}

/// A refusal of the token endpoint.
#[track_caller]
pub(crate) fn refused(answer: Answer, error: &str) {
    said(answer, 400, error);
}

/// Tokens that came without the crate are secrets like any other.
pub(crate) fn watch(house: &House, body: &Value) {
    for name in ["access_token", "refresh_token", "id_token"] {
        if let Some(token) = body[name].as_str() {
            house.wire().alarm().watch(token);
        }
    }
}

fn at_hash(algorithm: &str, access: &str) -> String {
    use base64::Engine as _;
    use ring::digest::{SHA256, SHA512, digest};
    let digest = digest(if algorithm == "EdDSA" { &SHA512 } else { &SHA256 }, access.as_bytes());
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(&digest.as_ref()[..digest.as_ref().len() / 2])
}

pub(crate) fn header_of(token: &str) -> Value {
    part_of(token, 0)
}

/// A part of a token, decoded and not verified.
pub(crate) fn part_of(token: &str, part: usize) -> Value {
    use base64::Engine as _;
    let text = token.split('.').nth(part).unwrap();
    serde_json::from_slice(&base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(text).unwrap()).unwrap()
}

/// The signature is by a key of the house's published set; checked by the crate that parties use.
pub(crate) fn verified(token: &str, keys: &CoreJsonWebKeySet) {
    use base64::Engine as _;
    use openidconnect::JsonWebKey as _;
    let kid = header_of(token)["kid"].as_str().unwrap().to_owned();
    let key =
        keys.keys().iter().find(|key| key.key_id().is_some_and(|id| id.as_str() == kid)).expect("a published key");
    let (message, signature) = token.rsplit_once('.').unwrap();
    let signature = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(signature).unwrap();
    let algorithm = serde_json::from_value(header_of(token)["alg"].clone()).unwrap();
    key.verify_signature(&algorithm, message.as_bytes(), &signature).unwrap();
}
