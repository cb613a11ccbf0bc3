//! A citizen without an account at the counter: one officer fills in form TK01 and sees the person, another approves, and a
//! level-2 account waits for its holder. With a valid card, and together with a card. Issue 4; inventory C15 to C18, C20.

use serde_json::Value;

use crate::applicants::{Applicants, PASSWORD, activate, count_told, enrol, international};
use crate::desk::{evidence, officers, on_duty, prove};
use crate::harness::{Browser, House, Page, Person, Printed};

/// Fills in form TK01 for this person, with some fields otherwise, and presses that button.
pub(crate) async fn apply(officer: &mut Browser, person: &Person, otherwise: &[(&str, &str)], button: &str) -> Page {
    officer.open("/office/case/new/account").await.expect_path("/office/case/new/account");
    let fields: Vec<_> = person.declaration().into_iter().filter(|(name, _)| *name != "channel").collect();
    officer.fill_all(&fields).fill_all(otherwise);
    officer.click(button).await.clone()
}

fn account(house: &House, number: &str) -> Option<Value> {
    let shown = house.command(&["account", "show", number]);
    (shown.code == 0).then(|| shown.json())
}

#[tokio::test]
async fn a_citizen_without_an_account_leaves_with_one_of_level_two_that_waits_for_activation() {
    let house = House::start();
    let ([first, second, _], citizen) = (officers(&house), house.person(&["--unenrolled"]));
    let (mut one, mut two) = (on_duty(&house, &first).await, on_duty(&house, &second).await);
    let page = apply(&mut one, &citizen, &[], "apply-go-on").await;
    let case = page.path().to_owned();
    assert!(case.starts_with("/office/case/cas_"), "{}", page.summary());
    page.expect_words(&citizen.full_name).expect_words("Cấp tài khoản mức độ 02");
    assert!(page.attributes("#declared tr", "data-differs").iter().all(|differs| differs == "false"));
    let phone = international(&citizen.phone);
    assert_eq!(count_told(&house, &phone, "case_received").await, 1);
    assert!(account(&house, &citizen.personal_id_number).is_none());

    prove(&mut one).await;
    assert!(!one.page().has("#approve"), "four eyes");
    two.open(&case).await;
    two.click("approve").await.expect_path(&case);
    assert_eq!(count_told(&house, &phone, "account_made").await, 1);

    // The holder has the whole window, and nothing opens before.
    let shown = account(&house, &citizen.personal_id_number).expect("an account");
    assert_eq!((&shown["state"], &shown["level"]), (&"approved".into(), &2.into()));
    let code = house.code_sent_to(&phone).await;
    activate(&house, &citizen, &code, PASSWORD).await.expect(200);
    let mut holder = house.browser();
    holder.open("/wallet").await;
    let activated = Person { password: Some(PASSWORD.into()), ..citizen.clone() };
    let page = holder.sign_in(&activated).await.expect_path("/wallet");
    assert_eq!(page.attribute("#level", "data-level"), "2");
    // What the officers did before there was an account stands in its history.
    let events = crate::encounter::history(&mut holder, "/wallet/history").await;
    for event in ["case_opened", "record_viewed", "evidence_recorded", "case_approved", "account_raised"] {
        assert!(events.iter().any(|told| told == event), "{event}: {events:?}");
    }
    house.close();
}

#[tokio::test]
async fn an_account_made_at_the_counter_lapses_with_its_window_like_any_other() {
    let house = House::start();
    let ([first, second, _], citizen) = (officers(&house), house.person(&["--unenrolled"]));
    let (mut one, mut two) = (on_duty(&house, &first).await, on_duty(&house, &second).await);
    let case = apply(&mut one, &citizen, &[], "apply-go-on").await.path().to_owned();
    prove(&mut one).await;
    two.open(&case).await;
    two.click("approve").await.expect_path(&case);
    let code = house.code_sent_to(&citizen.phone).await;
    house.advance(11 * 24 * 3600).await;
    house.sweep().await;
    assert_eq!(account(&house, &citizen.personal_id_number).unwrap()["state"], "lapsed");
    activate(&house, &citizen, &code, PASSWORD).await.expect(422);
}

