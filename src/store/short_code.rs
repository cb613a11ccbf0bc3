//! Codes by SMS and e-mail. One is live for an account, purpose and binding (a partial unique index); a try is counted
//! before the code is compared; the spend is one conditional UPDATE.

use sqlx::any::AnyRow;

use crate::clock::Timestamp;
use crate::entropy;
use crate::fault::Fault;
use crate::identity::short_code::{Check, CodeFacts, Purpose};
use crate::limits;
use crate::secret::{AccountId, Digest, encode};
use crate::store::engine::is_unique;
use crate::store::outbox::{self, Message};
use crate::store::{Store, Tx, row};

/// Names a code's row.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct CodeId(String);

/// A code to be sent.
#[derive(Clone, Debug)]
pub struct NewCode {
    /// Whose it is.
    pub account: AccountId,
    /// What for.
    pub purpose: Purpose,
    /// The browser, request or account that it is sent for.
    pub bound_to: String,
    /// What is kept of it.
    pub digest: Digest,
    /// When it stops to count.
    pub expires_at: Timestamp,
}

impl Store {
    /// When the last code of an account, purpose and binding was sent, cancelled or not.
    pub async fn code_sent_at(
        &self,
        account: &AccountId,
        purpose: Purpose,
        bound_to: &str,
    ) -> Result<Option<Timestamp>, Fault> {
        let row = sqlx::query(
            "SELECT MAX(sent_at) AS sent_at FROM short_code WHERE account_id = $1 AND purpose = $2 AND bound_to = $3",
        )
        .bind(account.as_str())
        .bind(purpose.as_str())
        .bind(bound_to)
        .fetch_one(self.pool())
        .await?;
        row::maybe_instant(&row, "sent_at")
    }

    /// Sends a code and cancels the former one; false when another one was sent in the same moment.
    pub async fn send_code(&self, code: &NewCode, message: &Message, now: Timestamp) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        if !keep(&mut tx, code, now).await? {
            return Ok(false);
        }
        outbox::post(&mut tx, &self.vault, message, now).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Counts a try and judges the digest of what was typed. [`Check::Right`] still has to be spent: the id is for that.
    pub async fn try_code(
        &self,
        account: &AccountId,
        purpose: Purpose,
        bound_to: &str,
        digest: &Digest,
        now: Timestamp,
    ) -> Result<(Check, Option<CodeId>), Fault> {
        // Raised whether it is live or not, so that an old code cannot be guessed for what its answer would tell.
        let row = sqlx::query(
            "UPDATE short_code SET tries = CASE WHEN tries > $4 THEN tries ELSE tries + 1 END WHERE id = \
                (SELECT id FROM short_code WHERE account_id = $1 AND purpose = $2 AND bound_to = $3 \
                 AND cancelled_at IS NULL ORDER BY sent_at DESC, id DESC LIMIT 1) \
             RETURNING id, digest, tries, expires_at, spent_at",
        )
        .bind(account.as_str())
        .bind(purpose.as_str())
        .bind(bound_to)
        .bind(limits::SHORT_CODE_TRIES)
        .fetch_optional(self.pool())
        .await?;
        let Some(row) = row else { return Ok((Check::Wrong, None)) };
        if row::number(&row, "tries")? > limits::SHORT_CODE_TRIES {
            return Ok((Check::TooManyTries, None));
        }
        let is_it = Digest::from_column(row::text(&row, "digest")?).matches(digest);
        let judged = facts(&row)?.judge(is_it, now);
        Ok((judged, (judged == Check::Right).then_some(CodeId(row::text(&row, "id")?))))
    }

    /// Forgets codes and counters that decide nothing any more, at most `batch` of each. The last code of an account that
    /// waits for activation is kept: by it the holder is told why it is too late.
    pub async fn forget_codes(&self, batch: i64, now: Timestamp) -> Result<(), Fault> {
        sqlx::query(
            "DELETE FROM short_code WHERE id IN (SELECT c.id FROM short_code c JOIN account a ON a.id = c.account_id \
             WHERE c.sent_at <= $1 AND (c.cancelled_at IS NOT NULL OR a.state IN ('active', 'closed')) LIMIT $2)",
        )
        .bind(now.minus(limits::KEEP_SPENT).unix())
        .bind(batch)
        .execute(self.pool())
        .await?;
        sqlx::query(
            "DELETE FROM throttle WHERE id IN (SELECT id FROM throttle WHERE ends_at <= $1 LIMIT $2) AND ends_at <= $1",
        )
        .bind(now.unix())
        .bind(batch)
        .execute(self.pool())
        .await?;
        Ok(())
    }

    /// Spends a code that was right; false when somebody was first or another code has been sent since.
    pub async fn spend_code(&self, id: &CodeId, now: Timestamp) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let spent = spend(&mut tx, id, now).await?;
        tx.commit().await?;
        Ok(spent)
    }
}

/// Spends a code in the caller's transaction.
pub(crate) async fn spend(tx: &mut Tx, id: &CodeId, now: Timestamp) -> Result<bool, Fault> {
    let spent = sqlx::query(
        "UPDATE short_code SET spent_at = $2 WHERE id = $1 AND spent_at IS NULL AND cancelled_at IS NULL \
         AND expires_at > $2",
    )
    .bind(&id.0)
    .bind(now.unix())
    .execute(&mut **tx)
    .await?;
    Ok(spent.rows_affected() == 1)
}

