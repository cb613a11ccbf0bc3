//! Accounts: read whole with the grounds that lock them; a lock and everything that it ends is one commit.

use sqlx::any::AnyRow;

use crate::clock::Timestamp;
use crate::entropy;
use crate::fault::Fault;
use crate::identity::account::{Account, AccountKind, AccountLevel, Channel, Ground, State};
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::language::Language;
use crate::identity::number::PersonalNumber;
use crate::identity::phone::{Email, Phone};
use crate::seal::{Place, Vault};
use crate::secret::{AccountId, Digest, encode};
use crate::store::logout::{self, Ends};
use crate::store::outbox::{self, Message};
use crate::store::{Store, Tx, audit, recovery, row};

impl Store {
    /// The blind index of the person who has this number: what `account.person_digest` and every counter go by.
    pub fn person_digest(&self, number: &PersonalNumber) -> Digest {
        self.vault.index("person", number.as_str())
    }

    /// The account of that id.
    pub async fn account(&self, id: &AccountId) -> Result<Option<Account>, Fault> {
        let rows = sqlx::query(
            "SELECT a.id, a.kind, a.state, a.level, a.number_sealed, a.phone_sealed, a.email_sealed, a.channel, \
             a.language, a.created_at, a.activation_closes_at, a.activated_at, a.raised_at, a.proofed_at, \
             a.verification_qr_at, a.version, l.ground FROM account a \
             LEFT JOIN account_lock l ON l.account_id = a.id AND l.lifted_at IS NULL WHERE a.id = $1 ORDER BY l.ground",
        )
        .bind(id.as_str())
        .fetch_all(self.pool())
        .await?;
        self.read_account(&rows)
    }

    /// The account of the person with that digest.
    pub async fn account_of_person(&self, person: &Digest) -> Result<Option<Account>, Fault> {
        let rows = sqlx::query(
            "SELECT a.id, a.kind, a.state, a.level, a.number_sealed, a.phone_sealed, a.email_sealed, a.channel, \
             a.language, a.created_at, a.activation_closes_at, a.activated_at, a.raised_at, a.proofed_at, \
             a.verification_qr_at, a.version, l.ground FROM account a \
             LEFT JOIN account_lock l ON l.account_id = a.id AND l.lifted_at IS NULL WHERE a.person_digest = $1 \
             ORDER BY l.ground",
        )
        .bind(person.as_str())
        .fetch_all(self.pool())
        .await?;
        self.read_account(&rows)
    }

