//! Organisations' applications that were returned to be completed: each round, its answer, its warning and its end.

use sqlx::any::AnyRow;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::organisation_application::{Application, Declared};
use crate::identity::organisation_supplement::{Lack, Round};
use crate::identity::proofing::Words;
use crate::limits;
use crate::secret::{AccountId, ApplicationId};
use crate::store::organisation::tell;
use crate::store::organisation_application::{application, json};
use crate::store::organisation_decision::decided;
use crate::store::outbox::Message;
use crate::store::{Store, Tx, audit, row};

impl Store {
    /// The rounds of an application, the first one first.
    pub async fn rounds_of(&self, id: &ApplicationId) -> Result<Vec<Round>, Fault> {
        let rows = sqlx::query(
            "SELECT round, lacks, guidance, returned_at, returned_by, ends_at, answered_at FROM organisation_supplement \
             WHERE application_id = $1 ORDER BY round",
        )
        .bind(id.as_str())
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(round).collect()
    }

    /// Returns an application and tells its applicant; false when it changed meanwhile or the officer may not.
    pub async fn return_application(
        &self,
        one: &Application,
        round: &Round,
        message: &Message,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let changed = sqlx::query(
            "UPDATE organisation_application SET state = 'returned', answers_by = $4, version = version + 1 \
             WHERE id = $1 AND version = $2 AND state = 'waiting' AND applicant_id <> $3 \
             AND EXISTS (SELECT 1 FROM officer o JOIN permission p ON p.group_id = o.group_id WHERE o.account_id = $3 \
             AND o.ended_at IS NULL AND p.module = 'organisation' AND p.action IN ('all', 'process'))",
        )
        .bind(one.id.as_str())
        .bind(one.version)
        .bind(round.returned_by.as_str())
        .bind(round.ends_at.unix())
        .execute(&mut *tx)
        .await?;
        if changed.rows_affected() == 0 {
            return Ok(false);
        }
        let lacks = round.lacks.iter().map(|lack| lack.as_str()).collect::<Vec<_>>().join(" ");
        sqlx::query(
            "INSERT INTO organisation_supplement (application_id, round, lacks, guidance, returned_at, returned_by, ends_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(one.id.as_str())
        .bind(round.number)
        .bind(&lacks)
        .bind(round.guidance.as_str())
        .bind(now.unix())
        .bind(round.returned_by.as_str())
        .bind(round.ends_at.unix())
        .execute(&mut *tx)
        .await?;
        tell(&mut tx, self, std::slice::from_ref(message), now).await?;
        let event = decided(one, &round.returned_by, "returned", now).with("round", round.number).with("lacks", lacks);
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The applicant has completed it: it waits for the officers again, with the time limit moved; false when it changed
    /// meanwhile or the term is over.
    pub async fn complete_application(
        &self,
        one: &Application,
        declared: &Declared,
        due_at: Timestamp,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let changed = sqlx::query(
            "UPDATE organisation_application SET state = 'waiting', declared = $3, due_at = $4, version = version + 1 \
             WHERE id = $1 AND version = $2 AND state = 'returned' AND answers_by > $5",
        )
        .bind(one.id.as_str())
        .bind(one.version)
        .bind(json(declared)?)
        .bind(due_at.unix())
        .bind(now.unix())
        .execute(&mut *tx)
        .await?;
        if changed.rows_affected() == 0 {
            return Ok(false);
        }
        sqlx::query(
            "UPDATE organisation_supplement SET answered_at = $2 WHERE application_id = $1 AND answered_at IS NULL \
             AND lapsed_at IS NULL",
        )
        .bind(one.id.as_str())
        .bind(now.unix())
        .execute(&mut *tx)
        .await?;
        let event = Event::new(Kind::OrganisationApplied, Actor::Person(one.applicant.clone()), now)
            .about(&one.applicant)
            .with("application", one.id.as_str())
            .with("state", "waiting");
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Returned applications whose applicants are to be told that the end comes near.
    pub async fn returned_to_warn(&self, limit: i64, now: Timestamp) -> Result<Vec<Application>, Fault> {
        let rows = sqlx::query(
            "SELECT a.id, a.declared, a.applicant_id, a.capacity, a.in_register, a.state, a.made_at, a.answers_by, \
             a.due_at, a.submitted_by, a.opinion, a.decided_by, a.decided_at, a.reason, a.version \
             FROM organisation_application a JOIN organisation_supplement s ON s.application_id = a.id \
             WHERE a.state = 'returned' AND s.answered_at IS NULL AND s.lapsed_at IS NULL AND s.warned_at IS NULL \
             AND s.ends_at > $1 AND s.ends_at <= $2 ORDER BY s.ends_at, a.id LIMIT $3",
        )
        .bind(now.unix())
        .bind(now.plus(limits::SUPPLEMENT_WARNING).unix())
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(application).collect()
    }

    /// Tells an applicant that the end comes near, once over all nodes.
    pub async fn warn_applicant(&self, id: &ApplicationId, message: &Message, now: Timestamp) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let warned = sqlx::query(
            "UPDATE organisation_supplement SET warned_at = $2 WHERE application_id = $1 AND answered_at IS NULL \
             AND lapsed_at IS NULL AND warned_at IS NULL",
        )
        .bind(id.as_str())
        .bind(now.unix())
        .execute(&mut *tx)
        .await?;
        if warned.rows_affected() == 0 {
            return Ok(false);
        }
        tell(&mut tx, self, std::slice::from_ref(message), now).await?;
        tx.commit().await?;
        Ok(true)
    }
}

/// Ends the round that was open, in the commit that ends its application.
pub(super) async fn close_round(tx: &mut Tx, id: &ApplicationId, now: Timestamp) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE organisation_supplement SET lapsed_at = $2 WHERE application_id = $1 AND answered_at IS NULL \
         AND lapsed_at IS NULL",
    )
    .bind(id.as_str())
    .bind(now.unix())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

fn round(row: &AnyRow) -> Result<Round, Fault> {
    let lacks = |text: &str| text.split(' ').map(Lack::parse).collect::<Option<Vec<_>>>();
    Ok(Round {
        number: row::number(row, "round")?,
        lacks: row::parsed(row, "organisation_supplement", "lacks", lacks)?,
        guidance: Words::from_column(row::text(row, "guidance")?),
        returned_at: row::instant(row, "returned_at")?,
        returned_by: AccountId::from_text(row::text(row, "returned_by")?),
        ends_at: row::instant(row, "ends_at")?,
        answered_at: row::maybe_instant(row, "answered_at")?,
    })
}
