//! Organisations at the desk: an application that goes back to its applicant, and an account that officers lock.

use serde_json::json;

use crate::acting;
use crate::desk::{addressed, on_duty};
use crate::harness::House;
use crate::organisation::{Organisation, apply, approve, at_the_form, case, raised, registered, shown, stages};

const DAY: i64 = 86_400;

#[tokio::test]
async fn k08_an_application_is_returned_for_all_that_is_lacking_in_one_round_and_its_clock_stands_still() {
    let house = House::start();
    let head = raised(&house).remove(4);
    let agency = Organisation {
        number: "G77.88.99".into(),
        tax_code: String::new(),
        name: "Hội Khuyến học phường Giả Lập".into(),
    };
    let mut applicant = at_the_form(&house, &head).await;
    apply(&mut applicant, &agency).await;
    let [first, second, ..] = crate::desk::officers(&house);
    let mut one = on_duty(&house, &first).await;
    let address = case(&mut one, &agency.number).await;
    let limit = one.open(&address).await.text("#limit");
    // What is lacking must be named, and what to do about it.
    one.fill("guidance", "Mang bản chính quyết định thành lập.").click("return").await.expect(422);
    one.open(&address).await;
    one.tick("founding_date", &["on"]).fill("guidance", "x").click("return").await.expect(422);
    one.open(&address).await;
    one.tick("founding_date", &["on"]).tick("founding_paper", &["on"]);
    one.fill("guidance", "Ghi ngày thành lập và mang bản chính quyết định đến.");
    let page = one.click("return").await.expect_path(&address);
    assert_eq!(page.attribute("#state", "data-stage"), "returned");
    assert!(!page.has("#limit") && !page.has("#submit") && !page.has("#return"), "{}", page.summary());
    let told = house.outbox().await;
    assert!(told.iter().any(|told| told.kind == "organisation_returned" && told.to == addressed(&head)), "{told:?}");
    // It waits for the applicant and for nobody else.
    assert_eq!(stages(&mut applicant).await, ["returned"]);
    let page = applicant.click("complete").await.expect(200);
    let form = page.path().to_owned();
    page.expect_words("Ghi ngày thành lập và mang bản chính quyết định đến.").expect_words("Ngày thành lập");
    assert_eq!(page.value("organisation_name"), agency.name);
    let mut stranger = at_the_form(&house, &raised(&house)[3]).await;
    stranger.open(&form).await.expect(404);
    stranger.open("/organisations/apply").await;
    let sent = stranger.post_form(&form, &[("organisation_name", "Của tôi"), ("address", "Số 1")]).await;
    assert_eq!(sent.expect(303).path(), form);

    house.advance(21 * DAY).await;
    let mut applicant = at_the_form(&house, &head).await;
    for wrong in ["31/02/2001", "2001", "01/01/2999"] {
        applicant.open(&form).await.expect_path(&form);
        assert_eq!(applicant.fill("founded_on", wrong).click("send").await.expect(422).wrong_fields(), ["founded_on"]);
    }
    applicant.open(&form).await;
    // The number stays what it was, whatever is sent.
    let sent = [
        ("number", "G11.22.33"),
        ("organisation_name", agency.name.as_str()),
        ("address", "Số 9 phố Hàng Bài"),
        ("founded_on", "2/9/2001"),
    ];
    applicant.post_form(&form, &sent).await.expect(303);
    assert_eq!(stages(&mut applicant).await, ["waiting"]);
    applicant.open(&form).await.expect(404);

    let (mut one, mut two) = (on_duty(&house, &first).await, on_duty(&house, &second).await);
    let page = one.open(&address).await.expect_path(&address);
    page.expect_words("02/09/2001");
    assert_eq!(page.attributes(".round", "data-answered"), ["true"]);
    let after = page.text("#limit");
    assert!(after != limit && !after.contains("quá hạn"), "{limit} became {after}");
    // Only what came back lacking still is asked for again.
    one.tick("head_paper", &["on"])
        .fill("guidance", "Mang thêm quyết định bổ nhiệm.")
        .click("return")
        .await
        .expect(422);
    one.open(&address).await;
    one.tick("founding_paper", &["on"]).fill("guidance", "Bản đã mang là bản sao, cần bản chính.");
    one.click("return").await.expect_path(&address);
    // Nobody hands on or decides what waits for its applicant.
    two.open("/office/case/new").await;
    two.post_form(&address, &[("action", "submit"), ("version", "4")]).await.expect(409);

    // A warning in the last week, then the end by itself, both once.
    let count = async |kind: &str| house.outbox().await.iter().filter(|told| told.kind == kind).count();
    house.advance(24 * DAY).await;
    house.sweep().await;
    assert_eq!((count("organisation_return_ends").await, count("organisation_return_ended").await), (1, 0));
    house.advance(10 * DAY).await;
    house.sweep().await;
    assert_eq!(count("organisation_return_ended").await, 1);
    let mut applicant = at_the_form(&house, &head).await;
    assert_eq!(stages(&mut applicant).await, ["lapsed"]);
    applicant.open(&form).await.expect(404);
    apply(&mut applicant, &agency).await;
    approve(&house, &agency.number).await;
    house.close();
}

