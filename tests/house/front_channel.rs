//! Answers with tokens in them (OpenID Connect Core §3.2, §3.3): what comes by way of the browser, what it vouches for, how
//! long it is worth anything, and who may ask for it.

use std::collections::BTreeMap;

use base64::Engine as _;
use ring::digest::{SHA256, SHA512, digest};
use serde_json::{Value, json};

use crate::client_auth::KeyServer;
use crate::entry::{enter, party, redemption, somebody};
use crate::envelope::OpeningKey;
use crate::harness::{Authorization, Browser, House, Person, RelyingParty};

const FRONT: [&str; 5] = ["id_token", "id_token token", "code id_token", "code token", "code id_token token"];
const SCOPE: &str = "openid profile email offline_access";

/// A party that registered every response type that there is, with these members beside or instead of the usual.
async fn every(house: &House, name: &str, own: &Value) -> RelyingParty {
    let types = [&["code"], &FRONT[..]].concat();
    let mut file = json!({
        "response_types": types,
        "grant_types": ["authorization_code", "implicit", "refresh_token"],
    });
    file.as_object_mut().unwrap().extend(own.as_object().unwrap().clone());
    party(house, name, file).await
}

/// The answer to a request of this response type, at the party's address.
async fn answered(
    house: &House,
    party: &RelyingParty,
    asked: &Authorization,
    person: &Person,
    browser: &mut Browser,
) -> BTreeMap<String, String> {
    let came = enter(asked, person, browser).await;
    assert!(came.fragment().is_some(), "tokens stand where servers read them: {came}");
    asked.answer(&came, &party.redirect_uri, house.issuer())
}

fn half(algorithm: &str, text: &str) -> String {
    let hash = digest(if algorithm == "EdDSA" { &SHA512 } else { &SHA256 }, text.as_bytes());
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(&hash.as_ref()[..hash.as_ref().len() / 2])
}

#[tokio::test]
async fn every_response_type_brings_what_it_names_and_what_comes_together_vouches_for_one_another() {
    let house = House::start();
    let person = somebody(&house);
    for algorithm in ["RS256", "ES256", "EdDSA"] {
        let own = json!({ "id_token_signed_response_alg": algorithm });
        let party = every(&house, &algorithm.to_lowercase(), &own).await;
        let mut browser = house.browser();
        for wanted in FRONT {
            let asked = party.authorization(SCOPE).with("response_type", wanted);
            let answer = answered(&house, &party, &asked, &person, &mut browser).await;
            let words: Vec<_> = wanted.split(' ').collect();
            let mut expected = vec!["iss", "session_state", "state"];
            expected.extend(words.iter().filter(|word| **word != "token"));
            if words.contains(&"token") {
                expected.extend(["access_token", "token_type", "expires_in", "scope"]);
                assert_eq!((&*answer["token_type"], &*answer["expires_in"]), ("Bearer", "300"));
                // §11: what outlives the session needs a code.
                let offline = answer["scope"].split(' ').any(|scope| scope == "offline_access");
                assert_eq!(offline, words.contains(&"code"), "{wanted}");
            }
            expected.sort_unstable();
            assert_eq!(answer.keys().map(String::as_str).collect::<Vec<_>>(), expected, "{wanted}");
            let claims = if words.contains(&"id_token") {
                let claims = party.in_front(&asked, &answer).await.unwrap();
                assert_eq!(claims["s_hash"], half(algorithm, &asked.state), "{algorithm}");
                for (member, hash) in [("access_token", "at_hash"), ("code", "c_hash")] {
                    let expected = answer.get(member).map(|text| half(algorithm, text));
                    assert_eq!(claims.get(hash).and_then(Value::as_str), expected.as_deref(), "{wanted} {hash}");
                }
                Some(claims)
            } else {
                None
            };
            if let Some(access) = answer.get("access_token") {
                let about: Value = house.wire().get_with_token("/userinfo", access).await.expect(200).json();
                assert!(about["name"].is_string() && about["email"].is_string(), "{about}");
                assert!(claims.as_ref().is_none_or(|claims| claims["sub"] == about["sub"]));
            }
            if answer.contains_key("code") {
                let bought = party.exchange(&asked, &came(&party, &answer)).await;
                assert!(bought.refresh.is_some() && bought.claims.get("c_hash").is_none());
                // §3.3.3.6: the same person, the same sign-in, the same request in both.
                for (name, value) in claims.iter().flat_map(|claims| claims.as_object().unwrap()) {
                    let is_its_own = ["exp", "iat", "at_hash", "c_hash", "s_hash"].contains(&name.as_str());
                    assert!(is_its_own || bought.claims[name] == *value, "{wanted} {name}");
                }
                // Both access tokens are worth something, and they are two.
                assert_ne!(answer.get("access_token"), Some(&bought.access));
                party.userinfo(&bought).await.unwrap();
            }
        }
    }
    house.close();
}

