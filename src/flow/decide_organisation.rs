//! Applications for organisations' accounts at the office: one officer looks and hands on, another decides.
//!
//! ```text
//! view    ▣ the look is journalled → the register again → the page
//! submit  ⊙ may_submit ▣      approve, refuse ⊙ may_decide ▣ application, account, representatives, notices, journal
//! ```

use crate::clock::Timestamp;
use crate::entropy;
use crate::fault::Fault;
use crate::flow::organisation_letter::{self, News};
use crate::flow::{apply_for_organisation, organisation};
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::officer::{Action, Module, Officer};
use crate::identity::organisation::{OrganisationNumber, OrganisationRecord, OrganisationState};
use crate::identity::organisation_application::{Application, Bar, may_decide, may_submit, may_view};
use crate::identity::organisation_supplement::{Lack, Round};
use crate::identity::proofing::supplement::ReturnRefusal;
use crate::identity::proofing::{Words, WordsRefusal};
use crate::identity::representation::Capacity;
use crate::identity::tax_code::TaxCode;
use crate::provider::Provider;
use crate::secret::{AccountId, ApplicationId, OrganisationId};
use crate::store::organisation_application::Asked;
use crate::store::organisation_decision::Approval;

/// Why something was not done.
#[derive(Debug)]
pub enum Refusal {
    /// The officer may not.
    Barred(Bar),
    /// There is no such application.
    NotFound,
    /// Somebody else was faster.
    Stale,
    /// What was written is no reason, or no guidance.
    Reason(WordsRefusal),
    /// It is not to be returned for these.
    NotReturned(ReturnRefusal<Lack>),
    /// The register no longer says what the application says; it can only be refused.
    RegisterChanged,
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

/// An application as an officer sees it.
#[derive(Clone, Debug)]
pub struct View {
    /// The application.
    pub application: Application,
    /// Who applied; none while the register is out of reach.
    pub applicant: Option<String>,
    /// What the register has now.
    pub record: Option<OrganisationRecord>,
    /// Whether the register still says what was declared.
    pub still_matches: bool,
    /// Who was asked for consent.
    pub asked: Vec<Asked>,
    /// How often it was returned, and what for.
    pub rounds: Vec<Round>,
    /// Whether this officer may hand it on.
    pub may_submit: bool,
    /// Why this officer may not decide; none when that is open.
    pub bar: Option<Bar>,
}

/// What waits for officers; empty for who may not see it.
pub async fn queue(officer: &Officer, provider: &Provider) -> Result<Vec<Application>, Refusal> {
    if !officer.may(Module::Organisation, Action::Menu) {
        return Err(Bar::NotPermitted.into());
    }
    Ok(provider.store.applications_waiting(QUEUE).await?)
}

/// The application; that somebody looked is in the journal before it is shown.
pub async fn view(id: &ApplicationId, officer: &Officer, provider: &Provider, now: Timestamp) -> Result<View, Refusal> {
    let (application, asked) = found(id, provider).await?;
    let accounts = accounts(&asked);
    may_view(&application, &accounts, officer)?;
    let event = Event::new(Kind::OrganisationViewed, Actor::Officer(officer.account.clone()), now)
        .about(&application.applicant)
        .because(PURPOSE)
        .fields(["name", "organisation"])
        .with("application", application.id.as_str());
    provider.store.record(&event).await?;
    let record = record(&application, provider).await?;
    Ok(View {
        applicant: organisation::name_of(&application.applicant, provider).await?,
        still_matches: still_matches(&application, record.as_ref(), provider).await?,
        rounds: provider.store.rounds_of(id).await?,
        may_submit: may_submit(&application, &accounts, officer).is_ok(),
        bar: may_decide(&application, &accounts, officer).err(),
        record,
        asked,
        application,
    })
}

/// Hands the application to another officer.
pub async fn submit(
    id: &ApplicationId,
    version: i64,
    opinion: &str,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    let (application, asked) = looked_at(id, version, provider).await?;
    may_submit(&application, &accounts(&asked), officer)?;
    let opinion = match opinion.trim() {
        "" => None,
        written => Some(Words::parse(written).map_err(Refusal::Reason)?),
    };
    let done = provider.store.submit_application(&application, opinion.as_ref(), &officer.account, now).await?;
    if done { Ok(()) } else { Err(Refusal::Stale) }
}

/// Approves what another officer handed on. The register is asked once more: what it no longer says is not approved.
pub async fn approve(
    id: &ApplicationId,
    version: i64,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<Approval, Refusal> {
    let (application, asked) = looked_at(id, version, provider).await?;
    may_decide(&application, &accounts(&asked), officer)?;
    let record = record(&application, provider).await?;
    if !still_matches(&application, record.as_ref(), provider).await? {
        return Err(Refusal::RegisterChanged);
    }
    let agreed = asked.iter().filter(|one| one.agreed == Some(true)).filter_map(|one| one.account.as_ref());
    let mut messages = Vec::new();
    for account in agreed.chain([&application.applicant]) {
        messages
            .extend(organisation_letter::to(account, News::Registered(&application.declared.name), provider).await?);
    }
    let superseded = News::Superseded(&application.declared.name);
    let superseded = organisation_letter::to(&application.applicant, superseded, provider).await?;
    let superseded = superseded.ok_or_else(|| Fault::internal("an application hangs from no account"))?;
    let organisation = OrganisationId::new(entropy::bytes()?);
    let told = (messages.as_slice(), &superseded);
    match provider.store.approve_application(&application, &organisation, &officer.account, told, now).await? {
        Approval::Stale => Err(Refusal::Stale),
        approval => Ok(approval),
    }
}

/// Refuses what another officer handed on; the applicant is told why.
pub async fn refuse(
    id: &ApplicationId,
    version: i64,
    reason: &str,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    let (application, asked) = looked_at(id, version, provider).await?;
    may_decide(&application, &accounts(&asked), officer)?;
    let reason = Words::parse(reason).map_err(Refusal::Reason)?;
    let news = News::Refused(&application.declared.name, reason.as_str());
    let message = organisation_letter::to(&application.applicant, news, provider).await?;
    let message = message.ok_or_else(|| Fault::internal("an application hangs from no account"))?;
    let done = provider.store.refuse_application(&application, &reason, &officer.account, &message, now).await?;
    if done { Ok(()) } else { Err(Refusal::Stale) }
}

async fn found(id: &ApplicationId, provider: &Provider) -> Result<(Application, Vec<Asked>), Refusal> {
    let application = provider.store.application(id).await?.ok_or(Refusal::NotFound)?;
    let asked = provider.store.whose_consent(id).await?;
    Ok((application, asked))
}

pub(super) async fn looked_at(
    id: &ApplicationId,
    version: i64,
    provider: &Provider,
) -> Result<(Application, Vec<Asked>), Refusal> {
    let (application, asked) = found(id, provider).await?;
    if application.version == version { Ok((application, asked)) } else { Err(Refusal::Stale) }
}

pub(super) fn accounts(asked: &[Asked]) -> Vec<AccountId> {
    asked.iter().filter_map(|one| one.account.clone()).collect()
}

async fn record(application: &Application, provider: &Provider) -> Result<Option<OrganisationRecord>, Fault> {
    match OrganisationNumber::parse(&application.declared.number) {
        Some(number) => provider.organisations.by_number(&number).await,
        None => Ok(None),
    }
}

/// Whether the register still knows the organisation as declared, in being, represented by everybody who agreed and, for
/// who applied as one, by the applicant; or still does not know it.
async fn still_matches(
    application: &Application,
    record: Option<&OrganisationRecord>,
    provider: &Provider,
) -> Result<bool, Fault> {
    let declared = &application.declared;
    let (Some(record), true) = (record, application.in_register) else {
        return Ok(record.is_none() && !application.in_register);
    };
    let tax_code = declared.tax_code.as_deref().and_then(TaxCode::parse);
    let matches = apply_for_organisation::matches(declared, tax_code.as_ref(), &record.number, record)
        && record.number.as_str() == declared.number
        && record.state == OrganisationState::Active;
    let agreed = provider.store.whose_consent(&application.id).await?;
    let applicant = provider.store.person_of_account(&application.applicant).await?;
    let legal = organisation::legal_of(record, provider).await?;
    let is_legal = |person| legal.iter().any(|one| one.contains(person));
    // A legal representative who came after the question was put has not been asked.
    let covers = legal.iter().all(|one| {
        one.contains(&applicant) || agreed.iter().any(|asked| asked.agreed == Some(true) && one.contains(&asked.person))
    });
    let applicant_is = application.capacity != Capacity::Legal || is_legal(&applicant);
    Ok(matches && covers && applicant_is)
}

/// Why officers look, in a registered word.
const PURPOSE: &str = "organisation";
/// Applications on one page.
const QUEUE: i64 = 200;
