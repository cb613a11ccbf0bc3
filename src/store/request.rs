//! Authorization requests on their way to an answer: bound to one browser, answered once.

use serde_json::{Map, Value};

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::oauth::params::Params;
use crate::seal::Place;
use crate::secret::{ClientId, Digest, RepresentationId, RequestId, SessionId};
use crate::store::{Store, Tx, row};

/// A request to keep.
#[derive(Clone, Debug)]
pub struct NewRequest<'a> {
    /// Its id.
    pub id: &'a RequestId,
    /// Digest of the browser's cookie; none when the request was posted by another site, whose browser shows no cookie.
    pub browser: Option<&'a Digest>,
    /// Whose it is.
    pub party: &'a ClientId,
    /// What was sent.
    pub parameters: &'a Params,
    /// Digest of the address under which it was pushed before, when it was.
    pub pushed: Option<&'a Digest>,
    /// When it is given up.
    pub expires_at: Timestamp,
}

/// A kept request.
#[derive(Clone, Debug)]
pub struct Kept {
    /// Its id.
    pub id: RequestId,
    /// Digest of the cookie of the browser that goes on with it.
    pub browser: Option<Digest>,
    /// Whose it is.
    pub party: ClientId,
    /// What was sent.
    pub parameters: Params,
    /// When it came.
    pub begun_at: Timestamp,
    /// When it is given up.
    pub expires_at: Timestamp,
    /// The session that signed in for it.
    pub session: Option<SessionId>,
    /// When the person was asked in it.
    pub consented_at: Option<Timestamp>,
    /// For whom the person said to act: the person's own account, or a representation.
    pub acts_as: Option<String>,
    /// When it was answered, or another one that began with the same pushed request.
    pub answered_at: Option<Timestamp>,
}

impl Store {
    /// Keeps a request.
    pub async fn keep_request(&self, request: &NewRequest<'_>, now: Timestamp) -> Result<(), Fault> {
        sqlx::query(
            "INSERT INTO request (id, relying_party_id, parameters_sealed, created_at, expires_at, browser, pushed) \
             VALUES ($1, $2, $3, $4, $5, $6, $7)",
        )
        .bind(request.id.as_str())
        .bind(request.party.as_str())
        .bind(self.vault.seal(place(request.id.as_str()), &written(request.parameters))?)
        .bind(now.unix())
        .bind(request.expires_at.unix())
        .bind(request.browser.map(Digest::as_str))
        .bind(request.pushed.map(Digest::as_str))
        .execute(self.pool())
        .await?;
        Ok(())
    }

    /// The request of that id, in whatever state.
    pub async fn request(&self, id: &RequestId) -> Result<Option<Kept>, Fault> {
        let row = sqlx::query(
            "SELECT r.id, r.relying_party_id, r.parameters_sealed, r.created_at, r.expires_at, r.browser, r.session_id, \
             r.consented_at, r.acts_as, COALESCE(r.answered_at, p.answered_at) AS answered_at \
             FROM request r LEFT JOIN pushed_request p ON p.digest = r.pushed WHERE r.id = $1",
        )
        .bind(id.as_str())
        .fetch_optional(self.pool())
        .await?;
        row.map(|row| {
            let opened = self.vault.open(place(id.as_str()), &row::text(&row, "parameters_sealed")?)?;
            let corrupt = || row::corrupt(&row, "request", "parameters_sealed");
            Ok(Kept {
                id: id.clone(),
                browser: row::maybe_text(&row, "browser")?.map(Digest::from_column),
                party: ClientId::from_text(row::text(&row, "relying_party_id")?),
                parameters: parameters(&opened).ok_or_else(corrupt)?,
                begun_at: row::instant(&row, "created_at")?,
                expires_at: row::instant(&row, "expires_at")?,
                session: row::maybe_text(&row, "session_id")?.map(SessionId::from_text),
                consented_at: row::maybe_instant(&row, "consented_at")?,
                acts_as: row::maybe_text(&row, "acts_as")?,
                answered_at: row::maybe_instant(&row, "answered_at")?,
            })
        })
        .transpose()
    }

