//! Codes on paper: for whoever has lost the telephone.

use serde_json::json;

use crate::entry::party;
use crate::harness::{Browser, Engine, House};
use crate::passkey::{reachable, stepped_up};

pub(crate) const PAPER: &str = "/account/paper-codes";

pub(crate) async fn made(browser: &mut Browser) -> Vec<String> {
    browser.click("make").await.expect_path(PAPER);
    browser.page().texts("#codes code")
}

#[tokio::test]
async fn pw19_each_code_of_a_sheet_opens_once_in_place_of_the_telephones_and_a_new_sheet_voids_the_old() {
    let house = House::start();
    let an = reachable(&house);
    let bank = party(&house, "bank", json!({ "least_authentication_level": 2 })).await;
    let mut browser = stepped_up(&house, &an, PAPER).await;
    let mut elsewhere = house.browser();
    elsewhere.open("/sign-in").await;
    elsewhere.sign_in(&an).await.expect_path("/account");
    let codes = made(&mut browser).await;
    let different: std::collections::BTreeSet<_> = codes.iter().collect();
    assert_eq!((codes.len(), different.len()), (10, 10));
    assert!(codes.iter().all(|code| code.len() == 19 && code.split('-').count() == 4), "{codes:?}");
    // Shown once; told on every channel; others are out (PW20).
    browser.open(PAPER).await.expect_path(PAPER);
    assert_eq!(
        (browser.page().attribute("#left", "data-left-codes"), browser.page().has("#codes")),
        ("10".into(), false)
    );
    let told: Vec<_> = house.outbox().await.into_iter().filter(|message| message.kind == "paper_codes_made").collect();
    assert_eq!(told.iter().map(|message| message.channel.as_str()).collect::<std::collections::BTreeSet<_>>().len(), 2);
    assert!(told.iter().all(|message| codes.iter().all(|code| !message.text.contains(code))));
    elsewhere.open("/account").await.expect_path("/sign-in");

    // In place of the telephone's code, typed as people type.
    let asked = bank.authorization("openid");
    elsewhere.open(&asked.url()).await;
    elsewhere.sign_in(&an).await.expect_path("/sign-in/code");
    elsewhere.click("by-paper").await.expect_path("/sign-in/code");
    let typed = codes[0].replace('-', " ").to_lowercase();
    elsewhere.fill("code", &typed).click("verify").await.expect_path("/consent");
    elsewhere.click("allow").await;
    let got = bank.exchange(&asked, &elsewhere.outside()).await.claims;
    assert_eq!((&got["acr"], &got["amr"]), (&json!("loa2"), &json!(["pwd", "paper", "mfa"])));
    browser.open(PAPER).await;
    assert_eq!(browser.page().attribute("#left", "data-left-codes"), "9");
    // Used, it is as wrong as one that never was.
    let mut thief = house.browser();
    thief.open("/account/authenticator").await;
    thief.sign_in(&an).await.expect_path("/sign-in/code");
    let mut words = Vec::new();
    thief.click("by-paper").await.expect_path("/sign-in/code");
    for code in [codes[0].as_str(), "0000-0000-0000-0000", "", "123456"] {
        words.push(thief.fill("code", code).click("verify").await.expect(422).text(".summary"));
    }
    assert!(words.iter().all(|one| *one == words[0]), "{words:?}");
    // A new sheet voids the old one; here the others stay, because the person says so.
    browser.tick("keep", &["1"]);
    let renewed = made(&mut browser).await;
    thief.fill("code", &codes[1]).click("verify").await.expect(422);
    thief.fill("code", &renewed[1]).click("verify").await.expect_path("/account/authenticator");
    // Cancelled, none opens anything and the page no longer offers it.
    browser.open(PAPER).await;
    browser.tick("keep", &["1"]).click("remove").await.expect_path(PAPER);
    assert!(!browser.page().has("#left"));
    thief.open("/sign-in/code?back=/account").await.expect_path("/sign-in/code");
    assert!(!thief.page().has("#by-paper"));
    house.sweep().await;
    kept_nowhere(&house, &[codes, renewed].concat());
    house.close();
}

/// What stands in the database opens nothing (PW19).
fn kept_nowhere(house: &House, codes: &[String]) {
    if Engine::under_test() != Engine::Sqlite {
        return;
    }
    for file in std::fs::read_dir(house.site().folder()).unwrap().flatten() {
        let Ok(bytes) = std::fs::read(file.path()) else { continue };
        for code in codes.iter().flat_map(|code| [code.clone(), code.replace('-', "")]) {
            assert!(!bytes.windows(code.len()).any(|part| part == code.as_bytes()), "{:?} holds a code", file.path());
        }
    }
}

#[tokio::test]
async fn f23_v074_one_code_opens_one_session_on_one_node_and_wrong_ones_are_counted_with_all_others() {
    let house = House::start();
    let an = reachable(&house);
    let mut browser = stepped_up(&house, &an, PAPER).await;
    let codes = made(&mut browser).await;
    let second = house.second_node().await;
    let wire = second.as_ref().map_or(house.wire(), |node| node.wire()).clone();
    let mut waiting = Vec::new();
    for node in [house.wire(), &wire] {
        let mut one = house.browser().through(node.clone());
        one.open("/account/authenticator").await;
        one.sign_in(&an).await.expect_path("/sign-in/code");
        one.click("by-paper").await.expect_path("/sign-in/code");
        waiting.push(one);
    }
    let [here, there] = &mut waiting[..] else { panic!("two browsers") };
    let fields = [("way", "paper"), ("action", "verify"), ("code", codes[3].as_str())];
    let (one, other) = tokio::join!(async { here.post_form("", &fields).await.status() }, async {
        there.post_form("", &fields).await.status()
    });
    assert_eq!([one.min(other), one.max(other)], [303, 422]);
    // Ten wrong ones by whatever way, and the right one is not looked at any more.
    let late = if one == 422 { here } else { there };
    for turn in 0..12 {
        let way = if turn % 2 == 0 { "paper" } else { "phone" };
        late.post_form("", &[("way", way), ("action", "verify"), ("code", "0000-0000-0000-0000")]).await;
        if late.page().status() == 429 {
            break;
        }
    }
    late.page().expect(429).expect_error("too_many_requests");
    late.open("/sign-in/code?back=/account").await.expect_path("/sign-in/code");
    late.click("by-paper").await.expect_path("/sign-in/code");
    late.fill("code", &codes[4]).click("verify").await.expect(429);
    house.close();
}
