//! The commits of officers' cases. Each change is conditional on the version that was looked at and on the officer still being on duty with
//! the permission for it; the two officers are told apart here once more, so that no caller can forget it.

use crate::clock::Timestamp;
use crate::entropy;
use crate::fault::Fault;
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::officer::Label;
use crate::identity::proofing::{Basis, Decided, Evidence, EvidenceKind, GivenBack, Intake, Open, Submitted, Words};
use crate::secret::{AccountId, CaseId, EvidenceId};
use crate::store::outbox::{self, Message};
use crate::store::{Store, Tx, audit, engine, row};

/// A case to be opened.
#[derive(Clone, Debug)]
pub struct NewCase {
    /// Its id.
    pub id: CaseId,
    /// Whose account it is about.
    pub account: AccountId,
    /// The unit that receives the person.
    pub unit: Label,
    /// On what it rests.
    pub basis: Basis,
    /// By which officer.
    pub opened_by: AccountId,
    /// The first instant at which a decision is late.
    pub due_at: Timestamp,
}

/// What came of opening a case.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Opening {
    /// It is open.
    Opened,
    /// There is one for this account already.
    Exists(CaseId),
    /// The account is not an open one of level 1, or the officer may not receive.
    NotPossible,
}

/// What came of approving a case.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Raising {
    /// The account has level 2 and its holder is told.
    Raised,
    /// Somebody else changed or decided the case first, or the officer may not decide it.
    Stale,
    /// The account is no longer an open one of level 1.
    AccountChanged,
}

impl Store {
    /// Opens a case for an open account of level 1 that has none.
    pub async fn open_case(&self, new: &NewCase, now: Timestamp) -> Result<Opening, Fault> {
        let mut tx = self.begin().await?;
        let opened = sqlx::query(
            "INSERT INTO officer_case (id, kind, account_id, unit, basis, opened_at, opened_by, due_at, state, version) \
             SELECT $1, 'raise', a.id, $3, $4, $5, $6, $7, 'open', 1 FROM account a \
             WHERE a.id = $2 AND a.id <> $6 AND a.level = 1 AND a.state = 'active' \
             AND NOT EXISTS (SELECT 1 FROM account_lock l WHERE l.account_id = a.id AND l.lifted_at IS NULL) \
             AND EXISTS (SELECT 1 FROM officer o JOIN permission p ON p.group_id = o.group_id WHERE o.account_id = $6 \
             AND o.ended_at IS NULL AND p.module = 'account' AND p.action IN ('all', 'receive'))",
        )
        .bind(new.id.as_str())
        .bind(new.account.as_str())
        .bind(new.unit.as_str())
        .bind(new.basis.as_str())
        .bind(now.unix())
        .bind(new.opened_by.as_str())
        .bind(new.due_at.unix())
        .execute(&mut *tx)
        .await;
        match opened {
            Err(error) if engine::is_unique(&error) => {
                drop(tx);
                return Ok(self.undecided_case(&new.account).await?.map_or(Opening::NotPossible, Opening::Exists));
            }
            Ok(opened) if opened.rows_affected() == 0 => return Ok(Opening::NotPossible),
            other => other?,
        };
        let event = by_officer(Kind::CaseOpened, &new.opened_by, &new.account, &new.id, now)
            .with("basis", new.basis.as_str())
            .with("unit", new.unit.as_str());
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(Opening::Opened)
    }

