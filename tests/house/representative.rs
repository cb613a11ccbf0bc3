//! Who acts for an organisation, and what ends that: roles, the register, locks. Rows A07, H01; Decree 320/2026 Art. 15(2)(b).

use serde_json::{Value, json};

use crate::desk::addressed;
use crate::encounter::history;
use crate::harness::{Browser, House, Person};
use crate::organisation::{apply, at_the_form, raised, register_says, registered, representatives, shown, stages};

/// Offers a role, and answers the page that follows.
async fn offer(browser: &mut Browser, address: &str, number: &str, role: &str) {
    browser.open(address).await.expect_path(address);
    browser.fill("personal_id_number", number).fill("role", role).click("offer").await.expect_path(address);
}

/// Somebody takes a role that was offered.
pub(crate) async fn joins(house: &House, legal: &mut Browser, address: &str, person: &Person, role: &str) -> Browser {
    offer(legal, address, &person.personal_id_number, role).await;
    let mut browser = at_the_form(house, person).await;
    browser.open("/organisations").await;
    browser.click("accept").await.expect_path("/organisations");
    browser
}

/// The representation of whoever has that role on the page.
fn of_role(browser: &Browser, role: &str) -> String {
    browser.page().attribute(&format!("li[data-role=\"{role}\"]"), "data-representation")
}

fn locked_by(house: &House, organisation: &crate::organisation::Organisation) -> Value {
    shown(house, organisation)["locked_by"].clone()
}

#[tokio::test]
async fn a_role_is_offered_taken_changed_and_ended() {
    let house = House::start();
    let people = raised(&house);
    let (_, mut legal, address) = registered(&house, &people[0], "Minh Anh").await;
    // A number of nobody's gets the same answer as one with an account, and nobody is told whether there is one.
    offer(&mut legal, &address, "001090000001", "act").await;
    let nobodys = legal.page().texts("h2#offers + ul > li > p:first-child");
    assert_eq!(nobodys.len(), 1);
    legal.fill("personal_id_number", "12").fill("role", "act").click("offer").await.expect(422);
    let mut clerk = joins(&house, &mut legal, &address, &people[3], "view").await;
    let told = house.outbox().await;
    assert!(told.iter().any(|one| one.kind == "representation_offered" && one.to == addressed(&people[3])), "{told:?}");
    assert!(told.iter().any(|one| one.kind == "representation_begun" && one.to == addressed(&people[0])), "{told:?}");

    let page = clerk.open(&address).await.expect_path(&address);
    assert!(page.has("#leave") && !page.has("#offer") && !page.has("#lock"));
    let (own, legals) = (of_role(&clerk, "view"), of_role(&clerk, "administer"));
    for (action, representation) in [("role", &own), ("end", &legals), ("lock", &own), ("offer", &own)] {
        let fields = [
            ("action", action),
            ("representation", representation),
            ("role", "administer"),
            ("personal_id_number", "001090000001"),
        ];
        clerk.post_form(&address, &fields).await.expect(403);
    }
    legal.open(&address).await;
    legal.fill("role", "administer").click(&format!("role-of-{own}")).await.expect_path(&address);
    // An administrator by authority ends no legal representative; the register does.
    clerk.open(&address).await;
    assert!(clerk.page().has("#offer"));
    clerk.post_form(&address, &[("action", "end"), ("representation", &legals)]).await.expect(403);
    legal.open(&address).await;
    legal.click(&format!("end-{own}")).await.expect_path(&address);
    clerk.open(&address).await.expect(404);
    let told = house.outbox().await;
    assert!(told.iter().any(|one| one.kind == "representation_ended" && one.to == addressed(&people[3])), "{told:?}");
    let events = history(&mut clerk, "/wallet/history").await;
    for event in ["representation_begun", "representation_changed", "representation_ended"] {
        assert!(events.iter().any(|one| one == event), "no {event} in {events:?}");
    }
    // The last who administers stays.
    legal.open(&address).await;
    assert!(!legal.page().has("#leave"));
    legal.post_form(&address, &[("action", "leave"), ("representation", &legals)]).await.expect(403);
    legal.open(&address).await;
    legal.click("withdraw-offer").await.expect_path(&address);
    assert!(!legal.page().has("#offers"));
    house.close();
}

