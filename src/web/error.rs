//! The one table from what went wrong to what is shown. A fault is logged here, once, and shown as a reference.

use std::any::Any;

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::entropy;
use crate::fault::Fault;
use crate::flow::authorize::Problem;
use crate::identity::language::Language;
use crate::oauth::logout::Refusal;
use crate::provider::Provider;
use crate::secret::encode;
use crate::web::browser::Browser;
use crate::web::shell::{Page, Shell, page};

/// What a page says instead of its content. The code in `data-error` is a contract.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum PageError {
    /// An authorization request that cannot be answered.
    Authorization(Problem),
    /// The form was sent by another site.
    ForeignForm,
    /// The form's token is not this browser's and session's: an old tab, or another site.
    FormExpired,
    /// A party's request to sign out whose hint is not ours, or too old a copy of it.
    ForeignHint,
    /// The person may not do this.
    Forbidden,
    /// An address to return to after a sign-out that is not registered.
    LogoutAddress,
    /// No such page.
    NotFound,
    /// The body is not a form.
    NotAForm,
    /// The body is larger than any form of ours.
    TooLarge,
    /// Asked too often.
    TooMany,
    /// A dependency is down or overloaded.
    Unavailable,
    /// A party that is not registered, or not served.
    UnknownParty,
    /// The request cannot be read.
    Unreadable,
    /// A defect of ours.
    Internal,
}

impl PageError {
    fn status(self) -> StatusCode {
        match self {
            Self::Authorization(Problem::OtherBrowser) => StatusCode::FORBIDDEN,
            Self::Authorization(_) => StatusCode::BAD_REQUEST,
            Self::ForeignForm | Self::FormExpired | Self::Forbidden => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::NotAForm => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooMany => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::ForeignHint | Self::LogoutAddress | Self::UnknownParty | Self::Unreadable => StatusCode::BAD_REQUEST,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn code(self) -> &'static str {
        match self {
            Self::Authorization(problem) => authorization_code(problem),
            Self::ForeignForm => "foreign_form",
            Self::FormExpired => "form_expired",
            Self::ForeignHint => "id_token_hint_not_valid",
            Self::Forbidden => "forbidden",
            Self::LogoutAddress => "post_logout_redirect_uri_not_registered",
            Self::NotFound => "not_found",
            Self::NotAForm => "not_a_form",
            Self::TooLarge => "too_large",
            Self::TooMany => "too_many_requests",
            Self::Unavailable => "temporarily_unavailable",
            Self::UnknownParty => "client_not_registered",
            Self::Unreadable => "unreadable_request",
            Self::Internal => "server_error",
        }
    }

    fn words(self, language: Language) -> (String, String) {
        match self {
            Self::Authorization(problem) => authorization_words(problem, language),
            Self::ForeignForm => (language.error_foreign_form(), language.error_foreign_form_help()),
            Self::FormExpired => (language.error_form_expired(), language.error_form_expired_help()),
            Self::ForeignHint => (language.error_foreign_hint(), language.error_foreign_hint_help()),
            Self::Forbidden => (language.error_forbidden(), language.error_forbidden_help()),
            Self::LogoutAddress => (language.error_logout_address(), language.error_logout_address_help()),
            Self::NotFound => (language.error_not_found(), language.error_not_found_help()),
            Self::NotAForm | Self::Unreadable => (language.error_unreadable(), language.error_unreadable_help()),
            Self::TooLarge => (language.error_too_large(), language.error_too_large_help()),
            Self::TooMany => (language.error_too_many(), language.error_too_many_help()),
            Self::Unavailable => (language.error_unavailable(), language.error_unavailable_help()),
            Self::UnknownParty => (language.error_unknown_party(), language.error_unknown_party_help()),
            Self::Internal => (language.error_internal(), language.error_internal_help()),
        }
    }
}

impl From<Refusal> for PageError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::ForeignHint | Refusal::OtherParty => Self::ForeignHint,
            Refusal::UnknownParty => Self::UnknownParty,
            Refusal::UnregisteredAddress => Self::LogoutAddress,
        }
    }
}

fn authorization_code(problem: Problem) -> &'static str {
    match problem {
        Problem::Unreadable => "unreadable_request",
        Problem::ClientUnknown => "client_unknown",
        Problem::RedirectUriMissing => "redirect_uri_missing",
        Problem::RedirectUriNotRegistered => "redirect_uri_not_registered",
        Problem::RequestObject => "request_object_not_valid",
        Problem::RequestUri => "request_uri_not_valid",
        Problem::RequestUnknown => "request_unknown",
        Problem::RequestExpired => "request_expired",
        Problem::RequestAnswered => "request_answered",
        Problem::OtherBrowser => "other_browser",
    }
}

