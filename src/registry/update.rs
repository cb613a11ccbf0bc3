//! One line of an update: what the register knew of a person gives way to what it knows now, and the change is put into
//! the feed, in one commit.

use sqlx::{AnyConnection, Connection as _};

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::number::PersonalNumber;
use crate::identity::person::Record;
use crate::registry::Change;
use crate::registry::columns::Person;
use crate::registry::embedded::{Embedded, found};
use crate::registry::feed::{self, Register};
use crate::registry::line::LineRefusal;
use crate::registry::load::{insert_former, insert_row};
use crate::registry::person_row::bound;
use crate::store::Tx;
use crate::store::row::text;

impl Embedded {
    /// The number of the latest change; 0 before the first.
    pub async fn last_change(&self) -> Result<i64, Fault> {
        feed::last_change(self.database(), Register::Population).await
    }

    pub(super) async fn changes_after(&self, sequence: i64, limit: u32) -> Result<Vec<Change>, Fault> {
        feed::changes_after(self.database(), Register::Population, sequence, limit, PersonalNumber::parse).await
    }
}

/// Writes what a line says now, or nothing of it; false when the register knew it so.
pub(super) async fn change_person(
    tx: &mut Tx,
    person: &Person,
    now: Timestamp,
) -> Result<Result<bool, LineRefusal>, Fault> {
    let number = person.record.number.as_str();
    if leads_to(tx, number).await?.is_some() {
        return Ok(Err(LineRefusal::of("number", "cancelled")));
    }
    let before = found(&mut **tx, number).await?;
    if before.as_ref().is_some_and(|before| *before == with_kept_numbers(&person.record, before)) {
        return Ok(Ok(false));
    }
    let mut savepoint = tx.begin().await?;
    let written = write(&mut savepoint, person, before.as_ref()).await?;
    if let Err(refusal) = written {
        savepoint.rollback().await?;
        return Ok(Err(refusal));
    }
    feed::tell(&mut savepoint, Register::Population, number, now).await?;
    if before.is_none_or(|before| before.details.card != person.record.details.card) {
        feed::tell(&mut savepoint, Register::Cards, number, now).await?;
    }
    savepoint.commit().await?;
    Ok(Ok(true))
}

/// A line that leaves a former number out does not give it back: no number is ever given to anybody again.
fn with_kept_numbers(said: &Record, before: &Record) -> Record {
    let mut record = said.clone();
    record.cancelled_numbers.extend(&before.cancelled_numbers);
    record.cancelled_numbers.sort_unstable();
    record.cancelled_numbers.dedup();
    record.legacy_number = said.legacy_number.or(before.legacy_number);
    record
}

async fn write(
    connection: &mut AnyConnection,
    person: &Person,
    before: Option<&Record>,
) -> Result<Result<(), LineRefusal>, Fault> {
    let record = &person.record;
    let number = record.number.as_str();
    if before.is_none() {
        if let Err(refusal) = insert_row(connection, person).await? {
            return Ok(Err(refusal));
        }
    } else {
        update_row(connection, person).await?;
    }
    for cancelled in &record.cancelled_numbers {
        if let Err(refusal) = cancel(connection, cancelled.as_str(), record).await? {
            return Ok(Err(refusal));
        }
    }
    let Some(legacy) = record.legacy_number else { return Ok(Ok(())) };
    let refused = |reason| Ok(Err(LineRefusal::of("legacy_number", reason)));
    match leads_to(connection, legacy.as_str()).await? {
        Some(holder) if holder == number => Ok(Ok(())),
        Some(_) => refused("number_taken"),
        None if before.is_some_and(|before| before.legacy_number.is_some()) => refused("differs"),
        None if insert_former(connection, legacy.as_str(), number, "legacy").await? => Ok(Ok(())),
        None => refused("number_taken"),
    }
}

/// Lets a cancelled number lead to the person. Whoever was known under it is the same person: a slip of the pen must not
/// take somebody else out of the register, so the name or the date of birth agrees.
async fn cancel(
    connection: &mut AnyConnection,
    cancelled: &str,
    record: &Record,
) -> Result<Result<(), LineRefusal>, Fault> {
    let number = record.number.as_str();
    let refused = |reason| Ok(Err(LineRefusal::of("cancelled_numbers", reason)));
    match leads_to(connection, cancelled).await? {
        Some(holder) if holder == number => return Ok(Ok(())),
        Some(_) => return refused("number_taken"),
        None => {}
    }
    if cancelled == number {
        return refused("in_force");
    }
    if let Some(former) = found(&mut *connection, cancelled).await? {
        if former.birth != record.birth && former.name.difference(&record.name).is_some() {
            return refused("another_person");
        }
        sqlx::query("UPDATE population_former_number SET person = $2 WHERE person = $1")
            .bind(cancelled)
            .bind(number)
            .execute(&mut *connection)
            .await?;
        sqlx::query("DELETE FROM population WHERE number = $1").bind(cancelled).execute(&mut *connection).await?;
    }
    if insert_former(connection, cancelled, number, "cancelled").await? { Ok(Ok(())) } else { refused("number_taken") }
}

async fn update_row(connection: &mut AnyConnection, person: &Person) -> Result<(), Fault> {
    bound(
        "UPDATE population SET name = $2, name_key = $3, name_folded = $4, birth = $5, gender = $6, status = $7, \
         phone = $8, phone_owner = $9, email = $10, cohort = $11, details = $12 WHERE number = $1",
        person,
    )?
    .execute(connection)
    .await?;
    Ok(())
}

/// Whose former number this is.
async fn leads_to(connection: &mut AnyConnection, former: &str) -> Result<Option<String>, Fault> {
    let row = sqlx::query("SELECT person FROM population_former_number WHERE number = $1")
        .bind(former)
        .fetch_optional(connection)
        .await?;
    row.map(|row| text(&row, "person")).transpose()
}
