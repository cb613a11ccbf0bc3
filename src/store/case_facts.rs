//! Officers' cases as they are read: one whole, as the queue of a unit lists them, or as an officer of the unit looks for
//! them.

use sqlx::any::AnyRow;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::officer::Label;
use crate::identity::proofing::decision::{Decided, Ground};
use crate::identity::proofing::supplement::{Lack, Supplement};
use crate::identity::proofing::{
    Basis, Case, CaseKind, Evidence, EvidenceKind, GivenBack, Intake, Lapsed, Open, Received, Returned, Submitted,
    Waiting, Words,
};
use crate::secret::{AccountId, CaseId, Digest};
use crate::store::{Store, applicant, row};

/// For what an officer looks among the cases of the own unit; what is not said is any.
#[derive(Clone, Debug, Default)]
pub struct Sought {
    /// What people call the case.
    pub code: Option<String>,
    /// The state's word.
    pub state: Option<String>,
    /// Late before this instant.
    pub due_before: Option<Timestamp>,
    /// The person, by a whole number.
    pub person: Option<Digest>,
}

/// A case as lists have it; `$2` is the officer who asks.
macro_rules! listed {
    ($which:literal) => {
        concat!(
            "SELECT c.id, c.kind, c.state, c.basis, c.opened_at, c.due_at, c.decided_at, c.given_back_at, CASE WHEN ",
            "c.account_id = $2 OR c.opened_by = $2 OR c.submitted_by = $2 OR c.decided_by = $2 OR EXISTS ",
            "(SELECT 1 FROM evidence e WHERE e.case_id = c.id AND e.recorded_by = $2) OR EXISTS ",
            "(SELECT 1 FROM supplement s WHERE s.case_id = c.id AND s.returned_by = $2) OR EXISTS ",
            "(SELECT 1 FROM companion m WHERE m.case_id = c.id AND (m.recorded_by = $2 OR m.account_id = $2)) OR EXISTS ",
            "(SELECT 1 FROM original_document d WHERE d.case_id = c.id AND d.recorded_by = $2) ",
            "THEN 1 ELSE 0 END AS is_own FROM officer_case c WHERE c.unit = $1 ",
            $which
        )
    };
}

