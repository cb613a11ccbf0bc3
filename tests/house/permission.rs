//! The permission: asked for named fields with a purpose, allowed in part, denied, lapsed; the receipt that both keep.

use serde_json::json;

use crate::encounter::{ask, citizen, claims, history, officer, scan, square};
use crate::harness::House;

const THREE: [&str; 3] = ["name", "birthdate", "permanent_residence"];

#[tokio::test]
async fn the_officer_sees_what_the_citizen_ticked_and_both_hold_one_receipt() {
    let house = House::start();
    let (an, mut citizen) = citizen(&house, 2, 0).await;
    let (bao, mut officer) = officer(&house, 0).await;
    let text = square(&mut citizen).await;
    assert_eq!(scan(&mut officer, &text).await, "genuine");
    officer.fill("place", "Hồ Gươm");
    ask(&mut officer, "identity_check", &THREE).await;
    let asked = officer.page().url().clone();
    // The page that showed the square leads to the question.
    let shown = citizen.page().url().clone();
    citizen.open(shown.as_str()).await.expect_path("/wallet/requests");
    let page = citizen.page();
    for words in [&bao.full_name, "Công an phường Hoàn Kiếm", "Cán bộ", "Kiểm tra căn cước", "Luật Căn cước", "Hồ Gươm"]
    {
        page.expect_words(words);
    }
    assert!(page.has("button[name=allow]") && page.has("button[name=deny]"));
    // Nothing is ticked beforehand (Decree 356/2025 Art. 6): a holder allows everything, or what was chosen.
    assert_eq!(page.attributes("input[type=checkbox]", "name").len(), 3);
    assert!(!page.has("input[checked]"));
    citizen.tick("field_name", &["1"]).tick("field_birthdate", &["1"]);
    citizen.click("allow-chosen").await.expect(200);
    assert_eq!(citizen.page().attribute("#receipt", "data-genuine"), "true");
    let receipt = citizen.page().url().path().rsplit('/').next().unwrap().to_owned();
    let signed = citizen.page().text("#signed");
    officer.open(asked.as_str()).await.expect(200);
    let page = officer.page();
    assert_eq!(page.attribute("#result", "data-result"), "allowed");
    assert_eq!(page.attributes("#released dd", "data-field"), ["name", "birthdate"]);
    page.expect_words(&an.full_name).expect_words("01/05/1990").expect_words("Không được cho phép: Nơi thường trú");
    assert_eq!(page.answer.header("cache-control"), "no-store");
    assert!(!page.words().contains("Hàng Bài"), "what was not allowed is not there");
    officer.click("to-receipt").await.expect(200);
    assert_eq!(officer.page().text("#signed"), signed, "both sides hold the same receipt");
    // The receipt names fields, purpose, ground, place and the square, and no value.
    let said = claims(&signed);
    assert_eq!(said["fields"], json!(["name", "birthdate"]));
    assert_eq!(
        (&said["purpose"], &said["place"], &said["jti"]),
        (&json!("identity_check"), &json!("Hồ Gươm"), &json!(receipt))
    );
    assert_eq!(
        (&said["asker"]["name"], &said["asker"]["unit"]),
        (&json!(bao.full_name), &json!("Công an phường Hoàn Kiếm"))
    );
    assert!(!said.to_string().contains(&an.full_name) && said["ground"].as_str().unwrap().contains("26/2023/QH15"));
    // What was released can be read for five minutes and not longer; the receipt stays.
    house.advance(301).await;
    officer.open(asked.as_str()).await.expect(200);
    assert!(!officer.page().has("#released") && !officer.page().words().contains(&an.full_name));
    officer.click("to-receipt").await.expect(200);
    for (browser, path) in [(&mut citizen, "/wallet/history"), (&mut officer, "/office/history")] {
        let events = history(browser, path).await;
        assert_eq!(events.iter().filter(|event| *event == "fields_allowed").count(), 1, "{path}: {events:?}");
        browser.page().expect_words("Kiểm tra căn cước").expect_words("Hồ Gươm");
    }
}

#[tokio::test]
async fn qr05_a_no_and_a_silence_release_nothing() {
    let house = House::start();
    let (an, mut citizen) = citizen(&house, 2, 0).await;
    let (_, mut officer) = officer(&house, 0).await;
    let text = square(&mut citizen).await;
    scan(&mut officer, &text).await;
    ask(&mut officer, "residence_check", &THREE).await;
    let asked = officer.page().url().clone();
    citizen.open("/wallet/requests").await;
    citizen.click("deny").await.expect(200).expect_words("Bạn đã từ chối");
    officer.open(asked.as_str()).await;
    assert_eq!(officer.page().attribute("#result", "data-result"), "denied");
    assert!(!officer.page().has("#released"));
    // Choosing one by one and ticking nothing is a no as well.
    let text = square(&mut citizen).await;
    scan(&mut officer, &text).await;
    ask(&mut officer, "residence_check", &THREE).await;
    citizen.open("/wallet/requests").await;
    citizen.click("allow-chosen").await.expect(200).expect_words("Bạn đã từ chối");
    // Silence: at 120 s it is too late, for the page that is still open too.
    let text = square(&mut citizen).await;
    scan(&mut officer, &text).await;
    ask(&mut officer, "residence_check", &THREE).await;
    let asked = officer.page().url().clone();
    citizen.open("/wallet/requests").await;
    let mut stale = citizen.clone();
    house.advance(120).await;
    citizen.open("/wallet/requests").await.expect_words("không có yêu cầu nào");
    stale.click("allow").await.expect(409).expect_words("hết hạn");
    officer.open(asked.as_str()).await;
    assert_eq!(officer.page().attribute("#result", "data-result"), "lapsed");
    assert!(!officer.page().words().contains(&an.full_name));
    citizen.open("/wallet/receipts").await.expect_words("Chưa có biên nhận");
    let events = history(&mut citizen, "/wallet/history").await;
    assert_eq!(events.iter().filter(|event| *event == "fields_denied").count(), 2);
    assert_eq!(events.iter().filter(|event| *event == "fields_lapsed").count(), 1);
}

