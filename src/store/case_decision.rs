//! What a second officer decides, each decision with everything that it brings about in one commit. The officers are told
//! apart here once more, so that no caller can forget it.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::enrolment::Finding;
use crate::identity::event::Kind;
use crate::identity::proofing::Words;
use crate::identity::proofing::decision::{Decided, Ground};
use crate::secret::AccountId;
use crate::store::enrolment::Pending;
use crate::store::officer_case::{by_officer, may, untouched};
use crate::store::outbox::{self, Message};
use crate::store::{Store, Tx, audit};

/// What came of approving a case.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Approval {
    /// It is done, and the person is told.
    Done,
    /// Somebody else changed or decided the case first, or the officer may not decide it.
    Stale,
    /// The account is no longer as the case needs it.
    AccountChanged,
}

impl Store {
    /// Refuses a case and tells the person; false when it changed meanwhile or the officer may not decide it.
    pub async fn refuse_case(&self, decided: &Decided, message: &Message) -> Result<bool, Fault> {
        let (intake, now) = (&decided.intake, decided.decided_at);
        let mut tx = self.begin().await?;
        if !decide(&mut tx, decided, "refused").await? {
            return Ok(false);
        }
        outbox::post(&mut tx, &self.vault, message, now).await?;
        let ground = decided.refusal.as_ref().map_or("", |(ground, _)| ground.as_str());
        let event = by_officer(Kind::CaseRefused, &decided.decided_by, intake, now).with("ground", ground);
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Approves a case, raises the account and tells the holder, or does none of it.
    pub async fn raise_level(&self, decided: &Decided, message: &Message) -> Result<Approval, Fault> {
        let (intake, now) = (&decided.intake, decided.decided_at);
        let mut tx = self.begin().await?;
        if !decide(&mut tx, decided, "approved").await? {
            return Ok(Approval::Stale);
        }
        if !raise(&mut tx, &intake.account, now).await? {
            return Ok(Approval::AccountChanged);
        }
        integrate(&mut tx, decided).await?;
        outbox::post(&mut tx, &self.vault, message, now).await?;
        for kind in [Kind::CaseApproved, Kind::AccountRaised] {
            audit::append(&mut tx, &by_officer(kind, &decided.decided_by, intake, now)).await?;
        }
        tx.commit().await?;
        Ok(Approval::Done)
    }

    /// Approves a case and makes the account that waits for its holder, or does none of it. The person may have enrolled
    /// meanwhile: one person has one account, and the index on the person says which was first (PM05).
    pub async fn make_account(&self, decided: &Decided, pending: &Pending) -> Result<Approval, Fault> {
        let (intake, now) = (&decided.intake, decided.decided_at);
        let Some(applicant) = &intake.applicant else {
            return Err(Fault::internal("a case that makes an account has no declaration"));
        };
        let mut tx = self.begin().await?;
        if !decide(&mut tx, decided, "approved").await? {
            return Ok(Approval::Stale);
        }
        if !self.make_pending(&mut tx, pending, now).await? {
            return Ok(Approval::AccountChanged);
        }
        let (who, made) = ((&pending.person, &applicant.declared), Some(&intake.account));
        let enrolment = self.insert_enrolment(&mut tx, who, Some(Finding::Matched), made, None, now).await?;
        integrate(&mut tx, decided).await?;
        let event = |kind| by_officer(kind, &decided.decided_by, intake, now);
        audit::append(&mut tx, &event(Kind::CaseApproved)).await?;
        audit::append(&mut tx, &event(Kind::EnrolmentMatched).with("enrolment", enrolment.as_str())).await?;
        if pending.account.raised_at.is_some() {
            audit::append(&mut tx, &event(Kind::AccountRaised)).await?;
        }
        tx.commit().await?;
        Ok(Approval::Done)
    }

    /// Approves a case in which the holder of an account was proofed anew, and tells the holder.
    pub async fn prove_again(&self, decided: &Decided, message: &Message) -> Result<Approval, Fault> {
        let (intake, now) = (&decided.intake, decided.decided_at);
        let mut tx = self.begin().await?;
        if !decide(&mut tx, decided, "approved").await? {
            return Ok(Approval::Stale);
        }
        let proofed = sqlx::query(
            "UPDATE account SET proofed_at = $2, version = version + 1 \
             WHERE id = $1 AND (level = 2 OR kind = 'foreigner') AND state = 'active' \
             AND NOT EXISTS (SELECT 1 FROM account_lock l WHERE l.account_id = account.id AND l.lifted_at IS NULL)",
        )
        .bind(intake.account.as_str())
        .bind(now.unix())
        .execute(&mut *tx)
        .await?;
        if proofed.rows_affected() == 0 {
            return Ok(Approval::AccountChanged);
        }
        integrate(&mut tx, decided).await?;
        outbox::post(&mut tx, &self.vault, message, now).await?;
        audit::append(&mut tx, &by_officer(Kind::CaseApproved, &decided.decided_by, intake, now)).await?;
        tx.commit().await?;
        Ok(Approval::Done)
    }

    /// Approves a case about papers: they stand in the wallet, and the holder is told.
    pub async fn integrate_originals(&self, decided: &Decided, message: &Message) -> Result<Approval, Fault> {
        let (intake, now) = (&decided.intake, decided.decided_at);
        let mut tx = self.begin().await?;
        if !decide(&mut tx, decided, "approved").await? {
            return Ok(Approval::Stale);
        }
        let open = sqlx::query(
            "UPDATE account SET version = version + 1 WHERE id = $1 AND (level = 2 OR kind = 'foreigner') AND state = 'active' \
             AND NOT EXISTS (SELECT 1 FROM account_lock l WHERE l.account_id = account.id AND l.lifted_at IS NULL)",
        )
        .bind(intake.account.as_str())
        .execute(&mut *tx)
        .await?;
        if open.rows_affected() == 0 {
            return Ok(Approval::AccountChanged);
        }
        integrate(&mut tx, decided).await?;
        outbox::post(&mut tx, &self.vault, message, now).await?;
        audit::append(&mut tx, &by_officer(Kind::CaseApproved, &decided.decided_by, intake, now)).await?;
        tx.commit().await?;
        Ok(Approval::Done)
    }
}

/// Writes a decision when the case is as it was looked at, and who decides is another officer who may.
async fn decide(tx: &mut Tx, decided: &Decided, state: &'static str) -> Result<bool, Fault> {
    let intake = &decided.intake;
    let (ground, reason) =
        decided.refusal.as_ref().map_or((None, None), |(ground, reason)| (Some(ground), Some(reason)));
    let changed = sqlx::query(concat!(
        "UPDATE officer_case SET state = $4, decided_at = $5, decided_by = $3, ground = $6, reason = $7, ",
        "version = version + 1 WHERE id = $1 AND version = $2 AND state = 'submitted' AND ",
        untouched!(),
        " AND (kind NOT IN ('make_foreigner_account', 'prove_foreigner_again', 'integrate_foreigner_documents') OR EXISTS (SELECT 1 FROM unit u ",
        "WHERE u.name = officer_case.unit AND u.kind = 'immigration' AND u.closed_at IS NULL)) AND ",
        may!("$3", "approve")
    ))
    .bind(intake.id.as_str())
    .bind(intake.version)
    .bind(decided.decided_by.as_str())
    .bind(state)
    .bind(decided.decided_at.unix())
    .bind(ground.map(|ground: &Ground| ground.as_str()))
    .bind(reason.map(Words::as_str))
    .execute(&mut **tx)
    .await?;
    Ok(changed.rows_affected() == 1)
}

/// The papers of an approved case stand in the wallet from now on.
async fn integrate(tx: &mut Tx, decided: &Decided) -> Result<(), Fault> {
    sqlx::query("UPDATE original_document SET approved_at = $2 WHERE case_id = $1 AND removed_at IS NULL")
        .bind(decided.intake.id.as_str())
        .bind(decided.decided_at.unix())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Raises an open account of level 1; false when it is none.
pub(super) async fn raise(tx: &mut Tx, account: &AccountId, now: Timestamp) -> Result<bool, Fault> {
    let raised = sqlx::query(
        "UPDATE account SET level = 2, raised_at = $2, proofed_at = $2, version = version + 1 \
         WHERE id = $1 AND level = 1 AND state = 'active' \
         AND NOT EXISTS (SELECT 1 FROM account_lock l WHERE l.account_id = account.id AND l.lifted_at IS NULL)",
    )
    .bind(account.as_str())
    .bind(now.unix())
    .execute(&mut **tx)
    .await?;
    Ok(raised.rows_affected() == 1)
}
