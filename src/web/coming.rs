//! Why somebody comes to a page of sign-in: for a party's request, or on the way to a page of ours.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use crate::clock::Timestamp;
use crate::flow::authorize::{self, Open};
use crate::oauth::params::Params;
use crate::provider::Provider;
use crate::secret::RequestId;
use crate::web::answer::answered;
use crate::web::browser::Browser;
use crate::web::error::{Failure, PageError};
use crate::web::page::language::own_path;

use axum::response::Response;

/// What the address of the page says.
#[derive(Clone, Debug)]
pub(super) struct Coming(Params);

/// Where the person goes afterwards.
#[derive(Clone, Debug)]
pub(super) enum Onward {
    /// On with a party's request.
    Request(Box<Open>),
    /// To a page of ours.
    Page(String),
}

impl FromRequestParts<Provider> for Coming {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &Provider) -> Result<Self, Failure> {
        let query = parts.uri.query().unwrap_or_default();
        Params::parse(query.as_bytes()).map(Self).map_err(|_| PageError::Unreadable.into())
    }
}

impl Coming {
    /// Opens the request that is named, in this browser; or answers what the browser is to do instead.
    pub(super) async fn onward(
        &self,
        browser: &Browser,
        provider: &Provider,
        now: Timestamp,
    ) -> Result<Result<Onward, Response>, Failure> {
        let Some(request) = self.0.get("request") else {
            let back = self.0.get("back").map_or_else(|| HOME.to_owned(), own_path);
            return Ok(Ok(Onward::Page(back)));
        };
        match authorize::open(&RequestId::from_text(request), &browser.token, provider, now).await? {
            Ok(open) => Ok(Ok(Onward::Request(Box::new(open)))),
            Err(outcome) => answered(outcome, browser, provider).map(Err),
        }
    }

    /// The request that must be named: for pages that stand only in one.
    pub(super) async fn request(
        &self,
        browser: &Browser,
        provider: &Provider,
        now: Timestamp,
    ) -> Result<Result<Box<Open>, Response>, Failure> {
        Ok(match self.onward(browser, provider, now).await? {
            Ok(Onward::Request(open)) => Ok(open),
            Ok(Onward::Page(_)) => return Err(PageError::NotFound.into()),
            Err(response) => Err(response),
        })
    }

    /// Another word of the address.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name)
    }
}

impl Onward {
    /// The request, when it is one.
    pub(super) fn open(&self) -> Option<&Open> {
        match self {
            Self::Request(open) => Some(open),
            Self::Page(_) => None,
        }
    }

    /// The address to go to.
    pub(super) fn address(&self) -> String {
        match self {
            Self::Request(open) => authorize::onward(open),
            Self::Page(page) => page.clone(),
        }
    }
}

/// Where somebody goes who came for nothing else.
const HOME: &str = "/account";
