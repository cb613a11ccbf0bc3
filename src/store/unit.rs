//! Units that receive people, and the days on which they do not.

use sqlx::any::AnyRow;

use crate::clock::{Day, Timestamp};
use crate::fault::Fault;
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::officer::Label;
use crate::identity::unit::{self, Hours, Unit, UnitCode, UnitKind};
use crate::store::{Store, Tx, audit, engine, row};

/// A unit as an operator lists it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// The unit.
    pub unit: Unit,
    /// Whether it takes nobody any more.
    pub is_closed: bool,
}

impl Store {
    /// Adds units, or changes those whose codes are known; all or none. Answers how many are new or other than they were,
    /// or the name that two units have.
    pub async fn put_units(&self, units: &[Unit], actor: &Actor, now: Timestamp) -> Result<Result<u64, Label>, Fault> {
        let mut tx = self.begin().await?;
        let mut changed = 0;
        for unit in units {
            match put(&mut tx, unit, now).await {
                Err(error) if engine::is_unique(&error) => return Ok(Err(unit.name.clone())),
                Err(error) => return Err(error.into()),
                Ok(false) => {}
                Ok(true) => {
                    changed += 1;
                    let event = changed_event(&unit.code, actor.clone(), now).with("change", "put");
                    audit::append(&mut tx, &event).await?;
                }
            }
        }
        tx.commit().await?;
        Ok(Ok(changed))
    }

    /// Every unit, by code.
    pub async fn units(&self) -> Result<Vec<Listed>, Fault> {
        let rows = sqlx::query(
            "SELECT code AS id, kind, name, name_en, address, province, commune, hours, capacity, closed_at FROM unit \
             ORDER BY code",
        )
        .fetch_all(self.pool())
        .await?;
        rows.iter()
            .map(|row| Ok(Listed { unit: read(row)?, is_closed: row::maybe_instant(row, "closed_at")?.is_some() }))
            .collect()
    }

    /// The units of a province that receive citizens, by code.
    pub async fn units_of(&self, province: &str) -> Result<Vec<Unit>, Fault> {
        let rows = sqlx::query(
            "SELECT code AS id, kind, name, name_en, address, province, commune, hours, capacity FROM unit \
             WHERE province = $1 AND kind = 'commune' AND closed_at IS NULL ORDER BY code",
        )
        .bind(province)
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(read).collect()
    }

    /// The immigration offices of the country, by province and code.
    pub async fn immigration_offices(&self) -> Result<Vec<Unit>, Fault> {
        let rows = sqlx::query(
            "SELECT code AS id, kind, name, name_en, address, province, commune, hours, capacity FROM unit \
             WHERE kind = 'immigration' AND closed_at IS NULL ORDER BY province, code",
        )
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(read).collect()
    }

    /// The unit of that code, closed or not.
    pub async fn unit(&self, code: &UnitCode) -> Result<Option<Unit>, Fault> {
        let row = sqlx::query(
            "SELECT code AS id, kind, name, name_en, address, province, commune, hours, capacity FROM unit WHERE code = $1",
        )
        .bind(code.as_str())
        .fetch_optional(self.pool())
        .await?;
        row.as_ref().map(read).transpose()
    }

    /// The unit for which officers of that name work.
    pub async fn unit_named(&self, name: &Label) -> Result<Option<Unit>, Fault> {
        let row = sqlx::query(
            "SELECT code AS id, kind, name, name_en, address, province, commune, hours, capacity FROM unit WHERE name = $1",
        )
        .bind(name.as_str())
        .fetch_optional(self.pool())
        .await?;
        row.as_ref().map(read).transpose()
    }

    /// The days from that one on that a unit has closed, with the reasons.
    pub async fn closed_days(&self, unit: &UnitCode, from: Day) -> Result<Vec<(Day, String)>, Fault> {
        let rows = sqlx::query("SELECT day, reason FROM unit_closed_day WHERE unit = $1 AND day >= $2 ORDER BY day")
            .bind(unit.as_str())
            .bind(from.to_string())
            .fetch_all(self.pool())
            .await?;
        rows.iter()
            .map(|row| Ok((row::parsed(row, "unit_closed_day", "day", Day::parse)?, row::text(row, "reason")?)))
            .collect()
    }
}

/// Makes whoever books or closes at this unit take turns; false when it takes nobody any more.
pub(super) async fn take_turn(tx: &mut Tx, unit: &UnitCode) -> Result<bool, Fault> {
    let taken = sqlx::query("UPDATE unit SET turn = turn + 1 WHERE code = $1 AND closed_at IS NULL")
        .bind(unit.as_str())
        .execute(&mut **tx)
        .await?;
    Ok(taken.rows_affected() == 1)
}

/// What the journal says of a change of a unit.
pub(super) fn changed_event(unit: &UnitCode, actor: Actor, now: Timestamp) -> Event {
    Event::new(Kind::UnitChanged, actor, now).with("unit", unit.as_str())
}

async fn put(tx: &mut Tx, unit: &Unit, now: Timestamp) -> Result<bool, sqlx::Error> {
    let put = sqlx::query(
        "INSERT INTO unit (code, added_at, name, name_en, address, province, commune, hours, capacity, kind, turn) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0) ON CONFLICT (code) DO UPDATE SET name = excluded.name, \
         kind = excluded.kind, name_en = excluded.name_en, address = excluded.address, province = excluded.province, \
         commune = excluded.commune, hours = excluded.hours, capacity = excluded.capacity, closed_at = NULL \
         WHERE unit.name <> excluded.name OR unit.name_en <> excluded.name_en OR unit.address <> excluded.address \
         OR unit.province <> excluded.province OR unit.commune <> excluded.commune OR unit.hours <> excluded.hours \
         OR unit.capacity <> excluded.capacity OR unit.kind <> excluded.kind OR unit.closed_at IS NOT NULL",
    )
    .bind(unit.code.as_str())
    .bind(now.unix())
    .bind(unit.name.as_str())
    .bind(unit.name_en.as_str())
    .bind(unit.address.as_str())
    .bind(unit.province.as_str())
    .bind(unit.commune.as_str())
    .bind(unit.hours.text())
    .bind(i64::from(unit.capacity))
    .bind(unit.kind.as_str())
    .execute(&mut **tx)
    .await?;
    Ok(put.rows_affected() == 1)
}

fn read(row: &AnyRow) -> Result<Unit, Fault> {
    let capacity = u16::try_from(row::number(row, "capacity")?).map_err(|_| row::corrupt(row, "unit", "capacity"))?;
    Ok(Unit {
        code: row::parsed(row, "unit", "id", UnitCode::parse)?,
        kind: row::parsed(row, "unit", "kind", UnitKind::parse)?,
        name: row::parsed(row, "unit", "name", Label::parse)?,
        name_en: row::parsed(row, "unit", "name_en", Label::parse)?,
        address: row::parsed(row, "unit", "address", Label::parse)?,
        province: row::parsed(row, "unit", "province", unit::province)?,
        commune: row::parsed(row, "unit", "commune", Label::parse)?,
        hours: row::parsed(row, "unit", "hours", Hours::parse)?,
        capacity,
    })
}
