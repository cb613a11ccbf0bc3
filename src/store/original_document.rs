//! Papers shown in the original: compared in a case, in the wallet once another officer approved it.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::event::Kind;
use crate::identity::proofing::Open;
use crate::identity::proofing::document::{Integrated, Shown};
use crate::secret::{AccountId, CaseId, OriginalId};
use crate::store::officer_case::{by_officer, touch};
use crate::store::{Store, applicant, audit, row};

impl Store {
    /// Adds a paper to an open case; false when the case changed meanwhile or the officer may not.
    pub async fn add_original(&self, open: &Open, shown: &Shown) -> Result<bool, Fault> {
        let intake = &open.intake;
        let sealed = applicant::seal_original(&self.vault, &shown.id, &shown.original)?;
        let mut tx = self.begin().await?;
        if !touch(&mut tx, intake, &shown.recorded_by).await? {
            return Ok(false);
        }
        sqlx::query(
            "INSERT INTO original_document (id, case_id, account_id, paper_sealed, recorded_at, recorded_by) \
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(shown.id.as_str())
        .bind(intake.id.as_str())
        .bind(intake.account.as_str())
        .bind(sealed)
        .bind(shown.recorded_at.unix())
        .bind(shown.recorded_by.as_str())
        .execute(&mut *tx)
        .await?;
        let event = by_officer(Kind::OriginalCompared, &shown.recorded_by, intake, shown.recorded_at)
            .with("kind", shown.original.kind.as_str());
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Takes a paper out of an open case again; false when the case changed meanwhile or the officer may not.
    pub async fn remove_original(
        &self,
        open: &Open,
        id: &OriginalId,
        who: &AccountId,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        if !touch(&mut tx, &open.intake, who).await? {
            return Ok(false);
        }
        let removed = sqlx::query(
            "UPDATE original_document SET removed_at = $3 WHERE id = $1 AND case_id = $2 AND removed_at IS NULL",
        )
        .bind(id.as_str())
        .bind(open.intake.id.as_str())
        .bind(now.unix())
        .execute(&mut *tx)
        .await?;
        if removed.rows_affected() == 0 {
            return Ok(false);
        }
        audit::append(&mut tx, &by_officer(Kind::OriginalRemoved, who, &open.intake, now)).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The papers in a case.
    pub(super) async fn originals_in(&self, case: &CaseId) -> Result<Vec<Shown>, Fault> {
        let rows = sqlx::query(
            "SELECT id, paper_sealed, recorded_at, recorded_by FROM original_document \
             WHERE case_id = $1 AND removed_at IS NULL ORDER BY recorded_at, id",
        )
        .bind(case.as_str())
        .fetch_all(self.pool())
        .await?;
        rows.iter()
            .map(|row| {
                let id = row::text(row, "id")?;
                Ok(Shown {
                    original: applicant::open_original(&self.vault, &id, &row::text(row, "paper_sealed")?)?,
                    recorded_at: row::instant(row, "recorded_at")?,
                    recorded_by: AccountId::from_text(row::text(row, "recorded_by")?),
                    id: OriginalId::from_text(id),
                })
            })
            .collect()
    }

    /// The papers in a holder's wallet, the latest first.
    pub async fn integrated_originals(&self, account: &AccountId) -> Result<Vec<Integrated>, Fault> {
        let rows = sqlx::query(
            "SELECT d.id, d.paper_sealed, d.recorded_at, c.unit FROM original_document d \
             JOIN officer_case c ON c.id = d.case_id \
             WHERE d.account_id = $1 AND d.approved_at IS NOT NULL ORDER BY d.approved_at DESC, d.id LIMIT 50",
        )
        .bind(account.as_str())
        .fetch_all(self.pool())
        .await?;
        rows.iter()
            .map(|row| {
                let id = row::text(row, "id")?;
                Ok(Integrated {
                    original: applicant::open_original(&self.vault, &id, &row::text(row, "paper_sealed")?)?,
                    unit: row::text(row, "unit")?,
                    recorded_at: row::instant(row, "recorded_at")?,
                })
            })
            .collect()
    }
}
