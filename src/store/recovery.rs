//! Recoveries: what was shown for them, the waiting, and the one commit in which an account is taken back.

use sqlx::any::AnyRow;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::phone::Phone;
use crate::identity::recovery::{Proof, Recovery, State};
use crate::limits;
use crate::seal::Place;
use crate::secret::{AccountId, Digest, MeasureId, RecoveryId};
use crate::store::account::end_everything;
use crate::store::outbox::{self, Message};
use crate::store::recovery_proof::prove;
use crate::store::short_code::CodeId;
use crate::store::{Store, Tx, account, audit, credential, known_browser, row, short_code};

/// One to begin.
#[derive(Clone, Debug)]
pub struct NewRecovery {
    /// Its id.
    pub id: RecoveryId,
    /// Whose account it is.
    pub account: Option<AccountId>,
    /// Blind index of the person who was declared.
    pub person: Digest,
    /// The telephone that the account will have.
    pub phone: Phone,
    /// The browser in which it goes on; none while nobody has come with one.
    pub browser: Option<Digest>,
    /// The measure by which two officers began it.
    pub measure: Option<MeasureId>,
    /// What was shown to begin it.
    pub proofs: Vec<Proof>,
}

/// From when on enough was shown.
#[derive(Clone, Debug)]
pub struct Waits {
    /// Since when.
    pub since: Timestamp,
    /// When it may be finished.
    pub ready_at: Timestamp,
    /// Digest of the code with which it is stopped.
    pub veto: Digest,
    /// What the holder is told, by every channel.
    pub messages: Vec<Message>,
}

/// What an account has once it is taken back.
#[derive(Clone, Debug)]
pub struct Recovered {
    /// The recovery.
    pub id: RecoveryId,
    /// Whose account.
    pub account: AccountId,
    /// The browser in which it was gone through.
    pub browser: Digest,
    /// The code that was right.
    pub code: CodeId,
    /// The new password as it is kept.
    pub hash: String,
    /// The telephone.
    pub phone: Phone,
    /// What is told, by every channel that was and that is.
    pub messages: Vec<Message>,
}

macro_rules! recovery_where {
    ($which:literal) => {
        concat!(
            "SELECT r.id, r.account_id, r.person_digest, r.phone_sealed, r.state, r.waits_since, r.ready_at, r.closes_at, ",
            "r.veto, p.proof FROM recovery r JOIN recovery_proof p ON p.recovery_id = r.id WHERE ",
            $which
        )
    };
}

impl Store {
    /// Begins one with what was shown for it, in place of an open one of the same browser.
    pub async fn begin_recovery(&self, new: &NewRecovery, now: Timestamp) -> Result<(), Fault> {
        let mut tx = self.begin().await?;
        sqlx::query("UPDATE recovery SET state = 'ended', closed_at = $2 WHERE browser = $1 AND state = 'open'")
            .bind(new.browser.as_ref().map(Digest::as_str))
            .bind(now.unix())
            .execute(&mut *tx)
            .await?;
        insert(&mut tx, self, new, now).await?;
        let event = event(Kind::RecoveryBegun, new.account.as_ref(), Actor::Nobody, &new.id, now);
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(())
    }

    /// The latest one of this browser that is not over.
    pub async fn recovery_of_browser(&self, browser: &Digest, now: Timestamp) -> Result<Option<Recovery>, Fault> {
        let rows = sqlx::query(recovery_where!(
            "r.id = (SELECT l.id FROM recovery l WHERE l.browser = $1 AND l.closes_at > $2 \
             AND l.state IN ('open', 'waiting', 'stopped') ORDER BY l.opened_at DESC, l.id LIMIT 1) ORDER BY p.proof"
        ))
        .bind(browser.as_str())
        .bind(now.unix())
        .fetch_all(self.pool())
        .await?;
        self.read_recovery(&rows)
    }

