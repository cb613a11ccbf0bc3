//! Pushed authorization requests: kept for some seconds, opened as often as a browser needs, answered once.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::oauth::params::Params;
use crate::seal::Place;
use crate::secret::{ClientId, Digest};
use crate::store::{Store, request, row};

/// A request to keep under its address.
#[derive(Clone, Debug)]
pub struct NewPushed<'a> {
    /// Digest of the secret in its address.
    pub digest: &'a Digest,
    /// Whose it is.
    pub party: &'a ClientId,
    /// What was pushed.
    pub parameters: &'a Params,
    /// From when its address is worth nothing.
    pub expires_at: Timestamp,
}

/// A kept request.
#[derive(Clone, Debug)]
pub struct Pushed {
    /// Whose it is.
    pub party: ClientId,
    /// What was pushed.
    pub parameters: Params,
    /// From when its address is worth nothing.
    pub expires_at: Timestamp,
    /// When a request that it began was answered.
    pub answered_at: Option<Timestamp>,
}

impl Store {
    /// Keeps a pushed request.
    pub async fn keep_pushed(&self, pushed: &NewPushed<'_>, now: Timestamp) -> Result<(), Fault> {
        let sealed = self.vault.seal(place(pushed.digest.as_str()), &request::written(pushed.parameters))?;
        sqlx::query(
            "INSERT INTO pushed_request (digest, relying_party_id, parameters_sealed, created_at, expires_at) \
             VALUES ($1, $2, $3, $4, $5)",
        )
        .bind(pushed.digest.as_str())
        .bind(pushed.party.as_str())
        .bind(sealed)
        .bind(now.unix())
        .bind(pushed.expires_at.unix())
        .execute(self.pool())
        .await?;
        Ok(())
    }

    /// The pushed request of that address, in whatever state.
    pub async fn pushed(&self, digest: &Digest) -> Result<Option<Pushed>, Fault> {
        let row = sqlx::query(
            "SELECT digest AS id, relying_party_id, parameters_sealed, expires_at, answered_at FROM pushed_request \
             WHERE digest = $1",
        )
        .bind(digest.as_str())
        .fetch_optional(self.pool())
        .await?;
        row.map(|row| {
            let opened = self.vault.open(place(digest.as_str()), &row::text(&row, "parameters_sealed")?)?;
            let corrupt = || row::corrupt(&row, "pushed_request", "parameters_sealed");
            Ok(Pushed {
                party: ClientId::from_text(row::text(&row, "relying_party_id")?),
                parameters: request::parameters(&opened).ok_or_else(corrupt)?,
                expires_at: row::instant(&row, "expires_at")?,
                answered_at: row::maybe_instant(&row, "answered_at")?,
            })
        })
        .transpose()
    }

    /// Forgets pushed requests whose addresses died before that instant, at most `batch`; one that somebody still answers
    /// stays until that is over, or it could be answered twice.
    pub async fn forget_pushed(&self, before: Timestamp, batch: i64) -> Result<u64, Fault> {
        let forgotten = sqlx::query(
            "DELETE FROM pushed_request WHERE digest IN (SELECT p.digest FROM pushed_request p WHERE p.expires_at < $1 \
             AND NOT EXISTS (SELECT 1 FROM request r WHERE r.pushed = p.digest) ORDER BY p.expires_at LIMIT $2)",
        )
        .bind(before.unix())
        .bind(batch)
        .execute(self.pool())
        .await?;
        Ok(forgotten.rows_affected())
    }
}

fn place(row: &str) -> Place<'_> {
    Place { table: "pushed_request", column: "parameters", row }
}
