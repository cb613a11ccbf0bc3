//! The JSON in which a register's row keeps what is not matched. Empty parts are left out: a million people share a disk.

use serde::{Deserialize, Serialize};

use crate::clock::Day;
use crate::identity::number::PersonalNumber;
use crate::identity::person::{Card, CardState, Details, Organisation, Passport, Relative};
use crate::identity::place::Place;

/// The JSON text of these details.
pub(super) fn write(details: &Details) -> Result<String, serde_json::Error> {
    serde_json::to_string(&Json::from(details))
}

/// Reads the JSON text; `None` when no import of ours can have written it.
pub(super) fn read(text: &str) -> Option<Details> {
    serde_json::from_str::<Json>(text).ok()?.details()
}

#[derive(Default, Deserialize, Serialize)]
#[serde(default, deny_unknown_fields)]
struct Json {
    #[serde(skip_serializing_if = "String::is_empty")]
    nationality: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    ethnicity: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    religion: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    blood_group: String,
    #[serde(skip_serializing_if = "is_nowhere")]
    birth_place: Place,
    #[serde(skip_serializing_if = "is_nowhere")]
    native_place: Place,
    #[serde(skip_serializing_if = "is_nowhere")]
    permanent_residence: Place,
    #[serde(skip_serializing_if = "is_nowhere")]
    temporary_residence: Place,
    #[serde(skip_serializing_if = "is_nowhere")]
    current_residence: Place,
    #[serde(skip_serializing_if = "String::is_empty")]
    marital_status: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    household_file: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    relation_to_head: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    household_head: Option<(String, String)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    father: Option<(String, String)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mother: Option<(String, String)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    spouse: Option<(String, String)>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    children: Vec<(String, String)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    guardian: Option<(String, String)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    card: Option<(String, Option<String>, String)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    passport: Option<(String, String)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    represents: Option<(String, String)>,
}

impl From<&Details> for Json {
    fn from(details: &Details) -> Self {
        let pair = |relative: &Relative| (relative.number.as_str().to_owned(), relative.name.clone());
        Self {
            nationality: details.nationality.clone(),
            ethnicity: details.ethnicity.clone(),
            religion: details.religion.clone(),
            blood_group: details.blood_group.clone(),
            birth_place: details.birth_place.clone(),
            native_place: details.native_place.clone(),
            permanent_residence: details.permanent_residence.clone(),
            temporary_residence: details.temporary_residence.clone(),
            current_residence: details.current_residence.clone(),
            marital_status: details.marital_status.clone(),
            household_file: details.household_file.clone(),
            relation_to_head: details.relation_to_head.clone(),
            household_head: details.household_head.as_ref().map(pair),
            father: details.father.as_ref().map(pair),
            mother: details.mother.as_ref().map(pair),
            spouse: details.spouse.as_ref().map(pair),
            children: details.children.iter().map(pair).collect(),
            guardian: details.guardian.as_ref().map(pair),
            card: details.card.map(|card| {
                let expires = card.expires_on.map(|day| day.to_string());
                (card.issued_on.to_string(), expires, card.state.as_str().to_owned())
            }),
            passport: details
                .passport
                .as_ref()
                .map(|passport| (passport.number.clone(), passport.expires_on.to_string())),
            represents: details.represents.as_ref().map(|body| (body.number.clone(), body.name.clone())),
        }
    }
}

impl Json {
    fn details(self) -> Option<Details> {
        let relative =
            |(number, name): (String, String)| Some(Relative { number: PersonalNumber::parse(&number)?, name });
        let maybe = |pair: Option<(String, String)>| pair.map_or(Some(None), |pair| relative(pair).map(Some));
        Some(Details {
            household_head: maybe(self.household_head)?,
            father: maybe(self.father)?,
            mother: maybe(self.mother)?,
            spouse: maybe(self.spouse)?,
            children: self.children.into_iter().map(relative).collect::<Option<_>>()?,
            guardian: maybe(self.guardian)?,
            card: self.card.map_or(Some(None), |card| read_card(&card).map(Some))?,
            passport: match self.passport {
                None => None,
                Some((number, expires)) => Some(Passport { number, expires_on: Day::parse(&expires)? }),
            },
            represents: self.represents.map(|(number, name)| Organisation { number, name }),
            nationality: self.nationality,
            ethnicity: self.ethnicity,
            religion: self.religion,
            blood_group: self.blood_group,
            birth_place: self.birth_place,
            native_place: self.native_place,
            permanent_residence: self.permanent_residence,
            temporary_residence: self.temporary_residence,
            current_residence: self.current_residence,
            marital_status: self.marital_status,
            household_file: self.household_file,
            relation_to_head: self.relation_to_head,
        })
    }
}

fn read_card((issued, expires, state): &(String, Option<String>, String)) -> Option<Card> {
    let expires_on = match expires {
        None => None,
        Some(day) => Some(Day::parse(day)?),
    };
    Some(Card { issued_on: Day::parse(issued)?, expires_on, state: CardState::parse(state)? })
}

fn is_nowhere(place: &Place) -> bool {
    *place == Place::default()
}
