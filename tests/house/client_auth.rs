//! How a party proves who it is: in the one way that it registered, and in no way that somebody else could.

use http::Method;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use serde_json::{Value, json};

use crate::entry::{code, file, party, redemption, somebody};
use crate::harness::{Answer, House, Inbox, RelyingParty};

type Fields<'a> = Vec<(&'a str, &'a str)>;

const BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

#[tokio::test]
async fn tk03_a_party_proves_itself_in_its_registered_way_and_in_no_other() {
    let house = House::start();
    let key = Key::new("k1");
    for method in ["client_secret_basic", "client_secret_post", "private_key_jwt", "none"] {
        let mut own = json!({ "token_endpoint_auth_method": method });
        if method == "private_key_jwt" {
            own["jwks"] = key.set();
        }
        let party = party(&house, &method.replace('_', "-"), own).await;
        let secret = party.secret.as_deref().unwrap_or("cs_none");
        let assertion = key.assertion(&party, house.issuer(), house.now());
        let basic = basic(&party.client_id, secret);
        let ways: [(&str, Fields<'_>, Fields<'_>); 4] = [
            ("client_secret_basic", vec![("authorization", &basic)], vec![]),
            ("client_secret_post", vec![], vec![("client_id", &party.client_id), ("client_secret", secret)]),
            ("private_key_jwt", vec![], vec![("client_assertion_type", BEARER), ("client_assertion", &assertion)]),
            ("none", vec![], vec![("client_id", &party.client_id)]),
        ];
        for (way, headers, fields) in &ways {
            let answer = ask(&house, headers, fields).await;
            if *way == method {
                // Who is asking is settled: what is refused now is the code.
                assert_eq!(answer.expect(400).json::<Value>()["error"], "invalid_grant", "{method}");
            } else {
                unproved(answer, *way == "client_secret_basic");
            }
        }
        // Two ways at once are none, even when both would do.
        let both = [&ways[1].2[..], &ways[2].2].concat();
        unproved(ask(&house, &[], &both).await, false);
        unproved(ask(&house, &[("authorization", &basic)], &ways[1].2).await, true);
    }
    house.close();
}

#[tokio::test]
async fn v041_without_proof_nothing_else_is_looked_at() {
    let house = House::start();
    let owner = party(&house, "owner", json!({})).await;
    let other = party(&house, "other", json!({})).await;
    let asked = owner.authorization("openid");
    let code = code(&owner, &asked, &somebody(&house), &mut house.browser()).await;
    let fields = redemption(&owner, &asked, &code);
    unproved(house.wire().post_form("/token", &[], &fields).await, false);
    let named = [&fields[..], &[("client_id", owner.client_id.as_str())]].concat();
    unproved(house.wire().post_form("/token", &[], &named).await, false);
    for (id, secret) in [
        (owner.client_id.as_str(), "cs_wrong"),
        (&owner.client_id, other.secret.as_deref().unwrap()),
        ("rp_unknown", owner.secret.as_deref().unwrap()),
        ("", owner.secret.as_deref().unwrap()),
    ] {
        let basic = basic(id, secret);
        unproved(house.wire().post_form("/token", &[("authorization", &basic)], &fields).await, true);
    }
    // The code was not even seen: it still buys.
    owner.post_token(&fields).await.expect(200);
    house.close();
}

#[tokio::test]
async fn v031_an_assertion_proves_a_party_once_wherever_it_is_shown() {
    let house = House::start();
    let second = house.second_node().await;
    let key = Key::new("k1");
    let party = keyed(&house, "keyed", &key, json!({})).await;
    let assertion = key.assertion(&party, house.issuer(), house.now());
    proved(show(&house, &assertion).await);
    unproved(show(&house, &assertion).await, false);
    let fields = [("client_assertion_type", BEARER), ("client_assertion", &assertion), ("token", "x")];
    unproved(house.wire().post_form("/revoke", &[], &fields).await, false);
    if let Some(second) = &second {
        unproved(second.wire().post_form("/token", &[], &asking(&assertion)).await, false);
    }
    let assertion = key.assertion(&party, house.issuer(), house.now());
    let mut racers = tokio::task::JoinSet::new();
    for racer in 0..50 {
        let wire = match &second {
            Some(second) if racer % 2 == 1 => second.wire().clone(),
            _ => house.wire().clone(),
        };
        let assertion = assertion.clone();
        racers.spawn(async move { wire.post_form("/token", &[], &asking(&assertion)).await.status.as_u16() });
    }
    // Counted failures beyond the limit are 429; never a second success.
    let proved = racers.join_all().await.into_iter().filter(|status| *status == 400).count();
    assert_eq!(proved, 1);
    house.close();
}

