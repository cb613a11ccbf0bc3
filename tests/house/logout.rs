//! Signing out: at a party's wish and at the person's own, here and everywhere, and who is told.

use std::time::Duration;

use http::Method;
use openidconnect::core::CoreJsonWebKeySet;
use serde_json::{Value, json};

use crate::entry::{enter, party, somebody, tokens};
use crate::harness::{Browser, House, Inbox, RelyingParty};
use crate::token::{header_of, part_of, verified};

#[tokio::test]
async fn lo01_a_party_signs_the_person_out_by_its_id_token_and_gets_its_state_back() {
    let house = House::start();
    let party = party(&house, "portal", json!({})).await;
    let (person, mut browser) = (somebody(&house), house.browser());
    let bought = tokens(&party, "openid", &person, &mut browser).await;
    let back = "https://portal.example/bye";
    let state = "s".repeat(128);
    browser.get(party.logout(&bought, Some(back), Some(&state)).await.as_str()).await.expect(303);
    assert_eq!(browser.outside().as_str(), format!("{back}?state={state}"));
    assert!(browser.cookie("session").is_none());
    no_session(&party, &mut browser).await;
    house.wire().get_with_token("/userinfo", &bought.access).await.expect(401);
    // An expired hint is as good, and who is signed out already is simply sent on.
    house.advance(3600).await;
    let bought = tokens(&party, "openid", &person, &mut browser).await;
    house.advance(11 * 60).await;
    browser.get(party.logout(&bought, Some(back), None).await.as_str()).await.expect(303);
    assert_eq!(browser.outside().as_str(), back);
    browser.get(party.logout(&bought, Some(back), None).await.as_str()).await.expect(303);
    assert_eq!(browser.outside().as_str(), back);
    house.close();
}

