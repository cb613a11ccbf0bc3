//! The stage itself: what every story takes for granted.

use crate::harness::{House, Site};

#[tokio::test]
async fn a_fresh_house_listens_shows_its_first_page_in_both_languages_and_closes_sound() {
    let house = House::start();
    let mut browser = house.browser();
    browser.open("/").await.expect_path("/").expect_words("Một tài khoản cho mọi dịch vụ công");
    let mut english = house.browser().speaking("en-GB,en;q=0.9");
    english.open("/").await.expect_words("One account for every public service");
    house.wire().get("/health/ready").await.expect(204);
    house.close();
}

#[tokio::test]
async fn the_clock_moves_only_where_the_sandbox_lets_it() {
    let house = House::start();
    let before = house.now();
    house.advance(3600).await;
    house.sweep().await;
    assert!((house.now() - before - 3600).abs() <= 60);
    house.wire().post_form("/sandbox/clock", &[], &[("advance", "-1")]).await.expect(400);
}

#[tokio::test]
async fn the_language_chosen_is_kept_by_the_browser() {
    let house = House::start();
    let mut browser = house.browser();
    browser.open("/").await;
    assert_eq!(browser.page().attribute("html", "lang"), "vi");
    browser.open("/language/en?back=/").await.expect_path("/");
    assert_eq!(browser.tab().open("/").await.attribute("html", "lang"), "en");
    browser.forget();
    assert_eq!(browser.open("/").await.attribute("html", "lang"), "vi");
}

#[tokio::test]
async fn an_address_that_is_no_page_is_said_so_and_never_a_redirect() {
    let house = House::start();
    let mut browser = house.browser();
    browser.get("/no/such/page").await.expect(404).expect_error("not_found");
}

#[test]
fn an_empty_site_is_verified_as_sound() {
    let site = Site::empty();
    assert_eq!(site.command(&["verify"]).done().trim(), "sound");
}

#[tokio::test]
async fn two_nodes_of_one_house_serve_the_same_people() {
    let house = House::start();
    let Some(second) = house.second_node().await else { return };
    second.browser().open("/").await.expect_path("/");
    second.wire().get("/health/ready").await.expect(204);
}
