//! What was shown for a recovery: each proof counts once, while the recovery goes on.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::event::{Actor, Kind};
use crate::identity::recovery::Proof;
use crate::secret::{AccountId, RecoveryId};
use crate::store::recovery::event;
use crate::store::{Store, Tx, audit};

impl Store {
    /// Writes down that something was shown for one that goes on.
    pub async fn prove_recovery(
        &self,
        id: &RecoveryId,
        account: &AccountId,
        proof: Proof,
        now: Timestamp,
    ) -> Result<(), Fault> {
        let mut tx = self.begin().await?;
        if prove(&mut tx, id, proof, now).await? {
            let event =
                event(Kind::RecoveryProven, Some(account), Actor::Nobody, id, now).with("proof", proof.as_str());
            audit::append(&mut tx, &event).await?;
            tx.commit().await?;
        }
        Ok(())
    }
}

pub(super) async fn prove(tx: &mut Tx, id: &RecoveryId, proof: Proof, now: Timestamp) -> Result<bool, Fault> {
    let proven = sqlx::query(
        "INSERT INTO recovery_proof (recovery_id, proof, shown_at) SELECT r.id, $2, $3 FROM recovery r WHERE r.id = $1 \
         AND r.state IN ('open', 'waiting') AND r.closes_at > $3 ON CONFLICT (recovery_id, proof) DO NOTHING",
    )
    .bind(id.as_str())
    .bind(proof.as_str())
    .bind(now.unix())
    .execute(&mut **tx)
    .await?;
    Ok(proven.rows_affected() == 1)
}
