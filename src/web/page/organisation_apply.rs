//! The application for an organisation's account (form TK02). Every one that can be read is answered with the same page.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::clock::Timestamp;
use crate::flow::apply_for_organisation::{self, Form, Refusal, Wrong, may_decide};
use crate::identity::birth::BirthDate;
use crate::identity::decree;
use crate::identity::language::Language;
use crate::identity::organisation_application::Declared;
use crate::oauth::params::Params;
use crate::provider::Provider;
use crate::web::answer::too_many;
use crate::web::browser::Browser;
use crate::web::error::Failure;
use crate::web::extract::{Now, SignedIn};
use crate::web::form::Posted;
use crate::web::mistakes::Mistakes;
use crate::web::page::organisations::{self, step_up};
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "page/organisation_apply.html")]
struct Apply {
    shell: Shell,
    mistakes: Mistakes,
    typed: Typed,
    known_days: u16,
    unknown_days: u16,
}

#[derive(Template)]
#[template(path = "page/organisation_applied.html")]
struct Applied {
    shell: Shell,
}

impl Page for Apply {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl Page for Applied {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// What stands in the fields.
#[derive(Clone, Default)]
pub(super) struct Typed {
    pub(super) number: String,
    pub(super) tax_code: String,
    pub(super) name: String,
    pub(super) short_name: String,
    pub(super) foreign_name: String,
    pub(super) address: String,
    pub(super) phone: String,
    pub(super) email: String,
    pub(super) website: String,
    pub(super) founded_on: String,
}

/// The form; it needs what sending it will need.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    SignedIn(session): SignedIn,
) -> Response {
    match may_decide(&session, now) {
        Ok(()) => form(StatusCode::OK, Typed::default(), Mistakes::default(), &browser, &provider, now),
        Err(Refusal::StepUp) => step_up(PATH),
        Err(_) => Redirect::to(organisations::PATH).into_response(),
    }
}

/// Takes the application.
pub(in crate::web) async fn submit(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    SignedIn(session): SignedIn,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let (t, typed) = (browser.language, Typed::of(&fields));
    match apply_for_organisation::submit(typed.form(), &session, &provider, now).await {
        Ok(()) => {
            let shell = Shell::new(&browser, &provider, t.organisation_applied_title());
            Ok(page(StatusCode::OK, &Applied { shell }))
        }
        Err(Refusal::Fields(wrong)) => {
            Ok(form(StatusCode::UNPROCESSABLE_ENTITY, typed, mistakes(wrong, t), &browser, &provider, now))
        }
        Err(Refusal::StepUp) => Ok(step_up(PATH)),
        Err(Refusal::TooMany(until)) => Ok(too_many(until, now)),
        Err(Refusal::Fault(fault)) => Err(fault.into()),
        Err(_) => Ok(Redirect::to(organisations::PATH).into_response()),
    }
}

fn form(
    status: StatusCode,
    typed: Typed,
    mistakes: Mistakes,
    browser: &Browser,
    provider: &Provider,
    now: Timestamp,
) -> Response {
    let rules = decree::in_force(now.day_in_vietnam());
    let shown = Apply {
        shell: Shell::new(browser, provider, browser.language.organisations_apply()),
        mistakes,
        typed,
        known_days: rules.organisation_working_days,
        unknown_days: rules.unknown_organisation_working_days,
    };
    page(status, &shown)
}

pub(super) fn mistakes(wrong: Wrong, t: Language) -> Mistakes {
    let mut mistakes = Mistakes::default();
    let each = [
        (wrong.number, "number", t.organisation_number_wrong()),
        (wrong.tax_code, "tax_code", t.organisation_tax_code_wrong()),
        (wrong.name, "organisation_name", t.organisation_name_wrong()),
        (wrong.address, "address", t.organisation_address_wrong()),
        (wrong.email, "email", t.organisation_email_wrong()),
        (wrong.founded_on, "founded_on", t.organisation_founded_wrong()),
        (wrong.other, "short_name", t.organisation_other_wrong()),
    ];
    for (is_wrong, field, words) in each {
        if is_wrong {
            mistakes.add(field, words);
        }
    }
    mistakes
}

impl Typed {
    pub(super) fn of(fields: &Params) -> Self {
        let typed = |name| fields.typed(name).to_owned();
        Self {
            number: typed("number"),
            tax_code: typed("tax_code").replace(' ', ""),
            name: typed("organisation_name"),
            short_name: typed("short_name"),
            foreign_name: typed("foreign_name"),
            address: typed("address"),
            phone: typed("phone"),
            email: typed("email"),
            website: typed("website"),
            founded_on: typed("founded_on"),
        }
    }

    /// What was declared, as its applicant typed it.
    pub(super) fn declared(declared: Declared) -> Self {
        Self {
            founded_on: BirthDate::parse_iso(&declared.founded_on).map(|day| day.to_string()).unwrap_or_default(),
            number: declared.number,
            tax_code: declared.tax_code.unwrap_or_default(),
            name: declared.name,
            short_name: declared.short_name,
            foreign_name: declared.foreign_name,
            address: declared.address,
            phone: declared.phone,
            email: declared.email,
            website: declared.website,
        }
    }

    pub(super) fn form(&self) -> Form<'_> {
        Form {
            number: &self.number,
            tax_code: &self.tax_code,
            name: &self.name,
            short_name: &self.short_name,
            foreign_name: &self.foreign_name,
            address: &self.address,
            phone: &self.phone,
            email: &self.email,
            website: &self.website,
            founded_on: &self.founded_on,
        }
    }
}

const PATH: &str = "/organisations/apply";
