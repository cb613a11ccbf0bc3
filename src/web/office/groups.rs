//! What groups of officers may do: module by action, a row saved at a time (K01-K04).

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::Deserialize;

use crate::flow::permit::{self, Refusal, Setting};
use crate::identity::grant::may_ask_to_move;
use crate::identity::language::Language;
use crate::identity::officer::{Action, Bar, Group, Module, Officer, Permissions, may_change};
use crate::provider::Provider;
use crate::secret::{AccountId, GroupId};
use crate::web::browser::Browser;
use crate::web::error::{Failure, PageError};
use crate::web::extract::{Now, OnDuty};
use crate::web::form::Posted;
use crate::web::office::desk::{Desk, Place};
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "office/groups.html")]
struct GroupsPage {
    shell: Shell,
    desk: Desk,
    groups: Vec<Tab>,
    shown: Option<Matrix>,
    actions: Vec<String>,
    may_add: bool,
    new_name: String,
    wrong: Option<Wrong>,
}

impl Page for GroupsPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// A group to choose.
struct Tab {
    id: String,
    name: String,
    is_shown: bool,
}

/// What the chosen group may do.
struct Matrix {
    id: String,
    name: String,
    version: i64,
    may_change: bool,
    may_remove: bool,
    is_own: bool,
    rows: Vec<Row>,
    officers: Vec<Member>,
}

/// An officer of the group.
struct Member {
    account: String,
    name: String,
    post: String,
    /// Whether this officer may be moved by whoever looks.
    may_move: bool,
}

struct Row {
    module: &'static str,
    name: String,
    cells: Vec<Cell>,
}

struct Cell {
    action: &'static str,
    label: String,
    granted: bool,
}

/// What was wrong, and where.
struct Wrong {
    field: &'static str,
    words: String,
}

/// Which group to show; the first when none is named.
#[derive(Debug, Deserialize)]
pub(in crate::web) struct Chosen {
    #[serde(default)]
    group: String,
}

/// The matrix.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Query(Chosen { group }): Query<Chosen>,
) -> Result<Response, Failure> {
    drawn(StatusCode::OK, &group, "", None, &officer, &browser, &provider).await
}

/// Makes a group.
pub(in crate::web) async fn add(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let (t, name) = (browser.language, fields.typed("name"));
    let words = match permit::add(name, &officer, &provider, now).await {
        Ok(id) => return Ok(shown_at(&id)),
        Err(Refusal::NotAName) => t.office_group_name_wrong(),
        Err(Refusal::NameTaken) => t.office_group_name_taken(),
        Err(other) => return Err(failure(other)),
    };
    let wrong = Some(Wrong { field: "name", words });
    drawn(StatusCode::UNPROCESSABLE_ENTITY, "", name, wrong, &officer, &browser, &provider).await
}

/// Saves one row: what a group may do in one module.
pub(in crate::web) async fn set(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Path(group): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let id = GroupId::from_text(group);
    let module = Module::parse(fields.typed("module")).ok_or(PageError::Unreadable)?;
    let version = fields.get("version").and_then(|text| text.parse().ok()).ok_or(PageError::Unreadable)?;
    let ticked = Action::ALL.iter().filter(|action| fields.has(action.as_str()));
    let wanted: Permissions = ticked.map(|action| (module, *action)).collect();
    match permit::set(&id, version, &[module], &wanted, &officer, &provider, now).await {
        Ok(Setting::Done) => Ok(shown_at(&id)),
        Ok(Setting::Asked) => Ok(Redirect::to("/office/grants").into_response()),
        Err(refusal) => again(refusal, &id, &officer, &browser, &provider).await,
    }
}

/// Gives a group another name.
pub(in crate::web) async fn rename(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Path(group): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let id = GroupId::from_text(group);
    let version = fields.get("version").and_then(|text| text.parse().ok()).ok_or(PageError::Unreadable)?;
    match permit::rename(&id, version, fields.typed("name"), &officer, &provider, now).await {
        Ok(()) => Ok(shown_at(&id)),
        Err(refusal) => again(refusal, &id, &officer, &browser, &provider).await,
    }
}

/// Removes a group without officers.
pub(in crate::web) async fn remove(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Path(group): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let id = GroupId::from_text(group);
    let version = fields.get("version").and_then(|text| text.parse().ok()).ok_or(PageError::Unreadable)?;
    match permit::remove(&id, version, &officer, &provider, now).await {
        Ok(()) => Ok(Redirect::to("/office/groups").into_response()),
        Err(refusal) => again(refusal, &id, &officer, &browser, &provider).await,
    }
}

/// Asks that an officer changes to this group.
pub(in crate::web) async fn take_in(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Path(from): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let (moved, to) = (AccountId::from_text(fields.typed("officer")), GroupId::from_text(fields.typed("to")));
    match permit::ask_to_move(&moved, &to, &officer, &provider, now).await {
        Ok(()) => Ok(Redirect::to("/office/grants").into_response()),
        Err(refusal) => again(refusal, &GroupId::from_text(from), &officer, &browser, &provider).await,
    }
}

