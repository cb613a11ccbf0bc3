//! A case: the person as far as the task needs, what was seen and by whom, and what the officer may do next.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::clock::Timestamp;
use crate::flow::prove::{self, Refusal, View};
use crate::identity::language::Language;
use crate::identity::officer::{Action, Bar, Module, Officer};
use crate::identity::proofing::{Case, EvidenceKind, Verdict, WordsRefusal, sufficient};
use crate::oauth::params::Params;
use crate::provider::Provider;
use crate::secret::{AccountId, CaseId};
use crate::web::browser::Browser;
use crate::web::error::{Failure, PageError};
use crate::web::extract::{Now, OnDuty};
use crate::web::form::Posted;
use crate::web::office::desk::{Desk, Limit, Place, code, moment};
use crate::web::office::queue;
use crate::web::office::subject::{Shown, kind_name};
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "office/case.html")]
struct CasePage {
    shell: Shell,
    desk: Desk,
    address: String,
    version: i64,
    state: String,
    tone: &'static str,
    basis: String,
    received: String,
    limit: Option<Limit>,
    subject: Option<Shown>,
    given_back: Option<Words>,
    checks: Vec<Check>,
    history: Vec<Check>,
    opinion: Option<Words>,
    decision: Option<Words>,
    may_record: bool,
    may_submit: bool,
    decides: bool,
    may_approve: bool,
    bar: Option<String>,
    sees_enrolments: bool,
    wrong: Option<Wrong>,
    typed: Typed,
}

impl Page for CasePage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// What an officer wrote, when and who.
struct Words {
    by: String,
    at: String,
    text: String,
}

/// One kind of evidence with its last check, or one check.
struct Check {
    kind: &'static str,
    name: String,
    /// `passed`, `failed` or `missing`.
    result: &'static str,
    words: String,
    by: String,
    at: String,
    reference: String,
}

/// What was wrong with what was sent, and the field to mend.
struct Wrong {
    field: &'static str,
    words: String,
}

/// What was typed, to be shown again.
#[derive(Default)]
struct Typed {
    opinion: String,
    reason: String,
    guidance: String,
}

/// The case.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let asked = Asked { id: CaseId::from_text(id), officer, browser, provider, now };
    asked.page(StatusCode::OK, None, Typed::default()).await
}

/// Records one thing that was seen.
pub(in crate::web) async fn record(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Path(id): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let asked = Asked { id: CaseId::from_text(id), officer, browser, provider, now };
    let Asked { id, officer, provider, .. } = &asked;
    let kind = EvidenceKind::parse(fields.typed("kind")).ok_or(PageError::Unreadable)?;
    let version = version(&fields)?;
    let done = match (kind, fields.typed("result")) {
        (EvidenceKind::Card, "passed") => prove::record_card(id, version, true, officer, provider, now).await,
        (EvidenceKind::Card, "failed") => prove::record_card(id, version, false, officer, provider, now).await,
        (EvidenceKind::Card, _) => return Err(PageError::Unreadable.into()),
        (EvidenceKind::Face | EvidenceKind::Fingerprints, _) => {
            prove::compare(id, version, kind, officer, provider, now).await
        }
    };
    asked.answer(done, Typed::default()).await
}

/// Hands the case to another officer.
pub(in crate::web) async fn submit(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Path(id): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let asked = Asked { id: CaseId::from_text(id), officer, browser, provider, now };
    let opinion = fields.typed("opinion");
    let done = prove::submit(&asked.id, version(&fields)?, opinion, &asked.officer, &asked.provider, asked.now).await;
    asked.answer(done, Typed { opinion: opinion.to_owned(), ..Typed::default() }).await
}

