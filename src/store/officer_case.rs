//! The commits of officers' cases while they are worked on. Each change is conditional on the version that was looked at
//! and on the officer still being on duty with the permission for it.

use crate::clock::Timestamp;
use crate::entropy;
use crate::fault::Fault;
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::officer::Label;
use crate::identity::proofing::{
    Applicant, Basis, CaseKind, Evidence, EvidenceKind, GivenBack, Intake, Open, Submitted, Words, code,
};
use crate::secret::{AccountId, CaseId, Digest, EvidenceId};
use crate::store::outbox::{self, Message};
use crate::store::{Store, Tx, applicant, audit, engine, row};

/// A case to be opened.
#[derive(Clone, Debug)]
pub struct NewCase {
    /// Its id.
    pub id: CaseId,
    /// What it is to come to.
    pub kind: CaseKind,
    /// Whose account it is about, or will be.
    pub account: AccountId,
    /// The person.
    pub person: Digest,
    /// The unit that receives the person.
    pub unit: Label,
    /// On what it rests.
    pub basis: Basis,
    /// What was declared, in a case that makes an account.
    pub applicant: Option<Applicant>,
    /// By which officer.
    pub opened_by: AccountId,
    /// The first instant at which a decision is late.
    pub due_at: Timestamp,
    /// Whether the same officer begins to work on it at once (K07).
    pub begins: bool,
    /// What the person is told.
    pub message: Message,
}

/// What came of opening a case.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Opening {
    /// It is open.
    Opened,
    /// There is one for this person already.
    Exists(CaseId),
    /// The account is not as such a case needs it, or the officer may not receive.
    NotPossible,
}

/// That the officer of that parameter is on duty and may do that; `$3` is who acts in every commit but the opening.
macro_rules! may {
    ($officer:literal, $action:literal) => {
        concat!(
            "EXISTS (SELECT 1 FROM officer o JOIN permission p ON p.group_id = o.group_id WHERE o.account_id = ",
            $officer,
            " AND o.ended_at IS NULL AND p.module = 'account' AND p.action IN ('all', '",
            $action,
            "'))"
        )
    };
}

/// A case is opened when the account is as this says.
macro_rules! opening {
    ($account:literal) => {
        concat!(
            "INSERT INTO officer_case (id, code, kind, account_id, person_digest, unit, basis, opened_at, opened_by, ",
            "declared_sealed, due_at, state, version) SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1 WHERE ",
            $account,
            " AND ",
            may!("$9", "receive")
        )
    };
}

const RAISES: &str = opening!(
    "EXISTS (SELECT 1 FROM account a WHERE a.id = $4 AND a.id <> $9 AND a.level = 1 AND a.state = 'active' \
     AND NOT EXISTS (SELECT 1 FROM account_lock l WHERE l.account_id = a.id AND l.lifted_at IS NULL))"
);
const MAKES_FOREIGNER: &str = opening!(
    "NOT EXISTS (SELECT 1 FROM account a WHERE a.person_digest = $5) \
     AND EXISTS (SELECT 1 FROM unit u WHERE u.name = $6 AND u.kind = 'immigration' AND u.closed_at IS NULL)"
);
const MAKES: &str = opening!("NOT EXISTS (SELECT 1 FROM account a WHERE a.person_digest = $5)");
const OF_HOLDER: &str = opening!(
    "EXISTS (SELECT 1 FROM account a WHERE a.id = $4 AND a.id <> $9 AND a.level = 2 AND a.state = 'active' \
     AND NOT EXISTS (SELECT 1 FROM account_lock l WHERE l.account_id = a.id AND l.lifted_at IS NULL))"
);
const OF_FOREIGN_HOLDER: &str = opening!(
    "EXISTS (SELECT 1 FROM account a WHERE a.id = $4 AND a.id <> $9 AND a.kind = 'foreigner' AND a.state = 'active' \
     AND NOT EXISTS (SELECT 1 FROM account_lock l WHERE l.account_id = a.id AND l.lifted_at IS NULL)) \
     AND EXISTS (SELECT 1 FROM unit u WHERE u.name = $6 AND u.kind = 'immigration' AND u.closed_at IS NULL)"
);

