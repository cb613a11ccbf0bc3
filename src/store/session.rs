//! Sessions. A session's end is one row; whatever hangs from it is dead by the join.

use sqlx::any::AnyRow;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::event::{Actor, Event, Kind};
use crate::limits;
use crate::oauth::session::{Device, Listed, SessionFacts};
use crate::seal::Vault;
use crate::secret::{AccountId, Digest, RequestId, SessionId};
use crate::store::known_browser::{self, Met};
use crate::store::logout::{self, Ends};
use crate::store::not_me::{self, NewNotice};
use crate::store::{Store, Tx, account, audit, request, row};

/// A session to begin.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// Its id.
    pub id: SessionId,
    /// Digest of its cookie.
    pub digest: Digest,
    /// Whose it is.
    pub account: AccountId,
    /// Digest of the browser's cookie.
    pub browser: Digest,
    /// When the person showed a factor.
    pub authenticated_at: Timestamp,
    /// The authentication level reached, 1 to 4.
    pub level: i64,
    /// The methods used.
    pub methods: Vec<String>,
    /// Its absolute end.
    pub ends_at: Timestamp,
    /// What is kept of the browser.
    pub device: Device,
    /// The authorization request that it was begun for.
    pub for_request: Option<RequestId>,
    /// The session of somebody else in this browser, which ends.
    pub instead_of: Option<SessionFacts>,
}

/// The facts of a session and of its account.
macro_rules! facts {
    ($which:literal) => {
        concat!(
            "SELECT s.id, s.account_id, a.level AS holder_level, ",
            // Taken back lately, it acts at level 1 whatever is shown. Judged by the last use, which is never in the future.
            "CASE WHEN (s.lowered_at IS NOT NULL OR a.restrained_until > s.used_at) AND a.level > 1 THEN 1 ",
            "ELSE a.level END AS account_level, ",
            "a.proofed_at, a.restrained_until, s.browser, s.began_at, s.ends_at, s.authenticated_at, s.level, s.methods, ",
            "s.used_at, s.ended_at, ",
            "CASE WHEN a.state = 'active' AND NOT EXISTS ",
            "(SELECT 1 FROM account_lock l WHERE l.account_id = a.id AND l.lifted_at IS NULL) ",
            "THEN 1 ELSE 0 END AS is_open ",
            "FROM session s JOIN account a ON a.id = s.account_id WHERE ",
            $which
        )
    };
}

impl Store {
    /// The session that this cookie names, live or not.
    pub async fn session(&self, cookie: &Digest) -> Result<Option<SessionFacts>, Fault> {
        let row = sqlx::query(facts!("s.digest = $1")).bind(cookie.as_str()).fetch_optional(self.pool()).await?;
        row.as_ref().map(facts).transpose()
    }

    /// The session of that id, live or not.
    pub async fn session_of_id(&self, id: &SessionId) -> Result<Option<SessionFacts>, Fault> {
        let row = sqlx::query(facts!("s.id = $1")).bind(id.as_str()).fetch_optional(self.pool()).await?;
        row.as_ref().map(facts).transpose()
    }

