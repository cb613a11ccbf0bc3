//! A code on paper and a passkey as proofs that an account is one's own: what they are worth, who hears of them, and what is said
//! to whoever shows something else. Issue 6; PW08, PW16, PW18, PW19, PM01.

use serde_json::{Value, json};

use crate::applicants::{PASSWORD, count_told};
use crate::desk::addressed;
use crate::encounter::history;
use crate::guesses::said;
use crate::harness::{Browser, Device, House, Page, Person};
use crate::paper_code::{PAPER, made};
use crate::passkey::{PASSKEYS, add, question, reachable, show, stepped_up};
use crate::recovery::{begin, finish, proofs, show_code, show_password, waits};

const HOUR: i64 = 3600;

async fn show_paper(browser: &mut Browser, code: &str) -> Page {
    browser.fill("paper_code", code).click("show-paper").await.clone()
}

/// Sends what a browser said of a passkey, as the page's script does.
async fn send(browser: &mut Browser, answer: &Value) -> Page {
    let answer = answer.to_string();
    browser.post_form("/recover/proof", &[("proof", "passkey"), ("answer", answer.as_str())]).await;
    browser.follow().await.clone()
}

async fn asked(browser: &Browser) -> Value {
    browser.ask("/recover/passkey").await.expect(200).json()
}

/// What this address was told of a code on paper, the latest first.
async fn paper_told(house: &House, to: &str) -> Vec<String> {
    let told = house.outbox().await.into_iter().filter(|one| one.to == to && one.kind == "paper_code_used");
    told.map(|message| message.text).collect()
}

#[tokio::test]
async fn pw18_paper_and_a_passkey_bring_an_account_back_together_and_neither_alone_and_every_paper_code_is_told() {
    let house = House::start();
    let an = reachable(&house);
    let binh = house.people(&["--level", "1"]).into_iter().find(|one| one.phone != an.phone).unwrap();
    let (phone, email) = (addressed(&an), an.email.clone().unwrap());
    let mut mine = stepped_up(&house, &an, PASSKEYS).await;
    let (mut device, mut other) = (Device::at(house.issuer()), Device::at(house.issuer()));
    add(&mut mine, &mut device, "An").await;
    add(&mut stepped_up(&house, &binh, PASSKEYS).await, &mut other, "Bình").await;
    mine.open(PAPER).await.expect_path(PAPER);
    let codes = made(&mut mine).await;

    // At sign-in too, whoever uses a code of the sheet is heard of at every address, with how many are left.
    let mut elsewhere = house.browser();
    elsewhere.open("/account/authenticator").await;
    elsewhere.sign_in(&an).await.expect_path("/sign-in/code");
    elsewhere.click("by-paper").await;
    elsewhere.fill("code", &codes[0]).click("verify").await.expect_path("/account/authenticator");
    for to in [&phone, &email] {
        let told = paper_told(&house, to).await;
        assert!(told.len() == 1 && told[0].contains(": 9") | told[0].contains("con lai 9"), "{to}: {told:?}");
        assert!(!told[0].contains("://"), "{told:?}");
    }

    // Whoever is meant, and whether anybody: one page, one question, one answer to what is no proof.
    let (mut browser, mut nowhere) = (house.browser(), house.browser());
    let nobody = Person { full_name: "Nguyễn Thị Không Có".into(), ..an.clone() };
    browser.open("/recover").await;
    browser.ask("/recover/passkey").await.expect(404);
    begin(&mut browser, &an).await;
    begin(&mut nowhere, &nobody).await;
    // Where no script runs the page says so, and every other proof is there.
    assert!(browser.page().has("#no-passkeys") && browser.page().has("form#by-passkey[hidden]"));
    // On a telephone the proofs are a short list: each unfolds by itself while it is being shown, without script too.
    assert!(browser.page().has("details > #by-paper") && !browser.page().has("details[open]"));
    let mut heard = Vec::new();
    for browser in [&mut browser, &mut nowhere] {
        let mut pages = Vec::new();
        for code in [codes[0].as_str(), "0000-0000-0000-0000", ""] {
            let page = show_paper(browser, code).await;
            assert_eq!(page.expect(422).wrong_fields(), ["paper_code"]);
            assert_eq!(page.attributes("details[open] > form", "id"), ["by-paper"]);
            pages.push(page);
        }
        let key = asked(browser).await["publicKey"].clone();
        assert_eq!((&key["allowCredentials"], &key["userVerification"]), (&Value::Null, &json!("required")));
        let unverified = device.show_changed(&asked(browser).await, |said| said.authenticator[32] &= !0x04).await;
        let nobodys =
            device.show_changed(&asked(browser).await, |said| said.sent["response"]["userHandle"] = Value::Null).await;
        let anothers = other.show(&asked(browser).await).await;
        let mut to_sign_in = house.browser();
        to_sign_in.open("/sign-in").await;
        let for_something_else = device.show(&question(&to_sign_in).await).await;
        for answer in [unverified, nobodys, anothers, for_something_else, json!({})] {
            let page = send(browser, &answer).await;
            assert_eq!(page.expect(422).wrong_fields(), ["by-passkey"]);
            pages.push(page);
        }
        heard.push(pages.iter().map(|page| said(page, "-")).collect::<Vec<_>>());
    }
    assert_eq!(heard[0], heard[1]);
    // A right one where there is nobody, and one that was asked for in another browser.
    let answer = device.show(&asked(&nowhere).await).await;
    send(&mut nowhere, &answer).await.expect(422);
    assert_eq!(show_paper(&mut nowhere, &codes[1]).await.status(), 422);
    let answer = device.show(&asked(&nowhere).await).await;
    assert_eq!(send(&mut browser, &answer).await.expect(422).wrong_fields(), ["by-passkey"]);

    // Alone neither is enough; together they are, after a day.
    let answer = device.show(&asked(&browser).await).await;
    let page = send(&mut browser, &answer).await;
    assert_eq!((proofs(page.expect_path("/recover")), waits(&house, &page)), (words(&["passkey", "register"]), None));
    let page = show_paper(&mut browser, &codes[1].to_lowercase()).await;
    assert_eq!((proofs(&page), waits(&house, &page)), (words(&["paper", "passkey", "register"]), Some(24)));
    for to in [&phone, &email] {
        let told = paper_told(&house, to).await;
        assert!(told.len() == 2 && told[0].contains(": 8") | told[0].contains("con lai 8"), "{to}: {told:?}");
        assert_eq!(count_told(&house, to, "recovery_waiting").await, 1, "{to}");
    }
    // A second code adds nothing, and so it stays good: the page takes none any more, and neither does the house.
    assert!(!browser.page().has("#by-paper") && !browser.page().has("#by-passkey") && browser.page().has("#by-email"));
    let again = [("proof", "paper"), ("action", "show"), ("paper_code", codes[2].as_str())];
    browser.post_form("/recover/proof", &again).await.expect(303);
    browser.open("/recover").await;
    assert_eq!(mine.open(PAPER).await.attribute("#left", "data-left-codes"), "8");
    // The address opens on the telephone that has the passkey: no less is waited for both. The password is something else.
    let page = show_code(&house, &mut browser, "email", &email).await;
    assert_eq!((waits(&house, &page), count_told(&house, &phone, "recovery_waiting").await), (Some(24), 1));
    let page = show_password(&mut browser, an.password()).await;
    assert_eq!((waits(&house, &page), count_told(&house, &phone, "recovery_waiting").await), (Some(12), 2));

    house.advance(12 * HOUR).await;
    assert!(finish(&house, &mut browser, &phone, PASSWORD).await.expect(200).has("#recovered"));
    // Whoever had the lost things has nothing in them any more.
    let mut late = house.browser();
    late.open("/sign-in").await;
    show(&mut late, &mut device).await.expect(422);
    let back = Person { password: Some(PASSWORD.to_owned()), ..an.clone() };
    late.open("/account/authenticator").await;
    late.sign_in(&back).await.expect_path("/sign-in/code");
    assert!(!late.page().has("#by-paper") && !late.page().has("form[data-passkey]"));
    house.pass(&mut late, &back).await;
    let told = history(&mut late, "/wallet/history").await;
    assert_eq!(told.iter().filter(|event| *event == "paper_code_used").count(), 2, "{told:?}");
    house.close();
}

