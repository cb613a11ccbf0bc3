//! The call centre: what a caller says is typed and compared, and nothing about anybody is shown.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::flow::call::{self, Fields, Refusal, Said, Wish};
use crate::identity::language::Language;
use crate::identity::officer::{Action, Module, Officer};
use crate::oauth::params::Params;
use crate::provider::Provider;
use crate::web::answer::too_many;
use crate::web::browser::Browser;
use crate::web::error::{Failure, PageError};
use crate::web::extract::{Now, OnDuty};
use crate::web::form::Posted;
use crate::web::office::desk::{Desk, Place};
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "office/call.html")]
struct CallPage {
    shell: Shell,
    desk: Desk,
    number: String,
    name: String,
    birth_date: String,
    wish: String,
    /// What was done, in a word and in words.
    done: Option<(&'static str, String)>,
    wrong: Vec<(&'static str, String)>,
}

impl Page for CallPage {
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
    if !officer.may(Module::Call, Action::Process) {
        return Err(PageError::Forbidden.into());
    }
    Ok(form(StatusCode::OK, &Params::default(), None, Vec::new(), &officer, &browser, &provider))
}

/// Sends the code, or takes the call.
pub(in crate::web) async fn submit(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    if !officer.may(Module::Call, Action::Process) {
        return Err(PageError::Forbidden.into());
    }
    let t = browser.language;
    let done = if fields.typed("action") == "send" {
        call::send(fields.typed("personal_id_number"), &officer, &provider, now).await.map(|()| ("sent", t.call_sent()))
    } else {
        let said = Said {
            number: fields.typed("personal_id_number"),
            code: fields.typed("code"),
            name: fields.typed("full_name"),
            birth_date: fields.typed("birth_date"),
            wish: fields.typed("wish"),
        };
        call::take(said, &officer, &provider, now).await.map(|wish| match wish {
            Wish::Activate => ("activate", t.call_done_activate()),
            Wish::Lock => ("lock", t.call_done_lock()),
        })
    };
    let (status, done, wrong) = match done {
        Ok(done) => (StatusCode::OK, Some(done), Vec::new()),
        Err(Refusal::Fields(wrong)) => (StatusCode::UNPROCESSABLE_ENTITY, None, wrong_fields(wrong, t)),
        Err(Refusal::NotRecognised) => {
            (StatusCode::UNPROCESSABLE_ENTITY, None, vec![("personal_id_number", t.call_not_recognised())])
        }
        Err(Refusal::NothingToDo) => (StatusCode::CONFLICT, None, vec![("wish", t.call_nothing_to_do())]),
        Err(Refusal::TooMany(until)) => return Ok(too_many(until, now)),
        Err(Refusal::Barred(_)) => return Err(PageError::Forbidden.into()),
        Err(Refusal::Fault(fault)) => return Err(fault.into()),
    };
    Ok(form(status, &fields, done, wrong, &officer, &browser, &provider))
}

fn wrong_fields(wrong: Fields, t: Language) -> Vec<(&'static str, String)> {
    [
        ("personal_id_number", wrong.number),
        ("code", wrong.code),
        ("full_name", wrong.name),
        ("birth_date", wrong.birth_date),
        ("wish", wrong.wish),
    ]
    .into_iter()
    .filter(|(_, wrong)| *wrong)
    .map(|(name, _)| (name, t.measure_wrong_field()))
    .collect()
}

fn form(
    status: StatusCode,
    typed: &Params,
    done: Option<(&'static str, String)>,
    wrong: Vec<(&'static str, String)>,
    officer: &Officer,
    browser: &Browser,
    provider: &Provider,
) -> Response {
    let t = browser.language;
    // After the call nothing of it stays on the page.
    let is_over = done.as_ref().is_some_and(|(word, _)| *word != "sent");
    let again = |name| if is_over { String::new() } else { typed.typed(name).to_owned() };
    let shown = CallPage {
        shell: Shell::new(browser, provider, t.call_title()),
        desk: Desk::new(officer, Place::Call, t),
        number: again("personal_id_number"),
        name: again("full_name"),
        birth_date: again("birth_date"),
        wish: again("wish"),
        done,
        wrong,
    };
    page(status, &shown)
}
