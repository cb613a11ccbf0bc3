//! The call centre: who calls is recognised by a code to the registered telephone and by what the officer types of it, which
//! is compared and never shown; then another window of activation is opened (Decree 69/2024 Art. 14(1)), or the account is
//! locked on its holder's own request.
//!
//! ```text
//! send  ▣ count by officer and by person ▣ a code to the telephone, bound to this officer; for nobody as many writes
//! take  ▣ count the same ⊙ number, code, name, date of birth ▣ the try of the code → register ⊙ compare
//!       ▣ the call in the journal ▣ window and code, or lock
//! ```
//!
//! The officer learns nothing but whether it was done: no account, a wrong code and wrong data are one answer.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::flow::short_code::{self, Sending};
use crate::flow::{activate, lock, person};
use crate::identity::account::{Account, Ground, State};
use crate::identity::birth::BirthDate;
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::name::Name;
use crate::identity::number::PersonalNumber;
use crate::identity::officer::{Action, Bar, Module, Officer};
use crate::identity::person::Record;
use crate::identity::short_code::{Check, Purpose, ShortCode};
use crate::limits;
use crate::provider::Provider;
use crate::secret::AccountId;
use crate::store::throttle::Throttle;

/// What who calls wants.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Wish {
    /// Another window to activate an account whose window has passed.
    Activate,
    /// The account locked.
    Lock,
}

impl Wish {
    /// The word in forms and in the journal.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Activate => "activate",
            Self::Lock => "lock",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Activate, Self::Lock].into_iter().find(|wish| wish.as_str() == text)
    }
}

/// What the officer typed of what the caller said.
#[derive(Clone, Copy, Debug)]
pub struct Said<'a> {
    /// The personal number.
    pub number: &'a str,
    /// The code that came to the telephone.
    pub code: &'a str,
    /// The name.
    pub name: &'a str,
    /// The date of birth.
    pub birth_date: &'a str,
    /// What is wanted.
    pub wish: &'a str,
}

/// Which fields cannot be read.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Fields {
    /// The number is not 12 digits.
    pub number: bool,
    /// The code is not six digits.
    pub code: bool,
    /// The name is none.
    pub name: bool,
    /// The date is none.
    pub birth_date: bool,
    /// Nothing is wanted.
    pub wish: bool,
}

/// Why a call came to nothing.
#[derive(Debug)]
pub enum Refusal {
    /// The officer may not.
    Barred(Bar),
    /// Some fields cannot be read.
    Fields(Fields),
    /// Too many calls of the officer, or about the person.
    TooMany(Timestamp),
    /// Who calls was not recognised; the same for every reason.
    NotRecognised,
    /// It is the holder, and what is wanted cannot be done: there is no window to open again, or it is locked already.
    NothingToDo,
    /// A fault of ours.
    Fault(Fault),
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// Sends a code to the telephone of the person with this number, if there is one; the answer is the same if not.
pub async fn send(number: &str, officer: &Officer, provider: &Provider, now: Timestamp) -> Result<(), Refusal> {
    let account = counted(number, officer, provider, now).await?;
    let account = account.filter(|account| account.state != State::Closed && may_be_called(account));
    let sending = match &account {
        None => None,
        Some(account) => {
            Some(short_code::send(account, Purpose::Call, officer.account.as_str(), None, provider, now).await?)
        }
    };
    if !matches!(sending, Some(Sending::Sent { .. })) {
        // As many writes as a code that is sent: its counter, and its commit.
        activate::write_for_nobody(number, provider, now).await?;
        activate::write_for_nobody(number, provider, now).await?;
    }
    Ok(())
}

/// Does what a caller wants who is recognised as the holder.
pub async fn take(said: Said<'_>, officer: &Officer, provider: &Provider, now: Timestamp) -> Result<Wish, Refusal> {
    let (wish, name, birth) = parse(&said).map_err(Refusal::Fields)?;
    let account = counted(said.number, officer, provider, now).await?;
    let nobody = AccountId::from_text("acc_nobody");
    let id = &account.as_ref().map_or_else(|| nobody.clone(), |account| account.id.clone());
    let judged = short_code::check(id, Purpose::Call, officer.account.as_str(), said.code, provider, now).await?;
    let record = match &account {
        None => None,
        Some(account) => provider.registry.look_up(&account.number).await?,
    };
    let is_known = record.is_some_and(|record| is_said(&record, &name, &birth));
    let account = account.filter(|_| judged == Check::Right && is_known);
    let answer = if account.is_some() { "recognised" } else { "not_recognised" };
    let taken = Event::new(Kind::CallTaken, Actor::Officer(officer.account.clone()), now)
        .because(CALL)
        .with("answer", answer)
        .with("wish", wish.as_str());
    provider.store.record(&if *id == nobody { taken } else { taken.about(id) }).await?;
    let Some(account) = account else { return Err(Refusal::NotRecognised) };
    let by = Actor::Officer(officer.account.clone());
    let done = match wish {
        Wish::Activate => !account.is_locked() && activate::reopen(&account, &by, provider, now).await?,
        Wish::Lock => lock::lock(&account, Ground::OwnRequest, &by, Some(CALL), provider, now).await?,
    };
    if done { Ok(wish) } else { Err(Refusal::NothingToDo) }
}

/// A telephone that is somebody else's now recognises nobody.
fn may_be_called(account: &Account) -> bool {
    !account.grounds.contains(&Ground::PhoneNotOwn)
}

fn is_said(record: &Record, name: &Name, birth: &BirthDate) -> bool {
    record.name.key() == name.key() && record.birth == *birth
}

fn parse(said: &Said<'_>) -> Result<(Wish, Name, BirthDate), Fields> {
    let (name, birth, wish) =
        (Name::parse(said.name).ok(), BirthDate::parse(said.birth_date).ok(), Wish::parse(said.wish));
    let fields = Fields {
        number: number(said.number).is_none(),
        code: ShortCode::parse(said.code).is_none(),
        name: name.is_none(),
        birth_date: birth.is_none(),
        wish: wish.is_none(),
    };
    match (wish, name, birth) {
        (Some(wish), Some(name), Some(birth)) if fields == Fields::default() => Ok((wish, name, birth)),
        _ => Err(fields),
    }
}

fn number(text: &str) -> Option<PersonalNumber> {
    PersonalNumber::parse(&text.replace(' ', ""))
}

/// Counts a call by officer and by person, and answers the person's account, if any.
async fn counted(
    typed: &str,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<Option<Account>, Refusal> {
    if !officer.may(Module::Call, Action::Process) {
        return Err(Refusal::Barred(Bar::NotPermitted));
    }
    let Some(number) = number(typed) else {
        return Err(Refusal::Fields(Fields { number: true, ..Fields::default() }));
    };
    let (store, who) = (&provider.store, officer.account.as_str());
    let by_officer = store.throttle("calls of an officer", who, limits::CALLS_DAY, limits::DAY, now).await?;
    if let Throttle::Closed(until) = by_officer {
        tracing::warn!(officer = who, "an officer has taken more calls than a day allows");
        return Err(Refusal::TooMany(until));
    }
    let person = person::known_by(number.as_str(), provider).await?;
    let about = person.counted_as();
    if let Throttle::Closed(until) = store.throttle("calls", about, limits::CALLS_NUMBER_DAY, limits::DAY, now).await? {
        return Err(Refusal::TooMany(until));
    }
    let account = person::account(&person, provider).await?;
    // Nobody takes a call of one's own.
    Ok(account.filter(|account| account.id != officer.account))
}

/// The purpose of what the call centre does.
pub const CALL: &str = "call_centre";
