//! The holder's visit to a unit: the one that is booked, or what can be chosen, step by step and without script.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use crate::clock::{Day, Timestamp};
use crate::flow::visit::{self, Choices, Refusal, Times};
use crate::identity::language::Language;
use crate::identity::place::PROVINCES;
use crate::identity::unit::Unit;
use crate::identity::visit::{State as VisitState, Visit};
use crate::limits;
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::web::answer::too_many;
use crate::web::browser::Browser;
use crate::web::error::{Failure, PageError};
use crate::web::extract::{Now, SignedIn};
use crate::web::form::Posted;
use crate::web::mistakes::Mistakes;
use crate::web::shell::{Page, Shell, page};
use crate::web::words;

#[derive(Template)]
#[template(path = "page/visit.html")]
struct VisitPage {
    shell: Shell,
    mistakes: Mistakes,
    is_for: bool,
    shows_units: bool,
    booked: Option<Booked>,
    called_off: Option<String>,
    provinces: Vec<(&'static str, &'static str, bool)>,
    units: Vec<ShownUnit>,
}

#[derive(Template)]
#[template(path = "page/visit_times.html")]
struct TimesPage {
    shell: Shell,
    mistakes: Mistakes,
    unit: ShownUnit,
    province: String,
    /// The version of the visit that is to be moved, when there is one.
    moving: Option<i64>,
    days: Vec<ShownDay>,
    slots: Vec<ShownSlot>,
}

impl Page for VisitPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl Page for TimesPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The visit that stands.
struct Booked {
    at: String,
    unit: ShownUnit,
    version: i64,
    may_move: bool,
    left: u32,
}

struct ShownUnit {
    code: String,
    name: String,
    address: String,
    is_own: bool,
}

struct ShownDay {
    day: String,
    words: String,
    left: i64,
    is_shown: bool,
}

struct ShownSlot {
    at: i64,
    words: String,
    left: i64,
}

/// Which province to show.
#[derive(Debug, Deserialize)]
pub(in crate::web) struct Where {
    province: Option<String>,
}

/// Which unit, and which of its days.
#[derive(Debug, Deserialize)]
pub(in crate::web) struct When {
    #[serde(default)]
    unit: String,
    day: Option<String>,
}

/// The visit that is booked, or the units to choose from.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    SignedIn(session): SignedIn,
    Query(Where { province }): Query<Where>,
) -> Result<Response, Failure> {
    let choices = visit::choices(province.as_deref(), &session, &provider).await?;
    Ok(drawn(StatusCode::OK, choices, Mistakes::default(), &browser, &provider, now))
}

/// The free times of a unit.
pub(in crate::web) async fn times(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    SignedIn(session): SignedIn,
    Query(when): Query<When>,
) -> Result<Response, Failure> {
    let day = when.day.as_deref().and_then(Day::parse);
    timed(StatusCode::OK, &when.unit, day, Mistakes::default(), &session, &browser, &provider, now).await
}

/// Books.
pub(in crate::web) async fn book(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    SignedIn(session): SignedIn,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let (unit, at) = (fields.typed("unit"), instant(fields.typed("at")));
    let done = match at {
        Some(at) => visit::book(unit, at, &session, &provider, now).await,
        None => Err(Refusal::NotASlot),
    };
    after(done, unit, at, &session, &browser, &provider, now).await
}

/// Moves.
pub(in crate::web) async fn shift(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    SignedIn(session): SignedIn,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let (unit, at) = (fields.typed("unit"), instant(fields.typed("at")));
    let version = fields.typed("version").parse().map_err(|_| PageError::Unreadable)?;
    let done = match at {
        Some(at) => visit::shift(version, unit, at, &session, &provider, now).await,
        None => Err(Refusal::NotASlot),
    };
    after(done, unit, at, &session, &browser, &provider, now).await
}

/// Cancels.
pub(in crate::web) async fn cancel(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    SignedIn(session): SignedIn,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let version = fields.typed("version").parse().map_err(|_| PageError::Unreadable)?;
    let done = visit::cancel(version, &session, &provider, now).await;
    after(done, "", None, &session, &browser, &provider, now).await
}

