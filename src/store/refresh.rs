//! Refresh tokens: what is known of one, and the one write that spends it for the next.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::event::{Actor, Kind};
use crate::oauth::family::Family;
use crate::oauth::refresh::RefreshFacts;
use crate::secret::{Digest, FamilyId};
use crate::store::access::NewAccess;
use crate::store::family::{alive, event, family_columns};
use crate::store::redemption::Spending;
use crate::store::{Store, Tx, access, audit, family, row};

/// A refresh token to be handed out.
#[derive(Clone, Debug)]
pub struct NewRefresh {
    /// What we keep of it.
    pub digest: Digest,
    /// From when it is dead unless used.
    pub expires_at: Timestamp,
}

/// What a refresh buys, to be saved in the write that pays for it.
#[derive(Clone, Debug)]
pub struct Rotation<'a> {
    /// The token that was shown.
    pub shown: &'a Digest,
    /// What it hangs from.
    pub family: &'a Family,
    /// The access token.
    pub access: NewAccess,
    /// What becomes of the chain.
    pub next: Next,
}

/// What becomes of a chain at a refresh.
#[derive(Clone, Debug)]
pub enum Next {
    /// The shown token is spent for this one.
    Rotate(NewRefresh),
    /// The shown token stays, and is dead from then on unless used.
    Keep(Timestamp),
}

/// Saves a refresh token in the caller's transaction.
pub(super) async fn insert(tx: &mut Tx, family: &FamilyId, new: &NewRefresh, now: Timestamp) -> Result<(), Fault> {
    sqlx::query("INSERT INTO refresh (digest, family_id, issued_at, expires_at) VALUES ($1, $2, $3, $4)")
        .bind(new.digest.as_str())
        .bind(family.as_str())
        .bind(now.unix())
        .bind(new.expires_at.unix())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

impl Store {
    /// What is known of a refresh token, dead or alive.
    pub async fn refresh_facts(&self, token: &Digest, now: Timestamp) -> Result<Option<RefreshFacts>, Fault> {
        let row = sqlx::query(concat!(
            "SELECT ",
            family_columns!(),
            ", r.expires_at AS refresh_expires_at, r.spent_at \
             FROM refresh r JOIN family f ON f.id = r.family_id WHERE r.digest = $1"
        ))
        .bind(token.as_str())
        .bind(now.unix())
        .fetch_optional(self.pool())
        .await?;
        row.map(|row| {
            Ok(RefreshFacts {
                family: family::family(&row)?,
                expires_at: row::instant(&row, "refresh_expires_at")?,
                spent_at: row::maybe_instant(&row, "spent_at")?,
            })
        })
        .transpose()
    }

    /// Spends the shown token (or moves its idle end) and saves what it buys, or does neither.
    pub async fn commit_rotation(&self, change: &Rotation<'_>, now: Timestamp) -> Result<Spending, Fault> {
        let mut tx = self.begin().await?;
        let (spent_at, expires_at) = match &change.next {
            Next::Rotate(_) => (Some(now.unix()), None),
            Next::Keep(until) => (None, Some(until.unix())),
        };
        let spent = sqlx::query(concat!(
            "UPDATE refresh SET spent_at = $3, expires_at = COALESCE($4, expires_at) \
             WHERE digest = $1 AND spent_at IS NULL AND expires_at > $2 \
             AND EXISTS (SELECT 1 FROM family f WHERE f.id = refresh.family_id AND ",
            alive!(),
            ")"
        ))
        .bind(change.shown.as_str())
        .bind(now.unix())
        .bind(spent_at)
        .bind(expires_at)
        .execute(&mut *tx)
        .await?;
        if spent.rows_affected() == 0 {
            return Ok(Spending::TooLate);
        }
        if let Next::Rotate(new) = &change.next {
            insert(&mut tx, &change.family.id, new, now).await?;
        }
        access::insert(&mut tx, &change.family.id, &change.access, now).await?;
        let actor = Actor::RelyingParty(change.family.relying_party.clone());
        let event =
            event(Kind::TokenRefreshed, actor, change.family, now).with("scope", change.access.scope.to_string());
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(Spending::Spent)
    }
}
