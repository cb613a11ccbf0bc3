//! Whether somebody who is signed in is an officer on duty now.

use crate::fault::Fault;
use crate::identity::officer::Officer;
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;

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
}

/// Judges a live session, from the database and not from memory: an end or a grant counts from the next request on.
pub async fn of(session: &SessionFacts, provider: &Provider) -> Result<Duty, Fault> {
    Ok(match provider.store.officer(&session.account).await? {
        None => Duty::NotAnOfficer,
        Some(officer) if officer.ended_at.is_some() => Duty::NotAnOfficer,
        Some(_) if session.holder_level != Some(2) => Duty::LevelTwoNeeded,
        Some(_) if session.level < OFFICE_LEVEL || session.is_lowered() => Duty::SecondFactorNeeded,
        Some(officer) => Duty::OnDuty(Box::new(officer)),
    })
}

/// The least authentication level of an officer's session: two factors.
const OFFICE_LEVEL: i64 = 2;
