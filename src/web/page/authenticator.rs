//! The authenticator app: added by a square, confirmed by one code, removed. Each needs a fresh second factor.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::clock::Timestamp;
use crate::flow::authenticator::{self, Refusal, Standing};
use crate::flow::second_factor;
use crate::identity::language::Language;
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::web::answer::too_many;
use crate::web::browser::Browser;
use crate::web::error::Failure;
use crate::web::extract::{Now, SignedIn};
use crate::web::form::Posted;
use crate::web::page::claim;
use crate::web::qr;
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "page/authenticator.html")]
struct AuthenticatorPage {
    shell: Shell,
    since: Option<String>,
    waiting: Option<Waiting>,
    refusal: Option<String>,
}

impl Page for AuthenticatorPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

struct Waiting {
    square: String,
    url: String,
    typed: String,
}

/// Where the authenticator stands, and what can be done.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    SignedIn(session): SignedIn,
) -> Result<Response, Failure> {
    if let Some(step_up) = step_up(&session, now) {
        return Ok(step_up);
    }
    shown(StatusCode::OK, None, &session, &browser, &provider).await
}

/// Adds, confirms or removes.
pub(in crate::web) async fn submit(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    SignedIn(session): SignedIn,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    if let Some(step_up) = step_up(&session, now) {
        return Ok(step_up);
    }
    let keeps = fields.has("keep");
    match fields.get("action") {
        Some("add") => authenticator::add(&session, &provider, now).await?,
        Some("remove") => authenticator::remove(keeps, &session, &provider, now).await?,
        _ => match authenticator::confirm(&session, fields.typed("code"), keeps, &provider, now).await? {
            Ok(()) | Err(Refusal::Nothing) => {}
            Err(Refusal::TooMany(until)) => return Ok(too_many(until, now)),
            Err(Refusal::Wrong) => {
                let refusal = Some(browser.language.authenticator_wrong());
                return shown(StatusCode::UNPROCESSABLE_ENTITY, refusal, &session, &browser, &provider).await;
            }
        },
    }
    Ok(Redirect::to(PATH).into_response())
}

fn step_up(session: &SessionFacts, now: Timestamp) -> Option<Response> {
    let is_fresh = second_factor::is_fresh(session, now);
    (!is_fresh).then(|| Redirect::to("/sign-in/code?back=%2Faccount%2Fauthenticator").into_response())
}

async fn shown(
    status: StatusCode,
    refusal: Option<String>,
    session: &SessionFacts,
    browser: &Browser,
    provider: &Provider,
) -> Result<Response, Failure> {
    let t: Language = browser.language;
    let (since, waiting) = match authenticator::standing(session, provider).await? {
        Standing::None => (None, None),
        Standing::Confirmed(since) => (Some(claim::day(since)), None),
        Standing::Waiting { url, typed } => (None, Some(Waiting { square: qr::svg(&url)?, url, typed })),
    };
    let shell = Shell::new(browser, provider, t.authenticator_title());
    Ok(page(status, &AuthenticatorPage { shell, since, waiting, refusal }))
}

const PATH: &str = "/account/authenticator";
