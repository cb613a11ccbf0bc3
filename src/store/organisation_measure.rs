//! Measures of officers on organisations' accounts: a proposal, and a decision that is done in its own commit.

use sqlx::any::AnyRow;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::organisation_account::Ground;
use crate::identity::organisation_measure::{Deed, OrganisationMeasure, State};
use crate::identity::proofing::Words;
use crate::secret::{AccountId, OrganisationId, OrganisationMeasureId};
use crate::store::organisation::{lock, unlock};
use crate::store::outbox::Message;
use crate::store::{Store, audit, engine, row};

impl Store {
    /// Keeps a proposal; false when the same one waits already, or the officer may not.
    pub async fn propose_organisation_measure(&self, one: &OrganisationMeasure) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let kept = sqlx::query(
            "INSERT INTO organisation_measure (id, organisation_id, deed, ground, document, proposed_at, proposed_by, state) \
             SELECT $1, $2, $3, $4, $5, $6, o.account_id, 'proposed' FROM officer o JOIN permission p \
             ON p.group_id = o.group_id WHERE o.account_id = $7 AND o.ended_at IS NULL AND p.module = 'lock' \
             AND p.action IN ('all', 'receive') AND NOT EXISTS (SELECT 1 FROM representation r \
             WHERE r.organisation_id = $2 AND r.account_id = $7 AND r.ended_at IS NULL) LIMIT 1",
        )
        .bind(one.id.as_str())
        .bind(one.organisation.as_str())
        .bind(one.deed.as_str())
        .bind(one.ground.as_str())
        .bind(&one.document)
        .bind(one.proposed_at.unix())
        .bind(one.proposed_by.as_str())
        .execute(&mut *tx)
        .await;
        match kept {
            Err(error) if engine::is_unique(&error) => return Ok(false),
            Ok(kept) if kept.rows_affected() == 0 => return Ok(false),
            other => other?,
        };
        audit::append(&mut tx, &event(one, &one.proposed_by, State::Proposed, one.proposed_at)).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The measures on an organisation's account, the latest first.
    pub async fn measures_on_organisation(
        &self,
        id: &OrganisationId,
        limit: i64,
    ) -> Result<Vec<OrganisationMeasure>, Fault> {
        let rows = sqlx::query(
            "SELECT id, organisation_id, deed, ground, document, proposed_at, proposed_by, state, decided_at, reason \
             FROM organisation_measure WHERE organisation_id = $1 ORDER BY proposed_at DESC, id LIMIT $2",
        )
        .bind(id.as_str())
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(measure).collect()
    }

    /// The organisations with proposals that wait, each once, the longest waiting first: id, name and number.
    pub async fn organisations_with_proposals(
        &self,
        limit: i64,
    ) -> Result<Vec<(OrganisationId, String, String)>, Fault> {
        let rows = sqlx::query(
            "SELECT o.id, o.name, o.number FROM organisation o JOIN organisation_measure m ON m.organisation_id = o.id \
             WHERE m.state = 'proposed' GROUP BY o.id, o.name, o.number ORDER BY MIN(m.proposed_at), o.id LIMIT $1",
        )
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        let read = |row: &AnyRow| {
            Ok((OrganisationId::from_text(row::text(row, "id")?), row::text(row, "name")?, row::text(row, "number")?))
        };
        rows.iter().map(read).collect()
    }

    /// Another officer approves it: the ground is added or lifted in the same commit. False when it was decided first, the
    /// officer may not, or the account is no longer so that it could be done.
    pub async fn approve_organisation_measure(
        &self,
        one: &OrganisationMeasure,
        officer: &AccountId,
        messages: &[Message],
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        if !decide(&mut tx, one, State::Approved, officer, None, now).await? {
            return Ok(false);
        }
        let by = Actor::Officer(officer.clone());
        let done = match one.deed {
            Deed::Lock => {
                let why = (&by, Some(one.document.as_str()));
                lock(&mut tx, self, &one.organisation, one.ground, why, messages, now).await?
            }
            Deed::Unlock => unlock(&mut tx, self, &one.organisation, one.ground, &by, messages, now).await?,
        };
        if !done {
            return Ok(false);
        }
        tx.commit().await?;
        Ok(true)
    }

    /// Another officer refuses it; false when it was decided first or the officer may not.
    pub async fn refuse_organisation_measure(
        &self,
        one: &OrganisationMeasure,
        officer: &AccountId,
        reason: &Words,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        if !decide(&mut tx, one, State::Refused, officer, Some(reason), now).await? {
            return Ok(false);
        }
        tx.commit().await?;
        Ok(true)
    }
}

/// Writes the decision, of another officer who may and who does not act for the organisation, with its event.
async fn decide(
    tx: &mut crate::store::Tx,
    one: &OrganisationMeasure,
    state: State,
    officer: &AccountId,
    reason: Option<&Words>,
    now: Timestamp,
) -> Result<bool, Fault> {
    let decided = sqlx::query(
        "UPDATE organisation_measure SET state = $3, decided_at = $4, decided_by = $2, reason = $5 WHERE id = $1 \
         AND state = 'proposed' AND proposed_by <> $2 AND NOT EXISTS (SELECT 1 FROM representation r \
         WHERE r.organisation_id = organisation_measure.organisation_id AND r.account_id = $2 AND r.ended_at IS NULL) \
         AND EXISTS (SELECT 1 FROM officer o JOIN permission p ON p.group_id = o.group_id WHERE o.account_id = $2 \
         AND o.ended_at IS NULL AND p.module = 'lock' AND p.action IN ('all', 'approve'))",
    )
    .bind(one.id.as_str())
    .bind(officer.as_str())
    .bind(state.as_str())
    .bind(now.unix())
    .bind(reason.map(Words::as_str))
    .execute(&mut **tx)
    .await?;
    if decided.rows_affected() == 0 {
        return Ok(false);
    }
    audit::append(tx, &event(one, officer, state, now)).await?;
    Ok(true)
}

fn event(one: &OrganisationMeasure, officer: &AccountId, state: State, now: Timestamp) -> Event {
    Event::new(Kind::OrganisationMeasure, Actor::Officer(officer.clone()), now)
        .about_organisation(&one.organisation)
        .with("measure", one.id.as_str())
        .with("deed", one.deed.as_str())
        .with("ground", one.ground.as_str())
        .with("state", state.as_str())
}

fn measure(row: &AnyRow) -> Result<OrganisationMeasure, Fault> {
    Ok(OrganisationMeasure {
        id: OrganisationMeasureId::from_text(row::text(row, "id")?),
        organisation: OrganisationId::from_text(row::text(row, "organisation_id")?),
        deed: row::parsed(row, "organisation_measure", "deed", Deed::parse)?,
        ground: row::parsed(row, "organisation_measure", "ground", Ground::parse)?,
        document: row::text(row, "document")?,
        proposed_at: row::instant(row, "proposed_at")?,
        proposed_by: AccountId::from_text(row::text(row, "proposed_by")?),
        state: row::parsed(row, "organisation_measure", "state", State::parse)?,
        decided_at: row::maybe_instant(row, "decided_at")?,
        reason: row::maybe_text(row, "reason")?.map(Words::from_column),
    })
}
