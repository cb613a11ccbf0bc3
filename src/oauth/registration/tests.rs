use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::json;

use super::*;

fn modest() -> Value {
    json!({ "client_name": "Portal", "redirect_uris": ["https://portal.example/cb"] })
}

fn with(changes: &Value) -> Map<String, Value> {
    let mut document = modest();
    for (name, value) in changes.as_object().unwrap() {
        document[name] = value.clone();
    }
    document.as_object().unwrap().clone()
}

fn at(changes: &Value, place: Place, pkce_optional: bool) -> Result<(Metadata, RelyingParty), Refusal> {
    let id = ClientId::from_text("rp_1");
    read(with(changes), None, &id, &Bounds::standard(pkce_optional), place)
}

fn registered(changes: &Value) -> (Metadata, RelyingParty) {
    at(changes, Place::Public, false).unwrap_or_else(|refusal| panic!("{changes}: {refusal:?}"))
}

fn refused(changes: &Value) -> Refusal {
    at(changes, Place::Public, false).err().unwrap_or_else(|| panic!("{changes} was registered"))
}

#[test]
fn dr02_what_is_not_said_is_filled_in_and_answered() {
    let echoed = echoed(&registered(&json!({})).0);
    let expected = json!({
        "client_id": "rp_1",
        "client_name": "Portal",
        "application_type": "web",
        "redirect_uris": ["https://portal.example/cb"],
        "response_types": ["code"],
        "grant_types": ["authorization_code"],
        "token_endpoint_auth_method": "client_secret_basic",
        "id_token_signed_response_alg": "RS256",
        "subject_type": "pairwise",
        "scope": "openid profile email phone address",
        "require_pkce": true,
    });
    assert_eq!(Value::Object(echoed), expected);
}

#[test]
fn dr02_every_member_of_the_specification_is_kept_and_an_unknown_one_left_out() {
    let mut full = json!({
        "application_type": "web",
        "client_name": "Portal", "client_name#vi": "Cổng dịch vụ", "client_name#en": "Portal of services",
        "contacts": ["ops@portal.example"],
        "redirect_uris": ["https://portal.example/cb", "https://portal.example/cb?x=1"],
        "post_logout_redirect_uris": ["https://portal.example/out"],
        "response_types": ["code", "id_token token", "code id_token"],
        "grant_types": ["authorization_code", "implicit", "refresh_token"],
        "token_endpoint_auth_method": "private_key_jwt", "token_endpoint_auth_signing_alg": "ES256",
        "jwks_uri": "https://portal.example/jwks",
        "id_token_signed_response_alg": "PS256", "userinfo_signed_response_alg": "EdDSA",
        "request_object_encryption_alg": "ECDH-ES", "request_object_encryption_enc": "A256GCM",
        "require_signed_request_object": true, "request_object_signing_alg": "RS256", "request_uris": ["https://portal.example/request#abc"],
        "subject_type": "pairwise", "sector_identifier_uri": "https://portal.example/sector",
        "backchannel_logout_uri": "https://portal.example/back", "backchannel_logout_session_required": true,
        "frontchannel_logout_uri": "https://portal.example/front", "frontchannel_logout_session_required": true,
        "scope": "openid email offline_access",
        "require_pkce": true, "require_pushed_authorization_requests": true, "require_auth_time": true,
        "default_max_age": 3600, "default_acr_values": ["loa2", "loa1"],
        "session_idle": 300, "session_absolute": 3600,
        "logo_uri": "https://portal.example/logo.png", "client_uri": "https://portal.example/",
        "policy_uri": "https://portal.example/policy", "tos_uri": "https://portal.example/terms",
        "initiate_login_uri": "https://portal.example/login",
        "software_id": "4NRB1-0XZABZI9E6-5SM3R", "software_version": "2.1",
    });
    for (name, value) in [
        ("id_token_encrypted_response_alg", "ECDH-ES"),
        ("id_token_encrypted_response_enc", "A256GCM"),
        ("userinfo_encrypted_response_alg", "RSA-OAEP-256"),
        ("userinfo_encrypted_response_enc", "A128CBC-HS256"),
        ("introspection_signed_response_alg", "ES256"),
        ("introspection_encrypted_response_alg", "ECDH-ES+A256KW"),
        ("introspection_encrypted_response_enc", "A256GCM"),
    ] {
        full[name] = json!(value);
    }
    for name in UNDERSTOOD.iter().filter(|name| **name != "jwks") {
        assert!(!full[*name].is_null(), "{name} is missing in the test");
    }
    let mut sent = full.clone();
    for (name, value) in [
        ("client_name#fr", json!("Portail")),
        ("software_colour", json!({ "a": [1] })),
        ("client_secret", json!("mine")),
        ("dpop_bound_access_tokens", json!(false)),
    ] {
        sent[name] = value;
    }
    let (metadata, party) = registered(&sent);
    let mut expected = full.as_object().unwrap().clone();
    expected.insert("client_id".into(), json!("rp_1"));
    assert_eq!(echoed(&metadata), expected);
    assert_eq!((party.sector.as_str(), party.default_acr_values.as_str()), ("portal.example", "loa2 loa1"));
    // What stands in the column makes the same party.
    assert_eq!(RelyingParty::parse(&metadata.to_json()), Ok(party));
}

