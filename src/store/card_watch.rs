//! When holders' cards end, and foreigners' passports or stays, as the registers last told it, and which warnings of that were
//! sent.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::renewal::ENDED;
use crate::limits;
use crate::secret::AccountId;
use crate::store::outbox::{self, Message};
use crate::store::{Store, audit, row};

/// A card's end, and how many warnings of it were sent.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Watched {
    /// The first instant at which the card no longer holds; none when nothing ends.
    pub ends_at: Option<Timestamp>,
    /// How many warnings were sent.
    pub warnings: i64,
}

impl Store {
    /// What is known of the end of an account's card.
    pub async fn watched_card(&self, account: &AccountId) -> Result<Option<Watched>, Fault> {
        let row = sqlx::query("SELECT ends_at, warnings FROM card_watch WHERE account_id = $1")
            .bind(account.as_str())
            .fetch_optional(self.pool())
            .await?;
        row.map(|row| {
            Ok(Watched { ends_at: row::maybe_instant(&row, "ends_at")?, warnings: row::number(&row, "warnings")? })
        })
        .transpose()
    }

    /// People's active accounts of whose card, passport or stay nothing is known yet, at most `batch`.
    pub async fn unwatched_accounts(&self, batch: i64) -> Result<Vec<AccountId>, Fault> {
        let rows = sqlx::query(
            "SELECT a.id FROM account a LEFT JOIN card_watch w ON w.account_id = a.id \
             WHERE w.account_id IS NULL AND a.state = 'active' AND a.kind <> 'organisation' ORDER BY a.id LIMIT $1",
        )
        .bind(batch)
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(|row| row::text(row, "id").map(AccountId::from_text)).collect()
    }

    /// Keeps another end of a card than was known; its warnings begin anew. With a message when the holder's card holds
    /// again after it had ended.
    pub async fn hear_of_card(
        &self,
        account: &AccountId,
        ends_at: Option<Timestamp>,
        restored: Option<&Message>,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let mut tx = self.begin().await?;
        let heard = sqlx::query(
            "INSERT INTO card_watch (account_id, ends_at, warnings, heard_at) VALUES ($1, $2, 0, $3) \
             ON CONFLICT (account_id) DO UPDATE SET ends_at = excluded.ends_at, warnings = 0, \
             heard_at = excluded.heard_at WHERE COALESCE(card_watch.ends_at, 0) <> COALESCE(excluded.ends_at, 0)",
        )
        .bind(account.as_str())
        .bind(ends_at.map(Timestamp::unix))
        .bind(now.unix())
        .execute(&mut *tx)
        .await?;
        if heard.rows_affected() == 0 {
            return Ok(());
        }
        if let Some(message) = restored {
            outbox::post(&mut tx, &self.vault, message, now).await?;
            audit::append(&mut tx, &Event::new(Kind::CardRestored, Actor::System, now).about(account)).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Accounts of whose card's end a warning is due, at most `batch`.
    pub async fn due_card_warnings(&self, batch: i64, now: Timestamp) -> Result<Vec<AccountId>, Fault> {
        let mut due = Vec::new();
        let thresholds = limits::CARD_WARNINGS.iter().map(|before| now.plus(*before)).chain([now]);
        for (sent, until) in (0..ENDED).zip(thresholds) {
            let rows = sqlx::query(
                "SELECT account_id FROM card_watch WHERE warnings = $1 AND ends_at <= $2 ORDER BY ends_at, account_id LIMIT $3",
            )
            .bind(sent)
            .bind(until.unix())
            .bind(batch)
            .fetch_all(self.pool())
            .await?;
            for row in &rows {
                due.push(AccountId::from_text(row::text(row, "account_id")?));
            }
        }
        Ok(due)
    }

    /// Warns a holder, or says that it has ended, which is an event of this kind; false when another node was first or the end
    /// is another one.
    pub async fn warn_of_card(
        &self,
        account: &AccountId,
        known: Watched,
        (warnings, kind): (i64, Kind),
        message: Option<&Message>,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let warned =
            sqlx::query("UPDATE card_watch SET warnings = $4 WHERE account_id = $1 AND warnings = $2 AND ends_at = $3")
                .bind(account.as_str())
                .bind(known.warnings)
                .bind(known.ends_at.map(Timestamp::unix))
                .bind(warnings)
                .execute(&mut *tx)
                .await?;
        if warned.rows_affected() == 0 {
            return Ok(false);
        }
        if let Some(message) = message {
            outbox::post(&mut tx, &self.vault, message, now).await?;
        }
        audit::append(&mut tx, &Event::new(kind, Actor::System, now).about(account)).await?;
        tx.commit().await?;
        Ok(true)
    }
}
