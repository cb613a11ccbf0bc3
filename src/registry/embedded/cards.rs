//! The embedded register of cards. It stands in the rows of the population, whose records hold the card too (Law on
//! Identification Art. 9(14)): two copies could disagree.

use sqlx::AnyConnection;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::number::PersonalNumber;
use crate::identity::person::{Card, Details};
use crate::registry::cards::{Cards, Held};
use crate::registry::embedded::{Embedded, found};
use crate::registry::feed::{self, Register};
use crate::registry::line::LineRefusal;
use crate::registry::{Answer, Change, details};

impl Cards for Embedded {
    fn card<'a>(&'a self, number: &'a PersonalNumber) -> Answer<'a, Option<Card>> {
        Box::pin(async move {
            let record = found(self.database().pool(), number.as_str()).await?;
            Ok(record.filter(|record| record.number == *number).and_then(|record| record.details.card))
        })
    }

    fn changes_since(&self, sequence: i64, limit: u32) -> Answer<'_, Vec<Change>> {
        Box::pin(feed::changes_after(self.database(), Register::Cards, sequence, limit, PersonalNumber::parse))
    }
}

/// Puts what a line says in the place of what was known; false when it was known so. The population's record is another one
/// too by that, and its feed says so.
pub(in crate::registry) async fn put(
    connection: &mut AnyConnection,
    said: &Held,
    now: Timestamp,
) -> Result<Result<bool, LineRefusal>, Fault> {
    let number = said.number.as_str();
    let Some(record) = found(&mut *connection, number).await?.filter(|record| record.number == said.number) else {
        return Ok(Err(LineRefusal::of("number", "unknown")));
    };
    if record.details.card == Some(said.card) {
        return Ok(Ok(false));
    }
    let details = details::write(&Details { card: Some(said.card), ..record.details })
        .map_err(|error| Fault::caused("details could not be written", error))?;
    sqlx::query("UPDATE population SET details = $2 WHERE number = $1")
        .bind(number)
        .bind(details)
        .execute(&mut *connection)
        .await?;
    feed::tell(connection, Register::Cards, number, now).await?;
    feed::tell(connection, Register::Population, number, now).await?;
    Ok(Ok(true))
}
