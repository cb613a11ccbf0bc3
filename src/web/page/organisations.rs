//! The organisations of the signed-in person: what waits for an answer, what is represented, what was applied for.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::clock::{Seconds, Timestamp};
use crate::flow::apply_for_organisation::{self, Refusal};
use crate::flow::{organisation, represent};
use crate::identity::language::Language;
use crate::identity::organisation_application::State as Stage;
use crate::identity::representation::Role;
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::secret::{ApplicationId, OfferId};
use crate::web::answer::too_many;
use crate::web::browser::Browser;
use crate::web::error::Failure;
use crate::web::extract::{Now, SignedIn};
use crate::web::form::Posted;
use crate::web::page::{claim, organisation_supplement as supplement};
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "page/organisations.html")]
struct OrganisationsPage {
    shell: Shell,
    is_able: bool,
    refusal: Option<String>,
    questions: Vec<Question>,
    offers: Vec<Offered>,
    represented: Vec<Represented>,
    applications: Vec<Application>,
}

impl Page for OrganisationsPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

struct Question {
    id: String,
    words: String,
    number: String,
    until: String,
}

struct Offered {
    id: String,
    words: String,
    until: String,
}

struct Represented {
    address: String,
    name: String,
    number: String,
    role: String,
    is_locked: bool,
}

struct Application {
    id: String,
    name: String,
    stage: &'static str,
    words: String,
    reason: Option<String>,
    made: String,
    may_withdraw: bool,
    to_complete: Option<String>,
}

/// The page.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    SignedIn(session): SignedIn,
) -> Result<Response, Failure> {
    shown(StatusCode::OK, None, &session, &browser, &provider, now).await
}

/// An answer to a question or an offer, or an application taken back.
pub(in crate::web) async fn submit(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    SignedIn(session): SignedIn,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let application = || ApplicationId::from_text(fields.typed("application"));
    let offer = || OfferId::from_text(fields.typed("offer"));
    let reason = fields.typed("reason");
    let done = match fields.typed("action") {
        "agree" => apply_for_organisation::answer(&application(), true, "", &session, &provider, now).await,
        "refuse" => apply_for_organisation::answer(&application(), false, reason, &session, &provider, now).await,
        "withdraw" => apply_for_organisation::withdraw(&application(), &session, &provider, now).await,
        "accept" => represent::answer(&offer(), true, &session, &provider, now).await.map_err(of_offer),
        _ => represent::answer(&offer(), false, &session, &provider, now).await.map_err(of_offer),
    };
    let t = browser.language;
    let (status, words) = match done {
        Ok(()) => return Ok(Redirect::to(PATH).into_response()),
        Err(Refusal::StepUp) => return Ok(step_up(PATH)),
        Err(Refusal::TooMany(until)) => return Ok(too_many(until, now)),
        Err(Refusal::Fault(fault)) => return Err(fault.into()),
        Err(Refusal::LevelTwoNeeded) => (StatusCode::FORBIDDEN, t.organisations_level_two()),
        Err(Refusal::Reason(_) | Refusal::Fields(_)) => (StatusCode::UNPROCESSABLE_ENTITY, t.question_reason_wrong()),
        Err(Refusal::Nothing) => (StatusCode::CONFLICT, t.organisation_stale()),
    };
    shown(status, Some(words), &session, &browser, &provider, now).await
}

/// To the page of the second factor, and back.
pub(super) fn step_up(back: &str) -> Response {
    let query: String = form_urlencoded::Serializer::new(String::new()).append_pair("back", back).finish();
    Redirect::to(&format!("/sign-in/code?{query}")).into_response()
}

/// What a role is called.
pub(super) fn role_name(role: Role, t: Language) -> String {
    match role {
        Role::View => t.role_view(),
        Role::Act => t.role_act(),
        Role::Administer => t.role_administer(),
    }
}

fn of_offer(refusal: represent::Refusal) -> Refusal {
    match refusal {
        represent::Refusal::StepUp => Refusal::StepUp,
        represent::Refusal::LevelTwoNeeded => Refusal::LevelTwoNeeded,
        represent::Refusal::TooMany(until) => Refusal::TooMany(until),
        represent::Refusal::Fault(fault) => Refusal::Fault(fault),
        _ => Refusal::Nothing,
    }
}

async fn shown(
    status: StatusCode,
    refusal: Option<String>,
    session: &SessionFacts,
    browser: &Browser,
    provider: &Provider,
    now: Timestamp,
) -> Result<Response, Failure> {
    let t = browser.language;
    let is_able = organisation::is_able(session);
    let mut shown = OrganisationsPage {
        shell: Shell::new(browser, provider, t.organisations_title()),
        is_able,
        refusal,
        questions: Vec::new(),
        offers: Vec::new(),
        represented: Vec::new(),
        applications: Vec::new(),
    };
    if !is_able {
        return Ok(page(status, &shown));
    }
    for asked in apply_for_organisation::questions(session, provider, now).await? {
        let application = asked.application;
        let applicant = asked.applicant.unwrap_or_else(|| t.question_somebody());
        shown.questions.push(Question {
            id: application.id.to_string(),
            words: t.question_consent(applicant, &application.declared.name),
            until: last_day(application.answers_by),
            number: application.declared.number,
        });
    }
    for offered in represent::offered(session, provider, now).await? {
        shown.offers.push(Offered {
            id: offered.offer.id.to_string(),
            words: t.question_offer(offered.organisation, role_name(offered.offer.role, t)),
            until: last_day(offered.offer.expires_at),
        });
    }
    for (account, own) in organisation::of_person(session, provider, now).await? {
        shown.represented.push(Represented {
            address: format!("/organisations/{}", account.id),
            is_locked: account.is_locked(),
            number: account.number.as_str().to_owned(),
            role: role_name(own.role, t),
            name: account.name,
        });
    }
    for one in apply_for_organisation::made_by(session, provider).await? {
        shown.applications.push(Application {
            id: one.id.to_string(),
            name: one.declared.name.clone(),
            stage: one.state.as_str(),
            words: stage_words(one.state, t),
            reason: one.reason.as_ref().map(|reason| reason.as_str().to_owned()),
            made: claim::moment(one.made_at),
            may_withdraw: matches!(one.state, Stage::Asking | Stage::Waiting | Stage::Returned),
            to_complete: (one.state == Stage::Returned).then(|| format!("{}/{}", supplement::PATH, one.id)),
        });
    }
    Ok(page(status, &shown))
}

fn stage_words(stage: Stage, t: Language) -> String {
    match stage {
        Stage::Asking => t.application_asking(),
        Stage::Waiting => t.application_waiting(),
        Stage::Returned => t.application_returned(),
        Stage::Submitted => t.application_submitted(),
        Stage::Approved => t.application_approved(),
        Stage::Refused => t.application_refused(),
        Stage::NotAccepted => t.application_not_accepted(),
        Stage::Declined => t.application_declined(),
        Stage::Lapsed => t.application_lapsed(),
        Stage::Withdrawn => t.application_withdrawn(),
        Stage::Joined => t.application_joined(),
        Stage::Superseded => t.application_superseded(),
    }
}

/// The last day that is in time.
pub(super) fn last_day(end: Timestamp) -> String {
    claim::day(end.minus(Seconds::new(1)))
}

/// Where the page stands.
pub(super) const PATH: &str = "/organisations";
