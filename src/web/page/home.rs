//! The first page.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::provider::Provider;
use crate::web::browser::Browser;
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "page/home.html")]
struct Home {
    shell: Shell,
}

impl Page for Home {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// What the house is, and the ways in.
pub(in crate::web) async fn show(State(provider): State<Provider>, browser: Browser) -> Response {
    let title = browser.language.house_tagline();
    page(StatusCode::OK, &Home { shell: Shell::new(&browser, &provider, title) })
}
