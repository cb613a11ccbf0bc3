//! The public page for who is called by somebody that says "I am from the police": number and code in, who it is or that it
//! is nobody out; and a report.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::flow::contact::{self, NotChecked};
use crate::flow::contact_report::{self, Written};
use crate::oauth::params::Params;
use crate::provider::Provider;
use crate::web::answer::too_many;
use crate::web::browser::Browser;
use crate::web::error::Failure;
use crate::web::extract::Now;
use crate::web::form::Posted;
use crate::web::mistakes::Mistakes;
use crate::web::page::contacts::{ReportForm, Shown, wrong};
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "page/officer.html")]
struct OfficerPage {
    shell: Shell,
    mistakes: Mistakes,
    number: String,
    code: String,
    answer: Option<Answer>,
    /// Whether the form of a report stands there, and not the one of a check.
    reports: bool,
    report: ReportForm,
    reference: Option<String>,
}

/// The two answers that there are.
enum Answer {
    Genuine(Box<Shown>),
    None,
}

impl Page for OfficerPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The empty form.
pub(in crate::web) async fn show(State(provider): State<Provider>, browser: Browser) -> Response {
    page(StatusCode::OK, &blank(&browser, &provider))
}

/// Number and code: who contacts the person, or nobody.
pub(in crate::web) async fn check(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let (number, code) = (fields.typed("personal_id_number"), fields.typed("code"));
    let checked = contact::check(number, code, &browser.counted_address(), &provider, now).await;
    let typed = OfficerPage { number: short(number), code: short(code), ..blank(&browser, &provider) };
    let answer = match checked {
        Ok(Some(contact)) => Answer::Genuine(Box::new(Shown::of(&contact, now, browser.language))),
        Ok(None) => Answer::None,
        Err(NotChecked::NotANumber) => return Ok(not_a_number(typed)),
        Err(NotChecked::TooMany(until)) => return Ok(too_many(until, now)),
        Err(NotChecked::Fault(fault)) => return Err(fault.into()),
    };
    Ok(page(StatusCode::OK, &OfficerPage { answer: Some(answer), reports: true, ..typed }))
}

/// What is wrong with who called.
pub(in crate::web) async fn report(
    State(provider): State<Provider>,
    Now(now): Now,
    browser: Browser,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let (number, code) = (fields.typed("personal_id_number"), fields.typed("code"));
    let (complaint, words) = (fields.typed("complaint"), fields.typed("words"));
    let (written, address) = (Written { complaint, words }, browser.counted_address());
    let taken = contact_report::from_anybody((number, code), written, &address, &provider, now).await;
    match taken.map_err(|refusal| wrong(refusal, browser.language, now)) {
        Ok(reference) => {
            let done = OfficerPage { reference: Some(reference), ..blank(&browser, &provider) };
            Ok(page(StatusCode::OK, &done))
        }
        Err(Ok(mistakes)) => Ok(again(mistakes, &fields, &browser, &provider)),
        Err(Err(response)) => Ok(*response),
    }
}

fn again(mistakes: Mistakes, fields: &Params, browser: &Browser, provider: &Provider) -> Response {
    let shown = OfficerPage {
        mistakes,
        number: short(fields.typed("personal_id_number")),
        code: short(fields.typed("code")),
        reports: true,
        report: ReportForm { complaint: fields.typed("complaint").to_owned(), words: fields.typed("words").to_owned() },
        ..blank(browser, provider)
    };
    page(StatusCode::UNPROCESSABLE_ENTITY, &shown)
}

fn not_a_number(mut typed: OfficerPage) -> Response {
    typed.mistakes.add("personal_id_number", typed.shell.lang.officer_number_wrong());
    page(StatusCode::UNPROCESSABLE_ENTITY, &typed)
}

fn blank(browser: &Browser, provider: &Provider) -> OfficerPage {
    OfficerPage {
        shell: Shell::new(browser, provider, browser.language.officer_title()),
        mistakes: Mistakes::default(),
        number: String::new(),
        code: String::new(),
        answer: None,
        reports: false,
        report: ReportForm::default(),
        reference: None,
    }
}

fn short(typed: &str) -> String {
    typed.chars().take(TYPED).collect()
}

/// Characters of what was typed that a page shows again.
const TYPED: usize = 20;
