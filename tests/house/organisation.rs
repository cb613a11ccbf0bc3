//! An organisation asks for an account: its legal representatives, the register, two officers. Rows A06, A07, C34, C44, H01.

use crate::desk::{addressed, on_duty, signed_in};
use crate::encounter::history;
use crate::harness::{Browser, House, Person};

/// An organisation as the register has it.
#[derive(Clone, Debug)]
pub(crate) struct Organisation {
    pub(crate) number: String,
    pub(crate) tax_code: String,
    pub(crate) name: String,
}

/// The five citizens of level 2.
pub(crate) fn raised(house: &House) -> Vec<Person> {
    house.people(&["--level", "2"])
}

/// Of the sandbox's known organisations, the one whose register entry holds this word.
pub(crate) fn known(house: &House, word: &str) -> Organisation {
    let fields = entry(house, word);
    let [number, tax_code, _, name, ..] = fields.as_slice() else { panic!("{fields:?}") };
    Organisation { number: number.clone(), tax_code: tax_code.clone(), name: name.clone() }
}

/// The register says something else of an organisation from now on.
pub(crate) fn register_says(house: &House, organisation: &Organisation, news: &[(&str, &str)]) {
    let listed = list(house);
    let header = listed.lines().next().unwrap().to_owned();
    let mut fields = entry(house, &organisation.number);
    for (column, value) in news {
        let at = header.split(',').position(|name| name == *column).unwrap();
        (*value).clone_into(&mut fields[at]);
    }
    let file = house.site().file("organisations.csv", format!("{header}\n{}\n", fields.join(",")));
    let words = ["register", "import", "--kind", "organisations", file.to_str().unwrap()];
    let said = house.command(&words).done();
    assert!(said.starts_with("changed 1 "), "{said}");
}

/// Who the register says represents an organisation by law, as its column has it.
pub(crate) fn representatives(house: &House, organisation: &Organisation) -> Vec<String> {
    let header = list(house).lines().next().unwrap().to_owned();
    let at = header.split(',').position(|name| name == "representatives").unwrap();
    entry(house, &organisation.number)[at].split(';').map(str::to_owned).collect()
}

fn list(house: &House) -> String {
    house.command(&["register", "list", "--kind", "organisations", "--limit", "200"]).done()
}

fn entry(house: &House, word: &str) -> Vec<String> {
    let listed = list(house);
    let line = listed.lines().find(|line| line.contains(word)).unwrap_or_else(|| panic!("no {word} in {listed}"));
    line.split(',').map(str::to_owned).collect()
}

/// A browser in which this person has shown two factors a moment ago, at the form.
pub(crate) async fn at_the_form(house: &House, person: &Person) -> Browser {
    let mut browser = house.browser();
    browser.open("/organisations/apply").await.expect_path("/sign-in");
    browser.sign_in(person).await.expect_path("/sign-in/code");
    let code = house.code_sent_to(&addressed(person)).await;
    browser.fill("code", &code).click("verify").await.expect_path("/organisations/apply");
    browser
}

/// Applies with what the register has.
pub(crate) async fn apply(browser: &mut Browser, organisation: &Organisation) {
    send(browser, &organisation.number, &organisation.tax_code, &organisation.name).await;
    assert!(browser.page().has("h1#applied"), "{}", browser.page().summary());
}

async fn send(browser: &mut Browser, number: &str, tax_code: &str, name: &str) {
    browser.open("/organisations/apply").await.expect_path("/organisations/apply");
    let fields =
        [("number", number), ("tax_code", tax_code), ("organisation_name", name), ("address", "Số 9 phố Hàng Bài")];
    browser.fill_all(&fields).click("send").await;
}

/// Where the person's applications stand, the latest first.
pub(crate) async fn stages(browser: &mut Browser) -> Vec<String> {
    browser
        .open("/organisations")
        .await
        .expect_path("/organisations")
        .attributes("h2#applications + ul > li", "data-stage")
}

/// The case of an organisation's application in the officers' queue.
pub(crate) async fn case(officer: &mut Browser, number: &str) -> String {
    let page = officer.open("/office/organisations").await.expect_path("/office/organisations");
    page.attribute(&format!("tr[data-number=\"{number}\"] a"), "href")
}

