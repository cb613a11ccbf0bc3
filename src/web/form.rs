//! A form that one of our pages sent: read once, its token checked, from our own origin.

use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};

use crate::limits;
use crate::oauth::params::Params;
use crate::provider::Provider;
use crate::secret::equal;
use crate::web::body::{self, Unread};
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
        let bytes = body::read(body, limits::BODY).await.map_err(|unread| match unread {
            Unread::TooLarge => PageError::TooLarge,
            Unread::Broken => PageError::Unreadable,
        })?;
        let fields = Params::parse_form(&bytes).map_err(|_| PageError::Unreadable)?;
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
///
/// Under our own `Referrer-Policy: no-referrer` a browser writes `Origin: null` on a form of ours (Fetch §3.2). A sandboxed
/// frame of an attacker's writes the same, so it counts only beside a `Sec-Fetch-Site` that no page can forge.
fn comes_from_us(headers: &HeaderMap, origin: &str) -> bool {
    let says = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    match (says("origin"), says("sec-fetch-site")) {
        (Some("null"), site) => site == Some("same-origin"),
        (sent, site) => {
            sent.is_none_or(|sent| sent == origin) && site.is_none_or(|site| matches!(site, "same-origin" | "none"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_is_ours_by_its_origin_or_by_what_no_page_can_forge() {
        const OURS: &str = "https://id.example";
        for (origin, site, ours) in [
            (None, None, true),
            (Some(OURS), None, true),
            (Some(OURS), Some("same-origin"), true),
            (Some("null"), Some("same-origin"), true),
            (None, Some("none"), true),
            (Some("null"), None, false),
            (Some("null"), Some("cross-site"), false),
            (Some(OURS), Some("cross-site"), false),
            (Some("https://evil.example"), Some("same-origin"), false),
            (Some("https://id.example.evil"), None, false),
            (None, Some("same-site"), false),
        ] {
            let mut headers = HeaderMap::new();
            for (name, value) in [("origin", origin), ("sec-fetch-site", site)] {
                if let Some(value) = value {
                    headers.insert(name, value.parse().unwrap());
                }
            }
            assert_eq!(comes_from_us(&headers, OURS), ours, "{origin:?} {site:?}");
        }
    }
}