    /// Adds a ground for a lock and ends every session and family of the account; false when the ground stood already.
    pub async fn lock_account(
        &self,
        id: &AccountId,
        ground: Ground,
        by: &Actor,
        reason: Option<&str>,
        message: Option<&Message>,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        take_turn(&mut tx, id).await?;
        if !put_ground(&mut tx, &self.vault, id, ground, by, reason, now).await? {
            return Ok(false);
        }
        if let Some(message) = message {
            outbox::post(&mut tx, &self.vault, message, now).await?;
        }
        let event = Event::new(Kind::AccountLocked, by.clone(), now).about(id).with("ground", ground.as_str());
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Lifts a ground for a lock; false when it did not stand. What the lock ended stays ended. The holder is told when it
    /// was the last ground.
    pub async fn lift_lock(
        &self,
        id: &AccountId,
        ground: Ground,
        by: &Actor,
        message: &Message,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        take_turn(&mut tx, id).await?;
        let Some(grounds_left) = take_ground(&mut tx, id, ground, now).await? else { return Ok(false) };
        if grounds_left == 0 {
            outbox::post(&mut tx, &self.vault, message, now).await?;
        }
        let event = Event::new(Kind::AccountUnlocked, by.clone(), now).about(id).with("ground", ground.as_str());
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// One account from its row, which a join repeats for each ground.
    fn read_account(&self, rows: &[AnyRow]) -> Result<Option<Account>, Fault> {
        let Some(row) = rows.first() else { return Ok(None) };
        let id = row::text(row, "id")?;
        let opened = |column: &'static str, sealed: &str| self.vault.open(place(column, &id), sealed);
        let corrupt = |column| row::corrupt(row, "account", column);
        let email = match row::maybe_text(row, "email_sealed")? {
            None => None,
            Some(sealed) => Some(Email::parse(&opened("email", &sealed)?).ok_or_else(|| corrupt("email_sealed"))?),
        };
        let level = match row::maybe_number(row, "level")? {
            None => None,
            Some(level) => Some(AccountLevel::of(level).ok_or_else(|| corrupt("level"))?),
        };
        let grounds = rows
            .iter()
            .filter_map(|row| row::maybe_text(row, "ground").transpose())
            .map(|ground| Ground::parse(&ground?).ok_or_else(|| row::corrupt(row, "account_lock", "ground")))
            .collect::<Result<_, _>>()?;
        Ok(Some(Account {
            kind: row::parsed(row, "account", "kind", AccountKind::parse)?,
            state: row::parsed(row, "account", "state", State::parse)?,
            level,
            number: PersonalNumber::parse(&opened("number", &row::text(row, "number_sealed")?)?)
                .ok_or_else(|| corrupt("number_sealed"))?,
            phone: Phone::parse(&opened("phone", &row::text(row, "phone_sealed")?)?)
                .map_err(|_| corrupt("phone_sealed"))?,
            email,
            channel: row::parsed(row, "account", "channel", Channel::parse)?,
            language: row::parsed(row, "account", "language", Language::parse)?,
            created_at: row::instant(row, "created_at")?,
            activation_closes_at: row::instant(row, "activation_closes_at")?,
            activated_at: row::maybe_instant(row, "activated_at")?,
            raised_at: row::maybe_instant(row, "raised_at")?,
            proofed_at: row::maybe_instant(row, "proofed_at")?,
            verification_qr_at: row::maybe_instant(row, "verification_qr_at")?,
            grounds,
            version: row::number(row, "version")?,
            id: AccountId::from_text(id),
        }))
    }
}

/// Where a column of an account is sealed.
pub(crate) fn place<'a>(column: &'static str, row: &'a str) -> Place<'a> {
    Place { table: "account", column, row }
}

/// Makes whatever else changes how an account stands wait until this transaction ends, or this one until the other has:
/// a lock, a lift, a closing and a sign-in of one moment each see what the one before left (I6).
pub(crate) async fn take_turn(tx: &mut Tx, id: &AccountId) -> Result<(), Fault> {
    sqlx::query("UPDATE account SET version = version + 1 WHERE id = $1").bind(id.as_str()).execute(&mut **tx).await?;
    Ok(())
}

/// Adds a ground in the caller's transaction and ends everything of the account, taking it back too: whoever began that may be
/// who the lock is against, and would only wait for its lifting. False when it stood already.
pub(crate) async fn put_ground(
    tx: &mut Tx,
    vault: &Vault,
    id: &AccountId,
    ground: Ground,
    by: &Actor,
    reason: Option<&str>,
    now: Timestamp,
) -> Result<bool, Fault> {
    let locked = sqlx::query(
        "INSERT INTO account_lock (id, account_id, ground, since_at, by_kind, by_id, reason) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
    )
    .bind(format!("lck_{}", encode(&entropy::bytes::<16>()?)))
    .bind(id.as_str())
    .bind(ground.as_str())
    .bind(now.unix())
    .bind(by.kind())
    .bind(by.id())
    .bind(reason)
    .execute(&mut **tx)
    .await?;
    if locked.rows_affected() == 0 {
        return Ok(false);
    }
    end_everything(tx, vault, id, "lock", now).await?;
    recovery::stop_by_lock(tx, id, by, now).await?;
    Ok(true)
}

/// Lifts a ground in the caller's transaction; answers how many are left, or nothing when it did not stand.
pub(crate) async fn take_ground(
    tx: &mut Tx,
    id: &AccountId,
    ground: Ground,
    now: Timestamp,
) -> Result<Option<i64>, Fault> {
    let lifted = sqlx::query(
        "UPDATE account_lock SET lifted_at = $3 WHERE account_id = $1 AND ground = $2 AND lifted_at IS NULL",
    )
    .bind(id.as_str())
    .bind(ground.as_str())
    .bind(now.unix())
    .execute(&mut **tx)
    .await?;
    if lifted.rows_affected() == 0 {
        return Ok(None);
    }
    let left =
        sqlx::query("SELECT COUNT(*) AS left_over FROM account_lock WHERE account_id = $1 AND lifted_at IS NULL")
            .bind(id.as_str())
            .fetch_one(&mut **tx)
            .await?;
    row::number(&left, "left_over").map(Some)
}

/// Ends every session and family of an account in the caller's transaction, with a word of ours for why, and queues the
/// notices to the parties that used them.
pub(crate) async fn end_everything(
    tx: &mut Tx,
    vault: &Vault,
    id: &AccountId,
    why: &'static str,
    now: Timestamp,
) -> Result<(), Fault> {
    logout::end(tx, vault, id, Ends::All, why, now).await?;
    logout::end_families(tx, id, Ends::All, why, now).await
}
