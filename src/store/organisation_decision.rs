//! What officers do with an organisation's application: hand it on, refuse it, approve it. Who decides is another than who
//! handed it on, and of two applications that are approved at once one makes the account.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::organisation_application::{Application, State};
use crate::identity::proofing::Words;
use crate::identity::representation::{Capacity, Role};
use crate::secret::{AccountId, OrganisationId};
use crate::store::organisation::tell;
use crate::store::organisation_application::{json, over};
use crate::store::outbox::Message;
use crate::store::representation::begin;
use crate::store::{Store, Tx, audit, row};

/// What came of approving.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Approval {
    /// The account is there.
    Made,
    /// Another application made one first.
    Superseded,
    /// Somebody else was faster, or the officer may not.
    Stale,
}

impl Store {
    /// An officer hands it on; false when it changed meanwhile or the officer may not.
    pub async fn submit_application(
        &self,
        one: &Application,
        opinion: Option<&Words>,
        officer: &AccountId,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let changed = sqlx::query(
            "UPDATE organisation_application SET state = 'submitted', submitted_at = $4, submitted_by = $3, opinion = $5, \
             version = version + 1 WHERE id = $1 AND version = $2 AND state = 'waiting' AND applicant_id <> $3 \
             AND EXISTS (SELECT 1 FROM officer o JOIN permission p ON p.group_id = o.group_id WHERE o.account_id = $3 \
             AND o.ended_at IS NULL AND p.module = 'organisation' AND p.action IN ('all', 'process'))",
        )
        .bind(one.id.as_str())
        .bind(one.version)
        .bind(officer.as_str())
        .bind(now.unix())
        .bind(opinion.map(Words::as_str))
        .execute(&mut *tx)
        .await?;
        if changed.rows_affected() == 0 {
            return Ok(false);
        }
        audit::append(&mut tx, &decided(one, officer, "submitted", now)).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Another officer refuses it, and the applicant is told; false when it changed meanwhile or the officer may not.
    pub async fn refuse_application(
        &self,
        one: &Application,
        reason: &Words,
        officer: &AccountId,
        message: &Message,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        if !decide(&mut tx, one, State::Refused, officer, Some(reason), now).await? {
            return Ok(false);
        }
        tell(&mut tx, self, std::slice::from_ref(message), now).await?;
        audit::append(&mut tx, &decided(one, officer, "refused", now)).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Another officer approves it: the account is made, who applied and who agreed represent it, and all are told.
    pub async fn approve_application(
        &self,
        one: &Application,
        organisation: &OrganisationId,
        officer: &AccountId,
        (made, superseded): (&[Message], &Message),
        now: Timestamp,
    ) -> Result<Approval, Fault> {
        let mut tx = self.begin().await?;
        if !decide(&mut tx, one, State::Approved, officer, None, now).await? {
            return Ok(Approval::Stale);
        }
        let inserted = sqlx::query(
            "INSERT INTO organisation (id, number, in_register, created_at, name, tax_code, declared, registered_by, \
             registered_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $4) ON CONFLICT (number) DO NOTHING",
        )
        .bind(organisation.as_str())
        .bind(&one.declared.number)
        .bind(i64::from(one.in_register))
        .bind(now.unix())
        .bind(&one.declared.name)
        .bind(one.declared.tax_code.as_deref())
        .bind(json(&one.declared)?)
        .bind(one.applicant.as_str())
        .execute(&mut *tx)
        .await?;
        if inserted.rows_affected() == 0 {
            over(&mut tx, &one.id, State::Superseded, None, now).await?;
            tell(&mut tx, self, std::slice::from_ref(superseded), now).await?;
            audit::append(&mut tx, &decided(one, officer, "superseded", now)).await?;
            tx.commit().await?;
            return Ok(Approval::Superseded);
        }
        sqlx::query("UPDATE organisation_application SET organisation_id = $2 WHERE id = $1")
            .bind(one.id.as_str())
            .bind(organisation.as_str())
            .execute(&mut *tx)
            .await?;
        audit::append(&mut tx, &decided(one, officer, "approved", now)).await?;
        let by = Actor::Officer(officer.clone());
        let event = Event::new(Kind::OrganisationRegistered, by.clone(), now)
            .about_organisation(organisation)
            .with("application", one.id.as_str());
        audit::append(&mut tx, &event).await?;
        begin(&mut tx, organisation, &one.applicant, one.capacity, Role::Administer, &by, now).await?;
        let agreed =
            sqlx::query("SELECT answered_by FROM organisation_consent WHERE application_id = $1 AND answer = 'yes'")
                .bind(one.id.as_str())
                .fetch_all(&mut *tx)
                .await?;
        for row in &agreed {
            let account = AccountId::from_text(row::text(row, "answered_by")?);
            begin(&mut tx, organisation, &account, Capacity::Legal, Role::Administer, &by, now).await?;
        }
        tell(&mut tx, self, made, now).await?;
        tx.commit().await?;
        Ok(Approval::Made)
    }
}

/// Writes a decision when the application is as it was looked at, and who decides is another officer who may and whom
/// it does not concern.
async fn decide(
    tx: &mut Tx,
    one: &Application,
    state: State,
    officer: &AccountId,
    reason: Option<&Words>,
    now: Timestamp,
) -> Result<bool, Fault> {
    let changed = sqlx::query(
        "UPDATE organisation_application SET state = $4, decided_at = $5, decided_by = $3, reason = $6, \
         version = version + 1 WHERE id = $1 AND version = $2 AND state = 'submitted' AND submitted_by <> $3 \
         AND applicant_id <> $3 AND NOT EXISTS (SELECT 1 FROM organisation_consent c \
         WHERE c.application_id = organisation_application.id AND c.answered_by = $3) \
         AND EXISTS (SELECT 1 FROM officer o JOIN permission p ON p.group_id = o.group_id WHERE o.account_id = $3 \
         AND o.ended_at IS NULL AND p.module = 'organisation' AND p.action IN ('all', 'approve'))",
    )
    .bind(one.id.as_str())
    .bind(one.version)
    .bind(officer.as_str())
    .bind(state.as_str())
    .bind(now.unix())
    .bind(reason.map(Words::as_str))
    .execute(&mut **tx)
    .await?;
    Ok(changed.rows_affected() == 1)
}

pub(super) fn decided(one: &Application, officer: &AccountId, state: &'static str, now: Timestamp) -> Event {
    Event::new(Kind::OrganisationDecided, Actor::Officer(officer.clone()), now)
        .about(&one.applicant)
        .with("application", one.id.as_str())
        .with("state", state)
}
