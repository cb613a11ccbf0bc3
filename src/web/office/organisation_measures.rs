//! Locks of organisations' accounts at the office: what waits, an account by its number, a proposal and its decision.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::clock::Timestamp;
use crate::flow::measure_organisation::{self, Refusal};
use crate::identity::language::Language;
use crate::identity::officer::Officer;
use crate::identity::organisation_account::Ground;
use crate::identity::organisation_measure::{Bar, Deed, OrganisationMeasure, State as Stage};
use crate::provider::Provider;
use crate::secret::{OrganisationId, OrganisationMeasureId};
use crate::web::answer::too_many;
use crate::web::browser::Browser;
use crate::web::error::{Failure, PageError};
use crate::web::extract::{Now, OnDuty};
use crate::web::form::Posted;
use crate::web::mistakes::Mistakes;
use crate::web::office::desk::{Desk, Place, moment, words_refused};
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "office/organisation_measures.html")]
struct QueuePage {
    shell: Shell,
    desk: Desk,
    waiting: Vec<(String, String, String)>,
    mistakes: Mistakes,
    number: String,
}

#[derive(Template)]
#[template(path = "office/organisation_measure.html")]
struct AccountPage {
    shell: Shell,
    desk: Desk,
    address: String,
    number: String,
    grounds: Vec<String>,
    open: Vec<(String, String)>,
    made: Vec<Made>,
    wrong: Option<(&'static str, String)>,
    typed: Typed,
}

/// What stands in a form that is shown again.
#[derive(Default)]
struct Typed {
    what: String,
    document: String,
    reason: String,
}

/// A measure on the page.
struct Made {
    id: String,
    words: String,
    document: String,
    proposed: String,
    state: String,
    stage: &'static str,
    reason: Option<String>,
    may_decide: bool,
    bar: Option<String>,
}

impl Page for QueuePage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl Page for AccountPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// What waits, and the way to an account.
pub(in crate::web) async fn list(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
) -> Result<Response, Failure> {
    queue(StatusCode::OK, "", Mistakes::default(), &browser, &officer, &provider).await
}

/// To the account with the number that was typed.
pub(in crate::web) async fn find(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let number = fields.typed("number");
    match measure_organisation::find(number, &officer, &provider).await {
        Ok(id) => Ok(Redirect::to(&format!("{PATH}/{id}")).into_response()),
        Err(Refusal::NotFound) => {
            let mut mistakes = Mistakes::default();
            mistakes.add("number", browser.language.organisation_measures_none());
            queue(StatusCode::UNPROCESSABLE_ENTITY, number, mistakes, &browser, &officer, &provider).await
        }
        Err(other) => Err(failure(other)),
    }
}

async fn queue(
    status: StatusCode,
    number: &str,
    mistakes: Mistakes,
    browser: &Browser,
    officer: &Officer,
    provider: &Provider,
) -> Result<Response, Failure> {
    let t = browser.language;
    let waiting = measure_organisation::queue(officer, provider).await.map_err(failure)?;
    let shown = QueuePage {
        shell: Shell::new(browser, provider, t.organisation_measures_title()),
        desk: Desk::new(officer, Place::Measures, t),
        waiting: waiting.into_iter().map(|(id, name, number)| (format!("{PATH}/{id}"), name, number)).collect(),
        mistakes,
        number: number.to_owned(),
    };
    Ok(page(status, &shown))
}

/// An account, what was proposed about it, and what can be.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let asked = Asked { id: OrganisationId::from_text(id), officer, browser, provider, now };
    asked.page(StatusCode::OK, None, Typed::default()).await
}

