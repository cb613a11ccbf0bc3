//! The register of driving licences, behind a port: what somebody may drive, and what the authority did with that.

use std::fmt::Debug;

use crate::identity::birth::BirthDate;
use crate::identity::licence::{Classes, Licence, LicenceNumber, LicenceState, Points};
use crate::identity::name::Name;
use crate::identity::number::PersonalNumber;
use crate::registry::line::{Line, LineRefusal};
use crate::registry::{Answer, Change};

/// A register that can be asked about driving licences. Who asks compares the answer with the person: [`Licence::is`].
pub trait Licences: Debug + Send + Sync {
    /// What the register has beside this personal number.
    fn licence<'a>(&'a self, number: &'a PersonalNumber) -> Answer<'a, Option<Licence>>;

    /// Up to `limit` changes behind that place in the feed, in order.
    fn changes_since(&self, sequence: i64, limit: u32) -> Answer<'_, Vec<Change>>;
}

/// The columns of a file of licences, in the order in which they are written.
pub const COLUMNS: [&str; 7] = ["licence_number", "number", "name", "birth_date", "classes", "points", "state"];

/// Reads one line of a file.
pub(super) fn read(line: &Line<'_>) -> Result<Licence, LineRefusal> {
    Ok(Licence {
        licence_number: line.needed("licence_number", LicenceNumber::parse)?,
        number: line.needed("number", PersonalNumber::parse)?,
        name: Name::parse(line.text("name")).map_err(|refusal| LineRefusal::of("name", refusal))?,
        birth: BirthDate::parse(line.text("birth_date"))
            .map_err(|refusal| LineRefusal::of("birth_date", refusal.as_str()))?,
        classes: line.needed("classes", Classes::parse)?,
        points: line.needed("points", Points::parse)?,
        state: line.needed("state", LicenceState::parse)?,
    })
}

/// The fields in the order of [`COLUMNS`].
pub fn write(licence: &Licence) -> [String; COLUMNS.len()] {
    [
        licence.licence_number.as_str().to_owned(),
        licence.number.as_str().to_owned(),
        licence.name.as_str().to_owned(),
        licence.birth.to_string(),
        licence.classes.to_string(),
        licence.points.number().to_string(),
        licence.state.as_str().to_owned(),
    ]
}
