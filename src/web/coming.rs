//! Why somebody comes to a page of sign-in: for a party's request, or on the way to a page of ours.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};

use crate::flow::authorize::{self, Open};
use crate::oauth::params::Params;
use crate::provider::Provider;
use crate::secret::RequestId;
use crate::web::answer::answered;
use crate::web::browser::Browser;
use crate::web::error::{Failure, PageError};
use crate::web::extract::Now;
use crate::web::page::language::own_path;

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

/// The party's request that a page stands in; without one there is no such page.
#[derive(Debug)]
pub(super) struct InRequest(pub(super) Box<Open>);

impl Coming {
    /// A word of the address.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name)
    }
}

impl FromRequestParts<Provider> for Coming {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &Provider) -> Result<Self, Failure> {
        let query = parts.uri.query().unwrap_or_default();
        Params::parse(query.as_bytes()).map(Self).map_err(|_| PageError::Unreadable.into())
    }
}

impl FromRequestParts<Provider> for Onward {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, provider: &Provider) -> Result<Self, Response> {
        onward(parts, provider).await.map_err(IntoResponse::into_response)?
    }
}

impl FromRequestParts<Provider> for InRequest {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, provider: &Provider) -> Result<Self, Response> {
        match Onward::from_request_parts(parts, provider).await? {
            Onward::Request(open) => Ok(Self(open)),
            Onward::Page(_) => Err(Failure::from(PageError::NotFound).into_response()),
        }
    }
}

/// Opens the request that is named, in this browser; or answers what the browser is to do instead.
async fn onward(parts: &mut Parts, provider: &Provider) -> Result<Result<Onward, Response>, Failure> {
    let coming = Coming::from_request_parts(parts, provider).await?;
    let browser = <Browser as FromRequestParts<Provider>>::from_request_parts(parts, provider).await?;
    let Ok(Now(now)) = Now::from_request_parts(parts, provider).await;
    let Some(request) = coming.get("request") else {
        let back = coming.get("back").map_or_else(|| HOME.to_owned(), own_path);
        return Ok(Ok(Onward::Page(back)));
    };
    match authorize::open(&RequestId::from_text(request), &browser.token, provider, now).await? {
        Ok(open) => Ok(Ok(Onward::Request(Box::new(open)))),
        Err(outcome) => answered(outcome, &browser, provider).map(Err),
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

    /// The same for the next page of sign-in, as a query.
    pub(super) fn query(&self) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        match self {
            Self::Request(open) => query.append_pair("request", open.kept.id.as_str()),
            Self::Page(page) => query.append_pair("back", page),
        };
        query.finish()
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
