//! No record, no data, at every desk: where an officer's look at somebody cannot be written down, the page that shows them is not
//! shown, nothing is done by it, and afterwards all is well. OF02, I11. One INSERT fails at a time, in the database itself.

use crate::applicants::{Applicants, enrol};
use crate::call;
use crate::contact;
use crate::counter;
use crate::desk::{level_one, officers, on_duty, prove, receive, signed_in};
use crate::harness::{Browser, House, Page, Person};
use crate::measure;
use crate::near_match::{open_mends, otherwise};
use crate::organisation::{Organisation, apply, at_the_form, case, raised, registered};
use crate::visit::{book, wait_until};
use crate::withheld::without;

/// Nothing of what a page shows comes while events of that kind cannot be written: neither the page nor a word of it.
fn is_withheld(page: &Page, shown: &[&str], what: &str) {
    let text = page.answer.text();
    assert!(page.status() >= 500, "{what}: {} {}", page.status(), page.summary());
    for word in shown {
        assert!(!text.contains(word), "{what} tells {word}");
    }
}

/// A page that an officer opens: it shows these words, and nothing while its look cannot be recorded.
async fn opens(house: &House, officer: &mut Browser, path: &str, kind: &str, shown: &[&str]) -> Option<()> {
    let words = officer.get(path).await.expect(200).answer.text();
    for word in shown {
        assert!(words.contains(word), "{path} does not show {word}");
    }
    let page = without(house, kind, async { officer.get(path).await.clone() }).await?;
    is_withheld(&page, shown, path);
    officer.get(path).await.expect(200);
    Some(())
}

/// A button that an officer presses: the answer shows nothing while it cannot be recorded.
async fn presses(house: &House, officer: &Browser, button: &str, kind: &str, shown: &[&str]) -> Option<()> {
    let mut officer = officer.clone();
    let page = without(house, kind, async { officer.click(button).await.clone() }).await?;
    is_withheld(&page, shown, button);
    Some(())
}

/// The number as pages write it.
fn grouped(person: &Person) -> String {
    let number = &person.personal_id_number;
    [0, 3, 6, 9].map(|at| &number[at..at + 3]).join(" ")
}

fn initials(person: &Person) -> String {
    person.full_name.split(' ').map(|word| format!("{}.", word.chars().next().unwrap())).collect()
}

#[tokio::test]
async fn no_page_of_a_case_is_shown_whose_look_cannot_be_recorded() {
    let house = House::start();
    house.expect_faults();
    let ([first, second, _], an) = (officers(&house), level_one(&house).remove(0));
    let mut mended = an.clone();
    mended.full_name = otherwise(&an.full_name);
    enrol(&house, &mended, &[]).await.expect(200);
    let (mut one, mut two) = (on_duty(&house, &first).await, on_duty(&house, &second).await);
    let case = receive(&mut one, &an).await;
    let of_an = [an.full_name.as_str(), &grouped(&an)];
    if opens(&house, &mut one, &case, "record_viewed", &of_an).await.is_none() {
        return;
    }
    let id = case.rsplit('/').next().unwrap();
    let name = an.full_name.rsplit(' ').next().unwrap();
    opens(&house, &mut one, &format!("/office/enrolments?case={id}"), "record_viewed", &[name]).await.unwrap();
    opens(&house, &mut one, &format!("{case}/paper/receipt"), "case_printed", &[&initials(&an)]).await.unwrap();
    one.open(&case).await;
    presses(&house, &one, "check-registers", "case_checked", &["data-check", name]).await.unwrap();
    one.open("/office/search").await;
    one.fill("personal_id_number", &an.personal_id_number);
    presses(&house, &one, "search", "cases_searched", &[id]).await.unwrap();

    // Who decides looks too, and what stands in a case that is decided is a person's still.
    one.open(&case).await;
    prove(&mut one).await;
    opens(&house, &mut two, &case, "record_viewed", &of_an).await.unwrap();
    two.open(&case).await;
    two.click("approve").await.expect_path(&case);
    opens(&house, &mut two, &case, "record_viewed", &["data-kind=\"face\""]).await.unwrap();
    opens(&house, &mut two, &format!("{case}/paper/result"), "case_printed", &[&initials(&an)]).await.unwrap();
    house.close();
}

