//! Where somebody is signed in: each browser, from where, since when, with what and for whom; and the end of it.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::flow::sessions::{self, Ending};
use crate::flow::sign_out::{self, Reach};
use crate::identity::assurance::{self, Method};
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
    /// None until the person has shown a factor again.
    sessions: Option<Vec<Shown>>,
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
    let sessions: Option<Vec<_>> =
        listed.map(|listed| listed.iter().map(|listed| shown(listed, &session, t)).collect());
    let others = sessions.iter().flatten().any(|listed| !listed.is_this);
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
    Ok(match sessions::end(&ending, &session, &provider, now).await? {
        Some(reference) => Redirect::to(&format!("{}?of={reference}", proof::ENDED)),
        // The page says that a factor is shown again first.
        None => Redirect::to("/account/sessions"),
    }
    .into_response())
}

fn shown(listed: &Listed, session: &SessionFacts, t: Language) -> Shown {
    let device = &listed.device;
    let browser = if device.browser.is_empty() { t.account_unknown_browser() } else { device.browser.clone() };
    let methods = assurance::methods(&listed.methods).into_iter().map(|method| method_words(method, t));
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

fn method_words(method: Method, t: Language) -> String {
    match method {
        Method::Password => t.sessions_by_password(),
        Method::Sms => t.sessions_by_sms(),
        Method::Authenticator => t.sessions_by_app(),
        Method::PaperCode => t.sessions_by_paper(),
        Method::Passkey => t.sessions_by_passkey(),
        Method::Square => t.sessions_by_square(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_method_has_a_word_of_its_own_in_both_languages() {
        let mut words: Vec<_> = Method::ALL
            .into_iter()
            .flat_map(|method| [Language::Vi, Language::En].map(|language| method_words(method, language)))
            .collect();
        words.sort();
        words.dedup();
        assert_eq!(words.len(), 2 * Method::ALL.len());
    }
}
