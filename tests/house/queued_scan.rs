//! Scans that an officer made without the network and sends when it is back: `/office/scan/queued`.

use crate::encounter::{ask, citizen, claims, history, officer, on_duty, scan, sharing_square, square};
use crate::harness::{Browser, House};

/// Sends what a device kept: the second of each scan, and its text; the answers in their order.
async fn send(officer: &mut Browser, kept: &[(i64, &str)]) -> Vec<String> {
    let lines: Vec<String> =
        kept.iter().enumerate().map(|(id, (at, text))| format!("{} {at} {text}", id + 7)).collect();
    officer.open("/office/scan").await.expect(200);
    let page = officer.post_form("/office/scan/queued", &[("scans", &lines.join("\r\n"))]).await;
    let received: Vec<String> = (0..kept.len()).map(|id| (id + 7).to_string()).collect();
    assert_eq!(page.expect(200).attribute("#queue", "data-received"), received.join(" "));
    page.attributes("#told > li", "data-answer")
}

fn made_at(text: &str) -> i64 {
    claims(text)["iat"].as_i64().unwrap()
}

#[tokio::test]
async fn a_scan_that_arrives_late_is_confirmed_once_stands_in_both_histories_and_releases_nothing() {
    let house = House::start();
    let (an, mut citizen) = citizen(&house, 2, 0).await;
    let (_, mut officer) = officer(&house, 0).await;
    let text = square(&mut citizen).await;
    let shown = citizen.page().url().clone();
    let at = made_at(&text) + 20;
    // It comes while the question would still be open, if the scan had been an ordinary one.
    house.advance(90).await;
    assert_eq!(send(&mut officer, &[(at, &text)]).await, ["confirmed"]);
    let words = officer.page().words();
    assert!(
        !words.contains(&an.full_name) && !words.contains(&an.personal_id_number) && !officer.page().has("form#ask")
    );
    citizen.open(shown.as_str()).await.expect_words("Trần Quốc Bảo").expect_words("khi không có mạng");
    assert_eq!(citizen.page().attribute("#square", "data-state"), "confirmed");
    assert_eq!(history(&mut citizen, "/wallet/history").await[0], "presentation_confirmed");
    assert_eq!(history(&mut officer, "/office/history").await[0], "presentation_confirmed");
    let mut english = citizen.clone().speaking("en");
    english.open("/wallet/history").await.expect_words("without network: genuine");
    // Told again, by a device that did not hear the answer, it changes nothing and is written down nowhere.
    assert_eq!(send(&mut officer, &[(at, &text)]).await, ["repeated"]);
    assert_eq!(history(&mut officer, "/office/history").await[0], "presentation_confirmed");
    // With the network back it is used.
    assert_eq!(scan(&mut officer, &text).await, "used");

    // A scan with the network that its device also kept is one scan, and keeps its question.
    let text = square(&mut citizen).await;
    assert_eq!(scan(&mut officer, &text).await, "genuine");
    let asking = officer.clone();
    assert_eq!(send(&mut officer, &[(made_at(&text), &text)]).await, ["repeated"]);
    officer = asking;
    ask(&mut officer, "identity_check", &["name"]).await;
    // Of a sharing square too nothing is released.
    let text = sharing_square(&mut citizen, &["name"]).await;
    assert_eq!(send(&mut officer, &[(made_at(&text), &text)]).await, ["confirmed"]);
    citizen.open("/wallet/receipts").await;
    assert!(!citizen.page().has("#receipts a"), "a late scan left a receipt");
    assert!(!officer.page().words().contains(&an.full_name));
    house.close();
}