#[tokio::test]
async fn an_offer_is_declined_lapses_and_is_nobody_elses() {
    let house = House::start();
    let people = raised(&house);
    let (_, mut legal, address) = registered(&house, &people[0], "Minh Anh").await;
    offer(&mut legal, &address, &people[3].personal_id_number, "act").await;
    let mut clerk = at_the_form(&house, &people[3]).await;
    let id = clerk.open("/organisations").await.value("offer");
    let mut stranger = at_the_form(&house, &people[4]).await;
    stranger.open("/organisations").await;
    assert!(!stranger.page().has("#accept"));
    stranger.open("/organisations/apply").await;
    stranger.post_form("/organisations", &[("action", "accept"), ("offer", &id)]).await.expect(409);
    clerk.click("decline").await.expect_path("/organisations");
    assert!(clerk.page().has("#none"));
    offer(&mut legal, &address, &people[3].personal_id_number, "act").await;
    house.advance(7 * 86_400 + 60).await;
    house.sweep().await;
    let mut clerk = at_the_form(&house, &people[3]).await;
    assert!(!clerk.open("/organisations").await.has("#accept"));
    house.close();
}

#[tokio::test]
async fn who_is_no_longer_a_legal_representative_loses_it_at_once_and_another_takes_over() {
    let house = House::start();
    let people = raised(&house);
    let (organisation, mut legal, address) = registered(&house, &people[0], "Minh Anh").await;
    let other = &people[1];
    let named = format!("{}|{}|Giám đốc", other.personal_id_number, other.full_name);
    register_says(&house, &organisation, &[("representatives", &named)]);
    // By the feed alone, nobody having looked.
    house.sweep().await;
    let told = house.outbox().await;
    assert!(told.iter().any(|one| one.kind == "representation_ended" && one.to == addressed(&people[0])), "{told:?}");
    legal.open(&address).await.expect(404);
    assert_eq!(locked_by(&house, &organisation), json!(["unrepresented"]));
    assert_eq!(shown(&house, &organisation)["representatives"], json!([]));
    // Who was one gets nowhere; who is one registers and it opens.
    apply(&mut legal, &organisation).await;
    assert_eq!(stages(&mut legal).await[0], "not_accepted");
    let mut next = at_the_form(&house, other).await;
    apply(&mut next, &organisation).await;
    assert_eq!(stages(&mut next).await, ["joined"]);
    assert_eq!(locked_by(&house, &organisation), json!([]));
    next.open(&address).await.expect_path(&address);
    house.close();
}

#[tokio::test]
async fn the_registers_grounds_lock_and_lift_and_the_others_stay() {
    let house = House::start();
    let people = raised(&house);
    let (organisation, mut legal, address) = registered(&house, &people[0], "Minh Anh").await;
    for (state, ground) in [("suspended", "suspended"), ("bankrupt", "bankrupt"), ("dissolved", "dissolved")] {
        register_says(&house, &organisation, &[("state", state)]);
        house.sweep().await;
        assert_eq!(locked_by(&house, &organisation), json!([ground]));
        assert_eq!(legal.open(&address).await.attributes("#locked li", "data-ground"), [ground]);
    }
    legal.click("lock").await.expect_path(&address);
    assert_eq!(locked_by(&house, &organisation), json!(["dissolved", "own_request"]));
    register_says(&house, &organisation, &[("state", "active")]);
    house.sweep().await;
    assert_eq!(locked_by(&house, &organisation), json!(["own_request"]));
    let number = organisation.number.as_str();
    house.command(&["organisation", "lock", number, "--ground", "breach", "--reason", "QD-1"]).done();
    house.command(&["organisation", "lock", number, "--ground", "breach", "--reason", "QD-1"]).refused();
    assert_ne!(house.command(&["organisation", "lock", number, "--ground", "dissolved", "--reason", "x"]).code, 0);
    legal.open(&address).await;
    legal.click("unlock").await.expect_path(&address);
    assert_eq!(locked_by(&house, &organisation), json!(["breach"]));
    house.command(&["organisation", "unlock", number, "--ground", "breach"]).done();
    assert_eq!(locked_by(&house, &organisation), json!([]));
    let told = house.outbox().await;
    let of = |kind: &str| told.iter().filter(|one| one.kind == kind && one.to == addressed(&people[0])).count();
    assert_eq!((of("organisation_locked"), of("organisation_unlocked")), (5, 1));
    house.close();
}

