//! Who came along with the person of a case.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::dependant::Relation;
use crate::identity::event::Kind;
use crate::identity::proofing::company::Companion;
use crate::identity::proofing::{Intake, Open};
use crate::secret::{AccountId, CaseId};
use crate::store::officer_case::{by_officer, touch};
use crate::store::{Store, audit, row};

impl Store {
    /// Writes down who came along, in the history of both; false when the case changed meanwhile or the officer may not.
    pub async fn record_companion(
        &self,
        open: &Open,
        (came, relation): (&AccountId, Relation),
        who: &AccountId,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let intake = &open.intake;
        let mut tx = self.begin().await?;
        if !touch(&mut tx, intake, who).await? {
            return Ok(false);
        }
        sqlx::query(
            "INSERT INTO companion (case_id, position, account_id, relation, recorded_at, recorded_by) \
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(intake.id.as_str())
        .bind(intake.version + 1)
        .bind(came.as_str())
        .bind(relation.as_str())
        .bind(now.unix())
        .bind(who.as_str())
        .execute(&mut *tx)
        .await?;
        let event = by_officer(Kind::CompanyRecorded, who, intake, now).with("relation", relation.as_str());
        audit::append(&mut tx, &event).await?;
        audit::append(&mut tx, &event.about(came).with("came", intake.account.as_str())).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Writes down that somebody was entered who does not count, in the history of both where both have one.
    pub async fn refuse_companion(
        &self,
        intake: &Intake,
        entered: Option<&AccountId>,
        why: &'static str,
        who: &AccountId,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let event = by_officer(Kind::CompanyRefused, who, intake, now).with("reason", why);
        let mut tx = self.begin().await?;
        if let Some(entered) = entered.filter(|entered| **entered != intake.account) {
            audit::append(&mut tx, &event.clone().about(entered)).await?;
        }
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Who came along last.
    pub(super) async fn companion_in(&self, case: &CaseId) -> Result<Option<Companion>, Fault> {
        let row = sqlx::query(
            "SELECT case_id AS id, position, account_id, relation, recorded_at, recorded_by FROM companion \
             WHERE case_id = $1 ORDER BY position DESC LIMIT 1",
        )
        .bind(case.as_str())
        .fetch_optional(self.pool())
        .await?;
        let Some(row) = row else { return Ok(None) };
        Ok(Some(Companion {
            account: AccountId::from_text(row::text(&row, "account_id")?),
            relation: row::parsed(&row, "companion", "relation", Relation::parse)?,
            recorded_at: row::instant(&row, "recorded_at")?,
            recorded_by: AccountId::from_text(row::text(&row, "recorded_by")?),
            position: row::number(&row, "position")?,
        }))
    }
}