#[tokio::test]
async fn a_double_use_is_told_to_both_sides_and_every_other_refusal_stands_in_the_histories_too() {
    let house = House::start();
    let (an, mut citizen) = citizen(&house, 2, 0).await;
    let (_, mut first) = officer(&house, 0).await;
    let (_, mut second) = officer(&house, 1).await;
    // Somebody else used it with the network.
    let text = square(&mut citizen).await;
    assert_eq!(scan(&mut first, &text).await, "genuine");
    let used = (made_at(&text) + 30, text.as_str());
    assert_eq!(send(&mut second, &[used]).await, ["used"]);
    assert_eq!(history(&mut second, "/office/history").await[0], "presentation_doubled");
    assert_eq!(history(&mut citizen, "/wallet/history").await[0], "presentation_doubled");
    citizen.page().expect_words("người khác quét");

    // The officer's clock is believed no further than the minute; a newer square takes the old one back; forged texts.
    let taken_back = square(&mut citizen).await;
    let at = square(&mut citizen).await;
    let begun = made_at(&at);
    let forged = format!("{}.{}", at.rsplit_once('.').unwrap().0, "A".repeat(86));
    house.advance(120).await;
    let kept = [
        (begun + 65, at.as_str()),
        (begun - 6, at.as_str()),
        (i64::MAX, at.as_str()),
        (begun, taken_back.as_str()),
        (begun, forged.as_str()),
        (begun, "nonsense"),
        (begun + 64, at.as_str()),
    ];
    let answers = ["expired", "expired", "expired", "cancelled", "unknown", "unknown", "confirmed"];
    assert_eq!(send(&mut first, &kept).await, answers);
    let deeds = history(&mut first, "/office/history").await;
    assert_eq!(deeds[..7].iter().filter(|event| *event == "presentation_refused").count(), 6, "{deeds:?}");

    // Who signed out or was locked after the scan was there nevertheless; who was locked before it was not.
    let before = square(&mut citizen).await;
    let seen = made_at(&before) + 1;
    house.advance(70).await;
    citizen.open("/sign-out").await;
    citizen.click("sign-out").await;
    assert_eq!(send(&mut first, &[(seen, &before)]).await, ["confirmed"]);
    citizen.open("/wallet").await;
    citizen.sign_in(&an).await.expect_path("/wallet");
    let locked = square(&mut citizen).await;
    let lock = ["account", "lock", &an.personal_id_number, "--ground", "own_request", "--reason", "test"];
    house.command(&lock).done();
    house.advance(70).await;
    assert_eq!(send(&mut first, &[(made_at(&locked) + 59, &locked)]).await, ["locked"]);
    // A day later nothing of that day is taken in any more.
    let (_, mut other) = self::citizen(&house, 2, 1).await;
    let old = square(&mut other).await;
    house.advance(86_401).await;
    let person = house.people(&["--officer"]).swap_remove(0);
    let mut officer = on_duty(&house, house.browser(), &person).await;
    assert_eq!(send(&mut officer, &[(made_at(&old), &old)]).await, ["too_late"]);
    house.close();
}

#[tokio::test]
async fn of_two_officers_with_one_square_and_no_network_one_is_confirmed_and_the_other_is_told() {
    let house = House::start();
    let (_, mut citizen) = citizen(&house, 2, 0).await;
    let second = house.second_node().await;
    let (_, one) = officer(&house, 0).await;
    let other = match &second {
        Some(node) => on_duty(&house, node.browser(), &house.people(&["--officer"]).swap_remove(1)).await,
        None => officer(&house, 1).await.1,
    };
    for round in 0..6 {
        let text = square(&mut citizen).await;
        let race = |officer: &Browser| {
            let (mut officer, text) = (officer.clone(), text.clone());
            tokio::spawn(async move { send(&mut officer, &[(made_at(&text) + 5, &text)]).await.swap_remove(0) })
        };
        let (one, other) = (race(&one), race(&other));
        let mut words = [one.await.unwrap(), other.await.unwrap()];
        words.sort();
        assert_eq!(words, ["confirmed", "used"], "round {round}");
    }
    let told = history(&mut citizen, "/wallet/history").await;
    assert_eq!(told.iter().filter(|event| *event == "presentation_confirmed").count(), 6);
    assert_eq!(told.iter().filter(|event| *event == "presentation_doubled").count(), 6);
}

#[tokio::test]
async fn qr02_cs01_what_a_device_kept_is_taken_from_officers_alone_in_their_own_form_and_within_bounds() {
    let house = House::start();
    let (_, mut citizen) = citizen(&house, 2, 0).await;
    let text = square(&mut citizen).await;
    let line = format!("1 {} {text}", made_at(&text));
    citizen.open("/wallet").await;
    citizen.post_form("/office/scan/queued", &[("scans", &line)]).await.expect(403);
    let (_, mut officer) = officer(&house, 0).await;
    // Without the form's token, and as a page of somebody else's.
    let mut bare = officer.tab();
    bare.post_form("/office/scan/queued", &[("scans", &line)]).await.expect(403).expect_error("form_expired");
    officer.get("/office/scan/queued").await.expect(303);
    officer.open("/office/scan").await;
    for (what, lines, status) in [
        ("no second", format!("1 {text}"), 400),
        ("no number", format!("a 1 {text}"), 400),
        ("a passenger", format!("{line} x"), 400),
        ("too many", vec![line.as_str(); 51].join("\n"), 413),
        ("nothing", "  \r\n ".into(), 303),
    ] {
        let page = officer.post_form("/office/scan/queued", &[("scans", &lines)]).await;
        assert_eq!(page.status(), status, "{what}");
        officer.open("/office/scan").await;
    }
    // Nothing of all that spent the square.
    assert_eq!(scan(&mut officer, &text).await, "genuine");
    // A day has its measure: what is over it stays on the device.
    for _ in 0..4 {
        send(&mut officer, &[(1, "nonsense"); 50]).await;
    }
    officer.open("/office/scan").await;
    let page = officer.post_form("/office/scan/queued", &[("scans", &line)]).await;
    page.expect(429).expect_wait(86_400);
    assert_eq!((page.attribute("#queue", "data-received"), page.has("#rest")), (String::new(), true));
    house.close();
}
