//! Parties that register, change and delete themselves (RFC 7591, RFC 7592), and the house calling their addresses.

use std::net::TcpListener as Listener;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use http::Method;
use openidconnect::core::{CoreClientRegistrationRequest, CoreClientRegistrationResponse, CoreProviderMetadata};
use openidconnect::registration::{EmptyAdditionalClientMetadata, EmptyAdditionalClientRegistrationResponse};
use openidconnect::{ClientName, IssuerUrl, LocalizedClaim, RedirectUrl, RegistrationAccessToken};
use serde_json::{Map, Value, json};

use crate::harness::{Answer, House, Inbox, Wire};

const BACK: &str = "http://localhost:9/cb";

#[tokio::test]
async fn a_party_registers_by_the_openidconnect_crate_and_people_enter_it() {
    let house = House::start();
    let issuer = IssuerUrl::new(house.issuer().to_owned()).unwrap();
    let metadata = CoreProviderMetadata::discover_async(issuer, house.wire()).await.unwrap();
    let endpoint = metadata.registration_endpoint().expect("discovery names where to register").clone();
    let back = vec![RedirectUrl::new(BACK.to_owned()).unwrap()];
    let mut name = LocalizedClaim::new();
    name.insert(None, ClientName::new("Portal of the crate".to_owned()));
    let request =
        CoreClientRegistrationRequest::new(back, EmptyAdditionalClientMetadata {}).set_client_name(Some(name));
    let answer: CoreClientRegistrationResponse = request.register_async(&endpoint, house.wire()).await.unwrap();
    let _: &EmptyAdditionalClientRegistrationResponse = answer.additional_response();
    let printed = json!({
        "client_id": answer.client_id().as_str(),
        "client_secret": answer.client_secret().unwrap().secret(),
        "registration_access_token": answer.registration_access_token().map(RegistrationAccessToken::secret),
    });
    assert!(answer.registration_client_uri().unwrap().as_str().starts_with(house.issuer()));
    let party = house.registered(&json!({ "redirect_uris": [BACK] }), &printed);
    let an = house.person(&["--level", "1", "--limit", "1"]);
    let (tokens, asked) = house.enter(&party, "openid email", &mut house.browser(), &an).await;
    assert_eq!(asked, ["password", "consent"]);
    assert_eq!(party.userinfo(&tokens).await.unwrap()["sub"], tokens.claims["sub"]);
}

#[tokio::test]
async fn what_was_registered_is_read_changed_and_deleted_by_its_own_token_alone() {
    let house = House::start();
    let wire = house.wire();
    let document = json!({
        "redirect_uris": [BACK], "client_name": "Portal", "client_name#vi": "Cổng dịch vụ",
        "initiate_login_uri": "https://portal.example/login", "unknown": { "a": 1 },
    });
    let answer = register(wire, &document).await.expect(201);
    assert_eq!((answer.header("cache-control"), answer.header("content-type")), ("no-store", "application/json"));
    let first: Value = answer.json();
    for (name, value) in document.as_object().unwrap() {
        assert!(first[name] == *value || name == "unknown", "{name}: {first}");
    }
    assert!(first["unknown"].is_null() && first["client_secret_expires_at"] == 0, "{first}");
    assert!((first["client_id_issued_at"].as_i64().unwrap() - house.now()).abs() < 60);
    let place = Managed::of(&first);
    let read: Value = place.read(wire).await.expect(200).json();
    let mut expected = first.clone();
    for secret in ["client_secret", "client_secret_expires_at"] {
        expected.as_object_mut().unwrap().remove(secret);
    }
    assert_eq!(read, expected, "what is stored is what was answered, and a secret is shown once");

    let mut changed = document.clone();
    changed["client_id"] = first["client_id"].clone();
    changed["client_secret"] = first["client_secret"].clone();
    changed["client_name"] = json!("Another name");
    let second: Value = place.change(wire, &changed).await.expect(200).json();
    assert_eq!(second["client_name"], "Another name");
    assert_ne!(second["registration_access_token"], first["registration_access_token"]);
    place.read(wire).await.expect(401);
    let place = Managed::of(&second);
    place.read(wire).await.expect(200);
    // A public client keeps no secret, and one that is no longer public gets another.
    changed["token_endpoint_auth_method"] = json!("none");
    let third: Value = place.change(wire, &changed).await.expect(200).json();
    assert_eq!((&third["client_secret"], &third["require_pkce"]), (&Value::Null, &json!(true)));
    changed.as_object_mut().unwrap().remove("token_endpoint_auth_method");
    changed.as_object_mut().unwrap().remove("client_secret");
    let fourth: Value = Managed::of(&third).change(wire, &changed).await.expect(200).json();
    assert!(fourth["client_secret"].is_string() && fourth["client_secret"] != first["client_secret"]);

    let place = Managed::of(&fourth);
    let gone = place.delete(wire).await.expect(204);
    assert!(gone.body.is_empty());
    for answer in [place.read(wire).await, place.change(wire, &changed).await, place.delete(wire).await] {
        answer.expect(401);
    }
}

