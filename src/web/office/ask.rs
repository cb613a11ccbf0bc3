//! The officer asks for named fields, waits, and sees what the citizen allowed, for half a minute at a time.

use askama::Template;
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;
use serde_json::json;

use crate::flow::share::{self, Outcome};
use crate::identity::language::Language;
use crate::limits;
use crate::oauth::params::Params;
use crate::provider::Provider;
use crate::secret::{AskId, PresentationId};
use crate::wallet::ask::{Refusal as QuestionRefusal, State as Stands};
use crate::wallet::asker::AskerId;
use crate::wallet::awaited::Awaited;
use crate::wallet::field::{Field, Fields};
use crate::wallet::purpose::Purpose;
use crate::web::browser::Browser;
use crate::web::error::{Failure, PageError};
use crate::web::extract::{Now, OnDuty, SignedIn};
use crate::web::form::Posted;
use crate::web::office::desk::{Desk, Place};
use crate::web::office::scan::{permitted, watermark};
use crate::web::page::share::ticked;
use crate::web::shell::{Page, Shell, page};
use crate::web::stream;
use crate::web::words::{self, Labelled};

/// The form in which an officer asks; it stands on the scan's result and on a page of its own.
pub(in crate::web) struct QuestionForm {
    /// The scan that buys the question.
    pub(in crate::web) presentation: String,
    /// The purposes to choose from: word, text, chosen.
    pub(in crate::web) purposes: Vec<(&'static str, String, bool)>,
    /// The fields to choose from.
    pub(in crate::web) fields: Vec<Labelled>,
    /// The place as typed.
    pub(in crate::web) place: String,
    /// What is wrong: the element's id and the words.
    pub(in crate::web) error: Option<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "office/ask.html")]
struct AskPage {
    shell: Shell,
    desk: Desk,
    ask: QuestionForm,
}

impl Page for AskPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

#[derive(Template)]
#[template(path = "office/asked.html")]
struct AskedPage {
    shell: Shell,
    desk: Desk,
    id: String,
    state: &'static str,
    heading: String,
    help: String,
    left: i64,
    purpose: String,
    facts: Vec<(&'static str, String, String)>,
    withheld: String,
    source: String,
    is_over: bool,
    is_hidden: bool,
    receipt: String,
    watermark: String,
    hide_after: i64,
}

impl Page for AskedPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// Which scan the question is about.
#[derive(Debug, Deserialize)]
pub(in crate::web) struct About {
    #[serde(default)]
    presentation: String,
}

/// Whether the data are left out, after their half minute.
#[derive(Debug, Deserialize)]
pub(in crate::web) struct Look {
    #[serde(default)]
    hidden: String,
}

/// The form alone: where the result's page goes when its half minute is over.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Query(about): Query<About>,
) -> Result<Response, Failure> {
    permitted(&officer)?;
    let id = PresentationId::from_text(about.presentation);
    let scanned = share::scanned(&officer, &id, &provider, now).await?.ok_or(PageError::NotFound)?;
    let t = browser.language;
    let (shell, desk) = (Shell::new(&browser, &provider, t.ask_title()), Desk::new(&officer, Place::Scan, t));
    Ok(page(StatusCode::OK, &AskPage { shell, desk, ask: blank(scanned.id.as_str(), t) }))
}

/// Puts the question.
pub(in crate::web) async fn submit(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    let (t, id) = (browser.language, PresentationId::from_text(form.typed("presentation")));
    let wanted = (form.typed("purpose"), ticked(&form), form.typed("place"));
    let (status, error) = match share::ask(&officer, &id, wanted, &provider, now).await? {
        Ok(ask) => return Ok(Redirect::to(&format!("/office/ask/{ask}")).into_response()),
        Err(share::Refusal::NotPermitted) => return Err(PageError::Forbidden.into()),
        Err(share::Refusal::TooLate) => (StatusCode::CONFLICT, ("ask", t.ask_too_late())),
        Err(share::Refusal::Question(refusal)) => (StatusCode::UNPROCESSABLE_ENTITY, wrong(refusal, t)),
    };
    let (shell, desk) = (Shell::new(&browser, &provider, t.ask_title()), Desk::new(&officer, Place::Scan, t));
    Ok(page(status, &AskPage { shell, desk, ask: typed(&form, Some(error), t) }))
}

