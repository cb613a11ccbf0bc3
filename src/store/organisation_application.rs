//! Applications for organisations' accounts. Each step is conditional on the step before it; the account is made in the
//! commit that approves, so that of two applications that are approved at once one makes it.

use sqlx::any::AnyRow;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::organisation_account::Ground;
use crate::identity::organisation_application::{Application, Declared, State, due};
use crate::identity::proofing::Words;
use crate::identity::representation::{Capacity, Role};
use crate::secret::{AccountId, ApplicationId, Digest, OrganisationId};
use crate::store::organisation::{lift, tell};
use crate::store::organisation_supplement::close_round;
use crate::store::outbox::Message;
use crate::store::representation::begin;
use crate::store::{Store, Tx, audit, engine, row};

/// An application as it comes in.
#[derive(Clone, Debug)]
pub struct NewApplication<'a> {
    /// Its id.
    pub id: ApplicationId,
    /// Who applies.
    pub applicant: &'a AccountId,
    /// As whom.
    pub capacity: Capacity,
    /// What is declared.
    pub declared: &'a Declared,
    /// Whether a register knows the organisation.
    pub in_register: bool,
    /// Where it stands from the beginning.
    pub state: State,
    /// Whose consent it needs, by blind index.
    pub asks: Vec<Digest>,
    /// Until when they answer.
    pub answers_by: Timestamp,
}

/// Somebody whose consent was asked.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Blind index of the person.
    pub person: Digest,
    /// The account under it, when there is one.
    pub account: Option<AccountId>,
    /// The answer, when there is one.
    pub agreed: Option<bool>,
}

/// What came of an answer to a question for consent.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Answered {
    /// It is written down, and others are still asked.
    Noted,
    /// It was the last one, and the application goes to the officers.
    Complete,
    /// It was a no, and the application is over.
    Declined,
    /// There was nothing to answer.
    Nothing,
}

