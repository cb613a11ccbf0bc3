//! Applications that nearly matched: what an officer sees of them, what the applicant may learn, and how the register's
//! data are corrected.

use crate::applicants::{Applicants, count_told, enrol, international, told};
use crate::desk::{officers, on_duty};
use crate::harness::{Browser, House, Page, Person};

/// The same name with its last two syllables in another order.
pub(crate) fn otherwise(name: &str) -> String {
    let mut syllables: Vec<&str> = name.split(' ').collect();
    let last = syllables.len() - 1;
    syllables.swap(last - 1, last);
    assert_ne!(syllables.join(" "), name);
    syllables.join(" ")
}

/// What an answer is to somebody who looks for a difference: everything but the browser's own token.
fn face_of(page: &Page, number: &str) -> (u16, String) {
    let tokens = page.attributes("input[name=csrf]", "value");
    let mut text = page.answer.text().replace(number, "NUMBER");
    for token in tokens {
        text = text.replace(&token, "TOKEN");
    }
    let nonceless = text.split("nonce=\"").map(|part| part.split_once('"').map_or(part, |(_, rest)| rest));
    (page.status(), nonceless.collect())
}

/// Asks for a code to the register's phone.
async fn ask_code(browser: &mut Browser, number: &str) {
    browser.open("/enrol/mend").await.expect(200);
    browser.fill("personal_id_number", number).click("send").await;
}

/// Types the code that arrived and sees what to mend.
pub(crate) async fn open_mends(house: &House, browser: &mut Browser, person: &Person) {
    ask_code(browser, &person.personal_id_number).await;
    browser.page().expect(200);
    let code = house.code_sent_to(&international(&person.phone)).await;
    browser.fill("code", &code).click("open").await.expect(200);
}

/// The last case number that was sent to this phone.
async fn case_number(house: &House, person: &Person) -> String {
    let told = told(house, &international(&person.phone)).await;
    let text = told.iter().find(|text| text.starts_with("correction_asked")).expect("a case number was sent").clone();
    let is_code = |word: &&str| word.len() == 10 && word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    text.split([' ', '.', ',']).find(is_code).expect("a case number").to_owned()
}

#[tokio::test]
async fn every_number_is_answered_alike_and_only_the_registers_phone_gets_a_code() {
    let house = House::start();
    let applicants = Applicants::of(&house);
    let people = applicants.plain();
    let (near, never, matched) = (people[0], people[1], people[2]);
    enrol(&house, near, &[("full_name", &otherwise(&near.full_name)), ("phone", "0912345678")]).await.expect(200);
    enrol(&house, matched, &[]).await.expect(200);
    let level_one = house.people(&["--level", "1"]).remove(0);
    let mut faces = Vec::new();
    for number in [
        near.personal_id_number.as_str(),
        &never.personal_id_number,
        &matched.personal_id_number,
        &level_one.personal_id_number,
        &applicants.special("deceased").personal_id_number,
        "001199999999",
    ] {
        let mut browser = house.browser();
        ask_code(&mut browser, number).await;
        faces.push(face_of(browser.page(), number));
        browser.fill("code", "000000").click("open").await.expect(422);
        faces.push(face_of(browser.page(), number));
    }
    for pair in faces.chunks(2).skip(1) {
        assert_eq!((&pair[0], &pair[1]), (&faces[0], &faces[1]));
    }
    // The phone that was declared is nobody's here; the register's own one gets the one code.
    assert_eq!(count_told(&house, &international(&near.phone), "mend_code").await, 1);
    assert_eq!(count_told(&house, "+84912345678", "mend_code").await, 0);
    for other in [never, matched, &level_one] {
        assert_eq!(count_told(&house, &international(&other.phone), "mend_code").await, 0);
    }
    // A code is good for its person, once, five tries and two minutes.
    let mut browser = house.browser();
    house.advance(61).await;
    ask_code(&mut browser, &near.personal_id_number).await;
    let code = house.code_sent_to(&international(&near.phone)).await;
    let mut thief = browser.clone();
    thief.open("/enrol/mend").await;
    let foreign = [("personal_id_number", never.personal_id_number.as_str()), ("code", code.as_str())];
    thief.post_form("/enrol/mend/code", &foreign).await.expect(422);
    house.advance(120).await;
    browser.fill("code", &code).click("open").await.expect(422);
    ask_code(&mut browser, &near.personal_id_number).await;
    let code = house.code_sent_to(&international(&near.phone)).await;
    for _ in 0..5 {
        browser.fill("code", "999999").click("open").await.expect(422);
    }
    browser.fill("code", &code).click("open").await.expect(422);
    // A day has five codes.
    for _ in 0..2 {
        house.advance(61).await;
        ask_code(&mut browser, &near.personal_id_number).await;
        browser.page().expect(200);
    }
    ask_code(&mut browser, &near.personal_id_number).await;
    assert_eq!(browser.page().status(), 429);
}

