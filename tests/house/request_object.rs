//! Request objects (RFC 9101, OpenID Connect Core §6): signed and sealed, by value, at an address, and pushed.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use josekit::jwe::enc::{A128CBC_HS256, A256GCM};
use josekit::jwe::{ECDH_ES, ECDH_ES_A256KW, JweContentEncryption, JweEncrypter, JweHeader, RSA_OAEP_256};
use josekit::jwk::Jwk;
use josekit::jwk::alg::ec::EcCurve;
use josekit::jwk::alg::ed::EdCurve;
use josekit::jws::{ES256, EdDSA, JwsSigner, PS256, RS256};
use serde_json::{Map, Value, json};
use url::Url;

use crate::entry::{file, somebody};
use crate::harness::{Authorization, Browser, House, Inbox, Person, RelyingParty};
use crate::pushed::{address, pushed};

#[tokio::test]
async fn v028_what_a_signed_object_says_counts_and_nothing_beside_it() {
    let house = House::start();
    let person = somebody(&house);
    for algorithm in ["RS256", "PS256", "ES256", "EdDSA"] {
        let key = Key::new(algorithm);
        let portal = keyed(&house, &key, json!({ "request_object_signing_alg": algorithm })).await;
        let asked = portal.authorization("openid email");
        let object = key.object(&claims(&asked, &portal, &house));
        // As OpenID Connect Core has it: a whole request outside, another one inside. Only the latter is meant.
        let beside = portal.authorization("openid profile").with("redirect_uri", "https://evil.example");
        let target = beside.with("state", "outer").with("request", &object).with("prompt", "none").url();
        let mut browser = house.browser();
        let came = enter(&mut browser, &target, &person).await;
        let tokens = portal.exchange(&asked, &came).await;
        let about = portal.userinfo(&tokens).await.unwrap();
        assert!(about.get("email").is_some() && about.get("name").is_none(), "{algorithm}: {about}");
        // The least that RFC 9101 asks for, by form.
        let asked = portal.authorization("openid");
        let object = key.object(&claims(&asked, &portal, &house));
        let fields = [("client_id", portal.client_id.as_str()), ("request", object.as_str())];
        browser.post_form("/authorize", &fields).await;
        browser.follow().await;
        portal.exchange(&asked, &pass(&mut browser, &person).await).await;
    }
    house.close();
}