#[tokio::test]
async fn dr04_no_other_token_opens_a_party_and_all_refusals_look_alike() {
    let house = House::start();
    let wire = house.wire();
    let (one, other) = (registered(wire, &modest()).await, registered(wire, &modest()).await);
    let theirs = one["client_id"].as_str().unwrap();
    let token = |party: &Value| party["registration_access_token"].as_str().unwrap().to_owned();
    let secret = one["client_secret"].as_str().unwrap().replace("cs_", "rg_");
    let mut seen = Vec::new();
    let mine = token(&one);
    for (id, token) in [
        (theirs, token(&other)),
        (other["client_id"].as_str().unwrap(), mine.clone()),
        ("rp_AAAAAAAAAAAAAAAAAAAAAA", mine.clone()),
        ("'%20or%201=1", mine.clone()),
        (theirs, secret),
        (theirs, mine.to_uppercase()),
        (theirs, format!("{mine}, Bearer {mine}")),
        (theirs, "x".into()),
        (theirs, String::new()),
    ] {
        let place = Managed { path: format!("/register/{id}"), token };
        for answer in [place.read(wire).await, place.change(wire, &modest()).await, place.delete(wire).await] {
            let answer = answer.expect(401);
            assert!(answer.header("www-authenticate").starts_with("Bearer "), "{:?}", answer.headers);
            assert_eq!(answer.header("cache-control"), "no-store");
            seen.push((answer.header("www-authenticate").to_owned(), answer.text()));
        }
    }
    seen.dedup();
    assert_eq!(seen.len(), 1, "refusals can be told apart: {seen:?}");
    let path = format!("/register/{theirs}");
    for method in [Method::GET, Method::DELETE] {
        let answer = wire.send(method, &path, &[], "").await.expect(401);
        assert!(!answer.header("www-authenticate").contains("error"), "nothing went wrong yet");
    }
    wire.send(Method::POST, &path, &[("authorization", &format!("Bearer {mine}"))], "").await.expect(405);
    Managed::of(&one).read(wire).await.expect(200);
}

#[tokio::test]
async fn dr04_deleting_a_party_ends_all_its_tokens_and_the_notice_under_way_still_arrives() {
    let house = House::start();
    let wire = house.wire();
    let inbox = Inbox::open().await;
    let document = json!({
        "redirect_uris": [BACK], "client_name": "Portal", "backchannel_logout_uri": inbox.url("/out"),
        "grant_types": ["authorization_code", "refresh_token"],
    });
    let answer = registered(wire, &document).await;
    let party = house.registered(&document, &answer);
    let an = house.person(&["--level", "1", "--limit", "1"]);
    let mut browser = house.browser();
    // One session has ended and its notice could not be delivered; another is alive.
    let (first, _) = house.enter(&party, "openid", &mut browser, &an).await;
    inbox.answer(503);
    browser.open(party.logout(&first, None, None).await.as_str()).await;
    if browser.page().has("button#sign-out") {
        browser.click("sign-out").await;
    }
    house.sweep().await;
    assert_eq!(inbox.letters().len(), 1);
    let (alive, _) = house.enter(&party, "openid email offline_access", &mut house.browser(), &an).await;
    party.userinfo(&alive).await.unwrap();

    Managed::of(&answer).delete(wire).await.expect(204);
    wire.get_with_token("/userinfo", &alive.access).await.expect(401);
    if let Some(refresh) = &alive.refresh {
        let refused = party.post_token(&[("grant_type", "refresh_token"), ("refresh_token", refresh)]).await;
        assert_eq!(refused.expect(401).json::<Value>()["error"], "invalid_client");
    }
    let asked = party.authorization("openid").url();
    assert!(house.browser().get(&asked).await.answer.location().is_none(), "a deleted party is answered");
    inbox.answer(200);
    house.advance(60).await;
    let letters = inbox.letters();
    assert_eq!(letters.len(), 2, "{letters:?}");
    assert!(letters[1].form().contains_key("logout_token"));
    // Whatever ends later is nothing to a party that is gone.
    house.advance(13 * 3600).await;
    house.sweep().await;
    assert_eq!(inbox.letters().len(), 2);
}

