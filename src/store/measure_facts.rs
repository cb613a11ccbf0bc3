//! Measures as they are read: one whole, or as a queue lists them; and what stands of an account beside them.

use sqlx::any::AnyRow;

use crate::clock::{Day, Timestamp};
use crate::fault::Fault;
use crate::identity::account::Ground;
use crate::identity::measure::draft::{Draft, Paper};
use crate::identity::measure::{Clause, Decision, Deed, Measure, Standing, Submission};
use crate::identity::officer::Label;
use crate::identity::phone::Phone;
use crate::identity::proofing::Words;
use crate::seal::Place;
use crate::secret::{AccountId, MeasureId};
use crate::store::{Store, row};

/// The columns of a measure, before a condition.
macro_rules! measures {
    ($which:literal) => {
        concat!(
            "SELECT id, deed, account_id, into_account_id, unit, received_at, received_by, hand_on_by, document, dated, ",
            "authority, clause, reason, secrecy, phone_sealed, comparison, chip, state, submitted_at, submitted_by, decide_by, ",
            "decided_at, decided_by, refusal, version FROM measure WHERE ",
            $which
        )
    };
}

impl Store {
    /// The measure of that id.
    pub async fn measure(&self, id: &MeasureId) -> Result<Option<Measure>, Fault> {
        let row = sqlx::query(measures!("id = $1")).bind(id.as_str()).fetch_optional(self.pool()).await?;
        row.map(|row| self.read_measure(&row)).transpose()
    }

    /// The undecided measures of a unit, and with `all` those of every unit that wait for a decision; the most urgent
    /// first, without those that are about who looks.
    pub async fn waiting_measures(
        &self,
        unit: &Label,
        all: bool,
        who: &AccountId,
        limit: i64,
    ) -> Result<Vec<Measure>, Fault> {
        let rows = sqlx::query(measures!(
            "((unit = $1 AND state IN ('received', 'submitted')) OR ($2 = 1 AND state = 'submitted')) \
             AND account_id <> $3 AND COALESCE(into_account_id, '') <> $3 \
             ORDER BY COALESCE(decide_by, hand_on_by), id LIMIT $4"
        ))
        .bind(unit.as_str())
        .bind(i64::from(all))
        .bind(who.as_str())
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(|row| self.read_measure(row)).collect()
    }

    /// The decided measures of a unit, the latest first.
    pub async fn decided_measures(&self, unit: &Label, who: &AccountId, limit: i64) -> Result<Vec<Measure>, Fault> {
        let rows = sqlx::query(measures!(
            "unit = $1 AND state IN ('approved', 'refused') AND account_id <> $2 AND COALESCE(into_account_id, '') <> $2 \
             ORDER BY decided_at DESC, id LIMIT $3"
        ))
        .bind(unit.as_str())
        .bind(who.as_str())
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(|row| self.read_measure(row)).collect()
    }

    /// Since when a ground stands; none when it does not.
    pub async fn ground_since(&self, account: &AccountId, ground: Ground) -> Result<Option<Timestamp>, Fault> {
        let row = sqlx::query(
            "SELECT since_at FROM account_lock WHERE account_id = $1 AND ground = $2 AND lifted_at IS NULL",
        )
        .bind(account.as_str())
        .bind(ground.as_str())
        .fetch_optional(self.pool())
        .await?;
        row.map(|row| row::instant(&row, "since_at")).transpose()
    }

    /// The accounts that were closed because this one stays, whose history and receipts its holder goes on reading.
    pub async fn merged_into(&self, account: &AccountId) -> Result<Vec<AccountId>, Fault> {
        let rows = sqlx::query("SELECT id FROM account WHERE merged_into = $1 ORDER BY closed_at, id")
            .bind(account.as_str())
            .fetch_all(self.pool())
            .await?;
        rows.iter().map(|row| row::text(row, "id").map(AccountId::from_text)).collect()
    }

    fn read_measure(&self, row: &AnyRow) -> Result<Measure, Fault> {
        let id = MeasureId::from_text(row::text(row, "id")?);
        let words = |column: &str| Ok::<_, Fault>(row::maybe_text(row, column)?.map(Words::from_column));
        let phone = match row::maybe_text(row, "phone_sealed")? {
            None => None,
            Some(sealed) => {
                let opened = self.vault.open(place(&id), &sealed)?;
                Some(Phone::parse(&opened).map_err(|_| row::corrupt(row, TABLE, "phone_sealed"))?)
            }
        };
        let draft = Draft {
            deed: row::parsed(row, TABLE, "deed", Deed::parse)?,
            paper: paper(row)?,
            reason: words("reason")?,
            secrecy: words("secrecy")?,
            phone,
            stays: None,
        };
        Ok(Measure {
            draft,
            account: AccountId::from_text(row::text(row, "account_id")?),
            into: row::maybe_text(row, "into_account_id")?.map(AccountId::from_text),
            unit: row::parsed(row, TABLE, "unit", Label::parse)?,
            received_at: row::instant(row, "received_at")?,
            received_by: AccountId::from_text(row::text(row, "received_by")?),
            hand_on_by: row::instant(row, "hand_on_by")?,
            comparison: row::maybe_text(row, "comparison")?,
            chip: row::maybe_text(row, "chip")?,
            standing: standing(row)?,
            version: row::number(row, "version")?,
            id,
        })
    }
}

/// Where a measure's telephone is sealed.
pub(super) fn place(id: &MeasureId) -> Place<'_> {
    Place { table: TABLE, column: "phone", row: id.as_str() }
}

fn paper(row: &AnyRow) -> Result<Option<Paper>, Fault> {
    if row::maybe_text(row, "document")?.is_none() {
        return Ok(None);
    }
    Ok(Some(Paper {
        document: row::parsed(row, TABLE, "document", Label::parse)?,
        dated: row::parsed(row, TABLE, "dated", Day::parse)?,
        authority: row::parsed(row, TABLE, "authority", Label::parse)?,
        clause: row::parsed(row, TABLE, "clause", Clause::parse)?,
    }))
}

fn standing(row: &AnyRow) -> Result<Standing, Fault> {
    let needed =
        |column: &'static str| row::maybe_instant(row, column)?.ok_or_else(|| row::corrupt(row, TABLE, column));
    let state = row::text(row, "state")?;
    if state == "received" {
        return Ok(Standing::Received);
    }
    let submission = Submission {
        at: needed("submitted_at")?,
        by: AccountId::from_text(row::text(row, "submitted_by")?),
        decide_by: needed("decide_by")?,
    };
    if state == "submitted" {
        return Ok(Standing::Submitted(submission));
    }
    let decision = Decision {
        at: needed("decided_at")?,
        by: AccountId::from_text(row::text(row, "decided_by")?),
        reason: row::maybe_text(row, "refusal")?.map(Words::from_column),
    };
    match state.as_str() {
        "approved" => Ok(Standing::Approved(submission, decision)),
        "refused" => Ok(Standing::Refused(submission, decision)),
        _ => Err(row::corrupt(row, TABLE, "state")),
    }
}

const TABLE: &str = "measure";
