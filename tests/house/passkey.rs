//! Passkeys, shown by an authenticator that this project did not write: alone, as a second factor, and in every way in which
//! one is refused.

use serde_json::{Value, json};

use crate::entry::{party, tokens};
use crate::harness::{Browser, Device, House, Page, Person, Said};

pub(crate) const PASSKEYS: &str = "/account/passkeys";

/// Somebody of level 1 whom a letter reaches too.
pub(crate) fn reachable(house: &House) -> Person {
    let people = house.people(&["--level", "1"]);
    people.into_iter().find(|person| person.email.is_some()).expect("somebody with an address")
}

/// Signs in and shows the code of the telephone, on the way to a page of the account.
pub(crate) async fn stepped_up(house: &House, person: &Person, page: &str) -> Browser {
    let mut browser = house.browser();
    browser.open(page).await.expect_path("/sign-in");
    browser.sign_in(person).await.expect_path("/sign-in/code");
    browser.fill("code", &house.code_sent_to(&person.phone).await).click("verify").await.expect_path(page);
    browser
}

/// What the house asks of a passkey on the present page.
pub(crate) async fn question(browser: &Browser) -> Value {
    let asked = browser.page().attribute("form[data-passkey]", "data-passkey");
    browser.ask(&asked).await.expect(200).json()
}

/// Sends an answer as the page's script does.
async fn send<'a>(browser: &'a mut Browser, answer: &str, name: &str) -> &'a Page {
    let action = browser.page().attribute("form[data-passkey] input[name=action]", "value");
    let fields = [("action", action.as_str()), ("answer", answer), ("name", name)];
    let fields = if action == "add" { &fields[..] } else { &fields[..2] };
    browser.post_form("", fields).await;
    browser.follow().await
}

pub(crate) async fn show<'a>(browser: &'a mut Browser, device: &mut Device) -> &'a Page {
    let answer = device.show(&question(browser).await).await;
    send(browser, &answer.to_string(), "").await
}

/// Adds the device's passkey on the page of passkeys.
pub(crate) async fn add(browser: &mut Browser, device: &mut Device, name: &str) {
    let made = device.make(&question(browser).await).await;
    send(browser, &made.to_string(), name).await.expect_path(PASSKEYS).expect_words(name);
}

async fn told(house: &House, kind: &str) -> Vec<String> {
    house.outbox().await.into_iter().filter(|message| message.kind == kind).map(|message| message.channel).collect()
}

