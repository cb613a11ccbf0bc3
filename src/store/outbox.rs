//! What must reach the outside. A row is written in the commit that causes it, and leased by one node at a time.

use std::cmp::Reverse;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::clock::{Seconds, Timestamp};
use crate::entropy;
use crate::fault::Fault;
use crate::identity::event::Event;
use crate::limits;
use crate::seal::{Place, Vault};
use crate::secret::{AccountId, ClientId, MessageId, SessionId, decode};
use crate::store::{Store, Tx, audit, row};

/// How a message travels.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Channel {
    /// A letter to an address.
    Email,
    /// A logout token to a party.
    Logout,
    /// A text to a phone.
    Sms,
}

impl Channel {
    /// The column text.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Logout => "logout",
            Self::Sms => "sms",
        }
    }

    /// Reads the column text.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "email" => Some(Self::Email),
            "logout" => Some(Self::Logout),
            "sms" => Some(Self::Sms),
            _ => None,
        }
    }
}

/// A message to be written. Prints its kind and nothing of what it says.
#[derive(Clone)]
pub struct Message {
    /// How it travels.
    pub channel: Channel,
    /// Which message it is, in a word of ours.
    pub kind: &'static str,
    /// Whom it is about.
    pub account: Option<AccountId>,
    /// The party that it goes to.
    pub relying_party: Option<ClientId>,
    /// The session that it ends.
    pub session: Option<SessionId>,
    /// A phone, an address or a URL.
    pub recipient: String,
    /// The text, or the claims to sign.
    pub body: String,
}

/// A message that this node holds until its lease runs out. Prints its id and kind.
#[derive(Clone)]
pub struct Held {
    /// Its id, also the idempotency key.
    pub id: MessageId,
    /// How it travels.
    pub channel: Channel,
    /// Which message.
    pub kind: String,
    /// The party that it goes to.
    pub relying_party: Option<ClientId>,
    /// A phone, an address or a URL.
    pub recipient: String,
    /// The text, or the claims to sign.
    pub body: String,
    /// When it was written.
    pub created_at: Timestamp,
    /// How often it has been tried before.
    pub attempts: i64,
}