impl Store {
    /// The case of that id.
    pub async fn officer_case(&self, id: &CaseId) -> Result<Option<Case>, Fault> {
        let row = sqlx::query(
            "SELECT id, kind, account_id, unit, basis, declared_sealed, card_reference, opened_at, opened_by, due_at, state, \
             given_back_at, given_back_by, given_back_kinds, guidance, submitted_at, submitted_by, opinion, decided_at, \
             decided_by, ground, reason, version FROM officer_case WHERE id = $1",
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
        let supplements = sqlx::query(
            "SELECT case_id AS id, round, lacks, guidance, returned_at, returned_by, ends_at, warned_at, answered_at, \
             lapsed_at FROM supplement \
             WHERE case_id = $1 ORDER BY round",
        )
        .bind(id.as_str())
        .fetch_all(self.pool())
        .await?;
        let declared = match row::maybe_text(&row, "declared_sealed")? {
            None => None,
            Some(sealed) => Some(applicant::open(&self.vault, id.as_str(), &sealed)?),
        };
        let intake = Intake {
            id: id.clone(),
            kind: row::parsed(&row, TABLE, "kind", CaseKind::parse)?,
            account: AccountId::from_text(row::text(&row, "account_id")?),
            unit: row::parsed(&row, TABLE, "unit", Label::parse)?,
            basis: row::parsed(&row, TABLE, "basis", Basis::parse)?,
            applicant: declared,
            opened_at: row::instant(&row, "opened_at")?,
            opened_by: AccountId::from_text(row::text(&row, "opened_by")?),
            due_at: row::instant(&row, "due_at")?,
            card_reference: row::maybe_text(&row, "card_reference")?.as_deref().and_then(Label::parse),
            evidence: evidence.iter().map(one_check).collect::<Result<_, _>>()?,
            companion: self.companion_in(id).await?,
            originals: self.originals_in(id).await?,
            supplements: supplements.iter().map(one_round).collect::<Result<_, _>>()?,
            version: row::number(&row, "version")?,
        };
        case(&row, intake).map(Some)
    }

    /// The undecided cases of a unit, the most urgent first, as they are for this officer.
    pub async fn waiting_cases(&self, unit: &Label, who: &AccountId, limit: i64) -> Result<Vec<Waiting>, Fault> {
        let rows = sqlx::query(listed!(
            "AND c.state IN ('received', 'open', 'returned', 'submitted') ORDER BY c.due_at, c.id LIMIT $3"
        ))
        .bind(unit.as_str())
        .bind(who.as_str())
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(waiting).collect()
    }

    /// The decided cases of a unit, the latest first.
    pub async fn decided_cases(&self, unit: &Label, who: &AccountId, limit: i64) -> Result<Vec<Waiting>, Fault> {
        let rows = sqlx::query(listed!(
            "AND c.state IN ('approved', 'refused', 'lapsed') ORDER BY c.decided_at DESC, c.id LIMIT $3"
        ))
        .bind(unit.as_str())
        .bind(who.as_str())
        .bind(limit)
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(waiting).collect()
    }

    /// The cases of a unit that are as sought, the most urgent first; never one about the officer who looks (OF01).
    pub async fn sought_cases(
        &self,
        unit: &Label,
        who: &AccountId,
        sought: &Sought,
        limit: i64,
    ) -> Result<Vec<Waiting>, Fault> {
        let rows = sqlx::query(listed!(
            "AND c.account_id <> $2 AND ($4 IS NULL OR c.code = $4) AND ($5 IS NULL OR c.state = $5) \
             AND ($6 = 0 OR (c.due_at <= $6 AND c.state NOT IN ('approved', 'refused', 'lapsed'))) \
             AND ($7 IS NULL OR c.person_digest = $7) ORDER BY c.due_at, c.id LIMIT $3"
        ))
        .bind(unit.as_str())
        .bind(who.as_str())
        .bind(limit)
        .bind(sought.code.as_deref())
        .bind(sought.state.as_deref())
        .bind(sought.due_before.map_or(0, Timestamp::unix))
        .bind(sought.person.as_ref().map(Digest::as_str))
        .fetch_all(self.pool())
        .await?;
        rows.iter().map(waiting).collect()
    }

    /// How many cases are late, over all units; one that waits for the person is not.
    pub async fn overdue_cases(&self, now: Timestamp) -> Result<i64, Fault> {
        let row = sqlx::query(
            "SELECT COUNT(*) AS late FROM officer_case WHERE state IN ('received', 'open', 'submitted') AND due_at <= $1",
        )
        .bind(now.unix())
        .fetch_one(self.pool())
        .await?;
        row::number(&row, "late")
    }
}

fn case(row: &AnyRow, intake: Intake) -> Result<Case, Fault> {
    let missing = |column| move || row::corrupt(row, TABLE, column);
    let officer = |column: &str| Ok::<_, Fault>(row::maybe_text(row, column)?.map(AccountId::from_text));
    let words = |column: &str| Ok::<_, Fault>(row::maybe_text(row, column)?.map(Words::from_column));
    let state = row::text(row, "state")?;
    match state.as_str() {
        "received" => return Ok(Case::Received(Received { intake })),
        "open" => {
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
        "returned" => {
            let asked = intake.supplements.last().filter(|last| last.answered_at.is_none()).cloned();
            return Ok(Case::Returned(Returned { asked: asked.ok_or_else(missing("state"))?, intake }));
        }
        "lapsed" => {
            let lapsed_at = row::maybe_instant(row, "decided_at")?.ok_or_else(missing("decided_at"))?;
            return Ok(Case::Lapsed(Lapsed { intake, lapsed_at }));
        }
        _ => {}
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
    let ground = row::maybe_text(row, "ground")?.as_deref().and_then(Ground::parse);
    let decided = Decided {
        intake: submitted.intake,
        submitted_at: submitted.submitted_at,
        submitted_by: submitted.submitted_by,
        opinion: submitted.opinion,
        decided_at: row::maybe_instant(row, "decided_at")?.ok_or_else(missing("decided_at"))?,
        decided_by: officer("decided_by")?.ok_or_else(missing("decided_by"))?,
        refusal: ground.zip(words("reason")?),
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

fn one_round(row: &AnyRow) -> Result<Supplement, Fault> {
    let lacks = row::text(row, "lacks")?.split(' ').map(Lack::parse).collect::<Option<_>>();
    Ok(Supplement {
        round: row::number(row, "round")?,
        lacks: lacks.ok_or_else(|| row::corrupt(row, "supplement", "lacks"))?,
        guidance: Words::from_column(row::text(row, "guidance")?),
        returned_at: row::instant(row, "returned_at")?,
        returned_by: AccountId::from_text(row::text(row, "returned_by")?),
        ends_at: row::instant(row, "ends_at")?,
        warned_at: row::maybe_instant(row, "warned_at")?,
        answered_at: row::maybe_instant(row, "answered_at")?,
        lapsed_at: row::maybe_instant(row, "lapsed_at")?,
    })
}

fn waiting(row: &AnyRow) -> Result<Waiting, Fault> {
    Ok(Waiting {
        id: CaseId::from_text(row::text(row, "id")?),
        kind: row::parsed(row, TABLE, "kind", CaseKind::parse)?,
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
