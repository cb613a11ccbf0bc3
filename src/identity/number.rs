//! The personal number of 12 digits: its structure, and what in it is worth an officer's eye.
//!
//! There is no check digit, and a number may lawfully disagree with its holder's present gender or birth year
//! (Decree 70/2024 Art. 11), so structure gives warnings and never a refusal.

use std::fmt;

use crate::identity::birth::BirthDate;
use crate::identity::gender::Gender;

/// A personal number: exactly 12 ASCII digits. Printed by nothing but [`PersonalNumber::as_str`].
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct PersonalNumber([u8; 12]);

impl PersonalNumber {
    /// Reads 12 digits and nothing else; a number printed in groups is refused, so that one number has one spelling.
    pub fn parse(text: &str) -> Option<Self> {
        digits(text).map(Self)
    }

    /// The digits, for the one place that must have them.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The province or country where the birth was registered: the first three digits.
    pub fn prefix(&self) -> &str {
        self.as_str().get(..3).unwrap_or_default()
    }

    /// The last nine digits: the document number of the chip and of the machine-readable zone.
    pub fn document_number(&self) -> &str {
        self.as_str().get(3..).unwrap_or_default()
    }

    /// The gender that the number was made for: even fourth digit male, odd female.
    pub fn encoded_gender(&self) -> Gender {
        if self.century_digit().is_multiple_of(2) { Gender::Male } else { Gender::Female }
    }

    /// The birth year that the number was made for.
    pub fn encoded_year(&self) -> i32 {
        let [_, _, _, _, tens, units, ..] = self.0;
        1900 + 100 * i32::from(self.century_digit() / 2) + 10 * i32::from(tens - b'0') + i32::from(units - b'0')
    }

    /// What an officer should look at, given what else is known of the holder.
    pub fn warnings(&self, birth: Option<&BirthDate>, gender: Option<Gender>) -> Vec<NumberWarning> {
        let mut warnings = Vec::new();
        if self.prefix() == "000" {
            warnings.push(NumberWarning::PrefixZero);
        } else if province_of_prefix(self.prefix()).is_none() {
            warnings.push(NumberWarning::PrefixNotProvince);
        }
        if birth.is_some_and(|birth| birth.year() != self.encoded_year()) {
            warnings.push(NumberWarning::Year);
        }
        // The number knows two genders; "Khác" can agree or disagree with neither.
        if gender.is_some_and(|gender| gender != Gender::Other && gender != self.encoded_gender()) {
            warnings.push(NumberWarning::Gender);
        }
        warnings
    }

    fn century_digit(&self) -> u8 {
        let [_, _, _, digit, ..] = self.0;
        digit - b'0'
    }
}

impl fmt::Debug for PersonalNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(personal number)")
    }
}

/// Something in a number that disagrees with the rest, or with the table of provinces.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum NumberWarning {
    /// The fourth digit was made for the other gender.
    Gender,
    /// The fourth to sixth digits were made for another birth year.
    Year,
    /// The prefix is none of the 63 provinces: a birth registered abroad, or an error.
    PrefixNotProvince,
    /// The prefix is 000, which nobody was given.
    PrefixZero,
}

impl NumberWarning {
    /// The word of the command line and of the officer's case.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Gender => "W_gender",
            Self::Year => "W_year",
            Self::PrefixNotProvince => "W_prefix_not_province",
            Self::PrefixZero => "W_prefix_zero",
        }
    }
}

/// A number of the people's identity card that ended on 31/12/2024: 9 digits without structure.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct LegacyNumber([u8; 9]);

impl LegacyNumber {
    /// Reads 9 digits and nothing else.
    pub fn parse(text: &str) -> Option<Self> {
        digits(text).map(Self)
    }

    /// The digits, for the one place that must have them.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Debug for LegacyNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(legacy number)")
    }
}

/// The province that had this prefix when numbers began; the merger of 2025 renumbered nobody.
pub fn province_of_prefix(prefix: &str) -> Option<&'static str> {
    PROVINCES.iter().find(|(code, _)| *code == prefix).map(|(_, name)| *name)
}

fn digits<const N: usize>(text: &str) -> Option<[u8; N]> {
    let bytes: [u8; N] = text.as_bytes().try_into().ok()?;
    bytes.iter().all(u8::is_ascii_digit).then_some(bytes)
}

