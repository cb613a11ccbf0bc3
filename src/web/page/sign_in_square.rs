//! The page of the browser that waits: a square for the wallet on another device, renewed each second, and the number that
//! is typed there.

use askama::Template;
use axum::Json;
use axum::extract::{Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use serde_json::json;

use crate::clock::Timestamp;
use crate::flow::sign_in_square::{self, Shown, Waiting};
use crate::limits;
use crate::oauth::session::Device;
use crate::provider::Provider;
use crate::secret::SignInSquareId;
use crate::wallet::sign_in_square::State as Stands;
use crate::web::answer::{signed_in, too_many};
use crate::web::browser::Browser;
use crate::web::coming::Onward;
use crate::web::error::{Failure, PageError};
use crate::web::extract::{Now, SignedIn};
use crate::web::form::Posted;
use crate::web::page::asking::Asking;
use crate::web::qr;
use crate::web::shell::{Page, Shell, page};

/// Which square is meant.
#[derive(Debug, Deserialize)]
pub(in crate::web) struct Which {
    #[serde(default)]
    shown: String,
}

#[derive(Template)]
#[template(path = "page/sign_in_square.html")]
struct SignInSquare {
    shell: Shell,
    asking: Option<Asking>,
    id: String,
    state: &'static str,
    code: String,
    number: u8,
    left: i64,
    renewed: i64,
    onward: String,
}

impl Page for SignInSquare {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// Begins a square, and shows it.
pub(in crate::web) async fn begin(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    onward: Onward,
    Posted(_): Posted,
) -> Result<Response, Failure> {
    let address = browser.counted_address();
    let party = onward.open().map(|open| &open.party.client_id);
    let device = browser.device(&provider);
    match sign_in_square::begin(waiting(&browser, &device, &address), party, &provider, now).await? {
        Ok(id) => Ok(Redirect::to(&format!("{PATH}?shown={id}&{}", onward.query())).into_response()),
        Err(until) => Ok(too_many(until, now)),
    }
}

/// The square, or what has become of it; an approval is taken up here, once.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    session: Option<SignedIn>,
    onward: Onward,
    Query(which): Query<Which>,
) -> Result<Response, Failure> {
    let shown = find(&which, &browser, &provider, now).await?;
    let session = session.map(|SignedIn(session)| session);
    match (shown.state, &session) {
        (Stands::Approved, _) => {
            let address = browser.counted_address();
            let device = browser.device(&provider);
            let waiting = waiting(&browser, &device, &address);
            match sign_in_square::redeem(&shown.facts, waiting, session.as_ref(), &provider, now).await? {
                Some(cookie) => Ok(signed_in(&cookie, &onward.address(), &provider)),
                None => Ok(drawn(&Shown { state: Stands::Expired, ..shown }, &onward, &browser, &provider, now)),
            }
        }
        // Two tabs of one browser, or the way back: it is in.
        (Stands::Redeemed, Some(_)) => Ok(Redirect::to(&onward.address()).into_response()),
        _ => Ok(drawn(&shown, &onward, &browser, &provider, now)),
    }
}

/// What the waiting page asks: where the square stands, and the seconds left.
pub(in crate::web) async fn state(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    Query(which): Query<Which>,
) -> Result<Response, Failure> {
    let shown = find(&which, &browser, &provider, now).await?;
    Ok(Json(json!({ "state": shown.state.as_str(), "left": left(&shown, now) })).into_response())
}

/// The picture of this second, as SVG.
pub(in crate::web) async fn svg(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    Query(which): Query<Which>,
) -> Result<Response, Failure> {
    let text = text(&which, &browser, &provider, now).await?;
    Ok(([(header::CONTENT_TYPE, "image/svg+xml")], qr::svg(&text)?).into_response())
}

/// The same as PNG.
pub(in crate::web) async fn png(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    Query(which): Query<Which>,
) -> Result<Response, Failure> {
    let text = text(&which, &browser, &provider, now).await?;
    Ok(([(header::CONTENT_TYPE, "image/png")], qr::png(&text)?).into_response())
}

/// There is a picture of a square that waits to be opened, and of no other.
async fn text(which: &Which, browser: &Browser, provider: &Provider, now: Timestamp) -> Result<String, Failure> {
    let shown = find(which, browser, provider, now).await?;
    if shown.state != Stands::Live {
        return Err(PageError::NotFound.into());
    }
    Ok(sign_in_square::address(&shown.facts, provider, now)?)
}

/// The square that this browser shows; of any other it learns not even that there is one (XD01).
async fn find(which: &Which, browser: &Browser, provider: &Provider, now: Timestamp) -> Result<Shown, Failure> {
    let id = SignInSquareId::from_text(which.shown.as_str());
    let shown = sign_in_square::shown(&id, &browser.token, provider, now).await?;
    Ok(shown.ok_or(PageError::NotFound)?)
}

fn drawn(shown: &Shown, onward: &Onward, browser: &Browser, provider: &Provider, now: Timestamp) -> Response {
    let t = browser.language;
    let square = SignInSquare {
        shell: Shell::new(browser, provider, t.sign_in_square_title()),
        asking: onward.open().map(|open| Asking::of(open, t)),
        id: shown.facts.id.as_str().to_owned(),
        state: shown.state.as_str(),
        code: shown.code.grouped(),
        number: shown.number,
        left: left(shown, now),
        renewed: limits::SIGN_IN_PICTURE_RENEWED.get(),
        onward: onward.query(),
    };
    page(StatusCode::OK, &square)
}

fn left(shown: &Shown, now: Timestamp) -> i64 {
    shown.facts.expires_at.since(now).get().max(0)
}

fn waiting<'a>(browser: &'a Browser, device: &'a Device, address: &'a str) -> Waiting<'a> {
    Waiting { browser: &browser.token, device, address }
}

const PATH: &str = "/sign-in/square";
