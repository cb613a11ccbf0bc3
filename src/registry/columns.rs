//! One line of the population's CSV: its columns, how a person is read from it and written to it.
//!
//! A place is `province|commune|detail`, somebody else is `number|name`, lists are parted by `;`. Every wrong field is
//! refused by its name and a word; the value is never repeated, since it is somebody's.

use crate::clock::Day;
use crate::identity::birth::BirthDate;
use crate::identity::gender::Gender;
use crate::identity::name::Name;
use crate::identity::number::{LegacyNumber, PersonalNumber};
use crate::identity::person::{Details, Organisation, Passport, Record, Relative, VitalStatus};
use crate::identity::phone::{Email, Phone};
use crate::registry::cards;
use crate::registry::line::{self, Line, LineRefusal, place_text};

/// The columns of the file, in the order in which they are written; a file may have them in any order.
pub const COLUMNS: [&str; 35] = [
    "number",
    "name",
    "birth_date",
    "gender",
    "status",
    "cancelled_numbers",
    "legacy_number",
    "phone",
    "phone_owner",
    "email",
    "nationality",
    "ethnicity",
    "religion",
    "blood_group",
    "birth_place",
    "native_place",
    "permanent_residence",
    "temporary_residence",
    "current_residence",
    "marital_status",
    "household_file",
    "relation_to_head",
    "household_head",
    "father",
    "mother",
    "spouse",
    "children",
    "guardian",
    "card_issued_on",
    "card_expires_on",
    "card_state",
    "passport_number",
    "passport_expires_on",
    "represents",
    "cohort",
];

/// A person of a file: the record, the name as it was delivered, and the special case that it stands for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Person {
    /// What the register will know.
    pub record: Record,
    /// The name as delivered, in whatever Unicode form.
    pub delivered_name: String,
    /// The special case; empty for everybody else.
    pub cohort: String,
}

/// Where each of our columns stands in a file, found from its first line.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Header(line::Header);

impl Header {
    /// Finds the columns; `Err` names those that are missing, unknown or there twice.
    pub fn find<'a>(names: impl Iterator<Item = &'a str>) -> Result<Self, Vec<String>> {
        line::Header::find(&COLUMNS, names).map(Self)
    }

    /// Reads one line's fields into a person.
    pub fn read(&self, fields: &[&str]) -> Result<Person, LineRefusal> {
        let line = self.0.line(fields)?;
        let name = Name::parse(line.text("name")).map_err(|refusal| LineRefusal::of("name", refusal))?;
        let birth = BirthDate::parse(line.text("birth_date"))
            .map_err(|refusal| LineRefusal::of("birth_date", refusal.as_str()))?;
        let record = Record {
            number: line.needed("number", PersonalNumber::parse)?,
            name,
            birth,
            gender: line.needed("gender", Gender::parse)?,
            status: line.needed("status", VitalStatus::parse)?,
            cancelled_numbers: line.list("cancelled_numbers", PersonalNumber::parse)?,
            legacy_number: line.optional("legacy_number", LegacyNumber::parse)?,
            phone: line.optional("phone", |text| Phone::parse(text).ok())?,
            phone_owner: line.optional("phone_owner", PersonalNumber::parse)?,
            email: line.optional("email", Email::parse)?,
            details: details(&line)?,
        };
        Ok(Person { record, delivered_name: line.text("name").to_owned(), cohort: line.word("cohort")? })
    }
}

fn details(line: &Line<'_>) -> Result<Details, LineRefusal> {
    Ok(Details {
        nationality: line.word("nationality")?,
        ethnicity: line.word("ethnicity")?,
        religion: line.word("religion")?,
        blood_group: line.word("blood_group")?,
        birth_place: line.place("birth_place")?,
        native_place: line.place("native_place")?,
        permanent_residence: line.place("permanent_residence")?,
        temporary_residence: line.place("temporary_residence")?,
        current_residence: line.place("current_residence")?,
        marital_status: line.word("marital_status")?,
        household_file: line.word("household_file")?,
        relation_to_head: line.word("relation_to_head")?,
        household_head: line.optional("household_head", relative)?,
        father: line.optional("father", relative)?,
        mother: line.optional("mother", relative)?,
        spouse: line.optional("spouse", relative)?,
        children: line.list("children", relative)?,
        guardian: line.optional("guardian", relative)?,
        card: cards::card(line)?,
        passport: match line.text("passport_number") {
            "" => None,
            _ => Some(Passport {
                number: line.word("passport_number")?,
                expires_on: line.needed("passport_expires_on", Day::parse)?,
            }),
        },
        represents: line.optional("represents", |text| {
            let (number, name) = text.split_once('|')?;
            Some(Organisation { number: number.to_owned(), name: name.to_owned() })
        })?,
    })
}

fn relative(text: &str) -> Option<Relative> {
    let (number, name) = text.split_once('|')?;
    let name = Name::parse(name).ok()?;
    Some(Relative { number: PersonalNumber::parse(number)?, name: name.as_str().to_owned() })
}

/// The fields of a person in the order of [`COLUMNS`].
pub fn write(person: &Person) -> [String; COLUMNS.len()] {
    let Person { record, delivered_name, cohort } = person;
    let details = &record.details;
    let pair = |relative: &Relative| format!("{}|{}", relative.number.as_str(), relative.name);
    let maybe = |relative: &Option<Relative>| relative.as_ref().map(pair).unwrap_or_default();
    let join = |items: Vec<String>| items.join(";");
    let expires = details.card.map(|card| card.expires_on.map_or_else(|| String::from("never"), |day| day.to_string()));
    [
        record.number.as_str().to_owned(),
        delivered_name.clone(),
        record.birth.to_string(),
        record.gender.as_str().to_owned(),
        record.status.as_str().to_owned(),
        join(record.cancelled_numbers.iter().map(|number| number.as_str().to_owned()).collect()),
        record.legacy_number.map(|number| number.as_str().to_owned()).unwrap_or_default(),
        record.phone.as_ref().map(Phone::national).unwrap_or_default(),
        record.phone_owner.map(|number| number.as_str().to_owned()).unwrap_or_default(),
        record.email.as_ref().map(|email| email.as_str().to_owned()).unwrap_or_default(),
        details.nationality.clone(),
        details.ethnicity.clone(),
        details.religion.clone(),
        details.blood_group.clone(),
        place_text(&details.birth_place),
        place_text(&details.native_place),
        place_text(&details.permanent_residence),
        place_text(&details.temporary_residence),
        place_text(&details.current_residence),
        details.marital_status.clone(),
        details.household_file.clone(),
        details.relation_to_head.clone(),
        maybe(&details.household_head),
        maybe(&details.father),
        maybe(&details.mother),
        maybe(&details.spouse),
        join(details.children.iter().map(pair).collect()),
        maybe(&details.guardian),
        details.card.map(|card| card.issued_on.to_string()).unwrap_or_default(),
        expires.unwrap_or_default(),
        details.card.map(|card| card.state.as_str().to_owned()).unwrap_or_default(),
        details.passport.as_ref().map(|passport| passport.number.clone()).unwrap_or_default(),
        details.passport.as_ref().map(|passport| passport.expires_on.to_string()).unwrap_or_default(),
        details.represents.as_ref().map(|body| format!("{}|{}", body.number, body.name)).unwrap_or_default(),
        cohort.clone(),
    ]
}
