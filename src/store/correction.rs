//! Corrections of the register's data: asked for by the holder of the register's phone or from a near match, proposed and
//! decided by two officers, handed to the register once.

use sqlx::any::AnyRow;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::correction::{Correction, Handing, Settlement, State, answer_due_at};
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::language::Language;
use crate::identity::mend::Field;
use crate::identity::number::PersonalNumber;
use crate::identity::officer::{Label, Officer};
use crate::identity::proofing::Words;
use crate::limits;
use crate::seal::{Place, Vault};
use crate::secret::{AccountId, CorrectionId, Digest};
use crate::store::outbox::{self, Message};
use crate::store::{Store, Tx, audit, engine, row};

/// A correction to be kept.
#[derive(Clone)]
pub struct NewCorrection {
    /// Its id.
    pub id: CorrectionId,
    /// What people call it.
    pub code: String,
    /// Whose record.
    pub number: PersonalNumber,
    /// The same, as counters and columns go by it.
    pub person: Digest,
    /// Which field.
    pub field: Field,
    /// What it should be.
    pub wanted: String,
    /// Why.
    pub reason: String,
    /// In which language the person is written to.
    pub language: Language,
    /// The unit where the person lives.
    pub unit: Option<Label>,
    /// The first instant at which a decision is late.
    pub due_at: Timestamp,
}

/// What came of asking for a correction.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Asking {
    /// It waits for an officer.
    Asked,
    /// One for this field waits already.
    Exists,
    /// The ticket is none, or its time is over.
    NoTicket,
}

/// A correction as rules read it.
macro_rules! selected {
    ($which:literal) => {
        concat!(
            "SELECT id, code, number_sealed, field, wanted_sealed, reason_sealed, language, unit, submitted_at, due_at, ",
            "state, proposed_by, proposed_approval, opinion, decided_at, handing, answer_due_at, settlement, ",
            "settled_why, version FROM correction ",
            $which
        )
    };
}
pub(super) use selected;

impl Store {
    /// Spends the ticket of the person who holds the register's phone, and keeps what is asked for.
    pub async fn ask_for_correction(
        &self,
        new: &NewCorrection,
        ticket: &Digest,
        message: &Message,
        now: Timestamp,
    ) -> Result<Asking, Fault> {
        let mut tx = self.begin().await?;
        let spent = sqlx::query(
            "UPDATE person_code SET ticket_digest = NULL WHERE person_digest = $1 AND purpose = 'mend' \
             AND ticket_digest = $2 AND spent_at > $3",
        )
        .bind(new.person.as_str())
        .bind(ticket.as_str())
        .bind(now.minus(limits::MEND_TICKET).unix())
        .execute(&mut *tx)
        .await?;
        if spent.rows_affected() == 0 {
            return Ok(Asking::NoTicket);
        }
        if !insert(&mut tx, &self.vault, new, &Actor::Nobody, now).await? {
            return Ok(Asking::Exists);
        }
        outbox::post(&mut tx, &self.vault, message, now).await?;
        tx.commit().await?;
        Ok(Asking::Asked)
    }

    /// The undecided corrections of a unit, or of none, the most urgent first; then what was decided lately.
    pub async fn corrections(&self, unit: &Label, limit: i64) -> Result<Vec<Correction>, Fault> {
        let rows = sqlx::query(selected!(
            "WHERE (unit = $1 OR unit IS NULL) AND state IN ('submitted', 'proposed') ORDER BY due_at, id LIMIT $2"
        ))
        .bind(unit.as_str())
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(|row| self.correction_in(row)).collect()
    }

    /// The correction of that id.
    pub async fn correction(&self, id: &CorrectionId) -> Result<Option<Correction>, Fault> {
        let row = sqlx::query(selected!("WHERE id = $1")).bind(id.as_str()).fetch_optional(self.pool()).await?;
        row.as_ref().map(|row| self.correction_in(row)).transpose()
    }

    /// The correction that people call so.
    pub async fn correction_called(&self, code: &str) -> Result<Option<Correction>, Fault> {
        let row = sqlx::query(selected!("WHERE code = $1")).bind(code).fetch_optional(self.pool()).await?;
        row.as_ref().map(|row| self.correction_in(row)).transpose()
    }

