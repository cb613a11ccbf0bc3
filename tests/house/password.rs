//! The change of a password: what it needs, whom it tells, what ends with it. Issue 6; PW01, PW02, PW20.

use http::Method;
use serde_json::json;

use crate::applicants::{PASSWORD, count_told};
use crate::desk::addressed;
use crate::encounter::history;
use crate::entry::{party, tokens};
use crate::harness::{Browser, House, Page, Person};

/// Somebody with an address beside the phone.
pub(crate) fn addressable(house: &House) -> Person {
    house.people(&["--level", "1"]).into_iter().find(|person| person.email.is_some()).expect("an address")
}

/// Opens the page and shows the second factor if it is asked for.
async fn arrive(house: &House, browser: &mut Browser, person: &Person) {
    browser.open("/account/password").await;
    house.pass(browser, person).await;
    browser.page().expect_path("/account/password");
}

async fn change(browser: &mut Browser, present: &str, password: &str, again: &str) -> Page {
    browser.fill("present", present).fill("password", password).fill("password_again", again);
    browser.click("change").await.clone()
}

#[tokio::test]
async fn pw20_a_password_is_changed_after_a_step_up_told_everywhere_and_ends_what_was_open() {
    let house = House::start();
    let an = addressable(&house);
    let portal = party(&house, "portal", json!({})).await;
    // Where password managers look; nobody is signed in yet.
    let found = house.wire().send(Method::GET, "/.well-known/change-password", &[], "").await;
    assert_eq!((found.status.as_u16(), found.header("location")), (303, "/account/password"));
    let mut elsewhere = house.browser();
    let bought = tokens(&portal, "openid offline_access", &an, &mut elsewhere).await;

    let mut browser = house.browser();
    browser.open("/sign-in").await;
    browser.sign_in(&an).await.expect_path("/account");
    // One factor is not enough, on the page or around it.
    let fields = [("present", an.password()), ("password", PASSWORD), ("password_again", PASSWORD)];
    browser.tab().open("/account/password").await.expect_path("/sign-in/code");
    browser.open("/account").await;
    let refused = browser.post_form("/account/password", &fields).await;
    assert_eq!(refused.answer.location().unwrap().path(), "/sign-in/code");
    arrive(&house, &mut browser, &an).await;
    let own = format!("Kk#{}x", an.personal_id_number);
    for (present, password, again, wrong) in [
        ("Không-phải-7", PASSWORD, PASSWORD, "present"),
        (an.password(), "Zq7#xkv", "Zq7#xkv", "password"),
        (an.password(), "Matkhau@123", "Matkhau@123", "password"),
        (an.password(), own.as_str(), own.as_str(), "password"),
        (an.password(), an.password(), an.password(), "password"),
        (an.password(), PASSWORD, "Trời-xanh-7-sắC", "password_again"),
    ] {
        let page = change(&mut browser, present, password, again).await;
        assert_eq!(page.expect(422).wrong_fields(), [wrong], "{password}");
    }
    assert_eq!(count_told(&house, &addressed(&an), "password_changed").await, 0);

    let before = browser.cookie("session").unwrap();
    let page = change(&mut browser, an.password(), PASSWORD, PASSWORD).await;
    assert_eq!(page.expect(200).attribute("#changed", "data-others"), "ended");
    assert_ne!(browser.cookie("session").unwrap(), before, "SE02");
    for to in [addressed(&an), an.email.clone().unwrap()] {
        assert_eq!(count_told(&house, &to, "password_changed").await, 1, "{to}");
    }
    assert!(elsewhere.open("/account").await.has("form#sign-in"), "the other session has ended");
    assert!(portal.refresh(bought.refresh.as_ref().unwrap()).await.is_err(), "and what renewed itself");
    assert!(history(&mut browser, "/wallet/history").await.iter().any(|event| event == "password_set"));

    // The whole new one opens the account and nothing else does: no truncation, no folding of case (PW01).
    let changed = |password: &str| Person { password: Some(password.to_owned()), ..an.clone() };
    for wrong in [an.password(), "trời-xanh-7-sắc", "Trời-xanh-7-sắ"] {
        elsewhere.sign_in(&changed(wrong)).await.expect(422);
    }
    elsewhere.sign_in(&changed(PASSWORD)).await.expect_path("/account");

    // Whoever wants to, stays signed in elsewhere.
    arrive(&house, &mut browser, &an).await;
    browser.tick("keep", &["yes"]);
    let page = change(&mut browser, PASSWORD, "Sông-dài-9-khúc", "Sông-dài-9-khúc").await;
    assert_eq!(page.expect(200).attribute("#changed", "data-others"), "kept");
    elsewhere.open("/account").await.expect_path("/account");
    house.close();
}
