//! The end of an identity card: its holder is warned in time and told at its end, and what it opened is closed and comes
//! back by itself (Decree 320/2026 new Art. 9(11)); the account goes on.
//!
//! ```text
//! hear  the feed, or the first look at an account ▣ the end as the register tells it
//! warn  ▣ due → registry.look_up ⊙ another card: hear · the same: renewal::warnings_due ▣ warning, once over all nodes
//! ```

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::flow::{follow, letter, lock, watch_stays};
use crate::identity::account::{Account, AccountKind};
use crate::identity::decree;
use crate::identity::event::Kind;
use crate::identity::person::{Card, CardState, Record, VitalStatus};
use crate::identity::renewal::{self, ENDED};
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;

/// The chore: takes up accounts whose card nobody has looked at, and sends the warnings that are due.
pub async fn watch(provider: Provider, now: Timestamp) -> Result<(), Fault> {
    loop {
        let unwatched = provider.store.unwatched_accounts(BATCH).await?;
        for id in &unwatched {
            let Some(account) = provider.store.account(id).await? else { continue };
            let heard = match account.kind {
                AccountKind::Foreigner => watch_stays::heed(&account, &provider, now).await,
                AccountKind::Citizen | AccountKind::Organisation => first_hear(&account, &provider, now).await,
            };
            match heard {
                Err(fault) if fault.is_passing() => return Err(fault),
                // One unsound record must not keep everybody else from being warned.
                Err(_) => provider.store.hear_of_card(id, None, None, now).await?,
                Ok(()) => {}
            }
        }
        if unwatched.is_empty() {
            break;
        }
    }
    for id in provider.store.due_card_warnings(BATCH, now).await? {
        let Some(account) = provider.store.account(&id).await? else { continue };
        let warned = match account.kind {
            AccountKind::Foreigner => watch_stays::warn(&account, &provider, now).await,
            AccountKind::Citizen | AccountKind::Organisation => warn(&account, &provider, now).await,
        };
        match warned {
            Err(fault) if fault.is_passing() => return Err(fault),
            Err(fault) => tracing::error!(account = %account.id, %fault, "nobody could be warned of a card"),
            Ok(()) => {}
        }
    }
    Ok(())
}

async fn first_hear(account: &Account, provider: &Provider, now: Timestamp) -> Result<(), Fault> {
    match provider.registry.look_up(&account.number).await? {
        Some(record) => hear(account, &record, provider, now).await,
        None => provider.store.hear_of_card(&account.id, None, None, now).await,
    }
}

/// Keeps the end of the holder's card as the register has it now.
pub(super) async fn hear(account: &Account, record: &Record, provider: &Provider, now: Timestamp) -> Result<(), Fault> {
    if account.kind != AccountKind::Citizen {
        return Ok(());
    }
    let known = provider.store.watched_card(&account.id).await?;
    let ends_at = end(record);
    let had_ended = known.is_some_and(|known| known.warnings == ENDED);
    let holds = record.details.card.is_some_and(|card| card.is_valid_on(now.day_in_vietnam()));
    let reached = lock::reached(account, false).filter(|_| had_ended && holds);
    let restored = reached.map(|account| letter::card::restored(&account, &provider.config));
    provider.store.hear_of_card(&account.id, ends_at, restored.as_ref(), now).await
}

/// What the holder's account opens in the wallet today: at level 2 only with a card that holds, for the e-card ends with it
/// and the account does not (Decree 320/2026 new Arts 9(11), 15(1)).
///
/// While the register is out of reach the last that it told of the card counts (PM09).
pub async fn opened_level(session: &SessionFacts, provider: &Provider, now: Timestamp) -> Result<Option<i64>, Fault> {
    let Some(level) = session.account_level.filter(|level| *level > LEVEL_ONE) else {
        return Ok(session.account_level);
    };
    let account = provider.store.account(&session.account).await?;
    let account = account.ok_or_else(|| Fault::internal("a session hangs from no account"))?;
    let holds = match provider.registry.look_up(&account.number).await {
        Ok(record) => {
            let card = record.and_then(|record| record.details.card);
            card.is_some_and(|card| card.is_valid_on(now.day_in_vietnam()))
        }
        Err(fault) if fault.is_passing() => {
            let known = provider.store.watched_card(&account.id).await?;
            known.and_then(|known| known.ends_at).is_none_or(|ends_at| now < ends_at)
        }
        Err(fault) => return Err(fault),
    };
    Ok(Some(if account.kind == AccountKind::Citizen && !holds { LEVEL_ONE } else { level }))
}

async fn warn(account: &Account, provider: &Provider, now: Timestamp) -> Result<(), Fault> {
    let Some(known) = provider.store.watched_card(&account.id).await? else { return Ok(()) };
    let record = provider.registry.look_up(&account.number).await?;
    let record = record.filter(|record| record.status != VitalStatus::Deceased);
    let present = record.as_ref().and_then(end);
    // Renewed, taken or gone in the meantime: there is nothing to warn of.
    let (Some(record), Some(ends_at)) = (&record, present.filter(|end| Some(*end) == known.ends_at)) else {
        return provider.store.hear_of_card(&account.id, present, None, now).await;
    };
    let warnings = renewal::warnings_due(ends_at, now);
    if warnings <= known.warnings {
        return Ok(());
    }
    let message = lock::reached(account, false).map(|account| {
        if warnings == ENDED {
            letter::card::ended(&account, &provider.config)
        } else {
            letter::card::ending(&account, ends_at, renewed_at(record), &provider.config)
        }
    });
    let event = if warnings == ENDED { Kind::CardEnded } else { Kind::CardEnding };
    if warnings == ENDED {
        // Under the rules of before 28 September 2026 the account is locked with it; before the end counts as told, so that
        // whoever is stopped between the two locks the next time.
        follow::heed(&account.number, provider, now).await?;
    }
    provider.store.warn_of_card(&account.id, known, (warnings, event), message.as_ref(), now).await?;
    Ok(())
}

/// The age that the holder reaches when the card ends, if that is why it does.
fn renewed_at(record: &Record) -> Option<u8> {
    let last = record.details.card?.expires_on?;
    let ages = decree::in_force(last).card_renewal_ages;
    ages.into_iter().find(|age| record.birth.birthday(*age) == last)
}

/// When the card ends by its date; a card that was taken has nothing left to end.
fn end(record: &Record) -> Option<Timestamp> {
    record.details.card.filter(|card| card.state == CardState::Issued).as_ref().and_then(Card::ends_at)
}

const LEVEL_ONE: i64 = 1;
/// Accounts looked at in one run.
const BATCH: i64 = 200;
