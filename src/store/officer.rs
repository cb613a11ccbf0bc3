//! Officers and the groups that say what they may do. Read anew for every request, so that a grant that is taken away, or
//! an appointment that is over, is gone at once.

use sqlx::any::AnyRow;

use crate::clock::Timestamp;
use crate::entropy;
use crate::fault::Fault;
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::officer::{Action, Group, Label, Module, Officer, OfficerName, Permissions};
use crate::seal::Place;
use crate::secret::{AccountId, GroupId};
use crate::store::{Store, audit, engine, row};

/// An appointment.
#[derive(Clone, Debug)]
pub struct Appointment {
    /// The person's account.
    pub account: AccountId,
    /// The name as citizens see it.
    pub name: OfficerName,
    /// The unit.
    pub unit: Label,
    /// The title.
    pub title: Label,
    /// The group.
    pub group: GroupId,
}

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

impl Store {
    /// The officer whose account this is, on duty or ended.
    pub async fn officer(&self, account: &AccountId) -> Result<Option<Officer>, Fault> {
        let rows = sqlx::query(
            "SELECT o.account_id AS id, o.name_sealed, o.unit, o.title, o.appointed_at, o.ended_at, \
             g.id AS group_id, g.name AS group_name, g.version AS group_version, p.module, p.action \
             FROM officer o JOIN permission_group g ON g.id = o.group_id \
             LEFT JOIN permission p ON p.group_id = g.id WHERE o.account_id = $1",
        )
        .bind(account.as_str())
        .fetch_all(self.pool())
        .await?;
        Ok(self.officers_in(&rows)?.pop())
    }

    /// Every officer, on duty or ended, in the order of appointment.
    pub async fn officers(&self) -> Result<Vec<Officer>, Fault> {
        let rows = sqlx::query(
            "SELECT o.account_id AS id, o.name_sealed, o.unit, o.title, o.appointed_at, o.ended_at, \
             g.id AS group_id, g.name AS group_name, g.version AS group_version, p.module, p.action \
             FROM officer o JOIN permission_group g ON g.id = o.group_id \
             LEFT JOIN permission p ON p.group_id = g.id ORDER BY o.appointed_at, o.account_id",
        )
        .fetch_all(self.pool())
        .await?;
        self.officers_in(&rows)
    }

