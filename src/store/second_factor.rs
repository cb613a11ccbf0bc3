//! Authenticators. A step is spent by one conditional update, so that one code opens one session on one node.

use crate::clock::Timestamp;
use crate::entropy;
use crate::fault::Fault;
use crate::identity::event::Kind;
use crate::identity::second_factor::{Authenticator, Shared};
use crate::seal::Place;
use crate::secret::{AccountId, FactorId};
use crate::store::factor_change::FactorChange;
use crate::store::{Store, engine, row};

impl Store {
    /// The authenticator of an account, confirmed or not.
    pub async fn authenticator(&self, account: &AccountId) -> Result<Option<Authenticator>, Fault> {
        let row = sqlx::query(
            "SELECT id, secret_sealed, created_at, confirmed_at, last_step FROM second_factor \
             WHERE account_id = $1 AND removed_at IS NULL",
        )
        .bind(account.as_str())
        .fetch_optional(self.pool())
        .await?;
        row.map(|row| {
            let id = row::text(&row, "id")?;
            let opened = self.vault.open(place(&id), &row::text(&row, "secret_sealed")?)?;
            Ok(Authenticator {
                shared: Shared::from_column(&opened)
                    .ok_or_else(|| row::corrupt(&row, "second_factor", "secret_sealed"))?,
                created_at: row::instant(&row, "created_at")?,
                confirmed_at: row::maybe_instant(&row, "confirmed_at")?,
                last_step: row::number(&row, "last_step")?,
                id: FactorId::from_text(id),
            })
        })
        .transpose()
    }

    /// Adds an authenticator that still has to be confirmed; false when there is one already.
    pub async fn add_authenticator(&self, account: &AccountId, shared: &Shared, now: Timestamp) -> Result<bool, Fault> {
        let id = FactorId::new(entropy::bytes()?);
        let added = sqlx::query(
            "INSERT INTO second_factor (id, account_id, kind, secret_sealed, created_at, last_step) \
             VALUES ($1, $2, 'totp', $3, $4, 0)",
        )
        .bind(id.as_str())
        .bind(account.as_str())
        .bind(self.vault.seal(place(id.as_str()), &shared.to_column())?)
        .bind(now.unix())
        .execute(self.pool())
        .await;
        match added {
            Err(error) if engine::is_unique(&error) => Ok(false),
            added => Ok(added?.rows_affected() == 1),
        }
    }

    /// Confirms an authenticator by the step of one right code; false when somebody was first or the session has ended.
    pub async fn confirm_authenticator(
        &self,
        id: &FactorId,
        step: i64,
        change: &FactorChange<'_>,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        if !change.begin(&mut tx, now).await? {
            return Ok(false);
        }
        let confirmed = sqlx::query(
            "UPDATE second_factor SET confirmed_at = $4, last_step = $3 WHERE id = $1 AND account_id = $2 \
             AND confirmed_at IS NULL AND removed_at IS NULL AND last_step < $3",
        )
        .bind(id.as_str())
        .bind(change.session.account.as_str())
        .bind(step)
        .bind(now.unix())
        .execute(&mut *tx)
        .await?;
        if confirmed.rows_affected() == 0 {
            return Ok(false);
        }
        change.finish(&mut tx, &self.vault, Kind::FactorAdded, now).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Spends the step of a right code; false when that step or a later one was spent before.
    pub async fn spend_step(&self, id: &FactorId, step: i64) -> Result<bool, Fault> {
        let spent = sqlx::query(
            "UPDATE second_factor SET last_step = $2 WHERE id = $1 AND last_step < $2 AND confirmed_at IS NOT NULL \
             AND removed_at IS NULL",
        )
        .bind(id.as_str())
        .bind(step)
        .execute(self.pool())
        .await?;
        Ok(spent.rows_affected() == 1)
    }

    /// Removes an authenticator; only a confirmed one opened anything, and its end is told. False when there is none of that
    /// id or the session has ended.
    pub async fn remove_authenticator(
        &self,
        id: &FactorId,
        change: &FactorChange<'_>,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        if !change.begin(&mut tx, now).await? {
            return Ok(false);
        }
        let removed = sqlx::query(
            "UPDATE second_factor SET removed_at = $3 WHERE id = $1 AND account_id = $2 AND removed_at IS NULL \
             RETURNING confirmed_at",
        )
        .bind(id.as_str())
        .bind(change.session.account.as_str())
        .bind(now.unix())
        .fetch_optional(&mut *tx)
        .await?;
        let Some(removed) = removed else { return Ok(false) };
        if row::maybe_instant(&removed, "confirmed_at")?.is_some() {
            change.finish(&mut tx, &self.vault, Kind::FactorRemoved, now).await?;
        }
        tx.commit().await?;
        Ok(true)
    }
}

fn place(row: &str) -> Place<'_> {
    Place { table: "second_factor", column: "secret", row }
}
