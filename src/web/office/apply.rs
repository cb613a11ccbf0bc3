//! The form TK01 as an officer fills it with a citizen who has no account; and the same form to mend what was declared.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::flow::apply::{self, NotTaken, Submitted};
use crate::flow::case_view;
use crate::flow::prove::Refusal;
use crate::identity::language::Language;
use crate::identity::officer::{Action, Module, Officer};
use crate::identity::person::Form;
use crate::oauth::params::Params;
use crate::provider::Provider;
use crate::secret::CaseId;
use crate::web::answer::too_many;
use crate::web::browser::Browser;
use crate::web::error::{Failure, PageError};
use crate::web::extract::{Now, OnDuty};
use crate::web::form::Posted;
use crate::web::mistakes::Mistakes;
use crate::web::office::case::{failure, version};
use crate::web::office::desk::{Desk, Place};
use crate::web::page::enrol::mistakes_of;
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "office/apply.html")]
struct ApplyPage {
    shell: Shell,
    desk: Desk,
    address: String,
    /// The version of the case that is mended; none for a new one.
    version: Option<i64>,
    may_go_on: bool,
    mistakes: Mistakes,
    typed: Typed,
}

impl Page for ApplyPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// What stands in the fields.
#[derive(Clone, Default)]
struct Typed {
    number: String,
    name: String,
    birth_date: String,
    gender: String,
    phone: String,
    email: String,
    language: String,
}

/// The empty form.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
) -> Result<Response, Failure> {
    if !officer.may(Module::Account, Action::Receive) {
        return Err(PageError::Forbidden.into());
    }
    let typed = Typed { language: "vi".into(), ..Typed::default() };
    let shown = form(NEW, None, typed, Mistakes::default(), &officer, &browser, &provider);
    Ok(page(StatusCode::OK, &shown))
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
    let mistakes = match apply::open(typed.submitted(), fields.has("go_on"), &officer, &provider, now).await {
        Ok(id) => return Ok(Redirect::to(&format!("/office/case/{id}")).into_response()),
        Err(NotTaken::Fields(refusal)) => mistakes_of(&refusal, None, t),
        Err(NotTaken::Counter(Refusal::NotPossible | Refusal::NoSuchCase)) => {
            let mut mistakes = Mistakes::default();
            mistakes.add("personal_id_number", t.office_apply_not_possible());
            mistakes
        }
        Err(NotTaken::Counter(Refusal::TooMany(until))) => return Ok(too_many(until, now)),
        Err(NotTaken::Counter(refusal)) => return Err(failure(refusal)),
    };
    let shown = form(NEW, None, typed, mistakes, &officer, &browser, &provider);
    Ok(page(StatusCode::UNPROCESSABLE_ENTITY, &shown))
}

/// The form filled with what was declared in the case.
pub(in crate::web) async fn show_mending(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let id = CaseId::from_text(id);
    let view = case_view::view(&id, &officer, &provider, now).await.map_err(failure)?;
    let intake = view.case.intake();
    let Some(applicant) = intake.applicant.as_ref().filter(|_| view.may_record) else {
        return Err(PageError::NotFound.into());
    };
    let declared = &applicant.declared;
    let typed = Typed {
        number: declared.number.as_str().to_owned(),
        name: declared.name.as_str().to_owned(),
        birth_date: declared.birth.to_string(),
        gender: declared.gender.as_str().to_owned(),
        phone: declared.phone.national(),
        email: declared.email.as_ref().map(|email| email.as_str().to_owned()).unwrap_or_default(),
        language: applicant.language.tag().to_owned(),
    };
    let address = mending(&id);
    let shown = form(&address, Some(intake.version), typed, Mistakes::default(), &officer, &browser, &provider);
    Ok(page(StatusCode::OK, &shown))
}

/// Takes what the person declares now.
pub(in crate::web) async fn mend(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Path(id): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let (t, id, typed) = (browser.language, CaseId::from_text(id), Typed::of(&fields));
    let version = version(&fields)?;
    let (status, mistakes) = match apply::mend(&id, version, typed.submitted(), &officer, &provider, now).await {
        Ok(()) => return Ok(Redirect::to(&format!("/office/case/{id}")).into_response()),
        Err(NotTaken::Fields(refusal)) => (StatusCode::UNPROCESSABLE_ENTITY, mistakes_of(&refusal, None, t)),
        Err(NotTaken::Counter(Refusal::Stale)) => {
            let mut mistakes = Mistakes::default();
            mistakes.add("full_name", t.office_stale());
            (StatusCode::CONFLICT, mistakes)
        }
        Err(NotTaken::Counter(refusal)) => return Err(failure(refusal)),
    };
    Ok(page(status, &form(&mending(&id), Some(version), typed, mistakes, &officer, &browser, &provider)))
}

fn form(
    address: &str,
    version: Option<i64>,
    typed: Typed,
    mistakes: Mistakes,
    officer: &Officer,
    browser: &Browser,
    provider: &Provider,
) -> ApplyPage {
    let t: Language = browser.language;
    let title = if version.is_some() { t.office_mend_title() } else { t.office_apply_title() };
    ApplyPage {
        shell: Shell::new(browser, provider, title),
        desk: Desk::new(officer, if version.is_some() { Place::Case } else { Place::Apply }, t),
        address: address.to_owned(),
        version,
        may_go_on: officer.may(Module::Account, Action::Process),
        mistakes,
        typed,
    }
}

impl Typed {
    fn of(fields: &Params) -> Self {
        let typed = |name| fields.typed(name).to_owned();
        Self {
            // People copy numbers as cards print them, in groups.
            number: typed("personal_id_number").replace(' ', ""),
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
            number: &self.number,
            name: &self.name,
            birth_date: &self.birth_date,
            gender: &self.gender,
            phone: &self.phone,
            email: &self.email,
        };
        Submitted { form, language: &self.language }
    }
}

fn mending(id: &CaseId) -> String {
    format!("/office/case/{id}/declaration")
}

const NEW: &str = "/office/case/new/account";
