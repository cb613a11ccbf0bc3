//! The wallet's camera, and the box beside it: one page for the squares of sign-in pages and of organisations.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::flow::wallet_scan::{self, Scanned};
use crate::provider::Provider;
use crate::web::browser::Browser;
use crate::web::error::Failure;
use crate::web::extract::{Now, SignedIn};
use crate::web::form::Posted;
use crate::web::page::{organisation_square, sign_in_answer};
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "page/wallet_scan.html")]
struct WalletScan {
    shell: Shell,
    refused: Option<String>,
    word: &'static str,
}

impl Page for WalletScan {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The camera and the box.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    browser: Browser,
    SignedIn(_): SignedIn,
) -> Response {
    told(StatusCode::OK, None, "", &browser, &provider)
}

/// On to who asks: an organisation, or a browser that wants to be let in.
pub(in crate::web) async fn read(
    State(provider): State<Provider>,
    browser: Browser,
    SignedIn(session): SignedIn,
    Now(now): Now,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    let address = browser.counted_address();
    Ok(match wallet_scan::read(&session, form.typed("square"), &address, &provider, now).await? {
        Scanned::SignIn(opened) => sign_in_answer::opened(opened, PATH, &browser, &provider, now),
        Scanned::Organisation(Ok(name)) => {
            Redirect::to(&format!("{}/{}", organisation_square::PATH, name.write())).into_response()
        }
        Scanned::Organisation(Err(refusal)) => organisation_square::refused(refusal, &browser, &provider, now),
    })
}

/// The page once more, with why nothing was opened.
pub(super) fn told(
    status: StatusCode,
    refused: Option<String>,
    word: &'static str,
    browser: &Browser,
    provider: &Provider,
) -> Response {
    let shell = Shell::new(browser, provider, browser.language.wallet_scan_title());
    page(status, &WalletScan { shell, refused, word })
}

/// Where it stands.
pub(super) const PATH: &str = "/wallet/scan";
