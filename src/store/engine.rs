//! The only lines that differ between SQLite and PostgreSQL: opening, beginning, and what the engines' errors mean.

use std::time::Duration;

use sqlx::any::{AnyPoolOptions, install_default_drivers};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{Any, AnyConnection, AnyPool, ConnectOptions as _, Connection as _, Executor as _, Transaction};

use crate::fault::Fault;

/// How long a connection is waited for.
const ACQUIRE: Duration = Duration::from_secs(5);

/// SQLite while it takes a register in: 256 MiB of pages in memory (KiB, negative), the log folded in at about as much
/// (pages of 4 KiB), and the disk waited for when it is.
const IMPORTING: [&str; 3] =
    ["PRAGMA cache_size = -262144", "PRAGMA wal_autocheckpoint = 65536", "PRAGMA synchronous = NORMAL"];

/// A pool of connections to one database, and which engine it is.
#[derive(Clone, Debug)]
pub struct Database {
    pool: AnyPool,
    engine: Engine,
}

/// Which engine the database is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Engine {
    /// PostgreSQL, for more than one node.
    PostgreSql,
    /// SQLite in a file, for one node.
    Sqlite,
}

impl Database {
    /// Opens the database that the URL names: `sqlite://PATH` or `postgres://…`. Makes an SQLite file that is not there.
    pub async fn open(url: &str) -> Result<Self, Fault> {
        install_default_drivers();
        let engine = Engine::of(url)?;
        let options = AnyPoolOptions::new()
            .max_connections(engine.connections())
            .acquire_timeout(ACQUIRE)
            .after_connect(move |connection, _| Box::pin(engine.prepare(connection)));
        let url = match engine {
            Engine::PostgreSql => url.to_owned(),
            Engine::Sqlite if url.contains('?') => url.to_owned(),
            Engine::Sqlite => format!("{url}?mode=rwc"),
        };
        let pool = options.connect(&url).await.map_err(Fault::from)?;
        Ok(Self { pool, engine })
    }

    /// The same database for taking in a register: on SQLite one connection that keeps more of the indexes in memory and
    /// folds its log into the file seldom, since a million rows in no order touch every page of them again and again.
    ///
    /// It does not wait for the disk at each commit. A power cut may undo the last ones, with the mark of how far the file
    /// is taken in, and nothing else: what others commit meanwhile waits as ever.
    pub async fn for_import(&self) -> Result<Self, Fault> {
        if self.engine == Engine::PostgreSql {
            return Ok(self.clone());
        }
        let engine = self.engine;
        let options =
            AnyPoolOptions::new().max_connections(1).acquire_timeout(ACQUIRE).after_connect(move |connection, _| {
                Box::pin(async move {
                    engine.prepare(connection).await?;
                    for statement in IMPORTING {
                        connection.execute(statement).await?;
                    }
                    Ok(())
                })
            });
        let url = self.pool.connect_options().database_url.to_string();
        Ok(Self { pool: options.connect(&url).await?, engine })
    }

    /// Which engine this is.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// The pool, for one SELECT outside a transaction.
    pub fn pool(&self) -> &AnyPool {
        &self.pool
    }

    /// Begins a transaction that will write.
    ///
    /// SQLite takes the write lock at once: a transaction that reads first and then asks for the lock fails with
    /// "database is locked" when another was faster, however long the busy timeout. Whoever finds it taken tries once more.
    pub async fn begin(&self) -> Result<Transaction<'static, Any>, Fault> {
        match self.begin_once().await {
            Err(Fault::Busy(_)) => self.begin_once().await,
            begun => begun,
        }
    }

    async fn begin_once(&self) -> Result<Transaction<'static, Any>, Fault> {
        let begin = match self.engine {
            Engine::PostgreSql => "BEGIN",
            Engine::Sqlite => "BEGIN IMMEDIATE",
        };
        Ok(self.pool.begin_with(begin).await?)
    }

    /// A connection of PostgreSQL's own kind, for what the portable one cannot say (COPY); none on SQLite.
    ///
    /// It stands beside the pool and has no limit of time for a statement: whoever asks for one closes it.
    pub async fn postgresql(&self) -> Result<Option<PgConnection>, Fault> {
        if self.engine != Engine::PostgreSql {
            return Ok(None);
        }
        let options = PgConnectOptions::from_url(&self.pool.connect_options().database_url)?;
        Ok(Some(PgConnection::connect_with(&options).await?))
    }

    /// Answers whether the database answers.
    pub async fn ping(&self) -> Result<(), Fault> {
        self.pool.acquire().await?.ping().await?;
        Ok(())
    }

    /// Closes every connection; used at shutdown so that SQLite folds its log into the file.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}

