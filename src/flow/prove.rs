//! Level 2 at the counter: one officer receives the person and records what was seen, another decides.
//!
//! ```text
//! view    ▣ the look is journalled → register → the page
//! record  card: what the officer saw · face, fingerprints: → the comparing system ▣ evidence
//! submit  ⊙ Open::submit ▣
//! approve ⊙ Submitted::approve (four eyes, sufficient evidence) ▣ case, account, notice, journal in one commit
//! ```
//!
//! A case begins in `flow::receive`.

use std::collections::BTreeMap;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::flow::letter;
use crate::identity::account::Account;
use crate::identity::birth::BirthDate;
use crate::identity::enrolment::Refused;
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::gender::Gender;
use crate::identity::name::Name;
use crate::identity::number::PersonalNumber;
use crate::identity::officer::{Action, Bar, Module, Officer};
use crate::identity::person::{Card, Record};
use crate::identity::proofing::{
    ApproveRefusal, Case, EvidenceKind, Open, SubmitRefusal, Submitted, Verdict, Waiting, Words, WordsRefusal,
};
use crate::provider::Provider;
use crate::secret::{AccountId, CaseId};
use crate::store::officer_case::{RAISE, Raising};

/// Why something at the counter was not done.
#[derive(Debug)]
pub enum Refusal {
    /// The officer may not.
    Barred(Bar),
    /// What was typed is not 12 digits.
    NotANumber,
    /// No case can be opened for this number; one answer for every reason, so that the counter is no oracle.
    NotPossible,
    /// The officer has opened or tried as many cases as a day allows.
    TooMany(Timestamp),
    /// There is no such case.
    NoSuchCase,
    /// Somebody else changed the case first.
    Stale,
    /// These were not yet looked at.
    Missing(Vec<EvidenceKind>),
    /// The evidence does not carry level 2.
    Insufficient(Verdict),
    /// The register has no valid card of this person, so that none can have been seen.
    CardNotValid,
    /// What the officer wrote is no reason.
    Reason(WordsRefusal),
    /// The account was locked, closed or raised meanwhile.
    AccountChanged,
    /// A fault of ours.
    Fault(Fault),
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<Bar> for Refusal {
    fn from(bar: Bar) -> Self {
        Self::Barred(bar)
    }
}

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

/// The case with what this officer may see of it. That the person's data were looked at is in the journal before they are
/// shown.
pub async fn view(id: &CaseId, officer: &Officer, provider: &Provider, now: Timestamp) -> Result<View, Refusal> {
    let case = case_for(id, officer, provider).await?;
    let subject = match &case {
        Case::Approved(_) | Case::Refused(_) => None,
        Case::Open(_) | Case::Submitted(_) => {
            look(&case, &["personal_id_number", "name", "birthdate", "gender", "card"], officer, provider, now).await?;
            let record = record_of(&case, provider).await?;
            Some(subject(record, now))
        }
    };
    let (may_record, decision_bar) = match &case {
        Case::Open(open) => (open.may_record(officer).is_ok(), None),
        Case::Submitted(submitted) => (false, submitted.may_decide(officer).err()),
        Case::Approved(_) | Case::Refused(_) => (false, None),
    };
    let officers = hands_of(&case, provider).await?;
    Ok(View { case, subject, may_record, decision_bar, officers })
}

/// Records that the officer held the card and compared it with the register and the person.
pub async fn record_card(
    id: &CaseId,
    version: i64,
    passed: bool,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    let open = open_case(id, version, officer, provider).await?;
    if passed && !subject(record_of(&Case::Open(open.clone()), provider).await?, now).card_is_valid {
        return Err(Refusal::CardNotValid);
    }
    let recorded =
        provider.store.record_evidence(&open, EvidenceKind::Card, passed, None, &officer.account, now).await?;
    if recorded { Ok(()) } else { Err(Refusal::Stale) }
}

/// Has the face or the fingerprints that were captured at the counter compared, and records the result.
pub async fn compare(
    id: &CaseId,
    version: i64,
    kind: EvidenceKind,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    let open = open_case(id, version, officer, provider).await?;
    let number = account_in(&Case::Open(open.clone()), provider).await?.number;
    let found = provider.biometrics.compare(&number, kind).await?;
    let recorded = provider
        .store
        .record_evidence(&open, kind, found.passed, Some(&found.reference), &officer.account, now)
        .await?;
    if recorded { Ok(()) } else { Err(Refusal::Stale) }
}

/// Hands the case to another officer, with an opinion if there is one (K13).
pub async fn submit(
    id: &CaseId,
    version: i64,
    opinion: &str,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    let open = open_case(id, version, officer, provider).await?;
    let opinion = match opinion.trim() {
        "" => None,
        written => Some(Words::parse(written).map_err(Refusal::Reason)?),
    };
    let submitted = open.submit(opinion, officer, now).map_err(|refusal| match refusal {
        SubmitRefusal::Barred(bar) => Refusal::Barred(bar),
        SubmitRefusal::Missing(kinds) => Refusal::Missing(kinds),
    })?;
    if provider.store.submit_case(&submitted).await? { Ok(()) } else { Err(Refusal::Stale) }
}

/// Approves what another officer submitted: the account has level 2, and its holder is told (C20: nothing else is needed).
pub async fn approve(
    id: &CaseId,
    version: i64,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    let submitted = submitted_case(id, version, officer, provider).await?;
    let account = account_in(&Case::Submitted(submitted.clone()), provider).await?;
    let decided = submitted.approve(officer, now).map_err(|refusal| match refusal {
        ApproveRefusal::Barred(bar) => Refusal::Barred(bar),
        ApproveRefusal::Insufficient(verdict) => Refusal::Insufficient(verdict),
    })?;
    match provider.store.raise_level(&decided, &letter::raised(&account, &provider.config)).await? {
        Raising::Raised => Ok(()),
        Raising::Stale => Err(Refusal::Stale),
        Raising::AccountChanged => Err(Refusal::AccountChanged),
    }
}

/// Refuses what another officer submitted; the holder is told why.
pub async fn refuse(
    id: &CaseId,
    version: i64,
    reason: &str,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    let submitted = submitted_case(id, version, officer, provider).await?;
    submitted.may_decide(officer)?;
    let reason = Words::parse(reason).map_err(Refusal::Reason)?;
    let account = account_in(&Case::Submitted(submitted.clone()), provider).await?;
    let message = letter::not_raised(&account, reason.as_str(), &provider.config);
    let decided = submitted.refuse(reason, officer, now)?;
    if provider.store.refuse_case(&decided, &message).await? { Ok(()) } else { Err(Refusal::Stale) }
}

/// Gives back what another officer submitted, with everything that is to be completed.
pub async fn give_back(
    id: &CaseId,
    version: i64,
    kinds: Vec<EvidenceKind>,
    guidance: &str,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    let submitted = submitted_case(id, version, officer, provider).await?;
    submitted.may_decide(officer)?;
    let guidance = Words::parse(guidance).map_err(Refusal::Reason)?;
    let open = submitted.give_back(kinds, guidance, officer, now)?;
    let Some(given_back) = &open.given_back else { return Err(Refusal::Stale) };
    if provider.store.give_back_case(&open.intake, given_back).await? { Ok(()) } else { Err(Refusal::Stale) }
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
    if matches!(case, Case::Approved(_) | Case::Refused(_)) {
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

/// Writes down that an officer looked at these fields of the person whom a case is about (OF02).
pub(super) async fn look(
    case: &Case,
    fields: &[&str],
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Fault> {
    let intake = case.intake();
    let event = Event::new(Kind::RecordViewed, Actor::Officer(officer.account.clone()), now)
        .about(&intake.account)
        .because(RAISE)
        .fields(fields.iter().copied())
        .with("case", intake.id.as_str());
    provider.store.record(&event).await?;
    Ok(())
}

/// The case, when this officer may see it.
pub(super) async fn case_for(id: &CaseId, officer: &Officer, provider: &Provider) -> Result<Case, Refusal> {
    let case = provider.store.officer_case(id).await?.ok_or(Refusal::NoSuchCase)?;
    case.may_view(officer)?;
    Ok(case)
}

/// The register's record of whom a case is about.
pub(super) async fn record_of(case: &Case, provider: &Provider) -> Result<Record, Fault> {
    let account = account_in(case, provider).await?;
    let record = provider.registry.look_up(&account.number).await?;
    record.ok_or_else(|| Fault::RegistryDown(String::from("the register no longer knows the holder of an account")))
}

async fn open_case(id: &CaseId, version: i64, officer: &Officer, provider: &Provider) -> Result<Open, Refusal> {
    match case_for(id, officer, provider).await? {
        Case::Open(open) if open.intake.version == version => {
            open.may_record(officer)?;
            Ok(open)
        }
        _ => Err(Refusal::Stale),
    }
}

async fn submitted_case(
    id: &CaseId,
    version: i64,
    officer: &Officer,
    provider: &Provider,
) -> Result<Submitted, Refusal> {
    match case_for(id, officer, provider).await? {
        Case::Submitted(submitted) if submitted.intake.version == version => Ok(submitted),
        _ => Err(Refusal::Stale),
    }
}

async fn account_in(case: &Case, provider: &Provider) -> Result<Account, Fault> {
    let id = &case.intake().account;
    let account = provider.store.account(id).await?;
    account.ok_or_else(|| Fault::Corrupt {
        table: "officer_case",
        column: "account_id",
        id: case.intake().id.to_string(),
    })
}

fn subject(record: Record, now: Timestamp) -> Subject {
    let card = record.details.card;
    Subject {
        number: record.number,
        name: record.name,
        birth: record.birth,
        gender: record.gender,
        card,
        card_is_valid: card.is_some_and(|card| card.is_valid_on(now.day_in_vietnam())),
    }
}

/// Everybody whose name stands in a case.
async fn hands_of(case: &Case, provider: &Provider) -> Result<BTreeMap<AccountId, Officer>, Fault> {
    let intake = case.intake();
    let mut accounts: Vec<&AccountId> = intake.evidence.iter().map(|check| &check.recorded_by).collect();
    accounts.push(&intake.opened_by);
    match case {
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