    /// Those of an account that wait; of the office alone when nobody has come with a browser yet.
    pub async fn waiting_recoveries(
        &self,
        account: &AccountId,
        only_of_the_office: bool,
        now: Timestamp,
    ) -> Result<Vec<Recovery>, Fault> {
        let rows = sqlx::query(recovery_where!(
            "r.account_id = $1 AND r.state = 'waiting' AND r.closes_at > $2 \
             AND ($3 = 0 OR (r.browser IS NULL AND r.measure_id IS NOT NULL)) ORDER BY r.opened_at DESC, r.id, p.proof"
        ))
        .bind(account.as_str())
        .bind(now.unix())
        .bind(i64::from(only_of_the_office))
        .fetch_all(self.pool())
        .await?;
        let same =
            |a: &AnyRow, b: &AnyRow| matches!((row::text(a, "id"), row::text(b, "id")), (Ok(a), Ok(b)) if a == b);
        rows.chunk_by(same).filter_map(|own| self.read_recovery(own).transpose()).collect()
    }

    /// Binds one that the office began to the browser of who came; false when another was first.
    pub async fn adopt_recovery(&self, id: &RecoveryId, browser: &Digest) -> Result<bool, Fault> {
        let adopted =
            sqlx::query("UPDATE recovery SET browser = $2 WHERE id = $1 AND browser IS NULL AND state = 'waiting'")
                .bind(id.as_str())
                .bind(browser.as_str())
                .execute(self.pool())
                .await?;
        Ok(adopted.rows_affected() == 1)
    }

