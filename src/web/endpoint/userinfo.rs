//! The userinfo endpoint (OpenID Connect Core §5.3), by GET and by POST.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, header};
use axum::response::{IntoResponse as _, Response};

use crate::flow;
use crate::flow::userinfo::Userinfo;
use crate::oauth::error::{Error, describe};
use crate::oauth::params::Params;
use crate::provider::Provider;
use crate::web::extract::Now;
use crate::web::machine;

/// What the token's party may know of the person.
pub(in crate::web) async fn show(State(provider): State<Provider>, Now(now): Now, request: Request) -> Response {
    // RFC 6750 §2.3 allows a token in the address; RFC 9700 §4.3.2 forbids it, and addresses are logged.
    if request.uri().query().is_some_and(|query| query.contains("access_token")) {
        let error = Error::invalid_request(describe!("no access token goes into the address"));
        return machine::bearer_refusal(error.into());
    }
    let headers = request.headers().clone();
    let has_form = request.method() == Method::POST && headers.contains_key(header::CONTENT_TYPE);
    let fields = if has_form {
        match machine::form(request).await {
            Ok(fields) => fields,
            Err(response) => return response,
        }
    } else {
        Params::default()
    };
    let token = match machine::bearer(&headers, &fields) {
        Ok(Some(token)) => token,
        Ok(None) => return machine::no_bearer(),
        Err(error) => return machine::bearer_refusal(error.into()),
    };
    match flow::userinfo::userinfo(&token, &provider, now).await {
        Ok(Userinfo::Plain(about)) => Json(about).into_response(),
        Ok(Userinfo::Token(token)) => {
            ([(header::CONTENT_TYPE, HeaderValue::from_static("application/jwt"))], token).into_response()
        }
        Err(refused) => machine::bearer_refusal(refused),
    }
}
