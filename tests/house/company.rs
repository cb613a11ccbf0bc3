//! Level 2 for a child or a ward: somebody who answers for them comes along to the counter, proven from the register when
//! it is written down and again when something rests on it. Rows A02 to A04 and issue 4; Decree 69/2024 Art. 10(2).

use crate::applicants::{activate, count_told, enrolled};
use crate::desk::{officers, on_duty, receive};
use crate::encounter::{history, international};
use crate::harness::{Browser, House, Page, Person};
use crate::kin::{Kin, adults, at_the_list, declare, kept, reaching};

const CHILD: &str = "001320999041";

/// A mother with a child of nine that has level 1, at the counter.
struct Family {
    mother: Person,
    father: Person,
    stranger: Person,
    child: Kin,
    hers: Browser,
    page: String,
}

impl Family {
    async fn of(house: &House, child: Kin) -> Self {
        let [mother, father, stranger] = adults(house);
        let child = child.of("mother", &mother);
        child.known_to(house);
        let mut hers = at_the_list(house, house.browser(), &mother).await;
        let page = kept(&mut hers, &child).await;
        Self { mother, father, stranger, child, hers, page }
    }
}

fn child(house: &House, age: i32) -> Kin {
    Kin::born(CHILD, &reaching(house, age, -40))
}

/// The officer takes down who came along, having seen the card.
async fn accompany(officer: &mut Browser, number: &str) -> Page {
    officer.fill("companion_number", number).tick("companion_seen", &["on"]);
    officer.click("accompany").await.clone()
}

/// Card, face and fingerprints, without handing the case on.
async fn see(officer: &mut Browser) {
    for button in ["card-passed", "compare-face", "compare-fingerprints"] {
        officer.click(button).await.expect(200);
    }
}

/// Two officers raise a child or ward who came with that parent or guardian.
pub(crate) async fn raised(house: &House, child: &Kin, with: &Person) {
    let [first, second, _] = officers(house);
    let (mut one, mut two) = (on_duty(house, &first).await, on_duty(house, &second).await);
    let case = receive(&mut one, &child.person(&with.phone)).await;
    accompany(&mut one, &with.personal_id_number).await.expect_path(&case);
    see(&mut one).await;
    one.click("submit").await.expect_path(&case);
    two.open(&case).await;
    two.click("approve").await.expect_path(&case);
    assert_eq!(level(house, child), 2);
}

fn level(house: &House, child: &Kin) -> i64 {
    child.account(house).unwrap()["level"].as_i64().unwrap()
}

#[tokio::test]
async fn a_child_is_raised_with_a_parent_beside_it_and_not_without() {
    let house = House::start();
    let Family { mother, child, mut hers, page, .. } = Family::of(&house, child(&house, 9)).await;
    let [first, second, _] = officers(&house);
    let (mut one, mut two) = (on_duty(&house, &first).await, on_duty(&house, &second).await);
    let case = receive(&mut one, &child.person(&mother.phone)).await;
    assert!(one.page().has("#may-come") && !one.page().has("#came"), "{}", one.page().summary());
    one.page().expect_words("Mẹ");
    see(&mut one).await;
    // Everything was seen, and it is not handed on: nobody came along.
    assert!(!one.page().has("#submit"), "{}", one.page().summary());
    let version = one.page().attribute("#return-case [name=version]", "value");
    let refused = one.post_form(&format!("{case}/submit"), &[("version", &version)]).await.expect(422);
    assert_eq!(refused.wrong_fields(), ["companion"]);
    refused.expect_words("Chưa ghi nhận người đại diện đi cùng");

    one.open(&case).await;
    let shown = accompany(&mut one, &mother.personal_id_number).await;
    assert_eq!(shown.expect_path(&case).attribute("#came", "data-relation"), "mother");
    assert_eq!(shown.text("#came"), "Mẹ, N.T.M.A.");
    assert!(!shown.words().contains(&mother.full_name), "the task needs no name of hers");
    let paper = one.open(&format!("{case}/paper/receipt")).await.expect(200);
    paper.expect_words("Người đi cùng").expect_words("Mẹ, N.T.M.A.");
    one.open(&case).await;
    one.click("submit").await.expect_path(&case);
    let told = count_told(&house, &international(&mother.phone), "account_raised").await;
    two.open(&case).await.expect_words("Mẹ, N.T.M.A.");
    two.click("approve").await.expect_path(&case);
    assert_eq!(level(&house, &child), 2);
    assert_eq!(count_told(&house, &international(&mother.phone), "account_raised").await, told + 1);
    two.open(&format!("{case}/paper/result")).await.expect_words("Mẹ, N.T.M.A.");

    // The mother sees what level 2 opens; who was with the child stands in both histories.
    let shown = hers.open(&page).await.expect(200);
    assert_eq!(shown.attribute("#level", "data-level"), "2");
    assert!(shown.words().contains("Hàng Bài") && !shown.has("#may-rise"), "{}", shown.summary());
    let told = shown.attributes("#history > li", "data-event");
    assert!(told.iter().any(|event| event == "company_recorded"), "{told:?}");
    let own = history(&mut hers, "/wallet/history").await;
    assert_eq!(own.iter().filter(|event| *event == "company_recorded").count(), 1, "{own:?}");
    hers.page().expect_words("đã ghi nhận bạn đi cùng người mà bạn đại diện");
    house.close();
}