#[tokio::test]
async fn of_two_changes_at_once_one_is_made_on_either_node() {
    let house = House::start();
    let second = house.second_node().await;
    let wire = house.wire();
    let other = second.as_ref().map_or(wire, |node| node.wire());
    for round in 0..10 {
        let first = registered(wire, &modest()).await;
        let place = Managed::of(&first);
        let mut change = modest();
        change["client_id"] = first["client_id"].clone();
        change["client_name"] = json!(format!("Round {round}"));
        let (one, two) = tokio::join!(place.change(wire, &change), place.change(other, &change));
        let mut statuses = [one.status.as_u16(), two.status.as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 401]);
        place.read(other).await.expect(401);
    }
}

#[tokio::test]
async fn dr01_an_invitation_is_good_for_its_uses_its_days_and_its_scopes() {
    let house = House::start();
    let wire = house.wire();
    let invite = |more: &[&str]| -> Value { house.command(&[&["relying-party", "invite"], more].concat()).json() };
    let by = async |invited: &Value, document: &Value| {
        let token = invited["initial_access_token"].as_str().unwrap();
        wire.alarm().watch(token);
        send(wire, Method::POST, "/register", Some(token), document.to_string()).await
    };
    let invited = invite(&["--uses", "2", "--scope", "openid vn_identity"]);
    assert!(invited["registration_endpoint"].as_str().unwrap().ends_with("/register"));
    // What is refused costs no use.
    by(&invited, &json!({ "redirect_uris": [] })).await.expect(400);
    let first: Value = by(&invited, &modest()).await.expect(201).json();
    assert_eq!((&first["scope"], &first["require_pkce"]), (&json!("openid vn_identity"), &json!(true)));
    let mut beyond = modest();
    beyond["scope"] = json!("openid email");
    by(&invited, &beyond).await.expect(400);
    // A change is bounded by the invitation as the registration was (V122).
    beyond["client_id"] = first["client_id"].clone();
    let refused: Value = Managed::of(&first).change(wire, &beyond).await.expect(400).json();
    assert_eq!(refused["error"], "invalid_client_metadata");
    let documents = vec![modest(); 4];
    let tries = documents.iter().map(|document| by(&invited, document));
    let mut made = 0;
    for answer in futures(tries).await {
        made += u32::from(answer.status.as_u16() == 201);
    }
    assert_eq!(made, 1, "an invitation for two registered {made} more");
    let refused = by(&invited, &modest()).await.expect(401);
    assert!(refused.header("www-authenticate").contains("invalid_token"));
    let short = invite(&["--days", "1"]);
    house.advance(86_400).await;
    by(&short, &modest()).await.expect(401);
    let optional = invite(&["--pkce-optional"]);
    assert_eq!(by(&optional, &modest()).await.expect(201).json::<Value>()["require_pkce"], false);
    for wrong in ["x", "it_AAAA", first["registration_access_token"].as_str().unwrap()] {
        by(&json!({ "initial_access_token": wrong }), &modest()).await.expect(401);
    }
    house.command(&["relying-party", "invite", "--scope", "openid everything"]).refused();
}

