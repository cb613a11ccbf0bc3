//! The account: who one is here, what parties may have, where one is signed in, what opens the account.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::flow::lock;
use crate::flow::recover;
use crate::flow::self_service::{self, Overview};
use crate::identity::account::{AccountKind, AccountLevel};
use crate::identity::language::Language;
use crate::identity::phone::Email;
use crate::oauth::consent::Given;
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::secret::ConsentId;
use crate::web::answer::signed_in;
use crate::web::browser::Browser;
use crate::web::error::{Failure, PageError};
use crate::web::extract::{Now, SignedIn};
use crate::web::form::Posted;
use crate::web::page::asking::Asking;
use crate::web::page::claim;
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "page/account.html")]
struct AccountPage {
    shell: Shell,
    name: Option<String>,
    number: String,
    kind: String,
    level: Option<i64>,
    may_lower: bool,
    is_lowered: bool,
    phone: String,
    email: Option<String>,
    consents: Vec<ShownConsent>,
    sessions: usize,
    authenticator_since: Option<String>,
    passkeys: usize,
    paper_codes: Option<i64>,
    unsure: bool,
    /// Whether somebody takes the account back.
    is_recovered: bool,
}

/// What the holder sees who has locked the account.
#[derive(Template)]
#[template(path = "page/locked.html")]
struct LockedPage {
    shell: Shell,
}

impl Page for LockedPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl Page for AccountPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

struct ShownConsent {
    id: String,
    asking: Asking,
    entrance: Option<String>,
    claims: String,
    offline: bool,
    since: String,
    until: String,
}

/// The page.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    SignedIn(session): SignedIn,
) -> Result<Response, Failure> {
    let t = browser.language;
    let overview = self_service::overview(&session, &provider, now).await?;
    let shell = Shell::new(&browser, &provider, t.account_title());
    Ok(page(StatusCode::OK, &shown(overview, shell, &session, &provider.config.issuer, t)))
}

/// The holder locks the account: every session ends with it, this one too.
pub(in crate::web) async fn lock(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    SignedIn(session): SignedIn,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let t = browser.language;
    if !fields.has("sure") {
        let overview = self_service::overview(&session, &provider, now).await?;
        let shell = Shell::new(&browser, &provider, t.account_title());
        let mut again = shown(overview, shell, &session, &provider.config.issuer, t);
        again.unsure = true;
        return Ok(page(StatusCode::UNPROCESSABLE_ENTITY, &again));
    }
    lock::by_holder(&session, &provider, now).await?;
    let shell = Shell::new(&browser, &provider, t.account_locked_title());
    Ok(page(StatusCode::OK, &LockedPage { shell }))
}

/// The holder says no to a recovery: it only ever protects, so one factor is enough.
pub(in crate::web) async fn stop_recovery(
    State(provider): State<Provider>,
    Now(now): Now,
    SignedIn(session): SignedIn,
    Posted(_): Posted,
) -> Result<Response, Failure> {
    recover::stop_all(&session, &provider, now).await?;
    Ok(Redirect::to("/account").into_response())
}

/// A consent is taken back.
pub(in crate::web) async fn withdraw(
    State(provider): State<Provider>,
    Now(now): Now,
    SignedIn(session): SignedIn,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let consent = ConsentId::from_text(fields.get("consent").ok_or(PageError::Unreadable)?);
    self_service::withdraw(&consent, &session, &provider, now).await?;
    // Whether it stood or not, it stands no more.
    Ok(Redirect::to("/account#consents").into_response())
}

/// The holder acts at level 1 from here on.
pub(in crate::web) async fn lower(
    State(provider): State<Provider>,
    Now(now): Now,
    SignedIn(session): SignedIn,
    Posted(_): Posted,
) -> Result<Response, Failure> {
    const BACK: &str = "/account#acts";
    Ok(match self_service::act_at_level_one(&session, &provider, now).await? {
        Some(cookie) => signed_in(&cookie, BACK, &provider),
        // It was lowered before, and acts at level 1.
        None => Redirect::to(BACK).into_response(),
    })
}

fn shown(overview: Overview, shell: Shell, session: &SessionFacts, issuer: &str, t: Language) -> AccountPage {
    let account = overview.account;
    AccountPage {
        shell,
        name: overview.name,
        number: claim::grouped(account.number.as_str()),
        kind: match account.kind {
            AccountKind::Citizen => t.account_citizen(),
            AccountKind::Foreigner => t.account_foreigner(),
            AccountKind::Organisation => t.account_organisation(),
        },
        level: account.level.map(AccountLevel::number),
        may_lower: session.may_be_lowered(),
        is_lowered: session.is_lowered(),
        phone: account.phone.masked(),
        email: account.email.as_ref().map(Email::masked),
        consents: overview.consents.iter().map(|given| shown_consent(given, issuer, t)).collect(),
        sessions: overview.sessions,
        authenticator_since: overview.authenticator_since.map(claim::day),
        passkeys: overview.passkeys,
        paper_codes: overview.paper_codes,
        unsure: false,
        is_recovered: overview.is_recovered,
    }
}

fn shown_consent(given: &Given, issuer: &str, t: Language) -> ShownConsent {
    let allowed = given.consent.allowed.iter().filter(|claim| claim.explains().is_none());
    let claims: Vec<_> = allowed.map(|allowed| claim::name_for(*allowed, &given.party, t)).collect();
    ShownConsent {
        id: given.consent.id.as_str().to_owned(),
        asking: Asking::party(&given.party, t),
        entrance: given.party.entrance(issuer),
        claims: if claims.is_empty() { t.account_consent_nothing() } else { claims.join(", ") },
        offline: given.consent.is_offline(),
        since: claim::day(given.consent.given_at),
        until: claim::day(given.consent.expires_at),
    }
}