/// Another officer than all who had a hand in it.
macro_rules! untouched {
    () => {
        concat!(
            "account_id <> $3 AND opened_by <> $3 AND submitted_by <> $3 ",
            "AND NOT EXISTS (SELECT 1 FROM evidence e WHERE e.case_id = officer_case.id AND e.recorded_by = $3) ",
            "AND NOT EXISTS (SELECT 1 FROM companion m WHERE m.case_id = officer_case.id ",
            "AND (m.recorded_by = $3 OR m.account_id = $3)) ",
            "AND NOT EXISTS (SELECT 1 FROM supplement s WHERE s.case_id = officer_case.id AND s.returned_by = $3) ",
            "AND NOT EXISTS (SELECT 1 FROM original_document d WHERE d.case_id = officer_case.id AND d.recorded_by = $3)"
        )
    };
}
pub(super) use {may, untouched};

impl Store {
    /// Opens a case for a person who has none of its kind, and tells the person.
    pub async fn open_case(&self, new: &NewCase, now: Timestamp) -> Result<Opening, Fault> {
        let statement = match new.kind {
            CaseKind::Raise => RAISES,
            CaseKind::Make => MAKES,
            CaseKind::Foreigner => MAKES_FOREIGNER,
            CaseKind::Again | CaseKind::Documents => OF_HOLDER,
            CaseKind::ForeignerAgain | CaseKind::ForeignerDocuments => OF_FOREIGN_HOLDER,
        };
        let declared = new.applicant.as_ref().map(|applicant| applicant::seal(&self.vault, &new.id, applicant));
        let mut tx = self.begin().await?;
        let opened = sqlx::query(statement)
            .bind(new.id.as_str())
            .bind(code(&new.id))
            .bind(new.kind.as_str())
            .bind(new.account.as_str())
            .bind(new.person.as_str())
            .bind(new.unit.as_str())
            .bind(new.basis.as_str())
            .bind(now.unix())
            .bind(new.opened_by.as_str())
            .bind(declared.transpose()?)
            .bind(new.due_at.unix())
            .bind(if new.begins { "open" } else { "received" })
            .execute(&mut *tx)
            .await;
        match opened {
            Err(error) if engine::is_unique(&error) => {
                drop(tx);
                let undecided = self.undecided_case(&new.person, new.kind).await?;
                return Ok(undecided.map_or(Opening::NotPossible, Opening::Exists));
            }
            Ok(opened) if opened.rows_affected() == 0 => return Ok(Opening::NotPossible),
            other => other?,
        };
        outbox::post(&mut tx, &self.vault, &new.message, now).await?;
        let event = |kind| in_case(kind, &new.opened_by, &new.account, new.kind, &new.id, now);
        let opened = event(Kind::CaseOpened).with("basis", new.basis.as_str()).with("unit", new.unit.as_str());
        audit::append(&mut tx, &opened).await?;
        if new.begins {
            audit::append(&mut tx, &event(Kind::CaseBegun)).await?;
        }
        tx.commit().await?;
        Ok(Opening::Opened)
    }

