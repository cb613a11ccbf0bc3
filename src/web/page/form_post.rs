//! An answer that the browser posts to the party (OAuth 2.0 Form Post Response Mode): by itself, or by a button.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;

use crate::provider::Provider;
use crate::web::browser::Browser;
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "page/form_post.html")]
struct FormPost {
    shell: Shell,
    action: String,
    fields: Vec<(&'static str, String)>,
}

impl Page for FormPost {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The form. Its fields were checked where they were made, its address where the answer was allowed.
pub(in crate::web) fn show(
    action: String,
    origin: String,
    fields: Vec<(&'static str, String)>,
    browser: &Browser,
    provider: &Provider,
) -> Response {
    let shell = Shell::new(browser, provider, browser.language.form_post_title()).leading_to(origin);
    page(StatusCode::OK, &FormPost { shell, action, fields })
}