/// The address at which an answer came, for what reads addresses.
fn came(party: &RelyingParty, answer: &BTreeMap<String, String>) -> url::Url {
    let mut url = url::Url::parse(&party.redirect_uri).unwrap();
    let fragment: String = form_urlencoded::Serializer::new(String::new()).extend_pairs(answer).finish();
    url.set_fragment(Some(&fragment));
    url
}

#[tokio::test]
async fn a_persons_data_stands_in_the_id_token_only_where_nothing_else_can_fetch_it() {
    let house = House::start();
    let (person, mut browser) = (somebody(&house), house.browser());
    let party = every(&house, "portal", &json!({})).await;
    let by_name = r#"{"id_token":{"email":{"essential":true}}}"#;
    for (wanted, claims, name, email) in [
        ("id_token", None, true, true),
        ("id_token token", None, false, false),
        ("id_token token", Some(by_name), false, true),
        // Beside a code, what was asked for by name waits for the ID token that no browser carries.
        ("code id_token", Some(by_name), false, false),
        ("code id_token token", Some(by_name), false, false),
    ] {
        let asked = party.authorization("openid profile email").with("response_type", wanted);
        let asked = if let Some(claims) = claims { asked.with("claims", claims) } else { asked };
        let answer = answered(&house, &party, &asked, &person, &mut browser).await;
        let told = party.in_front(&asked, &answer).await.unwrap();
        assert_eq!((told.get("name").is_some(), told.get("email").is_some()), (name, email), "{wanted}: {told}");
        assert_eq!(told.get("name").is_some(), told.get("birthdate").is_some());
        if answer.contains_key("code") {
            let bought = party.exchange(&asked, &came(&party, &answer)).await;
            assert!(bought.claims["email"].is_string() && bought.claims.get("name").is_none(), "{}", bought.claims);
        }
    }
    house.close();
}

#[tokio::test]
async fn lg_a_personal_number_stands_in_no_address_that_a_browser_remembers() {
    let house = House::start();
    let (person, mut browser) = (somebody(&house), house.browser());
    let party = every(&house, "portal", &json!({})).await;
    let by_name = r#"{"id_token":{"personal_id_number":{"essential":true}}}"#;
    let number = |wanted: &str| party.authorization("openid vn_identity").with("response_type", wanted);
    let named = |wanted: &str| party.authorization("openid").with("response_type", wanted).with("claims", by_name);
    for refused in [number("id_token"), named("id_token"), named("id_token token")] {
        browser.open(&refused.url()).await;
        assert_eq!(refused.error(&browser.outside(), &party.redirect_uri, house.issuer()), "invalid_request");
    }
    // By userinfo, or in the ID token that a code buys.
    for asked in [number("id_token token"), number("code id_token"), named("code id_token")] {
        let came = enter(&asked, &person, &mut browser).await;
        assert!(!decoded(came.fragment().unwrap()).contains(&person.personal_id_number));
        let answer = asked.answer(&came, &party.redirect_uri, house.issuer());
        party.in_front(&asked, &answer).await.unwrap();
    }
    // By a form, which leaves no trace in the browser.
    let asked = number("id_token").with("response_mode", "form_post");
    browser.open(&asked.url()).await.expect(200);
    let answer = BTreeMap::from([("id_token".to_owned(), browser.page().value("id_token"))]);
    let told = party.in_front(&asked, &answer).await.unwrap();
    assert_eq!(told["personal_id_number"], person.personal_id_number.as_str());
    house.close();
}

