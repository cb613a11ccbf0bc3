//! Client assertions already seen: the insert that fails is the replay, on whichever node.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::secret::{ClientId, Digest};
use crate::store::Store;

impl Store {
    /// Writes down that a party showed this assertion; false when it had before. Remembered until nobody would accept it.
    pub async fn spend_assertion(&self, party: &ClientId, jti: &str, dead_at: Timestamp) -> Result<bool, Fault> {
        // The length in front keeps a party's id and its jti from running into one another.
        let id = Digest::sha256(format!("{}:{party}:{jti}", party.as_str().len()).as_bytes());
        let kept = sqlx::query("INSERT INTO assertion (id, expires_at) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING")
            .bind(id.as_str())
            .bind(dead_at.unix())
            .execute(self.pool())
            .await?;
        Ok(kept.rows_affected() == 1)
    }

    /// Forgets assertions that nobody would accept any more.
    pub async fn forget_assertions(&self, now: Timestamp) -> Result<(), Fault> {
        sqlx::query("DELETE FROM assertion WHERE expires_at < $1").bind(now.unix()).execute(self.pool()).await?;
        Ok(())
    }
}
