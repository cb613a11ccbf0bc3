//! Enrolment at level 1.
//!
//! ```text
//! submit ⊙ Declared::parse, channel           wrong fields go back to the form
//!        ▣ count by address and by number
//!        → registry.look_up, registry.subscriber     no transaction is open
//!        → the person's account
//!        ⊙ enrolment::decide
//!        ▣ commit_enrolment: application + pending account + code + messages + events
//! ```
//!
//! Whatever was found, the same statements run and the answer is the same; the truth goes to the case and, where the
//! person knows everything, to the person's own phone or address.

use crate::clock::{Seconds, Timestamp};
use crate::entropy;
use crate::fault::Fault;
use crate::flow::{letter, short_code};
use crate::identity::account::{Account, AccountKind, AccountLevel, Channel, State};
use crate::identity::activation;
use crate::identity::decree;
use crate::identity::enrolment::{self, EnrolmentFacts, Finding};
use crate::identity::language::Language;
use crate::identity::person::{Declared, DeclaredRefusal, Form, Record};
use crate::identity::short_code::Purpose;
use crate::limits;
use crate::provider::Provider;
use crate::secret::{AccountId, Digest, encode};
use crate::store::enrolment::{Application, Pending};
use crate::store::throttle::Throttle;

/// What came from the form.
#[derive(Clone, Copy)]
pub struct Submitted<'a> {
    /// What is declared.
    pub form: Form<'a>,
    /// Where the code should go: `sms` or `email`.
    pub channel: &'a str,
    /// The language of the messages.
    pub language: Language,
}

/// Why an application was not looked at; nothing in it is about anybody but the applicant's own typing.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// Some fields cannot be read.
    Fields {
        /// Those of the declaration.
        declared: DeclaredRefusal,
        /// The channel is none of the two, or needs an address that is not there.
        channel: Option<ChannelRefusal>,
    },
    /// Too many applications for this number or from this address.
    TooMany(Timestamp),
}

/// Why a channel cannot be used.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ChannelRefusal {
    /// None was chosen.
    None,
    /// E-mail was chosen and no address given.
    NoAddress,
}

/// Takes an application and answers nothing about what it came to.
pub async fn submit(
    submitted: Submitted<'_>,
    address: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<(), Refusal>, Fault> {
    let (declared, channel) = match parse(&submitted) {
        Ok(parsed) => parsed,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let person = provider.store.person_digest(&declared.number);
    if let Throttle::Closed(until) = counted(&person, address, provider, now).await? {
        return Ok(Err(Refusal::TooMany(until)));
    }
    let (record, subscriber) =
        tokio::try_join!(provider.registry.look_up(&declared.number), provider.registry.subscriber(&declared.phone))?;
    let existing = existing(&person, record.as_ref(), provider).await?;
    let rules = decree::in_force(now.day_in_vietnam());
    let finding = enrolment::decide(&EnrolmentFacts {
        declared: &declared,
        record: record.as_ref(),
        subscriber: subscriber.as_ref(),
        has_account: existing.is_some(),
        today: now.day_in_vietnam(),
        rules,
    });
    let account = Account {
        id: AccountId::new(entropy::bytes()?),
        kind: AccountKind::Citizen,
        state: State::Approved,
        level: Some(AccountLevel::One),
        number: declared.number,
        phone: declared.phone.clone(),
        // An address that anybody could have typed must not receive what opens the account (PM04): only the register's.
        email: declared.email.clone().filter(|email| knows_address(record.as_ref(), email.as_str())),
        channel,
        language: submitted.language,
        created_at: now,
        activation_closes_at: activation::closes_at(now, rules),
        activated_at: None,
        raised_at: None,
        verification_qr_at: None,
        grounds: Vec::new(),
        version: 1,
    };
    let pending = pending(account, &declared, finding, person.clone(), provider, now)?;
    let notice = existing.filter(|_| finding == Finding::HasAccount).map(|existing| match existing.state {
        State::Lapsed => letter::lapsed(&existing, &provider.config),
        _ => letter::enrolled_again(&existing, &provider.config),
    });
    let application = Application { person, declared, finding };
    provider.store.commit_enrolment(&application, &pending, notice.as_ref(), now).await?;
    Ok(Ok(()))
}

/// The declaration and the channel, or everything that is wrong with either.
fn parse(submitted: &Submitted<'_>) -> Result<(Declared, Channel), Refusal> {
    let channel = match Channel::parse(submitted.channel) {
        None => Err(ChannelRefusal::None),
        Some(Channel::Email) if submitted.form.email.trim().is_empty() => Err(ChannelRefusal::NoAddress),
        Some(channel) => Ok(channel),
    };
    match (Declared::parse(submitted.form), channel) {
        (Ok(declared), Ok(channel)) => Ok((declared, channel)),
        (declared, channel) => {
            Err(Refusal::Fields { declared: declared.err().unwrap_or_default(), channel: channel.err() })
        }
    }
}

async fn counted(person: &Digest, address: &str, provider: &Provider, now: Timestamp) -> Result<Throttle, Fault> {
    let (store, hour, day) = (&provider.store, Seconds::hours(1), Seconds::days(1));
    let by_address = store.throttle("enrolment address", address, limits::ENROLMENTS_ADDRESS_HOUR, hour, now).await?;
    if by_address != Throttle::Open {
        return Ok(by_address);
    }
    store.throttle("enrolment", person.as_str(), limits::ENROLMENTS_NUMBER_DAY, day, now).await
}

/// The account of the person under any number that is or was theirs.
async fn existing(person: &Digest, record: Option<&Record>, provider: &Provider) -> Result<Option<Account>, Fault> {
    if let Some(account) = provider.store.account_of_person(person).await? {
        return Ok(Some(account));
    }
    for former in record.iter().flat_map(|record| &record.cancelled_numbers) {
        let digest = provider.store.person_digest(former);
        if let Some(account) = provider.store.account_of_person(&digest).await? {
            return Ok(Some(account));
        }
    }
    Ok(None)
}

fn knows_address(record: Option<&Record>, email: &str) -> bool {
    let known = record.and_then(|record| record.email.as_ref());
    known.is_some_and(|known| known.as_str().eq_ignore_ascii_case(email))
}

/// The pending account with its first code and messages; for a refused application one of nobody's, to be taken back.
fn pending(
    account: Account,
    declared: &Declared,
    finding: Finding,
    person: Digest,
    provider: &Provider,
    now: Timestamp,
) -> Result<Pending, Fault> {
    let (code, code_message) = short_code::make(&account, Purpose::Activation, account.id.as_str(), provider, now)?;
    let notice = letter::approved(&account, &declared.name, &provider.config);
    let person = match finding {
        Finding::Matched => person,
        _ => provider.store.vault().index("nobody", &encode(&entropy::bytes::<16>()?)),
    };
    Ok(Pending { account, person, code, messages: vec![notice, code_message] })
}
