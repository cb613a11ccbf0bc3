//! What is sealed to a key of the party's: ID tokens, userinfo, notices and introspection answers; signed first, and never
//! in the open instead.

use http::Method;
use openidconnect::core::CoreJsonWebKeySet;
use serde_json::{Value, json};

use crate::client_auth::KeyServer;
use crate::entry::{code, enter, file, party, redemption, somebody, tokens};
use crate::envelope::OpeningKey;
use crate::harness::{Browser, House, Inbox, RelyingParty};
use crate::token::{header_of, part_of, verified, watch};

const ENCRYPTED: &str = "introspection_encrypted_response_alg";

#[tokio::test]
async fn tk01_an_id_token_and_userinfo_are_signed_first_and_then_sealed_to_the_partys_key() {
    let house = House::start();
    let (rsa, ec) = (OpeningKey::rsa("of-rsa"), OpeningKey::p256("of-ec"));
    let keys = json!({ "keys": [rsa.jwk(), ec.jwk()] });
    let person = somebody(&house);
    for (key, alg, enc, signed) in [
        (&rsa, "RSA-OAEP-256", None, "RS256"),
        (&ec, "ECDH-ES", Some("A256GCM"), "ES256"),
        (&ec, "ECDH-ES", Some("A128CBC-HS256"), "EdDSA"),
        (&ec, "ECDH-ES+A256KW", Some("A256GCM"), "PS256"),
        (&ec, "ECDH-ES+A256KW", None, "RS256"),
        (&rsa, "RSA-OAEP-256", Some("A256GCM"), "ES256"),
    ] {
        let mut own = json!({
            "jwks": keys,
            "id_token_signed_response_alg": signed,
            "id_token_encrypted_response_alg": alg,
            "userinfo_encrypted_response_alg": alg,
        });
        if let Some(enc) = enc {
            own["id_token_encrypted_response_enc"] = json!(enc);
            own["userinfo_encrypted_response_enc"] = json!(enc);
        }
        let enc = enc.unwrap_or("A128CBC-HS256");
        let name = format!("{alg}-{enc}").to_lowercase().replace('+', "-");
        let party = party(&house, &name, own).await;
        let bought = buy(&house, &party, "openid vn_identity offline_access", &mut house.browser()).await;
        let id_token = key.open(bought["id_token"].as_str().unwrap(), alg, enc);
        let claims = signed_by_the_house(&house, &id_token, signed).await;
        assert_eq!((&claims["aud"], &claims["iss"]), (&json!(party.client_id), &json!(house.issuer())));
        let access = bought["access_token"].as_str().unwrap();
        // Whatever it says it takes: what was registered to be sealed is sealed (UI02).
        for accepted in ["application/json", "application/jwt", "*/*"] {
            let bearer = format!("Bearer {access}");
            let headers = [("authorization", bearer.as_str()), ("accept", accepted)];
            let answer = house.wire().send(Method::GET, "/userinfo", &headers, "").await.expect(200);
            assert_eq!(answer.header("content-type"), "application/jwt");
            let about = signed_by_the_house(&house, &key.open(&answer.text(), alg, enc), signed).await;
            assert_eq!((&about["sub"], &about["aud"]), (&claims["sub"], &json!(party.client_id)));
            assert_eq!(about["personal_id_number"], person.personal_id_number);
        }
        // The next ID token is sealed like the first.
        let refresh = bought["refresh_token"].as_str().unwrap();
        let fields = [("grant_type", "refresh_token"), ("refresh_token", refresh)];
        let next: Value = party.post_token(&fields).await.expect(200).json();
        watch(&house, &next);
        let again = signed_by_the_house(&house, &key.open(next["id_token"].as_str().unwrap(), alg, enc), signed).await;
        assert_eq!(again["sub"], claims["sub"]);
    }
    house.close();
}

