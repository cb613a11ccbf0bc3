//! Where parties' pages are: whose scripts may read our answers, and whose pages may frame ours.

use crate::fault::Fault;
use crate::oauth::relying_party::metadata::Metadata;
use crate::secret::ClientId;
use crate::store::{Store, Tx, row};

impl Store {
    /// Whether scripts of a page there may read what a party is answered: one that is served lives in browsers there.
    pub async fn is_script_origin(&self, origin: &str) -> Result<bool, Fault> {
        let row = sqlx::query(
            "SELECT o.origin FROM page_origin o JOIN relying_party p ON p.id = o.relying_party_id \
             WHERE o.origin = $1 AND o.has_scripts = 1 AND p.suspended_at IS NULL LIMIT 1",
        )
        .bind(origin)
        .fetch_optional(self.pool())
        .await?;
        Ok(row.is_some())
    }

    /// Whether a party that is served has pages there.
    pub async fn is_page_origin(&self, origin: &str) -> Result<bool, Fault> {
        let row = sqlx::query(
            "SELECT o.origin FROM page_origin o JOIN relying_party p ON p.id = o.relying_party_id \
             WHERE o.origin = $1 AND p.suspended_at IS NULL LIMIT 1",
        )
        .bind(origin)
        .fetch_optional(self.pool())
        .await?;
        Ok(row.is_some())
    }

    /// Where the pages of all parties that are served are, each origin once, at most so many.
    pub async fn page_origins(&self, most: i64) -> Result<Vec<String>, Fault> {
        let rows = sqlx::query(
            "SELECT DISTINCT o.origin FROM page_origin o JOIN relying_party p ON p.id = o.relying_party_id \
             WHERE p.suspended_at IS NULL ORDER BY o.origin LIMIT $1",
        )
        .bind(most)
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(|row| row::text(row, "origin")).collect()
    }
}

/// Writes down the origins that a party's new metadata make, in the caller's transaction.
pub(super) async fn keep(tx: &mut Tx, id: &ClientId, metadata: &Metadata) -> Result<(), Fault> {
    let party = metadata.check(id.clone()).map_err(|error| Fault::caused("a party is kept unchecked", error))?;
    forget(tx, id).await?;
    for origin in party.page_origins() {
        sqlx::query("INSERT INTO page_origin (origin, relying_party_id, has_scripts) VALUES ($1, $2, $3)")
            .bind(origin)
            .bind(id.as_str())
            .bind(i64::from(party.lives_in_browsers()))
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

/// Forgets a party's origins, in the caller's transaction.
pub(super) async fn forget(tx: &mut Tx, id: &ClientId) -> Result<(), Fault> {
    sqlx::query("DELETE FROM page_origin WHERE relying_party_id = $1").bind(id.as_str()).execute(&mut **tx).await?;
    Ok(())
}