#[tokio::test]
async fn who_holds_the_phone_learns_the_field_and_the_kind_and_has_the_register_corrected() {
    let house = House::start();
    let applicants = Applicants::of(&house);
    let person = applicants.plain()[0];
    let wanted = otherwise(&person.full_name);
    enrol(&house, person, &[("full_name", &wanted)]).await.expect(200);
    let mut browser = house.browser();
    open_mends(&house, &mut browser, person).await;
    let page = browser.page();
    assert_eq!(page.attributes("#mends li", "data-field"), ["name"]);
    assert!(!page.words().contains(&person.full_name), "never what the register has");
    // A correction has a field, a value of that field and a reason.
    for (value, reason, wrong) in [("", "Giấy khai sinh ghi khác", "wanted"), (wanted.as_str(), "x", "reason")] {
        browser.fill("field", "name").fill("wanted", value).fill("reason", reason);
        let page = browser.click("ask").await.expect(422);
        assert_eq!(page.wrong_fields(), [wrong]);
    }
    let mut again = browser.clone();
    browser.fill("wanted", &wanted).fill("reason", "Giấy khai sinh của tôi ghi khác");
    let page = browser.click("ask").await.expect(200);
    let code = page.text("#case-number");
    assert_eq!(case_number(&house, person).await, code);
    // The ticket bought one.
    again.fill("field", "gender").fill("wanted", "Nữ").fill("reason", "Giấy khai sinh của tôi ghi khác");
    again.click("ask").await.expect(422);
    // Its page answers every case number alike, and tells its holder where it stands.
    let mut status = house.browser();
    for number in [code.as_str(), "AAAAAAAAAA"] {
        status.open("/correction").await;
        status.fill("case_number", number).click("send").await.expect(200);
        assert!(status.page().has("#sent"));
    }
    status.open("/correction").await;
    house.advance(61).await;
    status.fill("case_number", &code).click("send").await;
    let sms = house.code_sent_to(&international(&person.phone)).await;
    status.fill("code", "000000").click("open").await.expect(422);
    status.fill("code", &sms).click("open").await.expect(200);
    assert_eq!(status.page().attribute("#correction", "data-state"), "submitted");
    // Two officers: who proposes does not decide.
    let [first, second, administrator] = officers(&house);
    let (mut one, mut two) = (on_duty(&house, &first).await, on_duty(&house, &second).await);
    on_duty(&house, &administrator).await.open("/office/corrections").await.expect(403);
    one.open("/office/corrections").await.expect_words(&code);
    let address = one.page().attribute("tr[data-correction] a", "href");
    let page = one.open(&address).await.expect(200);
    assert_eq!((page.text("#present"), page.text("#wanted")), (person.full_name.clone(), wanted.clone()));
    one.fill("opinion", "ngắn").click("propose-approve").await.expect(422);
    one.fill("opinion", "Giấy khai sinh bản chính ghi như đề nghị").click("propose-approve").await.expect(200);
    one.open(&address).await;
    assert!(!one.page().has("#agree"));
    one.post_form(&format!("{address}/decision"), &[("decision", "agree"), ("version", "2")]).await;
    assert!(matches!(one.page().status(), 403 | 409), "{}", one.page().summary());
    two.open(&address).await;
    let mut late = two.clone();
    two.click("agree").await.expect_path("/office/corrections");
    assert!(!two.page().has("tr[data-correction]"));
    late.click("agree").await.expect(409);
    // The register has it, by the feed, and the person may declare again.
    house.sweep().await;
    let shown = house.command(&["population", "show", &person.personal_id_number]).done();
    assert!(shown.contains(&wanted), "{shown}");
    assert_eq!(count_told(&house, &international(&person.phone), "correction_decided").await, 1);
    enrol(&house, person, &[("full_name", &wanted)]).await.expect(200);
    assert_eq!(count_told(&house, &international(&person.phone), "enrolment_approved").await, 1);
    house.advance(61).await;
    status.open("/correction").await;
    status.fill("case_number", &code).click("send").await;
    let sms = house.code_sent_to(&international(&person.phone)).await;
    let page = status.fill("code", &sms).click("open").await.expect(200);
    page.expect_words("Giấy khai sinh bản chính").expect_words("Cơ sở dữ liệu đã được cập nhật");
    assert_eq!(status.page().attribute("#correction", "data-state"), "approved");
}

