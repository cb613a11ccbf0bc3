//! What the house says of itself, and whether it is true.

use http::Method;
use serde_json::{Value, json};

use crate::harness::House;

#[tokio::test]
async fn di01_everything_that_is_advertised_is_there_and_is_ours() {
    let house = House::start();
    let wire = house.wire();
    let answer = wire.get("/.well-known/openid-configuration").await.expect(200);
    assert_eq!(answer.header("content-type"), "application/json");
    let document: Value = answer.json();
    let other: Value = wire.get("/.well-known/oauth-authorization-server").await.expect(200).json();
    assert_eq!(document, other);
    assert_eq!(document["issuer"], house.issuer());
    for (name, value) in document.as_object().unwrap() {
        assert!(!value.is_null() && value.as_array().is_none_or(|list| !list.is_empty()), "{name}");
        if !name.ends_with("_endpoint") && name != "jwks_uri" {
            continue;
        }
        let address = value.as_str().unwrap();
        assert!(address.starts_with(&format!("{}/", house.issuer())), "{name}");
        let method = if name.starts_with("token")
            || name.starts_with("intro")
            || name.starts_with("revo")
            || name.starts_with("regi")
            || name.starts_with("pushed")
        {
            Method::POST
        } else {
            Method::GET
        };
        let status = wire.send(method, address, &[], "").await.status.as_u16();
        assert!(status != 404 && status != 405 && status < 500, "{name} answers {status}");
    }
    house.close();
}

#[tokio::test]
async fn v040_nothing_weak_and_nothing_unbuilt_is_advertised() {
    let house = House::start();
    let document: Value = house.wire().get("/.well-known/openid-configuration").await.json();
    for (name, value) in document.as_object().unwrap() {
        if name.ends_with("alg_values_supported") {
            let names = value.to_string();
            assert!(!names.contains("none") && !names.contains("HS256") && !names.contains("RSA1_5"), "{name}");
        }
    }
    for (name, value) in [
        ("code_challenge_methods_supported", json!(["S256"])),
        (
            "response_types_supported",
            json!(["code", "code id_token", "code id_token token", "code token", "id_token", "id_token token"]),
        ),
        ("grant_types_supported", json!(["authorization_code", "implicit", "refresh_token"])),
        ("require_pushed_authorization_requests", json!(false)),
        ("request_parameter_supported", json!(true)),
        ("request_uri_parameter_supported", json!(true)),
        ("require_request_uri_registration", json!(true)),
        ("require_signed_request_object", json!(false)),
        ("request_object_signing_alg_values_supported", json!(["RS256", "PS256", "ES256", "EdDSA"])),
        ("request_object_encryption_alg_values_supported", json!(["ECDH-ES", "ECDH-ES+A256KW", "RSA-OAEP-256"])),
        ("request_object_encryption_enc_values_supported", json!(["A128CBC-HS256", "A256GCM"])),
        ("authorization_response_iss_parameter_supported", json!(true)),
        ("backchannel_logout_supported", json!(true)),
        ("backchannel_logout_session_supported", json!(true)),
        ("frontchannel_logout_supported", json!(true)),
        ("frontchannel_logout_session_supported", json!(true)),
    ] {
        assert_eq!(document[name], value, "{name}");
    }
    for unbuilt in
        ["backchannel_authentication_endpoint", "dpop_signing_alg_values_supported", "verified_claims_supported"]
    {
        assert!(document.get(unbuilt).is_none(), "{unbuilt}");
    }
    assert!(document["id_token_signing_alg_values_supported"].as_array().unwrap().contains(&json!("RS256")));
    assert!(!document["scopes_supported"].as_array().unwrap().contains(&json!("vn_documents")));
}

#[tokio::test]
async fn whoever_holds_the_metadata_or_the_keys_is_told_that_nothing_changed() {
    let house = House::start();
    let wire = house.wire();
    let mut marks = Vec::new();
    for path in ["/.well-known/openid-configuration", "/.well-known/oauth-authorization-server", "/jwks"] {
        let answer = wire.get(path).await.expect(200);
        let mark = answer.header("etag").to_owned();
        assert!(mark.starts_with('"') && mark.ends_with('"') && mark.len() > 20, "{mark}");
        for held in [mark.clone(), format!("W/{mark}"), format!("\"other\", {mark}"), "*".into()] {
            let again = wire.send(Method::GET, path, &[("if-none-match", &held)], "").await.expect(304);
            assert!(again.body.is_empty() && again.header("etag") == mark, "{held}");
            assert_eq!(again.header("cache-control"), "public, max-age=3600");
            assert_eq!(again.header("access-control-allow-origin"), "*");
        }
        for held in ["\"other\"", "", mark.trim_matches('"')] {
            let again = wire.send(Method::GET, path, &[("if-none-match", held)], "").await.expect(200);
            assert_eq!(again.body, answer.body, "{held}");
        }
        let head = wire.send(Method::HEAD, path, &[], "").await.expect(200);
        assert!(head.body.is_empty() && head.header("etag") == mark);
        marks.push(mark);
    }
    assert!(marks[0] == marks[1] && marks[0] != marks[2]);
    // A new key is another set, and is read by whoever held the old one.
    house.command(&["keys", "rotate", "token", "ES256"]).done();
    house.advance(61).await;
    house.sweep().await;
    let set = wire.send(Method::GET, "/jwks", &[("if-none-match", &marks[2])], "").await.expect(200);
    assert_ne!(set.header("etag"), marks[2]);
    house.close();
}

#[tokio::test]
async fn di02_the_key_set_has_public_members_alone_and_every_key_a_name_of_its_own() {
    let house = House::start();
    let answer = house.wire().get("/jwks").await.expect(200);
    assert!(answer.header("cache-control").contains("max-age=3600"));
    let set: Value = answer.json();
    let keys = set["keys"].as_array().unwrap();
    let mut kids: Vec<_> = keys.iter().map(|key| key["kid"].as_str().unwrap()).collect();
    kids.sort_unstable();
    kids.dedup();
    assert_eq!(kids.len(), keys.len());
    for key in keys {
        let members: Vec<_> = key.as_object().unwrap().keys().map(String::as_str).collect();
        for private in ["d", "p", "q", "dp", "dq", "qi", "k", "oth"] {
            assert!(!members.contains(&private), "{private}");
        }
        assert!(key["use"].is_string() && key["alg"].is_string() && key["kty"] != "oct");
    }
    for algorithm in ["RS256", "PS256", "ES256", "EdDSA"] {
        assert!(keys.iter().any(|key| key["alg"] == algorithm), "{algorithm}");
    }
}

#[tokio::test]
async fn v018_any_origin_reads_what_is_public_and_no_origin_anything_else() {
    let house = House::start();
    let public = ["/.well-known/openid-configuration", "/.well-known/oauth-authorization-server", "/jwks"];
    for origin in ["https://evil.example", "null", house.issuer()] {
        for path in public {
            let answer = house.wire().send(Method::GET, path, &[("origin", origin)], "").await;
            assert_eq!(answer.header("access-control-allow-origin"), "*");
            assert_eq!(answer.header("access-control-allow-credentials"), "");
        }
        for path in ["/token", "/userinfo", "/revoke", "/introspect", "/end_session", "/", "/sign-out", "/authorize"] {
            for method in [Method::GET, Method::POST, Method::OPTIONS] {
                let headers = [("origin", origin), ("access-control-request-method", "POST")];
                let answer = house.wire().send(method, path, &headers, "").await;
                assert_eq!(answer.header("access-control-allow-origin"), "", "{path}");
            }
        }
    }
}
