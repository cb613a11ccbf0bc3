//! The metadata of the house and its key set: public, cacheable, and the only answers that any origin may read.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::Value;

use crate::flow;
use crate::provider::Provider;
use crate::web::extract::Now;

/// The metadata, the same at both well-known addresses.
pub(in crate::web) async fn document(State(provider): State<Provider>) -> Response {
    published(flow::discovery::document(&provider))
}

/// The public keys: coming, current and retired.
pub(in crate::web) async fn jwks(State(provider): State<Provider>, Now(now): Now) -> Response {
    published(provider.keys.ring().public_set(now))
}

fn published(document: Value) -> Response {
    let mut response = Json(document).into_response();
    let headers = response.headers_mut();
    // Without credentials: there are none here (V018). A coming key is published a day before it signs (DI02).
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600"));
    response
}
