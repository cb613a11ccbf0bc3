//! The wallet's first page: the card, the switch, and the ways to show, answer and look back.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::clock::Timestamp;
use crate::flow::{contact, originals, present, wallet};
use crate::identity::language::Language;
use crate::identity::proofing::document::Integrated;
use crate::provider::Provider;

use crate::wallet::field::Field;
use crate::web::browser::Browser;
use crate::web::error::Failure;
use crate::web::extract::{Now, SignedIn};
use crate::web::form::Posted;
use crate::web::shell::{Page, Shell, page};
use crate::web::words::{self, Labelled};

#[derive(Template)]
#[template(path = "page/wallet.html")]
struct Wallet {
    shell: Shell,
    level: Option<i64>,
    may_verify: bool,
    is_lowered: bool,
    card_is_out: bool,
    switch_is_on: bool,
    name: Option<String>,
    facts: Vec<Labelled>,
    card_status: Option<(bool, String)>,
    as_of: String,
    waiting: usize,
    papers: Vec<Paper>,
    /// The officers who contact the holder now, with their units.
    contacts: Vec<String>,
}

/// A paper that was shown in the original.
pub(super) struct Paper {
    pub(super) kind: &'static str,
    pub(super) name: String,
    pub(super) number: String,
    pub(super) days: String,
    pub(super) is_valid: bool,
    pub(super) seen: String,
}

impl Page for Wallet {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// What the holder's account opens.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    browser: Browser,
    SignedIn(session): SignedIn,
    Now(now): Now,
) -> Result<Response, Failure> {
    let t = browser.language;
    let wallet = wallet::open(&session, &provider, now).await?;
    let said = wallet.facts.unwrap_or_default();
    let of = |field| said.iter().find(|said| said.field == field).and_then(|said| said.value.clone());
    let facts = said
        .iter()
        .filter(|said| said.field != Field::Name)
        .map(|said| Labelled::new(said.field, false, t).saying(Some(said), t))
        .collect();
    let card_status = of(Field::CardStatus).map(|word| (word == "valid", words::said(Field::CardStatus, &word, t)));
    let shown = Wallet {
        shell: Shell::new(&browser, &provider, t.wallet_title()),
        level: wallet.level,
        may_verify: wallet.opened_level.is_none_or(|level| level >= 2),
        is_lowered: session.is_lowered(),
        card_is_out: wallet.opened_level != wallet.level,
        switch_is_on: wallet.switch_is_on,
        name: of(Field::Name),
        facts,
        card_status,
        as_of: words::moment(now),
        waiting: wallet.waiting,
        papers: originals::of_holder(&session, &provider).await?.iter().map(|one| paper(one, now, t)).collect(),
        contacts: contact::of_holder(&session, &provider)
            .await?
            .iter()
            .filter(|contact| contact.is_live(now))
            .map(|contact| format!("{} ({})", contact.name, contact.unit))
            .collect(),
    };
    Ok(page(StatusCode::OK, &shown))
}

/// A paper in words.
pub(super) fn paper(one: &Integrated, now: Timestamp, t: Language) -> Paper {
    let original = &one.original;
    let until =
        original.expires_on.map_or_else(|| t.office_card_for_life(), |day| t.office_card_until(words::day(day)));
    Paper {
        kind: original.kind.as_str(),
        name: original.kind.words(t),
        number: original.number.clone(),
        days: format!("{}, {until}", t.office_card_issued(words::day(original.issued_on))),
        is_valid: original.is_valid_on(now.day_in_vietnam()),
        seen: t.wallet_paper_seen(&one.unit, words::day(one.recorded_at.day_in_vietnam())),
    }
}

/// The switch "verify the app by QR".
pub(in crate::web) async fn switch(
    State(provider): State<Provider>,
    SignedIn(session): SignedIn,
    Now(now): Now,
    Posted(form): Posted,
) -> Result<Response, Failure> {
    present::switch(&session, form.get("switch") == Some("on"), &provider, now).await?;
    Ok(Redirect::to("/wallet").into_response())
}
