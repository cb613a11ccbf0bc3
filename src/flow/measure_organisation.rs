//! Officers lock and unlock an organisation's account: one proposes, another decides, and what is approved is done in the
//! commit that approves it.
//!
//! ```text
//! view    → the account, after a look into the register ⊙ may_view ▣ the look is journalled
//! propose ⊙ may_propose ▣      approve ⊙ may_decide, fits ▣ measure, ground, what ends by it, notices, journal
//! ```

use crate::clock::Timestamp;
use crate::entropy;
use crate::fault::Fault;
use crate::flow::organisation::{self, Standing};
use crate::flow::organisation_letter::{self, News};
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::officer::{Action, Module, Officer};
use crate::identity::organisation::OrganisationNumber;
use crate::identity::organisation_account::Ground;
use crate::identity::organisation_measure::{
    Bar, Deed, GROUNDS, OrganisationMeasure, State, document, fits, may_decide, may_propose, may_view,
};
use crate::identity::proofing::{Words, WordsRefusal};
use crate::limits;
use crate::provider::Provider;
use crate::secret::{AccountId, OrganisationId, OrganisationMeasureId};
use crate::store::throttle::Throttle;

/// Why something was not done.
#[derive(Debug)]
pub enum Refusal {
    /// The officer may not, or the account is not so that it could be done.
    Barred(Bar),
    /// There is no such account or measure.
    NotFound,
    /// The number of the paper is missing, too long or cannot be printed.
    Document,
    /// What was written is no reason.
    Reason(WordsRefusal),
    /// The officer has proposed as many as a day allows.
    TooMany(Timestamp),
    /// The same one waits already, or somebody else was faster.
    Stale,
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

/// An account with its measures, as an officer sees it.
#[derive(Clone, Debug)]
pub struct View {
    /// The account as it stands.
    pub standing: Standing,
    /// What was proposed, the latest first, and why this officer may not decide it; none when that is open.
    pub measures: Vec<(OrganisationMeasure, Option<Bar>)>,
    /// What this officer may propose now.
    pub open: Vec<(Deed, Ground)>,
}

/// The organisations with proposals that wait: id, name and number.
pub async fn queue(officer: &Officer, provider: &Provider) -> Result<Vec<(OrganisationId, String, String)>, Refusal> {
    if !officer.may(Module::Lock, Action::Menu) {
        return Err(Bar::NotPermitted.into());
    }
    Ok(provider.store.organisations_with_proposals(QUEUE).await?)
}

/// The account of the organisation with that number; public registers show who is an organisation, and an officer who
/// types a number wrong hears that there is no account.
pub async fn find(number: &str, officer: &Officer, provider: &Provider) -> Result<OrganisationId, Refusal> {
    if !officer.may(Module::Lock, Action::View) {
        return Err(Bar::NotPermitted.into());
    }
    let number = OrganisationNumber::parse(number.trim()).ok_or(Refusal::NotFound)?;
    let account = provider.store.organisation_of_number(&number).await?;
    account.map(|account| account.id).ok_or(Refusal::NotFound)
}

/// The account; that somebody looked is in its journal before it is shown.
pub async fn view(
    id: &OrganisationId,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<View, Refusal> {
    let (standing, acting) = found(id, provider, now).await?;
    may_view(&acting, officer)?;
    let event = Event::new(Kind::OrganisationViewed, Actor::Officer(officer.account.clone()), now)
        .about_organisation(id)
        .because(PURPOSE)
        .fields(["name", "organisation"]);
    provider.store.record(&event).await?;
    let measures = provider.store.measures_on_organisation(id, SHOWN).await?;
    let waits = |deed, ground| {
        measures.iter().any(|one| one.state == State::Proposed && (one.deed, one.ground) == (deed, ground))
    };
    let open = Deed::ALL
        .iter()
        .flat_map(|deed| GROUNDS.map(|ground| (*deed, ground)))
        .filter(|(deed, ground)| !waits(*deed, *ground))
        .filter(|deed| may_propose(*deed, &standing.account, &acting, officer, now).is_ok())
        .collect();
    let measures = measures
        .into_iter()
        .map(|one| {
            let bar = may_decide(&one, &acting, officer).err();
            (one, bar)
        })
        .collect();
    Ok(View { standing, measures, open })
}

/// Proposes a measure.
pub async fn propose(
    id: &OrganisationId,
    deed: Deed,
    ground: Ground,
    paper: &str,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    let (standing, acting) = found(id, provider, now).await?;
    may_propose((deed, ground), &standing.account, &acting, officer, now)?;
    let document = document(paper).ok_or(Refusal::Document)?;
    let limit = limits::MEASURES_DAY;
    if let Throttle::Closed(until) =
        provider.store.throttle(MEASURES, officer.account.as_str(), limit, limits::DAY, now).await?
    {
        return Err(Refusal::TooMany(until));
    }
    let one = OrganisationMeasure {
        id: OrganisationMeasureId::new(entropy::bytes()?),
        organisation: id.clone(),
        deed,
        ground,
        document,
        proposed_at: now,
        proposed_by: officer.account.clone(),
        state: State::Proposed,
        decided_at: None,
        reason: None,
    };
    if provider.store.propose_organisation_measure(&one).await? { Ok(()) } else { Err(Refusal::Stale) }
}

/// Approves what another officer proposed, and does it.
pub async fn approve(
    id: &OrganisationId,
    measure: &OrganisationMeasureId,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    let (one, standing) = decidable(id, measure, officer, provider, now).await?;
    if !fits(one.deed, one.ground, &standing.account, now) {
        return Err(Bar::DoesNotFit.into());
    }
    let name = &standing.account.name;
    let news = if one.deed == Deed::Lock { News::Locked(name) } else { News::Unlocked(name) };
    let messages = organisation_letter::to_administrators(&standing.people, None, news, provider).await?;
    let done = provider.store.approve_organisation_measure(&one, &officer.account, &messages, now).await?;
    if done { Ok(()) } else { Err(Refusal::Stale) }
}

/// Refuses what another officer proposed.
pub async fn refuse(
    id: &OrganisationId,
    measure: &OrganisationMeasureId,
    reason: &str,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    let (one, _) = decidable(id, measure, officer, provider, now).await?;
    let reason = Words::parse(reason).map_err(Refusal::Reason)?;
    let done = provider.store.refuse_organisation_measure(&one, &officer.account, &reason, now).await?;
    if done { Ok(()) } else { Err(Refusal::Stale) }
}

async fn decidable(
    id: &OrganisationId,
    measure: &OrganisationMeasureId,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(OrganisationMeasure, Standing), Refusal> {
    let (standing, acting) = found(id, provider, now).await?;
    may_view(&acting, officer)?;
    let measures = provider.store.measures_on_organisation(id, SHOWN).await?;
    let one = measures.into_iter().find(|one| one.id == *measure).ok_or(Refusal::NotFound)?;
    may_decide(&one, &acting, officer)?;
    Ok((one, standing))
}

/// The account after a look into the register, and who acts for it.
async fn found(
    id: &OrganisationId,
    provider: &Provider,
    now: Timestamp,
) -> Result<(Standing, Vec<AccountId>), Refusal> {
    let standing = organisation::review(id, provider, now).await?.ok_or(Refusal::NotFound)?;
    let acting = standing.people.iter().filter(|one| !one.is_over).map(|one| one.account.clone()).collect();
    Ok((standing, acting))
}

/// The counter of proposals, one an officer.
const MEASURES: &str = "organisation measure";
/// Why officers look, in a registered word.
const PURPOSE: &str = "lock";
/// Organisations on one page.
const QUEUE: i64 = 200;
/// Measures on one page.
const SHOWN: i64 = 100;
