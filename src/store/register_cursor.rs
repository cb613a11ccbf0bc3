//! How far the register's feed has been heeded, and what that does to an account's number.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::number::PersonalNumber;
use crate::secret::AccountId;
use crate::store::account::place;
use crate::store::{Store, audit, row};

impl Store {
    /// The number of the last change in that register's feed that was heeded; 0 before the first.
    pub async fn feed_place(&self, register: &'static str) -> Result<i64, Fault> {
        let row = sqlx::query("SELECT sequence FROM register_cursor WHERE register = $1")
            .bind(register)
            .fetch_optional(self.pool())
            .await?;
        row.map_or(Ok(0), |row| row::number(&row, "sequence"))
    }

    /// Moves on in that register's feed; false when another node has.
    pub async fn move_feed_place(
        &self,
        register: &'static str,
        from: i64,
        to: i64,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let moved = sqlx::query(
            "INSERT INTO register_cursor (register, sequence, moved_at) VALUES ($4, $2, $3) \
             ON CONFLICT (register) DO UPDATE SET sequence = excluded.sequence, moved_at = excluded.moved_at \
             WHERE register_cursor.sequence = $1",
        )
        .bind(from)
        .bind(to)
        .bind(now.unix())
        .bind(register)
        .execute(self.pool())
        .await?;
        Ok(moved.rows_affected() == 1)
    }

    /// Gives an account the number that is in force for its person now; false when it has it. The blind index stays that
    /// of the number under which the account was made: the register leads from either to the other.
    pub async fn renumber_account(
        &self,
        id: &AccountId,
        number: &PersonalNumber,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let row = sqlx::query("SELECT number_sealed FROM account WHERE id = $1")
            .bind(id.as_str())
            .fetch_one(&mut *tx)
            .await?;
        let sealed = row::text(&row, "number_sealed")?;
        let spot = || place("number", id.as_str());
        if self.vault.open(spot(), &sealed)? == number.as_str() {
            return Ok(false);
        }
        let changed = sqlx::query(
            "UPDATE account SET number_sealed = $3, version = version + 1 WHERE id = $1 AND number_sealed = $2",
        )
        .bind(id.as_str())
        .bind(sealed)
        .bind(self.vault.seal(spot(), number.as_str())?)
        .execute(&mut *tx)
        .await?;
        if changed.rows_affected() == 0 {
            return Ok(false);
        }
        audit::append(&mut tx, &Event::new(Kind::AccountRenumbered, Actor::System, now).about(id)).await?;
        tx.commit().await?;
        Ok(true)
    }
}
