//! Passwords as they are kept, read with what decides whether they open anything.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::account::State;
use crate::identity::event::{Actor, Event, Kind};
use crate::seal::Vault;
use crate::secret::{AccountId, Digest, SessionId};
use crate::store::logout::{self, Ends};
use crate::store::outbox::{self, Message};
use crate::store::{Store, Tx, audit, row};

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

/// A password to be changed.
#[derive(Clone, Debug)]
pub struct PasswordChange {
    /// Whose it is.
    pub account: AccountId,
    /// What is kept of the present one.
    pub former: String,
    /// What is to be kept of the new one.
    pub hash: String,
    /// The session in which it is changed.
    pub session: SessionId,
    /// Digest of that session's new cookie.
    pub cookie: Digest,
    /// Whether the other sessions end, and what parties renew without the person (PW20).
    pub ends_others: bool,
    /// What the holder is told.
    pub notices: Vec<Message>,
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

    /// The password of an account as it is kept.
    pub async fn credential_hash(&self, account: &AccountId) -> Result<Option<String>, Fault> {
        let row = sqlx::query("SELECT hash FROM credential WHERE account_id = $1")
            .bind(account.as_str())
            .fetch_optional(self.pool())
            .await?;
        row.map(|row| row::text(&row, "hash")).transpose()
    }

    /// Changes the password in a live session, which goes on under a new cookie (SE02); false when the session had ended or
    /// another password was set meanwhile.
    pub async fn change_password(&self, change: &PasswordChange, now: Timestamp) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let changed = sqlx::query("UPDATE credential SET hash = $3, set_at = $4 WHERE account_id = $1 AND hash = $2")
            .bind(change.account.as_str())
            .bind(&change.former)
            .bind(&change.hash)
            .bind(now.unix())
            .execute(&mut *tx)
            .await?;
        let goes_on = sqlx::query(
            "UPDATE session SET digest = $3, used_at = $4 WHERE id = $1 AND account_id = $2 AND ended_at IS NULL",
        )
        .bind(change.session.as_str())
        .bind(change.account.as_str())
        .bind(change.cookie.as_str())
        .bind(now.unix())
        .execute(&mut *tx)
        .await?;
        if changed.rows_affected() == 0 || goes_on.rows_affected() == 0 {
            return Ok(false);
        }
        if change.ends_others {
            end_all_but(&mut tx, &self.vault, &change.account, &change.session, PASSWORD_CHANGED, now).await?;
        }
        for notice in &change.notices {
            outbox::post(&mut tx, &self.vault, notice, now).await?;
        }
        let event = Event::new(Kind::PasswordSet, Actor::Person(change.account.clone()), now)
            .about(&change.account)
            .with("others", if change.ends_others { "ended" } else { "kept" });
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(true)
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

/// Ends every other session of an account, and every family that is not of this one alone: what renews itself goes on
/// without the person, whoever agreed to it (PW20).
pub(super) async fn end_all_but(
    tx: &mut Tx,
    vault: &Vault,
    account: &AccountId,
    session: &SessionId,
    why: &'static str,
    now: Timestamp,
) -> Result<(), Fault> {
    let others = sqlx::query("SELECT id FROM session WHERE account_id = $1 AND id <> $2 AND ended_at IS NULL")
        .bind(account.as_str())
        .bind(session.as_str())
        .fetch_all(&mut **tx)
        .await?;
    for row in &others {
        let other = SessionId::from_text(row::text(row, "id")?);
        logout::end(tx, vault, account, Ends::One(&other), why, now).await?;
    }
    sqlx::query(
        "UPDATE family SET ended_at = $3, ended_by = $4 WHERE account_id = $1 AND ended_at IS NULL \
         AND (session_id <> $2 OR offline = 1)",
    )
    .bind(account.as_str())
    .bind(session.as_str())
    .bind(now.unix())
    .bind(why)
    .execute(&mut **tx)
    .await?;
    if !others.is_empty() {
        let event = Event::new(Kind::SignedOut, Actor::Person(account.clone()), now)
            .about(account)
            .with("why", why)
            .with("sessions", others.len() as u64);
        audit::append(tx, &event).await?;
    }
    Ok(())
}

/// Why the other sessions ended.
const PASSWORD_CHANGED: &str = "password_changed";

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::secret::Secret;
    use crate::store::engine::Database;
    use crate::store::migrations;

    const NOW: Timestamp = Timestamp::from_unix(1_800_000_000);

    #[tokio::test]
    async fn pw04_a_hash_is_raised_only_while_it_is_still_the_one_that_was_checked() {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("x.sqlite").display());
        let database = Database::open(&url).await.unwrap();
        migrations::run(&database).await.unwrap();
        let store = Store::new(database, Arc::new(Vault::new(&Secret::new([7; 32])).unwrap()));
        let account = AccountId::new([1; 16]);
        sqlx::query(
            "INSERT INTO account (id, person_digest, kind, created_at, number_sealed, state, activation_closes_at, \
             channel, phone_sealed, language, version) VALUES ($1, 'x', 'citizen', 0, '', 'active', 0, 'sms', '', 'vi', 1)",
        )
        .bind(account.as_str())
        .execute(store.pool())
        .await
        .unwrap();
        let mut tx = store.begin().await.unwrap();
        set(&mut tx, &account, "weak", NOW).await.unwrap();
        tx.commit().await.unwrap();
        let kept = || async { store.credential_hash(&account).await.unwrap().unwrap() };
        // Changed between the check and the write: the new password stays.
        store.rehash_credential(&account, "weaker", "of another password").await.unwrap();
        assert_eq!(kept().await, "weak");
        store.rehash_credential(&account, "weak", "strong").await.unwrap();
        assert_eq!(kept().await, "strong");
    }
}
