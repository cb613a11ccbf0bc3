//! The wallet answers for a browser on another device: what was scanned or typed, who waits there, and the number that the
//! page there shows.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::clock::Timestamp;
use crate::flow::second_factor;
use crate::flow::sign_in_answer::{self, Asked, Said};
use crate::identity::language::Language;
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::secret::SignInSquareId;
use crate::wallet::sign_in_square::{Answer, Refusal, State as Stands};
use crate::web::answer::come_back;
use crate::web::browser::Browser;
use crate::web::error::{Failure, PageError};
use crate::web::extract::{Now, SignedIn};
use crate::web::form::Posted;
use crate::web::page::asking::Asking;
use crate::web::page::dependants::step_up;
use crate::web::shell::{Page, Shell, page};
use crate::web::words;

#[derive(Template)]
#[template(path = "page/sign_in_answer.html")]
struct SignInAnswer {
    shell: Shell,
    said: Option<(bool, String)>,
    word: &'static str,
}

#[derive(Template)]
#[template(path = "page/sign_in_asked.html")]
struct SignInAsked {
    shell: Shell,
    id: String,
    asking: Option<Asking>,
    browser: String,
    is_near: bool,
    began: String,
    left: i64,
}

impl Page for SignInAnswer {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl Page for SignInAsked {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// Where the code is typed, or what a camera read is put; two factors first, so that they take none of the minute.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    browser: Browser,
    SignedIn(session): SignedIn,
    Now(now): Now,
) -> Response {
    if !second_factor::is_fresh(&session, now) {
        return step_up(PATH);
    }
    told(StatusCode::OK, None, "", &browser, &provider)
}

/// Opens what was scanned or typed.
pub(in crate::web) async fn open(
    State(provider): State<Provider>,
    browser: Browser,
    SignedIn(session): SignedIn,
    Now(now): Now,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    let address = browser.counted_address();
    let id = sign_in_answer::open(&session, form.typed("square"), &address, &provider, now).await?;
    Ok(opened(id, PATH, &browser, &provider, now))
}

/// On to who waits there, or why not; `back` is where the person comes back to after a second factor.
pub(super) fn opened(
    id: Result<SignInSquareId, Refusal>,
    back: &'static str,
    browser: &Browser,
    provider: &Provider,
    now: Timestamp,
) -> Response {
    match id {
        Ok(id) => Redirect::to(&format!("{PATH}/{id}")).into_response(),
        Err(Refusal::StepUp) => step_up(back),
        Err(refusal) => refused(refusal, browser, provider, now),
    }
}

/// Who waits there, for the session that opened it.
pub(in crate::web) async fn asked(
    State(provider): State<Provider>,
    browser: Browser,
    SignedIn(session): SignedIn,
    Now(now): Now,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let asked = find(&session, id, &browser, &provider).await?;
    let t = browser.language;
    if asked.facts.state_at(now) != Stands::Opened {
        let over = if asked.facts.state_at(now) == Stands::Expired { Refusal::Expired } else { Refusal::Answered };
        return Ok(refused(over, &browser, &provider, now));
    }
    let facts = &asked.facts;
    let shown = SignInAsked {
        shell: Shell::new(&browser, &provider, t.sign_in_asked_title()),
        id: facts.id.as_str().to_owned(),
        asking: asked.party.as_ref().map(|party| Asking::party(party, t)),
        browser: if facts.browser_kind.is_empty() { t.account_unknown_browser() } else { facts.browser_kind.clone() },
        is_near: asked.is_near,
        began: words::time(facts.began_at),
        left: facts.expires_at.since(now).get().max(0),
    };
    Ok(page(StatusCode::OK, &shown))
}

/// Yes with the number, no, or not asked for; anything else is no answer.
pub(in crate::web) async fn answer(
    State(provider): State<Provider>,
    browser: Browser,
    SignedIn(session): SignedIn,
    Now(now): Now,
    Path(id): Path<String>,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    let said = match form.get("answer") {
        Some("yes") => Said::Yes(form.typed("number")),
        Some("no") => Said::No,
        Some("report") => Said::NotAskedFor,
        _ => return Err(PageError::Unreadable.into()),
    };
    let id = find(&session, id, &browser, &provider).await?.facts.id;
    let t = browser.language;
    let (is_good, words, word) = match sign_in_answer::answer(&session, &id, said, &provider, now).await? {
        Ok(Answer::Approved) => (true, t.sign_in_answer_approved(), "approved"),
        Ok(Answer::Reported) => (false, t.sign_in_answer_reported(&provider.config.hotline), "reported"),
        Ok(Answer::Denied | Answer::WrongNumber) => (true, t.sign_in_answer_denied(), "denied"),
        Err(refusal) => return Ok(refused(refusal, &browser, &provider, now)),
    };
    Ok(told(StatusCode::OK, Some((is_good, words)), word, &browser, &provider))
}

/// What this session opened; any other one hears that there is nothing (XD).
async fn find(session: &SessionFacts, id: String, browser: &Browser, provider: &Provider) -> Result<Asked, Failure> {
    let (id, address) = (SignInSquareId::from_text(id), browser.counted_address());
    let asked = sign_in_answer::asked(session, &id, &address, provider).await?;
    Ok(asked.ok_or(PageError::NotFound)?)
}

fn refused(refusal: Refusal, browser: &Browser, provider: &Provider, now: Timestamp) -> Response {
    if refusal == Refusal::StepUp {
        return step_up(PATH);
    }
    let (status, word) = match refusal {
        Refusal::Unknown => (StatusCode::UNPROCESSABLE_ENTITY, "unknown"),
        Refusal::AnotherKind => (StatusCode::UNPROCESSABLE_ENTITY, "another_kind"),
        Refusal::Stale => (StatusCode::CONFLICT, "stale"),
        Refusal::Expired => (StatusCode::CONFLICT, "expired"),
        Refusal::Taken => (StatusCode::CONFLICT, "taken"),
        Refusal::Answered => (StatusCode::CONFLICT, "answered"),
        Refusal::WrongNumber => (StatusCode::CONFLICT, "wrong_number"),
        Refusal::TooMany(_) | Refusal::StepUp => (StatusCode::TOO_MANY_REQUESTS, "too_many"),
    };
    let said = why(refusal, browser.language, &provider.config.hotline);
    let mut response = told(status, Some((false, said)), word, browser, provider);
    if let Refusal::TooMany(until) = refusal {
        come_back(&mut response, until, now);
    }
    response
}

fn told(
    status: StatusCode,
    said: Option<(bool, String)>,
    word: &'static str,
    browser: &Browser,
    provider: &Provider,
) -> Response {
    let shell = Shell::new(browser, provider, browser.language.sign_in_answer_title());
    page(status, &SignInAnswer { shell, said, word })
}

fn why(refusal: Refusal, t: Language, hotline: &str) -> String {
    match refusal {
        Refusal::Unknown => t.sign_in_refused_unknown(),
        Refusal::AnotherKind => t.sign_in_refused_another_kind(),
        Refusal::Stale => t.sign_in_refused_stale(),
        Refusal::Expired => t.sign_in_refused_expired(),
        Refusal::Taken => t.sign_in_refused_taken(hotline),
        Refusal::Answered => t.sign_in_refused_answered(),
        Refusal::WrongNumber => t.sign_in_refused_wrong_number(hotline),
        Refusal::TooMany(until) => t.sign_in_refused_too_many(words::moment(until)),
        Refusal::StepUp => t.second_factor_lead(),
    }
}

const PATH: &str = "/wallet/sign-in";
