//! What a database is marked as, for good.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::secret::AccountId;
use crate::store::{Store, row};

impl Store {
    /// Puts a mark; false when it stands already.
    pub async fn mark(&self, name: &str, value: &str, now: Timestamp) -> Result<bool, Fault> {
        let put = sqlx::query(
            "INSERT INTO house_mark (name, value, marked_at) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING",
        )
        .bind(name)
        .bind(value)
        .bind(now.unix())
        .execute(self.pool())
        .await?;
        Ok(put.rows_affected() == 1)
    }

    /// Whether this database holds a synthetic nation whose passwords are known.
    pub async fn is_sandbox(&self) -> Result<bool, Fault> {
        let row = sqlx::query("SELECT name FROM house_mark WHERE name = 'sandbox'").fetch_optional(self.pool()).await?;
        Ok(row.is_some())
    }

    /// Whether nobody has an account.
    pub async fn has_no_account(&self) -> Result<bool, Fault> {
        let row = sqlx::query("SELECT id FROM account LIMIT 1").fetch_optional(self.pool()).await?;
        Ok(row.is_none())
    }

    /// The synthetic people whose password is known, in the order in which they were made.
    pub async fn synthetic_accounts(&self) -> Result<Vec<AccountId>, Fault> {
        let rows = sqlx::query(
            "SELECT name, value FROM house_mark WHERE name >= 'person:' AND name < 'person;' ORDER BY value, name",
        )
        .fetch_all(self.pool())
        .await?;
        let account = |name: String| name.strip_prefix("person:").map(AccountId::from_text);
        rows.iter().filter_map(|row| row::text(row, "name").map(account).transpose()).collect()
    }
}
