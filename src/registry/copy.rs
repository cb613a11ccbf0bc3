//! The commits of an import on PostgreSQL: the rows of a batch arrive by COPY instead of a statement each.
//!
//! ```text
//! BEGIN → the mark moves → which of the batch's numbers are taken ⊙ accepted → COPY people, COPY former numbers
//!       → refused lines → COMMIT
//! ```
//!
//! Says of every line what the statement for each line (`load`) says. A number that another file's import takes between the
//! look and the COPY breaks the whole batch, which then goes the other way.

use std::collections::HashSet;

use sqlx::postgres::{PgConnection, PgTransaction};
use sqlx::{Connection as _, Row as _};

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::registry::columns::Person;
use crate::registry::load::{Batch, FINISH, MOVE_MARK, Mark, REFUSE, accepted};
use crate::registry::person_row::{former_numbers, numbers, values};
use crate::store::engine::is_unique;

/// What became of a batch.
#[derive(Debug)]
pub(super) enum Copied {
    /// It is in, and the mark behind it.
    In(Mark),
    /// The mark is no longer where it was: somebody else imports this file.
    Elsewhere,
    /// A number was taken meanwhile: nothing is in.
    Raced,
}

/// Takes in a batch, or nothing of it.
pub(super) async fn commit_batch(
    connection: &mut PgConnection,
    file: &str,
    mark: Mark,
    batch: &Batch,
    now: Timestamp,
) -> Result<Copied, Fault> {
    let mut tx = connection.begin().await?;
    let moved = sqlx::query(MOVE_MARK)
        .bind(file)
        .bind(mark.byte)
        .bind(batch.next_byte)
        .bind(batch.next_line)
        .execute(&mut *tx)
        .await?;
    if moved.rows_affected() == 0 {
        return Ok(Copied::Elsewhere);
    }
    let in_register = taken_numbers(&mut tx, &batch.people).await?;
    let (accepted, refused) = accepted(&batch.people, in_register);
    match copy(&mut tx, &accepted).await {
        Err(error) if is_unique(&error) => return Ok(Copied::Raced),
        copied => copied?,
    }
    let refusals = || batch.refused.iter().chain(&refused);
    for (line, refusal) in refusals() {
        let refuse = sqlx::query(REFUSE).bind(file).bind(*line).bind(refusal.field).bind(refusal.reason.as_str());
        refuse.execute(&mut *tx).await?;
    }
    let mark = mark.behind(batch, accepted.len(), refusals().count());
    let finish = sqlx::query(FINISH)
        .bind(file)
        .bind(mark.loaded)
        .bind(mark.refused)
        .bind(mark.is_finished.then_some(now.unix()));
    finish.execute(&mut *tx).await?;
    tx.commit().await?;
    Ok(Copied::In(mark))
}

/// Which of all the numbers in these lines the register has given already.
async fn taken_numbers(tx: &mut PgTransaction<'_>, people: &[(i64, Person)]) -> Result<HashSet<String>, Fault> {
    let rows = sqlx::query(
        "SELECT number FROM population WHERE number = ANY($1) \
         UNION ALL SELECT number FROM population_former_number WHERE number = ANY($1)",
    )
    .bind(numbers(people))
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.iter().map(|row| row.try_get("number")).collect::<Result<_, _>>()?)
}

async fn copy(tx: &mut PgTransaction<'_>, people: &[&Person]) -> Result<(), sqlx::Error> {
    let (mut rows, mut former) = (String::new(), String::new());
    for person in people {
        line(&mut rows, &values(person).map_err(|fault| sqlx::Error::Encode(fault.into()))?);
        let number = person.record.number.as_str();
        for (other, kind) in former_numbers(person) {
            line(&mut former, &[other, number, kind].map(|value| Some(value.to_owned())));
        }
    }
    let people = "COPY population (number, name, name_key, name_folded, birth, gender, status, phone, phone_owner, email, \
                  cohort, details) FROM STDIN";
    for (statement, rows) in
        [(people, rows), ("COPY population_former_number (number, person, kind) FROM STDIN", former)]
    {
        if !rows.is_empty() {
            let mut into = tx.copy_in_raw(statement).await?;
            into.send(rows.as_bytes()).await?;
            into.finish().await?;
        }
    }
    Ok(())
}

/// A row in COPY's text format: fields between tabs, `\N` for nothing, a backslash before what would end either.
fn line<const FIELDS: usize>(out: &mut String, values: &[Option<String>; FIELDS]) {
    for (at, value) in values.iter().enumerate() {
        if at > 0 {
            out.push('\t');
        }
        let Some(value) = value else {
            out.push_str("\\N");
            continue;
        };
        for letter in value.chars() {
            match letter {
                '\\' => out.push_str("\\\\"),
                '\n' => out.push_str("\\n"),
                '\r' => out.push_str("\\r"),
                '\t' => out.push_str("\\t"),
                letter => out.push(letter),
            }
        }
    }
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_field_or_a_row_is_marked() {
        let mut out = String::new();
        line(&mut out, &[Some("a\tb\\N\r\nc".into()), None, Some(String::new())]);
        assert_eq!(out, "a\\tb\\\\N\\r\\nc\t\\N\t\n");
    }
}
