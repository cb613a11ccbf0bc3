//! Columns into values. A column that holds what our rules cannot have written is [`Fault::Corrupt`], never a panic.

use sqlx::Row as _;
use sqlx::any::AnyRow;

use crate::clock::Timestamp;
use crate::fault::Fault;

/// A text column that is never null.
pub(crate) fn text(row: &AnyRow, column: &str) -> Result<String, Fault> {
    Ok(row.try_get::<String, _>(column)?)
}

/// A text column that may be null.
pub(crate) fn maybe_text(row: &AnyRow, column: &str) -> Result<Option<String>, Fault> {
    Ok(row.try_get::<Option<String>, _>(column)?)
}

/// A whole number.
pub(crate) fn number(row: &AnyRow, column: &str) -> Result<i64, Fault> {
    Ok(row.try_get::<i64, _>(column)?)
}

/// A whole number that may be null.
pub(crate) fn maybe_number(row: &AnyRow, column: &str) -> Result<Option<i64>, Fault> {
    Ok(row.try_get::<Option<i64>, _>(column)?)
}

/// An instant.
pub(crate) fn instant(row: &AnyRow, column: &str) -> Result<Timestamp, Fault> {
    Ok(Timestamp::from_unix(number(row, column)?))
}

/// An instant that may not have come.
pub(crate) fn maybe_instant(row: &AnyRow, column: &str) -> Result<Option<Timestamp>, Fault> {
    Ok(row.try_get::<Option<i64>, _>(column)?.map(Timestamp::from_unix))
}

/// A column that a rule's `parse` reads.
pub(crate) fn parsed<T>(
    row: &AnyRow,
    table: &'static str,
    column: &'static str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<T, Fault> {
    let text = text(row, column)?;
    parse(&text).ok_or_else(|| corrupt(row, table, column))
}

/// What to say of an impossible column; the row is named by its id when it has one.
pub(crate) fn corrupt(row: &AnyRow, table: &'static str, column: &'static str) -> Fault {
    let id = row.try_get::<String, _>("id").unwrap_or_else(|_| String::from("(no id)"));
    Fault::Corrupt { table, column, id }
}
