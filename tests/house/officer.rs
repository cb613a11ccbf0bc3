//! Officers: who gets in, what a group may do, and that what is taken away is gone at once.

use crate::desk::{level_one, officers, on_duty, prove, receive, signed_in};
use crate::harness::{House, Printed, Site};

/// Every address of the office: path, and the fields of a form where it takes one.
const ADDRESSES: &[(&str, Option<&[(&str, &str)]>)] = &[
    ("/office", None),
    ("/office/case/new", None),
    ("/office/case/new", Some(&[("personal_id_number", "001090000001")])),
    ("/office/case/cas_x", None),
    ("/office/case/cas_x/evidence", Some(&[("kind", "card"), ("result", "passed"), ("version", "1")])),
    ("/office/case/cas_x/submit", Some(&[("version", "1")])),
    ("/office/case/cas_x/decision", Some(&[("decision", "approve"), ("version", "1")])),
    ("/office/case/new/account", None),
    ("/office/case/new/account", Some(&[("personal_id_number", "001090000001")])),
    ("/office/case/new/foreigner", None),
    ("/office/case/new/foreigner", Some(&[("nationality", "KOR"), ("document", "M00000001")])),
    ("/office/case/cas_x/begin", Some(&[("version", "1")])),
    ("/office/case/cas_x/check", Some(&[])),
    ("/office/case/cas_x/declaration", None),
    ("/office/case/cas_x/card", Some(&[("reference", "HS-1"), ("version", "1")])),
    ("/office/case/cas_x/original", Some(&[("paper_kind", "driving_licence"), ("version", "1")])),
    ("/office/case/cas_x/return", Some(&[("phone_number", "on"), ("version", "1")])),
    ("/office/case/cas_x/resume", Some(&[("version", "1")])),
    ("/office/case/cas_x/paper/receipt", None),
    ("/office/search", None),
    ("/office/search", Some(&[("personal_id_number", "001090000001")])),
    ("/office/enrolments?case=cas_x", None),
    ("/office/groups", None),
    ("/office/groups", Some(&[("name", "Nhóm lạ")])),
    ("/office/groups/grp_x", Some(&[("module", "account"), ("version", "1"), ("all", "on")])),
    ("/office/scan", None),
    ("/office/measures", None),
    ("/office/measure/new?deed=merge", None),
    ("/office/measure/new", Some(&[("deed", "merge"), ("personal_id_number", "001090000001")])),
    ("/office/measure/lock", None),
    ("/office/measure/lock", Some(&[("personal_id_number", "001090000001")])),
    ("/office/measure/mea_x", None),
    ("/office/measure/mea_x/submit", Some(&[("version", "1")])),
    ("/office/measure/mea_x/decision", Some(&[("decision", "approve"), ("version", "1")])),
    ("/office/contact", None),
    ("/office/contact", Some(&[("personal_id_number", "001090000001"), ("purpose", "identity_check")])),
    ("/office/contact/ctc_x/end", Some(&[])),
    ("/office/contact/reports", None),
    ("/office/contact/reports/cpl_x", None),
    ("/office/contact/reports/cpl_x", Some(&[])),
    ("/office/call", None),
    ("/office/call", Some(&[("action", "send"), ("personal_id_number", "001090000001")])),
];

#[tokio::test]
async fn nobody_but_an_officer_on_duty_gets_into_the_office() {
    let house = House::start();
    let [first, ..] = officers(&house);
    let mut anonymous = house.browser();
    anonymous.open("/").await;
    let mut citizen = signed_in(&house, &level_one(&house)[0]).await;
    let mut raised = signed_in(&house, &house.person(&["--level", "2"])).await;
    let mut one_factor = signed_in(&house, &first).await;
    for (address, fields) in ADDRESSES {
        for (browser, stopped_at) in [(&mut anonymous, "/sign-in"), (&mut one_factor, "/sign-in/code")] {
            match fields {
                None => browser.get(address).await,
                Some(fields) => browser.post_form(address, fields).await,
            };
            let page = browser.page().expect(303);
            let next = page.answer.location().expect("a way to go");
            assert_eq!(next.path(), stopped_at, "{address}");
        }
        for browser in [&mut citizen, &mut raised] {
            match fields {
                None => browser.get(address).await,
                Some(fields) => browser.post_form(address, fields).await,
            };
            browser.page().expect(403).expect_error("not_an_officer");
        }
    }
}

