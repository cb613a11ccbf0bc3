//! Citizens check the officer: a contact and its code, the wallet, the public page, and what people report. Issue 5, "Citizen
//! checks the officer"; groups XD and OF of the security catalogue.

use std::collections::BTreeSet;

use crate::desk::{level_one, officers, on_duty, receive, signed_in};
use crate::encounter::history;
use crate::harness::{Browser, House, Page};

const HALF_AN_HOUR: i64 = 30 * 60;

/// The officer opens a contact with whoever has this number; the code that is read out.
pub(crate) async fn open(officer: &mut Browser, number: &str) -> String {
    officer.open("/office/contact").await.expect(200);
    let page = officer.fill("personal_id_number", number).fill("purpose", "residence_check").click("open").await;
    read_out(page)
}

fn read_out(page: &Page) -> String {
    let code = page.expect(200).text("#contact-code");
    assert!(code.len() == 7 && page.words().contains(&format!("Mã của tôi là {code}")), "{}", page.summary());
    code
}

/// Somebody types a number and a code on the public page.
pub(crate) async fn check(browser: &mut Browser, number: &str, code: &str) -> Page {
    browser.open("/officer").await.expect(200);
    browser.fill("personal_id_number", number).fill("code", code).click("check").await.clone()
}

/// What the page answered: `genuine`, or `none`.
fn answer(page: &Page) -> String {
    page.expect(200).attribute("#answer", "data-answer")
}

/// Everything that is said with the answer, so that two can be compared.
fn said(page: &Page) -> Vec<String> {
    page.expect(200).texts("#answer")
}

fn another(code: &str) -> String {
    if code == "000 000" { "000 001".into() } else { "000 000".into() }
}

/// The words of the contact that stand on the page: officer, unit, duty, purpose, case.
fn facts(page: &Page) -> Vec<String> {
    [".officer", ".unit", ".duty", ".purpose", ".case"].iter().flat_map(|one| page.texts(one)).collect()
}

#[tokio::test]
async fn who_is_called_finds_the_officer_in_the_wallet_and_by_the_code_that_was_read_out() {
    let house = House::start();
    let ([first, ..], an) = (officers(&house), level_one(&house).remove(0));
    let mut officer = on_duty(&house, &first).await;
    let mut citizen = signed_in(&house, &an).await;
    assert!(citizen.open("/wallet").await.texts("[data-contact]").is_empty());
    assert!(citizen.open("/wallet/contacts").await.has("#nobody"));

    let code = open(&mut officer, &an.personal_id_number).await;
    let who = first.more["officer"].clone();
    let wanted = [
        first.full_name.as_str(),
        who["unit"].as_str().unwrap(),
        who["title"].as_str().unwrap(),
        "Kiểm tra cư trú",
        "Không theo hồ sơ",
    ];
    citizen.open("/wallet").await.expect_words(&format!("{} ({})", wanted[0], wanted[1]));
    let page = citizen.click("contacts").await.expect_path("/wallet/contacts").clone();
    assert_eq!((facts(&page), page.texts("[data-contact=live]").len()), (wanted.map(str::to_owned).to_vec(), 1));

    // Who is not signed in comes from the first page, in another browser and without script.
    let mut anybody = house.browser();
    anybody.open("/").await;
    assert_eq!(anybody.page().attribute("#officer", "href"), "/officer");
    let page = check(&mut anybody, &an.personal_id_number, &code).await;
    assert_eq!((answer(&page), facts(&page)), ("genuine".to_owned(), wanted.map(str::to_owned).to_vec()));
    // The code is not spent: who was interrupted looks again.
    assert_eq!(answer(&check(&mut anybody, &an.personal_id_number, &code.replace(' ', "")).await), "genuine");

    // From the officer's own case the number is not typed, and the case is named.
    let case = receive(&mut officer, &level_one(&house)[1]).await;
    let other = &level_one(&house)[1];
    let page = officer.click("contact").await.expect_path("/office/contact").clone();
    assert!(page.has("#of-case") && !page.has("#personal_id_number"));
    let of_case = read_out(officer.fill("purpose", "administrative_procedure").click("open").await);
    let page = check(&mut anybody, &other.personal_id_number, &of_case).await;
    let name: String = case["/office/case/cas_".len()..].chars().filter(char::is_ascii_alphanumeric).take(8).collect();
    assert_eq!(facts(&page).last(), Some(&name.to_uppercase()));

    // Half an hour later it is over, everywhere at once, and the history keeps that it was.
    house.advance(HALF_AN_HOUR).await;
    assert_eq!(answer(&check(&mut anybody, &an.personal_id_number, &code).await), "none");
    let mut citizen = signed_in(&house, &an).await;
    let page = citizen.open("/wallet/contacts").await;
    assert_eq!((page.texts("[data-contact=live]").len(), page.texts("[data-contact=past]").len()), (0, 1));
    let events = history(&mut citizen, "/wallet/history").await;
    assert_eq!(events.iter().filter(|event| *event == "contact_opened").count(), 1, "{events:?}");
    assert_eq!(events.iter().filter(|event| *event == "contact_checked").count(), 2, "{events:?}");
    house.close();
}

