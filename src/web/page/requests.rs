//! Who asks to see what, and the holder's answer.

use askama::Template;
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde_json::json;

use crate::clock::Timestamp;
use crate::flow::organisation_square;
use crate::flow::share::{self, Answered};
use crate::flow::wallet;
use crate::identity::language::Language;
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::secret::AskId;
use crate::wallet::ask::{Asked, Choice};
use crate::wallet::awaited::Awaited;
use crate::wallet::disclosure::Disclosed;
use crate::wallet::field::Field;
use crate::web::browser::Browser;
use crate::web::error::{Failure, PageError};
use crate::web::extract::{Now, SignedIn};
use crate::web::form::Posted;
use crate::web::page::dependants::step_up;
use crate::web::page::share::ticked;
use crate::web::shell::{Page, Shell, page};
use crate::web::stream;
use crate::web::words::Labelled;

#[derive(Template)]
#[template(path = "page/requests.html")]
struct Requests {
    shell: Shell,
    said: Option<(bool, String)>,
    ids: String,
    waiting: Vec<Waiting>,
}

impl Page for Requests {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// One question on the page.
struct Waiting {
    id: String,
    /// In whose name the reader answers; none for oneself.
    in_name_of: Option<String>,
    name: String,
    title: String,
    unit: String,
    purpose: String,
    ground: &'static str,
    place: String,
    left: i64,
    /// Each with what a party wants it for, where it has registered that.
    fields: Vec<(Labelled, String)>,
}

/// The questions that wait.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    browser: Browser,
    SignedIn(session): SignedIn,
    Now(now): Now,
) -> Result<Response, Failure> {
    listed(StatusCode::OK, None, &browser, &session, &provider, now).await
}

/// The holder's answer: everything, what is ticked, or nothing.
pub(in crate::web) async fn submit(
    State(provider): State<Provider>,
    browser: Browser,
    SignedIn(session): SignedIn,
    Now(now): Now,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    let id = AskId::from_text(form.get("ask").ok_or(PageError::Unreadable)?);
    let choice = match (form.has("allow"), form.has("allow-chosen"), form.has("deny")) {
        (true, false, false) => Choice::All(ticked(&form)),
        (false, true, false) => Choice::Ticked(ticked(&form)),
        (false, false, true) => Choice::Nothing,
        _ => return Err(PageError::Unreadable.into()),
    };
    let t = browser.language;
    match share::answer(&session, &id, &choice, &provider, now).await? {
        Answered::Allowed(receipt) => Ok(Redirect::to(&format!("/wallet/receipt/{receipt}")).into_response()),
        Answered::Denied => {
            listed(StatusCode::OK, Some((true, t.requests_denied())), &browser, &session, &provider, now).await
        }
        Answered::StepUp => Ok(step_up("/wallet/requests")),
        Answered::NotTheirs => {
            let said = Some((false, t.no_dependant_lead()));
            listed(StatusCode::CONFLICT, said, &browser, &session, &provider, now).await
        }
        Answered::TooLate => {
            let said = Some((false, t.requests_too_late()));
            listed(StatusCode::CONFLICT, said, &browser, &session, &provider, now).await
        }
    }
}

/// What a waiting page asks: which questions wait.
pub(in crate::web) async fn state(
    State(provider): State<Provider>,
    SignedIn(session): SignedIn,
    Now(now): Now,
) -> Result<Response, Failure> {
    let waiting = share::waiting(&session, &provider, now).await?;
    Ok(Json(json!({ "state": ids(&waiting) })).into_response())
}

/// Tells the page when there may be another question.
pub(in crate::web) async fn changes(
    State(provider): State<Provider>,
    SignedIn(session): SignedIn,
    Now(now): Now,
    headers: HeaderMap,
) -> Response {
    stream::of(Awaited::Requests(session.account.clone()), &session, &headers, &provider, now)
}

async fn listed(
    status: StatusCode,
    said: Option<(bool, String)>,
    browser: &Browser,
    session: &SessionFacts,
    provider: &Provider,
    now: Timestamp,
) -> Result<Response, Failure> {
    let t = browser.language;
    let asked = share::waiting(session, provider, now).await?;
    // Of a dependant the page names fields and no values: those stand on the dependant's page, where a look is written down.
    let mut waits = Vec::with_capacity(asked.len());
    for asked in &asked {
        let values = match asked.facts.presenter {
            None => wallet::values(session, &asked.facts.question.fields, &asked.asker.fixed, provider, now).await?,
            Some(_) => None,
        };
        let values = values.unwrap_or_default();
        let reasons = organisation_square::reasons(&asked.facts, t, provider).await?;
        waits.push(waiting(asked, &values, &reasons, now, t));
    }
    let shown =
        Requests { shell: Shell::new(browser, provider, t.requests_title()), said, ids: ids(&asked), waiting: waits };
    Ok(page(status, &shown))
}

fn waiting(asked: &Asked, values: &[Disclosed], reasons: &[(Field, String)], now: Timestamp, t: Language) -> Waiting {
    let question = &asked.facts.question;
    let value = |field| values.iter().find(|said| said.field == field);
    let reason = |field| reasons.iter().find(|(of, _)| *of == field).map(|(_, why)| why.clone()).unwrap_or_default();
    let labelled = |field| Labelled::asked(field, &asked.asker.fixed, t).saying(value(field), t);
    let fields = question.fields.iter().filter(|field| field.opens_at(asked.facts.level));
    Waiting {
        in_name_of: asked.in_name_of.clone(),
        id: asked.facts.id.as_str().to_owned(),
        name: asked.asker.name.clone(),
        title: asked.asker.title.clone(),
        unit: asked.asker.unit.clone(),
        purpose: question.purpose.words(t),
        ground: question.purpose.ground(),
        place: question.place.clone(),
        left: asked.facts.lapses_at.since(now).get().max(0),
        fields: fields.map(|field| (labelled(field), reason(field))).collect(),
    }
}

fn ids(asked: &[Asked]) -> String {
    asked.iter().map(|asked| asked.facts.id.as_str()).collect::<Vec<_>>().join(" ")
}
