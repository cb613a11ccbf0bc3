//! Codes on paper: a sheet made, shown once to be printed or written down, renewed, cancelled. Each needs a fresh second factor.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::clock::Timestamp;
use crate::flow::paper_code::{self, Refusal};
use crate::flow::second_factor;
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::web::answer::too_many;
use crate::web::browser::Browser;
use crate::web::error::Failure;
use crate::web::extract::{Now, SignedIn};
use crate::web::form::Posted;
use crate::web::page::claim;
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "page/paper_codes.html")]
struct PaperCodesPage {
    shell: Shell,
    /// When the sheet was made, and how many of its codes are left.
    sheet: Option<(String, i64)>,
}

impl Page for PaperCodesPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

#[derive(Template)]
#[template(path = "page/paper_sheet.html")]
struct PaperSheet {
    shell: Shell,
    made: String,
    codes: Vec<String>,
}

impl Page for PaperSheet {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// How many are left, and what can be done.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    SignedIn(session): SignedIn,
) -> Result<Response, Failure> {
    if let Some(step_up) = step_up(&session, now) {
        return Ok(step_up);
    }
    let sheet = paper_code::sheet(&session, &provider).await?;
    let sheet = sheet.map(|sheet| (claim::day(sheet.made_at), sheet.left));
    let shell = Shell::new(&browser, &provider, browser.language.paper_title());
    Ok(page(StatusCode::OK, &PaperCodesPage { shell, sheet }))
}

/// Makes a sheet or cancels it.
pub(in crate::web) async fn submit(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    SignedIn(session): SignedIn,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    if let Some(step_up) = step_up(&session, now) {
        return Ok(step_up);
    }
    let keeps = fields.has("keep");
    if fields.get("action") == Some("remove") {
        paper_code::remove(keeps, &session, &provider, now).await?;
        return Ok(Redirect::to(PATH).into_response());
    }
    match paper_code::make(keeps, &session, &provider, now).await? {
        // In the answer itself and nowhere else: no address shows the codes a second time.
        Ok(codes) => {
            let codes = codes.iter().map(crate::identity::paper_code::PaperCode::printed).collect();
            let shell = Shell::new(&browser, &provider, browser.language.paper_title());
            Ok(page(StatusCode::OK, &PaperSheet { shell, made: claim::day(now), codes }))
        }
        Err(Refusal::TooMany(until)) => Ok(too_many(until, now)),
        Err(Refusal::SessionEnded) => Ok(Redirect::to(PATH).into_response()),
    }
}

fn step_up(session: &SessionFacts, now: Timestamp) -> Option<Response> {
    let is_fresh = second_factor::is_fresh(session, now);
    (!is_fresh).then(|| Redirect::to("/sign-in/code?back=%2Faccount%2Fpaper-codes").into_response())
}

const PATH: &str = "/account/paper-codes";