#[tokio::test]
async fn v004_v121_dr03_what_may_not_be_registered_is_refused_with_its_code_and_v122_neither_by_a_change() {
    let house = House::start();
    let wire = house.wire();
    let before = registered(wire, &modest()).await;
    let place = Managed::of(&before);
    let ok = "https://portal.example/";
    let (redirect, metadata) = ("invalid_redirect_uri", "invalid_client_metadata");
    let key = json!({ "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" });
    let with = |member: &str, value: Value| {
        let mut key = key.clone();
        key[member] = value;
        json!({ "jwks": { "keys": [key] } })
    };
    for (wrong, code) in [
        (json!({ "redirect_uris": ["JAVASCRIPT:alert(1)"] }), redirect),
        (json!({ "redirect_uris": ["https://portal.example/cb#x"] }), redirect),
        (json!({ "redirect_uris": ["https://192.0.2.1/cb"] }), redirect),
        (json!({ "redirect_uris": null }), metadata),
        (json!({ "logo_uri": "data:image/svg+xml,x" }), metadata),
        (json!({ "tos_uri": "vbscript:x" }), metadata),
        (json!({ "initiate_login_uri": "http://portal.example/login" }), metadata),
        (json!({ "initiate_login_uri": "http://localhost/login" }), metadata),
        (json!({ "id_token_signed_response_alg": "none" }), metadata),
        (json!({ "token_endpoint_auth_method": "none", "id_token_signed_response_alg": "HS256" }), metadata),
        (json!({ "scope": "openid officer" }), metadata),
        (json!({ "scope": "openid vn_sensitive" }), metadata),
        (json!({ "kind": "state_body" }), metadata),
        (json!({ "subject_type": "bad" }), metadata),
        (json!({ "software_statement": "e30.e30." }), "invalid_software_statement"),
        (json!({ "jwks": { "keys": [] }, "jwks_uri": ok }), metadata),
        (json!({ "jwks": { "keys": [] }, "token_endpoint_auth_method": "private_key_jwt" }), metadata),
        (with("d", json!("AAAA")), metadata),
        (with("k", json!("AAAA")), metadata),
        (with("x", json!("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")), metadata),
        (with("kid", json!("' or 1")), metadata),
        (with("use", json!(1)), metadata),
        (json!({ "jwks": { "keys": [{ "kty": "oct", "k": "AAAA" }] } }), metadata),
        (json!({ "jwks": { "keys": [{ "kty": "RSA", "n": "AQAB", "e": "AQAB" }] } }), metadata),
        (json!({ "jwks": { "keys": [key, key] , "more": 1 }, "grant_types": ["password"] }), metadata),
        (json!({ "jwks": { "keys": vec![&key; 21] } }), metadata),
        (json!({ "response_types": ["id_token"], "grant_types": ["authorization_code"] }), metadata),
        (json!({ "request_uris": ["http://10.0.0.1/request"] }), metadata),
        (json!({ "id_token_encrypted_response_alg": "RSA1_5" }), metadata),
    ] {
        let mut document = modest();
        for (name, value) in wrong.as_object().unwrap() {
            document[name] = value.clone();
        }
        let answer = register(wire, &document).await.expect(400);
        assert_eq!(answer.json::<Value>()["error"], code, "{wrong}: {}", answer.text());
        assert_eq!(answer.header("cache-control"), "no-store");
        document["client_id"] = before["client_id"].clone();
        let changed = place.change(wire, &document).await.expect(400);
        assert_eq!(changed.json::<Value>(), answer.json::<Value>(), "{wrong}: a change is judged otherwise");
    }
    for (name, value) in [
        ("client_id", json!("rp_other")),
        ("client_id", Value::Null),
        ("client_secret", json!("cs_other")),
        ("registration_access_token", before["registration_access_token"].clone()),
        ("client_id_issued_at", json!(1)),
    ] {
        let mut document = modest();
        document["client_id"] = before["client_id"].clone();
        document[name] = value;
        assert_eq!(place.change(wire, &document).await.expect(400).json::<Value>()["error"], metadata, "{name}");
    }
    let read: Value = place.read(wire).await.expect(200).json();
    assert_eq!(read["redirect_uris"], json!([BACK]), "a refused change changed something");
}

