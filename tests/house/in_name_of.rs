//! A parent or guardian shows a dependant's data by a square in the dependant's name. Rows G02 and G05 of the inventory.

use serde_json::{Value, json};

use crate::encounter::{claims, officer, release, scan};
use crate::harness::{Browser, House, Person};
use crate::kin::{Kin, adults, at_the_list, kept, reaching, until_midnight};

const CHILD: &str = "001320999041";

/// A square in the dependant's name that shows these fields.
pub(crate) async fn square_for(browser: &mut Browser, page: &str, fields: &[&str]) -> String {
    browser.open(&format!("{page}/share")).await.expect(200);
    assert!(browser.page().has("#in-name-of"));
    for field in fields {
        browser.tick(&format!("field_{field}"), &["1"]);
    }
    browser.click("create").await.expect_path("/wallet/qr");
    assert!(browser.page().has("#in-name-of"));
    browser.read_square().await
}

async fn family(house: &House) -> (Kin, Person, Browser, String) {
    let [mother, ..] = adults(house);
    let khoi = Kin::born(CHILD, &reaching(house, 9, -40)).of("mother", &mother);
    khoi.known_to(house);
    let mut browser = at_the_list(house, house.browser(), &mother).await;
    let page = kept(&mut browser, &khoi).await;
    (khoi, mother, browser, page)
}

#[tokio::test]
async fn g05_an_officer_sees_whose_data_they_are_and_who_shows_them() {
    let house = House::start();
    let (_, mother, mut hers, page) = family(&house).await;
    let (_, mut officer) = officer(&house, 0).await;
    let text = square_for(&mut hers, &page, &["name", "birthdate"]).await;
    assert_eq!(scan(&mut officer, &text).await, "genuine");
    assert_eq!(officer.page().text("#initials"), "T.T.K.V.");
    assert_eq!(officer.page().text("#presented-by"), "Mẹ, N.T.M.A.");
    assert!(!officer.page().words().contains(&mother.full_name));
    officer.click("shared").await.expect(200);
    assert_eq!(officer.page().attributes("#released dd", "data-field"), ["name", "birthdate"]);
    officer.page().expect_words("Trịnh Thị Khánh Vy");
    assert_eq!(scan(&mut officer, &text).await, "used");

    // The mother's screen says who read it, and the child's history keeps it.
    let shown = hers.page().url().clone();
    hers.open(shown.as_str()).await;
    assert_eq!(hers.page().attribute("#square", "data-state"), "allowed");
    hers.page().expect_words("Trần Quốc Bảo");
    // Renewed, it is in the child's name again.
    hers.click("renew").await.expect_path("/wallet/qr");
    assert!(hers.page().has("#in-name-of"));
    let renewed = hers.read_square().await;
    assert_eq!(scan(&mut officer, &renewed).await, "genuine");
    assert_eq!(officer.page().text("#initials"), "T.T.K.V.");
    hers.open(&page).await;
    let told = hers.page().attributes("#history > li", "data-event");
    for event in ["presentation_made", "presentation_scanned", "fields_allowed"] {
        assert_eq!(told.iter().filter(|told| *told == event).count(), 2, "{event} in {told:?}");
    }
    house.close();
}

#[tokio::test]
async fn what_the_child_s_level_does_not_open_is_not_shown_and_nobody_else_shows_it() {
    let house = House::start();
    let (_, _, mut hers, page) = family(&house).await;
    hers.open(&format!("{page}/share")).await;
    assert!(hers.page().has("[name=field_name]") && !hers.page().has("[name=field_permanent_residence]"));
    hers.click("create").await.expect(422);
    let beyond = [("field_name", "1"), ("field_permanent_residence", "1")];
    hers.post_form(&format!("{page}/share"), &beyond).await.expect(422);
    let [_, father, _] = adults(&house);
    let mut his = at_the_list(&house, house.browser(), &father).await;
    his.open(&format!("{page}/share")).await.expect(404);
    his.open("/wallet/share").await;
    his.post_form(&format!("{page}/share"), &[("field_name", "1")]).await.expect(404);
    // A square of one's own is still one's own.
    let text = crate::encounter::sharing_square(&mut hers, &["name"]).await;
    assert!(!hers.page().has("#in-name-of"));
    let (_, mut officer) = officer(&house, 0).await;
    assert_eq!(scan(&mut officer, &text).await, "genuine");
    assert!(!officer.page().has("#presented-by"));
    house.close();
}

