//! The holder's documents: what the registers that stand behind ports say at this moment, and the papers that an officer
//! compared. A register that cannot be reached is said to be out of reach, and one that there is none of, too: nothing is
//! made up and nothing is kept.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::flow::{licence, originals, person};
use crate::identity::account::AccountKind;
use crate::identity::licence::Heard;
use crate::identity::person::Record;
use crate::identity::proofing::document::{DocumentKind, Integrated};
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::wallet::asker::Fixed;
use crate::wallet::disclosure::{self, Disclosed, Known};
use crate::wallet::field::{Field, Fields};

/// The holder's documents, as of one instant.
#[derive(Clone, Debug)]
pub struct Documents {
    /// Where the holder lives, by the register of the population.
    pub residence: Found<Vec<Disclosed>>,
    /// Under which number the holder is insured, by the register of social insurance.
    pub insured: Found<String>,
    /// What may be driven, by the register of driving licences.
    pub licence: Heard,
    /// The papers that were compared with their originals.
    pub papers: Vec<Integrated>,
}

/// What a register says.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Found<T> {
    /// It has this.
    Has(T),
    /// It has nothing about the holder.
    Nothing,
    /// It did not answer.
    OutOfReach,
}

/// Kinds of paper about which no register of the state stands behind a port of this house.
pub const WITHOUT_REGISTER: [DocumentKind; 2] = [DocumentKind::VehicleRegistration, DocumentKind::HealthInsurance];

/// Whether a session of this level opens documents: they are of level 2, and of accounts that know no levels.
pub fn opens_at(level: Option<i64>) -> bool {
    Field::PermanentResidence.opens_at(level)
}

/// Reads the documents; none where the level does not open them.
pub async fn open(session: &SessionFacts, provider: &Provider, now: Timestamp) -> Result<Option<Documents>, Fault> {
    if !opens_at(session.account_level) {
        return Ok(None);
    }
    let account = provider.store.account(&session.account).await?;
    let account = account.ok_or_else(|| Fault::internal("a session hangs from no account"))?;
    let record = answered(person::record_of(&account, provider).await)?;
    let insured = match &record {
        // The insurance register writes citizens down by personal number; who is not in ours is not looked for in theirs.
        Found::Has(record) if account.kind == AccountKind::Citizen => insured(record, provider).await?,
        Found::Has(_) | Found::Nothing => Found::Nothing,
        Found::OutOfReach => Found::OutOfReach,
    };
    let licence = match &record {
        Found::Has(record) => licence::of(&account, record, provider).await?,
        Found::Nothing => Heard::Unclear,
        Found::OutOfReach => Heard::OutOfReach,
    };
    let residence = match record {
        Found::Has(record) => {
            let known = Known::of(&record);
            Found::Has(disclosure::reveal(&residence(), known, &Fixed::default(), now.day_in_vietnam()))
        }
        Found::Nothing => Found::Nothing,
        Found::OutOfReach => Found::OutOfReach,
    };
    let papers = originals::of_holder(session, provider).await?;
    Ok(Some(Documents { residence, insured, licence, papers }))
}

/// An answer about somebody else is none: employers wrote the personal numbers into that register.
async fn insured(record: &Record, provider: &Provider) -> Result<Found<String>, Fault> {
    let found = answered(provider.insurance.insured(&record.number).await)?;
    Ok(match found {
        Found::Has(insured) if insured.is(record) => Found::Has(insured.insurance_number.as_str().to_owned()),
        Found::Has(_) | Found::Nothing => Found::Nothing,
        Found::OutOfReach => Found::OutOfReach,
    })
}

fn answered<T>(answer: Result<Option<T>, Fault>) -> Result<Found<T>, Fault> {
    match answer {
        Ok(Some(has)) => Ok(Found::Has(has)),
        Ok(None) => Ok(Found::Nothing),
        Err(fault) if fault.is_passing() => {
            tracing::warn!(%fault, "a document was looked at without its register");
            Ok(Found::OutOfReach)
        }
        Err(fault) => Err(fault),
    }
}

fn residence() -> Fields {
    [Field::PermanentResidence, Field::TemporaryResidence, Field::CurrentResidence].into_iter().collect()
}