#[tokio::test]
async fn lo01_a_hint_that_is_not_ours_or_of_another_party_does_nothing() {
    let house = House::start();
    let (mine, other) = (party(&house, "mine", json!({})).await, party(&house, "other", json!({})).await);
    let mut browser = house.browser();
    let bought = tokens(&mine, "openid", &somebody(&house), &mut browser).await;
    let hint = bought.id_token.as_ref().unwrap().to_string();
    let (message, signature) = hint.rsplit_once('.').unwrap();
    let unsigned = format!("{}.{}.", encoded(r#"{"alg":"none"}"#), hint.split('.').nth(1).unwrap());
    let other_signature =
        signature.replace(&signature[..4], if signature.starts_with("AAAA") { "BBBB" } else { "AAAA" });
    for wrong in [format!("{message}.{other_signature}"), format!("{message}."), unsigned, "x".into(), "a.b.c".into()] {
        browser.open(&format!("/end_session?id_token_hint={wrong}")).await.expect_error("id_token_hint_not_valid");
    }
    let contradicting = format!("/end_session?id_token_hint={hint}&client_id={}", other.client_id);
    browser.open(&contradicting).await.expect_error("id_token_hint_not_valid");
    browser.open("/end_session?client_id=rp_unknown").await.expect_error("client_not_registered");
    browser.open("/end_session?state=a&state=b").await.expect(400);
    has_session(&mine, &mut browser).await;
    house.close();
}

#[tokio::test]
async fn lo01_only_an_address_of_this_very_party_is_gone_to() {
    let house = House::start();
    let (mine, other) = (party(&house, "mine", json!({})).await, party(&house, "other", json!({})).await);
    let mut browser = house.browser();
    let bought = tokens(&mine, "openid", &somebody(&house), &mut browser).await;
    for wrong in [
        "https://other.example/bye",
        "https://mine.example/bye?foo=bar",
        "https://mine.example/bye/",
        "https://evil.example/",
    ] {
        browser.open(mine.logout(&bought, Some(wrong), Some("s")).await.as_str()).await;
        browser.page().expect(400).expect_error("post_logout_redirect_uri_not_registered");
    }
    let nobodys = "/end_session?post_logout_redirect_uri=https%3A%2F%2Fmine.example%2Fbye&state=s";
    browser.open(nobodys).await.expect_error("post_logout_redirect_uri_not_registered");
    for script in ["javascript%3Aalert(1)", "data%3Atext%2Fhtml%2Cx", "%2F%2Fevil.example"] {
        let target = format!("/end_session?client_id={}&post_logout_redirect_uri={script}", other.client_id);
        browser.open(&target).await.expect_error("post_logout_redirect_uri_not_registered");
    }
    has_session(&mine, &mut browser).await;
    house.close();
}

#[tokio::test]
async fn lo02_without_a_hint_of_this_session_the_person_is_asked() {
    let house = House::start();
    let party = party(&house, "portal", json!({})).await;
    let (person, mut browser) = (somebody(&house), house.browser());
    let elsewhere = tokens(&party, "openid", &person, &mut house.browser()).await;
    let bought = tokens(&party, "openid", &person, &mut browser).await;
    let registered = format!(
        "/end_session?client_id={}&post_logout_redirect_uri=https%3A%2F%2Fportal.example%2Fbye&state=s",
        party.client_id
    );
    // What an image or a frame on another site could ask for: nothing of it ends the session.
    for target in ["/end_session", "/end_session?state=x", registered.as_str(), "/sign-out"] {
        browser.open(target).await.expect(200);
        assert!(browser.page().has("button#sign-out") && browser.page().has("button#stay"), "{target}");
        has_session(&party, &mut browser).await;
    }
    let of_other_session = party.logout(&elsewhere, Some("https://portal.example/bye"), Some("s")).await;
    browser.open(of_other_session.as_str()).await.expect(200);
    assert!(browser.page().has("button#sign-out"));
    browser.click("stay").await.expect_path("/");
    has_session(&party, &mut browser).await;
    browser.open(&registered).await.expect_words("portal");
    browser.press("sign-out").await.expect(303);
    assert_eq!(browser.outside().as_str(), "https://portal.example/bye?state=s");
    no_session(&party, &mut browser).await;
    house.wire().get_with_token("/userinfo", &bought.access).await.expect(401);
    house.wire().get_with_token("/userinfo", &elsewhere.access).await.expect(200);
    house.close();
}

#[tokio::test]
async fn lo02_a_form_from_another_site_neither_ends_the_session_nor_takes_the_browsers_cookie() {
    let house = House::start();
    let party = party(&house, "portal", json!({})).await;
    let mut browser = house.browser();
    let bought = tokens(&party, "openid", &somebody(&house), &mut browser).await;
    // The request as a browser sends it across sites: no cookies, since they are SameSite=Lax.
    let hint = bought.id_token.as_ref().unwrap().to_string();
    let fields =
        [("id_token_hint", hint.as_str()), ("post_logout_redirect_uri", "https://portal.example/bye"), ("state", "s")];
    let answer =
        house.wire().post_form("/end_session", &[("origin", "https://portal.example")], &fields).await.expect(303);
    assert!(answer.cookies().is_empty());
    let next = answer.location().unwrap();
    // The hint is full of claims and does not travel in an address.
    assert!(next.path() == "/end_session" && !next.as_str().contains(&hint[..20]));
    has_session(&party, &mut browser).await;
    // The browser follows by GET and then brings its cookies: the hint is of this session, so it ends.
    browser.get(next.as_str()).await.expect(303);
    assert_eq!(browser.outside().as_str(), "https://portal.example/bye?state=s");
    no_session(&party, &mut browser).await;
    // A forged one ends on a page that says so.
    let forged = house.wire().post_form("/end_session", &[], &[("id_token_hint", "x")]).await.expect(303);
    browser.open(forged.location().unwrap().as_str()).await.expect_error("id_token_hint_not_valid");
    // And a form for the page itself needs the page's own token.
    let foreign = [("origin", "https://evil.example"), ("content-type", "application/x-www-form-urlencoded")];
    house.wire().send(Method::POST, "/sign-out", &foreign, "choice=sign-out").await.expect(403);
    house.close();
}

#[tokio::test]
async fn lo03_every_party_of_the_session_is_told_by_a_logout_token() {
    let house = House::start();
    let inbox = Inbox::open().await;
    let first = told_at(&house, "first", &inbox, json!({ "id_token_signed_response_alg": "ES256" })).await;
    let second = told_at(&house, "second", &inbox, json!({})).await;
    let silent = party(&house, "silent", json!({})).await;
    let (person, mut browser) = (somebody(&house), house.browser());
    let mut bought = Vec::new();
    for party in [&first, &second, &silent] {
        bought.push(tokens(party, "openid", &person, &mut browser).await);
    }
    browser.open("/sign-out").await;
    assert_eq!(browser.page().texts(".rows li").len(), 3);
    browser.click("sign-out").await.expect_path("/signed-out");
    assert!(browser.page().has("#signed-out"));
    assert_eq!(browser.page().texts("#signed-out .rows li").len(), 3);
    house.sweep().await;
    let letters = inbox.letters();
    assert_eq!(letters.len(), 2);
    let keys: CoreJsonWebKeySet = house.wire().get("/jwks").await.json();
    for (party, tokens, algorithm) in [(&first, &bought[0], "ES256"), (&second, &bought[1], "RS256")] {
        let path = format!("/{}", party_name(party));
        let letter = letters.iter().find(|letter| letter.path == path).expect("a notice for each");
        assert_eq!(letter.method, Method::POST);
        assert_eq!(letter.headers["content-type"], "application/x-www-form-urlencoded");
        let form = letter.form();
        assert_eq!(form.keys().collect::<Vec<_>>(), ["logout_token"]);
        let token = &form["logout_token"];
        verified(token, &keys);
        let (header, claims) = (header_of(token), part_of(token, 1));
        assert_eq!((&header["typ"], &header["alg"]), (&json!("logout+jwt"), &json!(algorithm)));
        assert_eq!((&claims["iss"], &claims["aud"]), (&json!(house.issuer()), &json!(party.client_id)));
        assert_eq!((&claims["sub"], &claims["sid"]), (&tokens.claims["sub"], &tokens.claims["sid"]));
        assert_eq!(claims["events"], json!({ "http://schemas.openid.net/event/backchannel-logout": {} }));
        assert!(claims.get("nonce").is_none() && claims["jti"].is_string());
        assert!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap() <= 120);
        // A logout token is no hint and no access token.
        browser.open(&format!("/end_session?id_token_hint={token}")).await.expect_error("id_token_hint_not_valid");
        house.wire().get_with_token("/userinfo", token).await.expect(401);
    }
    house.close();
}

#[tokio::test]
async fn lo04_a_notice_that_fails_is_tried_again_and_holds_nobody_up() {
    let mut house = House::start();
    let (well, ill) = (Inbox::open().await, Inbox::open().await);
    ill.answer(500);
    let healthy = told_at(&house, "healthy", &well, json!({})).await;
    let sick = told_at(&house, "sick", &ill, json!({})).await;
    let hangs = hanging().await;
    let hanging = party(&house, "hanging", json!({ "backchannel_logout_uri": hangs })).await;
    let (person, mut browser) = (somebody(&house), house.browser());
    for party in [&healthy, &sick, &hanging] {
        tokens(party, "openid", &person, &mut browser).await;
    }
    browser.open("/sign-out").await;
    browser.click("sign-out").await.expect_path("/signed-out");
    let list = browser.page().url().to_string();
    // The healthy one is told while another hangs.
    until(|| !well.letters().is_empty()).await;
    house.sweep().await;
    browser.open(&list).await;
    let words = browser.page().texts("#signed-out .rows li");
    assert!(words.iter().any(|line| line.contains("healthy") && line.contains("Đã thông báo")), "{words:?}");
    assert!(words.iter().any(|line| line.contains("sick") && line.contains("Sẽ được thông báo")), "{words:?}");
    assert_eq!(well.letters().len(), 1);
    // What was not told is not forgotten by a crash.
    let before = ill.letters().len();
    assert!(before >= 1);
    house.crash_and_restart().await;
    ill.answer(204);
    for _ in 0..4 {
        house.advance(40).await;
    }
    assert!(ill.letters().len() > before);
    let ids: Vec<_> =
        ill.letters().iter().map(|letter| part_of(&letter.form()["logout_token"], 1)["jti"].clone()).collect();
    assert!(ids.windows(2).all(|pair| pair[0] == pair[1]), "a notice that is tried again is the same notice");
    browser.open(&list).await;
    let words = browser.page().texts("#signed-out .rows li");
    assert!(words.iter().any(|line| line.contains("sick") && line.contains("Đã thông báo")), "{words:?}");
    house.close();
}

#[tokio::test]
async fn everywhere_means_every_browser() {
    let house = House::start();
    let inbox = Inbox::open().await;
    let party = told_at(&house, "portal", &inbox, json!({})).await;
    let person = somebody(&house);
    let (mut here, mut there) = (house.browser(), house.browser());
    let of_here = tokens(&party, "openid", &person, &mut here).await;
    let of_there = tokens(&party, "openid", &person, &mut there).await;
    assert_ne!(of_here.claims["sid"], of_there.claims["sid"]);
    here.open("/sign-out").await;
    here.fill("reach", "here").click("sign-out").await.expect_path("/signed-out");
    has_session(&party, &mut there).await;
    tokens(&party, "openid", &person, &mut here).await;
    here.open("/sign-out").await;
    here.fill("reach", "everywhere").click("sign-out").await.expect_path("/signed-out");
    no_session(&party, &mut there).await;
    no_session(&party, &mut here).await;
    house.wire().get_with_token("/userinfo", &of_there.access).await.expect(401);
    house.sweep().await;
    assert_eq!(inbox.letters().len(), 3);
    house.close();
}

#[tokio::test]
async fn the_list_of_services_is_for_who_signed_out_and_in_both_languages() {
    let house = House::start();
    let party = party(&house, "portal", json!({})).await;
    let mut browser = house.browser().speaking("en");
    tokens(&party, "openid", &somebody(&house), &mut browser).await;
    browser.open("/sign-out").await.expect_words("Services you are signed in to");
    browser.click("sign-out").await.expect_words("You are signed out");
    let list = browser.page().url().clone();
    let reference = list.query().unwrap().strip_prefix("of=").unwrap().to_owned();
    house.wire().alarm().watch(&reference);
    for wrong in [&reference[1..], "", "x", &format!("{reference}A")] {
        let mut stranger = house.browser();
        stranger.open(&format!("/signed-out?of={wrong}")).await.expect(200);
        assert!(stranger.page().texts("#signed-out .rows li").is_empty());
    }
    house.advance(31 * 60).await;
    browser.open(list.as_str()).await.expect(200);
    assert!(browser.page().texts("#signed-out .rows li").is_empty());
    browser.open("/sign-out").await.expect_path("/signed-out");
    house.close();
}

#[tokio::test]
async fn v069_the_next_person_in_a_browser_is_another_person_everywhere() {
    let house = House::start();
    let party = party(&house, "portal", json!({})).await;
    let people = house.people(&["--level", "1", "--limit", "2"]);
    let mut browser = house.browser();
    let of_first = tokens(&party, "openid", &people[0], &mut browser).await;
    browser.open("/sign-out").await;
    browser.click("sign-out").await;
    let of_second = tokens(&party, "openid", &people[1], &mut browser).await;
    for name in ["sub", "sid"] {
        assert_ne!(of_first.claims[name], of_second.claims[name], "{name}");
    }
    assert!(party.refresh(of_first.refresh.as_ref().unwrap()).await.is_err());
    // The first one's hint is not of this session: it ends nothing unasked.
    browser.open(party.logout(&of_first, None, None).await.as_str()).await.expect(200);
    assert!(browser.page().has("button#stay"));
    has_session(&party, &mut browser).await;
    house.close();
}

/// A party that is told at a path of the inbox named after it.
async fn told_at(house: &House, name: &str, inbox: &Inbox, own: Value) -> RelyingParty {
    let mut all = json!({
        "backchannel_logout_uri": inbox.url(&format!("/{name}")),
        "backchannel_logout_session_required": true,
    });
    all.as_object_mut().unwrap().extend(own.as_object().unwrap().clone());
    party(house, name, all).await
}

fn party_name(party: &RelyingParty) -> String {
    let host = party.redirect_uri.trim_start_matches("https://");
    host.split('.').next().unwrap().to_owned()
}

/// `prompt=none` tells whether somebody is signed in, without a page.
async fn silently(party: &RelyingParty, browser: &mut Browser) -> Option<String> {
    let mut tab = browser.tab();
    let asked = party.authorization("openid").with("prompt", "none");
    tab.open(&asked.url()).await;
    let came = tab.outside();
    came.query_pairs().find(|(name, _)| name == "error").map(|(_, error)| error.into_owned())
}

async fn has_session(party: &RelyingParty, browser: &mut Browser) {
    assert_eq!(silently(party, browser).await, None);
}

async fn no_session(party: &RelyingParty, browser: &mut Browser) {
    assert_eq!(silently(party, browser).await.as_deref(), Some("login_required"));
}

/// A listener that takes connections and never says a word.
async fn hanging() -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/out", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let mut held = Vec::new();
        while let Ok((stream, _)) = listener.accept().await {
            held.push(stream);
        }
    });
    url
}

#[expect(clippy::disallowed_methods, reason = "something outside the house happens when it happens")]
async fn until(happened: impl Fn() -> bool) {
    for _ in 0..200 {
        if happened() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("it did not happen");
}

fn encoded(text: &str) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text)
}

#[tokio::test]
async fn a_person_who_signs_in_anew_gets_a_new_sid() {
    let house = House::start();
    let party = party(&house, "portal", json!({})).await;
    let person = somebody(&house);
    let mut browser = house.browser();
    let first = tokens(&party, "openid", &person, &mut browser).await;
    let again = tokens(&party, "openid", &person, &mut browser).await;
    assert_eq!(first.claims["sid"], again.claims["sid"]);
    browser.open("/sign-out").await;
    browser.click("sign-out").await;
    let asked = party.authorization("openid");
    let came = enter(&asked, &person, &mut browser).await;
    assert_ne!(party.exchange(&asked, &came).await.claims["sid"], first.claims["sid"]);
}
