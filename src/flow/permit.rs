//! What groups of officers may do and who belongs to them, changed by application administrators (K01-K04).
//!
//! ```text
//! set    → group ⊙ may_change, difference ▣ what is taken away, at once + a request for what is granted
//! add, rename, remove ⊙ may … ▣ group
//! ask_to_move ⊙ not oneself ▣ request
//! decide → request ⊙ may_decide ▣ approved and in effect | refused
//! ```

use std::collections::BTreeMap;

use crate::clock::Timestamp;
use crate::entropy;
use crate::fault::Fault;
use crate::flow::who;
use crate::identity::event::Actor;
use crate::identity::grant::{self, Changed, Request};
use crate::identity::officer::{self, Action, Bar, Group, Label, Module, Officer, Permissions};
use crate::provider::Provider;
use crate::secret::{AccountId, GrantId, GroupId};
use crate::store::grant::Asking;
use crate::store::group::PermissionChange;
use crate::wallet::asker::AskerId;

/// Why a group was not changed.
#[derive(Debug)]
pub enum Refusal {
    /// The officer may not.
    Barred(Bar),
    /// There is no such group, officer or request.
    NoSuchGroup,
    /// The name is none.
    NotAName,
    /// A group has that name.
    NameTaken,
    /// Officers on duty belong to the group.
    HasOfficers,
    /// A request for this group or officer waits to be decided.
    Waiting,
    /// Somebody else changed it first, or it was decided, or its time is over.
    Stale,
    /// A fault of ours.
    Fault(Fault),
}

/// What came of setting what a group may do.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Setting {
    /// It is in effect.
    Done,
    /// What is taken away is in effect; what is granted waits for a second administrator.
    Asked,
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// Every group, for an administrator.
pub async fn groups(officer: &Officer, provider: &Provider) -> Result<Vec<Group>, Refusal> {
    permitted(officer, Action::View)?;
    Ok(provider.store.groups().await?)
}

/// The officers on duty of a group, for an administrator.
pub async fn officers_of(group: &GroupId, officer: &Officer, provider: &Provider) -> Result<Vec<Officer>, Refusal> {
    permitted(officer, Action::View)?;
    Ok(provider.store.officers_of(group, OFFICERS).await?)
}

