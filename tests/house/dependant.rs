//! Who answers for whom: declared, proven from the register at each use, seen in both histories. Rows A02 to A04, C17, G01,
//! G03 and G04 of the inventory.

use serde_json::json;

use crate::applicants::count_told;
use crate::encounter::history;
use crate::harness::{House, Node};
use crate::kin::{Kin, adults, at_the_list, declare, kept, reaching};

const CHILD: &str = "001320999041";

#[tokio::test]
async fn a02_g01_a_parent_declares_a_child_and_acts_in_an_account_that_has_no_password() {
    let house = House::start();
    let [mother, ..] = adults(&house);
    let khoi = Kin::born(CHILD, &reaching(&house, 9, -40)).of("mother", &mother);
    khoi.known_to(&house);
    let mut browser = at_the_list(&house, house.browser(), &mother).await;
    browser.page().expect_words("chưa khai báo người phụ thuộc");
    let page = declare(&mut browser, &khoi, &[]).await;
    assert!(page.has("#waits"), "{}", page.summary());
    // Before it is activated nothing of the record is on the page.
    assert!(!page.words().contains("Hàng Bài") && !page.has("#facts"));
    let account = khoi.account(&house).expect("an account");
    assert_eq!((&account["level"], &account["state"]), (&json!(1), &json!("approved")));
    assert_eq!(count_told(&house, &international(&mother.phone), "dependant_declared").await, 1);

    let page = browser.click("activate").await.clone();
    assert_eq!(page.text("#card .holder"), "Trịnh Thị Khánh Vy");
    assert_eq!(page.attribute("#relation + #level", "data-level"), "1");
    assert!(page.has("#until") && page.has("#may-rise"), "{}", page.summary());
    page.expect_words("Bạn là mẹ");
    // Level 1 opens identity data and no more (Decree 320/2026 new Art. 9).
    assert!(!page.words().contains("Hàng Bài"));
    assert_eq!(khoi.account(&house).unwrap()["state"], "active");

    // There is nothing to sign in with, and nothing by which to get it.
    let nobody = khoi.person(&mother.phone);
    let mut stranger = house.browser();
    stranger.open("/account").await;
    stranger.sign_in(&nobody).await.expect(422);
    let before = house.outbox().await.len();
    stranger.open("/activate").await;
    stranger.fill("personal_id_number", &nobody.personal_id_number).click("resend").await;
    assert_eq!(house.outbox().await.len(), before, "a code was sent for a child's account");

    // Each look stands under the child and in the parent's own history.
    let address = page.path().to_owned();
    browser.open(&address).await.expect(200);
    let told = browser.page().attributes("#history li", "data-event");
    assert_eq!(told.iter().filter(|event| *event == "dependant_viewed").count(), 2, "{told:?}");
    // Told once for the day, with the hour of each.
    assert_eq!(browser.page().texts("#history > li[data-event=dependant_viewed] li .when").len(), 1);
    browser.page().expect_words("Bạn đã xem dữ liệu của người phụ thuộc");
    let own = history(&mut browser, "/wallet/history?seen=1").await;
    assert_eq!(own.iter().filter(|event| *event == "dependant_viewed").count(), 2, "{own:?}");
    house.close();
}

#[tokio::test]
async fn g03_two_parents_declare_one_child_at_once_and_there_is_one_account() {
    let house = House::start();
    let [mother, father, _] = adults(&house);
    let second = house.second_node().await;
    let mut her = at_the_list(&house, house.browser(), &mother).await;
    let node = second.as_ref().map_or_else(|| house.browser(), Node::browser);
    let mut him = at_the_list(&house, node, &father).await;
    for round in 0..4 {
        let number = format!("00132099905{round}");
        let khoi = Kin::born(&number, &reaching(&house, 8, -round)).of("mother", &mother).of("father", &father);
        khoi.known_to(&house);
        for browser in [&mut her, &mut him] {
            browser.open("/wallet/dependants/new").await.expect(200);
            browser.fill_all(&khoi.declaration());
        }
        let (one, other) = tokio::join!(her.click("send"), him.click("send"));
        for page in [one, other] {
            assert!(page.expect(200).has("#waits"), "round {round}: {}", page.summary());
        }
        assert!(khoi.account(&house).is_some());
        // Who activates does it for both.
        her.click("activate").await.expect(200);
        let again = him.click("activate").await.expect(200);
        assert!(again.has("#card"), "{}", again.summary());
        again.expect_words("Bạn là cha").expect_words("Một người đại diện khác đã xem dữ liệu");
    }
    let listed = him.open("/wallet/dependants").await.texts("#dependants a");
    assert_eq!(listed.len(), 4);
    // The same again is the same relation.
    let khoi = Kin::born("001320999050", &reaching(&house, 8, 0));
    declare(&mut him, &khoi, &[]).await.expect(200);
    assert_eq!(him.open("/wallet/dependants").await.texts("#dependants a").len(), 4);
    house.close();
}

