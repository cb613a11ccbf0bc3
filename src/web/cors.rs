//! Who may read our answers by a script from another page (CORS): the pages of parties that live in browsers, at the three
//! addresses that such a party calls. Nobody's cookies are ever part of it (V018).

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};

use crate::flow::script_origin;
use crate::limits;
use crate::provider::Provider;
use crate::web::error::logged;

/// Middleware of the addresses that scripts call.
pub(super) async fn for_scripts(State(provider): State<Provider>, request: Request, next: Next) -> Response {
    let known = known(request.headers(), &provider).await;
    let is_preflight =
        request.method() == Method::OPTIONS && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    let Some(origin) = known else {
        let mut response = next.run(request).await;
        vary(&mut response);
        return response;
    };
    let mut response = if is_preflight { preflight() } else { next.run(request).await };
    vary(&mut response);
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    // What a script must read to know why it was refused, and when to come back.
    let exposed = HeaderValue::from_static("www-authenticate, retry-after");
    headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, exposed);
    response
}

/// The page's origin, when it is one of a party's. A fault only keeps the page from reading the answer.
async fn known(headers: &HeaderMap, provider: &Provider) -> Option<HeaderValue> {
    let origin = headers.get(header::ORIGIN)?;
    let is_known = script_origin::is_known(origin.to_str().ok()?, provider).await;
    is_known.inspect_err(|fault| drop(logged(fault))).is_ok_and(|is_known| is_known).then(|| origin.clone())
}

fn preflight() -> Response {
    let headers = [
        (header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST")),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static("authorization, content-type")),
        (header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from(limits::PREFLIGHT.get())),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}

/// The answer is another one for another page, whoever keeps it.
fn vary(response: &mut Response) {
    response.headers_mut().append(header::VARY, HeaderValue::from_static("origin"));
}
