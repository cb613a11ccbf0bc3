//! Locks: a ground is added or lifted, everything that was open ends, and the holder is told, in one commit.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::flow::{letter, person};
use crate::identity::account::{Account, Channel, Ground};
use crate::identity::event::Actor;
use crate::identity::person::VitalStatus;
use crate::oauth::session::SessionFacts;
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

fn told(account: &Account, ground: Ground, provider: &Provider) -> Option<Message> {
    let lost = ground == Ground::PhoneNotOwn;
    reached(account, lost).map(|account| letter::lock_changed(&account, true, &provider.config))
}

/// The account as its holder can be told something. A telephone that is no longer the holder's own is told nothing: whoever
/// has it now is somebody else.
pub(super) fn reached(account: &Account, phone_is_lost: bool) -> Option<Account> {
    if !phone_is_lost && !account.grounds.contains(&Ground::PhoneNotOwn) {
        return Some(account.clone());
    }
    account.email.as_ref()?;
    Some(Account { channel: Channel::Email, ..account.clone() })
}

/// The holder locks the account, at once and without another proof: it only ever protects.
pub async fn by_holder(session: &SessionFacts, provider: &Provider, now: Timestamp) -> Result<bool, Fault> {
    let Some(account) = provider.store.account(&session.account).await? else { return Ok(false) };
    let by = Actor::Person(account.id.clone());
    lock(&account, Ground::OwnRequest, &by, None, provider, now).await
}

/// Whether the register still makes this ground: what it alone can say, nobody lifts against it.
pub async fn stands_in_register(account: &Account, ground: Ground, provider: &Provider) -> Result<bool, Fault> {
    Ok(match ground {
        Ground::Death => {
            let record = person::record_of(account, provider).await?;
            record.is_none_or(|record| record.status == VitalStatus::Deceased)
        }
        // Cards, passports and stays are followed by the chores, both ways.
        Ground::CardRevoked | Ground::CardExpired | Ground::PassportExpired | Ground::ResidenceEnded => true,
        Ground::OwnRequest | Ground::Authority | Ground::Breach | Ground::PhoneNotOwn => false,
    })
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
