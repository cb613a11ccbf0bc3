//! The one-minute square, from the citizen's screen to the officer's verdict. Rows QR of security.md by their names.

use serde_json::{Value, json};

use crate::encounter::{
    citizen, claims, history, international, officer, on_duty, release, scan, sharing_square, square, unpadded,
};
use crate::harness::{Browser, House};

#[tokio::test]
async fn an_officer_scans_the_square_and_sees_initials_and_level_and_nothing_more() {
    let house = House::start();
    let (an, mut citizen) = citizen(&house, 2, 0).await;
    let (_, mut officer) = officer(&house, 0).await;
    let text = square(&mut citizen).await;
    let left: i64 = citizen.page().text("#countdown").parse().unwrap();
    assert!((50..=60).contains(&left), "{left}");
    assert_eq!(scan(&mut officer, &text).await, "genuine");
    let page = officer.page();
    assert_eq!(page.text("#initials"), "N.T.M.A.");
    assert_eq!(page.attribute("#result", "data-result"), "genuine");
    let words = page.words();
    assert!(!words.contains(&an.full_name) && !words.contains(&an.personal_id_number) && !words.contains("1990"));
    // The holder's phone says at once who it was.
    let shown = citizen.page().url().clone();
    citizen.open(shown.as_str()).await;
    assert_eq!(citizen.page().attribute("#square", "data-state"), "scanned");
    citizen.page().expect_words("Trần Quốc Bảo").expect_words("Công an phường Hoàn Kiếm");
}

#[tokio::test]
async fn qr01_a_square_carries_no_person_lives_sixty_seconds_and_is_read_once() {
    let house = House::start();
    let (_, mut citizen) = citizen(&house, 2, 0).await;
    let (_, mut officer) = officer(&house, 0).await;
    let text = square(&mut citizen).await;
    let claims = claims(&text);
    let mut names: Vec<_> = claims.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    assert_eq!(names, ["exp", "iat", "iss", "jti", "kind"]);
    assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 60);
    assert_eq!(unpadded(claims["jti"].as_str().unwrap()).len(), 16);
    assert_eq!((&claims["iss"], &claims["kind"]), (&json!(house.issuer()), &json!("verification")));
    let header: Value = serde_json::from_slice(&unpadded(text.split('.').next().unwrap())).unwrap();
    assert_eq!((&header["alg"], &header["typ"]), (&json!("EdDSA"), &json!("vnqr+jwt")));
    let keys: Value = house.wire().get("/jwks").await.json();
    assert!(keys["keys"].as_array().unwrap().iter().any(|key| key["kid"] == header["kid"]), "its key is published");
    // A new one kills the old one at once.
    let newer = square(&mut citizen).await;
    assert_ne!(text, newer);
    assert_eq!(scan(&mut officer, &text).await, "cancelled");
    assert_eq!(scan(&mut officer, &newer).await, "genuine");
    assert_eq!(scan(&mut officer, &newer).await, "used");
    let (_, mut other) = self::officer(&house, 1).await;
    assert_eq!(scan(&mut other, &newer).await, "used");
    other.page().expect_words("lúc");
    // Young enough a moment before the end, dead at the end.
    let young = square(&mut citizen).await;
    house.advance(50).await;
    assert_eq!(scan(&mut officer, &young).await, "genuine");
    let old = square(&mut citizen).await;
    house.advance(60).await;
    assert_eq!(scan(&mut officer, &old).await, "expired");
    officer.page().expect_words("đề nghị tạo lại mã");
    let shown = citizen.page().url().clone();
    citizen.open(shown.as_str()).await;
    assert_eq!(citizen.page().attribute("#square", "data-state"), "expired");
    // Nothing of any of them stands in the database.
    if house.site().database().is_none() {
        for file in ["dinhdanh.sqlite", "dinhdanh.sqlite-wal"] {
            let bytes = std::fs::read(house.site().folder().join(file)).unwrap_or_default();
            let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
            for text in [&text, &newer, &young, &old] {
                let claims = crate::encounter::claims(text);
                assert!(!holds(text) && !holds(claims["jti"].as_str().unwrap()), "{file} holds a square");
            }
        }
    }
}

