//! A form that one of our pages sent: read once, its token checked, from our own origin.

use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};

use crate::oauth::params::Params;
use crate::provider::Provider;
use crate::secret::equal;
use crate::web::browser::Browser;
use crate::web::error::{Failure, PageError};

/// The fields of a form whose token was right. A handler that changes anything takes this.
#[derive(Clone, Debug)]
pub(super) struct Posted(pub(super) Params);

impl FromRequest<Provider> for Posted {
    type Rejection = Failure;

    async fn from_request(request: Request, provider: &Provider) -> Result<Self, Failure> {
        let (mut parts, body) = request.into_parts();
        let browser =
            <Browser as axum::extract::FromRequestParts<Provider>>::from_request_parts(&mut parts, provider).await?;
        if !comes_from_us(&parts.headers, provider.config.origin()) {
            return Err(PageError::ForeignForm.into());
        }
        let kind = parts.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !kind.to_ascii_lowercase().starts_with("application/x-www-form-urlencoded") {
            return Err(PageError::NotAForm.into());
        }
        let bytes =
            Bytes::from_request(Request::from_parts(parts, body), provider).await.map_err(
                |rejection| match rejection.status() {
                    StatusCode::PAYLOAD_TOO_LARGE => PageError::TooLarge,
                    _ => PageError::Unreadable,
                },
            )?;
        let fields = Params::parse(&bytes).map_err(|_| PageError::Unreadable)?;
        let expected = token(&browser, provider);
        if !equal(fields.typed("csrf").as_bytes(), expected.as_bytes()) {
            return Err(PageError::FormExpired.into());
        }
        Ok(Self(fields))
    }
}

/// The token that every form of ours carries: bound to the browser and to the session in it, so that a form that was
/// loaded before a sign-in, or by somebody else, is refused.
pub(super) fn token(browser: &Browser, provider: &Provider) -> String {
    let session = browser.session.as_ref().map(|token| token.digest().as_str().to_owned()).unwrap_or_default();
    provider.store.vault().form_token(&[browser.token.expose(), &session]).as_str().to_owned()
}

/// `Origin` and `Sec-Fetch-Site`, where a browser sends them, must say that the form is ours (CS01).
fn comes_from_us(headers: &HeaderMap, origin: &str) -> bool {
    let says = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    says("origin").is_none_or(|sent| sent == origin)
        && says("sec-fetch-site").is_none_or(|site| matches!(site, "same-origin" | "none"))
}
