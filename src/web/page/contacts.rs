//! The wallet's page of officers who contact or contacted the holder, each with a way to report it.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};

use crate::clock::Timestamp;
use crate::flow::contact;
use crate::flow::contact_report::{self, Refusal, Written};
use crate::identity::language::Language;
use crate::identity::proofing::code;
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::secret::ContactId;
use crate::wallet::contact::Contact;
use crate::web::answer::too_many;
use crate::web::browser::Browser;
use crate::web::error::{Failure, PageError};
use crate::web::extract::{Now, SignedIn};
use crate::web::form::Posted;
use crate::web::mistakes::Mistakes;
use crate::web::office::desk::words_refused;
use crate::web::shell::{Page, Shell, page};
use crate::web::words;

#[derive(Template)]
#[template(path = "page/contacts.html")]
struct Contacts {
    shell: Shell,
    mistakes: Mistakes,
    now: Vec<Shown>,
    past: Vec<Shown>,
    /// What was typed about which contact.
    about: String,
    report: ReportForm,
    reference: Option<String>,
}

impl Page for Contacts {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// A contact in words; `page/contact_facts.html` draws it.
#[derive(Clone, Debug)]
pub(in crate::web) struct Shown {
    /// Its id.
    pub(in crate::web) id: String,
    /// The officer's name.
    pub(in crate::web) name: String,
    /// The unit.
    pub(in crate::web) unit: String,
    /// What the officer is there.
    pub(in crate::web) duty: String,
    /// Why.
    pub(in crate::web) purpose: String,
    /// The case, or that there is none.
    pub(in crate::web) case: String,
    /// Since when.
    pub(in crate::web) since: String,
    /// When it ended or will end.
    pub(in crate::web) until: String,
    /// Whether it holds now.
    pub(in crate::web) is_live: bool,
}

/// What the form of a report holds; `page/report.html` draws it.
#[derive(Clone, Debug, Default)]
pub(in crate::web) struct ReportForm {
    /// The chosen complaint's word.
    pub(in crate::web) complaint: String,
    /// What was written.
    pub(in crate::web) words: String,
}

impl Shown {
    /// A contact as it is now.
    pub(in crate::web) fn of(contact: &Contact, now: Timestamp, t: Language) -> Self {
        Self {
            id: contact.id.to_string(),
            name: contact.name.to_string(),
            unit: contact.unit.to_string(),
            duty: contact.title.to_string(),
            purpose: contact.purpose.words(t),
            case: contact.case.as_ref().map_or_else(|| t.contact_no_case(), code),
            since: words::moment(contact.opened_at),
            until: words::moment(contact.until()),
            is_live: contact.is_live(now),
        }
    }
}

/// Who contacts the holder now, and who did.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    browser: Browser,
    SignedIn(session): SignedIn,
    Now(now): Now,
) -> Result<Response, Failure> {
    let blank = (String::new(), ReportForm::default(), None);
    drawn(StatusCode::OK, Mistakes::default(), blank, &session, (&browser, &provider, now)).await
}

/// Reports one of them.
pub(in crate::web) async fn report(
    State(provider): State<Provider>,
    browser: Browser,
    SignedIn(session): SignedIn,
    Now(now): Now,
    Path(id): Path<String>,
    Posted(fields): Posted,
) -> Result<Response, Failure> {
    let (complaint, words) = (fields.typed("complaint"), fields.typed("words"));
    let written = Written { complaint, words };
    let taken =
        contact_report::from_holder(&ContactId::from_text(id.as_str()), written, &session, &provider, now).await;
    let (status, mistakes, reference) = match taken.map_err(|refusal| wrong(refusal, browser.language, now)) {
        Ok(reference) => (StatusCode::OK, Mistakes::default(), Some(reference)),
        Err(Ok(mistakes)) => (StatusCode::UNPROCESSABLE_ENTITY, mistakes, None),
        Err(Err(response)) => return Ok(*response),
    };
    let typed = ReportForm { complaint: complaint.to_owned(), words: words.to_owned() };
    drawn(status, mistakes, (id, typed, reference), &session, (&browser, &provider, now)).await
}

/// What is wrong with a report, beside its field; or the answer in place of the page.
pub(in crate::web) fn wrong(refusal: Refusal, t: Language, now: Timestamp) -> Result<Mistakes, Box<Response>> {
    let mut mistakes = Mistakes::default();
    match refusal {
        Refusal::NoComplaint => mistakes.add("complaint", t.report_complaint_missing()),
        Refusal::Words(refusal) => mistakes.add("words", words_refused(refusal, t)),
        Refusal::NotANumber => mistakes.add("personal_id_number", t.officer_number_wrong()),
        Refusal::NoSuchContact => return Err(Box::new(Failure::from(PageError::NotFound).into_response())),
        Refusal::TooMany(until) => return Err(Box::new(too_many(until, now))),
        Refusal::Fault(fault) => return Err(Box::new(Failure::from(fault).into_response())),
    }
    Ok(mistakes)
}

async fn drawn(
    status: StatusCode,
    mistakes: Mistakes,
    (about, report, reference): (String, ReportForm, Option<String>),
    session: &SessionFacts,
    (browser, provider, now): (&Browser, &Provider, Timestamp),
) -> Result<Response, Failure> {
    let t = browser.language;
    let contacts = contact::of_holder(session, provider).await?;
    let (live, past) =
        contacts.iter().map(|contact| Shown::of(contact, now, t)).partition(|contact: &Shown| contact.is_live);
    let shell = Shell::new(browser, provider, t.contacts_title());
    Ok(page(status, &Contacts { shell, mistakes, now: live, past, about, report, reference }))
}
