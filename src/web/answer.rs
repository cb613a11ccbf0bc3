//! What became of an authorization request, as an answer to the browser.

use axum::Json;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde_json::Value;

use crate::clock::Timestamp;
use crate::flow::authorize::Outcome;
use crate::limits;
use crate::oauth::reply::Reply;
use crate::provider::Provider;
use crate::secret::Token;
use crate::web::browser::Browser;
use crate::web::cookie::Cookie;
use crate::web::error::{Failure, PageError, logged};
use crate::web::page::form_post;

/// The answer to the browser.
pub(super) fn answered(outcome: Outcome, browser: &Browser, provider: &Provider) -> Result<Response, Failure> {
    match outcome {
        Outcome::Visit(page) => Ok(Redirect::to(&page).into_response()),
        Outcome::Send(reply) => Ok(sent(reply, browser, provider)),
        Outcome::Issued(reply, state) => {
            let mut response = sent(reply, browser, provider);
            let cookie = Cookie::State.set(&state, limits::SESSION_ABSOLUTE, &provider.config);
            response.headers_mut().append(header::SET_COOKIE, cookie);
            Ok(response)
        }
        Outcome::Failed(reply, fault) => {
            logged(&fault);
            Ok(sent(reply, browser, provider))
        }
        Outcome::Show(problem) => Err(PageError::Authorization(problem).into()),
    }
}

/// On to a page of ours, with a session's new cookie.
pub(super) fn signed_in(cookie: &Token, to: &str, provider: &Provider) -> Response {
    let mut response = Redirect::to(to).into_response();
    let cookie = Cookie::Session.set(cookie.expose(), limits::SESSION_ABSOLUTE, &provider.config);
    response.headers_mut().append(header::SET_COOKIE, cookie);
    // Parties that watch the session hear that it may be another one, and ask.
    response.headers_mut().append(header::SET_COOKIE, Cookie::State.forget(&provider.config));
    response
}

/// Too many tries: says when to come back (RL01).
pub(super) fn too_many(until: Timestamp, now: Timestamp) -> Response {
    let mut response = Failure::from(PageError::TooMany).into_response();
    come_back(&mut response, until, now);
    response
}

/// Says on a page of any kind when to come back.
pub(super) fn come_back(response: &mut Response, until: Timestamp, now: Timestamp) {
    let seconds = HeaderValue::from(until.since(now).get().max(1));
    response.headers_mut().insert(header::RETRY_AFTER, seconds);
}

/// A document of the reader's own, to be kept.
pub(super) fn file(name: &'static str, document: &Value) -> Response {
    let mut response = Json(document).into_response();
    if let Ok(disposition) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, disposition);
    }
    response
}

fn sent(reply: Reply, browser: &Browser, provider: &Provider) -> Response {
    match reply {
        Reply::Redirect(location) => Redirect::to(&location).into_response(),
        Reply::Form { action, origin, fields } => form_post::show(action, origin, fields, browser, provider),
    }
}
