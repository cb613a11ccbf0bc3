//! Scans that an officer made without the network, when it is back.
//!
//! ```text
//! each: throttle -> signature by our QR key ⊙ Square::read, late::check_age -> store.late_facts ⊙ answer
//!   confirmed ▣ store.confirm_presentation (one winner)
//!   else      ▣ the refused or doubled scan, in both histories; of one that was told before, nothing
//! ```
//!
//! It releases nothing and opens no question ([`crate::wallet::late`]).

use crate::clock::{Seconds, Timestamp};
use crate::fault::Fault;
use crate::flow::{scan, who};
use crate::identity::event::{Event, Kind as Happened};
use crate::identity::officer::{Action, Module, Officer};
use crate::jose::key_life::PUBLISHED_BEFORE_USE;
use crate::limits;
use crate::provider::Provider;
use crate::store::throttle::Throttle;
use crate::wallet::asker::AskerId;
use crate::wallet::late::{Late, LateFacts, check_age};
use crate::wallet::offline::believed;
use crate::wallet::presentation::{Kind, Square};

/// A key set that a device fetched this recently has every key that signs now; an older one may lack one.
pub const KEYS_KNOWN: Seconds = PUBLISHED_BEFORE_USE;

/// A scan as the device kept it.
#[derive(Clone, Debug)]
pub struct Kept {
    /// What stood in the square.
    pub text: String,
    /// When, by the device's clock.
    pub at: Timestamp,
}

/// What came of one.
#[derive(Clone, Copy, Debug)]
pub struct Told {
    /// When it was scanned, by the device's clock.
    pub at: Timestamp,
    /// The answer.
    pub answer: Late,
    /// What was scanned, when it was ours.
    pub kind: Option<Kind>,
}

/// What came of a device's scans.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    /// The answers, in the order of the scans; shorter than they are when there were too many.
    pub told: Vec<Told>,
    /// Until when the rest has to wait.
    pub rest_from: Option<Timestamp>,
}

/// The name under which a device keeps this officer's scans: nobody else's are sent in an officer's name.
pub fn owner(officer: &Officer, provider: &Provider) -> String {
    provider.store.vault().index("queued scan", officer.account.as_str()).as_str().to_owned()
}

/// Takes in what a device kept; none when the officer's group may not scan.
pub async fn take_in(
    kept: &[Kept],
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<Option<Taken>, Fault> {
    if !officer.may(Module::Scan, Action::Check) {
        return Ok(None);
    }
    let scanner = who::officer(officer).who;
    let mut taken = Taken::default();
    for one in kept {
        let (whom, most) = (officer.account.as_str(), limits::QUEUED_SCANS_DAY);
        let throttle = provider.store.throttle("queued scan", whom, most, limits::DAY, now).await?;
        if let Throttle::Closed(until) = throttle {
            taken.rest_from = Some(until);
            break;
        }
        taken.told.push(take(one, &scanner, provider, now).await?);
    }
    Ok(Some(taken))
}

async fn take(one: &Kept, scanner: &AskerId, provider: &Provider, now: Timestamp) -> Result<Told, Fault> {
    let told = |answer, kind| Told { at: one.at, answer, kind };
    let Some(square) = scan::read(&one.text, provider, now) else {
        note(Late::Unknown, None, scanner, one, provider, now).await?;
        return Ok(told(Late::Unknown, None));
    };
    let facts = match check_age(&square, now) {
        Ok(()) => provider.store.late_facts(&square.digest(), believed(&square, one.at)).await?.ok_or(Late::Unknown),
        Err(answer) => Err(answer),
    };
    let answer = match &facts {
        Err(answer) => *answer,
        Ok(facts) => settle(facts, &square, scanner, one, provider, now).await?,
    };
    if !matches!(answer, Late::Confirmed(_) | Late::Repeated) {
        note(answer, facts.as_ref().ok(), scanner, one, provider, now).await?;
    }
    Ok(told(answer, Some(square.kind())))
}

/// The answer, once what it needs was written.
async fn settle(
    facts: &LateFacts,
    square: &Square,
    scanner: &AskerId,
    one: &Kept,
    provider: &Provider,
    now: Timestamp,
) -> Result<Late, Fault> {
    let answer = facts.answer(square, scanner, one.at);
    let Late::Confirmed(at) = answer else { return Ok(answer) };
    let event = Event::new(Happened::PresentationConfirmed, scan::actor(scanner), now)
        .about(&facts.holder)
        .with("kind", facts.kind.as_str())
        .with("presentation", facts.id.as_str())
        .with("scanned_at", at.unix());
    if provider.store.confirm_presentation(facts, scanner, at, &event, now).await? {
        return Ok(answer);
    }
    // Somebody or something was first between our look and our write: what it was is read again.
    let again = provider.store.late_facts(&facts.digest, at).await?;
    Ok(match again.map(|again| again.answer(square, scanner, one.at)) {
        None | Some(Late::Confirmed(_)) => Late::Cancelled,
        Some(answer) => answer,
    })
}

/// A late scan that was not confirmed stands in the officer's history, and in the holder's when it is known whose square it
/// was; a double use under a name of its own.
async fn note(
    answer: Late,
    facts: Option<&LateFacts>,
    scanner: &AskerId,
    one: &Kept,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Fault> {
    let kind = match answer {
        Late::Doubled(_) => Happened::PresentationDoubled,
        _ => Happened::PresentationRefused,
    };
    let mut event = Event::new(kind, scan::actor(scanner), now)
        .with("answer", answer.word())
        .with("without_network", true)
        .with("scanned_at", one.at.unix());
    if let Some(facts) = facts {
        event = event.about(&facts.holder).with("kind", facts.kind.as_str()).with("presentation", facts.id.as_str());
    }
    provider.store.record(&event).await.map(drop)
}
