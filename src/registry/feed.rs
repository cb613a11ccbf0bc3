//! The embedded registers' feeds: of whom something changed, in the order of the commits.
//!
//! The feed says of whom, never what: whoever follows it asks the register itself. Its numbers have no gap, since each is
//! drawn from one row that a transaction holds to its end.

use sqlx::AnyConnection;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::registry::Change;
use crate::store::engine::Database;
use crate::store::row::{number, parsed};

/// A register that has a feed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Register {
    /// Identity cards.
    Cards,
    /// Foreigners.
    Immigration,
    /// The insured.
    Insurance,
    /// Driving licences.
    Licences,
    /// Organisations.
    Organisations,
    /// The population.
    Population,
}

impl Register {
    /// The word of columns, metrics and the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Cards => "cards",
            Self::Immigration => "immigration",
            Self::Insurance => "insurance",
            Self::Licences => "licences",
            Self::Organisations => "organisations",
            Self::Population => "population",
        }
    }
}

/// Puts a change into a feed, under the next number.
pub(super) async fn tell(
    connection: &mut AnyConnection,
    register: Register,
    subject: &str,
    now: Timestamp,
) -> Result<(), Fault> {
    let row = sqlx::query(
        "INSERT INTO register_feed (register, last_sequence) VALUES ($1, 1) \
         ON CONFLICT (register) DO UPDATE SET last_sequence = register_feed.last_sequence + 1 RETURNING last_sequence",
    )
    .bind(register.as_str())
    .fetch_one(&mut *connection)
    .await?;
    sqlx::query("INSERT INTO register_change (register, sequence, subject, changed_at) VALUES ($1, $2, $3, $4)")
        .bind(register.as_str())
        .bind(number(&row, "last_sequence")?)
        .bind(subject)
        .bind(now.unix())
        .execute(connection)
        .await?;
    Ok(())
}

/// Up to `limit` changes behind that place in a feed, in order.
pub(super) async fn changes_after<T>(
    database: &Database,
    register: Register,
    sequence: i64,
    limit: u32,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<Vec<Change<T>>, Fault> {
    let rows = sqlx::query(
        "SELECT sequence, subject FROM register_change WHERE register = $1 AND sequence > $2 ORDER BY sequence LIMIT $3",
    )
    .bind(register.as_str())
    .bind(sequence)
    .bind(i64::from(limit))
    .fetch_all(database.pool())
    .await?;
    let change = |row| {
        let whose = parsed(row, "register_change", "subject", &parse)?;
        Ok(Change { sequence: number(row, "sequence")?, number: whose })
    };
    rows.iter().map(change).collect()
}

/// The number of a feed's latest change; 0 before the first.
pub(super) async fn last_change(database: &Database, register: Register) -> Result<i64, Fault> {
    let row = sqlx::query("SELECT last_sequence FROM register_feed WHERE register = $1")
        .bind(register.as_str())
        .fetch_optional(database.pool())
        .await?;
    row.map_or(Ok(0), |row| number(&row, "last_sequence"))
}