#[tokio::test]
async fn no_paper_of_a_person_and_no_declaration_is_shown_whose_look_cannot_be_recorded() {
    let house = House::start();
    house.expect_faults();
    let [first, second, _] = officers(&house);
    let (mut one, mut two) = (on_duty(&house, &first).await, on_duty(&house, &second).await);
    // A case that makes an account, with what was declared in it.
    let citizen = house.person(&["--unenrolled"]);
    let made = counter::apply(&mut one, &citizen, &[], "apply-go-on").await.path().to_owned();
    let declared = [citizen.full_name.as_str(), citizen.phone.as_str()];
    let form = format!("{made}/declaration");
    if opens(&house, &mut one, &form, "record_viewed", &declared).await.is_none() {
        return;
    }
    // Originals: their numbers stand in the case before and after the decision.
    let holder = house.person(&["--level", "2"]);
    one.open("/office/case/new").await;
    let page = one.fill("personal_id_number", &holder.personal_id_number).click("documents").await.expect(200);
    let case = page.path().to_owned();
    one.click("card-passed").await.expect_path(&case);
    one.fill_all(&[("paper_kind", "driving_licence"), ("paper_number", "790123456789"), ("issued_on", "01/05/2022")]);
    one.fill("expires_on", "01/05/2032").tick("compared", &["1"]).click("add-original").await.expect_path(&case);
    let licence = ["790123456789"];
    opens(&house, &mut one, &case, "record_viewed", &licence).await.unwrap();
    one.open(&case).await;
    one.click("submit").await.expect_path(&case);
    two.open(&case).await;
    two.click("approve").await.expect_path(&case);
    opens(&house, &mut two, &case, "record_viewed", &licence).await.unwrap();
    let mut mine = signed_in(&house, &holder).await;
    mine.open("/wallet/history").await.expect_words("Giấy tờ đã xem bản gốc");
    house.close();
}

#[tokio::test]
async fn no_measure_match_or_correction_is_shown_whose_look_cannot_be_recorded() {
    let house = House::start();
    house.expect_faults();
    let [first, second, _] = officers(&house);
    let (mut one, mut two) = (on_duty(&house, &first).await, on_duty(&house, &second).await);
    let an = level_one(&house).remove(0);
    let reason = "Cho người khác mượn tài khoản để mở ví điện tử";
    let fields = [("reason", reason.to_owned())];
    let measure = measure::receive(&mut one, "lock_breach", &an.personal_id_number, &fields).await.unwrap();
    let shown = [an.full_name.as_str(), &grouped(&an), reason];
    if opens(&house, &mut one, &measure, "record_viewed", &shown).await.is_none() {
        return;
    }
    one.open(&measure).await;
    one.click("hand-on").await.expect_path(&measure);
    opens(&house, &mut two, &measure, "record_viewed", &shown).await.unwrap();
    two.open(&measure).await;
    two.click("approve").await.expect_path(&measure);
    opens(&house, &mut two, &measure, "record_viewed", &[reason]).await.unwrap();
    // Who is locked at the counter, without a measure.
    let binh = level_one(&house).remove(1);
    one.open("/office/measure/lock").await;
    one.fill("personal_id_number", &binh.personal_id_number);
    presses(&house, &one, "lock-now", "holder_recognised", &["id=\"locked\""]).await.unwrap();
    assert!(signed_in(&house, &binh).await.open("/account").await.has("main"), "nothing was locked");

    let applicants = Applicants::of(&house);
    let near = applicants.plain()[0];
    let wanted = otherwise(&near.full_name);
    enrol(&house, near, &[("full_name", &wanted)]).await.expect(200);
    one.open("/office/matches").await;
    let address = one.page().attribute("tr[data-match] a", "href");
    opens(&house, &mut one, &address, "record_viewed", &[wanted.rsplit(' ').next().unwrap()]).await.unwrap();
    let mut browser = house.browser();
    open_mends(&house, &mut browser, near).await;
    browser.fill("field", "name").fill("wanted", &wanted).fill("reason", "Giấy khai sinh của tôi ghi khác");
    browser.click("ask").await.expect(200);
    one.open("/office/corrections").await;
    let address = one.page().attribute("tr[data-correction] a", "href");
    opens(&house, &mut one, &address, "record_viewed", &[near.full_name.as_str(), &wanted]).await.unwrap();
    house.close();
}

