//! Passkeys and their challenges. A challenge is spent by one conditional update before anything of its answer is looked at; a
//! count is accepted in the commit that opens what the passkey opens.

use sqlx::any::AnyRow;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::passkey::{self, Made, PublicKey, Purpose, Question};
use crate::limits;
use crate::oauth::session::SessionFacts;
use crate::seal::{Place, Vault};
use crate::secret::{AccountId, Digest, PasskeyId, RequestId};
use crate::store::factor_change::FactorChange;
use crate::store::not_me::NewNotice;
use crate::store::session::{self, NewSession, Worth};
use crate::store::{Store, Tx, account, audit, engine, row};

/// A passkey of an account.
#[derive(Clone, Debug)]
pub struct Passkey {
    /// Its id.
    pub id: PasskeyId,
    /// Whose it is.
    pub account: AccountId,
    /// The public half.
    pub key: PublicKey,
    /// What its holder calls it.
    pub name: String,
    /// Where it lives.
    pub kind: passkey::Kind,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it was last used.
    pub used_at: Option<Timestamp>,
}

/// For whom and for what a challenge is.
#[derive(Clone, Copy, Debug)]
pub struct Bound<'a> {
    /// What for.
    pub purpose: Purpose,
    /// The request, session, page or recovery that it is asked for.
    pub to: &'a str,
    /// Digest of the browser's cookie.
    pub browser: &'a Digest,
}

/// What became of a passkey that was right.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Opened {
    /// The session is there.
    Yes,
    /// The account is not open, or its session has ended.
    Not,
    /// The count is not above the last one, or the passkey was removed meanwhile.
    Stale,
}