#[tokio::test]
async fn ui02_a_party_whose_key_is_gone_gets_an_error_and_no_token_in_the_open() {
    let house = House::start();
    let (server, key) = (KeyServer::open().await, OpeningKey::p256("first"));
    server.serve(&key.set());
    let own = json!({
        "jwks_uri": server.url,
        "id_token_encrypted_response_alg": "ECDH-ES",
        "id_token_encrypted_response_enc": "A256GCM",
        "userinfo_encrypted_response_alg": "ECDH-ES",
        "userinfo_encrypted_response_enc": "A256GCM",
    });
    let party = party(&house, "portal", own).await;
    let mut browser = house.browser();
    let bought = buy(&house, &party, "openid", &mut browser).await;
    key.open(bought["id_token"].as_str().unwrap(), "ECDH-ES", "A256GCM");
    // Only a key for signatures is left, and the old set is forgotten.
    let mut signing = key.bare_jwk();
    signing["use"] = json!("sig");
    server.serve(&json!({ "keys": [signing] }));
    house.advance(16 * 60).await;
    let asked = party.authorization("openid");
    let code = code(&party, &asked, &somebody(&house), &mut browser).await;
    let fields = redemption(&party, &asked, &code);
    let refused = party.post_token(&fields).await.expect(400);
    let said: Value = refused.json();
    assert_eq!(said["error"], "invalid_request");
    assert!(said["error_description"].as_str().unwrap().contains("has no key") && !refused.text().contains("eyJ"));
    // The code bought nothing and still does: with a key back in the set, under another name, it is redeemed.
    let next = OpeningKey::p256("second");
    server.serve(&next.set());
    house.advance(30).await;
    let bought: Value = party.post_token(&fields).await.expect(200).json();
    watch(&house, &bought);
    next.open(bought["id_token"].as_str().unwrap(), "ECDH-ES", "A256GCM");
    // Userinfo is no way around it: here the set is lost while the access token lives.
    server.serve(&json!({ "keys": [] }));
    house.advance(14 * 60).await;
    browser.open("/account").await.expect_path("/account");
    let bought = buy(&house, &party, "openid", &mut browser).await;
    next.open(bought["id_token"].as_str().unwrap(), "ECDH-ES", "A256GCM");
    house.advance(2 * 60).await;
    let refused = house.wire().get_with_token("/userinfo", bought["access_token"].as_str().unwrap()).await.expect(400);
    assert_eq!(refused.json::<Value>()["error"], "invalid_request");
    house.close();
}

