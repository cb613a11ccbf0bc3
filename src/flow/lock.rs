//! Locks: a ground is added or lifted, everything that was open ends, and the holder is told, in one commit.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::flow::letter;
use crate::identity::account::{Account, Channel, Ground};
use crate::identity::event::Actor;
use crate::provider::Provider;
use crate::store::outbox::Message;

/// Adds a ground for a lock; false when it stood already.
pub async fn lock(
    account: &Account,
    ground: Ground,
    by: &Actor,
    reason: Option<&str>,
    provider: &Provider,
    now: Timestamp,
) -> Result<bool, Fault> {
    let message = told(account, ground, provider);
    provider.store.lock_account(&account.id, ground, by, reason, message.as_ref(), now).await
}

/// A telephone that is no longer the holder's own is told nothing: whoever has it now is somebody else.
fn told(account: &Account, ground: Ground, provider: &Provider) -> Option<Message> {
    if ground != Ground::PhoneNotOwn {
        return Some(letter::lock_changed(account, true, &provider.config));
    }
    account.email.as_ref()?;
    let by_mail = Account { channel: Channel::Email, ..account.clone() };
    Some(letter::lock_changed(&by_mail, true, &provider.config))
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
