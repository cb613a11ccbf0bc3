//! An application for an organisation's account that came back to its applicant: what is lacking, and the form again.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::flow::apply_for_organisation::{Refusal, may_decide};
use crate::flow::supplement_organisation::{complete, waiting};
use crate::provider::Provider;
use crate::secret::ApplicationId;
use crate::web::browser::Browser;
use crate::web::error::{Failure, PageError};
use crate::web::extract::{Now, SignedIn};
use crate::web::form::Posted;
use crate::web::mistakes::Mistakes;
use crate::web::page::organisation_apply::{Typed, mistakes};
use crate::web::page::organisations::{self, last_day, step_up};
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "page/organisation_supplement.html")]
struct SupplementPage {
    shell: Shell,
    address: String,
    mistakes: Mistakes,
    typed: Typed,
    until: String,
    lacks: Vec<String>,
    guidance: String,
}

impl Page for SupplementPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// What is lacking, and the form as it was sent.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    SignedIn(session): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id = ApplicationId::from_text(id);
    match may_decide(&session, now) {
        Ok(()) => {}
        Err(Refusal::StepUp) => return Ok(step_up(&address(&id))),
        Err(_) => return Ok(Redirect::to(organisations::PATH).into_response()),
    }
    let (application, round) = waiting(&id, &session, &provider, now).await?.ok_or(PageError::NotFound)?;
    let t = browser.language;
    let shown = SupplementPage {
        shell: Shell::new(&browser, &provider, &application.declared.name),
        address: address(&id),
        mistakes: Mistakes::default(),
        typed: Typed::declared(application.declared),
        until: last_day(round.ends_at),
        lacks: round.lacks.iter().map(|lack| lack.words(t)).collect(),
        guidance: round.guidance.as_str().to_owned(),
    };
    Ok(page(StatusCode::OK, &shown))
}

/// Takes what was completed.
pub(in crate::web) async fn submit(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    SignedIn(session): SignedIn,
    Path(id): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let (t, id, typed) = (browser.language, ApplicationId::from_text(id), Typed::of(&fields));
    let wrong = match complete(&id, typed.form(), &session, &provider, now).await {
        Ok(()) => return Ok(Redirect::to(organisations::PATH).into_response()),
        Err(Refusal::Fields(wrong)) => wrong,
        Err(Refusal::StepUp) => return Ok(step_up(&address(&id))),
        Err(Refusal::Fault(fault)) => return Err(fault.into()),
        Err(_) => return Ok(Redirect::to(organisations::PATH).into_response()),
    };
    let (application, round) = waiting(&id, &session, &provider, now).await?.ok_or(PageError::NotFound)?;
    let before = Typed::declared(application.declared);
    let shown = SupplementPage {
        shell: Shell::new(&browser, &provider, &before.name),
        address: address(&id),
        mistakes: mistakes(wrong, t),
        typed: Typed { number: before.number, tax_code: before.tax_code, ..typed },
        until: last_day(round.ends_at),
        lacks: round.lacks.iter().map(|lack| lack.words(t)).collect(),
        guidance: round.guidance.as_str().to_owned(),
    };
    Ok(page(StatusCode::UNPROCESSABLE_ENTITY, &shown))
}

fn address(id: &ApplicationId) -> String {
    format!("{PATH}/{id}")
}

/// Before an application's id.
pub(super) const PATH: &str = "/organisations/applications";