#[tokio::test]
async fn every_other_code_is_answered_alike_whoever_asks_about_whom() {
    let house = House::start();
    let ([first, ..], people) = (officers(&house), level_one(&house));
    let stranger = house.person(&["--unenrolled"]);
    let mut officer = on_duty(&house, &first).await;
    // The officer is told nothing of whether anybody has the number, or an account.
    let mut pages = Vec::new();
    for number in [&people[0].personal_id_number, &stranger.personal_id_number, "001090111111"] {
        let code = open(&mut officer, number).await;
        let page = officer.page();
        pages.push((page.status(), page.text("#opened").replace(&code, ""), page.texts("form").len()));
    }
    let shape = |page: &(u16, String, usize)| (page.0, page.1.chars().filter(|one| !one.is_ascii_digit()).count());
    assert!(pages.iter().all(|page| shape(page) == shape(&pages[0])), "{pages:?}");

    let code = open(&mut officer, &people[0].personal_id_number).await;
    let mut anybody = house.browser();
    let an = people[0].personal_id_number.as_str();
    let wrong = another(&code);
    let mut answers = Vec::new();
    for (number, code) in [
        (an, wrong.as_str()),
        (an, ""),
        (an, "12345"),
        (an, "không có"),
        (&people[1].personal_id_number, &code),
        (&stranger.personal_id_number, &code),
        ("001090111111", &code),
    ] {
        let page = check(&mut anybody, number, code).await;
        assert_eq!(answer(&page), "none", "{number} {code}");
        answers.push(said(&page));
    }
    // Who has no account is called too, and is told who it is.
    let to_stranger = open(&mut officer, &stranger.personal_id_number).await;
    assert_eq!(answer(&check(&mut anybody, &stranger.personal_id_number, &to_stranger).await), "genuine");
    // Another contact with the same person takes the place of the first, and ending it leaves nobody.
    let second = open(&mut officer, an).await;
    let page = check(&mut anybody, an, &code).await;
    answers.push(said(&page));
    assert_eq!(answer(&check(&mut anybody, an, &second).await), "genuine");
    officer.open("/office/contact").await;
    let mine = officer.page().attributes("[data-contact]", "data-contact");
    assert_eq!(mine.len(), 3, "of four numbers one was called twice");
    for contact in mine {
        officer.open("/office/contact").await;
        officer.click(&format!("end-{contact}")).await.expect_path("/office/contact");
    }
    answers.push(said(&check(&mut anybody, an, &second).await));
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    // An own number that is none is a slip, and says nothing about anybody.
    let page = check(&mut anybody, "00109011111", &second).await;
    assert_eq!((page.status(), page.wrong_fields()), (422, vec!["personal_id_number".to_owned()]));
    house.close();
}

#[tokio::test]
async fn codes_are_not_tried_out_and_officers_do_not_call_without_end() {
    let house = House::start();
    let ([first, ..], people) = (officers(&house), level_one(&house));
    let mut officer = on_duty(&house, &first).await;
    let an = people[0].personal_id_number.as_str();
    let code = open(&mut officer, an).await;
    let mut flood = house.browser();
    for guess in 0..10 {
        let guess = format!("{guess:06}");
        if guess != code.replace(' ', "") {
            check(&mut flood, an, &guess).await.expect(200);
        } else {
            check(&mut flood, an, "999 999").await.expect(200);
        }
    }
    // Then not even the right one is looked at, from whatever browser; for others nothing changes.
    let page = check(&mut house.browser(), an, &code).await;
    page.expect(429).expect_error("too_many_requests").expect_wait(3600);
    check(&mut flood, &people[1].personal_id_number, &code).await.expect(200);
    // The holder's own wallet still says who it is.
    assert_eq!(
        signed_in(&house, &people[0]).await.open("/wallet/contacts").await.texts("[data-contact=live]").len(),
        1
    );

    let another = [("personal_id_number", "001090111111"), ("purpose", "identity_check")];
    for _ in 1..50 {
        officer.post_form("/office/contact", &another).await.expect(200);
    }
    officer.open("/office/contact").await;
    let page = officer.fill("personal_id_number", an).fill("purpose", "identity_check").click("open").await.clone();
    page.expect(429).expect_error("too_many_requests").expect_wait(24 * 3600);
    house.close();
}

