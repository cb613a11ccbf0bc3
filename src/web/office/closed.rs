//! What somebody sees who is not on duty: which condition is missing, and nothing of the office.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use crate::identity::officer_access::Unmet;
use crate::provider::Provider;
use crate::web::browser::Browser;
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "office/closed.html")]
struct Closed {
    shell: Shell,
    code: &'static str,
    help: String,
    /// Whether a passkey is what is missing.
    needs_passkey: bool,
}

impl Page for Closed {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The person is nobody's officer.
pub(in crate::web) fn not_an_officer(browser: &Browser, provider: &Provider) -> Response {
    let t = browser.language;
    let shell = Shell::new(browser, provider, t.office_closed());
    page(StatusCode::FORBIDDEN, &closed(shell, "not_an_officer", t.office_closed_not_an_officer()))
}

/// The officer's own account is not of level 2 (A11).
pub(in crate::web) fn level_two_needed(browser: &Browser, provider: &Provider) -> Response {
    let t = browser.language;
    let shell = Shell::new(browser, provider, t.office_closed_level_two());
    page(StatusCode::FORBIDDEN, &closed(shell, "level_two_needed", t.office_closed_level_two_help()))
}

/// An officer, but not from there, not at this hour, or not with a passkey (OF03).
pub(in crate::web) fn turned_away(unmet: Unmet, browser: &Browser, provider: &Provider) -> Response {
    let t = browser.language;
    let shell = Shell::new(browser, provider, t.office_closed());
    let help = match unmet {
        Unmet::Network => t.office_closed_network(),
        Unmet::Hours => t.office_closed_hours(),
        Unmet::Passkey => t.office_closed_passkey(),
    };
    let needs_passkey = unmet == Unmet::Passkey;
    page(StatusCode::FORBIDDEN, &Closed { needs_passkey, ..closed(shell, unmet.as_str(), help) })
}

fn closed(shell: Shell, code: &'static str, help: String) -> Closed {
    Closed { shell, code, help, needs_passkey: false }
}
