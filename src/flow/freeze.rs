//! A holder freezes categories of parties, has them open again after a day, and takes that back; who answers for somebody does
//! so in that person's name.
//!
//! ```text
//! of_dependant → dependant::prove: the relation as the register has it now  whose account it is, and who is told
//! freeze ▣ frozen, every address told          at once, without another proof: it only ever protects
//! lift   ⊙ level 2, both factors a moment ago  ▣ opens in a day, every address told now
//! keep   ▣ frozen as before, every address told
//! ```

use crate::clock::Timestamp;
use crate::config::Config;
use crate::fault::Fault;
use crate::flow::letter::freeze::{self as letter, To};
use crate::flow::{dependant, second_factor};
use crate::identity::account::Account;
use crate::identity::dependant::{Link, Relation};
use crate::identity::freeze::{self, Category, Freeze, Refusal};
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::secret::DependantId;
use crate::store::freeze::Deed;
use crate::store::outbox::Message;

/// Whose account is frozen.
#[derive(Clone, Debug)]
pub struct Whose {
    account: Account,
    /// Who acts, when it is not the holder.
    guardian: Option<Guardian>,
}

/// Who answers for the holder, proven a moment ago.
#[derive(Clone, Debug)]
struct Guardian {
    link: Link,
    relation: Relation,
    /// From when the holder acts alone, or is of age.
    alone_from: Option<Timestamp>,
    /// Everybody who answers for the holder.
    all: Vec<Account>,
}

/// The person's own.
pub async fn own(session: &SessionFacts, provider: &Provider) -> Result<Whose, Fault> {
    let account = provider.store.account(&session.account).await?;
    let account = account.ok_or_else(|| Fault::internal("a session hangs from no account"))?;
    Ok(Whose { account, guardian: None })
}

/// Somebody's for whom the person answers; none when the register does not say so, or not any more.
pub async fn of_dependant(
    session: &SessionFacts,
    id: &DependantId,
    provider: &Provider,
    now: Timestamp,
) -> Result<Option<Whose>, Fault> {
    let proven = dependant::prove(&session.account, id, provider, now).await?;
    let Some(proven) = proven.filter(dependant::Proven::opens) else { return Ok(None) };
    let mut all = Vec::new();
    for link in provider.store.guardians_of(&proven.account.id).await? {
        all.extend(provider.store.account(&link.guardian).await?);
    }
    let standing = proven.standing;
    let guardian = Guardian {
        link: proven.link,
        relation: standing.relation,
        alone_from: [standing.hands_over_at(), standing.of_age_at()].into_iter().flatten().min(),
        all,
    };
    Ok(Some(Whose { account: proven.account, guardian: Some(guardian) }))
}

/// What is frozen.
pub async fn standing(whose: &Whose, provider: &Provider, now: Timestamp) -> Result<Vec<Freeze>, Fault> {
    provider.store.freezes(&whose.account.id, now).await
}

/// Freezes; false when all of it stood so.
pub async fn freeze(
    categories: &[Category],
    whose: &Whose,
    provider: &Provider,
    now: Timestamp,
) -> Result<bool, Fault> {
    let messages = whose.told(&provider.config, |to, config| letter::frozen(to, categories, config));
    provider.store.freeze(whose.deed(), categories, &messages, now).await
}

/// Has a category open again, in a day.
pub async fn lift(
    category: Category,
    whose: &Whose,
    session: &SessionFacts,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<Timestamp, Refusal>, Fault> {
    let standing = standing(whose, provider, now).await?;
    let frozen = standing.iter().find(|freeze| freeze.category == category);
    let is_fresh = second_factor::is_fresh(session, now);
    let lifts_at = freeze::lifted_at(frozen, session.account_level, session.holder_level, is_fresh, now);
    let alone_from = whose.guardian.as_ref().and_then(|guardian| guardian.alone_from);
    let lifts_at = match lifts_at.and_then(|at| freeze::lifted_for(at, alone_from)) {
        Ok(lifts_at) => lifts_at,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let messages = whose.told(&provider.config, |to, config| letter::lifting(to, category, lifts_at, config));
    let lifting = provider.store.lift_freeze(whose.deed(), category, lifts_at, &messages, now).await?;
    Ok(if lifting { Ok(lifts_at) } else { Err(Refusal::NotFrozen) })
}

/// Takes a lifting back; false when it is open already, or nobody asked for that.
pub async fn keep(category: Category, whose: &Whose, provider: &Provider, now: Timestamp) -> Result<bool, Fault> {
    let messages = whose.told(&provider.config, |to, config| letter::kept(to, category, config));
    provider.store.keep_freeze(whose.deed(), category, &messages, now).await
}

impl Whose {
    fn deed(&self) -> Deed<'_> {
        let guardian = self.guardian.as_ref().map(|guardian| (&guardian.link, guardian.relation));
        Deed { account: &self.account.id, guardian }
    }

    /// What everybody is told whom it concerns: the holder, and all who answer for the holder. A dependant without a telephone
    /// of their own is told by way of those.
    fn told(&self, config: &Config, letters: impl Fn(To<'_>, &Config) -> Vec<Message>) -> Vec<Message> {
        let all = self.guardian.as_ref().map_or(&[][..], |guardian| &guardian.all);
        let is_reached_by_others = all.iter().any(|guardian| guardian.phone == self.account.phone);
        let holder = (!is_reached_by_others).then_some(To::Holder(&self.account));
        holder.into_iter().chain(all.iter().map(To::Guardian)).flat_map(|to| letters(to, config)).collect()
    }
}
