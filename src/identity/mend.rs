//! Applications that nearly matched: which fields a person would have to mend, in words that give no value away.

use crate::clock::Timestamp;
use crate::identity::birth::{BirthDate, BirthDifference};
use crate::identity::gender::Gender;
use crate::identity::language::Language;
use crate::identity::matching::Differences;
use crate::identity::name::Name;
use crate::identity::name_key::NameDifference;
use crate::identity::officer::Label;
use crate::identity::person::Declared;
use crate::secret::{EnrolmentId, NearMatchId};

/// A field that is declared and compared.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Field {
    /// The name at birth.
    Name,
    /// The date of birth.
    BirthDate,
    /// The gender.
    Gender,
}

impl Field {
    /// Every field, in the order of the form.
    pub const ALL: [Self; 3] = [Self::Name, Self::BirthDate, Self::Gender];

    /// The word of columns and forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::BirthDate => "birth_date",
            Self::Gender => "gender",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.as_str() == text)
    }

    /// A value of this field in the one spelling that is kept; none when it is no such value.
    pub fn value(self, text: &str) -> Option<String> {
        match self {
            Self::Name => Name::parse(text).ok().map(|name| name.as_str().to_owned()),
            Self::BirthDate => BirthDate::parse(text).ok().map(|birth| birth.iso()),
            Self::Gender => Gender::parse(text).map(|gender| gender.as_str().to_owned()),
        }
    }

    /// Whether that is a value of this field in the spelling that is kept.
    pub fn is_value(self, text: &str) -> bool {
        match self {
            Self::Name => Name::parse(text).is_ok(),
            Self::BirthDate => BirthDate::parse_iso(text).is_some(),
            Self::Gender => Gender::parse(text).is_some_and(|gender| gender.as_str() == text),
        }
    }

    /// What was declared for this field, in that spelling.
    pub fn declared(self, declared: &Declared) -> String {
        match self {
            Self::Name => declared.name.as_str().to_owned(),
            Self::BirthDate => declared.birth.iso(),
            Self::Gender => declared.gender.as_str().to_owned(),
        }
    }
}

/// A field that differs, and how.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Mend {
    /// The field.
    pub field: Field,
    /// The kind of difference, in the rule's word.
    pub kind: &'static str,
}

/// Reads what `Finding::differences` wrote: `name:tone birth_date:precision`.
pub fn read(differences: &str) -> Option<Vec<Mend>> {
    let one = |word: &str| {
        let (field, kind) = word.split_once(':')?;
        let kind = KINDS.iter().find(|known| **known == kind)?;
        Some(Mend { field: Field::parse(field)?, kind })
    };
    differences.split(' ').filter(|word| !word.is_empty()).map(one).collect()
}

/// Whether an officer should look: the same person may have written a name or a date otherwise. Another name, or another
/// date beside something else, is somebody else's number.
pub fn is_near(differences: &Differences) -> bool {
    let name_is_near = differences.name != Some(NameDifference::Different);
    let alone =
        u8::from(differences.name.is_some()) + u8::from(differences.birth.is_some()) + u8::from(differences.gender)
            == 1;
    name_is_near && (differences.birth != Some(BirthDifference::Different) || alone)
}

/// Where a near match stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum State {
    /// It waits for an officer.
    Open,
    /// The person was asked to come with the card.
    AskedToCome,
    /// The person was told which field to mend.
    ToldField,
    /// The register's data are to be corrected.
    Correcting,
    /// It is not the same person.
    Closed,
}

impl State {
    /// The column text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::AskedToCome => "asked_to_come",
            Self::ToldField => "told_field",
            Self::Correcting => "correcting",
            Self::Closed => "closed",
        }
    }

    /// Reads the column text.
    pub fn parse(text: &str) -> Option<Self> {
        let all = [Self::Open, Self::AskedToCome, Self::ToldField, Self::Correcting, Self::Closed];
        all.into_iter().find(|state| state.as_str() == text)
    }
}

/// An application that nearly matched, as an officer's case: what was declared, and how it differs; never what the
/// register has.
#[derive(Clone, Debug)]
pub struct NearMatch {
    /// Its id.
    pub id: NearMatchId,
    /// The application.
    pub enrolment: EnrolmentId,
    /// What was declared.
    pub declared: Declared,
    /// The fields that differ, and how.
    pub mends: Vec<Mend>,
    /// In which language the person applied, and is written to.
    pub language: Language,
    /// The unit where the person lives; none when no unit serves it, and then every unit may look.
    pub unit: Option<Label>,
    /// When the application came.
    pub opened_at: Timestamp,
    /// The first instant at which looking at it is late.
    pub due_at: Timestamp,
    /// Where it stands.
    pub state: State,
}

const KINDS: [&str; 7] = ["punctuation", "tone", "diacritics_or_i_y", "order", "middle_name", "precision", "different"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_written_otherwise_is_near_and_another_name_is_not() {
        let name = |difference| Differences { name: Some(difference), ..Differences::default() };
        for near in [
            name(NameDifference::Tone),
            name(NameDifference::Order),
            name(NameDifference::MiddleName),
            name(NameDifference::Punctuation),
            name(NameDifference::DiacriticsOrIY),
            Differences { birth: Some(BirthDifference::Precision), ..name(NameDifference::Tone) },
            Differences { birth: Some(BirthDifference::Different), ..Differences::default() },
            Differences { gender: true, ..Differences::default() },
        ] {
            assert!(is_near(&near), "{near:?}");
        }
        for far in [
            name(NameDifference::Different),
            Differences { birth: Some(BirthDifference::Different), ..name(NameDifference::Tone) },
            Differences { birth: Some(BirthDifference::Different), gender: true, ..Differences::default() },
        ] {
            assert!(!is_near(&far), "{far:?}");
        }
    }

    #[test]
    fn differences_read_back_without_a_value() {
        let read_back = read("name:tone birth_date:precision gender:different").unwrap();
        assert_eq!(read_back.len(), 3);
        assert_eq!((read_back[0].field, read_back[0].kind), (Field::Name, "tone"));
        assert_eq!(read("name:Nguyễn"), None);
        assert_eq!(read(""), Some(Vec::new()));
    }

    #[test]
    fn a_value_has_one_spelling() {
        assert_eq!(Field::BirthDate.value("1/5/1990").as_deref(), Some("1990-05-01"));
        assert_eq!(Field::BirthDate.value("32/5/1990"), None);
        assert_eq!(Field::Gender.value("Nữ").as_deref(), Some("female"));
        assert_eq!(Field::Name.value(""), None);
        for (field, good, wrong) in
            [(Field::BirthDate, "1990-05-01", "1/5/1990"), (Field::Gender, "female", "Nữ"), (Field::Name, "Lê An", "")]
        {
            assert!(field.is_value(good) && !field.is_value(wrong), "{field:?}");
        }
    }
}