impl Engine {
    fn of(url: &str) -> Result<Self, Fault> {
        match url.split_once(':').map(|(scheme, _)| scheme) {
            Some("sqlite") => Ok(Self::Sqlite),
            Some("postgres" | "postgresql") => Ok(Self::PostgreSql),
            // The URL may hold a password, so it is not repeated.
            _ => Err(Fault::internal("a database URL begins with sqlite:// or postgres://")),
        }
    }

    fn connections(self) -> u32 {
        match self {
            Self::PostgreSql => 16,
            Self::Sqlite => 8,
        }
    }

    async fn prepare(self, connection: &mut AnyConnection) -> Result<(), sqlx::Error> {
        let statements: &[&'static str] = match self {
            // A statement that waits longer than a person does is cut off, so that one slow table cannot eat the pool.
            Self::PostgreSql => &["SET statement_timeout = '10s'", "SET idle_in_transaction_session_timeout = '15s'"],
            // FULL: an acknowledged spend or revocation survives a power cut (ST03).
            Self::Sqlite => &[
                "PRAGMA busy_timeout = 5000",
                "PRAGMA journal_mode = WAL",
                "PRAGMA synchronous = FULL",
                "PRAGMA foreign_keys = ON",
            ],
        };
        for statement in statements {
            connection.execute(*statement).await?;
        }
        Ok(())
    }
}

impl From<sqlx::Error> for Fault {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::Database(database) => match database.code().as_deref() {
                // Serialisation failure, deadlock, lock timeout; SQLITE_BUSY and its SNAPSHOT, RECOVERY, TIMEOUT kinds.
                Some("40001" | "40P01" | "55P03" | "5" | "261" | "517" | "773") => Self::Busy(error.to_string()),
                // Connection exceptions, shutdown, too many connections, disk full.
                Some(code) if code.starts_with("08") || code.starts_with("57P") || code.starts_with("53") => {
                    Self::StoreDown(error.to_string())
                }
                _ => Self::caused("the database refused a statement", error),
            },
            // A balancer without a server behind it accepts and hangs up, which the driver reads as a breach of protocol.
            sqlx::Error::Io(_)
            | sqlx::Error::Protocol(_)
            | sqlx::Error::Tls(_)
            | sqlx::Error::PoolTimedOut
            | sqlx::Error::PoolClosed
            | sqlx::Error::WorkerCrashed => Self::StoreDown(error.to_string()),
            _ => Self::caused("the database answered something else", error),
        }
    }
}

/// Whether this is the loss of a race for a unique value.
pub fn is_unique(error: &sqlx::Error) -> bool {
    matches!(error, sqlx::Error::Database(database) if database.is_unique_violation())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    #[expect(clippy::disallowed_methods, reason = "the test outlasts the busy timeout")]
    async fn a_writer_who_waits_longer_than_the_busy_timeout_tries_once_more() {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::open(&format!("sqlite://{}", folder.path().join("x.db").display())).await.unwrap();
        let held = database.begin().await.unwrap();
        let waiting = tokio::spawn({
            let database = database.clone();
            async move { database.begin().await.map(drop) }
        });
        tokio::time::sleep(Duration::from_millis(5_500)).await;
        assert!(!waiting.is_finished(), "the first try has given up by now");
        drop(held);
        waiting.await.unwrap().unwrap();
    }
}
