//! An organisation's account as its representatives see it, and what the register's present word does to it.
//!
//! ```text
//! review → registry.by_number, each representative's numbers ⊙ representation::demands ▣ end | lock | lift
//! ```
//!
//! Reviewed at each use and behind each change in the register's feed; whoever is no longer a legal representative loses
//! it in that very moment.

use std::collections::BTreeSet;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::flow::history::Line;
use crate::flow::organisation_letter::{self, News};
use crate::flow::{history, person};
use crate::identity::event::Actor;
use crate::identity::organisation::{OrganisationNumber, OrganisationRecord, OrganisationState};
use crate::identity::organisation_account::{Ground, OrganisationAccount};
use crate::identity::representation::{self, Demand, Representation, Word};
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::secret::{AccountId, Digest, OrganisationId};
use crate::store::representation::Offer;

/// An organisation with everybody who represents it, as it stands after a review.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The account.
    pub account: OrganisationAccount,
    /// What the register has; none where none knows it, or while it is out of reach.
    pub record: Option<OrganisationRecord>,
    /// Who represents it.
    pub people: Vec<Representation>,
}

/// A page about an organisation, for one of its representatives.
#[derive(Clone, Debug)]
pub struct View {
    /// The organisation.
    pub standing: Standing,
    /// The reader's own representation.
    pub own: Representation,
    /// The representatives' names, in their order; none while the register is out of reach.
    pub names: Vec<Option<String>>,
    /// The roles that wait for an answer; for who administers.
    pub offers: Vec<Offer>,
    /// What happened to the account; for who administers.
    pub history: Vec<Line>,
}

/// Whom a session acts for, when its person has an account of level 2: nobody else represents an organisation
/// (Decree 69/2024 Art. 12).
pub fn is_able(session: &SessionFacts) -> bool {
    session.account_level == Some(2)
}

/// The organisations that a person represents, the reader's own representation with each.
pub async fn of_person(
    session: &SessionFacts,
    provider: &Provider,
    now: Timestamp,
) -> Result<Vec<(OrganisationAccount, Representation)>, Fault> {
    let mut found = Vec::new();
    for own in provider.store.represented_by(&session.account).await? {
        if let Some(standing) = review(&own.organisation, provider, now).await?
            && let Some(own) = standing.people.into_iter().find(|one| one.id == own.id)
        {
            found.push((standing.account, own));
        }
    }
    Ok(found)
}

/// The page of an organisation; none for who does not represent it, whether or not there is one.
pub async fn view(
    id: &OrganisationId,
    session: &SessionFacts,
    provider: &Provider,
    now: Timestamp,
) -> Result<Option<View>, Fault> {
    let represents = |people: &[Representation]| people.iter().find(|one| one.account == session.account).cloned();
    if !is_able(session) || represents(&provider.store.representations(id).await?).is_none() {
        return Ok(None);
    }
    let Some(standing) = review(id, provider, now).await? else { return Ok(None) };
    let Some(own) = represents(&standing.people) else { return Ok(None) };
    let mut names = Vec::new();
    for one in &standing.people {
        names.push(name_of(&one.account, provider).await?);
    }
    let (mut offers, mut past) = (Vec::new(), Vec::new());
    if own.role.may_administer() {
        offers = provider.store.offers_of(id, now).await?;
        past = history::of_organisation(id, session, provider).await?;
    }
    Ok(Some(View { standing, own, names, offers, history: past }))
}

/// Whether the session's person administers it, after a review.
pub(super) async fn administers(
    id: &OrganisationId,
    session: &SessionFacts,
    provider: &Provider,
    now: Timestamp,
) -> Result<bool, Fault> {
    let own = |people: &[Representation]| {
        people.iter().any(|one| one.account == session.account && one.role.may_administer())
    };
    if !is_able(session) || !own(&provider.store.representations(id).await?) {
        return Ok(false);
    }
    Ok(review(id, provider, now).await?.is_some_and(|standing| own(&standing.people)))
}

/// Brings an organisation's account to what its register and its representatives' own accounts say now. While the
/// register is out of reach only the latter; whoever may act then is who could a moment ago.
pub async fn review(id: &OrganisationId, provider: &Provider, now: Timestamp) -> Result<Option<Standing>, Fault> {
    let Some(account) = provider.store.organisation(id).await? else { return Ok(None) };
    let record = match provider.organisations.by_number(&account.number).await {
        Ok(record) => Some(record.filter(|record| record.number == account.number)),
        Err(fault) if fault.is_passing() => {
            tracing::warn!(%fault, "an organisation is taken as it stood");
            None
        }
        Err(fault) => return Err(fault),
    };
    let people = provider.store.representations(id).await?;
    let word = match (&record, account.in_register) {
        (Some(record), true) => Some(word_of(record.as_ref(), provider).await?),
        _ => None,
    };
    let demands = representation::demands(&account.grounds, &people, word.as_ref());
    let is_renamed = record.as_ref().and_then(Option::as_ref).is_some_and(|record| {
        account.in_register && (record.name.as_str() != account.name || record.tax_code != account.tax_code)
    });
    let record = record.flatten().filter(|_| account.in_register);
    if let Some(record) = record.as_ref().filter(|_| is_renamed) {
        let tax_code = record.tax_code.map(|code| code.to_string());
        provider.store.rename_organisation(id, record.name.as_str(), tax_code.as_deref()).await?;
    }
    if demands.is_empty() && !is_renamed {
        return Ok(Some(Standing { account, record, people }));
    }
    for demand in &demands {
        meet(demand, &account, &people, provider, now).await?;
    }
    let Some(account) = provider.store.organisation(id).await? else { return Ok(None) };
    let people = provider.store.representations(id).await?;
    Ok(Some(Standing { account, record, people }))
}