#[tokio::test]
async fn tk01_what_is_sealed_to_the_partys_key_is_sealed_in_front_too_or_does_not_come() {
    let house = House::start();
    let (person, mut browser) = (somebody(&house), house.browser());
    let (server, key) = (KeyServer::open().await, OpeningKey::p256("k1"));
    server.serve(&key.set());
    let own = json!({
        "jwks_uri": server.url,
        "id_token_encrypted_response_alg": "ECDH-ES",
        "id_token_encrypted_response_enc": "A256GCM",
    });
    let party = every(&house, "portal", &own).await;
    for wanted in ["id_token", "id_token token", "code id_token token"] {
        let asked = party.authorization("openid vn_identity").with("response_type", wanted);
        let mut answer = answered(&house, &party, &asked, &person, &mut browser).await;
        // Signed first, with the hashes of what came beside it: the crate reads it once it is open (§3.3.2.11).
        let signed = key.open(&answer["id_token"], "ECDH-ES", "A256GCM");
        answer.insert("id_token".into(), signed);
        let told = party.in_front(&asked, &answer).await.unwrap();
        let number = (wanted == "id_token").then_some(person.personal_id_number.as_str());
        assert_eq!(told.get("personal_id_number").and_then(Value::as_str), number, "{wanted}");
    }
    // With no key left there is an error, and nothing in the open.
    server.serve(&json!({ "keys": [] }));
    house.advance(14 * 60).await;
    browser.open("/account").await;
    house.advance(2 * 60).await;
    let asked = party.authorization("openid vn_identity").with("response_type", "id_token token");
    browser.open(&asked.url()).await;
    let came = browser.outside();
    assert_eq!(asked.error(&came, &party.redirect_uri, house.issuer()), "invalid_request");
    assert!(!came.as_str().contains("eyJ") && !came.as_str().contains("access_token"), "{came}");
    house.close();
}

/// A fragment with its tokens opened.
fn decoded(fragment: &str) -> String {
    let parts = fragment.split(['.', '&', '=']);
    let open = |part: &str| base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(part).unwrap_or_default();
    parts.map(|part| String::from_utf8_lossy(&open(part)).into_owned()).collect()
}

#[tokio::test]
async fn a_party_gets_no_response_type_that_it_did_not_register_and_hears_so_where_it_listens() {
    let house = House::start();
    let mut browser = house.browser();
    let plain = party(&house, "plain", json!({})).await;
    let own = json!({ "response_types": ["id_token"], "grant_types": ["implicit"] });
    let implicit = party(&house, "implicit", own).await;
    for wanted in FRONT {
        let asked = plain.authorization("openid").with("response_type", wanted);
        browser.open(&asked.url()).await;
        let came = browser.outside();
        assert!(came.fragment().is_some(), "{came}");
        assert_eq!(asked.error(&came, &plain.redirect_uri, house.issuer()), "unauthorized_client", "{wanted}");
    }
    for (wanted, code, behind) in [
        ("code", "unauthorized_client", '?'),
        ("id_token token", "unauthorized_client", '#'),
        ("token", "unsupported_response_type", '?'),
        ("none", "unsupported_response_type", '?'),
        ("id_token id_token", "unsupported_response_type", '?'),
    ] {
        let asked = implicit.authorization("openid").with("response_type", wanted);
        browser.open(&asked.url()).await;
        let came = browser.outside();
        assert_eq!(came.as_str().chars().nth(implicit.redirect_uri.len()), Some(behind), "{came}");
        assert_eq!(asked.error(&came, &implicit.redirect_uri, house.issuer()), code, "{wanted}");
    }
    // The words stand in any order (RFC 6749 §3.1.1).
    let every = every(&house, "every", &json!({})).await;
    let asked = every.authorization("openid").with("response_type", "token code id_token").with("prompt", "none");
    browser.open(&asked.url()).await;
    assert_eq!(asked.error(&browser.outside(), &every.redirect_uri, house.issuer()), "login_required");
}