#[tokio::test]
async fn no_visitor_no_caller_and_no_contact_is_shown_that_cannot_be_recorded() {
    let house = House::start();
    house.expect_faults();
    let [first, second, _] = officers(&house);
    let people = level_one(&house);
    let (tung, tram) = (&people[0], &people[1]);
    let at = book(&mut signed_in(&house, tung).await, "01-HK").await;
    wait_until(&house, at - 1800).await;
    let (mut one, mut two) = (on_duty(&house, &first).await, on_duty(&house, &second).await);
    if opens(&house, &mut one, "/office/visits", "visits_listed", &[&initials(tung)]).await.is_none() {
        return;
    }

    // The code that an officer reads out is not known before the contact is.
    one.open("/office/contact").await;
    one.fill("personal_id_number", &tram.personal_id_number).fill("purpose", "residence_check");
    presses(&house, &one, "open", "contact_opened", &["contact-code"]).await.unwrap();
    assert!(signed_in(&house, tram).await.open("/wallet").await.texts("[data-contact]").is_empty());
    let code = contact::open(&mut one, &tram.personal_id_number).await;
    let mut anybody = house.browser();
    contact::check(&mut anybody, &tram.personal_id_number, &code).await;
    let words = "Đòi tôi chuyển tiền ngay trong ngày";
    anybody.tick("complaint", &["pressed"]).fill("words", words).click("send-report").await.expect(200);
    two.open("/office/contact/reports").await;
    let report = two.page().attribute("[data-report] a", "href");
    opens(&house, &mut two, &report, "contact_report_read", &[words, &first.full_name]).await.unwrap();

    // Who calls is neither recognised nor turned away.
    call::send(&mut one, &tram.personal_id_number).await;
    let code = house.code_sent_to(&crate::desk::addressed(tram)).await;
    let page = without(&house, "call_taken", call::take(&mut one, tram, &code, "lock")).await.unwrap();
    is_withheld(&page, &["data-done", &tram.full_name], "the call");
    assert!(signed_in(&house, tram).await.open("/account").await.has("main"), "nothing was locked");
    house.close();
}

#[tokio::test]
async fn no_organisation_is_shown_to_an_officer_whose_look_cannot_be_recorded() {
    let house = House::start();
    house.expect_faults();
    let people = raised(&house);
    let [first, ..] = officers(&house);
    let (organisation, ..) = registered(&house, &people[0], "Minh Anh").await;
    let mut one = on_duty(&house, &first).await;
    one.open("/office/measure/organisations").await;
    let page = one.fill("number", &organisation.number).click("open").await.expect(200);
    let account = page.path().to_owned();
    let shown = [organisation.name.as_str()];
    if opens(&house, &mut one, &account, "organisation_viewed", &shown).await.is_none() {
        return;
    }
    // An application, and who sent it.
    let society = Organisation {
        number: "G77.88.99".into(),
        tax_code: String::new(),
        name: "Hội Khuyến học phường Giả Lập".into(),
    };
    apply(&mut at_the_form(&house, &people[4]).await, &society).await;
    let address = case(&mut one, &society.number).await;
    opens(&house, &mut one, &address, "organisation_viewed", &[&people[4].full_name, &society.name]).await.unwrap();
    house.close();
}
