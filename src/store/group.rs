//! Groups of officers and what they may do. Each change is conditional on the version that was looked at, and leaves a line
//! with what was before and after, in the commit that makes it.

use sqlx::any::AnyRow;

use crate::clock::Timestamp;
use crate::entropy;
use crate::fault::Fault;
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::grant::{self, Changed};
use crate::identity::officer::{Action, Group, Label, Module, Permissions};
use crate::secret::{AccountId, GrantId, GroupId, encode};
use crate::store::{Store, Tx, audit, engine, row};

/// A change of what a group may do.
#[derive(Clone, Debug)]
pub struct PermissionChange {
    /// The group.
    pub group: GroupId,
    /// The version that was looked at.
    pub version: i64,
    /// What it may do from now on.
    pub granted: Vec<(Module, Action)>,
    /// What it may do no longer.
    pub revoked: Vec<(Module, Action)>,
}

/// What was changed, as its line says.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum What {
    Added,
    Moved,
    Permissions,
    Removed,
    Renamed,
}

/// A line about a change.
#[derive(Clone, Debug)]
pub(super) struct Line<'a> {
    pub(super) what: What,
    pub(super) group: &'a GroupId,
    pub(super) before: String,
    pub(super) after: String,
    /// The officer who was moved.
    pub(super) account: Option<&'a AccountId>,
    /// The request that a second administrator approved.
    pub(super) request: Option<&'a GrantId>,
}

impl Store {
    /// Every group with what it may do.
    pub async fn groups(&self) -> Result<Vec<Group>, Fault> {
        let rows = sqlx::query(
            "SELECT g.id, g.id AS group_id, g.name AS group_name, g.version AS group_version, p.module, p.action \
             FROM permission_group g LEFT JOIN permission p ON p.group_id = g.id WHERE g.removed_at IS NULL \
             ORDER BY g.created_at, g.id",
        )
        .fetch_all(self.pool())
        .await?;
        let mut groups: Vec<Group> = Vec::new();
        for row in &rows {
            let id = row::text(row, "id")?;
            if groups.last().is_none_or(|last| last.id.as_str() != id) {
                groups.push(group(row)?);
            }
            if let Some(last) = groups.last_mut() {
                last.permissions.extend(permission(row)?);
            }
        }
        Ok(groups)
    }

    /// Makes a group that may do nothing yet; none when the name is taken.
    pub async fn add_group(&self, name: &Label, actor: Actor, now: Timestamp) -> Result<Option<GroupId>, Fault> {
        let id = GroupId::new(entropy::bytes()?);
        let mut tx = self.begin().await?;
        let added = sqlx::query("INSERT INTO permission_group (id, created_at, name, version) VALUES ($1, $2, $3, 1)")
            .bind(id.as_str())
            .bind(now.unix())
            .bind(name.as_str())
            .execute(&mut *tx)
            .await;
        match added {
            Err(error) if engine::is_unique(&error) => return Ok(None),
            other => other?,
        };
        let line = Line {
            what: What::Added,
            group: &id,
            before: String::new(),
            after: name.to_string(),
            account: None,
            request: None,
        };
        tell(&mut tx, &line, &actor, now).await?;
        tx.commit().await?;
        Ok(Some(id))
    }

    /// Gives a group another name; none when somebody else changed it first or the officer may not, false when another
    /// group has the name.
    pub async fn rename_group(
        &self,
        group: &Group,
        name: &Label,
        actor: &Actor,
        now: Timestamp,
    ) -> Result<Option<bool>, Fault> {
        let mut tx = self.begin().await?;
        if !take(&mut tx, &group.id, group.version, "update", actor).await? {
            return Ok(None);
        }
        let renamed = sqlx::query("UPDATE permission_group SET name = $2 WHERE id = $1")
            .bind(group.id.as_str())
            .bind(name.as_str())
            .execute(&mut *tx)
            .await;
        match renamed {
            Err(error) if engine::is_unique(&error) => return Ok(Some(false)),
            other => other?,
        };
        let (before, after) = (group.name.to_string(), name.to_string());
        let line = Line { what: What::Renamed, group: &group.id, before, after, account: None, request: None };
        tell(&mut tx, &line, actor, now).await?;
        tx.commit().await?;
        Ok(Some(true))
    }

