//! Cases returned to the person, and taken up again: the clock of the time limit stands still in between.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::event::Kind;
use crate::identity::proofing::Returned;
use crate::secret::AccountId;
use crate::store::officer_case::{by_officer, may};
use crate::store::outbox::{self, Message};
use crate::store::{Store, audit};

impl Store {
    /// Returns a case to the person for all that is lacking, and tells the person; false when it changed meanwhile or the
    /// officer may not.
    pub async fn return_case(&self, returned: &Returned, message: &Message) -> Result<bool, Fault> {
        let (intake, asked) = (&returned.intake, &returned.asked);
        let lacks = asked.lacks.iter().map(|lack| lack.as_str()).collect::<Vec<_>>().join(" ");
        let mut tx = self.begin().await?;
        let changed = sqlx::query(concat!(
            "UPDATE officer_case SET state = 'returned', version = version + 1 WHERE id = $1 AND version = $2 ",
            "AND state = 'open' AND account_id <> $3 AND ",
            may!("$3", "process")
        ))
        .bind(intake.id.as_str())
        .bind(intake.version)
        .bind(asked.returned_by.as_str())
        .execute(&mut *tx)
        .await?;
        if changed.rows_affected() == 0 {
            return Ok(false);
        }
        sqlx::query(
            "INSERT INTO supplement (case_id, round, lacks, guidance, returned_at, returned_by) \
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(intake.id.as_str())
        .bind(asked.round)
        .bind(&lacks)
        .bind(asked.guidance.as_str())
        .bind(asked.returned_at.unix())
        .bind(asked.returned_by.as_str())
        .execute(&mut *tx)
        .await?;
        outbox::post(&mut tx, &self.vault, message, asked.returned_at).await?;
        let event = by_officer(Kind::CaseReturned, &asked.returned_by, intake, asked.returned_at)
            .with("round", asked.round)
            .with("lacks", lacks);
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Takes a returned case up again, with the time limit moved; false when it changed meanwhile or the officer may not.
    pub async fn resume_case(
        &self,
        returned: &Returned,
        due_at: Timestamp,
        who: &AccountId,
        message: &Message,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let intake = &returned.intake;
        let mut tx = self.begin().await?;
        let changed = sqlx::query(concat!(
            "UPDATE officer_case SET state = 'open', due_at = $4, version = version + 1 WHERE id = $1 AND version = $2 ",
            "AND state = 'returned' AND account_id <> $3 AND ",
            may!("$3", "process")
        ))
        .bind(intake.id.as_str())
        .bind(intake.version)
        .bind(who.as_str())
        .bind(due_at.unix())
        .execute(&mut *tx)
        .await?;
        if changed.rows_affected() == 0 {
            return Ok(false);
        }
        sqlx::query("UPDATE supplement SET answered_at = $2 WHERE case_id = $1 AND answered_at IS NULL")
            .bind(intake.id.as_str())
            .bind(now.unix())
            .execute(&mut *tx)
            .await?;
        outbox::post(&mut tx, &self.vault, message, now).await?;
        let event = by_officer(Kind::CaseSupplemented, who, intake, now).with("round", returned.asked.round);
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(true)
    }
}
