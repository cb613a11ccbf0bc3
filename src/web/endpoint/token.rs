//! The token endpoint (RFC 6749 §3.2), revocation (RFC 7009) and introspection (RFC 7662).

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use crate::flow;
use crate::flow::introspect::Introspection;
use crate::provider::Provider;
use crate::web::extract::Now;
use crate::web::machine::{MachineForm, accepts, refusal};

/// A code or a refresh token for tokens.
pub(in crate::web) async fn exchange(State(provider): State<Provider>, Now(now): Now, form: MachineForm) -> Response {
    let MachineForm { fields, credentials, address, tried_basic } = form;
    match flow::token::exchange(&fields, credentials, &address, &provider, now).await {
        Ok(tokens) => ([(header::PRAGMA, "no-cache")], Json(tokens.to_json(now))).into_response(),
        Err(refused) => refusal(refused, tried_basic),
    }
}

/// A token given back: 200 whatever it was, unless it could not be written down.
pub(in crate::web) async fn revoke(State(provider): State<Provider>, Now(now): Now, form: MachineForm) -> Response {
    let MachineForm { fields, credentials, address, tried_basic } = form;
    match flow::revoke::revoke(&fields, credentials, &address, &provider, now).await {
        Ok(()) => StatusCode::OK.into_response(),
        Err(refused) => refusal(refused, tried_basic),
    }
}

/// Whether a token is alive.
pub(in crate::web) async fn introspect(
    State(provider): State<Provider>,
    Now(now): Now,
    headers: HeaderMap,
    form: MachineForm,
) -> Response {
    let MachineForm { fields, credentials, address, tried_basic } = form;
    let as_token = accepts(&headers, INTROSPECTION_TOKEN);
    match flow::introspect::introspect(&fields, credentials, as_token, &address, &provider, now).await {
        Ok(Introspection::Plain(about)) => Json(about).into_response(),
        Ok(Introspection::Token(token)) => ([(header::CONTENT_TYPE, INTROSPECTION_TOKEN)], token).into_response(),
        Err(refused) => refusal(refused, tried_basic),
    }
}

/// The media type of an introspection answer as a token (RFC 9701 §5).
const INTROSPECTION_TOKEN: &str = "application/token-introspection+jwt";
