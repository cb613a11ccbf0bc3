//! Citizens check the officer. An officer opens a contact with somebody and is given a code to read out; who is called finds
//! it in the wallet, or types the code with the own number on the public page.
//!
//! ```text
//! open  ▣ count by officer → the case's person, or whose number it is ▣ contact + event
//! check ▣ count by address and by number → contacts with that number ⊙ the code ▣ event
//! ```
//!
//! Opening is one answer whether anybody has the number or not, so that the desk is no oracle. Checking has two: who it is,
//! or that no officer is contacting the person, whatever the reason.

use crate::clock::{Seconds, Timestamp};
use crate::entropy;
use crate::fault::Fault;
use crate::flow::{person, prove};
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::number::{LegacyNumber, PersonalNumber};
use crate::identity::officer::{Action, Bar, Module, Officer};
use crate::identity::proofing::Case;
use crate::identity::short_code::ShortCode;
use crate::limits;
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::secret::{CaseId, ContactId, Digest};
use crate::store::contact::{NewContact, Whom};
use crate::store::throttle::Throttle;
use crate::wallet::contact::{Contact, expires_at};
use crate::wallet::purpose::Purpose;

/// Why a contact was not opened.
#[derive(Debug)]
pub enum Refusal {
    /// The officer may not, or it would be with oneself.
    Barred(Bar),
    /// The number is not 12 digits.
    NotANumber,
    /// No registered purpose was chosen.
    NoPurpose,
    /// There is no such case that the officer may see.
    NoSuchCase,
    /// The officer opened or tried too many today.
    TooMany(Timestamp),
    /// A fault of ours.
    Fault(Fault),
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// A contact that was opened, with the code that is told this once.
#[derive(Debug)]
pub struct Opened {
    /// What the officer reads out.
    pub code: ShortCode,
    /// Until when at most.
    pub expires_at: Timestamp,
}

/// Opens a contact with the person of a case that the officer may see, or with whoever has that number.
pub async fn open(
    (number, case): (&str, Option<&CaseId>),
    purpose: &str,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<Opened, Refusal> {
    if !officer.may(Module::Contact, Action::Add) {
        return Err(Refusal::Barred(Bar::NotPermitted));
    }
    let purpose = Purpose::of_officer(purpose).ok_or(Refusal::NoPurpose)?;
    let typed = number_in(number);
    if case.is_none() && typed.is_none() {
        return Err(Refusal::NotANumber);
    }
    let who = officer.account.as_str();
    let counted = provider.store.throttle("contacts of an officer", who, limits::CONTACTS_DAY, limits::DAY, now);
    if let Throttle::Closed(until) = counted.await? {
        tracing::warn!(officer = who, "an officer has tried more contacts than a day allows");
        refused("too_many", officer, provider, now).await?;
        return Err(Refusal::TooMany(until));
    }
    let whom = match case {
        Some(case) => of_case(&case_of(case, officer, provider).await?, provider).await?,
        None => of_number(typed.unwrap_or_default(), provider).await?,
    };
    if whom.account.as_ref() == Some(&officer.account) {
        refused("own", officer, provider, now).await?;
        return Err(Refusal::Barred(Bar::OwnAccount));
    }
    let code = drawn()?;
    let new = NewContact {
        id: ContactId::new(entropy::bytes()?),
        digest: digest(&whom.person, code.expose(), provider),
        whom: &whom,
        purpose,
        case,
    };
    if !provider.store.open_contact(&new, officer, now).await? {
        return Err(Refusal::Barred(Bar::NotPermitted));
    }
    Ok(Opened { code, expires_at: expires_at(now) })
}

/// The case from which an officer would open a contact, when the officer may see it.
pub async fn case_of(case: &CaseId, officer: &Officer, provider: &Provider) -> Result<Case, Refusal> {
    match prove::case_for(case, officer, provider).await {
        Ok(case) => Ok(case),
        Err(prove::Refusal::Fault(fault)) => Err(fault.into()),
        Err(_) => Err(Refusal::NoSuchCase),
    }
}

/// The officer's own contacts that hold.
pub async fn of_officer(officer: &Officer, provider: &Provider, now: Timestamp) -> Result<Vec<Contact>, Fault> {
    let contacts = provider.store.contacts_by(&officer.account, now).await?;
    Ok(contacts.into_iter().filter(|contact| contact.is_live(now)).collect())
}

/// Ends an officer's own contact; what is over stays so.
pub async fn end(id: &ContactId, officer: &Officer, provider: &Provider, now: Timestamp) -> Result<(), Fault> {
    provider.store.end_contact(id, &officer.account, now).await.map(drop)
}

/// Who contacts or contacted the holder, newest first.
pub async fn of_holder(session: &SessionFacts, provider: &Provider) -> Result<Vec<Contact>, Fault> {
    provider.store.contacts_with(&session.account, SHOWN).await
}

/// Why a check was not made.
#[derive(Debug)]
pub enum NotChecked {
    /// The number is none.
    NotANumber,
    /// Too many checks from the address or for the number.
    TooMany(Timestamp),
    /// A fault of ours.
    Fault(Fault),
}

impl From<Fault> for NotChecked {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// Whether an officer contacts who typed this number and that code; none for every reason why not.
pub async fn check(
    number: &str,
    code: &str,
    address: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<Option<Contact>, NotChecked> {
    let number = number_in(number).ok_or(NotChecked::NotANumber)?;
    let (store, hour) = (&provider.store, Seconds::hours(1));
    let limit = limits::CONTACT_CHECKS_ADDRESS_HOUR;
    if let Throttle::Closed(until) = store.throttle("officer checks address", address, limit, hour, now).await? {
        return Err(NotChecked::TooMany(until));
    }
    let known = person::known_by(&number, provider).await?;
    let limit = limits::CONTACT_CHECKS_NUMBER_HOUR;
    if let Throttle::Closed(until) = store.throttle("officer checks", known.counted_as(), limit, hour, now).await? {
        return Err(NotChecked::TooMany(until));
    }
    let found = find(&known, code, provider, now).await?;
    let answer = if found.is_some() { "genuine" } else { "none" };
    let mut event = Event::new(Kind::ContactChecked, Actor::Nobody, now).with("answer", answer);
    if let Some(contact) = &found {
        event.account = store.account_contacted(&contact.id).await?;
        event = event.with("contact", contact.id.as_str());
    }
    store.record(&event).await?;
    Ok(found)
}

/// The live contact with that person whose code this is. What is no code is compared as something that no code is.
pub(super) async fn find(
    person: &person::Known,
    code: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<Option<Contact>, Fault> {
    let typed = ShortCode::parse(code);
    let typed = typed.as_ref().map_or("", ShortCode::expose);
    let mut found = None;
    for person in person.digests() {
        let wanted = digest(person, typed, provider);
        for (contact, digest) in provider.store.contacts_to_check(person, now).await? {
            if digest.matches(&wanted) && contact.is_live(now) {
                found = found.or(Some(contact));
            }
        }
    }
    Ok(found)
}

/// The digits of a personal number, or of the number of a former card.
pub(super) fn number_in(typed: &str) -> Option<String> {
    let digits = typed.replace(' ', "");
    (PersonalNumber::parse(&digits).is_some() || LegacyNumber::parse(&digits).is_some()).then_some(digits)
}

async fn of_number(number: String, provider: &Provider) -> Result<Whom, Fault> {
    let known = person::known_by(&number, provider).await?;
    let account = person::account(&known, provider).await?.map(|account| account.id);
    let named = known.digests().first().cloned();
    Ok(Whom { person: named.unwrap_or_else(|| provider.store.vault().index("person", &number)), account })
}

/// The case's person: by the account where there is one, else by the number that was declared.
async fn of_case(case: &Case, provider: &Provider) -> Result<Whom, Fault> {
    let intake = case.intake();
    let number = match (provider.store.account(&intake.account).await?, &intake.applicant) {
        (Some(account), _) => account.number,
        (None, Some(applicant)) => applicant.declared.number,
        (None, None) => return Err(Fault::internal("a case is about nobody with a number")),
    };
    of_number(number.as_str().to_owned(), provider).await
}

async fn refused(reason: &'static str, officer: &Officer, provider: &Provider, now: Timestamp) -> Result<(), Fault> {
    let event = Event::new(Kind::ContactNotOpened, Actor::Officer(officer.account.clone()), now).with("reason", reason);
    provider.store.record(&event).await.map(drop)
}

fn drawn() -> Result<ShortCode, Fault> {
    loop {
        if let Some(code) = ShortCode::draw(entropy::bytes()?) {
            return Ok(code);
        }
    }
}

fn digest(person: &Digest, code: &str, provider: &Provider) -> Digest {
    provider.store.vault().short_code("contact", person.as_str(), code)
}

/// Contacts that a holder is shown.
const SHOWN: i64 = 100;
