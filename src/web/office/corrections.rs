//! Corrections of the register's data: proposed by one officer, decided by another, each with its clock.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::clock::Timestamp;
use crate::flow::correct::{self, Refusal};
use crate::flow::settle;
use crate::identity::correction::{Correction, Handing, Settlement, State as Standing};
use crate::identity::language::Language;
use crate::identity::officer::Officer;
use crate::provider::Provider;
use crate::secret::CorrectionId;
use crate::web::browser::Browser;
use crate::web::error::{Failure, PageError};
use crate::web::extract::{Now, OnDuty};
use crate::web::form::Posted;
use crate::web::mistakes::Mistakes;
use crate::web::office::desk::{Desk, Limit, Place, moment, words_refused};
use crate::web::page::mend::field_name;
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "office/corrections.html")]
struct CorrectionsPage {
    shell: Shell,
    desk: Desk,
    lines: Vec<Line>,
    unsettled: Vec<Line>,
}

#[derive(Template)]
#[template(path = "office/correction.html")]
struct CorrectionPage {
    shell: Shell,
    desk: Desk,
    mistakes: Mistakes,
    line: Line,
    number: String,
    present: String,
    wanted: String,
    reason: String,
    opinion: String,
    version: i64,
    proposal: Option<String>,
    may_propose: bool,
    may_decide: bool,
    may_settle: bool,
    standing: Option<String>,
    settled: Option<(String, String)>,
    why: String,
}

impl Page for CorrectionsPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl Page for CorrectionPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

struct Line {
    id: String,
    code: String,
    at: String,
    field: String,
    state: String,
    limit: Limit,
}

/// The queue.
pub(in crate::web) async fn list(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
) -> Result<Response, Failure> {
    let t = browser.language;
    let waiting = correct::queue(&officer, &provider).await.map_err(failure)?;
    let unsettled = settle::queue(&officer, &provider, now).await.map_err(failure)?;
    let shown = CorrectionsPage {
        shell: Shell::new(&browser, &provider, t.office_corrections_title()),
        desk: Desk::new(&officer, Place::Corrections, t),
        lines: waiting.iter().map(|correction| line(correction, now, t)).collect(),
        unsettled: unsettled.iter().map(|correction| line(correction, now, t)).collect(),
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
    let id = CorrectionId::from_text(id);
    drawn(StatusCode::OK, &id, Mistakes::default(), Typed::default(), &officer, &browser, &provider, now).await
}

/// Proposes a decision.
pub(in crate::web) async fn propose(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Path(id): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let (id, opinion) = (CorrectionId::from_text(id), fields.typed("opinion"));
    let approves = match fields.typed("proposal") {
        "approve" => true,
        "refuse" => false,
        _ => return Err(PageError::Unreadable.into()),
    };
    let done = correct::propose(&id, approves, opinion, &officer, &provider, now).await;
    after(done, &id, Typed { opinion, ..Typed::default() }, &officer, &browser, &provider, now).await
}

/// Decides what another officer proposed.
pub(in crate::web) async fn decide(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Path(id): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let id = CorrectionId::from_text(id);
    let version = fields.get("version").and_then(|text| text.parse().ok()).ok_or(PageError::Unreadable)?;
    let agrees = match fields.typed("decision") {
        "agree" => true,
        "back" => false,
        _ => return Err(PageError::Unreadable.into()),
    };
    let done = correct::decide(&id, version, agrees, &officer, &provider, now).await;
    after(done, &id, Typed::default(), &officer, &browser, &provider, now).await
}

/// Settles what the register refused or did not answer.
pub(in crate::web) async fn settle(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Path(id): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let (id, why) = (CorrectionId::from_text(id), fields.typed("why"));
    let version = fields.get("version").and_then(|text| text.parse().ok()).ok_or(PageError::Unreadable)?;
    let settlement = Settlement::parse(fields.typed("settlement")).ok_or(PageError::Unreadable)?;
    let done = settle::settle(&id, version, settlement, why, &officer, &provider, now).await;
    after(done, &id, Typed { why, ..Typed::default() }, &officer, &browser, &provider, now).await
}

/// What was typed, to be shown again.
#[derive(Clone, Copy, Default)]
struct Typed<'a> {
    opinion: &'a str,
    why: &'a str,
}

