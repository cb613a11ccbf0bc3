//! One application for an organisation's account: what was declared beside what the register has, and the two steps.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::clock::{Day, Seconds, Timestamp};
use crate::flow::decide_organisation::{self, Refusal, View};
use crate::flow::supplement_organisation;
use crate::identity::language::Language;
use crate::identity::officer::Officer;
use crate::identity::organisation_application::{Bar, State as Stage, name_key};
use crate::identity::organisation_supplement::{self, Lack};
use crate::identity::proofing::supplement::ReturnRefusal;
use crate::provider::Provider;
use crate::secret::ApplicationId;
use crate::web::browser::Browser;
use crate::web::error::{Failure, PageError};
use crate::web::extract::{Now, OnDuty};
use crate::web::form::Posted;
use crate::web::office::desk::{Desk, Limit, Place, moment, words_refused};
use crate::web::office::organisations::{basis, stage_words};
use crate::web::office::subject::date;
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "office/organisation.html")]
struct ApplicationPage {
    shell: Shell,
    desk: Desk,
    address: String,
    version: i64,
    state: String,
    stage: &'static str,
    basis: String,
    made: String,
    limit: Option<Limit>,
    applicant: String,
    capacity: String,
    rows: Vec<Row>,
    rounds: Vec<Round>,
    lacks: Vec<(&'static str, String, bool)>,
    guidance: String,
    consents: Option<String>,
    register_changed: bool,
    opinion: Option<String>,
    reason: Option<String>,
    may_submit: bool,
    may_decide: bool,
    bar: Option<String>,
    wrong: Option<(&'static str, String)>,
    typed: String,
}

impl Page for ApplicationPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// One thing that was declared, beside the register's.
struct Row {
    name: String,
    declared: String,
    register: String,
    is_same: bool,
}

/// A round in which the applicant completes it.
struct Round {
    asked: String,
    lacks: Vec<String>,
    guidance: String,
    answered: Option<String>,
}

/// What stands in a form that is shown again.
#[derive(Default)]
struct Typed {
    words: String,
    lacks: Vec<Lack>,
    guidance: String,
}

/// The application.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let asked = Asked { id: ApplicationId::from_text(id), officer, browser, provider, now };
    asked.page(StatusCode::OK, None, Typed::default()).await
}

/// One officer hands it on, another decides.
pub(in crate::web) async fn submit(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Path(id): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let asked = Asked { id: ApplicationId::from_text(id), officer, browser, provider, now };
    let Asked { id, officer, provider, .. } = &asked;
    let version = fields.get("version").and_then(|text| text.parse().ok()).ok_or(PageError::Unreadable)?;
    let written = fields.typed("words");
    let lacks: Vec<Lack> = Lack::ALL.iter().copied().filter(|lack| fields.has(lack.as_str())).collect();
    let guidance = fields.typed("guidance");
    let done = match fields.typed("action") {
        "return" => {
            supplement_organisation::return_for(id, version, lacks.clone(), guidance, officer, provider, now).await
        }
        "submit" => decide_organisation::submit(id, version, written, officer, provider, now).await,
        "approve" => decide_organisation::approve(id, version, officer, provider, now).await.map(drop),
        "refuse" => decide_organisation::refuse(id, version, written, officer, provider, now).await,
        _ => return Err(PageError::Unreadable.into()),
    };
    let t = asked.browser.language;
    let (status, wrong) = match done {
        Ok(()) => return Ok(Redirect::to(&format!("/office/organisations/{id}")).into_response()),
        Err(Refusal::Stale | Refusal::Barred(Bar::NotNow)) => {
            (StatusCode::CONFLICT, ("application", t.organisation_stale()))
        }
        Err(Refusal::RegisterChanged) => (StatusCode::CONFLICT, ("application", t.office_organisation_changed())),
        Err(Refusal::Reason(refusal)) => {
            let field = if fields.typed("action") == "return" { "guidance" } else { "words" };
            (StatusCode::UNPROCESSABLE_ENTITY, (field, words_refused(refusal, t)))
        }
        Err(Refusal::NotReturned(ReturnRefusal::Nothing)) => {
            (StatusCode::UNPROCESSABLE_ENTITY, ("lacks", t.office_nothing_lacking()))
        }
        Err(Refusal::NotReturned(ReturnRefusal::NotInOneRound(new))) => {
            let new: Vec<String> = new.into_iter().map(|lack| lack.words(t)).collect();
            (StatusCode::UNPROCESSABLE_ENTITY, ("lacks", t.office_not_in_one_round(new.join("; "))))
        }
        Err(other) => return Err(failure(other)),
    };
    let typed = Typed { words: written.to_owned(), lacks, guidance: guidance.to_owned() };
    asked.page(status, Some(wrong), typed).await
}

/// Who asks about which application.
struct Asked {
    id: ApplicationId,
    officer: Officer,
    browser: Browser,
    provider: Provider,
    now: Timestamp,
}

impl Asked {
    async fn page(
        &self,
        status: StatusCode,
        wrong: Option<(&'static str, String)>,
        typed: Typed,
    ) -> Result<Response, Failure> {
        let t = self.browser.language;
        let view =
            decide_organisation::view(&self.id, &self.officer, &self.provider, self.now).await.map_err(failure)?;
        let mut shell = Shell::new(&self.browser, &self.provider, &view.application.declared.name);
        shell.target = format!("%2Foffice%2Forganisations%2F{}", self.id);
        let one = &view.application;
        let is_decided = !one.state.is_open();
        let agreed = view.asked.iter().filter(|asked| asked.agreed == Some(true)).count();
        let shown = ApplicationPage {
            desk: Desk::new(&self.officer, Place::Organisations, t),
            address: format!("/office/organisations/{}", self.id),
            version: one.version,
            state: stage_words(one.state, t),
            stage: one.state.as_str(),
            basis: basis(one.in_register, t),
            made: moment(one.made_at),
            limit: one
                .due_at
                .filter(|_| !is_decided && one.state != Stage::Returned)
                .map(|due| Limit::new(due, self.now, t)),
            applicant: view.applicant.clone().unwrap_or_else(|| t.question_somebody()),
            capacity: capacity(&view, t),
            rows: rows(&view, t),
            consents: (!view.asked.is_empty()).then(|| t.office_organisation_agreed(agreed, view.asked.len())),
            register_changed: !is_decided && !view.still_matches,
            opinion: one.opinion.as_ref().map(|words| words.as_str().to_owned()),
            reason: one.reason.as_ref().map(|words| words.as_str().to_owned()),
            may_submit: view.may_submit,
            may_decide: view.bar.is_none(),
            bar: (one.state == Stage::Submitted).then_some(view.bar).flatten().and_then(|bar| bar_words(bar, t)),
            wrong,
            rounds: view.rounds.iter().map(|round| shown_round(round, t)).collect(),
            lacks: Lack::ALL.iter().map(|lack| (lack.as_str(), lack.words(t), typed.lacks.contains(lack))).collect(),
            guidance: typed.guidance,
            typed: typed.words,
            shell,
        };
        Ok(page(status, &shown))
    }
}

fn capacity(view: &View, t: Language) -> String {
    use crate::identity::representation::Capacity;
    match view.application.capacity {
        Capacity::Legal => t.capacity_legal(),
        Capacity::Head => t.capacity_head(),
        Capacity::Authorised => t.capacity_authorised(),
    }
}

fn rows(view: &View, t: Language) -> Vec<Row> {
    let (declared, record) = (&view.application.declared, view.record.as_ref());
    let of = |text: Option<String>| text.unwrap_or_default();
    let name = |name: &Option<crate::identity::organisation::OrganisationName>| name.as_ref().map(ToString::to_string);
    let rows = [
        (t.organisation_number(), declared.number.clone(), record.map(|one| one.number.as_str().to_owned())),
        (
            t.organisation_tax_code(),
            of(declared.tax_code.clone()),
            record.map(|one| of(one.tax_code.map(|code| code.to_string()))),
        ),
        (t.organisation_name(), declared.name.clone(), record.map(|one| one.name.to_string())),
        (t.organisation_short_name(), declared.short_name.clone(), record.map(|one| of(name(&one.short_name)))),
        (t.organisation_foreign_name(), declared.foreign_name.clone(), record.map(|one| of(name(&one.foreign_name)))),
        (
            t.organisation_founded(),
            Day::parse(&declared.founded_on).map(date).unwrap_or_default(),
            record.map(|one| date(one.founded_on)),
        ),
        (t.organisation_address(), declared.address.clone(), record.map(|one| one.address.line())),
        (t.organisation_phone(), declared.phone.clone(), None),
        (t.organisation_email(), declared.email.clone(), None),
        (t.organisation_website(), declared.website.clone(), None),
    ];
    rows.into_iter()
        .filter(|(_, declared, register)| {
            !declared.is_empty() || register.as_ref().is_some_and(|text| !text.is_empty())
        })
        .map(|(name, declared, register)| Row {
            is_same: register.as_ref().is_some_and(|register| name_key(register) == name_key(&declared)),
            name,
            declared,
            register: register.unwrap_or_default(),
        })
        .collect()
}

fn shown_round(round: &organisation_supplement::Round, t: Language) -> Round {
    Round {
        asked: t.office_organisation_round(round.number, moment(round.returned_at), date(last_day(round.ends_at))),
        lacks: round.lacks.iter().map(|lack| lack.words(t)).collect(),
        guidance: round.guidance.as_str().to_owned(),
        answered: round.answered_at.map(|at| t.office_round_answered(moment(at))),
    }
}

/// The last day that is in time.
fn last_day(end: Timestamp) -> Day {
    end.minus(Seconds::new(1)).day_in_vietnam()
}

fn bar_words(bar: Bar, t: Language) -> Option<String> {
    match bar {
        Bar::OwnCase => Some(t.office_organisation_own_case()),
        Bar::OwnWork => Some(t.office_organisation_own_work()),
        Bar::NotPermitted | Bar::NotNow => None,
    }
}

/// What somebody sees who may not, or where there is nothing.
pub(super) fn failure(refusal: Refusal) -> Failure {
    match refusal {
        Refusal::Fault(fault) => fault.into(),
        Refusal::NotFound => PageError::NotFound.into(),
        _ => PageError::Forbidden.into(),
    }
}
