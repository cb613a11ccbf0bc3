//! Leave for a browser to try a person's password apart from everybody else: a code of the person's phone gives it, for a
//! while. It opens nothing (RL04).

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::limits;
use crate::secret::{AccountId, Digest};
use crate::store::{Store, row};

impl Store {
    /// Whether this browser was let try.
    pub async fn has_browser_pass(&self, account: &AccountId, browser: &Digest, now: Timestamp) -> Result<bool, Fault> {
        let row = sqlx::query("SELECT ends_at FROM browser_pass WHERE account_id = $1 AND browser = $2")
            .bind(account.as_str())
            .bind(browser.as_str())
            .fetch_optional(self.pool())
            .await?;
        let ends_at = row.map(|row| row::instant(&row, "ends_at")).transpose()?;
        Ok(ends_at.is_some_and(|ends_at| now < ends_at))
    }

    /// Whether both factors were shown in this browser before: a password alone makes no browser one of the person's here,
    /// or whoever has it would guess the second factor in a new one each time.
    pub async fn knows_second_factor(&self, account: &AccountId, browser: &Digest) -> Result<bool, Fault> {
        let row = sqlx::query("SELECT id FROM session WHERE account_id = $1 AND browser = $2 AND level >= 2 LIMIT 1")
            .bind(account.as_str())
            .bind(browser.as_str())
            .fetch_optional(self.pool())
            .await?;
        Ok(row.is_some())
    }

    /// Lets this browser try for a while.
    pub async fn let_browser_try(&self, account: &AccountId, browser: &Digest, now: Timestamp) -> Result<(), Fault> {
        sqlx::query(
            "INSERT INTO browser_pass (account_id, browser, ends_at) VALUES ($1, $2, $3) \
             ON CONFLICT (account_id, browser) DO UPDATE SET ends_at = $3",
        )
        .bind(account.as_str())
        .bind(browser.as_str())
        .bind(now.plus(limits::BROWSER_PASS).unix())
        .execute(self.pool())
        .await?;
        Ok(())
    }

    /// Forgets such leave whose time is over, at most `batch`.
    pub async fn forget_browser_passes(&self, batch: i64, now: Timestamp) -> Result<u64, Fault> {
        let forgotten = sqlx::query(
            "DELETE FROM browser_pass WHERE (account_id, browser) IN \
             (SELECT account_id, browser FROM browser_pass WHERE ends_at <= $1 ORDER BY ends_at LIMIT $2)",
        )
        .bind(now.unix())
        .bind(batch)
        .execute(self.pool())
        .await?;
        Ok(forgotten.rows_affected())
    }
}
