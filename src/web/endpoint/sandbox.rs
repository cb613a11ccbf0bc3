//! The synthetic nation's test bench: read the messages, move the clock, run the chores. These routes exist nowhere else.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use crate::clock::Seconds;
use crate::fault::Fault;
use crate::flow::sandbox::exchange::{self, Asked};
use crate::flow::sweep;
use crate::oauth::params::Params;
use crate::provider::Provider;
use crate::web::error::logged;
use crate::web::extract::Now;

/// Every message to a person, newest first.
pub(in crate::web) async fn outbox(State(provider): State<Provider>) -> Response {
    match provider.store.danger_opened_messages(500).await {
        Err(fault) => (StatusCode::SERVICE_UNAVAILABLE, logged(&fault)).into_response(),
        Ok(messages) => {
            let messages: Vec<_> = messages
                .iter()
                .map(|message| {
                    json!({
                        "to": message.recipient,
                        "channel": message.channel.as_str(),
                        "kind": message.kind,
                        "text": message.body,
                        "sent_at": message.created_at,
                    })
                })
                .collect();
            Json(messages).into_response()
        }
    }
}

/// Moves the house's clock on by `advance` seconds, then does what became due.
pub(in crate::web) async fn clock(State(provider): State<Provider>, body: Bytes) -> Response {
    let advance = Params::parse(&body).ok().and_then(|fields| fields.get("advance")?.parse::<i64>().ok());
    let (Some(advance), Some(hand)) = (advance.filter(|seconds| *seconds >= 0), &provider.hand) else {
        return (StatusCode::BAD_REQUEST, "advance is a number of seconds, zero or more\n").into_response();
    };
    hand.advance(Seconds::new(advance));
    sweep(State(provider)).await
}

/// The synthetic registers, in the shape of the national exchange.
pub(in crate::web) async fn exchange(
    State(provider): State<Provider>,
    Path(register): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    answered(exchange::ask(&register, bearer(&headers), &body, &provider).await)
}

/// The readers of the synthetic nation's counters, in the same shape.
pub(in crate::web) async fn read_chip(State(provider): State<Provider>, headers: HeaderMap, body: Bytes) -> Response {
    answered(exchange::read_chip(bearer(&headers), &body, &provider).await)
}

/// Corrections of the synthetic population, in the same shape.
pub(in crate::web) async fn correct(
    State(provider): State<Provider>,
    Now(now): Now,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    answered(exchange::correct(bearer(&headers), &body, &provider, now).await)
}

/// Their feeds, in the same shape.
pub(in crate::web) async fn changes(
    State(provider): State<Provider>,
    Path(register): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    answered(exchange::changes(&register, bearer(&headers), &body, &provider).await)
}

fn bearer(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()?.strip_prefix("Bearer ")
}

fn answered(asked: Result<Asked, Fault>) -> Response {
    match asked {
        Ok(Asked::Answer(document)) => Json(document).into_response(),
        Ok(Asked::Stranger) => StatusCode::UNAUTHORIZED.into_response(),
        Ok(Asked::NoQuestion) => StatusCode::BAD_REQUEST.into_response(),
        Err(fault) => (StatusCode::SERVICE_UNAVAILABLE, logged(&fault)).into_response(),
    }
}

/// Runs every chore once and answers the house's time.
pub(in crate::web) async fn sweep(State(provider): State<Provider>) -> Response {
    match sweep::once(&provider).await {
        Ok(()) => Json(json!({ "now": provider.now() })).into_response(),
        Err(fault) => (StatusCode::SERVICE_UNAVAILABLE, logged(&fault)).into_response(),
    }
}
