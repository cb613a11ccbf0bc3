//! The chore that tells parties of ended sessions: a logout token for each, posted by the guarded client.
//!
//! A notice is signed when it is delivered, so one that has waited a day for its party is as fresh as any other. Parties
//! are told side by side: one that hangs costs the others nothing (LO04).

use serde::Deserialize;
use tokio::task::JoinSet;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::flow::{Refused, mint};
use crate::identity::event::{Actor, Event, Kind};
use crate::limits;
use crate::provider::Provider;
use crate::secret::AccountId;
use crate::store::outbox::Held;
use crate::store::relying_party::Registered;

/// Delivers what is due, once.
pub async fn notify(provider: Provider, now: Timestamp) -> Result<(), Fault> {
    let mut telling = JoinSet::new();
    for held in provider.store.lease_messages(true, BATCH, now).await? {
        let provider = provider.clone();
        telling.spawn(async move { tell(&held, &provider, now).await });
    }
    while let Some(told) = telling.join_next().await {
        told.map_err(|error| Fault::caused("a notice was cut off", error))??;
    }
    Ok(())
}

/// What is to be signed, as `store::logout` wrote it.
#[derive(Deserialize)]
struct Notice {
    sid: String,
    account: AccountId,
    organisation: Option<String>,
}

async fn tell(held: &Held, provider: &Provider, now: Timestamp) -> Result<(), Fault> {
    let notice: Notice = serde_json::from_str(&held.body).map_err(|_| Fault::Corrupt {
        table: "outbox",
        column: "body",
        id: held.id.as_str().to_owned(),
    })?;
    let party = match &held.relying_party {
        Some(id) => provider.store.relying_party(id).await?,
        None => None,
    };
    let Some(Registered { party, .. }) = party else {
        return Err(Fault::Corrupt { table: "outbox", column: "relying_party_id", id: held.id.as_str().to_owned() });
    };
    let event = |kind| Event::new(kind, Actor::System, now).about(&notice.account).for_party(&party.client_id);
    let holder = notice.organisation.as_deref().unwrap_or(notice.account.as_str());
    let token = match mint::logout(&party, holder, &notice.sid, &held.id, provider, now).await {
        Ok(token) => token,
        Err(Refused::Fault(fault)) => return Err(fault),
        // It wants its notices encrypted and has no key for that now; it may publish one.
        Err(Refused::Error(_) | Refused::TooMany(_)) => {
            return not_told(held, "no_key", event(Kind::PartyNotTold), provider, now).await;
        }
    };
    match provider.outbound.post_form(&held.recipient, &[("logout_token", &token)]).await {
        // 200, and 204 from those who read §2.8 that way.
        Ok(answer) if matches!(answer.status, 200 | 204) => {
            provider.store.message_delivered(&held.id, now).await?;
            provider.store.record(&event(Kind::PartyTold)).await?;
        }
        Ok(_) => not_told(held, "refused", event(Kind::PartyNotTold), provider, now).await?,
        Err(_) => not_told(held, "unreachable", event(Kind::PartyNotTold), provider, now).await?,
    }
    Ok(())
}

async fn not_told(
    held: &Held,
    why: &'static str,
    event: Event,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Fault> {
    provider.store.message_failed(held, why, now).await?;
    if held.attempts + 1 >= limits::OUTBOX_ATTEMPTS {
        provider.store.record(&event.with("why", why)).await?;
    }
    Ok(())
}

/// Notices told side by side.
const BATCH: i64 = 50;
