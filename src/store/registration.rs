//! Parties that register themselves: invitations, the party's own row, its change and its end.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::event::{Actor, Event, Kind};
use crate::oauth::family::Ending;
use crate::oauth::registration::Bounds;
use crate::oauth::relying_party::metadata::Metadata;
use crate::secret::{ClientId, Digest};
use crate::store::relying_party::{Registered, RegisteredBy, bounds, registered};
use crate::store::{Store, audit, page_origin};

/// A party that registers itself.
#[derive(Debug)]
pub struct NewParty<'a> {
    /// Its `client_id`.
    pub id: &'a ClientId,
    /// What it is made of.
    pub metadata: &'a Metadata,
    /// Digest of its secret, when it has one.
    pub secret: Option<&'a Digest>,
    /// Digest of the token by which it manages itself.
    pub token: &'a Digest,
    /// How far it may go.
    pub bounds: &'a Bounds,
    /// Digest of the invitation by which it comes; none: anybody may.
    pub invitation: Option<&'a Digest>,
}

/// What becomes of a party that changes itself.
#[derive(Debug)]
pub struct Change<'a> {
    /// What it is made of from now on.
    pub metadata: &'a Metadata,
    /// Digest of the secret that it has from now on.
    pub secret: Option<&'a Digest>,
    /// Digest of the token by which it manages itself from now on.
    pub token: &'a Digest,
}