#[tokio::test]
async fn what_differs_from_the_register_is_shown_by_field_mended_and_never_approved() {
    let house = House::start();
    let ([first, second, _], citizen) = (officers(&house), house.person(&["--unenrolled"]));
    let (mut one, mut two) = (on_duty(&house, &first).await, on_duty(&house, &second).await);
    let page = apply(&mut one, &citizen, &[("birth_date", "01/02/1903")], "apply-go-on").await;
    let case = page.path().to_owned();
    assert_eq!(page.attributes("#declared tr[data-differs=true]", "data-field"), ["birth_date"]);

    // The button asks the registers on demand, and says which of them is not content.
    let page = one.click("check-registers").await.expect(200);
    assert_eq!(page.attributes("#checked li[data-good=false]", "data-check"), ["declared"]);
    prove_on(&mut one, &case).await;
    two.open(&case).await;
    let page = two.click("approve").await.expect(422);
    assert_eq!(page.wrong_fields(), ["declared"]);
    assert!(account(&house, &citizen.personal_id_number).is_none());
    two.open(&case).await;
    two.fill("guidance", "Ngày sinh khai nhầm, đề nghị sửa.").click("give-back").await.expect_path(&case);

    one.open(&case).await;
    one.click("mend-declaration").await.expect(200);
    one.fill("full_name", "").click("mend").await.expect(422);
    one.fill_all(&[("full_name", &citizen.full_name), ("birth_date", &citizen.birth_date)]);
    let page = one.click("mend").await.expect_path(&case);
    assert!(!page.has("#declared tr[data-differs=true]"), "{}", page.summary());
    one.click("submit").await.expect_path(&case);
    two.open(&case).await;
    two.click("approve").await.expect_path(&case);
    assert!(account(&house, &citizen.personal_id_number).is_some());
    house.close();
}

#[tokio::test]
async fn a_telephone_of_somebody_else_receives_no_account() {
    let house = House::start();
    let [first, second, _] = officers(&house);
    let people = house.people(&["--unenrolled"]);
    let (citizen, other) = (&people[0], &people[1]);
    let (mut one, mut two) = (on_duty(&house, &first).await, on_duty(&house, &second).await);
    let page = apply(&mut one, citizen, &[("phone", &other.phone)], "apply-go-on").await;
    let case = page.path().to_owned();
    let page = one.click("check-registers").await.expect(200);
    assert_eq!(page.attributes("#checked li[data-good=false]", "data-check"), ["phone"]);
    prove_on(&mut one, &case).await;
    two.open(&case).await;
    assert_eq!(two.click("approve").await.expect(422).wrong_fields(), ["declared"]);
    assert!(account(&house, &citizen.personal_id_number).is_none());
    assert_eq!(count_told(&house, &international(&other.phone), "activation_code").await, 0);
}

#[tokio::test]
async fn who_may_not_have_an_account_this_way_gets_one_answer_whatever_the_reason() {
    let house = House::start();
    let [first, ..] = officers(&house);
    let applicants = Applicants::of(&house);
    let mut one = on_duty(&house, &first).await;
    let raised = house.person(&["--level", "2"]);
    let own = first.clone();
    let unknown = Person { personal_id_number: "001090111111".into(), ..raised.clone() };
    let specials = ["deceased", "turns_14_tomorrow", "foreigner_passport_expired"];
    let mut answers = Vec::new();
    let people: Vec<&Person> =
        specials.iter().map(|cohort| applicants.special(cohort)).chain([&raised, &own, &unknown]).collect();
    for person in people {
        let otherwise = [("phone", "0912345678")];
        let page = apply(&mut one, person, &otherwise, "apply-go-on").await;
        assert_eq!(page.wrong_fields(), ["personal_id_number"], "{}", page.summary());
        answers.push(page.texts(".summary li"));
    }
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    // What cannot be read is told field by field, like in an enrolment.
    let page = apply(&mut one, &raised, &[("phone", "12"), ("birth_date", "31/02/1990")], "apply-go-on").await;
    assert_eq!(page.wrong_fields(), ["birth_date", "phone"]);
}

#[tokio::test]
async fn of_an_enrolment_and_a_case_the_first_makes_the_one_account() {
    let house = House::start();
    let ([first, second, _], citizen) = (officers(&house), house.person(&["--unenrolled"]));
    let (mut one, mut two) = (on_duty(&house, &first).await, on_duty(&house, &second).await);
    let case = apply(&mut one, &citizen, &[], "apply-go-on").await.path().to_owned();
    prove_on(&mut one, &case).await;
    enrol(&house, &citizen, &[]).await.expect(200);
    let made = account(&house, &citizen.personal_id_number).expect("enrolled");
    two.open(&case).await;
    let page = two.click("approve").await.expect(409);
    assert_eq!(page.wrong_fields(), ["case"]);
    assert_eq!(account(&house, &citizen.personal_id_number).unwrap()["id"], made["id"]);
    // The case ends with a reason.
    two.open(&case).await;
    two.fill("ground", "has_account").fill("reason", "Công dân đã tự đăng ký tài khoản.");
    two.click("refuse").await.expect_path(&case);
    house.close();
}

