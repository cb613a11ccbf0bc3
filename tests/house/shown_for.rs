//! A verification square in a dependant's name, what is asked about it, and the receipt: the one who acts and the one whose
//! data they are stand in each. Rows E12, G02 and G05; Decree 69/2024 Art. 10, Decree 320/2026 new Art. 8(6).

use serde_json::json;

use crate::applicants::count_told;
use crate::company::raised;
use crate::encounter::{ask, claims, history, international, officer, scan};
use crate::harness::{Browser, House, Person};
use crate::kin::{Kin, adults, at_the_list, declare, kept, reaching};

const CHILD: &str = "001320999041";

struct Family {
    mother: Person,
    father: Person,
    child: Kin,
    hers: Browser,
    /// The child's page in the mother's wallet.
    page: String,
}

impl Family {
    /// A mother with a child of nine that has level 2, and her switch on.
    async fn of(house: &House) -> Self {
        let [mother, father, _] = adults(house);
        let child = Kin::born(CHILD, &reaching(house, 9, -40)).of("mother", &mother).of("father", &father);
        child.known_to(house);
        let mut hers = at_the_list(house, house.browser(), &mother).await;
        let page = kept(&mut hers, &child).await;
        hers.open(&page).await;
        assert!(!hers.page().has("#show-qr"), "level 1 shows no verification square");
        raised(house, &child, &mother).await;
        hers.open("/wallet").await;
        hers.click("turn-on").await.expect_path("/wallet");
        // The officers who raised the child may have another code by now.
        house.advance(61).await;
        Self { mother, father, child, hers, page }
    }

    /// The child's square, as its text.
    async fn square(&mut self) -> String {
        self.hers.open(&self.page).await.expect(200);
        let shown = self.hers.click("show-qr").await.expect_path("/wallet/qr");
        assert!(shown.has("#in-name-of"), "{}", shown.summary());
        self.hers.read_square().await
    }
}

#[tokio::test]
async fn g05_an_officer_asks_about_a_child_and_the_mother_answers_in_its_name() {
    let house = House::start();
    let mut family = Family::of(&house).await;
    let (bao, mut officer) = officer(&house, 1).await;
    let first = family.square().await;
    // Renewed, it is the child's again and never the mother's own.
    let renewed = family.hers.click("renew").await.expect_path("/wallet/qr");
    assert!(renewed.has("#in-name-of"), "{}", renewed.summary());
    let text = family.hers.read_square().await;
    assert_eq!(scan(&mut officer, &first).await, "cancelled");
    assert_eq!(scan(&mut officer, &text).await, "genuine");
    assert_eq!(officer.page().text("#initials"), "T.T.K.V.");
    assert_eq!(officer.page().text("#presented-by"), "Mẹ, N.T.M.A.");
    ask(&mut officer, "identity_check", &["name", "birthdate"]).await;
    let asked = officer.page().url().clone();

    // The question stands in the mother's wallet, named as the child's, and in nobody else's.
    let shown = family.hers.page().url().clone();
    let page = family.hers.open(shown.as_str()).await.expect_path("/wallet/requests");
    assert!(page.has("[data-in-name-of]"), "{}", page.summary());
    page.expect_words("Trịnh Thị Khánh Vy").expect_words(&bao.full_name);
    let mut his = at_the_list(&house, house.browser(), &family.father).await;
    declare(&mut his, &family.child, &[]).await.expect(200);
    his.open("/wallet/requests").await.expect_words("không có yêu cầu nào");
    let id = family.hers.page().attribute("input[name=ask]", "value");
    // A page with a form, for its token.
    his.open("/wallet").await;
    his.post_form("/wallet/requests", &[("ask", &id), ("allow", "1")]).await.expect(409);
    // One factor answers nothing about another person.
    let mut low = house.browser();
    low.open("/wallet").await;
    low.sign_in(&family.mother).await.expect_path("/wallet");
    low.open("/wallet/requests").await;
    low.click("allow").await.expect_path("/sign-in/code");

    family.hers.click("allow").await.expect(200);
    let receipt = family.hers.page().clone();
    assert_eq!(receipt.attribute("#receipt", "data-genuine"), "true");
    assert_eq!(receipt.text("#receipt-of"), "T.T.K.V. · Người xuất trình: Mẹ");
    let said = claims(&receipt.text("#signed"));
    assert_eq!((&said["presented_by"], &said["fields"]), (&json!("mother"), &json!(["name", "birthdate"])));
    assert!(!said.to_string().contains("Khánh Vy"), "a receipt that is lost names nobody");
    officer.open(asked.as_str()).await.expect(200).expect_words("Trịnh Thị Khánh Vy");
    let theirs = officer.click("to-receipt").await.expect(200);
    assert_eq!(
        (theirs.text("#signed"), theirs.text("#receipt-of")),
        (receipt.text("#signed"), receipt.text("#receipt-of"))
    );
    assert_eq!(family.hers.open("/wallet/receipts").await.texts("#receipts > li").len(), 1);
    his.open(receipt.path()).await.expect(404);

    // Both sides' histories, and the child's own page.
    let own = history(&mut family.hers, "/wallet/history").await;
    let deeds = history(&mut officer, "/office/history").await;
    family.hers.open(&family.page).await;
    let of_child = family.hers.page().attributes("#history > li", "data-event");
    for events in [&own, &deeds, &of_child] {
        assert_eq!(events.iter().filter(|event| *event == "fields_allowed").count(), 1, "{events:?}");
    }
    assert!(["presentation_scanned", "fields_asked"].iter().all(|told| of_child.iter().any(|event| event == told)));
    his.open("/wallet/dependants").await;
    let address = his.page().attribute("#dependants a", "href");
    his.open(&address).await.expect_words("Một người đại diện khác đã đồng ý cung cấp thông tin");
    house.close();
}

