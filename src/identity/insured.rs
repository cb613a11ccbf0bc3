//! What the register of social insurance knows: under which number somebody is insured.

use std::fmt;

use crate::identity::birth::BirthDate;
use crate::identity::name::Name;
use crate::identity::number::PersonalNumber;
use crate::identity::person::Record;

/// The number of an insured person: ten digits. Nothing is read from them.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct InsuranceNumber([u8; 10]);

impl InsuranceNumber {
    /// Reads ten digits and nothing else.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: [u8; 10] = text.as_bytes().try_into().ok()?;
        digits.iter().all(u8::is_ascii_digit).then_some(Self(digits))
    }

    /// The digits, for the one place that must have them.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Debug for InsuranceNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(insurance number)")
    }
}

/// An insured person as that register has them.
#[derive(Clone, Eq, PartialEq)]
pub struct Insured {
    /// Under which number.
    pub insurance_number: InsuranceNumber,
    /// Whose personal number the register wrote beside it.
    pub number: PersonalNumber,
    /// The name.
    pub name: Name,
    /// The date of birth.
    pub birth: BirthDate,
}

impl Insured {
    /// Whether this is the person of the record. The personal number was written into this register by employers, so it
    /// alone proves nothing: name and date of birth agree too.
    pub fn is(&self, record: &Record) -> bool {
        (self.number == record.number || record.cancelled_numbers.contains(&self.number))
            && self.name.difference(&record.name).is_none()
            && self.birth.difference(&record.birth).is_none()
    }
}

impl fmt::Debug for Insured {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(insured)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::gender::Gender;
    use crate::identity::person::{Details, VitalStatus};

    fn record(number: &str, name: &str, birth: &str) -> Record {
        Record {
            number: PersonalNumber::parse(number).unwrap(),
            name: Name::parse(name).unwrap(),
            birth: BirthDate::parse(birth).unwrap(),
            gender: Gender::Male,
            status: VitalStatus::Alive,
            cancelled_numbers: Vec::new(),
            legacy_number: None,
            phone: None,
            phone_owner: None,
            email: None,
            details: Details::default(),
        }
    }

    #[test]
    fn a_number_is_ten_digits() {
        assert_eq!(InsuranceNumber::parse("7901234567").unwrap().as_str(), "7901234567");
        for wrong in ["", "790123456", "79012345678", "790123456a", "７９０１２３４５６７"] {
            assert_eq!(InsuranceNumber::parse(wrong), None, "{wrong}");
        }
        assert!(!format!("{:?}", InsuranceNumber::parse("7901234567")).contains("7901"));
    }

    #[test]
    fn the_insured_is_the_person_only_when_number_name_and_birth_agree() {
        let known = record("001090000001", "Nguyễn Văn Hòa", "1/5/1990");
        let insured = |number: &str, name: &str, birth: &str| Insured {
            insurance_number: InsuranceNumber::parse("7901234567").unwrap(),
            number: PersonalNumber::parse(number).unwrap(),
            name: Name::parse(name).unwrap(),
            birth: BirthDate::parse(birth).unwrap(),
        };
        assert!(insured("001090000001", "NGUYỄN VĂN HOÀ", "01/05/1990").is(&known));
        assert!(!insured("001090000002", "Nguyễn Văn Hòa", "1/5/1990").is(&known));
        assert!(!insured("001090000001", "Nguyễn Văn Hoa", "1/5/1990").is(&known));
        assert!(!insured("001090000001", "Nguyễn Văn Hòa", "1990").is(&known));
        let mut renumbered = record("001090000009", "Nguyễn Văn Hòa", "1/5/1990");
        renumbered.cancelled_numbers = vec![known.number];
        assert!(insured("001090000001", "Nguyễn Văn Hòa", "1/5/1990").is(&renumbered));
    }
}
