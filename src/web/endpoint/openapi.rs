//! What machines of verifiers may ask, as an OpenAPI document. It stands beside this file as it is served, and
//! `tests/house/openapi.rs` holds it to real answers.

use axum::http::header;
use axum::response::{IntoResponse as _, Response};

/// The document; any origin may read it.
pub(in crate::web) async fn document() -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
        (header::CACHE_CONTROL, "public, max-age=3600"),
    ];
    (headers, DOCUMENT).into_response()
}

const DOCUMENT: &str = include_str!("openapi.json");
