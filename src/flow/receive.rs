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
use crate::flow::person;
use crate::flow::prove::{Refusal, case_for};
use crate::identity::account::{Account, AccountKind, AccountLevel};
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::number::PersonalNumber;
use crate::identity::officer::{Action, Bar, Module, Officer};
use crate::identity::person::{Record, VitalStatus};
use crate::identity::proofing::Basis;
use crate::limits;
use crate::provider::Provider;
use crate::secret::CaseId;
use crate::store::officer_case::{NewCase, Opening, RAISE};
use crate::store::throttle::Throttle;

/// Opens a case for the person at the counter, or finds the one that the own unit has open for that person.
pub async fn open(number: &str, officer: &Officer, provider: &Provider, now: Timestamp) -> Result<CaseId, Refusal> {
    if !officer.may(Module::Account, Action::Receive) {
        return Err(Bar::NotPermitted.into());
    }
    let number = PersonalNumber::parse(&number.replace(' ', "")).ok_or(Refusal::NotANumber)?;
    let who = officer.account.as_str();
    let counted = provider.store.throttle("cases of an officer", who, limits::CASES_DAY, limits::DAY, now).await?;
    if let Throttle::Closed(until) = counted {
        not_opened("too_many", None, officer, provider, now).await?;
        tracing::warn!(officer = who, "an officer has tried more cases than a day allows");
        return Err(Refusal::TooMany(until));
    }
    let account = account_of(&number, provider).await?;
    let record = provider.registry.look_up(&number).await?;
    match eligible(account.as_ref(), record.as_ref(), &number, officer) {
        Err(reason) => {
            not_opened(reason, account.as_ref(), officer, provider, now).await?;
            Err(Refusal::NotPossible)
        }
        Ok((account, record)) => open_for(account, record, officer, provider, now).await,
    }
}

/// The account of the person with this number, whether it was made under this number or a cancelled one.
pub(super) async fn account_of(number: &PersonalNumber, provider: &Provider) -> Result<Option<Account>, Fault> {
    for digest in person::known_by(number.as_str(), provider).await?.digests() {
        if let Some(account) = provider.store.account_of_person(digest).await? {
            return Ok(Some(account));
        }
    }
    Ok(None)
}

/// Whether a case can be opened; the word says why not, for the journal and nobody else.
fn eligible<'a>(
    account: Option<&'a Account>,
    record: Option<&'a Record>,
    number: &PersonalNumber,
    officer: &Officer,
) -> Result<(&'a Account, &'a Record), &'static str> {
    let account = account.ok_or("no_account")?;
    // The register is another system: an answer about somebody else is none (F39).
    let record = record.filter(|record| &record.number == number).ok_or("not_in_register")?;
    if account.id == officer.account {
        Err("own_account")
    } else if account.kind != AccountKind::Citizen || account.level != Some(AccountLevel::One) {
        Err("not_level_one")
    } else if !account.is_open() {
        Err("account_not_open")
    } else if record.status != VitalStatus::Alive {
        Err("not_alive")
    } else {
        Ok((account, record))
    }
}

async fn open_for(
    account: &Account,
    record: &Record,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<CaseId, Refusal> {
    let basis = Basis::of(record.details.card.as_ref(), now.day_in_vietnam());
    let case = NewCase {
        id: CaseId::new(entropy::bytes()?),
        account: account.id.clone(),
        unit: officer.unit.clone(),
        basis,
        opened_by: officer.account.clone(),
        due_at: basis.due(now),
    };
    match provider.store.open_case(&case, now).await? {
        Opening::Opened => Ok(case.id),
        Opening::Exists(id) => match case_for(&id, officer, provider).await {
            Err(Refusal::Barred(_)) => {
                not_opened("open_elsewhere", Some(account), officer, provider, now).await?;
                Err(Refusal::NotPossible)
            }
            found => found.map(|case| case.intake().id.clone()),
        },
        Opening::NotPossible => {
            not_opened("changed", Some(account), officer, provider, now).await?;
            Err(Refusal::NotPossible)
        }
    }
}

/// A refused try is journalled like a look, and the holder of the account, if there is one, sees it (OF02).
async fn not_opened(
    reason: &'static str,
    account: Option<&Account>,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Fault> {
    let mut event = Event::new(Kind::CaseNotOpened, Actor::Officer(officer.account.clone()), now)
        .because(RAISE)
        .with("reason", reason);
    if let Some(account) = account {
        event = event.about(&account.id);
    }
    provider.store.record(&event).await?;
    Ok(())
}