#[tokio::test]
async fn dr02_a_party_that_wants_something_encrypted_has_a_key_for_it_or_is_not_registered() {
    let house = House::start();
    let (rsa, ec) = (OpeningKey::rsa("r"), OpeningKey::p256("e"));
    let signing = json!({ "keys": [{ "use": "sig", "kty": "EC", "crv": "P-256", "kid": "s",
        "x": ec.bare_jwk()["x"], "y": ec.bare_jwk()["y"] }] });
    for (wrong, member) in [
        (json!({ "id_token_encrypted_response_alg": "ECDH-ES" }), "jwks"),
        (
            json!({ "userinfo_encrypted_response_alg": "RSA-OAEP-256", "jwks": ec.set() }),
            "userinfo_encrypted_response_alg",
        ),
        (json!({ "id_token_encrypted_response_alg": "ECDH-ES", "jwks": rsa.set() }), "id_token_encrypted_response_alg"),
        (json!({ "id_token_encrypted_response_alg": "ECDH-ES", "jwks": signing }), "id_token_encrypted_response_alg"),
        (json!({ ENCRYPTED: "ECDH-ES", "jwks": rsa.set() }), ENCRYPTED),
        (json!({ "id_token_encrypted_response_enc": "A256GCM", "jwks": ec.set() }), "id_token_encrypted_response_enc"),
        (json!({ "userinfo_encrypted_response_enc": "A256GCM" }), "userinfo_encrypted_response_enc"),
        (json!({ "id_token_encrypted_response_alg": "RSA1_5", "jwks": rsa.set() }), "id_token_encrypted_response_alg"),
        (json!({ "id_token_encrypted_response_alg": "dir", "jwks": ec.set() }), "id_token_encrypted_response_alg"),
        (
            json!({ "id_token_encrypted_response_alg": "ECDH-ES", "id_token_encrypted_response_enc": "A128GCM",
                    "jwks": ec.set() }),
            "id_token_encrypted_response_enc",
        ),
    ] {
        let answer = register(&house, &wrong).await.expect(400);
        let said: Value = answer.json();
        assert_eq!(said["error"], "invalid_client_metadata", "{wrong}");
        assert!(said["error_description"].as_str().unwrap().starts_with(member), "{wrong}: {said}");
        // An operator's file obeys the same rules.
        let path = house.site().file("wrong.json", file("wrong", &wrong).to_string());
        house.command(&["relying-party", "add", "--file", path.to_str().unwrap()]).refused();
    }
    // What is left out is filled in and answered; a key that says nothing of its use will do.
    let right = json!({
        "id_token_encrypted_response_alg": "ECDH-ES+A256KW",
        "userinfo_encrypted_response_alg": "RSA-OAEP-256",
        "introspection_encrypted_response_alg": "ECDH-ES",
        "jwks": { "keys": [rsa.bare_jwk(), ec.bare_jwk()] },
    });
    let kept: Value = register(&house, &right).await.expect(201).json();
    for (member, value) in [
        ("id_token_encrypted_response_enc", "A128CBC-HS256"),
        ("userinfo_encrypted_response_enc", "A128CBC-HS256"),
        ("introspection_encrypted_response_enc", "A128CBC-HS256"),
        // Nothing is encrypted that is not signed.
        ("userinfo_signed_response_alg", "RS256"),
    ] {
        assert_eq!(kept[member], value, "{member}");
    }
    let found: Value = house.wire().get("/.well-known/openid-configuration").await.json();
    for answer in ["id_token", "userinfo", "introspection"] {
        let listed = |what: &str| found[format!("{answer}_encryption_{what}_values_supported")].clone();
        assert_eq!(listed("alg"), json!(["ECDH-ES", "ECDH-ES+A256KW", "RSA-OAEP-256"]));
        assert_eq!(listed("enc"), json!(["A128CBC-HS256", "A256GCM"]));
    }
    house.close();
}

#[tokio::test]
async fn lo03_a_notice_is_sealed_as_the_partys_id_tokens_are() {
    let house = House::start();
    let (inbox, server, key) = (Inbox::open().await, KeyServer::open().await, OpeningKey::rsa("k"));
    server.serve(&key.set());
    let own = json!({
        "jwks_uri": server.url,
        "id_token_encrypted_response_alg": "RSA-OAEP-256",
        "backchannel_logout_uri": inbox.url("/out"),
    });
    let party = party(&house, "portal", own).await;
    let mut browser = house.browser();
    let bought = buy(&house, &party, "openid", &mut browser).await;
    let claims = part_of(&key.open(bought["id_token"].as_str().unwrap(), "RSA-OAEP-256", "A128CBC-HS256"), 1);
    // While the party has no key nothing is sent in the open; the notice waits for one.
    server.serve(&json!({ "keys": [] }));
    house.advance(15 * 60 - 60).await;
    browser.open("/account").await.expect_path("/account");
    house.advance(120).await;
    browser.open("/sign-out").await;
    browser.click("sign-out").await.expect_path("/signed-out");
    house.sweep().await;
    assert!(inbox.letters().is_empty());
    server.serve(&key.set());
    for _ in 0..3 {
        house.advance(60).await;
    }
    let letters = inbox.letters();
    assert_eq!(letters.len(), 1);
    let token = key.open(&letters[0].form()["logout_token"], "RSA-OAEP-256", "A128CBC-HS256");
    assert_eq!(header_of(&token)["typ"], "logout+jwt");
    let told = signed_by_the_house(&house, &token, "RS256").await;
    assert_eq!((&told["sub"], &told["sid"]), (&claims["sub"], &claims["sid"]));
    house.close();
}