#[tokio::test]
async fn az07_an_object_that_is_forged_untrue_or_another_kind_of_token_is_refused() {
    let house = House::start();
    let (key, forger) = (Key::new("ES256"), Key::new("ES256"));
    let portal = keyed(&house, &key, json!({})).await;
    let canary = Inbox::open().await;
    let now = house.now();
    let asked = portal.authorization("openid");
    let good = claims(&asked, &portal, &house);
    let with = |name: &str, value: Value| {
        let mut claims = good.clone();
        claims[name] = value;
        key.object(&claims)
    };
    let header = |more: Value| key.with_header(&more, &good);
    let whole = key.object(&good);
    let (message, signature) = whole.rsplit_once('.').unwrap();
    let unsigned = |alg: &str| format!("{}.{}.", encode(&json!({ "alg": alg })), encode(&good));
    for (what, object) in [
        ("another issuer", with("iss", json!("rp_other"))),
        ("a numeric issuer", with("iss", json!(1))),
        ("another audience", with("aud", json!("https://evil.example"))),
        ("an empty audience", with("aud", json!([]))),
        ("expired", with("exp", json!(now - 60))),
        ("a far end", with("exp", json!(now + 7200))),
        ("an end that is text", with("exp", json!("never"))),
        ("an end beyond all numbers", with("exp", json!(1e300))),
        ("not begun", with("nbf", json!(now + 120))),
        ("made tomorrow", with("iat", json!(now + 86_400))),
        ("an empty name", with("jti", json!(""))),
        ("about the party itself", with("sub", json!(portal.client_id))),
        ("another object inside", with("request", json!("a.b.c"))),
        ("an address inside", with("request_uri", json!("https://portal.example/r"))),
        ("a scope that is a list", with("scope", json!(["openid"]))),
        ("the key of somebody else", forger.object(&good)),
        ("a key in its header", forger.with_header(&json!({ "jwk": forger.public() }), &good)),
        ("a place for a key", forger.with_header(&json!({ "jku": canary.url("/keys") }), &good)),
        ("a place for a certificate", header(json!({ "x5u": canary.url("/keys") }))),
        ("something critical", header(json!({ "crit": ["bork"], "bork": true }))),
        ("an unencoded body", header(json!({ "b64": false, "crit": ["b64"] }))),
        ("another kind of token", header(json!({ "typ": "dpop+jwt" }))),
        ("a proof of the party", header(json!({ "typ": "client-authentication+jwt" }))),
        ("a key that is not there", header(json!({ "kid": "../../dev/null" }))),
        ("no signature, by its name", unsigned("none")),
        ("no signature, in capitals", unsigned("NONE")),
        ("a signature that was taken off", format!("{message}.")),
        ("another signature", format!("{message}.{}", encode_bytes(&[7; 64]))),
        ("two signatures", format!("{whole}.{signature}")),
        ("nothing at all", "x".into()),
        ("dots", "..".into()),
        ("a long text", "a".repeat(7_000)),
    ] {
        let mut browser = house.browser();
        browser.open(&asked.copied().with("request", &object).url()).await;
        let error = asked.error(&browser.outside(), &portal.redirect_uri, house.issuer());
        assert_eq!(error, "invalid_request_object", "{what}");
        // Without a registered address outside, nothing is sent: least of all to one that only the object names.
        browser.open(&by_value(&portal, &object)).await;
        is_page(&browser, "request_object_not_valid");
        let evil = portal.authorization("openid").with("redirect_uri", "https://evil.example");
        browser.open(&evil.with("request", &object).url()).await;
        is_page(&browser, "request_object_not_valid");
    }
    // Where it is the request that is wrong, the code says so.
    for (object, code) in [
        (with("client_id", json!("rp_other")), "invalid_request"),
        (with("response_type", json!("id_token")), "invalid_request"),
    ] {
        let mut browser = house.browser();
        browser.open(&asked.copied().with("request", &object).url()).await;
        assert_eq!(asked.error(&browser.outside(), &portal.redirect_uri, house.issuer()), code);
    }
    assert!(canary.letters().is_empty(), "somebody was called: {:?}", canary.letters());
    // Verified, an object is judged as a request: the address must be registered, and an error goes where it says.
    let mut browser = house.browser();
    browser.open(&asked.copied().with("request", &with("redirect_uri", json!("https://evil.example"))).url()).await;
    is_page(&browser, "redirect_uri_not_registered");
    browser.open(&by_value(&portal, &with("scope", json!("openid vn_card")))).await;
    assert_eq!(asked.error(&browser.outside(), &portal.redirect_uri, house.issuer()), "invalid_scope");
    browser.open(&by_value(&portal, &with("code_challenge_method", json!("plain")))).await;
    assert_eq!(asked.error(&browser.outside(), &portal.redirect_uri, house.issuer()), "invalid_request");
    // A clock that is a little off, an audience among others, and neither name nor end: the profile oidc takes them.
    let mut least = good.clone();
    ["iss", "aud", "exp", "iat"].iter().for_each(|name| drop(least.as_object_mut().unwrap().remove(*name)));
    let several = with("aud", json!([house.issuer(), "https://other.example"]));
    for object in [with("nbf", json!(now + 8)), several, key.object(&least), whole.clone()] {
        browser.open(&by_value(&portal, &object)).await.expect_path("/sign-in");
    }
    house.close();
}

#[tokio::test]
async fn az07_v031_a_named_object_is_shown_once_wherever_it_is_shown() {
    let house = House::start();
    let second = house.second_node().await;
    let key = Key::new("ES256");
    let portal = keyed(&house, &key, json!({})).await;
    let named = |name: &str| {
        let asked = portal.authorization("openid");
        let mut claims = claims(&asked, &portal, &house);
        claims["jti"] = json!(name);
        by_value(&portal, &key.object(&claims))
    };
    let target = named("one");
    let mut browser = house.browser();
    browser.open(&target).await.expect_path("/sign-in");
    browser.open(&target).await;
    is_page(&browser, "request_object_not_valid");
    if let Some(second) = &second {
        let mut there = second.browser();
        there.open(&target).await;
        is_page(&there, "request_object_not_valid");
    }
    let target = named("two");
    let mut racers = tokio::task::JoinSet::new();
    for racer in 0..12 {
        let mut browser = match &second {
            Some(second) if racer % 2 == 1 => second.browser(),
            _ => house.browser(),
        };
        let target = target.clone();
        racers.spawn(async move { browser.open(&target).await.path() == "/sign-in" });
    }
    assert_eq!(racers.join_all().await.into_iter().filter(|first| *first).count(), 1);
    house.close();
}

