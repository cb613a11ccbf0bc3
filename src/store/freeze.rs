//! Freezes and the categories of parties that they close an account to. Whether an account is frozen to a party is computed
//! where something is released, by one condition that stands here once.

use crate::clock::Timestamp;
use crate::entropy;
use crate::fault::Fault;
use crate::identity::dependant::{Link, Relation};
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::freeze::{Category, Freeze};
use crate::secret::{AccountId, ClientId, encode};
use crate::store::outbox::{self, Message};
use crate::store::{Store, Tx, account, audit, dependant, row};

/// Whether the account and the party of family `f` are apart at `$2`: a category of the party is frozen.
macro_rules! frozen {
    () => {
        "EXISTS (SELECT 1 FROM account_freeze z JOIN party_category k ON k.category = z.category \
         WHERE z.account_id = f.account_id AND k.relying_party_id = f.relying_party_id \
         AND (z.lifts_at IS NULL OR z.lifts_at > $2))"
    };
}
pub(super) use frozen;

/// Whose freezes are changed, and by whom.
#[derive(Clone, Copy, Debug)]
pub struct Deed<'a> {
    /// Whose account it is.
    pub account: &'a AccountId,
    /// Who acts in the holder's name, and how they answer for the holder; none when it is the holder.
    pub guardian: Option<(&'a Link, Relation)>,
}

impl Store {
    /// The freezes of an account that stand.
    pub async fn freezes(&self, account: &AccountId, now: Timestamp) -> Result<Vec<Freeze>, Fault> {
        let rows = sqlx::query(
            "SELECT category, since_at, lifts_at FROM account_freeze WHERE account_id = $1 \
             AND (lifts_at IS NULL OR lifts_at > $2) ORDER BY since_at, id",
        )
        .bind(account.as_str())
        .bind(now.unix())
        .fetch_all(self.pool())
        .await?;
        rows.iter()
            .map(|row| {
                Ok(Freeze {
                    category: row::parsed(row, "account_freeze", "category", Category::parse)?,
                    since: row::instant(row, "since_at")?,
                    lifts_at: row::maybe_instant(row, "lifts_at")?,
                })
            })
            .collect()
    }

    /// Whether an account is frozen to a party.
    pub async fn is_frozen(&self, account: &AccountId, party: &ClientId, now: Timestamp) -> Result<bool, Fault> {
        let row = sqlx::query(
            "SELECT 1 FROM account_freeze z JOIN party_category k ON k.category = z.category WHERE z.account_id = $1 \
             AND k.relying_party_id = $3 AND (z.lifts_at IS NULL OR z.lifts_at > $2) LIMIT 1",
        )
        .bind(account.as_str())
        .bind(now.unix())
        .bind(party.as_str())
        .fetch_optional(self.pool())
        .await?;
        Ok(row.is_some())
    }

    /// Freezes categories; what is being lifted stays frozen. False when all of them stood so, or who acts in the holder's name
    /// no longer answers for the holder.
    pub async fn freeze(
        &self,
        deed: Deed<'_>,
        categories: &[Category],
        messages: &[Message],
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let (mut tx, account) = (self.begin().await?, deed.account);
        if !take_turn(&mut tx, deed).await? {
            return Ok(false);
        }
        // Whatever is handed out in this moment writes its session's row first, so one of the two waits for the other.
        sqlx::query("UPDATE session SET used_at = used_at WHERE account_id = $1 AND ended_at IS NULL")
            .bind(account.as_str())
            .execute(&mut *tx)
            .await?;
        let mut frozen = Vec::new();
        for category in categories {
            if keep(&mut tx, account, Some(*category), now).await? > 0 || put(&mut tx, account, *category, now).await? {
                frozen.push(category.as_str());
            }
        }
        if frozen.is_empty() {
            return Ok(false);
        }
        let event = deed.event(Kind::Frozen, now).with("categories", frozen.join(" "));
        done(tx, self, &event, messages, now).await?;
        Ok(true)
    }

    /// Has a freeze open at that instant; false when nothing of that is frozen, it is being lifted, or who acts no longer may.
    pub async fn lift_freeze(
        &self,
        deed: Deed<'_>,
        category: Category,
        lifts_at: Timestamp,
        messages: &[Message],
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        if !take_turn(&mut tx, deed).await? {
            return Ok(false);
        }
        let asked = sqlx::query(
            "UPDATE account_freeze SET lift_asked_at = $3, lifts_at = $4 WHERE account_id = $1 AND category = $2 \
             AND lifts_at IS NULL",
        )
        .bind(deed.account.as_str())
        .bind(category.as_str())
        .bind(now.unix())
        .bind(lifts_at.unix())
        .execute(&mut *tx)
        .await?;
        if asked.rows_affected() == 0 {
            return Ok(false);
        }
        let event = deed.event(Kind::FreezeLifting, now).with("categories", category.as_str());
        done(tx, self, &event, messages, now).await?;
        Ok(true)
    }