#[tokio::test]
async fn a_contact_ends_with_its_officers_right_to_it() {
    let house = House::start();
    let ([first, second, administrator], people) = (officers(&house), level_one(&house));
    let (mut one, mut two) = (on_duty(&house, &first).await, on_duty(&house, &second).await);
    let mut office = on_duty(&house, &administrator).await;
    office.open("/office/contact").await.expect(403).expect_error("forbidden");
    office.open("/office/contact/reports").await.expect(403).expect_error("forbidden");
    let an = people[0].personal_id_number.as_str();
    let (by_one, by_two) = (open(&mut one, an).await, open(&mut two, an).await);
    let mut anybody = house.browser();
    // Two officers at once are two contacts, each with its own code.
    for (code, officer) in [(&by_one, &first), (&by_two, &second)] {
        assert_eq!(facts(&check(&mut anybody, an, code).await)[0], officer.full_name);
    }
    // Not with oneself, not without a purpose, not from a case of another's eyes.
    for (number, purpose, wrong) in [
        (first.personal_id_number.as_str(), "identity_check", "personal_id_number"),
        (an, "", "purpose"),
        (an, "shared_by_holder", "purpose"),
        ("1", "identity_check", "personal_id_number"),
    ] {
        one.open("/office/contact").await;
        one.post_form("/office/contact", &[("personal_id_number", number), ("purpose", purpose)]).await;
        assert_eq!((one.page().status(), one.page().wrong_fields()), (422, vec![wrong.to_owned()]), "{purpose}");
    }
    one.open("/office/contact?case=cas_x").await.expect(404);
    one.open("/office/contact").await;
    one.post_form("/office/contact", &[("case", "cas_x"), ("purpose", "identity_check")]).await.expect(404);
    // Nobody ends another officer's contact.
    two.open("/office/contact").await;
    let theirs = two.page().attribute("[data-contact]", "data-contact");
    one.open("/office/contact").await;
    one.post_form(&format!("/office/contact/{theirs}/end"), &[]).await;
    assert_eq!(answer(&check(&mut anybody, an, &by_two).await), "genuine");

    house.command(&["officer", "end", "--number", &first.personal_id_number]).done();
    house.command(&["account", "lock", &second.personal_id_number, "--ground", "breach", "--reason", "mất máy"]).done();
    for code in [&by_one, &by_two] {
        assert_eq!(answer(&check(&mut anybody, an, code).await), "none");
    }
    house.close();
}

