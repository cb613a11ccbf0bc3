//! Visits: booked and moved where there is room, ended by one side, reminded of once.
//!
//! Whoever books or closes at a unit first raises the unit's turn: on PostgreSQL the row is then held to the end of the
//! commit, so that the places of a slot are counted by one at a time, as SQLite's write lock has it anyway.

use std::collections::BTreeMap;

use sqlx::any::AnyRow;

use crate::clock::{Day, Timestamp};
use crate::fault::Fault;
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::officer::Officer;
use crate::identity::proofing::Words;
use crate::identity::unit::{Unit, UnitCode};
use crate::identity::visit::{State, Visit};
use crate::limits;
use crate::secret::{AccountId, VisitId};
use crate::store::outbox::{self, Message};
use crate::store::unit::{changed_event, take_turn};
use crate::store::{Store, audit, engine, row};

/// A place in a slot.
#[derive(Clone, Debug)]
pub struct Place<'a> {
    /// Where.
    pub unit: &'a Unit,
    /// When the slot begins.
    pub begins_at: Timestamp,
    /// When its holder is to be reminded.
    pub remind_at: Option<Timestamp>,
}

/// What came of booking or moving.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Booking {
    /// The place is taken.
    Done,
    /// The slot is full, or the unit has closed the day.
    Full,
    /// The person has a visit, or the one to move is not as it was looked at.
    Stale,
}

impl Store {
    /// The visit that a person has booked, else the last one.
    pub async fn visit_of(&self, account: &AccountId) -> Result<Option<Visit>, Fault> {
        let row = sqlx::query(
            "SELECT id, account_id, unit, begins_at, moves, state, reason, version FROM visit WHERE account_id = $1 \
             ORDER BY CASE WHEN state = 'booked' THEN 0 ELSE 1 END, booked_at DESC, id LIMIT 1",
        )
        .bind(account.as_str())
        .fetch_optional(self.pool())
        .await?;
        row.as_ref().map(read).transpose()
    }

    /// The visit of that id.
    pub async fn visit(&self, id: &VisitId) -> Result<Option<Visit>, Fault> {
        let row = sqlx::query(
            "SELECT id, account_id, unit, begins_at, moves, state, reason, version FROM visit WHERE id = $1",
        )
        .bind(id.as_str())
        .fetch_optional(self.pool())
        .await?;
        row.as_ref().map(read).transpose()
    }