#[tokio::test]
async fn az02_an_error_goes_the_way_that_the_answer_would_have_gone() {
    let house = House::start();
    let mut browser = house.browser();
    let party = every(&house, "portal", &json!({})).await;
    for wanted in FRONT {
        let good = || party.authorization("openid").with("response_type", wanted);
        let (has_code, has_id_token) = (wanted.contains("code"), wanted.contains("id_token"));
        for (asked, code) in [
            (good().with("prompt", "none"), Some("login_required")),
            (good().with("scope", "openid vn_card"), Some("invalid_scope")),
            (good().with("max_age", "x"), Some("invalid_request")),
            // Multiple Response Types §3: never by the query, and the refusal of that neither.
            (good().with("response_mode", "query"), Some("invalid_request")),
            (good().with("response_mode", "x"), Some("invalid_request")),
            // §3.2.2.1, §3.3.2.11: an ID token in front proves nothing without it.
            (good().without("nonce"), has_id_token.then_some("invalid_request")),
            (good().without("code_challenge").without("code_challenge_method"), has_code.then_some("invalid_request")),
        ] {
            browser.open(&asked.url()).await;
            let Some(code) = code else {
                browser.page().expect_path("/sign-in");
                continue;
            };
            let came = browser.outside();
            assert!(came.fragment().is_some(), "{came}");
            assert_eq!(asked.error(&came, &party.redirect_uri, house.issuer()), code, "{wanted} {came}");
        }
        let form = good().with("response_mode", "form_post").with("max_age", "x");
        let page = browser.get(&form.url()).await.expect(200);
        assert_eq!((page.value("error"), page.value("state")), ("invalid_request".into(), form.state.clone()));
        assert_eq!(page.attribute("form#form-post", "action"), party.redirect_uri);
        // The person says no.
        let asked = good();
        browser.open(&asked.url()).await.expect_path("/sign-in");
        browser.click("cancel").await;
        let came = browser.outside();
        assert!(came.fragment().is_some(), "{came}");
        assert_eq!(asked.error(&came, &party.redirect_uri, house.issuer()), "access_denied");
    }
}

#[tokio::test]
async fn by_form_post_the_tokens_stand_in_a_form_that_a_button_sends_where_no_script_runs() {
    let house = House::start();
    let (person, mut browser) = (somebody(&house), house.browser());
    let party = every(&house, "portal", &json!({})).await;
    enter(&party.authorization("openid profile"), &person, &mut browser).await;
    for wanted in [&["code"], &FRONT[..]].concat() {
        let asked = party.authorization("openid profile").with("response_type", wanted);
        let asked = asked.with("response_mode", "form_post");
        let page = browser.open(&asked.url()).await.expect(200);
        assert_eq!((page.url().path(), page.answer.location()), ("/authorize", None));
        assert!(page.has("form#form-post[method=post] button#go-on"), "{}", page.summary());
        assert_eq!(page.attribute("form#form-post", "action"), party.redirect_uri);
        let policy = page.answer.header("content-security-policy");
        assert!(policy.contains("form-action 'self' https://portal.example;"), "{policy}");
        assert_eq!(page.answer.header("cache-control"), "no-store");
        let names = page.attributes("form#form-post input[type=hidden]", "name");
        let answer: BTreeMap<_, _> = names.iter().map(|name| (name.clone(), page.value(name))).collect();
        assert_eq!((&answer["state"], &*answer["iss"]), (&asked.state, house.issuer()));
        for word in ["code", "id_token", "token"] {
            let field = if word == "token" { "access_token" } else { word };
            assert_eq!(answer.contains_key(field), wanted.split(' ').any(|one| one == word), "{wanted}");
        }
        if answer.contains_key("id_token") {
            party.in_front(&asked, &answer).await.unwrap();
        }
        if let Some(access) = answer.get("access_token") {
            house.wire().alarm().watch(access);
        }
    }
    house.close();
}

#[tokio::test]
async fn az10_what_came_in_front_dies_with_the_code_that_is_replayed_or_burnt() {
    let house = House::start();
    let (person, mut browser) = (somebody(&house), house.browser());
    let party = every(&house, "portal", &json!({})).await;
    for replayed in [true, false] {
        let asked = party.authorization("openid").with("response_type", "code id_token token");
        let answer = answered(&house, &party, &asked, &person, &mut browser).await;
        party.in_front(&asked, &answer).await.unwrap();
        let (code, access) = (&answer["code"], &answer["access_token"]);
        house.wire().get_with_token("/userinfo", access).await.expect(200);
        if replayed {
            let bought = party.exchange(&asked, &came(&party, &answer)).await;
            party.try_exchange(&asked, &came(&party, &answer)).await.unwrap_err();
            house.wire().get_with_token("/userinfo", &bought.access).await.expect(401);
        } else {
            let mut fields = redemption(&party, &asked, code);
            let verifier = "w".repeat(43);
            fields.retain(|(name, _)| *name != "code_verifier");
            fields.push(("code_verifier", &verifier));
            let answer: Value = party.post_token(&fields).await.expect(400).json();
            assert_eq!(answer["error"], "invalid_grant");
        }
        house.wire().get_with_token("/userinfo", access).await.expect(401);
    }
    house.close();
}