#[tokio::test]
async fn an_object_may_be_sealed_to_the_house_in_every_way_that_it_publishes() {
    let house = House::start();
    let key = Key::new("ES256");
    let portal = keyed(&house, &key, json!({})).await;
    let keys: Value = house.wire().get("/jwks").await.expect(200).json();
    let mut browser = house.browser();
    for wrap in ["RSA-OAEP-256", "ECDH-ES", "ECDH-ES+A256KW"] {
        for content in ["A128CBC-HS256", "A256GCM"] {
            let asked = portal.authorization("openid");
            let object = key.object(&claims(&asked, &portal, &house));
            let sealed = seal(&keys, wrap, content, &json!({ "cty": "JWT" }), object.as_bytes());
            browser.open(&by_value(&portal, &sealed)).await.expect_path("/sign-in");
            // And pushed.
            let asked = portal.authorization("openid");
            let object = key.object(&claims(&asked, &portal, &house));
            let sealed = seal(&keys, wrap, content, &json!({}), object.as_bytes());
            let answer = portal.post("/par", &[("request", &sealed)]).await;
            answer.expect(201);
        }
    }
    // What its party registered it keeps to; in the clear it may come all the same (OpenID Connect Registration §2).
    let strict = json!({ "request_object_encryption_alg": "ECDH-ES", "request_object_encryption_enc": "A256GCM" });
    let strict = keyed(&house, &key, strict).await;
    let object = || key.object(&claims(&strict.authorization("openid"), &strict, &house));
    for (wrap, content, taken) in [
        ("ECDH-ES", "A256GCM", true),
        ("ECDH-ES", "A128CBC-HS256", false),
        ("RSA-OAEP-256", "A256GCM", false),
        ("ECDH-ES+A256KW", "A256GCM", false),
    ] {
        browser.open(&by_value(&strict, &seal(&keys, wrap, content, &json!({}), object().as_bytes()))).await;
        match taken {
            true => drop(browser.page().expect_path("/sign-in")),
            false => is_page(&browser, "request_object_not_valid"),
        }
    }
    browser.open(&by_value(&strict, &object())).await.expect_path("/sign-in");
    house.close();
}

#[tokio::test]
async fn v047_v048_v049_v052_ds03_an_envelope_that_is_weak_costly_or_broken_is_refused() {
    let house = House::start();
    let key = Key::new("ES256");
    let portal = keyed(&house, &key, json!({})).await;
    let keys: Value = house.wire().get("/jwks").await.expect(200).json();
    let object = key.object(&claims(&portal.authorization("openid"), &portal, &house));
    let mut wrong = Vec::new();
    for (wrap, content) in [("ECDH-ES", "A256GCM"), ("RSA-OAEP-256", "A128CBC-HS256"), ("ECDH-ES+A256KW", "A256GCM")] {
        let whole = seal(&keys, wrap, content, &json!({}), object.as_bytes());
        let parts: Vec<_> = whole.split('.').map(str::to_owned).collect();
        let replaced = |part: usize, by: &[u8]| {
            let mut parts = parts.clone();
            parts[part] = encode_bytes(by);
            parts.join(".")
        };
        for length in [0, 1, 4, 12, 15, 17] {
            wrong.push(replaced(4, &vec![7; length]));
        }
        for length in [0, 1, 11, 13, 15, 17] {
            wrong.push(replaced(2, &vec![7; length]));
        }
        wrong.extend([replaced(4, &[7; 16]), replaced(3, &[7; 48]), replaced(3, b""), replaced(1, &[7; 256])]);
        let header: Value = serde_json::from_slice(&decode(&parts[0])).unwrap();
        let reheaded = |name: &str, value: Value| {
            let mut header = header.clone();
            header[name] = value;
            replaced(0, header.to_string().as_bytes())
        };
        wrong.extend([
            reheaded("zip", json!("DEF")),
            reheaded("crit", json!(["bork"])),
            reheaded("alg", json!("RSA1_5")),
            reheaded("alg", json!("dir")),
            reheaded("alg", json!("PBES2-HS256+A128KW")),
            reheaded("p2c", json!(2_147_483_647)),
            reheaded("enc", json!("A128GCM")),
            reheaded("kid", json!("nobody")),
            reheaded("epk", json!({ "kty": "EC", "crv": "P-256", "x": "AA", "y": "AA" })),
            reheaded("epk", json!(null)),
        ]);
    }
    // Who seals proves nothing: inside there must be a signed token, and one envelope is enough.
    let claims = claims(&portal.authorization("openid"), &portal, &house).to_string();
    let nested = seal(&keys, "ECDH-ES", "A256GCM", &json!({}), object.as_bytes());
    for inner in [claims.as_bytes(), nested.as_bytes(), b"", &[0xff]] {
        wrong.push(seal(&keys, "ECDH-ES", "A128CBC-HS256", &json!({}), inner));
    }
    for sealed in wrong {
        let answer = portal.post("/par", &[("request", &sealed)]).await.expect(400);
        let body: Value = answer.json();
        let shown = sealed.get(..60).unwrap_or(&sealed);
        assert_eq!(body["error"], "invalid_request_object", "{shown}");
        // One description for all, or the difference opens envelopes.
        assert_eq!(body["error_description"], "the request object is not valid", "{shown}");
    }
    house.close();
}

