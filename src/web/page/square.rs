//! The square on the holder's screen: made, counted down, renewed, and who scanned it.

use askama::Template;
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use serde_json::json;

use crate::clock::Timestamp;
use crate::flow::present::{self, Shown};
use crate::identity::language::Language;
use crate::limits;
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::secret::{DependantId, PresentationId};
use crate::wallet::awaited::Awaited;
use crate::wallet::field::Fields;
use crate::wallet::presentation::{Kind, Refusal, State as Stands};
use crate::web::answer::come_back;
use crate::web::browser::Browser;
use crate::web::error::{Failure, PageError};
use crate::web::extract::{Now, SignedIn};
use crate::web::form::Posted;
use crate::web::page::dependant::none as no_dependant;
use crate::web::page::dependants::{PATH, two_factors};
use crate::web::shell::{Page, Shell, page};
use crate::web::{qr, stream, words};

/// Which square is meant: one that was made, or the live one of a kind.
#[derive(Debug, Deserialize)]
pub(in crate::web) struct Which {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    shown: String,
}

impl Which {
    fn kind(&self) -> Result<Kind, PageError> {
        if self.kind.is_empty() {
            Ok(Kind::Verification)
        } else {
            Kind::of_holder(&self.kind).ok_or(PageError::NotFound)
        }
    }
}

#[derive(Template)]
#[template(path = "page/square.html")]
struct Square {
    shell: Shell,
    kind: &'static str,
    id: String,
    state: &'static str,
    left: i64,
    life: i64,
    fields: String,
    scanned: String,
    receipt: bool,
    in_name_of: bool,
    refused: Option<String>,
}

impl Page for Square {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The square, or what has become of it. Without one that lives a verification square is made, because who opens the page
/// wants to show one; the page's own refreshing names the square and makes none (E04).
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    browser: Browser,
    SignedIn(session): SignedIn,
    Now(now): Now,
    headers: HeaderMap,
    Query(which): Query<Which>,
) -> Result<Response, Failure> {
    let found = match find(&which, &session, &headers, &provider, now).await? {
        Ok(Some(found)) => found,
        Ok(None) if which.kind()? == Kind::Sharing => return Ok(Redirect::to("/wallet/share").into_response()),
        Ok(None) => return Ok(page(StatusCode::OK, &empty(&browser, which.kind()?, None, &provider))),
        Err(refusal) => return Ok(refused(refusal, &browser, which.kind()?, &provider, now)),
    };
    let shown = present::shown(&session, &found, &provider, now).await?.ok_or(PageError::NotFound)?;
    if shown.state == Stands::Asked {
        return Ok(Redirect::to("/wallet/requests").into_response());
    }
    Ok(page(StatusCode::OK, &filled(&browser, &shown, &provider, now)))
}

/// Makes a square of that kind, with the fields of the one that it renews and in the name in which that one was shown.
pub(in crate::web) async fn make(
    State(provider): State<Provider>,
    browser: Browser,
    SignedIn(session): SignedIn,
    Now(now): Now,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    let kind = Kind::of_holder(form.typed("kind")).ok_or(PageError::Unreadable)?;
    let renewed = match form.get("renews") {
        Some(id) => {
            let renewed = present::shown(&session, &PresentationId::from_text(id), &provider, now).await?;
            Some(renewed.ok_or(PageError::NotFound)?.facts).filter(|facts| facts.kind == kind)
        }
        None => None,
    };
    let fields = renewed.as_ref().map(|facts| facts.fields.clone()).unwrap_or_default();
    let made = match renewed.and_then(|facts| facts.presenter) {
        Some(presenter) => present::mint_for(&session, &presenter.link, kind, &fields, &provider, now).await?,
        None => present::mint(&session, kind, &fields, &provider, now).await?,
    };
    match made {
        Ok(id) => Ok(Redirect::to(&format!("/wallet/qr?shown={id}")).into_response()),
        Err(refusal) => Ok(refused(refusal, &browser, kind, &provider, now)),
    }
}

