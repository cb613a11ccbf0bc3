//! The chore that hands messages to the gateway and the mail server, side by side, each held by a lease meanwhile.
//!
//! In the sandbox without a gateway a message counts as delivered: the outbox page is where it is read.

use tokio::task::JoinSet;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::limits;
use crate::post::{Parcel, Post};
use crate::provider::Provider;
use crate::store::outbox::{Channel, Held};

/// Delivers what is due, once.
pub async fn deliver(provider: Provider, now: Timestamp) -> Result<(), Fault> {
    let mut handing_over = JoinSet::new();
    for held in provider.store.lease_messages(false, BATCH, now).await? {
        let provider = provider.clone();
        handing_over.spawn(async move { hand_over(&held, &provider, now).await });
    }
    while let Some(handed) = handing_over.join_next().await {
        handed.map_err(|error| Fault::caused("a delivery was cut off", error))??;
    }
    Ok(())
}

async fn hand_over(held: &Held, provider: &Provider, now: Timestamp) -> Result<(), Fault> {
    if is_dead(held, now) {
        return provider.store.message_given_up(held, "too_late", now).await;
    }
    let post: Option<&dyn Post> = match held.channel {
        Channel::Sms => provider.sms.as_deref(),
        Channel::Email => provider.mail.as_deref(),
        Channel::Logout => return Ok(()),
    };
    let Some(post) = post else {
        if provider.config.sandbox {
            return provider.store.message_delivered(&held.id, now).await;
        }
        tracing::warn!(channel = held.channel.as_str(), "a message waits and there is nobody to hand it to");
        return provider.store.message_failed(held, "no_gateway", now).await;
    };
    let parcel = Parcel { id: held.id.as_str(), to: &held.recipient, body: &held.body };
    match post.send(parcel).await {
        Ok(()) => provider.store.message_delivered(&held.id, now).await,
        Err(why) => {
            tracing::warn!(message = %held.id, why = why.as_str(), "a message was not taken");
            provider.store.message_failed(held, why.as_str(), now).await
        }
    }
}

/// A code that cannot be used any more only frightens whom it reaches (F37).
fn is_dead(held: &Held, now: Timestamp) -> bool {
    held.kind.ends_with("_code") && now >= held.created_at.plus(limits::SHORT_CODE)
}

/// Messages handed over side by side.
const BATCH: i64 = 50;
