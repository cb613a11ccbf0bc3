//! The embedded register of organisations: the tables `registered_organisation` and `registered_representative`.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::clock::{Day, Timestamp};
use crate::fault::Fault;
use crate::identity::number::PersonalNumber;
use crate::identity::organisation::{
    EnterpriseCode, OrganisationName, OrganisationNumber, OrganisationRecord, OrganisationState, Representative,
};
use crate::identity::place::Place;
use crate::identity::tax_code::TaxCode;
use crate::registry::embedded::Embedded;
use crate::registry::feed::{self, Register};
use crate::registry::line::LineRefusal;
use crate::registry::organisations::{Organisation, Organisations};
use crate::registry::{Answer, Change};
use crate::store::row::{corrupt, maybe_text, parsed, text};

impl Organisations for Embedded {
    fn by_number<'a>(&'a self, number: &'a OrganisationNumber) -> Answer<'a, Option<OrganisationRecord>> {
        Box::pin(async move {
            let mut connection = self.database().pool().acquire().await?;
            Ok(known(&mut connection, number.as_str()).await?.map(|organisation| organisation.record))
        })
    }

    fn by_tax_code<'a>(&'a self, code: &'a TaxCode) -> Answer<'a, Option<OrganisationRecord>> {
        Box::pin(async move {
            let rows = sqlx::query(
                "SELECT o.number, o.tax_code, o.enterprise_code, o.name, o.short_name, o.foreign_name, o.founded_on, \
                 o.province, o.commune, o.detail, o.state, o.cohort, r.number AS person, r.name AS person_name, \
                 r.title FROM registered_organisation o \
                 LEFT JOIN registered_representative r ON r.organisation = o.number \
                 WHERE o.tax_code = $1 ORDER BY r.place",
            )
            .bind(code.to_string())
            .fetch_all(self.database().pool())
            .await?;
            Ok(organisations(&rows)?.pop().map(|organisation| organisation.record))
        })
    }

    fn changes_since(&self, sequence: i64, limit: u32) -> Answer<'_, Vec<Change<OrganisationNumber>>> {
        let parse = OrganisationNumber::parse;
        Box::pin(feed::changes_after(self.database(), Register::Organisations, sequence, limit, parse))
    }
}

impl Embedded {
    /// Up to `limit` organisations, special cases first, in the order of their numbers.
    pub async fn organisations(&self, limit: u32) -> Result<Vec<Organisation>, Fault> {
        let rows = sqlx::query(
            "SELECT o.number, o.tax_code, o.enterprise_code, o.name, o.short_name, o.foreign_name, o.founded_on, \
             o.province, o.commune, o.detail, o.state, o.cohort, r.number AS person, r.name AS person_name, r.title \
             FROM (SELECT number, tax_code, enterprise_code, name, short_name, foreign_name, founded_on, province, \
             commune, detail, state, cohort FROM registered_organisation \
             ORDER BY CASE WHEN cohort IS NULL THEN 1 ELSE 0 END, number LIMIT $1) o \
             LEFT JOIN registered_representative r ON r.organisation = o.number \
             ORDER BY CASE WHEN o.cohort IS NULL THEN 1 ELSE 0 END, o.number, r.place",
        )
        .bind(i64::from(limit))
        .fetch_all(self.database().pool())
        .await?;
        organisations(&rows)
    }
}

/// Puts what a line says in the place of what was known; false when it was known so.
pub(in crate::registry) async fn put(
    connection: &mut AnyConnection,
    said: &Organisation,
    now: Timestamp,
) -> Result<Result<bool, LineRefusal>, Fault> {
    let record = &said.record;
    let number = record.number.as_str();
    if known(connection, number).await?.as_ref() == Some(said) {
        return Ok(Ok(false));
    }
    let written = sqlx::query(
        "INSERT INTO registered_organisation (number, tax_code, enterprise_code, name, short_name, foreign_name, \
         founded_on, province, commune, detail, state, cohort) \
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12 WHERE NOT EXISTS (SELECT 1 \
         FROM registered_organisation o WHERE o.tax_code = $2 AND o.number <> $1) \
         ON CONFLICT (number) DO UPDATE SET tax_code = excluded.tax_code, enterprise_code = excluded.enterprise_code, \
         name = excluded.name, short_name = excluded.short_name, foreign_name = excluded.foreign_name, \
         founded_on = excluded.founded_on, province = excluded.province, commune = excluded.commune, \
         detail = excluded.detail, state = excluded.state, cohort = excluded.cohort",
    )
    .bind(number)
    .bind(record.tax_code.map(|code| code.to_string()))
    .bind(record.enterprise_code.map(|code| code.to_string()))
    .bind(record.name.as_str())
    .bind(record.short_name.as_ref().map(OrganisationName::as_str))
    .bind(record.foreign_name.as_ref().map(OrganisationName::as_str))
    .bind(record.founded_on.to_string())
    .bind(record.address.province.as_str())
    .bind(record.address.commune.as_str())
    .bind(record.address.detail.as_str())
    .bind(record.state.as_str())
    .bind(Some(said.cohort.as_str()).filter(|cohort| !cohort.is_empty()))
    .execute(&mut *connection)
    .await?;
    if written.rows_affected() == 0 {
        return Ok(Err(LineRefusal::of("tax_code", "tax_code_taken")));
    }
    put_representatives(connection, record).await?;
    feed::tell(connection, Register::Organisations, number, now).await?;
    Ok(Ok(true))
}