impl Store {
    /// Keeps a challenge until its answer comes.
    pub async fn keep_challenge(&self, question: &Question, bound: Bound<'_>, now: Timestamp) -> Result<(), Fault> {
        let digest = question.challenge.as_str();
        sqlx::query(
            "INSERT INTO passkey_challenge (digest, purpose, bound_to, browser, state_sealed, asked_at, expires_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(digest)
        .bind(bound.purpose.as_str())
        .bind(bound.to)
        .bind(bound.browser.as_str())
        .bind(self.vault.seal(challenge_place(digest), &question.state)?)
        .bind(now.unix())
        .bind(now.plus(limits::PASSKEY_CHALLENGE).unix())
        .execute(self.pool())
        .await?;
        Ok(())
    }

    /// Spends a challenge of this browser, purpose and transaction, in its time and once; what had to be remembered.
    pub async fn spend_challenge(
        &self,
        challenge: &Digest,
        bound: Bound<'_>,
        now: Timestamp,
    ) -> Result<Option<String>, Fault> {
        let row = sqlx::query(
            "UPDATE passkey_challenge SET spent_at = $5 WHERE digest = $1 AND purpose = $2 AND bound_to = $3 \
             AND browser = $4 AND spent_at IS NULL AND expires_at > $5 RETURNING digest, state_sealed",
        )
        .bind(challenge.as_str())
        .bind(bound.purpose.as_str())
        .bind(bound.to)
        .bind(bound.browser.as_str())
        .bind(now.unix())
        .fetch_optional(self.pool())
        .await?;
        let Some(row) = row else { return Ok(None) };
        let digest = row::text(&row, "digest")?;
        self.vault.open(challenge_place(&digest), &row::text(&row, "state_sealed")?).map(Some)
    }

    /// Forgets challenges that are over, at most `batch`.
    pub async fn forget_challenges(&self, batch: i64, now: Timestamp) -> Result<u64, Fault> {
        let forgotten = sqlx::query(
            "DELETE FROM passkey_challenge WHERE digest IN (SELECT digest FROM passkey_challenge WHERE expires_at <= $1 \
             ORDER BY expires_at LIMIT $2)",
        )
        .bind(now.unix())
        .bind(batch)
        .execute(self.pool())
        .await?;
        Ok(forgotten.rows_affected())
    }

    /// The passkeys of an account, the oldest first.
    pub async fn passkeys(&self, account: &AccountId) -> Result<Vec<Passkey>, Fault> {
        let rows = sqlx::query(
            "SELECT id, account_id, key_sealed, name_sealed, kind, made_at, used_at FROM passkey \
             WHERE account_id = $1 AND removed_at IS NULL ORDER BY made_at, id",
        )
        .bind(account.as_str())
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(|row| passkey(row, &self.vault)).collect()
    }

    /// The passkey that an authenticator calls so, whoever's it is.
    pub async fn passkey_called(&self, credential: &str) -> Result<Option<Passkey>, Fault> {
        let row = sqlx::query(
            "SELECT id, account_id, key_sealed, name_sealed, kind, made_at, used_at FROM passkey \
             WHERE credential = $1 AND removed_at IS NULL",
        )
        .bind(credential)
        .fetch_optional(self.pool())
        .await?;
        row.as_ref().map(|row| passkey(row, &self.vault)).transpose()
    }

    /// Adds a passkey; false when there is one of its credential, anybody's, when the person has too many, or when the
    /// session has ended.
    pub async fn add_passkey(
        &self,
        id: &PasskeyId,
        made: &Made,
        name: &str,
        change: &FactorChange<'_>,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        if !change.begin(&mut tx, now).await? {
            return Ok(false);
        }
        // The account's turn is taken: nobody adds another between the count and the row.
        let added = sqlx::query(
            "INSERT INTO passkey (id, account_id, credential, key_sealed, kind, made_at, name_sealed, sign_count) \
             SELECT $1, $2, $3, $4, $5, $6, $7, $8 WHERE (SELECT COUNT(*) FROM passkey WHERE account_id = $2 \
             AND removed_at IS NULL) < $9",
        )
        .bind(id.as_str())
        .bind(change.session.account.as_str())
        .bind(&made.credential)
        .bind(self.vault.seal(key_place(id.as_str()), &made.key.to_column()?)?)
        .bind(made.kind.as_str())
        .bind(now.unix())
        .bind(self.vault.seal(name_place(id.as_str()), name)?)
        .bind(made.count)
        .bind(limits::PASSKEYS as i64)
        .execute(&mut *tx)
        .await;
        let is_added = match added {
            Err(error) if engine::is_unique(&error) => false,
            added => added?.rows_affected() == 1,
        };
        if !is_added {
            return Ok(false);
        }
        change.finish(&mut tx, &self.vault, Kind::FactorAdded, now).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Gives a passkey another name; false when the account has none of that id.
    pub async fn rename_passkey(&self, account: &AccountId, id: &PasskeyId, name: &str) -> Result<bool, Fault> {
        let renamed =
            sqlx::query("UPDATE passkey SET name_sealed = $3 WHERE id = $1 AND account_id = $2 AND removed_at IS NULL")
                .bind(id.as_str())
                .bind(account.as_str())
                .bind(self.vault.seal(name_place(id.as_str()), name)?)
                .execute(self.pool())
                .await?;
        Ok(renamed.rows_affected() == 1)
    }

    /// Removes a passkey; false when the account has none of that id or the session has ended.
    pub async fn remove_passkey(
        &self,
        id: &PasskeyId,
        change: &FactorChange<'_>,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        if !change.begin(&mut tx, now).await? {
            return Ok(false);
        }
        let removed =
            sqlx::query("UPDATE passkey SET removed_at = $3 WHERE id = $1 AND account_id = $2 AND removed_at IS NULL")
                .bind(id.as_str())
                .bind(change.session.account.as_str())
                .bind(now.unix())
                .execute(&mut *tx)
                .await?;
        if removed.rows_affected() == 0 {
            return Ok(false);
        }
        change.finish(&mut tx, &self.vault, Kind::FactorRemoved, now).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Begins a session by a passkey that was right.
    pub async fn begin_by_passkey(
        &self,
        passkey: &PasskeyId,
        count: i64,
        new: &NewSession,
        notice: Option<&NewNotice>,
        now: Timestamp,
    ) -> Result<Opened, Fault> {
        let mut tx = self.begin().await?;
        if !session::insert(&mut tx, &self.vault, new, notice, now).await? {
            return Ok(Opened::Not);
        }
        if !count_up(&mut tx, passkey, count, now).await? {
            return Ok(Opened::Stale);
        }
        let event = Event::new(Kind::SignedIn, Actor::Person(new.account.clone()), now)
            .about(&new.account)
            .with("level", new.level)
            .with("methods", new.methods.join(" "))
            .with("passkey", passkey.as_str());
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(Opened::Yes)
    }

    /// Raises a live session by a passkey that was right.
    pub async fn raise_by_passkey(
        &self,
        passkey: &PasskeyId,
        count: i64,
        session: &SessionFacts,
        worth: &Worth<'_>,
        for_request: Option<&RequestId>,
        now: Timestamp,
    ) -> Result<Opened, Fault> {
        let mut tx = self.begin().await?;
        // In the order in which its removal takes them.
        account::take_turn(&mut tx, &session.account).await?;
        if !session::raise(&mut tx, session, worth, for_request, now).await? {
            return Ok(Opened::Not);
        }
        if !count_up(&mut tx, passkey, count, now).await? {
            return Ok(Opened::Stale);
        }
        tx.commit().await?;
        Ok(Opened::Yes)
    }
}

/// Accepts a count above the last one; most passkeys do not count and always say 0 (W3C WebAuthn §6.1.1).
pub(super) async fn count_up(tx: &mut Tx, passkey: &PasskeyId, count: i64, now: Timestamp) -> Result<bool, Fault> {
    let counted = sqlx::query(
        "UPDATE passkey SET sign_count = $2, used_at = $3 WHERE id = $1 AND removed_at IS NULL \
         AND (sign_count < $2 OR (sign_count = 0 AND $2 = 0))",
    )
    .bind(passkey.as_str())
    .bind(count)
    .bind(now.unix())
    .execute(&mut **tx)
    .await?;
    Ok(counted.rows_affected() == 1)
}

fn passkey(row: &AnyRow, vault: &Vault) -> Result<Passkey, Fault> {
    let id = row::text(row, "id")?;
    let key = vault.open(key_place(&id), &row::text(row, "key_sealed")?)?;
    Ok(Passkey {
        account: AccountId::from_text(row::text(row, "account_id")?),
        key: PublicKey::from_column(&key).ok_or_else(|| row::corrupt(row, "passkey", "key_sealed"))?,
        name: vault.open(name_place(&id), &row::text(row, "name_sealed")?)?,
        kind: row::parsed(row, "passkey", "kind", passkey::Kind::parse)?,
        made_at: row::instant(row, "made_at")?,
        used_at: row::maybe_instant(row, "used_at")?,
        id: PasskeyId::from_text(id),
    })
}

fn key_place(row: &str) -> Place<'_> {
    Place { table: "passkey", column: "key", row }
}

fn name_place(row: &str) -> Place<'_> {
    Place { table: "passkey", column: "name", row }
}

fn challenge_place(row: &str) -> Place<'_> {
    Place { table: "passkey_challenge", column: "state", row }
}
