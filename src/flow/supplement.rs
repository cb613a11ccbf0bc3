//! A case is returned to the person for everything that is lacking, and taken up again when it was brought.

use crate::clock::Timestamp;
use crate::flow::prove::{Refusal, case_for, holder, open_case};
use crate::flow::{case_letter, watch_returned};
use crate::identity::officer::Officer;
use crate::identity::proofing::supplement::Lack;
use crate::identity::proofing::{Case, NotReturned, Words, code};
use crate::provider::Provider;
use crate::secret::CaseId;

/// Returns the case for all that is lacking, with guidance (K08); the clock stands still and the person is told.
pub async fn return_for(
    id: &CaseId,
    version: i64,
    lacks: Vec<Lack>,
    guidance: &str,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    let open = open_case(id, version, officer, provider).await?;
    let guidance = Words::parse(guidance).map_err(Refusal::Reason)?;
    let account = holder(&Case::Open(open.clone()), provider, now).await?;
    let returned = open.return_for(lacks, guidance, officer, now).map_err(|refusal| match refusal {
        NotReturned::Barred(bar) => Refusal::Barred(bar),
        NotReturned::Refused(refusal) => Refusal::NotReturned(refusal),
    })?;
    let message = case_letter::returned(&account, &code(id), &returned.asked, &provider.config);
    if provider.store.return_case(&returned, &message).await? { Ok(()) } else { Err(Refusal::Stale) }
}

/// Takes the case up again: everything was brought, and the clock goes on from where it stood.
pub async fn resume(
    id: &CaseId,
    version: i64,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    let returned = match case_for(id, officer, provider).await? {
        Case::Returned(returned) if returned.intake.version == version => returned,
        _ => return Err(Refusal::Stale),
    };
    // What the calendar has closed is closed, whether the chore was there or not: a new case is free and begins at once.
    if returned.asked.is_over(now) {
        watch_returned::end(&returned, provider, now).await?;
        return Err(Refusal::Stale);
    }
    let due_at = returned.supplemented(officer, now)?;
    let account = holder(&Case::Returned(returned.clone()), provider, now).await?;
    let message = case_letter::supplemented(&account, &code(id), due_at, &provider.config);
    let resumed = provider.store.resume_case(&returned, due_at, &officer.account, &message, now).await?;
    if resumed { Ok(()) } else { Err(Refusal::Stale) }
}
