//! Squares of organisations. Opening one is one conditional write, and the request that it makes is in the same commit: of
//! two people at one screen one is asked, and a printed square that was revoked asks nobody any more.

use sqlx::any::AnyRow;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::event::{Actor, Event, Kind as Happened};
use crate::limits;
use crate::oauth::session::SessionFacts;
use crate::secret::{AskId, ClientId, Digest, OrganisationSquareId, PresentationId};
use crate::store::presentation::holds;
use crate::store::{Store, ask, audit, freeze, row};
use crate::wallet::ask::{Question, State};
use crate::wallet::asker::AskerId;
use crate::wallet::field::Fields;
use crate::wallet::organisation_square::{Kind, SquareFacts, Wanted};

/// A square to be made.
#[derive(Clone, Debug)]
pub struct NewSquare {
    /// Its id.
    pub id: OrganisationSquareId,
    /// Digest of the name in its picture.
    pub digest: Digest,
    /// Keyed digest of the short code.
    pub code: Digest,
    /// How long it stands.
    pub kind: Kind,
    /// Whose it is.
    pub party: ClientId,
    /// For what it asks, and where.
    pub wanted: Wanted,
    /// The first instant at which it is over; none for a printed one.
    pub expires_at: Option<Timestamp>,
}

/// What a person makes by opening a square.
#[derive(Clone, Debug)]
pub struct Opening<'a> {
    /// The square.
    pub square: &'a SquareFacts,
    /// The person, in a session of the wallet.
    pub session: &'a SessionFacts,
    /// The request's presentation, which no picture names.
    pub presentation: PresentationId,
    /// The digest that stands for it in the receipt.
    pub digest: Digest,
    /// The question.
    pub ask: AskId,
    /// For what.
    pub question: Question,
}

/// A question that a square put, as its organisation is told.
#[derive(Clone, Debug)]
pub struct Put {
    /// The question.
    pub ask: AskId,
    /// Where it stands as written.
    pub state: State,
    /// When it was put.
    pub asked_at: Timestamp,
    /// When it lapses.
    pub lapses_at: Timestamp,
    /// Whether what was released was read before.
    pub was_read: bool,
}

/// The facts of a square.
macro_rules! facts {
    ($which:literal) => {
        concat!(
            "SELECT q.id, q.kind, q.relying_party_id, q.fields, q.place, q.made_at, q.expires_at, q.opened_at, q.revoked_at, ",
            "CASE WHEN r.suspended_at IS NULL THEN 1 ELSE 0 END AS is_served ",
            "FROM organisation_square q JOIN relying_party r ON r.id = q.relying_party_id WHERE ",
            $which
        )
    };
}

