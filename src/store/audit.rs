//! The journal: events are appended in the commit they belong to, and linked into a hash chain a moment later.
//!
//! The chain is written by one node at a time and apart from the commits, so that no sign-in waits for another's turn. An
//! event that was removed or edited before it was linked is found by `verify`, because state changes and events are
//! joined in both directions; afterwards the chain itself shows it.

use std::sync::atomic::{AtomicI64, Ordering};

use sqlx::any::AnyRow;

use crate::clock::{Seconds, Timestamp};
use crate::entropy;
use crate::fault::Fault;
use crate::identity::event::{Event, Kind};
use crate::secret::{AccountId, Digest, EventId};
use crate::store::{Store, Tx, row};

/// An event as it is shown to the person it is about, or to an auditor.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its id.
    pub id: EventId,
    /// When.
    pub at: Timestamp,
    /// What.
    pub kind: Kind,
    /// What sort of actor.
    pub actor_kind: String,
    /// Which actor.
    pub actor_id: Option<String>,
    /// About whom.
    pub account_id: Option<AccountId>,
    /// For which party.
    pub relying_party_id: Option<String>,
    /// Why.
    pub purpose: Option<String>,
    /// Which fields, separated by spaces.
    pub fields: Option<String>,
    /// JSON.
    pub detail: Option<String>,
}

/// Appends an event in the caller's transaction.
pub(crate) async fn append(tx: &mut Tx, event: &Event) -> Result<EventId, Fault> {
    let id = EventId::new(entropy::bytes()?);
    let fields = (!event.fields.is_empty()).then(|| event.fields.join(" "));
    let detail = (!event.detail.is_empty())
        .then(|| serde_json::to_string(&event.detail))
        .transpose()
        .map_err(|error| Fault::caused("an event could not be written", error))?;
    let turn = TURN.fetch_add(1, Ordering::Relaxed);
    let columns = [
        Some(id.as_str()),
        Some(&event.at.unix().to_string()),
        Some(&turn.to_string()),
        Some(event.kind.as_str()),
        Some(event.actor.kind()),
        event.actor.id(),
        event.account.as_ref().map(AccountId::as_str),
        event.relying_party.as_ref().map(crate::secret::ClientId::as_str),
        event.purpose.as_deref(),
        fields.as_deref(),
        detail.as_deref(),
    ]
    .map(|column| column.map(str::to_owned));
    sqlx::query(
        "INSERT INTO audit_event (id, at, turn, kind, actor_kind, actor_id, account_id, relying_party_id, purpose, \
         fields, detail, digest) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
    )
    .bind(id.as_str())
    .bind(event.at.unix())
    .bind(turn)
    .bind(event.kind.as_str())
    .bind(event.actor.kind())
    .bind(event.actor.id())
    .bind(event.account.as_ref().map(AccountId::as_str))
    .bind(event.relying_party.as_ref().map(crate::secret::ClientId::as_str))
    .bind(event.purpose.as_deref())
    .bind(fields.as_deref())
    .bind(detail.as_deref())
    .bind(content_digest(&columns).as_str())
    .execute(&mut **tx)
    .await?;
    Ok(id)
}

