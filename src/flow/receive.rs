//! A person stands at the counter and an officer opens the case.
//!
//! ```text
//! open  ▣ count the try of this officer → account, register, always both ⊙ eligible ▣ case, or the refused try journalled
//! ```
//!
//! There is no search for people: a case begins with a whole number and never shows anybody who is not in one (OF01).

use crate::clock::Timestamp;
use crate::entropy;
use crate::fault::Fault;
use crate::flow::prove::{Refusal, case_for};
use crate::flow::{case_letter, foreigner, person};
use crate::identity::account::{Account, AccountKind, AccountLevel};
use crate::identity::decree;
use crate::identity::dependant;
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::number::PersonalNumber;
use crate::identity::officer::{Action, Bar, Module, Officer};
use crate::identity::person::{Record, VitalStatus};
use crate::identity::proofing::{Basis, CaseKind, code};
use crate::limits;
use crate::provider::Provider;
use crate::secret::CaseId;
use crate::store::officer_case::{NewCase, Opening};
use crate::store::throttle::Throttle;

/// Opens a case to raise the account of the person at the counter, or finds the one that the own unit has open for that
/// person; `begins` says that the same officer goes on to work on it (K07).
pub async fn open(
    number: &str,
    begins: bool,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<CaseId, Refusal> {
    begin_with(CaseKind::Raise, number, begins, officer, provider, now).await
}

/// Opens a case about papers that a holder of level 2 shows in the original (C19), or a foreigner at an immigration office.
pub async fn open_for_originals(
    number: &str,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<CaseId, Refusal> {
    begin_with(CaseKind::Documents, number, true, officer, provider, now).await
}

/// Opens a case in which the holder of an account is proofed anew: a citizen of level 2, or a foreigner at an immigration
/// office.
pub async fn open_to_prove_again(
    number: &str,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<CaseId, Refusal> {
    begin_with(CaseKind::Again, number, true, officer, provider, now).await
}

async fn begin_with(
    kind: CaseKind,
    number: &str,
    begins: bool,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<CaseId, Refusal> {
    if !officer.may(Module::Account, Action::Receive) || (begins && !officer.may(Module::Account, Action::Process)) {
        return Err(Bar::NotPermitted.into());
    }
    let number = PersonalNumber::parse(&number.replace(' ', "")).ok_or(Refusal::NotANumber)?;
    count(officer, provider, now).await?;
    let account = account_of(&number, provider).await?;
    let is_foreigner = account.as_ref().is_some_and(|account| account.kind == AccountKind::Foreigner);
    let kind = if is_foreigner { kind.of_foreigner() } else { kind };
    let record = match kind.is_of_foreigner() {
        true => person::foreigner(&number, provider).await?,
        false => provider.registry.look_up(&number).await?,
    };
    let found = eligible(kind, account.as_ref(), record.as_ref(), &number, officer, now);
    // Who answers for a person does not sit on the other side of the counter.
    let is_kin = match &account {
        Some(account) => provider.store.dependant_between(&officer.account, &account.id).await?.is_some(),
        None => false,
    };
    let (account, record) = match found.and_then(|found| if is_kin { Err("own_dependant") } else { Ok(found) }) {
        Ok(found) => found,
        Err(reason) => {
            not_opened(reason, account.as_ref(), kind, officer, provider, now).await?;
            return Err(Refusal::NotPossible);
        }
    };
    if kind.is_of_foreigner()
        && let Err(refusal) = foreigner::still_stays(&number, provider, now).await
    {
        not_opened("not_staying", Some(account), kind, officer, provider, now).await?;
        return Err(refusal);
    }
    let basis = match kind {
        kind if kind.is_about_papers() => Basis::Original,
        // Whoever has an account of a foreigner has given face and fingerprints for it.
        kind if kind.is_of_foreigner() => Basis::BiometricsHeld,
        _ => Basis::of(record.details.card.as_ref(), now.day_in_vietnam()),
    };
    let (id, due_at) = (CaseId::new(entropy::bytes()?), basis.due(now));
    let case = NewCase {
        kind,
        account: account.id.clone(),
        person: provider.store.person_digest(&account.number),
        unit: officer.unit.clone(),
        basis,
        applicant: None,
        opened_by: officer.account.clone(),
        due_at,
        begins,
        message: case_letter::received(account, &code(&id), due_at, &provider.config),
        id,
    };
    open_for(&case, Some(account), officer, provider, now).await
}

/// Counts a case that this officer opens or tries to open (OF01).
pub(super) async fn count(officer: &Officer, provider: &Provider, now: Timestamp) -> Result<(), Refusal> {
    let who = officer.account.as_str();
    let counted = provider.store.throttle("cases of an officer", who, limits::CASES_DAY, limits::DAY, now).await?;
    let Throttle::Closed(until) = counted else { return Ok(()) };
    not_opened("too_many", None, CaseKind::Raise, officer, provider, now).await?;
    tracing::warn!(officer = who, "an officer has tried more cases than a day allows");
    Err(Refusal::TooMany(until))
}

/// The account of the person with this number, whether it was made under this number or a cancelled one.
pub(super) async fn account_of(number: &PersonalNumber, provider: &Provider) -> Result<Option<Account>, Fault> {
    person::account(&person::known_by(number.as_str(), provider).await?, provider).await
}

/// Whether a case can be opened; the word says why not, for the journal and nobody else.
fn eligible<'a>(
    kind: CaseKind,
    account: Option<&'a Account>,
    record: Option<&'a Record>,
    number: &PersonalNumber,
    officer: &Officer,
    now: Timestamp,
) -> Result<(&'a Account, &'a Record), &'static str> {
    let today = now.day_in_vietnam();
    let account = account.ok_or("no_account")?;
    // The register is another system: an answer about somebody else is none (F39).
    let record = record.filter(|record| &record.number == number).ok_or("not_in_register")?;
    let level = if kind == CaseKind::Raise { AccountLevel::One } else { AccountLevel::Two };
    let is_such = match kind {
        // A foreigner's account has no level, or had one before Decree 320/2026; its papers are the same.
        kind if kind.is_of_foreigner() => account.kind == AccountKind::Foreigner,
        _ => account.kind == AccountKind::Citizen && account.level == Some(level),
    };
    if account.id == officer.account {
        Err("own_account")
    } else if !is_such {
        Err("other_level")
    } else if kind.is_of_foreigner() && officer.may_serve_foreigners().is_err() {
        Err("no_immigration_office")
    } else if !account.is_open() {
        Err("account_not_open")
    } else if record.status != VitalStatus::Alive {
        Err("not_alive")
    } else if !dependant::may_have(AccountLevel::Two, record, today, decree::in_force(today)) {
        Err("too_young")
    } else if kind == CaseKind::Again && Basis::of(record.details.card.as_ref(), today) != Basis::Card {
        // Without a valid card there is nothing to prove by; a new card is another procedure.
        Err("no_valid_card")
    } else {
        Ok((account, record))
    }
}

/// Opens the case; an undecided one of the own unit for the same person and purpose is it.
pub(super) async fn open_for(
    case: &NewCase,
    account: Option<&Account>,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<CaseId, Refusal> {
    match provider.store.open_case(case, now).await? {
        Opening::Opened => Ok(case.id.clone()),
        Opening::Exists(id) => match case_for(&id, officer, provider).await {
            Err(Refusal::Barred(_)) => {
                not_opened("open_elsewhere", account, case.kind, officer, provider, now).await?;
                Err(Refusal::NotPossible)
            }
            found => found.map(|case| case.intake().id.clone()),
        },
        Opening::NotPossible => {
            not_opened("changed", account, case.kind, officer, provider, now).await?;
            Err(Refusal::NotPossible)
        }
    }
}

/// A refused try is journalled like a look, and the holder of the account, if there is one, sees it (OF02).
pub(super) async fn not_opened(
    reason: &'static str,
    account: Option<&Account>,
    kind: CaseKind,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Fault> {
    let mut event = Event::new(Kind::CaseNotOpened, Actor::Officer(officer.account.clone()), now)
        .because(kind.as_str())
        .with("reason", reason);
    if let Some(account) = account {
        event = event.about(&account.id);
    }
    provider.store.record(&event).await?;
    Ok(())
}