/// The page once more, with what was wrong.
async fn again(
    refusal: Refusal,
    group: &GroupId,
    officer: &Officer,
    browser: &Browser,
    provider: &Provider,
) -> Result<Response, Failure> {
    let t = browser.language;
    let (status, field, words) = match refusal {
        Refusal::Stale => (StatusCode::CONFLICT, "matrix", t.office_group_stale()),
        Refusal::Waiting => (StatusCode::CONFLICT, "matrix", t.office_grant_waiting()),
        Refusal::HasOfficers => (StatusCode::CONFLICT, "officers", t.office_group_has_officers()),
        Refusal::NotAName => (StatusCode::UNPROCESSABLE_ENTITY, "rename", t.office_group_name_wrong()),
        Refusal::NameTaken => (StatusCode::UNPROCESSABLE_ENTITY, "rename", t.office_group_name_taken()),
        other => return Err(failure(other)),
    };
    let wrong = Some(Wrong { field, words });
    drawn(status, group.as_str(), "", wrong, officer, browser, provider).await
}

async fn drawn(
    status: StatusCode,
    chosen: &str,
    new_name: &str,
    wrong: Option<Wrong>,
    officer: &Officer,
    browser: &Browser,
    provider: &Provider,
) -> Result<Response, Failure> {
    let t = browser.language;
    let groups = permit::groups(officer, provider).await.map_err(failure)?;
    let group = groups.iter().find(|group| group.id.as_str() == chosen).or(groups.first());
    let members = match group {
        None => Vec::new(),
        Some(group) => permit::officers_of(&group.id, officer, provider).await.map_err(failure)?,
    };
    let shown = GroupsPage {
        shell: Shell::new(browser, provider, t.office_groups_title()),
        desk: Desk::new(officer, Place::Groups, t),
        groups: groups
            .iter()
            .map(|one| Tab {
                id: one.id.to_string(),
                name: one.name.to_string(),
                is_shown: group.is_some_and(|group| group.id == one.id),
            })
            .collect(),
        shown: group.map(|group| matrix(group, &members, officer, t)),
        actions: Action::ALL.iter().map(|action| action_name(*action, t)).collect(),
        may_add: officer.may(Module::Permission, Action::Add),
        new_name: new_name.to_owned(),
        wrong,
    };
    Ok(page(status, &shown))
}

fn matrix(group: &Group, members: &[Officer], officer: &Officer, t: Language) -> Matrix {
    let allowed = may_change(&group.id, officer);
    let row = |module: &Module| Row {
        module: module.as_str(),
        name: module_name(*module, t),
        cells: Action::ALL
            .iter()
            .map(|action| Cell {
                action: action.as_str(),
                label: t.office_may_do(action_name(*action, t), module_name(*module, t)),
                granted: group.permissions.contains(&(*module, *action)),
            })
            .collect(),
    };
    Matrix {
        id: group.id.to_string(),
        name: group.name.to_string(),
        version: group.version,
        may_change: allowed.is_ok(),
        may_remove: officer.may(Module::Permission, Action::Delete) && group.id != officer.group.id,
        is_own: allowed == Err(Bar::OwnWork),
        rows: Module::ALL.iter().map(row).collect(),
        officers: members
            .iter()
            .map(|member| Member {
                account: member.account.to_string(),
                name: member.name.to_string(),
                post: format!("{}, {}", member.title, member.unit),
                may_move: may_ask_to_move(&member.account, officer).is_ok(),
            })
            .collect(),
    }
}

fn shown_at(group: &GroupId) -> Response {
    Redirect::to(&format!("/office/groups?group={group}")).into_response()
}

/// A refusal that has no place on the page.
pub(super) fn failure(refusal: Refusal) -> Failure {
    match refusal {
        Refusal::Fault(fault) => fault.into(),
        Refusal::NoSuchGroup => PageError::NotFound.into(),
        _ => PageError::Forbidden.into(),
    }
}

/// What a module is called.
pub(super) fn module_name(module: Module, t: Language) -> String {
    match module {
        Module::Account => t.office_module_account(),
        Module::Scan => t.office_module_scan(),
        Module::Lock => t.office_module_lock(),
        Module::Call => t.office_module_call(),
        Module::Permanent => t.office_module_permanent(),
        Module::Temporary => t.office_module_temporary(),
        Module::Absence => t.office_module_absence(),
        Module::Stay => t.office_module_stay(),
        Module::Organisation => t.office_module_organisation(),
        Module::Permission => t.office_module_permission(),
        Module::Visit => t.office_module_visit(),
        Module::NearMatch => t.office_module_near_match(),
        Module::Correction => t.office_module_correction(),
        Module::Contact => t.office_module_contact(),
    }
}

/// What an action is called.
pub(super) fn action_name(action: Action, t: Language) -> String {
    match action {
        Action::All => t.office_action_all(),
        Action::Menu => t.office_action_menu(),
        Action::SubMenu => t.office_action_sub_menu(),
        Action::Receive => t.office_action_receive(),
        Action::View => t.office_action_view(),
        Action::Check => t.office_action_check(),
        Action::Process => t.office_action_process(),
        Action::Approve => t.office_action_approve(),
        Action::Add => t.office_action_add(),
        Action::Update => t.office_action_update(),
        Action::Delete => t.office_action_delete(),
        Action::Search => t.office_action_search(),
    }
}