/// A proposal, or the decision of one.
pub(in crate::web) async fn submit(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Path(id): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let asked = Asked { id: OrganisationId::from_text(id), officer, browser, provider, now };
    let Asked { id, officer, provider, .. } = &asked;
    let measure = OrganisationMeasureId::from_text(fields.typed("measure"));
    let (what, document, reason) = (fields.typed("what"), fields.typed("document"), fields.typed("reason"));
    let done = match fields.typed("action") {
        "propose" => {
            let (deed, ground) = chosen(what).ok_or(PageError::Unreadable)?;
            measure_organisation::propose(id, deed, ground, document, officer, provider, now).await
        }
        "approve" => measure_organisation::approve(id, &measure, officer, provider, now).await,
        "refuse" => measure_organisation::refuse(id, &measure, reason, officer, provider, now).await,
        _ => return Err(PageError::Unreadable.into()),
    };
    let t = asked.browser.language;
    let (status, wrong) = match done {
        Ok(()) => return Ok(Redirect::to(&format!("{PATH}/{id}")).into_response()),
        Err(Refusal::Document) => {
            (StatusCode::UNPROCESSABLE_ENTITY, ("document", t.organisation_measures_paper_wrong()))
        }
        Err(Refusal::Reason(refusal)) => (StatusCode::UNPROCESSABLE_ENTITY, ("made", words_refused(refusal, t))),
        Err(Refusal::Stale | Refusal::Barred(Bar::NotNow)) => (StatusCode::CONFLICT, ("made", t.organisation_stale())),
        Err(Refusal::Barred(Bar::DoesNotFit)) => {
            (StatusCode::CONFLICT, ("made", t.organisation_measures_does_not_fit()))
        }
        Err(Refusal::TooMany(until)) => return Ok(too_many(until, now)),
        Err(other) => return Err(failure(other)),
    };
    let typed = Typed { what: what.to_owned(), document: document.to_owned(), reason: reason.to_owned() };
    asked.page(status, Some(wrong), typed).await
}

/// Who asks about which account.
struct Asked {
    id: OrganisationId,
    officer: Officer,
    browser: Browser,
    provider: Provider,
    now: Timestamp,
}

impl Asked {
    async fn page(
        &self,
        status: StatusCode,
        wrong: Option<(&'static str, String)>,
        typed: Typed,
    ) -> Result<Response, Failure> {
        let t = self.browser.language;
        let view =
            measure_organisation::view(&self.id, &self.officer, &self.provider, self.now).await.map_err(failure)?;
        let account = &view.standing.account;
        let shown = AccountPage {
            shell: Shell::new(&self.browser, &self.provider, &account.name),
            desk: Desk::new(&self.officer, Place::Measures, t),
            address: format!("{PATH}/{}", self.id),
            number: account.number.as_str().to_owned(),
            grounds: account.grounds.iter().map(|ground| ground_name(*ground, t)).collect(),
            open: view
                .open
                .iter()
                .map(|(deed, ground)| (format!("{} {}", deed.as_str(), ground.as_str()), words(*deed, *ground, t)))
                .collect(),
            made: view.measures.into_iter().map(|(one, bar)| made(one, bar, t)).collect(),
            wrong,
            typed,
        };
        Ok(page(status, &shown))
    }
}

fn made(one: OrganisationMeasure, bar: Option<Bar>, t: Language) -> Made {
    let (state, bar) = match one.state {
        Stage::Proposed => (t.office_state_submitted(), bar),
        Stage::Approved => (t.office_state_approved(), None),
        Stage::Refused => (t.office_state_refused(), None),
    };
    Made {
        words: words(one.deed, one.ground, t),
        proposed: moment(one.proposed_at),
        stage: one.state.as_str(),
        may_decide: one.state == Stage::Proposed && bar.is_none(),
        bar: (bar == Some(Bar::OwnWork)).then(|| t.organisation_measures_own_work()),
        reason: one.reason.map(|reason| reason.as_str().to_owned()),
        document: one.document,
        id: one.id.to_string(),
        state,
    }
}

fn words(deed: Deed, ground: Ground, t: Language) -> String {
    let ground = ground_name(ground, t);
    match deed {
        Deed::Lock => t.organisation_measures_deed_lock(ground),
        Deed::Unlock => t.organisation_measures_deed_unlock(ground),
    }
}

fn chosen(text: &str) -> Option<(Deed, Ground)> {
    let (deed, ground) = text.split_once(' ')?;
    Some((Deed::parse(deed)?, Ground::parse(ground)?))
}

fn ground_name(ground: Ground, t: Language) -> String {
    match ground {
        Ground::OwnRequest => t.organisation_ground_own_request(),
        Ground::Breach => t.organisation_ground_breach(),
        Ground::Dissolved => t.organisation_ground_dissolved(),
        Ground::Bankrupt => t.organisation_ground_bankrupt(),
        Ground::Suspended => t.organisation_ground_suspended(),
        Ground::Ended => t.organisation_ground_ended(),
        Ground::RegistrantEnforced => t.organisation_ground_registrant_enforced(),
        Ground::Unrepresented => t.organisation_ground_unrepresented(),
    }
}

fn failure(refusal: Refusal) -> Failure {
    match refusal {
        Refusal::Fault(fault) => fault.into(),
        Refusal::NotFound => PageError::NotFound.into(),
        _ => PageError::Forbidden.into(),
    }
}

/// Where these pages stand.
const PATH: &str = "/office/measure/organisations";