impl Store {
    /// Keeps an application; false when this applicant has an open one for that number.
    pub async fn keep_application(
        &self,
        new: &NewApplication<'_>,
        messages: &[Message],
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        if !insert(&mut tx, new, None, now).await? {
            return Ok(false);
        }
        tell(&mut tx, self, messages, now).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The application of that id.
    pub async fn application(&self, id: &ApplicationId) -> Result<Option<Application>, Fault> {
        let row = sqlx::query(
            "SELECT id, declared, applicant_id, capacity, in_register, state, made_at, answers_by, due_at, submitted_by, \
             opinion, decided_by, decided_at, reason, version FROM organisation_application WHERE id = $1",
        )
        .bind(id.as_str())
        .fetch_optional(self.pool())
        .await?;
        row.map(|row| application(&row)).transpose()
    }

    /// The latest applications of a person.
    pub async fn applications_of(&self, applicant: &AccountId, limit: i64) -> Result<Vec<Application>, Fault> {
        let rows = sqlx::query(
            "SELECT id, declared, applicant_id, capacity, in_register, state, made_at, answers_by, due_at, submitted_by, \
             opinion, decided_by, decided_at, reason, version FROM organisation_application \
             WHERE applicant_id = $1 \
             ORDER BY made_at DESC, CASE WHEN decided_at IS NULL THEN 0 ELSE 1 END, decided_at DESC, id LIMIT $2",
        )
        .bind(applicant.as_str())
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(application).collect()
    }

    /// The applications that wait for the consent of an account's holder.
    pub async fn applications_asking(&self, account: &AccountId, now: Timestamp) -> Result<Vec<Application>, Fault> {
        let rows = sqlx::query(
            "SELECT p.id, p.declared, p.applicant_id, p.capacity, p.in_register, p.state, p.made_at, p.answers_by, \
             p.due_at, p.submitted_by, p.opinion, p.decided_by, p.decided_at, p.reason, p.version \
             FROM organisation_application p JOIN organisation_consent c ON c.application_id = p.id \
             JOIN account a ON a.person_digest = c.person_digest \
             WHERE a.id = $1 AND p.state = 'asking' AND c.answer IS NULL AND p.answers_by > $2 ORDER BY p.made_at, p.id",
        )
        .bind(account.as_str())
        .bind(now.unix())
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(application).collect()
    }

    /// The applications with the officers, the most urgent first, and then those that were returned.
    pub async fn applications_waiting(&self, limit: i64) -> Result<Vec<Application>, Fault> {
        let rows = sqlx::query(
            "SELECT id, declared, applicant_id, capacity, in_register, state, made_at, answers_by, due_at, submitted_by, \
             opinion, decided_by, decided_at, reason, version FROM organisation_application \
             WHERE state IN ('waiting', 'submitted', 'returned') \
             ORDER BY CASE WHEN state = 'returned' THEN 1 ELSE 0 END, due_at, id LIMIT $1",
        )
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(application).collect()
    }

    /// Whose consent an application asks for.
    pub async fn whose_consent(&self, id: &ApplicationId) -> Result<Vec<Asked>, Fault> {
        let rows = sqlx::query(
            "SELECT c.person_digest, c.answer, a.id AS account_id FROM organisation_consent c \
             LEFT JOIN account a ON a.person_digest = c.person_digest WHERE c.application_id = $1 ORDER BY c.person_digest",
        )
        .bind(id.as_str())
        .fetch_all(self.pool())
        .await?;
        rows.iter()
            .map(|row| {
                Ok(Asked {
                    person: Digest::from_column(row::text(row, "person_digest")?),
                    account: row::maybe_text(row, "account_id")?.map(AccountId::from_text),
                    agreed: row::maybe_text(row, "answer")?.map(|answer| answer == "yes"),
                })
            })
            .collect()
    }

    /// A legal representative's answer.
    pub async fn answer_application(
        &self,
        id: &ApplicationId,
        account: &AccountId,
        reason: Option<&Words>,
        messages: &[Message],
        now: Timestamp,
    ) -> Result<Answered, Fault> {
        let mut tx = self.begin().await?;
        // Two last answers of the same moment take turns by the application's row, so that one of them completes it.
        let open = sqlx::query(
            "UPDATE organisation_application SET version = version + 1 WHERE id = $1 AND state = 'asking' \
             AND answers_by > $2 RETURNING in_register",
        )
        .bind(id.as_str())
        .bind(now.unix())
        .fetch_optional(&mut *tx)
        .await?;
        let Some(open) = open else { return Ok(Answered::Nothing) };
        let answer = if reason.is_none() { "yes" } else { "no" };
        let noted = sqlx::query(
            "UPDATE organisation_consent SET answer = $3, answered_at = $4, answered_by = $2 WHERE application_id = $1 \
             AND answer IS NULL AND person_digest = (SELECT person_digest FROM account WHERE id = $2 AND level = 2)",
        )
        .bind(id.as_str())
        .bind(account.as_str())
        .bind(answer)
        .bind(now.unix())
        .execute(&mut *tx)
        .await?;
        if noted.rows_affected() == 0 {
            return Ok(Answered::Nothing);
        }
        let event = Event::new(Kind::OrganisationConsent, Actor::Person(account.clone()), now)
            .about(account)
            .with("application", id.as_str())
            .with("answer", answer);
        audit::append(&mut tx, &event).await?;
        let outcome = match reason {
            Some(reason) => {
                over(&mut tx, id, State::Declined, Some(reason), now).await?;
                tell(&mut tx, self, messages, now).await?;
                Answered::Declined
            }
            None => complete(&mut tx, id, row::number(&open, "in_register")? == 1, now).await?,
        };
        tx.commit().await?;
        Ok(outcome)
    }

    /// The applicant takes it back; false when it is over or an officer has handed it on.
    pub async fn withdraw_application(
        &self,
        id: &ApplicationId,
        applicant: &AccountId,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let withdrawn = sqlx::query(
            "UPDATE organisation_application SET state = 'withdrawn', decided_at = $3, version = version + 1 \
             WHERE id = $1 AND applicant_id = $2 AND state IN ('asking', 'waiting', 'returned')",
        )
        .bind(id.as_str())
        .bind(applicant.as_str())
        .bind(now.unix())
        .execute(&mut *tx)
        .await?;
        if withdrawn.rows_affected() == 0 {
            return Ok(false);
        }
        close_round(&mut tx, id, now).await?;
        let event = Event::new(Kind::OrganisationDecided, Actor::Person(applicant.clone()), now)
            .about(applicant)
            .with("application", id.as_str())
            .with("state", "withdrawn");
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Applications whose questions were not answered in time, or that were returned and not completed in time.
    pub async fn lapsing_applications(&self, limit: i64, now: Timestamp) -> Result<Vec<Application>, Fault> {
        let rows = sqlx::query(
            "SELECT id, declared, applicant_id, capacity, in_register, state, made_at, answers_by, due_at, submitted_by, \
             opinion, decided_by, decided_at, reason, version FROM organisation_application \
             WHERE state IN ('asking', 'returned') AND answers_by <= $1 ORDER BY answers_by, id LIMIT $2",
        )
        .bind(now.unix())
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(application).collect()
    }

    /// Ends one of them; false when it was answered or another node ended it.
    pub async fn lapse_application(&self, one: &Application, message: &Message, now: Timestamp) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let lapsed = sqlx::query(
            "UPDATE organisation_application SET state = 'lapsed', decided_at = $2, version = version + 1 \
             WHERE id = $1 AND state IN ('asking', 'returned') AND answers_by <= $2",
        )
        .bind(one.id.as_str())
        .bind(now.unix())
        .execute(&mut *tx)
        .await?;
        if lapsed.rows_affected() == 0 {
            return Ok(false);
        }
        close_round(&mut tx, &one.id, now).await?;
        tell(&mut tx, self, std::slice::from_ref(message), now).await?;
        let event = Event::new(Kind::OrganisationDecided, Actor::System, now)
            .about(&one.applicant)
            .with("application", one.id.as_str())
            .with("state", "lapsed");
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// A legal representative joins the account that is there. Who answered for it under a decision on enforcement does so
    /// no longer (Decree 320/2026 new Art. 15(2)(b)).
    pub async fn join_organisation(
        &self,
        new: &NewApplication<'_>,
        organisation: &OrganisationId,
        messages: &[Message],
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let by = Actor::Person(new.applicant.clone());
        let mut tx = self.begin().await?;
        // Looked at before the ground is lifted by there being somebody.
        let taken_over = sqlx::query(
            "UPDATE organisation SET registered_by = $2, registered_at = $3 WHERE id = $1 AND registered_by <> $2 \
             AND EXISTS (SELECT 1 FROM organisation_lock l WHERE l.organisation_id = $1 AND l.lifted_at IS NULL \
             AND l.ground IN ('registrant_enforced', 'unrepresented'))",
        )
        .bind(organisation.as_str())
        .bind(new.applicant.as_str())
        .bind(now.unix())
        .execute(&mut *tx)
        .await?;
        if !insert(&mut tx, new, Some(organisation), now).await? {
            return Ok(false);
        }
        begin(&mut tx, organisation, new.applicant, Capacity::Legal, Role::Administer, &by, now).await?;
        if taken_over.rows_affected() == 1 {
            lift(&mut tx, organisation, Ground::RegistrantEnforced, &by, now).await?;
            let event = Event::new(Kind::OrganisationRegistered, by, now)
                .about_organisation(organisation)
                .with("application", new.id.as_str());
            audit::append(&mut tx, &event).await?;
        }
        tell(&mut tx, self, messages, now).await?;
        tx.commit().await?;
        Ok(true)
    }
}

/// Writes an application with its questions and its event; false when this applicant has an open one for that number.
async fn insert(
    tx: &mut Tx,
    new: &NewApplication<'_>,
    organisation: Option<&OrganisationId>,
    now: Timestamp,
) -> Result<bool, Fault> {
    let is_whole = new.state == State::Waiting;
    let kept = sqlx::query(
        "INSERT INTO organisation_application (id, number, declared, applicant_id, capacity, in_register, made_at, \
         answers_by, state, complete_at, due_at, decided_at, organisation_id, version) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1)",
    )
    .bind(new.id.as_str())
    .bind(&new.declared.number)
    .bind(json(new.declared)?)
    .bind(new.applicant.as_str())
    .bind(new.capacity.as_str())
    .bind(i64::from(new.in_register))
    .bind(now.unix())
    .bind(new.answers_by.unix())
    .bind(new.state.as_str())
    .bind(is_whole.then(|| now.unix()))
    .bind(is_whole.then(|| due(now, new.in_register).unix()))
    .bind((!new.state.is_open()).then(|| now.unix()))
    .bind(organisation.map(OrganisationId::as_str))
    .execute(&mut **tx)
    .await;
    match kept {
        Err(error) if engine::is_unique(&error) => return Ok(false),
        other => other?,
    };
    for person in &new.asks {
        sqlx::query("INSERT INTO organisation_consent (application_id, person_digest) VALUES ($1, $2)")
            .bind(new.id.as_str())
            .bind(person.as_str())
            .execute(&mut **tx)
            .await?;
    }
    let event = Event::new(Kind::OrganisationApplied, Actor::Person(new.applicant.clone()), now)
        .about(new.applicant)
        .with("application", new.id.as_str())
        .with("state", new.state.as_str());
    audit::append(tx, &event).await?;
    Ok(true)
}

/// Sends an application to the officers when nobody is asked any more; its time limit begins.
async fn complete(tx: &mut Tx, id: &ApplicationId, in_register: bool, now: Timestamp) -> Result<Answered, Fault> {
    let whole = sqlx::query(
        "UPDATE organisation_application SET state = 'waiting', complete_at = $2, due_at = $3 WHERE id = $1 \
         AND NOT EXISTS (SELECT 1 FROM organisation_consent c WHERE c.application_id = $1 AND c.answer IS NULL)",
    )
    .bind(id.as_str())
    .bind(now.unix())
    .bind(due(now, in_register).unix())
    .execute(&mut **tx)
    .await?;
    Ok(if whole.rows_affected() == 1 { Answered::Complete } else { Answered::Noted })
}

pub(super) async fn over(
    tx: &mut Tx,
    id: &ApplicationId,
    state: State,
    reason: Option<&Words>,
    now: Timestamp,
) -> Result<(), Fault> {
    sqlx::query("UPDATE organisation_application SET state = $2, decided_at = $3, reason = $4 WHERE id = $1")
        .bind(id.as_str())
        .bind(state.as_str())
        .bind(now.unix())
        .bind(reason.map(Words::as_str))
        .execute(&mut **tx)
        .await?;
    Ok(())
}

pub(super) fn application(row: &AnyRow) -> Result<Application, Fault> {
    Ok(Application {
        id: ApplicationId::from_text(row::text(row, "id")?),
        applicant: AccountId::from_text(row::text(row, "applicant_id")?),
        capacity: row::parsed(row, "organisation_application", "capacity", Capacity::parse)?,
        declared: row::parsed(row, "organisation_application", "declared", |text| serde_json::from_str(text).ok())?,
        in_register: row::number(row, "in_register")? == 1,
        state: row::parsed(row, "organisation_application", "state", State::parse)?,
        made_at: row::instant(row, "made_at")?,
        answers_by: row::instant(row, "answers_by")?,
        due_at: row::maybe_instant(row, "due_at")?,
        submitted_by: row::maybe_text(row, "submitted_by")?.map(AccountId::from_text),
        opinion: row::maybe_text(row, "opinion")?.map(Words::from_column),
        decided_by: row::maybe_text(row, "decided_by")?.map(AccountId::from_text),
        decided_at: row::maybe_instant(row, "decided_at")?,
        reason: row::maybe_text(row, "reason")?.map(Words::from_column),
        version: row::number(row, "version")?,
    })
}

pub(super) fn json(declared: &Declared) -> Result<String, Fault> {
    serde_json::to_string(declared).map_err(|error| Fault::caused("an application could not be written", error))
}