#[tokio::test]
async fn an_officer_sees_the_field_and_the_kind_and_decides_once() {
    let house = House::start();
    let applicants = Applicants::of(&house);
    let people = applicants.plain();
    let [first, second, administrator] = officers(&house);
    let mut one = on_duty(&house, &first).await;
    // One case for a person however often they try; none for whom another name or nobody is.
    for _ in 0..2 {
        enrol(&house, people[0], &[("full_name", &otherwise(&people[0].full_name))]).await.expect(200);
    }
    enrol(&house, people[1], &[("full_name", "Hoàng Thị Khác Hẳn")]).await.expect(200);
    enrol(&house, people[2], &[("personal_id_number", "001199999999")]).await.expect(200);
    let page = one.open("/office/matches").await.expect(200);
    let waiting = page.attributes("tr[data-match]", "data-match");
    assert_eq!(waiting.len(), 1, "{}", page.summary());
    let address = format!("/office/matches/{}", waiting[0]);
    let page = one.open(&address).await.expect(200);
    assert_eq!(page.attributes("tr[data-field]", "data-field"), ["name"]);
    page.expect_words(&otherwise(&people[0].full_name));
    for hidden in [&people[0].full_name, &people[0].phone, &people[0].personal_id_number] {
        assert!(!page.words().contains(hidden.as_str()), "never more of the record: {hidden}");
    }
    on_duty(&house, &administrator).await.open(&address).await.expect(403);
    let mut two = on_duty(&house, &second).await;
    two.open(&address).await;
    one.click("tell").await.expect_path("/office/matches");
    assert!(!one.page().has("tr[data-match]"));
    two.click("close").await.expect(404);
    let texts = told(&house, &international(&people[0].phone)).await;
    assert!(texts[0].starts_with("mend_fields") && texts[0].contains("ho ten"), "{texts:?}");
    // Who applied in English is written to in English, by name of the unit too.
    let mut english = house.browser().speaking("en");
    english.open("/enrol").await;
    english.fill_all(&people[6].declaration()).fill("full_name", &otherwise(&people[6].full_name));
    english.click("enrol").await.expect(200);
    one.open("/office/matches").await;
    let address = one.page().attribute("tr[data-match] a", "href");
    one.open(&address).await;
    one.click("come").await.expect_path("/office/matches");
    let texts = told(&house, &international(&people[6].phone)).await;
    assert!(texts[0].contains("Please take your identity card to Police of Hoan Kiem ward"), "{texts:?}");
    // Asked to come; had corrected; closed.
    for (place, button, message) in
        [(3, "come", Some("mend_come")), (4, "correct", Some("correction_asked")), (5, "close", None)]
    {
        let person = people[place];
        enrol(&house, person, &[("full_name", &otherwise(&person.full_name))]).await.expect(200);
        one.open("/office/matches").await;
        let address = one.page().attribute("tr[data-match] a", "href");
        one.open(&address).await;
        one.click(button).await.expect_path("/office/matches");
        let texts = told(&house, &international(&person.phone)).await;
        assert_eq!(texts.len(), usize::from(message.is_some()), "{button}: {texts:?}");
        assert!(message.is_none_or(|message| texts[0].starts_with(message)), "{texts:?}");
    }
    let page = one.open("/office/corrections").await;
    assert_eq!(page.texts("tr[data-correction]").len(), 1);
    // The account that never was: no near match made one.
    for place in [0, 3, 4, 5] {
        house.command(&["account", "show", &people[place].personal_id_number]).refused();
    }
}
