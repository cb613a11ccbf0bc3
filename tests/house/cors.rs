//! Whose scripts may read our answers (CORS): the pages of parties that live in browsers, and nobody else's.

use http::Method;
use serde_json::{Value, json};

use crate::entry::{party, redemption, somebody};
use crate::harness::{Answer, House, RelyingParty};

const CALLED: [&str; 3] = ["/token", "/userinfo", "/revoke"];
const PREFLIGHT: [(&str, &str); 2] =
    [("access-control-request-method", "GET"), ("access-control-request-headers", "authorization")];

async fn preflight(house: &House, path: &str, origin: &str) -> Answer {
    let headers = [&[("origin", origin)], &PREFLIGHT[..]].concat();
    house.wire().send(Method::OPTIONS, path, &headers, "").await
}

/// A party without a secret whose pages stand at `https://NAME.example`.
async fn app(house: &House, name: &str) -> RelyingParty {
    party(house, name, json!({ "token_endpoint_auth_method": "none" })).await
}

#[tokio::test]
async fn a_party_that_lives_in_the_browser_reads_what_it_is_answered_from_its_own_page() {
    let house = House::start();
    let (person, mut browser) = (somebody(&house), house.browser());
    let app = app(&house, "app").await;
    let origin = "https://app.example";
    for path in CALLED {
        let answer = preflight(&house, path, origin).await.expect(204);
        assert_eq!(answer.header("access-control-allow-origin"), origin);
        assert_eq!(answer.header("access-control-allow-methods"), "GET, POST");
        assert_eq!(answer.header("access-control-allow-headers"), "authorization, content-type");
        assert_eq!(answer.header("access-control-allow-credentials"), "");
        assert!(answer.header("vary").contains("origin") && answer.cookies().is_empty());
    }
    let asked = app.authorization("openid email");
    let code = crate::entry::code(&app, &asked, &person, &mut browser).await;
    let mut fields = redemption(&app, &asked, &code);
    fields.push(("client_id", &app.client_id));
    let bought = house.wire().post_form("/token", &[("origin", origin)], &fields).await.expect(200);
    assert_eq!(bought.header("access-control-allow-origin"), origin);
    assert!(bought.header("vary").contains("origin"));
    let bought: Value = bought.json();
    crate::token::watch(&house, &bought);
    let access = bought["access_token"].as_str().unwrap();
    let bearer = format!("Bearer {access}");
    let headers = [("origin", origin), ("authorization", &*bearer)];
    let about = house.wire().send(Method::GET, "/userinfo", &headers, "").await.expect(200);
    assert_eq!(about.header("access-control-allow-origin"), origin);
    // A refusal is read as well, with what it says in its header.
    let headers = [("origin", origin), ("authorization", "Bearer at_x")];
    let refused = house.wire().send(Method::GET, "/userinfo", &headers, "").await.expect(401);
    assert_eq!(refused.header("access-control-allow-origin"), origin);
    assert!(refused.header("access-control-expose-headers").contains("www-authenticate"));
    let fields = [("token", access), ("client_id", &*app.client_id)];
    let revoked = house.wire().post_form("/revoke", &[("origin", origin)], &fields).await.expect(200);
    assert_eq!(revoked.header("access-control-allow-origin"), origin);
    house.close();
}

