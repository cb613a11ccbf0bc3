//! The registration endpoint (RFC 7591) and the address at which a party manages itself (RFC 7592): JSON both ways.

use axum::Json;
use axum::extract::{FromRequest, Path, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use crate::flow::register::{self, Refused};
use crate::limits;
use crate::oauth::error::{Error, describe};
use crate::provider::Provider;
use crate::web::body;
use crate::web::browser;
use crate::web::extract::Now;
use crate::web::machine;

/// A party registers.
pub(in crate::web) async fn create(State(provider): State<Provider>, Now(now): Now, sent: Sent) -> Response {
    let Sent { token, body, address } = sent;
    match register::create(token.as_deref(), &body, &address, &provider, now).await {
        Ok(registered) => answered(StatusCode::CREATED, registered),
        Err(refused) => refusal(refused),
    }
}

/// What stands of a party.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Response {
    match register::show(&id, token(&headers).as_deref(), &provider).await {
        Ok(registered) => answered(StatusCode::OK, registered),
        Err(refused) => refusal(refused),
    }
}

/// A party changes itself.
pub(in crate::web) async fn change(
    State(provider): State<Provider>,
    Path(id): Path<String>,
    Now(now): Now,
    sent: Sent,
) -> Response {
    let Sent { token, body, address } = sent;
    match register::change(&id, token.as_deref(), &body, &address, &provider, now).await {
        Ok(registered) => answered(StatusCode::OK, registered),
        Err(refused) => refusal(refused),
    }
}

/// A party goes.
pub(in crate::web) async fn delete(
    State(provider): State<Provider>,
    Path(id): Path<String>,
    Now(now): Now,
    headers: HeaderMap,
) -> Response {
    match register::delete(&id, token(&headers).as_deref(), &provider, now).await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(refused) => refusal(refused),
    }
}

/// Any other method at a party's own address.
pub(in crate::web) async fn other() -> Response {
    let error = Error::invalid_request(describe!("send GET, PUT or DELETE"));
    let mut response = machine::answer(&error, StatusCode::METHOD_NOT_ALLOWED);
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("GET, PUT, DELETE"));
    response
}

/// A document that a party sent, with the token that it shows.
pub(in crate::web) struct Sent {
    token: Option<String>,
    body: Vec<u8>,
    address: String,
}

impl FromRequest<Provider> for Sent {
    type Rejection = Response;

    async fn from_request(request: Request, provider: &Provider) -> Result<Self, Response> {
        let address = browser::counted(browser::address(&request, &provider.config));
        let token = token(request.headers());
        if !is_json(request.headers()) {
            let error = Error::invalid_request(describe!("send application/json"));
            return Err(machine::answer(&error, StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        let body = body::read(request.into_body(), limits::REGISTRATION).await.map_err(|_| {
            let error = Error::invalid_client_metadata(describe!("the document is too long or broken off"));
            machine::answer(&error, StatusCode::PAYLOAD_TOO_LARGE)
        })?;
        Ok(Self { token, body, address })
    }
}

/// The bearer token of a request. Another scheme, or two headers, are a token that is none: they are not the same as not
/// showing one, which a sandbox forgives.
fn token(headers: &HeaderMap) -> Option<String> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let first = values.next()?;
    let only = values.next().is_none();
    let read = || {
        let (scheme, token) = first.to_str().ok()?.split_once(' ')?;
        (only && scheme.eq_ignore_ascii_case("bearer")).then(|| token.to_owned())
    };
    Some(read().unwrap_or_default())
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let essence = kind.split(';').next().unwrap_or_default().trim();
    essence.eq_ignore_ascii_case("application/json")
}

fn answered(status: StatusCode, members: Map<String, Value>) -> Response {
    (status, [(header::PRAGMA, "no-cache")], Json(Value::Object(members))).into_response()
}

fn refusal(refused: Refused) -> Response {
    match refused {
        Refused::NoToken => machine::no_bearer(),
        Refused::WrongToken => {
            machine::bearer_refusal(Error::invalid_token(describe!("the token is not valid")).into())
        }
        Refused::Document(refusal) => {
            tracing::info!(code = refusal.code.as_str(), because = refusal.description, "a registration was refused");

            let body = json!({ "error": refusal.code.as_str(), "error_description": refusal.description });
            (StatusCode::BAD_REQUEST, [(header::PRAGMA, "no-cache")], Json(body)).into_response()
        }
        Refused::TooMany(until) => machine::refusal(crate::flow::Refused::TooMany(until), false),
        Refused::Fault(fault) => machine::refusal(crate::flow::Refused::Fault(fault), false),
    }
}
