//! Applications that wait because a register did not answer: kept sealed, tried again, decided by the same rule as at once.
//!
//! ```text
//! go_on → the applications that are due, while the registers may be asked
//!       ▣ take one: its next try is put off before it is tried, so that one node tries it at a time
//!       → registers                        no transaction is open
//!       ⊙ enrolment::decide, as of the day of submission; of a declared dependant dependant::decide, as of now
//!       ▣ settle: the wait ends, and the account stands or the refusal does; the node that ends the wait is the one
//!       ▣ or, past the decree's term, the applicant is told once that the decision is late; it waits on
//!       ▣ or, when it has been kept as long as it may be, it ends undecided, and the applicant is told
//! ```

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::flow::{declare, enrol, letter};
use crate::identity::decree;
use crate::identity::enrolment;
use crate::limits;
use crate::provider::Provider;
use crate::secret::EnrolmentId;
use crate::store::enrolment_wait::{Applicant, NewWait};

/// Keeps an application, or a declaration of a dependant, until the registers answer.
pub(super) async fn begin(applicant: Applicant, provider: &Provider, now: Timestamp) -> Result<(), Fault> {
    let due_at = enrolment::due_at(now, decree::in_force(now.day_in_vietnam()));
    let (ends_at, next_at) = (now.plus(limits::WAIT_AT_MOST), enrolment::next_try(0, now));
    let wait = NewWait { applicant, due_at, ends_at, next_at };
    provider.store.begin_wait(&wait, now).await
}

/// Tries again whatever is due, and tells those for whom nobody can be asked.
pub async fn go_on(provider: Provider, now: Timestamp) -> Result<(), Fault> {
    while provider.registry.may_answer() {
        let due = provider.store.due_waits(BATCH, now).await?;
        if due.is_empty() {
            return Ok(());
        }
        for (id, tries) in due {
            if !provider.registry.may_answer() {
                break;
            }
            unless_unsound(try_again(&id, tries, &provider, now).await, &id)?;
        }
    }
    for id in provider.store.late_waits(BATCH, now).await? {
        unless_unsound(tell_late(&id, &provider, now).await, &id)?;
    }
    for id in provider.store.ended_waits(BATCH, now).await? {
        unless_unsound(give_up(&id, &provider, now).await, &id)?;
    }
    Ok(())
}

/// One application that cannot be read is for an operator; it must not keep everybody else's from being decided.
fn unless_unsound(done: Result<(), Fault>, id: &EnrolmentId) -> Result<(), Fault> {
    match done {
        Err(fault) if !fault.is_passing() => {
            tracing::error!(enrolment = %id, %fault, "an application that waits was passed over");
            Ok(())
        }
        done => done,
    }
}

async fn try_again(id: &EnrolmentId, tries: u32, provider: &Provider, now: Timestamp) -> Result<(), Fault> {
    let next_at = enrolment::next_try(tries.saturating_add(1), now);
    let Some(waiting) = provider.store.take_wait(id, tries, next_at).await? else { return Ok(()) };
    let decided = match &waiting.applicant.applied_by {
        None => enrol::decide_late(&waiting, provider, now).await,
        Some(declarer) => declare::decide_late(&waiting, declarer, provider, now).await,
    };
    match decided {
        Err(Fault::RegistryDown(_)) if waiting.ends_at <= now => give_up(id, provider, now).await,
        Err(Fault::RegistryDown(_)) if waiting.due_at <= now && !waiting.is_told => tell_late(id, provider, now).await,
        Err(Fault::RegistryDown(_)) => Ok(()),
        decided => decided,
    }
}

async fn tell_late(id: &EnrolmentId, provider: &Provider, now: Timestamp) -> Result<(), Fault> {
    let Some(waiting) = provider.store.wait(id).await? else { return Ok(()) };
    let Applicant { declared, language, applied_by, .. } = &waiting.applicant;
    let message = match applied_by {
        None => letter::late(&declared.phone, *language, &provider.config),
        Some(_) => letter::dependant::late(&declared.phone, *language, &provider.config),
    };
    provider.store.tell_late(&waiting, &message, now).await.map(drop)
}

async fn give_up(id: &EnrolmentId, provider: &Provider, now: Timestamp) -> Result<(), Fault> {
    let Some(waiting) = provider.store.wait(id).await? else { return Ok(()) };
    let Applicant { declared, language, applied_by, .. } = &waiting.applicant;
    let message = match applied_by {
        None => letter::undecided(&declared.phone, *language, &provider.config),
        Some(_) => letter::dependant::undecided(&declared.phone, *language, &provider.config),
    };
    provider.store.give_up_wait(&waiting, &message, now).await.map(drop)
}

const BATCH: i64 = 100;
