//! A dependant, as who answers for them sees: the data, who saw them, and what can be done in their name.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::flow::declare::Refusal;
use crate::flow::dependant::{self, Shown};
use crate::flow::history;
use crate::flow::prove_history::Whose;
use crate::identity::account::{AccountLevel, State as Stands};
use crate::identity::dependant::Reach;
use crate::provider::Provider;
use crate::secret::DependantId;
use crate::wallet::field::Field;
use crate::web::browser::Browser;
use crate::web::error::Failure;
use crate::web::extract::{Now, SignedIn};
use crate::web::form::Posted;
use crate::web::page::dependants::{PATH, relation, step_up, two_factors};
use crate::web::page::history::{self as told, tell};
use crate::web::page::history_lines::Lines;
use crate::web::shell::{Page, Shell, page};
use crate::web::words::{self, Labelled};

#[derive(Template)]
#[template(path = "page/dependant.html")]
struct Dependant {
    shell: Shell,
    id: String,
    relation: String,
    level: Option<i64>,
    stands: Where,
    name: Option<String>,
    facts: Vec<Labelled>,
    as_of: String,
    until: Option<String>,
    may_rise: bool,
    may_verify: bool,
    card_ended: bool,
    history: Lines,
}

/// Where the dependant's account stands for who looks.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Where {
    /// It waits to be activated by who looks.
    Waits,
    /// Its window of activation has passed.
    Lapsed,
    /// It is open.
    Open,
    /// It is locked.
    Locked,
    /// The young person acts alone and has not taken it over yet.
    ToBeTakenOver,
    /// The young person has.
    TakenOver,
}

#[derive(Template)]
#[template(path = "page/no_dependant.html")]
struct NoDependant {
    shell: Shell,
}

impl Page for Dependant {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl Page for NoDependant {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The dependant, once the register says again that the person answers for them.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    SignedIn(session): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    if let Some(step_up) = two_factors(&session, &format!("{PATH}/{id}")) {
        return Ok(step_up);
    }
    let id = DependantId::from_text(id);
    let Some(shown) = dependant::open(&session, &id, &provider, now).await? else {
        return Ok(none(&browser, &provider));
    };
    let t = browser.language;
    let lines = history::of_dependant(&session, &shown.proven, &provider).await?;
    let of = |field| shown.facts.iter().find(|said| said.field == field).and_then(|said| said.value.clone());
    let facts = shown.facts.iter().filter(|said| said.field != Field::Name);
    let shell = Shell::new(&browser, &provider, t.dependant_title());
    let level = shown.proven.account.level.map(AccountLevel::number);
    let opened = shown.proven.opened_level(now);
    let page_shown = Dependant {
        shell,
        id: id.as_str().to_owned(),
        relation: relation(shown.proven.standing.relation, t),
        level,
        stands: stands(&shown),
        name: of(Field::Name),
        facts: facts.map(|said| Labelled::new(said.field, false, t).saying(Some(said), t)).collect(),
        as_of: words::moment(now),
        may_rise: shown.proven.may_rise(now),
        may_verify: opened.is_some_and(|level| level >= AccountLevel::Two.number()),
        card_ended: opened < level,
        until: shown.proven.standing.hands_over_on.map(words::day),
        history: Lines::of(lines.iter().map(|line| tell(line, t)), format!("{PATH}/{id}/history")),
    };
    Ok(page(StatusCode::OK, &page_shown))
}

/// The proofs of every line of the dependant's history that the page shows.
pub(in crate::web) async fn proofs(
    State(provider): State<Provider>,
    Now(now): Now,
    SignedIn(session): SignedIn,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    if let Some(step_up) = two_factors(&session, &format!("{PATH}/{id}")) {
        return Ok(step_up);
    }
    told::proven(Whose::Dependant(&DependantId::from_text(id)), &session, &provider, now).await
}

/// One of them, as a file.
pub(in crate::web) async fn proof(
    State(provider): State<Provider>,
    Now(now): Now,
    SignedIn(session): SignedIn,
    Path((id, event)): Path<(String, String)>,
) -> Result<Response, Failure> {
    if let Some(step_up) = two_factors(&session, &format!("{PATH}/{id}")) {
        return Ok(step_up);
    }
    told::proven_line(Whose::Dependant(&DependantId::from_text(id)), &event, &session, &provider, now).await
}

/// The account is activated in the session of who answers for its holder.
pub(in crate::web) async fn activate(
    State(provider): State<Provider>,
    Now(now): Now,
    SignedIn(session): SignedIn,
    Path(id): Path<String>,
    Posted(_): Posted,
) -> Result<Response, Failure> {
    let back = format!("{PATH}/{id}");
    match dependant::activate(&session, &DependantId::from_text(id), &provider, now).await? {
        Err(Refusal::StepUp) => Ok(step_up(&back)),
        // Whether it was activated now or before: the page says how it stands.
        _ => Ok(Redirect::to(&back).into_response()),
    }
}

fn stands(shown: &Shown) -> Where {
    let account = &shown.proven.account;
    match (shown.proven.standing.reach, account.state) {
        (Reach::HandedOver, _) if shown.proven.is_own => Where::TakenOver,
        (Reach::HandedOver, _) => Where::ToBeTakenOver,
        _ if account.is_locked() => Where::Locked,
        (_, Stands::Approved) => Where::Waits,
        (_, Stands::Active) => Where::Open,
        _ => Where::Lapsed,
    }
}

/// Nobody whom the person answers for, or not any more: one answer, whoever's the address is.
pub(super) fn none(browser: &Browser, provider: &Provider) -> Response {
    let shell = Shell::new(browser, provider, browser.language.no_dependant_title());
    page(StatusCode::NOT_FOUND, &NoDependant { shell })
}
