//! The authorization endpoint: what is shown, what is sent, and where to.

use serde_json::json;

use crate::citizens::{citizen, house, portal};
use crate::harness::{Browser, House, RelyingParty};

const CB: &str = "https://portal.example/cb";

/// Signs in and allows what is asked; ends where the browser leaves the house.
async fn enter(browser: &mut Browser, url: &str, person: &crate::harness::Person) -> url::Url {
    browser.open(url).await;
    browser.sign_in(person).await;
    if browser.page().path() == "/consent" {
        browser.click("allow").await;
    }
    browser.outside()
}

#[tokio::test]
async fn a_citizen_enters_a_portal_and_a_second_one_without_a_password() {
    let house = house();
    let an = citizen(&house, 0).await;
    let (first, second) = (portal(&house, &json!({})).await, portal(&house, &json!({})).await);
    let mut browser = house.browser();
    let asked = first.authorization("openid vn_identity");
    browser.open(&asked.url()).await.expect_path("/sign-in").expect_words("Cổng dịch vụ công");
    browser.sign_in(&an).await.expect_path("/consent").expect_words("Số định danh cá nhân");
    browser.click("allow").await;
    let came = browser.outside();
    let tokens = first.exchange(&asked, &came).await;
    assert_eq!(tokens.claims["acr"], "loa1");
    assert_eq!(tokens.claims["amr"], json!(["pwd"]));
    let claims = first.userinfo(&tokens).await.unwrap();
    assert_eq!(claims["personal_id_number"], an.personal_id_number.as_str());
    assert_eq!(claims["name"], an.full_name.as_str());
    // The second portal: no password, its own question.
    let asked = second.authorization("openid vn_identity");
    browser.open(&asked.url()).await.expect_path("/consent");
    browser.click("allow").await;
    second.exchange(&asked, &browser.outside()).await;
    // And again at the first: nothing at all.
    let asked = first.authorization("openid vn_identity").with("prompt", "none");
    browser.open(&asked.url()).await;
    let again = first.exchange(&asked, &browser.outside()).await;
    assert_eq!(
        (&again.claims["sub"], &again.claims["auth_time"]),
        (&tokens.claims["sub"], &tokens.claims["auth_time"])
    );
}

#[tokio::test]
async fn v008_v009_v010_az02_what_names_no_party_or_no_address_of_it_is_a_page_and_no_redirect() {
    let house = house();
    let portal = portal(&house, &json!({})).await;
    let mut browser = house.browser();
    let good = || portal.authorization("openid").without("response_type");
    for (asked, code) in [
        (good().without("client_id"), "client_unknown"),
        (good().with("client_id", "rp_nobody"), "client_unknown"),
        (good().with("client_id", "x").with("redirect_uri", "https://evil.example"), "client_unknown"),
        (good().and("client_id", &portal.client_id), "client_unknown"),
        (good().without("redirect_uri"), "redirect_uri_missing"),
        (good().and("redirect_uri", CB), "redirect_uri_missing"),
        (good().with("redirect_uri", "https://evil.example"), "redirect_uri_not_registered"),
        (good().with("redirect_uri", "https://portal.example/cb/..;/x"), "redirect_uri_not_registered"),
        (good().with("redirect_uri", "https://portal.example/cb/../x"), "redirect_uri_not_registered"),
        (good().with("redirect_uri", "https://portal.example/cb%2f..%2fx"), "redirect_uri_not_registered"),
        (good().with("redirect_uri", "HTTPS://portal.example/cb"), "redirect_uri_not_registered"),
        (good().with("redirect_uri", "https://PORTAL.example/cb"), "redirect_uri_not_registered"),
        (good().with("redirect_uri", "https://portal.example/CB"), "redirect_uri_not_registered"),
        (good().with("redirect_uri", "javascript:alert(1)"), "redirect_uri_not_registered"),
    ] {
        for mode in ["", "query", "fragment", "form_post", "jwt", "form_post.jwt", "web_message", "x"] {
            let page = browser.get(&format!("{}&response_type=bogus&response_mode={mode}", asked.url())).await;
            page.expect(400).expect_error(code);
            assert!(page.answer.location().is_none() && !page.has("form[action^=https]"), "{}", page.summary());
        }
    }
}

