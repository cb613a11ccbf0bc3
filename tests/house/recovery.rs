//! An account is taken back without the password or without the phone: what it needs, who is told, who may say no, and what it
//! does not open at once. Issue 6; PW18, PW22, V072, V084, V091.

use http::Method;
use serde_json::json;

use crate::applicants::{PASSWORD, count_told};
use crate::desk::{addressed, officers, on_duty, signed_in};
use crate::encounter::{history, sharing_square};
use crate::entry::{party, tokens};
use crate::freeze::{open_square, scanned};
use crate::guesses::said;
use crate::harness::{Browser, House, Page, Person};
use crate::measure::carry_out;
use crate::password::addressable;

const DAY: i64 = 24 * 3600;

/// Declares who one is, as the papers of this person have it, and begins.
pub(crate) async fn begin(browser: &mut Browser, person: &Person) -> Page {
    browser.open("/recover").await;
    let declared = person.declaration();
    browser.fill_all(&declared[..5]);
    browser.click("begin").await.expect_path("/recover").clone()
}

/// Shows a code that is sent to this address or phone.
pub(crate) async fn show_code(house: &House, browser: &mut Browser, by: &str, to: &str) -> Page {
    let sent = browser.click(&format!("send-{by}")).await.expect(200);
    assert!(sent.has(&format!("details[open] > #by-{by} #sent")), "the code that was sent is folded away");
    let code = house.code_sent_to(to).await;
    browser.fill(&format!("{by}_code"), &code);
    browser.click(&format!("show-{by}")).await.expect_path("/recover").clone()
}

pub(crate) async fn show_password(browser: &mut Browser, password: &str) -> Page {
    browser.fill("known_password", password);
    browser.click("show-password").await.clone()
}

/// The waiting is over: a code to the phone, and a new password.
pub(crate) async fn finish(house: &House, browser: &mut Browser, phone: &str, password: &str) -> Page {
    browser.open("/recover").await;
    assert!(browser.page().has("#ready"), "{}", browser.page().summary());
    assert!(browser.click("send-last").await.expect(200).has("#sent"));
    let code = house.code_sent_to(phone).await;
    browser.fill("code", &code).fill("password", password).fill("password_again", password);
    browser.click("finish").await.clone()
}

pub(crate) fn proofs(page: &Page) -> Vec<String> {
    page.attributes("#proofs li", "data-proof")
}

/// Hours from now until it may be finished, rounded.
pub(crate) fn waits(house: &House, page: &Page) -> Option<i64> {
    let ready: i64 = page.attributes("#waits", "data-ready").first()?.parse().unwrap();
    Some((ready - house.now() + 1800) / 3600)
}

/// The code in the notice that was sent there last.
async fn veto_told(house: &House, to: &str) -> String {
    let outbox = house.outbox().await;
    let told = outbox.iter().find(|message| message.to == to && message.kind == "recovery_waiting").expect("a notice");
    let is_code = |word: &&str| word.len() == 11 && word.as_bytes()[5] == b'-';
    told.text.split([' ', ';', ',', '.']).find(is_code).expect("a code").to_owned()
}

