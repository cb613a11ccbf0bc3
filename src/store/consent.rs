//! What people let parties have: one row a person and party until it is withdrawn.

use std::collections::BTreeSet;

use sqlx::any::AnyRow;

use crate::clock::Timestamp;
use crate::entropy;
use crate::fault::Fault;
use crate::identity::event::{Actor, Event, Kind};
use crate::oauth::claims::Claim;
use crate::oauth::consent::{Answer, Consent, Given};
use crate::oauth::relying_party::RelyingParty;
use crate::oauth::scope::Scopes;
use crate::secret::{AccountId, ClientId, ConsentId, Digest, RequestId};
use crate::store::{Store, audit, request, row};

impl Store {
    /// What a person lets a party have, expired or not, unless it was withdrawn.
    pub async fn consent(&self, account: &AccountId, party: &ClientId) -> Result<Option<Consent>, Fault> {
        let row = sqlx::query(
            "SELECT id, claims, declined, scope, terms, given_at, expires_at FROM consent \
             WHERE account_id = $1 AND relying_party_id = $2 AND withdrawn_at IS NULL",
        )
        .bind(account.as_str())
        .bind(party.as_str())
        .fetch_optional(self.pool())
        .await?;
        row.map(|row| consent(&row)).transpose()
    }

    /// Every consent of a person that stands, the latest first.
    pub async fn consents(&self, account: &AccountId, now: Timestamp) -> Result<Vec<Given>, Fault> {
        let rows = sqlx::query(
            "SELECT c.id, c.claims, c.declined, c.scope, c.terms, c.given_at, c.expires_at, r.metadata FROM consent c \
             JOIN relying_party r ON r.id = c.relying_party_id WHERE c.account_id = $1 AND c.withdrawn_at IS NULL \
             AND c.expires_at > $2 ORDER BY c.changed_at DESC, c.id",
        )
        .bind(account.as_str())
        .bind(now.unix())
        .fetch_all(self.pool())
        .await?;
        rows.iter()
            .map(|row| {
                let party = row::parsed(row, "relying_party", "metadata", |text| RelyingParty::parse(text).ok())?;
                Ok(Given { consent: consent(row)?, party })
            })
            .collect()
    }

    /// Writes down an answer given in a request; false when that request was answered meanwhile.
    pub async fn give_consent(
        &self,
        account: &AccountId,
        party: &ClientId,
        answer: &Answer,
        asked_in: &RequestId,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let asked = sqlx::query("UPDATE request SET consented_at = $2 WHERE id = $1 AND answered_at IS NULL")
            .bind(asked_in.as_str())
            .bind(now.unix())
            .execute(&mut *tx)
            .await?;
        if asked.rows_affected() == 0 {
            return Ok(false);
        }
        sqlx::query(
            "INSERT INTO consent (id, account_id, relying_party_id, given_at, claims, declined, scope, terms, \
             changed_at, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $4, $9) \
             ON CONFLICT (account_id, relying_party_id) WHERE withdrawn_at IS NULL DO UPDATE SET \
             claims = $5, declined = $6, scope = $7, terms = $8, changed_at = $4, expires_at = $9",
        )
        .bind(ConsentId::new(entropy::bytes()?).as_str())
        .bind(account.as_str())
        .bind(party.as_str())
        .bind(now.unix())
        .bind(words(&answer.allowed))
        .bind(words(&answer.declined))
        .bind(answer.scope.to_string())
        .bind(answer.terms.as_str())
        .bind(answer.expires_at.unix())
        .execute(&mut *tx)
        .await?;
        let event = Event::new(Kind::ConsentGiven, Actor::Person(account.clone()), now)
            .about(account)
            .for_party(party)
            .fields(answer.allowed.iter().map(|claim| claim.as_str()))
            .with("scope", answer.scope.to_string())
            .with("declined", words(&answer.declined))
            .with("terms", answer.terms.as_str());
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Writes down that a person said no, which ends the request; false when it was answered before.
    pub async fn deny_consent(
        &self,
        account: &AccountId,
        party: &ClientId,
        asked_in: &RequestId,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        if !request::answer(&mut tx, asked_in, now).await? {
            return Ok(false);
        }
        let event =
            Event::new(Kind::ConsentDenied, Actor::Person(account.clone()), now).about(account).for_party(party);
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Takes a consent back, and ends whatever the party was given under it; false when it did not stand.
    pub async fn withdraw_consent(&self, id: &ConsentId, account: &AccountId, now: Timestamp) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let withdrawn = sqlx::query(
            "UPDATE consent SET withdrawn_at = $3 WHERE id = $1 AND account_id = $2 AND withdrawn_at IS NULL \
             RETURNING relying_party_id",
        )
        .bind(id.as_str())
        .bind(account.as_str())
        .bind(now.unix())
        .fetch_optional(&mut *tx)
        .await?;
        let Some(withdrawn) = withdrawn else { return Ok(false) };
        let party = ClientId::from_text(row::text(&withdrawn, "relying_party_id")?);
        sqlx::query(
            "UPDATE family SET ended_at = $3, ended_by = 'consent_withdrawn' \
             WHERE account_id = $1 AND relying_party_id = $2 AND ended_at IS NULL",
        )
        .bind(account.as_str())
        .bind(party.as_str())
        .bind(now.unix())
        .execute(&mut *tx)
        .await?;
        let event =
            Event::new(Kind::ConsentWithdrawn, Actor::Person(account.clone()), now).about(account).for_party(&party);
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(true)
    }
}

fn consent(row: &AnyRow) -> Result<Consent, Fault> {
    Ok(Consent {
        id: ConsentId::from_text(row::text(row, "id")?),
        allowed: claims(&row::text(row, "claims")?),
        declined: claims(&row::text(row, "declined")?),
        scope: row::parsed(row, "consent", "scope", |text| Scopes::parse(text).ok())?,
        terms: Digest::from_column(row::text(row, "terms")?),
        given_at: row::instant(row, "given_at")?,
        expires_at: row::instant(row, "expires_at")?,
    })
}

/// A claim that the house no longer knows is neither allowed nor declined.
fn claims(text: &str) -> BTreeSet<Claim> {
    text.split(' ').filter_map(Claim::parse).collect()
}

fn words(claims: &BTreeSet<Claim>) -> String {
    claims.iter().map(|claim| claim.as_str()).collect::<Vec<_>>().join(" ")
}
