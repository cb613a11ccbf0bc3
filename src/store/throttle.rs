//! Counters of attempts, shared by all nodes. The counter is raised before the attempt is looked at (PW08), so that two
//! hundred simultaneous guesses are two hundred counts.

use crate::clock::{Seconds, Timestamp};
use crate::fault::Fault;
use crate::store::Store;
use crate::store::row;

/// What a raised counter says.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Throttle {
    /// The attempt may be looked at.
    Open,
    /// Too many; try again at that instant.
    Closed(Timestamp),
}

impl Store {
    /// Raises the counter of `what` for `whom` and says whether the attempt may be looked at.
    pub async fn throttle(
        &self,
        what: &'static str,
        whom: &str,
        limit: u32,
        window: Seconds,
        now: Timestamp,
    ) -> Result<Throttle, Fault> {
        let row = sqlx::query(
            "INSERT INTO throttle (id, count, ends_at) VALUES ($1, 1, $2)
             ON CONFLICT (id) DO UPDATE SET
                count = CASE WHEN throttle.ends_at <= $3 THEN 1 ELSE throttle.count + 1 END,
                ends_at = CASE WHEN throttle.ends_at <= $3 THEN $2 ELSE throttle.ends_at END
             RETURNING count, ends_at",
        )
        .bind(self.vault.index(what, whom).as_str())
        .bind(now.plus(window).unix())
        .bind(now.unix())
        .fetch_one(self.pool())
        .await?;
        let closed = row::number(&row, "count")? > i64::from(limit);
        Ok(if closed { Throttle::Closed(row::instant(&row, "ends_at")?) } else { Throttle::Open })
    }

    /// Forgets counters whose time is over: the next attempt begins a new one anyway.
    pub async fn forget_counters(&self, batch: i64, now: Timestamp) -> Result<u64, Fault> {
        let forgotten = sqlx::query(
            "DELETE FROM throttle WHERE id IN (SELECT id FROM throttle WHERE ends_at <= $1 ORDER BY ends_at LIMIT $2) \
             AND ends_at <= $1",
        )
        .bind(now.unix())
        .bind(batch)
        .execute(self.pool())
        .await?;
        Ok(forgotten.rows_affected())
    }

    /// Forgets the count of `what` for `whom`, after a success.
    pub async fn forget_throttle(&self, what: &'static str, whom: &str) -> Result<(), Fault> {
        sqlx::query("DELETE FROM throttle WHERE id = $1")
            .bind(self.vault.index(what, whom).as_str())
            .execute(self.pool())
            .await?;
        Ok(())
    }
}