#[tokio::test]
async fn pw18_v072_v091_an_account_comes_back_by_two_proofs_and_a_wait_and_nothing_changes_before() {
    let house = House::start();
    let an = addressable(&house);
    let (phone, email) = (addressed(&an), an.email.clone().unwrap());
    let portal = party(&house, "portal", json!({})).await;
    let mut mine = house.browser();
    let bought = tokens(&portal, "openid offline_access", &an, &mut mine).await;

    // Who is meant, and whether anybody: one page.
    let mut browser = house.browser();
    let nobody = Person { full_name: "Nguyễn Thị Không Có".into(), ..an.clone() };
    let mut elsewhere = house.browser();
    let (known, unknown) = (begin(&mut browser, &an).await, begin(&mut elsewhere, &nobody).await);
    assert_eq!(said(&known, "-"), said(&unknown, "-"));
    elsewhere.click("send-email").await.expect(200);
    assert_eq!(count_told(&house, &email, "recovery_code").await, 0);
    for browser in [&mut browser, &mut elsewhere] {
        browser.open("/recover").await;
        browser.fill("email_code", "000000");
        assert_eq!(browser.click("show-email").await.expect(422).wrong_fields(), ["email_code"]);
        let page = show_password(browser, "Không-phải-7").await;
        assert_eq!(page.expect(422).wrong_fields(), ["known_password"]);
    }
    // V072: no later step of who has begun nothing, or is not so far.
    let mut stranger = house.browser();
    stranger.open("/recover").await;
    let last = [("action", "finish"), ("code", "000000"), ("password", PASSWORD), ("password_again", PASSWORD)];
    for browser in [&mut stranger, &mut browser] {
        let page = browser.post_form("/recover/finish", &last).await;
        assert_eq!(page.answer.location().unwrap().path(), "/recover");
        browser.open("/recover").await;
    }
    let page = stranger.post_form("/recover/proof", &[("proof", "officer"), ("action", "show")]).await;
    assert_eq!(page.answer.location().unwrap().path(), "/recover");

    // Public data and the e-mail are not enough; the password with them is, after three days.
    let page = show_code(&house, &mut browser, "email", &email).await;
    assert_eq!((proofs(&page), waits(&house, &page)), (vec!["email".to_owned(), "register".to_owned()], None));
    assert_eq!(count_told(&house, &phone, "recovery_waiting").await, 0);
    let page = show_password(&mut browser, an.password()).await;
    assert_eq!(waits(&house, &page), Some(72));
    for to in [&phone, &email] {
        assert_eq!(count_told(&house, to, "recovery_waiting").await, 1, "{to}");
    }
    // One more, and a day is left; everybody hears of that too.
    let page = show_code(&house, &mut browser, "phone", &phone).await;
    assert_eq!((proofs(&page).len(), waits(&house, &page)), (4, Some(24)));
    assert_eq!(count_told(&house, &email, "recovery_waiting").await, 2);
    // Until then everything is as it was.
    assert!(mine.open("/account").await.has("#recovery"));
    assert!(portal.userinfo(&bought).await.is_ok());
    assert!(!browser.page().has("#by-email"), "it was shown");
    browser.post_form("/recover/proof", &[("proof", "email"), ("action", "send")]).await;
    let page = browser.post_form("/recover/finish", &last).await;
    assert_eq!(page.answer.location().unwrap().path(), "/recover");

    house.advance(DAY).await;
    browser.open("/recover").await;
    browser.click("send-last").await.expect(200);
    let code = house.code_sent_to(&phone).await;
    let own = format!("Kk#{}x", an.personal_id_number);
    for (code, password, again, wrong) in [
        (code.as_str(), "Matkhau@123", "Matkhau@123", "password"),
        (code.as_str(), own.as_str(), own.as_str(), "password"),
        (code.as_str(), PASSWORD, "khác", "password_again"),
        ("00000a", PASSWORD, PASSWORD, "code"),
    ] {
        browser.fill("code", code).fill("password", password).fill("password_again", again);
        assert_eq!(browser.click("finish").await.expect(422).wrong_fields(), [wrong]);
    }
    // The code is worth nothing in another browser, whoever's it is.
    let fields = [("action", "finish"), ("code", &code), ("password", PASSWORD), ("password_again", PASSWORD)];
    let page = elsewhere.post_form("/recover/finish", &fields).await;
    assert_eq!(page.answer.location().unwrap().path(), "/recover");
    browser.fill("code", &code).fill("password", PASSWORD).fill("password_again", PASSWORD);
    assert!(browser.click("finish").await.expect(200).has("#recovered"));
    for to in [&phone, &email] {
        assert_eq!(count_told(&house, to, "account_recovered").await, 1, "{to}");
    }
    // V091: nobody is signed in by it, and what was open is over.
    assert!(browser.cookie("session").is_none());
    assert!(browser.open("/account").await.has("form#sign-in"));
    browser.sign_in(&an).await.expect(422);
    let back = Person { password: Some(PASSWORD.to_owned()), ..an.clone() };
    browser.sign_in(&back).await.expect_path("/account");
    assert!(portal.refresh(bought.refresh.as_ref().unwrap()).await.is_err());
    let told = history(&mut browser, "/wallet/history").await;
    for event in ["recovery_begun", "recovery_proven", "recovery_waiting", "account_recovered", "password_set"] {
        assert!(told.iter().any(|one| one == event), "{event}: {told:?}");
    }
    // Once.
    browser.open("/recover").await;
    let page = browser.post_form("/recover/finish", &fields).await;
    assert_eq!(page.answer.location().unwrap().path(), "/recover");
    house.close();
}

