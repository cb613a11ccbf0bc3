//! Where a correction stands, by its case number and a code to the register's phone. Every case number is answered alike.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::clock::{Seconds, Timestamp};
use crate::flow::correct;
use crate::identity::correction::{Correction, Handing, State as CorrectionState};
use crate::identity::language::Language;
use crate::provider::Provider;
use crate::web::answer::too_many;
use crate::web::browser::Browser;
use crate::web::error::Failure;
use crate::web::extract::Now;
use crate::web::form::Posted;
use crate::web::mistakes::Mistakes;
use crate::web::office::corrections::settlement_words;
use crate::web::page::mend::field_name;
use crate::web::shell::{Page, Shell, page};
use crate::web::words;

#[derive(Template)]
#[template(path = "page/correction.html")]
struct CorrectionPage {
    shell: Shell,
    mistakes: Mistakes,
    case_number: String,
    sent: bool,
    shown: Option<Shown>,
}

impl Page for CorrectionPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// Where it stands.
struct Shown {
    word: &'static str,
    state: String,
    field: String,
    due: String,
    answer: Option<String>,
    handed: Option<String>,
    why: Option<String>,
}

/// The empty form.
pub(in crate::web) async fn show(State(provider): State<Provider>, browser: Browser) -> Response {
    drawn(StatusCode::OK, Mistakes::default(), "", false, None, &browser, &provider)
}

/// Sends a code.
pub(in crate::web) async fn send(
    State(provider): State<Provider>,
    browser: Browser,
    Now(now): Now,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let code = fields.typed("case_number");
    match correct::ask_status(code, &browser.counted_address(), browser.language, &provider, now).await? {
        Ok(()) => Ok(drawn(StatusCode::OK, Mistakes::default(), code, true, None, &browser, &provider)),
        Err(until) => Ok(too_many(until, now)),
    }
}

/// Shows where it stands to who has the code.
pub(in crate::web) async fn status(
    State(provider): State<Provider>,
    browser: Browser,
    Now(now): Now,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let (t, code) = (browser.language, fields.typed("case_number"));
    match correct::status(code, fields.typed("code"), &browser.counted_address(), &provider, now).await? {
        Err(until) => Ok(too_many(until, now)),
        Ok(None) => {
            let mut mistakes = Mistakes::default();
            mistakes.add("code", t.mend_code_wrong());
            Ok(drawn(StatusCode::UNPROCESSABLE_ENTITY, mistakes, code, true, None, &browser, &provider))
        }
        Ok(Some(correction)) => {
            let shown = Some(shown(&correction, now, t));
            Ok(drawn(StatusCode::OK, Mistakes::default(), &correction.code, false, shown, &browser, &provider))
        }
    }
}

fn drawn(
    status: StatusCode,
    mistakes: Mistakes,
    case_number: &str,
    sent: bool,
    shown: Option<Shown>,
    browser: &Browser,
    provider: &Provider,
) -> Response {
    let shell = Shell::new(browser, provider, browser.language.correction_title());
    page(status, &CorrectionPage { shell, mistakes, case_number: case_number.to_owned(), sent, shown })
}

fn shown(correction: &Correction, now: Timestamp, t: Language) -> Shown {
    let (word, state) = match correction.state {
        CorrectionState::Submitted | CorrectionState::Proposed => ("submitted", t.correction_state_submitted()),
        CorrectionState::Approved => ("approved", t.correction_state_approved()),
        CorrectionState::Refused => ("refused", t.correction_state_refused()),
    };
    Shown {
        word,
        state,
        field: field_name(correction.field, t),
        // The term ends with the day: its last minute is still in time.
        due: words::moment(correction.due_at.minus(Seconds::new(1))),
        answer: correction.opinion.clone().filter(|_| correction.decided_at.is_some()),
        handed: correction.handing.map(|handing| match (&correction.settled, handing) {
            (Some((settlement, _)), _) => settlement_words(*settlement, t),
            (None, Handing::Applied) => t.correction_in_force(),
            (None, Handing::Sent) if correction.is_unsettled(now) => t.correction_late(),
            (None, Handing::Sent) => t.correction_passed_on(),
            (None, Handing::Refused) => t.correction_not_taken(),
        }),
        why: correction.settled.as_ref().map(|(_, why)| why.clone()),
    }
}
