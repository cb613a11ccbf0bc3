//! Who applied and heard nothing learns which field to mend, when they hold the phone that the register knows for them.
//!
//! ```text
//! send ⊙ number ▣ count by address and person → register, last application ⊙ own phone, something differs
//!      ▣ code + message; for everybody else the same, taken back
//! open ⊙ number ▣ count ▣ code spent, ticket kept → register, last application ⊙ differences
//! ask  ▣ count → register, unit ⊙ field, value, reason ▣ ticket spent + correction + message
//! ```
//!
//! No page says whether a number has a person, an application or a phone.

use crate::clock::{Seconds, Timestamp};
use crate::entropy;
use crate::fault::Fault;
use crate::flow::{letter, visit};
use crate::identity::calendar;
use crate::identity::decree;
use crate::identity::enrolment::Finding;
use crate::identity::language::Language;
use crate::identity::matching::{self, Outcome};
use crate::identity::mend::{self, Field, Mend};
use crate::identity::number::PersonalNumber;
use crate::identity::person::Record;
use crate::identity::phone::Phone;
use crate::identity::proofing::{Words, WordsRefusal};
use crate::identity::short_code::ShortCode;
use crate::limits;
use crate::provider::Provider;
use crate::secret::{CorrectionId, Digest, encode};
use crate::store::correction::{Asking, NewCorrection};
use crate::store::person_code::Purpose;
use crate::store::throttle::Throttle;

/// Why nothing was done.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// The number is not 12 digits.
    Number,
    /// Number and code do not belong together, or the code is over.
    Code,
    /// The ticket is none or over: a new code helps.
    Ticket,
    /// No such field, or no such value for it.
    Value,
    /// The reason is none.
    Reason(WordsRefusal),
    /// A correction of this field waits already.
    Exists,
    /// Too many tries.
    TooMany(Timestamp),
}

/// What who holds the phone learns.
#[derive(Clone, Debug)]
pub struct Opened {
    /// Which fields differ, and how.
    pub mends: Vec<Mend>,
    /// What lets this browser ask for one correction.
    pub ticket: String,
}

