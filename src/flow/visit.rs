//! A person books a visit to a unit, moves it, cancels it.
//!
//! ```text
//! choices → account, visit, register, units of the province
//! times   → unit, places taken, closed days ⊙ slots
//! book    ▣ count → account, unit ⊙ is_for, is_slot, may_begin ▣ visit, where there is room + message
//! shift   ▣ count → account, visit, unit ⊙ may_move, is_slot, may_begin ▣ the same row, where there is room + message
//! cancel  → account, visit ▣ ended + message
//! ```

use std::collections::BTreeMap;

use crate::clock::{Day, Timestamp};
use crate::entropy;
use crate::fault::Fault;
use crate::flow::letter;
use crate::identity::account::Account;
use crate::identity::event::Actor;
use crate::identity::person::Record;
use crate::identity::place::Place as Residence;
use crate::identity::unit::{self, Unit, UnitCode};
use crate::identity::visit::{self, State, Visit};
use crate::limits;
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::secret::VisitId;
use crate::store::throttle::Throttle;
use crate::store::visit::{Booking, Place};

/// Why a visit was not booked, moved or cancelled.
#[derive(Debug)]
pub enum Refusal {
    /// The person has nothing to book a visit for.
    NotForYou,
    /// There is no such unit, or it takes nobody any more.
    NoSuchUnit,
    /// No slot begins then, or it is too soon or too far.
    NotASlot,
    /// Others have taken every place of the slot, or the unit has closed the day.
    Full,
    /// The person has a visit already, or the visit is no longer as it was looked at.
    Stale,
    /// It was moved as often as one may.
    MovedEnough,
    /// Too many bookings today.
    TooMany(Timestamp),
    /// A fault of ours.
    Fault(Fault),
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// What a person may choose from.
#[derive(Clone, Debug)]
pub struct Choices {
    /// Whether the person has something to book a visit for.
    pub is_for: bool,
    /// The visit that is booked, or the last one, with its unit.
    pub visit: Option<(Visit, Unit)>,
    /// The province whose units are shown.
    pub province: String,
    /// Its units; those that serve where the person lives come first.
    pub units: Vec<Unit>,
    /// How many of them do.
    pub own: usize,
}

/// The units of a province, first of all where the person lives.
pub async fn choices(province: Option<&str>, session: &SessionFacts, provider: &Provider) -> Result<Choices, Fault> {
    let account = account(session, provider).await?;
    let visit = match provider.store.visit_of(&account.id).await? {
        None => None,
        Some(visit) => provider.store.unit(&visit.unit).await?.map(|unit| (visit, unit)),
    };
    let homes = residences(&account, provider).await?;
    let lives_in = homes.first().map(|home| home.province.clone());
    let province = province.and_then(unit::province).or(lives_in).unwrap_or_default();
    let mut units = provider.store.units_of(&province).await?;
    let nearness = |unit: &Unit| homes.iter().position(|home| unit.serves(home)).unwrap_or(usize::MAX);
    units.sort_by_key(nearness);
    let own = units.iter().filter(|unit| nearness(unit) < usize::MAX).count();
    Ok(Choices { is_for: visit::is_for(account.level), visit, province, units, own })
}

/// The days and slots of a unit.
#[derive(Clone, Debug)]
pub struct Times {
    /// The unit.
    pub unit: Unit,
    /// The days that have a free place, with how many.
    pub days: Vec<(Day, i64)>,
    /// The day whose slots are shown; the first free one unless another was asked for.
    pub day: Option<Day>,
    /// The slots of that day that have a free place, with how many.
    pub slots: Vec<(Timestamp, i64)>,
}

/// What is free at a unit.
pub async fn times(unit: &str, day: Option<Day>, provider: &Provider, now: Timestamp) -> Result<Times, Refusal> {
    let unit = open_unit(unit, provider).await?;
    let (first, last) = (now.day_in_vietnam(), visit::last_day(now));
    let until = last.plus_days(1).start_in_vietnam();
    let taken = provider.store.places_taken(&unit.code, first.start_in_vietnam(), until).await?;
    let closed: BTreeMap<Day, String> = provider.store.closed_days(&unit.code, first).await?.into_iter().collect();
    let free_on = |day: Day| -> Vec<(Timestamp, i64)> {
        let slots = unit.hours.slots(day).into_iter().filter(|at| visit::may_begin(*at, now));
        let left = slots.map(|at| (at, i64::from(unit.capacity) - taken.get(&at).copied().unwrap_or_default()));
        left.filter(|(_, left)| *left > 0 && !closed.contains_key(&day)).collect()
    };
    let days: Vec<(Day, i64)> = (0..=limits::VISIT_DAYS_AHEAD)
        .map(|ahead| first.plus_days(ahead))
        .map(|day| (day, free_on(day).iter().map(|(_, left)| left).sum()))
        .filter(|(_, left)| *left > 0)
        .collect();
    let is_free = |day: &Day| days.iter().any(|(free, _)| free == day);
    let day = day.filter(is_free).or(days.first().map(|(day, _)| *day));
    let slots = day.map(free_on).unwrap_or_default();
    Ok(Times { unit, days, day, slots })
}

/// Books a visit.
pub async fn book(
    unit: &str,
    begins_at: Timestamp,
    session: &SessionFacts,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    let (account, unit) = chosen(unit, begins_at, session, provider, now).await?;
    let message = letter::visit::booked(&account, &unit, begins_at, &provider.config);
    let place = Place { unit: &unit, begins_at, remind_at: visit::remind_at(begins_at, now) };
    let id = VisitId::new(entropy::bytes()?);
    done(provider.store.book_visit(&id, &account.id, &place, &message, now).await?)
}

/// Moves the person's visit, as it was looked at in that version.
pub async fn shift(
    version: i64,
    unit: &str,
    begins_at: Timestamp,
    session: &SessionFacts,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    let (account, unit) = chosen(unit, begins_at, session, provider, now).await?;
    let present = booked(version, &account, provider).await?;
    if !present.may_move(now) {
        return Err(Refusal::MovedEnough);
    }
    let message = letter::visit::moved(&account, &unit, begins_at, &provider.config);
    let place = Place { unit: &unit, begins_at, remind_at: visit::remind_at(begins_at, now) };
    done(provider.store.move_visit(&present, &place, &message, now).await?)
}

/// Cancels the person's visit, as it was looked at in that version.
pub async fn cancel(version: i64, session: &SessionFacts, provider: &Provider, now: Timestamp) -> Result<(), Refusal> {
    let account = account(session, provider).await?;
    let visit = booked(version, &account, provider).await?;
    let message = letter::visit::cancelled(&account, visit.begins_at, &provider.config);
    let actor = Actor::Person(account.id.clone());
    let ended = provider.store.end_visit(&visit, State::Cancelled, actor, Some(&message), now).await?;
    if ended { Ok(()) } else { Err(Refusal::Stale) }
}

/// The account and the unit, when the person may book that slot; counted before anything is looked at.
async fn chosen(
    unit: &str,
    begins_at: Timestamp,
    session: &SessionFacts,
    provider: &Provider,
    now: Timestamp,
) -> Result<(Account, Unit), Refusal> {
    let who = session.account.as_str();
    let counted = provider.store.throttle("visits of a person", who, limits::VISITS_DAY, limits::DAY, now).await?;
    if let Throttle::Closed(until) = counted {
        return Err(Refusal::TooMany(until));
    }
    let account = account(session, provider).await?;
    if !visit::is_for(account.level) {
        return Err(Refusal::NotForYou);
    }
    let unit = open_unit(unit, provider).await?;
    if !(unit.hours.is_slot(begins_at) && visit::may_begin(begins_at, now)) {
        return Err(Refusal::NotASlot);
    }
    Ok((account, unit))
}

async fn booked(version: i64, account: &Account, provider: &Provider) -> Result<Visit, Refusal> {
    let visit = provider.store.visit_of(&account.id).await?;
    visit.filter(|visit| visit.state == State::Booked && visit.version == version).ok_or(Refusal::Stale)
}

async fn open_unit(code: &str, provider: &Provider) -> Result<Unit, Refusal> {
    let code = UnitCode::parse(code).ok_or(Refusal::NoSuchUnit)?;
    let unit = provider.store.unit(&code).await?.ok_or(Refusal::NoSuchUnit)?;
    // A closed unit is among nobody's choices; the commit looks once more.
    let open = provider.store.units_of(&unit.province).await?;
    if open.contains(&unit) { Ok(unit) } else { Err(Refusal::NoSuchUnit) }
}

async fn account(session: &SessionFacts, provider: &Provider) -> Result<Account, Fault> {
    let account = provider.store.account(&session.account).await?;
    account.ok_or_else(|| Fault::internal("a session hangs from no account"))
}

/// The unit that serves where a person lives; the same statement runs for nobody.
pub(super) async fn home_unit(record: Option<&Record>, provider: &Provider) -> Result<Option<Unit>, Fault> {
    let homes = record.map(|record| unit::residences(&record.details)).unwrap_or_default();
    let province = homes.first().map_or("", |home| home.province.as_str());
    let units = provider.store.units_of(province).await?;
    Ok(units.into_iter().find(|unit| homes.first().is_some_and(|home| unit.serves(home))))
}

/// Where the person lives; nowhere while the register is out of reach, and then the person says the province.
async fn residences(account: &Account, provider: &Provider) -> Result<Vec<Residence>, Fault> {
    let record = match provider.registry.look_up(&account.number).await {
        Err(fault) if fault.is_passing() => {
            tracing::warn!(%fault, "units are proposed without the person's residence");
            None
        }
        answer => answer?,
    };
    Ok(record.iter().flat_map(|record| unit::residences(&record.details)).cloned().collect())
}

fn done(booking: Booking) -> Result<(), Refusal> {
    match booking {
        Booking::Done => Ok(()),
        Booking::Full => Err(Refusal::Full),
        Booking::Stale => Err(Refusal::Stale),
    }
}
