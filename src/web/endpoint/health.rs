//! Whether the process lives, and whether it can serve.

use axum::extract::State;
use axum::http::StatusCode;

use crate::provider::Provider;

/// The process answers.
pub(in crate::web) async fn live() -> StatusCode {
    StatusCode::NO_CONTENT
}

/// The database answers too.
pub(in crate::web) async fn ready(State(provider): State<Provider>) -> StatusCode {
    match provider.store.database().ping().await {
        Ok(()) => StatusCode::NO_CONTENT,
        Err(fault) => {
            tracing::warn!(%fault, "not ready");
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}