/// One officer hands it on, the other approves.
pub(crate) async fn approve(house: &House, number: &str) {
    let [first, second, ..] = crate::desk::officers(house);
    let (mut one, mut two) = (on_duty(house, &first).await, on_duty(house, &second).await);
    let address = case(&mut one, number).await;
    one.open(&address).await;
    one.click("submit").await.expect_path(&address);
    two.open(&address).await;
    let page = two.click("approve").await.expect_path(&address);
    assert_eq!(page.attribute("#state", "data-stage"), "approved", "{}", page.summary());
}

/// An organisation with an account, and its legal representative at work on the page of organisations.
pub(crate) async fn registered(house: &House, person: &Person, word: &str) -> (Organisation, Browser, String) {
    let organisation = known(house, word);
    let mut browser = at_the_form(house, person).await;
    apply(&mut browser, &organisation).await;
    approve(house, &organisation.number).await;
    let page = browser.open("/organisations").await;
    let address = page.attribute(&format!("li[data-number=\"{}\"] a", organisation.number), "href");
    (organisation, browser, address)
}

/// How the organisation's account stands, as an operator sees it.
pub(crate) fn shown(house: &House, organisation: &Organisation) -> serde_json::Value {
    house.command(&["organisation", "show", &organisation.number]).json()
}

#[tokio::test]
async fn a_legal_representative_applies_and_two_officers_make_the_account() {
    let house = House::start();
    let minh_anh = raised(&house).remove(0);
    let organisation = known(&house, "Minh Anh");
    let mut browser = at_the_form(&house, &minh_anh).await;
    // One wrong digit is found before anybody is asked.
    let last = if organisation.tax_code.ends_with('0') { "1" } else { "0" };
    let wrong = format!("{}{last}", &organisation.tax_code[..9]);
    send(&mut browser, &organisation.number, &wrong, &organisation.name).await;
    assert_eq!(browser.page().expect(422).wrong_fields(), ["tax_code"]);
    send(&mut browser, "", "", "").await;
    assert_eq!(browser.page().expect(422).wrong_fields(), ["number", "organisation_name"]);
    apply(&mut browser, &organisation).await;
    assert_eq!(stages(&mut browser).await, ["waiting"]);
    assert!(browser.page().has("#none"));

    let [first, second, administrator] = crate::desk::officers(&house);
    let (mut one, mut two) = (on_duty(&house, &first).await, on_duty(&house, &second).await);
    on_duty(&house, &administrator).await.open("/office/organisations").await.expect(403).expect_error("forbidden");
    let address = case(&mut one, &organisation.number).await;
    let page = one.open(&address).await.expect_path(&address);
    page.expect_words(&minh_anh.full_name).expect_words("Có trong cơ sở dữ liệu").expect_words("Trùng khớp");
    assert!(page.has("#submit") && !page.has("#approve"));
    one.click("submit").await.expect_path(&address);
    // Four eyes are two people.
    assert!(one.page().has("#bar") && !one.page().has("#approve"));
    let version = two.open(&address).await.value("version");
    one.open("/office/case/new").await;
    one.post_form(&address, &[("action", "approve"), ("version", &version)])
        .await
        .expect(403)
        .expect_error("forbidden");
    let page = two.click("approve").await.expect_path(&address);
    assert_eq!(page.attribute("#state", "data-stage"), "approved");
    two.open("/office/case/new").await;
    two.post_form(&address, &[("action", "approve"), ("version", &version)]).await.expect(409);

    assert_eq!(stages(&mut browser).await, ["approved"]);
    let own = browser.page().attribute(&format!("li[data-number=\"{}\"] a", organisation.number), "href");
    let page = browser.open(&own).await.expect_path(&own);
    page.expect_words(&organisation.name).expect_words(&organisation.tax_code).expect_words(&minh_anh.full_name);
    assert_eq!(page.attributes("h2#people + ul > li", "data-capacity"), ["legal"]);
    assert_eq!(page.attributes("h2#people + ul > li", "data-role"), ["administer"]);
    let told = house.outbox().await;
    assert!(told.iter().any(|one| one.kind == "organisation_registered" && one.to == addressed(&minh_anh)), "{told:?}");
    assert!(told.iter().filter(|one| one.channel == "sms").all(|one| one.text.is_ascii()));
    let events = history(&mut browser, "/wallet/history").await;
    for event in ["organisation_applied", "organisation_viewed", "organisation_decided", "representation_begun"] {
        assert!(events.iter().any(|one| one == event), "no {event} in {events:?}");
    }
    assert_eq!(
        house.command(&["organisation", "list"]).done(),
        format!("{}\t\t{}\n", organisation.number, organisation.name)
    );
    let shown = shown(&house, &organisation);
    assert_eq!(
        (&shown["locked_by"], &shown["tax_code"]),
        (&serde_json::json!([]), &organisation.tax_code.clone().into())
    );
    // Nobody else learns that there is such a page.
    let mut other = at_the_form(&house, &raised(&house)[3]).await;
    other.open(&own).await.expect(404);
    let mut anonymous = house.browser();
    anonymous.open(&own).await.expect_path("/sign-in");
    house.close();
}

