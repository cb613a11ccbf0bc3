//! The second factor: a code to the phone, of the authenticator app or from paper, or a passkey.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::clock::Timestamp;
use crate::flow::second_factor::{self, Refusal, Way, Ways};
use crate::flow::short_code::Sending;
use crate::flow::{authorize, passkey};
use crate::identity::language::Language;
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::secret::RequestId;
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
#[template(path = "page/second_factor.html")]
struct SecondFactorPage {
    shell: Shell,
    asking: Option<Asking>,
    ways: Ways,
    by_app: bool,
    by_paper: bool,
    /// Where the script asks for a passkey; none where the person has none.
    passkey: Option<String>,
    notice: Option<String>,
    refusal: Option<String>,
}

impl Page for SecondFactorPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The form; without an app the code is sent as the person arrives.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    SignedIn(session): SignedIn,
    onward: Onward,
    coming: Coming,
) -> Result<Response, Failure> {
    let seen = Seen { onward: &onward, session: &session, way: way(coming.get("way")), browser: &browser };
    seen.shown(StatusCode::OK, None, &provider, now).await
}

/// A code, the wish for another, or the way out.
pub(in crate::web) async fn submit(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    SignedIn(session): SignedIn,
    onward: Onward,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let request = onward.open().map(|open| &open.kept.id);
    let way = way(fields.get("way"));
    let seen = Seen { onward: &onward, session: &session, way, browser: &browser };
    match fields.get("action") {
        Some("cancel") => match &onward {
            Onward::Request(open) => answered(authorize::cancel(open, &provider, now).await?, &browser, &provider),
            Onward::Page(_) => Ok(Redirect::to("/").into_response()),
        },
        Some("resend") => {
            second_factor::resend(&session, request, &browser.counted_address(), &provider, now).await?;
            let seen = Seen { way: Some(Way::Phone), ..seen };
            seen.shown(StatusCode::OK, None, &provider, now).await
        }
        Some("by-app") => {
            let seen = Seen { way: Some(Way::App), ..seen };
            seen.shown(StatusCode::OK, None, &provider, now).await
        }
        Some("by-paper") => {
            let seen = Seen { way: Some(Way::Paper), ..seen };
            seen.shown(StatusCode::OK, None, &provider, now).await
        }
        Some("passkey") => {
            let (answer, address) = (fields.typed("answer"), browser.counted_address());
            match passkey::raise(answer, caller(&browser, &address), &session, request, &provider, now).await? {
                Ok(cookie) => Ok(signed_in(&cookie, &onward.address(), &provider)),
                Err(refusal) => {
                    let words = passkey_words(refusal, browser.language, &provider.config.hotline);
                    seen.shown(StatusCode::UNPROCESSABLE_ENTITY, Some(words), &provider, now).await
                }
            }
        }
        _ => {
            let way = way.unwrap_or(Way::Phone);
            let checked = second_factor::check(&session, request, way, fields.typed("code"), &provider, now).await?;
            match checked {
                Ok(cookie) => Ok(signed_in(&cookie, &onward.address(), &provider)),
                Err(Refusal::TooMany(until)) => Ok(too_many(until, now)),
                Err(refusal) => {
                    let words = words(refusal, browser.language);
                    seen.shown(StatusCode::UNPROCESSABLE_ENTITY, Some(words), &provider, now).await
                }
            }
        }
    }
}

/// What the page is shown from.
struct Seen<'a> {
    onward: &'a Onward,
    session: &'a SessionFacts,
    way: Option<Way>,
    browser: &'a Browser,
}

impl Seen<'_> {
    async fn shown(
        &self,
        status: StatusCode,
        refusal: Option<String>,
        provider: &Provider,
        now: Timestamp,
    ) -> Result<Response, Failure> {
        let t = self.browser.language;
        let request: Option<&RequestId> = self.onward.open().map(|open| &open.kept.id);
        let address = self.browser.counted_address();
        let ways = second_factor::arrive(self.session, request, self.way, &address, provider, now).await?;
        let mut shell = Shell::new(self.browser, provider, t.second_factor_title());
        if let Some(open) = self.onward.open() {
            shell = shell.leading_to(open.reply_to.origin());
        }
        let by_paper = self.way == Some(Way::Paper);
        let by_app = ways.has_app && !by_paper && self.way != Some(Way::Phone);
        let passkey = ways.has_passkey.then(|| format!("/sign-in/code/passkey?{}", self.onward.query()));
        let notice =
            if by_app || by_paper { None } else { ways.sending.map(|sending| sent(sending, &ways.phone, now, t)) };
        let asking = self.onward.open().map(|open| Asking::of(open, t));
        Ok(page(status, &SecondFactorPage { shell, asking, ways, by_app, by_paper, passkey, notice, refusal }))
    }
}

fn way(text: Option<&str>) -> Option<Way> {
    match text {
        Some("app") => Some(Way::App),
        Some("phone") => Some(Way::Phone),
        Some("paper") => Some(Way::Paper),
        _ => None,
    }
}

fn sent(sending: Sending, phone: &str, now: Timestamp, t: Language) -> String {
    match sending {
        Sending::Sent { expires_at } => t.second_factor_sent(phone, expires_at.since(now).get()),
        Sending::TooSoon { at } => t.second_factor_too_soon(at.since(now).get().max(1)),
        Sending::TooMany => t.second_factor_too_many(),
    }
}

fn words(refusal: Refusal, t: Language) -> String {
    match refusal {
        Refusal::Wrong | Refusal::TooMany(_) => t.second_factor_wrong(),
        Refusal::Expired => t.second_factor_expired(),
        Refusal::Spent => t.second_factor_spent(),
        Refusal::TryAnother => t.second_factor_try_another(),
        Refusal::SessionEnded => t.second_factor_session_ended(),
    }
}
