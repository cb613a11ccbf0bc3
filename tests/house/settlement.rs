//! Corrections that two officers approved and the register did not carry out: refused over the exchange, or sent and not
//! answered. They wait for an officer, who says how they ended; the person reads it. Issue 4.

use crate::applicants::{count_told, enrol, international};
use crate::desk::{officers, on_duty};
use crate::harness::{Browser, House, Mood, Page, Person, Printed};
use crate::near_match::{open_mends, otherwise};
use crate::registers::two_houses;

const DAY: i64 = 86_400;

/// Asks for the name's correction by the register's phone, and has two officers approve it; answers the case number.
async fn approved(house: &House, person: &Person) -> String {
    let wanted = otherwise(&person.full_name);
    enrol(house, person, &[("full_name", &wanted)]).await.expect(200);
    let mut browser = house.browser();
    open_mends(house, &mut browser, person).await;
    browser.fill("field", "name").fill("wanted", &wanted).fill("reason", "Giấy khai sinh của tôi ghi khác");
    let code = browser.click("ask").await.expect(200).text("#case-number");
    let [first, second, _] = officers(house);
    let (mut one, mut two) = (on_duty(house, &first).await, on_duty(house, &second).await);
    let address = one.open("/office/corrections").await.attribute("tr[data-correction] a", "href");
    one.open(&address).await;
    one.fill("opinion", "Giấy khai sinh bản chính ghi như đề nghị").click("propose-approve").await.expect(200);
    two.open(&address).await;
    two.click("agree").await.expect_path("/office/corrections");
    house.sweep().await;
    code
}

/// Where the correction stands, as the person sees it.
async fn status(house: &House, person: &Person, code: &str) -> Page {
    house.advance(61).await;
    let mut browser = house.browser();
    // The way stands on the first page.
    assert_eq!(browser.open("/").await.attribute("a#correction", "href"), "/correction");
    browser.open("/correction").await;
    browser.fill("case_number", code).click("send").await.expect(200);
    let sms = house.code_sent_to(&international(&person.phone)).await;
    browser.fill("code", &sms).click("open").await.expect(200).clone()
}

async fn unsettled(officer: &mut Browser) -> Vec<String> {
    officer.open("/office/corrections").await.expect(200).attributes("tr[data-unsettled] a", "href")
}

#[tokio::test]
async fn what_the_register_refused_waits_for_an_officer_who_says_why_it_stays_and_the_person_reads_it() {
    let (_nation, applicants, exchange, house) = two_houses(&[]);
    let person = applicants.plain()[0];
    exchange.is(Mood::Corrects("refused"));
    let code = approved(&house, person).await;
    status(&house, person, &code).await.expect_words("Cán bộ đang làm rõ");
    let [first, second, administrator] = officers(&house);
    let (mut one, mut two) = (on_duty(&house, &first).await, on_duty(&house, &second).await);
    on_duty(&house, &administrator).await.open("/office/corrections").await.expect(403);
    let waiting = unsettled(&mut one).await;
    assert_eq!(waiting.len(), 1, "{}", one.page().summary());
    one.page().expect_words("Cơ sở dữ liệu từ chối").expect_words(&code);
    let page = one.open(&waiting[0]).await.expect(200);
    assert_eq!(page.text("#present"), person.full_name, "as the register has it now");
    // Not without words, and not as corrected while the register says otherwise.
    assert_eq!(one.fill("why", "ngắn").click("settle-not-corrected").await.expect(422).wrong_fields(), ["why"]);
    one.fill("why", "Cơ quan quản lý đã cập nhật");
    assert_eq!(one.click("settle-corrected").await.expect(422).wrong_fields(), ["why"]);
    two.open(&waiting[0]).await;
    let why = "Sổ gốc tại Ủy ban nhân dân xã ghi như cơ sở dữ liệu";
    one.open(&waiting[0]).await;
    one.fill("why", why).click("settle-not-corrected").await.expect_path("/office/corrections");
    two.fill("why", why).click("settle-not-corrected").await.expect(409);
    assert!(unsettled(&mut one).await.is_empty());
    assert_eq!(count_told(&house, &international(&person.phone), "correction_settled").await, 1);
    let page = status(&house, person, &code).await;
    assert_eq!(page.text("#settled"), why);
    page.expect_words("Cơ sở dữ liệu không được điều chỉnh");
    house.close();
}

#[tokio::test]
async fn what_was_sent_waits_for_an_officer_from_its_deadline_until_the_register_has_it() {
    let (nation, applicants, exchange, house) = two_houses(&[]);
    let people = applicants.plain();
    exchange.is(Mood::Corrects("sent"));
    let code = approved(&house, people[0]).await;
    let [first, ..] = officers(&house);
    let mut one = on_duty(&house, &first).await;
    assert!(unsettled(&mut one).await.is_empty(), "its authority has time");
    status(&house, people[0], &code).await.expect_words("Kết quả đã được chuyển");
    // Two working days are over after a week, whatever the weekend.
    house.advance(12 * DAY).await;
    one = on_duty(&house, &first).await;
    let waiting = unsettled(&mut one).await;
    assert_eq!(waiting.len(), 1, "{}", one.page().summary());
    status(&house, people[0], &code).await.expect_words("chưa trả lời trong thời hạn");
    // The register has it at last: nobody has anything to settle, and the person is told.
    corrected(&nation, people[0]);
    house.advance(3700).await;
    assert_eq!(count_told(&house, &international(&people[0].phone), "correction_settled").await, 1);
    one = on_duty(&house, &first).await;
    assert!(unsettled(&mut one).await.is_empty());
    one.open(&waiting[0]).await;
    assert!(!one.page().has("form#settle"), "{}", one.page().summary());
    status(&house, people[0], &code).await.expect_words("Cơ sở dữ liệu đã được cập nhật");
    house.close();
}

/// Lets the nation's register have the name that the person asked for, as its own authority would.
fn corrected(nation: &House, person: &Person) {
    let csv = Printed::by(&["population", "generate", "--people", "300", "--seed", "4711"]).done();
    let line = csv.lines().find(|line| line.starts_with(&person.personal_id_number)).expect("somebody of the register");
    let line = line.replace(&person.full_name, &otherwise(&person.full_name));
    let update = nation.site().file("corrected.csv", format!("{}\n{line}\n", csv.lines().next().unwrap()));
    nation.command(&["population", "update", update.to_str().unwrap()]).done();
}