impl Store {
    /// Writes an operator's invitation.
    pub async fn invite(
        &self,
        digest: &Digest,
        bounds: &Bounds,
        uses: i64,
        expires_at: Timestamp,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let mut tx = self.begin().await?;
        sqlx::query(
            "INSERT INTO invitation (digest, created_at, expires_at, scope_bound, pkce_optional, uses_left) \
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(digest.as_str())
        .bind(now.unix())
        .bind(expires_at.unix())
        .bind(bounds.scopes.to_string())
        .bind(i64::from(bounds.pkce_optional))
        .bind(uses)
        .execute(&mut *tx)
        .await?;
        let event = Event::new(Kind::PartyRegistered, Actor::Operator, now).with("done", "invited").with("uses", uses);
        audit::append(&mut tx, &event).await?;
        tx.commit().await.map_err(Fault::from)
    }

    /// The bounds of an invitation that can still be used.
    pub async fn invitation(&self, digest: &Digest, now: Timestamp) -> Result<Option<Bounds>, Fault> {
        let row = sqlx::query(
            "SELECT digest AS id, scope_bound, pkce_optional FROM invitation \
             WHERE digest = $1 AND expires_at > $2 AND uses_left > 0",
        )
        .bind(digest.as_str())
        .bind(now.unix())
        .fetch_optional(self.pool())
        .await?;
        row.map(|row| bounds(&row, "invitation")).transpose()
    }

    /// Registers a party that came by itself, and spends one use of its invitation; false when none was left.
    pub async fn register_itself(&self, party: &NewParty<'_>, now: Timestamp) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        if let Some(invitation) = party.invitation {
            let spent = sqlx::query(
                "UPDATE invitation SET uses_left = uses_left - 1 \
                 WHERE digest = $1 AND expires_at > $2 AND uses_left > 0",
            )
            .bind(invitation.as_str())
            .bind(now.unix())
            .execute(&mut *tx)
            .await?;
            if spent.rows_affected() == 0 {
                return Ok(false);
            }
        }
        let by = if party.invitation.is_some() { RegisteredBy::Invited } else { RegisteredBy::Anybody };
        sqlx::query(
            "INSERT INTO relying_party (id, created_at, registered_by, scope_bound, pkce_optional, metadata, \
             secret_digest, registration_digest, changed_at, version) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $2, 1)",
        )
        .bind(party.id.as_str())
        .bind(now.unix())
        .bind(by.as_str())
        .bind(party.bounds.scopes.to_string())
        .bind(i64::from(party.bounds.pkce_optional))
        .bind(party.metadata.to_json())
        .bind(party.secret.map(Digest::as_str))
        .bind(party.token.as_str())
        .execute(&mut *tx)
        .await?;
        page_origin::keep(&mut tx, party.id, party.metadata).await?;
        let event = Event::new(Kind::PartyRegistered, Actor::Nobody, now).for_party(party.id);
        audit::append(&mut tx, &event.with("done", "registered").with("by", by.as_str())).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The party that this token manages, if it is that party's and the party is served.
    pub async fn managed_party(&self, id: &ClientId, token: &Digest) -> Result<Option<Registered>, Fault> {
        let row = sqlx::query(
            "SELECT id, created_at, registered_by, scope_bound, pkce_optional, metadata, secret_digest, suspended_at, \
             version FROM relying_party WHERE id = $1 AND registration_digest = $2 AND suspended_at IS NULL",
        )
        .bind(id.as_str())
        .bind(token.as_str())
        .fetch_optional(self.pool())
        .await?;
        row.map(|row| registered(&row)).transpose()
    }

    /// Changes a party under a new token; false when another change came between.
    pub async fn change_party(
        &self,
        before: &Registered,
        token: &Digest,
        change: &Change<'_>,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let id = &before.party.client_id;
        let mut tx = self.begin().await?;
        let changed = sqlx::query(
            "UPDATE relying_party SET metadata = $4, secret_digest = $5, registration_digest = $6, changed_at = $7, \
             version = version + 1 \
             WHERE id = $1 AND registration_digest = $2 AND version = $3 AND suspended_at IS NULL",
        )
        .bind(id.as_str())
        .bind(token.as_str())
        .bind(before.version)
        .bind(change.metadata.to_json())
        .bind(change.secret.map(Digest::as_str))
        .bind(change.token.as_str())
        .bind(now.unix())
        .execute(&mut *tx)
        .await?;
        if changed.rows_affected() == 0 {
            return Ok(false);
        }
        page_origin::keep(&mut tx, id, change.metadata).await?;
        let event = Event::new(Kind::PartyRegistered, Actor::RelyingParty(id.clone()), now).for_party(id);
        audit::append(&mut tx, &event.with("done", "changed")).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Ends a party with everything that hangs from it; false when its token was not good any more. Its row stays: notices
    /// of sign-outs that are under way still name it, and so does the journal.
    pub async fn delete_party(&self, id: &ClientId, token: &Digest, now: Timestamp) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let deleted = sqlx::query(
            "UPDATE relying_party SET deleted_at = $3, suspended_at = $3, changed_at = $3, secret_digest = NULL, \
             registration_digest = NULL, version = version + 1 \
             WHERE id = $1 AND registration_digest = $2 AND suspended_at IS NULL",
        )
        .bind(id.as_str())
        .bind(token.as_str())
        .bind(now.unix())
        .execute(&mut *tx)
        .await?;
        if deleted.rows_affected() == 0 {
            return Ok(false);
        }
        // Dead by the join with the party already; written down so that nothing brings it back.
        sqlx::query("UPDATE family SET ended_at = $2, ended_by = $3 WHERE relying_party_id = $1 AND ended_at IS NULL")
            .bind(id.as_str())
            .bind(now.unix())
            .bind(Ending::PartyDeleted.as_str())
            .execute(&mut *tx)
            .await?;
        sqlx::query("UPDATE consent SET withdrawn_at = $2 WHERE relying_party_id = $1 AND withdrawn_at IS NULL")
            .bind(id.as_str())
            .bind(now.unix())
            .execute(&mut *tx)
            .await?;
        page_origin::forget(&mut tx, id).await?;
        let event = Event::new(Kind::PartyRegistered, Actor::RelyingParty(id.clone()), now).for_party(id);
        audit::append(&mut tx, &event.with("done", "deleted")).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Forgets invitations that can no longer be used, at most `batch`.
    pub async fn forget_invitations(&self, until: Timestamp, batch: i64) -> Result<u64, Fault> {
        let forgotten = sqlx::query(
            "DELETE FROM invitation WHERE digest IN (SELECT digest FROM invitation WHERE expires_at < $1 \
             ORDER BY expires_at, digest LIMIT $2)",
        )
        .bind(until.unix())
        .bind(batch)
        .execute(self.pool())
        .await?;
        Ok(forgotten.rows_affected())
    }
}
