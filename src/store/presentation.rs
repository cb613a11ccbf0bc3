//! Presentations: made one at a time for a holder and kind, spent by one conditional write, cancelled by the holder.
//!
//! Liveness is joined: a presentation is worth something while the session that made it lives, the account is open and of
//! the level that it was, and for verification the switch of who shows it is on. Sign-out, a lock or another level end it by one row of
//! theirs.

use sqlx::any::AnyRow;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::dependant::Relation;
use crate::identity::event::{Actor, Event, Kind as Happened};
use crate::secret::{AccountId, DependantId, Digest, PresentationId, SessionId};
use crate::store::{Store, Tx, ask, audit, engine, freeze, row};
use crate::wallet::asker::AskerId;
use crate::wallet::field::Fields;
use crate::wallet::presentation::{Kind, PresentationFacts, Presenter, State};

/// A presentation to be made.
#[derive(Clone, Debug)]
pub struct NewPresentation {
    /// Its id.
    pub id: PresentationId,
    /// Digest of the square's name.
    pub digest: Digest,
    /// Its kind.
    pub kind: Kind,
    /// Whose it is.
    pub holder: AccountId,
    /// The session that makes it.
    pub session: SessionId,
    /// Who shows it in the holder's name, in that session.
    pub presenter: Option<Presenter>,
    /// The account's level as it was read.
    pub level: Option<i64>,
    /// What the holder picked.
    pub fields: Fields,
    /// The first instant at which it is dead.
    pub expires_at: Timestamp,
}

/// A scan that was genuine when it was looked at, and what it is to write if it wins.
#[derive(Clone, Debug)]
pub struct Spending<'a> {
    /// What was looked at.
    pub facts: &'a PresentationFacts,
    /// Who scans.
    pub scanner: &'a AskerId,
    /// The scan, for both histories.
    pub event: &'a Event,
    /// For sharing: what is released by the scan itself.
    pub release: Option<&'a ask::Release>,
}

/// The facts of a presentation; `$2` is the present instant.
macro_rules! facts {
    ($which:literal) => {
        concat!(
            "SELECT p.id, p.digest, p.kind, p.account_id, p.session_id, p.fields, p.made_at, p.expires_at, p.state, ",
            "p.scanner_kind, p.scanner_id, p.scanned_at, CASE WHEN s.lowered_at IS NOT NULL ",
            "AND p.dependant_id IS NULL AND a.level > 1 THEN 1 ELSE a.level END AS account_level, ",
            "p.dependant_id, d.guardian_id, d.relation, ",
            "CASE WHEN s.ended_at IS NULL AND s.ends_at > $2 AND COALESCE(a.level, 0) = p.level ",
            "AND (p.dependant_id IS NULL OR d.ended_at IS NULL) ",
            "AND (p.kind = 'sharing' OR w.verification_qr_at IS NOT NULL) THEN 1 ELSE 0 END AS holds, ",
            "CASE WHEN a.state = 'active' AND NOT EXISTS ",
            "(SELECT 1 FROM account_lock l WHERE l.account_id = a.id AND l.lifted_at IS NULL) ",
            "THEN 1 ELSE 0 END AS is_open ",
            "FROM presentation p JOIN account a ON a.id = p.account_id JOIN session s ON s.id = p.session_id ",
            "JOIN account w ON w.id = s.account_id ",
            "LEFT JOIN dependant d ON d.id = p.dependant_id WHERE ",
            $which
        )
    };
}

impl Store {
    /// The presentation whose square has this name.
    pub async fn scanned_presentation(
        &self,
        digest: &Digest,
        now: Timestamp,
    ) -> Result<Option<PresentationFacts>, Fault> {
        let row = sqlx::query(facts!("p.digest = $1"))
            .bind(digest.as_str())
            .bind(now.unix())
            .fetch_optional(self.pool())
            .await?;
        row.as_ref().map(facts).transpose()
    }

    /// The presentation of that id.
    pub async fn presentation(&self, id: &PresentationId, now: Timestamp) -> Result<Option<PresentationFacts>, Fault> {
        let row =
            sqlx::query(facts!("p.id = $1")).bind(id.as_str()).bind(now.unix()).fetch_optional(self.pool()).await?;
        row.as_ref().map(facts).transpose()
    }

    /// The live presentation of that kind that this session made for its own holder.
    pub async fn live_presentation(
        &self,
        session: &SessionId,
        kind: Kind,
        now: Timestamp,
    ) -> Result<Option<PresentationFacts>, Fault> {
        let row = sqlx::query(facts!(
            "p.session_id = $1 AND p.state = 'live' AND p.expires_at > $2 AND p.kind = $3 AND p.dependant_id IS NULL"
        ))
        .bind(session.as_str())
        .bind(now.unix())
        .bind(kind.as_str())
        .fetch_optional(self.pool())
        .await?;
        row.as_ref().map(facts).transpose()
    }

