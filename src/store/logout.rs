//! The end of sessions: one row each, and in the same commit a notice for every party that used it.
//!
//! Whatever hangs from a session is dead by the join the moment the row says so; the notices only tell others sooner.

use serde_json::json;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::event::{Actor, Event, Kind};
use crate::oauth::logout::{Notice, Participant, Told};
use crate::oauth::relying_party::RelyingParty;
use crate::seal::Vault;
use crate::secret::{AccountId, ClientId, OrganisationId, RepresentationId, SessionId};
use crate::store::outbox::{self, Channel, Message};
use crate::store::{Store, Tx, audit, row};

/// Which sessions end.
#[derive(Clone, Copy, Debug)]
pub enum Ends<'a> {
    /// This one.
    One(&'a SessionId),
    /// Every one of the account, in whatever browser.
    All,
}

impl Store {
    /// The parties that used a session.
    pub async fn participants(&self, session: &SessionId) -> Result<Vec<Participant>, Fault> {
        let rows = sqlx::query(
            "SELECT r.id, r.metadata, p.sid FROM participant p JOIN relying_party r ON r.id = p.relying_party_id \
             WHERE p.session_id = $1 ORDER BY p.joined_at, r.id",
        )
        .bind(session.as_str())
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(|row| Ok(Participant { party: party(row)?, sid: row::text(row, "sid")? })).collect()
    }

    /// How a party knows a session, when it has used it.
    pub async fn sid(&self, session: &SessionId, party: &ClientId) -> Result<Option<String>, Fault> {
        let row = sqlx::query("SELECT sid FROM participant WHERE session_id = $1 AND relying_party_id = $2")
            .bind(session.as_str())
            .bind(party.as_str())
            .fetch_optional(self.pool())
            .await?;
        row.map(|row| row::text(&row, "sid")).transpose()
    }

    /// When a party was last given something in a session.
    pub async fn last_use(&self, session: &SessionId, party: &ClientId) -> Result<Option<Timestamp>, Fault> {
        let row = sqlx::query("SELECT used_at FROM participant WHERE session_id = $1 AND relying_party_id = $2")
            .bind(session.as_str())
            .bind(party.as_str())
            .fetch_optional(self.pool())
            .await?;
        Ok(row.map(|row| row::maybe_instant(&row, "used_at")).transpose()?.flatten())
    }

    /// How many sessions of an account are live, in whatever browser.
    pub async fn count_sessions(&self, account: &AccountId, now: Timestamp) -> Result<i64, Fault> {
        let row = sqlx::query(
            "SELECT COUNT(*) AS live FROM session WHERE account_id = $1 AND ended_at IS NULL AND ends_at > $2",
        )
        .bind(account.as_str())
        .bind(now.unix())
        .fetch_one(self.pool())
        .await?;
        row::number(&row, "live")
    }

    /// Ends sessions of an account with everything that hangs from them, and queues the notices; answers which ended now.
    pub async fn end_sessions(
        &self,
        account: &AccountId,
        ends: Ends<'_>,
        why: &'static str,
        actor: &Actor,
        now: Timestamp,
    ) -> Result<Vec<SessionId>, Fault> {
        let mut tx = self.begin().await?;
        let ended = end(&mut tx, &self.vault, account, ends, why, now).await?;
        if let Ends::All = ends {
            // Whoever ends everything means what was handed out for times without a session too.
            end_families(&mut tx, account, ends, why, now).await?;
        }
        if !ended.is_empty() {
            let event = Event::new(Kind::SignedOut, actor.clone(), now)
                .about(account)
                .with("why", why)
                .with("sessions", ended.len() as u64);
            audit::append(&mut tx, &event).await?;
            tx.commit().await?;
        }
        Ok(ended)
    }

