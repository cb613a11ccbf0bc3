//! A second officer decides what another submitted, and everything that follows is one commit.
//!
//! ```text
//! approve → company of a child or ward, the person ⊙ Submitted::approve (four eyes, sufficient evidence) ▣ case, account or papers, notice, journal
//! refuse  ⊙ a ground of the law and a reason                                  ▣ case, notice, journal
//! ```

use crate::clock::Timestamp;
use crate::flow::prove::{Refusal, holder, submitted_case};
use crate::flow::{apply, case_letter, company, foreigner, letter, short_code};
use crate::identity::officer::Officer;
use crate::identity::proofing::decision::{Decided, Ground};
use crate::identity::proofing::{ApproveRefusal, Case, CaseKind, Words, code};
use crate::identity::short_code::Purpose;
use crate::provider::Provider;
use crate::secret::CaseId;
use crate::store::case_decision::Approval;
use crate::store::enrolment::Pending;

/// Approves what another officer submitted; nothing else is needed from anybody but the holder (C20).
pub async fn approve(
    id: &CaseId,
    version: i64,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    let submitted = submitted_case(id, version, officer, provider).await?;
    submitted.may_decide(officer)?;
    let accompanied = company::stands(&Case::Submitted(submitted.clone()), provider, now).await?;
    let decided = submitted.clone().approve(accompanied, officer, now).map_err(|refusal| match refusal {
        ApproveRefusal::Barred(bar) => Refusal::Barred(bar),
        ApproveRefusal::Insufficient(verdict) => Refusal::Insufficient(verdict),
    })?;
    let account = holder(&Case::Submitted(submitted), provider, now).await?;
    let approval = match decided.intake.kind {
        CaseKind::Raise => provider.store.raise_level(&decided, &letter::raised(&account, &provider.config)).await?,
        kind @ (CaseKind::Again | CaseKind::ForeignerAgain) => {
            if kind.is_of_foreigner() {
                foreigner::still_stays(&account.number, provider, now).await?;
            }
            provider.store.prove_again(&decided, &case_letter::proofed(&account, &provider.config)).await?
        }
        kind @ (CaseKind::Documents | CaseKind::ForeignerDocuments) => {
            if kind.is_of_foreigner() {
                foreigner::still_stays(&account.number, provider, now).await?;
            }
            let message = case_letter::integrated(&account, decided.intake.originals.len(), &provider.config);
            provider.store.integrate_originals(&decided, &message).await?
        }
        CaseKind::Make | CaseKind::Foreigner => make(&decided, account, provider, now).await?,
    };
    match approval {
        Approval::Done => Ok(()),
        Approval::Stale => Err(Refusal::Stale),
        Approval::AccountChanged => Err(Refusal::AccountChanged),
    }
}

/// The account as the register has the person at this moment: what was right at the counter may have changed since.
async fn make(
    decided: &Decided,
    account: crate::identity::account::Account,
    provider: &Provider,
    now: Timestamp,
) -> Result<Approval, Refusal> {
    let Some(applicant) = &decided.intake.applicant else { return Err(Refusal::Stale) };
    match decided.intake.kind {
        CaseKind::Foreigner => foreigner::still_may(applicant, provider, now).await?,
        _ => apply::still_may(applicant, provider, now).await?,
    }
    let person = provider.store.person_digest(&account.number);
    let (code, message) = short_code::make(&account, Purpose::Activation, account.id.as_str(), provider, now)?;
    let notice = case_letter::made(&account, &applicant.declared.name, &provider.config);
    let pending = Pending { account, person, code, messages: vec![notice, message], opening: None };
    Ok(provider.store.make_account(decided, &pending).await?)
}

/// Refuses what another officer submitted; the person is told on what ground and why (K09).
pub async fn refuse(
    id: &CaseId,
    version: i64,
    ground: &str,
    reason: &str,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    let submitted = submitted_case(id, version, officer, provider).await?;
    submitted.may_decide(officer)?;
    let reason = Words::parse(reason).map_err(Refusal::Reason)?;
    let ground = Ground::parse(ground).ok_or(Refusal::NoGround)?;
    let account = holder(&Case::Submitted(submitted.clone()), provider, now).await?;
    let message = match submitted.intake.kind {
        CaseKind::Raise => letter::not_raised(&account, reason.as_str(), &provider.config),
        _ => case_letter::refused(&account, &code(id), ground, &reason, &provider.config),
    };
    let decided = submitted.refuse(ground, reason, officer, now)?;
    if provider.store.refuse_case(&decided, &message).await? { Ok(()) } else { Err(Refusal::Stale) }
}