#[tokio::test]
async fn h5_an_object_is_fetched_from_an_address_that_its_party_registered() {
    let house = House::start();
    let key = Key::new("RS256");
    let files = Files::open().await;
    // A document that is to stand for long says no end.
    let of = |portal: &RelyingParty, asked: &Authorization| {
        let mut claims = claims(asked, portal, &house);
        claims.as_object_mut().unwrap().remove("exp");
        key.object(&claims)
    };
    // The address is registered before anybody knows what will stand there, and test benches invent the hash.
    let uris = [files.url("/one"), format!("{}#{}", files.url("/two"), encode_bytes(&[7; 32])), files.url("/none")];
    let portal = keyed(&house, &key, json!({ "request_object_signing_alg": "RS256", "request_uris": uris })).await;
    let person = somebody(&house);
    for (at, path) in ["/one", "/two"].into_iter().enumerate() {
        let asked = portal.authorization("openid");
        files.put(path, &format!("{}\n", of(&portal, &asked)));
        let mut browser = house.browser();
        // Outside stands what would not do.
        let beside = portal.authorization("openid").with("redirect_uri", "https://evil.example");
        let came = enter(&mut browser, &beside.with("request_uri", &uris[at]).url(), &person).await;
        portal.exchange(&asked, &came).await;
    }
    // What changes is fetched each time it is named; a document that the address names by its hash once in a while.
    let asked = portal.authorization("openid");
    let object = of(&portal, &asked);
    files.put("/one", &object);
    let named = format!("{}#{}", uris[0], hash(&object));
    let mut browser = house.browser();
    let before = files.asked("/one");
    for _ in 0..3 {
        house.advance(2).await;
        browser.open(&by_address(&portal, &named)).await.expect_path("/sign-in");
    }
    assert_eq!(files.asked("/one"), before + 1);
    house.advance(16 * 60).await;
    browser.open(&by_address(&portal, &named)).await.expect_path("/sign-in");
    assert_eq!(files.asked("/one"), before + 2);
    for _ in 0..2 {
        house.advance(2).await;
        browser.open(&by_address(&portal, &uris[0])).await.expect_path("/sign-in");
    }
    assert_eq!(files.asked("/one"), before + 4);
    // Nothing there: told, and left alone for a while.
    for _ in 0..3 {
        browser.open(&by_address(&portal, &uris[2])).await;
        is_page(&browser, "request_uri_not_valid");
    }
    assert_eq!(files.asked("/none"), 1);
    files.put("/none", &of(&portal, &portal.authorization("openid")));
    house.advance(31).await;
    browser.open(&by_address(&portal, &uris[2])).await.expect_path("/sign-in");
    files.put("/none", "no object");
    house.advance(31).await;
    browser.open(&by_address(&portal, &uris[2])).await;
    is_page(&browser, "request_object_not_valid");
    files.put("/none", &"a".repeat(70_000));
    house.advance(31).await;
    browser.open(&by_address(&portal, &uris[2])).await;
    is_page(&browser, "request_uri_not_valid");
    house.close();
}