impl Store {
    /// Records an event that belongs to no other write.
    pub async fn record(&self, event: &Event) -> Result<EventId, Fault> {
        let mut tx = self.begin().await?;
        let id = append(&mut tx, event).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Links events into the chain, oldest first, at most `batch`; answers how many. One node wins, the others do nothing.
    pub async fn link_events(&self, batch: i64, now: Timestamp) -> Result<u64, Fault> {
        let mut tx = self.begin().await?;
        // Taking this row first makes linking nodes take turns on PostgreSQL, as SQLite's write lock does.
        sqlx::query("UPDATE audit_guard SET guarded_at = guarded_at + 1 WHERE id = 1").execute(&mut *tx).await?;
        let head = sqlx::query("SELECT seq, digest FROM audit_link ORDER BY seq DESC LIMIT 1")
            .fetch_optional(&mut *tx)
            .await?;
        let (mut seq, mut previous) = match head {
            Some(head) => (row::number(&head, "seq")?, row::text(&head, "digest")?),
            None => (0, String::new()),
        };
        let events = sqlx::query(
            "SELECT e.id, e.digest FROM audit_event e LEFT JOIN audit_link l ON l.event_id = e.id \
             WHERE l.event_id IS NULL ORDER BY e.at, e.turn, e.id LIMIT $1",
        )
        .bind(batch)
        .fetch_all(&mut *tx)
        .await?;
        for event in &events {
            seq += 1;
            let digest = link_digest(seq, &previous, &row::text(event, "digest")?);
            sqlx::query("INSERT INTO audit_link (seq, event_id, digest, linked_at) VALUES ($1, $2, $3, $4)")
                .bind(seq)
                .bind(row::text(event, "id")?)
                .bind(digest.as_str())
                .bind(now.unix())
                .execute(&mut *tx)
                .await?;
            previous = digest.as_str().to_owned();
        }
        tx.commit().await?;
        Ok(events.len() as u64)
    }

    /// The latest events about an account, and those that its holder caused in the account of somebody whom they answer for,
    /// newest first.
    pub async fn history(&self, account: &AccountId, limit: i64) -> Result<Vec<Entry>, Fault> {
        let rows = sqlx::query(
            "SELECT id, at, kind, actor_kind, actor_id, account_id, relying_party_id, purpose, fields, detail \
             FROM audit_event WHERE account_id = $1 OR (actor_id = $1 AND actor_kind = 'person' AND account_id <> $1) \
             ORDER BY at DESC, turn DESC, id DESC LIMIT $2",
        )
        .bind(account.as_str())
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(entry).collect()
    }

    /// The latest events that an actor caused, newest first: what an officer did.
    pub async fn deeds(&self, actor: &AccountId, limit: i64) -> Result<Vec<Entry>, Fault> {
        let rows = sqlx::query(
            "SELECT id, at, kind, actor_kind, actor_id, account_id, relying_party_id, purpose, fields, detail \
             FROM audit_event WHERE actor_id = $1 AND actor_kind = 'officer' ORDER BY at DESC, turn DESC, id DESC LIMIT $2",
        )
        .bind(actor.as_str())
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(entry).collect()
    }

    /// Recomputes every digest and the whole chain; answers what is wrong, in words, with at most the first ten.
    pub(crate) async fn verify_journal(&self, now: Timestamp) -> Result<Vec<String>, Fault> {
        // Before the links are read: a node that is at work adds some meanwhile, and none of them is missing.
        let head = sqlx::query("SELECT COALESCE(MAX(seq), 0) AS seq FROM audit_link").fetch_one(self.pool()).await?;
        let mut wrong = Vec::new();
        let mut previous = String::new();
        let mut expected = 0;
        loop {
            let rows = sqlx::query(
                "SELECT l.seq, l.digest AS link, e.id, e.at, e.turn, e.kind, e.actor_kind, e.actor_id, e.account_id, \
                 e.relying_party_id, e.purpose, e.fields, e.detail, e.digest \
                 FROM audit_link l JOIN audit_event e ON e.id = l.event_id WHERE l.seq > $1 ORDER BY l.seq LIMIT 1000",
            )
            .bind(expected)
            .fetch_all(self.pool())
            .await?;
            if rows.is_empty() || wrong.len() >= 10 {
                break;
            }
            for row in &rows {
                expected += 1;
                let (seq, id, digest) = (row::number(row, "seq")?, row::text(row, "id")?, row::text(row, "digest")?);
                if seq != expected {
                    wrong.push(format!("audit: link {expected} is missing (the next is {seq})"));
                    expected = seq;
                }
                if content_digest(&content(row)?).as_str() != digest {
                    wrong.push(format!("audit: event {id} was edited"));
                }
                let link = link_digest(seq, &previous, &digest);
                if link.as_str() != row::text(row, "link")? {
                    wrong.push(format!("audit: the chain breaks at link {seq}"));
                }
                previous = row::text(row, "link")?;
            }
        }
        if row::number(&head, "seq")? > expected && wrong.is_empty() {
            wrong.push(String::from("audit: an event is missing under its link"));
        }
        let waiting = sqlx::query(
            "SELECT COUNT(*) AS waiting FROM audit_event e LEFT JOIN audit_link l ON l.event_id = e.id \
             WHERE l.event_id IS NULL AND e.at < $1",
        )
        .bind(now.minus(UNLINKED_AT_MOST).unix())
        .fetch_one(self.pool())
        .await?;
        if row::number(&waiting, "waiting")? > 0 {
            wrong.push(String::from("audit: events have waited for the chain for more than ten minutes"));
        }
        Ok(wrong)
    }
}

fn entry(row: &AnyRow) -> Result<Entry, Fault> {
    Ok(Entry {
        id: EventId::from_text(row::text(row, "id")?),
        at: row::instant(row, "at")?,
        kind: row::parsed(row, "audit_event", "kind", Kind::parse)?,
        actor_kind: row::text(row, "actor_kind")?,
        actor_id: row::maybe_text(row, "actor_id")?,
        account_id: row::maybe_text(row, "account_id")?.map(AccountId::from_text),
        relying_party_id: row::maybe_text(row, "relying_party_id")?,
        purpose: row::maybe_text(row, "purpose")?,
        fields: row::maybe_text(row, "fields")?,
        detail: row::maybe_text(row, "detail")?,
    })
}

fn content(row: &AnyRow) -> Result<[Option<String>; COLUMNS], Fault> {
    let number = |column| row::number(row, column).map(|number| Some(number.to_string()));
    Ok([
        row::maybe_text(row, "id")?,
        number("at")?,
        number("turn")?,
        row::maybe_text(row, "kind")?,
        row::maybe_text(row, "actor_kind")?,
        row::maybe_text(row, "actor_id")?,
        row::maybe_text(row, "account_id")?,
        row::maybe_text(row, "relying_party_id")?,
        row::maybe_text(row, "purpose")?,
        row::maybe_text(row, "fields")?,
        row::maybe_text(row, "detail")?,
    ])
}

/// Each column with its length, null told apart from empty, so that no two events have one digest.
fn content_digest(columns: &[Option<String>; COLUMNS]) -> Digest {
    let mut bytes = Vec::new();
    for column in columns {
        match column {
            None => bytes.push(0),
            Some(text) => {
                bytes.push(1);
                bytes.extend((text.len() as u64).to_be_bytes());
                bytes.extend(text.as_bytes());
            }
        }
    }
    Digest::sha256(&bytes)
}

fn link_digest(seq: i64, previous: &str, event: &str) -> Digest {
    Digest::sha256(format!("{seq}\n{previous}\n{event}").as_bytes())
}

/// What of an event its digest covers: every column but the digest.
const COLUMNS: usize = 11;
/// Two events of one second are shown in the order in which their node wrote them; between nodes a second has no order.
static TURN: AtomicI64 = AtomicI64::new(0);
/// An event older than this that is in no chain means that linking has stopped, or that an event was slipped in.
const UNLINKED_AT_MOST: Seconds = Seconds::minutes(10);
