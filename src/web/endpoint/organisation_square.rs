//! Squares of organisations, for a registered party's systems.

use axum::Json;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Response};

use crate::flow::organisation_square;
use crate::provider::Provider;
use crate::web::extract::Now;
use crate::web::machine::{MachineForm, refusal};

/// Makes a square for a screen.
pub(in crate::web) async fn make(State(provider): State<Provider>, Now(now): Now, form: MachineForm) -> Response {
    let MachineForm { fields, credentials, address, tried_basic } = form;
    match organisation_square::make_for_party(&fields, credentials, &address, &provider, now).await {
        Ok(made) => (StatusCode::CREATED, Json(made)).into_response(),
        Err(refused) => refusal(refused, tried_basic),
    }
}

/// What came of it, as one signed answer.
pub(in crate::web) async fn answers(State(provider): State<Provider>, Now(now): Now, form: MachineForm) -> Response {
    let MachineForm { fields, credentials, address, tried_basic } = form;
    match organisation_square::answers(&fields, credentials, &address, &provider, now).await {
        Ok(signed) => ([(header::CONTENT_TYPE, "application/jwt")], signed).into_response(),
        Err(refused) => refusal(refused, tried_basic),
    }
}