#[tokio::test]
async fn ss02_no_address_is_called_that_its_party_did_not_register() {
    let house = House::start();
    let key = Key::new("ES256");
    let canary = Inbox::open().await;
    let none = keyed(&house, &key, json!({})).await;
    let one = keyed(&house, &key, json!({ "request_uris": [canary.url("/registered#hash")] })).await;
    let mut browser = house.browser();
    for (party, code) in [(&none, "request_uri_not_supported"), (&one, "invalid_request_uri")] {
        for uri in [
            canary.url("/other"),
            canary.url("/registered"),
            canary.url("/registered#other"),
            "http://169.254.169.254/latest/meta-data".into(),
            "file:///etc/passwd".into(),
            "urn:example:request".into(),
            "https://portal.example/r".into(),
        ] {
            let asked = party.authorization("openid").with("request_uri", &uri);
            browser.open(&asked.url()).await;
            assert_eq!(asked.error(&browser.outside(), &party.redirect_uri, house.issuer()), code, "{uri}");
            browser.open(&by_address(party, &uri)).await;
            is_page(&browser, "request_uri_not_valid");
        }
    }
    assert!(canary.letters().is_empty());
    // A private address does not get as far as a registration that we fetch for.
    let both =
        one.authorization("openid").with("request", "a.b.c").with("request_uri", &canary.url("/registered#hash"));
    browser.open(&both.url()).await;
    assert_eq!(both.error(&browser.outside(), &one.redirect_uri, house.issuer()), "invalid_request");
    assert!(canary.letters().is_empty());
    house.close();
}

#[tokio::test]
async fn az05_az07_a_pushed_object_is_judged_where_it_is_pushed_and_its_party_may_have_to_sign() {
    let house = House::start();
    let key = Key::new("ES256");
    let person = somebody(&house);
    let portal = keyed(&house, &key, json!({ "require_signed_request_object": true })).await;
    let asked = portal.authorization("openid email");
    let object = key.object(&claims(&asked, &portal, &house));
    // Beside a pushed object nothing counts (RFC 9126 §3).
    let fields = [("request", object.as_str()), ("scope", "openid profile"), ("state", "outer"), ("nonce", "outer")];
    let answer: Value = portal.post("/par", &fields).await.expect(201).json();
    let mut browser = house.browser();
    let target = address(&portal.client_id, answer["request_uri"].as_str().unwrap());
    let came = enter(&mut browser, &target, &person).await;
    portal.exchange(&asked, &came).await;
    // Unsigned, by whatever way, it is answered to nobody.
    let plain = portal.authorization("openid");
    browser.open(&plain.url()).await;
    assert_eq!(plain.error(&browser.outside(), &portal.redirect_uri, house.issuer()), "invalid_request");
    let refused: Value = crate::pushed::push(&portal, &plain).await.expect(400).json();
    assert_eq!(refused["error"], "invalid_request");
    let asked = portal.authorization("openid");
    browser.open(&by_value(&portal, &key.object(&claims(&asked, &portal, &house)))).await;
    portal.exchange(&asked, &pass(&mut browser, &person).await).await;
    // What is wrong is told at once.
    let with = |name: &str, value: Value| {
        let mut claims = claims(&portal.authorization("openid"), &portal, &house);
        claims[name] = value;
        key.object(&claims)
    };
    for (object, code) in [
        (with("exp", json!(house.now() - 60)), "invalid_request_object"),
        (with("aud", json!("https://evil.example")), "invalid_request_object"),
        (with("request_uri", json!("https://portal.example/r")), "invalid_request_object"),
        (with("client_id", json!("rp_other")), "invalid_request"),
        (with("redirect_uri", json!("https://evil.example")), "invalid_request"),
        (with("scope", json!("openid vn_card")), "invalid_scope"),
        (with("code_challenge_method", json!("plain")), "invalid_request"),
    ] {
        let refused: Value = portal.post("/par", &[("request", &object)]).await.expect(400).json();
        assert_eq!(refused["error"], code, "{refused}");
    }
    // A party without keys has nothing by which an object could be believed.
    let keyless = house.relying_party(&file("keyless", &json!({}))).await;
    let refused: Value = keyless.post("/par", &[("request", &object)]).await.expect(400).json();
    assert_eq!(refused["error"], "request_not_supported");
    pushed(&keyless, &keyless.authorization("openid")).await;
    house.close();
}

