//! A case as an officer sees it, the queue of a unit, and the applications that did not match: whatever is shown of a person
//! is in the journal before it is shown.

use std::collections::BTreeMap;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::flow::company;
use crate::flow::prove::{Refusal, case_for, record_of};
use crate::identity::birth::BirthDate;
use crate::identity::enrolment::Refused;
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::gender::Gender;
use crate::identity::name::Name;
use crate::identity::number::PersonalNumber;
use crate::identity::officer::{Action, Bar, Module, Officer};
use crate::identity::person::{Card, Passport, Record};
use crate::identity::proofing::{Case, EvidenceKind, Waiting};
use crate::provider::Provider;
use crate::secret::{AccountId, CaseId};

/// What of a person the task needs, from the register. Not printed by `Debug`.
#[derive(Clone)]
pub struct Subject {
    /// The number, which is the card's too.
    pub number: PersonalNumber,
    /// The birth name.
    pub name: Name,
    /// The date of birth.
    pub birth: BirthDate,
    /// The gender.
    pub gender: Gender,
    /// The card in force or last held.
    pub card: Option<Card>,
    /// Whether it holds today.
    pub card_is_valid: bool,
    /// A foreigner's passport.
    pub passport: Option<Passport>,
    /// Whether it holds today.
    pub passport_is_valid: bool,
}

impl Subject {
    /// Whether the document of that kind holds today.
    pub(super) fn document_is_valid(&self, kind: EvidenceKind) -> bool {
        if kind == EvidenceKind::TravelDocument { self.passport_is_valid } else { self.card_is_valid }
    }
}

impl std::fmt::Debug for Subject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("(subject)")
    }
}

/// A case as an officer sees it.
#[derive(Clone, Debug)]
pub struct View {
    /// The case.
    pub case: Case,
    /// The person, while the case is undecided; afterwards the task is over.
    pub subject: Option<Subject>,
    /// The register's record, beside which a declaration is shown (K11).
    pub record: Option<Record>,
    /// Who may or did come along; none where the person comes alone.
    pub company: Option<company::Shown>,
    /// Whether this officer may begin to work on a received case.
    pub may_begin: bool,
    /// Whether this officer may take up a returned case again.
    pub may_resume: bool,
    /// Whether this officer may record and submit.
    pub may_record: bool,
    /// Why this officer may not decide; none when he may, or when there is nothing to decide.
    pub decision_bar: Option<Bar>,
    /// The officers who had a hand in it.
    pub officers: BTreeMap<AccountId, Officer>,
}

/// What waits in an officer's unit, and what was decided there.
#[derive(Clone, Debug, Default)]
pub struct Queue {
    /// Undecided cases, the most urgent first.
    pub waiting: Vec<Waiting>,
    /// Decided ones, the latest first.
    pub decided: Vec<Waiting>,
}

/// The cases of the officer's unit, as far as the group may see them.
pub async fn queue(officer: &Officer, provider: &Provider) -> Result<Queue, Fault> {
    let (store, unit, who) = (&provider.store, &officer.unit, &officer.account);
    let mut queue = Queue::default();
    if officer.may(Module::Account, Action::Menu) {
        queue.waiting = store.waiting_cases(unit, who, QUEUE).await?;
    }
    if officer.may(Module::Account, Action::SubMenu) {
        queue.decided = store.decided_cases(unit, who, DECIDED).await?;
    }
    Ok(queue)
}

/// How many cases are late, over all units.
pub async fn overdue(provider: &Provider, now: Timestamp) -> Result<i64, Fault> {
    provider.store.overdue_cases(now).await
}

/// The case with what this officer may see of it. That the person's data were looked at is in the journal before they are
/// shown.
pub async fn view(id: &CaseId, officer: &Officer, provider: &Provider, now: Timestamp) -> Result<View, Refusal> {
    let case = case_for(id, officer, provider).await?;
    look(&case, &shown_of(&case), officer, provider, now).await?;
    let record = if case.is_over() { None } else { Some(record_of(&case, provider).await?) };
    let (may_record, decision_bar) = match &case {
        Case::Open(open) => (open.may_record(officer).is_ok(), None),
        Case::Submitted(submitted) => (false, submitted.may_decide(officer).err()),
        _ => (false, None),
    };
    let officers = hands_of(&case, provider).await?;
    let company = company::shown(&case, record.as_ref(), provider, now).await?;
    Ok(View {
        subject: record.clone().map(|record| subject(record, now)),
        company,
        may_record,
        may_begin: matches!(&case, Case::Received(received) if received.may_begin(officer).is_ok()),
        may_resume: matches!(&case, Case::Returned(returned) if returned.supplemented(officer, now).is_ok()),
        decision_bar,
        officers,
        record,
        case,
    })
}