#[tokio::test]
async fn qr02_who_may_not_scan_learns_nothing_and_spends_nothing() {
    let house = House::start();
    let (_, mut citizen) = citizen(&house, 2, 0).await;
    let (_, mut other) = self::citizen(&house, 2, 1).await;
    let (_, mut low) = self::citizen(&house, 1, 0).await;
    let administrator = house.people(&["--officer"]).swap_remove(2);
    let mut clerk = house.browser();
    clerk.open("/office").await;
    clerk.sign_in(&administrator).await.expect_path("/sign-in/code");
    clerk.fill("code", &house.code_sent_to(&international(&administrator.phone)).await).click("verify").await;
    let live = square(&mut citizen).await;
    for (who, browser) in [("citizen", &mut other), ("level 1", &mut low), ("administrator", &mut clerk)] {
        let mut answers = Vec::new();
        for text in [live.as_str(), "nonsense", "", "a.b.c"] {
            browser.open("/wallet").await;
            let page = browser.post_form("/office/scan", &[("token", text)]).await;
            answers.push((page.status(), page.texts("main").concat()));
        }
        assert_eq!(answers[0].0, 403, "{who}");
        assert!(answers.iter().all(|answer| *answer == answers[0]), "{who} is told apart: {answers:?}");
        browser.open("/office/scan").await.expect(403);
    }
    let mut nobody = house.browser();
    nobody.open("/").await;
    nobody.post_form("/office/scan", &[("token", &live)]).await.expect(303);
    let (_, mut officer) = officer(&house, 0).await;
    assert_eq!(scan(&mut officer, &live).await, "genuine");
}

#[tokio::test]
async fn f24_qr03_of_two_officers_at_once_exactly_one_wins_and_the_other_is_told() {
    let house = House::start();
    let (_, mut citizen) = citizen(&house, 2, 0).await;
    let second = house.second_node().await;
    let (_, one) = officer(&house, 0).await;
    let other = match &second {
        Some(node) => {
            let person = house.people(&["--officer"]).swap_remove(1);
            on_duty(&house, node.browser(), &person).await
        }
        None => officer(&house, 1).await.1,
    };
    for round in 0..12 {
        let text = square(&mut citizen).await;
        let race = |browser: &Browser| {
            let (mut browser, text) = (browser.clone(), text.clone());
            tokio::spawn(async move { scan(&mut browser, &text).await })
        };
        let (one, other) = (race(&one), race(&other));
        let mut words = [one.await.unwrap(), other.await.unwrap()];
        words.sort();
        assert_eq!(words, ["genuine", "used"], "round {round}");
    }
    let told = history(&mut citizen, "/wallet/history").await;
    assert_eq!(told.iter().filter(|event| *event == "presentation_scanned").count(), 12);
    assert_eq!(told.iter().filter(|event| *event == "presentation_refused").count(), 12);
}

#[tokio::test]
async fn f24_a_scan_and_the_switch_off_at_once_are_one_or_the_other() {
    let house = House::start();
    let (_, mut citizen) = citizen(&house, 2, 0).await;
    let (_, officer) = officer(&house, 0).await;
    for round in 0..8 {
        let text = square(&mut citizen).await;
        let shown = citizen.page().url().clone();
        citizen.open("/wallet").await;
        let (mut off, mut scanner) = (citizen.clone(), officer.clone());
        let off = tokio::spawn(async move { off.click("turn-off").await.status() });
        let word = tokio::spawn(async move { scan(&mut scanner, &text).await });
        assert_eq!(off.await.unwrap(), 200);
        let word = word.await.unwrap();
        citizen.open(shown.as_str()).await;
        let state = citizen.page().attribute("#square", "data-state");
        assert!(
            matches!((word.as_str(), state.as_str()), ("genuine", "scanned") | ("cancelled", "cancelled")),
            "round {round}: {word}, {state}"
        );
        citizen.open("/wallet").await;
        citizen.click("turn-on").await;
    }
}