    /// The parties that used an ended session, and whether they know.
    pub async fn notices(&self, session: &SessionId) -> Result<Vec<Notice>, Fault> {
        let rows = sqlx::query(
            "SELECT r.id, r.metadata, p.sid, o.id AS message, o.delivered_at, o.failed_at, \
             COALESCE((SELECT MAX(f.ends_at) FROM family f WHERE f.session_id = s.id AND f.relying_party_id = r.id \
               AND (f.offline = 0 OR f.ended_at IS NULL)), s.ends_at) AS held_until, \
             CASE WHEN r.deleted_at IS NULL AND r.suspended_at IS NULL THEN 1 ELSE 0 END AS is_served \
             FROM participant p JOIN session s ON s.id = p.session_id AND s.ended_at IS NOT NULL \
             JOIN relying_party r ON r.id = p.relying_party_id \
             LEFT JOIN outbox o ON o.session_id = p.session_id AND o.relying_party_id = r.id AND o.channel = 'logout' \
             WHERE p.session_id = $1 ORDER BY p.joined_at, r.id",
        )
        .bind(session.as_str())
        .fetch_all(self.pool())
        .await?;
        rows.iter()
            .map(|row| {
                let given = |column| row::maybe_number(row, column).map(|at| at.is_some());
                let told = match row::maybe_text(row, "message")? {
                    None => Told::NoAddress,
                    Some(_) if given("delivered_at")? => Told::Yes,
                    Some(_) if given("failed_at")? => Told::Failed,
                    Some(_) => Told::Soon,
                };
                Ok(Notice {
                    party: party(row)?,
                    sid: row::text(row, "sid")?,
                    is_served: row::number(row, "is_served")? == 1,
                    told,
                    confirmed_at: row::maybe_instant(row, "delivered_at")?,
                    ends_at: row::instant(row, "held_until")?,
                })
            })
            .collect()
    }
}

/// Ends sessions in the caller's transaction, for whatever ends an account's sessions together with something else.
pub(crate) async fn end(
    tx: &mut Tx,
    vault: &Vault,
    account: &AccountId,
    ends: Ends<'_>,
    why: &'static str,
    now: Timestamp,
) -> Result<Vec<SessionId>, Fault> {
    let only = match ends {
        Ends::One(session) => Some(session.as_str()),
        Ends::All => None,
    };
    let rows = sqlx::query(
        "UPDATE session SET ended_at = $2, ended_by = $3 \
         WHERE account_id = $1 AND ended_at IS NULL AND (id = $4 OR $5 = 1) RETURNING id",
    )
    .bind(account.as_str())
    .bind(now.unix())
    .bind(why)
    .bind(only)
    .bind(i64::from(only.is_none()))
    .fetch_all(&mut **tx)
    .await?;
    let mut ended = Vec::new();
    for row in rows {
        let session = SessionId::from_text(row::text(&row, "id")?);
        tell_participants(tx, vault, account, &session, now).await?;
        ended.push(session);
    }
    Ok(ended)
}

