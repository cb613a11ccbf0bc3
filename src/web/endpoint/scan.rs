//! A square checked for a registered party's system.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};

use crate::flow::scan_for_party;
use crate::provider::Provider;
use crate::web::extract::Now;
use crate::web::machine::{MachineForm, refusal};

/// One signed answer, whatever the word in it.
pub(in crate::web) async fn check(State(provider): State<Provider>, Now(now): Now, form: MachineForm) -> Response {
    let MachineForm { fields, credentials, address, tried_basic } = form;
    match scan_for_party::scan(&fields, credentials, &address, &provider, now).await {
        Ok(signed) => ([(header::CONTENT_TYPE, "application/jwt")], signed).into_response(),
        Err(refused) => refusal(refused, tried_basic),
    }
}
