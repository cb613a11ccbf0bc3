//! Squares of sign-in pages. Each step is one conditional write, so that of two wallets, two answers and two pages one wins.
//!
//! Liveness is joined: nothing is answered or redeemed once the session that opened it has ended or its account is not open
//! (V079, V094).

use sqlx::any::AnyRow;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::event::{Actor, Event, Kind};
use crate::limits;
use crate::seal::{Place, Vault};
use crate::secret::{AccountId, ClientId, Digest, SessionId, SignInSquareId};
use crate::store::not_me::NewNotice;
use crate::store::outbox::{self, Message};
use crate::store::presentation::holds;
use crate::store::session::{self, NewSession};
use crate::store::{Store, audit, row};
use crate::wallet::sign_in_square::{Answer, SquareFacts, State};

/// A square to be shown.
#[derive(Clone, Debug)]
pub struct NewSquare {
    /// Its id.
    pub id: SignInSquareId,
    /// Digest of the name in its pictures.
    pub digest: Digest,
    /// Keyed digest of the short code.
    pub code: Digest,
    /// Digest of the cookie of the browser that waits.
    pub browser: Digest,
    /// The kind of that browser.
    pub browser_kind: String,
    /// Where it is, as attempts are counted.
    pub address: String,
    /// Who waits for the sign-in.
    pub party: Option<ClientId>,
    /// The first instant at which nothing can be answered any more.
    pub expires_at: Timestamp,
}

/// The facts of a square.
macro_rules! facts {
    ($which:literal) => {
        concat!(
            "SELECT id, browser, user_agent, address_sealed, relying_party_id, began_at, expires_at, state, account_id, ",
            "opened_by, answered_at FROM sign_in_square WHERE ",
            $which
        )
    };
}

impl Store {
    /// Shows a square; another one that the browser shows is over.
    pub async fn show_sign_in_square(&self, new: &NewSquare, now: Timestamp) -> Result<(), Fault> {
        let mut tx = self.begin().await?;
        sqlx::query(
            "UPDATE sign_in_square SET state = 'expired' WHERE browser = $1 AND state IN ('live', 'opened', 'approved')",
        )
        .bind(new.browser.as_str())
        .execute(&mut *tx)
        .await?;
        sqlx::query(
            "INSERT INTO sign_in_square (id, digest, code, browser, user_agent, address_sealed, relying_party_id, \
             began_at, expires_at, state) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'live')",
        )
        .bind(new.id.as_str())
        .bind(new.digest.as_str())
        .bind(new.code.as_str())
        .bind(new.browser.as_str())
        .bind(&new.browser_kind)
        .bind(self.vault.seal(place(new.id.as_str()), &new.address)?)
        .bind(new.party.as_ref().map(ClientId::as_str))
        .bind(now.unix())
        .bind(new.expires_at.unix())
        .execute(&mut *tx)
        .await?;
        tx.commit().await.map_err(Fault::from)
    }

    /// The square of that id.
    pub async fn sign_in_square(&self, id: &SignInSquareId) -> Result<Option<SquareFacts>, Fault> {
        let row = sqlx::query(facts!("id = $1")).bind(id.as_str()).fetch_optional(self.pool()).await?;
        row.as_ref().map(|row| facts(row, &self.vault)).transpose()
    }

    /// The square whose pictures have this name.
    pub async fn pictured_square(&self, digest: &Digest) -> Result<Option<SquareFacts>, Fault> {
        let row = sqlx::query(facts!("digest = $1")).bind(digest.as_str()).fetch_optional(self.pool()).await?;
        row.as_ref().map(|row| facts(row, &self.vault)).transpose()
    }

    /// The square under which this short code stands.
    pub async fn coded_square(&self, code: &Digest) -> Result<Option<SquareFacts>, Fault> {
        let row = sqlx::query(facts!("code = $1")).bind(code.as_str()).fetch_optional(self.pool()).await?;
        row.as_ref().map(|row| facts(row, &self.vault)).transpose()
    }