#[tokio::test]
async fn every_other_legal_representative_is_asked_and_one_no_ends_it_with_its_reason() {
    let house = House::start();
    let people = raised(&house);
    let (duc_anh, kim_ngan) = (&people[1], &people[2]);
    let organisation = known(&house, "Kim Ngân");
    let mut applicant = at_the_form(&house, duc_anh).await;
    apply(&mut applicant, &organisation).await;
    assert_eq!(stages(&mut applicant).await, ["asking"]);
    let told = house.outbox().await;
    assert!(
        told.iter().any(|one| one.kind == "organisation_consent_asked" && one.to == addressed(kim_ngan)),
        "{told:?}"
    );

    // Nobody but who was asked can answer, and no officer has anything to decide yet.
    let mut stranger = at_the_form(&house, &people[3]).await;
    assert!(!stranger.open("/organisations").await.has("#agree"));
    let mut other = at_the_form(&house, kim_ngan).await;
    let page = other.open("/organisations").await;
    page.expect_words(&duc_anh.full_name).expect_words(&organisation.name);
    let application = page.value("application");
    stranger.open("/organisations/apply").await;
    stranger.post_form("/organisations", &[("action", "agree"), ("application", &application)]).await.expect(409);
    applicant.post_form("/organisations", &[("action", "agree"), ("application", &application)]).await.expect(409);
    // A no needs a reason.
    other.fill("reason", "không").click("refuse").await.expect(422);
    other.fill("reason", "Hội đồng quản trị chưa bàn việc này").click("refuse").await.expect_path("/organisations");
    assert!(!other.page().has("#agree"));
    assert_eq!(stages(&mut applicant).await, ["declined"]);
    applicant.page().expect_words("Hội đồng quản trị chưa bàn việc này");
    let told = house.outbox().await;
    assert!(told.iter().any(|one| one.kind == "organisation_declined" && one.to == addressed(duc_anh)), "{told:?}");

    // Applied for again, and agreed to: only now officers see it, and both represent it.
    apply(&mut applicant, &organisation).await;
    let [first, ..] = crate::desk::officers(&house);
    let mut one = on_duty(&house, &first).await;
    assert!(!one.open("/office/organisations").await.has(&format!("tr[data-number=\"{}\"]", organisation.number)));
    other.open("/organisations").await;
    other.click("agree").await.expect_path("/organisations");
    assert_eq!(stages(&mut applicant).await[0], "waiting");
    house.advance(61).await;
    approve(&house, &organisation.number).await;
    let page = other.open("/organisations").await;
    let address = page.attribute(&format!("li[data-number=\"{}\"] a", organisation.number), "href");
    let page = other.open(&address).await;
    assert_eq!(page.attributes("h2#people + ul > li", "data-capacity"), ["legal", "legal"]);
    house.close();
}