#[tokio::test]
async fn ca01_v036_v053_every_claim_of_an_assertion_is_there_of_its_type_and_true() {
    let house = House::start();
    let key = Key::new("k1");
    let party = keyed(&house, "keyed", &key, json!({})).await;
    let now = house.now();
    let good = || key.claims(&party, house.issuer(), now);
    let mut wrong = Vec::new();
    for name in ["iss", "sub", "aud", "exp", "jti"] {
        wrong.push((name, None));
    }
    for name in ["exp", "nbf", "iat"] {
        for value in [json!("123"), json!(null), json!(true), json!([]), json!(-1), json!(1.5), json!(1e300)] {
            wrong.push((name, Some(value)));
        }
    }
    for name in ["iss", "sub", "jti"] {
        for value in [json!(1), json!(null), json!(["rp"]), json!("")] {
            wrong.push((name, Some(value)));
        }
    }
    wrong.extend([
        ("iss", Some(json!("rp_other"))),
        ("sub", Some(json!("rp_other"))),
        ("exp", Some(json!(now - 300))),
        ("exp", Some(json!(now + 3600))),
        ("exp", Some(json!(now + 315_360_000))),
        ("nbf", Some(json!(now + 120))),
        ("iat", Some(json!(now + 120))),
        ("jti", Some(json!("a".repeat(129)))),
    ]);
    for (name, value) in wrong {
        let mut claims = good();
        match &value {
            Some(value) => claims[name] = value.clone(),
            None => drop(claims.as_object_mut().unwrap().remove(name)),
        }
        let answer = show(&house, &key.sign(&json!({ "alg": "ES256", "kid": "k1" }), &claims)).await;
        assert!([401, 429].contains(&answer.status.as_u16()), "{name} {value:?}: {}", answer.text());
    }
    // A clock that is a little off is forgiven, and the failures of a minute do not keep the party out.
    let mut claims = good();
    claims["nbf"] = json!(now + 8);
    proved(show(&house, &key.sign(&json!({ "alg": "ES256", "kid": "k1", "typ": "JWT" }), &claims)).await);
    house.close();
}

#[tokio::test]
async fn v037_an_assertion_is_for_this_house_alone() {
    let house = House::start();
    let key = Key::new("k1");
    let party = keyed(&house, "keyed", &key, json!({})).await;
    let issuer = house.issuer();
    for wrong in [
        json!([issuer]),
        json!([issuer, "https://evil.example"]),
        json!(format!("{issuer}/")),
        json!("https://evil.example"),
        json!("https://evil.example/token"),
        json!(format!("{issuer}/authorize")),
        json!([]),
        json!(7),
        json!([[issuer]]),
    ] {
        let mut claims = key.claims(&party, issuer, house.now());
        claims["aud"] = wrong.clone();
        unproved(show(&house, &key.sign(&json!({ "alg": "ES256", "kid": "k1" }), &claims)).await, false);
    }
    // The profile oidc also takes the token endpoint's address, which older parties send.
    for right in [issuer.to_owned(), format!("{issuer}/token")] {
        let mut claims = key.claims(&party, issuer, house.now());
        claims["aud"] = json!(right);
        proved(show(&house, &key.sign(&json!({ "alg": "ES256", "kid": "k1" }), &claims)).await);
    }
}

