//! Picking what a sharing square shows, before there is one.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::flow::{dependant, present, watch_cards};
use crate::oauth::params::Params;
use crate::provider::Provider;
use crate::secret::DependantId;
use crate::wallet::field::{Field, Fields};
use crate::wallet::presentation::{Kind, Refusal};
use crate::web::browser::Browser;
use crate::web::error::Failure;
use crate::web::extract::{Now, SignedIn};
use crate::web::form::Posted;
use crate::web::page::dependant::none as no_dependant;
use crate::web::page::dependants::{PATH, two_factors};
use crate::web::page::square;
use crate::web::shell::{Page, Shell, page};
use crate::web::words::{BOX, Labelled};

#[derive(Template)]
#[template(path = "page/share.html")]
struct Share {
    shell: Shell,
    action: String,
    back: String,
    in_name_of: bool,
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
    Now(now): Now,
) -> Result<Response, Failure> {
    let level = watch_cards::opened_level(&session, &provider, now).await?;
    Ok(page(StatusCode::OK, &form(&browser, level, &Fields::default(), None, &provider)))
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
            let level = watch_cards::opened_level(&session, &provider, now).await?;
            Ok(page(StatusCode::UNPROCESSABLE_ENTITY, &form(&browser, level, &fields, error, &provider)))
        }
        Err(refusal) => Ok(square::refused(refusal, &browser, Kind::Sharing, &provider, now)),
    }
}

/// The fields that the account of a dependant opens, for who answers for them.
pub(in crate::web) async fn show_for(
    State(provider): State<Provider>,
    browser: Browser,
    SignedIn(session): SignedIn,
    Now(now): Now,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    if let Some(step_up) = two_factors(&session, &format!("{PATH}/{id}/share")) {
        return Ok(step_up);
    }
    let proven = dependant::prove(&session.account, &DependantId::from_text(id.as_str()), &provider, now).await?;
    let Some(proven) = proven.filter(dependant::Proven::opens) else { return Ok(no_dependant(&browser, &provider)) };
    let level = proven.opened_level(now);
    Ok(page(StatusCode::OK, &form_for(&id, form(&browser, level, &Fields::default(), None, &provider))))
}

/// Makes a square in a dependant's name that shows exactly the ticked fields.
pub(in crate::web) async fn submit_for(
    State(provider): State<Provider>,
    browser: Browser,
    SignedIn(session): SignedIn,
    Now(now): Now,
    Path(id): Path<String>,
    Posted(typed): Posted,
) -> Result<Response, Failure> {
    if let Some(step_up) = two_factors(&session, &format!("{PATH}/{id}/share")) {
        return Ok(step_up);
    }
    let (dependant, fields) = (DependantId::from_text(id.as_str()), ticked(&typed));
    match present::mint_for(&session, &dependant, Kind::Sharing, &fields, &provider, now).await? {
        Ok(id) => Ok(Redirect::to(&format!("/wallet/qr?shown={id}")).into_response()),
        Err(Refusal::NotTheirs) => Ok(no_dependant(&browser, &provider)),
        Err(refusal @ (Refusal::NothingPicked | Refusal::FieldBeyondLevel)) => {
            let proven = dependant::prove(&session.account, &dependant, &provider, now).await?;
            let level = proven.and_then(|proven| proven.opened_level(now));
            let error = Some(square::why(refusal, browser.language));
            let shown = form_for(&id, form(&browser, level, &fields, error, &provider));
            Ok(page(StatusCode::UNPROCESSABLE_ENTITY, &shown))
        }
        Err(refusal) => Ok(square::refused(refusal, &browser, Kind::Sharing, &provider, now)),
    }
}

fn form_for(id: &str, form: Share) -> Share {
    Share { action: format!("{PATH}/{id}/share"), back: format!("{PATH}/{id}"), in_name_of: true, ..form }
}

/// The fields whose boxes are ticked.
pub(in crate::web) fn ticked(typed: &Params) -> Fields {
    typed.iter().filter_map(|(name, _)| name.strip_prefix(BOX).and_then(Field::parse)).collect()
}

fn form(browser: &Browser, level: Option<i64>, picked: &Fields, error: Option<String>, provider: &Provider) -> Share {
    let t = browser.language;
    let open = Field::ALL.iter().filter(|field| field.opens_at(level));
    Share {
        shell: Shell::new(browser, provider, t.share_title()),
        action: String::from("/wallet/share"),
        back: String::from("/wallet"),
        in_name_of: false,
        fields: open.map(|field| Labelled::new(*field, picked.has(*field), t)).collect(),
        error,
    }
}