#[tokio::test]
async fn what_does_not_match_and_who_may_not_get_one_answer_and_five_a_day() {
    let house = House::start();
    let people = raised(&house);
    let (of_minh_anh, of_two, dissolved) =
        (known(&house, "Minh Anh"), known(&house, "Kim Ngân"), known(&house, "Đã Giải Thể"));
    let mut browser = at_the_form(&house, &people[2]).await;
    let wrong_name = of_two.name.replacen("Công", "Cong", 1);
    let bare = |text: String| {
        let parts: Vec<&str> = text.split("csrf\" value=\"").collect();
        parts.iter().map(|part| part.split_once('"').map_or(*part, |(_, rest)| rest)).collect::<String>()
    };
    let mut answers = Vec::new();
    for (number, tax_code, name) in [
        (&of_two.number, &of_two.tax_code, &wrong_name),
        (&of_two.number, &of_minh_anh.tax_code, &of_two.name),
        (&of_minh_anh.number, &of_two.tax_code, &of_minh_anh.name),
        (&dissolved.number, &dissolved.tax_code, &dissolved.name),
        (&of_two.number, &of_two.tax_code, &of_two.name),
    ] {
        send(&mut browser, number, tax_code, name).await;
        let answer = browser.page().expect(200).answer.text();
        let nonce = browser.page().attributes("script", "nonce").first().cloned();
        answers.push(bare(nonce.map_or(answer.clone(), |nonce| answer.replace(&nonce, ""))));
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "whoever is refused reads the same page as whoever is not");
    send(&mut browser, &of_two.number, &of_two.tax_code, &of_two.name).await;
    browser.page().expect(429).expect_wait(86_400);
    let mut stages = stages(&mut browser).await;
    stages.sort();
    assert_eq!(stages, ["asking", "not_accepted", "not_accepted", "not_accepted", "not_accepted"]);
    house.close();
}

#[tokio::test]
async fn who_is_authorised_needs_the_consent_of_all_and_represents_as_that() {
    let house = House::start();
    let people = raised(&house);
    let (minh_anh, bham) = (&people[0], &people[3]);
    let organisation = known(&house, "Minh Anh");
    let mut applicant = at_the_form(&house, bham).await;
    apply(&mut applicant, &organisation).await;
    assert_eq!(stages(&mut applicant).await, ["asking"]);
    let mut legal = at_the_form(&house, minh_anh).await;
    legal.open("/organisations").await;
    legal.click("agree").await.expect_path("/organisations");
    approve(&house, &organisation.number).await;
    let page = legal.open("/organisations").await;
    let address = page.attribute(&format!("li[data-number=\"{}\"] a", organisation.number), "href");
    let mut capacities = legal.open(&address).await.attributes("h2#people + ul > li", "data-capacity");
    capacities.sort();
    assert_eq!(capacities, ["authorised", "legal"]);
    house.close();
}

#[tokio::test]
async fn who_does_not_answer_in_a_week_lets_it_lapse_and_who_applied_may_withdraw() {
    let house = House::start();
    let people = raised(&house);
    let organisation = known(&house, "Kim Ngân");
    let mut applicant = at_the_form(&house, &people[1]).await;
    apply(&mut applicant, &organisation).await;
    applicant.open("/organisations").await;
    applicant.click("withdraw").await.expect_path("/organisations");
    assert_eq!(stages(&mut applicant).await, ["withdrawn"]);
    apply(&mut applicant, &organisation).await;
    house.advance(7 * 86_400 + 60).await;
    house.sweep().await;
    let told = house.outbox().await;
    assert!(
        told.iter().any(|one| one.kind == "organisation_not_answered" && one.to == addressed(&people[1])),
        "{told:?}"
    );
    let mut applicant = at_the_form(&house, &people[1]).await;
    assert_eq!(stages(&mut applicant).await[0], "lapsed");
    let mut other = at_the_form(&house, &people[2]).await;
    assert!(!other.open("/organisations").await.has("#agree"));
    house.close();
}

#[tokio::test]
async fn what_no_register_knows_is_decided_on_paper_and_a_refusal_has_its_reason() {
    let house = House::start();
    let people = raised(&house);
    let agency = Organisation {
        number: "G77.88.99".into(),
        tax_code: String::new(),
        name: "Hội Khuyến học phường Giả Lập".into(),
    };
    let mut head = at_the_form(&house, &people[4]).await;
    apply(&mut head, &agency).await;
    assert_eq!(stages(&mut head).await, ["waiting"]);
    let [first, second, ..] = crate::desk::officers(&house);
    let (mut one, mut two) = (on_duty(&house, &first).await, on_duty(&house, &second).await);
    let address = case(&mut one, &agency.number).await;
    let page = one.open(&address).await;
    page.expect_words("Chưa có trong cơ sở dữ liệu");
    one.fill("words", "Đã xem quyết định thành lập bản chính").click("submit").await.expect_path(&address);
    two.open(&address).await.expect_words("Đã xem quyết định thành lập bản chính");
    two.fill("words", "").click("refuse").await.expect(422);
    two.fill("words", "Thiếu văn bản cử người đứng đầu").click("refuse").await.expect_path(&address);
    assert_eq!(stages(&mut head).await, ["refused"]);
    head.page().expect_words("Thiếu văn bản cử người đứng đầu");
    let told = house.outbox().await;
    assert!(told.iter().any(|one| one.kind == "organisation_refused" && one.to == addressed(&people[4])), "{told:?}");
    apply(&mut head, &agency).await;
    house.advance(61).await;
    approve(&house, &agency.number).await;
    assert_eq!(shown(&house, &agency)["representatives"][0]["capacity"], "head");
    house.close();
}

