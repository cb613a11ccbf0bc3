//! Cases returned to the person, and taken up again or ended: the clock of the time limit stands still in between.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::proofing::Returned;
use crate::limits;
use crate::secret::{AccountId, CaseId};
use crate::store::officer_case::{by_officer, may};
use crate::store::outbox::{self, Message};
use crate::store::{Store, audit, row};

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
            "INSERT INTO supplement (case_id, round, lacks, guidance, returned_at, returned_by, ends_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(intake.id.as_str())
        .bind(asked.round)
        .bind(&lacks)
        .bind(asked.guidance.as_str())
        .bind(asked.returned_at.unix())
        .bind(asked.returned_by.as_str())
        .bind(asked.ends_at.unix())
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

    /// Returned cases whose person is to be warned, or that are over, the oldest first.
    pub async fn due_returns(&self, limit: i64, now: Timestamp) -> Result<Vec<CaseId>, Fault> {
        let rows = sqlx::query(
            "SELECT case_id FROM supplement WHERE answered_at IS NULL AND lapsed_at IS NULL \
             AND (ends_at <= $1 OR (ends_at <= $2 AND warned_at IS NULL)) ORDER BY ends_at, case_id LIMIT $3",
        )
        .bind(now.unix())
        .bind(now.plus(limits::SUPPLEMENT_WARNING).unix())
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(|row| row::text(row, "case_id").map(CaseId::from_text)).collect()
    }

    /// Writes that the person is warned, once over all nodes, with the message if there is somewhere to send it.
    pub async fn warn_of_lapse(
        &self,
        returned: &Returned,
        message: Option<&Message>,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let warned = sqlx::query(
            "UPDATE supplement SET warned_at = $2 WHERE case_id = $1 AND round = $3 AND warned_at IS NULL \
             AND answered_at IS NULL AND lapsed_at IS NULL",
        )
        .bind(returned.intake.id.as_str())
        .bind(now.unix())
        .bind(returned.asked.round)
        .execute(&mut *tx)
        .await?;
        if warned.rows_affected() == 0 {
            return Ok(false);
        }
        if let Some(message) = message {
            outbox::post(&mut tx, &self.vault, message, now).await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    /// Ends a case to which its person did not come back; false when somebody took it up first, or it is ended already.
    pub async fn lapse_case(
        &self,
        returned: &Returned,
        message: Option<&Message>,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let intake = &returned.intake;
        let mut tx = self.begin().await?;
        let changed = sqlx::query(
            "UPDATE officer_case SET state = 'lapsed', decided_at = $3, version = version + 1 \
             WHERE id = $1 AND version = $2 AND state = 'returned'",
        )
        .bind(intake.id.as_str())
        .bind(intake.version)
        .bind(now.unix())
        .execute(&mut *tx)
        .await?;
        if changed.rows_affected() == 0 {
            return Ok(false);
        }
        sqlx::query("UPDATE supplement SET lapsed_at = $2 WHERE case_id = $1 AND answered_at IS NULL")
            .bind(intake.id.as_str())
            .bind(now.unix())
            .execute(&mut *tx)
            .await?;
        if let Some(message) = message {
            outbox::post(&mut tx, &self.vault, message, now).await?;
        }
        let event = Event::new(Kind::CaseLapsed, Actor::System, now)
            .about(&intake.account)
            .because(intake.kind.as_str())
            .with("case", intake.id.as_str())
            .with("round", returned.asked.round);
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(true)
    }
}
