//! The embedded register: the population in our own database, so that a checkout is a whole nation.

use sqlx::any::AnyRow;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::birth::BirthDate;
use crate::identity::correction::Handing;
use crate::identity::gender::Gender;
use crate::identity::name::Name;
use crate::identity::number::{LegacyNumber, PersonalNumber};
use crate::identity::person::{Record, VitalStatus};
use crate::identity::phone::{Email, Phone};
use crate::registry::{Amendment, Answer, Change, Registry, details};
use crate::store::engine::Database;
use crate::store::row::{corrupt, maybe_text, number, parsed, text};

pub(super) mod cards;
pub(super) mod immigration;
pub(super) mod insurance;
pub(super) mod licences;
pub(super) mod organisations;

/// The register of the population in the tables `population` and `population_former_number`.
#[derive(Clone, Debug)]
pub struct Embedded {
    database: Database,
}

/// Which people to show, for the sandbox and for tests.
#[derive(Clone, Copy, Debug)]
pub enum Sample<'a> {
    /// Living people who are no special case and whose telephone is their own.
    Plain,
    /// The people of one special case (`registry::synthetic::COHORTS`).
    Cohort(&'a str),
}

impl Embedded {
    /// The register in a database whose migrations have run.
    pub fn new(database: Database) -> Self {
        Self { database }
    }

    pub(super) fn database(&self) -> &Database {
        &self.database
    }

    /// How many people the register holds.
    pub async fn count(&self) -> Result<i64, Fault> {
        let row = sqlx::query("SELECT COUNT(*) AS people FROM population").fetch_one(self.database.pool()).await?;
        number(&row, "people")
    }

    /// Up to `limit` people after a number, in the order of their numbers.
    pub async fn sample(
        &self,
        sample: Sample<'_>,
        after: Option<&PersonalNumber>,
        limit: u32,
    ) -> Result<Vec<Record>, Fault> {
        let after = after.map_or("", PersonalNumber::as_str);
        let rows =
            match sample {
                Sample::Plain => sqlx::query(
                    "SELECT p.number, p.name, p.birth, p.gender, p.status, p.phone, p.phone_owner, p.email, p.details, \
                     f.number AS former, f.kind FROM (SELECT number, name, birth, gender, status, phone, phone_owner, \
                     email, details FROM population WHERE cohort IS NULL AND status = 'alive' AND phone_owner = number \
                     AND number > $1 ORDER BY number LIMIT $2) p \
                     LEFT JOIN population_former_number f ON f.person = p.number ORDER BY p.number, f.number",
                )
                .bind(after)
                .bind(i64::from(limit))
                .fetch_all(self.database.pool())
                .await?,
                Sample::Cohort(cohort) => sqlx::query(
                    "SELECT p.number, p.name, p.birth, p.gender, p.status, p.phone, p.phone_owner, p.email, p.details, \
                     f.number AS former, f.kind FROM (SELECT number, name, birth, gender, status, phone, phone_owner, \
                     email, details FROM population WHERE cohort = $3 AND number > $1 ORDER BY number LIMIT $2) p \
                     LEFT JOIN population_former_number f ON f.person = p.number ORDER BY p.number, f.number",
                )
                .bind(after)
                .bind(i64::from(limit))
                .bind(cohort)
                .fetch_all(self.database.pool())
                .await?,
            };
        records(&rows)
    }

    async fn find_subscriber(&self, phone: &Phone) -> Result<Option<PersonalNumber>, Fault> {
        let row = sqlx::query(
            "SELECT phone_owner FROM (SELECT phone_owner, number FROM population WHERE phone = $1 \
             AND phone_owner IS NOT NULL UNION ALL SELECT number AS phone_owner, number FROM registered_foreigner \
             WHERE phone = $1) s ORDER BY s.number LIMIT 1",
        )
        .bind(phone.as_str())
        .fetch_optional(self.database.pool())
        .await?;
        row.map(|row| parsed(&row, TABLE, "phone_owner", PersonalNumber::parse)).transpose()
    }
}

