//! One line of the population's CSV: its columns, how a person is read from it and written to it.
//!
//! A place is `province|commune|detail`, somebody else is `number|name`, lists are parted by `;`. Every wrong field is
//! refused by its name and a word; the value is never repeated, since it is somebody's.

use std::fmt;

use crate::clock::Day;
use crate::identity::birth::BirthDate;
use crate::identity::gender::Gender;
use crate::identity::name::Name;
use crate::identity::number::{LegacyNumber, PersonalNumber};
use crate::identity::person::{Card, CardState, Details, Organisation, Passport, Record, Relative, VitalStatus};
use crate::identity::phone::{Email, Phone};
use crate::identity::place::{Place, province_name};

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

/// Why a line was refused: the field, and a word.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct LineRefusal {
    /// The column; empty when the line as a whole cannot be read.
    pub field: &'static str,
    /// The word, never the value.
    pub reason: String,
}

impl LineRefusal {
    pub(super) fn of(field: &'static str, reason: impl fmt::Display) -> Self {
        Self { field, reason: reason.to_string() }
    }
}

/// Where each of our columns stands in a file, found from its first line.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Header {
    positions: [usize; COLUMNS.len()],
    width: usize,
}

impl Header {
    /// Finds the columns; `Err` names those that are missing, unknown or there twice.
    pub fn find<'a>(names: impl Iterator<Item = &'a str>) -> Result<Self, Vec<String>> {
        let names: Vec<&str> = names.map(|name| name.trim_matches(' ')).collect();
        let mut wrong: Vec<String> = Vec::new();
        let positions = COLUMNS.map(|column| {
            let found = names.iter().position(|name| *name == column);
            if found.is_none() {
                wrong.push(format!("missing: {column}"));
            }
            found.unwrap_or_default()
        });
        for (at, name) in names.iter().enumerate() {
            let shown: String = name.chars().filter(|letter| !letter.is_control()).take(40).collect();
            if !COLUMNS.contains(name) {
                wrong.push(format!("unknown: {shown}"));
            } else if names.iter().take(at).any(|earlier| earlier == name) {
                wrong.push(format!("twice: {shown}"));
            }
        }
        if wrong.is_empty() { Ok(Self { positions, width: names.len() }) } else { Err(wrong) }
    }

    /// Reads one line's fields into a person.
    pub fn read(&self, fields: &[&str]) -> Result<Person, LineRefusal> {
        if fields.len() != self.width {
            return Err(LineRefusal::of("", format_args!("{} fields instead of {}", fields.len(), self.width)));
        }
        let line = Line { header: self, fields };
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
            details: line.details()?,
        };
        Ok(Person { record, delivered_name: line.text("name").to_owned(), cohort: line.word("cohort")? })
    }
}

struct Line<'a> {
    header: &'a Header,
    fields: &'a [&'a str],
}

impl<'a> Line<'a> {
    fn text(&self, column: &str) -> &'a str {
        let at = COLUMNS.iter().position(|known| *known == column);
        let position = at.and_then(|at| self.header.positions.get(at));
        position.and_then(|position| self.fields.get(*position)).map_or("", |field| field.trim_matches(' '))
    }

    fn needed<T>(&self, column: &'static str, parse: impl FnOnce(&str) -> Option<T>) -> Result<T, LineRefusal> {
        let text = self.text(column);
        parse(text).ok_or_else(|| LineRefusal::of(column, if text.is_empty() { "empty" } else { "unreadable" }))
    }

    fn optional<T>(
        &self,
        column: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, LineRefusal> {
        match self.text(column) {
            "" => Ok(None),
            text => parse(text).map(Some).ok_or_else(|| LineRefusal::of(column, "unreadable")),
        }
    }

    fn list<T>(&self, column: &'static str, parse: impl Fn(&str) -> Option<T>) -> Result<Vec<T>, LineRefusal> {
        let text = self.text(column);
        let items = text.split(';').filter(|item| !item.is_empty());
        items.map(|item| parse(item).ok_or_else(|| LineRefusal::of(column, "unreadable"))).collect()
    }

    fn word(&self, column: &'static str) -> Result<String, LineRefusal> {
        let text = self.text(column);
        if text.chars().any(char::is_control) {
            return Err(LineRefusal::of(column, "control character"));
        }
        Ok(text.to_owned())
    }

    fn place(&self, column: &'static str) -> Result<Place, LineRefusal> {
        let text = self.word(column)?;
        if text.is_empty() {
            return Ok(Place::default());
        }
        let mut parts = text.splitn(3, '|').map(str::to_owned);
        let place = Place {
            province: parts.next().unwrap_or_default(),
            commune: parts.next().ok_or_else(|| LineRefusal::of(column, "unreadable"))?,
            detail: parts.next().ok_or_else(|| LineRefusal::of(column, "unreadable"))?,
        };
        if !place.province.is_empty() && province_name(&place.province).is_none() {
            return Err(LineRefusal::of(column, "no such province"));
        }
        Ok(place)
    }

    fn details(&self) -> Result<Details, LineRefusal> {
        Ok(Details {
            nationality: self.word("nationality")?,
            ethnicity: self.word("ethnicity")?,
            religion: self.word("religion")?,
            blood_group: self.word("blood_group")?,
            birth_place: self.place("birth_place")?,
            native_place: self.place("native_place")?,
            permanent_residence: self.place("permanent_residence")?,
            temporary_residence: self.place("temporary_residence")?,
            current_residence: self.place("current_residence")?,
            marital_status: self.word("marital_status")?,
            household_file: self.word("household_file")?,
            relation_to_head: self.word("relation_to_head")?,
            household_head: self.optional("household_head", relative)?,
            father: self.optional("father", relative)?,
            mother: self.optional("mother", relative)?,
            spouse: self.optional("spouse", relative)?,
            children: self.list("children", relative)?,
            guardian: self.optional("guardian", relative)?,
            card: self.card()?,
            passport: match self.text("passport_number") {
                "" => None,
                _ => Some(Passport {
                    number: self.word("passport_number")?,
                    expires_on: self.needed("passport_expires_on", Day::parse)?,
                }),
            },
            represents: self.optional("represents", |text| {
                let (number, name) = text.split_once('|')?;
                Some(Organisation { number: number.to_owned(), name: name.to_owned() })
            })?,
        })
    }

    fn card(&self) -> Result<Option<Card>, LineRefusal> {
        let Some(issued_on) = self.optional("card_issued_on", Day::parse)? else {
            return Ok(None);
        };
        let expires_on = match self.text("card_expires_on") {
            "never" => None,
            _ => Some(self.needed("card_expires_on", Day::parse)?),
        };
        if expires_on.is_some_and(|last| last < issued_on) {
            return Err(LineRefusal::of("card_expires_on", "before its issue"));
        }
        Ok(Some(Card { issued_on, expires_on, state: self.needed("card_state", CardState::parse)? }))
    }
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
    let place = |place: &Place| match place {
        place if *place == Place::default() => String::new(),
        place => format!("{}|{}|{}", place.province, place.commune, place.detail),
    };
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
        place(&details.birth_place),
        place(&details.native_place),
        place(&details.permanent_residence),
        place(&details.temporary_residence),
        place(&details.current_residence),
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
