//! A sign-in with a browser that the account does not know: its holder is told of it in the same commit, with a code by which
//! the holder says that it was somebody else; and the one commit in which that ends everything.

use crate::clock::Timestamp;
use crate::entropy;
use crate::fault::Fault;
use crate::identity::account::Ground;
use crate::identity::event::{Actor, Event, Kind};
use crate::seal::Vault;
use crate::secret::{AccountId, Digest, encode};
use crate::store::outbox::{self, Message};
use crate::store::session::NewSession;
use crate::store::{Store, Tx, account, audit, contact, freeze, known_browser};
use crate::wallet::contact::Report;

/// What is kept and sent of a sign-in that the holder did not expect.
#[derive(Clone, Debug)]
pub struct NewNotice {
    /// Of the code, bound to the account.
    pub digest: Digest,
    /// From when the code is worth nothing.
    pub expires_at: Timestamp,
    /// To every address of the holder.
    pub messages: Vec<Message>,
}

/// What ends when a holder says that a sign-in was somebody else's.
#[derive(Clone, Debug)]
pub struct Disowned {
    /// Whose account it is.
    pub account: AccountId,
    /// What an officer reads of it.
    pub report: Report,
    /// To every address of the holder.
    pub messages: Vec<Message>,
}

impl Store {
    /// Ends every session and token, locks the account at its holder's wish, forgets its browsers and reports it to an
    /// officer, all at once. By code: false when none of that digest was live, and nothing happened.
    pub async fn disown_sign_in(
        &self,
        disowned: &Disowned,
        code: Option<&Digest>,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        // Whoever has a session or the code is taken for the holder: the press only protects.
        let (account, by) = (&disowned.account, Actor::Person(disowned.account.clone()));
        let mut tx = self.begin().await?;
        account::take_turn(&mut tx, account).await?;
        let spent = spend(&mut tx, account, code, now).await?;
        if code.is_some() && !spent {
            return Ok(false);
        }
        let event = |kind| Event::new(kind, by.clone(), now).about(account);
        let ground = Ground::OwnRequest;
        if account::put_ground(&mut tx, &self.vault, account, ground, &by, Some("not_me"), now).await? {
            audit::append(&mut tx, &event(Kind::AccountLocked).with("ground", ground.as_str())).await?;
        } else {
            // It was locked in the meantime or at the call centre; whatever began since ends.
            account::end_everything(&mut tx, &self.vault, account, "not_me", now).await?;
        }
        known_browser::forget_all(&mut tx, account, now).await?;
        if freeze::keep(&mut tx, account, None, now).await? > 0 {
            // Whoever asked for a lifting may have been the stranger.
            audit::append(&mut tx, &event(Kind::FreezeKept)).await?;
        }
        audit::append(&mut tx, &event(Kind::SignInDisowned).with("report", disowned.report.id.as_str())).await?;
        contact::keep_report(&mut tx, &self.vault, &disowned.report, Some(account)).await?;
        for message in &disowned.messages {
            outbox::post(&mut tx, &self.vault, message, now).await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    /// Forgets notices whose code is worth nothing any more, at most `batch`.
    pub async fn forget_notices(&self, until: Timestamp, batch: i64) -> Result<u64, Fault> {
        let forgotten = sqlx::query(
            "DELETE FROM sign_in_notice WHERE id IN \
             (SELECT id FROM sign_in_notice WHERE expires_at <= $1 ORDER BY expires_at LIMIT $2)",
        )
        .bind(until.unix())
        .bind(batch)
        .execute(self.pool())
        .await?;
        Ok(forgotten.rows_affected())
    }
}

/// Spends every live code of the account, once one of them was shown or the holder said so in a session; says whether the
/// one that was shown was among them.
async fn spend(tx: &mut Tx, account: &AccountId, code: Option<&Digest>, now: Timestamp) -> Result<bool, Fault> {
    let spent = sqlx::query(
        "UPDATE sign_in_notice SET used_at = $2 WHERE account_id = $1 AND used_at IS NULL AND expires_at > $2 \
         AND ($4 = 1 OR EXISTS (SELECT 1 FROM sign_in_notice shown WHERE shown.account_id = $1 AND shown.digest = $3 \
         AND shown.used_at IS NULL AND shown.expires_at > $2))",
    )
    .bind(account.as_str())
    .bind(now.unix())
    .bind(code.map(Digest::as_str))
    .bind(i64::from(code.is_none()))
    .execute(&mut **tx)
    .await?;
    Ok(spent.rows_affected() > 0)
}

/// Tells the holder in the caller's transaction, whose event says how the session began.
pub(super) async fn tell(
    tx: &mut Tx,
    vault: &Vault,
    session: &NewSession,
    notice: &NewNotice,
    now: Timestamp,
) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO sign_in_notice (id, account_id, session_id, digest, told_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(encode(&entropy::bytes::<16>()?))
    .bind(session.account.as_str())
    .bind(session.id.as_str())
    .bind(notice.digest.as_str())
    .bind(now.unix())
    .bind(notice.expires_at.unix())
    .execute(&mut **tx)
    .await?;
    for message in &notice.messages {
        outbox::post(tx, vault, message, now).await?;
    }
    let event = Event::new(Kind::BrowserNew, Actor::Person(session.account.clone()), now).about(&session.account);
    audit::append(tx, &event).await?;
    Ok(())
}
