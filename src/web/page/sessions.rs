//! Where somebody is signed in: each browser, from where, since when, with what and for whom; and the end of it.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::flow::sessions::{self, Ending};
use crate::flow::sign_out::{self, Reach};
use crate::identity::language::Language;
use crate::oauth::logout::Asked;
use crate::oauth::session::{Listed, SessionFacts};
use crate::provider::Provider;
use crate::secret::SessionId;
use crate::web::browser::Browser;
use crate::web::error::Failure;
use crate::web::extract::{Now, SignedIn};
use crate::web::form::Posted;
use crate::web::page::{claim, sign_out as proof};
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "page/sessions.html")]
struct SessionsPage {
    shell: Shell,
    sessions: Vec<Shown>,
    others: bool,
}

impl Page for SessionsPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

struct Shown {
    /// Names the row and opens nothing (SE06).
    id: String,
    is_this: bool,
    device: String,
    place: String,
    began: String,
    used: String,
    level: i64,
    methods: String,
    parties: String,
}

/// The list.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    SignedIn(session): SignedIn,
) -> Result<Response, Failure> {
    let t = browser.language;
    let listed = sessions::list(&session, &provider, now).await?;
    let sessions: Vec<_> = listed.iter().map(|listed| shown(listed, &session, t)).collect();
    let others = sessions.iter().any(|listed| !listed.is_this);
    let shell = Shell::new(&browser, &provider, t.account_sessions());
    Ok(page(StatusCode::OK, &SessionsPage { shell, sessions, others }))
}

/// One ends, every other one, or all of them with this one.
pub(in crate::web) async fn end(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    SignedIn(session): SignedIn,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let ending = match (fields.get("end"), fields.get("session")) {
        (Some("all"), _) => {
            let outcome = sign_out::end(&Asked::default(), Reach::Everywhere, Some(&session), &provider, now).await?;
            return proof::answer(outcome, &browser, &provider);
        }
        (_, Some(id)) => Ending::One(SessionId::from_text(id)),
        (_, None) => Ending::Others,
    };
    let reference = sessions::end(&ending, &session, &provider, now).await?;
    Ok(Redirect::to(&format!("{}?of={reference}", proof::ENDED)).into_response())
}

fn shown(listed: &Listed, session: &SessionFacts, t: Language) -> Shown {
    let device = &listed.device;
    let browser = if device.browser.is_empty() { t.account_unknown_browser() } else { device.browser.clone() };
    let methods = listed.methods.iter().filter_map(|method| method_words(method, t));
    let parties = listed.parties.iter().map(|name| name.in_language(t));
    Shown {
        is_this: listed.id == session.id,
        id: listed.id.as_str().to_owned(),
        device: if device.system.is_empty() { browser } else { format!("{browser}, {}", device.system) },
        place: device.place.clone(),
        began: claim::moment(listed.began_at),
        used: claim::moment(listed.used_at),
        level: listed.level,
        methods: methods.collect::<Vec<_>>().join(", "),
        parties: parties.collect::<Vec<_>>().join(", "),
    }
}

/// A method as RFC 8176 names it, in words; others only say of what sort those were, such as `mfa`.
fn method_words(method: &str, t: Language) -> Option<String> {
    match method {
        "pwd" => Some(t.sessions_by_password()),
        "sms" => Some(t.sessions_by_sms()),
        "otp" => Some(t.sessions_by_app()),
        "hwk" | "swk" | "pop" => Some(t.sessions_by_key()),
        "qr" => Some(t.sessions_by_wallet()),
        _ => None,
    }
}
