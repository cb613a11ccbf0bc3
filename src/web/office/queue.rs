//! What waits in the officer's unit, with the clock of the time limit; first what is this officer's to decide.

use askama::Template;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;

use crate::clock::Timestamp;
use crate::flow::case_view::{self, Queue};
use crate::identity::language::Language;
use crate::identity::officer::{Action, Module};
use crate::identity::proofing::{Basis, CaseKind, Waiting, code};
use crate::provider::Provider;
use crate::web::browser::Browser;
use crate::web::error::Failure;
use crate::web::extract::{Now, OnDuty};
use crate::web::office::desk::{Desk, Limit, Place, moment};
use crate::web::shell::{Page, Shell, page};

#[derive(Template)]
#[template(path = "office/queue.html")]
struct QueuePage {
    shell: Shell,
    desk: Desk,
    to_decide: Vec<Line>,
    waiting: Vec<Line>,
    decided: Vec<Line>,
    may_receive: bool,
    sees_decided: bool,
}

impl Page for QueuePage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// A case in a table.
pub(super) struct Line {
    pub(super) address: String,
    pub(super) code: String,
    pub(super) kind: String,
    pub(super) received: String,
    pub(super) basis: String,
    pub(super) state: String,
    pub(super) tone: &'static str,
    pub(super) limit: Limit,
    pub(super) overdue: bool,
    pub(super) decided: String,
}

/// The queue.
pub(in crate::web) async fn show(
    State(provider): State<Provider>,
    browser: Browser,
    OnDuty(officer): OnDuty,
    Now(now): Now,
) -> Result<Response, Failure> {
    let t = browser.language;
    let Queue { waiting, decided } = case_view::queue(&officer, &provider).await?;
    let may_decide = officer.may(Module::Account, Action::Approve);
    let (to_decide, waiting): (Vec<_>, Vec<_>) =
        waiting.into_iter().partition(|case| case.state == "submitted" && may_decide && !case.is_own);
    let line = |case: Waiting| line(&case, now, t);
    let shown = QueuePage {
        shell: Shell::new(&browser, &provider, t.office_title()),
        desk: Desk::new(&officer, Place::Queue, t),
        to_decide: to_decide.into_iter().map(line).collect(),
        waiting: waiting.into_iter().map(line).collect(),
        decided: decided.into_iter().map(line).collect(),
        may_receive: officer.may(Module::Account, Action::Receive),
        sees_decided: officer.may(Module::Account, Action::SubMenu),
    };
    Ok(page(StatusCode::OK, &shown))
}

/// The case in a table.
pub(super) fn line(case: &Waiting, now: Timestamp, t: Language) -> Line {
    let (state, tone) = state(&case.state, case.is_given_back, t);
    Line {
        address: format!("/office/case/{}", case.id),
        code: code(&case.id),
        kind: kind(case.kind, t),
        overdue: case.is_overdue(now),
        received: moment(case.opened_at),
        basis: basis(case.basis, t),
        state,
        tone,
        limit: Limit::new(case.due_at, now, t),
        decided: case.decided_at.map(moment).unwrap_or_default(),
    }
}

/// What a state is called, and the class of its tag.
pub(super) fn state(state: &str, is_given_back: bool, t: Language) -> (String, &'static str) {
    match (state, is_given_back) {
        ("open", true) => (t.office_state_given_back(), "warning"),
        ("open", false) => (t.office_state_open(), ""),
        ("received", _) => (t.office_state_received(), ""),
        ("returned", _) => (t.office_state_returned(), "warning"),
        ("submitted", _) => (t.office_state_submitted(), "warning"),
        ("lapsed", _) => (t.office_state_lapsed(), ""),
        ("approved", _) => (t.office_state_approved(), ""),
        _ => (t.office_state_refused(), "danger"),
    }
}

/// On what a case rests, in words.
pub(super) fn basis(basis: Basis, t: Language) -> String {
    match basis {
        Basis::Card => t.office_basis_card(),
        Basis::CardApplication => t.office_basis_card_application(),
        Basis::BiometricsHeld => t.office_basis_biometrics_held(),
        Basis::BiometricsTaken => t.office_basis_biometrics_taken(),
        Basis::Original => t.office_basis_original(),
    }
}

/// What a case is to come to, in words.
pub(super) fn kind(kind: CaseKind, t: Language) -> String {
    match kind {
        CaseKind::Raise => t.office_kind_raise(),
        CaseKind::Make => t.office_kind_make(),
        CaseKind::Foreigner => t.office_kind_foreigner(),
        CaseKind::Again => t.office_kind_again(),
        CaseKind::ForeignerAgain => t.office_kind_foreigner_again(),
        CaseKind::Documents => t.office_kind_documents(),
        CaseKind::ForeignerDocuments => t.office_kind_foreigner_documents(),
    }
}

/// On what law a case rests.
pub(super) fn law(kind: CaseKind, t: Language) -> String {
    match kind {
        CaseKind::Raise | CaseKind::Again => t.office_law_raise(),
        CaseKind::Make => t.office_law_make(),
        CaseKind::Foreigner | CaseKind::ForeignerAgain => t.office_law_foreigner(),
        CaseKind::Documents | CaseKind::ForeignerDocuments => t.office_law_documents(),
    }
}

/// What an approval brings about, for who decides.
pub(super) fn approve_lead(kind: CaseKind, t: Language) -> String {
    match kind {
        CaseKind::Raise => t.office_approve_lead(),
        CaseKind::Make => t.office_approve_lead_make(),
        CaseKind::Foreigner => t.office_approve_lead_foreigner(),
        CaseKind::Again | CaseKind::ForeignerAgain => t.office_approve_lead_again(),
        CaseKind::Documents | CaseKind::ForeignerDocuments => t.office_approve_lead_documents(),
    }
}

/// What an approval has brought about, for the person's paper.
pub(super) fn result(kind: CaseKind, t: Language) -> String {
    match kind {
        CaseKind::Raise => t.office_result_raise(),
        CaseKind::Make | CaseKind::Foreigner => t.office_result_make(),
        CaseKind::Again | CaseKind::ForeignerAgain => t.office_result_again(),
        CaseKind::Documents | CaseKind::ForeignerDocuments => t.office_result_documents(),
    }
}