    /// Appoints a person, or appoints one again; false when the account is not open and of level 2.
    pub async fn appoint_officer(
        &self,
        appointment: &Appointment,
        actor: Actor,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let account = appointment.account.as_str();
        let mut tx = self.begin().await?;
        let inserted = sqlx::query(
            "INSERT INTO officer (account_id, appointed_at, name_sealed, unit, title, group_id) \
             SELECT a.id, $2, $3, $4, $5, $6 FROM account a WHERE a.id = $1 AND a.level = 2 AND a.state = 'active' \
             AND NOT EXISTS (SELECT 1 FROM account_lock l WHERE l.account_id = a.id AND l.lifted_at IS NULL) \
             ON CONFLICT (account_id) DO UPDATE SET appointed_at = excluded.appointed_at, \
             name_sealed = excluded.name_sealed, unit = excluded.unit, title = excluded.title, \
             group_id = excluded.group_id, ended_at = NULL",
        )
        .bind(account)
        .bind(now.unix())
        .bind(self.vault.seal(name(account), appointment.name.as_str())?)
        .bind(appointment.unit.as_str())
        .bind(appointment.title.as_str())
        .bind(appointment.group.as_str())
        .execute(&mut *tx)
        .await?;
        if inserted.rows_affected() == 0 {
            return Ok(false);
        }
        audit::append(&mut tx, &appointed(appointment, actor, now)).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Ends an officer's appointment; false when there is none that stands.
    pub async fn end_officer(&self, account: &AccountId, actor: Actor, now: Timestamp) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let ended = sqlx::query("UPDATE officer SET ended_at = $2 WHERE account_id = $1 AND ended_at IS NULL")
            .bind(account.as_str())
            .bind(now.unix())
            .execute(&mut *tx)
            .await?;
        if ended.rows_affected() == 0 {
            return Ok(false);
        }
        let event = Event::new(Kind::OfficerChanged, actor, now).about(account).with("change", "ended");
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Every group with what it may do.
    pub async fn groups(&self) -> Result<Vec<Group>, Fault> {
        let rows = sqlx::query(
            "SELECT g.id, g.id AS group_id, g.name AS group_name, g.version AS group_version, p.module, p.action \
             FROM permission_group g LEFT JOIN permission p ON p.group_id = g.id ORDER BY g.created_at, g.id",
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
        let event = Event::new(Kind::PermissionChanged, actor, now).with("group", id.as_str()).with("change", "added");
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(Some(id))
    }

    /// Changes what a group may do, whole or not at all; false when somebody else changed it first, or when the officer who
    /// changes it may do so no longer.
    pub async fn change_permissions(
        &self,
        change: &PermissionChange,
        actor: Actor,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let group = change.group.as_str();
        let mut tx = self.begin().await?;
        let changed = sqlx::query(
            "UPDATE permission_group SET version = version + 1 WHERE id = $1 AND version = $2 AND ($3 = 'operator' OR \
             EXISTS (SELECT 1 FROM officer o JOIN permission p ON p.group_id = o.group_id WHERE o.account_id = $4 \
             AND o.ended_at IS NULL AND o.group_id <> $1 AND p.module = 'permission' AND p.action IN ('all', 'update')))",
        )
        .bind(group)
        .bind(change.version)
        .bind(actor.kind())
        .bind(actor.id())
        .execute(&mut *tx)
        .await?;
        if changed.rows_affected() == 0 {
            return Ok(false);
        }
        for (module, action) in &change.granted {
            sqlx::query(
                "INSERT INTO permission (group_id, module, action, granted_at) VALUES ($1, $2, $3, $4) \
                 ON CONFLICT (group_id, module, action) DO NOTHING",
            )
            .bind(group)
            .bind(module.as_str())
            .bind(action.as_str())
            .bind(now.unix())
            .execute(&mut *tx)
            .await?;
        }
        for (module, action) in &change.revoked {
            sqlx::query("DELETE FROM permission WHERE group_id = $1 AND module = $2 AND action = $3")
                .bind(group)
                .bind(module.as_str())
                .bind(action.as_str())
                .execute(&mut *tx)
                .await?;
        }
        let event = Event::new(Kind::PermissionChanged, actor, now)
            .with("group", group)
            .with("change", "permissions")
            .with("granted", words(&change.granted))
            .with("revoked", words(&change.revoked));
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Rows of officers joined with what their groups may do; an officer's rows stand together.
    fn officers_in(&self, rows: &[AnyRow]) -> Result<Vec<Officer>, Fault> {
        let mut officers: Vec<Officer> = Vec::new();
        for row in rows {
            let id = row::text(row, "id")?;
            if officers.last().is_none_or(|last| last.account.as_str() != id) {
                officers.push(Officer {
                    name: OfficerName::new(self.vault.open(name(&id), &row::text(row, "name_sealed")?)?),
                    unit: row::parsed(row, "officer", "unit", Label::parse)?,
                    title: row::parsed(row, "officer", "title", Label::parse)?,
                    group: group(row)?,
                    appointed_at: row::instant(row, "appointed_at")?,
                    ended_at: row::maybe_instant(row, "ended_at")?,
                    account: AccountId::from_text(id),
                });
            }
            if let Some(last) = officers.last_mut() {
                last.group.permissions.extend(permission(row)?);
            }
        }
        Ok(officers)
    }
}

/// What the journal says of an appointment.
pub(super) fn appointed(appointment: &Appointment, actor: Actor, now: Timestamp) -> Event {
    Event::new(Kind::OfficerChanged, actor, now)
        .about(&appointment.account)
        .with("change", "appointed")
        .with("group", appointment.group.as_str())
}

fn group(row: &AnyRow) -> Result<Group, Fault> {
    Ok(Group {
        id: GroupId::from_text(row::text(row, "group_id")?),
        name: row::parsed(row, "permission_group", "group_name", Label::parse)?,
        permissions: Permissions::new(),
        version: row::number(row, "group_version")?,
    })
}

fn permission(row: &AnyRow) -> Result<Option<(Module, Action)>, Fault> {
    let (Some(module), Some(action)) = (row::maybe_text(row, "module")?, row::maybe_text(row, "action")?) else {
        return Ok(None);
    };
    match (Module::parse(&module), Action::parse(&action)) {
        (Some(module), Some(action)) => Ok(Some((module, action))),
        _ => Err(row::corrupt(row, "permission", "action")),
    }
}

fn words(permissions: &[(Module, Action)]) -> String {
    let words: Vec<String> =
        permissions.iter().map(|(module, action)| format!("{}.{}", module.as_str(), action.as_str())).collect();
    words.join(" ")
}

/// Where an officer's name stands.
pub(super) fn name(account: &str) -> Place<'_> {
    Place { table: "officer", column: "name", row: account }
}
