//! What is handed out for an answered request: its family and its code, in the one write that answers it.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::event::{Actor, Event, Kind};
use crate::oauth::session::SessionFacts;
use crate::oauth::step::Grant;
use crate::secret::{ClientId, Digest, FamilyId, RequestId};
use crate::store::{Store, audit, request, row};

/// A code to issue with what it buys.
#[derive(Clone, Debug)]
pub struct NewCode<'a> {
    /// The request that it answers.
    pub request: &'a RequestId,
    /// Who gets it.
    pub party: &'a ClientId,
    /// The session in which the person agreed.
    pub session: &'a SessionFacts,
    /// What was granted.
    pub grant: &'a Grant,
    /// The request's nonce.
    pub nonce: Option<&'a str>,
    /// PKCE's challenge.
    pub challenge: Option<&'a str>,
    /// Where the code is sent.
    pub redirect_uri: &'a str,
    /// Digest of the code.
    pub code: &'a Digest,
    /// From when the code is dead.
    pub code_expires_at: Timestamp,
    /// What it buys.
    pub family: &'a FamilyId,
    /// From when that is dead whatever happens.
    pub family_ends_at: Timestamp,
    /// How the party will know the session, if it does not know it yet.
    pub sid: &'a str,
}

/// What became of an issue.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Issue {
    /// The code may be sent.
    Issued,
    /// The request was answered before.
    Answered,
    /// The session or the account ended meanwhile.
    SessionEnded,
}

impl Store {
    /// Answers the request, lets the party take part in the session, and saves the code with what it buys; or nothing.
    pub async fn issue_code(&self, new: &NewCode<'_>, now: Timestamp) -> Result<Issue, Fault> {
        let mut tx = self.begin().await?;
        if !request::answer(&mut tx, new.request, now).await? {
            return Ok(Issue::Answered);
        }
        // Writing the session's row makes a sign-out and a lock of the same moment wait, or this see them.
        let live = sqlx::query(
            "UPDATE session SET used_at = CASE WHEN used_at < $2 THEN $2 ELSE used_at END \
             WHERE id = $1 AND ended_at IS NULL AND EXISTS \
                (SELECT 1 FROM account a WHERE a.id = session.account_id AND a.state = 'active') AND NOT EXISTS \
                (SELECT 1 FROM account_lock l WHERE l.account_id = session.account_id AND l.lifted_at IS NULL)",
        )
        .bind(new.session.id.as_str())
        .bind(now.unix())
        .execute(&mut *tx)
        .await?;
        if live.rows_affected() == 0 {
            return Ok(Issue::SessionEnded);
        }
        let participant = sqlx::query(
            "INSERT INTO participant (session_id, relying_party_id, sid, joined_at) VALUES ($1, $2, $3, $4) \
             ON CONFLICT (session_id, relying_party_id) DO UPDATE SET joined_at = participant.joined_at RETURNING sid",
        )
        .bind(new.session.id.as_str())
        .bind(new.party.as_str())
        .bind(new.sid)
        .bind(now.unix())
        .fetch_one(&mut *tx)
        .await?;
        sqlx::query(
            "INSERT INTO family (id, session_id, account_id, relying_party_id, sid, scope, claims, nonce, \
             authenticated_at, level, methods, offline, began_at, ends_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        )
        .bind(new.family.as_str())
        .bind(new.session.id.as_str())
        .bind(new.session.account.as_str())
        .bind(new.party.as_str())
        .bind(row::text(&participant, "sid")?)
        .bind(new.grant.scope.to_string())
        .bind(new.grant.claims.to_json())
        .bind(new.nonce)
        .bind(new.session.authenticated_at.unix())
        .bind(new.grant.level)
        .bind(new.session.methods.join(" "))
        .bind(i64::from(new.grant.offline))
        .bind(now.unix())
        .bind(new.family_ends_at.unix())
        .execute(&mut *tx)
        .await?;
        sqlx::query(
            "INSERT INTO code (digest, family_id, redirect_uri, challenge, issued_at, expires_at) \
             VALUES ($1, $2, $3, $4, $5, $6)",
        )
        .bind(new.code.as_str())
        .bind(new.family.as_str())
        .bind(new.redirect_uri)
        .bind(new.challenge)
        .bind(now.unix())
        .bind(new.code_expires_at.unix())
        .execute(&mut *tx)
        .await?;
        let event = Event::new(Kind::CodeIssued, Actor::Person(new.session.account.clone()), now)
            .about(&new.session.account)
            .for_party(new.party)
            .with("family", new.family.as_str())
            .with("scope", new.grant.scope.to_string())
            .with("level", new.grant.level);
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(Issue::Issued)
    }
}
