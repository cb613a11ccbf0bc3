//! Measures on an account at the office: one officer receives and hands on, another decides, and what is decided is done in
//! one commit with everything that ends by it.
//!
//! ```text
//! receive ▣ count the try → account, register ⊙ Draft::parse, fits → the face compared, where the holder is there
//!         → the chip read, where the card lies on the reader ⊙ chip::shows ▣ measure, or the refused try journalled
//! hand_on ▣          the clock of who decides begins
//! approve → account, register ⊙ may_decide, fits ▣ measure, ground, sessions, notices, message, journal
//! ```
//!
//! There is no search: a measure begins with a whole number, and one answer says that it cannot be received (OF01).

use std::collections::BTreeMap;

use crate::clock::{Day, Timestamp};
use crate::entropy;
use crate::fault::Fault;
use crate::flow::{letter, lock, person, recover};
use crate::identity::account::{Account, AccountKind, Ground};
use crate::identity::chip::{self, Challenge, Unshown};
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::measure::draft::{Draft, DraftRefusal, Form};
use crate::identity::measure::{self, Deed, Facts, Measure, Standing, Stays, Submission};
use crate::identity::name::Name;
use crate::identity::number::PersonalNumber;
use crate::identity::officer::{Action, Bar, Module, Officer};
use crate::identity::person::Record;
use crate::identity::proofing::{EvidenceKind, Words, WordsRefusal};
use crate::identity::standing;
use crate::limits;
use crate::provider::Provider;
use crate::registry::chips::Chips;
use crate::secret::{AccountId, MeasureId};
use crate::store::measure::{Approving, Effect, MEASURE, Receiving, by_officer};
use crate::store::throttle::Throttle;

/// Why something was not done.
#[derive(Debug)]
pub enum Refusal {
    /// The officer may not.
    Barred(Bar),
    /// What was typed is not 12 digits.
    NotANumber,
    /// Some fields are wrong.
    Draft(DraftRefusal),
    /// It cannot be received for this number; one answer for every reason, so that the counter is no oracle.
    NotPossible,
    /// Who stands at the counter is not recognised as the holder.
    NotRecognised,
    /// What lies on the reader does not show the holder's card.
    Chip(Unshown),
    /// The officer has received or tried as many as a day allows.
    TooMany(Timestamp),
    /// There is no such measure.
    NoSuchMeasure,
    /// Somebody else changed it first.
    Stale,
    /// What the officer wrote is no reason.
    Reason(WordsRefusal),
    /// The account is no longer as the measure takes it to be.
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

/// What of a person a measure's page shows. Not printed by `Debug`.
#[derive(Clone)]
pub struct Subject {
    /// The account.
    pub account: Account,
    /// The holder's name as the register has it; none while it is out of reach.
    pub name: Option<Name>,
}

impl std::fmt::Debug for Subject {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("(subject)")
    }
}

/// A measure as an officer sees it.
#[derive(Clone, Debug)]
pub struct View {
    /// The measure.
    pub measure: Measure,
    /// The person, while it is undecided; and of a merging, the account that stays.
    pub subjects: Vec<Subject>,
    /// Whether this officer may hand it on.
    pub may_hand_on: bool,
    /// Why this officer may not decide; none when he may, or when there is nothing to decide.
    pub decision_bar: Option<Bar>,
    /// The officers who had a hand in it.
    pub officers: BTreeMap<AccountId, Officer>,
}

/// What waits, and what was decided in the officer's unit.
#[derive(Clone, Debug, Default)]
pub struct Queue {
    /// Undecided, the most urgent first.
    pub waiting: Vec<Measure>,
    /// Decided, the latest first.
    pub decided: Vec<Measure>,
}

/// The measures that this officer may see.
pub async fn queue(officer: &Officer, provider: &Provider) -> Result<Queue, Fault> {
    let (store, unit, who) = (&provider.store, &officer.unit, &officer.account);
    let mut queue = Queue::default();
    if officer.may(Module::Lock, Action::Menu) {
        let decides = officer.may(Module::Lock, Action::Approve);
        queue.waiting = store.waiting_measures(unit, decides, who, WAITING).await?;
    }
    if officer.may(Module::Lock, Action::SubMenu) {
        queue.decided = store.decided_measures(unit, who, DECIDED).await?;
    }
    Ok(queue)
}

