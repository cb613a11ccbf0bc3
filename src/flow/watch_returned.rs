//! Cases that wait for their person: a warning before the term ends, and the end when nobody came.
//!
//! ```text
//! watch → returned cases near their end ⊙ Supplement::is_over · is_to_be_warned ▣ the end or the warning, once over all nodes
//! ```

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::flow::prove::holder;
use crate::flow::{case_letter, lock};
use crate::identity::account::{Account, State};
use crate::identity::proofing::{Case, Returned, code};
use crate::provider::Provider;
use crate::secret::CaseId;

/// The chore.
pub async fn watch(provider: Provider, now: Timestamp) -> Result<(), Fault> {
    for id in provider.store.due_returns(BATCH, now).await? {
        match look_after(&id, &provider, now).await {
            Err(fault) if fault.is_passing() => return Err(fault),
            // One unsound case must not keep all others from ending.
            Err(fault) => tracing::error!(case = %id, %fault, "a returned case could not be looked after"),
            Ok(()) => {}
        }
    }
    Ok(())
}

async fn look_after(id: &CaseId, provider: &Provider, now: Timestamp) -> Result<(), Fault> {
    let Some(Case::Returned(returned)) = provider.store.officer_case(id).await? else { return Ok(()) };
    if returned.asked.is_over(now) {
        end(&returned, provider, now).await
    } else if returned.asked.is_to_be_warned(now) {
        let account = told(&returned, provider, now).await?;
        let message = account
            .map(|account| case_letter::ends_soon(&account, &code(id), returned.asked.ends_at, &provider.config));
        provider.store.warn_of_lapse(&returned, message.as_ref(), now).await.map(drop)
    } else {
        Ok(())
    }
}

/// Ends a case whose term is over; nothing happens when somebody was faster.
pub(super) async fn end(returned: &Returned, provider: &Provider, now: Timestamp) -> Result<(), Fault> {
    let account = told(returned, provider, now).await?;
    let code = code(&returned.intake.id);
    let message = account.map(|account| case_letter::lapsed(&account, &code, &provider.config));
    provider.store.lapse_case(returned, message.as_ref(), now).await.map(drop)
}

/// The person, as far as there is still somebody to tell.
async fn told(returned: &Returned, provider: &Provider, now: Timestamp) -> Result<Option<Account>, Fault> {
    let account = holder(&Case::Returned(returned.clone()), provider, now).await?;
    Ok(lock::reached(&account, false).filter(|account| account.state != State::Closed))
}

/// Cases looked after in one run.
const BATCH: i64 = 200;