/// Makes a verification square in a dependant's name.
pub(in crate::web) async fn make_for(
    State(provider): State<Provider>,
    browser: Browser,
    SignedIn(session): SignedIn,
    Now(now): Now,
    Path(id): Path<String>,
    Posted(_): Posted,
) -> Result<Response, Failure> {
    if let Some(step_up) = two_factors(&session, &format!("{PATH}/{id}")) {
        return Ok(step_up);
    }
    let (dependant, nothing) = (DependantId::from_text(id), Fields::default());
    match present::mint_for(&session, &dependant, Kind::Verification, &nothing, &provider, now).await? {
        Ok(id) => Ok(Redirect::to(&format!("/wallet/qr?shown={id}")).into_response()),
        Err(Refusal::NotTheirs) => Ok(no_dependant(&browser, &provider)),
        Err(refusal) => Ok(refused(refusal, &browser, Kind::Verification, &provider, now)),
    }
}

/// The square as SVG.
pub(in crate::web) async fn svg(
    State(provider): State<Provider>,
    SignedIn(session): SignedIn,
    Now(now): Now,
    headers: HeaderMap,
    Query(which): Query<Which>,
) -> Result<Response, Failure> {
    let text = text(&which, &session, &headers, &provider, now).await?;
    Ok(([(header::CONTENT_TYPE, "image/svg+xml")], qr::svg(&text)?).into_response())
}

/// The square as PNG.
pub(in crate::web) async fn png(
    State(provider): State<Provider>,
    SignedIn(session): SignedIn,
    Now(now): Now,
    headers: HeaderMap,
    Query(which): Query<Which>,
) -> Result<Response, Failure> {
    let text = text(&which, &session, &headers, &provider, now).await?;
    Ok(([(header::CONTENT_TYPE, "image/png")], qr::png(&text)?).into_response())
}

/// What a waiting page asks: where the square stands, and the seconds left.
pub(in crate::web) async fn state(
    State(provider): State<Provider>,
    SignedIn(session): SignedIn,
    Now(now): Now,
    Query(which): Query<Which>,
) -> Result<Response, Failure> {
    let id = PresentationId::from_text(which.shown.as_str());
    let shown = present::shown(&session, &id, &provider, now).await?.ok_or(PageError::NotFound)?;
    let left = shown.facts.expires_at.since(now).get().max(0);
    Ok(Json(json!({ "state": shown.state.as_str(), "left": left })).into_response())
}

/// Tells the page when the square may have changed.
pub(in crate::web) async fn changes(
    State(provider): State<Provider>,
    SignedIn(session): SignedIn,
    Now(now): Now,
    headers: HeaderMap,
    Query(which): Query<Which>,
) -> Result<Response, Failure> {
    let id = PresentationId::from_text(which.shown.as_str());
    let shown = present::shown(&session, &id, &provider, now).await?.ok_or(PageError::NotFound)?;
    Ok(stream::of(Awaited::Square(shown.facts.id), &session, &headers, &provider, now))
}

