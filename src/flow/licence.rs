//! What the register of driving licences says of somebody at this moment.

use crate::fault::Fault;
use crate::identity::account::{Account, AccountKind};
use crate::identity::licence::Heard;
use crate::identity::person::Record;
use crate::provider::Provider;

/// Asks under the number in force, then under each that was cancelled in favour of it: the register may not have heard of
/// that. An answer about somebody else is none (F39).
pub async fn of(account: &Account, record: &Record, provider: &Provider) -> Result<Heard, Fault> {
    // A foreigner may drive by a licence of elsewhere (Law 36/2024/QH15 Art. 57(6)), of which this register knows nothing.
    if account.kind != AccountKind::Citizen {
        return Ok(Heard::Unclear);
    }
    for number in std::iter::once(&record.number).chain(&record.cancelled_numbers) {
        match provider.licences.licence(number).await {
            Ok(None) => {}
            Ok(Some(licence)) if licence.is(record) => return Ok(Heard::Has(licence)),
            Ok(Some(_)) => return Ok(Heard::Unclear),
            Err(fault) if fault.is_passing() => {
                tracing::warn!(%fault, "a licence could not be asked for");
                return Ok(Heard::OutOfReach);
            }
            Err(fault) => return Err(fault),
        }
    }
    Ok(Heard::Nothing)
}
