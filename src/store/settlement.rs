//! Corrections after their decision: what the register refused or did not answer waits for an officer, and what was sent
//! is looked for in the register until it is there or settled.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::correction::{Correction, Settlement};
use crate::identity::event::{Actor, Kind};
use crate::identity::officer::{Label, Officer};
use crate::identity::proofing::Words;
use crate::secret::CorrectionId;
use crate::store::correction::{event, selected};
use crate::store::outbox::{self, Message};
use crate::store::{Store, audit};

impl Store {
    /// The corrections of a unit, or of none, that the register refused or is late with, the oldest first.
    pub async fn unsettled_corrections(
        &self,
        unit: &Label,
        limit: i64,
        now: Timestamp,
    ) -> Result<Vec<Correction>, Fault> {
        let rows = sqlx::query(selected!(
            "WHERE (unit = $1 OR unit IS NULL) AND settled_at IS NULL AND (handing = 'refused' \
             OR (handing = 'sent' AND answer_due_at <= $3)) ORDER BY handed_at, id LIMIT $2"
        ))
        .bind(unit.as_str())
        .bind(limit)
        .bind(now.unix())
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(|row| self.correction_in(row)).collect()
    }

    /// Settles a correction as it was looked at, and tells the person; false when somebody else was first, when there is
    /// nothing to settle, when the officer may not, or when it is about the officer.
    pub async fn settle_correction(
        &self,
        correction: &Correction,
        (settlement, why): (Settlement, &Words),
        message: Option<&Message>,
        officer: &Officer,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let settled = sqlx::query(
            "UPDATE correction SET settled_at = $4, settled_by = $3, settlement = $5, settled_why = $6, \
             version = version + 1 WHERE id = $1 AND version = $2 AND settled_at IS NULL \
             AND (handing = 'refused' OR (handing = 'sent' AND answer_due_at <= $4)) \
             AND EXISTS (SELECT 1 FROM officer o JOIN permission p ON p.group_id = o.group_id JOIN account a \
             ON a.id = o.account_id WHERE o.account_id = $3 AND o.ended_at IS NULL AND p.module = 'correction' \
             AND p.action IN ('all', 'update') AND a.person_digest <> correction.person_digest)",
        )
        .bind(correction.id.as_str())
        .bind(correction.version)
        .bind(officer.account.as_str())
        .bind(now.unix())
        .bind(settlement.as_str())
        .bind(why.as_str())
        .execute(&mut *tx)
        .await?;
        if settled.rows_affected() == 0 {
            return Ok(false);
        }
        if let Some(message) = message {
            outbox::post(&mut tx, &self.vault, message, now).await?;
        }
        let event = event(Kind::CorrectionSettled, Actor::Officer(officer.account.clone()), &correction.id, now);
        audit::append(&mut tx, &event.with("settlement", settlement.as_str())).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Corrections that were sent and for which nobody has looked since then, the longest first.
    pub async fn corrections_to_look_for(&self, batch: i64, since: Timestamp) -> Result<Vec<Correction>, Fault> {
        let rows = sqlx::query(selected!(
            "WHERE handing = 'sent' AND settled_at IS NULL AND looked_at <= $2 ORDER BY looked_at, id LIMIT $1"
        ))
        .bind(batch)
        .bind(since.unix())
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(|row| self.correction_in(row)).collect()
    }

    /// Writes down that the register does not have it yet.
    pub async fn looked_for_correction(&self, id: &CorrectionId, now: Timestamp) -> Result<(), Fault> {
        sqlx::query("UPDATE correction SET looked_at = $2 WHERE id = $1 AND looked_at < $2")
            .bind(id.as_str())
            .bind(now.unix())
            .execute(self.pool())
            .await?;
        Ok(())
    }

    /// Writes down that the register has it now, and tells the person; false when another node or an officer was first.
    pub async fn correction_arrived(
        &self,
        correction: &Correction,
        message: Option<&Message>,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let arrived = sqlx::query(
            "UPDATE correction SET handing = 'applied', answer_due_at = NULL, version = version + 1 \
             WHERE id = $1 AND version = $2 AND handing = 'sent' AND settled_at IS NULL",
        )
        .bind(correction.id.as_str())
        .bind(correction.version)
        .execute(&mut *tx)
        .await?;
        if arrived.rows_affected() == 0 {
            return Ok(false);
        }
        if let Some(message) = message {
            outbox::post(&mut tx, &self.vault, message, now).await?;
        }
        let event = event(Kind::CorrectionHanded, Actor::System, &correction.id, now).with("how", "applied");
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(true)
    }
}
