//! The house's keys as rows: the private half sealed, one row at most without a successor for a purpose and algorithm.
//!
//! A sealed private half is bound to its kid, purpose and algorithm: who can write the table but not unseal cannot make a
//! receipt key sign tokens.

use sqlx::any::AnyRow;
use zeroize::Zeroizing;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::event::{Actor, Event, Kind};
use crate::seal::Place;
use crate::secret::{Secret, decode, encode};
use crate::store::{Store, Tx, audit, row};

/// A key's row; what its words and dates mean is for `jose` to say, which this folder does not know.
#[derive(Clone, Debug)]
pub struct KeyRow {
    /// The key's name.
    pub kid: String,
    /// What it is for.
    pub purpose: String,
    /// What it does.
    pub algorithm: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// From when it signs.
    pub active_from: Timestamp,
    /// From when it signs no more.
    pub retired_at: Option<Timestamp>,
    /// From when it is forgotten.
    pub forget_at: Option<Timestamp>,
}

/// A key that is made and not yet kept.
#[derive(Clone, Debug)]
pub struct NewKey {
    /// Its row.
    pub row: KeyRow,
    /// Its private half, PKCS#8.
    pub private_der: Secret<Vec<u8>>,
}

/// How a key ends when another succeeds it.
#[derive(Clone, Debug)]
pub struct Ending {
    /// Which key.
    pub kid: String,
    /// When it stops signing.
    pub retired_at: Timestamp,
    /// When it is forgotten.
    pub forget_at: Timestamp,
}

impl Store {
    /// Every key's dates, without its private half.
    pub async fn key_rows(&self) -> Result<Vec<KeyRow>, Fault> {
        let rows = sqlx::query(
            "SELECT kid, purpose, algorithm, created_at, active_from, retired_at, forget_at FROM signing_key \
             ORDER BY purpose, algorithm, active_from, kid",
        )
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(key_row).collect()
    }

    /// Every key with its private half opened; one that does not open is a corrupt row, never a missing key.
    pub async fn signing_keys(&self) -> Result<Vec<NewKey>, Fault> {
        let rows = sqlx::query(
            "SELECT kid, purpose, algorithm, private_sealed, created_at, active_from, retired_at, forget_at \
             FROM signing_key ORDER BY purpose, algorithm, active_from, kid",
        )
        .fetch_all(self.pool())
        .await?;
        rows.iter()
            .map(|found| {
                let row = key_row(found)?;
                let bound = bound_to(&row);
                let opened = self.vault().open(place(&bound), &row::text(found, "private_sealed")?)?;
                let der = decode(&Zeroizing::new(opened)).ok_or_else(|| Fault::Corrupt {
                    table: "signing_key",
                    column: "private_sealed",
                    id: row.kid.clone(),
                })?;
                Ok(NewKey { row, private_der: Secret::new(der) })
            })
            .collect()
    }

