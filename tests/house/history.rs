//! The journal: shown to the person it is about, and found out when somebody changes it. Rows OF02, QR11, LG04.

use crate::encounter::{citizen, claims, history};
use crate::harness::House;
use crate::insider::{GUARDED, sql, unguarding};

#[tokio::test]
async fn of02_a_person_reads_what_happened_in_both_languages_and_nobody_else_s() {
    let house = House::start();
    let (_, mut citizen) = citizen(&house, 2, 0).await;
    let events = history(&mut citizen, "/wallet/history").await;
    assert_eq!(events.first().map(String::as_str), Some("presentation_switched"), "{events:?}");
    for event in ["signed_in", "account_raised", "account_activated"] {
        assert!(events.iter().any(|found| found == event), "{event}: {events:?}");
    }
    citizen.page().expect_words("Bạn đã bật").expect_words("đã nâng tài khoản lên mức độ 02");
    let words = citizen.page().words();
    let mut english = citizen.clone().speaking("en");
    english.open("/wallet/history").await.expect_words("You switched").expect_words("raised the account to level 2");
    // No id, no word of ours, no personal number: sentences.
    assert!(!words.contains("acc_") && !words.contains("presentation_"), "{words}");
    let (_, mut other) = self::citizen(&house, 2, 1).await;
    let others = history(&mut other, "/wallet/history").await;
    assert_eq!(others.iter().filter(|event| *event == "presentation_switched").count(), 1);
    house.browser().open("/wallet/history").await.expect_path("/sign-in");
}

#[tokio::test]
async fn lg04_while_the_guards_stand_nobody_changes_or_deletes_what_was_written() {
    let house = House::start();
    // Events are integrated a moment after they are written.
    house.sweep().await;
    let site = house.leave();
    for change in [
        "UPDATE audit_event SET purpose = 'nothing'",
        "DELETE FROM audit_event",
        "UPDATE ledger_leaf SET leaf = 'x'",
        "DELETE FROM ledger_leaf",
        "UPDATE ledger_node SET hash = 'x'",
        "DELETE FROM ledger_node",
        "UPDATE ledger_head SET root = 'x'",
        "DELETE FROM ledger_head",
    ] {
        let Some(done) = sql(&site, change) else { return };
        assert!(!done, "{change}");
    }
    assert_eq!(site.command(&["verify"]).done().trim(), "sound");
}