#[tokio::test]
async fn only_who_answers_for_the_child_counts_and_a_stranger_learns_nothing() {
    let house = House::start();
    let Family { mother, father, stranger, child, .. } = Family::of(&house, child(&house, 9)).await;
    let low = house.person(&["--level", "1", "--limit", "1"]);
    let [first, ..] = officers(&house);
    let mut one = on_duty(&house, &first).await;
    let case = receive(&mut one, &child.person(&mother.phone)).await;
    let mut faces = Vec::new();
    for number in [
        stranger.personal_id_number.as_str(),
        low.personal_id_number.as_str(),
        child.field("number"),
        "001090111111",
        first.personal_id_number.as_str(),
    ] {
        let page = accompany(&mut one, number).await;
        assert_eq!(page.expect(422).wrong_fields(), ["companion"]);
        faces.push(page.texts(".summary li"));
        one.open(&case).await;
    }
    assert!(faces.iter().all(|face| *face == faces[0]), "{faces:?}");
    assert_eq!(accompany(&mut one, "12").await.expect(422).wrong_fields(), ["companion"]);
    // Somebody who is not there, or whose card nobody compared, is not written down.
    one.open(&case).await;
    one.fill("companion_number", &mother.personal_id_number).click("accompany").await.expect(422);
    // Who was entered for nothing sees it.
    let mut theirs = at_the_list(&house, house.browser(), &stranger).await;
    let told = history(&mut theirs, "/wallet/history").await;
    assert!(told.iter().any(|event| event == "company_refused"), "{told:?}");

    // The father answers for the child from now on. Without an open account of level 2 he is no company, and is told so.
    child.of("father", &father).known_to(&house);
    let number = father.personal_id_number.as_str();
    house.command(&["account", "lock", number, "--ground", "own_request", "--reason", "d1"]).done();
    one.open(&case).await;
    accompany(&mut one, number).await.expect(422).expect_words("tài khoản mức độ 02 đang hoạt động");
    house.command(&["account", "unlock", number, "--ground", "own_request"]).done();
    child.of("father", &low).known_to(&house);
    one.open(&case).await;
    accompany(&mut one, &low.personal_id_number).await.expect(422).expect_words("tài khoản mức độ 02 đang hoạt động");
    child.of("father", &father).known_to(&house);
    one.open(&case).await;
    assert_eq!(accompany(&mut one, number).await.attribute("#came", "data-relation"), "father");
    // Entered often enough for a day.
    for _ in 0..2 {
        accompany(&mut one, number).await.expect(200);
    }
    accompany(&mut one, number).await.expect(429);
    house.close();
}

#[tokio::test]
async fn a_guardian_whose_guardianship_ended_meanwhile_carries_no_approval() {
    let house = House::start();
    let [guardian, next, _] = adults(&house);
    let ward = Kin::born("001186999074", &reaching(&house, 40, -3));
    ward.of("guardian", &guardian).known_to(&house);
    let mut theirs = at_the_list(&house, house.browser(), &guardian).await;
    kept(&mut theirs, &ward).await;
    let [first, second, _] = officers(&house);
    let (mut one, mut two) = (on_duty(&house, &first).await, on_duty(&house, &second).await);
    let case = receive(&mut one, &ward.person(&guardian.phone)).await;
    accompany(&mut one, &guardian.personal_id_number).await.expect_path(&case);
    see(&mut one).await;
    one.click("submit").await.expect_path(&case);
    // The court names another guardian, between the counter and the decision.
    ward.of("guardian", &next).known_to(&house);
    two.open(&case).await;
    let refused = two.click("approve").await.expect(422);
    assert_eq!(refused.wrong_fields(), ["companion"]);
    refused.expect_words("không còn là người đại diện");
    assert_eq!(level(&house, &ward), 1);
    two.open(&case).await;
    two.fill("guidance", "Người giám hộ hiện nay phải đi cùng.").click("give-back").await.expect_path(&case);

    // The guardian of today declares the ward, comes along, and it is approved.
    house.sweep().await;
    let mut others = at_the_list(&house, house.browser(), &next).await;
    declare(&mut others, &ward, &[]).await.expect(200);
    one.open(&case).await;
    let version = one.page().attribute("#return-case [name=version]", "value");
    one.post_form(&format!("{case}/submit"), &[("version", &version)]).await.expect(422);
    one.open(&case).await;
    accompany(&mut one, &guardian.personal_id_number).await.expect(422);
    one.open(&case).await;
    let shown = accompany(&mut one, &next.personal_id_number).await;
    assert_eq!(shown.attribute("#came", "data-relation"), "guardian");
    one.click("submit").await.expect_path(&case);
    two.open(&case).await;
    two.click("approve").await.expect_path(&case);
    assert_eq!(level(&house, &ward), 2);
    house.close();
}