#[tokio::test]
async fn what_came_in_front_ends_with_its_five_minutes_its_session_its_consent_and_at_the_partys_wish() {
    let house = House::start();
    let person = somebody(&house);
    let party = every(&house, "portal", &json!({})).await;
    for end in ["time", "sign-out", "consent", "revoke"] {
        let mut browser = house.browser();
        let asked = party.authorization("openid email").with("response_type", "id_token token");
        let answer = answered(&house, &party, &asked, &person, &mut browser).await;
        party.in_front(&asked, &answer).await.unwrap();
        let access = &answer["access_token"];
        let seen: Value = party.post("/introspect", &[("token", access)]).await.expect(200).json();
        assert_eq!((&seen["active"], &seen["client_id"]), (&json!(true), &json!(party.client_id)));
        match end {
            "time" => house.advance(300).await,
            "sign-out" => {
                browser.open("/sign-out").await;
                browser.click("sign-out").await;
            }
            "consent" => {
                browser.open("/account").await;
                browser.click("withdraw").await;
            }
            _ => drop(party.post("/revoke", &[("token", access)]).await.expect(200)),
        }
        house.wire().get_with_token("/userinfo", access).await.expect(401);
        let seen: Value = party.post("/introspect", &[("token", access)]).await.expect(200).json();
        assert_eq!(seen, json!({ "active": false }), "{end}");
    }
    house.close();
}

#[tokio::test]
async fn answers_of_one_moment_name_the_session_by_one_name() {
    let house = House::start();
    let person = somebody(&house);
    let party = every(&house, "portal", &json!({})).await;
    let mut browser = house.browser();
    enter(&party.authorization("openid"), &person, &mut browser).await;
    // A session that this party has not used, and a consent that stands: nothing is asked.
    browser.forget();
    browser.open("/sign-in").await;
    browser.sign_in(&person).await;
    let second = house.second_node().await;
    let asked: Vec<_> =
        (0..8).map(|_| party.authorization("openid").with("response_type", "code id_token token")).collect();
    let answers: Vec<_> = asked
        .iter()
        .enumerate()
        .map(|(at, asked)| {
            let mut tab = match (&second, at % 2) {
                (Some(node), 1) => browser.tab().through(node.wire().clone()),
                _ => browser.tab(),
            };
            let url = asked.url();
            tokio::spawn(async move {
                tab.open(&url).await;
                tab.outside()
            })
        })
        .collect();
    let mut names = Vec::new();
    for (asked, answer) in asked.iter().zip(answers) {
        let answer = asked.answer(&answer.await.unwrap(), &party.redirect_uri, house.issuer());
        names.push(party.in_front(asked, &answer).await.unwrap()["sid"].as_str().unwrap().to_owned());
        let bought = party.exchange(asked, &came(&party, &answer)).await;
        assert_eq!(bought.claims["sid"], names[0].as_str());
    }
    names.dedup();
    assert_eq!(names.len(), 1, "{names:?}");
}

#[tokio::test]
async fn a_public_party_in_the_browser_gets_tokens_without_a_secret_and_no_refresh_token_ever() {
    let house = House::start();
    let (person, mut browser) = (somebody(&house), house.browser());
    let own = json!({
        "token_endpoint_auth_method": "none",
        "response_types": ["id_token token"],
        "grant_types": ["implicit", "refresh_token"],
    });
    let party = party(&house, "spa", own).await;
    let asked = party.authorization("openid email offline_access").with("response_type", "id_token token");
    let asked = asked.without("code_challenge").without("code_challenge_method");
    let answer = answered(&house, &party, &asked, &person, &mut browser).await;
    party.in_front(&asked, &answer).await.unwrap();
    assert!(!answer.contains_key("refresh_token") && answer["scope"] == "openid email");
    // The grant that no response type leads to was left out of its registration.
    for (grant, code) in [("implicit", "unsupported_grant_type"), ("refresh_token", "unauthorized_client")] {
        let answer: Value = party.post_token(&[("grant_type", grant), ("refresh_token", "x")]).await.expect(400).json();
        assert_eq!(answer["error"], code);
    }
    // And the holder reads of it.
    browser.open("/wallet/history").await.expect_words("spa");
    house.close();
}
