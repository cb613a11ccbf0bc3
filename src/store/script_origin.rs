//! Whose scripts may read our answers to parties.

use crate::fault::Fault;
use crate::oauth::relying_party::metadata::Metadata;
use crate::secret::ClientId;
use crate::store::{Store, Tx};

impl Store {
    /// Whether a party that is served lives at that origin.
    pub async fn is_script_origin(&self, origin: &str) -> Result<bool, Fault> {
        let row = sqlx::query(
            "SELECT s.origin FROM script_origin s JOIN relying_party p ON p.id = s.relying_party_id \
             WHERE s.origin = $1 AND p.suspended_at IS NULL LIMIT 1",
        )
        .bind(origin)
        .fetch_optional(self.pool())
        .await?;
        Ok(row.is_some())
    }
}

/// Writes down the origins that a party's new metadata make, in the caller's transaction.
pub(super) async fn keep(tx: &mut Tx, id: &ClientId, metadata: &Metadata) -> Result<(), Fault> {
    let party = metadata.check(id.clone()).map_err(|error| Fault::caused("a party is kept unchecked", error))?;
    sqlx::query("DELETE FROM script_origin WHERE relying_party_id = $1").bind(id.as_str()).execute(&mut **tx).await?;
    for origin in party.script_origins() {
        sqlx::query("INSERT INTO script_origin (origin, relying_party_id) VALUES ($1, $2)")
            .bind(origin)
            .bind(id.as_str())
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}
