//! Who answers for a child or a ward freezes in their name: proven from the register each time, told to everybody who answers,
//! and left to the young person as it stands. Issue 6.

use serde_json::json;

use crate::applicants::{activate, count_told, enrol};
use crate::encounter::{history, international, sharing_square};
use crate::entry::party;
use crate::freeze::{scanned, stands_at};
use crate::harness::{Browser, House};
use crate::in_name_of::square_for;
use crate::kin::{Kin, adults, at_the_list, declare, kept, reaching, until_midnight};

const OWN_PHONE: &str = "0500008182";

async fn freeze(browser: &mut Browser, path: &str, categories: &[&str]) {
    browser.open(path).await.expect(200);
    for category in categories {
        browser.tick(category, &["1"]);
    }
    browser.click("freeze").await.expect(200).expect_path(path);
}

fn standing(lines: &[(&str, &str)]) -> Vec<(String, String)> {
    lines.iter().map(|(category, how)| ((*category).to_owned(), (*how).to_owned())).collect()
}

#[tokio::test]
async fn a_parent_freezes_in_a_child_s_name_and_the_other_one_hears_of_it_and_keeps_it_frozen() {
    let house = House::start();
    let [mother, father, stranger] = adults(&house);
    let khoi = Kin::born("001320999041", &reaching(&house, 9, -40)).of("mother", &mother).of("father", &father);
    khoi.known_to(&house);
    let mut hers = at_the_list(&house, house.browser(), &mother).await;
    let page = kept(&mut hers, &khoi).await;
    let mut his = at_the_list(&house, house.browser(), &father).await;
    let his_page = declare(&mut his, &khoi, &[]).await.expect(200).path().to_owned();
    let (at, his_at) = (format!("{page}/freeze"), format!("{his_page}/freeze"));
    let scans = json!({ "scope": "openid vn_identity scan", "token_endpoint_auth_method": "client_secret_post" });
    let (bank, shop) = (party(&house, "bank", scans.clone()).await, party(&house, "shop", scans).await);
    house.command(&["relying-party", "categorise", &bank.client_id, "bank_account"]).done();

    // Nobody else: not who answers for nobody, not the other parent by this one's address, and not with one factor.
    let mut others = at_the_list(&house, house.browser(), &stranger).await;
    for browser in [&mut others, &mut his] {
        assert!(browser.open(&at).await.expect(404).has("#no-dependant"));
        browser.open("/wallet/dependants/new").await;
        browser.post_form(&at, &[("sim", "1")]).await.expect(404);
    }
    let mut quick = house.browser();
    quick.open(&at).await;
    quick.sign_in(&mother).await.expect_path("/sign-in/code");

    hers.open(&page).await;
    assert!(hers.click("to-freeze").await.expect_path(&at).has("#in-name-of"));
    assert_eq!(hers.click("freeze").await.expect(422).wrong_fields(), ["categories"]);
    freeze(&mut hers, &at, &["bank_account", "loan"]).await;
    let frozen = standing(&[("bank_account", "frozen"), ("loan", "frozen")]);
    assert_eq!((stands_at(&mut hers, &at).await, stands_at(&mut his, &his_at).await), (frozen.clone(), frozen));
    assert!(stands_at(&mut hers, "/account/freeze").await.is_empty(), "the mother's own is another's affair");
    for parent in [&mother, &father] {
        assert_eq!(count_told(&house, &international(&parent.phone), "frozen").await, 1);
    }

    // A bank gets nothing in the child's name; the mother's own data it still gets, and others get the child's.
    for (party, whose, expected) in
        [(&bank, "child", "cancelled"), (&shop, "child", "genuine"), (&bank, "own", "genuine")]
    {
        let text = match whose {
            "child" => square_for(&mut hers, &page, &["name"]).await,
            _ => sharing_square(&mut hers, &["name"]).await,
        };
        assert_eq!(scanned(party, &house, &text).await["result"], expected, "{whose}");
    }

    // Lifted by one, kept by the other.
    hers.open(&at).await;
    hers.click("lift-bank_account").await.expect_path(&at).expect(200);
    let lifting = standing(&[("bank_account", "lifting"), ("loan", "frozen")]);
    assert_eq!(stands_at(&mut his, &his_at).await, lifting);
    assert_eq!(count_told(&house, &international(&father.phone), "freeze_lifting").await, 1);
    his.click("keep-bank_account").await.expect_path(&his_at);
    assert_eq!(stands_at(&mut hers, &at).await[0].1, "frozen");
    assert_eq!(count_told(&house, &international(&mother.phone), "freeze_kept").await, 1);

    // In earnest: both factors a moment ago, and a day.
    house.advance(601).await;
    hers.open(&at).await;
    hers.click("lift-bank_account").await.expect_path("/sign-in/code");
    house.pass(&mut hers, &mother).await;
    hers.page().expect_path(&at);
    hers.click("lift-bank_account").await.expect_path(&at);
    house.advance(86_400).await;
    let mut hers = at_the_list(&house, house.browser(), &mother).await;
    assert_eq!(stands_at(&mut hers, &at).await, standing(&[("loan", "frozen")]));

    // Each history names who did it.
    let told = history(&mut hers, "/wallet/history").await;
    assert!(told.iter().any(|kind| kind == "frozen") && told.iter().any(|kind| kind == "freeze_lifting"), "{told:?}");
    hers.page().expect_words("Bạn đã đóng băng một số loại dịch vụ thay cho người phụ thuộc");
    let mut his = at_the_list(&house, house.browser(), &father).await;
    his.open(&his_page).await.expect_words("Một người đại diện khác đã đóng băng");
    house.close();
}

