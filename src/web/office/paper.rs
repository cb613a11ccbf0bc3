//! The papers of a case, to be printed and handed over: receipt (CT04), request for completion (CT05), refusal (CT06), result.
//!
//! A paper lies about: it names the case and the office, and of the person only initials; who holds it and the card is known.

use askama::Template;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;

use crate::clock::Seconds;
use crate::flow::print_case::{self, Form};
use crate::identity::proofing::{Case, CaseKind, code};
use crate::provider::Provider;
use crate::secret::CaseId;
use crate::web::browser::Browser;
use crate::web::error::{Failure, PageError};
use crate::web::extract::{Now, OnDuty};
use crate::web::office::case::failure;
use crate::web::office::desk::moment;
use crate::web::office::queue;
use crate::web::office::scan::presenter;
use crate::web::office::subject::{grouped, kind_name};
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "office/paper.html")]
struct PaperPage {
    shell: Shell,
    form: &'static str,
    back: String,
    unit: String,
    code: String,
    kind: String,
    law: String,
    person: String,
    officer: String,
    rows: Vec<(String, String)>,
    lines: Vec<String>,
    words: String,
    number: Option<String>,
    printed: String,
    hotline: String,
}

impl Page for PaperPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// The paper.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Path((id, form)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let t = browser.language;
    let id = CaseId::from_text(id);
    let form = Form::parse(&form).ok_or(PageError::NotFound)?;
    let printed = print_case::print(&id, form, &officer, &provider, now).await.map_err(failure)?;
    let (case, intake) = (&printed.case, printed.case.intake());
    let due = moment(intake.due_at.minus(Seconds::new(1)));
    let mut rows = vec![(t.office_received(), moment(intake.opened_at))];
    let came = printed
        .came
        .as_ref()
        .map(|(relation, initials)| (t.office_company(), t.scan_presented_by(presenter(*relation, t), initials)));
    let (mut lines, mut words) = (Vec::new(), String::new());
    match (form, case) {
        (Form::Receipt, _) => {
            rows.push((t.office_paper_due(), due));
            rows.push((t.office_basis(), queue::basis(intake.basis, t)));
            lines.extend(intake.kind.needed().iter().map(|kind| kind_name(*kind, t)));
            rows.extend(came.clone());
            lines.extend(intake.originals.iter().map(|paper| paper.original.kind.words(t)));
        }
        (Form::Supplement, _) => {
            let Some(round) = intake.supplements.last() else { return Err(PageError::NotFound.into()) };
            rows.push((t.office_paper_returned(), moment(round.returned_at)));
            rows.push((t.office_paper_ends(), moment(round.ends_at.minus(Seconds::new(1)))));
            lines.extend(round.lacks.iter().map(|lack| lack.words(t)));
            round.guidance.as_str().clone_into(&mut words);
        }
        (Form::Refusal, Case::Refused(one)) => {
            rows.push((t.office_decided_at(), moment(one.decided_at)));
            if let Some((ground, reason)) = &one.refusal {
                lines.push(ground.words(t));
                reason.as_str().clone_into(&mut words);
            }
        }
        (Form::Result, Case::Approved(one)) => {
            rows.push((t.office_decided_at(), moment(one.decided_at)));
            rows.extend(came);
            lines.push(queue::result(intake.kind, t));
        }
        _ => return Err(PageError::NotFound.into()),
    }
    let title = match form {
        Form::Receipt => t.office_form_receipt(),
        Form::Supplement => t.office_form_supplement(),
        Form::Refusal => t.office_form_refusal(),
        Form::Result => t.office_form_result(),
    };
    let applicant = intake.applicant.as_ref().filter(|_| form == Form::Result && intake.kind == CaseKind::Foreigner);
    let shown = PaperPage {
        shell: Shell::new(&browser, &provider, title),
        form: form.as_str(),
        back: format!("/office/case/{id}"),
        unit: intake.unit.to_string(),
        code: code(&id),
        kind: queue::kind(intake.kind, t),
        law: queue::law(intake.kind, t),
        person: printed.initials,
        officer: officer.name.to_string(),
        rows,
        lines,
        words,
        // A foreigner learns the number by which the account is known from this paper and from nowhere else.
        number: applicant.map(|applicant| grouped(&applicant.declared.number)),
        printed: moment(now),
        hotline: provider.config.hotline.clone(),
    };
    Ok(page(StatusCode::OK, &shown))
}
