//! What an ordinary camera finds at the address in the square of a sign-in page: what it is, and how the wallet opens it.
//! Always the same page: it looks at nothing, opens nothing and approves nothing (XD09).

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::provider::Provider;
use crate::web::browser::Browser;
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "page/sign_in_picture.html")]
struct SignInPicture {
    shell: Shell,
}

impl Page for SignInPicture {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// What it is, and how to go on.
pub(in crate::web) async fn show(State(provider): State<Provider>, browser: Browser) -> Response {
    let shell = Shell::new(&browser, &provider, browser.language.sign_in_picture_title());
    page(StatusCode::OK, &SignInPicture { shell })
}
