//! The page that parties frame to learn that the session in this browser is another one (OpenID Connect Session Management
//! 1.0 §3.2): the only page of the house that is framed, by parties' origins alone, and it shows and changes nothing.

use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{Html, IntoResponse as _, Response};
use url::Url;

use crate::entropy;
use crate::fault::Fault;
use crate::flow::check_session;
use crate::provider::Provider;
use crate::secret::encode;
use crate::web::asset;
use crate::web::cookie::Cookie;
use crate::web::error::Failure;
use crate::web::headers::Framed;

#[derive(Template)]
#[template(path = "endpoint/check_session.html")]
struct CheckSession {
    cookie: &'static str,
    nonce: String,
    script: String,
}

/// The frame. It stands outside the browser's middleware: a frame on a party's page is given no cookie of ours.
pub(in crate::web) async fn show(State(provider): State<Provider>, headers: HeaderMap) -> Result<Response, Failure> {
    // Whose page it is the browser says by the frame's referrer, as much as the party lets it.
    let referrer = headers.get(header::REFERER).and_then(|value| value.to_str().ok());
    let asking =
        referrer.map(|text| Url::parse(text).map(|url| url.origin().ascii_serialization()).unwrap_or_default());
    let framers = check_session::framers(asking.as_deref(), &provider).await?;
    let framers = if framers.is_empty() { "'none'".to_owned() } else { framers.join(" ") };
    let nonce = encode(&entropy::bytes::<16>()?);
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}'; frame-ancestors {framers}; base-uri 'none'; form-action 'none'; \
         require-trusted-types-for 'script'"
    );
    let shown =
        CheckSession { cookie: Cookie::State.name(&provider.config), nonce, script: asset::path("check_session.js") };
    let html = shown.render().map_err(|error| Fault::caused("a page could not be written", error))?;
    let mut response = Html(html).into_response();
    if let Ok(policy) = HeaderValue::from_str(&policy) {
        response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    response.extensions_mut().insert(Framed);
    Ok(response)
}
