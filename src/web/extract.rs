//! Extractors that carry proof in their type: a handler that needs a signed-in person cannot be written without one.

use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::request::Parts;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::flow;
use crate::flow::duty::{self, Duty};
use crate::identity::officer::Officer;
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::web::browser::Browser;
use crate::web::error::Failure;
use crate::web::office;

/// The instant of this request, read once.
#[derive(Clone, Copy, Debug)]
pub(super) struct Now(pub(super) Timestamp);

/// A person with a live session in this browser.
#[derive(Clone, Debug)]
pub(super) struct SignedIn(pub(super) SessionFacts);

/// An officer on duty: signed in with two factors, an account of level 2, an appointment that stands. What the officer's
/// group may do is as of this request.
#[derive(Clone, Debug)]
pub(super) struct OnDuty(pub(super) Officer);

impl FromRequestParts<Provider> for Now {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, provider: &Provider) -> Result<Self, Self::Rejection> {
        // Kept with the request, so that every extractor of it sees one instant.
        let now = *parts.extensions.get_or_insert_with(|| Now(provider.now()));
        Ok(now)
    }
}

impl FromRequestParts<Provider> for Browser {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &Provider) -> Result<Self, Failure> {
        let met = parts.extensions.get::<Self>().cloned();
        met.ok_or_else(|| Fault::internal("a page stands outside the browser's middleware").into())
    }
}

impl FromRequestParts<Provider> for SignedIn {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, provider: &Provider) -> Result<Self, Response> {
        match session(parts, provider).await.map_err(axum::response::IntoResponse::into_response)? {
            Some(facts) => Ok(Self(facts)),
            None => Err(go_and_come_back("/sign-in", parts)),
        }
    }
}

impl FromRequestParts<Provider> for OnDuty {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, provider: &Provider) -> Result<Self, Response> {
        let SignedIn(session) = <SignedIn as FromRequestParts<Provider>>::from_request_parts(parts, provider).await?;
        let browser = <Browser as FromRequestParts<Provider>>::from_request_parts(parts, provider).await;
        let browser = browser.map_err(axum::response::IntoResponse::into_response)?;
        let Ok(Now(now)) = Now::from_request_parts(parts, provider).await;
        let duty = duty::of(&session, browser.address, provider, now).await;
        match duty.map_err(|fault| Failure::from(fault).into_response())? {
            Duty::OnDuty(officer) => Ok(Self(*officer)),
            Duty::NotAnOfficer => Err(office::closed::not_an_officer(&browser, provider)),
            Duty::LevelTwoNeeded => Err(office::closed::level_two_needed(&browser, provider)),
            Duty::TurnedAway(unmet) => Err(office::closed::turned_away(unmet, &browser, provider)),
            Duty::SecondFactorNeeded => Err(go_and_come_back("/sign-in/code", parts)),
        }
    }
}

/// Sends the person to a page of ours and, after that, back here.
fn go_and_come_back(page: &str, parts: &Parts) -> Response {
    let target = parts.uri.path_and_query().map_or("/", |target| target.as_str());
    // After a POST the person comes back to the page, not to the form's address.
    let back = if parts.method.is_safe() { target } else { parts.uri.path() };
    let query: String = form_urlencoded::Serializer::new(String::new()).append_pair("back", back).finish();
    Redirect::to(&format!("{page}?{query}")).into_response()
}

impl OptionalFromRequestParts<Provider> for SignedIn {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, provider: &Provider) -> Result<Option<Self>, Failure> {
        Ok(session(parts, provider).await?.map(Self))
    }
}

async fn session(parts: &mut Parts, provider: &Provider) -> Result<Option<SessionFacts>, Failure> {
    let browser = <Browser as FromRequestParts<Provider>>::from_request_parts(parts, provider).await?;
    let Ok(Now(now)) = Now::from_request_parts(parts, provider).await;
    Ok(flow::session::current(browser.session.as_ref(), &browser.token, provider, now).await?)
}
