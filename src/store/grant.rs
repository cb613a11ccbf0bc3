//! What one administrator asks for and another one decides: one waits for each group and for each officer, and each is
//! decided once, by somebody else, in its time.

use sqlx::any::AnyRow;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::grant::{self, Request, Wish};
use crate::identity::officer::{Group, Label, Officer, OfficerName};
use crate::limits;
use crate::secret::{AccountId, GrantId, GroupId};
use crate::store::group::{Line, PermissionChange, What, take_and_change, tell};
use crate::store::officer::name;
use crate::store::{Store, Tx, audit, engine, row};

/// What came of asking or deciding.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Asking {
    /// It is done.
    Done,
    /// One waits for this group or this officer already.
    Waiting,
    /// The group or the officer is not as it was looked at, or somebody may do so no longer.
    Stale,
}

impl Store {
    /// Takes away what is taken away, at once, and keeps what is granted for a second administrator: one commit for both.
    pub async fn ask_for_grant(
        &self,
        id: &GrantId,
        change: &PermissionChange,
        officer: &Officer,
        now: Timestamp,
    ) -> Result<Asking, Fault> {
        let mut tx = self.begin().await?;
        let mut version = change.version;
        if !change.revoked.is_empty() {
            let narrowing = PermissionChange { granted: Vec::new(), ..change.clone() };
            let actor = Actor::Officer(officer.account.clone());
            if !take_and_change(&mut tx, &narrowing, None, &actor, now).await? {
                return Ok(Asking::Stale);
            }
            version += 1;
        }
        let granted = grant::words(&change.granted.iter().copied().collect());
        let asked = insert(&mut tx, id, &change.group, version, &granted, None, officer, now).await?;
        if asked == Asking::Done {
            tx.commit().await?;
        }
        Ok(asked)
    }

    /// Asks that an officer on duty changes to a group as it was looked at.
    pub async fn ask_to_move(
        &self,
        id: &GrantId,
        moved: &Officer,
        to: &Group,
        officer: &Officer,
        now: Timestamp,
    ) -> Result<Asking, Fault> {
        let mut tx = self.begin().await?;
        let asked = insert(&mut tx, id, &to.id, to.version, "", Some(moved), officer, now).await?;
        if asked == Asking::Done {
            tx.commit().await?;
        }
        Ok(asked)
    }

    /// The requests that wait, oldest first.
    pub async fn grant_requests(&self, now: Timestamp) -> Result<Vec<Request>, Fault> {
        let rows = sqlx::query(
            "SELECT r.id, r.group_id, g.name AS group_name, r.granted, r.account_id, r.from_group, f.name AS from_name, \
             m.name_sealed AS moved_sealed, r.requested_at, r.requested_by, a.name_sealed AS asker_sealed, r.expires_at \
             FROM permission_request r JOIN permission_group g ON g.id = r.group_id \
             JOIN officer a ON a.account_id = r.requested_by LEFT JOIN officer m ON m.account_id = r.account_id \
             LEFT JOIN permission_group f ON f.id = r.from_group \
             WHERE r.state = 'waiting' AND r.expires_at > $1 ORDER BY r.requested_at, r.id",
        )
        .bind(now.unix())
        .fetch_all(self.pool())
        .await?;
        let groups = self.groups().await?;
        rows.iter().map(|row| self.asked_for(row, &groups)).collect()
    }

