//! A store of its own for one test: SQLite in a folder, or a database on the server when `HOUSE_DB` says so.

use std::sync::Arc;

use sqlx::AssertSqlSafe;

use crate::entropy;
use crate::seal::Vault;
use crate::secret::Secret;
use crate::store::engine::Database;
use crate::store::{Store, migrations};

/// The store, and what goes with it.
pub(super) struct Scratch {
    pub(super) store: Store,
    url: String,
    server: Option<(String, String)>,
    _folder: tempfile::TempDir,
}

impl Scratch {
    pub(super) async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (url, server) = url(folder.path()).await;
        let database = Database::open(&url).await.unwrap();
        migrations::run(&database).await.unwrap();
        Self { store: store(database), url, server, _folder: folder }
    }

    /// Another node on the same database.
    pub(super) async fn second_node(&self) -> Store {
        store(Database::open(&self.url).await.unwrap())
    }

    pub(super) async fn run(&self, sql: &str) {
        sqlx::query(AssertSqlSafe(sql.to_owned())).execute(self.store.pool()).await.unwrap();
    }

    pub(super) async fn close(self) {
        self.store.database().close().await;
        if let Some((admin, name)) = &self.server {
            let admin = Database::open(admin).await.unwrap();
            let drop = AssertSqlSafe(format!("DROP DATABASE {name} WITH (FORCE)"));
            sqlx::query(drop).execute(admin.pool()).await.unwrap();
        }
    }
}

fn store(database: Database) -> Store {
    Store::new(database, Arc::new(Vault::new(&Secret::new([1; 32])).unwrap()))
}

#[expect(clippy::disallowed_methods, reason = "the environment says which engine is tested")]
async fn url(folder: &std::path::Path) -> (String, Option<(String, String)>) {
    if std::env::var("HOUSE_DB").as_deref() != Ok("postgres") {
        return (format!("sqlite://{}", folder.join("t.sqlite").display()), None);
    }
    let admin = std::env::var("HOUSE_PG_URL").expect("HOUSE_DB=postgres needs HOUSE_PG_URL");
    let random: String = entropy::bytes::<6>().unwrap().iter().map(|byte| format!("{byte:02x}")).collect();
    let name = format!("scratch_{random}");
    let database = Database::open(&admin).await.unwrap();
    sqlx::query(AssertSqlSafe(format!("CREATE DATABASE {name}"))).execute(database.pool()).await.unwrap();
    database.close().await;
    let (server, _) = admin.rsplit_once('/').expect("HOUSE_PG_URL ends with the name of a database");
    (format!("{server}/{name}"), Some((admin, name)))
}