#[test]
fn every_member_that_metadata_know_is_a_partys_or_an_operators() {
    let known = serde_json::from_value::<Metadata>(json!({ "no such member": 1 })).unwrap_err().to_string();
    let known: Vec<_> = known.split('`').skip(3).step_by(2).collect();
    assert!(known.len() > 30, "{known:?}");
    for name in known {
        let ours = OPERATORS.contains(&name) || name == "client_id";
        assert!(ours != UNDERSTOOD.contains(&name) && !DEMANDS.contains(&name), "{name}");
    }
}

#[test]
fn v121_metadata_that_say_too_much_or_the_wrong_thing_are_refused() {
    let jwks = json!({ "keys": [] });
    for wrong in [
        // Another type.
        json!({ "client_name": 7 }),
        json!({ "client_name": ["Portal"] }),
        json!({ "contacts": "ops@portal.example" }),
        json!({ "contacts": [1] }),
        json!({ "default_max_age": "600" }),
        json!({ "default_max_age": -1 }),
        json!({ "default_max_age": 1e40 }),
        json!({ "require_auth_time": "true" }),
        json!({ "jwks": [] }),
        json!({ "jwks": "{}" }),
        json!({ "scope": ["openid"] }),
        json!({ "response_types": "code" }),
        json!({ "grant_types": {} }),
        json!({ "token_endpoint_auth_method": 1 }),
        // Null.
        json!({ "client_name": null }),
        json!({ "jwks": null }),
        json!({ "scope": null }),
        // Too much.
        json!({ "contacts": vec!["a@portal.example"; 11] }),
        json!({ "post_logout_redirect_uris": vec!["https://portal.example/"; 21] }),
        json!({ "request_uris": vec!["https://portal.example/"; 21] }),
        json!({ "client_name": "a".repeat(300) }),
        json!({ "software_id": "a".repeat(300) }),
        json!({ "policy_uri": format!("https://portal.example/{}", "a".repeat(2000)) }),
        // Characters that hide others (V129).
        json!({ "client_name": "Portal\r\nX-Evil: 1" }),
        json!({ "client_name#vi": "Portal\u{202e}latroP" }),
        json!({ "contacts": ["a\u{0}b"] }),
        json!({ "software_version": "1\u{200b}" }),
        json!({ "client_name": "  " }),
        // Not served, or by nobody.
        json!({ "token_endpoint_auth_method": "client_secret_jwt" }),
        json!({ "token_endpoint_auth_method": "tls_client_auth" }),
        json!({ "token_endpoint_auth_method": "anything" }),
        json!({ "id_token_signed_response_alg": "none" }),
        json!({ "id_token_signed_response_alg": "HS256" }),
        json!({ "id_token_signed_response_alg": "HS256", "token_endpoint_auth_method": "none" }),
        json!({ "userinfo_signed_response_alg": "none" }),
        json!({ "request_object_signing_alg": "none" }),
        json!({ "request_object_signing_alg": "HS256" }),
        json!({ "token_endpoint_auth_signing_alg": "none" }),
        json!({ "grant_types": ["client_credentials"] }),
        json!({ "grant_types": ["authorization_code", "password"] }),
        json!({ "grant_types": ["urn:ietf:params:oauth:grant-type:token-exchange"] }),
        json!({ "response_types": ["token"] }),
        json!({ "response_types": ["none"] }),
        json!({ "subject_type": "personal_number" }),
        json!({ "subject_type": "public" }),
        json!({ "application_type": "service" }),
        json!({ "default_acr_values": ["loa9"] }),
        // Contradictions.
        json!({ "response_types": ["code"], "grant_types": ["implicit"] }),
        json!({ "response_types": ["id_token"], "grant_types": ["authorization_code"] }),
        json!({ "jwks": jwks, "jwks_uri": "https://portal.example/jwks" }),
        json!({ "token_endpoint_auth_method": "private_key_jwt" }),
        json!({ "require_pkce": false }),
        json!({ "require_pkce": false, "token_endpoint_auth_method": "none" }),
        // Scopes of others.
        json!({ "scope": "openid officer" }),
        json!({ "scope": "openid admin" }),
        json!({ "scope": "openid vn_identity" }),
        json!({ "scope": "openid vn_sensitive" }),
        json!({ "scope": "profile" }),
        json!({ "scope": "" }),
        // An operator's.
        json!({ "kind": "state_body" }),
        json!({ "profile": "fapi2" }),
        json!({ "claims": ["personal_id_number"] }),
        json!({ "purposes": { "name": { "vi": "a", "en": "b" } } }),
        json!({ "least_account_level": 1 }),
        json!({ "least_authentication_level": 4 }),
        // Encryption that is weak, to no key, or to nobody knows what.
        json!({ "id_token_encrypted_response_alg": "RSA1_5", "jwks": { "keys": [] } }),
        json!({ "userinfo_encrypted_response_alg": "ECDH-ES" }),
        json!({ "introspection_encrypted_response_enc": "A256GCM", "jwks": { "keys": [] } }),
        // Protection that we do not give.
        json!({ "dpop_bound_access_tokens": true }),
        json!({ "tls_client_auth_subject_dn": "CN=portal" }),
        json!({ "request_object_encryption_alg": "RSA1_5" }),
        json!({ "request_object_encryption_alg": "dir", "request_object_encryption_enc": "A256GCM" }),
        json!({ "request_object_encryption_enc": "A256GCM" }),
        json!({ "request_object_encryption_alg": "ECDH-ES", "request_object_encryption_enc": "A128GCM" }),
        // Nobody can sign without a key.
        json!({ "require_signed_request_object": true }),
    ] {
        let refusal = refused(&wrong);
        assert_eq!(refusal.code, Code::InvalidClientMetadata, "{wrong}: {refusal:?}");
        let legal = |byte: u8| matches!(byte, 0x20..=0x7e) && byte != b'"' && byte != b'\\';
        assert!(refusal.description.bytes().all(legal), "{wrong}: {refusal:?}");
    }
}

