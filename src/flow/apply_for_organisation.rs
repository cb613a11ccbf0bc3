//! An application for an organisation's account, and the consent of every other legal representative.
//!
//! ```text
//! submit ⊙ Declared read, tax code checked       wrong fields go back to the form
//!        ▣ count by person → registry.by_number, by_tax_code → each representative's numbers → is there an account
//!        ⊙ organisation_application::decide
//!        ▣ application + questions + messages + event          the answer to whoever applied is one page
//! answer ▣ consent; the last one sends it to the officers, a no ends it
//! ```

use crate::clock::{Day, Seconds, Timestamp};
use crate::entropy;
use crate::fault::Fault;
use crate::flow::organisation::{self, is_able};
use crate::flow::organisation_letter::{self, News};
use crate::flow::second_factor;
use crate::identity::birth::BirthDate;
use crate::identity::organisation::{NAME_LONGEST, OrganisationNumber, OrganisationRecord, OrganisationState};
use crate::identity::organisation_application::{
    Application, Declared, Facts, Finding, Known, State, decide, line, name_key,
};
use crate::identity::phone::Email;
use crate::identity::proofing::{Words, WordsRefusal};
use crate::identity::representation::Capacity;
use crate::identity::tax_code::TaxCode;
use crate::limits;
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::secret::{ApplicationId, Digest};
use crate::store::organisation_application::{Answered, NewApplication};
use crate::store::throttle::Throttle;

/// What came from the form (TK02).
#[derive(Clone, Copy, Debug)]
pub struct Form<'a> {
    /// The identification number.
    pub number: &'a str,
    /// The tax code; empty for what has none.
    pub tax_code: &'a str,
    /// The Vietnamese name.
    pub name: &'a str,
    /// The short name.
    pub short_name: &'a str,
    /// The name in another language.
    pub foreign_name: &'a str,
    /// The seat.
    pub address: &'a str,
    /// The telephone.
    pub phone: &'a str,
    /// The e-mail address.
    pub email: &'a str,
    /// The site.
    pub website: &'a str,
    /// The day of founding; may be empty.
    pub founded_on: &'a str,
}

/// Which fields cannot be read; about nothing but the applicant's own typing.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Wrong {
    /// The identification number has another form.
    pub number: bool,
    /// The tax code has not ten or thirteen digits, or its check digit is wrong.
    pub tax_code: bool,
    /// The name is missing or too long.
    pub name: bool,
    /// The address is missing or too long.
    pub address: bool,
    /// The e-mail address is none.
    pub email: bool,
    /// The day of founding is none, or has not come yet.
    pub founded_on: bool,
    /// Another field is too long or holds what cannot be printed.
    pub other: bool,
}

