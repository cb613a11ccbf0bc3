//! The calendar: at 14 a young person takes the account over, at 18 nobody answers for them, at the instant of midnight in
//! Viet Nam. Row C21 and issue 4.

use crate::applicants::{activate, count_told, enrol, told};
use crate::encounter::{history, international};
use crate::harness::House;
use crate::kin::{Kin, adults, at_the_list, declare, kept, reaching, until_midnight};

const CHILD: &str = "001312999081";
const OWN_PHONE: &str = "0500008181";

#[tokio::test]
async fn c21_at_fourteen_the_child_takes_the_account_over_and_the_parents_see_no_more() {
    let house = House::start();
    let [mother, father, _] = adults(&house);
    let khoi = Kin::born(CHILD, &reaching(&house, 14, 1)).of("mother", &mother).of("father", &father);
    let khoi = khoi.with("phone", OWN_PHONE).with("phone_owner", CHILD);
    khoi.known_to(&house);
    let mut hers = at_the_list(&house, house.browser(), &mother).await;
    let page = kept(&mut hers, &khoi).await;
    let mut his = at_the_list(&house, house.browser(), &father).await;
    declare(&mut his, &khoi, &[]).await.expect(200);
    let id = khoi.account(&house).unwrap()["id"].clone();

    // The evening before: too young, whatever telephone the child has.
    let young = khoi.person(OWN_PHONE);
    enrol(&house, &young, &[]).await.expect(200);
    assert!(told(&house, &international(OWN_PHONE)).await.is_empty());
    until_midnight(&house, 120).await;
    let mut hers = at_the_list(&house, house.browser(), &mother).await;
    assert!(hers.open(&page).await.expect(200).has("#card"));
    assert_eq!(count_told(&house, &international(&mother.phone), "dependant_grown").await, 0);

    // Midnight: nothing has to be written for the data to be closed.
    until_midnight(&house, 0).await;
    let closed = hers.open(&page).await.expect(200);
    assert!(closed.has("#to-be-taken-over") && !closed.has("#facts"), "{}", closed.summary());
    assert!(!closed.words().contains("Khánh Vy"));
    house.sweep().await;
    house.sweep().await;
    for parent in [&mother, &father] {
        assert_eq!(count_told(&house, &international(&parent.phone), "dependant_grown").await, 1);
    }
    // Nobody else declares a child of that age.
    declare(&mut hers, &khoi, &[]).await.expect(422).expect_words("đã đủ tuổi tự đăng ký");

    // The number was asked for often enough for a day.
    house.advance(25 * 3600).await;
    let mut hers = at_the_list(&house, house.browser(), &mother).await;
    // With a parent's telephone there is no taking over: the code would be the parent's.
    let before = house.outbox().await.len();
    enrol(&house, &young, &[("phone", &mother.phone)]).await.expect(200);
    assert_eq!(house.outbox().await.len(), before);
    // An application takes nothing from anybody before its code is shown.
    enrol(&house, &young, &[]).await.expect(200);
    let code = house.code_sent_to(&international(OWN_PHONE)).await;
    assert!(hers.open(&page).await.has("#to-be-taken-over"));
    let wrong = if code == "111111" { "222222" } else { "111111" };
    activate(&house, &young, wrong, young.password()).await.expect(422);
    activate(&house, &young, &code, young.password()).await.expect(200);
    assert_eq!(khoi.account(&house).unwrap()["id"], id, "it is another account");
    // Sent twice by a tired thumb it is one taking over.
    assert!(activate(&house, &young, &code, young.password()).await.expect(200).has("#activated"));
    for parent in [&mother, &father] {
        assert_eq!(count_told(&house, &international(&parent.phone), "account_taken_over").await, 1);
    }
    assert!(hers.open(&page).await.expect(200).has("#taken-over"));

    // The young person signs in alone, and sees who looked.
    let mut own = house.browser();
    own.open("/wallet").await;
    own.sign_in(&young).await.expect_path("/wallet");
    let events = history(&mut own, "/wallet/history").await;
    for event in ["account_handed_over", "hand_over_opened", "dependant_viewed", "account_activated"] {
        assert!(events.iter().any(|told| told == event), "no {event} in {events:?}");
    }
    own.page().expect_words("Mẹ của bạn đã xem dữ liệu").expect_words("Cha của bạn");
    // And has one account: enrolling again is told to the telephone, which is their own now.
    enrol(&house, &young, &[]).await.expect(200);
    assert_eq!(count_told(&house, &international(OWN_PHONE), "enrolled_again").await, 1);
    house.close();
}

