//! What is handed out for an answered request: its family with the code and the access token that hang from it, in the
//! one write that answers it.

use crate::clock::{Seconds, Timestamp};
use crate::fault::Fault;
use crate::identity::event::{Actor, Kind};
use crate::oauth::family::{ActsFor, Family};
use crate::secret::{Digest, RequestId};
use crate::store::access::NewAccess;
use crate::store::family::event;
use crate::store::{Store, Tx, access, audit, freeze, request, row};

/// An answer with all that it hands out.
#[derive(Clone, Debug)]
pub struct NewAnswer<'a> {
    /// The request that it answers.
    pub request: &'a RequestId,
    /// What everything hangs from; its `sid` is how the party will know the session.
    pub family: &'a Family,
    /// The code, where one was asked for.
    pub code: Option<NewCode<'a>>,
    /// The access token that goes by way of the browser, where one was asked for.
    pub access: Option<NewAccess>,
}

/// A code to hand out.
#[derive(Clone, Debug)]
pub struct NewCode<'a> {
    /// What we keep of it.
    pub digest: Digest,
    /// PKCE's challenge.
    pub challenge: Option<&'a str>,
    /// Where it is sent.
    pub redirect_uri: &'a str,
    /// From when it is dead.
    pub expires_at: Timestamp,
}

/// What became of an answer.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Issue {
    /// It may be sent.
    Issued,
    /// The request was answered before.
    Answered,
    /// The session or the account ended meanwhile.
    SessionEnded,
    /// The person may no longer act for the organisation.
    RepresentationEnded,
    /// The holder has frozen what this party does.
    Frozen,
    /// The party knows the session by another name than the family's; nothing was written.
    KnownOtherwise,
}

impl Store {
    /// Answers the request, lets the party take part in the session, and saves what is handed out; or nothing.
    pub async fn commit_answer(&self, new: &NewAnswer<'_>, now: Timestamp) -> Result<Issue, Fault> {
        let family = new.family;
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
        .bind(family.session.as_str())
        .bind(now.unix())
        .execute(&mut *tx)
        .await?;
        if live.rows_affected() == 0 {
            return Ok(Issue::SessionEnded);
        }
        if freeze::stands(&mut tx, &family.account, &family.relying_party, now).await? {
            return Ok(Issue::Frozen);
        }
        if let Some(acts) = &family.acts_for
            && !still_acts(&mut tx, acts, family, now).await?
        {
            return Ok(Issue::RepresentationEnded);
        }
        let participant = sqlx::query(
            "INSERT INTO participant (session_id, relying_party_id, sid, joined_at, used_at) VALUES ($1, $2, $3, $4, $4) \
             ON CONFLICT (session_id, relying_party_id) DO UPDATE SET used_at = $4 RETURNING sid",
        )
        .bind(family.session.as_str())
        .bind(family.relying_party.as_str())
        .bind(&family.sid)
        .bind(now.unix())
        .fetch_one(&mut *tx)
        .await?;
        if row::text(&participant, "sid")? != family.sid {
            return Ok(Issue::KnownOtherwise);
        }
        insert_family(&mut tx, family, now).await?;
        if let Some(code) = &new.code {
            insert_code(&mut tx, family, code, now).await?;
        }
        if let Some(token) = &new.access {
            access::insert(&mut tx, &family.id, token, now).await?;
        }
        let kind = if new.code.is_some() { Kind::CodeIssued } else { Kind::TokensIssued };
        let event = event(kind, Actor::Person(family.account.clone()), family, now)
            .with("scope", family.scope.to_string())
            .with("level", family.level);
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(Issue::Issued)
    }
}

/// Whether the person may act for the organisation. Writing the row makes an end and a lock of the same moment wait, or
/// this see them: the ground is looked for by a statement of its own, behind the wait.
async fn still_acts(tx: &mut Tx, acts: &ActsFor, family: &Family, now: Timestamp) -> Result<bool, Fault> {
    let standing = sqlx::query(
        "UPDATE representation SET touched_at = $2 WHERE id = $1 AND account_id = $3 AND ended_at IS NULL \
         AND role IN ('act', 'administer')",
    )
    .bind(acts.representation.as_str())
    .bind(now.unix())
    .bind(family.account.as_str())
    .execute(&mut **tx)
    .await?;
    let ground =
        sqlx::query("SELECT id FROM organisation_lock WHERE organisation_id = $1 AND lifted_at IS NULL LIMIT 1")
            .bind(acts.organisation.as_str())
            .fetch_optional(&mut **tx)
            .await?;
    Ok(standing.rows_affected() == 1 && ground.is_none())
}

async fn insert_family(tx: &mut Tx, family: &Family, now: Timestamp) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO family (id, session_id, account_id, relying_party_id, sid, scope, claims, nonce, \
         authenticated_at, level, methods, offline, began_at, ends_at, resources, representation_id, idle) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)",
    )
    .bind(family.id.as_str())
    .bind(family.session.as_str())
    .bind(family.account.as_str())
    .bind(family.relying_party.as_str())
    .bind(&family.sid)
    .bind(family.scope.to_string())
    .bind(family.claims.to_json())
    .bind(family.nonce.as_deref())
    .bind(family.authenticated_at.unix())
    .bind(family.level)
    .bind(family.methods.join(" "))
    .bind(i64::from(family.offline))
    .bind(now.unix())
    .bind(family.ends_at.unix())
    .bind(family.resources.to_string())
    .bind(family.acts_for.as_ref().map(|acts| acts.representation.as_str()))
    .bind(family.idle.map(Seconds::get))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

async fn insert_code(tx: &mut Tx, family: &Family, code: &NewCode<'_>, now: Timestamp) -> Result<(), Fault> {
    sqlx::query(
        "INSERT INTO code (digest, family_id, redirect_uri, challenge, issued_at, expires_at) \
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(code.digest.as_str())
    .bind(family.id.as_str())
    .bind(code.redirect_uri)
    .bind(code.challenge)
    .bind(now.unix())
    .bind(code.expires_at.unix())
    .execute(&mut **tx)
    .await?;
    Ok(())
}
