//! Applications that nearly matched: the field and the kind of difference, and what becomes of them.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::clock::Timestamp;
use crate::flow::near_match::{self, Refusal};
use crate::identity::language::Language;
use crate::identity::mend::{NearMatch, State as Standing};
use crate::identity::officer::{Action, Module, Officer};
use crate::provider::Provider;
use crate::secret::NearMatchId;
use crate::web::browser::Browser;
use crate::web::error::{Failure, PageError};
use crate::web::extract::{Now, OnDuty};
use crate::web::form::Posted;
use crate::web::mistakes::Mistakes;
use crate::web::office::desk::{Desk, Limit, Place, moment};
use crate::web::page::mend::{field_name, kind_name};
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "office/matches.html")]
struct MatchesPage {
    shell: Shell,
    desk: Desk,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "office/match.html")]
struct MatchPage {
    shell: Shell,
    desk: Desk,
    mistakes: Mistakes,
    line: Line,
    rows: Vec<Row>,
    may_process: bool,
}

impl Page for MatchesPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl Page for MatchPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

struct Line {
    id: String,
    at: String,
    kinds: String,
    limit: Limit,
}

struct Row {
    field: &'static str,
    name: String,
    declared: String,
    kind: String,
}

/// The queue.
pub(in crate::web) async fn list(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
) -> Result<Response, Failure> {
    let t = browser.language;
    let waiting = near_match::queue(&officer, &provider).await.map_err(failure)?;
    let shown = MatchesPage {
        shell: Shell::new(&browser, &provider, t.office_matches_title()),
        desk: Desk::new(&officer, Place::Matches, t),
        lines: waiting.iter().map(|near| line(near, now, t)).collect(),
    };
    Ok(page(StatusCode::OK, &shown))
}

/// One of them.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id = NearMatchId::from_text(id);
    drawn(StatusCode::OK, &id, Mistakes::default(), &officer, &browser, &provider, now).await
}

/// What becomes of it.
pub(in crate::web) async fn decide(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Path(id): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let (t, id) = (browser.language, NearMatchId::from_text(id));
    let state = Standing::parse(fields.typed("decision")).ok_or(PageError::Unreadable)?;
    let words = match near_match::decide(&id, state, &officer, &provider, now).await {
        Ok(()) => return Ok(Redirect::to("/office/matches").into_response()),
        Err(Refusal::Stale) => t.office_match_stale(),
        Err(Refusal::NoPhone) => t.office_match_no_phone(),
        Err(other) => return Err(failure(other)),
    };
    let mut mistakes = Mistakes::default();
    mistakes.add("decisions", words);
    drawn(StatusCode::CONFLICT, &id, mistakes, &officer, &browser, &provider, now).await
}

async fn drawn(
    status: StatusCode,
    id: &NearMatchId,
    mistakes: Mistakes,
    officer: &Officer,
    browser: &Browser,
    provider: &Provider,
    now: Timestamp,
) -> Result<Response, Failure> {
    let t = browser.language;
    let near = near_match::view(id, officer, provider, now).await.map_err(failure)?;
    let rows = near.mends.iter().map(|mend| Row {
        field: mend.field.as_str(),
        name: field_name(mend.field, t),
        declared: mend.field.declared(&near.declared),
        kind: kind_name(mend.kind, t),
    });
    let shown = MatchPage {
        shell: Shell::new(browser, provider, t.office_matches_title()),
        desk: Desk::new(officer, Place::Matches, t),
        mistakes,
        rows: rows.collect(),
        line: line(&near, now, t),
        may_process: officer.may(Module::NearMatch, Action::Process),
    };
    Ok(page(status, &shown))
}

fn line(near: &NearMatch, now: Timestamp, t: Language) -> Line {
    let kinds = near.mends.iter().map(|mend| format!("{}: {}", field_name(mend.field, t), kind_name(mend.kind, t)));
    Line {
        id: near.id.to_string(),
        at: moment(near.opened_at),
        kinds: kinds.collect::<Vec<_>>().join("; "),
        limit: Limit::new(near.due_at, now, t),
    }
}

fn failure(refusal: Refusal) -> Failure {
    match refusal {
        Refusal::Fault(fault) => fault.into(),
        Refusal::NoSuchMatch => PageError::NotFound.into(),
        _ => PageError::Forbidden.into(),
    }
}