    /// Keeps a key, and ends the one that it succeeds in the same write. False when another node was first.
    pub async fn commit_succession(
        &self,
        key: &NewKey,
        ending: Option<&Ending>,
        actor: Actor,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        if let Some(ending) = ending {
            let ended = sqlx::query(
                "UPDATE signing_key SET retired_at = $2, forget_at = $3 WHERE kid = $1 AND retired_at IS NULL",
            )
            .bind(ending.kid.as_str())
            .bind(ending.retired_at.unix())
            .bind(ending.forget_at.unix())
            .execute(&mut *tx)
            .await?;
            if ended.rows_affected() == 0 {
                return Ok(false);
            }
        }
        if !self.insert_key(&mut tx, key).await? {
            return Ok(false);
        }
        audit::append(&mut tx, &moved(&key.row.kid, "made", actor, now)).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Removes a key in an emergency: from `now` nothing of it is accepted. If it signed, the key that was to follow signs at
    /// once; where none was to follow, the spare does. False when there is no such key or it was forgotten already.
    pub async fn commit_removal(&self, kid: &str, spare: &NewKey, actor: Actor, now: Timestamp) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let removed = sqlx::query(
            "UPDATE signing_key SET forget_at = $2, \
             retired_at = CASE WHEN retired_at <= $2 THEN retired_at ELSE $2 END \
             WHERE kid = $1 AND purpose = $3 AND algorithm = $4 AND (forget_at IS NULL OR forget_at > $2)",
        )
        .bind(kid)
        .bind(now.unix())
        .bind(spare.row.purpose.as_str())
        .bind(spare.row.algorithm.as_str())
        .execute(&mut *tx)
        .await?;
        if removed.rows_affected() == 0 {
            return Ok(false);
        }
        if self.insert_key(&mut tx, spare).await? {
            // The removed key was the one to follow: who signs now hands over to the spare instead of to it.
            end_others(&mut tx, &spare.row, now).await?;
        } else {
            pull_forward(&mut tx, &spare.row, now).await?;
        }
        audit::append(&mut tx, &moved(kid, "removed", actor, now)).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Deletes the keys whose time has come to be forgotten; answers how many.
    pub async fn forget_keys(&self, now: Timestamp) -> Result<u64, Fault> {
        let forgotten =
            sqlx::query("DELETE FROM signing_key WHERE forget_at <= $1").bind(now.unix()).execute(self.pool()).await?;
        Ok(forgotten.rows_affected())
    }

    /// Inserts unless a key of that purpose and algorithm is there which nothing succeeds.
    async fn insert_key(&self, tx: &mut Tx, key: &NewKey) -> Result<bool, Fault> {
        let bound = bound_to(&key.row);
        let plain = Zeroizing::new(encode(key.private_der.expose()));
        let inserted = sqlx::query(
            "INSERT INTO signing_key (kid, purpose, algorithm, private_sealed, created_at, active_from) \
             VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
        )
        .bind(key.row.kid.as_str())
        .bind(key.row.purpose.as_str())
        .bind(key.row.algorithm.as_str())
        .bind(self.vault().seal(place(&bound), &plain)?)
        .bind(key.row.created_at.unix())
        .bind(key.row.active_from.unix())
        .execute(&mut **tx)
        .await?;
        Ok(inserted.rows_affected() == 1)
    }
}

/// Ends whatever else of the spare's purpose and algorithm still signs.
async fn end_others(tx: &mut Tx, spare: &KeyRow, now: Timestamp) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE signing_key SET retired_at = $4 \
         WHERE purpose = $1 AND algorithm = $2 AND kid <> $3 AND active_from <= $4 AND retired_at > $4",
    )
    .bind(spare.purpose.as_str())
    .bind(spare.algorithm.as_str())
    .bind(spare.kid.as_str())
    .bind(now.unix())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Lets the key that was to follow sign at once, if nothing else of its purpose and algorithm signs now.
async fn pull_forward(tx: &mut Tx, of: &KeyRow, now: Timestamp) -> Result<(), Fault> {
    sqlx::query(
        "UPDATE signing_key SET active_from = $3 \
         WHERE purpose = $1 AND algorithm = $2 AND retired_at IS NULL AND active_from > $3 \
         AND NOT EXISTS (SELECT 1 FROM signing_key c WHERE c.purpose = $1 AND c.algorithm = $2 \
                         AND c.active_from <= $3 AND (c.retired_at IS NULL OR c.retired_at > $3))",
    )
    .bind(of.purpose.as_str())
    .bind(of.algorithm.as_str())
    .bind(now.unix())
    .execute(&mut **tx)
    .await?;
    Ok(())
}

fn key_row(found: &AnyRow) -> Result<KeyRow, Fault> {
    Ok(KeyRow {
        kid: row::text(found, "kid")?,
        purpose: row::text(found, "purpose")?,
        algorithm: row::text(found, "algorithm")?,
        created_at: row::instant(found, "created_at")?,
        active_from: row::instant(found, "active_from")?,
        retired_at: row::maybe_instant(found, "retired_at")?,
        forget_at: row::maybe_instant(found, "forget_at")?,
    })
}

fn bound_to(row: &KeyRow) -> String {
    format!("{} {} {}", row.kid, row.purpose, row.algorithm)
}

fn place(bound: &str) -> Place<'_> {
    Place { table: "signing_key", column: "private_sealed", row: bound }
}

fn moved(kid: &str, how: &'static str, actor: Actor, now: Timestamp) -> Event {
    Event::new(Kind::KeyMoved, actor, now).with("kid", kid).with("how", how)
}