/// Decides what another officer submitted.
pub(in crate::web) async fn decide(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Path(id): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let asked = Asked { id: CaseId::from_text(id), officer, browser, provider, now };
    let Asked { id, officer, provider, .. } = &asked;
    let version = version(&fields)?;
    let (reason, guidance) = (fields.typed("reason"), fields.typed("guidance"));
    let done = match fields.typed("decision") {
        "approve" => prove::approve(id, version, officer, provider, now).await,
        "refuse" => prove::refuse(id, version, reason, officer, provider, now).await,
        "give_back" => {
            let kinds = EvidenceKind::ALL.into_iter().filter(|kind| fields.has(kind.as_str())).collect();
            prove::give_back(id, version, kinds, guidance, officer, provider, now).await
        }
        _ => return Err(PageError::Unreadable.into()),
    };
    let typed = Typed { reason: reason.to_owned(), guidance: guidance.to_owned(), ..Typed::default() };
    asked.answer(done, typed).await
}

/// Who asks about which case.
struct Asked {
    id: CaseId,
    officer: Officer,
    browser: Browser,
    provider: Provider,
    now: Timestamp,
}

impl Asked {
    /// Back to the case when it was done; else the case again with what was wrong and what was typed.
    async fn answer(&self, done: Result<(), Refusal>, typed: Typed) -> Result<Response, Failure> {
        let wrong = match done {
            Ok(()) => return Ok(Redirect::to(&format!("/office/case/{}", self.id)).into_response()),
            Err(refusal) => wrong(refusal, self.browser.language)?,
        };
        let status = if wrong.field == "case" { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
        self.page(status, Some(wrong), typed).await
    }

    async fn page(&self, status: StatusCode, wrong: Option<Wrong>, typed: Typed) -> Result<Response, Failure> {
        let t = self.browser.language;
        let view = prove::view(&self.id, &self.officer, &self.provider, self.now).await.map_err(failure)?;
        let mut shell = Shell::new(&self.browser, &self.provider, t.office_case_title(code(&self.id)));
        // The address of a form is no page to come back to.
        shell.target = format!("%2Foffice%2Fcase%2F{}", self.id);
        Ok(page(status, &self.shown(shell, &view, wrong, typed)))
    }

    fn shown(&self, shell: Shell, view: &View, wrong: Option<Wrong>, typed: Typed) -> CasePage {
        let (t, case, intake) = (self.browser.language, &view.case, view.case.intake());
        let verdict = sufficient(&intake.evidence);
        let (given_back, opinion, decision) = words(view, t);
        let (state, tone) = queue::state(case.state(), given_back.is_some(), t);
        let is_decided = matches!(case, Case::Approved(_) | Case::Refused(_));
        let decides = matches!(case, Case::Submitted(_)) && view.decision_bar.is_none();
        CasePage {
            desk: Desk::new(&self.officer, Place::Case, t),
            address: format!("/office/case/{}", intake.id),
            version: intake.version,
            state,
            tone,
            basis: queue::basis(intake.basis, t),
            received: t.office_received_by(moment(intake.opened_at), name(view, &intake.opened_by)),
            limit: (!is_decided).then(|| Limit::new(intake.due_at, self.now, t)),
            subject: view.subject.as_ref().map(|subject| Shown::new(subject, t)),
            checks: EvidenceKind::ALL.into_iter().map(|kind| last_check(view, kind, t)).collect(),
            history: intake.evidence.iter().map(|check| one_check(view, check, t)).collect(),
            given_back,
            opinion,
            decision,
            may_record: view.may_record,
            may_submit: view.may_record && !matches!(verdict, Verdict::Missing(_)),
            decides,
            may_approve: decides && verdict == Verdict::Sufficient,
            bar: view.decision_bar.map(|bar| bar_words(bar, t)),
            sees_enrolments: view.subject.is_some() && self.officer.may(Module::Account, Action::Check),
            wrong,
            typed,
            shell,
        }
    }
}

/// What the giving back, the submission and the decision say.
fn words(view: &View, t: Language) -> (Option<Words>, Option<Words>, Option<Words>) {
    let written = |by: &AccountId, at, text: &str| Words { by: name(view, by), at: moment(at), text: text.to_owned() };
    match &view.case {
        Case::Open(open) => {
            let given_back = open.given_back.as_ref().map(|back| {
                let kinds: Vec<String> = back.kinds.iter().map(|kind| kind_name(*kind, t)).collect();
                let again = if kinds.is_empty() { String::new() } else { t.office_look_again(kinds.join(", ")) + "\n" };
                written(&back.by, back.at, &(again + back.guidance.as_str()))
            });
            (given_back, None, None)
        }
        Case::Submitted(one) => {
            let opinion = one.opinion.as_ref().map_or("", |opinion| opinion.as_str());
            (None, Some(written(&one.submitted_by, one.submitted_at, opinion)), None)
        }
        Case::Approved(one) | Case::Refused(one) => {
            let opinion = one.opinion.as_ref().map_or("", |opinion| opinion.as_str());
            let reason = one.reason.as_ref().map_or("", |reason| reason.as_str());
            let submitted = written(&one.submitted_by, one.submitted_at, opinion);
            (None, Some(submitted), Some(written(&one.decided_by, one.decided_at, reason)))
        }
    }
}

fn name(view: &View, account: &AccountId) -> String {
    view.officers.get(account).map(|officer| officer.name.to_string()).unwrap_or_default()
}

fn last_check(view: &View, kind: EvidenceKind, t: Language) -> Check {
    let last = view.case.intake().evidence.iter().rfind(|check| check.kind == kind);
    last.map_or_else(
        || Check {
            kind: kind.as_str(),
            name: kind_name(kind, t),
            result: "missing",
            words: t.office_check_missing(),
            by: String::new(),
            at: String::new(),
            reference: String::new(),
        },
        |check| one_check(view, check, t),
    )
}

fn one_check(view: &View, check: &crate::identity::proofing::Evidence, t: Language) -> Check {
    Check {
        kind: check.kind.as_str(),
        name: kind_name(check.kind, t),
        result: if check.passed { "passed" } else { "failed" },
        words: if check.passed { t.office_check_passed() } else { t.office_check_failed() },
        by: name(view, &check.recorded_by),
        at: moment(check.recorded_at),
        reference: check.reference.clone().unwrap_or_default(),
    }
}

fn version(fields: &Params) -> Result<i64, Failure> {
    fields.get("version").and_then(|text| text.parse().ok()).ok_or_else(|| PageError::Unreadable.into())
}

/// What to say beside the case, or the failure that has a page of its own.
fn wrong(refusal: Refusal, t: Language) -> Result<Wrong, Failure> {
    let at = |field, words| Ok(Wrong { field, words });
    match refusal {
        Refusal::Stale => at("case", t.office_stale()),
        Refusal::AccountChanged => at("case", t.office_account_changed()),
        Refusal::Barred(bar @ (Bar::OwnWork | Bar::OwnAccount)) => at("case", bar_words(bar, t)),
        Refusal::Missing(kinds) => {
            let kinds: Vec<String> = kinds.into_iter().map(|kind| kind_name(kind, t)).collect();
            at("evidence", t.office_missing(kinds.join(", ")))
        }
        Refusal::Insufficient(_) => at("evidence", t.office_insufficient()),
        Refusal::CardNotValid => at("evidence", t.office_card_not_valid()),
        Refusal::Reason(WordsRefusal::TooShort) => at("words", t.office_words_too_short()),
        Refusal::Reason(WordsRefusal::TooLong) => at("words", t.office_words_too_long()),
        Refusal::Reason(WordsRefusal::Unprintable) => at("words", t.office_words_unprintable()),
        other => Err(failure(other)),
    }
}

/// A refusal that has a page of its own. A case of another unit is none: it is not said that it exists.
pub(super) fn failure(refusal: Refusal) -> Failure {
    match refusal {
        Refusal::Fault(fault) => fault.into(),
        Refusal::NoSuchCase | Refusal::Barred(Bar::OtherUnit) => PageError::NotFound.into(),
        _ => PageError::Forbidden.into(),
    }
}

fn bar_words(bar: Bar, t: Language) -> String {
    match bar {
        Bar::NotPermitted => t.office_bar_not_permitted(),
        Bar::OwnAccount => t.office_bar_own_account(),
        Bar::OwnWork => t.office_bar_own_work(),
        Bar::OtherUnit => t.office_bar_other_unit(),
    }
}