impl Store {
    /// Makes a square.
    pub async fn make_organisation_square(&self, new: &NewSquare, by: Actor, now: Timestamp) -> Result<(), Fault> {
        let mut tx = self.begin().await?;
        sqlx::query(
            "INSERT INTO organisation_square (id, digest, code, kind, relying_party_id, fields, place, made_at, expires_at) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        )
        .bind(new.id.as_str())
        .bind(new.digest.as_str())
        .bind(new.code.as_str())
        .bind(new.kind.as_str())
        .bind(new.party.as_str())
        .bind(new.wanted.fields.to_column())
        .bind(new.wanted.place.as_str())
        .bind(now.unix())
        .bind(new.expires_at.map(Timestamp::unix))
        .execute(&mut *tx)
        .await?;
        let event = Event::new(Happened::OrganisationSquareMade, by, now)
            .for_party(&new.party)
            .fields(new.wanted.fields.words())
            .with("square", new.id.as_str())
            .with("kind", new.kind.as_str());
        audit::append(&mut tx, &event).await?;
        tx.commit().await.map_err(Fault::from)
    }

    /// The square of that id.
    pub async fn organisation_square(&self, id: &OrganisationSquareId) -> Result<Option<SquareFacts>, Fault> {
        let row = sqlx::query(facts!("q.id = $1")).bind(id.as_str()).fetch_optional(self.pool()).await?;
        row.as_ref().map(facts).transpose()
    }

    /// The square whose picture has this name.
    pub async fn named_organisation_square(&self, digest: &Digest) -> Result<Option<SquareFacts>, Fault> {
        let row = sqlx::query(facts!("q.digest = $1")).bind(digest.as_str()).fetch_optional(self.pool()).await?;
        row.as_ref().map(facts).transpose()
    }

    /// The square under which this short code stands.
    pub async fn coded_organisation_square(&self, code: &Digest) -> Result<Option<SquareFacts>, Fault> {
        let row = sqlx::query(facts!("q.code = $1")).bind(code.as_str()).fetch_optional(self.pool()).await?;
        row.as_ref().map(facts).transpose()
    }

    /// The printed squares of a party, oldest first.
    pub async fn printed_squares(&self, party: &ClientId) -> Result<Vec<SquareFacts>, Fault> {
        let rows = sqlx::query(facts!("q.relying_party_id = $1 AND q.kind = 'static' ORDER BY q.made_at, q.id"))
            .bind(party.as_str())
            .fetch_all(self.pool())
            .await?;
        rows.iter().map(facts).collect()
    }

    /// Takes a square back; false when it was taken back before, or there is none.
    pub async fn revoke_organisation_square(
        &self,
        square: &SquareFacts,
        by: Actor,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let revoked =
            sqlx::query("UPDATE organisation_square SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL")
                .bind(square.id.as_str())
                .bind(now.unix())
                .execute(&mut *tx)
                .await?;
        if revoked.rows_affected() == 0 {
            return Ok(false);
        }
        let event = Event::new(Happened::OrganisationSquareRevoked, by, now)
            .for_party(&square.party)
            .with("square", square.id.as_str());
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Opens a square for a person: the square is taken, and the person is asked; false when the square asks nobody any
    /// more, or session and account are no longer what they were.
    pub async fn open_organisation_square(&self, opening: &Opening<'_>, now: Timestamp) -> Result<bool, Fault> {
        let (square, session) = (opening.square, opening.session);
        let mut tx = self.begin().await?;
        if !holds(&mut tx, &session.id, now).await?
            || freeze::stands(&mut tx, &session.account, &square.party, now).await?
        {
            return Ok(false);
        }
        // The row is taken even where nothing of it changes, so that a revocation that was answered came before or after.
        let opened = sqlx::query(
            "UPDATE organisation_square SET opened_at = $2 WHERE id = $1 AND revoked_at IS NULL \
             AND (kind = 'static' OR (opened_at IS NULL AND expires_at > $2)) AND EXISTS (SELECT 1 FROM relying_party r \
             WHERE r.id = organisation_square.relying_party_id AND r.suspended_at IS NULL)",
        )
        .bind(square.id.as_str())
        .bind(now.unix())
        .execute(&mut *tx)
        .await?;
        if opened.rows_affected() == 0 {
            return Ok(false);
        }
        let asker = AskerId::RelyingParty(square.party.clone());
        let event = Event::new(Happened::OrganisationSquareOpened, Actor::Person(session.account.clone()), now)
            .about(&session.account)
            .for_party(&square.party)
            .with("square", square.id.as_str());
        let event = audit::append(&mut tx, &event).await?;
        let made = sqlx::query(
            "INSERT INTO presentation (id, digest, kind, account_id, session_id, level, fields, made_at, expires_at, state, \
             scanner_kind, scanner_id, scanned_at, scan_event_id, square_id) \
             SELECT $1, $2, 'organisation', a.id, $4, $5, '', $6, $7, 'asked', $8, $9, $6, $10, $11 FROM account a \
             WHERE a.id = $3 AND a.state = 'active' AND COALESCE(a.level, 0) = $5 AND NOT EXISTS \
             (SELECT 1 FROM account_lock l WHERE l.account_id = a.id AND l.lifted_at IS NULL)",
        )
        .bind(opening.presentation.as_str())
        .bind(opening.digest.as_str())
        .bind(session.account.as_str())
        .bind(session.id.as_str())
        .bind(session.account_level.unwrap_or_default())
        .bind(now.unix())
        .bind(now.plus(limits::PRESENTATION).unix())
        .bind(asker.kind())
        .bind(asker.id())
        .bind(event.as_str())
        .bind(square.id.as_str())
        .execute(&mut *tx)
        .await?;
        if made.rows_affected() == 0 {
            return Ok(false);
        }
        let (holder, question) = (&session.account, &opening.question);
        ask::put(&mut tx, &opening.ask, &opening.presentation, (holder, holder), &asker, question, now).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// The questions that a square put since then, oldest first.
    pub async fn put_by_square(&self, id: &OrganisationSquareId, since: Timestamp) -> Result<Vec<Put>, Fault> {
        let rows = sqlx::query(
            "SELECT k.id, k.state, k.asked_at, k.lapses_at, k.read_at FROM ask k JOIN presentation p \
             ON p.id = k.presentation_id WHERE p.square_id = $1 AND k.asked_at > $2 ORDER BY k.asked_at, k.id LIMIT 100",
        )
        .bind(id.as_str())
        .bind(since.unix())
        .fetch_all(self.pool())
        .await?;
        rows.iter()
            .map(|row| {
                Ok(Put {
                    ask: AskId::from_text(row::text(row, "id")?),
                    state: row::parsed(row, "ask", "state", State::parse)?,
                    asked_at: row::instant(row, "asked_at")?,
                    lapses_at: row::instant(row, "lapses_at")?,
                    was_read: row::maybe_instant(row, "read_at")?.is_some(),
                })
            })
            .collect()
    }

    /// Forgets squares of screens that ended before `until` and put no question, at most `batch`.
    pub async fn forget_organisation_squares(&self, until: Timestamp, batch: i64) -> Result<u64, Fault> {
        let forgotten = sqlx::query(
            "DELETE FROM organisation_square WHERE id IN (SELECT q.id FROM organisation_square q \
             WHERE q.kind = 'dynamic' AND q.expires_at <= $1 AND NOT EXISTS \
             (SELECT 1 FROM presentation p WHERE p.square_id = q.id) LIMIT $2)",
        )
        .bind(until.unix())
        .bind(batch)
        .execute(self.pool())
        .await?;
        Ok(forgotten.rows_affected())
    }
}

fn facts(row: &AnyRow) -> Result<SquareFacts, Fault> {
    Ok(SquareFacts {
        id: OrganisationSquareId::from_text(row::text(row, "id")?),
        kind: row::parsed(row, "organisation_square", "kind", Kind::parse)?,
        party: ClientId::from_text(row::text(row, "relying_party_id")?),
        is_served: row::number(row, "is_served")? == 1,
        fields: row::parsed(row, "organisation_square", "fields", Fields::parse)?,
        place: row::text(row, "place")?,
        made_at: row::instant(row, "made_at")?,
        expires_at: row::maybe_instant(row, "expires_at")?,
        opened_at: row::maybe_instant(row, "opened_at")?,
        revoked_at: row::maybe_instant(row, "revoked_at")?,
    })
}
