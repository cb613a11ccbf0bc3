//! The register of the population, behind a port: the state's own, or the embedded one.
//!
//! The trait exists because an outsider stands behind it. Whatever answers, `identity::matching` checks that the answer is
//! about the person who was asked for.

use std::fmt::Debug;
use std::pin::Pin;

use crate::fault::Fault;
use crate::identity::number::{LegacyNumber, PersonalNumber};
use crate::identity::person::Record;
use crate::identity::phone::Phone;

pub mod biometrics;
pub mod columns;
mod details;
pub mod embedded;
pub mod import;
mod load;
pub mod synthetic;

/// An answer that is on its way.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, Fault>> + Send + 'a>>;

/// A register that can be asked about people and about telephone numbers.
pub trait Registry: Debug + Send + Sync {
    /// The record of the person whose number this is or once was; none when nobody's.
    fn look_up<'a>(&'a self, number: &'a PersonalNumber) -> Answer<'a, Option<Record>>;

    /// The record of the person who had this 9-digit number.
    fn look_up_legacy<'a>(&'a self, number: &'a LegacyNumber) -> Answer<'a, Option<Record>>;

    /// In whose name the telephone companies have a number (Decree 69/2024 Art. 10(1)).
    fn subscriber<'a>(&'a self, phone: &'a Phone) -> Answer<'a, Option<PersonalNumber>>;
}