#[tokio::test]
async fn dr02_only_one_strict_json_object_of_a_bounded_size_is_a_registration() {
    let house = House::start();
    let wire = house.wire();
    let deep = format!("{{\"a\":{}1{}}}", "[".repeat(100_000 / 2), "]".repeat(100_000 / 2));
    for body in [
        "",
        "null",
        "[]",
        "\"x\"",
        "{",
        r#"{"redirect_uris":["https://a.example/cb"],"redirect_uris":["https://b.example/cb"]}"#,
        r#"{"redirect_uris":["https://a.example/cb"]} {}"#,
        "{\"client_name\":\"\u{feff}",
        &deep,
    ] {
        let answer = send(wire, Method::POST, "/register", None, body.to_owned()).await.expect(400);
        assert_eq!(answer.json::<Value>()["error"], "invalid_client_metadata", "{body:.60}");
    }
    let headers: [(&str, &str); 1] = [("content-type", "application/x-www-form-urlencoded")];
    wire.send(Method::POST, "/register", &headers, modest().to_string()).await.expect(415);
    wire.send(Method::POST, "/register", &[], modest().to_string()).await.expect(415);
    for method in [Method::GET, Method::PUT, Method::DELETE] {
        wire.send(method, "/register", &[], "").await.expect(405);
    }
    let mut long = modest();
    long["padding"] = json!("a".repeat(100 * 1024));
    register(wire, &long).await.expect(201);
    long["padding"] = json!("a".repeat(128 * 1024));
    register(wire, &long).await.expect(413);
}

#[tokio::test]
async fn dr02_whatever_document_is_sent_is_refused_or_kept_as_it_is_answered() {
    let house = House::start();
    let wire = house.wire();
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut kept = 0;
    for _ in 0..2_000 {
        let document = random.document();
        let answer = register(wire, &document).await;
        match answer.status.as_u16() {
            201 => {
                kept += 1;
                let mut answered: Map<String, Value> = answer.json();
                for (name, value) in document.as_object().unwrap() {
                    let Some(echoed) = answered.get(name) else { continue };
                    assert!(echoed == value || name == "grant_types", "{name} was {value} and is {echoed}");
                }
                let read = Managed::of(&Value::Object(answered.clone())).read(wire).await.expect(200);
                answered.remove("client_secret");
                answered.remove("client_secret_expires_at");
                assert_eq!(read.json::<Map<String, Value>>(), answered);
            }
            400 => drop(answer.json::<Value>()["error"].as_str().expect("an error has a code")),
            other => panic!("{document} was answered {other}: {}", answer.text()),
        }
    }
    assert!((100..1_900).contains(&kept), "the documents are all good or all bad: {kept}");
}

#[tokio::test]
async fn a_sector_is_the_partys_own_only_if_its_document_lists_every_redirect_uri() {
    let house = House::start();
    let wire = house.wire();
    let site = Site::open().await;
    let uris = ["https://a.example/cb", "https://b.example/cb"];
    let document = json!({ "redirect_uris": uris, "client_name": "Two", "sector_identifier_uri": site.url("/sector") });
    for (status, body) in [
        (200, json!([uris[0]]).to_string()),
        (200, json!({ "a": uris }).to_string()),
        (200, "[".into()),
        (200, format!("[\"{}\"]", "a".repeat(70_000))),
        (404, json!(uris).to_string()),
        (302, json!(uris).to_string()),
    ] {
        site.answer(status, &body, Some(&site.url("/elsewhere")));
        let refused: Value = register(wire, &document).await.expect(400).json();
        assert_eq!(refused["error"], "invalid_client_metadata", "{status} {body:.80}");
    }
    assert!(!site.paths().contains(&"/elsewhere".to_owned()), "a redirect was followed");
    site.answer(200, &json!([uris[1], uris[0], "https://c.example/"]).to_string(), None);
    let first = registered(wire, &document).await;
    assert_eq!(first["sector_identifier_uri"], document["sector_identifier_uri"]);
    // The same for a change.
    let mut more = document.clone();
    more["client_id"] = first["client_id"].clone();
    more["redirect_uris"] = json!([uris[0], uris[1], "https://d.example/cb"]);
    let refused: Value = Managed::of(&first).change(wire, &more).await.expect(400).json();
    assert_eq!(refused["error"], "invalid_client_metadata");
    Managed::of(&first).read(wire).await.expect(200);
}

