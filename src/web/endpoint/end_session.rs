//! The end session endpoint (OpenID Connect RP-Initiated Logout 1.0).

use axum::extract::{RawQuery, Request, State};
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::flow::sign_out;
use crate::oauth::params::Params;
use crate::provider::Provider;
use crate::web::browser::Browser;
use crate::web::error::{Failure, PageError};
use crate::web::extract::{Now, SignedIn};
use crate::web::machine;
use crate::web::page::sign_out::answer;

/// A party sends a browser here to sign out.
pub(in crate::web) async fn begin(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    session: Option<SignedIn>,
    RawQuery(query): RawQuery,
) -> Result<Response, Failure> {
    let params = Params::parse(query.unwrap_or_default().as_bytes()).map_err(|_| PageError::Unreadable)?;
    let asked = match sign_out::read(&params, &provider, now) {
        Ok(asked) => asked,
        Err(refusal) => return Err(PageError::from(refusal).into()),
    };
    let session = session.map(|SignedIn(facts)| facts);
    let outcome = sign_out::begin(&asked, session.as_ref(), &provider, now).await?;
    answer(outcome, &browser, &provider)
}

/// The same by a form. A form from another site comes without the session's cookie (SameSite=Lax), so the browser is sent
/// on to the address by GET, where it brings it; what was asked goes along sealed, since a hint holds claims.
///
/// Stands outside the browser's middleware: a request without cookies would be given a new browser's, and with it lose
/// the session (LO02).
pub(in crate::web) async fn receive(State(provider): State<Provider>, Now(now): Now, request: Request) -> Response {
    let (asked, locales) = match machine::form(request).await {
        Ok(fields) => (sign_out::read(&fields, &provider, now), fields.get("ui_locales").map(str::to_owned)),
        Err(response) => return response,
    };
    // What was refused is refused again there, on a page in the person's language.
    let sealed = match asked.map(|asked| sign_out::keep(&asked, &provider, now)) {
        Ok(Ok(sealed)) => sealed,
        Ok(Err(fault)) => return Failure::from(fault).into_response(),
        Err(_) => String::from("refused"),
    };
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.append_pair("asked", &sealed);
    if let Some(locales) = locales {
        query.append_pair("ui_locales", &locales);
    }
    Redirect::to(&format!("/end_session?{}", query.finish())).into_response()
}
