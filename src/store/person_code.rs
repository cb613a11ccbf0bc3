//! Codes to the phone that the register knows for somebody, account or none: one lives for each person and purpose, and
//! what a right one buys is a ticket for one browser.
//!
//! For a person who is sent nothing the same statements run: a code of nobody's is kept, and its message taken back to a
//! savepoint (PM01).

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::limits;
use crate::secret::Digest;
use crate::store::outbox::{self, Message};
use crate::store::{Store, row};

/// What a code is for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Purpose {
    /// To learn which field to mend.
    Mend,
    /// To learn where a correction stands.
    Status,
}

impl Purpose {
    /// The column text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mend => "mend",
            Self::Status => "status",
        }
    }
}

impl Store {
    /// Keeps a code in place of the former one and posts its message when it is really sent; nothing when one was sent a
    /// moment ago.
    pub async fn keep_person_code(
        &self,
        person: &Digest,
        purpose: Purpose,
        code: &Digest,
        (message, is_sent): (&Message, bool),
        now: Timestamp,
    ) -> Result<(), Fault> {
        let mut tx = self.begin().await?;
        let kept = sqlx::query(
            "INSERT INTO person_code (person_digest, purpose, digest, sent_at, expires_at, tries) \
             VALUES ($1, $2, $3, $4, $5, 0) ON CONFLICT (person_digest, purpose) DO UPDATE SET digest = excluded.digest, \
             sent_at = excluded.sent_at, expires_at = excluded.expires_at, tries = 0, spent_at = NULL, \
             ticket_digest = NULL WHERE person_code.sent_at <= $6",
        )
        .bind(person.as_str())
        .bind(purpose.as_str())
        .bind(code.as_str())
        .bind(now.unix())
        .bind(now.plus(limits::SHORT_CODE).unix())
        .bind(now.minus(limits::SHORT_CODE_RESEND).unix())
        .execute(&mut *tx)
        .await?;
        sqlx::query("SAVEPOINT message").execute(&mut *tx).await?;
        outbox::post(&mut tx, &self.vault, message, now).await?;
        if is_sent && kept.rows_affected() == 1 {
            sqlx::query("RELEASE SAVEPOINT message").execute(&mut *tx).await?;
        } else {
            sqlx::query("ROLLBACK TO SAVEPOINT message").execute(&mut *tx).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Counts a try and spends the code when it is the right one in time; the ticket is kept with the same statement.
    pub async fn spend_person_code(
        &self,
        person: &Digest,
        purpose: Purpose,
        code: &Digest,
        ticket: &Digest,
        now: Timestamp,
    ) -> Result<bool, Fault> {
        let counted = sqlx::query(
            "UPDATE person_code SET tries = tries + 1 WHERE person_digest = $1 AND purpose = $2 AND tries <= $3 \
             RETURNING digest",
        )
        .bind(person.as_str())
        .bind(purpose.as_str())
        .bind(limits::SHORT_CODE_TRIES)
        .fetch_optional(self.pool())
        .await?;
        let is_it = match counted {
            None => false,
            Some(row) => Digest::from_column(row::text(&row, "digest")?).matches(code),
        };
        let spent = sqlx::query(
            "UPDATE person_code SET spent_at = $4, ticket_digest = $5 WHERE person_digest = $1 AND purpose = $2 \
             AND digest = $3 AND spent_at IS NULL AND expires_at > $4 AND tries <= $6",
        )
        .bind(person.as_str())
        .bind(purpose.as_str())
        .bind(code.as_str())
        .bind(now.unix())
        .bind(ticket.as_str())
        .bind(limits::SHORT_CODE_TRIES)
        .execute(self.pool())
        .await?;
        Ok(is_it && spent.rows_affected() == 1)
    }

    /// Forgets codes whose time, and whose tickets' time, is over.
    pub async fn forget_person_codes(&self, batch: i64, now: Timestamp) -> Result<u64, Fault> {
        let forgotten = sqlx::query(
            "DELETE FROM person_code WHERE (person_digest, purpose) IN \
             (SELECT person_digest, purpose FROM person_code WHERE sent_at <= $1 LIMIT $2)",
        )
        .bind(now.minus(limits::KEEP_SPENT).unix())
        .bind(batch)
        .execute(self.pool())
        .await?;
        Ok(forgotten.rows_affected())
    }
}