async fn after(
    done: Result<(), Refusal>,
    id: &CorrectionId,
    typed: Typed<'_>,
    officer: &Officer,
    browser: &Browser,
    provider: &Provider,
    now: Timestamp,
) -> Result<Response, Failure> {
    let (t, mut mistakes) = (browser.language, Mistakes::default());
    let status = match done {
        Ok(()) => return Ok(Redirect::to("/office/corrections").into_response()),
        Err(Refusal::Stale) => {
            mistakes.add("correction", t.office_correction_stale());
            StatusCode::CONFLICT
        }
        Err(Refusal::Words(words)) => {
            let field = if typed.why.is_empty() { "opinion" } else { "why" };
            mistakes.add(field, words_refused(words, t));
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Err(Refusal::NotInRegister) => {
            mistakes.add("why", t.office_correction_not_there());
            StatusCode::UNPROCESSABLE_ENTITY
        }
        Err(other) => return Err(failure(other)),
    };
    drawn(status, id, mistakes, typed, officer, browser, provider, now).await
}

async fn drawn(
    status: StatusCode,
    id: &CorrectionId,
    mistakes: Mistakes,
    typed: Typed<'_>,
    officer: &Officer,
    browser: &Browser,
    provider: &Provider,
    now: Timestamp,
) -> Result<Response, Failure> {
    let t = browser.language;
    let (correction, present) = correct::view(id, officer, provider, now).await.map_err(failure)?;
    let proposal = (correction.state == Standing::Proposed).then(|| match correction.proposes_approval {
        true => t.office_correction_proposed_yes(),
        false => t.office_correction_proposed_no(),
    });
    let shown = CorrectionPage {
        shell: Shell::new(browser, provider, t.office_correction_case(&correction.code)),
        desk: Desk::new(officer, Place::Corrections, t),
        mistakes,
        line: line(&correction, now, t),
        number: correction.number.as_str().to_owned(),
        present: present.unwrap_or_default(),
        opinion: if proposal.is_some() {
            correction.opinion.clone().unwrap_or_default()
        } else {
            typed.opinion.to_owned()
        },
        may_propose: correction.state == Standing::Submitted && correction.may_propose(officer).is_ok(),
        may_decide: correction.state == Standing::Proposed && correction.may_decide(officer).is_ok(),
        may_settle: correction.is_unsettled(now) && correction.may_settle(officer).is_ok(),
        standing: correction.handing.map(|handing| handing_words(handing, t)),
        settled: correction.settled.as_ref().map(|(settlement, why)| (settlement_words(*settlement, t), why.clone())),
        why: typed.why.to_owned(),
        version: correction.version,
        wanted: correction.wanted,
        reason: correction.reason,
        proposal,
    };
    Ok(page(status, &shown))
}

/// What became of it at the register, for an officer.
fn handing_words(handing: Handing, t: Language) -> String {
    match handing {
        Handing::Applied => t.office_correction_applied(),
        Handing::Refused => t.office_correction_refused_there(),
        Handing::Sent => t.office_correction_sent(),
    }
}

/// How it was settled, in words.
pub(in crate::web) fn settlement_words(settlement: Settlement, t: Language) -> String {
    match settlement {
        Settlement::Corrected => t.correction_in_force(),
        Settlement::NotCorrected => t.correction_not_corrected(),
    }
}

fn line(correction: &Correction, now: Timestamp, t: Language) -> Line {
    Line {
        id: correction.id.to_string(),
        code: correction.code.clone(),
        at: moment(correction.submitted_at),
        field: field_name(correction.field, t),
        state: match correction.state {
            Standing::Approved if correction.is_unsettled(now) => {
                correction.handing.map(|handing| handing_words(handing, t)).unwrap_or_default()
            }
            Standing::Submitted => t.office_correction_state_submitted(),
            Standing::Proposed => t.office_correction_state_proposed(),
            Standing::Approved => t.correction_state_approved(),
            Standing::Refused => t.correction_state_refused(),
        },
        limit: Limit::new(correction.answer_due_at.unwrap_or(correction.due_at), now, t),
    }
}

fn failure(refusal: Refusal) -> Failure {
    match refusal {
        Refusal::Fault(fault) => fault.into(),
        Refusal::NoSuchCorrection => PageError::NotFound.into(),
        _ => PageError::Forbidden.into(),
    }
}