/// Writes a message in the caller's transaction.
pub async fn post(tx: &mut Tx, vault: &Vault, message: &Message, now: Timestamp) -> Result<MessageId, Fault> {
    let id = next_id()?;
    sqlx::query(
        "INSERT INTO outbox (id, channel, kind, account_id, relying_party_id, session_id, recipient_sealed, \
         body_sealed, created_at, next_at, leased_until, attempts) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9, 0, 0)",
    )
    .bind(id.as_str())
    .bind(message.channel.as_str())
    .bind(message.kind)
    .bind(message.account.as_ref().map(AccountId::as_str))
    .bind(message.relying_party.as_ref().map(ClientId::as_str))
    .bind(message.session.as_ref().map(SessionId::as_str))
    .bind(vault.seal(recipient(id.as_str()), &message.recipient)?)
    .bind(vault.seal(body(id.as_str()), &message.body)?)
    .bind(now.unix())
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

impl Store {
    /// Writes an event down and tells of it, in one commit.
    pub async fn record_and_tell(&self, event: &Event, messages: &[Message], now: Timestamp) -> Result<(), Fault> {
        let mut tx = self.begin().await?;
        audit::append(&mut tx, event).await?;
        for message in messages {
            post(&mut tx, &self.vault, message, now).await?;
        }
        tx.commit().await.map_err(Fault::from)
    }

    /// Takes messages that are due, so that no other node tries them until the lease runs out.
    pub async fn lease_messages(&self, logout: bool, batch: i64, now: Timestamp) -> Result<Vec<Held>, Fault> {
        let rows = sqlx::query(
            "UPDATE outbox SET leased_until = $1, attempts = attempts + 1 \
             WHERE id IN (SELECT id FROM outbox WHERE delivered_at IS NULL AND failed_at IS NULL AND next_at <= $2 \
                          AND leased_until <= $2 AND (CASE WHEN channel = 'logout' THEN 1 ELSE 0 END) = $3 \
                          ORDER BY next_at, id LIMIT $4) \
               AND leased_until <= $2 AND delivered_at IS NULL \
             RETURNING id, channel, kind, relying_party_id, recipient_sealed, body_sealed, created_at, attempts",
        )
        .bind(now.plus(limits::OUTBOX_LEASE).unix())
        .bind(now.unix())
        .bind(i64::from(logout))
        .bind(batch)
        .fetch_all(self.pool())
        .await?;
        rows.iter()
            .map(|row| {
                let id = row::text(row, "id")?;
                Ok(Held {
                    channel: row::parsed(row, "outbox", "channel", Channel::parse)?,
                    kind: row::text(row, "kind")?,
                    relying_party: row::maybe_text(row, "relying_party_id")?.map(ClientId::from_text),
                    recipient: self.vault.open(recipient(&id), &row::text(row, "recipient_sealed")?)?,
                    body: self.vault.open(body(&id), &row::text(row, "body_sealed")?)?,
                    created_at: row::instant(row, "created_at")?,
                    attempts: row::number(row, "attempts")? - 1,
                    id: MessageId::from_text(id),
                })
            })
            .collect()
    }

    /// The message arrived, whatever another node thinks that took it over when this one's lease had run out (I20).
    pub async fn message_delivered(&self, id: &MessageId, now: Timestamp) -> Result<(), Fault> {
        sqlx::query(
            "UPDATE outbox SET delivered_at = $2, failed_at = NULL, last_error = NULL \
             WHERE id = $1 AND delivered_at IS NULL",
        )
        .bind(id.as_str())
        .bind(now.unix())
        .execute(self.pool())
        .await?;
        Ok(())
    }

    /// The message did not arrive: it is tried again later, twice as late each time, or given up.
    pub async fn message_failed(&self, held: &Held, why: &'static str, now: Timestamp) -> Result<(), Fault> {
        let tried = held.attempts + 1;
        let gives_up = tried >= limits::OUTBOX_ATTEMPTS;
        let wait = Seconds::new(2_i64.saturating_pow(u32::try_from(tried).unwrap_or(30).min(12)));
        sqlx::query(
            "UPDATE outbox SET leased_until = 0, next_at = $2, failed_at = $3, last_error = $4 \
             WHERE id = $1 AND delivered_at IS NULL",
        )
        .bind(held.id.as_str())
        .bind(now.plus(wait).unix())
        .bind(gives_up.then(|| now.unix()))
        .bind(why)
        .execute(self.pool())
        .await?;
        Ok(())
    }

    /// The message is not worth another try.
    pub async fn message_given_up(&self, held: &Held, why: &'static str, now: Timestamp) -> Result<(), Fault> {
        sqlx::query(
            "UPDATE outbox SET leased_until = 0, failed_at = $2, last_error = $3 \
             WHERE id = $1 AND delivered_at IS NULL AND failed_at IS NULL",
        )
        .bind(held.id.as_str())
        .bind(now.unix())
        .bind(why)
        .execute(self.pool())
        .await?;
        Ok(())
    }

    /// Forgets messages that were delivered or given up before then: whom they were for, what they said, and that they were
    /// sent stands in the journal as far as it has to.
    pub async fn forget_messages(&self, before: Timestamp, batch: i64) -> Result<u64, Fault> {
        let forgotten = sqlx::query(
            "DELETE FROM outbox WHERE id IN (SELECT id FROM outbox WHERE delivered_at < $1 OR failed_at < $1 \
             ORDER BY created_at LIMIT $2)",
        )
        .bind(before.unix())
        .bind(batch)
        .execute(self.pool())
        .await?;
        Ok(forgotten.rows_affected())
    }

    /// The messages to people, newest first, opened: for the sandbox's page only.
    pub async fn danger_opened_messages(&self, limit: i64) -> Result<Vec<Held>, Fault> {
        let rows = sqlx::query(
            "SELECT id, channel, kind, relying_party_id, recipient_sealed, body_sealed, created_at, attempts \
             FROM outbox WHERE channel <> 'logout' ORDER BY created_at DESC, id DESC LIMIT $1",
        )
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        let opened: Result<Vec<_>, Fault> = rows
            .iter()
            .map(|row| {
                let id = row::text(row, "id")?;
                Ok(Held {
                    channel: row::parsed(row, "outbox", "channel", Channel::parse)?,
                    kind: row::text(row, "kind")?,
                    relying_party: row::maybe_text(row, "relying_party_id")?.map(ClientId::from_text),
                    recipient: self.vault.open(recipient(&id), &row::text(row, "recipient_sealed")?)?,
                    body: self.vault.open(body(&id), &row::text(row, "body_sealed")?)?,
                    created_at: row::instant(row, "created_at")?,
                    attempts: row::number(row, "attempts")?,
                    id: MessageId::from_text(id),
                })
            })
            .collect();
        let mut opened = opened?;
        opened.sort_by_key(|held| Reverse((held.created_at, turn(&held.id))));
        Ok(opened)
    }
}

impl std::fmt::Debug for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Message").field("kind", &self.kind).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Held {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Held").field("id", &self.id).field("kind", &self.kind).finish_non_exhaustive()
    }
}

/// An id that also says in which turn this node wrote the message, since an instant has only whole seconds.
fn next_id() -> Result<MessageId, Fault> {
    static TURNS: AtomicU64 = AtomicU64::new(0);
    let mut bytes: [u8; 16] = entropy::bytes()?;
    let turn = TURNS.fetch_add(1, Ordering::Relaxed).to_be_bytes();
    bytes.iter_mut().zip(turn).for_each(|(byte, turn)| *byte = turn);
    Ok(MessageId::new(bytes))
}

fn turn(id: &MessageId) -> Option<Vec<u8>> {
    decode(id.as_str().split_once('_')?.1)
}

fn recipient(row: &str) -> Place<'_> {
    Place { table: "outbox", column: "recipient", row }
}

fn body(row: &str) -> Place<'_> {
    Place { table: "outbox", column: "body", row }
}
