//! The named fields that can be asked for and shared, each with its sensitivity and the account level that opens it.

use std::collections::BTreeSet;

use crate::wallet::asker::Fixed;

/// How sensitive a field is (Law on Personal Data Protection: basic and sensitive data).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Sensitivity {
    /// Basic personal data.
    Basic,
    /// Sensitive personal data; never ticked beforehand.
    Sensitive,
}

/// Declares the fields in the order in which they are shown.
macro_rules! fields {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $sensitivity:ident, $level:literal;)+) => {
        /// One thing that a person can let somebody see.
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub enum Field { $($(#[$doc])* $name,)+ }

        impl Field {
            /// Every field, in the order in which they are shown.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The word in columns, forms and claims; OpenID's where it has one.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// Reads the word.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$name),)+ _ => None }
            }

            /// How sensitive it is.
            pub const fn sensitivity(self) -> Sensitivity {
                match self { $(Self::$name => Sensitivity::$sensitivity,)+ }
            }

            /// The least account level at which it can be shown (Decree 320/2026 new Art. 9: identity data at level 1,
            /// the electronic card with residence and the rest at level 2).
            pub const fn level(self) -> i64 {
                match self { $(Self::$name => $level,)+ }
            }
        }
    };
}

fields! {
    /// The birth name.
    Name = "name", Basic, 1;
    /// The personal identification number.
    PersonalNumber = "personal_id_number", Basic, 1;
    /// The date of birth in the precision of the register.
    Birthdate = "birthdate", Basic, 1;
    /// Whether 14 years of age are reached: a yes or a no, and no date (ISO/IEC 18013-5 names such claims so).
    AgeOver14 = "age_over_14", Basic, 1;
    /// Whether 16 years of age are reached.
    AgeOver16 = "age_over_16", Basic, 1;
    /// Whether 18 years of age are reached.
    AgeOver18 = "age_over_18", Basic, 1;
    /// Whether 60 years of age are reached.
    AgeOver60 = "age_over_60", Basic, 1;
    /// The gender.
    Gender = "gender", Basic, 1;
    /// The nationality, ISO 3166-1 alpha-3.
    Nationality = "nationality", Basic, 1;
    /// Where the person was born.
    BirthPlace = "birth_place", Basic, 1;
    /// Quê quán.
    NativePlace = "native_place", Basic, 1;
    /// The mobile number that the register knows.
    PhoneNumber = "phone_number", Basic, 1;
    /// Whether the permanent residence is in the province of whoever asks: a yes or a no, and no address.
    ResidentInProvince = "resident_in_province", Basic, 2;
    /// Whether the class of vehicles that whoever asks is registered for may be driven: a yes or a no, and no licence.
    LicenceClass = "licence_class", Basic, 2;
    /// Nơi thường trú.
    PermanentResidence = "permanent_residence", Basic, 2;
    /// Nơi tạm trú.
    TemporaryResidence = "temporary_residence", Basic, 2;
    /// Nơi ở hiện tại.
    CurrentResidence = "current_residence", Basic, 2;
    /// The marital status.
    MaritalStatus = "marital_status", Basic, 2;
    /// Whether the identity card holds.
    CardStatus = "card_status", Basic, 2;
    /// When the identity card was issued.
    CardIssuedOn = "card_issued_on", Basic, 2;
    /// The last day on which the identity card holds.
    CardValidUntil = "card_valid_until", Basic, 2;
    /// The ethnic group.
    Ethnicity = "ethnicity", Sensitive, 2;
    /// The religion.
    Religion = "religion", Sensitive, 2;
    /// The blood group.
    BloodGroup = "blood_group", Sensitive, 2;
}

impl Field {
    /// Whether an account of this level shows it. Foreigners and organisations have accounts without a level, which open
    /// everything (Decree 320/2026 new Art. 9(3)) but what registers of citizens alone say.
    pub fn opens_at(self, level: Option<i64>) -> bool {
        level.map_or_else(|| !self.is_of_citizens(), |level| level >= self.level())
    }

    /// The age that it tells of; none for a field that is no yes or no.
    pub const fn age(self) -> Option<u8> {
        match self {
            Self::AgeOver14 => Some(14),
            Self::AgeOver16 => Some(16),
            Self::AgeOver18 => Some(18),
            Self::AgeOver60 => Some(60),
            _ => None,
        }
    }

    /// Whether it is a yes or a no about something that another field says whole.
    pub const fn is_answer(self) -> bool {
        matches!(self, Self::ResidentInProvince | Self::LicenceClass) || self.age().is_some()
    }

    /// The rule that answers with yes or no to who has that fixed, as a release names it; a change of the rule is another
    /// number.
    pub fn rule(self, fixed: &Fixed) -> Option<String> {
        match self {
            Self::ResidentInProvince => fixed.province.as_ref().map(|code| format!("{RESIDENT_RULE}:{code}")),
            Self::LicenceClass => fixed.licence_class.map(|class| format!("{LICENCE_RULE}:{}", class.as_str())),
            _ => self.age().map(|age| format!("{AGE_RULE}:{age}")),
        }
    }

    /// The register that says it, as a release names it.
    pub const fn source(self) -> &'static str {
        match self {
            Self::LicenceClass => "driving_licence_register",
            _ => "national_population_database",
        }
    }

    const fn is_of_citizens(self) -> bool {
        matches!(self, Self::LicenceClass | Self::CardStatus | Self::CardIssuedOn | Self::CardValidUntil)
    }
}