/// The applications of this person that did not match, beside what the register has; journalled before they are shown.
pub async fn refused_enrolments(
    id: &CaseId,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(Record, Vec<Refused>), Refusal> {
    if !officer.may(Module::Account, Action::Check) {
        return Err(Bar::NotPermitted.into());
    }
    let case = case_for(id, officer, provider).await?;
    if case.is_over() {
        return Err(Refusal::NoSuchCase);
    }
    look(&case, &["name", "birthdate", "gender", "enrolments"], officer, provider, now).await?;
    let record = record_of(&case, provider).await?;
    let mut refused = Vec::new();
    for number in std::iter::once(&record.number).chain(&record.cancelled_numbers) {
        let person = provider.store.person_digest(number);
        refused.extend(provider.store.refused_enrolments(&person, ENROLMENTS).await?);
    }
    Ok((record, refused))
}

/// What the page of a case shows of its person. Of one that is over the register's data are gone, and what was found, said and
/// shown at the counter stands there still.
fn shown_of(case: &Case) -> Vec<&'static str> {
    let mut fields = vec!["case"];
    if !case.is_over() {
        fields.extend(["personal_id_number", "name", "birthdate", "gender", "card"]);
        fields.extend(case.intake().applicant.as_ref().map(|_| "phone_number"));
    }
    if !case.intake().originals.is_empty() {
        fields.push("originals");
    }
    fields
}

/// Writes down that an officer looked at these fields of the person whom a case is about (OF02).
async fn look(
    case: &Case,
    fields: &[&str],
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Fault> {
    let intake = case.intake();
    let event = Event::new(Kind::RecordViewed, Actor::Officer(officer.account.clone()), now)
        .about(&intake.account)
        .because(intake.kind.as_str())
        .fields(fields.iter().copied())
        .with("case", intake.id.as_str());
    provider.store.record(&event).await?;
    Ok(())
}

/// What of a record the task needs.
pub(super) fn subject(record: Record, now: Timestamp) -> Subject {
    let (card, passport) = (record.details.card, record.details.passport);
    let today = now.day_in_vietnam();
    Subject {
        number: record.number,
        name: record.name,
        birth: record.birth,
        gender: record.gender,
        card,
        card_is_valid: card.is_some_and(|card| card.is_valid_on(today)),
        passport_is_valid: passport.as_ref().is_some_and(|passport| today <= passport.expires_on),
        passport,
    }
}

/// Everybody whose name stands in a case.
async fn hands_of(case: &Case, provider: &Provider) -> Result<BTreeMap<AccountId, Officer>, Fault> {
    let intake = case.intake();
    let mut accounts: Vec<&AccountId> = intake.evidence.iter().map(|check| &check.recorded_by).collect();
    accounts.push(&intake.opened_by);
    accounts.extend(intake.companion.as_ref().map(|companion| &companion.recorded_by));
    accounts.extend(intake.supplements.iter().map(|round| &round.returned_by));
    accounts.extend(intake.originals.iter().map(|shown| &shown.recorded_by));
    match case {
        Case::Received(_) | Case::Returned(_) | Case::Lapsed(_) => {}
        Case::Open(open) => accounts.extend(open.given_back.as_ref().map(|given_back| &given_back.by)),
        Case::Submitted(submitted) => accounts.push(&submitted.submitted_by),
        Case::Approved(decided) | Case::Refused(decided) => {
            accounts.extend([&decided.submitted_by, &decided.decided_by]);
        }
    }
    let mut officers = BTreeMap::new();
    for account in accounts {
        if !officers.contains_key(account)
            && let Some(officer) = provider.store.officer(account).await?
        {
            officers.insert(account.clone(), officer);
        }
    }
    Ok(officers)
}

/// Undecided cases on one page; a unit with more has other troubles, and the most urgent are on it.
const QUEUE: i64 = 200;
/// Applications on one page, of each of the person's numbers.
const ENROLMENTS: i64 = 5;
/// Decided cases on one page.
const DECIDED: i64 = 50;
