//! The ledger, checked whole: leaves against events, kept nodes and every head against leaves. Reads the journal once, a
//! thousand rows at a time, and holds of the tree only what is not yet whole.

use std::collections::VecDeque;

use sqlx::any::AnyRow;

use crate::clock::{Seconds, Timestamp};
use crate::fault::Fault;
use crate::identity::decree;
use crate::store::ledger::{LEVELS, SignedHead, WIDTH, unsigned};
use crate::store::{Store, audit, row};
use crate::wallet::merkle::{Growing, Hash, Subtree};

impl Store {
    /// What is wrong with the ledger, in words; at most the first ten.
    pub(super) async fn verify_ledger(&self, now: Timestamp) -> Result<Vec<String>, Fault> {
        // Before the leaves are read: a node that is at work adds more of both meanwhile.
        let last = self.latest_head().await?.map_or(0, |head| head.head.number);
        let mut heads = Heads { store: self, last, page: VecDeque::new(), read: 0, previous: None };
        let (mut tree, mut wrong) = (Growing::default(), Vec::new());
        while wrong.len() < MOST {
            let rows = self.leaves_from(tree.size()).await?;
            if rows.is_empty() {
                break;
            }
            for row in &rows {
                let number = unsigned(row, "number")?;
                if number != tree.size() {
                    wrong.push(format!("ledger: leaf {} is missing (the next is {number})", tree.size()));
                    return Ok(wrong);
                }
                wrong.extend(event_under(row, now)?);
                let leaf = row::parsed(row, "ledger_leaf", "leaf", Hash::parse)?;
                for (subtree, hash) in tree.append(leaf) {
                    wrong.extend(self.node_under(subtree, &hash).await?);
                }
                heads.check(&tree, &mut wrong).await?;
            }
        }
        if wrong.len() < MOST {
            heads.beyond(&tree, &mut wrong).await?;
            wrong.extend(self.verify_nodes_without_leaves().await?);
            wrong.extend(self.verify_waiting(now).await?);
        }
        wrong.truncate(MOST);
        Ok(wrong)
    }

    async fn leaves_from(&self, number: u64) -> Result<Vec<AnyRow>, Fault> {
        Ok(sqlx::query(
            "SELECT l.number, l.event_id, l.leaf, l.integrated_at, e.id, e.at, e.turn, e.kind, e.actor_kind, e.actor_id, \
             e.account_id, e.relying_party_id, e.purpose, e.fields, e.detail, e.salt, e.leaf AS own_leaf \
             FROM ledger_leaf l LEFT JOIN audit_event e ON e.id = l.event_id WHERE l.number >= $1 ORDER BY l.number \
             LIMIT 1000",
        )
        .bind(i64::try_from(number).unwrap_or(i64::MAX))
        .fetch_all(self.pool())
        .await?)
    }

    /// Whether the node that is kept for a whole subtree is that of its leaves.
    async fn node_under(&self, subtree: Subtree, hash: &Hash) -> Result<Option<String>, Fault> {
        if subtree.level == 0 || !subtree.level.is_multiple_of(LEVELS) {
            return Ok(None);
        }
        let (height, position) = (subtree.level / LEVELS, subtree.position);
        let row = sqlx::query("SELECT hash FROM ledger_node WHERE height = $1 AND position = $2")
            .bind(i64::from(height))
            .bind(i64::try_from(position).unwrap_or(i64::MAX))
            .fetch_optional(self.pool())
            .await?;
        let kept = row.map(|row| row::text(&row, "hash")).transpose()?;
        let is_sound = kept.is_some_and(|kept| kept == hash.to_string());
        Ok((!is_sound).then(|| format!("ledger: node {height}/{position} is not that of its leaves")))
    }

    async fn verify_nodes_without_leaves(&self) -> Result<Vec<String>, Fault> {
        let (mut wrong, mut leaves) = (Vec::new(), 1_u64);
        for height in 1..=HIGHEST {
            leaves *= WIDTH;
            let row = sqlx::query(
                "SELECT COUNT(*) AS extra FROM ledger_node WHERE height = $1 AND position >= \
                 (SELECT COALESCE(MAX(number), -1) + 1 FROM ledger_leaf) / $2",
            )
            .bind(height)
            .bind(i64::try_from(leaves).unwrap_or(i64::MAX))
            .fetch_one(self.pool())
            .await?;
            if row::number(&row, "extra")? > 0 {
                wrong.push(format!("ledger: there are nodes of height {height} that no leaves make"));
            }
        }
        Ok(wrong)
    }

