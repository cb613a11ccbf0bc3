//! Who is expected at the own unit today and on the next working day, who came, and days on which nobody is received.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::clock::Timestamp;
use crate::flow::visitors::{self, Expected, List, Refusal};
use crate::identity::language::Language;
use crate::identity::officer::{Action, Module, Officer};
use crate::identity::visit::State as VisitState;
use crate::provider::Provider;
use crate::secret::VisitId;
use crate::web::answer::too_many;
use crate::web::browser::Browser;
use crate::web::error::{Failure, PageError};
use crate::web::extract::{Now, OnDuty};
use crate::web::form::Posted;
use crate::web::mistakes::Mistakes;
use crate::web::office::desk::{Desk, Place, words_refused};
use crate::web::page::visit::weekday;
use crate::web::shell::{Page, Shell, page};
use crate::web::words;

#[derive(Template)]
#[template(path = "office/visits.html")]
struct VisitsPage {
    shell: Shell,
    desk: Desk,
    mistakes: Mistakes,
    has_unit: bool,
    days: Vec<ShownDay>,
    closed: Vec<(String, String)>,
    may_receive: bool,
    may_close: bool,
    typed: Typed,
}

impl Page for VisitsPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

struct ShownDay {
    day: String,
    words: String,
    visits: Vec<ShownVisit>,
}

struct ShownVisit {
    id: String,
    at: String,
    initials: String,
    state: String,
    word: &'static str,
    tone: &'static str,
    is_booked: bool,
    has_begun: bool,
}

/// What stands in the form of a closed day.
#[derive(Default)]
struct Typed {
    day: String,
    reason: String,
}

/// The list.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
) -> Result<Response, Failure> {
    drawn(StatusCode::OK, Mistakes::default(), Typed::default(), &officer, &browser, &provider, now).await
}

/// The person came, and the number of the card says that it is the person.
pub(in crate::web) async fn arrived(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Path(id): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let number = fields.typed("personal_id_number");
    let refusal = match visitors::arrived(&VisitId::from_text(id), number, &officer, &provider, now).await {
        Ok(Some(case)) => return Ok(Redirect::to(&format!("/office/case/{case}")).into_response()),
        Ok(None) => {
            let mut mistakes = Mistakes::default();
            mistakes.add("visits", browser.language.office_visit_without_case());
            return drawn(StatusCode::OK, mistakes, Typed::default(), &officer, &browser, &provider, now).await;
        }
        Err(refusal) => refusal,
    };
    refused(refusal, Typed::default(), &officer, &browser, &provider, now).await
}

/// The person did not come.
pub(in crate::web) async fn missed(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Path(id): Path<String>,
    Posted(_): Posted,
) -> Result<Response, Failure> {
    match visitors::missed(&VisitId::from_text(id), &officer, &provider, now).await {
        Ok(()) => Ok(Redirect::to("/office/visits").into_response()),
        Err(refusal) => refused(refusal, Typed::default(), &officer, &browser, &provider, now).await,
    }
}

/// Nobody is received that day.
pub(in crate::web) async fn close_day(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let typed = Typed { day: fields.typed("day").to_owned(), reason: fields.typed("reason").to_owned() };
    match visitors::close_day(&typed.day, &typed.reason, &officer, &provider, now).await {
        Ok(()) => Ok(Redirect::to("/office/visits").into_response()),
        Err(refusal) => refused(refusal, typed, &officer, &browser, &provider, now).await,
    }
}

async fn refused(
    refusal: Refusal,
    typed: Typed,
    officer: &Officer,
    browser: &Browser,
    provider: &Provider,
    now: Timestamp,
) -> Result<Response, Failure> {
    let t = browser.language;
    let mut mistakes = Mistakes::default();
    let status = match refusal {
        Refusal::Fault(fault) => return Err(fault.into()),
        Refusal::TooMany(until) => return Ok(too_many(until, now)),
        Refusal::NotPermitted => return Err(PageError::Forbidden.into()),
        Refusal::NoSuchVisit => return Err(PageError::NotFound.into()),
        Refusal::NotThePerson => {
            mistakes.add("visits", t.office_visit_wrong_person());
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Refusal::NotBegun => {
            mistakes.add("visits", t.office_visit_not_begun());
            StatusCode::CONFLICT
        }
        Refusal::Stale => {
            mistakes.add("visits", t.office_visit_stale());
            StatusCode::CONFLICT
        }
        Refusal::NotADay => {
            mistakes.add("day", t.office_close_day_wrong());
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Refusal::Words(refusal) => {
            mistakes.add("reason", words_refused(refusal, t));
            StatusCode::UNPROCESSABLE_ENTITY
        }
    };
    drawn(status, mistakes, typed, officer, browser, provider, now).await
}

async fn drawn(
    status: StatusCode,
    mistakes: Mistakes,
    typed: Typed,
    officer: &Officer,
    browser: &Browser,
    provider: &Provider,
    now: Timestamp,
) -> Result<Response, Failure> {
    let t = browser.language;
    let List { unit, days, closed } = match visitors::expected(officer, provider, now).await {
        Ok(list) => list,
        Err(Refusal::Fault(fault)) => return Err(fault.into()),
        Err(_) => return Err(PageError::Forbidden.into()),
    };
    let shown = VisitsPage {
        shell: Shell::new(browser, provider, t.office_visits_title()),
        desk: Desk::new(officer, Place::Visits, t),
        mistakes,
        has_unit: unit.is_some(),
        days: days
            .into_iter()
            .map(|(day, visits)| ShownDay {
                day: day.to_string(),
                words: format!("{}, {}", weekday(day, t), words::day(day)),
                visits: visits.iter().map(|expected| shown(expected, now, t)).collect(),
            })
            .collect(),
        closed: closed.into_iter().map(|(day, reason)| (words::day(day), reason)).collect(),
        may_receive: officer.may(Module::Visit, Action::Receive),
        may_close: officer.may(Module::Visit, Action::Update),
        typed,
    };
    Ok(page(status, &shown))
}

fn shown(expected: &Expected, now: Timestamp, t: Language) -> ShownVisit {
    let visit = &expected.visit;
    let (state, tone) = match visit.state {
        VisitState::Booked => (t.office_visit_booked(), ""),
        VisitState::Came => (t.office_visit_came(), ""),
        VisitState::Missed | VisitState::Passed | VisitState::Cancelled | VisitState::CalledOff => {
            (t.office_visit_missed(), "warning")
        }
    };
    ShownVisit {
        id: visit.id.to_string(),
        at: words::time(visit.begins_at),
        initials: expected.initials.clone(),
        state,
        word: visit.state.as_str(),
        tone,
        is_booked: visit.state == VisitState::Booked,
        has_begun: now >= visit.begins_at,
    }
}