    /// How many places are taken in the slots of a unit between two instants.
    pub async fn places_taken(
        &self,
        unit: &UnitCode,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<BTreeMap<Timestamp, i64>, Fault> {
        let rows = sqlx::query(
            "SELECT begins_at, COUNT(*) AS taken FROM visit WHERE unit = $1 AND begins_at >= $2 AND begins_at < $3 \
             AND state IN ('booked', 'came', 'missed') GROUP BY begins_at",
        )
        .bind(unit.as_str())
        .bind(from.unix())
        .bind(until.unix())
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(|row| Ok((row::instant(row, "begins_at")?, row::number(row, "taken")?))).collect()
    }

    /// Books a visit for an open account of level 1 that has none, where there is room.
    pub async fn book_visit(
        &self,
        id: &VisitId,
        account: &AccountId,
        place: &Place<'_>,
        message: &Message,
        now: Timestamp,
    ) -> Result<Booking, Fault> {
        let mut tx = self.begin().await?;
        if !take_turn(&mut tx, &place.unit.code).await? {
            return Ok(Booking::Full);
        }
        let booked = sqlx::query(
            "INSERT INTO visit (id, account_id, booked_at, unit, begins_at, room, moves, remind_at, state, version) \
             SELECT $1, a.id, $3, u.code, $5, u.capacity, 0, $6, 'booked', 1 FROM unit u \
             JOIN account a ON a.id = $2 AND a.state = 'active' AND a.level = 1 \
             WHERE u.code = $4 AND (SELECT COUNT(*) FROM visit v WHERE v.unit = u.code AND v.begins_at = $5 \
             AND v.state IN ('booked', 'came', 'missed')) < u.capacity \
             AND NOT EXISTS (SELECT 1 FROM unit_closed_day d WHERE d.unit = u.code AND d.day = $7)",
        )
        .bind(id.as_str())
        .bind(account.as_str())
        .bind(now.unix())
        .bind(place.unit.code.as_str())
        .bind(place.begins_at.unix())
        .bind(place.remind_at.map(Timestamp::unix))
        .bind(place.begins_at.day_in_vietnam().to_string())
        .execute(&mut *tx)
        .await;
        let booked = match booked {
            Err(error) if engine::is_unique(&error) => return Ok(Booking::Stale),
            other => other?,
        };
        if booked.rows_affected() == 0 {
            return Ok(Booking::Full);
        }
        outbox::post(&mut tx, &self.vault, message, now).await?;
        let event = told(Kind::VisitBooked, Actor::Person(account.clone()), account, place, now);
        audit::append(&mut tx, &event.with("visit", id.as_str())).await?;
        tx.commit().await?;
        Ok(Booking::Done)
    }

    /// Moves a visit as it was looked at to another place, where there is room; the former place is free with the same
    /// commit.
    pub async fn move_visit(
        &self,
        visit: &Visit,
        place: &Place<'_>,
        message: &Message,
        now: Timestamp,
    ) -> Result<Booking, Fault> {
        let mut tx = self.begin().await?;
        if !take_turn(&mut tx, &place.unit.code).await? {
            return Ok(Booking::Full);
        }
        let moved = sqlx::query(
            "UPDATE visit SET unit = $3, begins_at = $4, remind_at = $5, reminded_at = NULL, moves = moves + 1, \
             version = version + 1, room = (SELECT capacity FROM unit WHERE code = $3) \
             WHERE id = $1 AND version = $2 AND state = 'booked' AND moves < $6 \
             AND (SELECT COUNT(*) FROM visit v WHERE v.unit = $3 AND v.begins_at = $4 AND v.id <> $1 \
             AND v.state IN ('booked', 'came', 'missed')) < (SELECT capacity FROM unit WHERE code = $3) \
             AND NOT EXISTS (SELECT 1 FROM unit_closed_day d WHERE d.unit = $3 AND d.day = $7)",
        )
        .bind(visit.id.as_str())
        .bind(visit.version)
        .bind(place.unit.code.as_str())
        .bind(place.begins_at.unix())
        .bind(place.remind_at.map(Timestamp::unix))
        .bind(i64::from(limits::VISIT_MOVES))
        .bind(place.begins_at.day_in_vietnam().to_string())
        .execute(&mut *tx)
        .await?;
        if moved.rows_affected() == 0 {
            let stands = sqlx::query("SELECT id FROM visit WHERE id = $1 AND version = $2 AND state = 'booked'")
                .bind(visit.id.as_str())
                .bind(visit.version)
                .fetch_optional(&mut *tx)
                .await?;
            return Ok(if stands.is_some() { Booking::Full } else { Booking::Stale });
        }
        outbox::post(&mut tx, &self.vault, message, now).await?;
        let event = told(Kind::VisitMoved, Actor::Person(visit.account.clone()), &visit.account, place, now);
        let event = event
            .with("visit", visit.id.as_str())
            .with("from_unit", visit.unit.as_str())
            .with("from", visit.begins_at.unix());
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(Booking::Done)
    }

    /// Ends a booked visit as its holder or an officer says; false when it was ended or moved first.
    pub async fn end_visit(
        &self,
        visit: &Visit,
        state: State,
        actor: Actor,
        message: Option<&Message>,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let ended = sqlx::query(
            "UPDATE visit SET state = $3, ended_at = $4, version = version + 1 \
             WHERE id = $1 AND version = $2 AND state = 'booked'",
        )
        .bind(visit.id.as_str())
        .bind(visit.version)
        .bind(state.as_str())
        .bind(now.unix())
        .execute(&mut *tx)
        .await?;
        if ended.rows_affected() == 0 {
            return Ok(false);
        }
        if let Some(message) = message {
            outbox::post(&mut tx, &self.vault, message, now).await?;
        }
        let kind = match state {
            State::Came => Kind::VisitKept,
            State::Cancelled | State::CalledOff => Kind::VisitCancelled,
            State::Booked | State::Missed | State::Passed => Kind::VisitMissed,
        };
        let event = Event::new(kind, actor, now).about(&visit.account).with("visit", visit.id.as_str());
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The visits of a unit on some days that stand, in their order.
    pub async fn visits_between(
        &self,
        unit: &UnitCode,
        from: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<Visit>, Fault> {
        let rows = sqlx::query(
            "SELECT id, account_id, unit, begins_at, moves, state, reason, version FROM visit \
             WHERE unit = $1 AND begins_at >= $2 AND begins_at < $3 AND state IN ('booked', 'came', 'missed') \
             ORDER BY begins_at, id",
        )
        .bind(unit.as_str())
        .bind(from.unix())
        .bind(until.unix())
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(read).collect()
    }

    /// Closes a day of a unit: from this commit on nobody books it. False when it is closed already.
    pub async fn close_day(
        &self,
        unit: &UnitCode,
        day: Day,
        reason: &Words,
        officer: &Officer,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        take_turn(&mut tx, unit).await?;
        let closed = sqlx::query(
            "INSERT INTO unit_closed_day (unit, day, reason, closed_at, closed_by, from_at, until_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (unit, day) DO NOTHING",
        )
        .bind(unit.as_str())
        .bind(day.to_string())
        .bind(reason.as_str())
        .bind(now.unix())
        .bind(officer.account.as_str())
        .bind(day.start_in_vietnam().unix())
        .bind(day.plus_days(1).start_in_vietnam().unix())
        .execute(&mut *tx)
        .await?;
        if closed.rows_affected() == 0 {
            return Ok(false);
        }
        let event = changed_event(unit, Actor::Officer(officer.account.clone()), now);
        audit::append(&mut tx, &event.with("change", "day_closed").with("day", day.to_string())).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Closes a unit for good; false when it is closed or not there.
    pub async fn close_unit(&self, unit: &UnitCode, actor: Actor, now: Timestamp) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let closed =
            sqlx::query("UPDATE unit SET closed_at = $2, turn = turn + 1 WHERE code = $1 AND closed_at IS NULL")
                .bind(unit.as_str())
                .bind(now.unix())
                .execute(&mut *tx)
                .await?;
        if closed.rows_affected() == 0 {
            return Ok(false);
        }
        audit::append(&mut tx, &changed_event(unit, actor, now).with("change", "closed")).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Booked visits on closed days or at closed units, whose holders have not been told: what the chore calls off.
    pub async fn visits_to_call_off(&self, batch: i64, now: Timestamp) -> Result<Vec<(Visit, String)>, Fault> {
        let rows = sqlx::query(
            "SELECT v.id, v.account_id, v.unit, v.begins_at, v.moves, v.state, v.reason, v.version, d.reason AS closed_for \
             FROM visit v JOIN unit u ON u.code = v.unit LEFT JOIN unit_closed_day d ON d.unit = v.unit \
             AND d.from_at <= v.begins_at AND d.until_at > v.begins_at WHERE v.state = 'booked' AND v.begins_at > $1 \
             AND (u.closed_at IS NOT NULL OR d.unit IS NOT NULL) ORDER BY v.begins_at, v.id LIMIT $2",
        )
        .bind(now.unix())
        .bind(batch)
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(|row| Ok((read(row)?, row::maybe_text(row, "closed_for")?.unwrap_or_default()))).collect()
    }

    /// Calls a visit off, in the unit's words, and tells its holder; false when it was ended or moved first.
    pub async fn call_off_visit(
        &self,
        visit: &Visit,
        reason: &str,
        message: Option<&Message>,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let ended = sqlx::query(
            "UPDATE visit SET state = 'called_off', reason = $3, ended_at = $4, version = version + 1 \
             WHERE id = $1 AND version = $2 AND state = 'booked'",
        )
        .bind(visit.id.as_str())
        .bind(visit.version)
        .bind(reason)
        .bind(now.unix())
        .execute(&mut *tx)
        .await?;
        if ended.rows_affected() == 0 {
            return Ok(false);
        }
        if let Some(message) = message {
            outbox::post(&mut tx, &self.vault, message, now).await?;
        }
        let event = Event::new(Kind::VisitCancelled, Actor::System, now).about(&visit.account);
        let event = event.with("visit", visit.id.as_str()).with("because", "closed");
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Visits whose holders are to be reminded now; only of accounts that are open.
    pub async fn visits_to_remind(&self, batch: i64, now: Timestamp) -> Result<Vec<Visit>, Fault> {
        let rows = sqlx::query(
            "SELECT v.id, v.account_id, v.unit, v.begins_at, v.moves, v.state, v.reason, v.version FROM visit v \
             JOIN account a ON a.id = v.account_id AND a.state = 'active' \
             WHERE v.state = 'booked' AND v.reminded_at IS NULL AND v.remind_at <= $1 AND v.begins_at > $1 \
             AND NOT EXISTS (SELECT 1 FROM account_lock l WHERE l.account_id = a.id AND l.lifted_at IS NULL) \
             ORDER BY v.remind_at, v.id LIMIT $2",
        )
        .bind(now.unix())
        .bind(batch)
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(read).collect()
    }

    /// Reminds of a visit as it was looked at; false when another node did, or when it was moved or ended meanwhile.
    pub async fn remind_of_visit(&self, visit: &Visit, message: &Message, now: Timestamp) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let reminded = sqlx::query(
            "UPDATE visit SET reminded_at = $3 WHERE id = $1 AND version = $2 AND state = 'booked' AND reminded_at IS NULL",
        )
        .bind(visit.id.as_str())
        .bind(visit.version)
        .bind(now.unix())
        .execute(&mut *tx)
        .await?;
        if reminded.rows_affected() == 0 {
            return Ok(false);
        }
        outbox::post(&mut tx, &self.vault, message, now).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Booked visits of days that are over.
    pub async fn visits_passed(&self, batch: i64, now: Timestamp) -> Result<Vec<Visit>, Fault> {
        let rows = sqlx::query(
            "SELECT id, account_id, unit, begins_at, moves, state, reason, version FROM visit \
             WHERE state = 'booked' AND begins_at < $1 ORDER BY begins_at, id LIMIT $2",
        )
        .bind(now.day_in_vietnam().start_in_vietnam().unix())
        .bind(batch)
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(read).collect()
    }
}

fn told(kind: Kind, actor: Actor, account: &AccountId, place: &Place<'_>, now: Timestamp) -> Event {
    Event::new(kind, actor, now)
        .about(account)
        .with("unit", place.unit.code.as_str())
        .with("begins_at", place.begins_at.unix())
}

fn read(row: &AnyRow) -> Result<Visit, Fault> {
    Ok(Visit {
        id: VisitId::from_text(row::text(row, "id")?),
        account: AccountId::from_text(row::text(row, "account_id")?),
        unit: row::parsed(row, "visit", "unit", UnitCode::parse)?,
        begins_at: row::instant(row, "begins_at")?,
        moves: u32::try_from(row::number(row, "moves")?).map_err(|_| row::corrupt(row, "visit", "moves"))?,
        state: row::parsed(row, "visit", "state", State::parse)?,
        reason: row::maybe_text(row, "reason")?,
        version: row::number(row, "version")?,
    })
}