    /// Proposes a decision as the correction was looked at; false when somebody else was first, when the officer may not,
    /// or when it is about the officer.
    pub async fn propose_correction(
        &self,
        correction: &Correction,
        approves: bool,
        opinion: &Words,
        officer: &Officer,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let proposed = sqlx::query(
            "UPDATE correction SET state = 'proposed', proposed_at = $4, proposed_by = $3, proposed_approval = $5, \
             opinion = $6, version = version + 1 WHERE id = $1 AND version = $2 AND state = 'submitted' \
             AND EXISTS (SELECT 1 FROM officer o JOIN permission p ON p.group_id = o.group_id JOIN account a \
             ON a.id = o.account_id WHERE o.account_id = $3 AND o.ended_at IS NULL AND p.module = 'correction' \
             AND p.action IN ('all', 'process') AND a.person_digest <> correction.person_digest)",
        )
        .bind(correction.id.as_str())
        .bind(correction.version)
        .bind(officer.account.as_str())
        .bind(now.unix())
        .bind(i64::from(approves))
        .bind(opinion.as_str())
        .execute(&mut *tx)
        .await?;
        if proposed.rows_affected() == 0 {
            return Ok(false);
        }
        let event = event(Kind::CorrectionProposed, Actor::Officer(officer.account.clone()), &correction.id, now);
        audit::append(&mut tx, &event.with("approves", approves)).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Decides what another officer proposed, or gives it back; false when somebody else was first or the officer may not.
    pub async fn decide_correction(
        &self,
        correction: &Correction,
        state: State,
        message: Option<&Message>,
        officer: &Officer,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let is_decided = matches!(state, State::Approved | State::Refused);
        let decided = sqlx::query(
            "UPDATE correction SET state = $4, version = version + 1, \
             decided_at = CASE WHEN $6 = 1 THEN $5 ELSE NULL END, decided_by = CASE WHEN $6 = 1 THEN $3 ELSE NULL END \
             WHERE id = $1 AND version = $2 AND state = 'proposed' AND proposed_by <> $3 \
             AND EXISTS (SELECT 1 FROM officer o JOIN permission p ON p.group_id = o.group_id JOIN account a \
             ON a.id = o.account_id WHERE o.account_id = $3 AND o.ended_at IS NULL AND p.module = 'correction' \
             AND p.action IN ('all', 'approve') AND a.person_digest <> correction.person_digest)",
        )
        .bind(correction.id.as_str())
        .bind(correction.version)
        .bind(officer.account.as_str())
        .bind(state.as_str())
        .bind(now.unix())
        .bind(i64::from(is_decided))
        .execute(&mut *tx)
        .await?;
        if decided.rows_affected() == 0 {
            return Ok(false);
        }
        if let Some(message) = message {
            outbox::post(&mut tx, &self.vault, message, now).await?;
        }
        let event = event(Kind::CorrectionDecided, Actor::Officer(officer.account.clone()), &correction.id, now);
        audit::append(&mut tx, &event.with("decision", state.as_str())).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Approved corrections that the register has not taken yet.
    pub async fn corrections_to_hand(&self, batch: i64) -> Result<Vec<Correction>, Fault> {
        let rows =
            sqlx::query(selected!("WHERE state = 'approved' AND handed_at IS NULL ORDER BY decided_at, id LIMIT $1"))
                .bind(batch)
                .fetch_all(self.pool())
                .await?;
        rows.iter().map(|row| self.correction_in(row)).collect()
    }

    /// Writes down that a correction was handed to the register, and what became of it; false when another node did.
    pub async fn correction_handed(&self, id: &CorrectionId, handing: Handing, now: Timestamp) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let handed = sqlx::query(
            "UPDATE correction SET handed_at = $2, handing = $3, answer_due_at = $4, looked_at = $2 \
                 WHERE id = $1 AND handed_at IS NULL",
        )
        .bind(id.as_str())
        .bind(now.unix())
        .bind(handing.as_str())
        .bind((handing == Handing::Sent).then(|| answer_due_at(now).unix()))
        .execute(&mut *tx)
        .await?;
        if handed.rows_affected() == 0 {
            return Ok(false);
        }
        audit::append(&mut tx, &event(Kind::CorrectionHanded, Actor::System, id, now).with("how", handing.as_str()))
            .await?;
        tx.commit().await?;
        Ok(true)
    }

    pub(super) fn correction_in(&self, row: &AnyRow) -> Result<Correction, Fault> {
        let id = row::text(row, "id")?;
        let opened = |column, sealed| self.vault.open(place(column, &id), &row::text(row, sealed)?);
        let number = opened("number", "number_sealed")?;
        Ok(Correction {
            code: row::text(row, "code")?,
            number: PersonalNumber::parse(&number).ok_or_else(|| row::corrupt(row, "correction", "number_sealed"))?,
            field: row::parsed(row, "correction", "field", Field::parse)?,
            wanted: opened("wanted", "wanted_sealed")?,
            reason: opened("reason", "reason_sealed")?,
            language: row::parsed(row, "correction", "language", Language::parse)?,
            unit: match row::maybe_text(row, "unit")? {
                None => None,
                Some(_) => Some(row::parsed(row, "correction", "unit", Label::parse)?),
            },
            submitted_at: row::instant(row, "submitted_at")?,
            due_at: row::instant(row, "due_at")?,
            state: row::parsed(row, "correction", "state", State::parse)?,
            proposed_by: row::maybe_text(row, "proposed_by")?.map(AccountId::from_text),
            proposes_approval: row::maybe_number(row, "proposed_approval")? == Some(1),
            opinion: row::maybe_text(row, "opinion")?,
            decided_at: row::maybe_instant(row, "decided_at")?,
            handing: match row::maybe_text(row, "handing")? {
                None => None,
                Some(_) => Some(row::parsed(row, "correction", "handing", Handing::parse)?),
            },
            answer_due_at: row::maybe_instant(row, "answer_due_at")?,
            settled: match row::maybe_text(row, "settlement")? {
                None => None,
                Some(_) => Some((
                    row::parsed(row, "correction", "settlement", Settlement::parse)?,
                    row::maybe_text(row, "settled_why")?
                        .ok_or_else(|| row::corrupt(row, "correction", "settled_why"))?,
                )),
            },
            version: row::number(row, "version")?,
            id: CorrectionId::from_text(id),
        })
    }
}

/// Keeps a correction in the caller's transaction; false when one for this field waits already, and the transaction is then
/// lost on PostgreSQL.
pub(super) async fn insert(
    tx: &mut Tx,
    vault: &Vault,
    new: &NewCorrection,
    actor: &Actor,
    now: Timestamp,
) -> Result<bool, Fault> {
    let id = new.id.as_str();
    let inserted = sqlx::query(
        "INSERT INTO correction (id, code, person_digest, number_sealed, field, wanted_sealed, reason_sealed, unit, \
         submitted_at, due_at, language, state, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'submitted', 1)",
    )
    .bind(id)
    .bind(&new.code)
    .bind(new.person.as_str())
    .bind(vault.seal(place("number", id), new.number.as_str())?)
    .bind(new.field.as_str())
    .bind(vault.seal(place("wanted", id), &new.wanted)?)
    .bind(vault.seal(place("reason", id), &new.reason)?)
    .bind(new.unit.as_ref().map(|unit| unit.as_str().to_owned()))
    .bind(now.unix())
    .bind(new.due_at.unix())
    .bind(new.language.tag())
    .execute(&mut **tx)
    .await;
    match inserted {
        Err(error) if engine::is_unique(&error) => return Ok(false),
        other => other?,
    };
    let event = event(Kind::CorrectionAsked, actor.clone(), &new.id, now).fields([new.field.as_str()]);
    audit::append(tx, &event).await?;
    Ok(true)
}

pub(super) fn event(kind: Kind, actor: Actor, id: &CorrectionId, now: Timestamp) -> Event {
    Event::new(kind, actor, now).with("correction", id.as_str())
}

fn place<'a>(column: &'static str, row: &'a str) -> Place<'a> {
    Place { table: "correction", column, row }
}
