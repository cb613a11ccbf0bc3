//! Nothing goes astray: no answer to an address that was not registered, no call to an address that a request names.

use serde_json::{Value, json};

use crate::entry::{file, party, somebody, tokens};
use crate::harness::{House, Inbox, Page};
use crate::pushed::push;

const CALLBACK: &str = "https://portal.example/cb";
const GOODBYE: &str = "https://portal.example/bye";

#[tokio::test]
async fn i10_az01_v001_v005_v007_v010_no_answer_goes_to_an_address_that_was_not_registered() {
    let house = House::start();
    let portal = party(&house, "portal", json!({})).await;
    let mut browser = house.browser();
    // Signed in and agreed to: nothing stands between a request and its answer.
    tokens(&portal, "openid", &somebody(&house), &mut browser).await;
    let right = portal.authorization("openid");
    assert!(browser.get(&right.url()).await.answer.location().unwrap().as_str().starts_with(CALLBACK));
    for (count, wrong) in mutations(CALLBACK).into_iter().enumerate() {
        let asked = portal.authorization("openid").with("redirect_uri", &wrong);
        let asked = match count % 5 {
            0 => asked,
            1 => asked.with("response_mode", "form_post"),
            2 => asked.with("response_mode", "fragment").with("prompt", "none"),
            3 => asked.with("response_type", "bogus"),
            _ => asked.with("scope", "nonsense").with("response_mode", "jwt"),
        };
        stays(browser.get(&asked.url()).await, &wrong);
        if count % 5 == 1 {
            // Nor is it taken in beforehand.
            push(&portal, &asked).await.expect(400);
        }
        if count % 5 == 0 {
            // By POST the answer is a redirect to ourselves at most, and what follows it stays too.
            let form = [("content-type", "application/x-www-form-urlencoded")];
            let posted = house.wire().send(http::Method::POST, "/authorize", &form, asked.body()).await;
            match posted.location() {
                Some(next) if house.wire().is_ours(&next) => stays(browser.open(next.as_str()).await, &wrong),
                _ => stays(&Page { answer: posted }, &wrong),
            }
        }
    }
    house.close();
}

#[tokio::test]
async fn v003_of_a_native_applications_address_only_the_port_is_its_own_to_choose() {
    let house = House::start();
    let own = json!({
        "application_type": "native", "redirect_uris": ["http://127.0.0.1/cb"], "post_logout_redirect_uris": [],
        "token_endpoint_auth_method": "none",
    });
    let native = party(&house, "native", own).await;
    let mut browser = house.browser();
    tokens(&native, "openid", &somebody(&house), &mut browser).await;
    for right in ["http://127.0.0.1/cb", "http://127.0.0.1:1/cb", "http://127.0.0.1:65535/cb"] {
        browser.get(&native.authorization("openid").with("redirect_uri", right).url()).await;
        assert!(browser.outside().as_str().starts_with(right), "{right}");
    }
    for wrong in [
        "http://127.0.0.1.evil/cb",
        "http://localhost/cb",
        "http://127.0.0.1:99@evil/cb",
        "http://127.0.0.1:99999/cb",
        "http://127.0.0.1:x/cb",
        "http://127.0.0.1:-1/cb",
        "http://127.0.0.2:9/cb",
        "http://127.1:9/cb",
        "http://0x7f000001:9/cb",
        "http://[::1]:9/cb",
        "http://[::ffff:127.0.0.1]:9/cb",
        "https://127.0.0.1:9/cb",
        "http://127.0.0.1:9/cb/",
        "http://127.0.0.1:9/cb?a",
        "http://127.0.0.1:9/cb#a",
        "http://127.0.0.1:9/CB",
        "http://127.0.0.1:9\\@evil/cb",
    ] {
        stays(browser.get(&native.authorization("openid").with("redirect_uri", wrong).url()).await, wrong);
    }
    house.close();
}

#[tokio::test]
async fn i10_lo01_no_sign_out_leads_to_an_address_that_was_not_registered() {
    let house = House::start();
    let portal = party(&house, "portal", json!({})).await;
    let mut browser = house.browser();
    let bought = tokens(&portal, "openid", &somebody(&house), &mut browser).await;
    let leaving = portal.logout(&bought, None, Some("s")).await;
    // An empty parameter is none (RFC 6749 §3.1): that one asks for no address.
    for wrong in mutations(GOODBYE).iter().filter(|wrong| !wrong.is_empty()) {
        let mut url = leaving.clone();
        url.query_pairs_mut().append_pair("post_logout_redirect_uri", wrong);
        stays(browser.get(url.as_str()).await, wrong);
    }
    // Nobody was signed out on the way, and the right address is gone to.
    browser.get(portal.logout(&bought, Some(GOODBYE), Some("s")).await.as_str()).await.expect(303);
    assert_eq!(browser.outside().as_str(), format!("{GOODBYE}?state=s"));
    house.close();
}

