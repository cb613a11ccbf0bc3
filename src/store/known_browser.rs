//! The browsers that an account was used in: one row each, by the digest of the browser's own cookie, which nobody else has.
//!
//! What is known opens nothing. It spares its holder a notice, and keeps the holder from being locked out by others' guesses.

use crate::clock::Timestamp;
use crate::entropy;
use crate::fault::Fault;
use crate::limits;
use crate::secret::{AccountId, Digest, encode};
use crate::store::{Store, Tx};

/// What an account knows of the browser that it is used in now.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Met {
    /// It is the first one of the account: there is none from which it would differ, and the activation was told.
    First,
    /// It was used before.
    Known,
    /// It is another one than those that were used before.
    New,
}

impl Store {
    /// Whether this account was used in the browser with that cookie, by somebody who showed a factor of it.
    pub async fn knows_browser(&self, account: &AccountId, browser: &Digest, now: Timestamp) -> Result<bool, Fault> {
        let row = sqlx::query(
            "SELECT 1 FROM known_browser WHERE account_id = $1 AND browser = $2 AND forgotten_at IS NULL \
             AND used_at > $3",
        )
        .bind(account.as_str())
        .bind(browser.as_str())
        .bind(now.minus(limits::BROWSER).unix())
        .fetch_optional(self.pool())
        .await?;
        Ok(row.is_some())
    }

    /// Forgets browsers that were not used for as long as their cookies live, at most `batch`. An account keeps one, lest
    /// the next stranger be its first.
    pub async fn forget_browsers(&self, batch: i64, now: Timestamp) -> Result<u64, Fault> {
        let forgotten = sqlx::query(
            "DELETE FROM known_browser WHERE id IN (SELECT b.id FROM known_browser b WHERE b.used_at <= $1 \
             AND EXISTS (SELECT 1 FROM known_browser later WHERE later.account_id = b.account_id \
             AND (later.used_at > b.used_at OR (later.used_at = b.used_at AND later.id > b.id))) LIMIT $2)",
        )
        .bind(now.minus(limits::BROWSER).unix())
        .bind(batch)
        .execute(self.pool())
        .await?;
        Ok(forgotten.rows_affected())
    }
}

/// Writes down in the caller's transaction that the account is used in this browser, and says whether it is a new one.
/// The caller has the account's turn: of two first sign-ins one is the first.
pub(super) async fn meet(tx: &mut Tx, account: &AccountId, browser: &Digest, now: Timestamp) -> Result<Met, Fault> {
    let used = sqlx::query(
        "UPDATE known_browser SET used_at = $3 WHERE account_id = $1 AND browser = $2 AND forgotten_at IS NULL \
         AND used_at > $4",
    )
    .bind(account.as_str())
    .bind(browser.as_str())
    .bind(now.unix())
    .bind(now.minus(limits::BROWSER).unix())
    .execute(&mut **tx)
    .await?;
    if used.rows_affected() > 0 {
        return Ok(Met::Known);
    }
    let others = sqlx::query("SELECT 1 FROM known_browser WHERE account_id = $1 LIMIT 1")
        .bind(account.as_str())
        .fetch_optional(&mut **tx)
        .await?;
    sqlx::query(
        "INSERT INTO known_browser (id, account_id, browser, used_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (account_id, browser) DO UPDATE SET used_at = $4, forgotten_at = NULL",
    )
    .bind(encode(&entropy::bytes::<16>()?))
    .bind(account.as_str())
    .bind(browser.as_str())
    .bind(now.unix())
    .execute(&mut **tx)
    .await?;
    Ok(if others.is_some() { Met::New } else { Met::First })
}

/// Forgets in the caller's transaction every browser of an account, and which ones a code let try apart from everybody else:
/// whose they were is in doubt, or they were another's.
pub(super) async fn forget_all(tx: &mut Tx, account: &AccountId, now: Timestamp) -> Result<(), Fault> {
    sqlx::query("DELETE FROM browser_pass WHERE account_id = $1").bind(account.as_str()).execute(&mut **tx).await?;
    sqlx::query("UPDATE known_browser SET forgotten_at = $2 WHERE account_id = $1 AND forgotten_at IS NULL")
        .bind(account.as_str())
        .bind(now.unix())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::clock::Seconds;
    use crate::seal::Vault;
    use crate::secret::Secret;
    use crate::store::engine::Database;
    use crate::store::migrations;

    const NOW: Timestamp = Timestamp::from_unix(1_800_000_000);

    async fn met(store: &Store, account: &AccountId, browser: &Digest, now: Timestamp) -> Met {
        let mut tx = store.begin().await.unwrap();
        let met = meet(&mut tx, account, browser, now).await.unwrap();
        tx.commit().await.unwrap();
        met
    }

    #[tokio::test]
    async fn a_browser_is_known_to_the_account_that_used_it_until_it_is_forgotten_or_a_year_unused() {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::open(&format!("sqlite://{}", folder.path().join("t.sqlite").display())).await.unwrap();
        migrations::run(&database).await.unwrap();
        let store = Store::new(database, Arc::new(Vault::new(&Secret::new([1; 32])).unwrap()));
        let (account, other) = (AccountId::new([1; 16]), AccountId::new([2; 16]));
        for (id, person) in [(&account, "p"), (&other, "q")] {
            sqlx::query(
                "INSERT INTO account (id, person_digest, kind, created_at, number_sealed, level, state, \
                 activation_closes_at, channel, phone_sealed, language, version) \
                 VALUES ($1, $2, 'citizen', 1, '', 1, 'active', 1, 'sms', '', 'vi', 1)",
            )
            .bind(id.as_str())
            .bind(person)
            .execute(store.pool())
            .await
            .unwrap();
        }
        let (home, work) = (Digest::sha256(b"home"), Digest::sha256(b"work"));
        assert!(!store.knows_browser(&account, &home, NOW).await.unwrap());
        assert_eq!(met(&store, &account, &home, NOW).await, Met::First);
        assert_eq!(met(&store, &account, &home, NOW).await, Met::Known);
        assert_eq!(met(&store, &account, &work, NOW).await, Met::New);
        assert!(store.knows_browser(&account, &work, NOW).await.unwrap());
        // What one account knows is nothing to another one in the same browser.
        assert!(!store.knows_browser(&other, &home, NOW).await.unwrap());

        let later = NOW.plus(limits::BROWSER);
        assert!(store.knows_browser(&account, &home, later.minus(Seconds::new(1))).await.unwrap());
        assert!(!store.knows_browser(&account, &home, later).await.unwrap());
        // Swept, one is left, so that whoever comes is still told from the first.
        assert_eq!(store.forget_browsers(10, later).await.unwrap(), 1);
        assert_eq!(met(&store, &account, &Digest::sha256(b"stranger"), later).await, Met::New);

        let mut tx = store.begin().await.unwrap();
        forget_all(&mut tx, &account, later).await.unwrap();
        tx.commit().await.unwrap();
        assert!(!store.knows_browser(&account, &Digest::sha256(b"stranger"), later).await.unwrap());
        assert_eq!(met(&store, &account, &Digest::sha256(b"stranger"), later).await, Met::New);
        assert_eq!(met(&store, &account, &Digest::sha256(b"stranger"), later).await, Met::Known);
    }
}
