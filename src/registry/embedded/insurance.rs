//! The embedded register of social insurance: the table `registered_insured`.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::birth::BirthDate;
use crate::identity::insured::{InsuranceNumber, Insured};
use crate::identity::name::Name;
use crate::identity::number::PersonalNumber;
use crate::registry::embedded::Embedded;
use crate::registry::feed::{self, Register};
use crate::registry::insurance::Insurance;
use crate::registry::line::LineRefusal;
use crate::registry::{Answer, Change};
use crate::store::row::parsed;

impl Insurance for Embedded {
    fn insured<'a>(&'a self, number: &'a PersonalNumber) -> Answer<'a, Option<Insured>> {
        Box::pin(async move {
            let row =
                sqlx::query("SELECT insurance_number, number, name, birth FROM registered_insured WHERE number = $1")
                    .bind(number.as_str())
                    .fetch_optional(self.database().pool())
                    .await?;
            row.as_ref().map(insured).transpose()
        })
    }

    fn changes_since(&self, sequence: i64, limit: u32) -> Answer<'_, Vec<Change>> {
        Box::pin(feed::changes_after(self.database(), Register::Insurance, sequence, limit, PersonalNumber::parse))
    }
}

impl Embedded {
    /// Up to `limit` of the insured, in the order of their personal numbers.
    pub async fn insured_people(&self, limit: u32) -> Result<Vec<Insured>, Fault> {
        let rows = sqlx::query(
            "SELECT insurance_number, number, name, birth FROM registered_insured ORDER BY number LIMIT $1",
        )
        .bind(i64::from(limit))
        .fetch_all(self.database().pool())
        .await?;
        rows.iter().map(insured).collect()
    }
}

/// Puts what a line says in the place of what was known; false when it was known so.
pub(in crate::registry) async fn put(
    connection: &mut AnyConnection,
    said: &Insured,
    now: Timestamp,
) -> Result<Result<bool, LineRefusal>, Fault> {
    let row = sqlx::query("SELECT insurance_number, number, name, birth FROM registered_insured WHERE number = $1")
        .bind(said.number.as_str())
        .fetch_optional(&mut *connection)
        .await?;
    if row.as_ref().map(insured).transpose()?.as_ref() == Some(said) {
        return Ok(Ok(false));
    }
    // One statement for both: of a number that somebody else has it writes nothing.
    let written = sqlx::query(
        "INSERT INTO registered_insured (number, insurance_number, name, birth) SELECT $1, $2, $3, $4 \
         WHERE NOT EXISTS (SELECT 1 FROM registered_insured o WHERE o.insurance_number = $2 AND o.number <> $1) \
         ON CONFLICT (number) DO UPDATE SET insurance_number = excluded.insurance_number, name = excluded.name, \
         birth = excluded.birth",
    )
    .bind(said.number.as_str())
    .bind(said.insurance_number.as_str())
    .bind(said.name.as_str())
    .bind(said.birth.iso())
    .execute(&mut *connection)
    .await?;
    if written.rows_affected() == 0 {
        return Ok(Err(LineRefusal::of("insurance_number", "number_taken")));
    }
    feed::tell(connection, Register::Insurance, said.number.as_str(), now).await?;
    Ok(Ok(true))
}

fn insured(row: &AnyRow) -> Result<Insured, Fault> {
    Ok(Insured {
        insurance_number: parsed(row, TABLE, "insurance_number", InsuranceNumber::parse)?,
        number: parsed(row, TABLE, "number", PersonalNumber::parse)?,
        name: parsed(row, TABLE, "name", |text| Name::parse(text).ok())?,
        birth: parsed(row, TABLE, "birth", BirthDate::parse_iso)?,
    })
}

const TABLE: &str = "registered_insured";