    /// Approves what another administrator asked for: it takes effect with this commit. The group is as it was when it
    /// was asked for, both are officers on duty who may do so, and neither decides for oneself.
    pub async fn approve_grant(&self, request: &Request, officer: &Officer, now: Timestamp) -> Result<Asking, Fault> {
        let mut tx = self.begin().await?;
        let Some(version) = decide(&mut tx, &request.id, "approved", officer, now).await? else {
            return Ok(Asking::Stale);
        };
        let actor = Actor::Officer(officer.account.clone());
        let done = match &request.wish {
            Wish::Grant(granted) => {
                let granted = granted.iter().copied().collect();
                let change = PermissionChange { group: request.group.clone(), version, granted, revoked: Vec::new() };
                take_and_change(&mut tx, &change, Some(&request.id), &actor, now).await?
            }
            Wish::Move { officer: moved, from, from_name, .. } => {
                let is_moved = move_officer(&mut tx, moved, from, &request.group, version).await?;
                let line = Line {
                    what: What::Moved,
                    group: &request.group,
                    before: from_name.to_string(),
                    after: request.group_name.to_string(),
                    account: Some(moved),
                    request: Some(&request.id),
                };
                tell(&mut tx, &line, &actor, now).await?;
                is_moved
            }
        };
        if !done {
            return Ok(Asking::Stale);
        }
        tx.commit().await?;
        Ok(Asking::Done)
    }

    /// Refuses what another administrator asked for, or takes one's own wish back; false when it waits no more.
    pub async fn refuse_grant(&self, id: &GrantId, officer: &Officer, now: Timestamp) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let refused = sqlx::query(
            "UPDATE permission_request SET state = CASE WHEN requested_by = $2 THEN 'withdrawn' ELSE 'refused' END, \
             decided_at = $3, decided_by = $2 WHERE id = $1 AND state = 'waiting' AND expires_at > $3",
        )
        .bind(id.as_str())
        .bind(officer.account.as_str())
        .bind(now.unix())
        .execute(&mut *tx)
        .await?;
        if refused.rows_affected() == 0 {
            return Ok(false);
        }
        audit::append(&mut tx, &event("refused", id, officer, now)).await?;
        tx.commit().await?;
        Ok(true)
    }

    fn asked_for(&self, row: &AnyRow, groups: &[Group]) -> Result<Request, Fault> {
        let group = GroupId::from_text(row::text(row, "group_id")?);
        let sealed = |account: &str, column| self.vault.open(name(account), &row::text(row, column)?);
        let requested_by = row::text(row, "requested_by")?;
        let wish = match (row::maybe_text(row, "account_id")?, row::maybe_text(row, "from_group")?) {
            (Some(account), Some(from)) => {
                let from = GroupId::from_text(from);
                let of = |id: &GroupId| groups.iter().find(|group| &group.id == id).map(|group| &group.permissions);
                let nothing = Default::default();
                let (before, after) = (of(&from).unwrap_or(&nothing), of(&group).unwrap_or(&nothing));
                let (gained, lost) = grant::difference(before, after);
                Wish::Move {
                    name: OfficerName::new(sealed(&account, "moved_sealed")?),
                    officer: AccountId::from_text(account),
                    from,
                    from_name: row::parsed(row, "permission_group", "from_name", Label::parse)?,
                    gained,
                    lost,
                }
            }
            _ => Wish::Grant(row::parsed(row, "permission_request", "granted", grant::parse)?),
        };
        Ok(Request {
            id: GrantId::from_text(row::text(row, "id")?),
            group,
            group_name: row::parsed(row, "permission_group", "group_name", Label::parse)?,
            wish,
            requested_at: row::instant(row, "requested_at")?,
            requested_by_name: OfficerName::new(sealed(&requested_by, "asker_sealed")?),
            requested_by: AccountId::from_text(requested_by),
            expires_at: row::instant(row, "expires_at")?,
        })
    }
}

