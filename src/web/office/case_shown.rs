//! A case as its page shows it to this officer: from the view, in the officer's language, with what may be done next.

use askama::Template;

use crate::clock::{Seconds, Timestamp};
use crate::flow::case_view::View;
use crate::flow::check_case::Checked;
use crate::flow::company;
use crate::identity::language::Language;
use crate::identity::officer::{Action, Module, Officer};
use crate::identity::proofing::decision::Ground;
use crate::identity::proofing::document::{DocumentKind, Shown as Paper};
use crate::identity::proofing::supplement::{Lack, Supplement};
use crate::identity::proofing::{Basis, Case, Evidence, EvidenceKind, Verdict};
use crate::secret::AccountId;
use crate::web::office::case_wrong::bar_words;
use crate::web::office::desk::{Desk, Limit, Place, moment};
use crate::web::office::enrolments::{Row, rows};
use crate::web::office::queue;
use crate::web::office::scan::presenter;
use crate::web::office::subject::{Shown, date, kind_name};
use crate::web::shell::{Page, Shell};

#[derive(Template)]
#[template(path = "office/case.html")]
struct CasePage {
    shell: Shell,
    desk: Desk,
    address: String,
    version: i64,
    kind: String,
    law: String,
    state: String,
    tone: &'static str,
    basis: String,
    received: String,
    limit: Option<Limit>,
    stands_still: Option<String>,
    subject: Option<Shown>,
    declared: Vec<Row>,
    phone: Option<String>,
    mends: bool,
    checks_registers: bool,
    checked: Vec<Finding>,
    card_results: Option<CardResults>,
    given_back: Option<Words>,
    rounds: Vec<Round>,
    company: Option<Company>,
    checks: Vec<Check>,
    history: Vec<Check>,
    papers: Vec<PaperLine>,
    takes_papers: bool,
    opinion: Option<Words>,
    decision: Option<Words>,
    decision_ground: String,
    may_begin: bool,
    may_resume: bool,
    may_record: bool,
    may_submit: bool,
    decides: bool,
    may_approve: bool,
    approve_lead: String,
    bar: Option<String>,
    sees_enrolments: bool,
    may_contact: bool,
    lacks: Vec<Choice>,
    grounds: Vec<Choice>,
    paper_kinds: Vec<Choice>,
    forms: Vec<(&'static str, String)>,
    wrong: Option<Wrong>,
    typed: Typed,
}

impl Page for CasePage {
    fn shell(&self) -> &Shell {
        &self.shell
    }
}

/// What an officer wrote, when and who.
struct Words {
    by: String,
    at: String,
    text: String,
}

/// One kind of evidence with its last check, or one check.
struct Check {
    kind: &'static str,
    in_hand: bool,
    name: String,
    /// `passed`, `failed` or `missing`.
    result: &'static str,
    words: String,
    by: String,
    at: String,
    reference: String,
}

/// Who may and who did come along.
struct Company {
    may_come: String,
    /// How they answer, who they are by initials, and who proved it when.
    came: Option<(&'static str, String, String)>,
}

/// A round in which the person completes something.
struct Round {
    asked: String,
    lacks: Vec<String>,
    guidance: String,
    answered: Option<String>,
    lapsed: Option<String>,
}

/// A paper in the case.
struct PaperLine {
    id: String,
    kind: &'static str,
    name: String,
    number: String,
    days: String,
    by: String,
}

/// What one register says.
struct Finding {
    what: &'static str,
    is_good: bool,
    words: String,
}

/// The two results of a case in which card and account come together (C18).
struct CardResults {
    reference: Option<String>,
    card: String,
    is_issued: bool,
}

/// A box or an option.
struct Choice {
    value: &'static str,
    words: String,
    chosen: bool,
}

/// What was wrong with what was sent, and the field to mend.
pub(super) struct Wrong {
    pub(super) field: &'static str,
    pub(super) words: String,
}

/// What was typed, to be shown again.
#[derive(Default)]
pub(super) struct Typed {
    pub(super) opinion: String,
    pub(super) ground: String,
    pub(super) reason: String,
    pub(super) guidance: String,
    pub(super) supplement: String,
    pub(super) lacks: Vec<Lack>,
    pub(super) reference: String,
    pub(super) companion: String,
    pub(super) paper_kind: String,
    pub(super) paper_number: String,
    pub(super) issued_on: String,
    pub(super) expires_on: String,
}

/// The page.
pub(super) fn case_page(
    shell: Shell,
    officer: &Officer,
    view: &View,
    now: Timestamp,
    wrong: Option<Wrong>,
    checked: Option<Checked>,
    typed: Typed,
) -> impl Page {
    let (t, case, intake) = (shell.lang, &view.case, view.case.intake());
    let verdict = intake.verdict();
    let (given_back, opinion, decision) = words(view, t);
    let (state, tone) = queue::state(case.state(), given_back.is_some(), t);
    let decides = matches!(case, Case::Submitted(_)) && view.decision_bar.is_none();
    let is_sufficient = matches!(case, Case::Submitted(submitted) if submitted.is_sufficient());
    let record = view.record.as_ref();
    let applicant = intake.applicant.as_ref();
    let checks_registers = !case.is_over() && officer.may(Module::Account, Action::Check);
    let lacks_company = view.company.as_ref().is_some_and(|company| company.came.is_none());
    CasePage {
        desk: Desk::new(officer, Place::Case, t),
        address: format!("/office/case/{}", intake.id),
        version: intake.version,
        kind: queue::kind(intake.kind, t),
        law: queue::law(intake.kind, t),
        state,
        tone,
        basis: queue::basis(intake.basis, t),
        received: t.office_received_by(moment(intake.opened_at), name(view, &intake.opened_by)),
        limit: (!case.is_over()).then(|| Limit::new(intake.due_at, now, t)),
        stands_still: match case {
            Case::Returned(returned) => {
                let last = date(returned.asked.ends_at.minus(Seconds::new(1)).day_in_vietnam());
                Some(t.office_stands_still(moment(returned.asked.returned_at), last))
            }
            _ => None,
        },
        subject: view.subject.as_ref().map(|subject| Shown::new(subject, t)),
        declared: applicant.zip(record).map(|(one, record)| rows(&one.declared, record, t)).unwrap_or_default(),
        phone: applicant.filter(|_| !case.is_over()).map(|one| one.declared.phone.national()),
        mends: view.may_record && applicant.is_some(),
        checks_registers,
        checked: checked.map(|checked| findings(&checked, t)).unwrap_or_default(),
        card_results: card_results(view, t),
        given_back,
        rounds: intake.supplements.iter().map(|round| one_round(view, round, t)).collect(),
        company: view.company.as_ref().map(|shown| company(view, shown, t)),
        checks: intake.kind.needed().iter().map(|kind| last_check(view, *kind, t)).collect(),
        history: intake.evidence.iter().map(|check| one_check(view, check, t)).collect(),
        papers: intake.originals.iter().map(|paper| one_paper(view, paper, t)).collect(),
        takes_papers: view.may_record,
        opinion,
        decision,
        decision_ground: match case {
            Case::Refused(one) => one.refusal.as_ref().map(|(ground, _)| ground.words(t)).unwrap_or_default(),
            _ => String::new(),
        },
        may_begin: view.may_begin,
        may_resume: view.may_resume,
        may_record: view.may_record,
        may_submit: view.may_record && !matches!(verdict, Verdict::Missing(_)) && !lacks_company,
        decides,
        may_approve: decides && is_sufficient,
        approve_lead: queue::approve_lead(intake.kind, t),
        bar: view.decision_bar.map(|bar| bar_words(bar, t)),
        sees_enrolments: view.subject.is_some() && checks_registers,
        may_contact: view.subject.is_some() && officer.may(Module::Contact, Action::Add),
        lacks: choices(Lack::ALL, |one| (one.as_str(), one.words(t), typed.lacks.contains(&one))),
        grounds: choices(Ground::ALL, |one| (one.as_str(), one.words(t), typed.ground == one.as_str())),
        paper_kinds: choices(DocumentKind::ALL, |one| (one.as_str(), one.words(t), typed.paper_kind == one.as_str())),
        forms: forms(case, t),
        wrong,
        typed,
        shell,
    }
}

fn choices<T, const N: usize>(all: [T; N], of: impl Fn(T) -> (&'static str, String, bool)) -> Vec<Choice> {
    all.into_iter().map(of).map(|(value, words, chosen)| Choice { value, words, chosen }).collect()
}

/// The papers that can be printed of a case in that state.
fn forms(case: &Case, t: Language) -> Vec<(&'static str, String)> {
    let mut forms = vec![("receipt", t.office_form_receipt())];
    if !case.intake().supplements.is_empty() {
        forms.push(("supplement", t.office_form_supplement()));
    }
    match case {
        Case::Refused(_) => forms.push(("refusal", t.office_form_refusal())),
        Case::Approved(_) => forms.push(("result", t.office_form_result())),
        _ => {}
    }
    forms
}

fn findings(checked: &Checked, t: Language) -> Vec<Finding> {
    let one = |what, is_good, words| Finding { what, is_good, words };
    let mut findings = vec![
        one(
            "status",
            checked.is_alive,
            if checked.is_alive { t.office_checked_alive() } else { t.office_checked_not_alive() },
        ),
        one(
            "document",
            checked.document_holds,
            if checked.document_holds { t.office_checked_document() } else { t.office_checked_no_document() },
        ),
        one(
            "phone",
            checked.phone_is_own,
            if checked.phone_is_own { t.office_checked_phone() } else { t.office_checked_phone_not_own() },
        ),
    ];
    if !checked.differing.is_empty() {
        findings.push(one("declared", false, t.office_declared_differs()));
    }
    findings
}

fn company(view: &View, shown: &company::Shown, t: Language) -> Company {
    let may_come: Vec<String> = shown.may_come.iter().map(|relation| presenter(*relation, t)).collect();
    let proven = view.case.intake().companion.as_ref();
    let by = proven.map(|one| t.office_company_by(name(view, &one.recorded_by), moment(one.recorded_at)));
    let came = shown.came.as_ref().map(|(relation, initials)| {
        let who = t.scan_presented_by(presenter(*relation, t), initials);
        (relation.as_str(), who, by.unwrap_or_default())
    });
    Company { may_come: may_come.join(", "), came }
}

fn card_results(view: &View, t: Language) -> Option<CardResults> {
    let intake = view.case.intake();
    if intake.basis != Basis::CardApplication {
        return None;
    }
    let is_issued =
        view.subject.as_ref().is_some_and(|subject| subject.card_is_valid) || matches!(view.case, Case::Approved(_));
    Some(CardResults {
        reference: intake.card_reference.as_ref().map(ToString::to_string),
        card: if is_issued { t.office_card_result_issued() } else { t.office_card_result_waits() },
        is_issued,
    })
}

/// What the giving back, the submission and the decision say.
fn words(view: &View, t: Language) -> (Option<Words>, Option<Words>, Option<Words>) {
    let written = |by: &AccountId, at, text: &str| Words { by: name(view, by), at: moment(at), text: text.to_owned() };
    match &view.case {
        Case::Received(_) | Case::Returned(_) | Case::Lapsed(_) => (None, None, None),
        Case::Open(open) => {
            let given_back = open.given_back.as_ref().map(|back| {
                let kinds: Vec<String> = back.kinds.iter().map(|kind| kind_name(*kind, t)).collect();
                let again = if kinds.is_empty() { String::new() } else { t.office_look_again(kinds.join(", ")) + "\n" };
                written(&back.by, back.at, &(again + back.guidance.as_str()))
            });
            (given_back, None, None)
        }
        Case::Submitted(one) => {
            let opinion = one.opinion.as_ref().map_or("", |opinion| opinion.as_str());
            (None, Some(written(&one.submitted_by, one.submitted_at, opinion)), None)
        }
        Case::Approved(one) | Case::Refused(one) => {
            let opinion = one.opinion.as_ref().map_or("", |opinion| opinion.as_str());
            let reason = one.refusal.as_ref().map_or("", |(_, reason)| reason.as_str());
            let submitted = written(&one.submitted_by, one.submitted_at, opinion);
            (None, Some(submitted), Some(written(&one.decided_by, one.decided_at, reason)))
        }
    }
}

fn name(view: &View, account: &AccountId) -> String {
    view.officers.get(account).map(|officer| officer.name.to_string()).unwrap_or_default()
}

fn last_check(view: &View, kind: EvidenceKind, t: Language) -> Check {
    let last = view.case.intake().evidence.iter().rfind(|check| check.kind == kind);
    last.map_or_else(
        || Check {
            kind: kind.as_str(),
            in_hand: kind.is_held_in_hand(),
            name: kind_name(kind, t),
            result: "missing",
            words: t.office_check_missing(),
            by: String::new(),
            at: String::new(),
            reference: String::new(),
        },
        |check| one_check(view, check, t),
    )
}

fn one_check(view: &View, check: &Evidence, t: Language) -> Check {
    Check {
        kind: check.kind.as_str(),
        in_hand: check.kind.is_held_in_hand(),
        name: kind_name(check.kind, t),
        result: if check.passed { "passed" } else { "failed" },
        words: if check.passed { t.office_check_passed() } else { t.office_check_failed() },
        by: name(view, &check.recorded_by),
        at: moment(check.recorded_at),
        reference: check.reference.clone().unwrap_or_default(),
    }
}

fn one_round(view: &View, round: &Supplement, t: Language) -> Round {
    Round {
        asked: t.office_round(round.round, name(view, &round.returned_by), moment(round.returned_at)),
        lacks: round.lacks.iter().map(|lack| lack.words(t)).collect(),
        guidance: round.guidance.as_str().to_owned(),
        answered: round.answered_at.map(|at| t.office_round_answered(moment(at))),
        lapsed: round.lapsed_at.map(|at| t.office_round_lapsed(moment(at))),
    }
}

fn one_paper(view: &View, paper: &Paper, t: Language) -> PaperLine {
    let original = &paper.original;
    let until = original.expires_on.map_or_else(|| t.office_card_for_life(), |day| t.office_card_until(date(day)));
    PaperLine {
        id: paper.id.to_string(),
        kind: original.kind.as_str(),
        name: original.kind.words(t),
        number: original.number.clone(),
        days: format!("{}, {until}", t.office_card_issued(date(original.issued_on))),
        by: t.office_compared_by(name(view, &paper.recorded_by), moment(paper.recorded_at)),
    }
}