    /// Every event is in the ledger or waits for it, and none waits long.
    async fn verify_waiting(&self, now: Timestamp) -> Result<Vec<String>, Fault> {
        let row = sqlx::query(
            "SELECT (SELECT COUNT(*) FROM audit_event e WHERE NOT EXISTS (SELECT 1 FROM ledger_leaf l \
             WHERE l.event_id = e.id) AND NOT EXISTS (SELECT 1 FROM ledger_waiting w WHERE w.event_id = e.id)) AS outside, \
             (SELECT COUNT(*) FROM ledger_waiting w JOIN ledger_leaf l ON l.event_id = w.event_id) AS twice, \
             (SELECT COUNT(*) FROM ledger_waiting w WHERE w.at < $1) AS late",
        )
        .bind(now.minus(WAITING_AT_MOST).unix())
        .fetch_one(self.pool())
        .await?;
        let told = [
            ("outside", "ledger: events are neither in it nor wait for it"),
            ("twice", "ledger: events that are in it wait for it"),
            ("late", "ledger: events have waited for it for more than ten minutes"),
        ];
        let mut wrong = Vec::new();
        for (column, words) in told {
            if row::number(&row, column)? > 0 {
                wrong.push(words.to_owned());
            }
        }
        Ok(wrong)
    }
}

/// What is wrong with the event under a leaf. One whose term is over may be gone.
fn event_under(row: &AnyRow, now: Timestamp) -> Result<Option<String>, Fault> {
    let (number, leaf) = (row::number(row, "number")?, row::text(row, "leaf")?);
    let Some(id) = row::maybe_text(row, "id")? else {
        let is_kept_still = row::instant(row, "integrated_at")? > now.minus(decree::HISTORY_KEPT);
        return Ok(is_kept_still.then(|| format!("ledger: the event under leaf {number} is missing")));
    };
    let is_sound = row::text(row, "own_leaf")? == leaf && audit::opening(row)?.leaf().to_string() == leaf;
    Ok((!is_sound).then(|| format!("ledger: event {id} under leaf {number} was edited")))
}

/// The heads in their order, beside the tree as it grows.
struct Heads<'a> {
    store: &'a Store,
    last: u64,
    page: VecDeque<SignedHead>,
    read: u64,
    previous: Option<SignedHead>,
}

impl Heads<'_> {
    /// Checks the heads over exactly these leaves.
    async fn check(&mut self, tree: &Growing, wrong: &mut Vec<String>) -> Result<(), Fault> {
        while let Some(next) = self.next(wrong).await? {
            if next.head.size > tree.size() {
                self.page.push_front(next);
                self.read -= 1;
                return Ok(());
            }
            let number = next.head.number;
            if next.head.size < tree.size() {
                wrong.push(format!("ledger: head {number} is of fewer leaves than one before it"));
            } else if next.head.root != tree.root() {
                wrong.push(format!("ledger: head {number} is not of its {} leaves", next.head.size));
            }
            if self.previous.as_ref().is_some_and(|previous| previous.head.signed_at > next.head.signed_at) {
                wrong.push(format!("ledger: head {number} was signed before the one before it"));
            }
            self.previous = Some(next);
        }
        Ok(())
    }

    /// No head is of more leaves than there are.
    async fn beyond(&mut self, tree: &Growing, wrong: &mut Vec<String>) -> Result<(), Fault> {
        if let Some(next) = self.next(wrong).await? {
            let (number, size, there) = (next.head.number, next.head.size, tree.size());
            wrong.push(format!("ledger: head {number} is of {size} leaves and there are {there}"));
        }
        Ok(())
    }

    async fn next(&mut self, wrong: &mut Vec<String>) -> Result<Option<SignedHead>, Fault> {
        if self.read >= self.last || wrong.len() >= MOST {
            return Ok(None);
        }
        if self.page.is_empty() {
            self.page = self.store.heads_after(self.read, 1000).await?.into();
        }
        let next = self.page.pop_front();
        if let Some(next) = &next {
            if next.head.number != self.read + 1 {
                wrong.push(format!("ledger: head {} is missing", self.read + 1));
            }
            self.read = next.head.number;
        }
        Ok(next)
    }
}

/// More is not told: whoever repairs begins with the first.
const MOST: usize = 10;
/// 64 to this power is more than a column can count.
const HIGHEST: i64 = 10;
/// An event older than this that still waits means that the chore has stopped, or that an event was slipped in.
const WAITING_AT_MOST: Seconds = Seconds::minutes(10);