/// Keeps a code in the caller's transaction and cancels the former one; false when another was kept in the same moment,
/// and the transaction is then lost on PostgreSQL.
pub(crate) async fn keep(tx: &mut Tx, code: &NewCode, now: Timestamp) -> Result<bool, Fault> {
    sqlx::query(
        "UPDATE short_code SET cancelled_at = $4 WHERE account_id = $1 AND purpose = $2 AND bound_to = $3 \
         AND spent_at IS NULL AND cancelled_at IS NULL",
    )
    .bind(code.account.as_str())
    .bind(code.purpose.as_str())
    .bind(&code.bound_to)
    .bind(now.unix())
    .execute(&mut **tx)
    .await?;
    let kept = sqlx::query(
        "INSERT INTO short_code (id, account_id, purpose, bound_to, digest, sent_at, expires_at, tries) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, 0)",
    )
    .bind(format!("cod_{}", encode(&entropy::bytes::<16>()?)))
    .bind(code.account.as_str())
    .bind(code.purpose.as_str())
    .bind(&code.bound_to)
    .bind(code.digest.as_str())
    .bind(now.unix())
    .bind(code.expires_at.unix())
    .execute(&mut **tx)
    .await;
    match kept {
        Ok(_) => Ok(true),
        Err(error) if is_unique(&error) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

fn facts(row: &AnyRow) -> Result<CodeFacts, Fault> {
    Ok(CodeFacts { expires_at: row::instant(row, "expires_at")?, spent_at: row::maybe_instant(row, "spent_at")? })
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

    async fn store(folder: &std::path::Path) -> (Store, AccountId) {
        let database = Database::open(&format!("sqlite://{}", folder.join("x.sqlite").display())).await.unwrap();
        migrations::run(&database).await.unwrap();
        let store = Store::new(database, Arc::new(Vault::new(&Secret::new([7; 32])).unwrap()));
        let account = AccountId::new([1; 16]);
        sqlx::query(
            "INSERT INTO account (id, person_digest, kind, created_at, number_sealed, state, activation_closes_at, \
             channel, phone_sealed, language, version) VALUES ($1, 'x', 'citizen', 0, '', 'approved', 0, 'sms', '', 'vi', 1)",
        )
        .bind(account.as_str())
        .execute(store.pool())
        .await
        .unwrap();
        (store, account)
    }

    fn code(store: &Store, account: &AccountId, digits: &str) -> NewCode {
        NewCode {
            account: account.clone(),
            purpose: Purpose::SignIn,
            bound_to: "browser".into(),
            digest: store.vault().short_code("sign_in", "browser", digits),
            expires_at: NOW.plus(limits::SHORT_CODE),
        }
    }

    async fn keep_one(store: &Store, account: &AccountId, digits: &str, now: Timestamp) -> bool {
        let mut tx = store.begin().await.unwrap();
        let kept = keep(&mut tx, &code(store, account, digits), now).await.unwrap();
        tx.commit().await.unwrap();
        kept
    }

    async fn attempt(store: &Store, account: &AccountId, digits: &str) -> (Check, Option<CodeId>) {
        let digest = store.vault().short_code("sign_in", "browser", digits);
        store.try_code(account, Purpose::SignIn, "browser", &digest, NOW).await.unwrap()
    }

    #[tokio::test]
    async fn a_code_is_spent_once_and_a_resend_cancels_it() {
        let folder = tempfile::tempdir().unwrap();
        let (store, account) = store(folder.path()).await;
        assert_eq!(store.code_sent_at(&account, Purpose::SignIn, "browser").await.unwrap(), None);
        assert_eq!(attempt(&store, &account, "111111").await.0, Check::Wrong);
        assert!(keep_one(&store, &account, "111111", NOW).await);
        assert_eq!(store.code_sent_at(&account, Purpose::SignIn, "browser").await.unwrap(), Some(NOW));
        let (_, first) = attempt(&store, &account, "111111").await;
        assert!(keep_one(&store, &account, "222222", NOW.plus(Seconds::new(60))).await);
        assert!(!store.spend_code(&first.unwrap(), NOW).await.unwrap(), "cancelled by the resend");
        assert_eq!(attempt(&store, &account, "111111").await.0, Check::Wrong);
        let (judged, second) = attempt(&store, &account, "222222").await;
        assert_eq!(judged, Check::Right);
        assert!(store.spend_code(second.as_ref().unwrap(), NOW).await.unwrap());
        assert!(!store.spend_code(second.as_ref().unwrap(), NOW).await.unwrap());
        assert_eq!(attempt(&store, &account, "222222").await.0, Check::Spent);
    }

    #[tokio::test]
    async fn the_sixth_try_is_not_looked_at() {
        let folder = tempfile::tempdir().unwrap();
        let (store, account) = store(folder.path()).await;
        assert!(keep_one(&store, &account, "111111", NOW).await);
        for _ in 0..limits::SHORT_CODE_TRIES {
            assert_eq!(attempt(&store, &account, "999999").await.0, Check::Wrong);
        }
        assert_eq!(attempt(&store, &account, "111111").await.0, Check::TooManyTries);
    }
}