#[tokio::test]
async fn a04_who_answers_for_nobody_gets_one_answer_and_is_counted() {
    let house = House::start();
    let [mother, _, stranger] = adults(&house);
    let birth = reaching(&house, 9, -40);
    let khoi = Kin::born(CHILD, &birth).of("mother", &mother);
    let dead = Kin::born("001320999042", &birth).of("mother", &stranger).with("status", "deceased");
    let other = Kin::born("001320999043", &birth).of("mother", &stranger).of("guardian", &mother);
    let unknown = Kin::born("001320999044", &birth);
    for kin in [&khoi, &dead, &other] {
        kin.known_to(&house);
    }
    let mut hers = at_the_list(&house, house.browser(), &mother).await;
    kept(&mut hers, &khoi).await;
    let mut browser = at_the_list(&house, house.browser(), &stranger).await;
    let before = house.outbox().await.len();
    let own = stranger.declaration();
    let oneself: Vec<_> =
        own.iter().copied().filter(|(name, _)| !["phone", "email", "channel"].contains(name)).collect();
    let mut faces = Vec::new();
    for (what, kin, otherwise) in [
        ("a stranger's child with an account", &khoi, vec![]),
        ("another name", &khoi, vec![("full_name", "Trịnh Thị Khánh Vi")]),
        ("another date", &khoi, vec![("birth_date", "01/01/2018")]),
        ("no such number", &unknown, vec![]),
        ("a child that died", &dead, vec![]),
        ("a child with a guardian beside the parent", &other, vec![]),
        ("somebody grown up", &unknown, mother_as(&mother)),
        ("oneself", &unknown, oneself),
    ] {
        let page = declare(&mut browser, kin, &otherwise).await;
        assert_eq!(page.status(), 422, "{what}: {}", page.summary());
        faces.push((what, page.text("#refused"), page.wrong_fields()));
    }
    for face in &faces {
        assert_eq!((&face.1, &face.2), (&faces[0].1, &faces[0].2), "{} is told apart", face.0);
    }
    assert_eq!(house.outbox().await.len(), before, "somebody was written to");
    assert!(other.account(&house).is_none() && dead.account(&house).is_none());
    let told = history(&mut browser, "/wallet/history").await;
    assert_eq!(told.iter().filter(|event| *event == "dependant_refused").count(), faces.len());

    // Asked for too often, by this door or another: the number waits for everybody.
    for _ in 0..2 {
        declare(&mut browser, &khoi, &[]).await;
    }
    declare(&mut browser, &khoi, &[]).await.expect(429).expect_wait(24 * 3600);
    // The address of another's dependant is nobody's.
    let address = hers.page().path().to_owned();
    let (foreign, none) =
        (browser.open(&address).await.clone(), browser.open("/wallet/dependants/dep_x").await.clone());
    assert_eq!((foreign.status(), foreign.texts("main")), (404, none.texts("main")));
    house.close();
}

fn mother_as(mother: &crate::harness::Person) -> Vec<(&str, &str)> {
    let fields = mother.declaration();
    fields.into_iter().filter(|(name, _)| !["phone", "email", "channel"].contains(name)).collect()
}

