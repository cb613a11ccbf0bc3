//! Where a test's house keeps its data: SQLite in its own folder, or with `HOUSE_DB=postgres` a database of its own on the
//! server that `HOUSE_PG_URL` names (a user who may create databases).

use std::process::Command;
use std::sync::atomic::{AtomicU32, Ordering};

/// The engine under test.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Engine {
    PostgreSql,
    Sqlite,
}

impl Engine {
    /// The engine that this run of the suite is about.
    pub(crate) fn under_test() -> Self {
        match setting("HOUSE_DB").as_deref() {
            None | Some("sqlite") => Self::Sqlite,
            Some("postgres") => Self::PostgreSql,
            Some(other) => panic!("HOUSE_DB is sqlite or postgres, not {other:?}"),
        }
    }
}

/// A PostgreSQL database that is dropped with this value.
#[derive(Debug)]
pub(crate) struct PgDatabase {
    admin: String,
    name: String,
}

impl PgDatabase {
    /// An empty database, or a copy of another one.
    pub(crate) fn create(kind: &str, like: Option<&Self>) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let admin = setting("HOUSE_PG_URL").expect("HOUSE_DB=postgres needs HOUSE_PG_URL, the URL of a server's admin");
        // The process stands in the name so that two runs share a server, and leftovers of a killed run are known.
        let name = format!("house_{}_{kind}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let like = like.map(|other| format!(" TEMPLATE {}", other.name)).unwrap_or_default();
        psql(&admin, &format!("CREATE DATABASE {name}{like}"));
        Self { admin, name }
    }

    /// The URL that a house is given.
    pub(crate) fn url(&self) -> String {
        let (server, query) = self.admin.split_once('?').map_or((self.admin.as_str(), ""), |(a, b)| (a, b));
        let (server, _) = server.rsplit_once('/').expect("HOUSE_PG_URL ends with the name of a database");
        let query = if query.is_empty() { String::new() } else { format!("?{query}") };
        format!("{server}/{}{query}", self.name)
    }

    /// Removes what processes that are no more have left on the server.
    pub(crate) fn sweep_leftovers() {
        let admin = setting("HOUSE_PG_URL").expect("HOUSE_DB=postgres needs HOUSE_PG_URL, the URL of a server's admin");
        let names = psql(&admin, "SELECT datname FROM pg_database WHERE datname LIKE 'house\\_%'");
        for name in names.lines() {
            if !is_of_a_living_process(name) {
                psql(&admin, &format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
            }
        }
    }
}

impl Drop for PgDatabase {
    fn drop(&mut self) {
        psql(&self.admin, &format!("DROP DATABASE IF EXISTS {} WITH (FORCE)", self.name));
    }
}

/// By the operator's tool, so that the harness needs no driver of its own.
fn psql(admin: &str, statement: &str) -> String {
    let output = Command::new("psql")
        .args([
            "--no-psqlrc",
            "--quiet",
            "--tuples-only",
            "--no-align",
            "--set=ON_ERROR_STOP=1",
            "--command",
            statement,
        ])
        .arg(admin)
        .output()
        .expect("HOUSE_DB=postgres needs psql on the path");
    assert!(output.status.success(), "{statement}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// Whether the process in this name (`house_PID_…`) is still there.
pub(crate) fn is_of_a_living_process(name: &str) -> bool {
    name.split('_').nth(1).is_some_and(|process| std::path::Path::new("/proc").join(process).exists())
}

#[expect(clippy::disallowed_methods, reason = "the harness is told by the environment which engine to test")]
pub(crate) fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
