//! The embedded register of driving licences: the table `registered_licence`.

use sqlx::AnyConnection;
use sqlx::any::AnyRow;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::birth::BirthDate;
use crate::identity::licence::{Classes, Licence, LicenceNumber, LicenceState, Points};
use crate::identity::name::Name;
use crate::identity::number::PersonalNumber;
use crate::registry::embedded::Embedded;
use crate::registry::feed::{self, Register};
use crate::registry::licences::Licences;
use crate::registry::line::LineRefusal;
use crate::registry::{Answer, Change};
use crate::store::row::{corrupt, number, parsed};

impl Licences for Embedded {
    fn licence<'a>(&'a self, number: &'a PersonalNumber) -> Answer<'a, Option<Licence>> {
        Box::pin(async move {
            let row = sqlx::query(
                "SELECT licence_number, number, name, birth, classes, points, state FROM registered_licence \
                 WHERE number = $1",
            )
            .bind(number.as_str())
            .fetch_optional(self.database().pool())
            .await?;
            row.as_ref().map(licence).transpose()
        })
    }

    fn changes_since(&self, sequence: i64, limit: u32) -> Answer<'_, Vec<Change>> {
        Box::pin(feed::changes_after(self.database(), Register::Licences, sequence, limit, PersonalNumber::parse))
    }
}

impl Embedded {
    /// Up to `limit` licences, in the order of their holders' personal numbers.
    pub async fn licences(&self, limit: u32) -> Result<Vec<Licence>, Fault> {
        let rows = sqlx::query(
            "SELECT licence_number, number, name, birth, classes, points, state FROM registered_licence \
             ORDER BY number LIMIT $1",
        )
        .bind(i64::from(limit))
        .fetch_all(self.database().pool())
        .await?;
        rows.iter().map(licence).collect()
    }
}

/// Puts what a line says in the place of what was known; false when it was known so.
pub(in crate::registry) async fn put(
    connection: &mut AnyConnection,
    said: &Licence,
    now: Timestamp,
) -> Result<Result<bool, LineRefusal>, Fault> {
    let row = sqlx::query(
        "SELECT licence_number, number, name, birth, classes, points, state FROM registered_licence WHERE number = $1",
    )
    .bind(said.number.as_str())
    .fetch_optional(&mut *connection)
    .await?;
    if row.as_ref().map(licence).transpose()?.as_ref() == Some(said) {
        return Ok(Ok(false));
    }
    // One statement for both: of a number that somebody else's licence has it writes nothing.
    let written = sqlx::query(
        "INSERT INTO registered_licence (number, licence_number, name, birth, classes, points, state) \
         SELECT $1, $2, $3, $4, $5, $6, $7 \
         WHERE NOT EXISTS (SELECT 1 FROM registered_licence o WHERE o.licence_number = $2 AND o.number <> $1) \
         ON CONFLICT (number) DO UPDATE SET licence_number = excluded.licence_number, name = excluded.name, \
         birth = excluded.birth, classes = excluded.classes, points = excluded.points, state = excluded.state",
    )
    .bind(said.number.as_str())
    .bind(said.licence_number.as_str())
    .bind(said.name.as_str())
    .bind(said.birth.iso())
    .bind(said.classes.to_string())
    .bind(i64::from(said.points.number()))
    .bind(said.state.as_str())
    .execute(&mut *connection)
    .await?;
    if written.rows_affected() == 0 {
        return Ok(Err(LineRefusal::of("licence_number", "number_taken")));
    }
    feed::tell(connection, Register::Licences, said.number.as_str(), now).await?;
    Ok(Ok(true))
}

fn licence(row: &AnyRow) -> Result<Licence, Fault> {
    Ok(Licence {
        licence_number: parsed(row, TABLE, "licence_number", LicenceNumber::parse)?,
        number: parsed(row, TABLE, "number", PersonalNumber::parse)?,
        name: parsed(row, TABLE, "name", |text| Name::parse(text).ok())?,
        birth: parsed(row, TABLE, "birth", BirthDate::parse_iso)?,
        classes: parsed(row, TABLE, "classes", Classes::parse)?,
        points: Points::new(number(row, "points")?).ok_or_else(|| corrupt(row, TABLE, "points"))?,
        state: parsed(row, TABLE, "state", LicenceState::parse)?,
    })
}

const TABLE: &str = "registered_licence";