/// Receives a measure about the person with this number.
pub async fn receive(
    deed: Deed,
    number: &str,
    form: Form<'_>,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<MeasureId, Refusal> {
    if !officer.may(Module::Lock, Action::Receive) {
        return Err(Bar::NotPermitted.into());
    }
    let number = PersonalNumber::parse(&number.replace(' ', "")).ok_or(Refusal::NotANumber)?;
    let draft = Draft::parse(deed, form, now.day_in_vietnam()).map_err(Refusal::Draft)?;
    let who = officer.account.as_str();
    let counted = provider.store.throttle("measures of an officer", who, limits::MEASURES_DAY, limits::DAY, now);
    if let Throttle::Closed(until) = counted.await? {
        tracing::warn!(officer = who, "an officer has tried more measures than a day allows");
        not_received(deed, "too_many", None, officer, provider, now).await?;
        return Err(Refusal::TooMany(until));
    }
    let record = provider.registry.look_up(&number).await?;
    let (account, into) = whose(&number, &draft, record.as_ref(), provider).await?;
    let record = match &account {
        Some(account) if account.kind == AccountKind::Foreigner => person::record_of(account, provider).await?,
        _ => record,
    };
    let refuse = async |why, account: Option<&Account>| {
        not_received(deed, why, account.map(|account| &account.id), officer, provider, now).await?;
        Err(Refusal::NotPossible)
    };
    let Some(account) = account else { return refuse("no_account", None).await };
    if account.id == officer.account || into.as_ref().is_some_and(|into| into.id == officer.account) {
        return refuse("own_account", Some(&account)).await;
    }
    // A foreigner is recognised where passports and stays are known.
    if deed == Deed::Recover && account.kind == AccountKind::Foreigner && officer.may_serve_foreigners().is_err() {
        return refuse("not_immigration_office", Some(&account)).await;
    }
    if let Err(why) = fits(&draft, &account, into.as_ref(), record.as_ref(), provider, now).await? {
        return refuse(why, Some(&account)).await;
    }
    let comparison = match deed.needs_presence() {
        false => None,
        true => {
            let found = provider.biometrics.compare(&account.number, EvidenceKind::Face).await?;
            if !found.passed {
                not_received(deed, "not_recognised", Some(&account.id), officer, provider, now).await?;
                return Err(Refusal::NotRecognised);
            }
            Some(found.reference)
        }
    };
    let id = MeasureId::new(entropy::bytes()?);
    let chip = match (form.chip && deed.reads_chip(), &provider.chips) {
        (true, Some(chips)) => match read_chip(chips.as_ref(), &id, &account, record.as_ref(), now).await? {
            Ok(reference) => Some(reference),
            Err(why) => {
                not_received(deed, why.as_str(), Some(&account.id), officer, provider, now).await?;
                return Err(Refusal::Chip(why));
            }
        },
        _ => None,
    };
    let new = Measure {
        id,
        draft,
        account: account.id.clone(),
        into: into.map(|into| into.id),
        unit: officer.unit.clone(),
        received_at: now,
        received_by: officer.account.clone(),
        hand_on_by: measure::hand_on_by(now),
        comparison,
        chip,
        standing: Standing::Received,
        version: 1,
    };
    match provider.store.receive_measure(&new).await? {
        Receiving::Received => Ok(new.id),
        Receiving::Exists => refuse("under_way", Some(&account)).await,
        Receiving::NotPossible => refuse("changed", Some(&account)).await,
    }
}

/// The measure with what this officer may see of it. That the person's data were looked at is in the journal before they
/// are shown.
pub async fn view(id: &MeasureId, officer: &Officer, provider: &Provider, now: Timestamp) -> Result<View, Refusal> {
    let measure = measure_for(id, officer, provider).await?;
    let is_decided = matches!(measure.standing, Standing::Approved(..) | Standing::Refused(..));
    let look = by_officer(Kind::RecordViewed, &measure, &officer.account, now);
    let of_person: &[&str] = if is_decided { &[] } else { &["personal_id_number", "name", "account"] };
    provider.store.record(&look.fields(of_person.iter().copied().chain(["case"]))).await?;
    let mut subjects = Vec::new();
    if !is_decided {
        for account in [Some(&measure.account), measure.into.as_ref()].into_iter().flatten() {
            subjects.push(subject(account, provider).await?);
        }
    }
    let may_hand_on = measure.standing == Standing::Received && measure.may_hand_on(officer).is_ok();
    let decision_bar = match measure.standing {
        Standing::Submitted(_) => measure.may_decide(officer).err(),
        _ => None,
    };
    let officers = hands_of(&measure, provider).await?;
    Ok(View { measure, subjects, may_hand_on, decision_bar, officers })
}

