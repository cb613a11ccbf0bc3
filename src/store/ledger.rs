//! The ledger: an append-only Merkle tree over the journal (RFC 6962), a moment behind it.
//!
//! **Every event of the journal is a leaf**, not only those of reading. Whoever looks at a person's data, an officer
//! (`presentation_scanned`, `fields_allowed`, `record_viewed`, `case_opened`, `case_checked`, `cases_searched`,
//! `case_printed`, `call_taken`, `visits_listed`, …), a party (`claims_released`, `presentation_scanned`, `fields_allowed`)
//! or who answers for somebody (`dependant_viewed`), leaves an event in the commit that pays for the look; and a list of
//! the kinds that count as looking would itself be the place to hide one. So there is no such list, and what was allowed,
//! withdrawn, locked and decided stands in the same order as what was seen.
//!
//! ```text
//! commit of a request   ▣ event + ledger_waiting                         no lock, no turn, no look at the tree
//! a chore, every second ▣ ledger_waiting -> ledger_leaf + ledger_node    one node at a time, in order, without a gap
//!                       ▣ ledger_head                                    signed, published, kept
//! ```
//!
//! Whole subtrees of 64, 64 × 64, … leaves are kept with their hash. Nothing that is appended changes them, so a proof
//! over a billion leaves reads five short ranges, and appending reads one for 64 leaves.

use std::collections::HashMap;

use sqlx::any::AnyRow;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::store::engine::is_unique;
use crate::store::{Store, Tx, row};
use crate::wallet::merkle::{self, Growing, Hash, Span, Subtree};
use crate::wallet::tree_head::TreeHead;

/// A head with its signature.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SignedHead {
    /// What it says.
    pub head: TreeHead,
    /// The signed text.
    pub jws: String,
}

impl Store {
    /// Integrates events that wait, oldest first, at most `batch`; answers how many. Nodes take turns.
    pub async fn integrate_events(&self, batch: i64, now: Timestamp) -> Result<u64, Fault> {
        // A house at rest writes nothing.
        let waiting = sqlx::query("SELECT event_id FROM ledger_waiting LIMIT 1").fetch_optional(self.pool()).await?;
        if waiting.is_none() {
            return Ok(0);
        }
        let mut tx = self.begin().await?;
        // Taking this row first makes integrating nodes take turns on PostgreSQL, as SQLite's write lock does.
        sqlx::query("UPDATE audit_guard SET guarded_at = guarded_at + 1 WHERE id = 1").execute(&mut *tx).await?;
        let size =
            sqlx::query("SELECT COALESCE(MAX(number), -1) + 1 AS size FROM ledger_leaf").fetch_one(&mut *tx).await?;
        let mut size = row::number(&size, "size")?;
        let events = sqlx::query(
            "SELECT w.event_id, e.leaf FROM ledger_waiting w JOIN audit_event e ON e.id = w.event_id \
             ORDER BY w.at, w.turn, w.event_id LIMIT $1",
        )
        .bind(batch)
        .fetch_all(&mut *tx)
        .await?;
        for event in &events {
            let id = row::text(event, "event_id")?;
            sqlx::query("INSERT INTO ledger_leaf (number, event_id, leaf, integrated_at) VALUES ($1, $2, $3, $4)")
                .bind(size)
                .bind(id.as_str())
                .bind(row::text(event, "leaf")?)
                .bind(now.unix())
                .execute(&mut *tx)
                .await?;
            sqlx::query("DELETE FROM ledger_waiting WHERE event_id = $1").bind(id.as_str()).execute(&mut *tx).await?;
            size += 1;
            keep_whole(&mut tx, size).await?;
        }
        tx.commit().await?;
        Ok(events.len() as u64)
    }

    /// How many leaves there are.
    pub async fn ledger_size(&self) -> Result<u64, Fault> {
        let size =
            sqlx::query("SELECT COALESCE(MAX(number), -1) + 1 AS size FROM ledger_leaf").fetch_one(self.pool()).await?;
        unsigned(&size, "size")
    }