async fn after(
    done: Result<(), Refusal>,
    unit: &str,
    at: Option<Timestamp>,
    session: &SessionFacts,
    browser: &Browser,
    provider: &Provider,
    now: Timestamp,
) -> Result<Response, Failure> {
    let t = browser.language;
    let mut mistakes = Mistakes::default();
    let (status, is_time) = match done {
        Ok(()) => return Ok(Redirect::to("/account/visit").into_response()),
        Err(Refusal::Fault(fault)) => return Err(fault.into()),
        Err(Refusal::TooMany(until)) => return Ok(too_many(until, now)),
        Err(Refusal::NotASlot) => {
            mistakes.add("times", t.visit_wrong_time());
            (StatusCode::UNPROCESSABLE_ENTITY, true)
        }
        Err(Refusal::Full) => {
            mistakes.add("times", t.visit_wrong_full());
            (StatusCode::CONFLICT, true)
        }
        Err(Refusal::NoSuchUnit) => {
            mistakes.add("units", t.visit_wrong_unit());
            (StatusCode::UNPROCESSABLE_ENTITY, false)
        }
        Err(Refusal::Stale) => {
            mistakes.add("booked", t.visit_wrong_stale());
            (StatusCode::CONFLICT, false)
        }
        Err(Refusal::MovedEnough) => {
            mistakes.add("booked", t.visit_wrong_moved());
            (StatusCode::CONFLICT, false)
        }
        Err(Refusal::NotForYou) => (StatusCode::CONFLICT, false),
    };
    if is_time {
        let day = at.map(Timestamp::day_in_vietnam);
        return timed(status, unit, day, mistakes, session, browser, provider, now).await;
    }
    let choices = visit::choices(None, session, provider).await?;
    Ok(drawn(status, choices, mistakes, browser, provider, now))
}

fn drawn(
    status: StatusCode,
    choices: Choices,
    mistakes: Mistakes,
    browser: &Browser,
    provider: &Provider,
    now: Timestamp,
) -> Response {
    let t = browser.language;
    let Choices { is_for, visit, province, units, own } = choices;
    let called_off = visit.as_ref().filter(|(visit, _)| visit.state == VisitState::CalledOff);
    let called_off = called_off.map(|(visit, _)| match visit.reason.as_deref() {
        None | Some("") => t.visit_called_off_closed(),
        Some(reason) => t.visit_called_off(reason),
    });
    let booked =
        visit.filter(|(visit, _)| visit.state == VisitState::Booked).map(|(visit, unit)| booked(&visit, &unit, now, t));
    let shown = VisitPage {
        shell: Shell::new(browser, provider, t.visit_title()),
        mistakes,
        is_for,
        shows_units: is_for && booked.as_ref().is_none_or(|booked| booked.may_move),
        called_off,
        booked,
        provinces: PROVINCES.iter().map(|(code, name)| (*code, *name, *code == province)).collect(),
        units: units.iter().enumerate().map(|(place, unit)| shown_unit(unit, place < own, t)).collect(),
    };
    page(status, &shown)
}

async fn timed(
    status: StatusCode,
    unit: &str,
    day: Option<Day>,
    mistakes: Mistakes,
    session: &SessionFacts,
    browser: &Browser,
    provider: &Provider,
    now: Timestamp,
) -> Result<Response, Failure> {
    let t = browser.language;
    let Times { unit, days, day, slots } = match visit::times(unit, day, provider, now).await {
        Ok(times) => times,
        Err(Refusal::Fault(fault)) => return Err(fault.into()),
        Err(_) => return Err(PageError::NotFound.into()),
    };
    let present = visit::choices(None, session, provider).await?.visit;
    let moving = present.filter(|(visit, _)| visit.state == VisitState::Booked).map(|(visit, _)| visit.version);
    let shown = TimesPage {
        shell: Shell::new(browser, provider, t.visit_title()),
        mistakes,
        province: unit.province.clone(),
        unit: shown_unit(&unit, false, t),
        moving,
        days: days
            .into_iter()
            .map(|(free, left)| ShownDay {
                day: free.to_string(),
                words: format!("{}, {}", weekday(free, t), words::day(free)),
                left,
                is_shown: Some(free) == day,
            })
            .collect(),
        slots: slots.into_iter().map(|(at, left)| ShownSlot { at: at.unix(), words: words::time(at), left }).collect(),
    };
    Ok(page(status, &shown))
}

fn booked(visit: &Visit, unit: &Unit, now: Timestamp, t: Language) -> Booked {
    let day = visit.begins_at.day_in_vietnam();
    Booked {
        at: format!("{} {}, {}", words::time(visit.begins_at), weekday(day, t), words::day(day)),
        unit: shown_unit(unit, false, t),
        version: visit.version,
        may_move: visit.may_move(now),
        left: limits::VISIT_MOVES.saturating_sub(visit.moves),
    }
}

fn shown_unit(unit: &Unit, is_own: bool, t: Language) -> ShownUnit {
    ShownUnit {
        code: unit.code.to_string(),
        name: unit.name_in(t).to_owned(),
        address: unit.address.to_string(),
        is_own,
    }
}

/// The name of a day of the week.
pub(in crate::web) fn weekday(day: Day, t: Language) -> String {
    match day.weekday() {
        1 => t.weekday_monday(),
        2 => t.weekday_tuesday(),
        3 => t.weekday_wednesday(),
        4 => t.weekday_thursday(),
        5 => t.weekday_friday(),
        6 => t.weekday_saturday(),
        _ => t.weekday_sunday(),
    }
}

fn instant(text: &str) -> Option<Timestamp> {
    text.parse().ok().map(Timestamp::from_unix)
}