#[test]
fn v121_a_software_statement_is_refused_with_its_own_codes() {
    let unsigned = [json!("e30.e30."), json!("a.b"), json!(7), json!(""), json!(null), json!({ "iss": "me" })];
    for statement in unsigned {
        assert_eq!(refused(&json!({ "software_statement": statement })).code, Code::InvalidSoftwareStatement);
    }
    let signed = json!(format!("e30.e30.{}", "A".repeat(86)));
    assert_eq!(refused(&json!({ "software_statement": signed })).code, Code::UnapprovedSoftwareStatement);
}

#[test]
fn dr03_where_answers_go_is_https_without_tricks() {
    for wrong in [
        json!([]),
        json!(["http://portal.example/cb"]),
        json!(["https://portal.example/cb#x"]),
        json!(["https://portal.example/cb#"]),
        json!(["https://*.portal.example/cb"]),
        json!(["https://portal.example/../cb"]),
        json!(["https://10.0.0.1/cb"]),
        json!(["https://[2001:db8::1]/cb"]),
        json!(["https://user@portal.example/cb"]),
        json!(["https://portal.example:443/cb"]),
        json!(["//portal.example/cb"]),
        json!(["/cb"]),
        json!([""]),
        json!(["http://localhost/cb"]),
        json!(["http://127.0.0.1/cb"]),
        json!(["https://localhost/cb"]),
        json!(["https://127.0.0.1/cb"]),
        json!(["com.example.app:/cb"]),
        json!(vec!["https://portal.example/cb"; 21]),
        json!(["https://portal.example/cb", "http://portal.example/cb"]),
    ] {
        let refusal = refused(&json!({ "redirect_uris": wrong }));
        assert_eq!(refusal.code, Code::InvalidRedirectUri, "{wrong}: {refusal:?}");
    }
    let native = |uri: &str| json!({ "application_type": "native", "redirect_uris": [uri] });
    for right in ["com.example.app:/cb", "http://127.0.0.1/cb", "http://[::1]:8000/cb", "https://portal.example/cb"] {
        registered(&native(right));
    }
    assert_eq!(refused(&native("example:/cb")).code, Code::InvalidRedirectUri);
    // Two hosts are one sector only if a document of the sector says so.
    let two = ["https://a.example/cb", "https://b.example/cb"];
    assert_eq!(refused(&json!({ "redirect_uris": two })).code, Code::InvalidClientMetadata);
    let sector = json!({ "redirect_uris": two, "sector_identifier_uri": "https://a.example/sector" });
    let party = registered(&sector).1;
    assert!(covers(&json!(two), &party) && covers(&json!([two[1], two[0], "https://c.example/"]), &party));
    for wrong in [json!([two[0]]), json!([]), json!({}), json!(null), json!([two[0], two[1], 7]), json!(two[0])] {
        assert!(!covers(&wrong, &party), "{wrong}");
    }
}