/// Ends in the caller's transaction what parties bought in these sessions, also what would have outlived them.
pub(crate) async fn end_families(
    tx: &mut Tx,
    account: &AccountId,
    ends: Ends<'_>,
    why: &'static str,
    now: Timestamp,
) -> Result<(), Fault> {
    let only = match ends {
        Ends::One(session) => Some(session.as_str()),
        Ends::All => None,
    };
    sqlx::query(
        "UPDATE family SET ended_at = $2, ended_by = $3 WHERE account_id = $1 AND ended_at IS NULL \
         AND (session_id = $4 OR $5 = 1)",
    )
    .bind(account.as_str())
    .bind(now.unix())
    .bind(why)
    .bind(only)
    .bind(i64::from(only.is_none()))
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Whose right to act for an organisation ends.
#[derive(Clone, Copy, Debug)]
pub(super) enum Ended<'a> {
    /// One representative's.
    One(&'a RepresentationId),
    /// Everybody's.
    AllOf(&'a OrganisationId),
}

/// Tells the parties at which people act for an organisation until now that they no longer do, by whom the party's last
/// tokens of that session were about: the person stays signed in here, and the party's session for the organisation ends.
pub(super) async fn tell_of_end(tx: &mut Tx, vault: &Vault, ended: Ended<'_>, now: Timestamp) -> Result<(), Fault> {
    let (one, all) = match ended {
        Ended::One(representation) => (representation.as_str(), ""),
        Ended::AllOf(organisation) => ("", organisation.as_str()),
    };
    let rows = sqlx::query(
        "SELECT DISTINCT r.id, r.metadata, f.sid, f.account_id, n.organisation_id FROM family f \
         JOIN representation n ON n.id = f.representation_id JOIN session s ON s.id = f.session_id \
         JOIN relying_party r ON r.id = f.relying_party_id \
         WHERE (n.id = $1 OR n.organisation_id = $2) AND f.ended_at IS NULL AND s.ended_at IS NULL \
         AND r.deleted_at IS NULL AND NOT EXISTS (SELECT 1 FROM family later WHERE later.session_id = f.session_id \
         AND later.relying_party_id = f.relying_party_id AND later.began_at > f.began_at \
         AND COALESCE(later.representation_id, '') <> f.representation_id) ORDER BY r.id, f.sid",
    )
    .bind(one)
    .bind(all)
    .fetch_all(&mut **tx)
    .await?;
    for row in rows {
        let party = party(&row)?;
        let Some(address) = &party.backchannel_logout_uri else { continue };
        let account = AccountId::from_text(row::text(&row, "account_id")?);
        let message = Message {
            channel: Channel::Logout,
            kind: "logout",
            relying_party: Some(party.client_id.clone()),
            // Of no session of ours: that one goes on.
            session: None,
            recipient: address.as_str().to_owned(),
            body: json!({
                "sid": row::text(&row, "sid")?,
                "account": account,
                "organisation": row::text(&row, "organisation_id")?,
            })
            .to_string(),
            account: Some(account),
        };
        outbox::post(tx, vault, &message, now).await?;
    }
    Ok(())
}

async fn tell_participants(
    tx: &mut Tx,
    vault: &Vault,
    account: &AccountId,
    session: &SessionId,
    now: Timestamp,
) -> Result<(), Fault> {
    let rows = sqlx::query(
        "SELECT r.id, r.metadata, p.sid, (SELECT n.organisation_id FROM family f \
         JOIN representation n ON n.id = f.representation_id WHERE f.session_id = p.session_id \
         AND f.relying_party_id = r.id ORDER BY f.began_at DESC, f.id LIMIT 1) AS organisation_id \
         FROM participant p JOIN relying_party r ON r.id = p.relying_party_id \
         WHERE p.session_id = $1 AND r.deleted_at IS NULL ORDER BY r.id",
    )
    .bind(session.as_str())
    .fetch_all(&mut **tx)
    .await?;
    for row in rows {
        let party = party(&row)?;
        let Some(address) = &party.backchannel_logout_uri else { continue };
        let message = Message {
            channel: Channel::Logout,
            kind: "logout",
            account: Some(account.clone()),
            relying_party: Some(party.client_id.clone()),
            session: Some(session.clone()),
            recipient: address.as_str().to_owned(),
            // Signed when it is delivered, so that a notice that waited is as fresh as any other.
            // The party knows the session by whom its tokens were about.
            body: json!({
                "sid": row::text(&row, "sid")?,
                "account": account,
                "organisation": row::maybe_text(&row, "organisation_id")?,
            })
            .to_string(),
        };
        outbox::post(tx, vault, &message, now).await?;
    }
    Ok(())
}

fn party(row: &sqlx::any::AnyRow) -> Result<RelyingParty, Fault> {
    row::parsed(row, "relying_party", "metadata", |text| RelyingParty::parse(text).ok())
}