    /// Makes a presentation and cancels the holder's live one of that kind; false when session or account are no longer
    /// what they were.
    pub async fn make_presentation(&self, new: &NewPresentation, now: Timestamp) -> Result<bool, Fault> {
        for _ in 0..2 {
            // Two of the holder's pages made one at once, and both saw no live one: the later cancels the earlier.
            if let Some(made) = self.try_to_make(new, now).await? {
                return Ok(made);
            }
        }
        Err(Fault::Busy("another page of the holder made a square at once".into()))
    }

    /// None when another page was faster.
    async fn try_to_make(&self, new: &NewPresentation, now: Timestamp) -> Result<Option<bool>, Fault> {
        let mut tx = self.begin().await?;
        sqlx::query(
            "UPDATE presentation SET state = CASE WHEN expires_at <= $3 THEN 'expired' ELSE 'cancelled' END \
             WHERE account_id = $1 AND kind = $2 AND state = 'live'",
        )
        .bind(new.holder.as_str())
        .bind(new.kind.as_str())
        .bind(now.unix())
        .execute(&mut *tx)
        .await?;
        let made = sqlx::query(
            "INSERT INTO presentation (id, digest, kind, account_id, session_id, dependant_id, level, fields, made_at, \
             expires_at, state) \
             SELECT $1, $2, $3, a.id, s.id, d.id, $4, $5, $6, $7, 'live' FROM session s JOIN account a ON a.id = $9 \
             JOIN account w ON w.id = s.account_id \
             LEFT JOIN dependant d ON d.id = $10 AND d.ended_at IS NULL AND d.guardian_id = s.account_id \
             AND d.account_id = a.id \
             WHERE s.id = $8 AND s.ended_at IS NULL AND s.ends_at > $6 AND a.state = 'active' \
             AND (d.id IS NOT NULL OR (s.account_id = a.id AND $10 = '')) \
             AND COALESCE(a.level, 0) = $4 AND ($3 = 'sharing' OR w.verification_qr_at IS NOT NULL) \
             AND NOT EXISTS (SELECT 1 FROM account_lock l WHERE l.account_id = a.id AND l.lifted_at IS NULL)",
        )
        .bind(new.id.as_str())
        .bind(new.digest.as_str())
        .bind(new.kind.as_str())
        .bind(new.level.unwrap_or_default())
        .bind(new.fields.to_column())
        .bind(now.unix())
        .bind(new.expires_at.unix())
        .bind(new.session.as_str())
        .bind(new.holder.as_str())
        .bind(new.presenter.as_ref().map_or("", |presenter| presenter.link.as_str()))
        .execute(&mut *tx)
        .await;
        match made {
            Err(error) if engine::is_unique(&error) => return Ok(None),
            Ok(made) if made.rows_affected() == 0 => return Ok(Some(false)),
            made => made?,
        };
        let shows = new.presenter.as_ref().map_or(&new.holder, |presenter| &presenter.account);
        let event = Event::new(Happened::PresentationMade, Actor::Person(shows.clone()), now)
            .about(&new.holder)
            .fields(new.fields.words())
            .with("kind", new.kind.as_str())
            .with("presentation", new.id.as_str());
        let event = match &new.presenter {
            Some(presenter) => event.with("relation", presenter.relation.as_str()),
            None => event,
        };
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(Some(true))
    }

