//! The registers of the state, each behind a port: the state's own, or the embedded one.
//!
//! The traits exist because an outsider stands behind them. Whatever answers, `identity::matching` checks that the answer is
//! about the person who was asked for.

use std::fmt::Debug;
use std::pin::Pin;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::correction::Handing;
use crate::identity::mend::Field;
use crate::identity::number::{LegacyNumber, PersonalNumber};
use crate::identity::person::Record;
use crate::identity::phone::Phone;

mod amend;
pub mod biometrics;
pub mod breaker;
pub mod cards;
pub mod chips;
pub mod columns;
mod copy;
mod details;
pub mod embedded;
pub mod exchange;
pub mod feed;
pub mod http;
pub mod immigration;
pub mod import;
pub mod insurance;
pub mod intake;
mod json_rows;
pub mod licences;
pub mod line;
mod load;
pub mod organisations;
pub mod partition;
mod person_row;
pub mod synthetic;
mod update;

/// An answer that is on its way.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, Fault>> + Send + 'a>>;

/// That a record is no longer what it was.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Change<T = PersonalNumber> {
    /// Where it stands in the feed; each later change has a greater number.
    pub sequence: i64,
    /// Whose record; cancelled, perhaps, by a later change.
    pub number: T,
}

/// A correction that two officers approved: one field of one person. Its value is not printed.
#[derive(Clone)]
pub struct Amendment {
    /// Whose record.
    pub number: PersonalNumber,
    /// Which field.
    pub field: Field,
    /// What it is to be, as `Field::value` spells it.
    pub value: String,
}

/// A register that can be asked about people and about telephone numbers.
pub trait Registry: Debug + Send + Sync {
    /// The record of the person whose number this is or once was; none when nobody's.
    fn look_up<'a>(&'a self, number: &'a PersonalNumber) -> Answer<'a, Option<Record>>;

    /// The record of the person who had this 9-digit number.
    fn look_up_legacy<'a>(&'a self, number: &'a LegacyNumber) -> Answer<'a, Option<Record>>;

    /// In whose name the telephone companies have a number (Decree 69/2024 Art. 10(1)).
    fn subscriber<'a>(&'a self, phone: &'a Phone) -> Answer<'a, Option<PersonalNumber>>;

    /// Up to `limit` changes behind that place in the feed, in order; none from a register that keeps no feed.
    fn changes_since(&self, sequence: i64, limit: u32) -> Answer<'_, Vec<Change>> {
        let _ = (sequence, limit);
        Box::pin(async { Ok(Vec::new()) })
    }

    /// Whether it is worth asking now: no register that an enrolment needs is being left alone.
    fn may_answer(&self) -> bool {
        true
    }

    /// How the registers behind it do, for operators; nothing for one that cannot go away by itself.
    fn standing(&self) -> Vec<Standing> {
        Vec::new()
    }

    /// Hands an approved correction over; a register that takes none is corrected by its own authority, to which it is sent.
    /// Handed twice it changes nothing.
    fn correct<'a>(&'a self, amendment: &'a Amendment, now: Timestamp) -> Answer<'a, Handing> {
        let _ = (amendment, now);
        Box::pin(async { Ok(Handing::Sent) })
    }
}

/// How one register does, since the house was opened.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Standing {
    /// Its name.
    pub register: &'static str,
    /// Whether it is being asked.
    pub breaker: breaker::State,
    /// Questions with a sensible answer.
    pub answered: u64,
    /// Questions without one.
    pub failed: u64,
    /// Questions that the breaker did not let out.
    pub kept_back: u64,
}