    /// Lets one wait, or wait less, and tells the holder; nothing when it is over or waits no longer than that already.
    pub async fn let_recovery_wait(
        &self,
        id: &RecoveryId,
        account: &AccountId,
        waits: &Waits,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let mut tx = self.begin().await?;
        if wait(&mut tx, id, waits).await? {
            tell(&mut tx, self, &waits.messages, now).await?;
            audit::append(&mut tx, &event(Kind::RecoveryWaiting, Some(account), Actor::System, id, now)).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// Stops one that waits; false when it is over.
    pub async fn stop_recovery(
        &self,
        id: &RecoveryId,
        account: &AccountId,
        by: &Actor,
        messages: &[Message],
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let stopped = sqlx::query(
            "UPDATE recovery SET state = 'stopped', closed_at = $3 WHERE id = $1 AND account_id = $2 AND state = 'waiting'",
        )
        .bind(id.as_str())
        .bind(account.as_str())
        .bind(now.unix())
        .execute(&mut *tx)
        .await?;
        if stopped.rows_affected() == 0 {
            return Ok(false);
        }
        tell(&mut tx, self, messages, now).await?;
        audit::append(&mut tx, &event(Kind::RecoveryStopped, Some(account), by.clone(), id, now)).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Takes the account back: the code spent, password and telephone set, everything that was open ended, all in one commit.
    /// False when the code was spent, the recovery stopped or the account locked in the meantime, and nothing happened.
    pub async fn complete_recovery(&self, done: &Recovered, now: Timestamp) -> Result<bool, Fault> {
        let (id, mut tx) = (&done.account, self.begin().await?);
        account::take_turn(&mut tx, id).await?;
        let closed = sqlx::query(
            "UPDATE recovery SET state = 'done', closed_at = $4 WHERE id = $1 AND account_id = $2 AND browser = $3 \
             AND state = 'waiting' AND ready_at <= $4 AND closes_at > $4",
        )
        .bind(done.id.as_str())
        .bind(id.as_str())
        .bind(done.browser.as_str())
        .bind(now.unix())
        .execute(&mut *tx)
        .await?;
        if closed.rows_affected() == 0 || !short_code::spend(&mut tx, &done.code, now).await? {
            return Ok(false);
        }
        // A lock stops what is under way when it is put; one that was begun in the same moment is stopped here, also when the
        // lock was lifted since: whoever locked wanted nothing of that time to end well.
        let taken_back = sqlx::query(
            "UPDATE account SET phone_sealed = $2, restrained_until = $3, version = version + 1 \
             WHERE id = $1 AND state = 'active' \
             AND NOT EXISTS (SELECT 1 FROM account_lock l WHERE l.account_id = account.id AND (l.lifted_at IS NULL \
             OR l.since_at >= (SELECT r.opened_at FROM recovery r WHERE r.id = $4)))",
        )
        .bind(id.as_str())
        .bind(self.vault.seal(account::place("phone", id.as_str()), done.phone.as_str())?)
        .bind(now.plus(limits::RECOVERY_RESTRAINT).unix())
        .bind(done.id.as_str())
        .execute(&mut *tx)
        .await?;
        if taken_back.rows_affected() == 0 {
            return Ok(false);
        }
        credential::set(&mut tx, id, &done.hash, now).await?;
        let actor = Actor::Person(id.clone());
        if end_factors(&mut tx, id, now).await? {
            let event = Event::new(Kind::FactorRemoved, actor.clone(), now).about(id).with("factor", "authenticator");
            audit::append(&mut tx, &event).await?;
        }
        sqlx::query(
            "UPDATE recovery SET state = 'ended', closed_at = $2 WHERE account_id = $1 AND state IN ('open', 'waiting')",
        )
        .bind(id.as_str())
        .bind(now.unix())
        .execute(&mut *tx)
        .await?;
        known_browser::forget_all(&mut tx, id, now).await?;
        end_everything(&mut tx, &self.vault, id, "recovered", now).await?;
        tell(&mut tx, self, &done.messages, now).await?;
        audit::append(&mut tx, &event(Kind::AccountRecovered, Some(id), actor.clone(), &done.id, now)).await?;
        audit::append(&mut tx, &Event::new(Kind::PasswordSet, actor, now).about(id)).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Whether the account was taken back so lately that documents and finance still wait.
    pub async fn is_restrained(&self, account: &AccountId, now: Timestamp) -> Result<bool, Fault> {
        let row = sqlx::query("SELECT 1 FROM account WHERE id = $1 AND restrained_until > $2")
            .bind(account.as_str())
            .bind(now.unix())
            .fetch_optional(self.pool())
            .await?;
        Ok(row.is_some())
    }

    /// Forgets those that were over before then, at most `batch`; the journal keeps that they were.
    pub async fn forget_recoveries(&self, before: Timestamp, batch: i64) -> Result<u64, Fault> {
        let mut tx = self.begin().await?;
        let over = sqlx::query("SELECT id FROM recovery WHERE closes_at < $1 ORDER BY closes_at, id LIMIT $2")
            .bind(before.unix())
            .bind(batch)
            .fetch_all(&mut *tx)
            .await?;
        for row in &over {
            for statement in ["DELETE FROM recovery_proof WHERE recovery_id = $1", "DELETE FROM recovery WHERE id = $1"]
            {
                sqlx::query(statement).bind(row::text(row, "id")?).execute(&mut *tx).await?;
            }
        }
        tx.commit().await?;
        Ok(over.len() as u64)
    }

    fn read_recovery(&self, rows: &[AnyRow]) -> Result<Option<Recovery>, Fault> {
        let Some(first) = rows.first() else { return Ok(None) };
        let id = row::text(first, "id")?;
        let phone = self.vault.open(sealed_at(&id), &row::text(first, "phone_sealed")?)?;
        let phone = Phone::parse(&phone).map_err(|_| row::corrupt(first, "recovery", "phone_sealed"))?;
        let proofs: Result<Vec<_>, Fault> =
            rows.iter().map(|row| row::parsed(row, "recovery_proof", "proof", Proof::parse)).collect();
        Ok(Some(Recovery {
            account: row::maybe_text(first, "account_id")?.map(AccountId::from_text),
            person: Digest::from_column(row::text(first, "person_digest")?),
            phone,
            state: row::parsed(first, "recovery", "state", State::parse)?,
            waits_since: row::maybe_instant(first, "waits_since")?,
            ready_at: row::maybe_instant(first, "ready_at")?,
            closes_at: row::instant(first, "closes_at")?,
            veto: row::maybe_text(first, "veto")?.map(Digest::from_column),
            proofs: proofs?,
            id: RecoveryId::from_text(id),
        }))
    }
}

/// One that two officers began, in the commit of their measure: it waits at once, and the holder is told.
pub(super) async fn begin_by_office(
    tx: &mut Tx,
    store: &Store,
    new: &NewRecovery,
    waits: &Waits,
    by: &AccountId,
    now: Timestamp,
) -> Result<(), Fault> {
    insert(tx, store, new, now).await?;
    wait(tx, &new.id, waits).await?;
    tell(tx, store, &waits.messages, now).await?;
    for kind in [Kind::RecoveryBegun, Kind::RecoveryWaiting] {
        audit::append(tx, &event(kind, new.account.as_ref(), Actor::Officer(by.clone()), &new.id, now)).await?;
    }
    Ok(())
}

/// Stops whatever is under way for an account in the transaction that locks it.
pub(super) async fn stop_by_lock(tx: &mut Tx, account: &AccountId, by: &Actor, now: Timestamp) -> Result<(), Fault> {
    let stopped = sqlx::query(
        "UPDATE recovery SET state = 'stopped', closed_at = $2 WHERE account_id = $1 AND state IN ('open', 'waiting') \
         RETURNING id",
    )
    .bind(account.as_str())
    .bind(now.unix())
    .fetch_all(&mut **tx)
    .await?;
    for row in &stopped {
        let id = RecoveryId::from_text(row::text(row, "id")?);
        audit::append(tx, &event(Kind::RecoveryStopped, Some(account), by.clone(), &id, now)).await?;
    }
    Ok(())
}

async fn insert(tx: &mut Tx, store: &Store, new: &NewRecovery, now: Timestamp) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO recovery (id, account_id, person_digest, measure_id, phone_sealed, opened_at, browser, state, closes_at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, 'open', $8)",
    )
    .bind(new.id.as_str())
    .bind(new.account.as_ref().map(AccountId::as_str))
    .bind(new.person.as_str())
    .bind(new.measure.as_ref().map(MeasureId::as_str))
    .bind(store.vault.seal(sealed_at(new.id.as_str()), new.phone.as_str())?)
    .bind(now.unix())
    .bind(new.browser.as_ref().map(Digest::as_str))
    .bind(now.plus(limits::RECOVERY_OPEN).unix())
    .execute(&mut **tx)
    .await?;
    for proof in &new.proofs {
        prove(tx, &new.id, *proof, now).await?;
    }
    Ok(())
}

async fn wait(tx: &mut Tx, id: &RecoveryId, waits: &Waits) -> Result<bool, Fault> {
    let waiting = sqlx::query(
        "UPDATE recovery SET state = 'waiting', waits_since = COALESCE(waits_since, $2), ready_at = $3, veto = $4, \
         closes_at = $5 WHERE id = $1 AND state IN ('open', 'waiting') AND (ready_at IS NULL OR ready_at > $3)",
    )
    .bind(id.as_str())
    .bind(waits.since.unix())
    .bind(waits.ready_at.unix())
    .bind(waits.veto.as_str())
    .bind(waits.ready_at.plus(limits::RECOVERY_FINISH).unix())
    .execute(&mut **tx)
    .await?;
    Ok(waiting.rows_affected() == 1)
}

/// Whatever showed a second factor until now may be in the hands of who has the lost telephone.
async fn end_factors(tx: &mut Tx, account: &AccountId, now: Timestamp) -> Result<bool, Fault> {
    let removed = sqlx::query(
        "UPDATE second_factor SET removed_at = $2 WHERE account_id = $1 AND removed_at IS NULL RETURNING confirmed_at",
    )
    .bind(account.as_str())
    .bind(now.unix())
    .fetch_optional(&mut **tx)
    .await?;
    for statement in [
        "UPDATE passkey SET removed_at = $2 WHERE account_id = $1 AND removed_at IS NULL",
        "UPDATE paper_code SET ended_at = $2 WHERE account_id = $1 AND ended_at IS NULL",
    ] {
        sqlx::query(statement).bind(account.as_str()).bind(now.unix()).execute(&mut **tx).await?;
    }
    let confirmed_at = removed.map(|row| row::maybe_instant(&row, "confirmed_at")).transpose()?;
    Ok(confirmed_at.flatten().is_some())
}

async fn tell(tx: &mut Tx, store: &Store, messages: &[Message], now: Timestamp) -> Result<(), Fault> {
    for message in messages {
        outbox::post(tx, &store.vault, message, now).await?;
    }
    Ok(())
}

pub(super) fn event(kind: Kind, account: Option<&AccountId>, actor: Actor, id: &RecoveryId, now: Timestamp) -> Event {
    let event = Event::new(kind, actor, now).with("recovery", id.as_str());
    match account {
        Some(account) => event.about(account),
        None => event,
    }
}

fn sealed_at(row: &str) -> Place<'_> {
    Place { table: "recovery", column: "phone", row }
}
