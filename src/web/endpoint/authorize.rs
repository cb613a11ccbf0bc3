//! The authorization endpoint (RFC 6749 §3.1), by query and by form.

use axum::extract::{RawQuery, Request, State};
use axum::http::header;
use axum::response::Response;

use crate::flow::authorize;
use crate::limits;
use crate::provider::Provider;
use crate::secret::RequestId;
use crate::web::answer::answered;
use crate::web::body::{self, Unread};
use crate::web::browser::Browser;
use crate::web::coming::Coming;
use crate::web::error::{Failure, PageError};
use crate::web::extract::{Now, SignedIn};

/// A party sends a browser here.
pub(in crate::web) async fn by_query(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    session: Option<SignedIn>,
    RawQuery(query): RawQuery,
) -> Result<Response, Failure> {
    let query = query.unwrap_or_default();
    let session = session.map(|SignedIn(session)| session);
    let begun = authorize::begin(query.as_bytes(), Some(&browser.token), session.as_ref(), &provider, now).await?;
    answered(begun, &browser, &provider)
}

/// The same by a form of another site, whose browser brings no cookie (SameSite=Lax): the request is kept, and bound to
/// the browser that goes on with it by GET.
pub(in crate::web) async fn by_form(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    request: Request,
) -> Result<Response, Failure> {
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !kind.to_ascii_lowercase().starts_with("application/x-www-form-urlencoded") {
        return Err(PageError::NotAForm.into());
    }
    let body = body::read(request.into_body(), limits::BODY).await.map_err(|unread| match unread {
        Unread::TooLarge => PageError::TooLarge,
        Unread::Broken => PageError::Unreadable,
    })?;
    let begun = authorize::begin(&body, None, None, &provider, now).await?;
    answered(begun, &browser, &provider)
}

/// A request goes on after a page of ours.
pub(in crate::web) async fn go_on(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    session: Option<SignedIn>,
    coming: Coming,
) -> Result<Response, Failure> {
    let id = RequestId::from_text(coming.get("request").unwrap_or_default());
    let session = session.map(|SignedIn(session)| session);
    let outcome = authorize::advance(&id, &browser.token, session.as_ref(), &provider, now).await?;
    answered(outcome, &browser, &provider)
}
