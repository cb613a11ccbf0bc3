//! The officer's page of contacts: opened with a number or from a case, the code shown once, ended when the call is over.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use crate::clock::Timestamp;
use crate::flow::contact::{self, Opened, Refusal};
use crate::identity::officer::{Action, Bar, Module, Officer};
use crate::identity::proofing::code;
use crate::provider::Provider;
use crate::secret::{CaseId, ContactId};
use crate::wallet::purpose::Purpose;
use crate::web::answer::too_many;
use crate::web::browser::Browser;
use crate::web::error::{Failure, PageError};
use crate::web::extract::{Now, OnDuty};
use crate::web::form::Posted;
use crate::web::mistakes::Mistakes;
use crate::web::office::desk::{Desk, Place};
use crate::web::page::contacts::Shown;
use crate::web::shell::{Page, Shell, page};
use crate::web::words;

/// From which case a contact is to be opened.
#[derive(Debug, Deserialize)]
pub(in crate::web) struct Which {
    #[serde(default)]
    case: String,
}

#[derive(Template)]
#[template(path = "office/contact.html")]
struct ContactPage {
    shell: Shell,
    desk: Desk,
    mistakes: Mistakes,
    number: String,
    /// The case's id, and what people call it; empty without one.
    case: String,
    case_code: String,
    purpose: String,
    purposes: Vec<(&'static str, String)>,
    opened: Option<Told>,
    /// Where the citizen checks.
    check_at: String,
    mine: Vec<Shown>,
}

/// What the officer reads out.
struct Told {
    code: String,
    until: String,
}

impl Page for ContactPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The form and the officer's open contacts.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Query(which): Query<Which>,
) -> Result<Response, Failure> {
    permitted(&officer)?;
    let blank = blank(&browser, &officer, &provider, now).await?;
    if which.case.is_empty() {
        return Ok(page(StatusCode::OK, &blank));
    }
    let id = CaseId::from_text(which.case.as_str());
    match contact::case_of(&id, &officer, &provider).await {
        Ok(_) => Ok(page(StatusCode::OK, &ContactPage { case_code: code(&id), case: which.case, ..blank })),
        Err(Refusal::Fault(fault)) => Err(fault.into()),
        Err(_) => Err(PageError::NotFound.into()),
    }
}

/// Opens a contact; its code is on this answer and nowhere else.
pub(in crate::web) async fn open(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    permitted(&officer)?;
    let (number, purpose) = (fields.typed("personal_id_number"), fields.typed("purpose"));
    let case = fields.get("case").filter(|case| !case.is_empty()).map(CaseId::from_text);
    let opened = contact::open((number, case.as_ref()), purpose, &officer, &provider, now).await;
    let (t, mut mistakes) = (browser.language, Mistakes::default());
    match opened {
        Ok(opened) => {
            let blank = blank(&browser, &officer, &provider, now).await?;
            return Ok(page(StatusCode::OK, &ContactPage { opened: Some(told(&opened)), ..blank }));
        }
        Err(Refusal::NotANumber) => mistakes.add("personal_id_number", t.office_number_wrong()),
        Err(Refusal::NoPurpose) => mistakes.add("purpose", t.office_contact_purpose_missing()),
        Err(Refusal::Barred(Bar::OwnAccount)) => mistakes.add("personal_id_number", t.office_contact_own()),
        Err(Refusal::Barred(_)) => return Err(PageError::Forbidden.into()),
        Err(Refusal::NoSuchCase) => return Err(PageError::NotFound.into()),
        Err(Refusal::TooMany(until)) => return Ok(too_many(until, now)),
        Err(Refusal::Fault(fault)) => return Err(fault.into()),
    }
    let shown = ContactPage {
        mistakes,
        number: number.to_owned(),
        purpose: purpose.to_owned(),
        case_code: case.as_ref().map(code).unwrap_or_default(),
        case: case.map(|case| case.to_string()).unwrap_or_default(),
        ..blank(&browser, &officer, &provider, now).await?
    };
    Ok(page(StatusCode::UNPROCESSABLE_ENTITY, &shown))
}

/// Ends one.
pub(in crate::web) async fn end(
    State(provider): State<Provider>,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Path(id): Path<String>,
    Posted(_): Posted,
) -> Result<Response, Failure> {
    permitted(&officer)?;
    contact::end(&ContactId::from_text(id), &officer, &provider, now).await?;
    Ok(Redirect::to("/office/contact").into_response())
}

fn permitted(officer: &Officer) -> Result<(), PageError> {
    if officer.may(Module::Contact, Action::Add) { Ok(()) } else { Err(PageError::Forbidden) }
}

async fn blank(
    browser: &Browser,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<ContactPage, Failure> {
    let t = browser.language;
    let mine = contact::of_officer(officer, provider, now).await?;
    let origin = provider.config.origin();
    Ok(ContactPage {
        shell: Shell::new(browser, provider, t.office_contact_title()),
        desk: Desk::new(officer, Place::Contact, t),
        mistakes: Mistakes::default(),
        number: String::new(),
        case: String::new(),
        case_code: String::new(),
        purpose: String::new(),
        purposes: Purpose::OF_OFFICERS.iter().map(|purpose| (purpose.as_str(), purpose.words(t))).collect(),
        opened: None,
        check_at: format!("{}/officer", origin.split_once("://").map_or(origin, |(_, host)| host)),
        mine: mine.iter().map(|contact| Shown::of(contact, now, t)).collect(),
    })
}

/// In two groups of three, as it is read out.
fn told(opened: &Opened) -> Told {
    let digits = opened.code.expose();
    let (one, two) = digits.split_at_checked(digits.len() / 2).unwrap_or((digits, ""));
    Told { code: format!("{one} {two}"), until: words::time(opened.expires_at) }
}