    /// Takes the lifting of a freeze back; false when it is open already, nobody asked for that, or who acts no longer may.
    pub async fn keep_freeze(
        &self,
        deed: Deed<'_>,
        category: Category,
        messages: &[Message],
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        if !take_turn(&mut tx, deed).await? || keep(&mut tx, deed.account, Some(category), now).await? == 0 {
            return Ok(false);
        }
        let event = deed.event(Kind::FreezeKept, now).with("categories", category.as_str());
        done(tx, self, &event, messages, now).await?;
        Ok(true)
    }

    /// The categories of a party, as an operator set them.
    pub async fn categories(&self, party: &ClientId) -> Result<Vec<Category>, Fault> {
        let rows = sqlx::query("SELECT category FROM party_category WHERE relying_party_id = $1 ORDER BY category")
            .bind(party.as_str())
            .fetch_all(self.pool())
            .await?;
        rows.iter().map(|row| row::parsed(row, "party_category", "category", Category::parse)).collect()
    }

    /// Sets the categories of a party, in place of those that it had.
    pub async fn categorise(&self, party: &ClientId, categories: &[Category], now: Timestamp) -> Result<(), Fault> {
        let mut tx = self.begin().await?;
        sqlx::query("DELETE FROM party_category WHERE relying_party_id = $1")
            .bind(party.as_str())
            .execute(&mut *tx)
            .await?;
        for category in categories {
            sqlx::query(
                "INSERT INTO party_category (relying_party_id, category, since_at) VALUES ($1, $2, $3) \
                 ON CONFLICT DO NOTHING",
            )
            .bind(party.as_str())
            .bind(category.as_str())
            .bind(now.unix())
            .execute(&mut *tx)
            .await?;
        }
        let words: Vec<_> = categories.iter().map(|category| category.as_str()).collect();
        let event = Event::new(Kind::PartyRegistered, Actor::Operator, now).for_party(party);
        audit::append(&mut tx, &event.with("done", "categorised").with("categories", words.join(" "))).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Whether an account is frozen to a party, in the caller's transaction and behind whatever it waited for.
pub(super) async fn stands(tx: &mut Tx, account: &AccountId, party: &ClientId, now: Timestamp) -> Result<bool, Fault> {
    let row = sqlx::query(
        "SELECT 1 FROM account_freeze z JOIN party_category k ON k.category = z.category WHERE z.account_id = $1 \
         AND k.relying_party_id = $3 AND (z.lifts_at IS NULL OR z.lifts_at > $2) LIMIT 1",
    )
    .bind(account.as_str())
    .bind(now.unix())
    .bind(party.as_str())
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.is_some())
}

/// Takes liftings back in the caller's transaction, of one category or of every one; answers how many.
pub(super) async fn keep(
    tx: &mut Tx,
    account: &AccountId,
    category: Option<Category>,
    now: Timestamp,
) -> Result<u64, Fault> {
    let kept = sqlx::query(
        "UPDATE account_freeze SET lift_asked_at = NULL, lifts_at = NULL WHERE account_id = $1 AND lifts_at > $2 \
         AND (category = $3 OR $4 = 1)",
    )
    .bind(account.as_str())
    .bind(now.unix())
    .bind(category.map(Category::as_str))
    .bind(i64::from(category.is_none()))
    .execute(&mut **tx)
    .await?;
    Ok(kept.rows_affected())
}

/// A new freeze; false when one stands.
async fn put(tx: &mut Tx, account: &AccountId, category: Category, now: Timestamp) -> Result<bool, Fault> {
    let put = sqlx::query(
        "INSERT INTO account_freeze (id, account_id, category, since_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
    )
    .bind(encode(&entropy::bytes::<16>()?))
    .bind(account.as_str())
    .bind(category.as_str())
    .bind(now.unix())
    .execute(&mut **tx)
    .await?;
    Ok(put.rows_affected() > 0)
}

/// The account's turn; false when who acts in its holder's name no longer answers for the holder. A relation ends in a turn of the
/// same account, so that nothing is changed after its end.
async fn take_turn(tx: &mut Tx, deed: Deed<'_>) -> Result<bool, Fault> {
    account::take_turn(tx, deed.account).await?;
    match deed.guardian {
        None => Ok(true),
        Some((link, _)) => dependant::stands(tx, &link.id).await,
    }
}

impl Deed<'_> {
    fn event(&self, kind: Kind, now: Timestamp) -> Event {
        let by = self.guardian.map_or(self.account, |(link, _)| &link.guardian);
        let event = Event::new(kind, Actor::Person(by.clone()), now).about(self.account);
        match self.guardian {
            None => event,
            Some((_, relation)) => event.with("relation", relation.as_str()),
        }
    }
}

async fn done(mut tx: Tx, store: &Store, event: &Event, messages: &[Message], now: Timestamp) -> Result<(), Fault> {
    audit::append(&mut tx, event).await?;
    for message in messages {
        outbox::post(&mut tx, &store.vault, message, now).await?;
    }
    tx.commit().await.map_err(Fault::from)
}