#[tokio::test]
async fn a_passkey_alone_opens_a_party_that_asks_for_level_two_until_it_is_removed() {
    let house = House::start();
    let an = reachable(&house);
    let (bank, portal) = (
        party(&house, "bank", json!({ "least_authentication_level": 2 })).await,
        party(&house, "portal", json!({})).await,
    );
    let mut elsewhere = house.browser();
    let kept = tokens(&portal, "openid offline_access", &an, &mut elsewhere).await.refresh.unwrap();
    let mut browser = stepped_up(&house, &an, PASSKEYS).await;
    assert!(browser.page().has("#none"));
    let mut phone = Device::at(house.issuer());
    add(&mut browser, &mut phone, "Điện thoại của An").await;
    // PW20: on every channel, and whoever was in elsewhere is out, with what renews itself.
    assert_eq!(told(&house, "passkey_added").await.len(), 2);
    elsewhere.open("/account").await.expect_path("/sign-in");
    portal.refresh(&kept).await.unwrap_err();
    browser.open("/account").await.expect_path("/account");

    // Alone, at a party that asks for two factors: what happened is told, and nothing higher.
    let mut other = house.browser();
    let asked = bank.authorization("openid");
    other.open(&asked.url()).await.expect_path("/sign-in");
    show(&mut other, &mut phone).await.expect_path("/consent");
    other.click("allow").await;
    let got = bank.exchange(&asked, &other.outside()).await.claims;
    assert_eq!((&got["acr"], &got["amr"]), (&json!("loa2"), &json!(["pop", "user", "mfa"])));
    // Asked again for this very request: it counts as the sign-in that the party wants.
    house.advance(60).await;
    let asked = bank.authorization("openid").with("max_age", "30");
    other.open(&asked.url()).await.expect_path("/sign-in");
    show(&mut other, &mut phone).await;
    let again = bank.exchange(&asked, &other.outside()).await.claims;
    assert!(again["auth_time"].as_i64() >= got["auth_time"].as_i64().map(|before| before + 60), "{again} {got}");

    // The second factor in mid-session: nothing is sent to the telephone.
    let mut third = house.browser();
    tokens(&portal, "openid", &an, &mut third).await;
    let sent = house.outbox().await.len();
    let asked = bank.authorization("openid");
    third.open(&asked.url()).await.expect_path("/sign-in/code");
    let before = third.cookie("session");
    show(&mut third, &mut phone).await;
    assert_ne!(third.cookie("session"), before, "SE02");
    let got = bank.exchange(&asked, &third.outside()).await.claims;
    assert_eq!((&got["acr"], &got["amr"]), (&json!("loa2"), &json!(["pwd", "pop", "user", "mfa"])));
    assert_eq!(house.outbox().await.len(), sent);
    // Who cannot use it here still has the telephone.
    third.open("/sign-in/code?back=/account").await.expect_path("/sign-in/code");
    third.click("resend").await.expect_path("/sign-in/code");
    third.fill("code", &house.code_sent_to(&an.phone).await).click("verify").await.expect_path("/account");

    // Renamed and removed by the same person, with the others left as they are.
    third.open(PASSKEYS).await.expect_path(PASSKEYS).expect_words("Điện thoại của An");
    let id = third.page().attribute("li[data-passkey-id]", "data-passkey-id");
    third
        .fill("name", "  Máy\u{a0}tính  ")
        .click(&format!("rename-{id}"))
        .await
        .expect_path(PASSKEYS)
        .expect_words("Máy tính");
    third.tick("keep", &["1"]).click(&format!("remove-{id}")).await.expect_path(PASSKEYS);
    assert!(third.page().has("#none"));
    assert_eq!(told(&house, "passkey_removed").await.len(), 2);
    other.open("/account").await.expect_path("/account");
    let mut last = house.browser();
    last.open("/sign-in").await;
    show(&mut last, &mut phone).await.expect(422).expect_words("không mở được tài khoản");
    house.close();
}

