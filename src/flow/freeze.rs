//! A holder freezes categories of parties, has them open again after a day, and takes that back.
//!
//! ```text
//! freeze ▣ frozen, every address told          at once, without another proof: it only ever protects
//! lift   ⊙ level 2, both factors a moment ago  ▣ opens in a day, every address told now
//! keep   ▣ frozen as before, every address told
//! ```

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::flow::{letter, second_factor};
use crate::identity::account::Account;
use crate::identity::freeze::{self, Category, Freeze, Refusal};
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;

/// What of the person's is frozen.
pub async fn standing(session: &SessionFacts, provider: &Provider, now: Timestamp) -> Result<Vec<Freeze>, Fault> {
    provider.store.freezes(&session.account, now).await
}

/// Freezes; false when all of it stood so.
pub async fn freeze(
    categories: &[Category],
    session: &SessionFacts,
    provider: &Provider,
    now: Timestamp,
) -> Result<bool, Fault> {
    let holder = holder(session, provider).await?;
    let messages = letter::freeze::frozen(&holder, categories, &provider.config);
    provider.store.freeze(&holder.id, categories, &messages, now).await
}

/// Has a category open again, in a day.
pub async fn lift(
    category: Category,
    session: &SessionFacts,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<Timestamp, Refusal>, Fault> {
    let standing = provider.store.freezes(&session.account, now).await?;
    let frozen = standing.iter().find(|freeze| freeze.category == category);
    let is_fresh = second_factor::is_fresh(session, now);
    let lifts_at = match freeze::lifted_at(frozen, session.account_level, session.holder_level, is_fresh, now) {
        Ok(lifts_at) => lifts_at,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let holder = holder(session, provider).await?;
    let messages = letter::freeze::lifting(&holder, category, lifts_at, &provider.config);
    let lifting = provider.store.lift_freeze(&holder.id, category, lifts_at, &messages, now).await?;
    Ok(if lifting { Ok(lifts_at) } else { Err(Refusal::NotFrozen) })
}

/// Takes a lifting back; false when it is open already, or nobody asked for that.
pub async fn keep(
    category: Category,
    session: &SessionFacts,
    provider: &Provider,
    now: Timestamp,
) -> Result<bool, Fault> {
    let holder = holder(session, provider).await?;
    let messages = letter::freeze::kept(&holder, category, &provider.config);
    provider.store.keep_freeze(&holder.id, category, &messages, now).await
}

async fn holder(session: &SessionFacts, provider: &Provider) -> Result<Account, Fault> {
    let account = provider.store.account(&session.account).await?;
    account.ok_or_else(|| Fault::internal("a session hangs from no account"))
}
