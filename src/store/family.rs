//! Families: what an answered request bought. Their liveness is computed in the statement that reads or spends, by one
//! condition that stands here once.

use sqlx::any::AnyRow;

use crate::clock::{Seconds, Timestamp};
use crate::fault::Fault;
use crate::identity::event::{Actor, Event, Kind};
use crate::oauth::claims::ClaimsRequest;
use crate::oauth::family::{ActsFor, Ending, Family};
use crate::oauth::resource::Resources;
use crate::oauth::scope::Scopes;
use crate::secret::{AccountId, ClientId, FamilyId, OrganisationId, RepresentationId, SessionId};
use crate::store::{Store, Tx, audit, row};

/// Whether family `f` is alive at `$2`: it, its session unless it is offline, its account, its consent and its
/// party are, what lets the person act for an organisation does, and the holder has frozen nothing of the party's sort.
macro_rules! alive {
    () => {
        concat!(
            "f.ended_at IS NULL AND f.ends_at > $2 \
         AND (f.offline = 1 OR EXISTS (SELECT 1 FROM session s \
              WHERE s.id = f.session_id AND s.ended_at IS NULL AND s.ends_at > $2)) \
         AND EXISTS (SELECT 1 FROM account a WHERE a.id = f.account_id AND a.state = 'active') \
         AND NOT EXISTS (SELECT 1 FROM account_lock l WHERE l.account_id = f.account_id AND l.lifted_at IS NULL) \
         AND (f.representation_id IS NULL OR EXISTS (SELECT 1 FROM representation r WHERE r.id = f.representation_id \
              AND r.ended_at IS NULL AND r.role <> 'view' AND NOT EXISTS (SELECT 1 FROM organisation_lock l \
              WHERE l.organisation_id = r.organisation_id AND l.lifted_at IS NULL))) \
         AND EXISTS (SELECT 1 FROM relying_party p WHERE p.id = f.relying_party_id AND p.suspended_at IS NULL) \
         AND NOT EXISTS (SELECT 1 FROM consent c WHERE c.account_id = f.account_id \
              AND c.relying_party_id = f.relying_party_id AND c.given_at <= f.began_at AND c.withdrawn_at > f.began_at) \
         AND NOT ",
            $crate::store::freeze::frozen!()
        )
    };
}
pub(super) use alive;

/// The columns of family `f` that [`family`] reads.
macro_rules! family_columns {
    () => {
        concat!(
            "f.id, f.session_id, f.account_id, f.relying_party_id, f.sid, f.scope, f.claims, f.resources, f.nonce, \
             f.authenticated_at, f.level, f.methods, f.offline, f.ends_at, f.idle, f.representation_id, \
             (SELECT r.organisation_id FROM representation r WHERE r.id = f.representation_id) AS organisation_id, \
             CASE WHEN ",
            $crate::store::family::alive!(),
            " THEN 1 ELSE 0 END AS is_alive"
        )
    };
}
pub(super) use family_columns;

impl Store {
    /// Ends a family and with it everything that hangs from it; false when it had ended before.
    pub async fn end_family(
        &self,
        family: &Family,
        ending: Ending,
        actor: Actor,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let ended = sqlx::query("UPDATE family SET ended_at = $2, ended_by = $3 WHERE id = $1 AND ended_at IS NULL")
            .bind(family.id.as_str())
            .bind(now.unix())
            .bind(ending.as_str())
            .execute(&mut *tx)
            .await?;
        if ended.rows_affected() == 0 {
            return Ok(false);
        }
        let event = event(kind(ending), actor, family, now).with("ending", ending.as_str());
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Forgets families that have been dead since before `until`, with all that hung from them, at most `batch`.
    pub async fn forget_families(&self, until: Timestamp, batch: i64) -> Result<u64, Fault> {
        let mut tx = self.begin().await?;
        let dead =
            sqlx::query("SELECT id FROM family WHERE ends_at < $1 OR ended_at < $1 ORDER BY ends_at, id LIMIT $2")
                .bind(until.unix())
                .bind(batch)
                .fetch_all(&mut *tx)
                .await?;
        for row in &dead {
            forget(&mut tx, &row::text(row, "id")?).await?;
        }
        tx.commit().await?;
        Ok(dead.len() as u64)
    }
}

async fn forget(tx: &mut Tx, family: &str) -> Result<(), Fault> {
    for statement in [
        "DELETE FROM access WHERE family_id = $1",
        "DELETE FROM refresh WHERE family_id = $1",
        "DELETE FROM code WHERE family_id = $1",
        "DELETE FROM family WHERE id = $1",
    ] {
        sqlx::query(statement).bind(family).execute(&mut **tx).await?;
    }
    Ok(())
}

/// The family in a row that has [`family_columns`].
pub(super) fn family(row: &AnyRow) -> Result<Family, Fault> {
    let words = |text: String| text.split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect();
    Ok(Family {
        id: FamilyId::from_text(row::text(row, "id")?),
        session: SessionId::from_text(row::text(row, "session_id")?),
        account: AccountId::from_text(row::text(row, "account_id")?),
        acts_for: match (row::maybe_text(row, "representation_id")?, row::maybe_text(row, "organisation_id")?) {
            (Some(representation), Some(organisation)) => Some(ActsFor {
                representation: RepresentationId::from_text(representation),
                organisation: OrganisationId::from_text(organisation),
            }),
            _ => None,
        },
        relying_party: ClientId::from_text(row::text(row, "relying_party_id")?),
        sid: row::text(row, "sid")?,
        scope: row::parsed(row, "family", "scope", |text| Scopes::parse(text).ok())?,
        claims: row::parsed(row, "family", "claims", ClaimsRequest::parse)?,
        resources: Resources::read(&row::text(row, "resources")?),
        nonce: row::maybe_text(row, "nonce")?,
        authenticated_at: row::instant(row, "authenticated_at")?,
        level: row::number(row, "level")?,
        methods: words(row::text(row, "methods")?),
        offline: row::number(row, "offline")? == 1,
        ends_at: row::instant(row, "ends_at")?,
        idle: row::maybe_number(row, "idle")?.map(Seconds::new),
        is_alive: row::number(row, "is_alive")? == 1,
    })
}

/// An event of a party about what a family stands for, in the history of the person who entered it.
pub(super) fn event(kind: Kind, actor: Actor, family: &Family, now: Timestamp) -> Event {
    let event = Event::new(kind, actor, now)
        .about(&family.account)
        .for_party(&family.relying_party)
        .with("family", family.id.as_str());
    match &family.acts_for {
        Some(acts) => event.with("organisation", acts.organisation.as_str()),
        None => event,
    }
}

fn kind(ending: Ending) -> Kind {
    match ending {
        Ending::CodeReplayed | Ending::CodeBurnt => Kind::CodeReplayed,
        Ending::RefreshReplayed | Ending::RefreshStolen => Kind::RefreshReplayed,
        Ending::Revoked | Ending::PartyDeleted => Kind::FamilyEnded,
    }
}

#[cfg(test)]
mod tests;
