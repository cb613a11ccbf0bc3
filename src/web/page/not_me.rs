//! "It was not me": one press for who is signed in, number and code of the notice for who is not.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::flow::not_me::{self, Refusal};
use crate::provider::Provider;
use crate::web::answer::too_many;
use crate::web::browser::Browser;
use crate::web::error::Failure;
use crate::web::extract::{Now, SignedIn};
use crate::web::form::Posted;
use crate::web::mistakes::Mistakes;
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "page/not_me.html")]
struct NotMePage {
    shell: Shell,
    mistakes: Mistakes,
    /// Whether a session of this browser says who it is.
    by_session: bool,
    number: String,
    done: Option<Done>,
}

/// What is said once it was pressed.
struct Done {
    /// The report's; only who was signed in is told that there is one.
    reference: Option<String>,
}

impl Page for NotMePage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The button, or the form.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    browser: Browser,
    session: Option<SignedIn>,
) -> Response {
    drawn(StatusCode::OK, Mistakes::default(), session.is_some(), "", None, &browser, &provider)
}

/// It was pressed.
pub(in crate::web) async fn submit(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    session: Option<SignedIn>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    if let Some(SignedIn(session)) = session {
        let done = Done { reference: Some(not_me::by_session(&session, &provider, now).await?) };
        return Ok(drawn(StatusCode::OK, Mistakes::default(), true, "", Some(done), &browser, &provider));
    }
    let (t, number) = (browser.language, fields.typed("personal_id_number"));
    let (shown, address) = ((number, fields.typed("notice")), browser.counted_address());
    let mut mistakes = Mistakes::default();
    match not_me::by_code(shown, &browser.token, &address, &provider, now).await? {
        Ok(()) => {
            let done = Some(Done { reference: None });
            return Ok(drawn(StatusCode::OK, mistakes, false, "", done, &browser, &provider));
        }
        Err(Refusal::TooMany(until)) => return Ok(too_many(until, now)),
        Err(Refusal::NotANumber) => mistakes.add("personal_id_number", t.officer_number_wrong()),
        Err(Refusal::NotACode) => mistakes.add("notice", t.not_me_code_shape()),
    }
    Ok(drawn(StatusCode::UNPROCESSABLE_ENTITY, mistakes, false, number, None, &browser, &provider))
}

fn drawn(
    status: StatusCode,
    mistakes: Mistakes,
    by_session: bool,
    number: &str,
    done: Option<Done>,
    browser: &Browser,
    provider: &Provider,
) -> Response {
    let mut shell = Shell::new(browser, provider, browser.language.not_me_title());
    shell.signed_in &= done.is_none();
    page(status, &NotMePage { shell, mistakes, by_session, number: number.to_owned(), done })
}