#[tokio::test]
async fn ui03_an_introspection_is_had_in_writing_by_who_asks_for_it() {
    let house = House::start();
    let (owner, other) = (
        party(&house, "owner", json!({ "introspection_signed_response_alg": "ES256" })).await,
        party(&house, "other", json!({})).await,
    );
    let bought = tokens(&owner, "openid email", &somebody(&house), &mut house.browser()).await;
    let plain: Value = owner.post("/introspect", &[("token", &bought.access)]).await.expect(200).json();
    let kind = "application/token-introspection+jwt";
    for accepted in [kind, "application/json;q=0.1, Application/Token-Introspection+JWT"] {
        let answer = asked(&owner, &bought.access, accepted).await.expect(200);
        assert_eq!((answer.header("content-type"), answer.header("cache-control")), (kind, "no-store"));
        let token = answer.text();
        assert_eq!(header_of(&token)["typ"], "token-introspection+jwt");
        let claims = signed_by_the_house(&house, &token, "ES256").await;
        let names: Vec<_> = claims.as_object().unwrap().keys().map(String::as_str).collect();
        // Neither sub nor exp stands beside the answer, so that it passes for no other token.
        assert_eq!(names.len(), 4, "{names:?}");
        assert_eq!((&claims["iss"], &claims["aud"]), (&json!(house.issuer()), &json!(owner.client_id)));
        assert!((claims["iat"].as_i64().unwrap() - house.now()).abs() < 60);
        assert_eq!(claims["token_introspection"], plain);
        house.wire().get_with_token("/userinfo", &token).await.expect(401);
        let mut browser = house.browser();
        browser.open(&format!("/end_session?id_token_hint={token}")).await.expect_error("id_token_hint_not_valid");
    }
    // Who asks about another's token learns in writing as little as otherwise.
    let token = asked(&other, &bought.access, kind).await.expect(200).text();
    let claims = signed_by_the_house(&house, &token, "RS256").await;
    assert_eq!(
        (&claims["aud"], &claims["token_introspection"]),
        (&json!(other.client_id), &json!({ "active": false }))
    );
    for refused in ["application/json", "application/token-introspection+jwt;q=0", "*/*"] {
        assert_eq!(asked(&owner, &bought.access, refused).await.expect(200).json::<Value>(), plain, "{refused}");
    }
    let found: Value = house.wire().get("/.well-known/openid-configuration").await.json();
    assert_eq!(found["introspection_signing_alg_values_supported"], json!(["RS256", "PS256", "ES256", "EdDSA"]));
    house.close();
}

#[tokio::test]
async fn ui03_an_introspection_that_is_to_be_sealed_is_never_answered_in_the_open() {
    let house = House::start();
    let key = OpeningKey::p256("k");
    let own = json!({ "jwks": key.set(), ENCRYPTED: "ECDH-ES", "introspection_encrypted_response_enc": "A256GCM" });
    let party = party(&house, "owner", own).await;
    let bought = tokens(&party, "openid", &somebody(&house), &mut house.browser()).await;
    for accepted in ["application/json", "application/token-introspection+jwt"] {
        let answer = asked(&party, &bought.access, accepted).await.expect(200);
        assert_eq!(answer.header("content-type"), "application/token-introspection+jwt");
        let claims = signed_by_the_house(&house, &key.open(&answer.text(), "ECDH-ES", "A256GCM"), "RS256").await;
        assert_eq!(claims["token_introspection"]["active"], true);
    }
    house.close();
}

