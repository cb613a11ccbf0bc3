//! The database goes away and comes back: 503 and the truth meanwhile, nothing cached, nothing to restart afterwards.

use serde_json::{Value, json};

use crate::entry::{party, somebody, tokens};
use crate::harness::{House, Site, left_out};

#[tokio::test]
async fn while_the_database_is_away_pages_say_so_and_afterwards_all_is_well_without_a_restart() {
    let Some((site, network)) = Site::sandbox().with_a_network() else {
        left_out("an outage of the database, which SQLite does not have");
        return;
    };
    let house = House::on(site, &[]);
    // The pool's own library calls a connection that was cut while it was made an error.
    house.expect_faults();
    let wire = house.wire();
    wire.get("/health/ready").await.expect(204);
    network.cut();
    wire.get("/health/live").await.expect(204);
    wire.get("/health/ready").await.expect(503);
    let answer = wire.get("/sandbox/outbox.json").await.expect(503);
    assert!(!answer.text().contains("127.0.0.1"), "the outside learns where the database is: {}", answer.text());
    // What needs no database is still shown.
    house.browser().open("/").await.expect_path("/");
    network.mend();
    wire.get("/health/ready").await.expect(204);
    wire.get("/sandbox/outbox.json").await.expect(200);
}

#[tokio::test]
async fn v061_nothing_is_said_to_be_given_back_while_it_may_still_live() {
    let Some((site, network)) = Site::sandbox().with_a_network() else {
        left_out("a revocation during an outage of the database, which SQLite does not have");
        return;
    };
    let house = House::on(site, &[]);
    house.expect_faults();
    let portal = party(&house, "portal", json!({})).await;
    let mut browser = house.browser();
    let bought = tokens(&portal, "openid", &somebody(&house), &mut browser).await;
    let leaving = portal.logout(&bought, None, None).await;
    network.cut();
    portal.post("/revoke", &[("token", &bought.access)]).await.expect(503);
    portal.post("/introspect", &[("token", &bought.access)]).await.expect(503);
    house.wire().get_with_token("/userinfo", &bought.access).await.expect(503);
    browser.get(leaving.as_str()).await.expect(503);
    network.mend();
    house.wire().get("/health/ready").await.expect(204);
    let alive: Value = portal.post("/introspect", &[("token", &bought.access)]).await.expect(200).json();
    assert_eq!(alive["active"], true, "what was not done is not told as done");
    portal.post("/revoke", &[("token", &bought.access)]).await.expect(200);
    let alive: Value = portal.post("/introspect", &[("token", &bought.access)]).await.expect(200).json();
    assert_eq!(alive, json!({ "active": false }));
    browser.get(leaving.as_str()).await;
    assert!(browser.page().status() < 400, "{}", browser.page().summary());
}