    /// Binds a request that no browser has gone on with yet; false when another was first.
    pub async fn bind_request(&self, id: &RequestId, browser: &Digest) -> Result<bool, Fault> {
        let bound = sqlx::query("UPDATE request SET browser = $2 WHERE id = $1 AND browser IS NULL")
            .bind(id.as_str())
            .bind(browser.as_str())
            .execute(self.pool())
            .await?;
        Ok(bound.rows_affected() == 1)
    }

    /// Keeps for whom the person said to act, the own account or a representation; false when it was answered meanwhile.
    pub async fn act_as(&self, id: &RequestId, acts_as: &str) -> Result<bool, Fault> {
        let kept = sqlx::query("UPDATE request SET acts_as = $2 WHERE id = $1 AND answered_at IS NULL")
            .bind(id.as_str())
            .bind(acts_as)
            .execute(self.pool())
            .await?;
        Ok(kept.rows_affected() == 1)
    }

    /// What let the person act for an organisation when this party last got an answer in this session; the inner none is
    /// for oneself.
    pub async fn last_acted(
        &self,
        session: &SessionId,
        party: &ClientId,
    ) -> Result<Option<Option<RepresentationId>>, Fault> {
        let row = sqlx::query(
            "SELECT representation_id FROM family WHERE session_id = $1 AND relying_party_id = $2 \
             ORDER BY began_at DESC, id LIMIT 1",
        )
        .bind(session.as_str())
        .bind(party.as_str())
        .fetch_optional(self.pool())
        .await?;
        row.map(|row| Ok(row::maybe_text(&row, "representation_id")?.map(RepresentationId::from_text))).transpose()
    }

    /// Ends a request that is answered with an error; false when it was answered before.
    pub async fn answer_request(&self, id: &RequestId, now: Timestamp) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        if !answer(&mut tx, id, now).await? {
            return Ok(false);
        }
        tx.commit().await?;
        Ok(true)
    }

    /// Forgets requests that were given up before that instant, at most `batch`; answers how many.
    pub async fn forget_requests(&self, before: Timestamp, batch: i64) -> Result<u64, Fault> {
        let forgotten = sqlx::query(
            "DELETE FROM request WHERE id IN (SELECT id FROM request WHERE expires_at < $1 ORDER BY expires_at LIMIT $2)",
        )
        .bind(before.unix())
        .bind(batch)
        .execute(self.pool())
        .await?;
        Ok(forgotten.rows_affected())
    }
}

/// Answers a request in the caller's transaction; false when it was answered before, or another one that the same pushed
/// request began: then the caller commits nothing.
pub(super) async fn answer(tx: &mut Tx, id: &RequestId, now: Timestamp) -> Result<bool, Fault> {
    let answered =
        sqlx::query("UPDATE request SET answered_at = $2 WHERE id = $1 AND answered_at IS NULL RETURNING pushed")
            .bind(id.as_str())
            .bind(now.unix())
            .fetch_optional(&mut **tx)
            .await?;
    let Some(answered) = answered else { return Ok(false) };
    let Some(pushed) = row::maybe_text(&answered, "pushed")? else { return Ok(true) };
    // Here the address is spent (AZ05): not when a browser first opens it, or whoever reloads a page, or looks at a link
    // before following it, would end what the person is about to do.
    let spent = sqlx::query("UPDATE pushed_request SET answered_at = $2 WHERE digest = $1 AND answered_at IS NULL")
        .bind(pushed)
        .bind(now.unix())
        .execute(&mut **tx)
        .await?;
    Ok(spent.rows_affected() == 1)
}

/// Writes down which session signed in for a request, in the caller's transaction.
pub(super) async fn signed_in_for(tx: &mut Tx, id: &RequestId, session: &SessionId) -> Result<(), Fault> {
    sqlx::query("UPDATE request SET session_id = $2 WHERE id = $1 AND answered_at IS NULL")
        .bind(id.as_str())
        .bind(session.as_str())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Parameters as they stand, sealed, in a column.
pub(super) fn written(parameters: &Params) -> String {
    let sent: Map<String, Value> = parameters.iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
    Value::Object(sent).to_string()
}

/// Parameters as they were written.
pub(super) fn parameters(json: &str) -> Option<Params> {
    let sent: Map<String, Value> = serde_json::from_str(json).ok()?;
    sent.into_iter().map(|(name, value)| Some((name, value.as_str()?.to_owned()))).collect()
}

fn place(row: &str) -> Place<'_> {
    Place { table: "request", column: "parameters", row }
}