#[tokio::test]
async fn a_freeze_outlives_the_relation_and_childhood_and_a_lifting_does_not() {
    let house = House::start();
    let [mother, guardian, next] = adults(&house);
    let nam = Kin::born("001316999086", &reaching(&house, 10, -9)).of("guardian", &guardian);
    nam.known_to(&house);
    let mut theirs = at_the_list(&house, house.browser(), &guardian).await;
    let at = format!("{}/freeze", kept(&mut theirs, &nam).await);
    freeze(&mut theirs, &at, &["loan"]).await;
    theirs.click("lift-loan").await.expect_path(&at);
    assert_eq!(stands_at(&mut theirs, &at).await, standing(&[("loan", "lifting")]));
    // Another guardian, by the register: what the former one had asked for is taken back, and they are nobody there.
    nam.of("guardian", &next).known_to(&house);
    theirs.post_form(&at, &[("lift", "loan")]).await.expect(404);
    let mut anew = at_the_list(&house, house.browser(), &next).await;
    let page = declare(&mut anew, &nam, &[]).await.expect(200).path().to_owned();
    assert_eq!(stands_at(&mut anew, &format!("{page}/freeze")).await, standing(&[("loan", "frozen")]));

    // On the eve of the age of one's own: nothing is lifted any more that would open afterwards.
    let khoi = Kin::born("001312999083", &reaching(&house, 14, 1)).of("mother", &mother);
    let khoi = khoi.with("phone", OWN_PHONE).with("phone_owner", khoi.field("number"));
    khoi.known_to(&house);
    let mut hers = at_the_list(&house, house.browser(), &mother).await;
    let page = kept(&mut hers, &khoi).await;
    let at = format!("{page}/freeze");
    freeze(&mut hers, &at, &["sim", "loan"]).await;
    hers.click("lift-sim").await.expect(422).expect_words("do chính người đó quyết định");
    until_midnight(&house, 0).await;
    let mut hers = at_the_list(&house, house.browser(), &mother).await;
    hers.open(&at).await.expect(404);
    hers.open("/wallet/dependants/new").await;
    hers.post_form(&at, &[("company", "1")]).await.expect(404);

    // It is the young person's from the first sign-in on, and theirs to lift at level 2.
    let young = khoi.person(OWN_PHONE);
    enrol(&house, &young, &[]).await.expect(200);
    let code = house.code_sent_to(&international(OWN_PHONE)).await;
    activate(&house, &young, &code, young.password()).await.expect(200);
    let mut own = house.browser();
    own.open("/account/freeze").await;
    own.sign_in(&young).await.expect_path("/account/freeze");
    let frozen = standing(&[("sim", "frozen"), ("loan", "frozen")]);
    assert_eq!(stands_at(&mut own, "/account/freeze").await, frozen);
    own.click("lift-sim").await.expect(422).expect_words("mức độ 02");
    own.open("/wallet/history").await.expect_words("Mẹ của bạn đã đóng băng một số loại dịch vụ");
    house.close();
}
