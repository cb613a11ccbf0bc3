//! Where passkeys are made and managed, for password managers that lead their users there (W3C, Passkey Endpoints).

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use crate::provider::Provider;
use crate::web::error::{Failure, PageError};

/// One page does both. A house that is called by an address has no passkeys.
pub(in crate::web) async fn show(State(provider): State<Provider>) -> Response {
    if provider.passkeys.is_none() {
        return Failure::from(PageError::NotFound).into_response();
    }
    let page = format!("{}/account/passkeys", provider.config.origin());
    Json(json!({ "enroll": page, "manage": page })).into_response()
}
