//! For whom the person acts at a party: for oneself, or for an organisation that the person represents.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::flow::{act, authorize};
use crate::oauth::scope::Scope;
use crate::provider::Provider;
use crate::web::answer::answered;
use crate::web::browser::Browser;
use crate::web::coming::InRequest;
use crate::web::error::Failure;
use crate::web::extract::{Now, SignedIn};
use crate::web::form::Posted;
use crate::web::page::asking::Asking;
use crate::web::page::organisations::role_name;
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "page/acting.html")]
struct ActingPage {
    shell: Shell,
    asking: Asking,
    choices: Vec<Choice>,
}

impl Page for ActingPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

struct Choice {
    id: String,
    name: String,
    number: String,
    role: String,
}

/// The choice; oneself is chosen beforehand.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    SignedIn(session): SignedIn,
    InRequest(open): InRequest,
) -> Result<Response, Failure> {
    let t = browser.language;
    if !open.request.scope.has(Scope::VnOrganisation) {
        return Ok(Redirect::to(&authorize::onward(&open)).into_response());
    }
    let choices = act::choices(&session, &provider, now).await?;
    let shown = ActingPage {
        shell: Shell::new(&browser, &provider, t.acting_title()).leading_to(open.reply_to.origin()),
        asking: Asking::of(&open, t),
        choices: choices
            .into_iter()
            .map(|choice| Choice {
                id: choice.own.id.to_string(),
                number: choice.account.number.as_str().to_owned(),
                role: role_name(choice.own.role, t),
                name: choice.account.name,
            })
            .collect(),
    };
    Ok(page(StatusCode::OK, &shown))
}

/// What was chosen, or the way out.
pub(in crate::web) async fn submit(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    SignedIn(session): SignedIn,
    InRequest(open): InRequest,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    if fields.get("action") == Some("cancel") {
        return answered(authorize::cancel(&open, &provider, now).await?, &browser, &provider);
    }
    let wanted = fields.get("for").filter(|wanted| *wanted != SELF);
    // What cannot be chosen any more is asked again.
    act::choose(&open.kept.id, wanted, &session, &provider, now).await?;
    Ok(Redirect::to(&authorize::onward(&open)).into_response())
}

/// The value of the first box.
const SELF: &str = "self";