impl Registry for Embedded {
    fn look_up<'a>(&'a self, number: &'a PersonalNumber) -> Answer<'a, Option<Record>> {
        Box::pin(found(self.database.pool(), number.as_str()))
    }

    fn look_up_legacy<'a>(&'a self, number: &'a LegacyNumber) -> Answer<'a, Option<Record>> {
        Box::pin(found(self.database.pool(), number.as_str()))
    }

    fn subscriber<'a>(&'a self, phone: &'a Phone) -> Answer<'a, Option<PersonalNumber>> {
        Box::pin(self.find_subscriber(phone))
    }

    fn changes_since(&self, sequence: i64, limit: u32) -> Answer<'_, Vec<Change>> {
        Box::pin(self.changes_after(sequence, limit))
    }

    fn correct<'a>(&'a self, amendment: &'a Amendment, now: Timestamp) -> Answer<'a, Handing> {
        Box::pin(self.amend(amendment, now))
    }
}

/// One statement whether the number is in force, cancelled or nobody's, so that the three cost the same.
pub(super) async fn found<'e>(
    database: impl sqlx::Executor<'e, Database = sqlx::Any>,
    number: &str,
) -> Result<Option<Record>, Fault> {
    let rows = sqlx::query(
        "SELECT p.number, p.name, p.birth, p.gender, p.status, p.phone, p.phone_owner, p.email, p.details, \
         f.number AS former, f.kind FROM population p \
         LEFT JOIN population_former_number f ON f.person = p.number \
         WHERE p.number = $1 OR p.number = (SELECT person FROM population_former_number WHERE number = $1) \
         ORDER BY f.number",
    )
    .bind(number)
    .fetch_all(database)
    .await?;
    Ok(records(&rows)?.pop())
}

/// Rows of people joined with their former numbers; a person's rows stand together.
fn records(rows: &[AnyRow]) -> Result<Vec<Record>, Fault> {
    let mut records: Vec<Record> = Vec::new();
    for row in rows {
        let number = parsed(row, TABLE, "number", PersonalNumber::parse)?;
        if records.last().is_none_or(|last| last.number != number) {
            records.push(record(row, number)?);
        }
        if let (Some(last), Some(former)) = (records.last_mut(), maybe_text(row, "former")?) {
            let unsound = || corrupt(row, "population_former_number", "number");
            match text(row, "kind")?.as_str() {
                "legacy" => last.legacy_number = Some(LegacyNumber::parse(&former).ok_or_else(unsound)?),
                _ => last.cancelled_numbers.push(PersonalNumber::parse(&former).ok_or_else(unsound)?),
            }
        }
    }
    Ok(records)
}

fn record(row: &AnyRow, number: PersonalNumber) -> Result<Record, Fault> {
    Ok(Record {
        number,
        name: parsed(row, TABLE, "name", |text| Name::parse(text).ok())?,
        birth: parsed(row, TABLE, "birth", BirthDate::parse_iso)?,
        gender: parsed(row, TABLE, "gender", Gender::parse)?,
        status: parsed(row, TABLE, "status", VitalStatus::parse)?,
        cancelled_numbers: Vec::new(),
        legacy_number: None,
        phone: maybe_parsed(row, "phone", |text| Phone::parse(text).ok())?,
        phone_owner: maybe_parsed(row, "phone_owner", PersonalNumber::parse)?,
        email: maybe_parsed(row, "email", Email::parse)?,
        details: parsed(row, TABLE, "details", details::read)?,
    })
}

fn maybe_parsed<T>(
    row: &AnyRow,
    column: &'static str,
    parse: impl FnOnce(&str) -> Option<T>,
) -> Result<Option<T>, Fault> {
    match maybe_text(row, column)? {
        None => Ok(None),
        Some(text) => parse(&text).map(Some).ok_or_else(|| corrupt(row, TABLE, column)),
    }
}

const TABLE: &str = "population";

#[cfg(test)]
mod tests;
