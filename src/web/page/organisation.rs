//! One organisation, for its representatives: what the register has, what locks it, who acts for it and with which role.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::clock::Timestamp;
use crate::flow::organisation::{self, View};
use crate::flow::prove_history::Whose;
use crate::flow::represent::{self, Refusal};
use crate::identity::language::Language;
use crate::identity::organisation_account::Ground;
use crate::identity::representation::{Bar, Capacity, Change, Role, may_change};
use crate::oauth::params::Params;
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::secret::{OfferId, OrganisationId, RepresentationId};
use crate::web::answer::too_many;
use crate::web::browser::Browser;
use crate::web::error::{Failure, PageError};
use crate::web::extract::{Now, SignedIn};
use crate::web::form::Posted;
use crate::web::page::claim;
use crate::web::page::history::{self, tell};
use crate::web::page::history_lines::Lines;
use crate::web::page::organisations::{role_name, step_up};
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "page/organisation.html")]
struct OrganisationPage {
    shell: Shell,
    address: String,
    refusal: Option<String>,
    facts: Vec<(String, String)>,
    grounds: Vec<(&'static str, String)>,
    people: Vec<Representative>,
    administers: bool,
    is_locked_by_own: bool,
    roles: Vec<(&'static str, String)>,
    offers: Vec<(String, String, String)>,
    history: Lines,
}

impl Page for OrganisationPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

struct Representative {
    id: String,
    name: String,
    is_you: bool,
    capacity: String,
    capacity_word: &'static str,
    role: &'static str,
    role_words: String,
    since: String,
    may_change: bool,
    may_end: bool,
}

/// The page; for who does not represent it, there is none.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    SignedIn(session): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let asked = Asked { id: OrganisationId::from_text(id), session, browser, provider, now };
    asked.page(StatusCode::OK, None).await
}

/// The proofs of every line of its history that the page shows.
pub(in crate::web) async fn proofs(
    State(provider): State<Provider>,
    Now(now): Now,
    SignedIn(session): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    history::proven(Whose::Organisation(&OrganisationId::from_text(id)), &session, &provider, now).await
}

/// One of them, as a file.
pub(in crate::web) async fn proof(
    State(provider): State<Provider>,
    Now(now): Now,
    SignedIn(session): SignedIn,
    Path((id, event)): Path<(String, String)>,
) -> Result<Response, Failure> {
    history::proven_line(Whose::Organisation(&OrganisationId::from_text(id)), &event, &session, &provider, now).await
}

/// A role is offered, taken back, changed or ended; the account is locked or unlocked.
pub(in crate::web) async fn submit(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    SignedIn(session): SignedIn,
    Path(id): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let asked = Asked { id: OrganisationId::from_text(id), session, browser, provider, now };
    let (t, back) = (asked.browser.language, format!("/organisations/{}", asked.id));
    let (status, words) = match asked.act(&fields).await {
        // Who walked away has no page there any more.
        Ok(()) if fields.typed("action") == "leave" => return Ok(Redirect::to("/organisations").into_response()),
        Ok(()) => return Ok(Redirect::to(&back).into_response()),
        Err(Refusal::StepUp) => return Ok(step_up(&back)),
        Err(Refusal::TooMany(until)) => return Ok(too_many(until, now)),
        Err(Refusal::Fault(fault)) => return Err(fault.into()),
        Err(Refusal::LevelTwoNeeded | Refusal::NotFound) => return Err(PageError::NotFound.into()),
        Err(Refusal::NotANumber) => (StatusCode::UNPROCESSABLE_ENTITY, t.organisation_offer_number_wrong()),
        Err(Refusal::Barred(bar)) => (StatusCode::FORBIDDEN, bar_words(bar, t)),
        Err(Refusal::Stale) => (StatusCode::CONFLICT, t.organisation_stale()),
    };
    asked.page(status, Some(words)).await
}

/// Who asks about which organisation.
struct Asked {
    id: OrganisationId,
    session: SessionFacts,
    browser: Browser,
    provider: Provider,
    now: Timestamp,
}

impl Asked {
    async fn act(&self, fields: &Params) -> Result<(), Refusal> {
        let Self { id, session, provider, now, .. } = self;
        let target = RepresentationId::from_text(fields.typed("representation"));
        let role = || Role::parse(fields.typed("role")).ok_or(Refusal::Stale);
        match fields.typed("action") {
            "offer" => represent::offer(id, fields.typed("personal_id_number"), role()?, session, provider, *now).await,
            "withdraw" => {
                let offer = OfferId::from_text(fields.typed("offer"));
                represent::withdraw_offer(id, &offer, session, provider, *now).await
            }
            "role" => represent::change(id, &target, Change::Role(role()?), session, provider, *now).await,
            "end" | "leave" => represent::change(id, &target, Change::End, session, provider, *now).await,
            "lock" => represent::lock(id, true, session, provider, *now).await,
            "unlock" => represent::lock(id, false, session, provider, *now).await,
            _ => Err(Refusal::Stale),
        }
    }

