//! The people of a batch on SQLite: one statement takes all rows from one JSON document, instead of a statement each.
//!
//! Says of every line what the statement for each line (`load`) says. The transaction holds the write lock from its first
//! statement on, so nothing comes between the look at the numbers and the rows.

use std::collections::HashSet;

use serde_json::json;

use crate::fault::Fault;
use crate::registry::columns::Person;
use crate::registry::line::LineRefusal;
use crate::registry::load::accepted;
use crate::registry::person_row::{former_numbers, numbers, values};
use crate::store::Tx;
use crate::store::row::text;

/// Loads the people who may be loaded: how many, and which lines are refused.
pub(super) async fn insert(tx: &mut Tx, people: &[(i64, Person)]) -> Result<(usize, Vec<(i64, LineRefusal)>), Fault> {
    let (accepted, refused) = accepted(people, taken_numbers(tx, people).await?);
    let rows = accepted.iter().map(|person| values(person)).collect::<Result<Vec<_>, _>>()?;
    let former: Vec<_> = accepted
        .iter()
        .flat_map(|person| former_numbers(person).map(|(former, kind)| [former, person.record.number.as_str(), kind]))
        .collect();
    sqlx::query(
        "INSERT INTO population (number, name, name_key, name_folded, birth, gender, status, phone, phone_owner, \
         email, cohort, details) SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, \
         value ->> 6, value ->> 7, value ->> 8, value ->> 9, value ->> 10, value ->> 11 FROM json_each($1)",
    )
    .bind(json!(rows).to_string())
    .execute(&mut **tx)
    .await?;
    if !former.is_empty() {
        sqlx::query(
            "INSERT INTO population_former_number (number, person, kind) \
             SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each($1)",
        )
        .bind(json!(former).to_string())
        .execute(&mut **tx)
        .await?;
    }
    Ok((accepted.len(), refused))
}

/// Which of all the numbers in these lines the register has given already.
async fn taken_numbers(tx: &mut Tx, people: &[(i64, Person)]) -> Result<HashSet<String>, Fault> {
    let rows = sqlx::query(
        "SELECT number FROM population WHERE number IN (SELECT value FROM json_each($1)) \
         UNION ALL SELECT number FROM population_former_number WHERE number IN (SELECT value FROM json_each($1))",
    )
    .bind(json!(numbers(people)).to_string())
    .fetch_all(&mut **tx)
    .await?;
    rows.iter().map(|row| text(row, "number")).collect()
}
