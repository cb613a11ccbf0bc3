//! A holder lifts the lock of the own request: number and password, then a code to the phone.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::flow::unlock::{self, Lifted, Refusal};
use crate::identity::language::Language;
use crate::provider::Provider;
use crate::web::answer::too_many;
use crate::web::browser::Browser;
use crate::web::error::Failure;
use crate::web::extract::Now;
use crate::web::form::Posted;
use crate::web::mistakes::Mistakes;
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "page/unlock.html")]
struct UnlockPage {
    shell: Shell,
    mistakes: Mistakes,
    number: String,
    /// Where the code went, once it was sent.
    phone: Option<String>,
    done: Option<(&'static str, String)>,
}

impl Page for UnlockPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The empty form.
pub(in crate::web) async fn show(State(provider): State<Provider>, browser: Browser) -> Response {
    drawn(StatusCode::OK, Mistakes::default(), "", None, None, &browser, &provider)
}

/// Number and password: a code is sent.
pub(in crate::web) async fn ask(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let number = fields.typed("username");
    let (password, address) = (fields.typed("password"), browser.counted_address());
    match unlock::ask(number, password, &address, &browser.token, &provider, now).await? {
        Ok(phone) => Ok(drawn(StatusCode::OK, Mistakes::default(), number, Some(phone), None, &browser, &provider)),
        Err(Refusal::TooMany(until)) => Ok(too_many(until, now)),
        Err(refusal) => {
            let mut mistakes = Mistakes::default();
            mistakes.add("username", words(refusal, browser.language, &provider.config.hotline));
            Ok(drawn(StatusCode::UNPROCESSABLE_ENTITY, mistakes, number, None, None, &browser, &provider))
        }
    }
}

/// The code: the lock is lifted.
pub(in crate::web) async fn open(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let (t, number) = (browser.language, fields.typed("username"));
    match unlock::open(number, fields.typed("code"), &browser.token, &provider, now).await? {
        Ok(lifted) => {
            let done = match lifted {
                Lifted::Open => ("open", t.unlock_done()),
                Lifted::OthersStand => ("others_stand", t.unlock_others_stand(&provider.config.hotline)),
            };
            Ok(drawn(StatusCode::OK, Mistakes::default(), "", None, Some(done), &browser, &provider))
        }
        Err(Refusal::TooMany(until)) => Ok(too_many(until, now)),
        Err(refusal) => {
            let mut mistakes = Mistakes::default();
            mistakes.add("code", words(refusal, t, &provider.config.hotline));
            let sent = Some(fields.typed("phone").chars().take(PHONE).collect());
            Ok(drawn(StatusCode::UNPROCESSABLE_ENTITY, mistakes, number, sent, None, &browser, &provider))
        }
    }
}

fn drawn(
    status: StatusCode,
    mistakes: Mistakes,
    number: &str,
    phone: Option<String>,
    done: Option<(&'static str, String)>,
    browser: &Browser,
    provider: &Provider,
) -> Response {
    let shell = Shell::new(browser, provider, browser.language.unlock_title());
    page(status, &UnlockPage { shell, mistakes, number: number.to_owned(), phone, done })
}

fn words(refusal: Refusal, t: Language, hotline: &str) -> String {
    match refusal {
        Refusal::Wrong | Refusal::TooMany(_) => t.sign_in_wrong(),
        Refusal::NotOwnRequest => t.unlock_not_own(hotline),
        Refusal::PhoneNotOwn => t.unlock_phone_not_own(),
        Refusal::Code => t.mend_code_wrong(),
    }
}

/// Characters of a phone that is mostly hidden.
const PHONE: usize = 20;