#[tokio::test]
async fn f2_under_the_strict_profile_an_object_says_from_whom_for_whom_and_how_long_it_is() {
    let house = House::start();
    let key = Key::new("ES256");
    let own = json!({
        "profile": "fapi2", "token_endpoint_auth_method": "private_key_jwt", "grant_types": ["authorization_code"],
    });
    let bank = keyed(&house, &key, own).await;
    let now = house.now();
    let mut good = claims(&bank.authorization("openid"), &bank, &house);
    good["nbf"] = json!(now);
    let push = async |claims: &Value| {
        let mut proof = json!({ "iss": bank.client_id, "sub": bank.client_id, "aud": house.issuer() });
        proof["exp"] = json!(now + 60);
        proof["jti"] = json!(unique());
        let assertion = key.object(&proof);
        let object = key.object(claims);
        let fields = [
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", assertion.as_str()),
            ("request", object.as_str()),
        ];
        house.wire().post_form("/par", &[], &fields).await
    };
    push(&good).await.expect(201);
    for name in ["iss", "aud", "exp", "nbf"] {
        let mut claims = good.clone();
        claims.as_object_mut().unwrap().remove(name);
        let refused: Value = push(&claims).await.expect(400).json();
        assert_eq!(refused["error"], "invalid_request_object", "{name}");
    }
    for (name, value) in [
        ("aud", json!([house.issuer()])),
        ("aud", json!([house.issuer(), "https://other.example"])),
        ("exp", json!(now + 4200)),
        ("nbf", json!(now - 4200)),
        ("nbf", json!(now + 600)),
    ] {
        let mut claims = good.clone();
        claims[name] = value;
        let refused: Value = push(&claims).await.expect(400).json();
        assert_eq!(refused["error"], "invalid_request_object", "{name} {refused}");
    }
    house.close();
}

async fn keyed(house: &House, key: &Key, own: Value) -> RelyingParty {
    let mut metadata = file("portal", &own);
    metadata["jwks"] = json!({ "keys": [key.public()] });
    house.relying_party(&metadata).await
}

/// The request as the claims of an object.
fn claims(asked: &Authorization, party: &RelyingParty, house: &House) -> Value {
    let body = asked.body();
    let mut claims: Map<String, Value> =
        form_urlencoded::parse(body.as_bytes()).map(|(name, value)| (name.into(), value.into())).collect();
    claims.insert("iss".into(), json!(party.client_id));
    claims.insert("aud".into(), json!(house.issuer()));
    claims.insert("iat".into(), json!(house.now()));
    claims.insert("exp".into(), json!(house.now() + 300));
    Value::Object(claims)
}

fn by_value(party: &RelyingParty, object: &str) -> String {
    address(&party.client_id, object).replace("request_uri=", "request=")
}

fn by_address(party: &RelyingParty, uri: &str) -> String {
    address(&party.client_id, uri)
}

async fn enter(browser: &mut Browser, target: &str, person: &Person) -> Url {
    browser.open(target).await;
    pass(browser, person).await
}

async fn pass(browser: &mut Browser, person: &Person) -> Url {
    if browser.page().has("form#sign-in") {
        browser.sign_in(person).await;
    }
    if browser.page().has("button#allow") {
        browser.click("allow").await;
    }
    browser.outside()
}

#[track_caller]
fn is_page(browser: &Browser, code: &str) {
    let page = browser.page();
    page.expect(400).expect_error(code);
    assert!(page.answer.location().is_none(), "{}", page.summary());
}

/// A party's key, made by a library of its own.
struct Key {
    jwk: Jwk,
    algorithm: &'static str,
}

impl Key {
    fn new(algorithm: &'static str) -> Self {
        let mut jwk = match algorithm {
            "ES256" => Jwk::generate_ec_key(EcCurve::P256),
            "EdDSA" => Jwk::generate_ed_key(EdCurve::Ed25519),
            _ => Jwk::generate_rsa_key(2048),
        }
        .unwrap();
        jwk.set_key_id("k1");
        Self { jwk, algorithm }
    }

