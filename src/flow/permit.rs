//! What groups of officers may do, changed by an application administrator (K01-K04): saved, journalled, effective at once.

use std::collections::BTreeSet;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::event::Actor;
use crate::identity::officer::{self, Action, Bar, Group, Label, Module, Officer};
use crate::provider::Provider;
use crate::secret::GroupId;
use crate::store::officer::PermissionChange;

/// Why a group was not changed.
#[derive(Debug)]
pub enum Refusal {
    /// The officer may not.
    Barred(Bar),
    /// There is no such group.
    NoSuchGroup,
    /// The name is none.
    NotAName,
    /// A group has that name.
    NameTaken,
    /// Somebody else changed the group first.
    Stale,
    /// A fault of ours.
    Fault(Fault),
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// Every group, for an administrator.
pub async fn groups(officer: &Officer, provider: &Provider) -> Result<Vec<Group>, Refusal> {
    if !officer.may(Module::Permission, Action::View) {
        return Err(Refusal::Barred(Bar::NotPermitted));
    }
    Ok(provider.store.groups().await?)
}

/// Makes a group that may do nothing yet.
pub async fn add(name: &str, officer: &Officer, provider: &Provider, now: Timestamp) -> Result<GroupId, Refusal> {
    if !officer.may(Module::Permission, Action::Add) {
        return Err(Refusal::Barred(Bar::NotPermitted));
    }
    let name = Label::parse(name).ok_or(Refusal::NotAName)?;
    let actor = Actor::Officer(officer.account.clone());
    provider.store.add_group(&name, actor, now).await?.ok_or(Refusal::NameTaken)
}

/// Sets what a group may do in one module, as it was looked at in that version.
pub async fn set(
    group: &GroupId,
    version: i64,
    module: Module,
    wanted: &BTreeSet<Action>,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    officer::may_change(group, officer).map_err(Refusal::Barred)?;
    let groups = provider.store.groups().await?;
    let present = groups.iter().find(|known| &known.id == group).ok_or(Refusal::NoSuchGroup)?;
    if present.version != version {
        return Err(Refusal::Stale);
    }
    let has = |action: &Action| present.permissions.contains(&(module, *action));
    let change = PermissionChange {
        group: group.clone(),
        version,
        granted: wanted.iter().filter(|action| !has(action)).map(|action| (module, *action)).collect(),
        revoked: Action::ALL
            .iter()
            .filter(|action| has(action) && !wanted.contains(action))
            .map(|action| (module, *action))
            .collect(),
    };
    if change.granted.is_empty() && change.revoked.is_empty() {
        return Ok(());
    }
    let actor = Actor::Officer(officer.account.clone());
    if provider.store.change_permissions(&change, actor, now).await? { Ok(()) } else { Err(Refusal::Stale) }
}
