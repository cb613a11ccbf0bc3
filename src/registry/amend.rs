//! A correction that two officers approved, taken into the embedded register: one field of one person, as an update would
//! write it, so that it arrives by the change feed.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::birth::BirthDate;
use crate::identity::correction::Handing;
use crate::identity::gender::Gender;
use crate::identity::mend::Field;
use crate::identity::name::Name;
use crate::registry::Amendment;
use crate::registry::columns::Person;
use crate::registry::embedded::{Embedded, found};
use crate::registry::update::change_person;
use crate::store::row::maybe_text;

impl Embedded {
    /// Writes what was approved; a person whom the register no longer knows, or whose line it refuses, is left as it is.
    pub(super) async fn amend(&self, amendment: &Amendment, now: Timestamp) -> Result<Handing, Fault> {
        let mut tx = self.database().begin().await?;
        let number = amendment.number.as_str();
        let Some(mut record) = found(&mut *tx, number).await? else { return Ok(Handing::Refused) };
        let taken = match amendment.field {
            Field::Name => Name::parse(&amendment.value).ok().map(|name| record.name = name),
            Field::BirthDate => BirthDate::parse_iso(&amendment.value).map(|birth| record.birth = birth),
            Field::Gender => Gender::parse(&amendment.value).map(|gender| record.gender = gender),
        };
        if taken.is_none() || record.number != amendment.number {
            return Ok(Handing::Refused);
        }
        let row = sqlx::query("SELECT number AS id, cohort FROM population WHERE number = $1")
            .bind(number)
            .fetch_one(&mut *tx)
            .await?;
        let cohort = maybe_text(&row, "cohort")?.unwrap_or_default();
        let person = Person { delivered_name: record.name.as_str().to_owned(), record, cohort };
        match change_person(&mut tx, &person, now).await? {
            Err(_) => Ok(Handing::Refused),
            Ok(_) => {
                tx.commit().await?;
                Ok(Handing::Applied)
            }
        }
    }
}