#[tokio::test]
async fn v033_v034_v035_no_header_makes_a_forged_assertion_good() {
    let house = House::start();
    let (key, forger) = (Key::new("k1"), Key::new("k1"));
    let party = keyed(&house, "keyed", &key, json!({ "token_endpoint_auth_signing_alg": "ES256" })).await;
    let canary = Inbox::open().await;
    let url = canary.url("/keys");
    let public = key.jwk().to_string();
    let claims = || key.claims(&party, house.issuer(), house.now());
    for header in [
        json!({ "alg": "none" }),
        json!({ "alg": "None", "kid": "k1" }),
        json!({ "alg": "nOnE", "kid": "k1" }),
        json!({ "alg": "", "kid": "k1" }),
        json!({ "kid": "k1" }),
    ] {
        let unsigned = key.sign(&header, &claims());
        unproved(show(&house, &unsigned).await, false);
        let (message, _) = unsigned.rsplit_once('.').unwrap();
        unproved(show(&house, &format!("{message}.")).await, false);
    }
    for secret in [public.as_bytes(), key.pair.public_key().as_ref()] {
        let header = json!({ "alg": "HS256", "kid": "k1" });
        unproved(show(&house, &hmac_signed(secret, &header, &claims())).await, false);
    }
    // A right signature under another name of an algorithm, or with an unknown demand.
    for header in [
        json!({ "alg": "RS256", "kid": "k1" }),
        json!({ "alg": "PS256", "kid": "k1" }),
        json!({ "alg": "ES256K", "kid": "k1" }),
        json!({ "alg": "ES256", "kid": "k2" }),
        json!({ "alg": "ES256", "kid": "k1", "crit": ["bork"], "bork": true }),
        json!({ "alg": "ES256", "kid": "k1", "crit": [] }),
        json!({ "alg": "ES256", "kid": "k1", "crit": ["exp"] }),
        json!({ "alg": "ES256", "kid": "k1", "b64": false, "crit": ["b64"] }),
        json!({ "alg": "ES256", "kid": "k1", "jku": url }),
        json!({ "alg": "ES256", "kid": "k1", "x5u": url }),
        json!({ "alg": "ES256", "kid": "k1", "jwk": key.jwk() }),
        json!({ "alg": "ES256", "kid": "k1", "typ": "dpop+jwt" }),
        json!({ "alg": "ES256", "kid": "../../dev/null" }),
    ] {
        let answer = show(&house, &key.sign(&header, &claims())).await;
        assert!([401, 429].contains(&answer.status.as_u16()), "{header}: {}", answer.text());
    }
    house.advance(61).await;
    for header in [
        json!({ "alg": "ES256", "kid": "k1" }),
        json!({ "alg": "ES256", "jwk": forger.jwk() }),
        json!({ "alg": "ES256", "kid": "k1", "jku": url }),
        json!({ "alg": "ES256", "kid": "k1", "x5c": ["MIIB"] }),
    ] {
        unproved(show(&house, &forger.sign(&header, &claims())).await, false);
    }
    assert!(canary.letters().is_empty());
    proved(show(&house, &key.assertion(&party, house.issuer(), house.now())).await);
    house.close();
}

#[tokio::test]
async fn h5_keys_at_an_address_are_fetched_and_fetched_again_when_they_change() {
    let house = House::start();
    let keys = KeyServer::open().await;
    let (first, next) = (Key::new("k1"), Key::new("k2"));
    keys.serve(&first.set());
    let own = json!({ "token_endpoint_auth_method": "private_key_jwt", "jwks_uri": keys.url });
    let party = party(&house, "keyed", own).await;
    for _ in 0..3 {
        proved(show(&house, &first.assertion(&party, house.issuer(), house.now())).await);
    }
    assert_eq!(keys.asked(), 1);
    keys.serve(&json!({ "keys": [first.jwk(), next.jwk()] }));
    // Not at once, or anybody could make us call by naming a key that does not exist.
    for _ in 0..3 {
        unproved(show(&house, &next.assertion(&party, house.issuer(), house.now())).await, false);
    }
    assert_eq!(keys.asked(), 1);
    house.advance(31).await;
    proved(show(&house, &next.assertion(&party, house.issuer(), house.now())).await);
    assert_eq!(keys.asked(), 2);
    // The old key goes; it is believed until the set is looked at again, and no longer.
    keys.serve(&next.set());
    let unheard = Key::new("k3");
    house.advance(31).await;
    for _ in 0..3 {
        unproved(show(&house, &unheard.assertion(&party, house.issuer(), house.now())).await, false);
    }
    assert_eq!(keys.asked(), 3);
    unproved(show(&house, &first.assertion(&party, house.issuer(), house.now())).await, false);
    proved(show(&house, &next.assertion(&party, house.issuer(), house.now())).await);
    assert_eq!(keys.asked(), 3);
    // Its server breaks: what is known goes on working.
    keys.serve(&json!("not a set of keys"));
    house.advance(16 * 60).await;
    proved(show(&house, &next.assertion(&party, house.issuer(), house.now())).await);
    house.close();
}