#[tokio::test]
async fn lg04_an_insider_who_edits_deletes_reorders_or_inserts_is_found_out() {
    let house = House::start();
    // Three heads at least, each over more leaves than the one before it.
    for which in 0..2 {
        let _ = citizen(&house, 2, which).await;
        house.sweep().await;
    }
    let kept = house.wire().get("/ledger/head").await.expect(200).text();
    let _ = citizen(&house, 2, 2).await;
    house.sweep().await;
    let latest: i64 = claims(&house.wire().get("/ledger/head").await.text())["head"].as_i64().unwrap();
    assert!(latest >= 3, "{latest}");
    let site = house.leave();
    let tables = GUARDED.map(|table| format!("CREATE TABLE kept_{table} AS SELECT * FROM {table};")).concat();
    let Some(kept_tables) = sql(&site, &tables) else { return };
    assert!(kept_tables);
    // Rows are put back with their order of columns; nobody looks at who refers to them meanwhile.
    let role = if site.database().is_some() { "SET session_replication_role = replica;" } else { "" };
    let free = format!("{} {role}", unguarding(&site));
    let back =
        GUARDED.map(|table| format!("DELETE FROM {table}; INSERT INTO {table} SELECT * FROM kept_{table};")).concat();

    let copied = "SELECT 'evt_slipped_in', at, turn, kind, actor_kind, actor_id, account_id, relying_party_id, purpose, \
                  fields, detail, salt, leaf FROM audit_event WHERE id = (SELECT event_id FROM ledger_leaf WHERE number = 3)";
    for (what, change, finding) in [
        (
            "an event is edited",
            "UPDATE audit_event SET purpose = 'nothing' WHERE id = (SELECT event_id FROM ledger_leaf WHERE number = 3)",
            "under leaf 3 was edited",
        ),
        (
            "its actor is exchanged",
            "UPDATE audit_event SET actor_id = 'acc_x' WHERE id = (SELECT event_id FROM ledger_leaf WHERE number = 3)",
            "under leaf 3 was edited",
        ),
        (
            "an event is deleted",
            "DELETE FROM audit_event WHERE id = (SELECT event_id FROM ledger_leaf WHERE number = 3)",
            "the event under leaf 3 is missing",
        ),
        (
            "an event is deleted with its leaf",
            "DELETE FROM audit_event WHERE id = (SELECT event_id FROM ledger_leaf WHERE number = 3); \
             DELETE FROM ledger_leaf WHERE number = 3",
            "leaf 3 is missing",
        ),
        (
            "the gap is closed",
            "DELETE FROM audit_event WHERE id = (SELECT event_id FROM ledger_leaf WHERE number = 3); \
             DELETE FROM ledger_leaf WHERE number = 3; UPDATE ledger_leaf SET number = -number WHERE number > 3; \
             UPDATE ledger_leaf SET number = -number - 1 WHERE number < 0",
            "is not of its",
        ),
        (
            "two leaves change places",
            "UPDATE ledger_leaf SET number = -1 WHERE number = 3; UPDATE ledger_leaf SET number = 3 WHERE number = 4; \
             UPDATE ledger_leaf SET number = 4 WHERE number = -1",
            "is not of its",
        ),
        (
            "a leaf is exchanged",
            "UPDATE ledger_leaf SET leaf = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' WHERE number = 3",
            "is not of its",
        ),
        ("an event is slipped in", "INSERT INTO audit_event COPIED", "neither in it nor wait for it"),
        (
            "a leaf without an event is slipped in",
            "INSERT INTO ledger_leaf (number, event_id, leaf, integrated_at) SELECT MAX(number) + 1, 'evt_slipped_in', \
             'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA', MAX(integrated_at) FROM ledger_leaf",
            "is missing",
        ),
        (
            "a node is exchanged",
            "UPDATE ledger_node SET hash = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' WHERE height = 1 AND position = 0",
            "node 1/0 is not that of its leaves",
        ),
        (
            "a node is deleted",
            "DELETE FROM ledger_node WHERE height = 1 AND position = 0",
            "node 1/0 is not that of its leaves",
        ),
        (
            "a node is slipped in",
            "INSERT INTO ledger_node (height, position, hash) VALUES (2, 7, 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA')",
            "nodes of height 2 that no leaves make",
        ),
        (
            "a head is edited",
            "UPDATE ledger_head SET root = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA' WHERE number = 2",
            "head 2 is not of its",
        ),
        (
            "a head is of another moment",
            "UPDATE ledger_head SET signed_at = signed_at - 1 WHERE number = 2",
            "what was signed",
        ),
        (
            "a head is of more than there is",
            "UPDATE ledger_head SET size = size + 1000 WHERE number = (SELECT MAX(number) FROM ledger_head)",
            "leaves and there are",
        ),
        ("a head is deleted", "DELETE FROM ledger_head WHERE number = 2", "head 2 is missing"),
        (
            "a head is slipped in",
            "INSERT INTO ledger_head (number, size, root, signed_at, jws) SELECT number + 1, size, root, signed_at, jws || 'x' \
             FROM ledger_head WHERE number = (SELECT MAX(number) FROM ledger_head)",
            "is not signed by the house",
        ),
    ] {
        let change = change.replace("COPIED", copied);
        assert_eq!(sql(&site, &format!("{free} {change}")), Some(true), "{what}");
        let found = site.command(&["verify"]).refused();
        assert!(found.contains(finding), "{what}: {found}");
        assert_eq!(sql(&site, &format!("{free} {back}")), Some(true), "{what} is undone");
    }
    assert_eq!(site.command(&["verify"]).done().trim(), "sound");

    // Whoever cuts the end off, heads and all, leaves a ledger that is sound in itself; a head that was kept elsewhere
    // finds it.
    let path = site.file("kept.jwt", &kept);
    let with_kept = ["verify", "--head", path.to_str().unwrap()];
    assert_eq!(site.command(&with_kept).done().trim(), "sound");
    let size = claims(&kept)["size"].as_i64().unwrap();
    let cut = format!(
        "{free} DELETE FROM ledger_head WHERE size >= {size}; DELETE FROM ledger_leaf WHERE number >= {size} - 1; \
         DELETE FROM audit_event WHERE id NOT IN (SELECT event_id FROM ledger_leaf); \
         DELETE FROM ledger_node WHERE height = 1 AND (position + 1) * 64 > {size} - 1"
    );
    assert_eq!(sql(&site, &cut), Some(true));
    let alone = site.command(&["verify"]);
    assert!(!alone.stderr.contains("ledger:"), "what is left agrees with itself: {}", alone.stderr);
    let found = site.command(&with_kept).refused();
    assert!(found.contains("kept head") && found.contains("there are"), "{found}");
}
