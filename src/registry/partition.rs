//! The table of people in parts, on PostgreSQL: each part has its own small indexes, is vacuumed and indexed alone, and a
//! look-up by number touches one of them.
//!
//! By the hash of the number and not by its province or year: those are as uneven as the country, and a number says
//! nothing about where its holder lives now.

use sqlx::Executor as _;

use crate::fault::Fault;
use crate::registry::embedded::Embedded;
use crate::store::engine::Engine;

/// How many parts there may be.
pub const MOST_PARTS: u16 = 1024;

const MAKE_PARTS: &str = "DO $$ DECLARE parts INTEGER := current_setting('dinhdanh.parts'); BEGIN \
     FOR part IN 0 .. parts - 1 LOOP EXECUTE format('CREATE TABLE population_part_%s PARTITION OF population_divided \
     FOR VALUES WITH (MODULUS %s, REMAINDER %s)', part, parts, part); END LOOP; END $$";

/// Why nothing was divided.
#[derive(Debug, thiserror::Error)]
pub enum PartitionError {
    /// SQLite has one table in one file.
    #[error("only PostgreSQL divides a table into parts")]
    NotPostgreSql,
    /// It was done before.
    #[error("the table of people is in parts already")]
    Done,
    /// The database failed.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Divides the table of people into so many parts, with everybody in it, or leaves it as it is.
///
/// One transaction that nobody reads past: do it before an import, or while no one is served. Needs the room of the table
/// a second time.
pub async fn partition(register: &Embedded, parts: u16) -> Result<(), PartitionError> {
    let database = register.database();
    if database.engine() != Engine::PostgreSql {
        return Err(PartitionError::NotPostgreSql);
    }
    let mut tx = database.begin().await?;
    // The pool's connections cut a statement off after seconds; the copy of millions takes minutes.
    run(&mut tx, "SET LOCAL statement_timeout = 0").await?;
    run(&mut tx, "LOCK TABLE population, population_former_number IN ACCESS EXCLUSIVE MODE").await?;
    let divided = sqlx::query("SELECT 1 FROM pg_partitioned_table WHERE partrelid = to_regclass('population')");
    if divided.fetch_optional(&mut *tx).await.map_err(Fault::from)?.is_some() {
        return Err(PartitionError::Done);
    }
    run(&mut tx, "CREATE TABLE population_divided (LIKE population INCLUDING ALL) PARTITION BY HASH (number)").await?;
    // A statement of its own for each part is not portable SQL and cannot be a literal: the server writes them.
    let told = sqlx::query("SELECT set_config('dinhdanh.parts', $1, 1 = 1)").bind(parts.to_string());
    told.execute(&mut *tx).await.map_err(Fault::from)?;
    run(&mut tx, MAKE_PARTS).await?;
    for statement in [
        "INSERT INTO population_divided (number, name, name_key, name_folded, birth, gender, status, phone, phone_owner, \
         email, cohort, details) SELECT number, name, name_key, name_folded, birth, gender, status, phone, phone_owner, \
         email, cohort, details FROM population",
        "ALTER TABLE population_former_number DROP CONSTRAINT population_former_number_person_fkey",
        "DROP TABLE population",
        "ALTER TABLE population_divided RENAME TO population",
        "ALTER TABLE population_former_number ADD CONSTRAINT population_former_number_person_fkey \
         FOREIGN KEY (person) REFERENCES population (number)",
        "ANALYZE population",
    ] {
        run(&mut tx, statement).await?;
    }
    tx.commit().await.map_err(Fault::from)?;
    Ok(())
}

async fn run(connection: &mut sqlx::AnyConnection, statement: &'static str) -> Result<(), Fault> {
    connection.execute(statement).await?;
    Ok(())
}
