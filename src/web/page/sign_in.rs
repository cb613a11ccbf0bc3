//! Sign-in by number and password, for a party or for a page of ours.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::flow::sign_in::{self, Attempt, Refusal};
use crate::flow::{authorize, passkey};
use crate::identity::language::Language;
use crate::provider::Provider;
use crate::web::answer::{answered, signed_in, too_many};
use crate::web::browser::Browser;
use crate::web::coming::{Coming, Onward};
use crate::web::error::Failure;
use crate::web::extract::{Now, SignedIn};
use crate::web::form::Posted;
use crate::web::page::asking::Asking;
use crate::web::page::passkey::{caller, words as passkey_words};
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "page/sign_in.html")]
struct SignInPage {
    shell: Shell,
    asking: Option<Asking>,
    username: String,
    refusal: Option<String>,
    is_again: bool,
    /// Where a square is asked for; none where the person must show a factor in this very browser.
    to_square: Option<String>,
    /// Where the script asks for a passkey; none where the house has none.
    passkey: Option<String>,
}

impl Page for SignInPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The form.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    browser: Browser,
    session: Option<SignedIn>,
    coming: Coming,
    onward: Onward,
) -> Result<Response, Failure> {
    // A page of ours may want the person to show again that it is them.
    let is_again = coming.get("again") == Some("1");
    if let (Onward::Page(back), Some(_), false) = (&onward, &session, is_again) {
        return Ok(Redirect::to(back).into_response());
    }
    // A party's guess of who it is; only what can be a number is worth showing.
    let hint = onward.open().and_then(|open| open.request.login_hint.as_deref());
    let hint = hint.filter(|hint| hint.len() <= 12 && hint.bytes().all(|byte| byte.is_ascii_digit()));
    let username = hint.unwrap_or_default().to_owned();
    Ok(shown(StatusCode::OK, &onward, session.is_some(), username, None, &browser, &provider))
}

/// The number and the password, or the way out.
pub(in crate::web) async fn submit(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    session: Option<SignedIn>,
    onward: Onward,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    if fields.get("action") == Some("cancel") {
        return match &onward {
            Onward::Request(open) => answered(authorize::cancel(open, &provider, now).await?, &browser, &provider),
            Onward::Page(_) => Ok(Redirect::to("/").into_response()),
        };
    }
    let device = browser.device(&provider);
    if fields.get("action") == Some("passkey") {
        let (address, session) = (browser.counted_address(), session.as_ref().map(|SignedIn(session)| session));
        let request = onward.open().map(|open| &open.kept.id);
        let caller = caller(&browser, &address);
        return match passkey::sign_in(fields.typed("answer"), caller, &device, session, request, &provider, now).await?
        {
            Ok(cookie) => Ok(signed_in(&cookie, &onward.address(), &provider)),
            Err(refusal) => {
                let refusal = Some(passkey_words(refusal, browser.language, &provider.config.hotline));
                let status = StatusCode::UNPROCESSABLE_ENTITY;
                Ok(shown(status, &onward, session.is_some(), String::new(), refusal, &browser, &provider))
            }
        };
    }
    let attempt = Attempt {
        number: fields.typed("username"),
        password: fields.typed("password"),
        address: &browser.counted_address(),
        browser: &browser.token,
        device: &device,
        session: session.as_ref().map(|SignedIn(session)| session),
        request: onward.open().map(|open| &open.kept.id),
    };
    let refusal = match sign_in::submit(&attempt, &provider, now).await? {
        Ok(cookie) => return Ok(signed_in(&cookie, &onward.address(), &provider)),
        Err(Refusal::TooMany(until)) => return Ok(too_many(until, now)),
        Err(refusal) => words(refusal, browser.language, &provider.config.hotline),
    };
    let (status, typed) = (StatusCode::UNPROCESSABLE_ENTITY, attempt.number.to_owned());
    Ok(shown(status, &onward, session.is_some(), typed, Some(refusal), &browser, &provider))
}

fn shown(
    status: StatusCode,
    onward: &Onward,
    is_again: bool,
    username: String,
    refusal: Option<String>,
    browser: &Browser,
    provider: &Provider,
) -> Response {
    let t = browser.language;
    let mut shell = Shell::new(browser, provider, t.sign_in_title());
    if let Some(open) = onward.open() {
        shell = shell.leading_to(open.reply_to.origin());
    }
    let asking = onward.open().map(|open| Asking::of(open, t));
    // Who wants the person to sign in anew means here and now, not what was shown on another device.
    let must_be_here = onward.open().map_or(is_again, |open| open.request.prompt.sign_in);
    let to_square = (!must_be_here).then(|| format!("/sign-in/square?{}", onward.query()));
    let passkey = provider.passkeys.is_some().then(|| format!("/sign-in/passkey?{}", onward.query()));
    page(status, &SignInPage { shell, asking, username, refusal, is_again, to_square, passkey })
}

fn words(refusal: Refusal, t: Language, hotline: &str) -> String {
    match refusal {
        Refusal::Wrong | Refusal::TooMany(_) => t.sign_in_wrong(),
        Refusal::Locked => t.sign_in_locked(hotline),
        Refusal::NotActive => t.sign_in_not_active(hotline),
        Refusal::FormerNumber => t.sign_in_former_number(),
    }
}