#[tokio::test]
async fn tk01_an_id_token_that_goes_through_the_browser_is_sealed_too_or_does_not_go() {
    let house = House::start();
    let (server, key) = (KeyServer::open().await, OpeningKey::p256("k"));
    server.serve(&key.set());
    let own = json!({
        "response_types": ["code", "id_token", "code id_token"],
        "grant_types": ["authorization_code", "implicit"],
        "jwks_uri": server.url,
        "id_token_encrypted_response_alg": "ECDH-ES+A256KW",
        "id_token_encrypted_response_enc": "A256GCM",
    });
    let party = party(&house, "portal", own).await;
    let (person, mut browser) = (somebody(&house), house.browser());
    let scope = "openid profile vn_identity";
    for wanted in ["id_token", "code id_token"] {
        let asked = party.authorization(scope).with("response_type", wanted);
        let answer = behind(&enter(&asked, &person, &mut browser).await);
        let id_token = key.open(&answer["id_token"], "ECDH-ES+A256KW", "A256GCM");
        let claims = signed_by_the_house(&house, &id_token, "RS256").await;
        assert_eq!(claims["nonce"], asked.nonce);
        assert_eq!(answer.contains_key("code"), wanted.starts_with("code"));
    }
    // Without a key nothing is handed out at all, not even the code beside it.
    server.serve(&json!({ "keys": [] }));
    house.advance(16 * 60).await;
    for wanted in ["id_token", "code id_token"] {
        let asked = party.authorization(scope).with("response_type", wanted);
        let came = enter(&asked, &person, &mut browser).await;
        let answer = behind(&came);
        assert_eq!(answer["error"], "invalid_request", "{came}");
        assert!(!answer.contains_key("code") && !answer.contains_key("id_token") && !came.as_str().contains("eyJ"));
    }
    house.close();
}

#[tokio::test]
async fn lo01_the_token_inside_the_envelope_is_the_hint_and_the_envelope_is_none() {
    let house = House::start();
    let key = OpeningKey::rsa("k");
    let own = json!({ "jwks": key.set(), "id_token_encrypted_response_alg": "RSA-OAEP-256" });
    let party = party(&house, "portal", own).await;
    let mut browser = house.browser();
    let bought = buy(&house, &party, "openid", &mut browser).await;
    let envelope = bought["id_token"].as_str().unwrap();
    let hint = key.open(envelope, "RSA-OAEP-256", "A128CBC-HS256");
    let back = "post_logout_redirect_uri=https%3A%2F%2Fportal.example%2Fbye";
    // It is sealed to the party; nobody else opens it, the house neither.
    let sealed = format!("/end_session?id_token_hint={envelope}&{back}");
    browser.open(&sealed).await.expect_error("id_token_hint_not_valid");
    browser.get(&format!("/end_session?id_token_hint={hint}&{back}")).await.expect(303);
    assert_eq!(browser.outside().as_str(), "https://portal.example/bye");
    house.close();
}

/// The parameters behind the `#` of an answer.
fn behind(came: &url::Url) -> std::collections::BTreeMap<String, String> {
    form_urlencoded::parse(came.fragment().unwrap_or_default().as_bytes()).into_owned().collect()
}

/// The members of the token endpoint's answer, as they came: no library of ours opens envelopes.
async fn buy(house: &House, party: &RelyingParty, scope: &str, browser: &mut Browser) -> Value {
    let asked = party.authorization(scope);
    let code = code(party, &asked, &somebody(house), browser).await;
    let bought: Value = party.post_token(&redemption(party, &asked, &code)).await.expect(200).json();
    watch(house, &bought);
    bought
}

async fn signed_by_the_house(house: &House, token: &str, algorithm: &str) -> Value {
    let keys: CoreJsonWebKeySet = house.wire().get("/jwks").await.json();
    verified(token, &keys);
    assert_eq!(header_of(token)["alg"], algorithm);
    part_of(token, 1)
}

async fn asked(party: &RelyingParty, token: &str, accepted: &str) -> crate::harness::Answer {
    party.post_accepting("/introspect", &[("token", token)], accepted).await
}

async fn register(house: &House, own: &Value) -> crate::harness::Answer {
    let headers = [("content-type", "application/json")];
    house.wire().send(Method::POST, "/register", &headers, file_without_ours(own).to_string()).await
}

/// A document with which a party registers itself.
fn file_without_ours(own: &Value) -> Value {
    let mut document = json!({ "client_name": "Portal", "redirect_uris": ["https://portal.example/cb"] });
    document.as_object_mut().unwrap().extend(own.as_object().unwrap().clone());
    document
}
