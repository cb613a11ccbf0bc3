//! The square of an organisation as people meet it: what an ordinary camera finds, the picture to be printed, and the wallet's
//! page on which it is opened (scanned or typed at `wallet_scan`).

use askama::Template;
use axum::extract::{Path, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::clock::Timestamp;
use crate::flow::organisation_square::{self, Offered};
use crate::flow::who;
use crate::identity::language::Language;
use crate::provider::Provider;
use crate::wallet::organisation_square::Refusal;
use crate::web::answer::come_back;
use crate::web::browser::Browser;
use crate::web::error::{Failure, PageError};
use crate::web::extract::{Now, SignedIn};
use crate::web::form::Posted;
use crate::web::page::asking::Asking;
use crate::web::page::wallet_scan;
use crate::web::qr;
use crate::web::shell::{Page, Shell, page};
use crate::web::words::{self, Labelled};

#[derive(Template)]
#[template(path = "page/organisation_square.html")]
struct OrganisationSquare {
    shell: Shell,
    asking: Asking,
    name: String,
    code: String,
    place: String,
    fields: Vec<(Labelled, String)>,
    refused: Option<String>,
    word: &'static str,
    in_wallet: bool,
}

impl Page for OrganisationSquare {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// What an ordinary camera finds: who asks, where and for what. It opens nothing and asks nobody.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    browser: Browser,
    Now(now): Now,
    Path(name): Path<String>,
) -> Result<Response, Failure> {
    offered(&name, false, &browser, &provider, now).await
}

/// The picture as SVG, to be printed.
pub(in crate::web) async fn svg(
    State(provider): State<Provider>,
    Path(name): Path<String>,
) -> Result<Response, Failure> {
    let text = text(&name, &provider).await?;
    let name = HeaderValue::from_static("attachment; filename=\"square.svg\"");
    Ok((
        [(header::CONTENT_TYPE, HeaderValue::from_static("image/svg+xml")), (header::CONTENT_DISPOSITION, name)],
        qr::svg(&text)?,
    )
        .into_response())
}

/// The same as PNG.
pub(in crate::web) async fn png(
    State(provider): State<Provider>,
    Path(name): Path<String>,
) -> Result<Response, Failure> {
    let text = text(&name, &provider).await?;
    let name = HeaderValue::from_static("attachment; filename=\"square.png\"");
    Ok((
        [(header::CONTENT_TYPE, HeaderValue::from_static("image/png")), (header::CONTENT_DISPOSITION, name)],
        qr::png(&text)?,
    )
        .into_response())
}

/// Who asks, in the wallet, before anybody is asked.
pub(in crate::web) async fn ask(
    State(provider): State<Provider>,
    browser: Browser,
    SignedIn(_): SignedIn,
    Now(now): Now,
    Path(name): Path<String>,
) -> Result<Response, Failure> {
    offered(&name, true, &browser, &provider, now).await
}

/// The person wants to be asked: on to the question, field by field.
pub(in crate::web) async fn open(
    State(provider): State<Provider>,
    browser: Browser,
    SignedIn(session): SignedIn,
    Now(now): Now,
    Path(name): Path<String>,
    Posted(_): Posted,
) -> Result<Response, Failure> {
    match organisation_square::open(&session, &name, &provider, now).await? {
        Ok(_) => Ok(Redirect::to("/wallet/requests").into_response()),
        Err(refusal) => Ok(refused(refusal, &browser, &provider, now)),
    }
}

async fn offered(
    name: &str,
    in_wallet: bool,
    browser: &Browser,
    provider: &Provider,
    now: Timestamp,
) -> Result<Response, Failure> {
    let t = browser.language;
    let Some(Offered { facts, party, name, code }) = organisation_square::offered(name, provider).await? else {
        return if in_wallet {
            Ok(refused(Refusal::Unknown, browser, provider, now))
        } else {
            Err(PageError::NotFound.into())
        };
    };
    let refusal = facts.may_open(now).err();
    let wanted = facts.fields.and(&organisation_square::registered(&party));
    let fixed = who::party(&party).fixed;
    let reason = |field| organisation_square::purpose(&party, field, t).unwrap_or_default();
    let shown = OrganisationSquare {
        shell: Shell::new(browser, provider, t.organisation_square_title()),
        asking: Asking::party(&party, t),
        name: name.write(),
        code,
        place: facts.place.clone(),
        fields: wanted.iter().map(|field| (Labelled::asked(field, &fixed, t), reason(field))).collect(),
        word: refusal.map_or("standing", |refusal| spoken(refusal).1),
        refused: refusal.map(|refusal| why(refusal, t)),
        in_wallet,
    };
    let status = refusal.map_or(StatusCode::OK, |refusal| spoken(refusal).0);
    Ok(page(status, &shown))
}

/// The picture of a square that can be opened; of any other there is none to print.
async fn text(name: &str, provider: &Provider) -> Result<String, Failure> {
    let offered = organisation_square::offered(name, provider).await?;
    let standing = offered.filter(|offered| offered.facts.revoked_at.is_none() && offered.facts.is_served);
    Ok(organisation_square::address(&standing.ok_or(PageError::NotFound)?.name, provider))
}

/// Why an organisation's square opens nothing, on the page where it was scanned.
pub(super) fn refused(refusal: Refusal, browser: &Browser, provider: &Provider, now: Timestamp) -> Response {
    let (status, word) = spoken(refusal);
    let mut response = wallet_scan::told(status, Some(why(refusal, browser.language)), word, browser, provider);
    if let Refusal::TooMany(until) = refusal {
        come_back(&mut response, until, now);
    }
    response
}

fn spoken(refusal: Refusal) -> (StatusCode, &'static str) {
    match refusal {
        Refusal::Unknown => (StatusCode::UNPROCESSABLE_ENTITY, "unknown"),
        Refusal::AnotherKind => (StatusCode::UNPROCESSABLE_ENTITY, "another_kind"),
        Refusal::Revoked => (StatusCode::GONE, "revoked"),
        Refusal::Expired => (StatusCode::GONE, "expired"),
        Refusal::Spent => (StatusCode::CONFLICT, "spent"),
        Refusal::NothingToShow => (StatusCode::CONFLICT, "nothing_to_show"),
        Refusal::Frozen => (StatusCode::CONFLICT, "frozen"),
        Refusal::Restrained(_) => (StatusCode::CONFLICT, "restrained"),
        Refusal::ProofedLongAgo => (StatusCode::CONFLICT, "proofed_long_ago"),
        Refusal::NoLonger => (StatusCode::CONFLICT, "no_longer"),
        Refusal::TooMany(_) => (StatusCode::TOO_MANY_REQUESTS, "too_many"),
    }
}

fn why(refusal: Refusal, t: Language) -> String {
    match refusal {
        Refusal::Unknown => t.organisation_refused_unknown(),
        Refusal::AnotherKind => t.organisation_refused_another_kind(),
        Refusal::Revoked => t.organisation_refused_revoked(),
        Refusal::Expired => t.organisation_refused_expired(),
        Refusal::Spent => t.organisation_refused_spent(),
        Refusal::NothingToShow => t.organisation_refused_nothing(),
        Refusal::Frozen => t.organisation_refused_frozen(),
        Refusal::Restrained(until) => t.organisation_refused_restrained(words::moment(until)),
        Refusal::ProofedLongAgo => t.organisation_refused_proofed_long_ago(),
        Refusal::NoLonger => t.organisation_refused_no_longer(),
        Refusal::TooMany(until) => t.organisation_refused_too_many(words::moment(until)),
    }
}

/// Where the wallet shows who asks, by the name in the square.
pub(super) const PATH: &str = "/wallet/organisation";
