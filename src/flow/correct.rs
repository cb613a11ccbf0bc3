//! Corrections of the register's data: where one stands, for who holds the register's phone; proposed by one officer and
//! decided by another; handed to the register by a chore.
//!
//! ```text
//! ask_status → correction ▣ count ▣ code to the register's phone; for nobody's case number the same, taken back
//! status     ▣ count ▣ code spent → correction
//! queue, view → corrections, register ▣ the look journalled
//! propose    ⊙ may_propose, words ▣ proposed
//! decide     ⊙ may_decide ▣ approved | refused | back + message
//! hand       → approved ones, register.correct ▣ handed; what becomes of it then is `flow::settle`'s
//! ```

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::flow::{letter, mend};
use crate::identity::correction::{Correction, State};
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::language::Language;
use crate::identity::mend::Field;
use crate::identity::officer::{Action, Bar, Module, Officer};
use crate::identity::person::Record;
use crate::identity::proofing::{Words, WordsRefusal};
use crate::limits;
use crate::provider::Provider;
use crate::registry::Amendment;
use crate::secret::{CorrectionId, Digest};
use crate::store::person_code::Purpose;

/// Why an officer could not do something.
#[derive(Debug)]
pub enum Refusal {
    /// The officer may not.
    Barred(Bar),
    /// There is no such correction.
    NoSuchCorrection,
    /// Somebody else was first, or it is about the officer.
    Stale,
    /// The words are none.
    Words(WordsRefusal),
    /// The register does not have what is said to be there.
    NotInRegister,
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

/// Sends a code to the register's phone of the person whose correction has that case number. The answer is the same for
/// every case number.
pub async fn ask_status(
    code: &str,
    address: &str,
    language: Language,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<(), Timestamp>, Fault> {
    let (correction, whom) = called(code, provider).await?;
    if let Some(until) = mend::counted("statuses", &whom, address, limits::MENDS_NUMBER_DAY, provider, now).await? {
        return Ok(Err(until));
    }
    let record = match &correction {
        None => None,
        Some(correction) => provider.registry.look_up(&correction.number).await?,
    };
    let phone = record.as_ref().and_then(mend::own_phone);
    mend::keep(&whom, Purpose::Status, phone, language, provider, now).await?;
    Ok(Ok(()))
}

/// The correction, for who has its case number and the code; none for anybody else.
pub async fn status(
    code: &str,
    typed: &str,
    address: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<Option<Correction>, Timestamp>, Fault> {
    let (correction, whom) = called(code, provider).await?;
    if let Some(until) = mend::counted("status codes", &whom, address, limits::MEND_TRIES_DAY, provider, now).await? {
        return Ok(Err(until));
    }
    let no_ticket = Digest::sha256(b"");
    let is_right = mend::spend(&whom, Purpose::Status, typed, &no_ticket, provider, now).await?;
    Ok(Ok(correction.filter(|_| is_right)))
}

/// The undecided corrections that this officer may look at.
pub async fn queue(officer: &Officer, provider: &Provider) -> Result<Vec<Correction>, Refusal> {
    if !officer.may(Module::Correction, Action::Menu) {
        return Err(Bar::NotPermitted.into());
    }
    Ok(provider.store.corrections(&officer.unit, QUEUE).await?)
}

/// A correction with what the register has in its field. That it was looked at is in the journal before it is shown.
pub async fn view(
    id: &CorrectionId,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(Correction, Option<String>), Refusal> {
    let correction = correction_for(id, officer, provider).await?;
    let mut event = Event::new(Kind::RecordViewed, Actor::Officer(officer.account.clone()), now)
        .because("correction")
        .fields(["personal_id_number", correction.field.as_str()])
        .with("correction", correction.id.as_str());
    let person = provider.store.person_digest(&correction.number);
    if let Some(account) = provider.store.account_of_person(&person).await? {
        event = event.about(&account.id);
    }
    provider.store.record(&event).await?;
    let record = provider.registry.look_up(&correction.number).await?;
    let present = record.map(|record| value_of(&record, correction.field));
    Ok((correction, present))
}

/// Proposes a decision, with the words that the person will read.
pub async fn propose(
    id: &CorrectionId,
    approves: bool,
    opinion: &str,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    let correction = correction_for(id, officer, provider).await?;
    correction.may_propose(officer)?;
    let opinion = Words::parse(opinion).map_err(Refusal::Words)?;
    let done = provider.store.propose_correction(&correction, approves, &opinion, officer, now).await?;
    if done { Ok(()) } else { Err(Refusal::Stale) }
}

/// Agrees with what another officer proposed, or gives it back.
pub async fn decide(
    id: &CorrectionId,
    version: i64,
    agrees: bool,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    let correction = correction_for(id, officer, provider).await?;
    correction.may_decide(officer)?;
    if correction.version != version {
        return Err(Refusal::Stale);
    }
    let state = match (agrees, correction.proposes_approval) {
        (false, _) => State::Submitted,
        (true, true) => State::Approved,
        (true, false) => State::Refused,
    };
    let record = provider.registry.look_up(&correction.number).await?;
    let phone = record.as_ref().and_then(mend::own_phone).filter(|_| agrees);
    let message =
        phone.map(|phone| letter::mend::decided(phone, &correction.code, correction.language, &provider.config));
    let done = provider.store.decide_correction(&correction, state, message.as_ref(), officer, now).await?;
    if done { Ok(()) } else { Err(Refusal::Stale) }
}

/// The chore that hands approved corrections to the register, each until the register has taken it; writing one twice
/// changes nothing.
pub async fn hand(provider: Provider, now: Timestamp) -> Result<(), Fault> {
    for correction in provider.store.corrections_to_hand(BATCH).await? {
        let amendment =
            Amendment { number: correction.number, field: correction.field, value: correction.wanted.clone() };
        let handing = provider.registry.correct(&amendment, now).await?;
        provider.store.correction_handed(&correction.id, handing, now).await?;
    }
    Ok(())
}

/// The correction of a case number, and under whom its codes are kept: a case number of nobody's is a person of its own.
async fn called(code: &str, provider: &Provider) -> Result<(Option<Correction>, Digest), Fault> {
    let code: String = code.chars().filter(|letter| *letter != ' ').take(32).collect::<String>().to_ascii_uppercase();
    let correction = provider.store.correction_called(&code).await?;
    Ok((correction, provider.store.vault().index("correction", &code)))
}

pub(super) async fn correction_for(
    id: &CorrectionId,
    officer: &Officer,
    provider: &Provider,
) -> Result<Correction, Refusal> {
    if !officer.may(Module::Correction, Action::View) {
        return Err(Bar::NotPermitted.into());
    }
    let correction = provider.store.correction(id).await?.ok_or(Refusal::NoSuchCorrection)?;
    correction.may_view(officer)?;
    Ok(correction)
}

pub(super) fn value_of(record: &Record, field: Field) -> String {
    match field {
        Field::Name => record.name.as_str().to_owned(),
        Field::BirthDate => record.birth.iso(),
        Field::Gender => record.gender.as_str().to_owned(),
    }
}

/// Corrections that a page lists.
const QUEUE: i64 = 100;
/// Corrections handed over in one run.
const BATCH: i64 = 50;
