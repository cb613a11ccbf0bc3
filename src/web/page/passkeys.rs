//! The passkeys of an account: listed, added, renamed, removed. Each needs a fresh second factor.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::clock::Timestamp;
use crate::flow::{passkey, second_factor};
use crate::identity::language::Language;
use crate::identity::passkey::Kind;
use crate::limits;
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::secret::PasskeyId;
use crate::web::browser::Browser;
use crate::web::error::Failure;
use crate::web::extract::{Now, SignedIn};
use crate::web::form::Posted;
use crate::web::page::claim;
use crate::web::page::passkey::{caller, question};
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "page/passkeys.html")]
struct PasskeysPage {
    shell: Shell,
    passkeys: Vec<Listed>,
    /// What a new one is called unless its holder says otherwise; none where no more can be added.
    suggested: Option<String>,
    refusal: Option<String>,
    longest: usize,
}

impl Page for PasskeysPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

struct Listed {
    id: String,
    name: String,
    kind: String,
    made: String,
    used: Option<String>,
}

/// The list, and what can be done.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    SignedIn(session): SignedIn,
) -> Result<Response, Failure> {
    if let Some(step_up) = step_up(&session, now) {
        return Ok(step_up);
    }
    shown(StatusCode::OK, None, &session, &browser, &provider).await
}

/// What the script asks before a browser makes one.
pub(in crate::web) async fn offer(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    SignedIn(session): SignedIn,
    Posted(_): Posted,
) -> Result<Response, Failure> {
    if let Some(step_up) = step_up(&session, now) {
        return Ok(step_up);
    }
    let address = browser.counted_address();
    question(passkey::offer(caller(&browser, &address), &session, &provider, now).await?, now)
}

/// Adds, renames or removes.
pub(in crate::web) async fn submit(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    SignedIn(session): SignedIn,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    if let Some(step_up) = step_up(&session, now) {
        return Ok(step_up);
    }
    let (id, keeps) = (PasskeyId::from_text(fields.typed("passkey")), fields.has("keep"));
    match fields.get("action") {
        // Whether it was there or not, it is not any more, and is called so if it is.
        Some("remove") => drop(passkey::remove(&id, keeps, &session, &provider, now).await?),
        Some("rename") => drop(passkey::rename(&id, fields.typed("name"), &session, &provider).await?),
        _ => {
            let address = browser.counted_address();
            let (answer, name) = (fields.typed("answer"), fields.typed("name"));
            let caller = caller(&browser, &address);
            if !passkey::add(answer, name, keeps, caller, &session, &provider, now).await? {
                let refusal = Some(browser.language.passkeys_not_added());
                return shown(StatusCode::UNPROCESSABLE_ENTITY, refusal, &session, &browser, &provider).await;
            }
        }
    }
    Ok(Redirect::to(PATH).into_response())
}

fn step_up(session: &SessionFacts, now: Timestamp) -> Option<Response> {
    let is_fresh = second_factor::is_fresh(session, now);
    (!is_fresh).then(|| Redirect::to("/sign-in/code?back=%2Faccount%2Fpasskeys").into_response())
}

async fn shown(
    status: StatusCode,
    refusal: Option<String>,
    session: &SessionFacts,
    browser: &Browser,
    provider: &Provider,
) -> Result<Response, Failure> {
    let t = browser.language;
    let passkeys = passkey::list(session, provider).await?;
    let may_add = provider.passkeys.is_some() && passkeys.len() < limits::PASSKEYS;
    let passkeys = passkeys
        .into_iter()
        .map(|passkey| Listed {
            id: passkey.id.as_str().to_owned(),
            name: if passkey.name.is_empty() { t.passkeys_unnamed() } else { passkey.name },
            kind: kind(passkey.kind, t),
            made: claim::day(passkey.made_at),
            used: passkey.used_at.map(claim::moment),
        })
        .collect();
    let shell = Shell::new(browser, provider, t.passkeys_title());
    let suggested = may_add.then(|| browser.kind.to_owned());
    Ok(page(status, &PasskeysPage { shell, passkeys, suggested, refusal, longest: limits::PASSKEY_NAME }))
}

fn kind(kind: Kind, t: Language) -> String {
    match kind {
        Kind::Synced => t.passkeys_synced(),
        Kind::Device => t.passkeys_device(),
        Kind::Token => t.passkeys_token(),
    }
}

const PATH: &str = "/account/passkeys";
