//! The database goes away and comes back: 503 and the truth meanwhile, nothing cached, nothing to restart afterwards.

use crate::harness::{House, Site, left_out};

#[tokio::test]
async fn while_the_database_is_away_pages_say_so_and_afterwards_all_is_well_without_a_restart() {
    let Some((site, network)) = Site::sandbox().with_a_network() else {
        left_out("an outage of the database, which SQLite does not have");
        return;
    };
    let house = House::on(site, &[]);
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