#[tokio::test]
async fn an_account_that_no_parent_activated_is_taken_over_all_the_same() {
    let house = House::start();
    let [mother, ..] = adults(&house);
    let khoi = Kin::born(CHILD, &reaching(&house, 14, 1)).of("mother", &mother);
    let khoi = khoi.with("phone", OWN_PHONE).with("phone_owner", CHILD);
    khoi.known_to(&house);
    let mut hers = at_the_list(&house, house.browser(), &mother).await;
    assert!(declare(&mut hers, &khoi, &[]).await.has("#waits"));
    until_midnight(&house, 0).await;
    let young = khoi.person(OWN_PHONE);
    enrol(&house, &young, &[]).await.expect(200);
    // The newer application counts, and its code alone.
    let first = house.code_sent_to(&international(OWN_PHONE)).await;
    house.advance(61).await;
    enrol(&house, &young, &[]).await.expect(200);
    let second = house.code_sent_to(&international(OWN_PHONE)).await;
    if first != second {
        activate(&house, &young, &first, young.password()).await.expect(422);
    }
    activate(&house, &young, &second, young.password()).await.expect(200);
    assert_eq!(khoi.account(&house).unwrap()["state"], "active");
    house.close();
}

#[tokio::test]
async fn two_nodes_hand_one_account_over_once() {
    let house = House::start();
    let Some(second) = house.second_node().await else { return };
    let [mother, ..] = adults(&house);
    let khoi = Kin::born(CHILD, &reaching(&house, 14, 0)).of("guardian", &mother);
    let khoi = khoi.with("phone", OWN_PHONE).with("phone_owner", CHILD);
    khoi.known_to(&house);
    let mut hers = at_the_list(&house, house.browser(), &mother).await;
    kept(&mut hers, &khoi).await;
    // The guardianship ended; the young person is nobody's ward and old enough.
    khoi.with("guardian", "").known_to(&house);
    house.sweep().await;
    let young = khoi.person(OWN_PHONE);
    enrol(&house, &young, &[]).await.expect(200);
    let code = house.code_sent_to(&international(OWN_PHONE)).await;
    let at = async |mut browser: crate::harness::Browser| {
        browser.open("/activate").await;
        let (number, password) = (young.personal_id_number.as_str(), young.password());
        browser.fill_all(&[("personal_id_number", number), ("code", &code)]);
        browser.fill_all(&[("password", password), ("password_again", password)]);
        browser.click("activate").await.has("#activated")
    };
    let (one, other) = tokio::join!(at(house.browser()), at(second.browser()));
    assert!(one || other, "nobody took it over");
    let to = international(OWN_PHONE);
    assert_eq!(count_told(&house, &to, "account_activated").await, 1, "taken over twice");
    house.close();
}

#[tokio::test]
async fn at_eighteen_a_guardianship_of_a_minor_is_over_at_midnight_and_both_are_told() {
    let house = House::start();
    let [guardian, ..] = adults(&house);
    let nam = Kin::born("001308999082", &reaching(&house, 18, 1)).of("guardian", &guardian);
    nam.known_to(&house);
    let mut browser = at_the_list(&house, house.browser(), &guardian).await;
    let page = kept(&mut browser, &nam).await;
    until_midnight(&house, 60).await;
    let mut browser = at_the_list(&house, house.browser(), &guardian).await;
    assert!(browser.open(&page).await.expect(200).has("#card"));
    until_midnight(&house, 0).await;
    // Before any chore: the look itself finds that it is over, although the register still names the guardian.
    assert!(browser.open(&page).await.expect(404).has("#no-dependant"));
    house.sweep().await;
    assert_eq!(count_told(&house, &international(&guardian.phone), "guardian_ended").await, 1);
    // Whom a court puts under guard as an adult is declared anew.
    let again = declare(&mut browser, &nam, &[]).await;
    assert!(again.expect(200).has("#card"), "{}", again.summary());
    until_midnight(&house, 0).await;
    let mut browser = at_the_list(&house, house.browser(), &guardian).await;
    assert!(browser.open(again.path()).await.expect(200).has("#card"));
    house.close();
}

#[tokio::test]
async fn a_corrected_date_of_birth_moves_the_calendar() {
    let house = House::start();
    let [mother, ..] = adults(&house);
    let khoi = Kin::born(CHILD, &reaching(&house, 13, 0)).of("mother", &mother);
    khoi.known_to(&house);
    let mut browser = at_the_list(&house, house.browser(), &mother).await;
    let page = kept(&mut browser, &khoi).await;
    khoi.with("birth_date", reaching(&house, 14, 0)).known_to(&house);
    assert!(browser.open(&page).await.expect(200).has("#to-be-taken-over"));
    house.sweep().await;
    house.sweep().await;
    assert_eq!(count_told(&house, &international(&mother.phone), "dependant_grown").await, 1);
    khoi.with("birth_date", reaching(&house, 18, 0)).known_to(&house);
    house.sweep().await;
    assert_eq!(browser.open("/wallet/dependants").await.texts("#dependants a").len(), 0);
    assert_eq!(count_told(&house, &international(&mother.phone), "guardian_ended").await, 1);
    house.close();
}