#[tokio::test]
async fn v018_no_other_page_reads_anything_and_no_other_address_is_read_by_any() {
    let house = House::start();
    let app = app(&house, "app").await;
    party(&house, "portal", json!({})).await;
    party(
        &house,
        "phone",
        json!({
            "application_type": "native", "token_endpoint_auth_method": "none",
            "redirect_uris": ["vn.example.app:/cb", "http://127.0.0.1/cb"],
            "sector_identifier_uri": "https://phone.example/uris.json",
            "post_logout_redirect_uris": [],
        }),
    )
    .await;
    for origin in [
        "https://portal.example",
        "https://evil.example",
        "https://app.example.evil.example",
        "http://app.example",
        "https://app.example:444",
        "https://APP.example",
        "https://app.example/",
        "http://127.0.0.1",
        "vn.example.app://",
        "null",
        "",
        "*",
        house.issuer(),
        &format!("https://{}.example", "a".repeat(4000)),
    ] {
        for path in CALLED {
            let answers = [
                preflight(&house, path, origin).await,
                house.wire().post_form(path, &[("origin", origin)], &[("client_id", &app.client_id)]).await,
            ];
            for answer in answers {
                assert_eq!(answer.header("access-control-allow-origin"), "", "{origin} {path}");
                assert_eq!(answer.header("access-control-allow-methods"), "", "{origin} {path}");
            }
        }
    }
    let own = "https://app.example";
    for path in ["/introspect", "/register", "/par", "/end_session", "/scan", "/", "/sign-in", "/authorize", "/account"]
    {
        for method in [Method::GET, Method::POST] {
            let answer = house.wire().send(method, path, &[("origin", own)], "").await;
            assert_eq!(answer.header("access-control-allow-origin"), "", "{path}");
        }
        assert_eq!(preflight(&house, path, own).await.header("access-control-allow-origin"), "", "{path}");
    }
    // Nor the party's own page, once the party is served no more.
    preflight(&house, "/token", own).await.expect(204);
    house.command(&["relying-party", "suspend", &app.client_id]).done();
    assert_eq!(preflight(&house, "/token", own).await.header("access-control-allow-origin"), "");
    house.close();
}

#[tokio::test]
async fn the_pages_go_with_the_registration_that_named_them() {
    let house = House::start();
    let document = |host: &str, method: &str| {
        json!({
            "client_name": "app", "redirect_uris": [format!("https://{host}.example/cb")],
            "token_endpoint_auth_method": method,
        })
    };
    let send = |method: Method, url: String, token: Option<String>, document: Value| {
        let wire = house.wire().clone();
        async move {
            let bearer = token.map(|token| format!("Bearer {token}")).unwrap_or_default();
            let mut headers = vec![("content-type", "application/json")];
            if !bearer.is_empty() {
                headers.push(("authorization", &bearer));
            }
            let body = if document.is_null() { String::new() } else { document.to_string() };
            wire.send(method, &url, &headers, body).await
        }
    };
    let reads = |host: &str| {
        let (house, origin) = (&house, format!("https://{host}.example"));
        async move { preflight(house, "/userinfo", &origin).await.header("access-control-allow-origin") == origin }
    };
    let made: Value = send(Method::POST, "/register".into(), None, document("one", "none")).await.expect(201).json();
    let token = |made: &Value| made["registration_access_token"].as_str().map(str::to_owned);
    house.wire().alarm().watch(&token(&made).unwrap());
    let address = made["registration_client_uri"].as_str().unwrap().to_owned();
    assert!(reads("one").await && !reads("two").await);
    let mut changed = document("two", "none");
    changed["client_id"] = made["client_id"].clone();
    let made: Value = send(Method::PUT, address.clone(), token(&made), changed).await.expect(200).json();
    house.wire().alarm().watch(&token(&made).unwrap());
    assert!(!reads("one").await && reads("two").await);
    send(Method::DELETE, address, token(&made), Value::Null).await.expect(204);
    assert!(!reads("two").await);
    // A page that is given tokens by way of the browser is one too, whatever secret its server keeps.
    let mut front = document("front", "client_secret_basic");
    front["response_types"] = json!(["id_token token"]);
    let made: Value = send(Method::POST, "/register".into(), None, front).await.expect(201).json();
    assert_eq!((&made["grant_types"], &made["response_types"]), (&json!(["implicit"]), &json!(["id_token token"])));
    for secret in ["client_secret", "registration_access_token"] {
        made[secret].as_str().into_iter().for_each(|secret| house.wire().alarm().watch(secret));
    }
    assert!(reads("front").await);
    house.close();
}
