//! What the register of organisations knows (Decree 69/2024 Art. 6): names, codes, address, state, and who represents the
//! organisation by law. What an account may do for it is not said here.

use std::fmt;

use unicode_normalization::UnicodeNormalization as _;

use crate::clock::Day;
use crate::identity::number::PersonalNumber;
use crate::identity::officer::is_unprintable;
use crate::identity::place::Place;
use crate::identity::tax_code::TaxCode;

/// The identification number of an organisation: capitals, digits, dots and hyphens. Its form is not confirmed and differs
/// between enterprises and agencies, so nothing is read from it.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct OrganisationNumber(String);

impl OrganisationNumber {
    /// Reads a number of 3 to 20 characters that begins and ends with a letter or a digit.
    pub fn parse(text: &str) -> Option<Self> {
        let is_end = |byte: Option<&u8>| byte.is_some_and(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase());
        let bytes = text.as_bytes();
        let is_sound = (3..=20).contains(&bytes.len())
            && is_end(bytes.first())
            && is_end(bytes.last())
            && bytes.iter().all(|byte| is_end(Some(byte)) || matches!(byte, b'.' | b'-'));
        is_sound.then(|| Self(text.to_owned()))
    }

    /// The number.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The code of the business register, which has the ten digits of a tax code (Law on Enterprises Art. 29(2)).
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct EnterpriseCode(TaxCode);

impl EnterpriseCode {
    /// Reads ten digits and checks the tenth.
    pub fn parse(text: &str) -> Option<Self> {
        TaxCode::parse(text).filter(|code| !code.is_branch()).map(Self)
    }
}

impl fmt::Display for EnterpriseCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A name of an organisation: one line of printable text.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct OrganisationName(String);

impl OrganisationName {
    /// Reads a name: composed, spaces single, no control or direction characters, at most [`NAME_LONGEST`] of them.
    pub fn parse(text: &str) -> Option<Self> {
        let composed: String = text.nfc().take(NAME_LONGEST * 4).collect();
        let clean = composed.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        let fits = (1..=NAME_LONGEST).contains(&clean.chars().count());
        (fits && !clean.chars().any(is_unprintable)).then_some(Self(clean))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for OrganisationName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An organisation as its register has it.
#[derive(Clone, Eq, PartialEq)]
pub struct OrganisationRecord {
    /// The identification number.
    pub number: OrganisationNumber,
    /// The tax code; an agency may have none.
    pub tax_code: Option<TaxCode>,
    /// The code of the business register; only enterprises have one.
    pub enterprise_code: Option<EnterpriseCode>,
    /// The Vietnamese name.
    pub name: OrganisationName,
    /// The short name.
    pub short_name: Option<OrganisationName>,
    /// The name in a foreign language.
    pub foreign_name: Option<OrganisationName>,
    /// When it was founded.
    pub founded_on: Day,
    /// Its head office.
    pub address: Place,
    /// Whether it may act.
    pub state: OrganisationState,
    /// Who represents it by law, in the register's order; an organisation without anybody has nobody to apply for it.
    pub representatives: Vec<Representative>,
}

impl OrganisationRecord {
    /// Whether the person with that number represents it by law.
    pub fn is_represented_by(&self, person: &PersonalNumber) -> bool {
        self.representatives.iter().any(|one| one.number == *person)
    }
}

/// Its representatives are people.
impl fmt::Debug for OrganisationRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(organisation)")
    }
}

/// Somebody who represents an organisation by law.
#[derive(Clone, Eq, PartialEq)]
pub struct Representative {
    /// The personal number.
    pub number: PersonalNumber,
    /// The name, as the register of organisations wrote it.
    pub name: String,
    /// The post: chairman, director, head.
    pub title: String,
}

/// What became of an organisation (Decree 320/2026, Art. 15(2)(b) of Decree 69/2024: all but the first lock its account).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum OrganisationState {
    /// At work.
    Active,
    /// Its business is suspended for a time.
    Suspended,
    /// Bankrupt.
    Bankrupt,
    /// Dissolved, or ended in another way.
    Dissolved,
}

impl OrganisationState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Active, Self::Suspended, Self::Bankrupt, Self::Dissolved];

    /// The column's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Bankrupt => "bankrupt",
            Self::Dissolved => "dissolved",
        }
    }

    /// Reads the column's word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// Longest name that is taken in, in characters.
pub const NAME_LONGEST: usize = 300;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_number_is_capitals_digits_dots_and_hyphens() {
        for good in ["0109999904", "G01.12.34", "000.00.01.H26", "0109999904-001"] {
            assert_eq!(OrganisationNumber::parse(good).unwrap().as_str(), good);
        }
        for wrong in ["", "12", "g01", ".G01", "G01-", "G 01", "G01\u{0301}", "123456789012345678901"] {
            assert_eq!(OrganisationNumber::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_code_of_the_business_register_is_no_branchs() {
        assert_eq!(EnterpriseCode::parse("0109999904").unwrap().to_string(), "0109999904");
        assert_eq!(EnterpriseCode::parse("0109999904-001"), None);
        assert_eq!(EnterpriseCode::parse("0109999905"), None);
    }

    #[test]
    fn a_name_is_one_printable_line() {
        assert_eq!(OrganisationName::parse("  Công  ty  A ").unwrap().as_str(), "Công ty A");
        for wrong in ["", "  ", "A\nB", "A\u{202E}B", &"a".repeat(301)] {
            assert_eq!(OrganisationName::parse(wrong), None, "{wrong:?}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_the_rules_panic(text in "\\PC*") {
            let _ = (OrganisationNumber::parse(&text), EnterpriseCode::parse(&text));
            if let Some(name) = OrganisationName::parse(&text) {
                prop_assert_eq!(OrganisationName::parse(name.as_str()), Some(name));
            }
        }
    }
}