    /// Begins to work on a received case (K10); false when it changed meanwhile or the officer may not.
    pub async fn begin_case(&self, intake: &Intake, who: &AccountId, now: Timestamp) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let changed = sqlx::query(concat!(
            "UPDATE officer_case SET state = 'open', version = version + 1 WHERE id = $1 AND version = $2 ",
            "AND state = 'received' AND account_id <> $3 AND ",
            may!("$3", "process")
        ))
        .bind(intake.id.as_str())
        .bind(intake.version)
        .bind(who.as_str())
        .execute(&mut *tx)
        .await?;
        if changed.rows_affected() == 0 {
            return Ok(false);
        }
        audit::append(&mut tx, &by_officer(Kind::CaseBegun, who, intake, now)).await?;
        tx.commit().await?;
        Ok(true)
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
        if !touch(&mut tx, intake, who).await? {
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

    /// Writes down under what number the card was applied for; false when the case changed or the officer may not.
    pub async fn record_card_application(
        &self,
        open: &Open,
        reference: &Label,
        who: &AccountId,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        if !touch(&mut tx, &open.intake, who).await? {
            return Ok(false);
        }
        sqlx::query("UPDATE officer_case SET card_reference = $2 WHERE id = $1")
            .bind(open.intake.id.as_str())
            .bind(reference.as_str())
            .execute(&mut *tx)
            .await?;
        audit::append(&mut tx, &by_officer(Kind::CardApplied, who, &open.intake, now)).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Mends what was declared; false when the case changed or the officer may not.
    pub async fn mend_declaration(
        &self,
        open: &Open,
        applicant: &Applicant,
        who: &AccountId,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let sealed = applicant::seal(&self.vault, &open.intake.id, applicant)?;
        let mut tx = self.begin().await?;
        if !touch(&mut tx, &open.intake, who).await? {
            return Ok(false);
        }
        sqlx::query("UPDATE officer_case SET declared_sealed = $2 WHERE id = $1")
            .bind(open.intake.id.as_str())
            .bind(sealed)
            .execute(&mut *tx)
            .await?;
        audit::append(&mut tx, &by_officer(Kind::DeclarationMended, who, &open.intake, now)).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Hands a case on; false when it changed meanwhile or the officer may not.
    pub async fn submit_case(&self, submitted: &Submitted) -> Result<bool, Fault> {
        let (intake, now) = (&submitted.intake, submitted.submitted_at);
        let mut tx = self.begin().await?;
        let changed = sqlx::query(concat!(
            "UPDATE officer_case SET state = 'submitted', submitted_at = $4, submitted_by = $3, opinion = $5, ",
            "version = version + 1 WHERE id = $1 AND version = $2 AND state = 'open' AND account_id <> $3 AND ",
            may!("$3", "process")
        ))
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
        audit::append(&mut tx, &by_officer(Kind::CaseSubmitted, &submitted.submitted_by, intake, now)).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Gives a case back to be completed; false when it changed meanwhile or the officer may not decide it.
    pub async fn give_back_case(&self, intake: &Intake, given_back: &GivenBack) -> Result<bool, Fault> {
        let kinds: Vec<&str> = given_back.kinds.iter().map(|kind| kind.as_str()).collect();
        let mut tx = self.begin().await?;
        let changed = sqlx::query(concat!(
            "UPDATE officer_case SET state = 'open', given_back_at = $4, given_back_by = $3, given_back_kinds = $5, ",
            "guidance = $6, submitted_at = NULL, submitted_by = NULL, version = version + 1 ",
            "WHERE id = $1 AND version = $2 AND state = 'submitted' AND ",
            untouched!(),
            " AND ",
            may!("$3", "approve")
        ))
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
        let event =
            by_officer(Kind::CaseGivenBack, &given_back.by, intake, given_back.at).with("kinds", kinds.join(" "));
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(true)
    }

    async fn undecided_case(&self, person: &Digest, kind: CaseKind) -> Result<Option<CaseId>, Fault> {
        let row = sqlx::query(
            "SELECT id FROM officer_case WHERE person_digest = $1 AND kind = $2 \
             AND state IN ('received', 'open', 'returned', 'submitted')",
        )
        .bind(person.as_str())
        .bind(kind.as_str())
        .fetch_optional(self.pool())
        .await?;
        row.map(|row| row::text(&row, "id").map(CaseId::from_text)).transpose()
    }
}

/// Raises the version of an open case for an officer who may work on it; false when it is none such.
pub(super) async fn touch(tx: &mut Tx, intake: &Intake, who: &AccountId) -> Result<bool, Fault> {
    let changed = sqlx::query(concat!(
        "UPDATE officer_case SET version = version + 1 WHERE id = $1 AND version = $2 AND state = 'open' ",
        "AND account_id <> $3 AND ",
        may!("$3", "process")
    ))
    .bind(intake.id.as_str())
    .bind(intake.version)
    .bind(who.as_str())
    .execute(&mut **tx)
    .await?;
    Ok(changed.rows_affected() == 1)
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
    let event = by_officer(Kind::EvidenceRecorded, &check.recorded_by, intake, check.recorded_at)
        .with("kind", check.kind.as_str())
        .with("result", result);
    audit::append(tx, &event).await?;
    Ok(())
}

/// What an officer did in a case about somebody's account.
pub(super) fn by_officer(kind: Kind, officer: &AccountId, intake: &Intake, now: Timestamp) -> Event {
    in_case(kind, officer, &intake.account, intake.kind, &intake.id, now)
}

fn in_case(
    kind: Kind,
    officer: &AccountId,
    about: &AccountId,
    purpose: CaseKind,
    case: &CaseId,
    now: Timestamp,
) -> Event {
    Event::new(kind, Actor::Officer(officer.clone()), now)
        .about(about)
        .because(purpose.as_str())
        .with("case", case.as_str())
}