/// Hands a measure on to who decides; from then on that term runs.
pub async fn hand_on(
    id: &MeasureId,
    version: i64,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    let measure = measure_for(id, officer, provider).await?;
    measure.may_hand_on(officer)?;
    if measure.standing != Standing::Received || measure.version != version {
        return Err(Refusal::Stale);
    }
    let submission = Submission { at: now, by: officer.account.clone(), decide_by: measure::decide_by(now) };
    if provider.store.hand_on_measure(&measure, &submission).await? { Ok(()) } else { Err(Refusal::Stale) }
}

/// Approves what another officer handed on, and does it.
pub async fn approve(
    id: &MeasureId,
    version: i64,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    let measure = submitted(id, version, officer, provider).await?;
    let account = account(&measure.account, provider).await?;
    let into = match &measure.into {
        None => None,
        Some(into) => Some(self::account(into, provider).await?),
    };
    let record = person::record_of(&account, provider).await?;
    let fitting = fits(&measure.draft, &account, into.as_ref(), record.as_ref(), provider, now).await?;
    // A card that was read and was revoked since shows nobody any more.
    if fitting.is_err() || (measure.chip.is_some() && !card_still_holds(&measure, &account, record.as_ref(), now)) {
        return Err(Refusal::AccountChanged);
    }
    let mut effect = effect(&measure, &account, into.as_ref(), record.as_ref(), provider);
    if let (Deed::Recover, Some(phone)) = (measure.draft.deed, &measure.draft.phone) {
        effect.recovery = Some(recover::of_the_office(&account, phone, &measure, provider, now)?);
    }
    match provider.store.approve_measure(&measure, &officer.account, &effect, now).await? {
        Approving::Done => Ok(()),
        Approving::Stale => Err(Refusal::Stale),
        Approving::AccountChanged => Err(Refusal::AccountChanged),
    }
}

/// Refuses what another officer handed on.
pub async fn refuse(
    id: &MeasureId,
    version: i64,
    reason: &str,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    let measure = submitted(id, version, officer, provider).await?;
    let reason = Words::parse(reason).map_err(Refusal::Reason)?;
    let refused = provider.store.refuse_measure(&measure, &officer.account, &reason, now).await?;
    if refused { Ok(()) } else { Err(Refusal::Stale) }
}

/// What the holder is told, and what changes beside the ground.
fn effect(
    measure: &Measure,
    account: &Account,
    into: Option<&Account>,
    record: Option<&Record>,
    provider: &Provider,
) -> Effect {
    let config = &provider.config;
    let deed = measure.draft.deed;
    let message = match deed {
        // The law may forbid that the holder learns of an authority's request; that it was so is in the journal.
        _ if measure.draft.secrecy.is_some() => None,
        Deed::LockAuthority | Deed::LockBreach => {
            lock::reached(account, false).map(|account| letter::lock_changed(&account, true, config))
        }
        Deed::UnlockPhone => {
            let phone = measure.draft.phone.clone().unwrap_or_else(|| account.phone.clone());
            Some(letter::lock_changed(&Account { phone, ..account.clone() }, false, config))
        }
        Deed::UnlockAuthority | Deed::UnlockBreach | Deed::UnlockOwnRequest | Deed::UnlockDeath => {
            lock::reached(account, false).map(|account| letter::lock_changed(&account, false, config))
        }
        // A recovery tells by every channel how to stop it.
        Deed::Close | Deed::Recover => None,
        Deed::Merge => {
            into.and_then(|into| lock::reached(into, false)).map(|into| letter::accounts_merged(&into, config))
        }
    };
    let number = record.filter(|_| deed == Deed::Merge).map(|record| record.number);
    Effect { message, number, recovery: None }
}

/// Whose account is to be changed, and of two of one person's which stays.
async fn whose(
    number: &PersonalNumber,
    draft: &Draft,
    record: Option<&Record>,
    provider: &Provider,
) -> Result<(Option<Account>, Option<Account>), Fault> {
    // The register is another system: an answer about somebody else is none (F39).
    let record = record.filter(|record| record.number == *number || record.cancelled_numbers.contains(number));
    let Some(record) = record else {
        let known = person::known_by(number.as_str(), provider).await?;
        return Ok((person::account(&known, provider).await?, None));
    };
    let mut accounts = person::accounts(record, provider).await?.into_iter();
    match (draft.stays, accounts.next(), accounts.next()) {
        (None, account, _) => Ok((account, None)),
        (Some(Stays::Present), Some(present), former) => Ok((former, Some(present))),
        (Some(Stays::Former), present, former) => Ok((present, former)),
        (Some(Stays::Present), None, _) => Ok((None, None)),
    }
}

