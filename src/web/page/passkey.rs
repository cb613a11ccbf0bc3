//! What a page's script asks the house for, to ask the browser for a passkey. What the browser says comes back as a form of
//! that page.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use serde_json::Value;

use crate::clock::Timestamp;
use crate::flow::passkey::{self, Caller, NotAsked, Refusal};
use crate::identity::language::Language;
use crate::provider::Provider;
use crate::web::answer::too_many;
use crate::web::browser::Browser;
use crate::web::coming::Onward;
use crate::web::error::{Failure, PageError};
use crate::web::extract::{Now, SignedIn};
use crate::web::form::Posted;

/// To sign in with nothing else.
pub(in crate::web) async fn ask_alone(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    onward: Onward,
    Posted(_): Posted,
) -> Result<Response, Failure> {
    let address = browser.counted_address();
    let request = onward.open().map(|open| &open.kept.id);
    let asked = passkey::ask_alone(caller(&browser, &address), request, &provider, now).await?;
    question(asked, now)
}

/// To be the second factor of the session.
pub(in crate::web) async fn ask_second(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    SignedIn(session): SignedIn,
    onward: Onward,
    Posted(_): Posted,
) -> Result<Response, Failure> {
    let address = browser.counted_address();
    let request = onward.open().map(|open| &open.kept.id);
    let asked = passkey::ask_second(caller(&browser, &address), &session, request, &provider, now).await?;
    question(asked, now)
}

/// The browser as the flow knows it.
pub(super) fn caller<'a>(browser: &'a Browser, address: &'a str) -> Caller<'a> {
    Caller { browser: &browser.token, address }
}

/// The question for the script.
pub(super) fn question(asked: Result<Value, NotAsked>, now: Timestamp) -> Result<Response, Failure> {
    match asked {
        Ok(options) => Ok(Json(options).into_response()),
        Err(NotAsked::NoHost) => Err(PageError::NotFound.into()),
        Err(NotAsked::TooMany(until)) => Ok(too_many(until, now)),
    }
}

/// Why a passkey opened nothing, and what to do instead.
pub(super) fn words(refusal: Refusal, t: Language, hotline: &str) -> String {
    match refusal {
        Refusal::Wrong => t.passkey_wrong(),
        Refusal::NotOpen => t.sign_in_locked(hotline),
    }
}
