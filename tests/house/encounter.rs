//! A citizen and an officer before one another: signed in as each of them is, a square between them.

use serde_json::Value;

use crate::harness::{Browser, House, Person};

/// A citizen of this level, signed in; at level 2 with the switch on.
pub(crate) async fn citizen(house: &House, level: i64, which: usize) -> (Person, Browser) {
    let person = house.people(&["--level", &level.to_string()]).swap_remove(which);
    let mut browser = house.browser();
    browser.open("/wallet").await.expect_path("/sign-in");
    browser.sign_in(&person).await.expect_path("/wallet");
    if level == 2 {
        browser.click("turn-on").await.expect_path("/wallet");
    }
    (person, browser)
}

/// An officer who may scan, signed in with two factors.
pub(crate) async fn officer(house: &House, which: usize) -> (Person, Browser) {
    let person = house.people(&["--officer"]).swap_remove(which);
    let browser = on_duty(house, house.browser(), &person).await;
    (person, browser)
}

/// Signs an officer in at that browser's node.
pub(crate) async fn on_duty(house: &House, mut browser: Browser, person: &Person) -> Browser {
    browser.open("/office/scan").await.expect_path("/sign-in");
    browser.sign_in(person).await.expect_path("/sign-in/code");
    let code = house.code_sent_to(&international(&person.phone)).await;
    browser.fill("code", &code).click("verify").await.expect_path("/office/scan");
    browser
}

/// A square of the citizen's, as its text.
pub(crate) async fn square(citizen: &mut Browser) -> String {
    citizen.open("/wallet").await;
    citizen.click("show-qr").await.expect_path("/wallet/qr");
    citizen.read_square().await
}

/// A square that shows these fields.
pub(crate) async fn sharing_square(citizen: &mut Browser, fields: &[&str]) -> String {
    citizen.open("/wallet/share").await;
    for field in fields {
        citizen.tick(&format!("field_{field}"), &["1"]);
    }
    citizen.click("create").await.expect_path("/wallet/qr");
    citizen.read_square().await
}

/// The officer scans, by the text box; the word of the result.
pub(crate) async fn scan(officer: &mut Browser, text: &str) -> String {
    officer.open("/office/scan").await.expect(200);
    officer.fill("token", text).click("check").await.expect(200).attribute("#result", "data-result")
}

/// The officer asks for these fields, on the page that a genuine scan shows.
pub(crate) async fn ask(officer: &mut Browser, purpose: &str, fields: &[&str]) {
    officer.fill("purpose", purpose);
    for field in fields {
        officer.tick(&format!("field_{field}"), &["1"]);
    }
    officer.click("send").await.expect(200);
    assert_eq!(officer.page().attribute("#result", "data-result"), "asked");
}

/// The claims of a signed text, unverified: what anybody reads who decodes it.
pub(crate) fn claims(signed: &str) -> Value {
    let part = signed.split('.').nth(1).expect("a compact token has three parts");
    serde_json::from_slice(&unpadded(part)).expect("claims are JSON")
}

/// A release with what stands behind its digests put where the digests stood; every one must stand under one of them.
pub(crate) fn release(text: &str) -> Value {
    let (signed, behind) = text.split_once('~').expect("a selectively disclosable text");
    let mut claims = claims(signed);
    assert_eq!(claims["_sd_alg"], "sha-256");
    let digests = claims["claims"]["_sd"].take();
    for disclosure in behind.split_terminator('~') {
        let digest = ring::digest::digest(&ring::digest::SHA256, disclosure.as_bytes());
        let digest: Value = dinhdanh::secret::encode(digest.as_ref()).into();
        assert!(digests.as_array().unwrap().contains(&digest), "{disclosure} stands under no digest");
        let [_, name, value] = serde_json::from_slice::<[Value; 3]>(&unpadded(disclosure)).unwrap();
        claims["claims"][name.as_str().unwrap()] = value;
    }
    claims["claims"].as_object_mut().unwrap().remove("_sd");
    claims
}

/// Strict base64url is the house's to check; a reader of ours is as lax as it likes.
pub(crate) fn unpadded(text: &str) -> Vec<u8> {
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'-' => 62,
        b'_' => 63,
        _ => panic!("not base64url: {text}"),
    };
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0_u32, 0);
    for byte in text.bytes() {
        held = (held << 6) | u32::from(value(byte));
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits) as u8);
        }
    }
    bytes
}

/// A phone as messages are addressed.
pub(crate) fn international(phone: &str) -> String {
    format!("+84{}", phone.trim_start_matches('0'))
}

/// The events of a history page, newest first.
pub(crate) async fn history(browser: &mut Browser, path: &str) -> Vec<String> {
    browser.open(path).await.expect(200).attributes("#history li", "data-event")
}
