//! The migrations: one set for both engines, in the binary, forward only.

use std::borrow::Cow;

use sqlx::SqlSafeStr as _;
use sqlx::migrate::{Migration, MigrationType, Migrator};

use crate::fault::Fault;
use crate::store::engine::{Database, Engine};

/// Brings the schema up to this binary's. Refuses a database that a newer binary has migrated, or an edited migration.
pub async fn run(database: &Database) -> Result<(), Fault> {
    let migrations = MIGRATIONS
        .iter()
        .map(|(version, name, sql)| {
            Migration::new(*version, Cow::Borrowed(*name), MigrationType::Simple, sql.into_sql_str(), false)
        })
        .collect();
    let migrator = Migrator::with_migrations(migrations);
    // PostgreSQL has a lock for this. On SQLite two commands on a fresh file may run one migration at once; the loser
    // fails when the winner has committed it, so it fails at most once for each and finds it done the next time.
    let mut tries = if database.engine() == Engine::Sqlite { MIGRATIONS.len() } else { 0 };
    while let Err(error) = migrator.run(database.pool()).await {
        if tries == 0 {
            return Err(Fault::caused("the database could not be migrated", error));
        }
        tries -= 1;
    }
    guard_journal(database).await
}

/// Takes away from everybody, us included, the power to change or delete an audited event and what the ledger holds of it.
///
/// Triggers are the one thing of the schema that the engines spell differently.
async fn guard_journal(database: &Database) -> Result<(), Fault> {
    let statements: &[&'static str] = match database.engine() {
        Engine::PostgreSql => &[
            "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger AS $$ BEGIN \
             RAISE EXCEPTION 'the journal is append only'; END $$ LANGUAGE plpgsql",
            "CREATE OR REPLACE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_event \
             FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
            "CREATE OR REPLACE TRIGGER ledger_leaf_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_leaf \
             FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
            "CREATE OR REPLACE TRIGGER ledger_node_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_node \
             FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
            "CREATE OR REPLACE TRIGGER ledger_head_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_head \
             FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
        ],
        Engine::Sqlite => &[
            "CREATE TRIGGER IF NOT EXISTS audit_event_no_update BEFORE UPDATE ON audit_event \
             BEGIN SELECT RAISE(ABORT, 'the journal is append only'); END",
            "CREATE TRIGGER IF NOT EXISTS audit_event_no_delete BEFORE DELETE ON audit_event \
             BEGIN SELECT RAISE(ABORT, 'the journal is append only'); END",
            "CREATE TRIGGER IF NOT EXISTS ledger_leaf_no_update BEFORE UPDATE ON ledger_leaf \
             BEGIN SELECT RAISE(ABORT, 'the journal is append only'); END",
            "CREATE TRIGGER IF NOT EXISTS ledger_leaf_no_delete BEFORE DELETE ON ledger_leaf \
             BEGIN SELECT RAISE(ABORT, 'the journal is append only'); END",
            "CREATE TRIGGER IF NOT EXISTS ledger_node_no_update BEFORE UPDATE ON ledger_node \
             BEGIN SELECT RAISE(ABORT, 'the journal is append only'); END",
            "CREATE TRIGGER IF NOT EXISTS ledger_node_no_delete BEFORE DELETE ON ledger_node \
             BEGIN SELECT RAISE(ABORT, 'the journal is append only'); END",
            "CREATE TRIGGER IF NOT EXISTS ledger_head_no_update BEFORE UPDATE ON ledger_head \
             BEGIN SELECT RAISE(ABORT, 'the journal is append only'); END",
            "CREATE TRIGGER IF NOT EXISTS ledger_head_no_delete BEFORE DELETE ON ledger_head \
             BEGIN SELECT RAISE(ABORT, 'the journal is append only'); END",
        ],
    };
    let mut tx = database.begin().await?;
    // Two nodes that start together would both replace the function and one would fail: they take turns.
    if database.engine() == Engine::PostgreSql {
        sqlx::query("SELECT 1 FROM audit_guard").fetch_optional(&mut *tx).await?;
        sqlx::query("UPDATE audit_guard SET guarded_at = guarded_at + 1 WHERE id = 1").execute(&mut *tx).await?;
    }
    for statement in statements {
        sqlx::query(*statement).execute(&mut *tx).await?;
    }
    tx.commit().await?;
    Ok(())
}

const MIGRATIONS: &[(i64, &str, &str)] = &[
    (1, "population", include_str!("../../migrations/0001_population.sql")),
    (2, "keys", include_str!("../../migrations/0002_keys.sql")),
    (3, "journal", include_str!("../../migrations/0003_journal.sql")),
    (4, "people", include_str!("../../migrations/0004_people.sql")),
    (5, "protocol", include_str!("../../migrations/0005_protocol.sql")),
    (6, "wallet", include_str!("../../migrations/0006_wallet.sql")),
    (7, "desk", include_str!("../../migrations/0007_desk.sql")),
    (8, "licences", include_str!("../../migrations/0008_licences.sql")),
];
