//! The holder takes an account over: number and code, then a password. For a number that waits for nobody the page says
//! what it says for a wrong code.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::clock::Timestamp;
use crate::flow::activate::{self, Fields, Refusal, Submitted};
use crate::identity::credential::PasswordRefusal;
use crate::identity::language::Language;
use crate::limits;
use crate::oauth::params::Params;
use crate::provider::Provider;
use crate::web::answer::too_many;
use crate::web::browser::Browser;
use crate::web::error::Failure;
use crate::web::extract::Now;
use crate::web::form::Posted;
use crate::web::mistakes::Mistakes;
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "page/activate.html")]
struct Activate {
    shell: Shell,
    mistakes: Mistakes,
    number: String,
    code: String,
    /// Whether another code was asked for.
    resent: bool,
}

#[derive(Template)]
#[template(path = "page/activated.html")]
struct Activated {
    shell: Shell,
}

#[derive(Template)]
#[template(path = "page/not_activated.html")]
struct NotActivated {
    shell: Shell,
    reason: &'static str,
    words: String,
}

impl Page for Activate {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl Page for Activated {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl Page for NotActivated {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The empty form.
pub(in crate::web) async fn show(State(provider): State<Provider>, browser: Browser) -> Response {
    form(StatusCode::OK, &Params::default(), Mistakes::default(), false, &browser, &provider)
}

/// Activates the account.
pub(in crate::web) async fn submit(
    State(provider): State<Provider>,
    browser: Browser,
    Now(now): Now,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let number = number(&fields);
    let submitted = Submitted {
        number: &number,
        code: fields.typed("code"),
        password: fields.typed("password"),
        password_again: fields.typed("password_again"),
        browser: &browser.token,
    };
    let refusal = match activate::submit(submitted, &browser.counted_address(), &provider, now).await? {
        Ok(_) | Err(Refusal::AlreadyActive) => {
            let shell = Shell::new(&browser, &provider, browser.language.activated_title());
            return Ok(page(StatusCode::OK, &Activated { shell }));
        }
        Err(refusal) => refusal,
    };
    refused(refusal, &fields, &browser, &provider, now)
}

/// Sends another code, if there is somebody to send it to.
pub(in crate::web) async fn resend(
    State(provider): State<Provider>,
    browser: Browser,
    Now(now): Now,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    match activate::resend(&number(&fields), &browser.counted_address(), &provider, now).await? {
        Ok(()) => Ok(form(StatusCode::OK, &fields, Mistakes::default(), true, &browser, &provider)),
        Err(refusal) => refused(refusal, &fields, &browser, &provider, now),
    }
}

fn refused(
    refusal: Refusal,
    fields: &Params,
    browser: &Browser,
    provider: &Provider,
    now: Timestamp,
) -> Result<Response, Failure> {
    let t = browser.language;
    let barred = |reason, words| {
        let shell = Shell::new(browser, provider, t.activate_title());
        page(StatusCode::UNPROCESSABLE_ENTITY, &NotActivated { shell, reason, words })
    };
    let mut mistakes = Mistakes::default();
    match refusal {
        Refusal::TooMany(until) => return Ok(too_many(until, now)),
        Refusal::Lapsed => return Ok(barred("lapsed", t.activate_lapsed(&provider.config.hotline))),
        Refusal::Barred => return Ok(barred("barred", t.activate_barred(&provider.config.hotline))),
        Refusal::Code | Refusal::AlreadyActive => mistakes.add("code", t.activate_code_wrong()),
        Refusal::CodeExpired => mistakes.add("code", t.activate_code_expired()),
        Refusal::Fields(wrong) => mistakes = mistakes_of(wrong, t),
    }
    Ok(form(StatusCode::UNPROCESSABLE_ENTITY, fields, mistakes, false, browser, provider))
}

fn form(
    status: StatusCode,
    fields: &Params,
    mistakes: Mistakes,
    resent: bool,
    browser: &Browser,
    provider: &Provider,
) -> Response {
    let shell = Shell::new(browser, provider, browser.language.activate_title());
    // A code whose field is right is kept, so that a refused password does not cost typing it again.
    let code = if resent || mistakes.of("code").is_some() { String::new() } else { fields.typed("code").to_owned() };
    page(status, &Activate { shell, mistakes, number: number(fields), code, resent })
}

/// People copy numbers as cards print them, in groups.
fn number(fields: &Params) -> String {
    fields.typed("personal_id_number").replace(' ', "")
}

fn mistakes_of(wrong: Fields, t: Language) -> Mistakes {
    let mut mistakes = Mistakes::default();
    if wrong.number {
        mistakes.add("personal_id_number", t.number_wrong());
    }
    if wrong.code {
        mistakes.add("code", t.activate_code_shape());
    }
    if let Some(refusal) = wrong.password {
        mistakes.add("password", password_words(refusal, t));
    }
    if wrong.differs {
        mistakes.add("password_again", t.password_differs());
    }
    mistakes
}

/// What to do about a password that may not be chosen.
pub(in crate::web) fn password_words(refusal: PasswordRefusal, t: Language) -> String {
    match refusal {
        PasswordRefusal::TooShort => t.password_short(limits::PASSWORD_SHORTEST),
        PasswordRefusal::TooLong => t.password_long(limits::PASSWORD_LONGEST),
        PasswordRefusal::Classes => t.password_classes(),
        PasswordRefusal::Common => t.password_common(),
        PasswordRefusal::AboutOwner => t.password_about_owner(),
    }
}