    /// Spends a live presentation for one scanner, with the scan in both histories and, for sharing, what it releases;
    /// false when somebody or something was first.
    pub async fn spend_presentation(&self, spending: &Spending<'_>, now: Timestamp) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        if !holds(&mut tx, &spending.facts.session, now).await? {
            return Ok(false);
        }
        // Behind the session's row, which a freeze of the same moment writes too.
        if let AskerId::RelyingParty(party) = spending.scanner
            && freeze::stands(&mut tx, &spending.facts.holder, party, now).await?
        {
            return Ok(false);
        }
        let event = audit::append(&mut tx, spending.event).await?;
        let (state, id) = (if spending.release.is_some() { "allowed" } else { "scanned" }, &spending.facts.id);
        let spent = sqlx::query(
            "UPDATE presentation SET state = $2, scanner_kind = $3, scanner_id = $4, scanned_at = $5, scan_event_id = $6 \
             WHERE id = $1 AND state = 'live' AND expires_at > $5 AND (dependant_id IS NULL OR EXISTS \
             (SELECT 1 FROM dependant d WHERE d.id = presentation.dependant_id AND d.ended_at IS NULL)) \
             AND EXISTS (SELECT 1 FROM account a \
             WHERE a.id = presentation.account_id AND a.state = 'active' AND COALESCE(a.level, 0) = presentation.level \
             AND (presentation.kind = 'sharing' OR EXISTS (SELECT 1 FROM session s JOIN account w ON w.id = s.account_id \
             WHERE s.id = presentation.session_id AND w.verification_qr_at IS NOT NULL)) AND NOT EXISTS \
             (SELECT 1 FROM account_lock l WHERE l.account_id = a.id AND l.lifted_at IS NULL))",
        )
        .bind(id.as_str())
        .bind(state)
        .bind(spending.scanner.kind())
        .bind(spending.scanner.id())
        .bind(now.unix())
        .bind(event.as_str())
        .execute(&mut *tx)
        .await?;
        // The transaction goes, and with it the event of a scan that did not win.
        if spent.rows_affected() == 0 {
            return Ok(false);
        }
        if let Some(release) = spending.release {
            ask::insert_released(&mut tx, self.vault(), release, now).await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    /// Switches "verify the app by QR" on or off; off cancels the live square. False when there was nothing to change, or
    /// the account is not one that may.
    pub async fn switch_verification(&self, holder: &AccountId, on: bool, now: Timestamp) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let switched = if on {
            sqlx::query(
                "UPDATE account SET verification_qr_at = $2, version = version + 1 WHERE id = $1 \
                 AND verification_qr_at IS NULL AND state = 'active' AND COALESCE(level, 2) = 2",
            )
            .bind(holder.as_str())
            .bind(now.unix())
            .execute(&mut *tx)
            .await?
        } else {
            sqlx::query(
                "UPDATE account SET verification_qr_at = NULL, version = version + 1 WHERE id = $1 \
                 AND verification_qr_at IS NOT NULL",
            )
            .bind(holder.as_str())
            .execute(&mut *tx)
            .await?
        };
        if switched.rows_affected() == 0 {
            return Ok(false);
        }
        if !on {
            // Written, not only joined: switched on again, the old square stays dead.
            sqlx::query(
                "UPDATE presentation SET state = 'cancelled' WHERE kind = 'verification' AND state = 'live' \
                 AND session_id IN (SELECT id FROM session WHERE account_id = $1)",
            )
            .bind(holder.as_str())
            .execute(&mut *tx)
            .await?;
        }
        let event =
            Event::new(Happened::PresentationSwitched, Actor::Person(holder.clone()), now).about(holder).with("on", on);
        audit::append(&mut tx, &event).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Writes down that a minute is over, for at most `batch`; a scan asks the clock and not this. Answers how many.
    pub async fn expire_presentations(&self, batch: i64, now: Timestamp) -> Result<u64, Fault> {
        let expired = sqlx::query(
            "UPDATE presentation SET state = 'expired' WHERE state = 'live' AND expires_at <= $1 AND id IN \
             (SELECT id FROM presentation WHERE state = 'live' AND expires_at <= $1 ORDER BY expires_at LIMIT $2)",
        )
        .bind(now.unix())
        .bind(batch)
        .execute(self.pool())
        .await?;
        Ok(expired.rows_affected())
    }
}

/// Whether the session still lives, and from here on until the caller's commit: the row is taken, so that a sign-out or a
/// lock that was answered before our commit was also written before it (F24).
pub(super) async fn holds(tx: &mut Tx, session: &SessionId, now: Timestamp) -> Result<bool, Fault> {
    let held = sqlx::query("UPDATE session SET used_at = used_at WHERE id = $1 AND ended_at IS NULL AND ends_at > $2")
        .bind(session.as_str())
        .bind(now.unix())
        .execute(&mut **tx)
        .await?;
    Ok(held.rows_affected() == 1)
}

fn facts(row: &AnyRow) -> Result<PresentationFacts, Fault> {
    let scanner = match (row::maybe_text(row, "scanner_kind")?, row::maybe_text(row, "scanner_id")?) {
        (Some(kind), Some(id)) => {
            Some(AskerId::parse(&kind, &id).ok_or_else(|| row::corrupt(row, "presentation", "scanner_kind"))?)
        }
        _ => None,
    };
    Ok(PresentationFacts {
        presenter: presenter(row)?,
        id: PresentationId::from_text(row::text(row, "id")?),
        digest: Digest::from_column(row::text(row, "digest")?),
        kind: row::parsed(row, "presentation", "kind", Kind::parse)?,
        holder: AccountId::from_text(row::text(row, "account_id")?),
        session: SessionId::from_text(row::text(row, "session_id")?),
        fields: row::parsed(row, "presentation", "fields", Fields::parse)?,
        made_at: row::instant(row, "made_at")?,
        expires_at: row::instant(row, "expires_at")?,
        state: row::parsed(row, "presentation", "state", State::parse)?,
        scanner,
        scanned_at: row::maybe_instant(row, "scanned_at")?,
        still_holds: row::number(row, "holds")? == 1,
        account_is_open: row::number(row, "is_open")? == 1,
        level: row::maybe_number(row, "account_level")?,
    })
}

/// Who shows it in the holder's name.
pub(super) fn presenter(row: &AnyRow) -> Result<Option<Presenter>, Fault> {
    Ok(match (row::maybe_text(row, "dependant_id")?, row::maybe_text(row, "guardian_id")?) {
        (Some(link), Some(account)) => Some(Presenter {
            link: DependantId::from_text(link),
            account: AccountId::from_text(account),
            relation: row::parsed(row, "dependant", "relation", Relation::parse)?,
        }),
        _ => None,
    })
}

#[cfg(test)]
mod tests;