#[tokio::test]
async fn a_group_does_what_it_may_and_nothing_else() {
    let house = House::start();
    let [first, _, administrator] = officers(&house);
    let mut office = on_duty(&house, &administrator).await;
    let citizen = level_one(&house).remove(0);
    let mut one = on_duty(&house, &first).await;
    let case = receive(&mut one, &citizen).await;
    // The administrator's group may see the queue and no case, and belongs to another unit besides.
    for address in ["/office/case/new", &case, &format!("/office/enrolments?case={}", &case["/office/case/".len()..])] {
        let status = office.open(address).await.status();
        assert!(matches!(status, 403 | 404), "{address}: {status}");
    }
    assert!(!office.open("/office").await.has("#new-case"));
    // And the counter's group changes no group.
    for (address, fields) in [
        ("/office/groups", None),
        ("/office/groups", Some(vec![("name", "Nhóm lạ")])),
        ("/office/groups/grp_x", Some(vec![("module", "account"), ("version", "1")])),
    ] {
        one.open("/office/case/new").await;
        match &fields {
            None => one.get(address).await,
            Some(fields) => one.post_form(address, fields).await,
        };
        one.page().expect(403).expect_error("forbidden");
    }
}

#[tokio::test]
async fn a_permission_taken_away_is_gone_with_the_next_click() {
    let house = House::start();
    let ([first, second, administrator], citizen) = (officers(&house), level_one(&house).remove(0));
    let mut office = on_duty(&house, &administrator).await;
    let (mut one, mut two) = (on_duty(&house, &first).await, on_duty(&house, &second).await);
    let case = receive(&mut one, &citizen).await;
    prove(&mut one).await;
    two.open(&case).await;
    assert!(two.page().has("#approve"));

    office.open("/office").await;
    let page = office.open("/office/groups").await.expect_path("/office/groups");
    let groups = page.attributes("nav.tabs a", "href");
    let page = office.open(&groups[0]).await;
    let (counter, own) = if page.has("#save-account") { (&groups[0], &groups[1]) } else { (&groups[1], &groups[0]) };
    // Nobody changes the own group.
    let page = office.open(own).await;
    assert!(!page.has("#save-account") && page.has(".notice"), "{}", page.summary());
    let id = own.split('=').next_back().unwrap();
    let everything = [("module", "account"), ("version", "2"), ("all", "on")];
    office.post_form(&format!("/office/groups/{id}"), &everything).await.expect(403);

    office.open(counter).await;
    office.tick("approve", &[]).click("save-account").await.expect_path("/office/groups");
    // The page that two has open still has the button; the house does not.
    let page = two.click("approve").await;
    assert!(matches!(page.status(), 403 | 409), "{}", page.summary());
    two.open(&case).await.expect_path(&case);
    assert!(!two.page().has("#approve"));
    // The operator gives it back from the command line.
    let words = ["permission", "grant", "--group", "Tiếp nhận và phê duyệt", "--module", "account"];
    house.command(&[&words[..], &["--action", "approve"]].concat()).done();
    two.open(&case).await;
    two.click("approve").await.expect_path(&case);
}

#[tokio::test]
async fn two_administrators_do_not_overwrite_one_another() {
    let house = House::start();
    let [.., administrator] = officers(&house);
    let mut office = on_duty(&house, &administrator).await;
    office.open("/office/groups").await;
    let page = office.fill("name", "Cán bộ quét mã").click("add").await.expect_path("/office/groups");
    assert_eq!(page.text("h2#matrix"), "Cán bộ quét mã");
    let mut tab = office.tab();
    tab.open(office.page().url().as_str()).await;
    // What is granted waits for another administrator (OF05), and one wish for a group at a time.
    office.tick("check", &["on"]).click("save-scan").await.expect_path("/office/grants");
    tab.tick("all", &["on"]).click("save-permission").await.expect(409);
    let listed = house.command(&["permission", "list"]).done();
    assert!(listed.contains("Cán bộ quét mã\t\n"), "{listed}");
    for name in ["", "   ", "Cán bộ quét mã", "xuống\ndòng", "ngược \u{202e} lại", &"x".repeat(121)] {
        office.open("/office/groups").await;
        let page = office.fill("name", name).click("add").await.expect(422);
        assert_eq!(page.wrong_fields(), ["name"], "{name:?}");
    }
}

