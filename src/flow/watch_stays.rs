//! The end of a foreigner's passport or stay: the holder is warned in time, and the account is locked with it and unlocked by
//! what the register of immigration says next (Decree 69/2024 Art. 15(2)(a)).
//!
//! ```text
//! heed  the feed, or an end that was reached: immigration.by_number ⊙ standing::demands_of_foreigner ▣ lock | lift
//!       ▣ the end as the register tells it
//! warn  ▣ due → immigration.by_number ⊙ another end: hear · the same: renewal::warnings_due ▣ warning, once over all nodes
//! ```

use crate::clock::{Day, Timestamp};
use crate::fault::Fault;
use crate::flow::letter::stay;
use crate::flow::lock;
use crate::identity::account::{Account, AccountKind};
use crate::identity::event::{Actor, Kind};
use crate::identity::foreigner::ForeignerRecord;
use crate::identity::number::PersonalNumber;
use crate::identity::person::VitalStatus;
use crate::identity::renewal::{self, ENDED};
use crate::identity::standing::{self, Demand};
use crate::provider::Provider;

/// Brings the account of one foreigner, if there is one, to what the register says now.
pub(super) async fn heed_number(number: &PersonalNumber, provider: &Provider, now: Timestamp) -> Result<(), Fault> {
    let account = provider.store.account_of_person(&provider.store.person_digest(number)).await?;
    match account.filter(|account| account.kind == AccountKind::Foreigner) {
        Some(account) => heed(&account, provider, now).await,
        None => Ok(()),
    }
}

/// Brings a foreigner's account to what the register says now.
pub(super) async fn heed(account: &Account, provider: &Provider, now: Timestamp) -> Result<(), Fault> {
    let known = known(account, provider).await?;
    let today = now.day_in_vietnam();
    for demand in known.iter().flat_map(|known| standing::demands_of_foreigner(account, known, today)) {
        match demand {
            Demand::Lock(ground) => {
                lock::lock(account, ground, &Actor::System, Some("register"), provider, now).await?;
            }
            Demand::Lift(ground) => {
                lock::unlock(account, ground, &Actor::System, provider, now).await?;
            }
            // Who becomes a citizen is enrolled as one.
            Demand::Renumber => {}
        }
    }
    let ends_at = known.as_ref().and_then(ForeignerRecord::first_to_end).map(|(_, last)| end(last));
    provider.store.hear_of_card(&account.id, ends_at, None, now).await
}

/// Sends the warning that is due, and locks what has ended.
pub(super) async fn warn(account: &Account, provider: &Provider, now: Timestamp) -> Result<(), Fault> {
    let Some(watched) = provider.store.watched_card(&account.id).await? else { return Ok(()) };
    let known = known(account, provider).await?.filter(|known| known.status != VitalStatus::Deceased);
    let present = known.as_ref().and_then(ForeignerRecord::first_to_end);
    // Extended, renewed or gone in the meantime: there is nothing to warn of.
    let Some((what, last)) = present.filter(|(_, last)| Some(end(*last)) == watched.ends_at) else {
        return provider.store.hear_of_card(&account.id, present.map(|(_, last)| end(last)), None, now).await;
    };
    let warnings = renewal::warnings_due(end(last), now);
    if warnings <= watched.warnings {
        return Ok(());
    }
    let message = lock::reached(account, false).map(|account| match warnings {
        ENDED => stay::ended(&account, what, &provider.config),
        _ => stay::ending(&account, what, last, &provider.config),
    });
    let event = if warnings == ENDED { Kind::StayEnded } else { Kind::StayEnding };
    if warnings == ENDED {
        // Before the end counts as told: whoever is stopped between the two locks the next time.
        heed(account, provider, now).await?;
    }
    provider.store.warn_of_card(&account.id, watched, (warnings, event), message.as_ref(), now).await?;
    Ok(())
}

/// What immigration says of an account's holder. An answer about somebody else is none (F39).
async fn known(account: &Account, provider: &Provider) -> Result<Option<ForeignerRecord>, Fault> {
    let known = provider.immigration.by_number(&account.number).await?;
    Ok(known.filter(|known| known.number == account.number))
}

/// The first instant behind a last day.
fn end(last: Day) -> Timestamp {
    last.plus_days(1).start_in_vietnam()
}