    async fn page(&self, status: StatusCode, refusal: Option<String>) -> Result<Response, Failure> {
        let view = organisation::view(&self.id, &self.session, &self.provider, self.now).await?;
        let view = view.ok_or(PageError::NotFound)?;
        let mut shell = Shell::new(&self.browser, &self.provider, &view.standing.account.name);
        shell.target = format!("%2Forganisations%2F{}", self.id);
        Ok(page(status, &self.shown(shell, &view, refusal)))
    }

    fn shown(&self, shell: Shell, view: &View, refusal: Option<String>) -> OrganisationPage {
        let (t, standing) = (self.browser.language, &view.standing);
        let administers = view.own.role.may_administer();
        let people = standing.people.iter().zip(&view.names).map(|(one, name)| {
            let may = |change| may_change(&standing.people, &self.session.account, one, change).is_ok();
            Representative {
                id: one.id.to_string(),
                name: name.clone().unwrap_or_else(|| t.organisation_person_unknown()),
                is_you: one.id == view.own.id,
                capacity: capacity_name(one.capacity, t),
                capacity_word: one.capacity.as_str(),
                role: one.role.as_str(),
                role_words: role_name(one.role, t),
                since: claim::day(one.since_at),
                may_change: Role::ALL.iter().any(|role| *role != one.role && may(Change::Role(*role))),
                may_end: may(Change::End),
            }
        });
        OrganisationPage {
            address: format!("/organisations/{}", self.id),
            refusal,
            facts: facts(view, t),
            grounds: standing
                .account
                .grounds
                .iter()
                .map(|ground| (ground.as_str(), ground_words(*ground, t)))
                .collect(),
            people: people.collect(),
            administers,
            is_locked_by_own: standing.account.grounds.contains(&Ground::OwnRequest),
            roles: Role::ALL.iter().map(|role| (role.as_str(), role_name(*role, t))).collect(),
            offers: view
                .offers
                .iter()
                .map(|offer| {
                    let words = t.organisation_offer_to(&offer.ending, role_name(offer.role, t));
                    (offer.id.to_string(), words, claim::day(offer.expires_at))
                })
                .collect(),
            history: Lines::of(
                view.history.iter().map(|line| tell(line, t)),
                format!("/organisations/{}/history", self.id),
            ),
            shell,
        }
    }
}

/// What is known of the organisation, from the register where one knows it.
fn facts(view: &View, t: Language) -> Vec<(String, String)> {
    let account = &view.standing.account;
    let mut facts = vec![(t.organisation_number(), account.number.as_str().to_owned())];
    facts.extend(account.tax_code.map(|code| (t.organisation_tax_code(), code.to_string())));
    if let Some(record) = &view.standing.record {
        facts.extend(record.enterprise_code.map(|code| (t.organisation_enterprise_code(), code.to_string())));
        facts.extend(record.short_name.as_ref().map(|name| (t.organisation_short_name(), name.to_string())));
        facts.extend(record.foreign_name.as_ref().map(|name| (t.organisation_foreign_name(), name.to_string())));
        facts.push((t.organisation_founded(), claim::day(record.founded_on.start_in_vietnam())));
        facts.push((t.organisation_address(), record.address.line()));
    }
    facts
}

fn capacity_name(capacity: Capacity, t: Language) -> String {
    match capacity {
        Capacity::Legal => t.capacity_legal(),
        Capacity::Head => t.capacity_head(),
        Capacity::Authorised => t.capacity_authorised(),
    }
}

fn ground_words(ground: Ground, t: Language) -> String {
    match ground {
        Ground::OwnRequest => t.ground_own_request(),
        Ground::Breach => t.ground_breach(),
        Ground::Dissolved => t.ground_dissolved(),
        Ground::Bankrupt => t.ground_bankrupt(),
        Ground::Suspended => t.ground_suspended(),
        Ground::Ended => t.ground_ended(),
        Ground::RegistrantEnforced => t.ground_registrant_enforced(),
        Ground::Unrepresented => t.ground_unrepresented(),
    }
}

fn bar_words(bar: Bar, t: Language) -> String {
    match bar {
        Bar::NotAdministrator => t.bar_not_administrator(),
        Bar::LegalRepresentative => t.bar_legal_representative(),
        Bar::LastAdministrator => t.bar_last_administrator(),
    }
}
