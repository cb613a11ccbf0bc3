//! Applications that wait for a register. The row of the wait is the right to decide: whoever deletes it decides.

use sqlx::any::AnyRow;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::account::Channel;
use crate::identity::enrolment::Finding;
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::language::Language;
use crate::identity::person::Declared;
use crate::secret::{AccountId, Digest, EnrolmentId};
use crate::store::enrolment::{Application, Pending, WAITING, event};
use crate::store::outbox::{self, Message};
use crate::store::{Store, Tx, audit, row};

/// Who applies, for oneself or for a dependant, and by what they are reached.
#[derive(Clone, Debug)]
pub struct Applicant {
    /// The person whose number was declared.
    pub person: Digest,
    /// What was declared.
    pub declared: Declared,
    /// Where the code should go.
    pub channel: Channel,
    /// The language of the messages.
    pub language: Language,
    /// Who declared the person as a dependant; none for an application of one's own.
    pub applied_by: Option<AccountId>,
}

/// An application for which no register answered.
#[derive(Clone, Debug)]
pub struct NewWait {
    /// Who applies.
    pub applicant: Applicant,
    /// The first instant at which a decision is late.
    pub due_at: Timestamp,
    /// When it is kept no longer.
    pub ends_at: Timestamp,
    /// When it is tried again.
    pub next_at: Timestamp,
}

/// An application that waits.
#[derive(Clone, Debug)]
pub struct Waiting {
    /// Which.
    pub id: EnrolmentId,
    /// Who applied.
    pub applicant: Applicant,
    /// When it was handed in.
    pub submitted_at: Timestamp,
    /// The first instant at which a decision is late.
    pub due_at: Timestamp,
    /// When it is kept no longer.
    pub ends_at: Timestamp,
    /// Whether the applicant was told that the decision is late.
    pub is_told: bool,
    /// How often it was tried again.
    pub tries: u32,
}

/// A declaration of a dependant that waits, or waited.
#[derive(Clone, Debug)]
pub struct Unfinished {
    /// What was declared.
    pub declared: Declared,
    /// When it was handed in.
    pub submitted_at: Timestamp,
    /// The finding's word; none while it waits.
    pub finding: Option<String>,
}

