//! The officer's scan: the text of a square in, one word and at most initials and level out.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::clock::Timestamp;
use crate::flow::late_scan;
use crate::flow::scan::{self, Refusal, Scan, Scanner};
use crate::identity::dependant::Relation;
use crate::identity::language::Language;
use crate::identity::officer::{Action, Module, Officer};
use crate::limits;
use crate::provider::Provider;
use crate::wallet::presentation::{Answer, Kind};
use crate::web::answer::too_many;
use crate::web::browser::Browser;
use crate::web::error::{Failure, PageError};
use crate::web::extract::{Now, OnDuty};
use crate::web::form::Posted;
use crate::web::office::ask::{self, QuestionForm};
use crate::web::office::desk::{Desk, Place};
use crate::web::shell::{Page, Shell, page};
use crate::web::words;

#[derive(Template)]
#[template(path = "office/scan.html")]
struct ScanPage {
    shell: Shell,
    desk: Desk,
    watermark: String,
    error: Option<String>,
    result: Option<Told>,
    hide_after: i64,
    ask: Option<QuestionForm>,
    owner: String,
    most: usize,
    age: i64,
}

impl Page for ScanPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The answer in words.
struct Told {
    word: &'static str,
    heading: String,
    help: String,
    kind: String,
    initials: String,
    level: String,
    presented_by: String,
    released: String,
}

/// The box and the camera.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
) -> Result<Response, Failure> {
    permitted(&officer)?;
    Ok(page(StatusCode::OK, &blank(&browser, &officer, &provider, now)))
}

/// Checks what was scanned or pasted.
pub(in crate::web) async fn submit(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    permitted(&officer)?;
    let (t, blank) = (browser.language, blank(&browser, &officer, &provider, now));
    let text = form.typed("token").trim();
    if text.is_empty() {
        let shown = ScanPage { error: Some(t.scan_token_missing()), ..blank };
        return Ok(page(StatusCode::UNPROCESSABLE_ENTITY, &shown));
    }
    let scanned = scan::scan(text, Scanner::Officer(&officer), &browser.counted_address(), &provider, now).await?;
    let scanned = match scanned {
        Ok(scanned) => scanned,
        Err(Refusal::NotPermitted) => return Err(PageError::Forbidden.into()),
        Err(Refusal::TooMany(until)) => return Ok(too_many(until, now)),
    };
    let ask = match &scanned.presentation {
        Some((id, Kind::Verification)) if scanned.answer == Answer::Genuine => Some(ask::blank(id.as_str(), t)),
        _ => None,
    };
    Ok(page(StatusCode::OK, &ScanPage { result: Some(tell(&scanned, t)), ask, ..blank }))
}

/// Whether the officer's group checks people's QR; asked before anything else of the request is looked at (QR02).
pub(super) fn permitted(officer: &Officer) -> Result<(), PageError> {
    if officer.may(Module::Scan, Action::Check) { Ok(()) } else { Err(PageError::Forbidden) }
}

/// What stands behind every page with somebody's data: who looked, and when (QR14).
pub(super) fn watermark(officer: &Officer, now: Timestamp) -> String {
    format!("{} · {} · {}", officer.name, officer.account, words::moment(now))
}

fn blank(browser: &Browser, officer: &Officer, provider: &Provider, now: Timestamp) -> ScanPage {
    ScanPage {
        shell: Shell::new(browser, provider, browser.language.scan_title()),
        desk: Desk::new(officer, Place::Scan, browser.language),
        watermark: watermark(officer, now),
        error: None,
        result: None,
        hide_after: limits::SHOWN_TO_OFFICER.get(),
        ask: None,
        owner: late_scan::owner(officer, provider),
        most: limits::QUEUED_SCANS,
        age: limits::QUEUED_SCAN_WITHIN.get(),
    }
}

fn tell(scanned: &Scan, t: Language) -> Told {
    let (heading, help) = match scanned.answer {
        Answer::Genuine => (t.scan_genuine(), t.scan_genuine_help()),
        Answer::Expired => (t.scan_expired(), t.scan_expired_help()),
        Answer::Used(at) => (t.scan_used(), t.scan_used_help(words::moment(at))),
        Answer::Cancelled => (t.scan_cancelled(), t.scan_cancelled_help()),
        Answer::Unknown => (t.scan_unknown(), t.scan_unknown_help()),
        Answer::Locked => (t.scan_locked(), t.scan_locked_help()),
        Answer::Own => (t.scan_own(), t.scan_own_help()),
    };
    let glimpse = scanned.glimpse.as_ref();
    let level = |level: Option<i64>| level.map_or_else(|| t.scan_level_none(), |level| t.wallet_level(level));
    Told {
        word: scanned.answer.word(),
        heading,
        help,
        kind: match &scanned.presentation {
            Some((_, Kind::Verification)) => t.scan_kind_verification(),
            Some((_, Kind::Sharing)) => t.scan_kind_sharing(),
            // No officer scans one: the holder opened it, and it is nobody's square to scan.
            Some((_, Kind::Organisation)) => String::new(),
            None => String::new(),
        },
        initials: glimpse
            .map(|glimpse| glimpse.initials.clone().unwrap_or_else(|| t.scan_initials_missing()))
            .unwrap_or_default(),
        level: glimpse.map(|glimpse| level(glimpse.level)).unwrap_or_default(),
        presented_by: glimpse
            .and_then(|glimpse| glimpse.presented_by.as_ref())
            .map(|(relation, initials)| t.scan_presented_by(presenter(*relation, t), initials))
            .unwrap_or_default(),
        released: scanned.released.as_ref().map(|ask| ask.as_str().to_owned()).unwrap_or_default(),
    }
}

/// Who answers for somebody, in a word, as others are told.
pub(in crate::web) fn presenter(relation: Relation, t: Language) -> String {
    match relation {
        Relation::Father => t.scan_by_father(),
        Relation::Guardian => t.scan_by_guardian(),
        Relation::Mother => t.scan_by_mother(),
    }
}
