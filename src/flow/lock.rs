//! Locks: a ground is added or lifted, everything that was open ends, and the holder is told, in one commit.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::flow::letter;
use crate::identity::account::{Account, Ground};
use crate::identity::event::Actor;
use crate::provider::Provider;

/// Adds a ground for a lock; false when it stood already.
pub async fn lock(
    account: &Account,
    ground: Ground,
    by: &Actor,
    reason: Option<&str>,
    provider: &Provider,
    now: Timestamp,
) -> Result<bool, Fault> {
    let message = letter::lock_changed(account, true, &provider.config);
    provider.store.lock_account(&account.id, ground, by, reason, &message, now).await
}

/// Lifts a ground; the account unlocks itself with the last one (Decree 69/2024 Art. 15(3)(a)). False when it did not
/// stand.
pub async fn unlock(
    account: &Account,
    ground: Ground,
    by: &Actor,
    provider: &Provider,
    now: Timestamp,
) -> Result<bool, Fault> {
    let message = letter::lock_changed(account, false, &provider.config);
    provider.store.lift_lock(&account.id, ground, by, &message, now).await
}
