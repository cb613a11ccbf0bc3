//! An officer looks for a case of the own unit. Sent as a form and never as an address: what is sought is somebody's number.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::flow::prove::Refusal;
use crate::flow::search_cases::{self, Typed, Unreadable};
use crate::identity::language::Language;
use crate::identity::officer::Officer;
use crate::identity::proofing::STATES;
use crate::provider::Provider;
use crate::web::answer::too_many;
use crate::web::browser::Browser;
use crate::web::error::{Failure, PageError};
use crate::web::extract::{Now, OnDuty};
use crate::web::form::Posted;
use crate::web::mistakes::Mistakes;
use crate::web::office::case::failure;
use crate::web::office::desk::{Desk, Place};
use crate::web::office::queue::{self, Line};
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "office/search.html")]
struct SearchPage {
    shell: Shell,
    desk: Desk,
    mistakes: Mistakes,
    states: Vec<(&'static str, String, bool)>,
    code: String,
    due: String,
    number: String,
    found: Option<Vec<Line>>,
}

impl Page for SearchPage {
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
    if !search_cases::may_search(&officer) {
        return Err(PageError::Forbidden.into());
    }
    let shown = shown(Typed::default(), Mistakes::default(), None, &officer, &browser, &provider);
    Ok(page(StatusCode::OK, &shown))
}

/// The cases that were found.
pub(in crate::web) async fn submit(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let t = browser.language;
    let typed = Typed {
        code: fields.typed("code"),
        state: fields.typed("state"),
        due: fields.typed("due"),
        number: fields.typed("personal_id_number"),
    };
    match search_cases::search(typed, &officer, &provider, now).await {
        Ok(Ok(found)) => {
            let found = found.iter().map(|case| queue::line(case, now, t)).collect();
            Ok(page(StatusCode::OK, &shown(typed, Mistakes::default(), Some(found), &officer, &browser, &provider)))
        }
        Ok(Err(unreadable)) => {
            let mut mistakes = Mistakes::default();
            let (field, words) = words(unreadable, t);
            mistakes.add(field, words);
            let shown = shown(typed, mistakes, None, &officer, &browser, &provider);
            Ok(page(StatusCode::UNPROCESSABLE_ENTITY, &shown))
        }
        Err(Refusal::TooMany(until)) => Ok(too_many(until, now)),
        Err(refusal) => Err(failure(refusal)),
    }
}

fn words(unreadable: Unreadable, t: Language) -> (&'static str, String) {
    match unreadable {
        Unreadable::Code => ("code", t.office_search_code_wrong()),
        Unreadable::Due => ("due", t.office_search_due_wrong()),
        Unreadable::Nothing => ("code", t.office_search_nothing()),
        Unreadable::Number => ("personal_id_number", t.office_number_wrong()),
        Unreadable::State => ("state", t.office_search_nothing()),
    }
}

fn shown(
    typed: Typed<'_>,
    mistakes: Mistakes,
    found: Option<Vec<Line>>,
    officer: &Officer,
    browser: &Browser,
    provider: &Provider,
) -> SearchPage {
    let t = browser.language;
    SearchPage {
        shell: Shell::new(browser, provider, t.office_search_title()),
        desk: Desk::new(officer, Place::Search, t),
        mistakes,
        states: STATES.into_iter().map(|word| (word, queue::state(word, false, t).0, word == typed.state)).collect(),
        code: typed.code.to_owned(),
        due: typed.due.to_owned(),
        number: typed.number.to_owned(),
        found,
    }
}