#[tokio::test]
async fn qr07_the_square_is_inert_text_and_anything_else_is_unknown() {
    let house = House::start();
    let (_, mut citizen) = citizen(&house, 2, 0).await;
    let (_, mut officer) = officer(&house, 0).await;
    let text = square(&mut citizen).await;
    assert!(!text.contains(':') && !text.contains('/') && text.split('.').count() == 3, "a camera would open {text}");
    let [header, payload, signature] = <[&str; 3]>::try_from(text.split('.').collect::<Vec<_>>()).unwrap();
    let flipped: String = signature.chars().rev().collect();
    let receipt_like = format!("{header}.{payload}.{flipped}");
    for forged in [
        "https://evil.example/wallet/qr",
        &format!("{text}."),
        &format!("{header}.{payload}"),
        &format!("{header}.{payload}."),
        &receipt_like,
        &format!("eyJhbGciOiJub25lIn0.{payload}."),
        &format!("{header}.eyJpc3MiOiJodHRwczovL2V2aWwuZXhhbXBsZSJ9.{signature}"),
        &"A".repeat(4096),
        "a\u{7}b",
        "Nguyễn Văn Ân|001090000001",
    ] {
        assert_eq!(scan(&mut officer, forged).await, "unknown", "{forged}");
    }
    // With spaces around it, as a hand scanner sends it, it is itself.
    assert_eq!(scan(&mut officer, &format!("  {text}\r\n")).await, "genuine");
    officer.open("/office/scan").await;
    officer.fill("token", "   ").click("check").await.expect(422);
    assert_eq!(officer.page().wrong_fields(), ["token"]);
}

#[tokio::test]
async fn qr08_v017_what_stands_in_a_square_is_never_shown() {
    let house = House::start();
    let (_, mut officer) = officer(&house, 0).await;
    for text in ["<svg onload=alert(1)>", "<h2>Ứng dụng thật: Nguyễn Giả Mạo</h2>", "x\" autofocus onfocus=\"alert(1)"]
    {
        assert_eq!(scan(&mut officer, text).await, "unknown");
        let html = officer.page().answer.text();
        assert!(!html.contains("onload") && !html.contains("Giả Mạo") && !html.contains("onfocus"), "{text}");
    }
}

#[tokio::test]
async fn qr10_a_square_dies_with_session_switch_and_account() {
    let house = House::start();
    let (an, mut citizen) = citizen(&house, 2, 0).await;
    let (_, mut officer) = officer(&house, 0).await;
    let text = square(&mut citizen).await;
    citizen.open("/wallet").await;
    citizen.click("turn-off").await;
    assert_eq!(scan(&mut officer, &text).await, "cancelled");
    citizen.open("/wallet/qr").await.expect(409).expect_words("chưa bật");
    citizen.open("/wallet").await;
    citizen.click("turn-on").await;
    assert_eq!(scan(&mut officer, &text).await, "cancelled", "switched on again, the old one stays dead");
    let text = square(&mut citizen).await;
    citizen.open("/sign-out").await;
    citizen.click("sign-out").await;
    assert_eq!(scan(&mut officer, &text).await, "cancelled");
    citizen.open("/wallet").await.expect_path("/sign-in");
    citizen.sign_in(&an).await.expect_path("/wallet");
    let text = square(&mut citizen).await;
    let number = an.personal_id_number.as_str();
    house.command(&["account", "lock", number, "--ground", "own_request", "--reason", "test"]).done();
    assert_eq!(scan(&mut officer, &text).await, "locked");
    citizen.open("/wallet/qr").await.expect_path("/sign-in");
}

#[tokio::test]
async fn qr11_every_scan_refused_ones_too_stands_in_both_histories() {
    let house = House::start();
    let (_, mut citizen) = citizen(&house, 2, 0).await;
    let (_, mut officer) = officer(&house, 0).await;
    let text = square(&mut citizen).await;
    assert_eq!(scan(&mut officer, &text).await, "genuine");
    assert_eq!(scan(&mut officer, &text).await, "used");
    assert_eq!(scan(&mut officer, "nonsense").await, "unknown");
    let mine = history(&mut citizen, "/wallet/history").await;
    let of_scans = |events: &[String]| events.iter().filter(|event| event.starts_with("presentation_")).count();
    // The switch, the square, the scan and the refused one; nobody knows whose the nonsense was.
    assert_eq!(of_scans(&mine), 4, "{mine:?}");
    citizen.page().expect_words("Trần Quốc Bảo").expect_words("mã đã được dùng");
    let deeds = history(&mut officer, "/office/history").await;
    assert_eq!(of_scans(&deeds), 3, "{deeds:?}");
    officer.page().expect_words("mã không do hệ thống cấp");
    let seen = citizen.open("/wallet/history?seen=1").await.attributes("#history > li", "data-event");
    assert_eq!(seen.iter().filter(|event| *event == "presentation_scanned").count(), 1);
    let mut english = citizen.clone().speaking("en");
    english.open("/wallet/history").await.expect_words("scanned the QR: genuine app").expect_words("it had been used");
}

