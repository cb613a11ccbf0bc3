//! The register of immigration, behind a port: who a foreigner is, by which document, and how long the stay is lawful.
//!
//! Whatever answers, the house checks that the answer is about the document or the number that was asked for.

use std::fmt::Debug;

use crate::clock::Day;
use crate::identity::birth::BirthDate;
use crate::identity::foreigner::{DocumentId, ForeignerRecord, LatinName, Nationality, Residence, ResidenceKind};
use crate::identity::gender::Gender;
use crate::identity::number::PersonalNumber;
use crate::identity::person::VitalStatus;
use crate::identity::phone::Phone;
use crate::registry::line::{Line, LineRefusal};
use crate::registry::{Answer, Change};

/// A register that can be asked about foreigners.
pub trait Immigration: Debug + Send + Sync {
    /// The foreigner whose number this is.
    fn by_number<'a>(&'a self, number: &'a PersonalNumber) -> Answer<'a, Option<ForeignerRecord>>;

    /// The foreigner whose passport or travel document, in force or last held, this is.
    fn by_document<'a>(&'a self, document: &'a DocumentId) -> Answer<'a, Option<ForeignerRecord>>;

    /// Up to `limit` changes behind that place in the feed, in order.
    fn changes_since(&self, sequence: i64, limit: u32) -> Answer<'_, Vec<Change>>;
}

/// A foreigner of a file, with what only an invented nation must know.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Foreigner {
    /// What the register will know.
    pub record: ForeignerRecord,
    /// The mobile number that a telephone company has in the foreigner's name.
    pub phone: Option<Phone>,
    /// The special case; empty for everybody else.
    pub cohort: String,
}

/// The columns of a file of foreigners, in the order in which they are written.
pub const COLUMNS: [&str; 13] = [
    "number",
    "nationality",
    "document",
    "document_expires_on",
    "name",
    "birth_date",
    "gender",
    "status",
    "residence_kind",
    "residence_ends_on",
    "biometrics",
    "phone",
    "cohort",
];

impl Foreigner {
    /// Reads one line of a file.
    pub(super) fn read(line: &Line<'_>) -> Result<Self, LineRefusal> {
        let nationality = line.needed("nationality", Nationality::parse)?;
        if nationality.is_vietnamese() {
            return Err(LineRefusal::of("nationality", "a citizen"));
        }
        let name = LatinName::parse(line.text("name")).map_err(|refusal| LineRefusal::of("name", refusal.as_str()))?;
        let birth = BirthDate::parse(line.text("birth_date"))
            .map_err(|refusal| LineRefusal::of("birth_date", refusal.as_str()))?;
        let record = ForeignerRecord {
            number: line.needed("number", PersonalNumber::parse)?,
            document: line.needed("document", |text| DocumentId::parse(nationality, text))?,
            document_expires_on: line.needed("document_expires_on", Day::parse)?,
            name,
            birth,
            gender: line.needed("gender", Gender::parse)?,
            status: line.needed("status", VitalStatus::parse)?,
            residence: residence(line)?,
            has_biometrics: line.needed("biometrics", has_biometrics)?,
        };
        let phone = line.optional("phone", |text| Phone::parse(text).ok())?;
        Ok(Self { record, phone, cohort: line.word("cohort")? })
    }

    /// The fields in the order of [`COLUMNS`].
    pub fn write(&self) -> [String; COLUMNS.len()] {
        let Self { record, phone, cohort } = self;
        let ends_on = record.residence.map(|residence| match residence.ends_on {
            None => String::from("never"),
            Some(day) => day.to_string(),
        });
        [
            record.number.as_str().to_owned(),
            record.document.nationality().as_str().to_owned(),
            record.document.number().to_owned(),
            record.document_expires_on.to_string(),
            record.name.as_str().to_owned(),
            record.birth.to_string(),
            record.gender.as_str().to_owned(),
            record.status.as_str().to_owned(),
            record.residence.map(|residence| residence.kind.as_str().to_owned()).unwrap_or_default(),
            ends_on.unwrap_or_default(),
            biometrics_word(record.has_biometrics).to_owned(),
            phone.as_ref().map(Phone::national).unwrap_or_default(),
            cohort.clone(),
        ]
    }
}

/// A permanent residence may be without a term, which is said: an empty field is a slip.
fn residence(line: &Line<'_>) -> Result<Option<Residence>, LineRefusal> {
    let Some(kind) = line.optional("residence_kind", ResidenceKind::parse)? else {
        return match line.text("residence_ends_on") {
            "" => Ok(None),
            _ => Err(LineRefusal::of("residence_kind", "empty")),
        };
    };
    let ends_on = match line.text("residence_ends_on") {
        "never" if kind == ResidenceKind::Permanent => None,
        _ => Some(line.needed("residence_ends_on", Day::parse)?),
    };
    Ok(Some(Residence { kind, ends_on }))
}

/// The word of columns for whether biometrics are held.
pub(super) const fn biometrics_word(held: bool) -> &'static str {
    if held { "held" } else { "none" }
}

/// Reads the word.
pub(super) fn has_biometrics(word: &str) -> Option<bool> {
    [true, false].into_iter().find(|held| biometrics_word(*held) == word)
}