async fn meet(
    demand: &Demand,
    account: &OrganisationAccount,
    people: &[Representation],
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Fault> {
    let (store, by) = (&provider.store, &Actor::System);
    match demand {
        Demand::End(id, ending) => {
            let Some(one) = people.iter().find(|one| one.id == *id) else { return Ok(()) };
            let news = News::Ended(&account.name);
            let messages = organisation_letter::to_administrators(people, Some(&one.account), news, provider).await?;
            store.end_representation(one, *ending, by, &messages, now).await?;
        }
        Demand::Lock(ground) => {
            lock(account, *ground, by, Some("register"), provider, now).await?;
        }
        Demand::Lift(ground) => {
            unlock(account, *ground, by, provider, now).await?;
        }
    }
    Ok(())
}

/// Adds a ground for a lock; false when it stood already.
pub async fn lock(
    account: &OrganisationAccount,
    ground: Ground,
    by: &Actor,
    reason: Option<&str>,
    provider: &Provider,
    now: Timestamp,
) -> Result<bool, Fault> {
    let people = provider.store.representations(&account.id).await?;
    let news = News::Locked(&account.name);
    let messages = organisation_letter::to_administrators(&people, None, news, provider).await?;
    provider.store.lock_organisation(&account.id, ground, by, reason, &messages, now).await
}

/// Lifts a ground; the account unlocks itself with the last one. False when it did not stand.
pub async fn unlock(
    account: &OrganisationAccount,
    ground: Ground,
    by: &Actor,
    provider: &Provider,
    now: Timestamp,
) -> Result<bool, Fault> {
    let people = provider.store.representations(&account.id).await?;
    let news = News::Unlocked(&account.name);
    let messages = organisation_letter::to_administrators(&people, None, news, provider).await?;
    provider.store.lift_organisation_lock(&account.id, ground, by, &messages, now).await
}

/// What the register says, as the rule takes it.
async fn word_of(record: Option<&OrganisationRecord>, provider: &Provider) -> Result<Word, Fault> {
    let Some(record) = record else { return Ok(Word { ground: Some(Ground::Ended), legal: BTreeSet::new() }) };
    let ground = match record.state {
        OrganisationState::Active => None,
        OrganisationState::Suspended => Some(Ground::Suspended),
        OrganisationState::Bankrupt => Some(Ground::Bankrupt),
        OrganisationState::Dissolved => Some(Ground::Dissolved),
    };
    let legal = legal_of(record, provider).await?.into_iter().flatten().collect();
    Ok(Word { ground, legal })
}

/// The legal representatives, each by the blind indexes of every number that the person has or had: the register of
/// organisations may still write a number that was cancelled since.
pub(super) async fn legal_of(record: &OrganisationRecord, provider: &Provider) -> Result<Vec<Vec<Digest>>, Fault> {
    let mut legal = Vec::new();
    for one in &record.representatives {
        let known = person::known_by(one.number.as_str(), provider).await?;
        legal.push(known.digests().to_vec());
    }
    Ok(legal)
}

/// The one index of a person under which the account stands; where there is none, the one under which it will.
pub(super) async fn index_of(person: &[Digest], provider: &Provider) -> Result<(Digest, Option<AccountId>), Fault> {
    for digest in person {
        if let Some(account) = provider.store.account_of_person(digest).await? {
            return Ok((digest.clone(), Some(account.id)));
        }
    }
    let first = person.first().cloned();
    Ok((first.ok_or_else(|| Fault::internal("a person without a number"))?, None))
}

/// The account of the organisation with that number, for the command line.
pub async fn find(number: &OrganisationNumber, provider: &Provider, now: Timestamp) -> Result<Option<Standing>, Fault> {
    match provider.store.organisation_of_number(number).await? {
        Some(account) => review(&account.id, provider, now).await,
        None => Ok(None),
    }
}

/// A person's name as the register has it.
pub(super) async fn name_of(account: &AccountId, provider: &Provider) -> Result<Option<String>, Fault> {
    let Some(account) = provider.store.account(account).await? else { return Ok(None) };
    match provider.registry.look_up(&account.number).await {
        Ok(record) => Ok(record.map(|record| record.name.as_str().to_owned())),
        Err(fault) if fault.is_passing() => Ok(None),
        Err(fault) => Err(fault),
    }
}
