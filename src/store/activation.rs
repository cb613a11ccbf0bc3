//! An account taken over by its holder: the code is spent, the password kept and the holder told in one commit. And the
//! windows that passed without it.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::event::{Actor, Event, Kind};
use crate::secret::{AccountId, Digest};
use crate::store::outbox::{self, Message};
use crate::store::short_code::{self, CodeId, NewCode};
use crate::store::{Store, audit, credential, known_browser, row};

/// A holder who showed the code in time and chose a password.
#[derive(Clone, Debug)]
pub struct Activation {
    /// The account.
    pub account: AccountId,
    /// The code that was right.
    pub code: CodeId,
    /// The password as it is kept.
    pub hash: String,
    /// Digest of the cookie of the browser in which it was chosen.
    pub browser: Digest,
    /// What the holder is told.
    pub message: Message,
}

impl Store {
    /// Activates; false when the code was spent, the window closed or a lock added in the meantime, and nothing happened.
    pub async fn commit_activation(&self, activation: &Activation, now: Timestamp) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        if !short_code::spend(&mut tx, &activation.code, now).await? {
            return Ok(false);
        }
        let activated = sqlx::query(
            "UPDATE account SET state = 'active', activated_at = $2, version = version + 1 \
             WHERE id = $1 AND state = 'approved' AND activation_closes_at > $2 \
             AND NOT EXISTS (SELECT 1 FROM account_lock l WHERE l.account_id = account.id AND l.lifted_at IS NULL)",
        )
        .bind(activation.account.as_str())
        .bind(now.unix())
        .execute(&mut *tx)
        .await?;
        if activated.rows_affected() == 0 {
            return Ok(false);
        }
        credential::set(&mut tx, &activation.account, &activation.hash, now).await?;
        known_browser::meet(&mut tx, &activation.account, &activation.browser, now).await?;
        outbox::post(&mut tx, &self.vault, &activation.message, now).await?;
        for kind in [Kind::AccountActivated, Kind::PasswordSet] {
            let event = Event::new(kind, Actor::Person(activation.account.clone()), now).about(&activation.account);
            audit::append(&mut tx, &event).await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    /// Opens another window for an account whose window has passed, with a new code; false when it has not.
    pub async fn reopen_activation(
        &self,
        account: &AccountId,
        closes_at: Timestamp,
        code: &NewCode,
        messages: &[Message],
        by: &Actor,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let reopened = sqlx::query(
            "UPDATE account SET state = 'approved', activation_closes_at = $2, version = version + 1 \
             WHERE id = $1 AND (state = 'lapsed' OR (state = 'approved' AND activation_closes_at <= $3))",
        )
        .bind(account.as_str())
        .bind(closes_at.unix())
        .bind(now.unix())
        .execute(&mut *tx)
        .await?;
        if reopened.rows_affected() == 0 || !short_code::keep(&mut tx, code, now).await? {
            return Ok(false);
        }
        for message in messages {
            outbox::post(&mut tx, &self.vault, message, now).await?;
        }
        let event = Event::new(Kind::ActivationReopened, by.clone(), now).about(account);
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Approved accounts whose window has passed, at most `batch`.
    pub async fn overdue_activations(&self, batch: i64, now: Timestamp) -> Result<Vec<AccountId>, Fault> {
        let rows = sqlx::query(
            "SELECT id FROM account WHERE state = 'approved' AND activation_closes_at <= $1 \
             ORDER BY activation_closes_at, id LIMIT $2",
        )
        .bind(now.unix())
        .bind(batch)
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(|row| Ok(AccountId::from_text(row::text(row, "id")?))).collect()
    }

    /// Writes down that a window has passed and tells the holder. Another node may have been first: then nothing.
    pub async fn lapse_activation(&self, account: &AccountId, message: &Message, now: Timestamp) -> Result<(), Fault> {
        let mut tx = self.begin().await?;
        let lapsed = sqlx::query(
            "UPDATE account SET state = 'lapsed', version = version + 1 \
             WHERE id = $1 AND state = 'approved' AND activation_closes_at <= $2",
        )
        .bind(account.as_str())
        .bind(now.unix())
        .execute(&mut *tx)
        .await?;
        if lapsed.rows_affected() == 0 {
            return Ok(());
        }
        outbox::post(&mut tx, &self.vault, message, now).await?;
        let event = Event::new(Kind::ActivationLapsed, Actor::System, now).about(account);
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(())
    }
}