/// One thing that is wrong, and how it is made so.
type Change = (&'static str, fn(&mut Said));

const WRONG: &[Change] = &[
    ("no challenge of the house", |said| said.client["challenge"] = json!("A".repeat(43))),
    ("another ceremony", |said| said.client["type"] = json!("webauthn.create")),
    ("a subdomain", |said| said.client["origin"] = json!("http://op.localhost")),
    ("another port", |said| said.client["origin"] = json!("http://localhost:444")),
    ("another scheme", |said| {
        said.client["origin"] = json!(said.client["origin"].as_str().unwrap().replace("http:", "https:"));
    }),
    ("a host that ends alike", |said| {
        said.client["origin"] = json!(said.client["origin"].as_str().unwrap().replace("//", "//bad"));
    }),
    ("a longer origin", |said| said.client["origin"] = json!(format!("{}/", said.client["origin"].as_str().unwrap()))),
    ("a frame of somebody else", |said| said.client["crossOrigin"] = json!(true)),
    ("a page above it", |said| said.client["topOrigin"] = json!("https://evil.example")),
    ("another rpId", |said| said.authenticator[..32].copy_from_slice(&[7; 32])),
    ("nobody there", |said| said.authenticator[32] &= !0x01),
    ("nobody verified", |said| said.authenticator[32] &= !0x04),
    ("nobody there and nobody verified", |said| said.authenticator[32] &= !0x05),
    ("another kind of key than it was", |said| said.authenticator[32] &= !0x18),
    ("an id that is not the raw one", |said| said.sent["id"] = json!("AAAA")),
    ("a raw id that is not the id", |said| said.sent["rawId"] = json!("AAAA")),
    ("another type", |said| said.sent["type"] = json!("password")),
    ("nobody's handle", |said| said.sent["response"]["userHandle"] = Value::Null),
    ("another's handle", |said| said.sent["response"]["userHandle"] = json!("AAAAAAAAAAAAAAAAAAAAAA")),
];

#[tokio::test]
async fn v088_v089_pw16_whatever_is_wrong_with_a_passkey_is_refused_with_one_answer_and_costs_it_nothing() {
    let house = House::start();
    let people = house.people(&["--level", "1"]);
    let (an, binh) = (&people[0], &people[1]);
    let mut browser = stepped_up(&house, an, PASSKEYS).await;
    let mut phone = Device::at(house.issuer()).counting();
    add(&mut browser, &mut phone, "An").await;
    let mut others = stepped_up(&house, binh, PASSKEYS).await;
    let mut other = Device::at(house.issuer());
    // No credential is two people's: the other's answer with this device's key.
    let asked = question(&others).await;
    let mut stolen = other.make(&asked).await;
    let mut copy = Device::at(house.issuer());
    let again = copy.make(&question(&browser).await).await;
    send(&mut browser, &again.to_string(), "Hai").await.expect_path(PASSKEYS).expect_words("Hai");
    for member in ["id", "rawId"] {
        stolen[member] = again[member].clone();
    }
    stolen["response"]["attestationObject"] = again["response"]["attestationObject"].clone();
    send(&mut others, &stolen.to_string(), "An").await.expect(422);
    add(&mut others, &mut other, "Bình").await;
    let begun = phone.count().unwrap();

    let mut answers = Vec::new();
    let mut refused = |page: &Page, what: &str| {
        assert_eq!(page.status(), 422, "{what}: {}", page.summary());
        answers.push((page.text(".summary"), what.to_owned()));
    };
    let mut stranger = house.browser();
    stranger.open("/sign-in").await;
    for (what, change) in WRONG {
        let answer = phone.show_changed(&question(&stranger).await, change).await;
        refused(send(&mut stranger, &answer.to_string(), "").await, what);
        assert!(stranger.cookie("session").is_none(), "{what}");
    }
    let mut answer = phone.show(&question(&stranger).await).await;
    answer["response"]["signature"] = json!("MEUCIQ");
    refused(send(&mut stranger, &answer.to_string(), "").await, "no signature");
    let another = other.credential();
    let answer = phone
        .show_changed(&question(&stranger).await, |said| {
            for member in ["id", "rawId"] {
                said.sent[member] = another.clone();
            }
        })
        .await;
    refused(send(&mut stranger, &answer.to_string(), "").await, "another's passkey");
    let long = "a".repeat(20_000);
    for text in ["", "{}", "[]", "null", long.as_str(), &again.to_string()] {
        refused(send(&mut stranger, text, "").await, "nothing that is an answer");
    }
    // Late, elsewhere, for something else, and a second time.
    let answer = phone.show(&question(&stranger).await).await.to_string();
    house.advance(301).await;
    refused(send(&mut stranger, &answer, "").await, "too late");
    let answer = phone.show(&question(&stranger).await).await.to_string();
    let mut thief = house.browser();
    thief.open("/sign-in").await;
    refused(send(&mut thief, &answer, "").await, "another browser");
    let bank = party(&house, "bank", json!({ "least_authentication_level": 2 })).await;
    let answer = phone.show(&question(&stranger).await).await.to_string();
    let mut tab = stranger.tab();
    tab.open(&bank.authorization("openid").url()).await.expect_path("/sign-in");
    refused(send(&mut tab, &answer, "").await, "another transaction");
    tab.sign_in(an).await.expect_path("/sign-in/code");
    let answer = phone.show(&question(&tab).await).await.to_string();
    let mut anew = tab.tab();
    anew.open(&bank.authorization("openid").with("prompt", "login").url()).await.expect_path("/sign-in");
    refused(send(&mut anew, &answer, "").await, "another purpose");
    // As a second factor it is one's own or nobody's.
    let asked = question(&tab).await;
    let answer = other
        .show(&json!({ "publicKey": { "challenge": asked["publicKey"]["challenge"], "rpId": "localhost" } }))
        .await;
    refused(send(&mut tab, &answer.to_string(), "").await, "another person's");
    let first = answers[0].0.clone();
    for (answer, what) in &answers {
        assert_eq!(answer, &first, "{what}");
    }

    // None of it was counted: the next count after the first one is still good, once.
    *phone.count() = Some(begun);
    let mut left = phone.copy();
    show(&mut tab, &mut phone).await.expect_path("/consent");
    stranger.open("/sign-in").await.expect_path("/account");
    let mut strange = house.browser();
    strange.open("/sign-in").await;
    show(&mut strange, &mut left).await.expect(422);
    assert_eq!(strange.page().text(".summary"), first);
    assert!(!told(&house, "passkey_suspected").await.is_empty());
    strange.open("/wallet/history").await;
    strange.sign_in(an).await.expect_words("có thể đã bị sao chép");
    house.close();
}

#[tokio::test]
async fn f23_of_two_that_answer_one_challenge_at_once_one_is_in() {
    let house = House::start();
    let an = reachable(&house);
    let mut browser = stepped_up(&house, &an, PASSKEYS).await;
    let mut phone = Device::at(house.issuer());
    add(&mut browser, &mut phone, "An").await;
    let second = house.second_node().await;
    let wire = second.as_ref().map_or(house.wire(), |node| node.wire()).clone();
    for _ in 0..5 {
        let mut here = house.browser();
        here.open("/sign-in").await;
        let answer = phone.show(&question(&here).await).await.to_string();
        let mut there = here.through(wire.clone());
        let fields = [("action", "passkey"), ("answer", answer.as_str())];
        let (one, other) = tokio::join!(async { here.post_form("", &fields).await.status() }, async {
            there.post_form("", &fields).await.status()
        });
        assert_eq!([one.min(other), one.max(other)], [303, 422]);
    }
    house.close();
}

#[tokio::test]
async fn pw07_others_guesses_keep_nobody_from_a_passkey_and_its_page_is_found_by_machines() {
    let house = House::start();
    let found: Value = house.wire().get("/.well-known/passkey-endpoints").await.expect(200).json();
    let page = format!("{}{PASSKEYS}", house.issuer());
    assert_eq!(found, json!({ "enroll": page, "manage": page }));
    let an = reachable(&house);
    let mut browser = stepped_up(&house, &an, PASSKEYS).await;
    let mut phone = Device::at(house.issuer());
    add(&mut browser, &mut phone, "An").await;
    let mut thief = house.browser();
    thief.open("/sign-in").await;
    for _ in 0..6 {
        thief
            .fill("username", &an.personal_id_number)
            .fill("password", "Khong phai mat khau 1")
            .click("continue")
            .await;
        if thief.page().status() == 429 {
            break;
        }
    }
    thief.page().expect(429);
    let mut owner = house.browser();
    owner.open("/sign-in").await;
    show(&mut owner, &mut phone).await.expect_path("/account");
    // Shown at sign-in, it is fresh enough to change what opens the account; ten minutes later it is asked for again.
    owner.open(PASSKEYS).await.expect_path(PASSKEYS);
    house.advance(601).await;
    owner.open(PASSKEYS).await.expect_path("/sign-in/code");
    show(&mut owner, &mut phone).await.expect_path(PASSKEYS);
    // Locked, the right passkey opens nothing and says what to do.
    owner.open("/account").await.expect_path("/account");
    owner.tick("sure", &["1"]).click("lock-account").await.expect(200);
    let mut late = house.browser();
    late.open("/sign-in").await;
    show(&mut late, &mut phone).await.expect(422).expect_words("đang bị khóa");
    assert!(late.cookie("session").is_none());
    house.close();
}
