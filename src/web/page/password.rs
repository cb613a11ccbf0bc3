//! The change of the password. Needs a fresh second factor; where password managers look for it leads here.

use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::flow::change_password::{self, Refusal, Submitted};
use crate::flow::second_factor;
use crate::identity::language::Language;
use crate::limits;
use crate::provider::Provider;
use crate::web::answer::too_many;
use crate::web::browser::Browser;
use crate::web::cookie::Cookie;
use crate::web::error::Failure;
use crate::web::extract::{Now, SignedIn};
use crate::web::form::Posted;
use crate::web::mistakes::Mistakes;
use crate::web::page::activate::password_words;
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "page/password.html")]
struct PasswordPage {
    shell: Shell,
    mistakes: Mistakes,
    /// What became of the other sessions, once it is changed.
    done: Option<(&'static str, String)>,
}

impl Page for PasswordPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// Where password managers look (W3C: A Well-Known URL for Changing Passwords §3).
pub(in crate::web) async fn well_known() -> Redirect {
    Redirect::to(PATH)
}

/// The form.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    SignedIn(session): SignedIn,
) -> Response {
    if second_factor::is_fresh(&session, now) {
        drawn(StatusCode::OK, Mistakes::default(), None, &browser, &provider)
    } else {
        step_up()
    }
}

/// Changes it.
pub(in crate::web) async fn submit(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    SignedIn(session): SignedIn,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let t = browser.language;
    let submitted = Submitted {
        present: fields.typed("present"),
        password: fields.typed("password"),
        password_again: fields.typed("password_again"),
        keeps_others: fields.has("keep"),
    };
    match change_password::submit(submitted, &session, &browser.counted_address(), &provider, now).await? {
        Ok(cookie) => {
            let done = match submitted.keeps_others {
                true => ("kept", t.change_password_done_kept()),
                false => ("ended", t.change_password_done()),
            };
            let cookie_header = Cookie::Session.set(cookie.expose(), limits::SESSION_ABSOLUTE, &provider.config);
            let mut response = drawn(StatusCode::OK, Mistakes::default(), Some(done), &browser, &provider);
            response.headers_mut().append(header::SET_COOKIE, cookie_header);
            Ok(response)
        }
        Err(Refusal::StepUp) => Ok(step_up()),
        Err(Refusal::Over) => Ok(Redirect::to(PATH).into_response()),
        Err(Refusal::TooMany(until)) => Ok(too_many(until, now)),
        Err(refusal) => {
            let (field, words) = words(refusal, t);
            let mut mistakes = Mistakes::default();
            mistakes.add(field, words);
            Ok(drawn(StatusCode::UNPROCESSABLE_ENTITY, mistakes, None, &browser, &provider))
        }
    }
}

fn drawn(
    status: StatusCode,
    mistakes: Mistakes,
    done: Option<(&'static str, String)>,
    browser: &Browser,
    provider: &Provider,
) -> Response {
    let shell = Shell::new(browser, provider, browser.language.change_password_title());
    page(status, &PasswordPage { shell, mistakes, done })
}

fn words(refusal: Refusal, t: Language) -> (&'static str, String) {
    match refusal {
        Refusal::Password(refusal) => ("password", password_words(refusal, t)),
        Refusal::Differs => ("password_again", t.password_differs()),
        Refusal::Same => ("password", t.change_password_same()),
        Refusal::Present | Refusal::StepUp | Refusal::TooMany(_) | Refusal::Over => {
            ("present", t.change_password_present_wrong())
        }
    }
}

fn step_up() -> Response {
    Redirect::to("/sign-in/code?back=%2Faccount%2Fpassword").into_response()
}

const PATH: &str = "/account/password";