#[tokio::test]
async fn a_square_in_somebody_s_name_dies_with_the_relation_the_session_and_the_evening() {
    let house = House::start();
    let (khoi, mother, mut hers, page) = family(&house).await;
    let (_, mut officer) = officer(&house, 0).await;
    // Locked out between the making and the scan.
    let text = square_for(&mut hers, &page, &["name"]).await;
    let number = mother.personal_id_number.as_str();
    house.command(&["account", "lock", number, "--ground", "own_request", "--reason", "d1"]).done();
    assert_eq!(scan(&mut officer, &text).await, "cancelled");
    house.command(&["account", "unlock", number, "--ground", "own_request"]).done();

    // No more the mother, by the register: the scan itself asks, before any feed was read.
    house.advance(61).await;
    let mut hers = at_the_list(&house, house.browser(), &mother).await;
    let text = square_for(&mut hers, &page, &["name"]).await;
    khoi.with("mother", "").known_to(&house);
    assert_eq!(scan(&mut officer, &text).await, "cancelled");
    assert_eq!(scan(&mut officer, &text).await, "cancelled");
    hers.open(&page).await.expect(404);
    house.close();
}

#[tokio::test]
async fn a_square_that_was_made_before_the_birthday_shows_nothing_on_it() {
    let house = House::start();
    let [mother, ..] = adults(&house);
    let khoi = Kin::born("001312999083", &reaching(&house, 14, 1)).of("mother", &mother);
    khoi.known_to(&house);
    let mut hers = at_the_list(&house, house.browser(), &mother).await;
    let page = kept(&mut hers, &khoi).await;
    until_midnight(&house, 100).await;
    let mut hers = at_the_list(&house, house.browser(), &mother).await;
    let (_, mut officer) = officer(&house, 0).await;
    until_midnight(&house, 30).await;
    let text = square_for(&mut hers, &page, &["name"]).await;
    until_midnight(&house, 0).await;
    assert_eq!(scan(&mut officer, &text).await, "cancelled");
    hers.open(&format!("{page}/share")).await.expect(404);
    house.close();
}

#[tokio::test]
async fn an_officer_reads_no_square_of_the_officer_s_own_child() {
    let house = House::start();
    let (father, mut officer) = officer(&house, 0).await;
    let khoi = Kin::born(CHILD, &reaching(&house, 9, -40)).of("father", &father);
    khoi.known_to(&house);
    let page = kept(&mut officer, &khoi).await;
    let text = square_for(&mut officer, &page, &["name"]).await;
    assert_eq!(scan(&mut officer, &text).await, "own");
    house.close();
}

#[tokio::test]
async fn g02_a_party_hears_that_a_parent_shows_the_claims() {
    let house = House::start();
    let (_, _, mut hers, page) = family(&house).await;
    let clinic = json!({
        "client_name": "Phòng khám Mẫu", "client_name#en": "Sample clinic", "kind": "bank",
        "redirect_uris": ["https://clinic.example/cb"], "scope": "openid vn_identity scan",
        "token_endpoint_auth_method": "client_secret_post",
    });
    let clinic = house.relying_party(&clinic).await;
    let text = square_for(&mut hers, &page, &["name", "gender"]).await;
    let secret = clinic.secret.clone().expect("a secret");
    let fields = [("client_id", clinic.client_id.as_str()), ("client_secret", &secret), ("token", &text)];
    let answered = house.wire().post_form("/scan", &[], &fields).await.expect(200);
    let release: Value = release(claims(&answered.text())["release"].as_str().unwrap());
    assert_eq!(
        (&release["presented_by"], &release["claims"]["name"]["value"]),
        (&json!("mother"), &json!("Trịnh Thị Khánh Vy"))
    );
    house.close();
}
