//! At the counter: words that the stories of officers share.

use crate::harness::{Browser, House, Page, Person};

/// The phone as messages are addressed to it.
pub(crate) fn addressed(person: &Person) -> String {
    format!("+84{}", person.phone.trim_start_matches('0'))
}

/// A browser in which this officer is on duty: number, password, and the code that comes by SMS.
pub(crate) async fn on_duty(house: &House, officer: &Person) -> Browser {
    let mut browser = house.browser();
    browser.open("/office").await.expect_path("/sign-in");
    browser.sign_in(officer).await.expect_path("/sign-in/code");
    let code = house.code_sent_to(&addressed(officer)).await;
    browser.fill("code", &code).click("verify").await.expect_path("/office");
    browser
}

/// A browser in which this person has signed in with the password alone.
pub(crate) async fn signed_in(house: &House, person: &Person) -> Browser {
    let mut browser = house.browser();
    browser.open("/wallet").await.expect_path("/sign-in");
    browser.sign_in(person).await.expect(200);
    browser
}

/// The two officers of the counter, and the administrator.
pub(crate) fn officers(house: &House) -> [Person; 3] {
    let officers = house.people(&["--officer"]).into_iter().take(3).collect::<Vec<_>>();
    officers.try_into().expect("three officers")
}

/// The two officers of the immigration office.
pub(crate) fn immigration_officers(house: &House) -> [Person; 2] {
    let is_there = |person: &Person| person.more["officer"]["unit"].as_str().unwrap().contains("xuất nhập cảnh");
    let officers = house.people(&["--officer"]).into_iter().filter(is_there).collect::<Vec<_>>();
    officers.try_into().expect("two officers")
}

/// Citizens of level 1 whom the comparison recognises.
pub(crate) fn level_one(house: &House) -> Vec<Person> {
    let people = house.people(&["--level", "1"]);
    people.into_iter().filter(|one| one.more["fingerprints"] == "passed" && one.more["face"] == "passed").collect()
}

/// Opens a case for whoever stands at the counter; answers its path.
pub(crate) async fn receive(browser: &mut Browser, person: &Person) -> String {
    browser.open("/office/case/new").await.expect_path("/office/case/new");
    let page = browser.fill("personal_id_number", &person.personal_id_number).click("open").await;
    assert!(page.path().starts_with("/office/case/cas_"), "{}", page.summary());
    page.path().to_owned()
}

/// Records card, face and fingerprints, and hands the case on.
pub(crate) async fn prove(browser: &mut Browser) {
    for button in ["card-passed", "compare-face", "compare-fingerprints"] {
        browser.click(button).await.expect(200);
    }
    browser.click("submit").await.expect(200);
}

/// The case as the officer's page names its evidence: kind and result.
pub(crate) fn evidence(page: &Page) -> Vec<(String, String)> {
    let kinds = page.attributes(".checks li", "data-kind");
    kinds.into_iter().zip(page.attributes(".checks li", "data-result")).collect()
}

/// The level of this person's account as the sandbox tells of it.
pub(crate) fn level(house: &House, person: &Person) -> Option<i64> {
    let known = house.people(&[]).into_iter().find(|known| known.personal_id_number == person.personal_id_number);
    known.and_then(|known| known.level)
}
