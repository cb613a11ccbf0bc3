//! Officers' cases as they are read: one whole, or as the queue of a unit lists them.

use sqlx::any::AnyRow;

use crate::fault::Fault;
use crate::identity::officer::Label;
use crate::identity::proofing::{
    Basis, Case, Decided, Evidence, EvidenceKind, GivenBack, Intake, Open, Submitted, Waiting, Words,
};
use crate::secret::{AccountId, CaseId};
use crate::store::{Store, row};

impl Store {
    /// The case of that id.
    pub async fn officer_case(&self, id: &CaseId) -> Result<Option<Case>, Fault> {
        let row = sqlx::query(
            "SELECT id, account_id, unit, basis, opened_at, opened_by, due_at, state, given_back_at, given_back_by, \
             given_back_kinds, guidance, submitted_at, submitted_by, opinion, decided_at, decided_by, reason, version \
             FROM officer_case WHERE id = $1",
        )
        .bind(id.as_str())
        .fetch_optional(self.pool())
        .await?;
        let Some(row) = row else { return Ok(None) };
        let evidence = sqlx::query(
            "SELECT id, kind, result, reference, recorded_at, recorded_by, position FROM evidence WHERE case_id = $1 \
             ORDER BY position",
        )
        .bind(id.as_str())
        .fetch_all(self.pool())
        .await?;
        let evidence = evidence.iter().map(one_check).collect::<Result<_, _>>()?;
        case(&row, evidence).map(Some)
    }

    /// The undecided cases of a unit, the most urgent first, as they are for this officer.
    pub async fn waiting_cases(&self, unit: &Label, who: &AccountId, limit: i64) -> Result<Vec<Waiting>, Fault> {
        let rows = sqlx::query(
            "SELECT c.id, c.state, c.basis, c.opened_at, c.due_at, c.decided_at, c.given_back_at, CASE WHEN \
             c.account_id = $2 OR c.opened_by = $2 OR c.submitted_by = $2 OR EXISTS (SELECT 1 FROM evidence e \
             WHERE e.case_id = c.id AND e.recorded_by = $2) THEN 1 ELSE 0 END AS is_own \
             FROM officer_case c WHERE c.unit = $1 AND c.state IN ('open', 'submitted') ORDER BY c.due_at, c.id LIMIT $3",
        )
        .bind(unit.as_str())
        .bind(who.as_str())
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(waiting).collect()
    }

    /// The decided cases of a unit, the latest first.
    pub async fn decided_cases(&self, unit: &Label, who: &AccountId, limit: i64) -> Result<Vec<Waiting>, Fault> {
        let rows = sqlx::query(
            "SELECT c.id, c.state, c.basis, c.opened_at, c.due_at, c.decided_at, c.given_back_at, CASE WHEN \
             c.decided_by = $2 THEN 1 ELSE 0 END AS is_own FROM officer_case c \
             WHERE c.unit = $1 AND c.state IN ('approved', 'refused') ORDER BY c.decided_at DESC, c.id LIMIT $3",
        )
        .bind(unit.as_str())
        .bind(who.as_str())
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(waiting).collect()
    }
}

fn case(row: &AnyRow, evidence: Vec<Evidence>) -> Result<Case, Fault> {
    let missing = |column| move || row::corrupt(row, TABLE, column);
    let intake = Intake {
        id: CaseId::from_text(row::text(row, "id")?),
        account: AccountId::from_text(row::text(row, "account_id")?),
        unit: row::parsed(row, TABLE, "unit", Label::parse)?,
        basis: row::parsed(row, TABLE, "basis", Basis::parse)?,
        opened_at: row::instant(row, "opened_at")?,
        opened_by: AccountId::from_text(row::text(row, "opened_by")?),
        due_at: row::instant(row, "due_at")?,
        evidence,
        version: row::number(row, "version")?,
    };
    let officer = |column: &str| Ok::<_, Fault>(row::maybe_text(row, column)?.map(AccountId::from_text));
    let words = |column: &str| Ok::<_, Fault>(row::maybe_text(row, column)?.map(Words::from_column));
    let state = row::text(row, "state")?;
    if state == "open" {
        let given_back = match (row::maybe_instant(row, "given_back_at")?, officer("given_back_by")?) {
            (Some(at), Some(by)) => Some(GivenBack {
                at,
                by,
                kinds: kinds(row::maybe_text(row, "given_back_kinds")?).ok_or_else(missing("given_back_kinds"))?,
                guidance: words("guidance")?.ok_or_else(missing("guidance"))?,
            }),
            _ => None,
        };
        return Ok(Case::Open(Open { intake, given_back }));
    }
    let submitted = Submitted {
        intake,
        submitted_at: row::maybe_instant(row, "submitted_at")?.ok_or_else(missing("submitted_at"))?,
        submitted_by: officer("submitted_by")?.ok_or_else(missing("submitted_by"))?,
        opinion: words("opinion")?,
    };
    if state == "submitted" {
        return Ok(Case::Submitted(submitted));
    }
    let decided = Decided {
        intake: submitted.intake,
        submitted_at: submitted.submitted_at,
        submitted_by: submitted.submitted_by,
        opinion: submitted.opinion,
        decided_at: row::maybe_instant(row, "decided_at")?.ok_or_else(missing("decided_at"))?,
        decided_by: officer("decided_by")?.ok_or_else(missing("decided_by"))?,
        reason: words("reason")?,
    };
    match state.as_str() {
        "approved" => Ok(Case::Approved(decided)),
        "refused" => Ok(Case::Refused(decided)),
        _ => Err(row::corrupt(row, TABLE, "state")),
    }
}

fn one_check(row: &AnyRow) -> Result<Evidence, Fault> {
    Ok(Evidence {
        kind: row::parsed(row, "evidence", "kind", EvidenceKind::parse)?,
        passed: row::text(row, "result")? == "passed",
        reference: row::maybe_text(row, "reference")?,
        recorded_at: row::instant(row, "recorded_at")?,
        recorded_by: AccountId::from_text(row::text(row, "recorded_by")?),
        position: row::number(row, "position")?,
    })
}

fn waiting(row: &AnyRow) -> Result<Waiting, Fault> {
    Ok(Waiting {
        id: CaseId::from_text(row::text(row, "id")?),
        state: row::text(row, "state")?,
        basis: row::parsed(row, TABLE, "basis", Basis::parse)?,
        opened_at: row::instant(row, "opened_at")?,
        due_at: row::instant(row, "due_at")?,
        decided_at: row::maybe_instant(row, "decided_at")?,
        is_given_back: row::maybe_instant(row, "given_back_at")?.is_some(),
        is_own: row::number(row, "is_own")? == 1,
    })
}

fn kinds(column: Option<String>) -> Option<Vec<EvidenceKind>> {
    column.unwrap_or_default().split(' ').filter(|word| !word.is_empty()).map(EvidenceKind::parse).collect()
}

const TABLE: &str = "officer_case";