/// The square that is meant; makes one where the address names none and none lives.
async fn find(
    which: &Which,
    session: &SessionFacts,
    headers: &HeaderMap,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<Option<PresentationId>, Refusal>, Failure> {
    if !which.shown.is_empty() {
        return Ok(Ok(Some(PresentationId::from_text(which.shown.as_str()))));
    }
    let kind = which.kind()?;
    if let Some(live) = present::live(session, kind, provider, now).await? {
        return Ok(Ok(Some(live.id)));
    }
    // A link on another site may bring a person here and may not make a square for them (CS01).
    let from_elsewhere = headers.get("sec-fetch-site").is_some_and(|site| site == "cross-site");
    if kind == Kind::Sharing || from_elsewhere {
        return Ok(Ok(None));
    }
    Ok(present::mint(session, kind, &Fields::default(), provider, now).await?.map(Some))
}

/// The text of a live square; there is no picture of any other.
async fn text(
    which: &Which,
    session: &SessionFacts,
    headers: &HeaderMap,
    provider: &Provider,
    now: Timestamp,
) -> Result<String, Failure> {
    let found = find(which, session, headers, provider, now).await?;
    let id = found.map_err(|_| PageError::Forbidden)?.ok_or(PageError::NotFound)?;
    let shown = present::shown(session, &id, provider, now).await?;
    let live = shown.filter(|shown| shown.state == Stands::Live).ok_or(PageError::NotFound)?;
    Ok(present::token(&live.facts, provider, now)?)
}

fn filled(browser: &Browser, shown: &Shown, provider: &Provider, now: Timestamp) -> Square {
    let (t, facts) = (browser.language, &shown.facts);
    let scanned = match (&shown.scanner, facts.scanned_at) {
        (Some(scanner), Some(at)) => {
            let who = if scanner.title.is_empty() { String::new() } else { format!("{} ", scanner.title) };
            t.square_scanned(format!("{who}{}", words::asker(scanner)), words::time(at))
        }
        _ => String::new(),
    };
    Square {
        id: facts.id.as_str().to_owned(),
        state: shown.state.as_str(),
        left: facts.expires_at.since(now).get().clamp(0, limits::PRESENTATION.get()),
        fields: words::labels(facts.fields.iter(), t),
        scanned,
        receipt: shown.state == Stands::Allowed && shown.ask.is_some(),
        in_name_of: facts.presenter.is_some(),
        ..empty(browser, facts.kind, None, provider)
    }
}

fn empty(browser: &Browser, kind: Kind, refused: Option<String>, provider: &Provider) -> Square {
    let t = browser.language;
    let title = match kind {
        Kind::Verification => t.square_title(),
        Kind::Sharing => t.square_sharing_title(),
        Kind::Organisation => t.organisation_square_title(),
    };
    Square {
        shell: Shell::new(browser, provider, title),
        kind: kind.as_str(),
        id: String::new(),
        state: "none",
        left: 0,
        life: limits::PRESENTATION.get(),
        fields: String::new(),
        scanned: String::new(),
        receipt: false,
        in_name_of: false,
        refused,
    }
}

/// Why there is no square, on the page where it would be.
pub(super) fn refused(
    refusal: Refusal,
    browser: &Browser,
    kind: Kind,
    provider: &Provider,
    now: Timestamp,
) -> Response {
    let status = match refusal {
        Refusal::LevelTooLow | Refusal::NotTheirs => StatusCode::FORBIDDEN,
        Refusal::SwitchedOff | Refusal::CardNotValid | Refusal::NoLonger => StatusCode::CONFLICT,
        Refusal::NothingPicked | Refusal::FieldBeyondLevel => StatusCode::UNPROCESSABLE_ENTITY,
        Refusal::TooMany(_) => StatusCode::TOO_MANY_REQUESTS,
    };
    let mut response = page(status, &empty(browser, kind, Some(why(refusal, browser.language)), provider));
    if let Refusal::TooMany(until) = refusal {
        come_back(&mut response, until, now);
    }
    response
}

/// The words of a refusal.
pub(super) fn why(refusal: Refusal, t: Language) -> String {
    match refusal {
        Refusal::LevelTooLow => t.refusal_level(),
        Refusal::SwitchedOff => t.refusal_switched_off(),
        Refusal::NothingPicked => t.refusal_nothing_picked(),
        Refusal::FieldBeyondLevel => t.refusal_beyond_level(),
        Refusal::CardNotValid => t.refusal_card_not_valid(),
        Refusal::TooMany(until) => t.refusal_too_many(words::moment(until)),
        Refusal::NoLonger => t.refusal_no_longer(),
        Refusal::NotTheirs => t.no_dependant_lead(),
    }
}
