//! Picking what a sharing square shows, before there is one.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::flow::present;
use crate::oauth::params::Params;
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::wallet::field::{Field, Fields};
use crate::wallet::presentation::{Kind, Refusal};
use crate::web::browser::Browser;
use crate::web::error::Failure;
use crate::web::extract::{Now, SignedIn};
use crate::web::form::Posted;
use crate::web::page::square;
use crate::web::shell::{Page, Shell, page};
use crate::web::words::{BOX, Labelled};

#[derive(Template)]
#[template(path = "page/share.html")]
struct Share {
    shell: Shell,
    fields: Vec<Labelled>,
    error: Option<String>,
}

impl Page for Share {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The fields that the account's level opens.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    browser: Browser,
    SignedIn(session): SignedIn,
) -> Response {
    page(StatusCode::OK, &form(&browser, &session, &Fields::default(), None, &provider))
}

/// Makes a square that shows exactly the ticked fields.
pub(in crate::web) async fn submit(
    State(provider): State<Provider>,
    browser: Browser,
    SignedIn(session): SignedIn,
    Now(now): Now,
    Posted(typed): Posted,
) -> Result<Response, Failure> {
    let fields = ticked(&typed);
    match present::mint(&session, Kind::Sharing, &fields, &provider, now).await? {
        Ok(id) => Ok(Redirect::to(&format!("/wallet/qr?shown={id}")).into_response()),
        Err(refusal @ (Refusal::NothingPicked | Refusal::FieldBeyondLevel)) => {
            let error = Some(square::why(refusal, browser.language));
            Ok(page(StatusCode::UNPROCESSABLE_ENTITY, &form(&browser, &session, &fields, error, &provider)))
        }
        Err(refusal) => Ok(square::refused(refusal, &browser, Kind::Sharing, &provider, now)),
    }
}

/// The fields whose boxes are ticked.
pub(in crate::web) fn ticked(typed: &Params) -> Fields {
    typed.iter().filter_map(|(name, _)| name.strip_prefix(BOX).and_then(Field::parse)).collect()
}

fn form(
    browser: &Browser,
    session: &SessionFacts,
    picked: &Fields,
    error: Option<String>,
    provider: &Provider,
) -> Share {
    let t = browser.language;
    let open = Field::ALL.iter().filter(|field| field.opens_at(session.account_level));
    Share {
        shell: Shell::new(browser, provider, t.share_title()),
        fields: open.map(|field| Labelled::new(*field, picked.has(*field), t)).collect(),
        error,
    }
}