/// Waits for the citizen, and then shows what came of it.
pub(in crate::web) async fn asked(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Path(id): Path<String>,
    Query(look): Query<Look>,
) -> Result<Response, Failure> {
    let asker = AskerId::Officer(officer.account.clone());
    let outcome = share::outcome(&asker, &AskId::from_text(id), &provider, now).await?.ok_or(PageError::NotFound)?;
    let t = browser.language;
    let (heading, help) = match outcome.state {
        Stands::Asked => (t.ask_waiting(), t.ask_waiting_help()),
        Stands::Allowed => (t.ask_allowed(), String::new()),
        Stands::Denied => (t.ask_denied(), t.ask_denied_help()),
        Stands::Lapsed => (t.ask_lapsed(), t.ask_denied_help()),
    };
    let is_hidden = look.hidden == "1";
    let shown = AskedPage {
        shell: Shell::new(&browser, &provider, t.ask_title()),
        desk: Desk::new(&officer, Place::Scan, t),
        id: outcome.asked.id.as_str().to_owned(),
        state: outcome.state.as_str(),
        heading,
        help,
        left: outcome.asked.lapses_at.since(now).get().max(0),
        purpose: outcome.asked.question.purpose.words(t),
        facts: if is_hidden { Vec::new() } else { facts(&outcome, t) },
        withheld: withheld(&outcome, t),
        source: outcome.released.as_ref().and_then(|(_, as_of)| *as_of).map(words::moment).unwrap_or_default(),
        is_over: outcome.state == Stands::Allowed && outcome.released.is_none(),
        is_hidden,
        receipt: outcome.receipt.as_ref().map(|receipt| receipt.as_str().to_owned()).unwrap_or_default(),
        watermark: watermark(&officer, now),
        hide_after: limits::SHOWN_TO_OFFICER.get(),
    };
    Ok(page(StatusCode::OK, &shown))
}

/// What a waiting page asks: where the question stands.
pub(in crate::web) async fn state(
    State(provider): State<Provider>,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let asker = AskerId::Officer(officer.account);
    let outcome = share::outcome(&asker, &AskId::from_text(id), &provider, now).await?.ok_or(PageError::NotFound)?;
    Ok(Json(json!({ "state": outcome.state.as_str() })).into_response())
}

/// Tells the page when the question may have been answered.
pub(in crate::web) async fn changes(
    State(provider): State<Provider>,
    OnDuty(officer): OnDuty,
    SignedIn(session): SignedIn,
    Now(now): Now,
    headers: HeaderMap,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let asker = AskerId::Officer(officer.account);
    let outcome = share::outcome(&asker, &AskId::from_text(id), &provider, now).await?.ok_or(PageError::NotFound)?;
    Ok(stream::of(Awaited::Ask(outcome.asked.id), &session, &headers, &provider, now))
}

/// The form before anything was typed.
pub(super) fn blank(presentation: &str, t: Language) -> QuestionForm {
    let fields = Params::from_iter([("presentation".to_owned(), presentation.to_owned())]);
    typed(&fields, None, t)
}

fn typed(form: &Params, error: Option<(&'static str, String)>, t: Language) -> QuestionForm {
    let (chosen, picked) = (form.typed("purpose"), ticked(form));
    let askable: Fields =
        Purpose::OF_OFFICERS.iter().flat_map(|purpose| purpose.fields().iter().collect::<Vec<_>>()).collect();
    let purposes = Purpose::OF_OFFICERS;
    QuestionForm {
        presentation: form.typed("presentation").to_owned(),
        purposes: purposes.map(|purpose| (purpose.as_str(), purpose.words(t), purpose.as_str() == chosen)).to_vec(),
        fields: askable.iter().map(|field: Field| Labelled::new(field, picked.has(field), t)).collect(),
        place: form.typed("place").to_owned(),
        error,
    }
}

fn wrong(refusal: QuestionRefusal, t: Language) -> (&'static str, String) {
    match refusal {
        QuestionRefusal::Purpose => ("purpose", t.ask_purpose_missing()),
        QuestionRefusal::NoField => ("fields", t.ask_fields_missing()),
        QuestionRefusal::FieldBeyondPurpose => ("fields", t.ask_fields_beyond()),
        QuestionRefusal::Place => ("place", t.ask_place_wrong()),
    }
}

/// Every allowed field with what the register says to it.
fn facts(outcome: &Outcome, t: Language) -> Vec<(&'static str, String, String)> {
    let Some((said, _)) = &outcome.released else { return Vec::new() };
    let value = |field| said.iter().find(|said| said.field == field).map(|said| words::told(said, t));
    let told = |field: Field| (field.as_str(), words::label(field, t), value(field).unwrap_or_else(|| t.value_none()));
    outcome.asked.allowed.iter().map(told).collect()
}

fn withheld(outcome: &Outcome, t: Language) -> String {
    if outcome.state != Stands::Allowed {
        return String::new();
    }
    let allowed = &outcome.asked.allowed;
    words::labels(outcome.asked.question.fields.iter().filter(|field| !allowed.has(*field)), t)
}
