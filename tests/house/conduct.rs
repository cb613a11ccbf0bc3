//! Officers are watched by the house itself: what is unusual waits for another officer within a minute (OF08), and from where,
//! when and with what officers work is the operator's to say (OF03).

use crate::desk::{officers, on_duty};
use crate::encounter::{citizen, history, scan, square};
use crate::harness::{Browser, Device, House, Person};
use crate::passkey::{self, PASSKEYS};

const HOUR: i64 = 3600;

#[tokio::test]
async fn of08_one_persons_squares_again_and_again_are_told_to_another_officer_and_once() {
    let house = House::start();
    let [first, second, _] = officers(&house);
    let (mut one, mut two) = (on_duty(&house, &first).await, on_duty(&house, &second).await);
    let (_, mut an) = citizen(&house, 2, 0).await;
    for _ in 0..5 {
        let text = square(&mut an).await;
        assert_eq!(scan(&mut one, &text).await, "genuine");
    }
    house.sweep().await;
    assert!(reports(&mut two).await.is_empty(), "as often as that is usual");
    let text = square(&mut an).await;
    scan(&mut one, &text).await;
    // Whichever node looks, and however often.
    let other = house.second_node().await;
    for _ in 0..2 {
        house.sweep().await;
        if let Some(node) = &other {
            node.wire().post_form("/sandbox/sweep", &[], &[]).await.expect(200);
        }
    }
    let said = reports(&mut two).await;
    assert_eq!(said.len(), 1, "{said:?}");
    let page = two.open(&said[0]).await.expect(200);
    assert_eq!(page.attribute("#complaint", "data-complaint"), "unusual");
    assert!(page.text("#worker").starts_with(&first.full_name), "{}", page.summary());
    assert!(page.text("#noticed").contains('6'), "{}", page.summary());
    // Never to the one whose conduct it is.
    assert!(reports(&mut one).await.is_empty());
    one.open(&said[0]).await.expect(404);
    two.open(&said[0]).await;
    two.click("settle").await.expect_path("/office/contact/reports");
    house.sweep().await;
    assert!(reports(&mut two).await.is_empty(), "the same is not said twice");
    house.close();
}

#[tokio::test]
async fn of08_who_tries_out_numbers_is_told_of_and_an_hour_later_again() {
    let house = House::start();
    let [first, second, _] = officers(&house);
    for _ in 0..2 {
        let mut one = on_duty(&house, &first).await;
        one.open("/office/case/new").await;
        for _ in 0..21 {
            one.post_form("/office/case/new", &[("personal_id_number", "001090111111")]).await.expect(422);
        }
        house.sweep().await;
        let mut two = on_duty(&house, &second).await;
        let said = reports(&mut two).await;
        assert_eq!(said.len(), 1, "{said:?}");
        assert!(two.open(&said[0]).await.text("#noticed").contains("21"));
        two.click("settle").await.expect_path("/office/contact/reports");
        house.advance(HOUR + 1).await;
        house.sweep().await;
        let mut two = on_duty(&house, &second).await;
        assert!(reports(&mut two).await.is_empty());
    }
    house.close();
}

#[tokio::test]
async fn of03_officers_work_from_their_networks_and_nobody_else_s() {
    for (networks, is_open) in [("[\"127.0.0.0/8 = Đơn vị\"]", true), ("[\"10.20.0.0/16 = Đơn vị\"]", false)] {
        let house = House::start_with(&[&format!("DINHDANH_OFFICERS_NETWORKS={networks}")]);
        let [first, ..] = officers(&house);
        let mut officer = signed_in(&house, &first).await;
        if is_open {
            officer.open("/office").await.expect_path("/office").expect(200);
        } else {
            turned_away(&mut officer, "officer_network").await;
        }
        house.close();
    }
}

#[tokio::test]
async fn of03_officers_work_at_their_hours() {
    let house = House::start_with(&["DINHDANH_OFFICERS_HOURS=06:00-22:00"]);
    let [first, ..] = officers(&house);
    let into_the_day = |now: i64| (now + 7 * HOUR).rem_euclid(24 * HOUR);
    // To the next noon, then to the midnight after it.
    house.advance((36 * HOUR - into_the_day(house.now())).rem_euclid(24 * HOUR)).await;
    signed_in(&house, &first).await.open("/office").await.expect_path("/office").expect(200);
    house.advance(12 * HOUR).await;
    turned_away(&mut signed_in(&house, &first).await, "officer_hours").await;
    house.close();
}

#[tokio::test]
async fn of03_where_officers_need_a_passkey_nothing_else_opens_the_office() {
    let house = House::start_with(&["DINHDANH_OFFICERS_PASSKEY=true"]);
    let [first, ..] = officers(&house);
    let mut officer = signed_in(&house, &first).await;
    turned_away(&mut officer, "officer_passkey").await;
    // The page leads to where one is added; what was shown before does not count as one.
    assert_eq!(officer.page().attribute("a#passkeys", "href"), PASSKEYS);
    officer.open(PASSKEYS).await.expect_path(PASSKEYS);
    let mut key = Device::at(house.issuer());
    passkey::add(&mut officer, &mut key, "Khóa của đơn vị").await;
    assert_eq!(officer.open("/office").await.expect(403).attribute("#error", "data-error"), "officer_passkey");
    let mut officer = house.browser();
    officer.open("/office").await.expect_path("/sign-in");
    passkey::show(&mut officer, &mut key).await.expect_path("/office").expect(200);
    house.close();
}

/// Where the reports are that this officer may read.
async fn reports(officer: &mut Browser) -> Vec<String> {
    officer.open("/office/contact/reports").await.expect(200).attributes("[data-report] a", "href")
}

/// An officer with two factors, on a page of the own account.
async fn signed_in(house: &House, officer: &Person) -> Browser {
    passkey::stepped_up(house, officer, PASSKEYS).await
}

/// Every page of the office is closed, says why, and the officer reads of it.
async fn turned_away(officer: &mut Browser, why: &str) {
    for path in ["/office", "/office/scan", "/office/case/new", "/office/contact/reports"] {
        let page = officer.open(path).await.expect(403);
        assert_eq!(page.attribute("#error", "data-error"), why, "{path}");
    }
    let events = history(officer, "/wallet/history").await;
    assert_eq!(events.iter().filter(|event| *event == "officer_turned_away").count(), 1, "{events:?}");
    officer.open("/office").await.expect(403);
}