#[tokio::test]
async fn a_registrant_under_enforcement_locks_it_until_another_legal_representative_registers() {
    let house = House::start();
    let people = raised(&house);
    let (organisation, _, _) = registered(&house, &people[0], "Minh Anh").await;
    let number = organisation.number.as_str();
    house.command(&["organisation", "lock", number, "--ground", "registrant_enforced", "--reason", "THA-7"]).done();
    assert_eq!(locked_by(&house, &organisation), json!(["registrant_enforced"]));
    let before = shown(&house, &organisation)["registered_by"].clone();
    let mut all = representatives(&house, &organisation);
    all.push(format!("{}|{}|Chủ tịch", people[1].personal_id_number, people[1].full_name));
    register_says(&house, &organisation, &[("representatives", &all.join(";"))]);
    let mut other = at_the_form(&house, &people[1]).await;
    apply(&mut other, &organisation).await;
    assert_eq!(stages(&mut other).await, ["joined"]);
    assert_eq!(locked_by(&house, &organisation), json!([]));
    assert_ne!(shown(&house, &organisation)["registered_by"], before);
    house.close();
}

#[tokio::test]
async fn the_death_of_the_only_administrator_locks_and_a_lock_of_the_person_does_not_end_it() {
    let house = House::start();
    let people = raised(&house);
    let (organisation, mut legal, address) = registered(&house, &people[0], "Minh Anh").await;
    let number = people[0].personal_id_number.as_str();
    house.command(&["account", "lock", number, "--ground", "own_request", "--reason", "YC-1"]).done();
    house.sweep().await;
    assert_eq!(locked_by(&house, &organisation), json!([]));
    legal.open(&address).await.expect_path("/sign-in");
    house.command(&["account", "lock", number, "--ground", "death", "--reason", "KT-1"]).done();
    house.sweep().await;
    assert_eq!(locked_by(&house, &organisation), json!(["unrepresented"]));
    house.close();
}

#[tokio::test]
async fn two_administrators_on_two_nodes_do_not_end_one_another() {
    let house = House::start();
    let Some(second) = house.second_node().await else { return };
    let people = raised(&house);
    let (organisation, mut legal, address) = registered(&house, &people[0], "Minh Anh").await;
    let clerk = joins(&house, &mut legal, &address, &people[3], "administer").await;
    let mut clerk = clerk.through(second.wire().clone());
    legal.open(&address).await;
    clerk.open(&address).await;
    tokio::join!(legal.click("leave"), clerk.click("leave"));
    let left = shown(&house, &organisation)["representatives"].clone();
    assert_eq!(left.as_array().unwrap().len(), 1, "{left}");
    assert_eq!(locked_by(&house, &organisation), json!([]));
    house.close();
}

#[tokio::test]
async fn every_decision_needs_a_second_factor_of_a_moment_ago() {
    let house = House::start();
    let people = raised(&house);
    let (_, mut legal, address) = registered(&house, &people[0], "Minh Anh").await;
    legal.open(&address).await;
    house.advance(11 * 60).await;
    legal.click("lock").await.expect_path("/sign-in/code");
    house.close();
}
