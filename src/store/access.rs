//! Access tokens: five minutes each, alive while everything that they hang from is.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::event::{Actor, Kind};
use crate::oauth::family::Family;
use crate::oauth::resource::Resources;
use crate::oauth::scope::Scopes;
use crate::secret::{Digest, FamilyId};
use crate::store::family::{event, family_columns};
use crate::store::{Store, Tx, audit, family, row};

/// An access token to be handed out.
#[derive(Clone, Debug)]
pub struct NewAccess {
    /// What we keep of it.
    pub digest: Digest,
    /// What it reaches; at most what was granted.
    pub scope: Scopes,
    /// Where it is good.
    pub audience: Resources,
    /// From when it is dead.
    pub expires_at: Timestamp,
}

/// What is known of an access token, in one read.
#[derive(Clone, Debug)]
pub struct AccessFacts {
    /// What it hangs from.
    pub family: Family,
    /// What it reaches.
    pub scope: Scopes,
    /// Where it is good.
    pub audience: Resources,
    /// When it was handed out.
    pub issued_at: Timestamp,
    /// From when it is dead.
    pub expires_at: Timestamp,
    /// When it was ended, if it was.
    pub ended_at: Option<Timestamp>,
}

impl AccessFacts {
    /// Whether the token is still worth anything.
    pub fn is_alive(&self, now: Timestamp) -> bool {
        self.family.is_alive && self.ended_at.is_none() && now < self.expires_at
    }
}

/// Saves an access token in the caller's transaction.
pub(super) async fn insert(tx: &mut Tx, family: &FamilyId, new: &NewAccess, now: Timestamp) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO access (digest, family_id, scope, audience, issued_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(new.digest.as_str())
    .bind(family.as_str())
    .bind(new.scope.to_string())
    .bind(new.audience.to_string())
    .bind(now.unix())
    .bind(new.expires_at.unix())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

impl Store {
    /// What is known of an access token, dead or alive.
    pub async fn access_facts(&self, token: &Digest, now: Timestamp) -> Result<Option<AccessFacts>, Fault> {
        let row = sqlx::query(concat!(
            "SELECT ",
            family_columns!(),
            ", t.scope AS access_scope, t.audience, t.issued_at, t.expires_at, t.ended_at \
             FROM access t JOIN family f ON f.id = t.family_id WHERE t.digest = $1"
        ))
        .bind(token.as_str())
        .bind(now.unix())
        .fetch_optional(self.pool())
        .await?;
        row.map(|row| {
            Ok(AccessFacts {
                family: family::family(&row)?,
                scope: row::parsed(&row, "access", "access_scope", |text| Scopes::parse(text).ok())?,
                audience: Resources::read(&row::text(&row, "audience")?),
                issued_at: row::instant(&row, "issued_at")?,
                expires_at: row::instant(&row, "expires_at")?,
                ended_at: row::maybe_instant(&row, "ended_at")?,
            })
        })
        .transpose()
    }

    /// Ends one access token, at the wish of its party.
    pub async fn end_access(&self, token: &Digest, family: &Family, now: Timestamp) -> Result<(), Fault> {
        let mut tx = self.begin().await?;
        let ended = sqlx::query("UPDATE access SET ended_at = $2 WHERE digest = $1 AND ended_at IS NULL")
            .bind(token.as_str())
            .bind(now.unix())
            .execute(&mut *tx)
            .await?;
        if ended.rows_affected() == 0 {
            return Ok(());
        }
        let actor = Actor::RelyingParty(family.relying_party.clone());
        audit::append(&mut tx, &event(Kind::TokenRevoked, actor, family, now)).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Forgets access tokens that have been dead since before `until`.
    pub async fn forget_access(&self, until: Timestamp) -> Result<(), Fault> {
        sqlx::query("DELETE FROM access WHERE expires_at < $1").bind(until.unix()).execute(self.pool()).await?;
        Ok(())
    }
}
