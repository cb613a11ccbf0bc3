//! The counter's page to lock the account of somebody who is there.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::flow::lock_present;
use crate::flow::measure::Refusal;
use crate::identity::officer::{Action, Module, Officer};
use crate::provider::Provider;
use crate::web::answer::too_many;
use crate::web::browser::Browser;
use crate::web::error::{Failure, PageError};
use crate::web::extract::{Now, OnDuty};
use crate::web::form::Posted;
use crate::web::mistakes::Mistakes;
use crate::web::office::desk::{Desk, Place};
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "office/lock_present.html")]
struct LockPresentPage {
    shell: Shell,
    desk: Desk,
    mistakes: Mistakes,
    number: String,
    is_done: bool,
}

impl Page for LockPresentPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The form.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
) -> Result<Response, Failure> {
    if !officer.may(Module::Lock, Action::Receive) {
        return Err(PageError::Forbidden.into());
    }
    Ok(drawn(StatusCode::OK, Mistakes::default(), "", false, &officer, &browser, &provider))
}

/// Locks it.
pub(in crate::web) async fn submit(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let (t, number) = (browser.language, fields.typed(NUMBER));
    let words = match lock_present::lock(number, &officer, &provider, now).await {
        // Whose it was does not stay on the page.
        Ok(()) => return Ok(drawn(StatusCode::OK, Mistakes::default(), "", true, &officer, &browser, &provider)),
        Err(Refusal::NotANumber) => t.office_number_wrong(),
        Err(Refusal::NotPossible) => t.lock_present_not_possible(),
        Err(Refusal::NotRecognised) => t.measure_not_recognised(),
        Err(Refusal::TooMany(until)) => return Ok(too_many(until, now)),
        Err(Refusal::Fault(fault)) => return Err(fault.into()),
        Err(_) => return Err(PageError::Forbidden.into()),
    };
    let mut mistakes = Mistakes::default();
    mistakes.add(NUMBER, words);
    Ok(drawn(StatusCode::UNPROCESSABLE_ENTITY, mistakes, number, false, &officer, &browser, &provider))
}

fn drawn(
    status: StatusCode,
    mistakes: Mistakes,
    number: &str,
    is_done: bool,
    officer: &Officer,
    browser: &Browser,
    provider: &Provider,
) -> Response {
    let t = browser.language;
    let shown = LockPresentPage {
        shell: Shell::new(browser, provider, t.lock_present_title()),
        desk: Desk::new(officer, Place::Measures, t),
        mistakes,
        number: number.to_owned(),
        is_done,
    };
    page(status, &shown)
}

const NUMBER: &str = "personal_id_number";
