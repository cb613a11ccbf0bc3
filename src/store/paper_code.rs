//! Codes on paper: keyed digests, each spent by one conditional update, in the commit that tells its holder. A new sheet ends the
//! old one in its own commit.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::event::{Actor, Event, Kind};
use crate::seal::Vault;
use crate::secret::{AccountId, Digest, SheetId};
use crate::store::factor_change::FactorChange;
use crate::store::outbox::{self, Message};
use crate::store::{Store, Tx, account, audit, row};

/// The sheet that holds.
#[derive(Clone, Copy, Debug)]
pub struct Sheet {
    /// When it was made.
    pub made_at: Timestamp,
    /// Codes that were not used.
    pub left: i64,
}

impl Store {
    /// The sheet of an account that holds, used up or not.
    pub async fn paper_sheet(&self, account: &AccountId) -> Result<Option<Sheet>, Fault> {
        let row = sqlx::query(
            "SELECT MAX(made_at) AS made_at, COUNT(*) - COUNT(used_at) AS unused FROM paper_code \
             WHERE account_id = $1 AND ended_at IS NULL",
        )
        .bind(account.as_str())
        .fetch_one(self.pool())
        .await?;
        let left = row::number(&row, "unused")?;
        Ok(row::maybe_instant(&row, "made_at")?.map(|made_at| Sheet { made_at, left }))
    }

    /// Keeps a new sheet and ends the former one; false when the session has ended.
    pub async fn keep_sheet(
        &self,
        sheet: &SheetId,
        codes: &[Digest],
        change: &FactorChange<'_>,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        if !change.begin(&mut tx, now).await? {
            return Ok(false);
        }
        end(&mut tx, &change.session.account, now).await?;
        for code in codes {
            sqlx::query("INSERT INTO paper_code (digest, account_id, sheet_id, made_at) VALUES ($1, $2, $3, $4)")
                .bind(code.as_str())
                .bind(change.session.account.as_str())
                .bind(sheet.as_str())
                .bind(now.unix())
                .execute(&mut *tx)
                .await?;
        }
        change.finish(&mut tx, &self.vault, Kind::FactorAdded, now).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Ends the sheet; false when there is none or the session has ended.
    pub async fn end_sheet(&self, change: &FactorChange<'_>, now: Timestamp) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        if !change.begin(&mut tx, now).await? || !end(&mut tx, &change.session.account, now).await? {
            return Ok(false);
        }
        change.finish(&mut tx, &self.vault, Kind::FactorRemoved, now).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Spends a code of the sheet that holds and tells its holder how many are left; false when it is none, or was used.
    pub async fn spend_paper_code(
        &self,
        account: &AccountId,
        code: &Digest,
        told: impl FnOnce(i64) -> Vec<Message> + Send,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let by = Actor::Person(account.clone());
        let is_spent = spend(&mut tx, &self.vault, account, code, by, told, now).await?;
        if is_spent {
            tx.commit().await?;
        }
        Ok(is_spent)
    }
}

/// Spends a code in the caller's transaction, with what its holder is told: whoever found the sheet does not use it unheard.
pub(super) async fn spend(
    tx: &mut Tx,
    vault: &Vault,
    account: &AccountId,
    code: &Digest,
    by: Actor,
    told: impl FnOnce(i64) -> Vec<Message> + Send,
    now: Timestamp,
) -> Result<bool, Fault> {
    // One code of the sheet after another, so that of two at once neither tells more left than there are.
    account::take_turn(tx, account).await?;
    let spent = sqlx::query(
        "UPDATE paper_code SET used_at = $3 WHERE digest = $1 AND account_id = $2 AND used_at IS NULL \
         AND ended_at IS NULL",
    )
    .bind(code.as_str())
    .bind(account.as_str())
    .bind(now.unix())
    .execute(&mut **tx)
    .await?;
    if spent.rows_affected() == 0 {
        return Ok(false);
    }
    let unused = sqlx::query(
        "SELECT COUNT(*) AS unused FROM paper_code WHERE account_id = $1 AND used_at IS NULL AND ended_at IS NULL",
    )
    .bind(account.as_str())
    .fetch_one(&mut **tx)
    .await?;
    let left = row::number(&unused, "unused")?;
    audit::append(tx, &Event::new(Kind::PaperCodeUsed, by, now).about(account).with("left", left)).await?;
    for message in told(left) {
        outbox::post(tx, vault, &message, now).await?;
    }
    Ok(true)
}

async fn end(tx: &mut Tx, account: &AccountId, now: Timestamp) -> Result<bool, Fault> {
    let ended = sqlx::query("UPDATE paper_code SET ended_at = $2 WHERE account_id = $1 AND ended_at IS NULL")
        .bind(account.as_str())
        .bind(now.unix())
        .execute(&mut **tx)
        .await?;
    Ok(ended.rows_affected() > 0)
}
