//! A measure: what is asked, on what it rests, and what this officer may do next.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::clock::Timestamp;
use crate::flow::measure::{self, Refusal, Subject, View};
use crate::identity::account::AccountLevel;
use crate::identity::language::Language;
use crate::identity::measure::draft::Paper;
use crate::identity::measure::{Clause, Standing};
use crate::identity::officer::{Bar, Officer};
use crate::identity::proofing::WordsRefusal;
use crate::oauth::params::Params;
use crate::provider::Provider;
use crate::secret::{AccountId, MeasureId};
use crate::web::browser::Browser;
use crate::web::error::{Failure, PageError};
use crate::web::extract::{Now, OnDuty};
use crate::web::form::Posted;
use crate::web::office::case_wrong::bar_words;
use crate::web::office::desk::{Desk, Limit, Place, moment};
use crate::web::office::measures::{account_state, code, deed_name, ground_name, state};
use crate::web::office::subject::grouped;
use crate::web::shell::{Page, Shell, page};
use crate::web::words;

#[derive(Template)]
#[template(path = "office/measure.html")]
struct MeasurePage {
    shell: Shell,
    desk: Desk,
    address: String,
    version: i64,
    what: String,
    state: String,
    state_word: &'static str,
    tone: &'static str,
    received: String,
    limit: Option<Limit>,
    paper: Option<(String, String)>,
    reason: Option<String>,
    told: Option<String>,
    comparison: Option<String>,
    chip: Option<String>,
    subjects: Vec<Shown>,
    handed_on: Option<String>,
    decision: Option<(String, String)>,
    may_hand_on: bool,
    decides: bool,
    bar: Option<String>,
    wrong: Option<(&'static str, String)>,
    refusal: String,
}

impl Page for MeasurePage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// Whose account it is.
struct Shown {
    name: String,
    number: String,
    account: String,
    locked: Option<String>,
    tag: String,
}

/// The measure.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let asked = Asked { id: MeasureId::from_text(id), officer, browser, provider, now };
    asked.page(StatusCode::OK, None, String::new()).await
}

/// Hands it on.
pub(in crate::web) async fn submit(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Path(id): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let asked = Asked { id: MeasureId::from_text(id), officer, browser, provider, now };
    let done = measure::hand_on(&asked.id, version(&fields)?, &asked.officer, &asked.provider, asked.now).await;
    asked.answer(done, "").await
}

/// Decides it.
pub(in crate::web) async fn decide(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Path(id): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let asked = Asked { id: MeasureId::from_text(id), officer, browser, provider, now };
    let Asked { id, officer, provider, .. } = &asked;
    let (version, reason) = (version(&fields)?, fields.typed("reason"));
    let done = match fields.typed("decision") {
        "approve" => measure::approve(id, version, officer, provider, now).await,
        "refuse" => measure::refuse(id, version, reason, officer, provider, now).await,
        _ => return Err(PageError::Unreadable.into()),
    };
    asked.answer(done, reason).await
}

/// Who asks about which measure.
struct Asked {
    id: MeasureId,
    officer: Officer,
    browser: Browser,
    provider: Provider,
    now: Timestamp,
}

