//! What every page has around its content, and how a page becomes an answer.

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse as _, Response};

use crate::fault::Fault;
use crate::identity::language::Language;
use crate::provider::Provider;
use crate::web::browser::Browser;
use crate::web::error::Failure;
use crate::web::headers::AsksForPasskey;
use crate::web::{asset, form};

/// What the layout shows. Every page's struct has one as `shell`.
#[derive(Clone, Debug)]
pub(super) struct Shell {
    /// The language of the page; templates call it `t`.
    pub(super) lang: Language,
    /// The page's title.
    pub(super) title: String,
    /// The token of its forms.
    pub(super) csrf: String,
    /// What lets its scripts run.
    pub(super) nonce: String,
    /// Whether a session's cookie is there.
    pub(super) signed_in: bool,
    /// Whether the nation is synthetic.
    pub(super) sandbox: bool,
    /// What to call.
    pub(super) hotline: String,
    /// The page's own address, to come back to after a change of language.
    pub(super) target: String,
    /// Origins outside the house to which a form of this page may lead in the end.
    pub(super) destinations: Vec<String>,
    /// Origins outside the house that this page frames.
    pub(super) frames: Vec<String>,
}

impl Shell {
    /// The shell of a page for this browser.
    pub(super) fn new(browser: &Browser, provider: &Provider, title: impl Into<String>) -> Self {
        Self {
            lang: browser.language,
            title: title.into(),
            csrf: form::token(browser, provider),
            nonce: browser.nonce.clone(),
            signed_in: browser.session.is_some(),
            sandbox: provider.config.sandbox,
            hotline: provider.config.hotline.clone(),
            target: form_urlencoded::byte_serialize(browser.target.as_bytes()).collect(),
            destinations: Vec::new(),
            frames: Vec::new(),
        }
    }

    /// Lets forms of this page lead to that origin: browsers apply `form-action` to redirects after a POST too (CS04).
    #[must_use]
    pub(super) fn leading_to(mut self, origin: impl Into<String>) -> Self {
        self.destinations.push(origin.into());
        self
    }

    /// Lets the page frame that origin.
    #[must_use]
    pub(super) fn framing(mut self, origin: &str) -> Self {
        if !self.frames.iter().any(|framed| framed == origin) {
            self.frames.push(origin.to_owned());
        }
        self
    }

    /// The path of an asset.
    pub(super) fn asset(&self, file: &str) -> String {
        asset::path(file)
    }

    fn policy(&self) -> String {
        let destinations: String = self.destinations.iter().map(|origin| format!(" {origin}")).collect();
        let frames =
            if self.frames.is_empty() { String::new() } else { format!("frame-src {}; ", self.frames.join(" ")) };
        format!(
            "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; connect-src 'self'; \
             media-src 'self' blob:; manifest-src 'self'; worker-src 'self'; script-src 'nonce-{}'; form-action 'self'{destinations}; \
             {frames}frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types worker",
            self.nonce
        )
    }
}

/// A page: a template with a shell.
pub(super) trait Page: Template {
    /// What is around it.
    fn shell(&self) -> &Shell;
}

/// The page as an answer.
pub(super) fn page(status: StatusCode, shown: &impl Page) -> Response {
    let html = match shown.render() {
        Ok(html) => html,
        Err(error) => return Failure::from(Fault::caused("a page could not be written", error)).into_response(),
    };
    let asks_for_passkey = html.contains(PASSKEY_FORM);
    let mut response = (status, Html(html)).into_response();
    if asks_for_passkey {
        response.extensions_mut().insert(AsksForPasskey);
    }
    let headers = response.headers_mut();
    if let Ok(policy) = HeaderValue::from_str(&shown.shell().policy()) {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(shown.shell().lang.tag()));
    response
}

/// What no text of anybody's can be, since quotes are escaped.
const PASSKEY_FORM: &str = " data-passkey=\"";