impl Store {
    /// Keeps an application to be decided later.
    pub async fn begin_wait(&self, wait: &NewWait, now: Timestamp) -> Result<(), Fault> {
        let mut tx = self.begin().await?;
        let applicant = &wait.applicant;
        let (declared, applied_by) = ((&applicant.person, &applicant.declared), applicant.applied_by.as_ref());
        let id = self.insert_enrolment(&mut tx, declared, None, None, applied_by, now).await?;
        sqlx::query(
            "INSERT INTO enrolment_wait (enrolment_id, channel, language, due_at, ends_at, tries, next_at) \
             VALUES ($1, $2, $3, $4, $5, 0, $6)",
        )
        .bind(id.as_str())
        .bind(applicant.channel.as_str())
        .bind(applicant.language.tag())
        .bind(wait.due_at.unix())
        .bind(wait.ends_at.unix())
        .bind(wait.next_at.unix())
        .execute(&mut *tx)
        .await?;
        if applied_by.is_none() {
            audit::append(&mut tx, &event(Kind::EnrolmentSubmitted, &id, None, now)).await?;
        }
        let waits = event(Kind::EnrolmentWaiting, &id, applied_by, now);
        let actor = applied_by.cloned().map_or(Actor::Nobody, Actor::Person);
        audit::append(&mut tx, &Event { actor, ..waits }).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Applications that are to be tried again, the most patient first, each with how often that was done.
    pub async fn due_waits(&self, batch: i64, now: Timestamp) -> Result<Vec<(EnrolmentId, u32)>, Fault> {
        let rows = sqlx::query(
            "SELECT enrolment_id, tries FROM enrolment_wait WHERE next_at <= $1 ORDER BY next_at, enrolment_id LIMIT $2",
        )
        .bind(now.unix())
        .bind(batch)
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(|row| Ok((EnrolmentId::from_text(row::text(row, "enrolment_id")?), tries(row)?))).collect()
    }

    /// Puts the next try off and so takes this one, before anything of it is read: one that cannot be read must not stand in
    /// everybody else's way. None when another node has it, or it was decided.
    pub async fn take_wait(&self, id: &EnrolmentId, tries: u32, next_at: Timestamp) -> Result<Option<Waiting>, Fault> {
        let taken = sqlx::query(
            "UPDATE enrolment_wait SET tries = tries + 1, next_at = $3 WHERE enrolment_id = $1 AND tries = $2",
        )
        .bind(id.as_str())
        .bind(i64::from(tries))
        .bind(next_at.unix())
        .execute(self.pool())
        .await?;
        if taken.rows_affected() == 1 { self.wait(id).await } else { Ok(None) }
    }

    /// An application while it waits.
    pub async fn wait(&self, id: &EnrolmentId) -> Result<Option<Waiting>, Fault> {
        let row = sqlx::query(
            "SELECT e.id, e.person_digest, e.declared_sealed, e.applied_by, e.submitted_at, w.channel, w.language, w.due_at, \
             w.ends_at, w.told_late_at, w.tries FROM enrolment_wait w JOIN enrolment e ON e.id = w.enrolment_id \
             WHERE w.enrolment_id = $1",
        )
        .bind(id.as_str())
        .fetch_optional(self.pool())
        .await?;
        row.map(|row| self.waiting_of(&row)).transpose()
    }

    /// Applications whose term is over, whose applicants were not told so.
    pub async fn late_waits(&self, batch: i64, now: Timestamp) -> Result<Vec<EnrolmentId>, Fault> {
        let rows = sqlx::query(
            "SELECT enrolment_id FROM enrolment_wait WHERE due_at <= $1 AND told_late_at IS NULL \
             ORDER BY due_at, enrolment_id LIMIT $2",
        )
        .bind(now.unix())
        .bind(batch)
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(|row| Ok(EnrolmentId::from_text(row::text(row, "enrolment_id")?))).collect()
    }

    /// Applications that are kept no longer.
    pub async fn ended_waits(&self, batch: i64, now: Timestamp) -> Result<Vec<EnrolmentId>, Fault> {
        let rows = sqlx::query(
            "SELECT enrolment_id FROM enrolment_wait WHERE ends_at <= $1 ORDER BY ends_at, enrolment_id LIMIT $2",
        )
        .bind(now.unix())
        .bind(batch)
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(|row| Ok(EnrolmentId::from_text(row::text(row, "enrolment_id")?))).collect()
    }

    /// Tells the applicant once that the decision is late; false when that was done, or it was decided meanwhile.
    pub async fn tell_late(&self, waiting: &Waiting, message: &Message, now: Timestamp) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let told =
            sqlx::query("UPDATE enrolment_wait SET told_late_at = $2 WHERE enrolment_id = $1 AND told_late_at IS NULL")
                .bind(waiting.id.as_str())
                .bind(now.unix())
                .execute(&mut *tx)
                .await?;
        if told.rows_affected() == 0 {
            return Ok(false);
        }
        outbox::post(&mut tx, &self.vault, message, now).await?;
        let late = event(Kind::EnrolmentLate, &waiting.id, waiting.applicant.applied_by.as_ref(), now);
        audit::append(&mut tx, &late).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Decides an application that waited, as [`Store::commit_enrolment`] decides one at once; none when it was decided
    /// meanwhile, and nothing happened.
    pub async fn settle_wait(
        &self,
        id: &EnrolmentId,
        application: &Application,
        pending: &Pending,
        notice: Option<&Message>,
        now: Timestamp,
    ) -> Result<Option<Finding>, Fault> {
        let mut tx = self.begin().await?;
        if !end_wait(&mut tx, id).await? {
            return Ok(None);
        }
        let finding = self.make_if_matched(&mut tx, application.finding, pending, now).await?;
        let account = (finding == Finding::Matched).then_some(&pending.account.id);
        decide(&mut tx, id, finding, account, now).await?;
        self.tell(&mut tx, id, (application, finding), account, notice, now).await?;
        tx.commit().await?;
        Ok(Some(finding))
    }

    /// Ends a wait without a decision and tells the applicant; false when it was decided meanwhile.
    pub async fn give_up_wait(&self, waiting: &Waiting, message: &Message, now: Timestamp) -> Result<bool, Fault> {
        let id = &waiting.id;
        let mut tx = self.begin().await?;
        if !end_wait(&mut tx, id).await? {
            return Ok(false);
        }
        decide(&mut tx, id, Finding::Undecided, None, now).await?;
        outbox::post(&mut tx, &self.vault, message, now).await?;
        let kind = if waiting.applicant.applied_by.is_some() { Kind::DependantRefused } else { Kind::EnrolmentRefused };
        let refused = event(kind, id, waiting.applicant.applied_by.as_ref(), now);
        audit::append(&mut tx, &refused.with("finding", Finding::Undecided.as_str())).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The declarations of this person that wait, and those that waited and were refused since, the latest first.
    pub async fn unfinished_declarations(
        &self,
        declarer: &AccountId,
        since: Timestamp,
        limit: i64,
    ) -> Result<Vec<Unfinished>, Fault> {
        let rows = sqlx::query(
            "SELECT id, declared_sealed, outcome, submitted_at FROM enrolment WHERE applied_by = $1 \
             AND (outcome = 'waiting' OR (decided_at >= $2 AND outcome NOT IN ('matched', 'joined'))) \
             ORDER BY submitted_at DESC, id LIMIT $3",
        )
        .bind(declarer.as_str())
        .bind(since.unix())
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        let unfinished = |row: &AnyRow| {
            Ok(Unfinished {
                declared: self.opened(&row::text(row, "id")?, &row::text(row, "declared_sealed")?)?,
                submitted_at: row::instant(row, "submitted_at")?,
                finding: Some(row::text(row, "outcome")?).filter(|outcome| outcome != WAITING),
            })
        };
        rows.iter().map(unfinished).collect()
    }

    fn waiting_of(&self, row: &AnyRow) -> Result<Waiting, Fault> {
        let id = row::text(row, "id")?;
        Ok(Waiting {
            applicant: Applicant {
                declared: self.opened(&id, &row::text(row, "declared_sealed")?)?,
                person: Digest::from_column(row::text(row, "person_digest")?),
                channel: row::parsed(row, TABLE, "channel", Channel::parse)?,
                language: row::parsed(row, TABLE, "language", Language::parse)?,
                applied_by: row::maybe_text(row, "applied_by")?.map(AccountId::from_text),
            },
            submitted_at: row::instant(row, "submitted_at")?,
            due_at: row::instant(row, "due_at")?,
            ends_at: row::instant(row, "ends_at")?,
            is_told: row::maybe_instant(row, "told_late_at")?.is_some(),
            tries: tries(row)?,
            id: EnrolmentId::from_text(id),
        })
    }
}

fn tries(row: &AnyRow) -> Result<u32, Fault> {
    Ok(u32::try_from(row::number(row, "tries")?).unwrap_or(u32::MAX))
}

/// The one write that decides who decides.
pub(super) async fn end_wait(tx: &mut Tx, id: &EnrolmentId) -> Result<bool, Fault> {
    let ended =
        sqlx::query("DELETE FROM enrolment_wait WHERE enrolment_id = $1").bind(id.as_str()).execute(&mut **tx).await?;
    Ok(ended.rows_affected() == 1)
}

/// Writes down what an application that waited came to.
pub(super) async fn decide(
    tx: &mut Tx,
    id: &EnrolmentId,
    finding: Finding,
    account: Option<&AccountId>,
    now: Timestamp,
) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE enrolment SET outcome = $2, differences = $3, account_id = $4, decided_at = $5 WHERE id = $1 AND outcome = 'waiting'",
    )
    .bind(id.as_str())
    .bind(finding.as_str())
    .bind(finding.differences())
    .bind(account.map(AccountId::as_str))
    .bind(now.unix())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

const TABLE: &str = "enrolment_wait";