async fn fits(
    draft: &Draft,
    account: &Account,
    into: Option<&Account>,
    record: Option<&Record>,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<(), &'static str>, Fault> {
    let ground = draft.deed.ground().unwrap_or(Ground::Death);
    let since = provider.store.ground_since(&account.id, ground).await?;
    let phone_is_own = match (&draft.phone, record) {
        (Some(phone), Some(record)) => {
            let subscriber = provider.registry.subscriber(phone).await?;
            standing::may_use_phone(record, subscriber.as_ref())
        }
        _ => false,
    };
    Ok(measure::fits(draft.deed, &Facts { account, since, record, phone_is_own, into }, now))
}

/// The reference of the reading, when the card that lies on the counter's reader is the holder's, genuine and in force. The
/// challenge is this measure's alone.
async fn read_chip(
    chips: &dyn Chips,
    measure: &MeasureId,
    account: &Account,
    record: Option<&Record>,
    now: Timestamp,
) -> Result<Result<String, Unshown>, Fault> {
    let challenge = Challenge::of(measure, entropy::bytes()?);
    let reading = chips.read(&account.number, &challenge).await?;
    Ok(chip::shows(reading, &account.number, card_in_force(account, record, now)))
}

/// The day on which the person's card in force was issued.
fn card_in_force(account: &Account, record: Option<&Record>, now: Timestamp) -> Option<Day> {
    let own = record.filter(|record| record.number == account.number);
    let card = own.and_then(|record| record.details.card).filter(|card| card.is_valid_on(now.day_in_vietnam()))?;
    Some(card.issued_on)
}

/// Whether the card that was read for this measure may be in force still: none was issued since.
fn card_still_holds(measure: &Measure, account: &Account, record: Option<&Record>, now: Timestamp) -> bool {
    card_in_force(account, record, now).is_some_and(|issued_on| issued_on <= measure.received_at.day_in_vietnam())
}

/// A refused try is journalled like a look (OF02); of a lock without its account, so that nobody is warned of one by it.
async fn not_received(
    deed: Deed,
    reason: &'static str,
    account: Option<&AccountId>,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Fault> {
    let mut event = Event::new(Kind::MeasureNotReceived, Actor::Officer(officer.account.clone()), now)
        .because(MEASURE)
        .with("deed", deed.as_str())
        .with("reason", reason);
    if let Some(account) = account.filter(|_| !deed.is_quiet()) {
        event = event.about(account);
    }
    provider.store.record(&event).await?;
    Ok(())
}

/// The measure, when this officer may see it.
async fn measure_for(id: &MeasureId, officer: &Officer, provider: &Provider) -> Result<Measure, Refusal> {
    let measure = provider.store.measure(id).await?.ok_or(Refusal::NoSuchMeasure)?;
    measure.may_view(officer)?;
    Ok(measure)
}

async fn submitted(id: &MeasureId, version: i64, officer: &Officer, provider: &Provider) -> Result<Measure, Refusal> {
    let measure = measure_for(id, officer, provider).await?;
    if !matches!(measure.standing, Standing::Submitted(_)) || measure.version != version {
        return Err(Refusal::Stale);
    }
    measure.may_decide(officer)?;
    Ok(measure)
}

async fn account(id: &AccountId, provider: &Provider) -> Result<Account, Fault> {
    let account = provider.store.account(id).await?;
    account.ok_or_else(|| Fault::Corrupt { table: "measure", column: "account_id", id: id.to_string() })
}

async fn subject(id: &AccountId, provider: &Provider) -> Result<Subject, Fault> {
    let account = account(id, provider).await?;
    let name = match provider.registry.look_up(&account.number).await {
        Ok(record) => record.map(|record| record.name),
        Err(fault) if fault.is_passing() => None,
        Err(fault) => return Err(fault),
    };
    Ok(Subject { account, name })
}

async fn hands_of(measure: &Measure, provider: &Provider) -> Result<BTreeMap<AccountId, Officer>, Fault> {
    let mut accounts = vec![&measure.received_by];
    match &measure.standing {
        Standing::Received => {}
        Standing::Submitted(submission) => accounts.push(&submission.by),
        Standing::Approved(submission, decision) | Standing::Refused(submission, decision) => {
            accounts.extend([&submission.by, &decision.by]);
        }
    }
    let mut officers = BTreeMap::new();
    for account in accounts {
        if let Some(officer) = provider.store.officer(account).await? {
            officers.insert(account.clone(), officer);
        }
    }
    Ok(officers)
}

/// Undecided measures on one page; the most urgent are on it.
const WAITING: i64 = 200;
/// Decided measures on one page.
const DECIDED: i64 = 50;
