//! What was shown for a recovery: each proof counts once, while the recovery goes on. What is spent by being shown (a code on
//! paper, the count of a passkey) is spent in the commit of its proof.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::event::{Actor, Kind};
use crate::identity::recovery::Proof;
use crate::secret::{AccountId, Digest, PasskeyId, RecoveryId};
use crate::store::outbox::Message;
use crate::store::recovery::event;
use crate::store::{Store, Tx, account, audit, paper_code, passkey};

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
            tell_of(&mut tx, id, account, proof, now).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    /// Spends a code on paper as a proof; false when it is none, or was used. Where paper was shown before, or the recovery is
    /// over by now, the code stays as good as it was.
    pub async fn prove_recovery_by_paper(
        &self,
        id: &RecoveryId,
        account: &AccountId,
        code: &Digest,
        told: impl FnOnce(i64) -> Vec<Message> + Send,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        if !paper_code::spend(&mut tx, &self.vault, account, code, Actor::Nobody, told, now).await? {
            return Ok(false);
        }
        if prove(&mut tx, id, Proof::Paper, now).await? {
            tell_of(&mut tx, id, account, Proof::Paper, now).await?;
            tx.commit().await?;
        }
        Ok(true)
    }

    /// Accepts a passkey that was right as a proof; false when its count is not above the last one, or it was removed meanwhile.
    pub async fn prove_recovery_by_passkey(
        &self,
        id: &RecoveryId,
        account: &AccountId,
        passkey: &PasskeyId,
        count: i64,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        // In the order in which its removal takes them.
        account::take_turn(&mut tx, account).await?;
        if !passkey::count_up(&mut tx, passkey, count, now).await? {
            return Ok(false);
        }
        if prove(&mut tx, id, Proof::Passkey, now).await? {
            tell_of(&mut tx, id, account, Proof::Passkey, now).await?;
        }
        tx.commit().await?;
        Ok(true)
    }
}

/// Adds a proof in the caller's transaction; false when it was shown before or the recovery is over.
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

async fn tell_of(tx: &mut Tx, id: &RecoveryId, account: &AccountId, proof: Proof, now: Timestamp) -> Result<(), Fault> {
    let event = event(Kind::RecoveryProven, Some(account), Actor::Nobody, id, now).with("proof", proof.as_str());
    audit::append(tx, &event).await?;
    Ok(())
}