/// The requests that wait and the latest changes, with the names of who is in them.
pub async fn requests(
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(Vec<Request>, Vec<Changed>, BTreeMap<AccountId, String>), Refusal> {
    permitted(officer, Action::View)?;
    let changes = provider.store.permission_changes(CHANGES).await?;
    let mut names = BTreeMap::new();
    for change in &changes {
        let by = match &change.by {
            Actor::Officer(by) => Some(by),
            _ => None,
        };
        for account in [by, change.asked_by.as_ref(), change.account.as_ref()].into_iter().flatten() {
            if !names.contains_key(account) {
                let asker = who::found(&AskerId::Officer(account.clone()), provider).await?;
                names.insert(account.clone(), asker.map(|asker| asker.name).unwrap_or_default());
            }
        }
    }
    Ok((provider.store.grant_requests(now).await?, changes, names))
}

/// Makes a group that may do nothing yet.
pub async fn add(name: &str, officer: &Officer, provider: &Provider, now: Timestamp) -> Result<GroupId, Refusal> {
    permitted(officer, Action::Add)?;
    let name = Label::parse(name).ok_or(Refusal::NotAName)?;
    let actor = Actor::Officer(officer.account.clone());
    provider.store.add_group(&name, actor, now).await?.ok_or(Refusal::NameTaken)
}

/// Gives a group another name, as it was looked at in that version.
pub async fn rename(
    group: &GroupId,
    version: i64,
    name: &str,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    officer::may_change(group, officer).map_err(Refusal::Barred)?;
    let name = Label::parse(name).ok_or(Refusal::NotAName)?;
    let present = looked_at(group, version, provider).await?;
    if present.name == name {
        return Ok(());
    }
    let actor = Actor::Officer(officer.account.clone());
    match provider.store.rename_group(&present, &name, &actor, now).await? {
        None => Err(Refusal::Stale),
        Some(false) => Err(Refusal::NameTaken),
        Some(true) => Ok(()),
    }
}

/// Removes a group without officers, as it was looked at in that version.
pub async fn remove(
    group: &GroupId,
    version: i64,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    permitted(officer, Action::Delete)?;
    if group == &officer.group.id {
        return Err(Refusal::Barred(Bar::OwnWork));
    }
    let present = looked_at(group, version, provider).await?;
    let actor = Actor::Officer(officer.account.clone());
    match provider.store.remove_group(&present, &actor, now).await? {
        None => Err(Refusal::Stale),
        Some(false) => Err(Refusal::HasOfficers),
        Some(true) => Ok(()),
    }
}

/// Sets what a group may do in these modules, as it was looked at in that version.
pub async fn set(
    group: &GroupId,
    version: i64,
    modules: &[Module],
    wanted: &Permissions,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<Setting, Refusal> {
    officer::may_change(group, officer).map_err(Refusal::Barred)?;
    let present = looked_at(group, version, provider).await?;
    let within = |(module, _): &(Module, Action)| modules.contains(module);
    let before: Permissions = present.permissions.iter().copied().filter(|one| within(one)).collect();
    let wanted: Permissions = wanted.iter().copied().filter(|one| within(one)).collect();
    let (granted, revoked) = grant::difference(&before, &wanted);
    let change = PermissionChange {
        group: group.clone(),
        version,
        granted: granted.into_iter().collect(),
        revoked: revoked.into_iter().collect(),
    };
    if change.granted.is_empty() {
        let actor = Actor::Officer(officer.account.clone());
        let done = change.revoked.is_empty() || provider.store.change_permissions(&change, actor, now).await?;
        return if done { Ok(Setting::Done) } else { Err(Refusal::Stale) };
    }
    let id = GrantId::new(entropy::bytes()?);
    asked(provider.store.ask_for_grant(&id, &change, officer, now).await?)?;
    Ok(Setting::Asked)
}

/// Asks that an officer on duty changes to a group.
pub async fn ask_to_move(
    moved: &AccountId,
    to: &GroupId,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    grant::may_ask_to_move(moved, officer).map_err(Refusal::Barred)?;
    let moved = provider.store.officer(moved).await?.filter(|moved| moved.ended_at.is_none());
    let moved = moved.ok_or(Refusal::NoSuchGroup)?;
    let groups = provider.store.groups().await?;
    let to = groups.iter().find(|group| &group.id == to && group.id != moved.group.id).ok_or(Refusal::NoSuchGroup)?;
    let id = GrantId::new(entropy::bytes()?);
    asked(provider.store.ask_to_move(&id, &moved, to, officer, now).await?)
}

/// Decides what another administrator asked for; who asked may take it back.
pub async fn decide(
    id: &GrantId,
    approves: bool,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    permitted(officer, Action::View)?;
    let waiting = provider.store.grant_requests(now).await?;
    let request = waiting.into_iter().find(|request| &request.id == id).ok_or(Refusal::Stale)?;
    let is_own = request.requested_by == officer.account;
    match (approves, grant::may_decide(&request, officer)) {
        (true, Ok(())) => asked(provider.store.approve_grant(&request, officer, now).await?),
        (true, Err(bar)) => Err(Refusal::Barred(bar)),
        (false, Err(bar)) if !is_own => Err(Refusal::Barred(bar)),
        (false, _) => match provider.store.refuse_grant(id, officer, now).await? {
            true => Ok(()),
            false => Err(Refusal::Stale),
        },
    }
}

fn permitted(officer: &Officer, action: Action) -> Result<(), Refusal> {
    if officer.may(Module::Permission, action) { Ok(()) } else { Err(Refusal::Barred(Bar::NotPermitted)) }
}

async fn looked_at(group: &GroupId, version: i64, provider: &Provider) -> Result<Group, Refusal> {
    let groups = provider.store.groups().await?;
    let present = groups.into_iter().find(|known| &known.id == group).ok_or(Refusal::NoSuchGroup)?;
    if present.version == version { Ok(present) } else { Err(Refusal::Stale) }
}

fn asked(asking: Asking) -> Result<(), Refusal> {
    match asking {
        Asking::Done => Ok(()),
        Asking::Waiting => Err(Refusal::Waiting),
        Asking::Stale => Err(Refusal::Stale),
    }
}

/// Officers of a group that a page lists.
const OFFICERS: i64 = 200;
/// Changes that a page lists.
const CHANGES: i64 = 100;
