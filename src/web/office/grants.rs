//! What waits for a second administrator, with the difference that it makes, and what was changed before.

use std::collections::BTreeMap;

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::clock::Timestamp;
use crate::flow::permit::{self, Refusal};
use crate::identity::event::Actor;
use crate::identity::grant::{self, Changed, Request, Wish, may_decide};
use crate::identity::language::Language;
use crate::identity::officer::{Officer, Permissions};
use crate::provider::Provider;
use crate::secret::{AccountId, GrantId};
use crate::web::browser::Browser;
use crate::web::error::{Failure, PageError};
use crate::web::extract::{Now, OnDuty};
use crate::web::form::Posted;
use crate::web::mistakes::Mistakes;
use crate::web::office::desk::{Desk, Place, moment};
use crate::web::office::groups::{action_name, failure, module_name};
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "office/grants.html")]
struct GrantsPage {
    shell: Shell,
    desk: Desk,
    mistakes: Mistakes,
    waiting: Vec<Waiting>,
    changes: Vec<Line>,
}

impl Page for GrantsPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// A request and what it would change.
struct Waiting {
    id: String,
    what: String,
    gained: Vec<String>,
    lost: Vec<String>,
    asked: String,
    until: String,
    may_decide: bool,
    is_own: bool,
}

/// A change that was made.
struct Line {
    what: String,
    at: String,
    sentence: String,
    by: String,
    before: String,
    after: String,
}

/// The requests and the changes.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
) -> Result<Response, Failure> {
    drawn(StatusCode::OK, Mistakes::default(), &officer, &browser, &provider, now).await
}

/// Approves, refuses or takes back.
pub(in crate::web) async fn decide(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Path(id): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let approves = match fields.typed("decision") {
        "approve" => true,
        "refuse" => false,
        _ => return Err(PageError::Unreadable.into()),
    };
    match permit::decide(&GrantId::from_text(id), approves, &officer, &provider, now).await {
        Ok(()) => Ok(Redirect::to("/office/grants").into_response()),
        Err(Refusal::Stale) => {
            let mut mistakes = Mistakes::default();
            mistakes.add("waiting", browser.language.office_grant_stale());
            drawn(StatusCode::CONFLICT, mistakes, &officer, &browser, &provider, now).await
        }
        Err(other) => Err(failure(other)),
    }
}

async fn drawn(
    status: StatusCode,
    mistakes: Mistakes,
    officer: &Officer,
    browser: &Browser,
    provider: &Provider,
    now: Timestamp,
) -> Result<Response, Failure> {
    let t = browser.language;
    let (waiting, changes, names) = permit::requests(officer, provider, now).await.map_err(failure)?;
    let shown = GrantsPage {
        shell: Shell::new(browser, provider, t.office_grants_title()),
        desk: Desk::new(officer, Place::Groups, t),
        mistakes,
        waiting: waiting.iter().map(|request| shown(request, officer, t)).collect(),
        changes: changes.iter().map(|change| line(change, &names, t)).collect(),
    };
    Ok(page(status, &shown))
}

fn shown(request: &Request, officer: &Officer, t: Language) -> Waiting {
    let (what, gained, lost) = match &request.wish {
        Wish::Grant(granted) => (t.office_grant_wider(&request.group_name), named(granted, t), Vec::new()),
        Wish::Move { name, from_name, gained, lost, .. } => {
            (t.office_grant_move(name, from_name, &request.group_name), named(gained, t), named(lost, t))
        }
    };
    Waiting {
        id: request.id.to_string(),
        what,
        gained,
        lost,
        asked: t.office_grant_asked(&request.requested_by_name, moment(request.requested_at)),
        until: moment(request.expires_at),
        may_decide: may_decide(request, officer).is_ok(),
        is_own: request.requested_by == officer.account,
    }
}

fn line(change: &Changed, names: &BTreeMap<AccountId, String>, t: Language) -> Line {
    let name = |account: &AccountId| names.get(account).cloned().unwrap_or_default();
    let officer = change.account.as_ref().map(name).unwrap_or_default();
    let sentence = match change.what.as_str() {
        "added" => t.office_change_added(&change.group),
        "renamed" => t.office_change_renamed(&change.group),
        "removed" => t.office_change_removed(&change.group),
        "moved" => t.office_change_moved(officer),
        _ => t.office_change_permissions(&change.group),
    };
    let by = match (&change.by, &change.asked_by) {
        (Actor::Officer(by), Some(asked)) => t.office_change_by_two(name(asked), name(by)),
        (Actor::Officer(by), None) => name(by),
        (Actor::Operator, _) => t.by_operator(),
        _ => t.by_house(),
    };
    let told = |text: &str| match grant::parse(text) {
        Some(permissions) => named(&permissions, t).join("; "),
        None => text.to_owned(),
    };
    Line {
        what: change.what.clone(),
        at: moment(change.at),
        sentence,
        by,
        before: told(&change.before),
        after: told(&change.after),
    }
}

fn named(permissions: &Permissions, t: Language) -> Vec<String> {
    let named =
        permissions.iter().map(|(module, action)| t.office_may_do(action_name(*action, t), module_name(*module, t)));
    named.collect()
}