    /// Begins a session of an open account, whose holder is told in a browser that it does not know; false when it was
    /// locked or closed in the meantime.
    pub async fn begin_session(
        &self,
        session: &NewSession,
        notice: Option<&NewNotice>,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        if !insert(&mut tx, &self.vault, session, notice, now).await? {
            return Ok(false);
        }
        let event = Event::new(Kind::SignedIn, Actor::Person(session.account.clone()), now)
            .about(&session.account)
            .with("level", session.level)
            .with("methods", session.methods.join(" "));
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Sets what a live session is worth after factors were shown again or anew, under a new cookie (SE02); false when it
    /// had ended meanwhile. Who acted at level 1 does so no more. The request that this was done for, if one, is told so.
    pub async fn raise_session(
        &self,
        session: &SessionFacts,
        cookie: &Digest,
        level: i64,
        methods: &[String],
        for_request: Option<&RequestId>,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let worth = Worth { cookie, level, methods };
        if !raise(&mut tx, session, &worth, for_request, now).await? {
            return Ok(false);
        }
        tx.commit().await?;
        Ok(true)
    }

    /// Makes a live session of a level-2 account act at level 1, under a new cookie (SE02): it is worth one factor from then
    /// on, and what it showed by a square is cancelled; false when it had ended or acts so already.
    pub async fn lower_session(
        &self,
        session: &SessionFacts,
        cookie: &Digest,
        methods: &[String],
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let lowered = sqlx::query(
            "UPDATE session SET lowered_at = $2, digest = $3, level = 1, methods = $4 WHERE id = $1 AND ended_at IS NULL \
             AND lowered_at IS NULL AND EXISTS (SELECT 1 FROM account a WHERE a.id = session.account_id AND a.level = 2)",
        )
        .bind(session.id.as_str())
        .bind(now.unix())
        .bind(cookie.as_str())
        .bind(methods.join(" "))
        .execute(&mut *tx)
        .await?;
        if lowered.rows_affected() == 0 {
            return Ok(false);
        }
        sqlx::query("UPDATE presentation SET state = 'cancelled' WHERE session_id = $1 AND state = 'live'")
            .bind(session.id.as_str())
            .execute(&mut *tx)
            .await?;
        let event =
            Event::new(Kind::SessionLowered, Actor::Person(session.account.clone()), now).about(&session.account);
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The live sessions of an account, the last used first, with the parties that each was used for.
    pub async fn sessions(&self, account: &AccountId, now: Timestamp) -> Result<Vec<Listed>, Fault> {
        let rows = sqlx::query(
            "SELECT id, began_at, used_at, user_agent, system, place, level, methods FROM session \
             WHERE account_id = $1 AND ended_at IS NULL AND ends_at > $2 AND used_at > $3 ORDER BY used_at DESC, id",
        )
        .bind(account.as_str())
        .bind(now.unix())
        .bind(now.minus(limits::SESSION_IDLE).unix())
        .fetch_all(self.pool())
        .await?;
        let mut listed = Vec::new();
        for row in &rows {
            let id = SessionId::from_text(row::text(row, "id")?);
            let word = |column| row::maybe_text(row, column).map(Option::unwrap_or_default);
            listed.push(Listed {
                began_at: row::instant(row, "began_at")?,
                used_at: row::instant(row, "used_at")?,
                device: Device { browser: word("user_agent")?, system: word("system")?, place: word("place")? },
                level: row::number(row, "level")?,
                methods: row::text(row, "methods")?.split(' ').map(str::to_owned).collect(),
                parties: self.participants(&id).await?.into_iter().map(|used| used.party.name).collect(),
                id,
            });
        }
        Ok(listed)
    }

    /// Ends sessions of an account from the list of them, and with each whatever a party bought in it, also what would have
    /// outlived it: who ends a session there does not trust it. Answers which ended now.
    pub async fn end_listed_sessions(
        &self,
        account: &AccountId,
        sessions: &[SessionId],
        now: Timestamp,
    ) -> Result<Vec<SessionId>, Fault> {
        let mut tx = self.begin().await?;
        let mut ended = Vec::new();
        for session in sessions {
            if end(&mut tx, &self.vault, account, session, "person", now).await? {
                logout::end_families(&mut tx, account, Ends::One(session), "person", now).await?;
                ended.push(session.clone());
            }
        }
        tx.commit().await?;
        Ok(ended)
    }

    /// Writes down that a session was used.
    pub async fn touch_session(&self, id: &SessionId, now: Timestamp) -> Result<(), Fault> {
        sqlx::query("UPDATE session SET used_at = $2 WHERE id = $1 AND ended_at IS NULL AND used_at < $2")
            .bind(id.as_str())
            .bind(now.unix())
            .execute(self.pool())
            .await?;
        Ok(())
    }
}

/// What a session is worth from now on, and the cookie that shows it.
#[derive(Clone, Copy, Debug)]
pub struct Worth<'a> {
    /// Digest of the new cookie.
    pub cookie: &'a Digest,
    /// The authentication level reached, 1 to 4.
    pub level: i64,
    /// The methods used.
    pub methods: &'a [String],
}

/// Sets what a live session is worth in the caller's transaction, with its event; false when it had ended.
pub(super) async fn raise(
    tx: &mut Tx,
    session: &SessionFacts,
    worth: &Worth<'_>,
    for_request: Option<&RequestId>,
    now: Timestamp,
) -> Result<bool, Fault> {
    let raised = sqlx::query(
        "UPDATE session SET digest = $2, level = $3, methods = $4, authenticated_at = $5, used_at = $5, lowered_at = NULL \
         WHERE id = $1 AND ended_at IS NULL",
    )
    .bind(session.id.as_str())
    .bind(worth.cookie.as_str())
    .bind(worth.level)
    .bind(worth.methods.join(" "))
    .bind(now.unix())
    .execute(&mut **tx)
    .await?;
    if raised.rows_affected() == 0 {
        return Ok(false);
    }
    if let Some(request) = for_request {
        request::signed_in_for(tx, request, &session.id).await?;
    }
    let event = Event::new(Kind::SessionRaised, Actor::Person(session.account.clone()), now)
        .about(&session.account)
        .with("level", worth.level)
        .with("methods", worth.methods.join(" "));
    audit::append(tx, &event).await?;
    Ok(true)
}

/// Begins a session of an open account in the caller's transaction, whose event the caller writes; false when the account
/// is not open.
pub(super) async fn insert(
    tx: &mut Tx,
    vault: &Vault,
    session: &NewSession,
    notice: Option<&NewNotice>,
    now: Timestamp,
) -> Result<bool, Fault> {
    account::take_turn(tx, &session.account).await?;
    let begun = sqlx::query(
        "INSERT INTO session (id, account_id, browser, began_at, ends_at, user_agent, digest, authenticated_at, \
         level, methods, used_at, system, place) SELECT $1, a.id, $3, $4, $5, $6, $7, $10, $8, $9, $4, $11, $12 FROM account a \
         WHERE a.id = $2 AND a.state = 'active' \
         AND NOT EXISTS (SELECT 1 FROM account_lock l WHERE l.account_id = a.id AND l.lifted_at IS NULL)",
    )
    .bind(session.id.as_str())
    .bind(session.account.as_str())
    .bind(session.browser.as_str())
    .bind(now.unix())
    .bind(session.ends_at.unix())
    .bind(&session.device.browser)
    .bind(session.digest.as_str())
    .bind(session.level)
    .bind(session.methods.join(" "))
    .bind(session.authenticated_at.unix())
    .bind(&session.device.system)
    .bind(&session.device.place)
    .execute(&mut **tx)
    .await?;
    if begun.rows_affected() == 0 {
        return Ok(false);
    }
    if let Some(former) = &session.instead_of {
        let why = if former.account == session.account { "another_sign_in" } else { "another_person" };
        end(tx, vault, &former.account, &former.id, why, now).await?;
    }
    if let Some(request) = &session.for_request {
        request::signed_in_for(tx, request, &session.id).await?;
    }
    let met = known_browser::meet(tx, &session.account, &session.browser, now).await?;
    if let (Met::New, Some(notice)) = (met, notice) {
        not_me::tell(tx, vault, session, notice, now).await?;
    }
    Ok(true)
}

/// Ends one session in the caller's transaction, with a notice for every party that used it; false when it had ended.
async fn end(
    tx: &mut Tx,
    vault: &Vault,
    account: &AccountId,
    session: &SessionId,
    why: &'static str,
    now: Timestamp,
) -> Result<bool, Fault> {
    let ended = logout::end(tx, vault, account, Ends::One(session), why, now).await?;
    if !ended.is_empty() {
        let event = Event::new(Kind::SignedOut, Actor::Person(account.clone()), now).about(account).with("why", why);
        audit::append(tx, &event).await?;
    }
    Ok(!ended.is_empty())
}

fn facts(row: &AnyRow) -> Result<SessionFacts, Fault> {
    Ok(SessionFacts {
        id: SessionId::from_text(row::text(row, "id")?),
        account: AccountId::from_text(row::text(row, "account_id")?),
        account_level: row::maybe_number(row, "account_level")?,
        holder_level: row::maybe_number(row, "holder_level")?,
        account_is_open: row::number(row, "is_open")? == 1,
        proofed_at: row::maybe_instant(row, "proofed_at")?,
        restrained_until: row::maybe_instant(row, "restrained_until")?,
        browser: Digest::from_column(row::text(row, "browser")?),
        began_at: row::instant(row, "began_at")?,
        ends_at: row::instant(row, "ends_at")?,
        authenticated_at: row::instant(row, "authenticated_at")?,
        level: row::number(row, "level")?,
        methods: row::text(row, "methods")?.split(' ').map(str::to_owned).collect(),
        used_at: row::instant(row, "used_at")?,
        ended_at: row::maybe_instant(row, "ended_at")?,
    })
}
