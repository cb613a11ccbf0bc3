//! The scans that an officer's device kept while there was no network, and what came of each.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::clock::Timestamp;
use crate::flow::late_scan::{self, Kept, Told};
use crate::identity::language::Language;
use crate::limits;
use crate::provider::Provider;
use crate::wallet::late::Late;
use crate::wallet::presentation::Kind;
use crate::web::answer::come_back;
use crate::web::browser::Browser;
use crate::web::error::{Failure, PageError};
use crate::web::extract::{Now, OnDuty};
use crate::web::form::Posted;
use crate::web::office::desk::{Desk, Place};
use crate::web::office::scan::permitted;
use crate::web::shell::{Page, Shell, page};
use crate::web::words;

#[derive(Template)]
#[template(path = "office/late_scan.html")]
struct Queued {
    shell: Shell,
    desk: Desk,
    told: Vec<Line>,
    rest_from: Option<String>,
    /// The device's own names of the scans that it need not keep any more.
    received: String,
}

impl Page for Queued {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// One scan and its answer in words.
struct Line {
    word: &'static str,
    at: String,
    kind: String,
    heading: String,
    help: String,
}

/// Where a sign-in in between leads back to.
pub(in crate::web) async fn back(OnDuty(_): OnDuty) -> Redirect {
    Redirect::to("/office/scan")
}

/// Takes in what the device kept, a line each: its own name for the scan, the second, the text.
pub(in crate::web) async fn submit(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    permitted(&officer)?;
    let lines: Vec<&str> = form.typed("scans").lines().filter(|line| !line.trim().is_empty()).collect();
    if lines.len() > limits::QUEUED_SCANS {
        return Err(PageError::TooLarge.into());
    }
    let read: Option<Vec<(u64, Kept)>> = lines.into_iter().map(read).collect();
    let (names, kept): (Vec<u64>, Vec<Kept>) = read.ok_or(PageError::Unreadable)?.into_iter().unzip();
    if kept.is_empty() {
        return Ok(Redirect::to("/office/scan").into_response());
    }
    let taken = late_scan::take_in(&kept, &officer, &provider, now).await?.ok_or(PageError::Forbidden)?;
    let t = browser.language;
    let received: Vec<String> = names.iter().take(taken.told.len()).map(u64::to_string).collect();
    let shown = Queued {
        shell: Shell::new(&browser, &provider, t.queue_told_title()),
        desk: Desk::new(&officer, Place::Scan, t),
        told: taken.told.iter().map(|told| line(told, t)).collect(),
        rest_from: taken.rest_from.map(words::moment),
        received: received.join(" "),
    };
    let status = if taken.rest_from.is_some() { StatusCode::TOO_MANY_REQUESTS } else { StatusCode::OK };
    let mut response = page(status, &shown);
    if let Some(until) = taken.rest_from {
        come_back(&mut response, until, now);
    }
    Ok(response)
}

fn read(line: &str) -> Option<(u64, Kept)> {
    let mut parts = line.split_whitespace();
    let (name, at, text) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?);
    let kept = Kept { text: text.to_owned(), at: Timestamp::from_unix(at) };
    parts.next().is_none().then_some((name, kept))
}

fn line(told: &Told, t: Language) -> Line {
    let (heading, help) = match told.answer {
        Late::Confirmed(_) => (t.queue_confirmed(), t.queue_confirmed_help()),
        Late::Repeated => (t.queue_repeated(), t.queue_repeated_help()),
        Late::Doubled(at) => (t.queue_doubled(), t.queue_doubled_help(words::moment(at))),
        Late::Expired => (t.scan_expired(), t.queue_expired_help()),
        Late::Cancelled => (t.scan_cancelled(), t.queue_cancelled_help()),
        Late::Locked => (t.scan_locked(), t.scan_locked_help()),
        Late::Own => (t.scan_own(), t.scan_own_help()),
        Late::Unknown => (t.scan_unknown(), t.scan_unknown_help()),
        Late::TooLate => (t.queue_too_late(), t.queue_too_late_help()),
    };
    Line {
        word: told.answer.word(),
        at: words::moment(told.at),
        kind: match told.kind {
            Some(Kind::Verification) => t.scan_kind_verification(),
            Some(Kind::Sharing) => t.scan_kind_sharing(),
            Some(Kind::Organisation) | None => String::new(),
        },
        heading,
        help,
    }
}
