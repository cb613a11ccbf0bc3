//! What people reported about officers who contact them: the list, one report, and that it was dealt with.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Redirect, Response};

use crate::flow::contact_report::{self, Closed};
use crate::identity::conduct::Conduct;
use crate::identity::language::Language;
use crate::provider::Provider;
use crate::secret::ReportId;
use crate::wallet::contact::{Complaint, Noticed, reference};
use crate::web::browser::Browser;
use crate::web::error::{Failure, PageError};
use crate::web::extract::{Now, OnDuty};
use crate::web::form::Posted;
use crate::web::office::desk::{Desk, Place};
use crate::web::page::claim;
use crate::web::page::contacts::Shown;
use crate::web::shell::{Page, Shell, page};
use crate::web::words;

#[derive(Template)]
#[template(path = "office/reports.html")]
struct ReportsPage {
    shell: Shell,
    desk: Desk,
    reports: Vec<Row>,
}

/// A report as the list has it.
struct Row {
    id: String,
    reference: String,
    at: String,
    complaint: String,
    about: String,
}

#[derive(Template)]
#[template(path = "office/report.html")]
struct ReportPage {
    shell: Shell,
    desk: Desk,
    id: String,
    /// The complaint's word, for tests.
    word: &'static str,
    complaint: String,
    at: String,
    contact: Option<Shown>,
    /// What the house noticed, and of whom.
    noticed: Option<(String, String)>,
    /// Whose account is locked, when the report is about a sign-in.
    locked: Option<String>,
    words: String,
    settled: Option<String>,
    may_settle: bool,
}

impl Page for ReportsPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

impl Page for ReportPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The reports that wait.
pub(in crate::web) async fn list(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
) -> Result<Response, Failure> {
    let t = browser.language;
    let waiting = contact_report::waiting(&officer, &provider).await.map_err(failure)?;
    let reports = waiting
        .iter()
        .map(|one| Row {
            id: one.id.to_string(),
            reference: reference(&one.id),
            at: words::moment(one.reported_at),
            complaint: complaint(one.complaint, t),
            about: match (&one.unit, one.complaint) {
                (Some(unit), _) => unit.to_string(),
                (None, Complaint::NotMe) => t.office_report_account(),
                (None, _) => t.office_report_nobody(),
            },
        })
        .collect();
    let shell = Shell::new(&browser, &provider, t.office_reports_title());
    Ok(page(StatusCode::OK, &ReportsPage { shell, desk: Desk::new(&officer, Place::Reports, t), reports }))
}

/// One of them.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Path(id): Path<String>,
) -> Result<Response, Failure> {
    let t = browser.language;
    let read = contact_report::read(&ReportId::from_text(id), &officer, &provider, now).await;
    let (report, locked) = read.map_err(failure)?;
    let noticed = match &report.conduct {
        None => None,
        Some(noticed) => Some((conduct(noticed, t), worker(noticed, &provider).await?)),
    };
    let shown = ReportPage {
        shell: Shell::new(&browser, &provider, t.office_report_title(reference(&report.id))),
        desk: Desk::new(&officer, Place::Reports, t),
        id: report.id.to_string(),
        word: report.complaint.as_str(),
        complaint: complaint(report.complaint, t),
        at: words::moment(report.reported_at),
        contact: report.contact.as_ref().map(|contact| Shown::of(contact, now, t)),
        noticed,
        locked: locked.map(|number| claim::grouped(number.as_str())),
        may_settle: report.may_settle(&officer).is_ok(),
        words: report.words.unwrap_or_default(),
        settled: report.settled_at.map(words::moment),
    };
    Ok(page(StatusCode::OK, &shown))
}

/// It was dealt with.
pub(in crate::web) async fn settle(
    State(provider): State<Provider>,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Path(id): Path<String>,
    Posted(_): Posted,
) -> Result<Response, Failure> {
    contact_report::settle(&ReportId::from_text(id), &officer, &provider, now).await.map_err(failure)?;
    Ok(Redirect::to("/office/contact/reports").into_response())
}

fn complaint(complaint: Complaint, t: Language) -> String {
    match complaint {
        Complaint::NotGenuine => t.report_not_genuine(),
        Complaint::NotMe => t.report_not_me(),
        Complaint::Pressed => t.report_pressed(),
        Complaint::Unusual => t.report_unusual(),
    }
}

fn conduct(noticed: &Noticed, t: Language) -> String {
    match noticed.conduct {
        Conduct::ManyPeople => t.office_conduct_many_people(noticed.times),
        Conduct::OnePerson => t.office_conduct_one_person(noticed.times),
        Conduct::ManyRefused => t.office_conduct_many_refused(noticed.times),
    }
}

/// Who works there: name, title and unit, as citizens see an officer.
async fn worker(noticed: &Noticed, provider: &Provider) -> Result<String, Failure> {
    let officer = contact_report::worker(noticed, provider).await?;
    Ok(officer.map(|officer| format!("{}, {}, {}", officer.name, officer.title, officer.unit)).unwrap_or_default())
}

fn failure(closed: Closed) -> Failure {
    match closed {
        Closed::NotPermitted => PageError::Forbidden.into(),
        Closed::NoSuchReport => PageError::NotFound.into(),
        Closed::Fault(fault) => fault.into(),
    }
}
