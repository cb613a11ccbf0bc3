//! The form TK01 as an officer of immigration fills it with a foreigner: the document first, since it says whom to ask for.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::flow::foreigner::{self, Refused, Submitted};
use crate::flow::prove::Refusal;
use crate::identity::language::Language;
use crate::identity::officer::{Action, Module, Officer};
use crate::identity::person::{DeclaredRefusal, Form};
use crate::identity::place::province_name;
use crate::identity::unit::Unit;
use crate::oauth::params::Params;
use crate::provider::Provider;
use crate::web::answer::too_many;
use crate::web::browser::Browser;
use crate::web::error::{Failure, PageError};
use crate::web::extract::{Now, OnDuty};
use crate::web::form::Posted;
use crate::web::mistakes::Mistakes;
use crate::web::office::case::failure;
use crate::web::office::desk::{Desk, Place};
use crate::web::page::enrol::mistakes_of;
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "office/apply_foreigner.html")]
struct ForeignerPage {
    shell: Shell,
    desk: Desk,
    may_go_on: bool,
    mistakes: Mistakes,
    typed: Typed,
}

impl Page for ForeignerPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// Where foreigners are received, for an officer of another unit.
#[derive(Template)]
#[template(path = "office/foreigner_elsewhere.html")]
struct ElsewherePage {
    shell: Shell,
    desk: Desk,
    offices: Vec<Office>,
    hotline: String,
}

impl Page for ElsewherePage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// An immigration office.
struct Office {
    code: String,
    name: String,
    address: String,
    province: &'static str,
}

/// What stands in the fields.
#[derive(Clone, Default)]
struct Typed {
    nationality: String,
    document: String,
    name: String,
    birth_date: String,
    gender: String,
    phone: String,
    email: String,
    language: String,
}

/// The empty form; at a unit that is no immigration office, where to send the person.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
) -> Result<Response, Failure> {
    if !officer.may(Module::Account, Action::Receive) {
        return Err(PageError::Forbidden.into());
    }
    if officer.may_serve_foreigners().is_err() {
        let offices = foreigner::offices(&officer, &provider).await?;
        return Ok(page(StatusCode::OK, &elsewhere(&offices, &officer, &browser, &provider)));
    }
    let typed = Typed { language: "en".into(), ..Typed::default() };
    Ok(page(StatusCode::OK, &form(typed, Mistakes::default(), &officer, &browser, &provider)))
}

/// Opens the case.
pub(in crate::web) async fn submit(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let (t, typed) = (browser.language, Typed::of(&fields));
    let refused = match foreigner::open(typed.submitted(), fields.has("go_on"), &officer, &provider, now).await {
        Ok(id) => return Ok(Redirect::to(&format!("/office/case/{id}")).into_response()),
        Err(refused) => refused,
    };
    let mut mistakes = Mistakes::default();
    match refused {
        Refused::Fields { nationality, document, declared } => {
            mistakes = wrong_fields(nationality, document, &declared, t);
        }
        Refused::Elsewhere(offices) => {
            return Ok(page(StatusCode::FORBIDDEN, &elsewhere(&offices, &officer, &browser, &provider)));
        }
        Refused::Counter(Refusal::PassportExpired) => mistakes.add("document", t.office_passport_expired()),
        Refused::Counter(Refusal::StayEnded) => mistakes.add("document", t.office_stay_ended()),
        Refused::Counter(Refusal::NotPossible | Refusal::NoSuchCase) => {
            mistakes.add("document", t.office_foreigner_not_possible());
        }
        Refused::Counter(Refusal::TooMany(until)) => return Ok(too_many(until, now)),
        Refused::Counter(refusal) => return Err(failure(refusal)),
    }
    let shown = form(typed, mistakes, &officer, &browser, &provider);
    Ok(page(StatusCode::UNPROCESSABLE_ENTITY, &shown))
}

fn elsewhere(offices: &[Unit], officer: &Officer, browser: &Browser, provider: &Provider) -> ElsewherePage {
    let t = browser.language;
    let shown = |unit: &Unit| Office {
        code: unit.code.to_string(),
        name: unit.name_in(t).to_owned(),
        address: unit.address.to_string(),
        province: province_name(&unit.province).unwrap_or_default(),
    };
    ElsewherePage {
        shell: Shell::new(browser, provider, t.office_foreigner_title()),
        desk: Desk::new(officer, Place::Foreigner, t),
        offices: offices.iter().map(shown).collect(),
        hotline: provider.config.hotline.clone(),
    }
}

fn wrong_fields(nationality: bool, document: bool, declared: &DeclaredRefusal, t: Language) -> Mistakes {
    let mut mistakes = Mistakes::default();
    if nationality {
        mistakes.add("nationality", t.office_nationality_wrong());
    }
    if document {
        mistakes.add("document", t.office_document_wrong());
    }
    for mistake in mistakes_of(declared, None, t).iter() {
        let words = if mistake.field == "full_name" { t.office_latin_wrong() } else { mistake.words.clone() };
        mistakes.add(mistake.field, words);
    }
    mistakes
}

fn form(typed: Typed, mistakes: Mistakes, officer: &Officer, browser: &Browser, provider: &Provider) -> ForeignerPage {
    let t = browser.language;
    ForeignerPage {
        shell: Shell::new(browser, provider, t.office_foreigner_title()),
        desk: Desk::new(officer, Place::Foreigner, t),
        may_go_on: officer.may(Module::Account, Action::Process),
        mistakes,
        typed,
    }
}

impl Typed {
    fn of(fields: &Params) -> Self {
        let typed = |name| fields.typed(name).to_owned();
        Self {
            nationality: typed("nationality"),
            document: typed("document"),
            name: typed("full_name"),
            birth_date: typed("birth_date"),
            gender: typed("gender"),
            phone: typed("phone"),
            email: typed("email"),
            language: typed("language"),
        }
    }

    fn submitted(&self) -> Submitted<'_> {
        let form = Form {
            number: "",
            name: &self.name,
            birth_date: &self.birth_date,
            gender: &self.gender,
            phone: &self.phone,
            email: &self.email,
        };
        Submitted { nationality: &self.nationality, document: &self.document, form, language: &self.language }
    }
}
