//! The register of organisations, behind a port: names, codes, state, and who represents them by law.
//!
//! Whatever answers, the house checks that the answer is about the number or the code that was asked for.

use std::fmt::Debug;

use crate::clock::Day;
use crate::identity::name::Name;
use crate::identity::number::PersonalNumber;
use crate::identity::organisation::{
    EnterpriseCode, OrganisationName, OrganisationNumber, OrganisationRecord, OrganisationState, Representative,
};
use crate::identity::tax_code::TaxCode;
use crate::registry::line::{Line, LineRefusal, place_text};
use crate::registry::{Answer, Change};

/// A register that can be asked about organisations.
pub trait Organisations: Debug + Send + Sync {
    /// The organisation with this identification number.
    fn by_number<'a>(&'a self, number: &'a OrganisationNumber) -> Answer<'a, Option<OrganisationRecord>>;

    /// The organisation with this tax code.
    fn by_tax_code<'a>(&'a self, code: &'a TaxCode) -> Answer<'a, Option<OrganisationRecord>>;

    /// Up to `limit` changes behind that place in the feed, in order.
    fn changes_since(&self, sequence: i64, limit: u32) -> Answer<'_, Vec<Change<OrganisationNumber>>>;
}

/// An organisation of a file, and the special case that it stands for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Organisation {
    /// What the register will know.
    pub record: OrganisationRecord,
    /// The special case; empty for every other one.
    pub cohort: String,
}

/// The columns of a file of organisations, in the order in which they are written.
pub const COLUMNS: [&str; 11] = [
    "number",
    "tax_code",
    "enterprise_code",
    "name",
    "short_name",
    "foreign_name",
    "founded_on",
    "address",
    "state",
    "representatives",
    "cohort",
];

impl Organisation {
    /// Reads one line of a file; its representatives are `number|name|title`, parted by `;`.
    pub(super) fn read(line: &Line<'_>) -> Result<Self, LineRefusal> {
        let representatives = line.list("representatives", representative)?;
        let twice =
            |one: &Representative| representatives.iter().filter(|other| other.number == one.number).count() > 1;
        if representatives.iter().any(twice) {
            return Err(LineRefusal::of("representatives", "twice"));
        }
        let record = OrganisationRecord {
            number: line.needed("number", OrganisationNumber::parse)?,
            tax_code: line.optional("tax_code", TaxCode::parse)?,
            enterprise_code: line.optional("enterprise_code", EnterpriseCode::parse)?,
            name: line.needed("name", OrganisationName::parse)?,
            short_name: line.optional("short_name", OrganisationName::parse)?,
            foreign_name: line.optional("foreign_name", OrganisationName::parse)?,
            founded_on: line.needed("founded_on", Day::parse)?,
            address: line.place("address")?,
            state: line.needed("state", OrganisationState::parse)?,
            representatives,
        };
        Ok(Self { record, cohort: line.word("cohort")? })
    }

    /// The fields in the order of [`COLUMNS`].
    pub fn write(&self) -> [String; COLUMNS.len()] {
        let Self { record, cohort } = self;
        let name = |name: &Option<OrganisationName>| name.as_ref().map(ToString::to_string).unwrap_or_default();
        let representative = |one: &Representative| format!("{}|{}|{}", one.number.as_str(), one.name, one.title);
        [
            record.number.as_str().to_owned(),
            record.tax_code.map(|code| code.to_string()).unwrap_or_default(),
            record.enterprise_code.map(|code| code.to_string()).unwrap_or_default(),
            record.name.to_string(),
            name(&record.short_name),
            name(&record.foreign_name),
            record.founded_on.to_string(),
            place_text(&record.address),
            record.state.as_str().to_owned(),
            record.representatives.iter().map(representative).collect::<Vec<_>>().join(";"),
            cohort.clone(),
        ]
    }
}

fn representative(text: &str) -> Option<Representative> {
    let (number, rest) = text.split_once('|')?;
    let (name, title) = rest.split_once('|')?;
    let (name, title) = (Name::parse(name).ok()?, OrganisationName::parse(title)?);
    Some(Representative {
        number: PersonalNumber::parse(number)?,
        name: name.as_str().to_owned(),
        title: title.to_string(),
    })
}
