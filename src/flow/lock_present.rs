//! Somebody at the counter, without a telephone perhaps, has the own account locked: recognised by the face and locked at once
//! by one officer, since a lock on the own request only ever protects (Law on Identification Art. 34(1)(a)).
//!
//! ```text
//! lock ▣ count by officer → account ⊙ somebody else's, open → the comparing system ▣ the look journalled ▣ ground
//! ```
//!
//! No account, a closed one and one's own are one answer, so that the counter is no oracle.

use crate::clock::Timestamp;
use crate::flow::measure::Refusal;
use crate::flow::{lock, receive};
use crate::identity::account::{Account, Ground, State};
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::number::PersonalNumber;
use crate::identity::officer::{Action, Bar, Module, Officer};
use crate::identity::proofing::EvidenceKind;
use crate::limits;
use crate::provider::Provider;
use crate::store::throttle::Throttle;

/// Locks the account of who stands at the counter.
pub async fn lock(number: &str, officer: &Officer, provider: &Provider, now: Timestamp) -> Result<(), Refusal> {
    if !officer.may(Module::Lock, Action::Receive) {
        return Err(Bar::NotPermitted.into());
    }
    let number = PersonalNumber::parse(&number.replace(' ', "")).ok_or(Refusal::NotANumber)?;
    let who = officer.account.as_str();
    let counted = provider.store.throttle("measures of an officer", who, limits::MEASURES_DAY, limits::DAY, now);
    if let Throttle::Closed(until) = counted.await? {
        tracing::warn!(officer = who, "an officer has tried more measures than a day allows");
        tried("too_many", None, officer, provider, now).await?;
        return Err(Refusal::TooMany(until));
    }
    let account = receive::account_of(&number, provider).await?;
    let Some(account) = account.filter(|account| account.id != officer.account && account.state == State::Active)
    else {
        tried("no_account", None, officer, provider, now).await?;
        return Err(Refusal::NotPossible);
    };
    let found = provider.biometrics.compare(&account.number, EvidenceKind::Face).await?;
    if !found.passed {
        tried("not_recognised", Some(&account), officer, provider, now).await?;
        return Err(Refusal::NotRecognised);
    }
    let seen = Event::new(Kind::HolderRecognised, Actor::Officer(officer.account.clone()), now)
        .about(&account.id)
        .because(PURPOSE)
        .with("reference", found.reference);
    provider.store.record(&seen).await?;
    let by = Actor::Officer(officer.account.clone());
    // One that stands already protects as well.
    lock::lock(&account, Ground::OwnRequest, &by, Some(PURPOSE), provider, now).await?;
    Ok(())
}

/// A try that came to nothing is journalled like a look, and the holder, if there is one, sees it (OF02).
async fn tried(
    reason: &'static str,
    account: Option<&Account>,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    let mut event = Event::new(Kind::MeasureNotReceived, Actor::Officer(officer.account.clone()), now)
        .because("measure")
        .with("deed", "lock_own_request")
        .with("reason", reason);
    if let Some(account) = account {
        event = event.about(&account.id);
    }
    provider.store.record(&event).await?;
    Ok(())
}

/// Why the lock stands, in the journal and in its row.
const PURPOSE: &str = "at_the_counter";
