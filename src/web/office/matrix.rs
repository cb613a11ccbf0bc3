//! The whole matrix, group by action by module, as one table; a button a group records what was ticked (K01-K04).

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::flow::permit::{self, Refusal, Setting};
use crate::identity::language::Language;
use crate::identity::officer::{Action, Bar, Group, Module, Officer, Permissions, may_change};
use crate::oauth::params::Params;
use crate::provider::Provider;
use crate::secret::GroupId;
use crate::web::browser::Browser;
use crate::web::error::{Failure, PageError};
use crate::web::extract::{Now, OnDuty};
use crate::web::form::Posted;
use crate::web::mistakes::Mistakes;
use crate::web::office::desk::{Desk, Place};
use crate::web::office::groups::{action_name, failure, module_name};
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "office/matrix.html")]
struct MatrixPage {
    shell: Shell,
    desk: Desk,
    mistakes: Mistakes,
    actions: Vec<String>,
    groups: Vec<ShownGroup>,
}

impl Page for MatrixPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

struct ShownGroup {
    id: String,
    name: String,
    version: i64,
    may_change: bool,
    is_own: bool,
    rows: Vec<Row>,
}

struct Row {
    name: String,
    cells: Vec<Cell>,
}

struct Cell {
    /// `module.action`, the name of the box.
    word: String,
    label: String,
    short: String,
    granted: bool,
}

/// The matrix.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
) -> Result<Response, Failure> {
    drawn(StatusCode::OK, Mistakes::default(), &officer, &browser, &provider).await
}

/// Records what one group may do in every module.
pub(in crate::web) async fn record(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Path(group): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let (t, id) = (browser.language, GroupId::from_text(group));
    let version = fields.get("version").and_then(|text| text.parse().ok()).ok_or(PageError::Unreadable)?;
    let wanted = ticked(&fields);
    let words = match permit::set(&id, version, Module::ALL, &wanted, &officer, &provider, now).await {
        Ok(Setting::Done) => return Ok(Redirect::to("/office/groups/matrix").into_response()),
        Ok(Setting::Asked) => return Ok(Redirect::to("/office/grants").into_response()),
        Err(Refusal::Stale) => t.office_group_stale(),
        Err(Refusal::Waiting) => t.office_grant_waiting(),
        Err(other) => return Err(failure(other)),
    };
    let mut mistakes = Mistakes::default();
    mistakes.add("matrix", words);
    drawn(StatusCode::CONFLICT, mistakes, &officer, &browser, &provider).await
}

/// What was ticked, in every module.
fn ticked(fields: &Params) -> Permissions {
    let every = Module::ALL.iter().flat_map(|module| Action::ALL.iter().map(move |action| (*module, *action)));
    every.filter(|(module, action)| fields.has(&format!("{}.{}", module.as_str(), action.as_str()))).collect()
}

async fn drawn(
    status: StatusCode,
    mistakes: Mistakes,
    officer: &Officer,
    browser: &Browser,
    provider: &Provider,
) -> Result<Response, Failure> {
    let t = browser.language;
    let groups = permit::groups(officer, provider).await.map_err(failure)?;
    let shown = MatrixPage {
        shell: Shell::new(browser, provider, t.office_matrix_title()),
        desk: Desk::new(officer, Place::Groups, t),
        mistakes,
        actions: Action::ALL.iter().map(|action| action_name(*action, t)).collect(),
        groups: groups.iter().map(|group| shown(group, officer, t)).collect(),
    };
    Ok(page(status, &shown))
}

fn shown(group: &Group, officer: &Officer, t: Language) -> ShownGroup {
    let allowed = may_change(&group.id, officer);
    let row = |module: &Module| Row {
        name: module_name(*module, t),
        cells: Action::ALL
            .iter()
            .map(|action| Cell {
                word: format!("{}.{}", module.as_str(), action.as_str()),
                label: t.office_group_may_do(&group.name, module_name(*module, t), action_name(*action, t)),
                short: action_name(*action, t),
                granted: group.permissions.contains(&(*module, *action)),
            })
            .collect(),
    };
    ShownGroup {
        id: group.id.to_string(),
        name: group.name.to_string(),
        version: group.version,
        may_change: allowed.is_ok(),
        is_own: allowed == Err(Bar::OwnWork),
        rows: Module::ALL.iter().map(row).collect(),
    }
}
