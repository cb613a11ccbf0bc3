//! Scans that were made without the network: what stood at their instant, and the one write that confirms.
//!
//! Sessions, relations and locks are asked as of the instant of the scan, not as of now: who has signed out since was
//! nevertheless there.

use sqlx::any::AnyRow;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::event::Event;
use crate::secret::{AccountId, Digest, PresentationId};
use crate::store::{Store, audit, row};
use crate::wallet::asker::AskerId;
use crate::wallet::late::LateFacts;
use crate::wallet::presentation::{Kind, State};

/// Session and relation of a presentation lived at `$2`.
macro_rules! held {
    () => {
        "EXISTS (SELECT 1 FROM session s WHERE s.id = presentation.session_id AND s.ends_at > $2 \
         AND (s.ended_at IS NULL OR s.ended_at > $2)) AND (dependant_id IS NULL OR EXISTS \
         (SELECT 1 FROM dependant d WHERE d.id = presentation.dependant_id AND (d.ended_at IS NULL OR d.ended_at > $2)))"
    };
}

/// Its account had no ground for a lock at `$2`.
macro_rules! was_open {
    () => {
        "NOT EXISTS (SELECT 1 FROM account_lock l WHERE l.account_id = presentation.account_id AND l.since_at <= $2 \
         AND (l.lifted_at IS NULL OR l.lifted_at > $2))"
    };
}

impl Store {
    /// What is known of the presentation whose square has this name, as of that instant.
    pub async fn late_facts(&self, digest: &Digest, at: Timestamp) -> Result<Option<LateFacts>, Fault> {
        let row = sqlx::query(concat!(
            "SELECT id, digest, kind, account_id, state, scanner_kind, scanner_id, scanned_at, \
             (SELECT d.guardian_id FROM dependant d WHERE d.id = presentation.dependant_id) AS presenter_id, ",
            "CASE WHEN ",
            held!(),
            " THEN 1 ELSE 0 END AS held, CASE WHEN ",
            was_open!(),
            " THEN 1 ELSE 0 END AS was_open FROM presentation WHERE digest = $1"
        ))
        .bind(digest.as_str())
        .bind(at.unix())
        .fetch_optional(self.pool())
        .await?;
        row.as_ref().map(facts).transpose()
    }

    /// Confirms that this scanner saw the square at that instant, with the event in both histories; false when somebody or
    /// something was first.
    pub async fn confirm_presentation(
        &self,
        facts: &LateFacts,
        scanner: &AskerId,
        at: Timestamp,
        event: &Event,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let mut tx = self.begin().await?;
        let written = audit::append(&mut tx, event).await?;
        let confirmed = sqlx::query(concat!(
            "UPDATE presentation SET state = 'confirmed', scanner_kind = $3, scanner_id = $4, scanned_at = $2, \
             confirmed_at = $5, scan_event_id = $6 WHERE id = $1 AND state IN ('live', 'expired') \
             AND made_at <= $2 AND expires_at > $2 AND ",
            held!(),
            " AND ",
            was_open!()
        ))
        .bind(facts.id.as_str())
        .bind(at.unix())
        .bind(scanner.kind())
        .bind(scanner.id())
        .bind(now.unix())
        .bind(written.as_str())
        .execute(&mut *tx)
        .await?;
        // The transaction goes, and with it the event of a scan that did not win.
        if confirmed.rows_affected() == 0 {
            return Ok(false);
        }
        tx.commit().await?;
        Ok(true)
    }
}

fn facts(row: &AnyRow) -> Result<LateFacts, Fault> {
    let scanner = match (row::maybe_text(row, "scanner_kind")?, row::maybe_text(row, "scanner_id")?) {
        (Some(kind), Some(id)) => {
            Some(AskerId::parse(&kind, &id).ok_or_else(|| row::corrupt(row, "presentation", "scanner_kind"))?)
        }
        _ => None,
    };
    Ok(LateFacts {
        id: PresentationId::from_text(row::text(row, "id")?),
        digest: Digest::from_column(row::text(row, "digest")?),
        kind: row::parsed(row, "presentation", "kind", Kind::parse)?,
        holder: AccountId::from_text(row::text(row, "account_id")?),
        presenter: row::maybe_text(row, "presenter_id")?.map(AccountId::from_text),
        state: row::parsed(row, "presentation", "state", State::parse)?,
        scanner,
        scanned_at: row::maybe_instant(row, "scanned_at")?,
        held: row::number(row, "held")? == 1,
        was_open: row::number(row, "was_open")? == 1,
    })
}
