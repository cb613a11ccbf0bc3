//! The pushed authorization request endpoint (RFC 9126).

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use crate::flow::pushed;
use crate::provider::Provider;
use crate::web::extract::Now;
use crate::web::machine::{MachineForm, refusal};

/// A request kept for the browser that will come with its address.
pub(in crate::web) async fn push(State(provider): State<Provider>, Now(now): Now, form: MachineForm) -> Response {
    let MachineForm { fields, credentials, address, tried_basic } = form;
    match pushed::push(&fields, credentials, &address, &provider, now).await {
        Ok(kept) => {
            let body = json!({ "request_uri": kept.request_uri, "expires_in": kept.expires_in.get() });
            (StatusCode::CREATED, [(header::PRAGMA, "no-cache")], Json(body)).into_response()
        }
        Err(refused) => refusal(refused, tried_basic),
    }
}
