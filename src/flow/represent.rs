//! Representatives of an organisation: offered a role, given another one, ended. Every step needs a fresh second factor in
//! the own account of who takes it, and everybody who administers the organisation is told.

use crate::clock::Timestamp;
use crate::entropy;
use crate::fault::Fault;
use crate::flow::apply_for_organisation::{Refusal as NotAble, may_decide};
use crate::flow::organisation::{self, Standing};
use crate::flow::organisation_letter::{self, News};
use crate::flow::person;
use crate::identity::event::Actor;
use crate::identity::organisation_account::Ground;
use crate::identity::representation::{Bar, Change, Ending, Representation, Role, may_change};
use crate::limits;
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::secret::{OfferId, OrganisationId, RepresentationId};
use crate::store::representation::Offer;
use crate::store::throttle::Throttle;

/// Why something was not done.
#[derive(Debug)]
pub enum Refusal {
    /// The person has no account of level 2.
    LevelTwoNeeded,
    /// A second factor must be shown again.
    StepUp,
    /// The person does not represent such an organisation.
    NotFound,
    /// The rule says no.
    Barred(Bar),
    /// What was typed is no personal number.
    NotANumber,
    /// Too many offers today.
    TooMany(Timestamp),
    /// Somebody else changed it first, or it is over.
    Stale,
    /// A fault of ours.
    Fault(Fault),
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<NotAble> for Refusal {
    fn from(refusal: NotAble) -> Self {
        match refusal {
            NotAble::StepUp => Self::StepUp,
            NotAble::Fault(fault) => Self::Fault(fault),
            _ => Self::LevelTwoNeeded,
        }
    }
}

/// An offer as the person to whom it was made sees it.
#[derive(Clone, Debug)]
pub struct Offered {
    /// The offer.
    pub offer: Offer,
    /// The organisation's name.
    pub organisation: String,
}

/// Offers a role to whoever has that number. The answer is the same whether or not there is such a person or account.
pub async fn offer(
    id: &OrganisationId,
    number: &str,
    role: Role,
    session: &SessionFacts,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    let standing = administered(id, session, provider, now).await?;
    let number = number.replace(' ', "");
    let number = crate::identity::number::PersonalNumber::parse(&number).ok_or(Refusal::NotANumber)?;
    let (who, limit) = (session.account.as_str(), limits::OFFERS_DAY);
    if let Throttle::Closed(until) = provider.store.throttle(OFFERS, who, limit, limits::DAY, now).await? {
        return Err(Refusal::TooMany(until));
    }
    let known = person::known_by(number.as_str(), provider).await?;
    let (person, account) = organisation::index_of(known.digests(), provider).await?;
    let messages: Vec<_> = match &account {
        Some(account) => {
            let news = News::Offered(&standing.account.name);
            organisation_letter::to(account, news, provider).await?.into_iter().collect()
        }
        None => Vec::new(),
    };
    let offer = Offer {
        id: OfferId::new(entropy::bytes()?),
        organisation: id.clone(),
        person,
        ending: number.as_str().get(9..).unwrap_or_default().to_owned(),
        role,
        offered_by: session.account.clone(),
        offered_at: now,
        expires_at: now.plus(limits::REPRESENTATIVE_ANSWER),
    };
    // One that is open already is as good as this.
    provider.store.offer_role(&offer, &messages, now).await?;
    Ok(())
}

/// The roles that are offered to the holder of a session's account.
pub async fn offered(session: &SessionFacts, provider: &Provider, now: Timestamp) -> Result<Vec<Offered>, Fault> {
    let mut offered = Vec::new();
    for offer in provider.store.offers_to(&session.account, now).await? {
        if let Some(account) = provider.store.organisation(&offer.organisation).await? {
            offered.push(Offered { offer, organisation: account.name });
        }
    }
    Ok(offered)
}

/// The person takes the role that was offered, or does not.
pub async fn answer(
    id: &OfferId,
    takes: bool,
    session: &SessionFacts,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    may_decide(session, now)?;
    let offers = provider.store.offers_to(&session.account, now).await?;
    let offer = offers.into_iter().find(|offer| offer.id == *id).ok_or(Refusal::Stale)?;
    // The register first: who is no longer a legal representative can have offered nothing.
    let standing = organisation::review(&offer.organisation, provider, now).await?.ok_or(Refusal::Stale)?;
    let is_more = |one: &Representation| one.account == session.account && one.role >= offer.role;
    if takes && standing.people.iter().any(is_more) {
        return Err(Refusal::Stale);
    }
    let messages = if takes {
        let news = News::Begun(&standing.account.name);
        organisation_letter::to_administrators(&standing.people, Some(&session.account), news, provider).await?
    } else {
        Vec::new()
    };
    let answered = provider.store.answer_offer(&offer, &session.account, takes, &messages, now).await?;
    if answered { Ok(()) } else { Err(Refusal::Stale) }
}

/// Takes an offer back.
pub async fn withdraw_offer(
    id: &OrganisationId,
    offer: &OfferId,
    session: &SessionFacts,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    administered(id, session, provider, now).await?;
    let withdrawn = provider.store.withdraw_offer(offer, id, &session.account, now).await?;
    if withdrawn { Ok(()) } else { Err(Refusal::Stale) }
}

/// Gives a representative another role, or ends it; whoever walks away does so alone.
pub async fn change(
    id: &OrganisationId,
    target: &RepresentationId,
    change: Change,
    session: &SessionFacts,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    let standing = represented(id, session, provider, now).await?;
    let target = standing.people.iter().find(|one| one.id == *target).ok_or(Refusal::Stale)?;
    may_change(&standing.people, &session.account, target, change).map_err(Refusal::Barred)?;
    let by = Actor::Person(session.account.clone());
    let (news, ending) = match change {
        Change::Role(_) => (News::Changed(&standing.account.name), None),
        Change::End if target.account == session.account => {
            (News::Ended(&standing.account.name), Some(Ending::GivenUp))
        }
        Change::End => (News::Ended(&standing.account.name), Some(Ending::TakenAway)),
    };
    let messages =
        organisation_letter::to_administrators(&standing.people, Some(&target.account), news, provider).await?;
    let store = &provider.store;
    let done = match (change, ending) {
        (Change::Role(role), _) => store.change_role(target, role, &by, &messages, now).await?,
        (Change::End, ending) => {
            let ending = ending.unwrap_or(Ending::TakenAway);
            store.end_representation(target, ending, &by, &messages, now).await?
        }
    };
    if done { Ok(()) } else { Err(Refusal::Stale) }
}

/// Locks the organisation's account at the wish of who administers it, or lifts that ground.
pub async fn lock(
    id: &OrganisationId,
    is_to_be_locked: bool,
    session: &SessionFacts,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    let standing = administered(id, session, provider, now).await?;
    let by = Actor::Person(session.account.clone());
    let done = if is_to_be_locked {
        organisation::lock(&standing.account, Ground::OwnRequest, &by, None, provider, now).await?
    } else {
        organisation::unlock(&standing.account, Ground::OwnRequest, &by, provider, now).await?
    };
    if done { Ok(()) } else { Err(Refusal::Stale) }
}

async fn represented(
    id: &OrganisationId,
    session: &SessionFacts,
    provider: &Provider,
    now: Timestamp,
) -> Result<Standing, Refusal> {
    may_decide(session, now)?;
    let standing = organisation::review(id, provider, now).await?.ok_or(Refusal::NotFound)?;
    let is_one = standing.people.iter().any(|one| one.account == session.account);
    if is_one { Ok(standing) } else { Err(Refusal::NotFound) }
}

async fn administered(
    id: &OrganisationId,
    session: &SessionFacts,
    provider: &Provider,
    now: Timestamp,
) -> Result<Standing, Refusal> {
    let standing = represented(id, session, provider, now).await?;
    let administers = |one: &Representation| one.account == session.account && one.role.may_administer();
    if standing.people.iter().any(administers) { Ok(standing) } else { Err(Refusal::Barred(Bar::NotAdministrator)) }
}

/// The counter of offers, one a person.
const OFFERS: &str = "representation offer";