#[tokio::test]
async fn ca04_a_secret_stands_nowhere_in_the_clear() {
    let house = House::start();
    let party = party(&house, "portal", json!({})).await;
    let secret = party.secret.clone().unwrap();
    // 256 bits, shown once.
    assert!(secret.len() >= 43);
    let shown = house.command(&["relying-party", "show", &party.client_id]).done();
    assert!(!shown.contains(&secret) && !house.command(&["relying-party", "list"]).done().contains(&secret));
    for entry in std::fs::read_dir(house.site().folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() && path.file_name().unwrap() != "party.json" {
            let bytes = std::fs::read(&path).unwrap();
            assert!(!bytes.windows(secret.len()).any(|window| window == secret.as_bytes()), "{}", path.display());
        }
    }
}

#[tokio::test]
async fn ca08_failures_are_limited_and_never_keep_the_party_itself_out() {
    let house = House::start();
    let party = party(&house, "portal", json!({})).await;
    let mut answers = Vec::new();
    for guess in 0..40 {
        let basic = basic(&party.client_id, &format!("cs_guess{guess}"));
        let answer = ask(&house, &[("authorization", &basic)], &[]).await;
        answers.push(answer.status.as_u16());
    }
    assert!(answers[..30].iter().all(|status| *status == 401) && answers[30..].iter().all(|status| *status == 429));
    proved(party.post_token(&[("grant_type", "authorization_code"), ("code", "x")]).await);
    house.close();
}

#[tokio::test]
async fn a_party_whose_profile_promises_bound_tokens_gets_no_bearer_token() {
    let house = House::start();
    let key = Key::new("k1");
    let party =
        keyed(&house, "strict", &key, json!({ "profile": "fapi2", "grant_types": ["authorization_code"] })).await;
    let answer = show(&house, &key.assertion(&party, house.issuer(), house.now())).await.expect(400);
    assert_eq!(answer.json::<Value>()["error"], "unauthorized_client");
    // And its assertions are for the issuer alone.
    let mut claims = key.claims(&party, house.issuer(), house.now());
    claims["aud"] = json!(format!("{}/token", house.issuer()));
    unproved(show(&house, &key.sign(&json!({ "alg": "ES256", "kid": "k1" }), &claims)).await, false);
}

/// A request that gets as far as the code when the party has proved itself.
async fn ask(house: &House, headers: &[(&str, &str)], fields: &[(&str, &str)]) -> Answer {
    let fields = [&[("grant_type", "authorization_code"), ("code", "none")], fields].concat();
    house.wire().post_form("/token", headers, &fields).await
}

fn asking(assertion: &str) -> [(&str, &str); 4] {
    [
        ("grant_type", "authorization_code"),
        ("code", "none"),
        ("client_assertion_type", BEARER),
        ("client_assertion", assertion),
    ]
}

pub(crate) async fn show(house: &House, assertion: &str) -> Answer {
    house.wire().post_form("/token", &[], &asking(assertion)).await
}

#[track_caller]
pub(crate) fn proved(answer: Answer) {
    assert_eq!(answer.expect(400).json::<Value>()["error"], "invalid_grant");
}

/// One answer whatever was wrong; it names Basic exactly when Basic was tried.
#[track_caller]
fn unproved(answer: Answer, tried_basic: bool) {
    let answer = answer.expect(401);
    assert_eq!(answer.header("www-authenticate").starts_with("Basic "), tried_basic);
    let expected = json!({ "error": "invalid_client", "error_description": "client authentication failed" });
    assert_eq!(answer.json::<Value>(), expected);
}