    /// Which leaf has this hash.
    pub async fn leaf_number(&self, leaf: &Hash) -> Result<Option<u64>, Fault> {
        let row = sqlx::query("SELECT number FROM ledger_leaf WHERE leaf = $1")
            .bind(leaf.to_string())
            .fetch_optional(self.pool())
            .await?;
        row.map(|row| unsigned(&row, "number")).transpose()
    }

    /// The tree of the first `size` leaves, which are there.
    pub fn tree(&self, size: u64) -> Tree<'_> {
        Tree { store: self, size, kept: HashMap::new() }
    }

    /// The latest head.
    pub async fn latest_head(&self) -> Result<Option<SignedHead>, Fault> {
        let row =
            sqlx::query("SELECT number, size, root, signed_at, jws FROM ledger_head ORDER BY number DESC LIMIT 1")
                .fetch_optional(self.pool())
                .await?;
        row.as_ref().map(signed_head).transpose()
    }

    /// The head of that number.
    pub async fn head(&self, number: u64) -> Result<Option<SignedHead>, Fault> {
        let row = sqlx::query("SELECT number, size, root, signed_at, jws FROM ledger_head WHERE number = $1")
            .bind(signed(number))
            .fetch_optional(self.pool())
            .await?;
        row.as_ref().map(signed_head).transpose()
    }

    /// The heads after that number, in order.
    pub async fn heads_after(&self, number: u64, limit: i64) -> Result<Vec<SignedHead>, Fault> {
        let rows = sqlx::query(
            "SELECT number, size, root, signed_at, jws FROM ledger_head WHERE number > $1 ORDER BY number LIMIT $2",
        )
        .bind(signed(number))
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(signed_head).collect()
    }

    /// Keeps a head; false when another node signed that number first.
    pub async fn keep_head(&self, head: &SignedHead) -> Result<bool, Fault> {
        let kept =
            sqlx::query("INSERT INTO ledger_head (number, size, root, signed_at, jws) VALUES ($1, $2, $3, $4, $5)")
                .bind(signed(head.head.number))
                .bind(signed(head.head.size))
                .bind(head.head.root.to_string())
                .bind(head.head.signed_at.unix())
                .bind(head.jws.as_str())
                .execute(self.pool())
                .await;
        match kept {
            Ok(_) => Ok(true),
            Err(error) if is_unique(&error) => Ok(false),
            Err(error) => Err(error.into()),
        }
    }
}

/// A tree of one size, read a range at a time and each range once.
#[derive(Debug)]
pub struct Tree<'a> {
    store: &'a Store,
    size: u64,
    kept: HashMap<(u32, u64), Vec<Hash>>,
}

impl Tree<'_> {
    /// Its root.
    pub async fn root(&mut self) -> Result<Hash, Fault> {
        self.span(Span::tree(self.size)).await
    }

    /// The path of a leaf; none when it is not in this tree.
    pub async fn inclusion(&mut self, leaf: u64) -> Result<Option<Vec<Hash>>, Fault> {
        match merkle::inclusion_path(leaf, self.size) {
            Some(path) => self.path(&path).await.map(Some),
            None => Ok(None),
        }
    }

    /// The path that proves that this tree begins with its first `first` leaves; none when it has fewer.
    pub async fn consistency(&mut self, first: u64) -> Result<Option<Vec<Hash>>, Fault> {
        match merkle::consistency_path(first, self.size) {
            Some(path) => self.path(&path).await.map(Some),
            None => Ok(None),
        }
    }

    async fn path(&mut self, spans: &[Span]) -> Result<Vec<Hash>, Fault> {
        let mut path = Vec::with_capacity(spans.len());
        for span in spans {
            path.push(self.span(*span).await?);
        }
        Ok(path)
    }

    async fn span(&mut self, span: Span) -> Result<Hash, Fault> {
        let mut cover = Vec::new();
        for subtree in span.subtrees() {
            cover.push(self.subtree(subtree).await?);
        }
        Ok(merkle::fold(&cover))
    }

    async fn subtree(&mut self, subtree: Subtree) -> Result<Hash, Fault> {
        let (height, within) = (subtree.level / LEVELS, subtree.level % LEVELS);
        let first = subtree.position << within;
        let range = self.range(height, first / WIDTH).await?;
        let from = usize::try_from(first % WIDTH).unwrap_or(usize::MAX);
        let hashes = range.get(from..).and_then(|rest| rest.get(..1 << within));
        hashes.map(root_of).ok_or_else(|| Fault::internal(format!("the ledger lacks {subtree:?}")))
    }

    /// Up to 64 hashes of a height that stand under one of the next.
    async fn range(&mut self, height: u32, which: u64) -> Result<&Vec<Hash>, Fault> {
        use std::collections::hash_map::Entry;
        match self.kept.entry((height, which)) {
            Entry::Occupied(known) => Ok(known.into_mut()),
            Entry::Vacant(unknown) => {
                let (from, to) = (signed(which * WIDTH), signed((which + 1) * WIDTH));
                let mut connection = self.store.pool().acquire().await?;
                Ok(unknown.insert(range(&mut connection, height, from, to).await?))
            }
        }
    }
}