#[tokio::test]
async fn what_somebody_reports_is_read_by_another_officer_and_never_by_the_one_it_is_about() {
    let house = House::start();
    let ([first, second, _], people) = (officers(&house), level_one(&house));
    let (mut one, mut two) = (on_duty(&house, &first).await, on_duty(&house, &second).await);
    let an = &people[0];
    let code = open(&mut one, &an.personal_id_number).await;
    // From the wallet, about this contact.
    let mut citizen = signed_in(&house, an).await;
    let button = citizen.open("/wallet/contacts").await.attribute("[data-contact=live] button.danger", "id");
    assert_eq!(citizen.click(&button).await.expect(422).wrong_fields(), ["complaint"]);
    citizen.tick("complaint", &["pressed"]).fill("words", "Đòi tôi chuyển <b>tiền</b> ngay trong ngày.");
    let page = citizen.click(&button).await.expect(200).clone();
    let of_wallet = reference(&page);
    // Somebody else's contact is none.
    let mut other = signed_in(&house, &people[1]).await;
    other.open("/account").await;
    let theirs = format!("/wallet/contacts/{}/report", button.trim_start_matches("send-"));
    other.post_form(&theirs, &[("complaint", "pressed")]).await.expect(404);

    // From the public page: about the contact whose code it was, and about somebody who had none.
    let mut anybody = house.browser();
    let mut references = Vec::new();
    for code in [code.as_str(), &another(&code)] {
        check(&mut anybody, &an.personal_id_number, code).await;
        let page = anybody.tick("complaint", &["not_genuine"]).click("send-report").await.expect(200).clone();
        references.push(reference(&page));
    }
    check(&mut anybody, &an.personal_id_number, &code).await;
    assert_eq!(anybody.click("send-report").await.expect(422).wrong_fields(), ["complaint"]);
    anybody.tick("complaint", &["pressed"]).fill("words", "ngắn");
    assert_eq!(anybody.click("send-report").await.expect(422).wrong_fields(), ["words"]);

    // The one who is reported sees only the report about nobody.
    let listed = |page: &Page| -> BTreeSet<_> {
        page.expect(200).attributes("[data-report]", "data-report").into_iter().collect()
    };
    assert_eq!(listed(one.open("/office/contact/reports").await), BTreeSet::from([references[1].clone()]));
    let page = two.open("/office/contact/reports").await.clone();
    let waiting: BTreeSet<_> = references.iter().cloned().collect();
    assert_eq!(listed(&page), waiting.iter().cloned().chain([of_wallet.clone()]).collect());
    let address = page.attribute(&format!("[data-report=\"{of_wallet}\"] a"), "href");
    one.open(&address).await.expect(404);
    one.open("/office/contact").await;
    one.post_form(&address, &[]).await.expect(404);
    let page = two.open(&address).await.expect(200).clone();
    assert_eq!(
        (page.attribute("#complaint", "data-complaint"), page.text("#about .officer")),
        ("pressed".into(), first.full_name.clone())
    );
    page.expect_words("Đòi tôi chuyển <b>tiền</b> ngay trong ngày.");
    assert!(!page.words().contains(&an.full_name), "who reported is not shown");
    two.click("settle").await.expect_path("/office/contact/reports");
    assert_eq!(listed(two.page()), waiting);
    assert!(two.open(&address).await.has("#settled") && !two.page().has("#settle"));

    let events = history(&mut citizen, "/wallet/history").await;
    for (kind, times) in [("contact_reported", 2), ("contact_report_read", 2)] {
        assert_eq!(events.iter().filter(|event| *event == kind).count(), times, "{kind}: {events:?}");
    }
    // A person is reported for so often a day.
    for status in [200, 200, 200, 429] {
        check(&mut anybody, &an.personal_id_number, "").await;
        anybody.tick("complaint", &["not_genuine"]).click("send-report").await.expect(status);
    }
    house.close();
}

fn reference(page: &Page) -> String {
    let words = page.text("#reported");
    let reference = words
        .split([' ', '.'])
        .find(|word| word.len() == 10 && word.chars().all(|one| one.is_ascii_uppercase() || one.is_ascii_digit()));
    reference.unwrap_or_else(|| panic!("no reference in {words}")).to_owned()
}

#[tokio::test]
async fn a_contact_is_known_and_ended_at_every_node() {
    let house = House::start();
    let ([first, ..], an) = (officers(&house), level_one(&house).remove(0));
    let Some(node) = house.second_node().await else { return };
    let mut officer = on_duty(&house, &first).await;
    let code = open(&mut officer, &an.personal_id_number).await;
    let mut elsewhere = node.browser();
    assert_eq!(answer(&check(&mut elsewhere, &an.personal_id_number, &code).await), "genuine");
    // Two clicks at two nodes leave one contact with the person, and one code that is good.
    officer.open("/office/contact").await;
    officer.fill("personal_id_number", &an.personal_id_number).fill("purpose", "identity_check");
    let (mut here, mut there) = (officer.clone(), officer.through(node.wire().clone()));
    let (one, two) =
        tokio::join!(async { here.click("open").await.clone() }, async { there.click("open").await.clone() });
    let mut good = 0;
    for page in [&one, &two] {
        good += usize::from(answer(&check(&mut elsewhere, &an.personal_id_number, &read_out(page)).await) == "genuine");
    }
    assert_eq!((good, answer(&check(&mut elsewhere, &an.personal_id_number, &code).await)), (1, "none".to_owned()));
    // And what ends, ends at both.
    house.command(&["officer", "end", "--number", &first.personal_id_number]).done();
    for page in [&one, &two] {
        assert_eq!(answer(&check(&mut elsewhere, &an.personal_id_number, &read_out(page)).await), "none");
    }
    house.close();
}
