//! A party serves accounts of level 2 only, or who was proofed lately: what that is, how one gets there, and back to it.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::flow::authorize;
use crate::oauth::step::Step;
use crate::provider::Provider;
use crate::web::answer::answered;
use crate::web::browser::Browser;
use crate::web::coming::InRequest;
use crate::web::error::Failure;
use crate::web::extract::{Now, SignedIn};
use crate::web::form::Posted;
use crate::web::page::asking::Asking;
use crate::web::page::claim;
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "page/level.html")]
struct LevelPage {
    shell: Shell,
    asking: Asking,
    /// Until when the account is restrained, when that is the reason.
    restrained: Option<String>,
    /// Since when one must have been proofed, and when the person was, when that is the reason.
    proofed: Option<(String, Option<String>)>,
    /// Whether an immigration office is where the person goes.
    is_foreigner: bool,
}

impl Page for LevelPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The page.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    session: Option<SignedIn>,
    InRequest(open): InRequest,
) -> Result<Response, Failure> {
    let session = session.map(|SignedIn(session)| session);
    let restrained = session.as_ref().filter(|session| session.is_restrained(now));
    let restrained = restrained.and_then(|session| session.restrained_until).map(claim::moment);
    let next = authorize::next(&open, session.as_ref(), &provider, now).await?;
    let t = browser.language;
    let (title, proofed) = match next.step {
        Step::RaiseAccount => (t.level_title(), None),
        Step::ProveAgain => {
            let since = open.party.proofing_max_age.map(|most| claim::day(now.minus(most))).unwrap_or_default();
            let proofed_at = session.as_ref().and_then(|session| session.proofed_at);
            (t.proofing_title(), Some((since, proofed_at.map(claim::day))))
        }
        _ => return Ok(Redirect::to(&authorize::onward(&open)).into_response()),
    };
    let shell = Shell::new(&browser, &provider, title).leading_to(open.reply_to.origin());
    let is_foreigner = session.is_some_and(|session| session.holder_level.is_none());
    Ok(page(StatusCode::OK, &LevelPage { shell, asking: Asking::of(&open, t), restrained, proofed, is_foreigner }))
}

/// Back to the party, which hears that it was not allowed.
pub(in crate::web) async fn submit(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    InRequest(open): InRequest,
    Posted(_): Posted,
) -> Result<Response, Failure> {
    answered(authorize::cancel(&open, &provider, now).await?, &browser, &provider)
}