#[test]
fn v004_no_address_that_runs_something_is_registered_anywhere() {
    let hostile = [
        "JAVASCRIPT:alert(1)",
        "javascript:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "DATA:text/html;base64,eA==",
        "vbscript:x",
        "blob:https://portal.example/1",
        "file:///etc/passwd",
        "view-source:https://portal.example/",
        "https://portal.example\\@evil.example/",
        "https:portal.example",
    ];
    let single = ["client_uri", "logo_uri", "policy_uri", "tos_uri", "initiate_login_uri", "jwks_uri"];
    let more = ["sector_identifier_uri", "backchannel_logout_uri", "frontchannel_logout_uri"];
    for place in [Place::Public, Place::Sandbox] {
        for uri in hostile {
            for name in single.iter().chain(&more) {
                let refusal = at(&json!({ *name: uri }), place, true).unwrap_err();
                assert_eq!(refusal.code, Code::InvalidClientMetadata, "{name} {uri}");
            }
            for name in ["post_logout_redirect_uris", "request_uris"] {
                let refusal = at(&json!({ name: [uri] }), place, true).unwrap_err();
                assert_eq!(refusal.code, Code::InvalidClientMetadata, "{name} {uri}");
            }
            for application in ["web", "native"] {
                let document = json!({ "application_type": application, "redirect_uris": [uri] });
                assert_eq!(at(&document, place, true).unwrap_err().code, Code::InvalidRedirectUri, "{uri}");
            }
        }
    }
}

#[test]
fn dr07_addresses_are_https_and_only_a_sandbox_forgives_ones_own_machine() {
    let single = ["jwks_uri", "sector_identifier_uri", "backchannel_logout_uri", "frontchannel_logout_uri"];
    let shown = ["logo_uri", "client_uri", "policy_uri", "tos_uri"];
    for name in single.iter().chain(&shown) {
        for wrong in ["http://localhost:9000/x", "https://localhost/x", "https://127.0.0.1/x", "https://[::1]/x"] {
            let refusal = refused(&json!({ *name: wrong }));
            assert!(refusal.description.starts_with(name), "{refusal:?}");
        }
        let at_home = json!({ "redirect_uris": ["http://localhost:9000/cb"], *name: "http://localhost:9000/x" });
        assert!(at(&at_home, Place::Sandbox, true).is_ok(), "{name}");
        assert!(at(&json!({ *name: "http://portal.example/x" }), Place::Sandbox, true).is_err(), "{name}");
    }
    // Third-party initiated sign-in is over TLS wherever it is (protocol.md H7).
    for place in [Place::Public, Place::Sandbox] {
        let refusal = at(&json!({ "initiate_login_uri": "http://localhost/login" }), place, true).unwrap_err();
        assert_eq!(refusal.code, Code::InvalidClientMetadata);
    }
}

#[test]
fn an_operator_may_let_parties_do_without_pkce_unless_they_keep_no_secret() {
    let pkce = |changes: Value| at(&changes, Place::Public, true).map(|(_, party)| party.require_pkce);
    assert_eq!(pkce(json!({})), Ok(false));
    assert_eq!(pkce(json!({ "require_pkce": true })), Ok(true));
    assert_eq!(pkce(json!({ "token_endpoint_auth_method": "none" })), Ok(true));
    assert!(pkce(json!({ "token_endpoint_auth_method": "none", "require_pkce": false })).is_err());
}

#[test]
fn v122_a_change_keeps_what_operators_set_and_obeys_the_same_rules() {
    let mut before = registered(&json!({})).0;
    before.kind = crate::oauth::relying_party::PartyKind::StateBody;
    before.claims = vec!["personal_id_number".into()];
    before.least_authentication_level = Some(2);
    let id = ClientId::from_text("rp_1");
    let bounds = Bounds::standard(false);
    let changed = |changes: &Value| read(with(changes), Some(&before), &id, &bounds, Place::Public);
    let (metadata, party) = changed(&json!({ "client_name": "Other" })).unwrap();
    assert_eq!((metadata.kind, party.least_authentication_level), (before.kind, 2));
    assert_eq!(metadata.claims, before.claims);
    assert!(!echoed(&metadata).contains_key("claims"));
    for wrong in [json!({ "kind": "bank" }), json!({ "scope": "openid vn_card" }), json!({ "require_pkce": false })] {
        assert_eq!(changed(&wrong).unwrap_err(), refused(&wrong), "{wrong}");
    }
    // What is left out is gone (RFC 7592 section 2.2).
    let first = registered(&json!({ "logo_uri": "https://portal.example/logo" })).0;
    let second = read(with(&json!({})), Some(&first), &id, &bounds, Place::Public).unwrap().0;
    assert_eq!((first.logo_uri.is_some(), second.logo_uri), (true, None));
}

