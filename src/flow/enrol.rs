//! Enrolment at level 1.
//!
//! ```text
//! submit ⊙ Declared::parse, channel           wrong fields go back to the form
//!        ▣ count by address and by number
//!        → registry.look_up, registry.subscriber     no transaction is open
//!        → the person's account
//!        ⊙ enrolment::decide
//!        ▣ commit_enrolment: application + pending account + code + messages + events
//!        ▣ or, when no register answers: the application is kept and waits (`flow::wait`)
//! ```
//!
//! Whatever was found, the same statements run and the answer is the same; the truth goes to the case and, where the
//! person knows everything, to the person's own phone or address.

use crate::clock::{Seconds, Timestamp};
use crate::entropy;
use crate::fault::Fault;
use crate::flow::{hand_over, letter, person, short_code, visit, wait};
use crate::identity::account::{Account, AccountKind, AccountLevel, Channel, State};
use crate::identity::activation;
use crate::identity::calendar;
use crate::identity::decree;
use crate::identity::enrolment::{self, EnrolmentFacts, Finding};
use crate::identity::language::Language;
use crate::identity::mend;
use crate::identity::number::PersonalNumber;
use crate::identity::person::{Declared, DeclaredRefusal, Form, Record};
use crate::identity::short_code::Purpose;
use crate::limits;
use crate::provider::Provider;
use crate::secret::{AccountId, Digest, encode};
use crate::store::enrolment::{Application, Pending};
use crate::store::enrolment_wait::{Applicant, Waiting};
use crate::store::hand_over::Hands;
use crate::store::near_match::Nearness;
use crate::store::outbox::Message;
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
    let (known, language) = (ask(&declared, provider).await, submitted.language);
    match known {
        Ok(known) => {
            let applicant = Applicant { person, declared, channel, language, applied_by: None };
            let made = decided(applicant, now, known, provider, now).await?;
            provider.store.commit_enrolment(&made.application, &made.pending, made.notice.as_ref(), now).await?;
        }
        Err(Fault::RegistryDown(why)) => {
            tracing::warn!(%why, "an application waits for a register");
            let applicant = Applicant { person, declared, channel, language, applied_by: None };
            wait::begin(applicant, provider, now).await?;
        }
        Err(fault) => return Err(fault),
    }
    Ok(Ok(()))
}

/// What the registers know about an application.
struct Known {
    record: Option<Record>,
    subscriber: Option<PersonalNumber>,
}

/// Asks the registers; each is heard, so that each one's breaker learns what became of its question.
async fn ask(declared: &Declared, provider: &Provider) -> Result<Known, Fault> {
    let (record, subscriber) =
        tokio::join!(provider.registry.look_up(&declared.number), provider.registry.subscriber(&declared.phone));
    Ok(Known { record: record?, subscriber: subscriber? })
}

/// Decides an application that waited.
pub(super) async fn decide_late(waiting: &Waiting, provider: &Provider, now: Timestamp) -> Result<(), Fault> {
    let known = ask(&waiting.applicant.declared, provider).await?;
    let made = decided(waiting.applicant.clone(), waiting.submitted_at, known, provider, now).await?;
    provider.store.settle_wait(&waiting.id, &made.application, &made.pending, made.notice.as_ref(), now).await.map(drop)
}

/// A decision with everything that its commit needs.
struct Made {
    application: Application,
    pending: Pending,
    notice: Option<Message>,
}

/// Decides by the rules and the age of the day of submission: who waited is judged as at once. The account and its window
/// begin now.
async fn decided(
    applicant: Applicant,
    submitted_at: Timestamp,
    known: Known,
    provider: &Provider,
    now: Timestamp,
) -> Result<Made, Fault> {
    let Applicant { person, declared, channel, language, .. } = applicant;
    let record = known.record.as_ref();
    let existing = existing(&person, record, provider).await?;
    let hands = hand_over::hands(existing.as_ref(), provider).await?;
    let today = submitted_at.day_in_vietnam();
    let finding = enrolment::decide(&EnrolmentFacts {
        declared: &declared,
        record,
        subscriber: known.subscriber.as_ref(),
        has_account: existing.is_some(),
        is_in_care: !matches!(hands, Hands::Own),
        today,
        rules: decree::in_force(today),
    });
    let account = Account {
        id: AccountId::new(entropy::bytes()?),
        kind: AccountKind::Citizen,
        state: State::Approved,
        level: Some(AccountLevel::One),
        number: declared.number,
        phone: declared.phone.clone(),
        // An address that anybody could have typed must not receive what opens the account (PM04): only the register's.
        email: declared.email.clone().filter(|email| knows_address(record, email.as_str())),
        channel,
        language,
        created_at: now,
        activation_closes_at: activation::closes_at(now, decree::in_force(now.day_in_vietnam())),
        activated_at: None,
        raised_at: None,
        proofed_at: None,
        verification_qr_at: None,
        grounds: Vec::new(),
        version: 1,
    };
    let opening = match &existing {
        Some(existing) if finding == Finding::HandedOver => {
            Some(hand_over::opening(existing, &declared, language, provider, now)?)
        }
        _ => None,
    };
    let pending = Pending { opening, ..pending(account, &declared, finding, person.clone(), provider, now)? };
    let notice = existing.filter(|_| finding == Finding::HasAccount).and_then(|existing| match existing.state {
        State::Lapsed => Some(letter::lapsed(&existing, &provider.config)),
        // Whoever has the telephone of an account that is over is nobody to tell.
        State::Closed => None,
        State::Approved | State::Active => Some(letter::enrolled_again(&existing, &provider.config)),
    });
    let nearness = Nearness {
        language,
        is_near: matches!(finding, Finding::Differs(differences) if mend::is_near(&differences)),
        unit: visit::home_unit(record, provider).await?.map(|unit| unit.name),
        due_at: calendar::working_term_ends(submitted_at, decree::in_force(today).level_one_working_days),
    };
    Ok(Made { application: Application { person, declared, finding, nearness }, pending, notice })
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

/// The account of the person under any number that is or was theirs; one that is over only where there is no other.
async fn existing(person: &Digest, record: Option<&Record>, provider: &Provider) -> Result<Option<Account>, Fault> {
    let declared = provider.store.account_of_person(person).await?;
    if declared.as_ref().is_some_and(|account| account.state != State::Closed) {
        return Ok(declared);
    }
    let others = match record {
        Some(record) => person::accounts(record, provider).await?,
        None => Vec::new(),
    };
    Ok(others.into_iter().next().or(declared))
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
    Ok(Pending { account, person, code, messages: vec![notice, code_message], opening: None })
}
