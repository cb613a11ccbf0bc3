//! An insider: somebody who owns the database and goes past the program with plain SQL.

use std::process::Command;

use crate::harness::Site;

/// Runs SQL as whoever owns the database does; whether it was done, or none when no tool for it is installed.
pub(crate) fn sql(site: &Site, statements: &str) -> Option<bool> {
    let output = match site.database() {
        Some(database) => Command::new("psql")
            .args(["--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "-c", statements])
            .arg(database.url())
            .output(),
        None => Command::new("sqlite3")
            // The house is at work meanwhile.
            .args(["-cmd", ".timeout 10000"])
            .arg(site.folder().join("dinhdanh.sqlite"))
            .arg(statements)
            .output(),
    };
    match output {
        Ok(output) => Some(output.status.success()),
        Err(_) => {
            println!("left out: the database is edited with sqlite3 (or psql), which is not installed");
            None
        }
    }
}

/// The statements that take the guards off the journal and the ledger, as only the owner of the database can. Every start of
/// the program, `verify` too, puts them up again.
pub(crate) fn unguarding(site: &Site) -> String {
    let of = |table: &str| {
        if site.database().is_some() {
            format!("DROP TRIGGER IF EXISTS {table}_append_only ON {table}; ")
        } else {
            format!("DROP TRIGGER IF EXISTS {table}_no_update; DROP TRIGGER IF EXISTS {table}_no_delete; ")
        }
    };
    GUARDED.map(of).concat()
}

/// Makes the writing of events of this kind fail, and of nothing else, until [`let_write`].
pub(crate) fn keep_from_writing(site: &Site, table: &str, condition: &str) -> Option<bool> {
    let statements = if site.database().is_some() {
        format!(
            "CREATE OR REPLACE FUNCTION lost() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'lost'; END $$ LANGUAGE plpgsql; \
             CREATE TRIGGER lost BEFORE INSERT ON {table} FOR EACH ROW WHEN ({condition}) EXECUTE FUNCTION lost()"
        )
    } else {
        format!("CREATE TRIGGER lost BEFORE INSERT ON {table} WHEN {condition} BEGIN SELECT RAISE(ABORT, 'lost'); END")
    };
    sql(site, &statements)
}

/// Lets events be written again.
pub(crate) fn let_write(site: &Site, table: &str) -> Option<bool> {
    let on = if site.database().is_some() { format!(" ON {table}") } else { String::new() };
    sql(site, &format!("DROP TRIGGER lost{on}"))
}

/// The tables that nobody may change or delete from.
pub(crate) const GUARDED: [&str; 4] = ["audit_event", "ledger_leaf", "ledger_node", "ledger_head"];