#[tokio::test]
async fn who_answers_for_somebody_hears_why_it_cannot_be() {
    let house = House::start();
    let [mother, ..] = adults(&house);
    let child = |number: &str, age| Kin::born(number, &reaching(&house, age, 0)).of("mother", &mother);
    let card = |kin: Kin| kin.with("card_issued_on", "").with("card_expires_on", "").with("card_state", "");
    let cases = [
        (card(child("001320999042", 7)), "chưa có thẻ căn cước"),
        (child("001320999043", 7).with("card_state", "revoked"), "chưa có thẻ căn cước"),
        (child("001312999044", 14), "đã đủ tuổi tự đăng ký"),
    ];
    let mut browser = at_the_list(&house, house.browser(), &mother).await;
    for (kin, words) in cases {
        kin.known_to(&house);
        let page = declare(&mut browser, &kin, &[]).await;
        assert_eq!(page.status(), 422, "{}", page.summary());
        assert!(page.text("#refused").contains(words), "{}", page.summary());
        assert!(kin.account(&house).is_none());
        // What to do next is one click away.
        let next = browser.click("next").await.expect(200);
        assert!(next.has("#child-card") || next.path() == "/enrol", "{}", next.summary());
    }
    // What applies today is named on the page of the declaration.
    let page = browser.open("/wallet/dependants/new").await.expect(200);
    page.expect_words("Quy định đang áp dụng").expect_words("sửa đổi bởi Nghị định 320/2026/NĐ-CP");
    browser.click("to-card").await.expect(200).expect_words("Trẻ dưới 6 tuổi");
    let page =
        declare(&mut browser, &child("001320999046", 5), &[("birth_date", "31/02/2020"), ("full_name", "")]).await;
    assert_eq!(page.expect(422).wrong_fields(), ["full_name", "birth_date"]);
    // A moment ago is no longer a moment ago.
    house.advance(11 * 60).await;
    browser.open("/wallet/dependants/new").await.expect_path("/sign-in/code");

    let low = house.person(&["--level", "1", "--limit", "1"]);
    let mut browser = at_the_list(&house, house.browser(), &low).await;
    assert!(browser.page().has("#level-two") && !browser.page().has("#declare"));
    let page = declare(&mut browser, &child("001320999047", 5), &[]).await;
    page.expect(422).expect_words("mức độ 02");
    house.close();
}

#[tokio::test]
async fn what_an_age_may_have_is_said_and_under_six_there_is_no_level_two() {
    let house = House::start();
    let [mother, ..] = adults(&house);
    let mut browser = at_the_list(&house, house.browser(), &mother).await;
    for (number, in_days, rises) in [("001320999061", 1, false), ("001320999062", 0, true)] {
        let child = Kin::born(number, &reaching(&house, 6, in_days)).of("mother", &mother);
        child.known_to(&house);
        kept(&mut browser, &child).await;
        assert_eq!(browser.page().has("#may-rise"), rises, "{number}");
    }
    house.close();
}

#[tokio::test]
async fn a_guardian_has_three_wards_of_any_age_and_each_ends_for_itself() {
    let house = House::start();
    let [guardian, next, _] = adults(&house);
    let mut browser = at_the_list(&house, house.browser(), &guardian).await;
    let wards = [("001320999071", 7), ("001310999072", 16), ("001190999073", 40)]
        .map(|(number, age)| Kin::born(number, &reaching(&house, age, -3)).of("guardian", &guardian));
    let mut pages = Vec::new();
    for ward in &wards {
        ward.known_to(&house);
        pages.push(kept(&mut browser, ward).await);
        // A ward applies for nothing alone.
        assert!(!browser.page().has("#until"));
    }
    assert_eq!(browser.open("/wallet/dependants").await.texts("#dependants a").len(), 3);

    // The court takes one guardianship away: by the feed, within the minute, without anybody looking.
    wards[2].with("guardian", "").known_to(&house);
    house.sweep().await;
    assert_eq!(browser.open("/wallet/dependants").await.texts("#dependants a").len(), 2);
    assert_eq!(count_told(&house, &international(&guardian.phone), "guardian_ended").await, 1);
    // And gives another to somebody else: at the very next look, before any feed was read.
    wards[0].of("guardian", &next).known_to(&house);
    let page = browser.open(&pages[0]).await;
    assert!(page.expect(404).has("#no-dependant") && !page.words().contains("Khánh Vy"), "{}", page.summary());
    browser.open(&pages[1]).await.expect(200);
    house.sweep().await;
    assert_eq!(count_told(&house, &international(&guardian.phone), "guardian_ended").await, 2);

    // The telephone that was the former guardian's is not the ward's any more; the present guardian's takes its place.
    assert_eq!(wards[0].account(&house).unwrap()["locked_by"], json!(["phone_not_own"]));
    let mut others = at_the_list(&house, house.browser(), &next).await;
    let page = declare(&mut others, &wards[0], &[]).await;
    assert!(page.expect(200).has("#card"), "{}", page.summary());
    assert_eq!(wards[0].account(&house).unwrap()["locked_by"], json!([]));
    house.close();
}