    /// Opens a live square for this session of a wallet; false when somebody or something was first.
    pub async fn open_sign_in_square(
        &self,
        id: &SignInSquareId,
        account: &AccountId,
        session: &SessionId,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        if !holds(&mut tx, session, now).await? {
            return Ok(false);
        }
        let opened = sqlx::query(
            "UPDATE sign_in_square SET state = 'opened', account_id = $2, opened_by = $3, opened_at = $4 \
             WHERE id = $1 AND state = 'live' AND expires_at > $4",
        )
        .bind(id.as_str())
        .bind(account.as_str())
        .bind(session.as_str())
        .bind(now.unix())
        .execute(&mut *tx)
        .await?;
        if opened.rows_affected() == 0 {
            return Ok(false);
        }
        let event = Event::new(Kind::SignInOpened, Actor::Person(account.clone()), now)
            .about(account)
            .with("square", id.as_str());
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Answers a square in the session that opened it; false when it was answered, is over, or the session has ended.
    pub async fn answer_sign_in_square(
        &self,
        id: &SignInSquareId,
        account: &AccountId,
        session: &SessionId,
        answer: Answer,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        if !holds(&mut tx, session, now).await? {
            return Ok(false);
        }
        let answered = sqlx::query(
            "UPDATE sign_in_square SET state = $3, answer = $4, answered_at = $5 \
             WHERE id = $1 AND opened_by = $2 AND state = 'opened' AND expires_at > $5",
        )
        .bind(id.as_str())
        .bind(session.as_str())
        .bind(answer.state().as_str())
        .bind(answer.as_str())
        .bind(now.unix())
        .execute(&mut *tx)
        .await?;
        if answered.rows_affected() == 0 {
            return Ok(false);
        }
        let kind = if answer == Answer::Approved { Kind::SignInApproved } else { Kind::SignInDenied };
        let event = Event::new(kind, Actor::Person(account.clone()), now)
            .about(account)
            .with("square", id.as_str())
            .with("answer", answer.as_str());
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Turns an approval into the session of the browser that waited, and tells the person; false when it was redeemed, is
    /// over, or who approved it has been signed out or locked since.
    pub async fn redeem_sign_in_square(
        &self,
        square: &SquareFacts,
        opened_by: &SessionId,
        session: &NewSession,
        (message, notice): (&Message, Option<&NewNotice>),
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        // The account's turn first, as a lock takes it: the other way round the two would wait for one another.
        let begun = session::insert(&mut tx, &self.vault, session, notice, now).await?;
        if !begun || !holds(&mut tx, opened_by, now).await? {
            return Ok(false);
        }
        let redeemed = sqlx::query(
            "UPDATE sign_in_square SET state = 'redeemed', session_id = $3, redeemed_at = $4 \
             WHERE id = $1 AND browser = $2 AND state = 'approved' AND answered_at > $5 AND account_id = $6",
        )
        .bind(square.id.as_str())
        .bind(session.browser.as_str())
        .bind(session.id.as_str())
        .bind(now.unix())
        .bind(now.minus(limits::SIGN_IN_REDEEMED).unix())
        .bind(session.account.as_str())
        .execute(&mut *tx)
        .await?;
        // The transaction goes, and with it the session of a page that did not win.
        if redeemed.rows_affected() == 0 {
            return Ok(false);
        }
        let event = Event::new(Kind::SignedIn, Actor::Person(session.account.clone()), now)
            .about(&session.account)
            .with("level", session.level)
            .with("methods", session.methods.join(" "))
            .with("square", square.id.as_str());
        audit::append(&mut tx, &event).await?;
        outbox::post(&mut tx, &self.vault, message, now).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Writes down that squares are over, for at most `batch`; every step asks the clock and not this. Answers how many.
    pub async fn expire_sign_in_squares(&self, batch: i64, now: Timestamp) -> Result<u64, Fault> {
        let expired = sqlx::query(
            "UPDATE sign_in_square SET state = 'expired' WHERE id IN (SELECT id FROM sign_in_square \
             WHERE (state IN ('live', 'opened') AND expires_at <= $1) OR (state = 'approved' AND answered_at <= $2) \
             ORDER BY expires_at LIMIT $3) AND state IN ('live', 'opened', 'approved')",
        )
        .bind(now.unix())
        .bind(now.minus(limits::SIGN_IN_REDEEMED).unix())
        .bind(batch)
        .execute(self.pool())
        .await?;
        Ok(expired.rows_affected())
    }

    /// Forgets squares that ended before `until`, at most `batch`; what became of them stands in the journal.
    pub async fn forget_sign_in_squares(&self, until: Timestamp, batch: i64) -> Result<u64, Fault> {
        let forgotten = sqlx::query(
            "DELETE FROM sign_in_square WHERE id IN (SELECT id FROM sign_in_square \
             WHERE state IN ('denied', 'expired', 'redeemed') AND expires_at <= $1 LIMIT $2)",
        )
        .bind(until.unix())
        .bind(batch)
        .execute(self.pool())
        .await?;
        Ok(forgotten.rows_affected())
    }
}

fn facts(row: &AnyRow, vault: &Vault) -> Result<SquareFacts, Fault> {
    let id = row::text(row, "id")?;
    let opened = match (row::maybe_text(row, "account_id")?, row::maybe_text(row, "opened_by")?) {
        (Some(account), Some(session)) => Some((AccountId::from_text(account), SessionId::from_text(session))),
        _ => None,
    };
    Ok(SquareFacts {
        browser: Digest::from_column(row::text(row, "browser")?),
        browser_kind: row::text(row, "user_agent")?,
        address: vault.open(place(&id), &row::text(row, "address_sealed")?)?,
        party: row::maybe_text(row, "relying_party_id")?.map(ClientId::from_text),
        began_at: row::instant(row, "began_at")?,
        expires_at: row::instant(row, "expires_at")?,
        state: row::parsed(row, "sign_in_square", "state", State::parse)?,
        opened,
        answered_at: row::maybe_instant(row, "answered_at")?,
        id: SignInSquareId::from_text(id),
    })
}

fn place(id: &str) -> Place<'_> {
    Place { table: "sign_in_square", column: "address_sealed", row: id }
}
