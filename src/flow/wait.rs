//! Applications that wait because a register did not answer: kept sealed, tried again, decided by the same rule as at once.
//!
//! ```text
//! go_on → the applications that are due, while the registers may be asked
//!       ▣ take one: its next try is put off before it is tried, so that one node tries it at a time
//!       → registers                        no transaction is open
//!       ⊙ enrolment::decide, as of the day of submission
//!       ▣ settle: the wait ends, and the account stands or the refusal does; the node that ends the wait is the one
//!       ▣ or, past the decree's term, the applicant is told that nothing was decided
//! ```

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::flow::{enrol, letter};
use crate::identity::account::Channel;
use crate::identity::decree;
use crate::identity::enrolment;
use crate::identity::language::Language;
use crate::identity::person::Declared;
use crate::provider::Provider;
use crate::secret::Digest;
use crate::store::enrolment_wait::{NewWait, Waiting};

/// Keeps an application until the registers answer.
pub(super) async fn begin(
    person: Digest,
    declared: Declared,
    channel: Channel,
    language: Language,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Fault> {
    let due_at = enrolment::due_at(now, decree::in_force(now.day_in_vietnam()));
    let next_at = enrolment::next_try(0, now);
    let wait = NewWait { person, declared, channel, language, due_at, next_at };
    provider.store.begin_wait(&wait, now).await
}

/// Tries again whatever is due.
pub async fn go_on(provider: Provider, now: Timestamp) -> Result<(), Fault> {
    let store = &provider.store;
    'asking: while provider.registry.may_answer() {
        let due = store.waiting(BATCH, now).await?;
        if due.is_empty() {
            break;
        }
        for waiting in due {
            if !provider.registry.may_answer() {
                break 'asking;
            }
            try_again(waiting, &provider, now).await?;
        }
    }
    if provider.registry.may_answer() {
        return Ok(());
    }
    // Nobody is asked for a while, and the term of some is over.
    loop {
        let over = store.waiting_too_long(BATCH, now).await?;
        if over.is_empty() {
            return Ok(());
        }
        for waiting in over {
            give_up(&waiting, &provider, now).await?;
        }
    }
}

async fn try_again(waiting: Waiting, provider: &Provider, now: Timestamp) -> Result<(), Fault> {
    if !provider.store.take_waiting(&waiting, enrolment::next_try(waiting.tries + 1, now)).await? {
        return Ok(());
    }
    match enrol::ask(&waiting.declared, provider).await {
        Ok(known) => enrol::decide_late(waiting, known, provider, now).await,
        Err(Fault::RegistryDown(_)) if waiting.due_at <= now => give_up(&waiting, provider, now).await,
        Err(Fault::RegistryDown(_)) => Ok(()),
        Err(fault) => Err(fault),
    }
}

/// To the phone that was declared, since nobody knows yet whose it is: not a word about the person.
async fn give_up(waiting: &Waiting, provider: &Provider, now: Timestamp) -> Result<(), Fault> {
    let message = letter::undecided(&waiting.declared.phone, waiting.language, &provider.config);
    provider.store.give_up_wait(&waiting.id, &message, now).await.map(drop)
}

const BATCH: i64 = 100;