#[tokio::test]
async fn pw18_v084_who_is_told_stops_it_by_the_code_or_signed_in_and_no_message_holds_a_link() {
    let house = House::start();
    let an = addressable(&house);
    let (number, phone, email) = (an.personal_id_number.as_str(), addressed(&an), an.email.clone().unwrap());
    // V084: whatever a proxy is told, no page and no message names another host.
    let names =
        [("x-forwarded-host", "evil.example"), ("forwarded", "host=evil.example"), ("x-forwarded-proto", "http")];
    let page = house.wire().send(Method::GET, "/recover", &names, "").await.expect(200);
    assert!(!page.text().contains("evil.example"));

    let mut thief = house.browser();
    begin(&mut thief, &an).await;
    show_code(&house, &mut thief, "email", &email).await;
    assert!(show_password(&mut thief, an.password()).await.has("#waits"));
    let veto = veto_told(&house, &phone).await;
    let mut owner = house.browser();
    let mut heard = Vec::new();
    for (number, code) in [(number, "AAAAA-AAAAA"), ("001299999999", veto.as_str())] {
        owner.open("/recover/stop").await;
        let page = owner.fill("personal_id_number", number).fill("code", code).click("stop").await;
        assert_eq!(page.expect(422).wrong_fields(), ["code"]);
        heard.push(said(page, number));
    }
    assert_eq!(heard[0], heard[1]);
    owner.fill("personal_id_number", number).fill("code", &veto.to_lowercase());
    assert!(owner.click("stop").await.expect(200).has("#recovery-stopped"));
    house.advance(4 * DAY).await;
    assert!(thief.open("/recover").await.has("#stopped"));
    for to in [&phone, &email] {
        assert_eq!(count_told(&house, to, "recovery_stopped").await, 1, "{to}");
    }
    // Nothing has changed; signed in, one press is enough.
    let mut mine = signed_in(&house, &an).await;
    let mut thief = house.browser();
    begin(&mut thief, &an).await;
    show_code(&house, &mut thief, "email", &email).await;
    show_password(&mut thief, an.password()).await;
    mine.open("/account").await;
    mine.click("stop-recovery").await.expect_path("/account");
    assert!(!mine.page().has("#recovery"));
    assert!(thief.open("/recover").await.has("#stopped"));
    assert!(history(&mut mine, "/wallet/history").await.iter().any(|event| event == "recovery_stopped"));
    // A lock stops one too, which does not lie in wait for its lifting.
    let mut thief = house.browser();
    begin(&mut thief, &an).await;
    show_code(&house, &mut thief, "email", &email).await;
    assert!(show_password(&mut thief, an.password()).await.has("#waits"));
    mine.open("/account").await;
    mine.tick("sure", &["1"]).click("lock-account").await.expect(200);
    assert!(thief.open("/recover").await.has("#stopped"));
    for message in house.outbox().await.iter().filter(|message| message.kind.contains("recover")) {
        assert!(!message.text.contains("://") && !message.text.contains("www."), "{}", message.text);
    }
    house.close();
}

#[tokio::test]
async fn pw22_two_officers_begin_one_without_seeing_a_secret_and_finance_comes_back_last() {
    let house = House::start();
    let is_officer = |person: &Person| person.more.get("officer").is_some_and(|officer| !officer.is_null());
    let is_known = |person: &Person| person.more["face"] == "passed" && !is_officer(person);
    let an = house.people(&["--level", "2"]).into_iter().find(is_known).unwrap();
    let phone = addressed(&an);
    let [first, second, _] = officers(&house);
    let (mut one, mut two) = (on_duty(&house, &first).await, on_duty(&house, &second).await);
    let line = [("phone", an.phone.clone())];
    carry_out((&mut one, &mut two), "recover", &an.personal_id_number, &line).await;
    // The holder is told, and the officers see neither the code of that nor any other.
    let veto = veto_told(&house, &phone).await;
    for officer in [&one, &two] {
        assert!(!officer.page().answer.text().contains(&veto));
    }
    assert_eq!(count_told(&house, &phone, "recovery_code").await, 0);
    // It waits for whoever declares the same telephone, in the first browser that does.
    let mut browser = house.browser();
    let page = begin(&mut browser, &an).await;
    assert_eq!((proofs(&page), waits(&house, &page)), (vec!["officer".to_owned(), "register".to_owned()], Some(72)));
    let mut late = house.browser();
    assert_eq!(proofs(&begin(&mut late, &an).await), ["register"]);
    house.advance(3 * DAY).await;
    assert!(finish(&house, &mut browser, &phone, PASSWORD).await.expect(200).has("#recovered"));

    // Documents and finance wait for three days more; what needs level 1 is there at once.
    let back = Person { password: Some(PASSWORD.to_owned()), ..an.clone() };
    let portal = party(&house, "portal", json!({})).await;
    let bank = json!({
        "kind": "bank", "scope": "openid vn_identity scan", "token_endpoint_auth_method": "client_secret_post",
        "purposes": { "name": { "vi": "Mở tài khoản", "en": "To open an account", "essential": true } },
    });
    let bank = party(&house, "bank", bank).await;
    let strict = party(&house, "strict", json!({ "least_account_level": 2 })).await;
    house.enter(&portal, "openid", &mut browser, &back).await;
    browser.open("/account/authenticator").await;
    house.pass(&mut browser, &back).await;
    assert_eq!(browser.open("/account").await.attribute("#acts", "data-acts"), "1");
    for closed in [&bank, &strict] {
        let asked = closed.authorization("openid");
        browser.open(&asked.url()).await;
        house.pass(&mut browser, &back).await;
        assert!(browser.page().has("#restrained"), "{}", browser.page().summary());
        browser.click("back").await;
        assert_eq!(asked.error(&browser.outside(), &closed.redirect_uri, house.issuer()), "access_denied");
    }
    // A bank neither scans nor asks by a square of its own.
    let square = sharing_square(&mut browser, &["name"]).await;
    assert_eq!(scanned(&bank, &house, &square).await["result"], "cancelled");
    let page = open_square(&house, &bank, &mut browser).await.expect(409);
    assert_eq!(page.attribute("#said", "data-said"), "restrained");
    house.advance(3 * DAY).await;
    for open in [&bank, &strict] {
        house.enter(open, "openid", &mut browser, &back).await;
    }
    house.close();
}
