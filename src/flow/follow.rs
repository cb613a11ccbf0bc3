//! The chore that follows the feeds of the population, of cards and of foreigners: each change is heeded in its order, once over all nodes.
//!
//! ```text
//! cursor → registry.changes_since → for each: registry.look_up, subscriber ⊙ standing::demands ▣ lock | lift | renumber
//!          ▣ relation ended ▣ what is known of the card ▣ cursor
//! ```
//!
//! The cursor moves behind the deed and only from where this node read it. Who is stopped between the two does the deed
//! again, which finds nothing left to do; of two nodes one moves the cursor, and the other leaves the rest to it.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::flow::{dependant, lock, person, watch_cards, watch_stays};
use crate::identity::decree;
use crate::identity::event::Actor;
use crate::identity::number::PersonalNumber;
use crate::identity::person::VitalStatus;
use crate::identity::standing::{self, Demand};
use crate::provider::Provider;
use crate::registry::Change;
use crate::registry::feed::Register;

/// Heeds what the registers of the population, of cards and of foreigners have changed since the last time.
pub async fn follow(provider: Provider, now: Timestamp) -> Result<(), Fault> {
    for register in [Register::Population, Register::Cards, Register::Immigration] {
        match follow_one(register, &provider, now).await {
            // Asked again in a moment; meanwhile the other feed is heeded, and nothing of this one is lost.
            Err(Fault::RegistryDown(why)) => tracing::warn!(%why, "a register's feed waits"),
            done => done?,
        }
    }
    Ok(())
}

async fn follow_one(register: Register, provider: &Provider, now: Timestamp) -> Result<(), Fault> {
    loop {
        let mut at = provider.store.feed_place(register.as_str()).await?;
        let changes = match register {
            Register::Cards => provider.cards.changes_since(at, BATCH).await?,
            Register::Immigration => provider.immigration.changes_since(at, BATCH).await?,
            _ => provider.registry.changes_since(at, BATCH).await?,
        };
        if changes.is_empty() {
            return Ok(());
        }
        for Change { sequence, number } in changes {
            let heeded = match register {
                Register::Immigration => watch_stays::heed_number(&number, provider, now).await,
                _ => heed(&number, provider, now).await,
            };
            match heeded {
                // A register out of reach is asked again; in order, so nothing overtakes this change.
                Err(fault) if fault.is_passing() => return Err(fault),
                // One unsound record must not keep everybody else's death from being heeded.
                Err(fault) => {
                    tracing::error!(register = register.as_str(), sequence, %fault, "a change was passed over");
                }
                Ok(()) => {}
            }
            if !provider.store.move_feed_place(register.as_str(), at, sequence, now).await? {
                return Ok(());
            }
            at = sequence;
        }
    }
}

/// Brings the accounts of one person to what the register says now.
pub(super) async fn heed(number: &PersonalNumber, provider: &Provider, now: Timestamp) -> Result<(), Fault> {
    let Some(record) = provider.registry.look_up(number).await? else { return Ok(()) };
    if record.number != *number && !record.cancelled_numbers.contains(number) {
        return Err(Fault::internal("the register answered about somebody else"));
    }
    let accounts = person::accounts(&record, provider).await?;
    let is_one = accounts.len() == 1;
    for account in &accounts {
        // Before a new number takes the old one's place, under which the other's record may still know it.
        dependant::heed(account, provider, now).await?;
        let subscriber = match record.status {
            VitalStatus::Deceased => None,
            _ => provider.registry.subscriber(&account.phone).await?,
        };
        let today = now.day_in_vietnam();
        for demand in standing::demands(account, &record, subscriber.as_ref(), decree::in_force(today), today) {
            match demand {
                Demand::Lock(ground) => {
                    lock::lock(account, ground, &Actor::System, Some("register"), provider, now).await?;
                }
                Demand::Lift(ground) => {
                    lock::unlock(account, ground, &Actor::System, provider, now).await?;
                }
                Demand::Renumber if is_one => {
                    provider.store.renumber_account(&account.id, &record.number, now).await?;
                }
                // Two accounts became one person's; which stays is for officers to say (`flow::measure`).
                Demand::Renumber => {
                    tracing::warn!(account = %account.id, "the accounts of a merged person wait for an officer");
                }
            }
        }
        watch_cards::hear(account, &record, provider, now).await?;
    }
    Ok(())
}

const BATCH: u32 = 200;
