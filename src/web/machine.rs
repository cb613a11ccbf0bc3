//! What machines send and are answered: forms read strictly, errors as OAuth JSON whatever went wrong (TK02).

use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::{Json, http};
use serde_json::json;

use crate::fault::Fault;
use crate::flow::Refused;
use crate::limits;
use crate::oauth::client_auth::{self, Credentials, Unusable};
use crate::oauth::error::{Code, Error, describe};
use crate::oauth::params::Params;
use crate::provider::Provider;
use crate::web::body::{self, Unread};
use crate::web::browser;
use crate::web::error::logged;

/// A form that a party sent to a machine endpoint, with what it shows of itself.
#[derive(Debug)]
pub(super) struct MachineForm {
    /// The fields.
    pub(super) fields: Params,
    /// What the party shows to prove itself.
    pub(super) credentials: Result<Credentials, Unusable>,
    /// Where it called from, as failures are counted.
    pub(super) address: String,
    /// Whether it tried the Basic scheme, which the refusal then has to name.
    pub(super) tried_basic: bool,
}

impl FromRequest<Provider> for MachineForm {
    type Rejection = Response;

    async fn from_request(request: Request, provider: &Provider) -> Result<Self, Response> {
        let address = browser::counted(browser::address(&request, &provider.config));
        let headers = request.headers().clone();
        if request.method() != Method::POST {
            return Err(not_post().await);
        }
        // Addresses are logged by whoever stands between: no parameter of ours travels there.
        if request.uri().query().is_some_and(|query| !query.is_empty()) {
            return Err(refused(&Error::invalid_request(describe!("parameters go into the form"))));
        }
        let fields = form(request).await?;
        let authorization = authorization(&headers);
        let tried_basic = matches!(authorization, Ok(Some(text)) if client_auth::is_basic(text));
        let credentials = authorization.and_then(|text| client_auth::read(text, &fields));
        Ok(Self { fields, credentials, address, tried_basic })
    }
}