/// Sends a code to the phone that the register knows, if there is something to mend. The answer is the same whatever
/// happens.
pub async fn send(
    number: &str,
    address: &str,
    language: Language,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<(), Refusal>, Fault> {
    let Some(number) = parsed(number) else { return Ok(Err(Refusal::Number)) };
    let person = provider.store.person_digest(&number);
    if let Some(until) = counted("mends", &person, address, limits::MENDS_NUMBER_DAY, provider, now).await? {
        return Ok(Err(Refusal::TooMany(until)));
    }
    let record = provider.registry.look_up(&number).await?;
    let mends = mends(&person, record.as_ref(), provider, now).await?;
    let phone = record.as_ref().and_then(own_phone).filter(|_| !mends.is_empty());
    keep(&person, Purpose::Mend, phone, language, provider, now).await?;
    Ok(Ok(()))
}

/// Answers which fields differ to who has the code.
pub async fn open(
    number: &str,
    code: &str,
    address: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<Opened, Refusal>, Fault> {
    let Some(number) = parsed(number) else { return Ok(Err(Refusal::Number)) };
    let person = provider.store.person_digest(&number);
    if let Some(until) = counted("mend codes", &person, address, limits::MEND_TRIES_DAY, provider, now).await? {
        return Ok(Err(Refusal::TooMany(until)));
    }
    let ticket = encode(&entropy::bytes::<32>()?);
    let kept = Digest::sha256(ticket.as_bytes());
    let is_right = spend(&person, Purpose::Mend, code, &kept, provider, now).await?;
    let record = provider.registry.look_up(&number).await?;
    let mends = mends(&person, record.as_ref(), provider, now).await?;
    Ok(if is_right { Ok(Opened { mends, ticket }) } else { Err(Refusal::Code) })
}

/// What is asked to be corrected.
#[derive(Clone, Copy)]
pub struct Wish<'a> {
    /// The personal number.
    pub number: &'a str,
    /// The ticket.
    pub ticket: &'a str,
    /// The field.
    pub field: &'a str,
    /// What it should be.
    pub wanted: &'a str,
    /// Why.
    pub reason: &'a str,
}

/// Asks for a correction of the register's data; answers the case number.
pub async fn ask(
    wish: Wish<'_>,
    address: &str,
    language: Language,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<String, Refusal>, Fault> {
    let Some(number) = parsed(wish.number) else { return Ok(Err(Refusal::Number)) };
    let value = Field::parse(wish.field).and_then(|field| Some((field, field.value(wish.wanted)?)));
    let Some((field, wanted)) = value else { return Ok(Err(Refusal::Value)) };
    let reason = match Words::parse(wish.reason) {
        Ok(reason) => reason,
        Err(refusal) => return Ok(Err(Refusal::Reason(refusal))),
    };
    let person = provider.store.person_digest(&number);
    if let Some(until) = counted("corrections", &person, address, limits::MENDS_NUMBER_DAY, provider, now).await? {
        return Ok(Err(Refusal::TooMany(until)));
    }
    let record = provider.registry.look_up(&number).await?;
    // Only who holds the register's phone has a ticket, so there is a phone; the number is worth nothing without it.
    let Some(phone) = record.as_ref().and_then(own_phone) else { return Ok(Err(Refusal::Ticket)) };
    let unit = visit::home_unit(record.as_ref(), provider).await?.map(|unit| unit.name);
    let new = NewCorrection {
        id: CorrectionId::new(entropy::bytes()?),
        code: case_number()?,
        number,
        person,
        field,
        wanted,
        reason: reason.as_str().to_owned(),
        language,
        unit,
        due_at: calendar::working_term_ends(now, decree::CORRECTION_WORKING_DAYS),
    };
    let message = letter::mend::asked(phone, &new.code, language, &provider.config);
    let ticket = Digest::sha256(wish.ticket.as_bytes());
    Ok(match provider.store.ask_for_correction(&new, &ticket, &message, now).await? {
        Asking::Asked => Ok(new.code),
        Asking::Exists => Err(Refusal::Exists),
        Asking::NoTicket => Err(Refusal::Ticket),
    })
}

/// Ten letters and digits that nobody mistakes for one another: what a correction is called on the telephone.
pub(super) fn case_number() -> Result<String, Fault> {
    let random: [u8; 10] = entropy::bytes()?;
    let letter = |byte: &u8| LETTERS.as_bytes().get(usize::from(byte % 32)).copied().map_or('A', char::from);
    Ok(random.iter().map(letter).collect())
}

/// The phone that the register knows for a person, when it is the person's own.
pub(super) fn own_phone(record: &Record) -> Option<&Phone> {
    record.phone.as_ref().filter(|_| record.phone_owner == Some(record.number))
}

/// Keeps a code for a person and sends it to that phone, or to nobody with the same statements.
pub(super) async fn keep(
    person: &Digest,
    purpose: Purpose,
    phone: Option<&Phone>,
    language: Language,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Fault> {
    let code = loop {
        if let Some(code) = ShortCode::draw(entropy::bytes()?) {
            break code;
        }
    };
    let nobody = Phone::parse(NOBODYS).map_err(|_| Fault::internal("nobody's telephone is none"))?;
    let message = letter::mend::code(phone.unwrap_or(&nobody), &code, language, &provider.config);
    let digest = provider.store.vault().short_code(purpose.as_str(), person.as_str(), code.expose());
    provider.store.keep_person_code(person, purpose, &digest, (&message, phone.is_some()), now).await
}

/// Spends what was typed for a person.
pub(super) async fn spend(
    person: &Digest,
    purpose: Purpose,
    code: &str,
    ticket: &Digest,
    provider: &Provider,
    now: Timestamp,
) -> Result<bool, Fault> {
    // What is no code still counts and is compared, as something that no code is.
    let typed = ShortCode::parse(code);
    let digits = typed.as_ref().map_or("", ShortCode::expose);
    let digest = provider.store.vault().short_code(purpose.as_str(), person.as_str(), digits);
    provider.store.spend_person_code(person, purpose, &digest, ticket, now).await
}

/// Counts by address and by person; answers until when it is too many.
pub(super) async fn counted(
    what: &'static str,
    person: &Digest,
    address: &str,
    limit: u32,
    provider: &Provider,
    now: Timestamp,
) -> Result<Option<Timestamp>, Fault> {
    let (store, hour) = (&provider.store, Seconds::hours(1));
    let by_address = store.throttle("mend address", address, limits::MENDS_ADDRESS_HOUR, hour, now).await?;
    if let Throttle::Closed(until) = by_address {
        return Ok(Some(until));
    }
    Ok(match store.throttle(what, person.as_str(), limit, limits::DAY, now).await? {
        Throttle::Closed(until) => Some(until),
        Throttle::Open => None,
    })
}

/// How the last application of a person differs from what the register has now; nothing when it is old or there is none.
async fn mends(
    person: &Digest,
    record: Option<&Record>,
    provider: &Provider,
    now: Timestamp,
) -> Result<Vec<Mend>, Fault> {
    let last = provider.store.refused_enrolments(person, 1).await?.pop();
    let last = last.filter(|last| last.submitted_at > now.minus(limits::MENDABLE));
    let Some(last) = last else { return Ok(Vec::new()) };
    Ok(match matching::compare(&last.declared, record) {
        Outcome::Differs(differences) => {
            Finding::Differs(differences).differences().as_deref().and_then(mend::read).unwrap_or_default()
        }
        _ => Vec::new(),
    })
}

fn parsed(number: &str) -> Option<PersonalNumber> {
    PersonalNumber::parse(&number.replace(' ', ""))
}

/// Thirty-two that look alike to nobody.
const LETTERS: &str = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
/// A telephone that no operator has.
const NOBODYS: &str = "0500000000";
