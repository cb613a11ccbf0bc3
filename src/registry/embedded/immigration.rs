//! The embedded register of immigration: the table `registered_foreigner`.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::clock::{Day, Timestamp};
use crate::fault::Fault;
use crate::identity::birth::BirthDate;
use crate::identity::foreigner::{DocumentId, ForeignerRecord, LatinName, Nationality, Residence, ResidenceKind};
use crate::identity::gender::Gender;
use crate::identity::number::PersonalNumber;
use crate::identity::person::VitalStatus;
use crate::identity::phone::Phone;
use crate::registry::embedded::Embedded;
use crate::registry::feed::{self, Register};
use crate::registry::immigration::{Foreigner, Immigration, biometrics_word, has_biometrics};
use crate::registry::line::LineRefusal;
use crate::registry::{Answer, Change};
use crate::store::row::{corrupt, maybe_text, parsed};

impl Immigration for Embedded {
    fn by_number<'a>(&'a self, number: &'a PersonalNumber) -> Answer<'a, Option<ForeignerRecord>> {
        Box::pin(async move {
            let mut connection = self.database().pool().acquire().await?;
            Ok(known(&mut connection, number).await?.map(|foreigner| foreigner.record))
        })
    }

    fn by_document<'a>(&'a self, document: &'a DocumentId) -> Answer<'a, Option<ForeignerRecord>> {
        Box::pin(async move {
            let row = sqlx::query(
                "SELECT number, nationality, document, document_expires_on, name, birth, gender, status, \
                 residence_kind, residence_ends_on, biometrics, phone, cohort FROM registered_foreigner \
                 WHERE nationality = $1 AND document = $2",
            )
            .bind(document.nationality().as_str())
            .bind(document.number())
            .fetch_optional(self.database().pool())
            .await?;
            row.map(|row| foreigner(&row).map(|foreigner| foreigner.record)).transpose()
        })
    }

    fn changes_since(&self, sequence: i64, limit: u32) -> Answer<'_, Vec<Change>> {
        Box::pin(feed::changes_after(self.database(), Register::Immigration, sequence, limit, PersonalNumber::parse))
    }
}

impl Embedded {
    /// Up to `limit` foreigners, special cases first, in the order of their numbers.
    pub async fn foreigners(&self, limit: u32) -> Result<Vec<Foreigner>, Fault> {
        let rows = sqlx::query(
            "SELECT number, nationality, document, document_expires_on, name, birth, gender, status, residence_kind, \
             residence_ends_on, biometrics, phone, cohort FROM registered_foreigner \
             ORDER BY CASE WHEN cohort IS NULL THEN 1 ELSE 0 END, number LIMIT $1",
        )
        .bind(i64::from(limit))
        .fetch_all(self.database().pool())
        .await?;
        rows.iter().map(foreigner).collect()
    }
}

/// Puts what a line says in the place of what was known; false when it was known so.
pub(in crate::registry) async fn put(
    connection: &mut AnyConnection,
    said: &Foreigner,
    now: Timestamp,
) -> Result<Result<bool, LineRefusal>, Fault> {
    let record = &said.record;
    let before = known(connection, &record.number).await?;
    if before.as_ref() == Some(said) {
        return Ok(Ok(false));
    }
    // One statement for both: of a document that somebody else has it writes nothing.
    let written = sqlx::query(
        "INSERT INTO registered_foreigner (number, nationality, document, document_expires_on, name, birth, gender, \
         status, residence_kind, residence_ends_on, biometrics, phone, cohort) \
         SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13 WHERE NOT EXISTS (SELECT 1 \
         FROM registered_foreigner o WHERE o.nationality = $2 AND o.document = $3 AND o.number <> $1) \
         ON CONFLICT (number) DO UPDATE SET nationality = excluded.nationality, document = excluded.document, \
         document_expires_on = excluded.document_expires_on, name = excluded.name, birth = excluded.birth, \
         gender = excluded.gender, status = excluded.status, residence_kind = excluded.residence_kind, \
         residence_ends_on = excluded.residence_ends_on, biometrics = excluded.biometrics, phone = excluded.phone, \
         cohort = excluded.cohort",
    )
    .bind(record.number.as_str())
    .bind(record.document.nationality().as_str())
    .bind(record.document.number())
    .bind(record.document_expires_on.to_string())
    .bind(record.name.as_str())
    .bind(record.birth.iso())
    .bind(record.gender.as_str())
    .bind(record.status.as_str())
    .bind(record.residence.map(|residence| residence.kind.as_str()))
    .bind(record.residence.and_then(|residence| residence.ends_on).map(|day| day.to_string()))
    .bind(biometrics_word(record.has_biometrics))
    .bind(said.phone.as_ref().map(Phone::as_str))
    .bind(Some(said.cohort.as_str()).filter(|cohort| !cohort.is_empty()))
    .execute(&mut *connection)
    .await?;
    if written.rows_affected() == 0 {
        return Ok(Err(LineRefusal::of("document", "document_taken")));
    }
    feed::tell(connection, Register::Immigration, record.number.as_str(), now).await?;
    Ok(Ok(true))
}

async fn known(connection: &mut AnyConnection, number: &PersonalNumber) -> Result<Option<Foreigner>, Fault> {
    let row = sqlx::query(
        "SELECT number, nationality, document, document_expires_on, name, birth, gender, status, residence_kind, \
         residence_ends_on, biometrics, phone, cohort FROM registered_foreigner WHERE number = $1",
    )
    .bind(number.as_str())
    .fetch_optional(connection)
    .await?;
    row.as_ref().map(foreigner).transpose()
}

fn foreigner(row: &AnyRow) -> Result<Foreigner, Fault> {
    let nationality = parsed(row, TABLE, "nationality", Nationality::parse)?;
    let record = ForeignerRecord {
        number: parsed(row, TABLE, "number", PersonalNumber::parse)?,
        document: parsed(row, TABLE, "document", |text| DocumentId::parse(nationality, text))?,
        document_expires_on: parsed(row, TABLE, "document_expires_on", Day::parse)?,
        name: parsed(row, TABLE, "name", |text| LatinName::parse(text).ok())?,
        birth: parsed(row, TABLE, "birth", BirthDate::parse_iso)?,
        gender: parsed(row, TABLE, "gender", Gender::parse)?,
        status: parsed(row, TABLE, "status", VitalStatus::parse)?,
        residence: residence(row)?,
        has_biometrics: parsed(row, TABLE, "biometrics", has_biometrics)?,
    };
    let phone = match maybe_text(row, "phone")? {
        None => None,
        Some(phone) => Some(Phone::parse(&phone).map_err(|_| corrupt(row, TABLE, "phone"))?),
    };
    Ok(Foreigner { record, phone, cohort: maybe_text(row, "cohort")?.unwrap_or_default() })
}

fn residence(row: &AnyRow) -> Result<Option<Residence>, Fault> {
    if maybe_text(row, "residence_kind")?.is_none() {
        return Ok(None);
    }
    let ends_on = match maybe_text(row, "residence_ends_on")? {
        None => None,
        Some(day) => Some(Day::parse(&day).ok_or_else(|| corrupt(row, TABLE, "residence_ends_on"))?),
    };
    Ok(Some(Residence { kind: parsed(row, TABLE, "residence_kind", ResidenceKind::parse)?, ends_on }))
}

const TABLE: &str = "registered_foreigner";