impl Asked {
    /// Back to the measure when it was done; else the measure again with what was wrong.
    async fn answer(&self, done: Result<(), Refusal>, typed: &str) -> Result<Response, Failure> {
        let wrong = match done {
            Ok(()) => return Ok(Redirect::to(&format!("/office/measure/{}", self.id)).into_response()),
            Err(refusal) => wrong(refusal, self.browser.language)?,
        };
        let status = if wrong.0 == "measure" { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
        self.page(status, Some(wrong), typed.to_owned()).await
    }

    async fn page(
        &self,
        status: StatusCode,
        wrong: Option<(&'static str, String)>,
        refusal: String,
    ) -> Result<Response, Failure> {
        let t = self.browser.language;
        let view = measure::view(&self.id, &self.officer, &self.provider, self.now).await.map_err(failure)?;
        let mut shell = Shell::new(&self.browser, &self.provider, t.measure_title(code(&self.id)));
        // The address of a form is no page to come back to.
        shell.target = format!("%2Foffice%2Fmeasure%2F{}", self.id);
        Ok(page(status, &self.shown(shell, &view, wrong, refusal)))
    }

    fn shown(&self, shell: Shell, view: &View, wrong: Option<(&'static str, String)>, refusal: String) -> MeasurePage {
        let (t, measure) = (self.browser.language, &view.measure);
        let draft = &measure.draft;
        let (state, tone) = state(&measure.standing, t);
        let name = |account: &AccountId| {
            view.officers.get(account).map(|officer| officer.name.to_string()).unwrap_or_default()
        };
        let (handed_on, decision) = match &measure.standing {
            Standing::Received => (None, None),
            Standing::Submitted(submission) => (Some(submission), None),
            Standing::Approved(submission, decision) | Standing::Refused(submission, decision) => {
                (Some(submission), Some(decision))
            }
        };
        MeasurePage {
            desk: Desk::new(&self.officer, Place::Measure, t),
            address: format!("/office/measure/{}", measure.id),
            version: measure.version,
            what: deed_name(draft.deed, t),
            state,
            state_word: measure.standing.as_str(),
            tone,
            received: t.measure_received_by(moment(measure.received_at), name(&measure.received_by), &measure.unit),
            limit: measure.due_at().map(|due| Limit::new(due, self.now, t)),
            paper: draft.paper.as_ref().map(|paper| paper_words(paper, t)),
            reason: draft.reason.as_ref().map(|reason| reason.as_str().to_owned()),
            told: draft.deed.locks().then(|| match &draft.secrecy {
                None => t.measure_told_yes(),
                Some(ground) => t.measure_told_no(ground.as_str()),
            }),
            comparison: measure.comparison.clone(),
            chip: measure.chip.clone(),
            subjects: view.subjects.iter().map(|subject| shown(subject, view, t)).collect(),
            handed_on: handed_on.map(|one| t.measure_handed_on_by(name(&one.by), moment(one.at))),
            decision: decision.map(|one| {
                let reason = one.reason.as_ref().map(|reason| reason.as_str().to_owned());
                (t.office_decided_by(name(&one.by), moment(one.at)), reason.unwrap_or_default())
            }),
            may_hand_on: view.may_hand_on,
            decides: matches!(measure.standing, Standing::Submitted(_)) && view.decision_bar.is_none(),
            bar: view.decision_bar.map(|bar| bar_words(bar, t)),
            wrong,
            refusal,
            shell,
        }
    }
}

fn shown(subject: &Subject, view: &View, t: Language) -> Shown {
    let account = &subject.account;
    let grounds: Vec<String> = account.grounds.iter().map(|ground| ground_name(*ground, t)).collect();
    let level = account.level.map_or_else(|| "-".to_owned(), |level| AccountLevel::number(level).to_string());
    let made = words::day(account.created_at.day_in_vietnam());
    let tag = match &view.measure.into {
        None => String::new(),
        Some(into) if *into == account.id => t.measure_state_merged(),
        Some(_) => t.measure_state_closes(),
    };
    Shown {
        name: subject.name.as_ref().map_or_else(|| t.measure_name_unknown(), |name| name.as_str().to_owned()),
        number: grouped(&account.number),
        account: t.measure_account_line(account_state(account.state, t), level, made),
        locked: (!grounds.is_empty()).then(|| t.measure_account_locked(grounds.join(", "))),
        tag,
    }
}

fn paper_words(paper: &Paper, t: Language) -> (String, String) {
    let clause = match paper.clause {
        Clause::Procedural => t.measure_clause_procedural(),
        Clause::OtherCompetent => t.measure_clause_other(),
    };
    (t.measure_paper_of(&paper.document, words::day(paper.dated), &paper.authority), clause)
}

fn version(fields: &Params) -> Result<i64, Failure> {
    fields.get("version").and_then(|text| text.parse().ok()).ok_or_else(|| PageError::Unreadable.into())
}

/// What to say beside the measure, or the failure that has a page of its own.
fn wrong(refusal: Refusal, t: Language) -> Result<(&'static str, String), Failure> {
    match refusal {
        Refusal::Stale => Ok(("measure", t.measure_stale())),
        Refusal::AccountChanged => Ok(("measure", t.measure_account_changed())),
        Refusal::Barred(bar @ (Bar::OwnWork | Bar::OwnAccount)) => Ok(("measure", bar_words(bar, t))),
        Refusal::Reason(refusal) => Ok(("reason", words_wrong(refusal, t))),
        other => Err(failure(other)),
    }
}

/// Why words of an officer are none.
pub(super) fn words_wrong(refusal: WordsRefusal, t: Language) -> String {
    match refusal {
        WordsRefusal::TooShort => t.office_words_too_short(),
        WordsRefusal::TooLong => t.office_words_too_long(),
        WordsRefusal::Unprintable => t.office_words_unprintable(),
    }
}

/// A refusal that has a page of its own. A measure that is not for this officer's eyes is none.
fn failure(refusal: Refusal) -> Failure {
    match refusal {
        Refusal::Fault(fault) => fault.into(),
        Refusal::NoSuchMeasure | Refusal::Barred(Bar::OtherUnit) => PageError::NotFound.into(),
        _ => PageError::Forbidden.into(),
    }
}
