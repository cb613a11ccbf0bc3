//! For whom a person acts at a party: for oneself, or for an organisation that the person represents.
//!
//! ```text
//! asked for and registered: scope vn_organisation → the organisations that may be acted for, reviewed by the register
//! → named by the party (id_token_hint, sub) │ said in this request │ as before in this session, under prompt=none
//! ```
//!
//! What is chosen is never trusted later: the tokens hang from the representation, and each use looks at it again.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::flow::authorize::Open;
use crate::flow::organisation::{self, is_able};
use crate::flow::{Refused, mint};
use crate::identity::organisation::OrganisationRecord;
use crate::identity::organisation_account::OrganisationAccount;
use crate::identity::representation::Representation;
use crate::oauth::error::{Error, describe};
use crate::oauth::family::{ActsFor, Family};
use crate::oauth::scope::Scope;
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::secret::RequestId;

/// For whom.
#[derive(Clone, Debug)]
pub enum Acting {
    /// For oneself.
    Myself,
    /// For this organisation.
    For(Box<Choice>),
    /// The person has to say.
    Unsaid,
}

/// An organisation that the person may act for.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What lets the person act.
    pub own: Representation,
    /// The organisation.
    pub account: OrganisationAccount,
}

impl Choice {
    /// As tokens keep it.
    pub fn acts_for(&self) -> ActsFor {
        ActsFor { representation: self.own.id.clone(), organisation: self.own.organisation.clone() }
    }
}

impl Acting {
    /// The organisation's account id, or the person's: whom tokens are about.
    pub fn holder<'a>(&'a self, session: &'a SessionFacts) -> &'a str {
        match self {
            Self::For(choice) => choice.own.organisation.as_str(),
            Self::Myself | Self::Unsaid => session.account.as_str(),
        }
    }

    /// As tokens keep it.
    pub fn acts_for(&self) -> Option<ActsFor> {
        match self {
            Self::For(choice) => Some(choice.acts_for()),
            Self::Myself | Self::Unsaid => None,
        }
    }
}

/// The organisations that the person of a session may act for at services now.
pub async fn choices(session: &SessionFacts, provider: &Provider, now: Timestamp) -> Result<Vec<Choice>, Fault> {
    if !is_able(session) {
        return Ok(Vec::new());
    }
    let represented = organisation::of_person(session, provider, now).await?;
    let may = |(account, own): &(OrganisationAccount, Representation)| own.role.may_act() && !account.is_locked();
    Ok(represented.into_iter().filter(may).map(|(account, own)| Choice { own, account }).collect())
}

/// For whom the person acts in a request; `expected` are the names of which the party named one each.
pub async fn acting(
    open: &Open,
    session: &SessionFacts,
    expected: &[Vec<String>],
    provider: &Provider,
    now: Timestamp,
) -> Result<Acting, Fault> {
    if !open.request.scope.has(Scope::VnOrganisation) {
        return Ok(Acting::Myself);
    }
    let choices = choices(session, provider, now).await?;
    let chosen = |id: &str| choices.iter().find(|choice| choice.own.id.as_str() == id).cloned();
    if let Some(said) = &open.kept.acts_as {
        if said == session.account.as_str() {
            return Ok(Acting::Myself);
        }
        // What was said by somebody else, or no longer stands, was not said.
        return Ok(chosen(said).map_or(Acting::Unsaid, |choice| Acting::For(Box::new(choice))));
    }
    if !expected.is_empty() {
        let is_named = |account: &str| {
            let name = mint::subject(&open.party, account, provider);
            expected.iter().all(|names| names.contains(&name))
        };
        let named = choices.iter().find(|choice| is_named(choice.own.organisation.as_str()));
        return Ok(match named {
            Some(choice) if !is_named(session.account.as_str()) => Acting::For(Box::new(choice.clone())),
            _ => Acting::Myself,
        });
    }
    if open.request.prompt.none
        && let Some(last) = provider.store.last_acted(&session.id, &open.party.client_id).await?
    {
        return Ok(match last {
            None => Acting::Myself,
            Some(last) => chosen(last.as_str()).map_or(Acting::Unsaid, |choice| Acting::For(Box::new(choice))),
        });
    }
    Ok(if choices.is_empty() { Acting::Myself } else { Acting::Unsaid })
}

/// The person says for whom to act; false when that is nobody the person may act for, or the request was answered.
pub async fn choose(
    request: &RequestId,
    wanted: Option<&str>,
    session: &SessionFacts,
    provider: &Provider,
    now: Timestamp,
) -> Result<bool, Fault> {
    let acts_as = match wanted {
        None => session.account.as_str().to_owned(),
        Some(wanted) => {
            let choices = choices(session, provider, now).await?;
            let Some(choice) = choices.into_iter().find(|choice| choice.own.id.as_str() == wanted) else {
                return Ok(false);
            };
            choice.own.id.as_str().to_owned()
        }
    };
    provider.store.act_as(request, &acts_as).await
}

/// What the register has of an organisation that was chosen, for the page that asks for consent; none while it is out of
/// reach.
pub async fn record(choice: &Choice, provider: &Provider) -> Result<Option<OrganisationRecord>, Fault> {
    match provider.organisations.by_number(&choice.account.number).await {
        Ok(record) => Ok(record.filter(|record| choice.account.in_register && record.number == choice.account.number)),
        Err(fault) if fault.is_passing() => Ok(None),
        Err(fault) => Err(fault),
    }
}

/// What is known of the organisation that a family acts for, after a look into its register; refused when the person may
/// no longer act for it.
pub(super) async fn looked_at(
    family: &Family,
    provider: &Provider,
    now: Timestamp,
) -> Result<Option<(organisation::Standing, Representation)>, Refused> {
    let Some(acts) = &family.acts_for else { return Ok(None) };
    let over =
        || Error::invalid_token(describe!("the token is not valid")).because("nobody acts for the organisation so");
    let standing = organisation::review(&acts.organisation, provider, now).await?.ok_or_else(over)?;
    let own = standing.people.iter().find(|one| one.id == acts.representation && one.role.may_act()).cloned();
    match own {
        Some(own) if !standing.account.is_locked() => Ok(Some((standing, own))),
        _ => Err(over().into()),
    }
}