#[tokio::test]
async fn v034_v116_cr03_ss02_dr07_no_request_makes_the_house_call_what_it_names() {
    let house = House::start();
    let wire = house.wire();
    // In a sandbox the house may call this machine: what is not called here is called nowhere.
    let canary = Inbox::open().await;
    let url = canary.url("/hear");
    let shown = json!({
        "redirect_uris": [CALLBACK], "client_name": "Portal", "logo_uri": url, "client_uri": url, "policy_uri": url,
        "tos_uri": url, "post_logout_redirect_uris": [url],
    });
    let json_body = [("content-type", "application/json")];
    let answer = wire.send(http::Method::POST, "/register", &json_body, shown.to_string()).await.expect(201).json();
    let portal = house.registered(&shown, &answer);
    let named = |name: &str| forged(&json!({ "alg": "ES256", "kid": "k", name: url }), &portal.client_id, &url);
    let tokens_of_evil = [named("jku"), named("x5u"), named("jwk"), named("kid"), named("iss")];

    let mut browser = house.browser();
    for token in &tokens_of_evil {
        for name in ["request", "id_token_hint", "client_assertion", "registration"] {
            browser.get(&portal.authorization("openid").with(name, token).url()).await;
        }
        wire.get_with_token("/userinfo", token).await;
        wire.send(http::Method::GET, "/userinfo", &[("authorization", "DPoP at_x"), ("dpop", token)], "").await;
        let proof = [
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", token),
        ];
        for path in ["/token", "/introspect", "/revoke", "/par", "/bc-authorize"] {
            wire.post_form(path, &[], &proof).await;
            portal.post(path, &[("token", token), ("request", token), ("request_uri", &url)]).await;
        }
        for grant in ["urn:ietf:params:oauth:grant-type:jwt-bearer", "urn:ietf:params:oauth:grant-type:token-exchange"]
        {
            portal.post_token(&[("grant_type", grant), ("assertion", token), ("subject_token", token)]).await;
        }
        browser.get(&format!("/end_session?id_token_hint={token}")).await;
        let statement = json!({ "redirect_uris": [CALLBACK], "software_statement": token }).to_string();
        wire.send(http::Method::POST, "/register", &json_body, statement).await;
    }
    for name in ["request_uri", "redirect_uri", "resource", "login_hint", "ui_locales", "claims", "acr_values", "state"]
    {
        browser.get(&portal.authorization("openid").with(name, &url).url()).await;
        portal.post_token(&[("grant_type", "authorization_code"), ("code", &url), (name, &url)]).await;
    }
    for (name, value) in [
        ("forwarded", format!("host={}", canary.url("").trim_start_matches("http://"))),
        ("x-forwarded-host", canary.url("").trim_start_matches("http://").to_owned()),
        ("origin", canary.url("")),
        ("referer", url.clone()),
    ] {
        wire.send(http::Method::GET, &portal.authorization("openid").url(), &[(name, &value)], "").await;
    }
    // A person sees the party's page with its logo and its terms, enters, and leaves.
    let bought = tokens(&portal, "openid", &somebody(&house), &mut browser).await;
    browser.get(portal.logout(&bought, Some(&url), None).await.as_str()).await;
    house.sweep().await;
    assert!(canary.letters().is_empty(), "the house called {:?}", canary.letters());

    // What was registered to be called is called, so the canary can sing.
    let keyed = json!({ "token_endpoint_auth_method": "private_key_jwt", "jwks_uri": url });
    let keyed = house.relying_party(&file("keyed", &keyed)).await;
    let assertion = forged(&json!({ "alg": "RS256", "kid": "k" }), &keyed.client_id, house.issuer());
    let proof = [
        ("grant_type", "authorization_code"),
        ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
        ("client_assertion", &assertion),
    ];
    wire.post_form("/token", &[], &proof).await.expect(401);
    assert_eq!(canary.letters().len(), 1);
    house.close();
}

