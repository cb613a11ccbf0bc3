//! A person stands at the counter: the officer types the number from the card, and nothing is looked for but that person.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::flow::prove::Refusal;
use crate::flow::receive;
use crate::identity::officer::{Action, Module, Officer};
use crate::provider::Provider;
use crate::web::answer::too_many;
use crate::web::browser::Browser;
use crate::web::error::{Failure, PageError};
use crate::web::extract::{Now, OnDuty};
use crate::web::form::Posted;
use crate::web::office::desk::{Desk, Place};
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "office/new_case.html")]
struct NewCasePage {
    shell: Shell,
    desk: Desk,
    number: String,
    may_go_on: bool,
    wrong: Option<String>,
}

impl Page for NewCasePage {
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
    if !officer.may(Module::Account, Action::Receive) {
        return Err(PageError::Forbidden.into());
    }
    Ok(form(StatusCode::OK, "", None, &officer, &browser, &provider))
}

/// Opens the case.
pub(in crate::web) async fn submit(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let (t, number) = (browser.language, fields.typed("personal_id_number"));
    let again = |wrong| form(StatusCode::UNPROCESSABLE_ENTITY, number, Some(wrong), &officer, &browser, &provider);
    let opened = match fields.typed("what") {
        "again" => receive::open_to_prove_again(number, &officer, &provider, now).await,
        "documents" => receive::open_for_originals(number, &officer, &provider, now).await,
        what => receive::open(number, what != "receive", &officer, &provider, now).await,
    };
    match opened {
        Ok(id) => Ok(Redirect::to(&format!("/office/case/{id}")).into_response()),
        Err(Refusal::NotANumber) => Ok(again(t.office_number_wrong())),
        Err(Refusal::NotPossible | Refusal::NoSuchCase) => Ok(again(t.office_not_possible())),
        Err(Refusal::PassportExpired) => Ok(again(t.office_passport_expired())),
        Err(Refusal::StayEnded) => Ok(again(t.office_stay_ended())),
        Err(Refusal::TooMany(until)) => Ok(too_many(until, now)),
        Err(Refusal::Fault(fault)) => Err(fault.into()),
        Err(_) => Err(PageError::Forbidden.into()),
    }
}

fn form(
    status: StatusCode,
    number: &str,
    wrong: Option<String>,
    officer: &Officer,
    browser: &Browser,
    provider: &Provider,
) -> Response {
    let t = browser.language;
    let shown = NewCasePage {
        shell: Shell::new(browser, provider, t.office_receive()),
        desk: Desk::new(officer, Place::NewCase, t),
        number: number.to_owned(),
        may_go_on: officer.may(Module::Account, Action::Process),
        wrong,
    };
    page(status, &shown)
}
