//! The register of social insurance, behind a port: under which number a person is insured.

use std::fmt::Debug;

use crate::identity::birth::BirthDate;
use crate::identity::insured::{InsuranceNumber, Insured};
use crate::identity::name::Name;
use crate::identity::number::PersonalNumber;
use crate::registry::line::{Line, LineRefusal};
use crate::registry::{Answer, Change};

/// A register that can be asked about the insured. Who asks compares the answer with the person: [`Insured::is`].
pub trait Insurance: Debug + Send + Sync {
    /// What the register has beside this personal number.
    fn insured<'a>(&'a self, number: &'a PersonalNumber) -> Answer<'a, Option<Insured>>;

    /// Up to `limit` changes behind that place in the feed, in order.
    fn changes_since(&self, sequence: i64, limit: u32) -> Answer<'_, Vec<Change>>;
}

/// The columns of a file of the insured, in the order in which they are written.
pub const COLUMNS: [&str; 4] = ["insurance_number", "number", "name", "birth_date"];

/// Reads one line of a file.
pub(super) fn read(line: &Line<'_>) -> Result<Insured, LineRefusal> {
    Ok(Insured {
        insurance_number: line.needed("insurance_number", InsuranceNumber::parse)?,
        number: line.needed("number", PersonalNumber::parse)?,
        name: Name::parse(line.text("name")).map_err(|refusal| LineRefusal::of("name", refusal))?,
        birth: BirthDate::parse(line.text("birth_date"))
            .map_err(|refusal| LineRefusal::of("birth_date", refusal.as_str()))?,
    })
}

/// The fields in the order of [`COLUMNS`].
pub fn write(insured: &Insured) -> [String; COLUMNS.len()] {
    [
        insured.insurance_number.as_str().to_owned(),
        insured.number.as_str().to_owned(),
        insured.name.as_str().to_owned(),
        insured.birth.to_string(),
    ]
}