/// The fields of a form body, read once.
pub(super) async fn form(request: Request) -> Result<Params, Response> {
    if !is_form(request.headers()) {
        let error = Error::invalid_request(describe!("send application/x-www-form-urlencoded"));
        return Err(answer(&error, StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    let bytes = body::read(request.into_body(), limits::BODY).await.map_err(|unread| {
        let status = match unread {
            Unread::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Unread::Broken => StatusCode::BAD_REQUEST,
        };
        answer(&Error::invalid_request(describe!("the body cannot be read")), status)
    })?;
    Params::parse(&bytes).map_err(|unreadable| {
        refused(&Error::invalid_request(describe!("the parameters cannot be read")).because(unreadable.to_string()))
    })
}

/// The one `Authorization` header; two of them are two ways of saying who one is.
fn authorization(headers: &HeaderMap) -> Result<Option<&str>, Unusable> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    match (values.next(), values.next()) {
        (None, _) => Ok(None),
        (Some(value), None) => value.to_str().map(Some).map_err(|_| Unusable::Malformed),
        (Some(_), Some(_)) => Err(Unusable::Several),
    }
}

fn is_form(headers: &HeaderMap) -> bool {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let mut parts = kind.split(';').map(str::trim);
    let essence = parts.next().is_some_and(|part| part.eq_ignore_ascii_case("application/x-www-form-urlencoded"));
    // RFC 6749 appendix B: the encoding is UTF-8; a form in another one is not read as if it were.
    let utf8 = parts.all(|part| match part.split_once('=') {
        Some((name, value)) if name.trim().eq_ignore_ascii_case("charset") => {
            value.trim().trim_matches('"').eq_ignore_ascii_case("utf-8")
        }
        _ => true,
    });
    essence && utf8
}

/// Whether a caller names this very media type among those that it takes, and not to say that it does not (`q=0`).
pub(super) fn accepts(headers: &HeaderMap, media: &str) -> bool {
    let named = headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    named.flat_map(|value| value.split(',')).any(|entry| {
        let mut parts = entry.split(';').map(str::trim);
        let refused = |part: &str| part.strip_prefix("q=").is_some_and(|weight| weight.parse() == Ok(0.0));
        parts.next().is_some_and(|part| part.eq_ignore_ascii_case(media)) && !parts.any(refused)
    })
}

/// Any other method at an endpoint that takes forms.
pub(super) async fn not_post() -> Response {
    let error = Error::invalid_request(describe!("send a POST request"));
    let mut response = answer(&error, StatusCode::METHOD_NOT_ALLOWED);
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static("POST"));
    response
}

/// The answer to a form that was refused.
pub(super) fn refusal(refused: Refused, tried_basic: bool) -> Response {
    let error = match refused {
        Refused::Error(error) => error,
        Refused::TooMany(until) => return too_many(until.unix()),
        Refused::Fault(fault) => return broken(&fault),
    };
    let mut response = self::refused(&error);
    if response.status() == StatusCode::UNAUTHORIZED && tried_basic {
        let challenge = HeaderValue::from_static("Basic realm=\"dinhdanh\", charset=\"UTF-8\"");
        response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    }
    response
}

/// The answer to a request with an access token that was refused (RFC 6750 §3).
pub(super) fn bearer_refusal(refused: Refused) -> Response {
    let error = match refused {
        Refused::Error(error) => error,
        Refused::TooMany(until) => return too_many(until.unix()),
        Refused::Fault(fault) => return broken(&fault),
    };
    let status = match error.code {
        Code::InvalidToken => StatusCode::UNAUTHORIZED,
        Code::InsufficientScope => StatusCode::FORBIDDEN,
        _ => StatusCode::BAD_REQUEST,
    };
    let mut response = answer(&error, status);
    let (code, description) = (error.code.as_str(), error.description.as_str());
    let scope = if error.code == Code::InsufficientScope { ", scope=\"openid\"" } else { "" };
    let challenge = format!("Bearer realm=\"dinhdanh\", error=\"{code}\", error_description=\"{description}\"{scope}");
    // A description has neither quote nor control character, so this is always a header.
    if let Ok(challenge) = HeaderValue::from_str(&challenge) {
        response.headers_mut().insert(header::WWW_AUTHENTICATE, challenge);
    }
    response
}

/// The answer to a request that shows no access token at all: no error code, as nothing went wrong yet (§3.1).
pub(super) fn no_bearer() -> Response {
    let challenge = HeaderValue::from_static("Bearer realm=\"dinhdanh\"");
    (StatusCode::UNAUTHORIZED, [(header::WWW_AUTHENTICATE, challenge)]).into_response()
}

/// The access token of a request: in its header, or in its form, and not in both (§2).
pub(super) fn bearer(headers: &HeaderMap, fields: &Params) -> Result<Option<String>, Error> {
    let several = || Error::invalid_request(describe!("more than one access token"));
    let header = match authorization(headers).map_err(|_| several())? {
        None => None,
        Some(text) => {
            let (scheme, token) = text.split_once(' ').unwrap_or((text, ""));
            if !scheme.eq_ignore_ascii_case("bearer") {
                return Ok(None);
            }
            Some(token.to_owned())
        }
    };
    match (header, fields.get("access_token")) {
        (Some(_), Some(_)) => Err(several()),
        (header, field) => Ok(header.or_else(|| field.map(str::to_owned))),
    }
}

fn refused(error: &Error) -> Response {
    let status = if error.code == Code::InvalidClient { StatusCode::UNAUTHORIZED } else { StatusCode::BAD_REQUEST };
    answer(error, status)
}

/// Logged here, once: the cause stays with us.
pub(super) fn answer(error: &Error, status: http::StatusCode) -> Response {
    tracing::info!(%error, "a machine was refused");
    let body = json!({ "error": error.code.as_str(), "error_description": error.description.as_str() });
    (status, [(header::PRAGMA, "no-cache")], Json(body)).into_response()
}

fn broken(fault: &Fault) -> Response {
    let reference = logged(fault);
    let (status, code) = if fault.is_passing() {
        (StatusCode::SERVICE_UNAVAILABLE, Code::TemporarilyUnavailable)
    } else {
        (StatusCode::INTERNAL_SERVER_ERROR, Code::ServerError)
    };
    let body = json!({ "error": code.as_str(), "error_description": format!("reference {reference}") });
    let mut response = (status, Json(body)).into_response();
    if fault.is_passing() {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
    }
    response
}

fn too_many(until: i64) -> Response {
    let body = json!({ "error": Code::TemporarilyUnavailable.as_str(), "error_description": "too many failures" });
    tracing::info!(until, "too many failed client authentications");
    (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, "60")], Json(body)).into_response()
}
