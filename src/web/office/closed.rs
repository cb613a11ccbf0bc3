//! What somebody sees who is not on duty: which condition is missing, and nothing of the office.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use crate::provider::Provider;
use crate::web::browser::Browser;
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "office/closed.html")]
struct Closed {
    shell: Shell,
    code: &'static str,
    help: String,
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
    page(StatusCode::FORBIDDEN, &Closed { shell, code: "not_an_officer", help: t.office_closed_not_an_officer() })
}

/// The officer's own account is not of level 2 (A11).
pub(in crate::web) fn level_two_needed(browser: &Browser, provider: &Provider) -> Response {
    let t = browser.language;
    let shell = Shell::new(browser, provider, t.office_closed_level_two());
    page(StatusCode::FORBIDDEN, &Closed { shell, code: "level_two_needed", help: t.office_closed_level_two_help() })
}
