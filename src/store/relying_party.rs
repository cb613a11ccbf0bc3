//! Relying parties as they are registered.

use sqlx::any::AnyRow;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::event::{Actor, Event, Kind};
use crate::oauth::relying_party::RelyingParty;
use crate::oauth::relying_party::metadata::Metadata;
use crate::secret::{ClientId, Digest};
use crate::store::{Store, audit, engine, row};

/// A party as it stands in the register of parties.
#[derive(Clone, Debug)]
pub struct Registered {
    /// The party.
    pub party: RelyingParty,
    /// What it is made of, for whoever shows or changes it.
    pub metadata: Metadata,
    /// Digest of its secret, when it has one.
    pub secret: Option<Digest>,
    /// When it was registered.
    pub created_at: Timestamp,
    /// Since when it is served no more.
    pub suspended_at: Option<Timestamp>,
    /// The version of the row, for a change.
    pub version: i64,
}

impl Registered {
    /// Whether the party is served.
    pub fn is_served(&self) -> bool {
        self.suspended_at.is_none()
    }
}

impl Store {
    /// The party of that `client_id`, served or suspended.
    pub async fn relying_party(&self, id: &ClientId) -> Result<Option<Registered>, Fault> {
        let row = sqlx::query(
            "SELECT id, created_at, metadata, secret_digest, suspended_at, version FROM relying_party WHERE id = $1",
        )
        .bind(id.as_str())
        .fetch_optional(self.pool())
        .await?;
        row.map(|row| registered(&row)).transpose()
    }

    /// Every party, oldest first.
    pub async fn relying_parties(&self) -> Result<Vec<Registered>, Fault> {
        let rows = sqlx::query(
            "SELECT id, created_at, metadata, secret_digest, suspended_at, version FROM relying_party \
             ORDER BY created_at, id",
        )
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(registered).collect()
    }

    /// Registers a party; false when its `client_id` is taken.
    pub async fn register_party(
        &self,
        id: &ClientId,
        metadata: &Metadata,
        secret: Option<&Digest>,
        by: Actor,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let inserted = sqlx::query(
            "INSERT INTO relying_party (id, created_at, metadata, secret_digest, changed_at, version) \
             VALUES ($1, $2, $3, $4, $2, 1)",
        )
        .bind(id.as_str())
        .bind(now.unix())
        .bind(metadata.to_json())
        .bind(secret.map(Digest::as_str))
        .execute(&mut *tx)
        .await;
        match inserted {
            Err(error) if engine::is_unique(&error) => return Ok(false),
            inserted => inserted?,
        };
        audit::append(&mut tx, &Event::new(Kind::PartyRegistered, by, now).for_party(id).with("done", "added")).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Stops serving a party, or serves it again; false when it stood so already or is not registered.
    pub async fn suspend_party(&self, id: &ClientId, suspend: bool, by: Actor, now: Timestamp) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let changed = sqlx::query(
            "UPDATE relying_party SET suspended_at = $2, changed_at = $3, version = version + 1 \
             WHERE id = $1 AND (CASE WHEN suspended_at IS NULL THEN 0 ELSE 1 END) <> $4",
        )
        .bind(id.as_str())
        .bind(suspend.then(|| now.unix()))
        .bind(now.unix())
        .bind(i64::from(suspend))
        .execute(&mut *tx)
        .await?;
        if changed.rows_affected() == 0 {
            return Ok(false);
        }
        let done = if suspend { "suspended" } else { "resumed" };
        audit::append(&mut tx, &Event::new(Kind::PartyRegistered, by, now).for_party(id).with("done", done)).await?;
        tx.commit().await?;
        Ok(true)
    }
}

fn registered(row: &AnyRow) -> Result<Registered, Fault> {
    let read = |text: &str| {
        let metadata = Metadata::read(text).ok()?;
        Some((metadata.check(ClientId::from_text(metadata.client_id.clone()?)).ok()?, metadata))
    };
    let (party, metadata) = row::parsed(row, "relying_party", "metadata", read)?;
    Ok(Registered {
        party,
        metadata,
        secret: row::maybe_text(row, "secret_digest")?.map(Digest::from_column),
        created_at: row::instant(row, "created_at")?,
        suspended_at: row::maybe_instant(row, "suspended_at")?,
        version: row::number(row, "version")?,
    })
}