/// Shown by the house itself, and nothing on it sends anybody away.
#[track_caller]
fn stays(page: &Page, what: &str) {
    assert!((400..500).contains(&page.status()), "{what:?}: {}", page.summary());
    assert!(page.answer.location().is_none(), "{what:?} is gone to: {}", page.summary());
    for away in page.attributes("form[action]", "action").iter().chain(&page.attributes("a[href]", "href")) {
        let target = page.url().join(away).unwrap();
        assert_eq!(target.origin(), page.url().origin(), "{what:?} leads away: {away}");
    }
    assert!(page.attributes("meta[http-equiv=refresh]", "content").is_empty(), "{what:?}");
}

/// Everything that is nearly this address, and much that is not; never the address itself. Only the same bytes are it.
fn mutations(address: &str) -> Vec<String> {
    let (path, rest) = (address.rsplit_once('/').unwrap().1, address.trim_start_matches("https://portal.example/"));
    let mut all: Vec<String> = [
        "https://evil.example/cb",
        "https://evil.example/?u=https://portal.example/cb",
        "//evil.example/cb",
        "/\\evil.example",
        "javascript:alert(1)//https://portal.example/cb",
        "data:text/html,x",
        "vbscript:x",
        "blob:https://portal.example/cb",
        "urn:ietf:wg:oauth:2.0:oob",
        "",
        " ",
        "null",
        "*",
        "https://*",
        "https://.*",
        "https:evil.example",
    ]
    .map(str::to_owned)
    .to_vec();
    all.extend(
        [
            "https://portal.example:443/{}",
            "https://portal.example:8443/{}",
            "https://portal.example./{}",
            "https://portal.example.evil.example/{}",
            "https://portalXexample/{}",
            "https://portal.example@evil.example/{}",
            "https://evil.example@portal.example/{}",
            "https://evil.example#@portal.example/{}",
            "https://evil.example\\@portal.example/{}",
            "https://evil.example?@portal.example/{}",
            "https://www.portal.example/{}",
            "https://p\u{43e}rtal.example/{}",
            "https://\u{ff50}ortal.example/{}",
            "https://portal\u{3002}example/{}",
            "https://xn--portal-example/{}",
            "http://portal.example/{}",
            "HTTPS://portal.example/{}",
            "https://PORTAL.example/{}",
            "https:portal.example/{}",
            "https:/portal.example/{}",
            "https:///portal.example/{}",
            "https://portal.example//{}",
            "https://portal.example/./{}",
            "https://portal.example/x/../{}",
            "https://portal.example/{}/..;/x",
            "https://portal.example/{}/../x",
            "https://portal.example/{}%2f..%2fx",
            "https://portal.example/{}%252f..%252fx",
            "https://portal.example/{}/%2e%2e/x",
            "https://portal.example/{};x=1",
            "https://portal.example/{}?x=1",
            "https://portal.example/{}?",
            "https://portal.example/{}#x",
            "https://portal.example/{}#",
            "https://portal.example/{}%00",
            "https://portal.example/{}%0d%0aLocation:https://evil.example",
            "https://portal.example/{}\r\nLocation: https://evil.example",
            "https://portal.example/{}\thttps://evil.example",
            "https://portal.example/{} https://evil.example",
            " https://portal.example/{}",
            "https://portal.example/{}\u{0}",
            "\u{feff}https://portal.example/{}",
        ]
        .map(|form| form.replace("{}", rest)),
    );
    all.push(address.to_uppercase());
    all.push(address.replace(path, &path.to_uppercase()));
    for at in 0..=address.len() {
        for inserted in ["%", "@", "\\", "/", ".", "x", ":", "\u{301}"] {
            all.push(format!("{}{inserted}{}", &address[..at], &address[at..]));
        }
        if let Some(rest) = address.get(at + 1..) {
            all.push(format!("{}{rest}", &address[..at]));
        }
    }
    all.retain(|wrong| wrong != address);
    all.sort();
    all.dedup();
    all
}

/// A token that nobody signed.
fn forged(header: &Value, subject: &str, audience: &str) -> String {
    use base64::Engine as _;
    let encode = |text: String| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text);
    let claims = json!({ "iss": subject, "sub": subject, "aud": audience, "exp": 4_000_000_000_i64, "jti": "j" });
    format!("{}.{}.{}", encode(header.to_string()), encode(claims.to_string()), encode("s".repeat(256)))
}
