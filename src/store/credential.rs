//! Passwords as they are kept, read with what decides whether they open anything.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::account::State;
use crate::secret::{AccountId, Digest};
use crate::store::{Store, Tx, row};

/// What a sign-in by password needs to know, in one read.
#[derive(Clone, Debug)]
pub struct CredentialFacts {
    /// The account.
    pub account: AccountId,
    /// Where it stands.
    pub state: State,
    /// Whether a ground for a lock stands.
    pub is_locked: bool,
    /// The password kept; none before activation.
    pub hash: Option<String>,
}

impl Store {
    /// What is known of the person with that digest.
    pub async fn credential_facts(&self, person: &Digest) -> Result<Option<CredentialFacts>, Fault> {
        let row = sqlx::query(
            "SELECT a.id, a.state, c.hash, CASE WHEN EXISTS \
                (SELECT 1 FROM account_lock l WHERE l.account_id = a.id AND l.lifted_at IS NULL) \
             THEN 1 ELSE 0 END AS is_locked \
             FROM account a LEFT JOIN credential c ON c.account_id = a.id WHERE a.person_digest = $1",
        )
        .bind(person.as_str())
        .fetch_optional(self.pool())
        .await?;
        row.map(|row| {
            Ok(CredentialFacts {
                account: AccountId::from_text(row::text(&row, "id")?),
                state: row::parsed(&row, "account", "state", State::parse)?,
                is_locked: row::number(&row, "is_locked")? == 1,
                hash: row::maybe_text(&row, "hash")?,
            })
        })
        .transpose()
    }

    /// Keeps the same password under present parameters, unless it was changed meanwhile.
    pub async fn rehash_credential(&self, account: &AccountId, former: &str, hash: &str) -> Result<(), Fault> {
        sqlx::query("UPDATE credential SET hash = $3 WHERE account_id = $1 AND hash = $2")
            .bind(account.as_str())
            .bind(former)
            .bind(hash)
            .execute(self.pool())
            .await?;
        Ok(())
    }
}

/// Keeps a password in the caller's transaction, in place of any former one.
pub(crate) async fn set(tx: &mut Tx, account: &AccountId, hash: &str, now: Timestamp) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO credential (account_id, hash, set_at) VALUES ($1, $2, $3) \
         ON CONFLICT (account_id) DO UPDATE SET hash = $2, set_at = $3",
    )
    .bind(account.as_str())
    .bind(hash)
    .bind(now.unix())
    .execute(&mut **tx)
    .await?;
    Ok(())
}
