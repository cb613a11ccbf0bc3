//! What an officer did, as it is recorded.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::flow::history;
use crate::provider::Provider;
use crate::web::browser::Browser;
use crate::web::error::Failure;
use crate::web::extract::{Now, OnDuty};
use crate::web::office::desk::{Desk, Place};
use crate::web::page::history::{Told, tell};
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "office/deeds.html")]
struct Deeds {
    shell: Shell,
    desk: Desk,
    told: Vec<Told>,
}

impl Page for Deeds {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The officer's own deeds, newest first.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
) -> Result<Response, Failure> {
    let t = browser.language;
    let lines = history::of_officer(&officer, &provider, now).await?;
    let told = lines.iter().map(|line| tell(line, t)).collect();
    let (shell, desk) = (Shell::new(&browser, &provider, t.deeds_title()), Desk::new(&officer, Place::Deeds, t));
    Ok(page(StatusCode::OK, &Deeds { shell, desk, told }))
}
