//! The desk's side of visits: who is expected, who came, days on which nobody is received; and the chore that reminds.
//!
//! ```text
//! expected  → unit, visits, initials ▣ the look journalled
//! arrived   ▣ count → visit, account of the card's number ⊙ the same person → receive::open ▣ came
//! missed    → visit ⊙ begun ▣ missed
//! close_day → unit ⊙ day, reason ▣ day closed ▣ each visit called off + message
//! look_after: remind of what is tomorrow, call off what stands on closed days, let pass what is over
//! ```

use crate::clock::{Day, Timestamp};
use crate::fault::Fault;
use crate::flow::prove::Refusal as CaseRefusal;
use crate::flow::{letter, receive};
use crate::identity::account::Account;
use crate::identity::calendar;
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::number::PersonalNumber;
use crate::identity::officer::{Action, Module, Officer};
use crate::identity::proofing::{Words, WordsRefusal};
use crate::identity::unit::Unit;
use crate::identity::visit::{self, State, Visit};
use crate::limits;
use crate::provider::Provider;
use crate::secret::{CaseId, VisitId};
use crate::store::throttle::Throttle;

/// Why the desk could not do something.
#[derive(Debug)]
pub enum Refusal {
    /// The officer's group may not.
    NotPermitted,
    /// The own unit expects no such visit.
    NoSuchVisit,
    /// The number is not that of the person who booked, or is none.
    NotThePerson,
    /// Nobody can have missed what has not begun.
    NotBegun,
    /// Somebody else said something about the visit first.
    Stale,
    /// The day is none, is over or is closed already.
    NotADay,
    /// The reason is none.
    Words(WordsRefusal),
    /// Too many tries today.
    TooMany(Timestamp),
    /// A fault of ours.
    Fault(Fault),
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// Somebody who is expected: no more than the desk needs before the person stands there.
#[derive(Clone, Debug)]
pub struct Expected {
    /// The visit.
    pub visit: Visit,
    /// The initials of the person's name.
    pub initials: String,
}

/// What the desk sees.
#[derive(Clone, Debug)]
pub struct List {
    /// The own unit, when it receives people.
    pub unit: Option<Unit>,
    /// Today and the next working day, each with who is expected.
    pub days: Vec<(Day, Vec<Expected>)>,
    /// Days of the own unit that are closed, with the reasons.
    pub closed: Vec<(Day, String)>,
}

/// Who is expected at the own unit today and on the next working day; the look is journalled.
pub async fn expected(officer: &Officer, provider: &Provider, now: Timestamp) -> Result<List, Refusal> {
    if !officer.may(Module::Visit, Action::Menu) {
        return Err(Refusal::NotPermitted);
    }
    let Some(unit) = provider.store.unit_named(&officer.unit).await? else {
        return Ok(List { unit: None, days: Vec::new(), closed: Vec::new() });
    };
    let today = now.day_in_vietnam();
    let (mut days, mut seen) = (Vec::new(), 0);
    for day in [today, calendar::next_working_day(today)] {
        let (from, until) = (day.start_in_vietnam(), day.plus_days(1).start_in_vietnam());
        let mut people = Vec::new();
        for visit in provider.store.visits_between(&unit.code, from, until).await? {
            let declared = provider.store.declared(&visit.account).await?;
            let initials = declared.map(|declared| visit::initials(declared.name.as_str())).unwrap_or_default();
            people.push(Expected { visit, initials });
        }
        seen += people.len();
        days.push((day, people));
    }
    let event = Event::new(Kind::VisitsListed, Actor::Officer(officer.account.clone()), now);
    provider.store.record(&event.with("unit", unit.code.as_str()).with("visits", seen)).await?;
    let closed = provider.store.closed_days(&unit.code, today).await?;
    Ok(List { unit: Some(unit), days, closed })
}

/// The person stands at the counter and has shown the card: its number says that it is the person who booked. Opens the
/// case, when one can be opened.
pub async fn arrived(
    id: &VisitId,
    number: &str,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<Option<CaseId>, Refusal> {
    if !officer.may(Module::Visit, Action::Receive) {
        return Err(Refusal::NotPermitted);
    }
    let who = officer.account.as_str();
    let counted = provider.store.throttle("arrivals at an officer", who, limits::CASES_DAY, limits::DAY, now).await?;
    if let Throttle::Closed(until) = counted {
        return Err(Refusal::TooMany(until));
    }
    let visit = own(id, officer, provider).await?;
    let number = PersonalNumber::parse(&number.replace(' ', "")).ok_or(Refusal::NotThePerson)?;
    let account = receive::account_of(&number, provider).await?;
    if account.as_ref().is_none_or(|account| account.id != visit.account) {
        let mut event = Event::new(Kind::CaseNotOpened, Actor::Officer(officer.account.clone()), now)
            .with("reason", "not_of_the_visit")
            .with("visit", visit.id.as_str());
        if let Some(account) = &account {
            event = event.about(&account.id);
        }
        provider.store.record(&event).await?;
        return Err(Refusal::NotThePerson);
    }
    let case =
        match receive::open(number.as_str(), officer.may(Module::Account, Action::Process), officer, provider, now)
            .await
        {
            Ok(case) => Some(case),
            // Of level 2 by now, or locked: the person came all the same.
            Err(CaseRefusal::NotPossible | CaseRefusal::NoSuchCase) => None,
            Err(CaseRefusal::TooMany(until)) => return Err(Refusal::TooMany(until)),
            Err(CaseRefusal::Fault(fault)) => return Err(fault.into()),
            Err(_) => return Err(Refusal::NotPermitted),
        };
    ended(&visit, State::Came, officer, provider, now).await?;
    Ok(case)
}

/// The person did not come.
pub async fn missed(id: &VisitId, officer: &Officer, provider: &Provider, now: Timestamp) -> Result<(), Refusal> {
    if !officer.may(Module::Visit, Action::Receive) {
        return Err(Refusal::NotPermitted);
    }
    let visit = own(id, officer, provider).await?;
    if now < visit.begins_at {
        return Err(Refusal::NotBegun);
    }
    ended(&visit, State::Missed, officer, provider, now).await
}

/// Closes a day of the own unit: nobody books it any more, and who has is told and may choose anew.
pub async fn close_day(
    day: &str,
    reason: &str,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    if !officer.may(Module::Visit, Action::Update) {
        return Err(Refusal::NotPermitted);
    }
    let unit = provider.store.unit_named(&officer.unit).await?.ok_or(Refusal::NoSuchVisit)?;
    let open = now.day_in_vietnam()..=visit::last_day(now);
    let day = Day::parse(day).filter(|day| open.contains(day)).ok_or(Refusal::NotADay)?;
    let reason = Words::parse(reason).map_err(Refusal::Words)?;
    if !provider.store.close_day(&unit.code, day, &reason, officer, now).await? {
        return Err(Refusal::NotADay);
    }
    // What is left when this is cut off is the chore's.
    call_off(provider, now).await?;
    Ok(())
}

/// The chore: reminds, calls off and lets pass, each visit once over all nodes.
pub async fn look_after(provider: Provider, now: Timestamp) -> Result<(), Fault> {
    call_off(&provider, now).await?;
    for visit in provider.store.visits_to_remind(BATCH, now).await? {
        let Some(account) = provider.store.account(&visit.account).await? else { continue };
        let Some(unit) = provider.store.unit(&visit.unit).await? else { continue };
        let message = letter::visit::reminder(&account, &unit, visit.begins_at, &provider.config);
        provider.store.remind_of_visit(&visit, &message, now).await?;
    }
    for visit in provider.store.visits_passed(BATCH, now).await? {
        provider.store.end_visit(&visit, State::Passed, Actor::System, None, now).await?;
    }
    Ok(())
}

async fn call_off(provider: &Provider, now: Timestamp) -> Result<(), Fault> {
    loop {
        let visits = provider.store.visits_to_call_off(BATCH, now).await?;
        let mut ended = 0;
        for (visit, reason) in &visits {
            let account = provider.store.account(&visit.account).await?.filter(Account::is_open);
            let unit = provider.store.unit(&visit.unit).await?;
            // A locked or closed account is told nothing by us, and its visit ends all the same.
            let message = account.zip(unit).map(|(account, unit)| {
                letter::visit::called_off(&account, &unit, visit.begins_at, reason, &provider.config)
            });
            ended += u32::from(provider.store.call_off_visit(visit, reason, message.as_ref(), now).await?);
        }
        if ended == 0 {
            return Ok(());
        }
    }
}

/// A visit that the own unit expects.
async fn own(id: &VisitId, officer: &Officer, provider: &Provider) -> Result<Visit, Refusal> {
    let unit = provider.store.unit_named(&officer.unit).await?.ok_or(Refusal::NoSuchVisit)?;
    let visit = provider.store.visit(id).await?.filter(|visit| visit.unit == unit.code);
    let visit = visit.ok_or(Refusal::NoSuchVisit)?;
    if visit.state == State::Booked { Ok(visit) } else { Err(Refusal::Stale) }
}

async fn ended(
    visit: &Visit,
    state: State,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    let actor = Actor::Officer(officer.account.clone());
    if provider.store.end_visit(visit, state, actor, None, now).await? { Ok(()) } else { Err(Refusal::Stale) }
}

/// Visits looked after in one run.
const BATCH: i64 = 200;
