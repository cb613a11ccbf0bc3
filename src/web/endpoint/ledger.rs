//! The ledger as anybody may follow it: signed heads, and proofs by size and hash. Nothing here is about anybody: a leaf is
//! known to whom it was shown. Any origin may read it, and what can never be another answer may be kept for ever.

use axum::Json;
use axum::extract::{FromRequest, Path, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::flow::ledger::{self, Unanswered};
use crate::oauth::params::Params;
use crate::provider::Provider;
use crate::wallet::inclusion::hashes;
use crate::web::browser;
use crate::web::error::Failure;

/// A question that was counted for its address, with what it asks for.
pub(in crate::web) struct Question(Params);

impl FromRequest<Provider> for Question {
    type Rejection = Response;

    async fn from_request(request: Request, provider: &Provider) -> Result<Self, Response> {
        let address = browser::counted(browser::address(&request, &provider.config));
        // What cannot be read asks for nothing, and hears what is missing.
        let asked = Params::parse(request.uri().query().unwrap_or_default().as_bytes()).unwrap_or_default();
        let now = provider.now();
        match ledger::too_many(&address, provider, now).await {
            Ok(None) => Ok(Self(asked)),
            Ok(Some(until)) => Err(too_many(until, now)),
            Err(fault) => Err(Failure::from(fault).into_response()),
        }
    }
}

/// The latest head.
pub(in crate::web) async fn head(State(provider): State<Provider>, _: Question) -> Response {
    answered(ledger::head(&provider).await, SECONDS, signed)
}

/// One head, as it was published.
pub(in crate::web) async fn numbered(
    State(provider): State<Provider>,
    Path(number): Path<String>,
    _: Question,
) -> Response {
    answered(ledger::numbered(&number, &provider).await, FOR_EVER, signed)
}

/// `?first=&second=`: that the tree of the second size begins with that of the first.
pub(in crate::web) async fn consistency(State(provider): State<Provider>, Question(asked): Question) -> Response {
    let proof = ledger::consistency((asked.typed("first"), asked.typed("second")), &provider).await;
    answered(proof, FOR_EVER, |(first, second, path)| {
        Json(json!({ "first": first, "second": second, "path": hashes(&path) })).into_response()
    })
}

/// `?leaf=&size=`: that the leaf of that hash is in the tree of that size.
pub(in crate::web) async fn inclusion(State(provider): State<Provider>, Question(asked): Question) -> Response {
    let proof = ledger::inclusion((asked.typed("leaf"), asked.typed("size")), &provider).await;
    answered(proof, FOR_EVER, |(number, size, path)| {
        Json(json!({ "number": number, "size": size, "path": hashes(&path) })).into_response()
    })
}

fn signed(head: String) -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static("application/jwt"))], head).into_response()
}

fn answered<T>(
    answer: Result<Result<T, Unanswered>, Fault>,
    keep: &'static str,
    good: impl FnOnce(T) -> Response,
) -> Response {
    let (mut response, keep) = match answer {
        Ok(Ok(answer)) => (good(answer), keep),
        Ok(Err(why)) => (unanswered(why), "no-store"),
        Err(fault) => (Failure::from(fault).into_response(), "no-store"),
    };
    let headers = response.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    response
}

fn unanswered(why: Unanswered) -> Response {
    let status = match why {
        Unanswered::NoHead | Unanswered::NoSuchHead | Unanswered::NoSuchLeaf => StatusCode::NOT_FOUND,
        Unanswered::Size | Unanswered::Order | Unanswered::NoHash => StatusCode::BAD_REQUEST,
    };
    let word = if status == StatusCode::NOT_FOUND { "not_found" } else { "invalid_request" };
    (status, Json(json!({ "error": word, "error_description": why.to_string() }))).into_response()
}

fn too_many(until: Timestamp, now: Timestamp) -> Response {
    let seconds = HeaderValue::from(until.since(now).get().max(1));
    let open = HeaderValue::from_static("*");
    let headers = [(header::RETRY_AFTER, seconds), (header::ACCESS_CONTROL_ALLOW_ORIGIN, open)];
    let body =
        json!({ "error": "temporarily_unavailable", "error_description": "too many questions from this address" });
    (StatusCode::TOO_MANY_REQUESTS, headers, Json(body)).into_response()
}

/// A head is followed by another within seconds.
const SECONDS: &str = "public, max-age=5";
/// What is proved of fixed sizes stays so.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