#[tokio::test]
async fn the_relation_is_proven_again_at_the_scan_and_at_the_answer() {
    let house = House::start();
    let mut family = Family::of(&house).await;
    let (_, mut officer) = officer(&house, 1).await;
    let text = family.square().await;
    assert_eq!(scan(&mut officer, &text).await, "genuine");
    ask(&mut officer, "identity_check", &["name"]).await;
    let asked = officer.page().url().clone();
    family.hers.open("/wallet/requests").await;
    let mut stale = family.hers.clone();
    let made = family.square().await;
    // She is the mother no more by the register, before any feed was read.
    family.child.with("mother", "").known_to(&house);
    let page = stale.click("allow").await.expect(409);
    page.expect_words("không thuộc những người mà bạn được hành động thay");
    officer.open(asked.as_str()).await;
    assert!(!officer.page().has("#released"), "{}", officer.page().summary());
    assert_eq!(scan(&mut officer, &made).await, "cancelled");
    family.hers.open(&family.page).await.expect(404);
    family.hers.open("/wallet").await;
    family.hers.post_form(&format!("{}/qr", family.page), &[]).await.expect(404);
    assert_eq!(count_told(&house, &international(&family.mother.phone), "guardian_ended").await, 1);
    house.close();
}

#[tokio::test]
async fn the_switch_of_who_shows_it_the_child_s_level_and_card_decide_whether_there_is_a_square() {
    let house = House::start();
    let mut family = Family::of(&house).await;
    let (_, mut officer) = officer(&house, 1).await;
    let text = family.square().await;
    family.hers.open("/wallet").await;
    family.hers.click("turn-off").await.expect_path("/wallet");
    assert_eq!(scan(&mut officer, &text).await, "cancelled");
    family.hers.open(&family.page).await;
    family.hers.click("show-qr").await.expect(409).expect_words("Xác minh ứng dụng qua QR");
    family.hers.open("/wallet").await;
    family.hers.click("turn-on").await.expect_path("/wallet");

    // The card ends, and with it what level 2 opens; it is said, with what to do, and comes back by itself.
    family.hers.open(&family.page).await.expect_words("Hàng Bài");
    family.child.with("card_expires_on", "2025-01-01").known_to(&house);
    let page = family.hers.open(&family.page).await.expect(200);
    assert!(page.has("#card-ended") && !page.has("#show-qr"), "{}", page.summary());
    assert!(!page.words().contains("Hàng Bài"));
    family.hers.open("/wallet").await;
    family.hers.post_form(&format!("{}/qr", family.page), &[]).await.expect(409);
    family.child.with("card_expires_on", "never").known_to(&house);
    family.square().await;

    // A child of level 1 has none, whatever form is sent.
    let other = Kin::born("001320999042", &reaching(&house, 8, -3)).of("mother", &family.mother);
    other.known_to(&house);
    let page = kept(&mut family.hers, &other).await;
    family.hers.open("/wallet").await;
    family.hers.post_form(&format!("{page}/qr"), &[]).await.expect(403);
    house.close();
}
