//! What the register of immigration knows of a foreigner (Decree 69/2024 Art. 5): who it is, by which document, and how
//! long the stay is lawful.
//!
//! Nothing of a person is printed by `Debug`.

use std::fmt;

use crate::clock::Day;
use crate::identity::birth::BirthDate;
use crate::identity::gender::Gender;
use crate::identity::name::Name;
use crate::identity::number::PersonalNumber;
use crate::identity::person::{Details, Passport, Record, VitalStatus};

/// A nationality as passports write it: three capitals (ICAO Doc 9303-3 §5).
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Nationality([u8; 3]);

impl Nationality {
    /// Reads three capitals; Germany's one letter is written `DEU` here, as ISO 3166-1 does.
    pub fn parse(text: &str) -> Option<Self> {
        let letters: [u8; 3] = text.as_bytes().try_into().ok()?;
        letters.iter().all(u8::is_ascii_uppercase).then_some(Self(letters))
    }

    /// The letters.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Whether this is the nationality of citizens, who are in no register of foreigners.
    pub fn is_vietnamese(&self) -> bool {
        self.0 == *b"VNM"
    }
}

/// The number of a passport or of another travel document, with whose it is: two countries may use one number.
#[derive(Clone, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct DocumentId {
    nationality: Nationality,
    number: String,
}

impl DocumentId {
    /// Reads a document's number as people copy it: spaces and hyphens are nobody's, small letters are capitals.
    pub fn parse(nationality: Nationality, text: &str) -> Option<Self> {
        if text.len() > 64 {
            return None;
        }
        let number: String = text
            .chars()
            .filter(|letter| !matches!(letter, ' ' | '-'))
            .map(|letter| letter.to_ascii_uppercase())
            .collect();
        let is_sound = (5..=20).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_alphanumeric());
        is_sound.then_some(Self { nationality, number })
    }

    /// Whose document it is.
    pub const fn nationality(&self) -> Nationality {
        self.nationality
    }

    /// The number in capitals.
    pub fn number(&self) -> &str {
        &self.number
    }
}

impl fmt::Debug for DocumentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(travel document)")
    }
}

/// A foreigner's name as the machine-readable zone has it: words of Latin capitals. Two names are the same when all their
/// words are, in their order; nothing fuzzy is accepted (`vietnam.md` 5.1).
#[derive(Clone, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct LatinName(String);

impl LatinName {
    /// Reads a name as people copy it from the zone or from the page above it. An apostrophe is left out and a hyphen parts
    /// words (Doc 9303-3 §4.6); a letter with a mark is refused, because countries write it in different ways.
    pub fn parse(text: &str) -> Result<Self, LatinNameRefusal> {
        if text.len() > LATIN_LONGEST * 2 {
            return Err(LatinNameRefusal::TooLong);
        }
        let mut plain = String::with_capacity(text.len());
        for letter in text.chars() {
            match letter {
                'a'..='z' | 'A'..='Z' => plain.push(letter.to_ascii_uppercase()),
                ' ' | '-' | ',' | '<' | '\u{2010}' | '\u{2011}' | '\u{00A0}' => plain.push(' '),
                '\'' | '\u{2019}' | '\u{02BC}' => {}
                letter if letter.is_alphabetic() => return Err(LatinNameRefusal::Letter),
                _ => return Err(LatinNameRefusal::Character),
            }
        }
        let words: Vec<&str> = plain.split(' ').filter(|word| !word.is_empty()).collect();
        match words.join(" ") {
            name if name.is_empty() => Err(LatinNameRefusal::Empty),
            name if name.len() > LATIN_LONGEST => Err(LatinNameRefusal::TooLong),
            name => Ok(Self(name)),
        }
    }

    /// The words in capitals.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for LatinName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(name)")
    }
}

/// Why a text is no name in Latin capitals.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum LatinNameRefusal {
    /// There is no letter in it.
    Empty,
    /// More than [`LATIN_LONGEST`] letters.
    TooLong,
    /// A letter with a mark, or of another script: it is to be copied from the two lines at the foot of the passport.
    Letter,
    /// A digit, a sign, a control character.
    Character,
}

impl LatinNameRefusal {
    /// The word of the command line and of the officer's case.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::TooLong => "too_long",
            Self::Letter => "bad_letter",
            Self::Character => "bad_char",
        }
    }
}

/// A foreigner as the register of immigration has it.
#[derive(Clone, Eq, PartialEq)]
pub struct ForeignerRecord {
    /// The number by which the identity is known.
    pub number: PersonalNumber,
    /// The passport or travel document in force or last held.
    pub document: DocumentId,
    /// The last day on which it holds.
    pub document_expires_on: Day,
    /// The name.
    pub name: LatinName,
    /// The date of birth in the precision that the register has.
    pub birth: BirthDate,
    /// The gender.
    pub gender: Gender,
    /// Whether the foreigner lives.
    pub status: VitalStatus,
    /// By what right the foreigner stays; none who has left or never came in lawfully.
    pub residence: Option<Residence>,
    /// Whether the register holds face and fingerprints, which decides the term (Decree 320/2026 Art. 7).
    pub has_biometrics: bool,
}

impl ForeignerRecord {
    /// The record in the shape in which the register of the population has people: what a wallet shows and a claim says.
    /// None for a name that our rules of names cannot hold.
    pub fn as_person(&self) -> Option<Record> {
        let passport = Passport { number: self.document.number().to_owned(), expires_on: self.document_expires_on };
        Some(Record {
            number: self.number,
            name: Name::parse(self.name.as_str()).ok()?,
            birth: self.birth,
            gender: self.gender,
            status: self.status,
            cancelled_numbers: Vec::new(),
            legacy_number: None,
            phone: None,
            phone_owner: None,
            email: None,
            details: Details {
                nationality: self.document.nationality().as_str().to_owned(),
                passport: Some(passport),
                ..Details::default()
            },
        })
    }