#[tokio::test]
async fn v116_v117_ss01_no_spelling_of_a_private_address_is_called_whichever_member_names_it() {
    let house = House::start();
    let wire = house.wire();
    let canary = Listener::bind("127.0.0.1:0").unwrap();
    canary.set_nonblocking(true).unwrap();
    let port = canary.local_addr().unwrap().port();
    let hosts = [
        "127.1",
        "127.0.1",
        "2130706433",
        "0x7f000001",
        "0x7f.0.0.1",
        "0177.0.0.1",
        "017700000001",
        "127.0.0.2",
        "0.0.0.0",
        "0",
        "10.0.0.1",
        "10.255.255.255",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.0.1",
        "100.64.0.1",
        "100.127.255.255",
        "169.254.169.254",
        "169.254.0.1",
        "192.0.0.1",
        "192.0.2.1",
        "192.88.99.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::ffff:10.0.0.1]",
        "[::127.0.0.1]",
        "[64:ff9b::7f00:1]",
        "[64:ff9b:1::1]",
        "[100::1]",
        "[2001::1]",
        "[2001:db8::1]",
        "[2002:7f00:1::]",
        "[3fff::1]",
        "[fc00::1]",
        "[fd00::1]",
        "[fe80::1]",
        "[fec0::1]",
        "[ff02::1]",
        "[0:0:0:0:0:ffff:7f00:1]",
        "[0000::ffff:7f00:0001]",
        "127.0.0.1.",
        "127。0。0。1",
        "①②⑦.⓪.⓪.①",
        "%31%32%37.0.0.1",
        "localhost.",
        "LOCALHOST",
        "localhost%00",
        "user@127.0.0.1",
        "127.0.0.1@evil.example",
        "evil.example\\@127.0.0.1",
    ];
    for host in hosts {
        for scheme in ["http", "https"] {
            let uri = format!("{scheme}://{host}:{port}/keys");
            for (name, value) in [
                ("jwks_uri", json!(uri)),
                ("sector_identifier_uri", json!(uri)),
                ("request_uris", json!([uri])),
                ("backchannel_logout_uri", json!(uri)),
            ] {
                let mut document = modest();
                document[name] = value;
                let answer = register(wire, &document).await.expect(400);
                assert_eq!(answer.json::<Value>()["error"], "invalid_client_metadata", "{name} {uri}");
            }
        }
    }
    // Ports where no web server listens, and other schemes.
    for uri in [
        "https://portal.example:22/keys",
        "https://portal.example:6379/",
        "gopher://portal.example/",
        "ftp://portal.example/",
    ] {
        let mut document = modest();
        document["jwks_uri"] = json!(uri);
        register(wire, &document).await.expect(400);
    }
    assert!(canary.accept().is_err(), "the canary was called");
}

