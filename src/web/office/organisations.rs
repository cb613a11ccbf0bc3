//! Applications for organisations' accounts that wait for officers, the most urgent first.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::clock::Timestamp;
use crate::flow::decide_organisation;
use crate::identity::language::Language;
use crate::identity::organisation_application::{Application, State as Stage};
use crate::provider::Provider;
use crate::web::browser::Browser;
use crate::web::error::Failure;
use crate::web::extract::{Now, OnDuty};
use crate::web::office::desk::{Desk, Limit, Place, moment};
use crate::web::office::organisation::failure;
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "office/organisations.html")]
struct QueuePage {
    shell: Shell,
    desk: Desk,
    waiting: Vec<Line>,
}

impl Page for QueuePage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

struct Line {
    address: String,
    name: String,
    number: String,
    basis: String,
    state: String,
    stage: &'static str,
    made: String,
    limit: Option<Limit>,
}

/// The queue.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
) -> Result<Response, Failure> {
    let t = browser.language;
    let waiting = decide_organisation::queue(&officer, &provider).await.map_err(failure)?;
    let shown = QueuePage {
        shell: Shell::new(&browser, &provider, t.office_organisations_title()),
        desk: Desk::new(&officer, Place::Organisations, t),
        waiting: waiting.into_iter().map(|one| line(one, now, t)).collect(),
    };
    Ok(page(StatusCode::OK, &shown))
}

fn line(one: Application, now: Timestamp, t: Language) -> Line {
    Line {
        address: format!("/office/organisations/{}", one.id),
        basis: basis(one.in_register, t),
        state: stage_words(one.state, t),
        stage: one.state.as_str(),
        made: moment(one.made_at),
        // The clock stands still while the applicant completes it.
        limit: one.due_at.filter(|_| one.state != Stage::Returned).map(|due| Limit::new(due, now, t)),
        name: one.declared.name,
        number: one.declared.number,
    }
}

/// Whether a register knows it, in words.
pub(super) fn basis(in_register: bool, t: Language) -> String {
    if in_register { t.office_organisation_in_register() } else { t.office_organisation_unknown() }
}

/// What a state is called at the office.
pub(super) fn stage_words(stage: Stage, t: Language) -> String {
    match stage {
        Stage::Waiting => t.office_state_open(),
        Stage::Submitted => t.office_state_submitted(),
        Stage::Returned => t.office_state_returned(),
        Stage::Approved => t.office_state_approved(),
        Stage::Superseded => t.application_superseded(),
        Stage::Asking => t.application_asking(),
        _ => t.office_state_refused(),
    }
}