    /// Removes a group to which no officer on duty belongs; none when somebody else changed it first or the officer may
    /// not, false when officers belong to it.
    pub async fn remove_group(&self, group: &Group, actor: &Actor, now: Timestamp) -> Result<Option<bool>, Fault> {
        let mut tx = self.begin().await?;
        if !take(&mut tx, &group.id, group.version, "delete", actor).await? {
            return Ok(None);
        }
        let removed = sqlx::query(
            "UPDATE permission_group SET removed_at = $2 WHERE id = $1 AND NOT EXISTS \
             (SELECT 1 FROM officer o WHERE o.group_id = $1 AND o.ended_at IS NULL)",
        )
        .bind(group.id.as_str())
        .bind(now.unix())
        .execute(&mut *tx)
        .await?;
        if removed.rows_affected() == 0 {
            return Ok(Some(false));
        }
        let before = grant::words(&permissions(&mut tx, &group.id).await?);
        sqlx::query("DELETE FROM permission WHERE group_id = $1").bind(group.id.as_str()).execute(&mut *tx).await?;
        let line =
            Line { what: What::Removed, group: &group.id, before, after: String::new(), account: None, request: None };
        tell(&mut tx, &line, actor, now).await?;
        tx.commit().await?;
        Ok(Some(true))
    }

    /// Changes what a group may do, whole or not at all; false when somebody else changed it first, or when the officer who
    /// changes it may do so no longer. An officer only takes away here: what is granted goes by [`Store::ask_for_grant`].
    pub async fn change_permissions(
        &self,
        change: &PermissionChange,
        actor: Actor,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        if matches!(actor, Actor::Officer(_)) && !change.granted.is_empty() {
            return Err(Fault::internal("an officer alone grants nothing"));
        }
        let mut tx = self.begin().await?;
        let changed = take_and_change(&mut tx, change, None, &actor, now).await?;
        if changed {
            tx.commit().await?;
        }
        Ok(changed)
    }

    /// The latest changes of groups and of who belongs to them, newest first.
    pub async fn permission_changes(&self, limit: i64) -> Result<Vec<Changed>, Fault> {
        let rows = sqlx::query(
            "SELECT c.id, c.changed_at, c.what, g.name, c.by_kind, c.by_id, c.account_id, c.before, c.after, \
             r.requested_by FROM permission_change c JOIN permission_group g ON g.id = c.group_id \
             LEFT JOIN permission_request r ON r.id = c.request_id ORDER BY c.changed_at DESC, c.version DESC, c.id LIMIT $1",
        )
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(changed).collect()
    }
}

/// Changes a group in the caller's transaction; false when it is not as it was looked at, or when an officer may not.
pub(super) async fn take_and_change(
    tx: &mut Tx,
    change: &PermissionChange,
    request: Option<&GrantId>,
    actor: &Actor,
    now: Timestamp,
) -> Result<bool, Fault> {
    let action = if request.is_some() { "approve" } else { "update" };
    if !take(tx, &change.group, change.version, action, actor).await? {
        return Ok(false);
    }
    let group = change.group.as_str();
    let before = grant::words(&permissions(tx, &change.group).await?);
    for (module, action) in &change.granted {
        sqlx::query(
            "INSERT INTO permission (group_id, module, action, granted_at) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (group_id, module, action) DO NOTHING",
        )
        .bind(group)
        .bind(module.as_str())
        .bind(action.as_str())
        .bind(now.unix())
        .execute(&mut **tx)
        .await?;
    }
    for (module, action) in &change.revoked {
        sqlx::query("DELETE FROM permission WHERE group_id = $1 AND module = $2 AND action = $3")
            .bind(group)
            .bind(module.as_str())
            .bind(action.as_str())
            .execute(&mut **tx)
            .await?;
    }
    let after = grant::words(&permissions(tx, &change.group).await?);
    let line = Line { what: What::Permissions, group: &change.group, before, after, account: None, request };
    tell(tx, &line, actor, now).await?;
    Ok(true)
}