#[tokio::test]
async fn who_is_fourteen_comes_alone_and_who_is_under_six_has_no_level_two() {
    let house = House::start();
    let [mother, ..] = adults(&house);
    let [first, second, _] = officers(&house);
    let (mut one, mut two) = (on_duty(&house, &first).await, on_duty(&house, &second).await);
    let phone = "0500008182";
    let young = Kin::born("001311999045", &reaching(&house, 15, -3)).of("mother", &mother);
    let young = young.with("phone", phone).with("phone_owner", young.field("number"));
    young.known_to(&house);
    let person = young.person(phone);
    let code = enrolled(&house, &person).await;
    activate(&house, &person, &code, person.password()).await.expect(200);
    let case = receive(&mut one, &person).await;
    assert!(!one.page().has("#companion"), "{}", one.page().summary());
    // With a mother beside: she is welcome, and nothing is written down about her.
    let fields = [("version", "2"), ("companion_number", mother.personal_id_number.as_str()), ("companion_seen", "on")];
    let page = one.post_form(&format!("{case}/companion"), &fields).await.expect(409);
    assert_eq!(page.wrong_fields(), ["case"]);
    one.open(&case).await;
    let version = one.page().attribute("#return-case [name=version]", "value");
    let fields = [("version", version.as_str()), fields[1], fields[2]];
    one.post_form(&format!("{case}/companion"), &fields).await.expect(422).expect_words("không cần người đi cùng");
    one.open(&case).await;
    crate::desk::prove(&mut one).await;
    two.open(&case).await;
    two.click("approve").await.expect_path(&case);
    assert_eq!(level(&house, &young), 2);

    let mut hers = at_the_list(&house, house.browser(), &mother).await;
    let small = Kin::born("001320999042", &reaching(&house, 6, 1)).of("mother", &mother);
    small.known_to(&house);
    kept(&mut hers, &small).await;
    one.open("/office/case/new").await;
    let page = one.fill("personal_id_number", small.field("number")).click("open").await;
    assert_eq!(page.wrong_fields(), ["personal_id_number"], "{}", page.summary());
    house.close();
}

#[tokio::test]
async fn an_officer_is_no_company_and_decides_nothing_about_who_they_answer_for() {
    let house = House::start();
    let [first, second, _] = officers(&house);
    let mut one = on_duty(&house, &first).await;
    let mut two = on_duty(&house, &second).await;
    let khoi = child(&house, 9).of("father", &first);
    khoi.known_to(&house);
    // The father declares the child in his own wallet, and is not who receives it.
    one.open("/wallet/dependants").await.expect(200);
    kept(&mut one, &khoi).await;
    one.open("/office/case/new").await;
    let page = one.fill("personal_id_number", CHILD).click("open").await;
    assert_eq!(page.wrong_fields(), ["personal_id_number"], "{}", page.summary());
    // A colleague receives both, and the father does not decide it.
    let case = receive(&mut two, &khoi.person(&first.phone)).await;
    accompany(&mut two, &first.personal_id_number).await.expect_path(&case);
    see(&mut two).await;
    two.click("submit").await.expect_path(&case);
    one.open(&case).await;
    assert!(one.page().has("#bar") && !one.page().has("#approve"), "{}", one.page().summary());
    // Nor does he take himself down in a case that he works on.
    let other = Kin::born("001320999043", &reaching(&house, 8, -3)).of("father", &second);
    other.known_to(&house);
    kept(&mut two, &other).await;
    let theirs = receive(&mut one, &other.person(&second.phone)).await;
    other.of("father", &first).known_to(&house);
    one.open(&theirs).await;
    accompany(&mut one, &first.personal_id_number).await.expect(422).expect_words("Người đi cùng là chính bạn");
    house.close();
}
