//! Whether somebody who is signed in is an officer on duty now.

use std::net::IpAddr;

use crate::clock::{Seconds, Timestamp};
use crate::fault::Fault;
use crate::identity::assurance;
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::officer::Officer;
use crate::identity::officer_access::Unmet;
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::store::throttle::Throttle;

/// What a session is worth at the office.
#[derive(Clone, Debug)]
pub enum Duty {
    /// An officer, as the database has him now.
    OnDuty(Box<Officer>),
    /// Nobody who works for a unit, or not any more.
    NotAnOfficer,
    /// An officer whose own account is not of level 2 (A11).
    LevelTwoNeeded,
    /// An officer who has shown one factor only.
    SecondFactorNeeded,
    /// An officer from where, when or with what none works.
    TurnedAway(Unmet),
}

/// Judges a live session, from the database and not from memory: an end or a grant counts from the next request on.
pub async fn of(session: &SessionFacts, address: IpAddr, provider: &Provider, now: Timestamp) -> Result<Duty, Fault> {
    let unmet = || provider.config.officers.unmet(&assurance::methods(&session.methods), address, now);
    Ok(match provider.store.officer(&session.account).await? {
        None => Duty::NotAnOfficer,
        Some(officer) if officer.ended_at.is_some() => Duty::NotAnOfficer,
        Some(_) if session.holder_level != Some(2) => Duty::LevelTwoNeeded,
        Some(_) if session.level < OFFICE_LEVEL || session.is_lowered() => Duty::SecondFactorNeeded,
        Some(officer) => match unmet() {
            None => Duty::OnDuty(Box::new(officer)),
            Some(unmet) => {
                turned_away(&officer, unmet, provider, now).await?;
                Duty::TurnedAway(unmet)
            }
        },
    })
}

/// Stands in the journal, and in the officer's own history: somebody else may be trying. Once an hour is enough.
async fn turned_away(officer: &Officer, unmet: Unmet, provider: &Provider, now: Timestamp) -> Result<(), Fault> {
    let who = format!("{} {}", officer.account, unmet.as_str());
    let counted = provider.store.throttle("officer turned away", &who, 1, Seconds::hours(1), now).await?;
    if counted == Throttle::Open {
        tracing::warn!(officer = officer.account.as_str(), why = unmet.as_str(), "an officer was turned away");
        let event = Event::new(Kind::OfficerTurnedAway, Actor::System, now).about(&officer.account);
        provider.store.record(&event.with("why", unmet.as_str())).await?;
    }
    Ok(())
}

/// The least authentication level of an officer's session: two factors.
const OFFICE_LEVEL: i64 = 2;