fn words(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

#[tokio::test]
async fn pw08_f23_a_code_on_paper_is_one_proof_at_one_door_and_guesses_at_it_are_those_of_every_sign_in() {
    let house = House::start();
    let an = reachable(&house);
    let mut mine = stepped_up(&house, &an, PAPER).await;
    let codes = made(&mut mine).await;
    let second = house.second_node().await;
    let wire = second.as_ref().map_or(house.wire(), |node| node.wire()).clone();
    let mut recovers = house.browser().through(wire);
    begin(&mut recovers, &an).await;
    let mut signs_in = house.browser();
    signs_in.open("/account/authenticator").await;
    signs_in.sign_in(&an).await.expect_path("/sign-in/code");
    signs_in.click("by-paper").await;
    // At two doors, on two nodes, in one moment: it opens one of them.
    let code = codes[0].as_str();
    let (one, other) = tokio::join!(
        async { signs_in.post_form("", &[("way", "paper"), ("action", "verify"), ("code", code)]).await.status() },
        async { recovers.post_form("/recover/proof", &[("proof", "paper"), ("paper_code", code)]).await.status() }
    );
    assert_eq!([one.min(other), one.max(other)], [303, 422]);
    assert_eq!(mine.open(PAPER).await.attribute("#left", "data-left-codes"), "9");

    // Ten wrong ones, and nothing is looked at for a while; begun anew the same, and also where there is nobody.
    let nobody = Person { full_name: "Nguyễn Thị Không Có".into(), ..an.clone() };
    for person in [&an, &nobody] {
        let mut thief = house.browser();
        begin(&mut thief, person).await;
        for _ in 0..12 {
            if show_paper(&mut thief, "0000-0000-0000-0000").await.status() == 429 {
                break;
            }
        }
        thief.page().expect(429).expect_error("too_many_requests");
        let mut thief = house.browser();
        begin(&mut thief, person).await;
        show_paper(&mut thief, &codes[1]).await.expect(429);
    }
    let mut late = house.browser();
    late.open("/account/authenticator").await;
    late.sign_in(&an).await.expect_path("/sign-in/code");
    late.click("by-paper").await;
    late.fill("code", &codes[1]).click("verify").await.expect(429);
    house.close();
}
