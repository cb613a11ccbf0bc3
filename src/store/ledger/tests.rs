//! The kept subtrees, beyond what a story's few hundred events reach: two heights of them, on SQLite.

use std::sync::Arc;

use super::*;
use crate::identity::event::{Actor, Event, Kind};
use crate::seal::Vault;
use crate::secret::Secret;
use crate::store::engine::Database;
use crate::store::{audit, migrations};

const NOW: Timestamp = Timestamp::from_unix(1_800_000_000);

#[tokio::test]
async fn proofs_over_two_heights_of_kept_subtrees_are_those_of_the_bare_tree() {
    let folder = tempfile::tempdir().unwrap();
    let database = Database::open(&format!("sqlite://{}", folder.path().join("t.sqlite").display())).await.unwrap();
    migrations::run(&database).await.unwrap();
    let store = Store::new(database, Arc::new(Vault::new(&Secret::new([1; 32])).unwrap()));
    let mut tx = store.begin().await.unwrap();
    for _ in 0..COUNT {
        audit::append(&mut tx, &Event::new(Kind::SignInFailed, Actor::Nobody, NOW)).await.unwrap();
    }
    tx.commit().await.unwrap();
    // Odd batches, so that no subtree ends where a batch does.
    while store.integrate_events(701, NOW).await.unwrap() > 0 {}
    assert_eq!(store.ledger_size().await.unwrap(), COUNT);

    let mut connection = store.pool().acquire().await.unwrap();
    let leaves = range(&mut connection, 0, 0, signed(COUNT)).await.unwrap();
    drop(connection);
    let mut tree = Growing::default();
    let roots: Vec<Hash> = std::iter::once(tree.root())
        .chain(leaves.iter().map(|leaf| {
            tree.append(*leaf);
            tree.root()
        }))
        .collect();
    let at = |number: u64| usize::try_from(number).unwrap();
    for size in [1, 63, 64, 65, 127, 4095, 4096, 4097, COUNT] {
        let mut kept = store.tree(size);
        let root = kept.root().await.unwrap();
        assert_eq!(root, roots[at(size)], "{size}");
        for leaf in [0, size / 3, size / 2, size - 1] {
            let path = kept.inclusion(leaf).await.unwrap().unwrap();
            assert_eq!(merkle::root_by_inclusion(&leaves[at(leaf)], leaf, size, &path), Some(root), "{leaf} of {size}");
        }
        for first in [1, size / 2 + 1, size] {
            let path = kept.consistency(first).await.unwrap().unwrap();
            assert!(merkle::is_consistent((first, &roots[at(first)]), (size, &root), &path), "{first} to {size}");
        }
        assert!(kept.kept.len() <= 40, "a proof looks at a few ranges, not at the leaves: {}", kept.kept.len());
    }
    assert_eq!(store.verify_ledger(NOW).await.unwrap(), [""; 0]);
    store.database().close().await;
}

/// 64 × 64, a whole subtree of 64 after it, and a few.
const COUNT: u64 = 64 * 64 + 64 + 5;