    /// Whether the passport may be relied on that day.
    pub fn has_valid_document_on(&self, day: Day) -> bool {
        day <= self.document_expires_on
    }

    /// What the account hangs on and ends first, with its last day; none for who has no stay any more.
    pub fn first_to_end(&self) -> Option<(Ending, Day)> {
        let stay = self.residence?.ends_on.map(|last| (Ending::Residence, last));
        let passport = (Ending::Passport, self.document_expires_on);
        Some(stay.filter(|(_, last)| *last < passport.1).unwrap_or(passport))
    }

    /// Whether the foreigner is lawfully here that day.
    pub fn may_stay_on(&self, day: Day) -> bool {
        self.residence.is_some_and(|residence| residence.holds_on(day))
    }
}

impl fmt::Debug for ForeignerRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(foreigner)")
    }
}

/// What may run out for a foreigner.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Ending {
    /// The passport or travel document.
    Passport,
    /// The right to stay.
    Residence,
}

/// By what right a foreigner stays, and how long.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Residence {
    /// The kind.
    pub kind: ResidenceKind,
    /// The last day; none for a permanent residence without a term.
    pub ends_on: Option<Day>,
}

impl Residence {
    /// Whether it holds that day.
    pub fn holds_on(&self, day: Day) -> bool {
        self.ends_on.is_none_or(|last| day <= last)
    }
}

/// The kinds of a lawful stay (Decree 320/2026, Art. 7 of Decree 69/2024: entered or resident).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ResidenceKind {
    /// A permanent residence card.
    Permanent,
    /// A temporary residence card.
    Temporary,
    /// Entered with a visa or without needing one.
    Entered,
}

impl ResidenceKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Permanent, Self::Temporary, Self::Entered];

    /// The column's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Permanent => "permanent",
            Self::Temporary => "temporary",
            Self::Entered => "entered",
        }
    }

    /// Reads the column's word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// Longest name that is taken in; the zone itself cuts at 39.
pub const LATIN_LONGEST: usize = 150;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn name(text: &str) -> Result<String, LatinNameRefusal> {
        LatinName::parse(text).map(|name| name.as_str().to_owned())
    }

    #[test]
    fn a_name_is_read_as_people_copy_it_from_a_passport() {
        for (typed, read) in [
            ("KIM<<MIN<JI", "KIM MIN JI"),
            ("Kim, Min-Ji", "KIM MIN JI"),
            (" o’brien  Seán ", ""),
            ("O'Brien Sean", "OBRIEN SEAN"),
            ("Jean\u{2010}Luc", "JEAN LUC"),
        ] {
            match read {
                "" => assert_eq!(name(typed), Err(LatinNameRefusal::Letter)),
                read => assert_eq!(name(typed).unwrap(), read),
            }
        }
        assert_eq!(name("Müller"), Err(LatinNameRefusal::Letter));
        assert_eq!(name("КИМ"), Err(LatinNameRefusal::Letter));
        assert_eq!(name("K1M"), Err(LatinNameRefusal::Character));
        assert_eq!(name("KIM\u{202E}"), Err(LatinNameRefusal::Character));
        assert_eq!(name(" -'<"), Err(LatinNameRefusal::Empty));
        assert_eq!(name(&"A".repeat(151)), Err(LatinNameRefusal::TooLong));
    }

    #[test]
    fn a_document_is_a_number_of_a_country() {
        let (korea, japan) = (Nationality::parse("KOR").unwrap(), Nationality::parse("JPN").unwrap());
        let one = DocumentId::parse(korea, "m0000 0001").unwrap();
        assert_eq!((one.number(), one.nationality().as_str()), ("M00000001", "KOR"));
        assert!(one != DocumentId::parse(japan, "M00000001").unwrap());
        for wrong in ["", "M1", "M0000000Ö", "M0000/0001", &"M".repeat(21)] {
            assert!(DocumentId::parse(korea, wrong).is_none(), "{wrong}");
        }
        for wrong in ["", "KO", "kor", "K0R", "KORE"] {
            assert_eq!(Nationality::parse(wrong), None, "{wrong}");
        }
        assert!(Nationality::parse("VNM").unwrap().is_vietnamese() && !korea.is_vietnamese());
        assert!(!format!("{one:?}").contains("M0000"));
    }

    #[test]
    fn a_stay_is_lawful_to_the_end_of_its_last_day() {
        let last = Day::new(2026, 11, 22).unwrap();
        let residence = Residence { kind: ResidenceKind::Temporary, ends_on: Some(last) };
        assert!(residence.holds_on(last) && !residence.holds_on(last.plus_days(1)));
        assert!(Residence { kind: ResidenceKind::Permanent, ends_on: None }.holds_on(last.plus_days(40_000)));
    }

    proptest! {
        #[test]
        fn no_text_makes_the_rules_panic_and_what_is_read_reads_the_same_again(text in "\\PC*") {
            let _ = Nationality::parse(&text);
            if let Some(id) = DocumentId::parse(Nationality(*b"KOR"), &text) {
                prop_assert_eq!(DocumentId::parse(id.nationality(), id.number()), Some(id.clone()));
            }
            if let Ok(name) = LatinName::parse(&text) {
                prop_assert_eq!(LatinName::parse(name.as_str()), Ok(name.clone()));
            }
        }
    }
}
