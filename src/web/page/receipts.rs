//! Receipts: the list, and one as both sides read it.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use crate::clock::Timestamp;
use crate::flow::share::{self, Held};
use crate::identity::language::Language;
use crate::provider::Provider;
use crate::secret::{AccountId, ReceiptId};
use crate::web::answer;
use crate::web::browser::Browser;
use crate::web::error::{Failure, PageError};
use crate::web::extract::{Now, OnDuty, SignedIn};
use crate::web::office::scan::presenter;
use crate::web::shell::{Page, Shell, page};
use crate::web::words;

#[derive(Template)]
#[template(path = "page/receipts.html")]
struct Receipts {
    shell: Shell,
    receipts: Vec<Told>,
}

impl Page for Receipts {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

#[derive(Template)]
#[template(path = "page/receipt.html")]
struct One {
    shell: Shell,
    told: Told,
    back: &'static str,
    file: String,
}

impl Page for One {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// A receipt in words.
struct Told {
    id: String,
    genuine: bool,
    at: String,
    /// In whose name it was shown, and by whom; none for oneself.
    in_name_of: Option<(String, String)>,
    to: String,
    title: String,
    unit: String,
    purpose: String,
    ground: &'static str,
    fields: String,
    place: String,
    presentation: String,
    leaf: String,
    number: Option<u64>,
    signed: String,
}

/// The holder's receipts.
pub(in crate::web) async fn list(
    State(provider): State<Provider>,
    browser: Browser,
    SignedIn(session): SignedIn,
    Now(now): Now,
) -> Result<Response, Failure> {
    let t = browser.language;
    let receipts = share::receipts(&session, &provider, now).await?;
    let receipts = receipts.into_iter().map(|held| tell(held, t)).collect();
    Ok(page(StatusCode::OK, &Receipts { shell: Shell::new(&browser, &provider, t.receipts_title()), receipts }))
}

/// One receipt of the holder's.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    browser: Browser,
    SignedIn(session): SignedIn,
    Now(now): Now,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    one(&id, &session.account, "/wallet/receipts", &browser, &provider, now).await
}

/// The same receipt on the officer's side.
pub(in crate::web) async fn for_officer(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    one(&id, &officer.account, "/office/history", &browser, &provider, now).await
}

async fn one(
    id: &str,
    viewer: &AccountId,
    back: &'static str,
    browser: &Browser,
    provider: &Provider,
    now: Timestamp,
) -> Result<Response, Failure> {
    let t = browser.language;
    let held = share::receipt(&ReceiptId::from_text(id), viewer, provider, now).await?;
    let told = tell(held.ok_or(PageError::NotFound)?, t);
    let side = if back == "/wallet/receipts" { "/wallet" } else { "/office" };
    let file = format!("{side}/receipt/{}/file", told.id);
    Ok(page(StatusCode::OK, &One { shell: Shell::new(browser, provider, t.receipt_title()), told, back, file }))
}

/// The holder's receipt as a file, with its proof.
pub(in crate::web) async fn file(
    State(provider): State<Provider>,
    SignedIn(session): SignedIn,
    Now(now): Now,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    one_file(&id, &session.account, &provider, now).await
}

/// The same file on the officer's side.
pub(in crate::web) async fn file_for_officer(
    State(provider): State<Provider>,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    one_file(&id, &officer.account, &provider, now).await
}

async fn one_file(id: &str, viewer: &AccountId, provider: &Provider, now: Timestamp) -> Result<Response, Failure> {
    let held = share::receipt(&ReceiptId::from_text(id), viewer, provider, now).await?.ok_or(PageError::NotFound)?;
    Ok(answer::file("receipt.json", &held.to_json()))
}

fn tell(held: Held, t: Language) -> Told {
    let kept = held.kept;
    let told = Told {
        id: kept.id.as_str().to_owned(),
        genuine: held.receipt.is_some(),
        at: words::moment(kept.issued_at),
        in_name_of: None,
        to: String::new(),
        title: String::new(),
        unit: String::new(),
        purpose: String::new(),
        ground: "",
        fields: String::new(),
        place: String::new(),
        presentation: String::new(),
        leaf: String::new(),
        number: held.inclusion.map(|inclusion| inclusion.number),
        signed: kept.signed,
    };
    let Some(receipt) = held.receipt else { return told };
    let shown_by = receipt.presented_by.map(|relation| t.receipt_acted(presenter(relation, t)));
    Told {
        in_name_of: shown_by.map(|who| (held.in_name_of.unwrap_or_default(), who)),
        purpose: receipt.purpose.words(t),
        ground: receipt.purpose.ground(),
        fields: words::labels(receipt.fields.iter(), t),
        place: receipt.place,
        presentation: receipt.presentation.as_str().to_owned(),
        leaf: receipt.leaf.to_string(),
        to: receipt.asker.name,
        title: receipt.asker.title,
        unit: receipt.asker.unit,
        ..told
    }
}
