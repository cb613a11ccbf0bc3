//! Applications that nearly matched, as they wait for an officer: one for each person, always about the latest application.

use sqlx::any::AnyRow;

use crate::clock::Timestamp;
use crate::entropy;
use crate::fault::Fault;
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::language::Language;
use crate::identity::mend::{self, NearMatch, State};
use crate::identity::officer::{Label, Officer};
use crate::secret::{Digest, EnrolmentId, NearMatchId};
use crate::store::correction::{self, NewCorrection};
use crate::store::outbox::{self, Message};
use crate::store::{Store, Tx, audit, row};

/// What an application comes with, near or not, so that the same statements run for each.
#[derive(Clone, Debug)]
pub struct Nearness {
    /// Whether an officer should look.
    pub is_near: bool,
    /// In which language the person applied.
    pub language: Language,
    /// The unit where the person lives.
    pub unit: Option<Label>,
    /// The first instant at which looking at it is late.
    pub due_at: Timestamp,
}

impl Nearness {
    /// Of an application that no officer has to look at.
    pub const fn far(language: Language, now: Timestamp) -> Self {
        Self { is_near: false, language, unit: None, due_at: now }
    }
}

/// Opens the case of a near match, or leads the open one to the newer application; for any other finding the same is done
/// and taken back.
pub(super) async fn open(
    tx: &mut Tx,
    enrolment: &EnrolmentId,
    person: &Digest,
    differences: &str,
    nearness: &Nearness,
    now: Timestamp,
) -> Result<(), Fault> {
    sqlx::query("SAVEPOINT near_match").execute(&mut **tx).await?;
    let id = NearMatchId::new(entropy::bytes()?);
    sqlx::query(
        "INSERT INTO near_match (id, enrolment_id, person_digest, differences, unit, opened_at, due_at, language, state) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'open') ON CONFLICT (person_digest) WHERE state = 'open' \
         DO UPDATE SET enrolment_id = excluded.enrolment_id, differences = excluded.differences, \
         language = excluded.language",
    )
    .bind(id.as_str())
    .bind(enrolment.as_str())
    .bind(person.as_str())
    .bind(differences)
    .bind(nearness.unit.as_ref().map(|unit| unit.as_str().to_owned()))
    .bind(now.unix())
    .bind(nearness.due_at.unix())
    .bind(nearness.language.tag())
    .execute(&mut **tx)
    .await?;
    let event = Event::new(Kind::NearMatchOpened, Actor::Nobody, now).with("enrolment", enrolment.as_str());
    audit::append(tx, &event).await?;
    if nearness.is_near {
        sqlx::query("RELEASE SAVEPOINT near_match").execute(&mut **tx).await?;
    } else {
        sqlx::query("ROLLBACK TO SAVEPOINT near_match").execute(&mut **tx).await?;
    }
    Ok(())
}

impl Store {
    /// The near matches that wait at a unit, or anywhere, the most urgent first.
    pub async fn near_matches(&self, unit: &Label, limit: i64) -> Result<Vec<NearMatch>, Fault> {
        let rows = sqlx::query(
            "SELECT m.id, m.enrolment_id, m.differences, m.language, m.unit, m.opened_at, m.due_at, m.state, e.declared_sealed \
             FROM near_match m JOIN enrolment e ON e.id = m.enrolment_id \
             WHERE m.state = 'open' AND (m.unit = $1 OR m.unit IS NULL) ORDER BY m.due_at, m.id LIMIT $2",
        )
        .bind(unit.as_str())
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(|row| self.near(row)).collect()
    }

    /// The near match of that id.
    pub async fn near_match(&self, id: &NearMatchId) -> Result<Option<NearMatch>, Fault> {
        let row = sqlx::query(
            "SELECT m.id, m.enrolment_id, m.differences, m.language, m.unit, m.opened_at, m.due_at, m.state, e.declared_sealed \
             FROM near_match m JOIN enrolment e ON e.id = m.enrolment_id WHERE m.id = $1",
        )
        .bind(id.as_str())
        .fetch_optional(self.pool())
        .await?;
        row.as_ref().map(|row| self.near(row)).transpose()
    }

    /// Decides a near match once, with what the person is told and the corrections that come of it; false when somebody
    /// else was first, or a newer application has come meanwhile.
    pub async fn decide_near_match(
        &self,
        near: &NearMatch,
        state: State,
        (message, corrections): (Option<&Message>, &[NewCorrection]),
        officer: &Officer,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let decided = sqlx::query(
            "UPDATE near_match SET state = $3, decided_at = $4, decided_by = $5 WHERE id = $1 AND enrolment_id = $2 \
             AND state = 'open' AND EXISTS (SELECT 1 FROM officer o JOIN permission p ON p.group_id = o.group_id \
             WHERE o.account_id = $5 AND o.ended_at IS NULL AND p.module = 'near_match' AND p.action IN ('all', 'process'))",
        )
        .bind(near.id.as_str())
        .bind(near.enrolment.as_str())
        .bind(state.as_str())
        .bind(now.unix())
        .bind(officer.account.as_str())
        .execute(&mut *tx)
        .await?;
        if decided.rows_affected() == 0 {
            return Ok(false);
        }
        let actor = Actor::Officer(officer.account.clone());
        for new in corrections {
            if !correction::insert(&mut tx, &self.vault, new, &actor, now).await? {
                return Ok(false);
            }
        }
        if let Some(message) = message {
            outbox::post(&mut tx, &self.vault, message, now).await?;
        }
        let event = Event::new(Kind::NearMatchDecided, actor, now)
            .with("near_match", near.id.as_str())
            .with("decision", state.as_str());
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(true)
    }

    fn near(&self, row: &AnyRow) -> Result<NearMatch, Fault> {
        let enrolment = EnrolmentId::from_text(row::text(row, "enrolment_id")?);
        Ok(NearMatch {
            id: NearMatchId::from_text(row::text(row, "id")?),
            declared: self.opened(enrolment.as_str(), &row::text(row, "declared_sealed")?)?,
            enrolment,
            mends: row::parsed(row, "near_match", "differences", mend::read)?,
            language: row::parsed(row, "near_match", "language", Language::parse)?,
            unit: match row::maybe_text(row, "unit")? {
                None => None,
                Some(_) => Some(row::parsed(row, "near_match", "unit", Label::parse)?),
            },
            opened_at: row::instant(row, "opened_at")?,
            due_at: row::instant(row, "due_at")?,
            state: row::parsed(row, "near_match", "state", State::parse)?,
        })
    }
}
