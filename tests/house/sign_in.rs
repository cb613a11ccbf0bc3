//! Sign-in by number and password.

use http::Method;
use serde_json::json;

use crate::citizens::{PASSWORD, citizen, house, portal};

#[tokio::test]
async fn an_unknown_number_and_a_wrong_password_are_told_alike() {
    let house = house();
    let an = citizen(&house, 0).await;
    let mut said = Vec::new();
    for (number, password) in [
        (an.personal_id_number.as_str(), "Sai mật khẩu 1!"),
        ("001299999999", PASSWORD),
        ("not a number", PASSWORD),
        ("", ""),
    ] {
        let mut browser = house.browser();
        browser.open("/sign-in").await.expect_path("/sign-in");
        browser.fill("username", number).fill("password", password);
        let page = browser.click("continue").await;
        page.expect(422);
        assert_eq!(page.wrong_fields(), ["username"]);
        assert_eq!(page.value("username"), number);
        assert!(page.attributes("input[name=password]", "value").is_empty(), "a password is never shown again");
        assert!(browser.cookie("session").is_none());
        said.push(browser.page().text(".summary"));
    }
    assert!(said.windows(2).all(|pair| pair[0] == pair[1]), "{said:?}");
}

#[tokio::test]
async fn pw07_after_five_wrong_passwords_the_right_one_must_wait() {
    let house = house();
    let (an, binh) = (citizen(&house, 0).await, citizen(&house, 1).await);
    let mut browser = house.browser();
    browser.open("/sign-in").await;
    for _ in 0..5 {
        browser.fill("username", &an.personal_id_number).fill("password", "Sai mật khẩu 1!");
        browser.click("continue").await.expect(422);
    }
    let page = browser.sign_in(&an).await;
    page.expect(429).expect_error("too_many_requests");
    let wait: i64 = page.answer.header("retry-after").parse().unwrap();
    assert!((1..=900).contains(&wait), "{wait}");
    // Nobody else is held up by it.
    let mut other = house.browser();
    other.open("/sign-in").await;
    other.sign_in(&binh).await.expect_path("/account");
    house.advance(wait).await;
    browser.open("/sign-in").await;
    browser.sign_in(&an).await.expect_path("/account").expect_words(&an.full_name);
}

