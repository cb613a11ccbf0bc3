//! Corrections that the register refused or did not answer in time: they stand in an officer's queue until one says how they
//! ended and why. What was sent is looked for in the register, so that nobody settles what has arrived.
//!
//! ```text
//! queue       → corrections refused or late
//! settle      → correction, register ⊙ may_settle, is_unsettled, words ▣ settled + message
//! look_for    → corrections sent, register ▣ arrived + message
//! ```

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::flow::correct::{Refusal, correction_for, value_of};
use crate::flow::{letter, mend};
use crate::identity::correction::{Correction, Settlement};
use crate::identity::mend::Field;
use crate::identity::name::Name;
use crate::identity::officer::{Action, Bar, Module, Officer};
use crate::identity::person::Record;
use crate::identity::proofing::Words;
use crate::limits;
use crate::provider::Provider;
use crate::secret::CorrectionId;
use crate::store::outbox::Message;

/// The corrections that wait to be settled and that this officer may look at.
pub async fn queue(officer: &Officer, provider: &Provider, now: Timestamp) -> Result<Vec<Correction>, Refusal> {
    if !officer.may(Module::Correction, Action::Menu) {
        return Err(Bar::NotPermitted.into());
    }
    Ok(provider.store.unsettled_corrections(&officer.unit, QUEUE, now).await?)
}

/// Settles one, with the reason that the person will read. That the register has it is said only when it has.
pub async fn settle(
    id: &CorrectionId,
    version: i64,
    settlement: Settlement,
    why: &str,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    let correction = correction_for(id, officer, provider).await?;
    correction.may_settle(officer)?;
    if correction.version != version || !correction.is_unsettled(now) {
        return Err(Refusal::Stale);
    }
    let why = Words::parse(why).map_err(Refusal::Words)?;
    let record = provider.registry.look_up(&correction.number).await?;
    if settlement == Settlement::Corrected && !has_it(record.as_ref(), &correction) {
        return Err(Refusal::NotInRegister);
    }
    let message = message(record.as_ref(), &correction, provider);
    let done = (settlement, &why);
    let settled = provider.store.settle_correction(&correction, done, message.as_ref(), officer, now).await?;
    if settled { Ok(()) } else { Err(Refusal::Stale) }
}

/// The chore that looks for what was sent, until the register has it or an officer has settled it.
pub async fn look_for(provider: Provider, now: Timestamp) -> Result<(), Fault> {
    let since = now.minus(limits::CORRECTION_LOOK);
    for correction in provider.store.corrections_to_look_for(BATCH, since).await? {
        let record = provider.registry.look_up(&correction.number).await?;
        if has_it(record.as_ref(), &correction) {
            let message = message(record.as_ref(), &correction, &provider);
            provider.store.correction_arrived(&correction, message.as_ref(), now).await?;
        } else {
            provider.store.looked_for_correction(&correction.id, now).await?;
        }
    }
    Ok(())
}

/// Whether the register has what was asked for; of a name, in whichever spelling it keeps it.
fn has_it(record: Option<&Record>, correction: &Correction) -> bool {
    record.is_some_and(|record| match correction.field {
        Field::Name => Name::parse(&correction.wanted).is_ok_and(|name| name.difference(&record.name).is_none()),
        field => value_of(record, field) == correction.wanted,
    })
}

fn message(record: Option<&Record>, correction: &Correction, provider: &Provider) -> Option<Message> {
    let phone = record.and_then(mend::own_phone)?;
    Some(letter::mend::settled(phone, &correction.code, correction.language, &provider.config))
}

/// Corrections that a page lists.
const QUEUE: i64 = 100;
/// Corrections looked for in one run.
const BATCH: i64 = 50;