#[tokio::test]
async fn az02_az09_everything_else_is_sent_to_the_party_with_state_and_iss() {
    let house = house();
    let portal = portal(&house, &json!({})).await;
    let good = || portal.authorization("openid");
    for (asked, code) in [
        (good().without("response_type"), "invalid_request"),
        (good().with("response_type", "bogus"), "unsupported_response_type"),
        (good().with("response_mode", "jwt"), "invalid_request"),
        (good().without("scope"), "invalid_scope"),
        (good().with("scope", "profile"), "invalid_scope"),
        (good().with("scope", "openid vn_card"), "invalid_scope"),
        (good().with("scope", "openid  profile"), "invalid_scope"),
        (good().with("prompt", "none login"), "invalid_request"),
        (good().with("prompt", "x"), "invalid_request"),
        (good().with("max_age", "-1"), "invalid_request"),
        (good().with("claims", "{"), "invalid_request"),
        (good().with("claims", r#"{"userinfo":{"religion":null}}"#), "invalid_request"),
        (good().with("id_token_hint", "x.y.z"), "invalid_request"),
        (good().with("request", "x.y.z"), "request_not_supported"),
        (good().with("request_uri", "https://portal.example/r"), "request_uri_not_supported"),
        (good().with("registration", "{}"), "registration_not_supported"),
        (good().without("code_challenge").without("code_challenge_method"), "invalid_request"),
        (good().with("code_challenge_method", "plain"), "invalid_request"),
        (good().with("code_challenge", "short"), "invalid_request"),
        (good().with("prompt", "none"), "login_required"),
        // AZ03
        (good().and("scope", "openid"), "invalid_request"),
        (good().and("nonce", "n"), "invalid_request"),
        (good().and("code_challenge", "c"), "invalid_request"),
    ] {
        let mut browser = house.browser();
        let page = browser.get(&asked.url()).await;
        let came = page.answer.location().unwrap_or_else(|| panic!("{code}: {}", page.summary()));
        assert_eq!(asked.error(&came, CB, house.issuer()), code, "{came}");
        let description = came.query_pairs().find(|(name, _)| name == "error_description").unwrap().1.into_owned();
        assert!(description.bytes().all(|byte| (0x20..0x7f).contains(&byte) && byte != b'"' && byte != b'\\'));
    }
}

#[tokio::test]
async fn unknown_parameters_hints_and_locales_are_no_errors() {
    let house = house();
    let portal = portal(&house, &json!({})).await;
    let mut browser = house.browser();
    let asked = portal
        .authorization("openid")
        .with("extra", "foobar")
        .with("display", "popup")
        .with("login_hint", "buffy@example.com")
        .with("ui_locales", "se")
        .with("claims_locales", "se")
        .with("acr_values", "1 2");
    browser.open(&asked.url()).await.expect_path("/sign-in");
    assert_eq!(browser.page().value("username"), "");
    let asked = portal.authorization("openid").with("ui_locales", "en").with("login_hint", "001090000001");
    browser.open(&asked.url()).await.expect_path("/sign-in").expect_words("Public services portal");
    assert_eq!(browser.page().attribute("html", "lang"), "en");
    assert_eq!(browser.page().value("username"), "001090000001");
}

#[tokio::test]
async fn v013_markup_in_any_parameter_is_shown_as_text() {
    let house = house();
    let portal = portal(&house, &json!({ "client_name": "<svg onload=alert(1)>" })).await;
    let mut browser = house.browser();
    let evil = "\"><svg onload=alert(1)>";
    let asked = portal.authorization("openid").with("state", evil).with("login_hint", evil).with("ui_locales", evil);
    browser.open(&asked.url()).await.expect_path("/sign-in");
    assert!(!browser.page().has("main svg") && !browser.page().answer.text().contains("<svg onload"));
    let page = browser.get(&asked.with("client_id", evil).url()).await;
    assert!(page.error().is_some() && !page.answer.text().contains("<svg onload"));
}

#[tokio::test]
async fn a_request_may_be_posted_by_another_site_and_takes_nobodys_session_away() {
    let house = house();
    let an = citizen(&house, 0).await;
    let portal = portal(&house, &json!({})).await;
    let mut browser = house.browser();
    let first = portal.authorization("openid");
    portal.exchange(&first, &enter(&mut browser, &first.url(), &an).await).await;
    // As a browser does it: the form of another site brings no cookie.
    let asked = portal.authorization("openid");
    let body = asked.body();
    let fields: Vec<_> = form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let headers = [("origin", "https://portal.example"), ("sec-fetch-site", "cross-site")];
    let posted = house.wire().post_form("/authorize", &headers, &fields).await;
    assert!(posted.cookies().is_empty(), "{:?}", posted.cookies());
    let next = posted.location().expect("the browser is sent on");
    browser.open(next.as_str()).await;
    portal.exchange(&asked, &browser.outside()).await;
    // Bound to that browser now.
    let mut other = house.browser();
    other.get(next.as_str()).await.expect_error("other_browser");
}

#[tokio::test]
async fn v027_v029_v073_a_request_goes_on_only_in_the_browser_that_began_it() {
    let house = house();
    let (an, binh) = (citizen(&house, 0).await, citizen(&house, 1).await);
    let portal = portal(&house, &json!({})).await;
    let (mut mallory, mut alice) = (house.browser(), house.browser());
    // Alice is signed in with everything agreed.
    let own = portal.authorization("openid");
    enter(&mut alice, &own.url(), &an).await;
    // Mallory begins a request and sends each of its addresses to Alice.
    let begun = portal.authorization("openid");
    mallory.open(&begun.url()).await.expect_path("/sign-in");
    let query = mallory.page().url().query().unwrap().to_owned();
    for path in ["/sign-in", "/sign-in/code", "/sign-in/level", "/consent", "/authorize/continue"] {
        let page = alice.get(&format!("{path}?{query}")).await;
        page.expect(403).expect_error("other_browser");
        alice.open("/account").await.expect_path("/account");
        let fields = [("action", "allow"), ("username", "x"), ("password", "y"), ("code", "000000")];
        if path != "/authorize/continue" {
            alice.post_form(&format!("{path}?{query}"), &fields).await.expect(403).expect_error("other_browser");
        }
    }
    // Mallory's browser got nothing by it.
    mallory.open(&format!("/authorize/continue?{query}")).await.expect_path("/sign-in");
    mallory.sign_in(&binh).await.expect_path("/consent");
    // Alice's own way to the same step does not complete Mallory's.
    let mut late = house.browser();
    late.get(&format!("/consent?{query}")).await.expect(303);
    late.get("/authorize/continue?request=req_unknown").await.expect(400).expect_error("request_unknown");
}

#[tokio::test]
async fn a_request_is_answered_once_and_not_after_half_an_hour() {
    let house = house();
    let an = citizen(&house, 0).await;
    let portal = portal(&house, &json!({})).await;
    let mut browser = house.browser();
    let asked = portal.authorization("openid");
    browser.open(&asked.url()).await;
    let query = browser.page().url().query().unwrap().to_owned();
    browser.sign_in(&an).await;
    browser.click("allow").await;
    browser.outside();
    browser.get(&format!("/authorize/continue?{query}")).await.expect(400).expect_error("request_answered");
    let mut slow = house.browser();
    slow.open(&portal.authorization("openid").url()).await;
    house.advance(1800).await;
    slow.sign_in(&an).await.expect(400).expect_error("request_expired");
}

#[tokio::test]
async fn prompt_login_and_max_age_ask_again_and_prompt_none_never() {
    let house = house();
    let an = citizen(&house, 0).await;
    let portal = portal(&house, &json!({})).await;
    let mut browser = house.browser();
    let first = portal.authorization("openid").with("max_age", "10000");
    let first = portal.exchange(&first, &enter(&mut browser, &first.url(), &an).await).await;
    house.advance(20).await;
    for (name, value, asks) in [
        ("max_age", "10000", false),
        ("max_age", "1", true),
        ("prompt", "login", true),
        ("prompt", "select_account", true),
        ("max_age", "0", true),
    ] {
        let asked = portal.authorization("openid").with(name, value);
        browser.open(&asked.url()).await;
        let before = browser.cookie("session");
        if asks {
            browser.page().expect_path("/sign-in");
            // The request cannot be gone on with around the question.
            let query = browser.page().url().query().unwrap().to_owned();
            browser.open(&format!("/authorize/continue?{query}")).await.expect_path("/sign-in");
            browser.sign_in(&an).await;
            assert_ne!(browser.cookie("session"), before, "SE02");
        }
        let tokens = portal.exchange(&asked, &browser.outside()).await;
        let newer = tokens.claims["auth_time"].as_i64() > first.claims["auth_time"].as_i64();
        assert_eq!((newer, &tokens.claims["sub"]), (asks, &first.claims["sub"]), "{name}={value}");
        if !asks {
            continue;
        }
        // AZ12: not without a page, when a page would be needed.
        house.advance(5).await;
        let silent = portal.authorization("openid").with("prompt", "none").with("max_age", "1");
        browser.open(&silent.url()).await;
        assert_eq!(silent.error(&browser.outside(), CB, house.issuer()), "login_required");
    }
}

#[tokio::test]
async fn az16_a_hint_of_another_person_does_not_let_the_session_in() {
    let house = house();
    let (an, binh) = (citizen(&house, 0).await, citizen(&house, 1).await);
    let (portal, other) = (portal(&house, &json!({})).await, portal(&house, &json!({})).await);
    let hint = |party: &RelyingParty, person: &crate::harness::Person| {
        let (party, person, mut browser) = (party.clone(), person.clone(), house.browser());
        async move {
            let asked = party.authorization("openid");
            let came = enter(&mut browser, &asked.url(), &person).await;
            let tokens = party.exchange(&asked, &came).await;
            (browser, tokens.id_token.unwrap().to_string())
        }
    };
    let (mut browser, own) = hint(&portal, &an).await;
    let (_, anothers) = hint(&portal, &binh).await;
    let (_, foreign) = hint(&other, &an).await;
    for (token, expected) in [(&own, None), (&anothers, Some("login_required")), (&foreign, Some("invalid_request"))] {
        let asked = portal.authorization("openid").with("prompt", "none").with("id_token_hint", token);
        browser.open(&asked.url()).await;
        match expected {
            None => drop(portal.exchange(&asked, &browser.outside()).await),
            Some(code) => assert_eq!(asked.error(&browser.outside(), CB, house.issuer()), code),
        }
    }
    // With a page, the person meant may sign in; whoever else does is not taken for that person.
    let asked = portal.authorization("openid").with("id_token_hint", &anothers);
    browser.open(&asked.url()).await.expect_path("/sign-in");
    browser.sign_in(&an).await;
    assert_eq!(asked.error(&browser.outside(), CB, house.issuer()), "login_required");
    let asked = portal.authorization("openid").with("id_token_hint", &anothers);
    browser.open(&asked.url()).await.expect_path("/sign-in");
    browser.sign_in(&binh).await;
    portal.exchange(&asked, &browser.outside()).await;
}

#[tokio::test]
async fn an_answer_may_be_posted_or_stand_in_the_fragment() {
    let house = house();
    let an = citizen(&house, 0).await;
    let portal = portal(&house, &json!({})).await;
    let mut browser = house.browser();
    enter(&mut browser, &portal.authorization("openid").url(), &an).await;
    let asked = portal.authorization("openid").with("response_mode", "form_post");
    browser.open(&asked.url()).await.expect(200);
    let page = browser.page();
    assert_eq!(page.attribute("form#form-post", "action"), CB);
    assert_eq!((page.value("state"), page.value("iss")), (asked.state.clone(), house.issuer().to_owned()));
    assert!(page.value("code").starts_with("ac_") && page.has("button#go-on"));
    let policy = page.answer.header("content-security-policy").to_owned();
    assert!(policy.contains("form-action 'self' https://portal.example;"), "{policy}");
    assert!(policy.contains(&format!("script-src 'nonce-{}'", page.attribute("main ~ script", "nonce"))), "{policy}");
    let asked = portal.authorization("openid").with("response_mode", "fragment");
    browser.open(&asked.url()).await;
    let came = browser.outside();
    assert!(came.query().is_none() && came.fragment().unwrap().contains("code=ac_"), "{came}");
}

#[tokio::test]
async fn az19_what_is_too_long_is_cut_off_early() {
    let house = house();
    let portal = portal(&house, &json!({})).await;
    let asked = portal.authorization("openid").with("state", &"s".repeat(9000));
    house.browser().get(&asked.url()).await.expect(414);
    let body = asked.with("state", &"s".repeat(70_000)).body();
    let fields: Vec<_> = form_urlencoded::parse(body.as_bytes()).into_owned().collect();
    let fields: Vec<_> = fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    house.wire().post_form("/authorize", &[], &fields).await.expect(413);
    let many = (0..100).fold(portal.authorization("openid"), |asked, at| asked.with(&format!("p{at}"), "1"));
    house.browser().get(&many.url()).await.expect(400).expect_error("unreadable_request");
}

#[tokio::test]
async fn a_suspended_party_is_served_no_more_not_even_in_the_middle() {
    let house = house();
    let portal = portal(&house, &json!({})).await;
    let mut browser = house.browser();
    browser.open(&portal.authorization("openid").url()).await.expect_path("/sign-in");
    suspend(&house, &portal);
    browser.get(browser.page().url().as_str().to_owned().as_str()).await.expect(400).expect_error("client_unknown");
    browser.get(&portal.authorization("openid").url()).await.expect(400).expect_error("client_unknown");
}

fn suspend(house: &House, party: &RelyingParty) {
    assert_eq!(house.command(&["relying-party", "suspend", &party.client_id]).done().trim(), "suspended");
}