fn basic(id: &str, secret: &str) -> String {
    use base64::Engine as _;
    format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(format!("{id}:{secret}")))
}

pub(crate) async fn keyed(house: &House, name: &str, key: &Key, own: Value) -> RelyingParty {
    let mut metadata = file(name, &own);
    metadata["token_endpoint_auth_method"] = json!("private_key_jwt");
    metadata["jwks"] = key.set();
    house.relying_party(&metadata).await
}

/// A party's P-256 key, made by a library that is not ours.
pub(crate) struct Key {
    kid: &'static str,
    pair: EcdsaKeyPair,
}

impl Key {
    #[expect(clippy::disallowed_methods, reason = "the party outside has its own source of random bytes")]
    pub(crate) fn new(kid: &'static str) -> Self {
        let random = SystemRandom::new();
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, made.as_ref(), &random).unwrap();
        Self { kid, pair }
    }

    fn jwk(&self) -> Value {
        let (x, y) = self.pair.public_key().as_ref()[1..].split_at(32);
        json!({ "kty": "EC", "crv": "P-256", "x": encode(x), "y": encode(y), "kid": self.kid, "use": "sig" })
    }

    fn set(&self) -> Value {
        json!({ "keys": [self.jwk()] })
    }

    pub(crate) fn claims(&self, party: &RelyingParty, audience: &str, now: i64) -> Value {
        let id = &party.client_id;
        json!({ "iss": id, "sub": id, "aud": audience, "iat": now, "exp": now + 60, "jti": unique() })
    }

    fn assertion(&self, party: &RelyingParty, audience: &str, now: i64) -> String {
        self.sign(&json!({ "alg": "ES256", "kid": self.kid }), &self.claims(party, audience, now))
    }

    fn sign(&self, header: &Value, claims: &Value) -> String {
        self.sign_text(&header.to_string(), &claims.to_string())
    }

    /// A signature over whatever is written, JSON or not.
    #[expect(clippy::disallowed_methods, reason = "the party outside has its own source of random bytes")]
    pub(crate) fn sign_text(&self, header: &str, claims: &str) -> String {
        let message = format!("{}.{}", encode(header.as_bytes()), encode(claims.as_bytes()));
        let signature = self.pair.sign(&SystemRandom::new(), message.as_bytes()).unwrap();
        format!("{message}.{}", encode(signature.as_ref()))
    }
}

fn hmac_signed(secret: &[u8], header: &Value, claims: &Value) -> String {
    let message = message(header, claims);
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, secret);
    format!("{message}.{}", encode(ring::hmac::sign(&key, message.as_bytes()).as_ref()))
}

fn message(header: &Value, claims: &Value) -> String {
    format!("{}.{}", encode(header.to_string().as_bytes()), encode(claims.to_string().as_bytes()))
}

pub(crate) fn encode(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes)
}

fn unique() -> String {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NEXT: AtomicU64 = AtomicU64::new(0);
    format!("jti-{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

/// A party's server with its key set.
pub(crate) struct KeyServer {
    pub(crate) url: String,
    state: std::sync::Arc<std::sync::Mutex<(String, usize)>>,
}

impl KeyServer {
    pub(crate) async fn open() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/keys", listener.local_addr().unwrap());
        let state = std::sync::Arc::new(std::sync::Mutex::new((String::new(), 0)));
        let served = std::sync::Arc::clone(&state);
        let answer = move || {
            let mut state = served.lock().unwrap();
            state.1 += 1;
            let body = state.0.clone();
            async move { body }
        };
        let app = axum::Router::new().route("/keys", axum::routing::get(answer));
        tokio::spawn(async move { axum::serve(listener, app).await });
        Self { url, state }
    }

    pub(crate) fn serve(&self, keys: &Value) {
        self.state.lock().unwrap().0 = keys.to_string();
    }

    fn asked(&self) -> usize {
        self.state.lock().unwrap().1
    }
}

/// A method that no endpoint for forms knows is refused before anybody asks who it is.
#[tokio::test]
async fn a_get_is_no_client_authentication() {
    let house = House::start();
    let answer = house.wire().send(Method::GET, "/token", &[("authorization", "Basic cnA6cw==")], "").await;
    assert_eq!(answer.status, 405);
}