/// Circular 07/2016 Annex 1. The gaps were never assigned.
const PROVINCES: [(&str, &str); 63] = [
    ("001", "Hà Nội"),
    ("002", "Hà Giang"),
    ("004", "Cao Bằng"),
    ("006", "Bắc Kạn"),
    ("008", "Tuyên Quang"),
    ("010", "Lào Cai"),
    ("011", "Điện Biên"),
    ("012", "Lai Châu"),
    ("014", "Sơn La"),
    ("015", "Yên Bái"),
    ("017", "Hòa Bình"),
    ("019", "Thái Nguyên"),
    ("020", "Lạng Sơn"),
    ("022", "Quảng Ninh"),
    ("024", "Bắc Giang"),
    ("025", "Phú Thọ"),
    ("026", "Vĩnh Phúc"),
    ("027", "Bắc Ninh"),
    ("030", "Hải Dương"),
    ("031", "Hải Phòng"),
    ("033", "Hưng Yên"),
    ("034", "Thái Bình"),
    ("035", "Hà Nam"),
    ("036", "Nam Định"),
    ("037", "Ninh Bình"),
    ("038", "Thanh Hóa"),
    ("040", "Nghệ An"),
    ("042", "Hà Tĩnh"),
    ("044", "Quảng Bình"),
    ("045", "Quảng Trị"),
    ("046", "Thừa Thiên Huế"),
    ("048", "Đà Nẵng"),
    ("049", "Quảng Nam"),
    ("051", "Quảng Ngãi"),
    ("052", "Bình Định"),
    ("054", "Phú Yên"),
    ("056", "Khánh Hòa"),
    ("058", "Ninh Thuận"),
    ("060", "Bình Thuận"),
    ("062", "Kon Tum"),
    ("064", "Gia Lai"),
    ("066", "Đắk Lắk"),
    ("067", "Đắk Nông"),
    ("068", "Lâm Đồng"),
    ("070", "Bình Phước"),
    ("072", "Tây Ninh"),
    ("074", "Bình Dương"),
    ("075", "Đồng Nai"),
    ("077", "Bà Rịa - Vũng Tàu"),
    ("079", "Hồ Chí Minh"),
    ("080", "Long An"),
    ("082", "Tiền Giang"),
    ("083", "Bến Tre"),
    ("084", "Trà Vinh"),
    ("086", "Vĩnh Long"),
    ("087", "Đồng Tháp"),
    ("089", "An Giang"),
    ("091", "Kiên Giang"),
    ("092", "Cần Thơ"),
    ("093", "Hậu Giang"),
    ("094", "Sóc Trăng"),
    ("095", "Bạc Liêu"),
    ("096", "Cà Mau"),
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn only_twelve_ascii_digits_are_a_number() {
        assert!(PersonalNumber::parse("001090000001").is_some());
        for wrong in [
            "",
            "00109000000",
            "0010900000011",
            "001 090 000 001",
            "00109000000a",
            "００１０９０００００",
            "-01090000001",
        ] {
            assert_eq!(PersonalNumber::parse(wrong), None, "{wrong}");
        }
        assert!(LegacyNumber::parse("012345678").is_some());
        assert_eq!(LegacyNumber::parse("0123456789"), None);
    }

    #[test]
    fn the_fourth_digit_says_century_and_gender() {
        for (text, gender, year) in [
            ("001000000001", Gender::Male, 1900),
            ("001199000001", Gender::Female, 1999),
            ("079204000001", Gender::Male, 2004),
            ("079310000001", Gender::Female, 2010),
            ("079999000001", Gender::Female, 2399),
        ] {
            let number = PersonalNumber::parse(text).unwrap();
            assert_eq!((number.encoded_gender(), number.encoded_year()), (gender, year), "{text}");
        }
    }

    #[test]
    fn a_number_is_not_printed_by_debug() {
        let number = PersonalNumber::parse("001090000001").unwrap();
        assert!(!format!("{number:?}").contains("0109"));
        assert!(!format!("{:?}", LegacyNumber::parse("012345678").unwrap()).contains("1234"));
    }

    #[test]
    fn the_table_is_the_one_of_the_circular() {
        let csv = include_str!("../registry/province_prefix_63.csv");
        let rows: Vec<_> = csv.lines().skip(1).map(|line| line.split(',').collect::<Vec<_>>()).collect();
        assert_eq!(rows.len(), PROVINCES.len());
        for row in rows {
            assert_eq!(province_of_prefix(row[0]), Some(row[1]));
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_the_rule_panic(text in "\\PC*|[0-9]{12}") {
            if let Some(number) = PersonalNumber::parse(&text) {
                prop_assert_eq!(number.as_str(), text);
                let _ = number.warnings(None, Some(Gender::Male));
                prop_assert!((1900..2400).contains(&number.encoded_year()));
            }
        }
    }
}
