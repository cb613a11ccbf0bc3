//! What a person lets a party have at this moment.

use std::collections::BTreeSet;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::oauth::claims::Claim;
use crate::secret::{AccountId, ClientId};
use crate::store::{Store, row};

impl Store {
    /// The claims of every consent that stands now: neither withdrawn nor expired.
    pub async fn agreed_claims(
        &self,
        account: &AccountId,
        party: &ClientId,
        now: Timestamp,
    ) -> Result<BTreeSet<Claim>, Fault> {
        let rows = sqlx::query(
            "SELECT claims FROM consent WHERE account_id = $1 AND relying_party_id = $2 AND withdrawn_at IS NULL \
             AND expires_at > $3",
        )
        .bind(account.as_str())
        .bind(party.as_str())
        .bind(now.unix())
        .fetch_all(self.pool())
        .await?;
        let mut agreed = BTreeSet::new();
        for row in rows {
            // A claim that the house no longer knows is simply not released.
            agreed.extend(row::text(&row, "claims")?.split(' ').filter_map(Claim::parse));
        }
        Ok(agreed)
    }
}