#[tokio::test]
async fn qr14_a_result_is_not_kept_hides_itself_and_says_who_looked() {
    let house = House::start();
    let (_, mut citizen) = citizen(&house, 2, 0).await;
    let (_, mut officer) = officer(&house, 0).await;
    let text = square(&mut citizen).await;
    assert_eq!(scan(&mut officer, &text).await, "genuine");
    let page = officer.page();
    assert_eq!(page.answer.header("cache-control"), "no-store");
    assert_eq!(page.attribute("#result [data-hide-after]", "data-hide-after"), "30");
    assert!(page.attribute(".watermark span", "data-mark").contains("acc_"));
    let html = page.answer.text();
    let refresh =
        html.split("http-equiv=\"refresh\" content=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    let (seconds, target) = refresh.split_once("; url=").unwrap();
    assert_eq!(seconds, "30");
    // Where it goes without script holds nothing about the person, and the question can still be put there.
    officer.open(target).await.expect(200);
    assert!(!officer.page().has("#initials") && officer.page().has("form#ask"));
}

#[tokio::test]
async fn rl01_squares_and_scans_are_limited() {
    let house = House::start();
    let (_, mut citizen) = citizen(&house, 2, 0).await;
    let (_, mut officer) = officer(&house, 0).await;
    for _ in 0..20 {
        square(&mut citizen).await;
    }
    citizen.open("/wallet").await;
    citizen.click("show-qr").await.expect(429).expect_words("quá nhiều mã QR").expect_wait(3600);
    // The one that lives can still be shown.
    citizen.open("/wallet/qr").await.expect(200);
    for _ in 0..30 {
        assert_eq!(scan(&mut officer, "nonsense").await, "unknown");
    }
    officer.open("/office/scan").await;
    officer
        .fill("token", "nonsense")
        .click("check")
        .await
        .expect(429)
        .expect_error("too_many_requests")
        .expect_wait(60);
}

#[tokio::test]
async fn level_one_verifies_nothing_and_shares_its_identity_data() {
    let house = House::start();
    let (person, mut citizen) = citizen(&house, 1, 0).await;
    let (_, mut officer) = officer(&house, 0).await;
    citizen.open("/wallet/qr").await.expect(403).expect_words("mức độ 02");
    citizen.get("/wallet/qr.png").await.expect(403);
    citizen.open("/wallet/share").await;
    assert!(!citizen.page().has("[name=field_card_status]") && !citizen.page().has("[name=field_religion]"));
    citizen.click("create").await.expect(422);
    assert_eq!(citizen.page().wrong_fields(), ["fields"]);
    citizen.post_form("/wallet/share", &[("field_name", "1"), ("field_card_status", "1")]).await.expect(422);
    let text = sharing_square(&mut citizen, &["name", "birthdate"]).await;
    assert_eq!(scan(&mut officer, &text).await, "genuine");
    officer.click("shared").await.expect(200);
    assert_eq!(officer.page().attributes("#released dd", "data-field"), ["name", "birthdate"]);
    officer.page().expect_words(&person.full_name).expect_words(&person.birth_date);
    assert_eq!(scan(&mut officer, &text).await, "used");
    let shown = citizen.page().url().clone();
    citizen.open(shown.as_str()).await;
    assert_eq!(citizen.page().attribute("#square", "data-state"), "allowed");
    citizen.open("/wallet/receipts").await.expect_words("Trần Quốc Bảo").expect_words("Công dân chủ động chia sẻ");
}

#[tokio::test]
async fn an_officer_does_not_verify_himself_and_reading_makes_no_square_for_another_site() {
    let house = House::start();
    let (_, mut officer) = officer(&house, 0).await;
    officer.open("/wallet").await;
    officer.click("turn-on").await;
    let own = square(&mut officer).await;
    assert_eq!(scan(&mut officer, &own).await, "own");
    let (_, mut other) = self::officer(&house, 1).await;
    assert_eq!(scan(&mut other, &own).await, "genuine", "the own scan has spent nothing");
    // Nobody else sees what became of it, or its picture.
    let shown = format!("/wallet/qr?shown={}", shown_id(&officer, &house).await);
    let (_, mut stranger) = citizen(&house, 2, 0).await;
    stranger.open(&shown).await.expect(404);
    stranger.get(&shown.replace("/qr?", "/qr.png?")).await.expect(404);
    stranger.get(&shown.replace("/qr?", "/qr/state?")).await.expect(404);
}

async fn shown_id(browser: &Browser, house: &House) -> String {
    let mut tab = browser.tab();
    house.sweep().await;
    tab.open("/wallet").await;
    tab.click("show-qr").await;
    tab.page().url().query_pairs().find(|(name, _)| name == "shown").unwrap().1.into_owned()
}

#[tokio::test]
async fn a_registered_party_s_system_scans_and_gets_a_signed_answer_for_its_fields_alone() {
    let house = House::start();
    let (_, mut citizen) = citizen(&house, 2, 0).await;
    let party = |scope: &str| {
        json!({
            "client_name": "Ngân hàng Mẫu", "client_name#en": "Sample Bank", "kind": "bank",
            "redirect_uris": ["https://bank.example/cb"], "scope": scope,
            "token_endpoint_auth_method": "client_secret_post",
        })
    };
    let bank = house.relying_party(&party("openid vn_identity scan")).await;
    let portal = house.relying_party(&party("openid vn_identity")).await;
    let text = sharing_square(&mut citizen, &["name", "gender", "permanent_residence"]).await;
    let ask = async |client: &str, secret: &str, text: &str| {
        let fields = [("client_id", client), ("client_secret", secret), ("token", text)];
        house.wire().post_form("/scan", &[], &fields).await
    };
    let secret = |party: &crate::harness::RelyingParty| party.secret.clone().expect("a secret");
    house.wire().get("/scan").await.expect(405);
    let wrong: Value = ask(&bank.client_id, "cs_wrong", &text).await.expect(401).json();
    assert_eq!(wrong["error"], "invalid_client");
    let unregistered: Value = ask(&portal.client_id, &secret(&portal), &text).await.expect(400).json();
    assert_eq!(unregistered["error"], "unauthorized_client");
    let answered = ask(&bank.client_id, &secret(&bank), &text).await.expect(200);
    assert_eq!(answered.header("content-type"), "application/jwt");
    let answer = claims(&answered.text());
    assert_eq!((&answer["result"], &answer["kind"]), (&json!("genuine"), &json!("sharing")));
    assert_eq!((&answer["aud"], &answer["iss"]), (&json!(bank.client_id), &json!(house.issuer())));
    // Registered for who somebody is, not for where they live.
    let release = release(answer["release"].as_str().unwrap());
    let mut fields: Vec<_> = release["claims"].as_object().unwrap().keys().map(String::as_str).collect();
    fields.sort_unstable();
    assert_eq!(fields, ["gender", "name"]);
    assert_eq!(release["claims"]["gender"]["value"], "female");
    let receipt = claims(answer["receipt"].as_str().unwrap());
    assert_eq!((&receipt["asker"]["name"], &receipt["jti"]), (&json!("Ngân hàng Mẫu"), &release["jti"]));
    let again = claims(&ask(&bank.client_id, &secret(&bank), &text).await.expect(200).text());
    assert_eq!(again["result"], "used");
    assert!(again.get("release").is_none());
    let unknown = claims(&ask(&bank.client_id, &secret(&bank), "nonsense").await.expect(200).text());
    assert_eq!(unknown["result"], "unknown");
    citizen.open("/wallet/receipts").await.expect_words("Ngân hàng Mẫu");
    citizen.open("/wallet/history").await.expect_words("Ngân hàng Mẫu đã quét mã QR");
}
