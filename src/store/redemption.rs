//! Codes: what is known of one, and the one write that spends it for what it buys.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::event::{Actor, Kind};
use crate::oauth::code::CodeFacts;
use crate::oauth::family::Family;
use crate::oauth::pkce::Challenge;
use crate::secret::Digest;
use crate::store::access::NewAccess;
use crate::store::family::{alive, event, family_columns};
use crate::store::refresh::NewRefresh;
use crate::store::{Store, access, audit, family, refresh, row};

/// What a code buys, to be saved in the write that spends it.
#[derive(Clone, Debug)]
pub struct Redemption<'a> {
    /// The code.
    pub code: &'a Digest,
    /// What it hangs from.
    pub family: &'a Family,
    /// The access token.
    pub access: NewAccess,
    /// The first refresh token of the family.
    pub refresh: Option<NewRefresh>,
}

/// What became of a write that spends something once.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Spending {
    /// It was ours.
    Spent,
    /// Somebody was first, or what it hangs from ended meanwhile; nothing was written.
    TooLate,
}

impl Store {
    /// What is known of a code, dead or alive.
    pub async fn code_facts(&self, code: &Digest, now: Timestamp) -> Result<Option<CodeFacts>, Fault> {
        let row = sqlx::query(concat!(
            "SELECT ",
            family_columns!(),
            ", c.redirect_uri, c.challenge, c.expires_at AS code_expires_at, c.redeemed_at \
             FROM code c JOIN family f ON f.id = c.family_id WHERE c.digest = $1"
        ))
        .bind(code.as_str())
        .bind(now.unix())
        .fetch_optional(self.pool())
        .await?;
        row.map(|row| {
            let challenge = row::maybe_text(&row, "challenge")?
                .map(|text| Challenge::parse(&text).ok_or_else(|| row::corrupt(&row, "code", "challenge")));
            Ok(CodeFacts {
                family: family::family(&row)?,
                redirect_uri: row::text(&row, "redirect_uri")?,
                challenge: challenge.transpose()?,
                expires_at: row::instant(&row, "code_expires_at")?,
                redeemed_at: row::maybe_instant(&row, "redeemed_at")?,
            })
        })
        .transpose()
    }

    /// Spends the code and saves what it buys, or does neither.
    pub async fn commit_redemption(&self, change: &Redemption<'_>, now: Timestamp) -> Result<Spending, Fault> {
        let mut tx = self.begin().await?;
        let spent = sqlx::query(concat!(
            "UPDATE code SET redeemed_at = $2 WHERE digest = $1 AND redeemed_at IS NULL AND expires_at > $2 \
             AND EXISTS (SELECT 1 FROM family f WHERE f.id = code.family_id AND ",
            alive!(),
            ")"
        ))
        .bind(change.code.as_str())
        .bind(now.unix())
        .execute(&mut *tx)
        .await?;
        if spent.rows_affected() == 0 {
            return Ok(Spending::TooLate);
        }
        access::insert(&mut tx, &change.family.id, &change.access, now).await?;
        if let Some(new) = &change.refresh {
            refresh::insert(&mut tx, &change.family.id, new, now).await?;
        }
        let actor = Actor::RelyingParty(change.family.relying_party.clone());
        let event = event(Kind::CodeRedeemed, actor, change.family, now).with("scope", change.access.scope.to_string());
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(Spending::Spent)
    }
}
