//! The metadata of the house and its key set: public, cacheable, and the only answers that any origin may read. Whoever
//! has them already is told that nothing changed (RFC 9110 §13.1.2).

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::Value;

use crate::fault::Fault;
use crate::flow;
use crate::provider::Provider;
use crate::secret::Digest;
use crate::web::error::Failure;
use crate::web::extract::Now;

/// The metadata, the same at both well-known addresses.
pub(in crate::web) async fn document(State(provider): State<Provider>, headers: HeaderMap) -> Response {
    published(&flow::discovery::document(&provider), &headers)
}

/// The public keys: coming, current and retired.
pub(in crate::web) async fn jwks(State(provider): State<Provider>, Now(now): Now, headers: HeaderMap) -> Response {
    published(&provider.keys.ring().public_set(now), &headers)
}

fn published(document: &Value, asked: &HeaderMap) -> Response {
    let body = match serde_json::to_vec(document) {
        Ok(body) => body,
        Err(error) => return Failure::from(Fault::caused("a document could not be written", error)).into_response(),
    };
    let mark = format!("\"{}\"", Digest::sha256(&body).as_str());
    let mut response = if is_held(asked, &mark) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        ([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], body).into_response()
    };
    let headers = response.headers_mut();
    if let Ok(mark) = HeaderValue::from_str(&mark) {
        headers.insert(header::ETAG, mark);
    }
    // Without credentials: there are none here (V018). A coming key is published a day before it signs (DI02).
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=3600"));
    response
}

/// Whether whoever asks holds this very document; a weak mark is as good here.
fn is_held(asked: &HeaderMap, mark: &str) -> bool {
    let held = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    held.flat_map(|list| list.split(','))
        .map(str::trim)
        .any(|held| held == "*" || held.trim_start_matches("W/") == mark)
}