#[tokio::test]
async fn an_officer_whose_time_is_over_is_out_with_the_next_click() {
    let house = House::start();
    let [first, ..] = officers(&house);
    let mut one = on_duty(&house, &first).await;
    house.command(&["officer", "end", "--number", &first.personal_id_number]).done();
    one.open("/office").await.expect(403).expect_error("not_an_officer");
    assert_ne!(house.command(&["officer", "end", "--number", &first.personal_id_number]).code, 0);
    assert!(house.command(&["officer", "list"]).done().contains("ended"));
    let words = ["officer", "add", "--number", &first.personal_id_number, "--unit", "Công an phường Hoàn Kiếm"];
    house.command(&[&words[..], &["--title", "Cán bộ", "--group", "Tiếp nhận và phê duyệt"]].concat()).done();
    one.open("/office").await.expect_path("/office");
}

#[tokio::test]
async fn an_idle_officer_signs_in_again() {
    let house = House::start();
    let [first, ..] = officers(&house);
    let mut one = on_duty(&house, &first).await;
    house.advance(14 * 60).await;
    one.open("/office").await.expect_path("/office");
    house.advance(15 * 60).await;
    one.open("/office").await.expect_path("/sign-in");
}

#[tokio::test]
async fn an_officer_has_a_level_two_account_and_a_house_is_founded_once() {
    let house = House::start();
    let citizens = level_one(&house);
    let post = ["--unit", "Công an phường Hoàn Kiếm", "--title", "Cán bộ", "--group", "Tiếp nhận và phê duyệt"];
    let add = house.command(&[&["officer", "add", "--number", &citizens[0].personal_id_number], &post[..]].concat());
    assert_eq!(add.code, 1);
    assert!(add.stderr.contains("level 2"), "{}", add.stderr);
    let numbers: Vec<&str> =
        citizens.iter().take(3).flat_map(|person| ["--number", person.personal_id_number.as_str()]).collect();
    let found = house.command(&[&["officer", "found"], &numbers[..], &post[..]].concat());
    assert_eq!(found.code, 1);
    assert!(found.stderr.contains("officers already"), "{}", found.stderr);
    let two = house.command(&[&["officer", "found"], &numbers[..4], &post[..]].concat());
    assert!(two.stderr.contains("three or more"), "{}", two.stderr);
}

#[tokio::test]
async fn a_sandbox_never_serves_the_public() {
    let house = House::start();
    let folder = house.site().folder().to_str().unwrap();
    let mut words = vec!["verify", "--data", folder, "--issuer", "https://id.example"];
    let url = house.site().database().map(super::harness::PgDatabase::url);
    if let Some(url) = &url {
        words.extend(["--database", url]);
    }
    let refused = Printed::by(&words);
    assert_eq!(refused.code, 1);
    assert!(refused.stderr.contains("sandbox"), "{}", refused.stderr);
}

#[test]
fn a_house_that_is_no_sandbox_has_no_synthetic_people() {
    let site = Site::empty();
    let people = site.command(&["sandbox", "people", "--json"]);
    assert_eq!(people.code, 1);
    assert!(people.stderr.contains("no sandbox"), "{}", people.stderr);
}

#[tokio::test]
async fn the_nations_page_shows_people_messages_and_the_clock() {
    let house = House::start();
    let [first, ..] = officers(&house);
    drop(on_duty(&house, &first).await);
    let mut browser = house.browser();
    let page = browser.open("/sandbox").await.expect_path("/sandbox");
    page.expect_words(&first.full_name).expect_words("0509990021");
    let code = page.text("mark.code");
    assert!(code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()), "{code}");
    let english = house.browser().speaking("en").open("/sandbox").await.text("h1");
    assert_eq!(english, "A synthetic nation");
    let before = house.outbox().await.len();
    browser.click("advance").await.expect_path("/sandbox");
    assert_eq!(house.outbox().await.len(), before);
}
