//! The journal: events are appended in the commit they belong to, and integrated into the ledger a moment later.
//!
//! An event that was removed or edited before it was integrated is found by `verify`, because state changes and events are
//! joined in both directions; afterwards the ledger shows it (`ledger`).

use std::sync::atomic::{AtomicI64, Ordering};

use sqlx::any::AnyRow;

use crate::clock::Timestamp;
use crate::entropy;
use crate::fault::Fault;
use crate::identity::event::{Event, Kind};
use crate::secret::{AccountId, EventId, decode, encode};
use crate::store::{Store, Tx, row};
use crate::wallet::leaf::{Kept, Opening, Salt, Shown};
use crate::wallet::merkle::Hash;

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
    /// What opens its leaf.
    pub opening: Opening,
    /// Its place in the ledger, once it is integrated.
    pub leaf: Option<u64>,
}

/// An event with the row that it will be: who signs something about an event names its leaf before it is written.
#[derive(Clone, Debug)]
pub struct Draft {
    shown: Shown,
    kept: Kept,
    salt: Salt,
    leaf: Hash,
}

impl Draft {
    /// Gives an event its id, its place within the second and its salt.
    pub fn new(event: &Event) -> Result<Self, Fault> {
        let detail = (!event.detail.is_empty())
            .then(|| serde_json::to_string(&event.detail))
            .transpose()
            .map_err(|error| Fault::caused("an event could not be written", error))?;
        let shown = Shown {
            at: event.at,
            kind: event.kind.as_str().to_owned(),
            actor_kind: event.actor.kind().to_owned(),
            account: event.account.as_ref().map(|account| account.as_str().to_owned()),
            relying_party: event.relying_party.as_ref().map(|party| party.as_str().to_owned()),
            purpose: event.purpose.clone(),
            fields: (!event.fields.is_empty()).then(|| event.fields.join(" ")),
        };
        let kept = Kept {
            id: EventId::new(entropy::bytes()?).as_str().to_owned(),
            turn: TURN.fetch_add(1, Ordering::Relaxed),
            actor_id: event.actor.id().map(str::to_owned),
            detail,
        };
        let salt = entropy::bytes()?;
        let leaf = Opening::new(shown.clone(), &kept, &salt).leaf();
        Ok(Self { shown, kept, salt, leaf })
    }

    /// The leaf that it will be.
    pub fn leaf(&self) -> Hash {
        self.leaf
    }

    /// Its id.
    pub(super) fn id(&self) -> &str {
        &self.kept.id
    }
}

/// Appends an event in the caller's transaction.
pub(crate) async fn append(tx: &mut Tx, event: &Event) -> Result<EventId, Fault> {
    let draft = Draft::new(event)?;
    write(tx, &draft).await?;
    Ok(EventId::from_text(draft.kept.id))
}

/// Appends a drafted event in the caller's transaction.
pub(super) async fn write(tx: &mut Tx, draft: &Draft) -> Result<(), Fault> {
    let Draft { shown, kept, salt, leaf } = draft;
    sqlx::query(
        "INSERT INTO audit_event (id, at, turn, kind, actor_kind, actor_id, account_id, relying_party_id, purpose, \
         fields, detail, salt, leaf) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
    )
    .bind(kept.id.as_str())
    .bind(shown.at.unix())
    .bind(kept.turn)
    .bind(shown.kind.as_str())
    .bind(shown.actor_kind.as_str())
    .bind(kept.actor_id.as_deref())
    .bind(shown.account.as_deref())
    .bind(shown.relying_party.as_deref())
    .bind(shown.purpose.as_deref())
    .bind(shown.fields.as_deref())
    .bind(kept.detail.as_deref())
    .bind(encode(salt))
    .bind(leaf.to_string())
    .execute(&mut **tx)
    .await?;
    sqlx::query("INSERT INTO ledger_waiting (event_id, at, turn) VALUES ($1, $2, $3)")
        .bind(kept.id.as_str())
        .bind(shown.at.unix())
        .bind(kept.turn)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The columns of an event with its place in the ledger.
macro_rules! entries {
    ($which:literal) => {
        concat!(
            "SELECT e.id, e.at, e.turn, e.kind, e.actor_kind, e.actor_id, e.account_id, e.relying_party_id, e.purpose, ",
            "e.fields, e.detail, e.salt, l.number FROM audit_event e LEFT JOIN ledger_leaf l ON l.event_id = e.id WHERE ",
            $which
        )
    };
}

impl Store {
    /// Records an event that belongs to no other write.
    pub async fn record(&self, event: &Event) -> Result<EventId, Fault> {
        let mut tx = self.begin().await?;
        let id = append(&mut tx, event).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// The event of that id.
    pub async fn event(&self, id: &EventId) -> Result<Option<Entry>, Fault> {
        let row = sqlx::query(entries!("e.id = $1")).bind(id.as_str()).fetch_optional(self.pool()).await?;
        row.as_ref().map(entry).transpose()
    }

    /// The latest events about an account, and those that its holder caused in the account of somebody whom they answer for,
    /// newest first.
    pub async fn history(&self, account: &AccountId, limit: i64) -> Result<Vec<Entry>, Fault> {
        let rows = sqlx::query(entries!(
            "e.account_id = $1 OR (e.actor_id = $1 AND e.actor_kind = 'person' AND e.account_id <> $1) \
             ORDER BY e.at DESC, e.turn DESC, e.id DESC LIMIT $2"
        ))
        .bind(account.as_str())
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(entry).collect()
    }

    /// The latest events that an actor caused, newest first: what an officer did.
    pub async fn deeds(&self, actor: &AccountId, limit: i64) -> Result<Vec<Entry>, Fault> {
        let rows = sqlx::query(entries!(
            "e.actor_id = $1 AND e.actor_kind = 'officer' ORDER BY e.at DESC, e.turn DESC, e.id DESC LIMIT $2"
        ))
        .bind(actor.as_str())
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(entry).collect()
    }
}

fn entry(row: &AnyRow) -> Result<Entry, Fault> {
    let leaf = row::maybe_number(row, "number")?;
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
        opening: opening(row)?,
        leaf: leaf.and_then(|number| u64::try_from(number).ok()),
    })
}

/// What opens an event's leaf, from its columns as they are now.
pub(super) fn opening(row: &AnyRow) -> Result<Opening, Fault> {
    let shown = Shown {
        at: row::instant(row, "at")?,
        kind: row::text(row, "kind")?,
        actor_kind: row::text(row, "actor_kind")?,
        account: row::maybe_text(row, "account_id")?,
        relying_party: row::maybe_text(row, "relying_party_id")?,
        purpose: row::maybe_text(row, "purpose")?,
        fields: row::maybe_text(row, "fields")?,
    };
    let kept = Kept {
        id: row::text(row, "id")?,
        turn: row::number(row, "turn")?,
        actor_id: row::maybe_text(row, "actor_id")?,
        detail: row::maybe_text(row, "detail")?,
    };
    let salt = row::parsed(row, "audit_event", "salt", |text| decode(text)?.try_into().ok())?;
    Ok(Opening::new(shown, &kept, &salt))
}

/// Two events of one second are shown in the order in which their node wrote them; between nodes a second has no order.
static TURN: AtomicI64 = AtomicI64::new(0);
