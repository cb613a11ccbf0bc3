//! Signing out: the question, and who is told.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use url::Url;

use crate::clock::Timestamp;
use crate::flow::sign_out::{self, Outcome, Question, Reach};
use crate::identity::language::Language;
use crate::oauth::logout::{Asked, Notice, Told};
use crate::oauth::params::Params;
use crate::provider::Provider;
use crate::web::browser::Browser;
use crate::web::cookie::Cookie;
use crate::web::error::{Failure, PageError};
use crate::web::extract::{Now, SignedIn};
use crate::web::form::Posted;
use crate::web::page::claim;
use crate::web::shell::{Page, Shell, page};
use crate::web::words;

#[derive(Template)]
#[template(path = "page/sign_out.html")]
struct SignOut {
    shell: Shell,
    asking: Option<String>,
    services: Vec<String>,
    sessions: i64,
    asked: String,
}

impl Page for SignOut {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

#[derive(Template)]
#[template(path = "page/signed_out.html")]
struct SignedOut {
    shell: Shell,
    /// Whether it was this browser's session, or others from the list of them.
    is_here: bool,
    services: Vec<Service>,
    /// Where the page looks again while somebody does not know yet.
    again: Option<String>,
    frames: Vec<String>,
    onward: Option<String>,
}

impl Page for SignedOut {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// A service in the list, and what is said of it.
struct Service {
    name: String,
    word: String,
    tag: &'static str,
    /// What is said of when it heard, or of when it ends without having heard.
    when: String,
}

/// Which sign-out the list is of.
#[derive(Debug, Deserialize)]
pub(in crate::web) struct Of {
    #[serde(default)]
    of: String,
    /// Whether the page was shown before, and has framed those that are told through it.
    #[serde(default)]
    seen: String,
}

/// The question, at the person's own wish.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    session: Option<SignedIn>,
) -> Result<Response, Failure> {
    let session = session.map(|SignedIn(facts)| facts);
    let outcome = sign_out::begin(&Asked::default(), session.as_ref(), &provider, now).await?;
    answer(outcome, &browser, &provider)
}

/// The person's answer.
pub(in crate::web) async fn submit(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    session: Option<SignedIn>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    if fields.get("choice") == Some("stay") {
        return Ok(Redirect::to("/").into_response());
    }
    let sealed = fields.get("asked").map(|asked| ("asked".to_owned(), asked.to_owned()));
    let asked = sign_out::read(&Params::from_iter(sealed), &provider, now).map_err(PageError::from)?;
    let reach = if fields.get("reach") == Some("everywhere") { Reach::Everywhere } else { Reach::Here };
    let session = session.map(|SignedIn(facts)| facts);
    let outcome = sign_out::end(&asked, reach, session.as_ref(), &provider, now).await?;
    answer(outcome, &browser, &provider)
}

/// Signed out: the services that were used, and whether each knows. Those that are told through the browser are framed, and
/// the policy names their origins and no other; then the browser goes on to where a party wants it.
pub(in crate::web) async fn done(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    Query(of): Query<Of>,
) -> Result<Response, Failure> {
    let mut shell = Shell::new(&browser, &provider, browser.language.signed_out_title());
    shell.signed_in = false;
    proof(&of, "/signed-out", shell, &provider, now).await
}

/// Other sessions have ended: which services know.
pub(in crate::web) async fn ended(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    SignedIn(_): SignedIn,
    Query(of): Query<Of>,
) -> Result<Response, Failure> {
    let shell = Shell::new(&browser, &provider, browser.language.sessions_ended_title());
    proof(&of, ENDED, shell, &provider, now).await
}

/// The proof: of each service when it confirmed that it knows, or when what it got from us ends by itself. The page looks
/// again by itself, with script or without, until there is nothing left to hear.
async fn proof(
    of: &Of,
    path: &str,
    mut shell: Shell,
    provider: &Provider,
    now: Timestamp,
) -> Result<Response, Failure> {
    let t = shell.lang;
    let sign_out::SignedOut { notices, mut frames, onward } = sign_out::told(&of.of, provider, now).await?;
    let waits = notices.iter().any(|notice| notice.told == Told::Soon);
    // What was framed once was told once, and the person goes on from there once.
    if of.seen == "1" {
        frames.clear();
    }
    for frame in &frames {
        shell = shell.framing(&frame.origin);
    }
    let services = notices.iter().map(|notice| service(notice, now, t)).collect();
    let again = waits.then(|| format!("{path}?seen=1&of={}", of.of));
    let frames = frames.into_iter().map(|frame| frame.uri).collect();
    Ok(page(StatusCode::OK, &SignedOut { shell, is_here: path != ENDED, services, again, frames, onward }))
}

/// Where the proof for other sessions stands.
pub(in crate::web) const ENDED: &str = "/account/sessions/ended";

/// An outcome as an answer: also for the end session endpoint.
pub(in crate::web) fn answer(outcome: Outcome, browser: &Browser, provider: &Provider) -> Result<Response, Failure> {
    match outcome {
        Outcome::Ask(question) => Ok(ask(*question, browser, provider)),
        Outcome::Leave(location) => Ok(gone(&location, provider)),
        Outcome::Tell(reference) => Ok(gone(&format!("/signed-out?of={reference}"), provider)),
        Outcome::Refuse(refusal) => Err(PageError::from(refusal).into()),
    }
}

fn ask(question: Question, browser: &Browser, provider: &Provider) -> Response {
    let t = browser.language;
    let mut shell = Shell::new(browser, provider, t.sign_out_title());
    // The form's answer leads on to the party; browsers hold `form-action` against redirects too.
    if let Some(origin) = question.way.as_ref().and_then(|way| Url::parse(way.uri()).ok()) {
        shell = shell.leading_to(origin.origin().ascii_serialization());
    }
    let shown = SignOut {
        shell,
        asking: question.asking.map(|party| party.name.in_language(t).to_owned()),
        services: question.services.iter().map(|used| used.party.name.in_language(t).to_owned()).collect(),
        sessions: question.sessions,
        asked: question.asked,
    };
    page(StatusCode::OK, &shown)
}

fn gone(location: &str, provider: &Provider) -> Response {
    let mut response = Redirect::to(location).into_response();
    // Nothing stays on the device: the worker's store, an officer's kept scans, pages behind the back button. Cookies are
    // ours to end one by one: the browser's own says nothing about anybody, and knows the language.
    response.headers_mut().insert(CLEAR, HeaderValue::from_static("\"cache\", \"storage\""));
    for cookie in [Cookie::Session, Cookie::State] {
        response.headers_mut().append(header::SET_COOKIE, cookie.forget(&provider.config));
    }
    response
}

const CLEAR: HeaderName = HeaderName::from_static("clear-site-data");

fn service(notice: &Notice, now: Timestamp, t: Language) -> Service {
    let (word, tag) = match notice.told {
        Told::Yes => (t.signed_out_told(), "tag"),
        Told::Here => (t.signed_out_here(), "tag"),
        Told::Soon => (t.signed_out_soon(), "tag warning"),
        Told::Failed => (t.signed_out_failed(), "tag danger"),
        Told::NoAddress => (t.signed_out_no_address(), "tag warning"),
    };
    let when = match (notice.told, notice.confirmed_at) {
        (Told::Yes, Some(at)) => t.signed_out_confirmed(words::time(at)),
        _ if notice.ends_at <= now => t.signed_out_has_ended(),
        // Nobody hears whether a frame was listened to.
        _ => t.signed_out_ends(claim::moment(notice.ends_at)),
    };
    Service { name: notice.party.name.in_language(t).to_owned(), word, tag, when }
}