/// Keeps the hash of every subtree that the leaf before `size` made whole.
async fn keep_whole(tx: &mut Tx, size: i64) -> Result<(), Fault> {
    let (mut height, mut count) = (0, size);
    while count % signed(WIDTH) == 0 {
        let hashes = range(&mut *tx, height, count - signed(WIDTH), count).await?;
        if hashes.len() as u64 != WIDTH {
            return Err(Fault::internal("the ledger has a gap"));
        }
        height += 1;
        count /= signed(WIDTH);
        sqlx::query("INSERT INTO ledger_node (height, position, hash) VALUES ($1, $2, $3)")
            .bind(i64::from(height))
            .bind(count - 1)
            .bind(root_of(&hashes).to_string())
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

async fn range(connection: &mut sqlx::AnyConnection, height: u32, from: i64, to: i64) -> Result<Vec<Hash>, Fault> {
    let rows = if height == 0 {
        sqlx::query(
            "SELECT number AS id, leaf AS hash FROM ledger_leaf WHERE number >= $1 AND number < $2 ORDER BY number",
        )
        .bind(from)
        .bind(to)
        .fetch_all(connection)
        .await?
    } else {
        sqlx::query(
            "SELECT position AS id, hash FROM ledger_node WHERE height = $1 AND position >= $2 AND position < $3 \
             ORDER BY position",
        )
        .bind(i64::from(height))
        .bind(from)
        .bind(to)
        .fetch_all(connection)
        .await?
    };
    rows.iter().map(|row| row::parsed(row, "ledger_node", "hash", Hash::parse)).collect()
}

/// The root over hashes that are leaves here.
fn root_of(hashes: &[Hash]) -> Hash {
    let mut tree = Growing::default();
    for hash in hashes {
        tree.append(*hash);
    }
    tree.root()
}

fn signed_head(row: &AnyRow) -> Result<SignedHead, Fault> {
    let head = TreeHead {
        number: unsigned(row, "number")?,
        size: unsigned(row, "size")?,
        root: row::parsed(row, "ledger_head", "root", Hash::parse)?,
        signed_at: row::instant(row, "signed_at")?,
    };
    Ok(SignedHead { head, jws: row::text(row, "jws")? })
}

pub(super) fn unsigned(row: &AnyRow, column: &str) -> Result<u64, Fault> {
    u64::try_from(row::number(row, column)?).map_err(|error| Fault::caused("the ledger counts from zero", error))
}

/// As a column has it; a size that no column could hold is one that no tree has.
fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Levels of the tree between kept nodes.
pub(super) const LEVELS: u32 = 6;
/// Hashes under a kept node.
pub(super) const WIDTH: u64 = 1 << LEVELS;

#[cfg(test)]
mod tests;