proptest! {
    #[test]
    fn dr02_whatever_is_registered_reads_back_as_it_was_answered(
        names in prop::collection::vec(prop::sample::select(UNDERSTOOD), 0..6),
        values in prop::collection::vec(prop::sample::select(VALUES), 6),
    ) {
        let mut document = modest();
        for (name, value) in names.iter().zip(&values) {
            document[*name] = serde_json::from_str(value).unwrap();
        }
        let id = ClientId::from_text("rp_1");
        let document = document.as_object().unwrap().clone();
        let bounds = Bounds::standard(true);
        if let Ok((metadata, party)) = read(document.clone(), None, &id, &bounds, Place::Sandbox) {
            prop_assert_eq!(RelyingParty::parse(&metadata.to_json()), Ok(party));
            let echoed = echoed(&metadata);
            for (name, value) in &document {
                let same = echoed.get(name) == Some(value);
                let is_empty = value.as_array().is_some_and(Vec::is_empty);
                prop_assert!(same || is_empty || name == "grant_types", "{} was {} and is {:?}", name, value, echoed.get(name));
            }
            let mut again = echoed.clone();
            again.remove("client_id");
            let (second, _) = read(again, Some(&metadata), &id, &bounds, Place::Sandbox).unwrap();
            prop_assert_eq!(super::echoed(&second), echoed);
        }
    }
}

const VALUES: &[&str] = &[
    "null",
    "true",
    "false",
    "0",
    "-1",
    "9007199254740993",
    "1e300",
    "[]",
    "{}",
    "\"\"",
    "\"x\"",
    "[\"code\"]",
    "[\"code\",\"code id_token\"]",
    "[\"authorization_code\",\"implicit\",\"refresh_token\"]",
    "\"none\"",
    "\"private_key_jwt\"",
    "\"RS256\"",
    "\"openid email\"",
    "\"https://portal.example/x\"",
    "[\"https://portal.example/x\"]",
    "[\"http://localhost:1/x\"]",
    "\"native\"",
    "\"public\"",
    "[\"loa1\"]",
    "{\"keys\":[]}",
];

#[test]
fn a_grant_that_no_response_type_leads_to_is_left_out_and_the_answer_says_so() {
    let all = json!(["authorization_code", "implicit", "refresh_token"]);
    for (types, grants, kept) in [
        (json!(["code"]), &all, json!(["authorization_code", "refresh_token"])),
        (json!(["id_token"]), &all, json!(["implicit"])),
        (json!(["id_token token"]), &json!(["implicit", "refresh_token"]), json!(["implicit"])),
        (json!(["code id_token"]), &all, all.clone()),
        (json!(["code", "id_token"]), &all, all.clone()),
        (json!(["code"]), &json!(["authorization_code"]), json!(["authorization_code"])),
    ] {
        let (metadata, party) = registered(&json!({ "response_types": types, "grant_types": grants }));
        let answered = echoed(&metadata);
        assert_eq!((&answered["grant_types"], &answered["response_types"]), (&kept, &types));
        let kept: BTreeSet<_> = kept.as_array().unwrap().iter().map(|grant| grant.as_str().unwrap()).collect();
        assert_eq!(party.grant_types.iter().map(|grant| grant.as_str()).collect::<BTreeSet<_>>(), kept);
        // Nothing is asked for by default that there is no way to.
        let offline = answered["scope"].as_str().unwrap().contains("offline_access");
        assert_eq!(offline, kept.contains("refresh_token"), "{types}");
    }
    for (types, grants) in [
        (json!([]), json!(["authorization_code"])),
        (json!(["code id_token"]), json!(["authorization_code"])),
        (json!(["code token"]), json!(["implicit"])),
        (json!(["code"]), json!(["refresh_token"])),
        (json!(["code"]), json!([])),
    ] {
        let refusal = refused(&json!({ "response_types": types, "grant_types": grants }));
        assert_eq!(refusal.code, Code::InvalidClientMetadata, "{types} {grants}");
    }
}