#[tokio::test]
async fn pm05_of_two_cases_and_an_enrolment_at_once_on_two_nodes_one_makes_the_account() {
    let house = House::start();
    let nodes = house.second_node().await;
    let [first, second, _] = officers(&house);
    let (mut one, mut two) = (on_duty(&house, &first).await, on_duty(&house, &second).await);
    for citizen in house.people(&["--unenrolled"]).iter().take(3) {
        // The counter presses twice at once, on two nodes where there are two: there is one case.
        let mut other = nodes.as_ref().map_or_else(|| one.clone(), |node| one.through(node.wire().clone()));
        for browser in [&mut one, &mut other] {
            browser.open("/office/case/new/account").await.expect(200);
            let fields: Vec<_> = citizen.declaration().into_iter().filter(|(name, _)| *name != "channel").collect();
            browser.fill_all(&fields);
        }
        let (here, there) = tokio::join!(one.press("apply-go-on"), other.press("apply-go-on"));
        let cases: Vec<String> =
            [here, there].iter().filter_map(|page| page.answer.location()).map(|to| to.path().to_owned()).collect();
        assert_eq!(cases.len(), 2, "both are led to the case");
        assert_eq!(cases[0], cases[1], "and it is one");
        one.open(&cases[0]).await;
        prove(&mut one).await;
        two.open(&cases[0]).await;
        let mut again = two.clone();
        let enrolling = enrol(&house, citizen, &[]);
        let (approved, enrolled, twice) = tokio::join!(two.press("approve"), enrolling, again.press("approve"));
        enrolled.expect(200);
        for page in [approved, twice] {
            assert!(matches!(page.status(), 303 | 409), "{}", page.summary());
        }
        let made = account(&house, &citizen.personal_id_number).expect("one of them made it");
        let phone = international(&citizen.phone);
        assert_eq!(count_told(&house, &phone, "activation_code").await, 1, "{made}");
    }
    house.close();
}

#[tokio::test]
async fn who_has_no_valid_card_has_card_and_account_in_one_case_with_two_results() {
    let house = House::start();
    let applicants = Applicants::of(&house);
    let ([first, second, _], citizen) = (officers(&house), applicants.special("card_expired"));
    let (mut one, mut two) = (on_duty(&house, &first).await, on_duty(&house, &second).await);
    let page = apply(&mut one, citizen, &[], "apply-go-on").await;
    let case = page.path().to_owned();
    page.expect_words("Cấp cùng với thẻ căn cước");
    assert_eq!(page.attribute("#card-result", "data-issued"), "false");

    // No officer can have seen a card that there is not.
    assert_eq!(one.click("card-passed").await.expect(422).wrong_fields(), ["evidence"]);
    one.open(&case).await;
    one.fill("reference", "số lạ!").click("card-applied").await.expect(422);
    one.open(&case).await;
    let page = one.fill("reference", "CC-2026/000123").click("card-applied").await.expect_path(&case);
    assert_eq!(page.text("#card-reference"), "CC-2026/000123");
    for button in ["compare-face", "compare-fingerprints"] {
        one.click(button).await.expect_path(&case);
    }
    assert!(!one.page().has("#submit"), "the card has not been issued");

    // Days later the card is there, and with it the second result.
    let csv = Printed::by(&["population", "generate", "--people", "300", "--seed", "4711"]).done();
    let header: Vec<&str> = csv.lines().next().unwrap().split(',').collect();
    let at = |name: &str| header.iter().position(|column| *column == name).unwrap();
    let known = csv.lines().find(|line| line.starts_with(&citizen.personal_id_number)).unwrap();
    let mut fields: Vec<&str> = known.split(',').collect();
    (fields[at("card_issued_on")], fields[at("card_expires_on")]) = ("2026-11-20", "2040-01-01");
    let said = crate::citizens::update(&house, &format!("{}\n{}\n", header.join(","), fields.join(",")));
    assert!(said.starts_with("changed 1 refused 0\n"), "{said}");
    let page = one.open(&case).await.expect_path(&case);
    assert_eq!(page.attribute("#card-result", "data-issued"), "true");
    one.click("card-passed").await.expect_path(&case);
    assert_eq!(evidence(one.page()).iter().filter(|(_, result)| result == "passed").count(), 3);
    one.click("submit").await.expect_path(&case);
    two.open(&case).await;
    let page = two.click("approve").await.expect_path(&case);
    assert_eq!(page.text("#account-result"), "Đã phê duyệt");
    assert_eq!(account(&house, &citizen.personal_id_number).unwrap()["level"], 2);
    house.close();
}

async fn prove_on(officer: &mut Browser, case: &str) {
    officer.open(case).await.expect_path(case);
    prove(officer).await;
}
