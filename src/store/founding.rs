//! The founding of a house: its first officers, who raise one another.
//!
//! An officer needs an account of level 2, and level 2 needs two officers. The knot is cut once in the life of a house, by
//! the operator, in one commit: each founder's card, face and fingerprints are checked by the next and approved by the one
//! after. From then on level 2 without a case of two officers exists for nobody, the founders included.

use crate::clock::Timestamp;
use crate::entropy;
use crate::fault::Fault;
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::officer::Label;
use crate::identity::proofing::{Basis, CaseKind, Evidence, EvidenceKind, Intake, code};
use crate::secret::{AccountId, CaseId};
use crate::store::case_decision::raise;
use crate::store::officer::{self, Appointment};
use crate::store::officer_case::{by_officer, insert_check};
use crate::store::outbox::{self, Message};
use crate::store::{Store, Tx, audit};

/// A founder: appointed, and raised by the others.
#[derive(Clone, Debug)]
pub struct Founder {
    /// What the founder becomes.
    pub appointment: Appointment,
    /// What was checked, with the comparing system's reference; all of it passed.
    pub checks: Vec<(EvidenceKind, Option<String>)>,
    /// What the founder is told.
    pub message: Message,
}

/// What came of founding a house.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Founding {
    /// It has its first officers.
    Founded,
    /// It has had officers before: the door is shut for good.
    TooLate,
    /// A founder's account is not an open one of level 1.
    NotPossible,
}

impl Store {
    /// Appoints and raises the first officers, three or more different people, or does nothing.
    pub async fn found_office(&self, founders: &[Founder], now: Timestamp) -> Result<Founding, Fault> {
        let mut tx = self.begin().await?;
        // The mark is unique: of two foundings at once the second waits for the first and then finds it.
        let first = sqlx::query(
            "INSERT INTO house_mark (name, value, marked_at) SELECT 'founded', $1, $2 \
             WHERE NOT EXISTS (SELECT 1 FROM officer) ON CONFLICT (name) DO NOTHING",
        )
        .bind(founders.len().to_string())
        .bind(now.unix())
        .execute(&mut *tx)
        .await?;
        if first.rows_affected() == 0 {
            return Ok(Founding::TooLate);
        }
        for founder in founders {
            self.insert_founder(&mut tx, &founder.appointment, now).await?;
        }
        for (place, founder) in founders.iter().enumerate() {
            let other = |by: usize| founders.get((place + by) % founders.len()).map(|other| &other.appointment);
            let (Some(checks), Some(approves)) = (other(1), other(2)) else { return Ok(Founding::NotPossible) };
            if !raise(&mut tx, &founder.appointment.account, now).await? {
                return Ok(Founding::NotPossible);
            }
            insert_case(&mut tx, founder, checks, &approves.account, now).await?;
            outbox::post(&mut tx, &self.vault, &founder.message, now).await?;
        }
        tx.commit().await?;
        Ok(Founding::Founded)
    }

    async fn insert_founder(&self, tx: &mut Tx, appointment: &Appointment, now: Timestamp) -> Result<(), Fault> {
        let account = appointment.account.as_str();
        sqlx::query(
            "INSERT INTO officer (account_id, appointed_at, name_sealed, unit, title, group_id) \
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(account)
        .bind(now.unix())
        .bind(self.vault.seal(officer::name(account), appointment.name.as_str())?)
        .bind(appointment.unit.as_str())
        .bind(appointment.title.as_str())
        .bind(appointment.group.as_str())
        .execute(&mut **tx)
        .await?;
        audit::append(tx, &officer::appointed(appointment, Actor::Operator, now)).await?;
        Ok(())
    }
}

/// The approved case of a founder, with the events that any such case has.
async fn insert_case(
    tx: &mut Tx,
    founder: &Founder,
    checks: &Appointment,
    approves: &AccountId,
    now: Timestamp,
) -> Result<(), Fault> {
    let about = &founder.appointment.account;
    let intake = intake(about, checks, founder.checks.len(), now)?;
    sqlx::query(
        "INSERT INTO officer_case (id, code, kind, account_id, person_digest, unit, basis, opened_at, opened_by, due_at, \
         state, submitted_at, submitted_by, decided_at, decided_by, version) \
         SELECT $1, $10, 'raise_level', $2, a.person_digest, $3, $4, $5, $6, $7, 'approved', $5, $6, $5, $8, $9 \
         FROM account a WHERE a.id = $2",
    )
    .bind(intake.id.as_str())
    .bind(about.as_str())
    .bind(intake.unit.as_str())
    .bind(intake.basis.as_str())
    .bind(now.unix())
    .bind(intake.opened_by.as_str())
    .bind(intake.due_at.unix())
    .bind(approves.as_str())
    .bind(intake.version)
    .bind(code(&intake.id))
    .execute(&mut **tx)
    .await?;
    audit::append(tx, &founded(by_officer(Kind::CaseOpened, &intake.opened_by, &intake, now))).await?;
    for (position, (kind, reference)) in (2..).zip(&founder.checks) {
        let check = Evidence {
            kind: *kind,
            passed: true,
            reference: reference.clone(),
            recorded_at: now,
            recorded_by: intake.opened_by.clone(),
            position,
        };
        insert_check(tx, &intake, &check).await?;
    }
    audit::append(tx, &founded(by_officer(Kind::CaseSubmitted, &intake.opened_by, &intake, now))).await?;
    for kind in [Kind::CaseApproved, Kind::AccountRaised] {
        audit::append(tx, &founded(by_officer(kind, approves, &intake, now))).await?;
    }
    Ok(())
}

fn intake(about: &AccountId, checks: &Appointment, count: usize, now: Timestamp) -> Result<Intake, Fault> {
    let unit: Label = checks.unit.clone();
    Ok(Intake {
        id: CaseId::new(entropy::bytes()?),
        kind: CaseKind::Raise,
        account: about.clone(),
        unit,
        basis: Basis::Card,
        applicant: None,
        opened_at: now,
        opened_by: checks.account.clone(),
        due_at: Basis::Card.due(now),
        card_reference: None,
        evidence: Vec::new(),
        companion: None,
        originals: Vec::new(),
        supplements: Vec::new(),
        // Opened, each check, submitted, approved: as if each had been a commit of its own.
        version: i64::try_from(count).unwrap_or_default() + 3,
    })
}

fn founded(event: Event) -> Event {
    event.with("founding", true)
}
