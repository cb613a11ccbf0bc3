//! The journal: shown to the person it is about, and found out when somebody changes it. Rows OF02, QR11, LG04.

use std::process::Command;

use crate::encounter::{citizen, history};
use crate::harness::{House, Site};

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
async fn lg04_who_edits_or_deletes_a_recorded_event_is_found_out() {
    for (what, change, finding) in [
        (
            "an edit",
            "UPDATE audit_event SET purpose = 'nothing' WHERE id = (SELECT MIN(id) FROM audit_event)",
            "was edited",
        ),
        (
            "an edit with its digest",
            "UPDATE audit_event SET digest = 'x' WHERE id = (SELECT event_id FROM audit_link WHERE seq = 3)",
            "audit",
        ),
        (
            "a deletion",
            "DELETE FROM audit_link WHERE seq = 3; DELETE FROM audit_event WHERE id NOT IN (SELECT event_id FROM audit_link)",
            "missing",
        ),
    ] {
        let house = House::start();
        // Events are linked a moment after they are written; what is not yet is not in the chain.
        house.sweep().await;
        let site = house.leave();
        let Some(refused) = sql(&site, change) else { return };
        assert!(!refused, "{what} is refused while the guards stand");
        let Some(done) = sql(&site, &format!("{UNGUARD} {change}")) else { return };
        if !done {
            // PostgreSQL names its triggers otherwise.
            assert_eq!(sql(&site, &format!("{UNGUARD_POSTGRES} {change}")), Some(true), "{what}");
        }
        let found = site.command(&["verify"]).refused();
        assert!(found.contains(finding), "{what}: {found}");
    }
}

/// Runs SQL as whoever owns the database does; whether it was done, or none when no tool for it is installed.
fn sql(site: &Site, statements: &str) -> Option<bool> {
    let output = match site.database() {
        Some(database) => Command::new("psql")
            .args(["--no-psqlrc", "--set=ON_ERROR_STOP=1", "-c", statements])
            .arg(database.url())
            .output(),
        None => Command::new("sqlite3").arg(site.folder().join("dinhdanh.sqlite")).arg(statements).output(),
    };
    match output {
        Ok(output) => Some(output.status.success()),
        Err(_) => {
            println!("left out: the journal is edited with sqlite3 (or psql), which is not installed");
            None
        }
    }
}

const UNGUARD: &str = "DROP TRIGGER audit_event_no_update; DROP TRIGGER audit_event_no_delete; \
                       DROP TRIGGER audit_link_no_update; DROP TRIGGER audit_link_no_delete; PRAGMA foreign_keys = OFF;";
const UNGUARD_POSTGRES: &str =
    "ALTER TABLE audit_event DISABLE TRIGGER ALL; ALTER TABLE audit_link DISABLE TRIGGER ALL;";