#[tokio::test]
async fn ss05_ca06_a_key_set_is_fetched_plainly_refused_when_bad_and_redirects_are_not_followed() {
    let house = House::start();
    let wire = house.wire();
    let site = Site::open().await;
    let key = json!({ "kty": "OKP", "crv": "Ed25519", "kid": "1", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo" });
    let mut private = key.clone();
    private["d"] = json!("nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A");
    let document = json!({
        "redirect_uris": [BACK], "client_name": "Keys", "jwks_uri": site.url("/keys"),
        "token_endpoint_auth_method": "private_key_jwt",
    });
    let good = json!({ "keys": [key, { "kty": "EC", "crv": "P-521" }] }).to_string();
    for (status, body) in [
        (200, json!({ "keys": [private] }).to_string()),
        (200, json!({ "keys": [key, key] }).to_string()),
        (200, json!({ "keys": [] }).to_string()),
        (200, json!({ "keys": [{ "kty": "oct", "k": "AAAA" }] }).to_string()),
        (200, format!("{{\"keys\":[{key}],\"keys\":[]}}")),
        (200, "x".repeat(70_000)),
        (404, good.clone()),
        (302, good.clone()),
        (301, String::new()),
    ] {
        site.answer(status, &body, Some(&site.url("/elsewhere")));
        let refused: Value = register(wire, &document).await.expect(400).json();
        assert_eq!(refused["error"], "invalid_client_metadata", "{status} {body:.80}");
        let text = refused.to_string();
        assert!(!text.contains("nWGxne"), "a private key was repeated: {text}");
    }
    assert!(!site.paths().contains(&"/elsewhere".to_owned()), "a redirect was followed");
    site.answer(200, &good, None);
    registered(wire, &document).await;
    // Nothing of ours travels along but a name.
    let headers = site.last_headers();
    assert_eq!(headers["user-agent"], "dinhdanh");
    for name in headers.keys() {
        assert!(["host", "user-agent", "accept"].contains(&name.as_str()), "the header {name} was sent");
    }
    // A server that is not up yet is no obstacle.
    let mut later = document.clone();
    later["jwks_uri"] = json!("http://127.0.0.1:9/keys");
    registered(wire, &later).await;
}

fn modest() -> Value {
    json!({ "redirect_uris": [BACK], "client_name": "Portal" })
}

async fn register(wire: &Wire, document: &Value) -> Answer {
    send(wire, Method::POST, "/register", None, document.to_string()).await
}

async fn registered(wire: &Wire, document: &Value) -> Value {
    let answer: Value = register(wire, document).await.expect(201).json();
    for secret in ["client_secret", "registration_access_token"] {
        answer[secret].as_str().into_iter().for_each(|secret| wire.alarm().watch(secret));
    }
    answer
}

async fn send(wire: &Wire, method: Method, path: &str, token: Option<&str>, body: String) -> Answer {
    let bearer = token.map(|token| format!("Bearer {token}"));
    let mut headers = vec![("content-type", "application/json")];
    headers.extend(bearer.as_deref().map(|bearer| ("authorization", bearer)));
    wire.send(method, path, &headers, body).await
}

/// Polls requests side by side.
async fn futures<F: Future<Output = Answer>>(requests: impl Iterator<Item = F>) -> Vec<Answer> {
    let mut waiting: Vec<_> = requests.map(Box::pin).collect();
    let mut answers = Vec::new();
    std::future::poll_fn(|context| {
        waiting.retain_mut(|request| match request.as_mut().poll(context) {
            std::task::Poll::Ready(answer) => {
                answers.push(answer);
                false
            }
            std::task::Poll::Pending => true,
        });
        if waiting.is_empty() { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    answers
}

/// Where a party manages itself, and by which token.
struct Managed {
    path: String,
    token: String,
}

impl Managed {
    fn of(answer: &Value) -> Self {
        let text = |name: &str| answer[name].as_str().unwrap_or_else(|| panic!("no {name}: {answer}")).to_owned();
        let path = url::Url::parse(&text("registration_client_uri")).unwrap().path().to_owned();
        Self { path, token: text("registration_access_token") }
    }

    async fn read(&self, wire: &Wire) -> Answer {
        send(wire, Method::GET, &self.path, Some(&self.token), String::new()).await
    }

    async fn change(&self, wire: &Wire, document: &Value) -> Answer {
        send(wire, Method::PUT, &self.path, Some(&self.token), document.to_string()).await
    }

    async fn delete(&self, wire: &Wire) -> Answer {
        send(wire, Method::DELETE, &self.path, Some(&self.token), String::new()).await
    }
}

/// A party's own server, which answers what the test says.
#[derive(Clone)]
struct Site {
    address: String,
    kept: Arc<Mutex<Kept>>,
}

#[derive(Default)]
struct Kept {
    answer: (u16, String, Option<String>),
    paths: Vec<String>,
    headers: HeaderMap,
}

impl Site {
    async fn open() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let kept = Arc::<Mutex<Kept>>::default();
        let site = Self { address: format!("http://{}", listener.local_addr().unwrap()), kept: Arc::clone(&kept) };
        tokio::spawn(async move { axum::serve(listener, Router::new().fallback(said).with_state(kept)).await });
        site
    }

    fn url(&self, path: &str) -> String {
        format!("{}{path}", self.address)
    }

    fn answer(&self, status: u16, body: &str, location: Option<&str>) {
        self.kept.lock().unwrap().answer = (status, body.to_owned(), location.map(str::to_owned));
    }

    fn paths(&self) -> Vec<String> {
        self.kept.lock().unwrap().paths.clone()
    }

    fn last_headers(&self) -> HeaderMap {
        self.kept.lock().unwrap().headers.clone()
    }
}

async fn said(State(kept): State<Arc<Mutex<Kept>>>, uri: Uri, headers: HeaderMap) -> Response {
    let mut kept = kept.lock().unwrap();
    kept.paths.push(uri.path().to_owned());
    kept.headers = headers;
    let (status, body, location) = kept.answer.clone();
    let mut response = (StatusCode::from_u16(status).unwrap(), body).into_response();
    if let Some(location) = location {
        response.headers_mut().insert("location", location.parse().unwrap());
    }
    response
}

/// Documents that are nearly good: xorshift, so that a failure can be had again.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound as u64).unwrap()
    }

    fn document(&mut self) -> Value {
        let mut document = modest();
        for _ in 0..self.below(4) {
            let (name, good) = MEMBERS[self.below(MEMBERS.len())];
            let value = match self.below(3) {
                0 => self.value(3),
                _ => serde_json::from_str(good).unwrap(),
            };
            document[name] = value;
        }
        document
    }

    fn value(&mut self, depth: usize) -> Value {
        match self.below(if depth == 0 { 7 } else { 9 }) {
            0 => Value::Null,
            1 => json!(self.below(2) == 0),
            2 => json!(self.0),
            3 => json!(-1.5e300),
            4 => json!(["", "x", "\u{202e}", "\u{0}", "Cổng", "https://portal.example/", "none"][self.below(7)]),
            5 => json!("a".repeat(self.below(3_000))),
            6 => json!(["openid", "code", "implicit", "RS256", "public", "native", "private_key_jwt"][self.below(7)]),
            7 => Value::Array((0..self.below(30)).map(|_| self.value(depth - 1)).collect()),
            _ => (0..self.below(5)).map(|at| (format!("m{at}"), self.value(depth - 1))).collect(),
        }
    }
}

const MEMBERS: &[(&str, &str)] = &[
    ("redirect_uris", r#"["https://portal.example/cb", "https://portal.example/cb?x=1"]"#),
    ("client_name#vi", r#""Cổng""#),
    ("client_name", r#""A portal""#),
    ("contacts", r#"["ops@portal.example"]"#),
    ("response_types", r#"["code", "code id_token"]"#),
    ("response_types", r#"["id_token token"]"#),
    ("grant_types", r#"["implicit", "authorization_code", "refresh_token"]"#),
    ("token_endpoint_auth_method", r#""client_secret_post""#),
    ("token_endpoint_auth_method", r#""none""#),
    ("token_endpoint_auth_method", r#""private_key_jwt""#),
    ("token_endpoint_auth_signing_alg", r#""ES256""#),
    ("jwks", r#"{"keys": []}"#),
    ("jwks", r#"{"keys": [{"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}]}"#),
    ("id_token_signed_response_alg", r#""EdDSA""#),
    ("userinfo_signed_response_alg", r#""RS256""#),
    ("request_object_signing_alg", r#""PS256""#),
    ("request_uris", r#"["https://portal.example/request#abc"]"#),
    ("subject_type", r#""public""#),
    ("backchannel_logout_uri", r#""https://portal.example/out""#),
    ("frontchannel_logout_session_required", "true"),
    ("scope", r#""openid email""#),
    ("require_auth_time", "true"),
    ("default_max_age", "3600"),
    ("default_acr_values", r#"["loa1"]"#),
    ("logo_uri", r#""https://portal.example/logo""#),
    ("policy_uri", r#""https://portal.example/policy""#),
    ("initiate_login_uri", r#""https://portal.example/login""#),
    ("application_type", r#""native""#),
    ("software_id", r#""a""#),
    ("unheard_of", "[[[1]]]"),
];
