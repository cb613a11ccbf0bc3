//! A foreigner takes an account back as citizens do: by what the register of immigration knows, and at its office. Issue 6; PW18,
//! PW22, A05.

use crate::applicants::PASSWORD;
use crate::desk::{addressed, immigration_officers, officers, on_duty};
use crate::harness::House;
use crate::immigrant::{RESIDENTS, with_account};
use crate::measure::{carry_out, receive};
use crate::recovery::{begin, finish, proofs, show_code, show_password, waits};

const DAY: i64 = 24 * 3600;

#[tokio::test]
async fn pw18_a_foreigner_takes_an_account_back_by_the_register_of_immigration_and_at_its_office_alone() {
    let house = House::start();
    let kim = with_account(&house, &RESIDENTS).await;
    let (number, phone) = (kim.personal_id_number.as_str(), addressed(&kim));
    // By the page: an account without levels opens everything, and waits as level 2 does.
    let mut browser = house.browser();
    begin(&mut browser, &kim).await;
    show_code(&house, &mut browser, "phone", &phone).await;
    let page = show_password(&mut browser, kim.password()).await;
    assert_eq!((proofs(&page).len(), waits(&house, &page)), (3, Some(7 * 24)));

    // At the counter: where passports and stays are known, and nowhere else.
    let ([commune, ..], [first, second]) = (officers(&house), immigration_officers(&house));
    let line = [("phone", kim.phone.clone())];
    let mut elsewhere = on_duty(&house, &commune).await;
    receive(&mut elsewhere, "recover", number, &line).await.unwrap_err();
    let (mut one, mut two) = (on_duty(&house, &first).await, on_duty(&house, &second).await);
    carry_out((&mut one, &mut two), "recover", number, &line).await;
    let mut browser = house.browser();
    let page = begin(&mut browser, &kim).await;
    assert_eq!((proofs(&page), waits(&house, &page)), (vec!["officer".to_owned(), "register".to_owned()], Some(72)));
    house.advance(3 * DAY).await;
    assert!(finish(&house, &mut browser, &phone, PASSWORD).await.expect(200).has("#recovered"));
    house.close();
}
