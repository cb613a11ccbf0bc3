//! Receipts: written in the commit of the release with its event, kept as long as the history.

use sqlx::any::AnyRow;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::secret::{AccountId, AskId, ReceiptId};
use crate::store::ask::Release;
use crate::store::{Store, Tx, audit, row};
use crate::wallet::asker::AskerId;

/// A receipt as it is kept.
#[derive(Clone, Debug)]
pub struct KeptReceipt {
    /// Its id.
    pub id: ReceiptId,
    /// Whose data were seen.
    pub holder: AccountId,
    /// Who allowed it in the holder's name; none when the holder did.
    pub acted_by: Option<AccountId>,
    /// Who saw them.
    pub asker: AskerId,
    /// The signed receipt.
    pub signed: String,
    /// When.
    pub issued_at: Timestamp,
}

/// Writes the event and the receipt that names it, in the caller's transaction.
pub(super) async fn insert(tx: &mut Tx, release: &Release, now: Timestamp) -> Result<(), Fault> {
    audit::write(tx, &release.event).await?;
    sqlx::query(
        "INSERT INTO receipt (id, presentation_id, ask_id, event_id, account_id, acted_by, asker_kind, asker_id, jws, \
         issued_at) VALUES ($1, $2, $3, $4, $5, $10, $6, $7, $8, $9)",
    )
    .bind(release.receipt.as_str())
    .bind(release.presentation.as_str())
    .bind(release.ask.as_str())
    .bind(release.event.id())
    .bind(release.holder.as_str())
    .bind(release.asker.kind())
    .bind(release.asker.id())
    .bind(release.receipt_signed.as_str())
    .bind(now.unix())
    .bind(release.presenter.as_ref().map(|presenter| presenter.account.as_str()))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

impl Store {
    /// The receipt of that id.
    pub async fn receipt(&self, id: &ReceiptId) -> Result<Option<KeptReceipt>, Fault> {
        let row = sqlx::query(
            "SELECT id, account_id, acted_by, asker_kind, asker_id, jws, issued_at FROM receipt WHERE id = $1",
        )
        .bind(id.as_str())
        .fetch_optional(self.pool())
        .await?;
        row.as_ref().map(kept).transpose()
    }

    /// The receipt of what this question released.
    pub async fn receipt_of(&self, ask: &AskId) -> Result<Option<KeptReceipt>, Fault> {
        let row = sqlx::query(
            "SELECT id, account_id, acted_by, asker_kind, asker_id, jws, issued_at FROM receipt WHERE ask_id = $1",
        )
        .bind(ask.as_str())
        .fetch_optional(self.pool())
        .await?;
        row.as_ref().map(kept).transpose()
    }

    /// The latest receipts of a holder, and of what the holder allowed in another's name, newest first.
    pub async fn receipts_of_holder(&self, holder: &AccountId, limit: i64) -> Result<Vec<KeptReceipt>, Fault> {
        let rows = sqlx::query(
            "SELECT id, account_id, acted_by, asker_kind, asker_id, jws, issued_at FROM receipt WHERE account_id = $1 OR acted_by = $1 \
             ORDER BY issued_at DESC, id DESC LIMIT $2",
        )
        .bind(holder.as_str())
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(kept).collect()
    }

    /// The latest receipts of who asked, newest first.
    pub async fn receipts_of_asker(&self, asker: &AskerId, limit: i64) -> Result<Vec<KeptReceipt>, Fault> {
        let rows = sqlx::query(
            "SELECT id, account_id, acted_by, asker_kind, asker_id, jws, issued_at FROM receipt WHERE asker_id = $1 \
             AND asker_kind = $2 ORDER BY issued_at DESC, id DESC LIMIT $3",
        )
        .bind(asker.id())
        .bind(asker.kind())
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(kept).collect()
    }
}

fn kept(row: &AnyRow) -> Result<KeptReceipt, Fault> {
    let (kind, id) = (row::text(row, "asker_kind")?, row::text(row, "asker_id")?);
    Ok(KeptReceipt {
        id: ReceiptId::from_text(row::text(row, "id")?),
        holder: AccountId::from_text(row::text(row, "account_id")?),
        acted_by: row::maybe_text(row, "acted_by")?.map(AccountId::from_text),
        asker: AskerId::parse(&kind, &id).ok_or_else(|| row::corrupt(row, "receipt", "asker_kind"))?,
        signed: row::text(row, "jws")?,
        issued_at: row::instant(row, "issued_at")?,
    })
}
