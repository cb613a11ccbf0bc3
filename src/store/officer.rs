//! Officers. Read anew for every request, so that a grant that is taken away, or
//! an appointment that is over, is gone at once.

use sqlx::any::AnyRow;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::officer::{Label, Officer, OfficerName};
use crate::identity::unit::UnitKind;
use crate::seal::Place;
use crate::secret::{AccountId, GroupId};
use crate::store::group::{group, permission};
use crate::store::{Store, audit, contact, row};

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

/// These officers with the unit they belong to and what their group may do: a row for each permission.
macro_rules! officers {
    ($of:literal, $which:literal) => {
        concat!(
            "SELECT o.account_id AS id, o.name_sealed, o.unit, o.title, o.appointed_at, o.ended_at, \
             u.kind AS unit_kind, u.province AS unit_province, g.id AS group_id, g.name AS group_name, \
             g.version AS group_version, p.module, p.action FROM ",
            $of,
            " o JOIN permission_group g ON g.id = o.group_id LEFT JOIN permission p ON p.group_id = g.id \
             LEFT JOIN unit u ON u.name = o.unit AND u.closed_at IS NULL ",
            $which
        )
    };
}

impl Store {
    /// The officer whose account this is, on duty or ended.
    pub async fn officer(&self, account: &AccountId) -> Result<Option<Officer>, Fault> {
        let rows = sqlx::query(officers!("officer", "WHERE o.account_id = $1"))
            .bind(account.as_str())
            .fetch_all(self.pool())
            .await?;
        Ok(self.officers_in(&rows)?.pop())
    }

    /// Every officer, on duty or ended, in the order of appointment.
    pub async fn officers(&self) -> Result<Vec<Officer>, Fault> {
        let rows =
            sqlx::query(officers!("officer", "ORDER BY o.appointed_at, o.account_id")).fetch_all(self.pool()).await?;
        self.officers_in(&rows)
    }

    /// The officers on duty of a group, in the order of appointment.
    pub async fn officers_of(&self, group: &GroupId, limit: i64) -> Result<Vec<Officer>, Fault> {
        let rows = sqlx::query(officers!(
            "(SELECT account_id, name_sealed, unit, title, appointed_at, ended_at, group_id FROM officer \
             WHERE group_id = $1 AND ended_at IS NULL ORDER BY appointed_at, account_id LIMIT $2)",
            "ORDER BY o.appointed_at, o.account_id"
        ))
        .bind(group.as_str())
        .bind(limit)
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
        contact::end_all(&mut tx, &appointment.account, &actor, now).await?;
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
        contact::end_all(&mut tx, account, &actor, now).await?;
        let event = Event::new(Kind::OfficerChanged, actor, now).about(account).with("change", "ended");
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
                    province: row::maybe_text(row, "unit_province")?,
                    unit_kind: row::maybe_text(row, "unit_kind")?.as_deref().and_then(UnitKind::parse),
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

/// Where an officer's name stands.
pub(super) fn name(account: &str) -> Place<'_> {
    Place { table: "officer", column: "name", row: account }
}
