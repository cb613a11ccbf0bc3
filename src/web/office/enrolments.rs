//! The applications of the person in a case that did not match, field by field beside the register (K11). Without a case
//! there is nothing to see here.

use askama::Template;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use serde::Deserialize;

use crate::flow::case_view;
use crate::identity::enrolment::Refused;
use crate::identity::language::Language;
use crate::identity::person::{Declared, Record};
use crate::identity::syllables::{Syllable, side_by_side};
use crate::provider::Provider;
use crate::secret::CaseId;
use crate::web::browser::Browser;
use crate::web::error::Failure;
use crate::web::extract::{Now, OnDuty};
use crate::web::office::case::failure;
use crate::web::office::desk::{Desk, Place, moment};
use crate::web::office::subject::{birth, gender};
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "office/enrolments.html")]
struct EnrolmentsPage {
    shell: Shell,
    desk: Desk,
    case: String,
    enrolments: Vec<Shown>,
}

impl Page for EnrolmentsPage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// One application.
struct Shown {
    at: String,
    finding: String,
    rows: Vec<Row>,
}

/// One field on both sides.
pub(super) struct Row {
    pub(super) field: &'static str,
    pub(super) name: String,
    pub(super) declared: Vec<Syllable>,
    pub(super) known: Vec<Syllable>,
    pub(super) differs: bool,
}

/// Inside which case.
#[derive(Debug, Deserialize)]
pub(in crate::web) struct Inside {
    #[serde(default)]
    case: String,
}

/// The applications.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
    Query(Inside { case }): Query<Inside>,
) -> Result<Response, Failure> {
    let t = browser.language;
    let id = CaseId::from_text(case);
    let (record, refused) = case_view::refused_enrolments(&id, &officer, &provider, now).await.map_err(failure)?;
    let shown = EnrolmentsPage {
        shell: Shell::new(&browser, &provider, t.office_enrolments_title()),
        desk: Desk::new(&officer, Place::Case, t),
        case: id.to_string(),
        enrolments: refused.iter().map(|one| shown(one, &record, t)).collect(),
    };
    Ok(page(StatusCode::OK, &shown))
}

fn shown(refused: &Refused, record: &Record, t: Language) -> Shown {
    Shown {
        at: t.office_enrolment_at(moment(refused.submitted_at)),
        finding: finding(&refused.finding, t),
        rows: rows(&refused.declared, record, t),
    }
}

/// What was declared beside what the register has, field by field (K11).
pub(super) fn rows(declared: &Declared, record: &Record, t: Language) -> Vec<Row> {
    let (name_declared, name_known) = side_by_side(&declared.name, &record.name);
    let name = Row {
        field: "name",
        name: t.office_name(),
        differs: declared.name.difference(&record.name).is_some(),
        declared: name_declared,
        known: name_known,
    };
    let plain = |field, name, declared: String, known: String, differs| Row {
        field,
        name,
        declared: vec![Syllable { text: declared, differs }],
        known: vec![Syllable { text: known, differs }],
        differs,
    };
    let born = declared.birth.difference(&record.birth).is_some();
    let birth = plain("birth_date", t.office_birth(), birth(&declared.birth), birth(&record.birth), born);
    let (mine, known) = (gender(declared.gender, t), gender(record.gender, t));
    let gender = plain("gender", t.office_gender(), mine, known, declared.gender != record.gender);
    vec![name, birth, gender]
}

fn finding(word: &str, t: Language) -> String {
    match word {
        "differs" => t.office_finding_differs(),
        "cancelled" => t.office_finding_cancelled(),
        "under_age" => t.office_finding_under_age(),
        "ward" => t.office_finding_ward(),
        "phone_not_own" => t.office_finding_phone(),
        "has_account" => t.office_finding_has_account(),
        "undecided" => t.office_finding_undecided(),
        "not_answering" => t.office_finding_not_answering(),
        "no_card" => t.office_finding_no_card(),
        "applies_alone" => t.office_finding_applies_alone(),
        "handed_over" => t.office_finding_handed_over(),
        "joined" => t.office_finding_joined(),
        _ => t.office_finding_other(),
    }
}