/// Why an application, or an answer, was not taken.
#[derive(Debug)]
pub enum Refusal {
    /// The person has no account of level 2.
    LevelTwoNeeded,
    /// A second factor must be shown again.
    StepUp,
    /// Some fields cannot be read.
    Fields(Wrong),
    /// The reason is none.
    Reason(WordsRefusal),
    /// Too many applications today.
    TooMany(Timestamp),
    /// It is not there, not this person's, or over.
    Nothing,
    /// A fault of ours.
    Fault(Fault),
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// A question to a legal representative.
#[derive(Clone, Debug)]
pub struct Question {
    /// What is applied for.
    pub application: Application,
    /// Who applied; none while the register is out of reach.
    pub applicant: Option<String>,
}

/// Whether this session may decide anything about organisations now.
pub fn may_decide(session: &SessionFacts, now: Timestamp) -> Result<(), Refusal> {
    if !is_able(session) {
        Err(Refusal::LevelTwoNeeded)
    } else if !second_factor::is_fresh(session, now) {
        Err(Refusal::StepUp)
    } else {
        Ok(())
    }
}

/// Takes an application and answers nothing about what it came to: that stands on the applicant's own page.
pub async fn submit(
    form: Form<'_>,
    session: &SessionFacts,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    may_decide(session, now)?;
    let (number, tax_code, declared) = read(form, now).map_err(Refusal::Fields)?;
    let (store, who) = (&provider.store, session.account.as_str());
    let limit = limits::ORGANISATION_APPLICATIONS_DAY;
    if let Throttle::Closed(until) = store.throttle(APPLICATIONS, who, limit, limits::DAY, now).await? {
        return Err(Refusal::TooMany(until));
    }
    let record = known(&number, tax_code.as_ref(), provider).await?;
    let existing = match store.organisation_of_number(&number).await? {
        Some(account) => organisation::review(&account.id, provider, now).await?,
        None => None,
    };
    let legal = match &record {
        Some(record) => organisation::legal_of(record, provider).await?,
        None => Vec::new(),
    };
    let facts = Facts {
        known: record.as_ref().map(|record| Known {
            matches: matches(&declared, tax_code.as_ref(), &number, record),
            is_active: record.state == OrganisationState::Active,
            legal,
        }),
        has_account: existing.is_some(),
        represents: existing.as_ref().is_some_and(|standing| {
            standing.people.iter().any(|one| one.account == session.account && one.capacity == Capacity::Legal)
        }),
        applicant: store.person_of_account(&session.account).await?,
    };
    let new = |capacity, state, asks| -> Result<_, Fault> {
        Ok(NewApplication {
            id: ApplicationId::new(entropy::bytes()?),
            applicant: &session.account,
            capacity,
            declared: &declared,
            in_register: record.is_some(),
            state,
            asks,
            answers_by: now.plus(limits::REPRESENTATIVE_ANSWER),
        })
    };
    match (decide(&facts), existing) {
        (Finding::Joins, Some(standing)) => {
            let news = News::Begun(&standing.account.name);
            let messages =
                organisation_letter::to_administrators(&standing.people, Some(&session.account), news, provider)
                    .await?;
            let new = new(Capacity::Legal, State::Joined, Vec::new())?;
            store.join_organisation(&new, &standing.account.id, &messages, now).await?;
        }
        (Finding::GoesOn(capacity, others), _) => {
            let (asks, messages) = asked(&others, &declared, provider, now).await?;
            let state = if asks.is_empty() { State::Waiting } else { State::Asking };
            store.keep_application(&new(capacity, state, asks)?, &messages, now).await?;
        }
        (Finding::NotAccepted | Finding::Joins, _) => {
            store.keep_application(&new(Capacity::Authorised, State::NotAccepted, Vec::new())?, &[], now).await?;
        }
    }
    // An open application of the same person for the same organisation stays what it is.
    Ok(())
}

/// The questions that wait for the holder of a session's account.
pub async fn questions(session: &SessionFacts, provider: &Provider, now: Timestamp) -> Result<Vec<Question>, Fault> {
    let mut questions = Vec::new();
    for application in provider.store.applications_asking(&session.account, now).await? {
        let applicant = organisation::name_of(&application.applicant, provider).await?;
        questions.push(Question { application, applicant });
    }
    Ok(questions)
}

/// The latest applications of a session's person.
pub async fn made_by(session: &SessionFacts, provider: &Provider) -> Result<Vec<Application>, Fault> {
    provider.store.applications_of(&session.account, MADE).await
}

/// A legal representative agrees, or says why not. Asked again of the register: who is one no longer has no say.
pub async fn answer(
    id: &ApplicationId,
    agrees: bool,
    reason: &str,
    session: &SessionFacts,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    may_decide(session, now)?;
    let store = &provider.store;
    let Some(application) = store.application(id).await? else { return Err(Refusal::Nothing) };
    let reason = if agrees { None } else { Some(Words::parse(reason).map_err(Refusal::Reason)?) };
    let messages: Vec<_> = match &reason {
        Some(reason) => {
            let news = News::Declined(&application.declared.name, reason.as_str());
            organisation_letter::to(&application.applicant, news, provider).await?.into_iter().collect()
        }
        None if !is_still_legal(&application, session, provider).await? => return Err(Refusal::Nothing),
        None => Vec::new(),
    };
    match store.answer_application(id, &session.account, reason.as_ref(), &messages, now).await? {
        Answered::Nothing => Err(Refusal::Nothing),
        Answered::Noted | Answered::Complete | Answered::Declined => Ok(()),
    }
}

/// The applicant takes an application back.
pub async fn withdraw(
    id: &ApplicationId,
    session: &SessionFacts,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    may_decide(session, now)?;
    let withdrawn = provider.store.withdraw_application(id, &session.account, now).await?;
    if withdrawn { Ok(()) } else { Err(Refusal::Nothing) }
}

/// The chore that ends applications and offers that nobody answered in time.
pub async fn lapse(provider: Provider, now: Timestamp) -> Result<(), Fault> {
    loop {
        let lapsing = provider.store.lapsing_applications(BATCH, now).await?;
        for one in &lapsing {
            let name = &one.declared.name;
            let news = if one.state == State::Returned { News::ReturnEnded(name) } else { News::NotAnswered(name) };
            if let Some(message) = organisation_letter::to(&one.applicant, news, &provider).await? {
                provider.store.lapse_application(one, &message, now).await?;
            }
        }
        if lapsing.len() < BATCH.unsigned_abs() as usize {
            break;
        }
    }
    while provider.store.lapse_offers(BATCH, now).await? == BATCH.unsigned_abs() {}
    Ok(())
}

/// What the register knows of an organisation that is applied for: under its number, or under its tax code. An answer
/// about another one than was asked for is none.
pub(super) async fn known(
    number: &OrganisationNumber,
    tax_code: Option<&TaxCode>,
    provider: &Provider,
) -> Result<Option<OrganisationRecord>, Fault> {
    let by_number = provider.organisations.by_number(number).await?.filter(|record| record.number == *number);
    match (by_number, tax_code) {
        (None, Some(code)) => {
            let record = provider.organisations.by_tax_code(code).await?;
            Ok(record.filter(|record| record.tax_code.as_ref() == Some(code)))
        }
        (record, _) => Ok(record),
    }
}

/// Whether what was declared is exactly what the register has.
pub(super) fn matches(
    declared: &Declared,
    tax_code: Option<&TaxCode>,
    number: &OrganisationNumber,
    record: &OrganisationRecord,
) -> bool {
    record.number == *number
        && record.tax_code.as_ref() == tax_code
        && name_key(record.name.as_str()) == name_key(&declared.name)
}

/// Whether who answers is a legal representative at this moment.
async fn is_still_legal(application: &Application, session: &SessionFacts, provider: &Provider) -> Result<bool, Fault> {
    let Some(number) = OrganisationNumber::parse(&application.declared.number) else { return Ok(false) };
    let Some(record) = provider.organisations.by_number(&number).await? else { return Ok(false) };
    let person = provider.store.person_of_account(&session.account).await?;
    Ok(organisation::legal_of(&record, provider).await?.iter().any(|one| one.contains(&person)))
}

/// Whom to ask, and what those of them are told who have an account; the others are asked in the account that they will
/// have, if they get one in time.
async fn asked(
    others: &[Vec<Digest>],
    declared: &Declared,
    provider: &Provider,
    now: Timestamp,
) -> Result<(Vec<Digest>, Vec<crate::store::outbox::Message>), Fault> {
    let (mut asks, mut messages) = (Vec::new(), Vec::new());
    let last = now.plus(limits::REPRESENTATIVE_ANSWER).minus(Seconds::new(1)).day_in_vietnam();
    let last = format!("{:02}/{:02}/{}", last.day(), last.month(), last.year());
    for person in others {
        let (index, account) = organisation::index_of(person, provider).await?;
        if let Some(account) = account {
            let news = News::ConsentAsked(&declared.name, &last);
            messages.extend(organisation_letter::to(&account, news, provider).await?);
        }
        asks.push(index);
    }
    Ok((asks, messages))
}

pub(super) fn read(form: Form<'_>, now: Timestamp) -> Result<(OrganisationNumber, Option<TaxCode>, Declared), Wrong> {
    let number = OrganisationNumber::parse(form.number.trim());
    let tax_code = match form.tax_code.trim() {
        "" => Some(None),
        text => TaxCode::parse(text).map(Some),
    };
    let name = line(form.name, NAME_LONGEST).filter(|name| !name.is_empty());
    let address = line(form.address, ADDRESS).filter(|address| !address.is_empty());
    let email = match form.email.trim() {
        "" => Some(String::new()),
        text => Email::parse(text).map(|email| email.as_str().to_owned()),
    };
    let founded_on = match form.founded_on.trim() {
        "" => Some(String::new()),
        text => founding_day(text, now),
    };
    let others = [
        (form.short_name, NAME_LONGEST),
        (form.foreign_name, NAME_LONGEST),
        (form.phone, SHORT),
        (form.website, ADDRESS),
    ];
    let others = others.map(|(text, longest)| line(text, longest));
    let wrong = Wrong {
        number: number.is_none(),
        tax_code: tax_code.is_none(),
        name: name.is_none(),
        address: address.is_none(),
        email: email.is_none(),
        founded_on: founded_on.is_none(),
        other: others.iter().any(Option::is_none),
    };
    let (Some(number), Some(tax_code), Some(name), Some(address), Some(email), Some(founded_on)) =
        (number, tax_code, name, address, email, founded_on)
    else {
        return Err(wrong);
    };
    let [Some(short_name), Some(foreign_name), Some(phone), Some(website)] = others else { return Err(wrong) };
    let declared = Declared {
        number: number.as_str().to_owned(),
        tax_code: tax_code.map(|code| code.to_string()),
        name,
        short_name,
        foreign_name,
        address,
        phone,
        email,
        website,
        founded_on,
    };
    Ok((number, tax_code, declared))
}

/// A whole day up to today, ISO 8601.
fn founding_day(text: &str, now: Timestamp) -> Option<String> {
    let day = Day::parse(&BirthDate::parse(text).ok()?.iso())?;
    (day <= now.day_in_vietnam()).then(|| day.to_string())
}

/// The counter of applications, one a person.
const APPLICATIONS: &str = "organisation application";
/// Longest address, in characters.
const ADDRESS: usize = 300;
/// Longest telephone number as people write them.
const SHORT: usize = 30;
const BATCH: i64 = 100;
/// Applications on a person's page.
const MADE: i64 = 20;