    fn public(&self) -> Value {
        let mut jwk = self.jwk.to_public_key().unwrap();
        jwk.set_key_use("sig");
        jwk.set_key_id("k1");
        serde_json::to_value(jwk).unwrap()
    }

    fn object(&self, claims: &Value) -> String {
        self.with_header(&json!({}), claims)
    }

    fn with_header(&self, more: &Value, claims: &Value) -> String {
        let signer: Box<dyn JwsSigner> = match self.algorithm {
            "RS256" => Box::new(RS256.signer_from_jwk(&self.jwk).unwrap()),
            "PS256" => Box::new(PS256.signer_from_jwk(&self.jwk).unwrap()),
            "ES256" => Box::new(ES256.signer_from_jwk(&self.jwk).unwrap()),
            _ => Box::new(EdDSA.signer_from_jwk(&self.jwk).unwrap()),
        };
        let mut header = json!({ "alg": self.algorithm, "kid": "k1" });
        header.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        // By hand, because the library would not write some of these headers.
        let message = format!("{}.{}", encode(&header), encode(claims));
        format!("{message}.{}", encode_bytes(&signer.sign(message.as_bytes()).unwrap()))
    }
}

/// Seals to the key that the house publishes for it.
fn seal(keys: &Value, wrap: &str, content: &str, more: &Value, inner: &[u8]) -> String {
    let keys = keys["keys"].as_array().unwrap();
    let key = keys.iter().find(|key| key["use"] == "enc" && key["alg"] == wrap).unwrap();
    let jwk = Jwk::from_map(key.as_object().unwrap().clone()).unwrap();
    let encrypter: Box<dyn JweEncrypter> = match wrap {
        "RSA-OAEP-256" => Box::new(RSA_OAEP_256.encrypter_from_jwk(&jwk).unwrap()),
        "ECDH-ES" => Box::new(ECDH_ES.encrypter_from_jwk(&jwk).unwrap()),
        _ => Box::new(ECDH_ES_A256KW.encrypter_from_jwk(&jwk).unwrap()),
    };
    let known: &dyn JweContentEncryption = if content == "A256GCM" { &*A256GCM } else { &*A128CBC_HS256 };
    let mut header = JweHeader::from_map(more.as_object().unwrap().clone()).unwrap();
    header.set_content_encryption(known.name());
    header.set_key_id(key["kid"].as_str().unwrap());
    josekit::jwe::serialize_compact(inner, &header, &*encrypter).unwrap()
}

fn encode(json: &Value) -> String {
    encode_bytes(json.to_string().as_bytes())
}

fn encode_bytes(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}

fn decode(text: &str) -> Vec<u8> {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(text).unwrap()
}

fn hash(text: &str) -> String {
    encode_bytes(ring::digest::digest(&ring::digest::SHA256, text.as_bytes()).as_ref())
}

fn unique() -> String {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(0);
    format!("proof-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// A party's server with documents.
#[derive(Clone, Debug)]
struct Files {
    origin: String,
    kept: Arc<Mutex<Shelves>>,
}

/// What stands at each path, and how often each path was asked for.
#[derive(Debug, Default)]
struct Shelves {
    documents: BTreeMap<String, String>,
    asked: BTreeMap<String, usize>,
}

impl Files {
    async fn open() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let kept: Arc<Mutex<Shelves>> = Arc::default();
        let served = Arc::clone(&kept);
        let answer = move |uri: axum::http::Uri| {
            let mut shelves = served.lock().unwrap();
            *shelves.asked.entry(uri.path().to_owned()).or_default() += 1;
            let document = shelves.documents.get(uri.path()).cloned();
            async move { document.ok_or(axum::http::StatusCode::NOT_FOUND) }
        };
        let app = axum::Router::new().fallback(axum::routing::get(answer));
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { origin, kept }
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    fn put(&self, path: &str, document: &str) {
        self.kept.lock().unwrap().documents.insert(path.to_owned(), document.to_owned());
    }

    fn asked(&self, path: &str) -> usize {
        self.kept.lock().unwrap().asked.get(path).copied().unwrap_or_default()
    }
}