#[tokio::test]
async fn of05_an_organisations_account_is_locked_and_unlocked_by_two_officers_who_do_not_act_for_it() {
    let house = House::start();
    let people = raised(&house);
    let (organisation, mut legal, _) = registered(&house, &people[0], "Minh Anh").await;
    let party = acting::party(&house).await;
    let tokens = acting::enter(&house, &party, &mut legal, &people[0], Some(&organisation.number)).await;
    let [first, second, administrator] = crate::desk::officers(&house);
    let (mut one, mut two) = (on_duty(&house, &first).await, on_duty(&house, &second).await);
    let queue = "/office/measure/organisations";
    one.open("/office/measures").await.expect_path("/office/measures");
    one.click("organisations").await.expect_path(queue);
    one.fill("number", "G00.00.00").click("open").await.expect(422);
    let address = one.fill("number", &organisation.number).click("open").await.expect(200).path().to_owned();
    assert!(one.page().has("#unlocked") && !one.page().has("#approve"));
    one.fill("what", "lock breach").fill("document", "").click("propose").await.expect(422);
    one.fill("what", "lock breach").fill("document", "12/QĐ-XPVPHC").click("propose").await.expect_path(&address);
    // A proposal locks nothing, is made once, and is not decided by who made it.
    assert_eq!(shown(&house, &organisation)["locked_by"], json!([]));
    assert!(!one.page().has("#approve") && one.page().has("li[data-stage=proposed] .notice"));
    one.post_form(&address, &[("action", "propose"), ("what", "lock breach"), ("document", "13/QĐ")]).await.expect(409);
    one.open(&address).await;
    for what in ["unlock breach", "unlock suspended", "lock dissolved"] {
        one.post_form(&address, &[("action", "propose"), ("what", what), ("document", "13/QĐ")]).await.expect(409);
        one.open(&address).await;
    }
    assert!(party.userinfo(&tokens).await.is_ok());

    two.open(queue).await;
    let measure = two.open(&address).await.attribute("input[name=measure]", "value");
    one.post_form(&address, &[("action", "approve"), ("measure", &measure)])
        .await
        .expect(403)
        .expect_error("forbidden");
    on_duty(&house, &administrator).await.open(&address).await.expect(403);
    assert!(two.open(queue).await.has(&format!("li[data-number=\"{}\"]", organisation.number)));
    two.open(&address).await;
    two.click("approve").await.expect_path(&address);
    assert_eq!(shown(&house, &organisation)["locked_by"], json!(["breach"]));
    assert!(party.userinfo(&tokens).await.is_err(), "what acts for it ends with the lock");
    let told = house.outbox().await;
    assert!(told.iter().any(|told| told.kind == "organisation_locked" && told.to == addressed(&people[0])), "{told:?}");
    two.post_form(&address, &[("action", "approve"), ("measure", &measure)]).await.expect(409);

    // Its lifting takes two again; one that is refused says why and changes nothing.
    two.open(&address).await;
    two.fill("what", "unlock breach").fill("document", "14/QĐ").click("propose").await.expect_path(&address);
    one.open(&address).await;
    one.fill("reason", "x").click("refuse").await.expect(422);
    one.fill("reason", "Vi phạm chưa được khắc phục.").click("refuse").await.expect_path(&address);
    assert_eq!(shown(&house, &organisation)["locked_by"], json!(["breach"]));
    one.page().expect_words("Vi phạm chưa được khắc phục.");
    one.fill("what", "unlock breach").fill("document", "15/QĐ").click("propose").await.expect_path(&address);
    two.open(&address).await;
    two.click("approve").await.expect_path(&address);
    assert_eq!(shown(&house, &organisation)["locked_by"], json!([]));
    // That officers looked stands in the organisation's own history.
    let own = house.command(&["organisation", "show", &organisation.number]).done();
    assert!(own.contains(&organisation.number));
    house.close();
}