/// Takes a group as it was looked at, for an operator or for an officer of another group who may do that; false otherwise.
async fn take(tx: &mut Tx, group: &GroupId, version: i64, action: &str, actor: &Actor) -> Result<bool, Fault> {
    let taken = sqlx::query(
        "UPDATE permission_group SET version = version + 1 WHERE id = $1 AND version = $2 AND removed_at IS NULL \
         AND ($3 = 'operator' OR EXISTS (SELECT 1 FROM officer o JOIN permission p ON p.group_id = o.group_id \
         WHERE o.account_id = $4 AND o.ended_at IS NULL AND o.group_id <> $1 AND p.module = 'permission' \
         AND p.action IN ('all', $5)))",
    )
    .bind(group.as_str())
    .bind(version)
    .bind(actor.kind())
    .bind(actor.id())
    .bind(action)
    .execute(&mut **tx)
    .await?;
    Ok(taken.rows_affected() == 1)
}

/// Writes the line and the event of a change.
pub(super) async fn tell(tx: &mut Tx, line: &Line<'_>, actor: &Actor, now: Timestamp) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO permission_change (id, changed_at, what, group_id, by_kind, by_id, account_id, request_id, before, \
         after, version) SELECT $1, $2, $3, g.id, $5, $6, $7, $8, $9, $10, g.version FROM permission_group g \
         WHERE g.id = $4",
    )
    .bind(format!("chg_{}", encode(&entropy::bytes::<16>()?)))
    .bind(now.unix())
    .bind(line.what.as_str())
    .bind(line.group.as_str())
    .bind(actor.kind())
    .bind(actor.id())
    .bind(line.account.map(AccountId::as_str))
    .bind(line.request.map(GrantId::as_str))
    .bind(&line.before)
    .bind(&line.after)
    .execute(&mut **tx)
    .await?;
    let kind = if line.what == What::Moved { Kind::OfficerChanged } else { Kind::PermissionChanged };
    let mut event = Event::new(kind, actor.clone(), now)
        .with("group", line.group.as_str())
        .with("change", line.what.as_str())
        .with("before", line.before.as_str())
        .with("after", line.after.as_str());
    if let Some(account) = line.account {
        event = event.about(account);
    }
    if let Some(request) = line.request {
        event = event.with("request", request.as_str());
    }
    audit::append(tx, &event).await?;
    Ok(())
}

/// What a group may do, as the transaction sees it.
async fn permissions(tx: &mut Tx, group: &GroupId) -> Result<Permissions, Fault> {
    let rows = sqlx::query("SELECT group_id AS id, module, action FROM permission WHERE group_id = $1")
        .bind(group.as_str())
        .fetch_all(&mut **tx)
        .await?;
    let mut found = Permissions::new();
    for row in &rows {
        found.extend(permission(row)?);
    }
    Ok(found)
}

/// A group without what it may do, from a row that names its columns `group_…`.
pub(super) fn group(row: &AnyRow) -> Result<Group, Fault> {
    Ok(Group {
        id: GroupId::from_text(row::text(row, "group_id")?),
        name: row::parsed(row, "permission_group", "group_name", Label::parse)?,
        permissions: Permissions::new(),
        version: row::number(row, "group_version")?,
    })
}

/// One permission, or none where the join found none.
pub(super) fn permission(row: &AnyRow) -> Result<Option<(Module, Action)>, Fault> {
    let (Some(module), Some(action)) = (row::maybe_text(row, "module")?, row::maybe_text(row, "action")?) else {
        return Ok(None);
    };
    match (Module::parse(&module), Action::parse(&action)) {
        (Some(module), Some(action)) => Ok(Some((module, action))),
        _ => Err(row::corrupt(row, "permission", "action")),
    }
}

fn changed(row: &AnyRow) -> Result<Changed, Fault> {
    let id = row::maybe_text(row, "by_id")?.map(AccountId::from_text);
    let by = match (row::text(row, "by_kind")?.as_str(), id) {
        ("officer", Some(id)) => Actor::Officer(id),
        ("operator", _) => Actor::Operator,
        _ => Actor::System,
    };
    Ok(Changed {
        at: row::instant(row, "changed_at")?,
        what: row::text(row, "what")?,
        group: row::text(row, "name")?,
        asked_by: row::maybe_text(row, "requested_by")?.map(AccountId::from_text),
        by,
        account: row::maybe_text(row, "account_id")?.map(AccountId::from_text),
        before: row::text(row, "before")?,
        after: row::text(row, "after")?,
    })
}

impl What {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Moved => "moved",
            Self::Permissions => "permissions",
            Self::Removed => "removed",
            Self::Renamed => "renamed",
        }
    }
}
