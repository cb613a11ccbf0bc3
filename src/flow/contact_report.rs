//! What people report about officers who contact them, and about those who only pretend to be officers.
//!
//! ```text
//! report  ▣ count by address and by number, or by account → the contact, if there was one ▣ report + event
//! waiting → the reports that nobody has dealt with
//! read    → report ⊙ not about oneself ▣ the look journalled
//! settle  ▣ once
//! ```
//!
//! Whatever was typed, who reports is given a reference: a report is no way to try out codes.

use crate::clock::{Seconds, Timestamp};
use crate::entropy;
use crate::fault::Fault;
use crate::flow::{contact, person};
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::number::PersonalNumber;
use crate::identity::officer::{Action, Module, Officer};
use crate::identity::proofing::{Words, WordsRefusal};
use crate::limits;
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::secret::{ContactId, ReportId};
use crate::store::contact::Listed;
use crate::store::throttle::Throttle;
use crate::wallet::contact::{Complaint, Contact, Noticed, Report, reference};

/// What somebody wrote.
#[derive(Clone, Copy, Debug)]
pub struct Written<'a> {
    /// What is wrong.
    pub complaint: &'a str,
    /// What happened; may be empty.
    pub words: &'a str,
}

/// Why a report was not taken.
#[derive(Debug)]
pub enum Refusal {
    /// Nothing is said to be wrong.
    NoComplaint,
    /// The number is none.
    NotANumber,
    /// What was written is too short or cannot be printed.
    Words(WordsRefusal),
    /// Too many reports from the address or for the person.
    TooMany(Timestamp),
    /// The own wallet has no such contact.
    NoSuchContact,
    /// A fault of ours.
    Fault(Fault),
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// Takes a report from the public page, of who typed this number and that code; answers its reference.
pub async fn from_anybody(
    (number, code): (&str, &str),
    written: Written<'_>,
    address: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<String, Refusal> {
    let (complaint, words) = parse(written)?;
    let number = contact::number_in(number).ok_or(Refusal::NotANumber)?;
    let limit = limits::CONTACT_REPORTS_ADDRESS_HOUR;
    count("officer reports address", address, limit, Seconds::hours(1), provider, now).await?;
    let known = person::known_by(&number, provider).await?;
    let limit = limits::CONTACT_REPORTS_NUMBER_DAY;
    count("officer reports", known.counted_as(), limit, limits::DAY, provider, now).await?;
    let meant = contact::find(&known, code, provider, now).await?;
    let about = match &meant {
        None => None,
        Some(contact) => provider.store.account_contacted(&contact.id).await?,
    };
    let report = made(complaint, meant, words, now)?;
    provider.store.report_contact(&report, about.as_ref()).await?;
    Ok(reference(&report.id))
}

/// Takes a report from the wallet, about a contact that stands there; answers its reference.
pub async fn from_holder(
    id: &ContactId,
    written: Written<'_>,
    session: &SessionFacts,
    provider: &Provider,
    now: Timestamp,
) -> Result<String, Refusal> {
    let (complaint, words) = parse(written)?;
    let limit = limits::CONTACT_REPORTS_NUMBER_DAY;
    count("officer reports", session.account.as_str(), limit, limits::DAY, provider, now).await?;
    let contacts = contact::of_holder(session, provider).await?;
    let meant = contacts.into_iter().find(|contact| contact.id == *id).ok_or(Refusal::NoSuchContact)?;
    let report = Report { account: Some(session.account.clone()), ..made(complaint, Some(meant), words, now)? };
    provider.store.report_contact(&report, Some(&session.account)).await?;
    Ok(reference(&report.id))
}

/// Why an officer was not shown a report, or could not settle it.
#[derive(Debug)]
pub enum Closed {
    /// The officer's group may not.
    NotPermitted,
    /// There is none, or it is about the officer: one answer, so that nobody learns of being reported.
    NoSuchReport,
    /// A fault of ours.
    Fault(Fault),
}

impl From<Fault> for Closed {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// The reports that nobody has dealt with, the oldest first.
pub async fn waiting(officer: &Officer, provider: &Provider) -> Result<Vec<Listed>, Closed> {
    if !officer.may(Module::Contact, Action::View) {
        return Err(Closed::NotPermitted);
    }
    Ok(provider.store.contact_reports(&officer.account, LISTED).await?)
}

/// A report whole; that it was read is in the journal before it is shown. With it the number of whose account a strange
/// sign-in was to: the officer has to speak with that person.
pub async fn read(
    id: &ReportId,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(Report, Option<PersonalNumber>), Closed> {
    if !officer.may(Module::Contact, Action::View) {
        return Err(Closed::NotPermitted);
    }
    let report = provider.store.contact_report(id).await?.filter(|report| report.may_read(officer).is_ok());
    let report = report.ok_or(Closed::NoSuchReport)?;
    let mut event = Event::new(Kind::ContactReportRead, Actor::Officer(officer.account.clone()), now)
        .with("report", report.id.as_str());
    event.account = match (&report.account, &report.contact) {
        (Some(account), _) => Some(account.clone()),
        (None, Some(contact)) => provider.store.account_contacted(&contact.id).await?,
        (None, None) => None,
    };
    let locked = match &report.account {
        Some(account) if report.complaint == Complaint::NotMe => provider.store.account(account).await?,
        _ => None,
    };
    provider.store.record(&event).await?;
    Ok((report, locked.map(|account| account.number)))
}

/// The officer of whom something was noticed, as appointed now.
pub async fn worker(noticed: &Noticed, provider: &Provider) -> Result<Option<Officer>, Fault> {
    provider.store.officer(&noticed.officer).await
}

/// Says that a report was dealt with; what somebody else settled first stays settled.
pub async fn settle(id: &ReportId, officer: &Officer, provider: &Provider, now: Timestamp) -> Result<(), Closed> {
    if !officer.may(Module::Contact, Action::View) || !officer.may(Module::Contact, Action::Process) {
        return Err(Closed::NotPermitted);
    }
    let report = provider.store.contact_report(id).await?.filter(|report| report.may_settle(officer).is_ok());
    let report = report.ok_or(Closed::NoSuchReport)?;
    provider.store.settle_contact_report(&report.id, &officer.account, now).await?;
    Ok(())
}

fn parse(written: Written<'_>) -> Result<(Complaint, Option<Words>), Refusal> {
    let complaint = Complaint::chosen(written.complaint).ok_or(Refusal::NoComplaint)?;
    let words = match written.words.trim() {
        "" => None,
        words => Some(Words::parse(words).map_err(Refusal::Words)?),
    };
    Ok((complaint, words))
}

fn made(complaint: Complaint, contact: Option<Contact>, words: Option<Words>, now: Timestamp) -> Result<Report, Fault> {
    Ok(Report {
        id: ReportId::new(entropy::bytes()?),
        complaint,
        contact,
        conduct: None,
        account: None,
        words: words.map(|words| words.as_str().to_owned()),
        reported_at: now,
        settled_at: None,
    })
}

async fn count(
    what: &'static str,
    whom: &str,
    limit: u32,
    window: Seconds,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    match provider.store.throttle(what, whom, limit, window, now).await? {
        Throttle::Open => Ok(()),
        Throttle::Closed(until) => Err(Refusal::TooMany(until)),
    }
}

/// Reports on the list.
const LISTED: i64 = 100;