    /// Adds what an officer saw to an open case; false when the case changed meanwhile or the officer may not.
    pub async fn record_evidence(
        &self,
        open: &Open,
        kind: EvidenceKind,
        passed: bool,
        reference: Option<&str>,
        who: &AccountId,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let intake = &open.intake;
        let mut tx = self.begin().await?;
        let changed = sqlx::query(
            "UPDATE officer_case SET version = version + 1 WHERE id = $1 AND version = $2 AND state = 'open' \
             AND account_id <> $3 AND EXISTS (SELECT 1 FROM officer o JOIN permission p ON p.group_id = o.group_id \
             WHERE o.account_id = $3 AND o.ended_at IS NULL AND p.module = 'account' AND p.action IN ('all', 'process'))",
        )
        .bind(intake.id.as_str())
        .bind(intake.version)
        .bind(who.as_str())
        .execute(&mut *tx)
        .await?;
        if changed.rows_affected() == 0 {
            return Ok(false);
        }
        let check = Evidence {
            kind,
            passed,
            reference: reference.map(str::to_owned),
            recorded_at: now,
            recorded_by: who.clone(),
            position: intake.version + 1,
        };
        insert_check(&mut tx, intake, &check).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Hands a case on; false when it changed meanwhile or the officer may not.
    pub async fn submit_case(&self, submitted: &Submitted) -> Result<bool, Fault> {
        let (intake, now) = (&submitted.intake, submitted.submitted_at);
        let mut tx = self.begin().await?;
        let changed = sqlx::query(
            "UPDATE officer_case SET state = 'submitted', submitted_at = $4, submitted_by = $3, opinion = $5, \
             version = version + 1 WHERE id = $1 AND version = $2 AND state = 'open' AND account_id <> $3 \
             AND EXISTS (SELECT 1 FROM officer o JOIN permission p ON p.group_id = o.group_id \
             WHERE o.account_id = $3 AND o.ended_at IS NULL AND p.module = 'account' AND p.action IN ('all', 'process'))",
        )
        .bind(intake.id.as_str())
        .bind(intake.version)
        .bind(submitted.submitted_by.as_str())
        .bind(now.unix())
        .bind(submitted.opinion.as_ref().map(Words::as_str))
        .execute(&mut *tx)
        .await?;
        if changed.rows_affected() == 0 {
            return Ok(false);
        }
        let event = by_officer(Kind::CaseSubmitted, &submitted.submitted_by, &intake.account, &intake.id, now);
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Gives a case back to be completed; false when it changed meanwhile or the officer may not decide it.
    pub async fn give_back_case(&self, intake: &Intake, given_back: &GivenBack) -> Result<bool, Fault> {
        let kinds: Vec<&str> = given_back.kinds.iter().map(|kind| kind.as_str()).collect();
        let mut tx = self.begin().await?;
        let changed = sqlx::query(
            "UPDATE officer_case SET state = 'open', given_back_at = $4, given_back_by = $3, given_back_kinds = $5, \
             guidance = $6, submitted_at = NULL, submitted_by = NULL, version = version + 1 \
             WHERE id = $1 AND version = $2 AND state = 'submitted' \
             AND account_id <> $3 AND opened_by <> $3 AND submitted_by <> $3 \
             AND NOT EXISTS (SELECT 1 FROM evidence e WHERE e.case_id = officer_case.id AND e.recorded_by = $3) \
             AND EXISTS (SELECT 1 FROM officer o JOIN permission p ON p.group_id = o.group_id \
             WHERE o.account_id = $3 AND o.ended_at IS NULL AND p.module = 'account' AND p.action IN ('all', 'approve'))",
        )
        .bind(intake.id.as_str())
        .bind(intake.version)
        .bind(given_back.by.as_str())
        .bind(given_back.at.unix())
        .bind(kinds.join(" "))
        .bind(given_back.guidance.as_str())
        .execute(&mut *tx)
        .await?;
        if changed.rows_affected() == 0 {
            return Ok(false);
        }
        let event = by_officer(Kind::CaseGivenBack, &given_back.by, &intake.account, &intake.id, given_back.at)
            .with("kinds", kinds.join(" "));
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Refuses a case and tells the holder; false when it changed meanwhile or the officer may not decide it.
    pub async fn refuse_case(&self, decided: &Decided, message: &Message) -> Result<bool, Fault> {
        let (intake, now) = (&decided.intake, decided.decided_at);
        let mut tx = self.begin().await?;
        if !decide(&mut tx, decided, "refused").await? {
            return Ok(false);
        }
        outbox::post(&mut tx, &self.vault, message, now).await?;
        let event = by_officer(Kind::CaseRefused, &decided.decided_by, &intake.account, &intake.id, now);
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Approves a case, raises the account and tells the holder, or does none of it.
    pub async fn raise_level(&self, decided: &Decided, message: &Message) -> Result<Raising, Fault> {
        let (intake, now) = (&decided.intake, decided.decided_at);
        let mut tx = self.begin().await?;
        if !decide(&mut tx, decided, "approved").await? {
            return Ok(Raising::Stale);
        }
        if !raise(&mut tx, &intake.account, now).await? {
            return Ok(Raising::AccountChanged);
        }
        outbox::post(&mut tx, &self.vault, message, now).await?;
        for kind in [Kind::CaseApproved, Kind::AccountRaised] {
            let event = by_officer(kind, &decided.decided_by, &intake.account, &intake.id, now);
            audit::append(&mut tx, &event).await?;
        }
        tx.commit().await?;
        Ok(Raising::Raised)
    }

    async fn undecided_case(&self, account: &AccountId) -> Result<Option<CaseId>, Fault> {
        let row = sqlx::query("SELECT id FROM officer_case WHERE account_id = $1 AND state IN ('open', 'submitted')")
            .bind(account.as_str())
            .fetch_optional(self.pool())
            .await?;
        row.map(|row| row::text(&row, "id").map(CaseId::from_text)).transpose()
    }
}

/// Writes a decision when the case is as it was looked at, and who decides is another officer who may.
async fn decide(tx: &mut Tx, decided: &Decided, state: &'static str) -> Result<bool, Fault> {
    let intake = &decided.intake;
    let changed = sqlx::query(
        "UPDATE officer_case SET state = $4, decided_at = $5, decided_by = $3, reason = $6, version = version + 1 \
         WHERE id = $1 AND version = $2 AND state = 'submitted' \
         AND account_id <> $3 AND opened_by <> $3 AND submitted_by <> $3 \
         AND NOT EXISTS (SELECT 1 FROM evidence e WHERE e.case_id = officer_case.id AND e.recorded_by = $3) \
         AND EXISTS (SELECT 1 FROM officer o JOIN permission p ON p.group_id = o.group_id \
         WHERE o.account_id = $3 AND o.ended_at IS NULL AND p.module = 'account' AND p.action IN ('all', 'approve'))",
    )
    .bind(intake.id.as_str())
    .bind(intake.version)
    .bind(decided.decided_by.as_str())
    .bind(state)
    .bind(decided.decided_at.unix())
    .bind(decided.reason.as_ref().map(Words::as_str))
    .execute(&mut **tx)
    .await?;
    Ok(changed.rows_affected() == 1)
}

/// Raises an open account of level 1; false when it is none.
pub(super) async fn raise(tx: &mut Tx, account: &AccountId, now: Timestamp) -> Result<bool, Fault> {
    let raised = sqlx::query(
        "UPDATE account SET level = 2, raised_at = $2, version = version + 1 \
         WHERE id = $1 AND level = 1 AND state = 'active' \
         AND NOT EXISTS (SELECT 1 FROM account_lock l WHERE l.account_id = account.id AND l.lifted_at IS NULL)",
    )
    .bind(account.as_str())
    .bind(now.unix())
    .execute(&mut **tx)
    .await?;
    Ok(raised.rows_affected() == 1)
}

/// Writes one check with its event.
pub(super) async fn insert_check(tx: &mut Tx, intake: &Intake, check: &Evidence) -> Result<(), Fault> {
    let result = if check.passed { "passed" } else { "failed" };
    sqlx::query(
        "INSERT INTO evidence (id, case_id, position, kind, result, reference, recorded_at, recorded_by) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
    )
    .bind(EvidenceId::new(entropy::bytes()?).as_str())
    .bind(intake.id.as_str())
    .bind(check.position)
    .bind(check.kind.as_str())
    .bind(result)
    .bind(check.reference.as_deref())
    .bind(check.recorded_at.unix())
    .bind(check.recorded_by.as_str())
    .execute(&mut **tx)
    .await?;
    let event = by_officer(Kind::EvidenceRecorded, &check.recorded_by, &intake.account, &intake.id, check.recorded_at)
        .with("kind", check.kind.as_str())
        .with("result", result);
    audit::append(tx, &event).await?;
    Ok(())
}

/// What an officer did in a case about somebody's account.
pub(super) fn by_officer(kind: Kind, officer: &AccountId, about: &AccountId, case: &CaseId, now: Timestamp) -> Event {
    Event::new(kind, Actor::Officer(officer.clone()), now).about(about).because(RAISE).with("case", case.as_str())
}

/// The purpose of all that is done in a case of this kind, as the holder's history names it.
pub const RAISE: &str = "raise_level";