fn authorization_words(problem: Problem, t: Language) -> (String, String) {
    match problem {
        Problem::Unreadable => (t.error_unreadable(), t.error_unreadable_help()),
        Problem::ClientUnknown => (t.problem_client_unknown(), t.problem_of_service_help()),
        Problem::RedirectUriMissing => (t.problem_redirect_missing(), t.problem_of_service_help()),
        Problem::RedirectUriNotRegistered => (t.problem_redirect_not_registered(), t.problem_of_service_help()),
        Problem::RequestObject => (t.problem_request_object(), t.problem_of_service_help()),
        Problem::RequestUri => (t.problem_request_uri(), t.problem_begin_again_help()),
        Problem::RequestUnknown => (t.problem_request_unknown(), t.problem_begin_again_help()),
        Problem::RequestExpired => (t.problem_request_expired(), t.problem_begin_again_help()),
        Problem::RequestAnswered => (t.problem_request_answered(), t.problem_begin_again_help()),
        Problem::OtherBrowser => (t.problem_other_browser(), t.problem_other_browser_help()),
    }
}

/// What a handler of a page gives up with; the browser's middleware renders it in the person's language.
#[derive(Clone, Debug)]
pub(super) struct Failure {
    shown: PageError,
    reference: Option<String>,
}

impl From<PageError> for Failure {
    fn from(shown: PageError) -> Self {
        Self { shown, reference: None }
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Self {
        let shown = if fault.is_passing() { PageError::Unavailable } else { PageError::Internal };
        Self { shown, reference: Some(logged(&fault)) }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.shown.status().into_response();
        if self.shown == PageError::Unavailable {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from_static("5"));
        }
        response.extensions_mut().insert(self);
        response
    }
}

/// Logs a fault with its causes and answers the reference under which support finds it.
pub(super) fn logged(fault: &Fault) -> String {
    let reference = entropy::bytes::<6>().map(|bytes| encode(&bytes)).unwrap_or_default();
    let mut causes = String::new();
    let mut cause = std::error::Error::source(fault);
    while let Some(error) = cause {
        causes.push_str(&format!(": {error}"));
        cause = error.source();
    }
    if fault.is_passing() {
        tracing::warn!(%reference, "{fault}{causes}");
    } else {
        tracing::error!(%reference, "{fault}{causes}");
    }
    reference
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    shell: Shell,
    code: &'static str,
    heading: String,
    help: String,
    reference: Option<String>,
}

impl Page for ErrorPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// Renders a failure that a handler gave up with; any other answer passes.
pub(super) fn rendered(response: Response, browser: &Browser, provider: &Provider) -> Response {
    let failure = match response.extensions().get::<Failure>() {
        Some(failure) => failure.clone(),
        None if response.status() == StatusCode::METHOD_NOT_ALLOWED => PageError::NotFound.into(),
        None => return response,
    };
    let (heading, help) = failure.shown.words(browser.language);
    let shown = ErrorPage {
        shell: Shell::new(browser, provider, heading.clone()),
        code: failure.shown.code(),
        heading,
        help,
        reference: failure.reference,
    };
    let status = if response.status().is_success() { failure.shown.status() } else { response.status() };
    let mut rendered = page(status, &shown);
    // Allow, Retry-After and the like stay.
    for (name, value) in response.headers() {
        if name != header::CONTENT_TYPE && name != header::CONTENT_LENGTH {
            rendered.headers_mut().append(name, value.clone());
        }
    }
    rendered
}

/// A panic is a defect: logged without its text, which could quote input, and answered without anything.
pub(super) fn panicked(_: Box<dyn Any + Send + 'static>) -> Response {
    tracing::error!("a request panicked");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

#[cfg(test)]
mod tests {
    use axum::Router;
    use axum::body::Body;
    use axum::http::Request;
    use axum::routing::get;
    use tower::ServiceExt as _;
    use tower_http::catch_panic::CatchPanicLayer;

    use super::*;

    #[tokio::test]
    async fn ds04_a_panic_is_an_answer_without_its_words_and_the_next_request_is_served() {
        async fn broken() -> StatusCode {
            panic!("001090000001 was not expected")
        }
        let house = Router::new()
            .route("/broken", get(broken))
            .route("/sound", get(|| async { "sound" }))
            .layer(CatchPanicLayer::custom(panicked));
        let asked = |path: &str| house.clone().oneshot(Request::get(path).body(Body::empty()).unwrap());
        let answer = asked("/broken").await.unwrap();
        assert_eq!(answer.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert!(axum::body::to_bytes(answer.into_body(), 1000).await.unwrap().is_empty());
        assert_eq!(asked("/sound").await.unwrap().status(), StatusCode::OK);
    }
}