#[tokio::test]
async fn a_guardian_who_is_locked_out_sees_nothing_meanwhile_and_one_who_died_never() {
    let house = House::start();
    let [mother, father, _] = adults(&house);
    let khoi = Kin::born(CHILD, &reaching(&house, 9, -40)).of("mother", &mother).of("father", &father);
    khoi.known_to(&house);
    let mut browser = at_the_list(&house, house.browser(), &mother).await;
    let page = kept(&mut browser, &khoi).await;
    let mut his = at_the_list(&house, house.browser(), &father).await;
    let of_his = declare(&mut his, &khoi, &[]).await.path().to_owned();

    let number = mother.personal_id_number.as_str();
    house.command(&["account", "lock", number, "--ground", "own_request", "--reason", "d1"]).done();
    assert!(browser.open(&page).await.has("form#sign-in"));
    house.command(&["account", "unlock", number, "--ground", "own_request"]).done();
    browser.sign_in(&mother).await;
    let code = house.code_sent_to(&mother.phone).await;
    browser.fill("code", &code).click("verify").await;
    assert!(browser.open(&page).await.expect(200).has("#card"));

    // The child's own account is locked: nobody sees anything of it.
    house.command(&["account", "lock", CHILD, "--ground", "authority", "--reason", "d2"]).done();
    for (browser, page) in [(&mut browser, &page), (&mut his, &of_his)] {
        let shown = browser.open(page).await.expect(200);
        assert!(shown.has("#locked") && !shown.has("#facts") && !shown.has("#history"), "{}", shown.summary());
    }
    house.command(&["account", "unlock", CHILD, "--ground", "authority"]).done();

    // The mother dies: her account is locked by the feed, the child's access through her is over, the father's stays.
    let line = crate::kin::cast_says(&house, &mother, &[("status", "deceased")]);
    assert!(line.starts_with("changed 1 refused 0\n"), "{line}");
    house.sweep().await;
    assert!(browser.open(&page).await.has("form#sign-in"));
    assert!(his.open(&of_his).await.expect(200).has("#card"));
    his.page().expect_words("Một việc đại diện đã chấm dứt");
    house.close();
}

#[tokio::test]
async fn one_factor_opens_no_dependant() {
    let house = House::start();
    let [mother, ..] = adults(&house);
    let khoi = Kin::born(CHILD, &reaching(&house, 9, -40)).of("mother", &mother);
    khoi.known_to(&house);
    let mut browser = at_the_list(&house, house.browser(), &mother).await;
    let page = kept(&mut browser, &khoi).await;
    let mut other = house.browser();
    other.open("/wallet").await;
    other.sign_in(&mother).await.expect_path("/wallet");
    for address in ["/wallet/dependants", "/wallet/dependants/new", page.as_str()] {
        other.open(address).await.expect_path("/sign-in/code");
    }
    // Nor does a form that was kept from before.
    other.open("/wallet").await;
    let sent = other.post_form("/wallet/dependants/new", &khoi.declaration()).await.clone();
    assert!(sent.answer.location().is_some_and(|to| to.path() == "/sign-in/code"), "{}", sent.summary());
    let mut nobody = house.browser();
    nobody.open(&page).await.expect_path("/sign-in");
    house.close();
}

fn international(phone: &str) -> String {
    crate::encounter::international(phone)
}