/// Full years on the day of the release in Viet Nam; 29 February counts as 1 March in a common year; where the register
/// knows only month or year, the answer is yes when the last day of it has passed, no before its first, and else none.
const AGE_RULE: &str = "age-over/1";
/// Permanent residence, as the register has it at the release, in the provincial unit of that code (Decision 19/2025/QĐ-TTg);
/// no answer where the register has none.
const RESIDENT_RULE: &str = "resident-in-province/1";
/// A Vietnamese licence that the register has for the person on the day of the release: issued, not withheld or revoked, with
/// points left, and on it a class in its term that is or includes the one asked about (Law 36/2024/QH15 Art. 57; of a class
/// given before 2025 what Art. 89 leaves of it), within the age of Art. 59(1)(e). Else no; where the register has somebody
/// else under the number there is no answer, and where it is out of reach the release says that.
const LICENCE_RULE: &str = "licence-class/1";

/// A set of fields, in the order in which they are shown.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Fields(BTreeSet<Field>);

impl Fields {
    /// Reads a column: words separated by spaces, each known and once.
    pub fn parse(text: &str) -> Option<Self> {
        let mut read = BTreeSet::new();
        for word in text.split(' ').filter(|word| !word.is_empty()) {
            if !read.insert(Field::parse(word)?) {
                return None;
            }
        }
        Some(Self(read))
    }

    /// The column text.
    pub fn to_column(&self) -> String {
        self.words().collect::<Vec<_>>().join(" ")
    }

    /// The words, in order.
    pub fn words(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().map(|field| field.as_str())
    }

    /// The fields, in order.
    pub fn iter(&self) -> impl Iterator<Item = Field> {
        self.0.iter().copied()
    }

    /// Whether the field is among them.
    pub fn has(&self, field: Field) -> bool {
        self.0.contains(&field)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether each of these is among the others.
    pub fn is_within(&self, others: &Self) -> bool {
        self.0.is_subset(&others.0)
    }

    /// What is in both.
    #[must_use]
    pub fn and(&self, others: &Self) -> Self {
        Self(self.0.intersection(&others.0).copied().collect())
    }

    /// Those that an account of this level shows.
    #[must_use]
    pub fn opened_at(&self, level: Option<i64>) -> Self {
        self.iter().filter(|field| field.opens_at(level)).collect()
    }
}

impl FromIterator<Field> for Fields {
    fn from_iter<I: IntoIterator<Item = Field>>(fields: I) -> Self {
        Self(fields.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_read_back_and_an_unknown_or_doubled_word_is_none() {
        let fields: Fields = [Field::Gender, Field::Name].into_iter().collect();
        assert_eq!(fields.to_column(), "name gender");
        assert_eq!(Fields::parse("gender name"), Some(fields));
        assert_eq!(Fields::parse(""), Some(Fields::default()));
        for wrong in ["name name", "Name", "name,gender", "face"] {
            assert_eq!(Fields::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn level_one_shows_identity_and_level_two_the_card() {
        let all: Fields = Field::ALL.iter().copied().collect();
        let first = all.opened_at(Some(1));
        assert!(first.has(Field::Name) && !first.has(Field::PermanentResidence) && !first.has(Field::CardStatus));
        assert_eq!(all.opened_at(Some(2)), all);
        let without = all.opened_at(None);
        assert!(without.has(Field::PermanentResidence) && !without.has(Field::CardStatus));
        assert_eq!(without.len(), all.len() - 4);
        assert!(all.iter().all(|field| field.sensitivity() == Sensitivity::Basic || field.level() == 2));
        for field in all.iter() {
            assert_eq!(Field::parse(field.as_str()), Some(field));
        }
    }
}