#[tokio::test]
async fn v011_after_the_sign_in_only_a_page_of_ours_is_gone_to() {
    let house = house();
    let an = citizen(&house, 0).await;
    for (back, lands) in [
        ("/account?x=1", "/account"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("\\/evil.example", "/"),
        ("/%09/evil.example", "/%09/evil.example"),
        ("https:evil.example", "/"),
        ("https://evil.example", "/"),
        ("/a\r\nLocation: https://evil.example", "/"),
    ] {
        let mut browser = house.browser();
        let query: String = form_urlencoded::Serializer::new(String::new()).append_pair("back", back).finish();
        browser.open(&format!("/sign-in?{query}")).await;
        browser.fill("username", &an.personal_id_number).fill("password", PASSWORD);
        let next = browser.press("continue").await.answer.location().unwrap();
        assert_eq!((next.origin(), next.path()), (browser.page().url().origin(), lands), "{back:?}");
    }
}

#[tokio::test]
async fn se02_a_session_cookie_that_was_planted_is_not_the_one_that_is_signed_in() {
    let house = house();
    let an = citizen(&house, 0).await;
    let mut browser = house.browser();
    browser.open("/sign-in").await;
    assert!(browser.cookie("session").is_none(), "nobody has a session before the sign-in");
    browser.sign_in(&an).await.expect_path("/account");
    let first = browser.cookie("session").unwrap();
    let mut again = browser.tab();
    let portal = portal(&house, &json!({})).await;
    again.open(&portal.authorization("openid").with("prompt", "login").url()).await.expect_path("/sign-in");
    again.sign_in(&an).await.expect_path("/consent");
    let second = again.cookie("session").unwrap();
    assert_ne!(first, second);
    // The old value is dead, in the very browser that it was made for.
    let cookies = format!("dinhdanh-browser={}; dinhdanh-session={first}", browser.cookie("browser").unwrap());
    let old = house.wire().send(Method::GET, "/account", &[("cookie", &cookies)], "").await;
    assert_eq!(old.status.as_u16(), 303);
    // And the new one is worth nothing in another browser.
    let cookie = format!("dinhdanh-session={second}");
    let elsewhere = house.wire().send(Method::GET, "/account", &[("cookie", &cookie)], "").await;
    assert_eq!(elsewhere.status.as_u16(), 303);
}

#[tokio::test]
async fn cancel_is_said_to_the_party() {
    let house = house();
    let portal = portal(&house, &json!({})).await;
    let mut browser = house.browser();
    let asked = portal.authorization("openid");
    browser.open(&asked.url()).await;
    browser.click("cancel").await;
    assert_eq!(asked.error(&browser.outside(), "https://portal.example/cb", house.issuer()), "access_denied");
}

#[tokio::test]
async fn cs01_a_form_without_its_token_or_from_another_site_changes_nothing() {
    let house = house();
    let an = citizen(&house, 0).await;
    let mut browser = house.browser();
    browser.open("/sign-in").await;
    let token = browser.page().value("csrf");
    let cookie = format!("dinhdanh-browser={}", browser.cookie("browser").unwrap());
    let fields = |csrf: &'static str| {
        vec![
            ("csrf", csrf),
            ("username", an.personal_id_number.as_str()),
            ("password", PASSWORD),
            ("action", "continue"),
        ]
    };
    let origin = house.issuer().to_owned();
    for (headers, csrf, code) in [
        (vec![("cookie", cookie.as_str()), ("origin", origin.as_str())], "", "form_expired"),
        (vec![("cookie", cookie.as_str()), ("origin", origin.as_str())], "AAAA", "form_expired"),
        (vec![("cookie", cookie.as_str()), ("origin", "https://evil.example")], "AAAA", "foreign_form"),
        (vec![("cookie", cookie.as_str()), ("origin", "null")], "AAAA", "foreign_form"),
        (vec![("cookie", cookie.as_str()), ("sec-fetch-site", "cross-site")], "AAAA", "foreign_form"),
    ] {
        let answer = house.wire().post_form("/sign-in", &headers, &fields(csrf)).await;
        assert_eq!(answer.status.as_u16(), 403, "{code}");
        assert!(answer.text().contains(&format!("data-error=\"{code}\"")) && answer.cookies().is_empty(), "{code}");
    }
    // The token is that browser's: another cookie beside it is none.
    let mut other = house.browser();
    other.open("/sign-in").await;
    let mut fields = fields("");
    fields[0].1 = &token;
    let cookie = format!("dinhdanh-browser={}", other.cookie("browser").unwrap());
    let stolen = house.wire().post_form("/sign-in", &[("cookie", &cookie), ("origin", &origin)], &fields).await;
    assert_eq!(stolen.status.as_u16(), 403);
}

#[tokio::test]
async fn another_person_in_the_same_browser_ends_the_former_session() {
    let house = house();
    let (an, binh) = (citizen(&house, 0).await, citizen(&house, 1).await);
    let portal = portal(&house, &json!({})).await;
    let mut browser = house.browser();
    let first = portal.authorization("openid");
    browser.open(&first.url()).await;
    browser.sign_in(&an).await;
    browser.click("allow").await;
    let tokens = portal.exchange(&first, &browser.outside()).await;
    browser.open(&portal.authorization("openid").with("prompt", "select_account").url()).await;
    browser.sign_in(&binh).await.expect_path("/consent");
    assert!(portal.userinfo(&tokens).await.is_err(), "what hung from the former session is dead");
    browser.open("/account").await.expect_words(&binh.full_name);
}
