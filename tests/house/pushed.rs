//! Pushed authorization requests (RFC 9126): whose they are, how long, and that each is answered once.

use http::Method;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use url::Url;

use crate::entry::{party, somebody};
use crate::harness::{Answer, Authorization, Browser, House, Person, RelyingParty};

/// Pushes a request as its party.
pub(crate) async fn push(party: &RelyingParty, asked: &Authorization) -> Answer {
    let body = asked.body();
    let fields: Vec<(String, String)> = form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    let fields = fields.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    // The party's own id goes with its proof.
    let fields: Vec<_> = fields.filter(|field| *field != ("client_id", party.client_id.as_str())).collect();
    party.post("/par", &fields).await
}

/// The address of a pushed request.
pub(crate) async fn pushed(party: &RelyingParty, asked: &Authorization) -> String {
    let answer: Value = push(party, asked).await.expect(201).json();
    answer["request_uri"].as_str().unwrap().to_owned()
}

/// Where a party sends a browser with such an address.
pub(crate) fn address(client_id: &str, request_uri: &str) -> String {
    let query: String = form_urlencoded::Serializer::new(String::new())
        .append_pair("client_id", client_id)
        .append_pair("request_uri", request_uri)
        .finish();
    format!("/authorize?{query}")
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

fn is_page(browser: &Browser, code: &str) {
    let page = browser.page();
    page.expect(400).expect_error(code);
    assert!(page.answer.location().is_none(), "{}", page.summary());
}

#[tokio::test]
async fn az05_a_pushed_request_is_answered_and_what_stands_beside_its_address_counts_for_nothing() {
    let house = House::start();
    let portal = party(&house, "portal", json!({})).await;
    let person = somebody(&house);
    let asked = portal.authorization("openid email");
    let answer = push(&portal, &asked).await.expect(201);
    assert!(answer.header("cache-control").contains("no-store"));
    let answer: Value = answer.json();
    assert_eq!(answer["expires_in"], 90);
    let uri = answer["request_uri"].as_str().unwrap();
    assert!(uri.starts_with("urn:ietf:params:oauth:request_uri:") && uri.len() > 70, "{uri}");
    let beside = "&redirect_uri=https%3A%2F%2Fevil.example&scope=openid+profile&state=other&prompt=none&nonce=n\
                  &response_type=token&code_challenge=x&response_mode=form_post&nonce=m";
    let mut browser = house.browser();
    browser.open(&format!("{}{beside}", address(&portal.client_id, uri))).await;
    let came = pass(&mut browser, &person).await;
    let tokens = portal.exchange(&asked, &came).await;
    let claims = portal.userinfo(&tokens).await.unwrap();
    assert!(claims.get("email").is_some() && claims.get("name").is_none(), "{claims}");
    // Answered, it is gone: in that browser and in any other.
    browser.open(&address(&portal.client_id, uri)).await;
    is_page(&browser, "request_uri_not_valid");
    let mut other = house.browser();
    other.open(&address(&portal.client_id, uri)).await;
    is_page(&other, "request_uri_not_valid");
    house.close();
}

#[tokio::test]
async fn az05_an_address_that_is_unknown_anothers_changed_or_too_old_is_a_page() {
    let house = House::start();
    let portal = party(&house, "portal", json!({})).await;
    let other = party(&house, "other", json!({})).await;
    let asked = portal.authorization("openid");
    let uri = pushed(&portal, &asked).await;
    let mut browser = house.browser();
    let changed = format!("{}{}", &uri[..uri.len() - 1], if uri.ends_with('A') { "E" } else { "A" });
    let outside = "&redirect_uri=https%3A%2F%2Fportal.example%2Fcb&response_type=code";
    for wrong in [
        address(&other.client_id, &uri),
        address(&portal.client_id, &changed),
        address(&portal.client_id, &format!("{uri}=")),
        address(&portal.client_id, "urn:ietf:params:oauth:request_uri:"),
        address(&portal.client_id, "urn:ietf:params:oauth:request_uri:at_AAAA"),
        // An address of the party beside it changes nothing: nobody knows who wrote it.
        format!("{}{outside}", address(&portal.client_id, &changed)),
    ] {
        browser.open(&wrong).await;
        is_page(&browser, "request_uri_not_valid");
    }
    browser.open(&address("rp_nobody", &uri)).await;
    is_page(&browser, "client_unknown");
    browser.open(&address("", &uri)).await;
    is_page(&browser, "client_unknown");
    // None of this has spent it, and whoever came in time may take their time.
    house.advance(88).await;
    browser.open(&address(&portal.client_id, &uri)).await.expect_path("/sign-in");
    house.advance(120).await;
    let mut late = house.browser();
    late.open(&address(&portal.client_id, &uri)).await;
    is_page(&late, "request_uri_not_valid");
    let came = pass(&mut browser, &somebody(&house)).await;
    portal.exchange(&asked, &came).await;
    // Days later nothing of it is left, and it is no better for that.
    house.advance(3 * 86_400).await;
    house.sweep().await;
    late.open(&address(&portal.client_id, &uri)).await;
    is_page(&late, "request_uri_not_valid");
    house.close();
}

#[tokio::test]
async fn h9_an_address_may_be_opened_again_until_somebody_has_answered_it_and_a_refusal_is_an_answer() {
    let house = House::start();
    let portal = party(&house, "portal", json!({})).await;
    let person = somebody(&house);
    let asked = portal.authorization("openid email");
    let uri = pushed(&portal, &asked).await;
    let (mut first, mut second) = (house.browser(), house.browser());
    first.open(&address(&portal.client_id, &uri)).await.expect_path("/sign-in");
    first.open(&address(&portal.client_id, &uri)).await.expect_path("/sign-in");
    second.open(&address(&portal.client_id, &uri)).await.expect_path("/sign-in");
    let came = pass(&mut first, &person).await;
    portal.exchange(&asked, &came).await;
    second.sign_in(&person).await;
    is_page(&second, "request_answered");
    // The person says no: that was the answer.
    let asked = portal.authorization("openid");
    let uri = pushed(&portal, &asked).await;
    let mut third = house.browser();
    third.open(&address(&portal.client_id, &uri)).await.expect_path("/sign-in");
    third.click("cancel").await;
    assert_eq!(asked.error(&third.outside(), &portal.redirect_uri, house.issuer()), "access_denied");
    third.open(&address(&portal.client_id, &uri)).await;
    is_page(&third, "request_uri_not_valid");
    // So is an error that no page was needed for.
    let asked = portal.authorization("openid").with("prompt", "none");
    let uri = pushed(&portal, &asked).await;
    let mut fourth = house.browser();
    fourth.open(&address(&portal.client_id, &uri)).await;
    assert_eq!(asked.error(&fourth.outside(), &portal.redirect_uri, house.issuer()), "login_required");
    fourth.open(&address(&portal.client_id, &uri)).await;
    is_page(&fourth, "request_uri_not_valid");
    house.close();
}

#[tokio::test]
async fn i1_of_many_browsers_on_two_nodes_one_answers_a_pushed_request() {
    let house = House::start();
    let second = house.second_node().await;
    let portal = party(&house, "portal", json!({})).await;
    let mut browser = house.browser();
    // Signed in and agreed: from here on the address alone brings a code.
    browser.open(&portal.authorization("openid").url()).await;
    pass(&mut browser, &somebody(&house)).await;
    for _ in 0..4 {
        let asked = portal.authorization("openid");
        let target = address(&portal.client_id, &pushed(&portal, &asked).await);
        let mut racers = JoinSet::new();
        for racer in 0..12 {
            let mut tab = match &second {
                Some(second) if racer % 2 == 1 => browser.through(second.wire().clone()).tab(),
                _ => browser.tab(),
            };
            let target = target.clone();
            racers.spawn(async move {
                tab.open(&target).await;
                tab.page().answer.location().map(|came| came.to_string())
            });
        }
        let came: Vec<_> = racers.join_all().await.into_iter().flatten().collect();
        assert_eq!(came.len(), 1, "{came:?}");
        portal.exchange(&asked, &Url::parse(&came[0]).unwrap()).await;
    }
    house.close();
}

#[tokio::test]
async fn az02_what_the_authorization_endpoint_would_refuse_is_refused_when_it_is_pushed() {
    let house = House::start();
    let portal = party(&house, "portal", json!({})).await;
    let good = || portal.authorization("openid");
    for (asked, code) in [
        (good().without("redirect_uri"), "invalid_request"),
        (good().with("redirect_uri", "https://evil.example"), "invalid_request"),
        (good().with("redirect_uri", "https://portal.example/cb/../x"), "invalid_request"),
        (good().without("response_type"), "invalid_request"),
        (good().with("response_type", "bogus"), "unsupported_response_type"),
        (good().with("response_type", "code id_token"), "unauthorized_client"),
        (good().with("response_mode", "jwt"), "invalid_request"),
        (good().without("scope"), "invalid_scope"),
        (good().with("scope", "openid vn_card"), "invalid_scope"),
        (good().with("prompt", "none login"), "invalid_request"),
        (good().with("max_age", "-1"), "invalid_request"),
        (good().with("claims", "{"), "invalid_request"),
        (good().with("id_token_hint", "x.y.z"), "invalid_request"),
        // RFC 9126 §2.1
        (good().with("request_uri", "urn:ietf:params:oauth:request_uri:ru_x"), "invalid_request"),
        (good().with("request_uri", "https://portal.example/r"), "invalid_request"),
        (good().with("registration", "{}"), "registration_not_supported"),
        // V024, V026
        (good().without("code_challenge").without("code_challenge_method"), "invalid_request"),
        (good().with("code_challenge_method", "plain"), "invalid_request"),
        // AZ03, with one value too
        (good().and("scope", "openid"), "invalid_request"),
        (good().and("state", "x"), "invalid_request"),
    ] {
        let answer = push(&portal, &asked).await.expect(400);
        let body: Value = answer.json();
        assert_eq!(body["error"], code, "{}", answer.text());
        assert!(body["error_description"].as_str().unwrap().bytes().all(|byte| (0x20..0x7f).contains(&byte)));
    }
    let wire = house.wire();
    let get = wire.get(&format!("/par?{}", good().body())).await.expect(405);
    assert_eq!(get.header("allow"), "POST");
    let headers = [("content-type", "application/json")];
    wire.send(Method::POST, "/par", &headers, "{}").await.expect(415);
    let long = good().with("state", &"x".repeat(70_000));
    push(&portal, &long).await.expect(413);
    house.close();
}

#[tokio::test]
async fn v041_a_request_is_pushed_by_a_party_that_proves_itself_as_at_the_token_endpoint() {
    let house = House::start();
    for method in ["client_secret_basic", "client_secret_post", "none"] {
        let own = json!({ "token_endpoint_auth_method": method });
        let portal = party(&house, &method.replace('_', "-"), own).await;
        let asked = portal.authorization("openid");
        pushed(&portal, &asked).await;
        let fields = [("client_id", portal.client_id.as_str()), ("client_secret", "cs_wrong"), ("scope", "openid")];
        let wrong: Value = house.wire().post_form("/par", &[], &fields).await.expect(401).json();
        assert_eq!(wrong["error"], "invalid_client");
    }
    let (one, other) = (party(&house, "one", json!({})).await, party(&house, "two", json!({})).await);
    let secretless = [("client_id", one.client_id.as_str()), ("scope", "openid")];
    house.wire().post_form("/par", &[], &secretless).await.expect(401);
    // Another party's id beside one's own proof makes two parties of one.
    let foreign = one.authorization("openid").with("client_id", &other.client_id);
    let refused: Value = push(&one, &foreign).await.expect(401).json();
    assert_eq!(refused["error"], "invalid_client");
    house.close();
}

#[tokio::test]
async fn a_party_that_must_push_its_requests_is_answered_to_no_other() {
    let house = House::start();
    let portal = party(&house, "portal", json!({ "require_pushed_authorization_requests": true })).await;
    let asked = portal.authorization("openid");
    let mut browser = house.browser();
    browser.open(&asked.url()).await;
    assert_eq!(asked.error(&browser.outside(), &portal.redirect_uri, house.issuer()), "invalid_request");
    let uri = pushed(&portal, &asked).await;
    browser.open(&address(&portal.client_id, &uri)).await;
    let came = pass(&mut browser, &somebody(&house)).await;
    portal.exchange(&asked, &came).await;
    house.close();
}

#[tokio::test]
async fn v030_nothing_that_was_pushed_stands_in_the_browser() {
    let house = House::start();
    let portal = party(&house, "portal", json!({})).await;
    let claims = r#"{"userinfo":{"birthdate":{"essential":true}}}"#;
    let asked = portal.authorization("openid").with("claims", claims).with("max_age", "98765");
    let uri = pushed(&portal, &asked).await;
    let mut browser = house.browser();
    browser.get(&address(&portal.client_id, &uri)).await;
    let challenge = asked.url().split("code_challenge=").nth(1).unwrap().split('&').next().unwrap().to_owned();
    for _ in 0..2 {
        let page = browser.page();
        let mut seen = page.answer.text();
        seen.push_str(page.answer.header("location"));
        seen.push_str(&page.answer.cookies().join("\n"));
        for value in [asked.state.as_str(), &asked.nonce, "birthdate", "98765", &challenge, "portal.example/cb", &uri] {
            assert!(!seen.contains(value), "{value} stands in {seen}");
        }
        browser.follow().await;
    }
    browser.page().expect_path("/sign-in");
    house.close();
}
