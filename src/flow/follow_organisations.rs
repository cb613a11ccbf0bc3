//! The chores that keep organisations' accounts true between uses: the register's feed, and representatives who have died.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::flow::organisation;
use crate::identity::organisation::OrganisationNumber;
use crate::provider::Provider;

/// Reviews the organisations of which the register has changed something, and those that somebody represents whose own
/// account is over.
pub async fn follow(provider: Provider, now: Timestamp) -> Result<(), Fault> {
    match heed_feed(&provider, now).await {
        // Asked again in a moment; nothing of the feed is lost, and the dead need no register of organisations.
        Err(Fault::RegistryDown(why)) => tracing::warn!(%why, "a register's feed waits"),
        done => done?,
    }
    for id in provider.store.organisations_of_the_dead().await? {
        organisation::review(&id, &provider, now).await?;
    }
    Ok(())
}

async fn heed_feed(provider: &Provider, now: Timestamp) -> Result<(), Fault> {
    loop {
        let at = provider.store.feed_place(FEED).await?;
        let changes = provider.organisations.changes_since(at, BATCH).await?;
        let Some(last) = changes.last().map(|change| change.sequence) else { return Ok(()) };
        for change in &changes {
            match heed(&change.number, provider, now).await {
                Err(fault) if fault.is_passing() => return Err(fault),
                // One unsound record must not keep every other organisation's end from being heeded.
                Err(fault) => {
                    tracing::error!(sequence = change.sequence, %fault, "a change in the register was passed over");
                }
                Ok(()) => {}
            }
        }
        if !provider.store.move_feed_place(FEED, at, last, now).await? {
            return Ok(());
        }
    }
}

async fn heed(number: &OrganisationNumber, provider: &Provider, now: Timestamp) -> Result<(), Fault> {
    if let Some(account) = provider.store.organisation_of_number(number).await? {
        organisation::review(&account.id, provider, now).await?;
    }
    Ok(())
}

const FEED: &str = "organisations";
const BATCH: u32 = 200;