async fn insert(
    tx: &mut Tx,
    id: &GrantId,
    group: &GroupId,
    version: i64,
    granted: &str,
    moved: Option<&Officer>,
    officer: &Officer,
    now: Timestamp,
) -> Result<Asking, Fault> {
    // What nobody decided in its time makes room.
    sqlx::query("UPDATE permission_request SET state = 'lapsed' WHERE state = 'waiting' AND expires_at <= $1")
        .bind(now.unix())
        .execute(&mut **tx)
        .await?;
    let asked = sqlx::query(
        "INSERT INTO permission_request (id, group_id, version, granted, account_id, from_group, requested_at, \
         requested_by, expires_at, state) SELECT $1, g.id, g.version, $4, $5, $6, $7, o.account_id, $9, 'waiting' \
         FROM permission_group g JOIN officer o ON o.account_id = $8 AND o.ended_at IS NULL \
         JOIN permission p ON p.group_id = o.group_id AND p.module = 'permission' AND p.action IN ('all', 'update') \
         WHERE g.id = $2 AND g.version = $3 AND g.removed_at IS NULL LIMIT 1",
    )
    .bind(id.as_str())
    .bind(group.as_str())
    .bind(version)
    .bind(granted)
    .bind(moved.map(|moved| moved.account.as_str().to_owned()))
    .bind(moved.map(|moved| moved.group.id.as_str().to_owned()))
    .bind(now.unix())
    .bind(officer.account.as_str())
    .bind(now.plus(limits::GRANT_REQUEST).unix())
    .execute(&mut **tx)
    .await;
    let asked = match asked {
        Err(error) if engine::is_unique(&error) => return Ok(Asking::Waiting),
        other => other?,
    };
    if asked.rows_affected() == 0 {
        return Ok(Asking::Stale);
    }
    let event = event("requested", id, officer, now).with("group", group.as_str()).with("granted", granted);
    audit::append(tx, &event).await?;
    Ok(Asking::Done)
}

/// Decides a request once; answers the version of the group for which it was asked.
async fn decide(
    tx: &mut Tx,
    id: &GrantId,
    state: &'static str,
    officer: &Officer,
    now: Timestamp,
) -> Result<Option<i64>, Fault> {
    let row = sqlx::query(
        "UPDATE permission_request SET state = $2, decided_at = $4, decided_by = $3 WHERE id = $1 AND state = 'waiting' \
         AND expires_at > $4 AND requested_by <> $3 AND (account_id IS NULL OR account_id <> $3) \
         AND EXISTS (SELECT 1 FROM officer o JOIN permission p ON p.group_id = o.group_id WHERE o.account_id = $3 \
             AND o.ended_at IS NULL AND p.module = 'permission' AND p.action IN ('all', 'approve') \
             AND (permission_request.account_id IS NOT NULL OR o.group_id <> permission_request.group_id)) \
         AND EXISTS (SELECT 1 FROM officer o JOIN permission p ON p.group_id = o.group_id \
             WHERE o.account_id = permission_request.requested_by AND o.ended_at IS NULL AND p.module = 'permission' \
             AND p.action IN ('all', 'update') \
             AND (permission_request.account_id IS NOT NULL OR o.group_id <> permission_request.group_id)) \
         RETURNING version",
    )
    .bind(id.as_str())
    .bind(state)
    .bind(officer.account.as_str())
    .bind(now.unix())
    .fetch_optional(&mut **tx)
    .await?;
    row.map(|row| row::number(&row, "version")).transpose()
}

/// Moves an officer on duty from one group to another that is as it was looked at; the group's row is held to the end.
async fn move_officer(
    tx: &mut Tx,
    moved: &AccountId,
    from: &GroupId,
    to: &GroupId,
    version: i64,
) -> Result<bool, Fault> {
    let held = sqlx::query(
        "UPDATE permission_group SET version = version WHERE id = $1 AND version = $2 AND removed_at IS NULL",
    )
    .bind(to.as_str())
    .bind(version)
    .execute(&mut **tx)
    .await?;
    if held.rows_affected() == 0 {
        return Ok(false);
    }
    let done =
        sqlx::query("UPDATE officer SET group_id = $3 WHERE account_id = $1 AND group_id = $2 AND ended_at IS NULL")
            .bind(moved.as_str())
            .bind(from.as_str())
            .bind(to.as_str())
            .execute(&mut **tx)
            .await?;
    Ok(done.rows_affected() == 1)
}

fn event(change: &'static str, id: &GrantId, officer: &Officer, now: Timestamp) -> Event {
    let actor = Actor::Officer(officer.account.clone());
    Event::new(Kind::PermissionChanged, actor, now).with("change", change).with("request", id.as_str())
}
