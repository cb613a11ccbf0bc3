//! A code to the phone first, for whom others' guesses have locked out: then this browser tries the password on its own.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::flow::let_try::{self, Refusal};
use crate::provider::Provider;
use crate::web::answer::too_many;
use crate::web::browser::Browser;
use crate::web::error::Failure;
use crate::web::extract::Now;
use crate::web::form::Posted;
use crate::web::mistakes::Mistakes;
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "page/let_try.html")]
struct LetTryPage {
    shell: Shell,
    mistakes: Mistakes,
    number: String,
    is_sent: bool,
    is_done: bool,
}

impl Page for LetTryPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The number is asked for.
pub(in crate::web) async fn show(State(provider): State<Provider>, browser: Browser) -> Response {
    drawn(StatusCode::OK, Mistakes::default(), "", Stage::Number, &browser, &provider)
}

/// A code is sent, if there is somebody to send it to.
pub(in crate::web) async fn ask(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let number = fields.typed("username");
    match let_try::ask(number, &browser.counted_address(), &browser.token, &provider, now).await? {
        Err(Refusal::TooMany(until)) => Ok(too_many(until, now)),
        Ok(()) | Err(Refusal::Code) => {
            Ok(drawn(StatusCode::OK, Mistakes::default(), number, Stage::Code, &browser, &provider))
        }
    }
}

/// The code: the password may be tried here.
pub(in crate::web) async fn open(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let (number, address) = (fields.typed("username"), browser.counted_address());
    match let_try::show(number, fields.typed("code"), &address, &browser.token, &provider, now).await? {
        Ok(()) => Ok(drawn(StatusCode::OK, Mistakes::default(), "", Stage::Done, &browser, &provider)),
        Err(Refusal::TooMany(until)) => Ok(too_many(until, now)),
        Err(Refusal::Code) => {
            let mut mistakes = Mistakes::default();
            mistakes.add("code", browser.language.mend_code_wrong());
            Ok(drawn(StatusCode::UNPROCESSABLE_ENTITY, mistakes, number, Stage::Code, &browser, &provider))
        }
    }
}

/// How far somebody is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Stage {
    Number,
    Code,
    Done,
}

fn drawn(
    status: StatusCode,
    mistakes: Mistakes,
    number: &str,
    stage: Stage,
    browser: &Browser,
    provider: &Provider,
) -> Response {
    let shown = LetTryPage {
        shell: Shell::new(browser, provider, browser.language.let_try_title()),
        mistakes,
        number: number.to_owned(),
        is_sent: stage == Stage::Code,
        is_done: stage == Stage::Done,
    };
    page(status, &shown)
}