async fn put_representatives(connection: &mut AnyConnection, record: &OrganisationRecord) -> Result<(), Fault> {
    sqlx::query("DELETE FROM registered_representative WHERE organisation = $1")
        .bind(record.number.as_str())
        .execute(&mut *connection)
        .await?;
    for (place, one) in (0_i64..).zip(&record.representatives) {
        sqlx::query(
            "INSERT INTO registered_representative (organisation, place, number, name, title) \
             VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(record.number.as_str())
        .bind(place)
        .bind(one.number.as_str())
        .bind(one.name.as_str())
        .bind(one.title.as_str())
        .execute(&mut *connection)
        .await?;
    }
    Ok(())
}

async fn known(connection: &mut AnyConnection, number: &str) -> Result<Option<Organisation>, Fault> {
    let rows = sqlx::query(
        "SELECT o.number, o.tax_code, o.enterprise_code, o.name, o.short_name, o.foreign_name, o.founded_on, \
         o.province, o.commune, o.detail, o.state, o.cohort, r.number AS person, r.name AS person_name, r.title \
         FROM registered_organisation o LEFT JOIN registered_representative r ON r.organisation = o.number \
         WHERE o.number = $1 ORDER BY r.place",
    )
    .bind(number)
    .fetch_all(connection)
    .await?;
    Ok(organisations(&rows)?.pop())
}

/// Rows of organisations joined with their representatives; an organisation's rows stand together.
fn organisations(rows: &[AnyRow]) -> Result<Vec<Organisation>, Fault> {
    let mut organisations: Vec<Organisation> = Vec::new();
    for row in rows {
        let number = parsed(row, TABLE, "number", OrganisationNumber::parse)?;
        if organisations.last().is_none_or(|last| last.record.number != number) {
            organisations.push(organisation(row, number)?);
        }
        if let (Some(last), true) = (organisations.last_mut(), maybe_text(row, "person")?.is_some()) {
            last.record.representatives.push(Representative {
                number: parsed(row, "registered_representative", "person", PersonalNumber::parse)?,
                name: text(row, "person_name")?,
                title: text(row, "title")?,
            });
        }
    }
    Ok(organisations)
}

fn organisation(row: &AnyRow, number: OrganisationNumber) -> Result<Organisation, Fault> {
    let record = OrganisationRecord {
        number,
        tax_code: maybe(row, "tax_code", TaxCode::parse)?,
        enterprise_code: maybe(row, "enterprise_code", EnterpriseCode::parse)?,
        name: parsed(row, TABLE, "name", OrganisationName::parse)?,
        short_name: maybe(row, "short_name", OrganisationName::parse)?,
        foreign_name: maybe(row, "foreign_name", OrganisationName::parse)?,
        founded_on: parsed(row, TABLE, "founded_on", Day::parse)?,
        address: Place {
            province: text(row, "province")?,
            commune: text(row, "commune")?,
            detail: text(row, "detail")?,
        },
        state: parsed(row, TABLE, "state", OrganisationState::parse)?,
        representatives: Vec::new(),
    };
    Ok(Organisation { record, cohort: maybe_text(row, "cohort")?.unwrap_or_default() })
}

fn maybe<T>(row: &AnyRow, column: &'static str, parse: impl FnOnce(&str) -> Option<T>) -> Result<Option<T>, Fault> {
    match maybe_text(row, column)? {
        None => Ok(None),
        Some(text) => parse(&text).map(Some).ok_or_else(|| corrupt(row, TABLE, column)),
    }
}

const TABLE: &str = "registered_organisation";