#[tokio::test]
async fn a_representative_who_left_after_the_question_is_no_ground_for_an_account() {
    let house = House::start();
    let people = raised(&house);
    let organisation = known(&house, "Minh Anh");
    let mut applicant = at_the_form(&house, &people[0]).await;
    apply(&mut applicant, &organisation).await;
    let [first, second, ..] = crate::desk::officers(&house);
    let (mut one, mut two) = (on_duty(&house, &first).await, on_duty(&house, &second).await);
    let address = case(&mut one, &organisation.number).await;
    one.open(&address).await;
    one.click("submit").await.expect_path(&address);
    two.open(&address).await;
    let version = two.page().value("version");
    let other = &people[1];
    let named = format!("{}|{}|Giám đốc", other.personal_id_number, other.full_name);
    register_says(&house, &organisation, &[("representatives", &named)]);
    two.click("approve").await.expect(409);
    let page = two.open(&address).await;
    assert!(page.has("#register-changed") && !page.has("#approve"));
    two.post_form(&address, &[("action", "approve"), ("version", &version)]).await.expect(409);
    house.command(&["organisation", "show", &organisation.number]).refused();
    house.close();
}

#[tokio::test]
async fn somebody_of_level_one_is_told_how_to_get_there() {
    let house = House::start();
    let person = house.person(&["--level", "1", "--limit", "1"]);
    let mut browser = signed_in(&house, &person).await;
    assert!(browser.open("/").await.has("a#organisation"));
    let page = browser.click("organisation").await.expect_path("/organisations");
    assert!(page.has("#level-two") && !page.has("a#apply"));
    browser.open("/organisations/apply").await.expect_path("/organisations");
    let english = browser.speaking("en").open("/organisations").await.text("h1");
    assert_eq!(english, "Your organisations");
    house.close();
}

#[tokio::test]
async fn two_representatives_at_once_on_two_nodes_make_one_account() {
    let house = House::start();
    let Some(second) = house.second_node().await else { return };
    let people = raised(&house);
    let organisation = known(&house, "Kim Ngân");
    let mut one = at_the_form(&house, &people[1]).await;
    let mut two = at_the_form(&house, &people[2]).await.through(second.wire().clone());
    tokio::join!(apply(&mut one, &organisation), apply(&mut two, &organisation));
    one.open("/organisations").await;
    two.open("/organisations").await;
    tokio::join!(one.click("agree"), two.click("agree"));
    assert_eq!((stages(&mut one).await, stages(&mut two).await), (vec!["waiting".into()], vec!["waiting".into()]));

    let [first, other, ..] = crate::desk::officers(&house);
    let (mut here, mut there) =
        (on_duty(&house, &first).await, on_duty(&house, &other).await.through(second.wire().clone()));
    let row = format!("tr[data-number=\"{}\"] a", organisation.number);
    let cases = here.open("/office/organisations").await.attributes(&row, "href");
    let [left, right] = cases.as_slice() else { panic!("{cases:?}") };
    for (officer, case) in [(&mut here, left), (&mut there, right)] {
        officer.open(case).await;
        officer.click("submit").await.expect(200);
    }
    here.open(right).await;
    there.open(left).await;
    tokio::join!(here.click("approve"), there.click("approve"));
    let mut ended = [stages(&mut one).await.remove(0), stages(&mut two).await.remove(0)];
    ended.sort();
    assert_eq!(ended, ["approved", "superseded"]);
    assert_eq!(shown(&house, &organisation)["representatives"].as_array().unwrap().len(), 2);
    assert_eq!(house.command(&["organisation", "list"]).done().lines().count(), 1);
    house.close();
}