#[tokio::test]
async fn only_the_asked_citizen_answers_and_only_the_asking_officer_sees() {
    let house = House::start();
    let (_, mut citizen) = citizen(&house, 2, 0).await;
    let (_, mut officer) = officer(&house, 0).await;
    let text = square(&mut citizen).await;
    scan(&mut officer, &text).await;
    ask(&mut officer, "identity_check", &["name"]).await;
    let asked = officer.page().url().clone();
    let id = asked.path().rsplit('/').next().unwrap().to_owned();
    let (_, mut stranger) = self::citizen(&house, 2, 1).await;
    stranger.open("/wallet/requests").await.expect_words("không có yêu cầu nào");
    stranger.open("/wallet").await;
    stranger.post_form("/wallet/requests", &[("ask", &id), ("field_name", "1"), ("allow", "1")]).await.expect(409);
    citizen.open("/wallet/requests").await;
    citizen.click("allow").await.expect(200);
    let receipt = citizen.page().url().path().to_owned();
    stranger.open(&receipt).await.expect(404);
    let (_, mut other) = self::officer(&house, 1).await;
    other.open(asked.path()).await.expect(404);
    other.open(&format!("{}/state", asked.path())).await.expect(404);
    other.open(&receipt.replace("/wallet/", "/office/")).await.expect(404);
    // A citizen who is no officer does not get to the office at all.
    stranger.open(asked.path()).await.expect(403);
}

#[tokio::test]
async fn a_question_stays_within_its_purpose_and_one_scan_buys_one() {
    let house = House::start();
    let (_, mut citizen) = citizen(&house, 2, 0).await;
    let (_, mut officer) = officer(&house, 0).await;
    let (_, mut other) = self::officer(&house, 1).await;
    let text = square(&mut citizen).await;
    scan(&mut officer, &text).await;
    let form = officer.clone();
    let presentation = officer.page().value("presentation");
    let long = "x".repeat(121);
    for (fields, wrong) in [
        (vec![("field_name", "1")], "purpose"),
        (vec![("purpose", "curiosity"), ("field_name", "1")], "purpose"),
        (vec![("purpose", "shared_by_holder"), ("field_name", "1")], "purpose"),
        (vec![("purpose", "identity_check")], "fields"),
        (vec![("purpose", "traffic_check"), ("field_marital_status", "1")], "fields"),
        (vec![("purpose", "identity_check"), ("field_religion", "1")], "fields"),
        (vec![("purpose", "identity_check"), ("field_name", "1"), ("place", long.as_str())], "place"),
    ] {
        let mut tab = form.clone();
        let fields = [&fields[..], &[("presentation", presentation.as_str())]].concat();
        tab.post_form("/office/ask", &fields).await.expect(422);
        assert_eq!(tab.page().wrong_fields(), [wrong], "{fields:?}");
    }
    other.open("/office/scan").await;
    let good = [("presentation", presentation.as_str()), ("purpose", "identity_check"), ("field_name", "1")];
    other.post_form("/office/ask", &good).await.expect(409);
    other.open(&format!("/office/ask?presentation={presentation}")).await.expect(404);
    let mut tab = form.clone();
    tab.post_form("/office/ask", &good).await.expect(303);
    let mut tab = form.clone();
    tab.post_form("/office/ask", &good).await.expect(409);
    citizen.open("/wallet/requests").await;
    assert_eq!(citizen.page().texts("form[data-ask]").len(), 1);
    // A scan that is five minutes old buys nothing.
    let text = square(&mut citizen).await;
    scan(&mut officer, &text).await;
    house.advance(300).await;
    officer.fill("purpose", "identity_check").tick("field_name", &["1"]);
    officer.click("send").await.expect(409);
}

#[tokio::test]
async fn nothing_is_released_after_the_session_the_account_or_the_officer_ended() {
    let house = House::start();
    let (an, mut citizen) = citizen(&house, 2, 0).await;
    let (bao, mut officer) = officer(&house, 0).await;
    // The session that showed the square is signed out; the holder answers from another browser.
    let text = square(&mut citizen).await;
    scan(&mut officer, &text).await;
    ask(&mut officer, "identity_check", &["name"]).await;
    let mut other = house.browser();
    other.open("/wallet").await;
    other.sign_in(&an).await;
    other.open("/wallet/requests").await.expect_words(&bao.full_name);
    citizen.open("/sign-out").await;
    citizen.click("sign-out").await;
    other.open("/wallet/requests").await;
    other.click("allow").await.expect(409);
    // The officer's appointment ends while the citizen thinks.
    let text = square(&mut other).await;
    scan(&mut officer, &text).await;
    ask(&mut officer, "identity_check", &["name"]).await;
    house.command(&["officer", "end", "--number", &bao.personal_id_number]).done();
    other.open("/wallet/requests").await;
    other.click("allow").await.expect(409);
    officer.open("/office/history").await.expect(403);
    other.open("/wallet/receipts").await.expect_words("Chưa có biên nhận");
}
