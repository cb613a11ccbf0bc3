//! Relying parties as they are registered.

use sqlx::any::AnyRow;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::event::{Actor, Event, Kind};
use crate::oauth::registration::Bounds;
use crate::oauth::relying_party::RelyingParty;
use crate::oauth::relying_party::metadata::Metadata;
use crate::oauth::scope::Scopes;
use crate::secret::{ClientId, Digest};
use crate::store::{Store, audit, engine, page_origin, row};

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
    /// Who registered it.
    pub registered_by: RegisteredBy,
    /// How far it may change itself, when it registered itself.
    pub bounds: Option<Bounds>,
    /// The version of the row, for a change.
    pub version: i64,
}

/// Who registered a party.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum RegisteredBy {
    /// An operator, from a file.
    Operator,
    /// The party itself, by an operator's invitation.
    Invited,
    /// The party itself, in a sandbox.
    Anybody,
}

impl RegisteredBy {
    /// The column text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Operator => "operator",
            Self::Invited => "invited",
            Self::Anybody => "anybody",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Operator, Self::Invited, Self::Anybody].into_iter().find(|known| known.as_str() == text)
    }
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
            "SELECT id, created_at, registered_by, scope_bound, pkce_optional, metadata, secret_digest, suspended_at, \
             version FROM relying_party WHERE id = $1",
        )
        .bind(id.as_str())
        .fetch_optional(self.pool())
        .await?;
        row.map(|row| registered(&row)).transpose()
    }

    /// Every party that is not deleted, oldest first.
    pub async fn relying_parties(&self) -> Result<Vec<Registered>, Fault> {
        let rows = sqlx::query(
            "SELECT id, created_at, registered_by, scope_bound, pkce_optional, metadata, secret_digest, suspended_at, \
             version FROM relying_party WHERE deleted_at IS NULL ORDER BY created_at, id",
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
            "INSERT INTO relying_party (id, created_at, registered_by, metadata, secret_digest, changed_at, version) \
             VALUES ($1, $2, 'operator', $3, $4, $2, 1)",
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
        page_origin::keep(&mut tx, id, metadata).await?;
        audit::append(&mut tx, &Event::new(Kind::PartyRegistered, by, now).for_party(id).with("done", "added")).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Stops serving a party, or serves it again; false when it stood so already or is not registered.
    pub async fn suspend_party(&self, id: &ClientId, suspend: bool, by: Actor, now: Timestamp) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let changed = sqlx::query(
            "UPDATE relying_party SET suspended_at = $2, changed_at = $3, version = version + 1 \
             WHERE id = $1 AND deleted_at IS NULL AND (CASE WHEN suspended_at IS NULL THEN 0 ELSE 1 END) <> $4",
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

/// The party in a row that has the columns of [`Store::relying_party`].
pub(super) fn registered(row: &AnyRow) -> Result<Registered, Fault> {
    let read = |text: &str| {
        let metadata = Metadata::read(text).ok()?;
        Some((metadata.check(ClientId::from_text(metadata.client_id.clone()?)).ok()?, metadata))
    };
    let (party, metadata) = row::parsed(row, "relying_party", "metadata", read)?;
    let bounds = match row::maybe_text(row, "scope_bound")? {
        None => None,
        Some(_) => Some(bounds(row, "relying_party")?),
    };
    Ok(Registered {
        party,
        metadata,
        secret: row::maybe_text(row, "secret_digest")?.map(Digest::from_column),
        created_at: row::instant(row, "created_at")?,
        suspended_at: row::maybe_instant(row, "suspended_at")?,
        registered_by: row::parsed(row, "relying_party", "registered_by", RegisteredBy::parse)?,
        bounds,
        version: row::number(row, "version")?,
    })
}

/// The bounds in a row of a party or an invitation.
pub(super) fn bounds(row: &AnyRow, table: &'static str) -> Result<Bounds, Fault> {
    Ok(Bounds {
        scopes: row::parsed(row, table, "scope_bound", |text| Scopes::parse(text).ok())?,
        pkce_optional: row::maybe_number(row, "pkce_optional")? == Some(1),
    })
}
