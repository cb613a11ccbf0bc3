//! The classes of driving licences, which of them includes which, and what a class of the former law is worth: dated data of
//! the Law on Road Traffic Order and Safety (36/2024/QH15, in force since 1 January 2025), and nothing about anybody.

use crate::clock::Day;
use crate::identity::gender::Gender;

/// A class of the law in force (Art. 57(1)).
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum LicenceClass {
    /// Motorcycles to 125 cm³ or 11 kW.
    A1,
    /// Every motorcycle on two wheels.
    A,
    /// Motorcycles on three wheels.
    B1,
    /// Cars of eight seats beside the driver's, lorries to 3.5 t.
    B,
    /// Lorries to 7.5 t.
    C1,
    /// Every lorry.
    C,
    /// Buses to 16 seats.
    D1,
    /// Buses to 29 seats.
    D2,
    /// Every bus.
    D,
    /// Class B with a trailer of more than 750 kg.
    BE,
    /// Class C1 with one.
    C1E,
    /// Class C with one, and articulated lorries.
    CE,
    /// Class D1 with one.
    D1E,
    /// Class D2 with one.
    D2E,
    /// Class D with one, and articulated buses.
    DE,
}

impl LicenceClass {
    /// Every class, in the order of the law.
    pub const ALL: [Self; 15] = [
        Self::A1,
        Self::A,
        Self::B1,
        Self::B,
        Self::C1,
        Self::C,
        Self::D1,
        Self::D2,
        Self::D,
        Self::BE,
        Self::C1E,
        Self::CE,
        Self::D1E,
        Self::D2E,
        Self::DE,
    ];

    /// The letters on the licence, which are the word in columns, rules and metadata too.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::A1 => "A1",
            Self::A => "A",
            Self::B1 => "B1",
            Self::B => "B",
            Self::C1 => "C1",
            Self::C => "C",
            Self::D1 => "D1",
            Self::D2 => "D2",
            Self::D => "D",
            Self::BE => "BE",
            Self::C1E => "C1E",
            Self::CE => "CE",
            Self::D1E => "D1E",
            Self::D2E => "D2E",
            Self::DE => "DE",
        }
    }

    /// Reads the letters.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.as_str() == text)
    }

    /// Whether who has this class may drive what the other one is for.
    ///
    /// A class with a trailer includes none: the law gives it for vehicles that draw one, and who was raised to it has the
    /// class below on the same licence.
    pub fn includes(self, other: Self) -> bool {
        self == other || self.included().contains(&other)
    }

    /// What the law adds to each class by "and the vehicles of classes …".
    const fn included(self) -> &'static [Self] {
        match self {
            Self::A | Self::B1 => &[Self::A1],
            Self::C1 => &[Self::B],
            Self::C => &[Self::B, Self::C1],
            Self::D1 => &[Self::B, Self::C1, Self::C],
            Self::D2 => &[Self::B, Self::C1, Self::C, Self::D1],
            Self::D => &[Self::B, Self::C1, Self::C, Self::D1, Self::D2],
            Self::A1 | Self::B | Self::BE | Self::C1E | Self::CE | Self::D1E | Self::D2E | Self::DE => &[],
        }
    }

    /// The age that ends driving what the class is for, whatever the licence says: of buses with more than 29 seats
    /// (Art. 59(1)(e)). Where the law names no gender's age, the lower one.
    pub fn last_age(self, gender: Gender) -> Option<u8> {
        matches!(self, Self::D | Self::DE).then_some(if gender == Gender::Male { 57 } else { 55 })
    }
}

/// A class as it stands on a licence, read by the law of the day on which it was given: the same letters mean something else
/// on a licence of 2024.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Written {
    /// The letters.
    pub letters: &'static str,
    /// The class of today's law that it is worth; none where it is not worth a whole one.
    pub worth: Option<LicenceClass>,
}

impl Written {
    /// Reads the letters of a class that was given that day.
    pub fn parse(text: &str, issued_on: Day) -> Option<Self> {
        if Day::new(2025, 1, 1).is_some_and(|since| issued_on >= since) {
            let class = LicenceClass::parse(text)?;
            return Some(Self { letters: class.as_str(), worth: Some(class) });
        }
        FORMER.into_iter().find(|(letters, _)| *letters == text).map(|(letters, worth)| Self { letters, worth })
    }

    /// Whether who has it may drive what that class is for.
    pub fn covers(self, asked: LicenceClass) -> bool {
        self.worth.is_some_and(|worth| worth.includes(asked))
    }
}

/// The classes of the former law (23/2008/QH12), each with the one that it may still be driven by (Art. 89(2)) and would be
/// exchanged for without a restriction (Art. 89(3)). Of two that it may be exchanged for the lesser, so that nobody is told
/// yes too much: A4 is for tractors, and B11, for cars that change gear by themselves, is only a part of B.
const FORMER: [(&str, Option<LicenceClass>); 14] = [
    ("A1", Some(LicenceClass::A1)),
    ("A2", Some(LicenceClass::A)),
    ("A3", Some(LicenceClass::B1)),
    ("A4", None),
    ("B11", None),
    ("B1", Some(LicenceClass::B)),
    ("B2", Some(LicenceClass::B)),
    ("C", Some(LicenceClass::C)),
    ("D", Some(LicenceClass::D2)),
    ("E", Some(LicenceClass::D)),
    ("FB2", Some(LicenceClass::BE)),
    ("FC", Some(LicenceClass::CE)),
    ("FD", Some(LicenceClass::D2E)),
    ("FE", Some(LicenceClass::DE)),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn of(letters: &str, issued_on: &str) -> Option<Written> {
        Written::parse(letters, Day::parse(issued_on).unwrap())
    }

    #[test]
    fn a_class_includes_itself_and_whatever_an_included_one_includes() {
        for one in LicenceClass::ALL {
            assert!(one.includes(one));
            assert_eq!(LicenceClass::parse(one.as_str()), Some(one));
            for other in LicenceClass::ALL {
                // Two classes that included one another would be one.
                assert!(one == other || !(one.includes(other) && other.includes(one)), "{one:?} {other:?}");
                for third in LicenceClass::ALL {
                    if one.includes(other) && other.includes(third) {
                        assert!(one.includes(third), "{one:?} {other:?} {third:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn the_law_says_which_class_includes_which() {
        let included = |one: LicenceClass| {
            let others = LicenceClass::ALL.into_iter().filter(|other| *other != one && one.includes(*other));
            others.map(LicenceClass::as_str).collect::<Vec<_>>().join(" ")
        };
        let all = LicenceClass::ALL.map(included);
        let (a, trucks) = ("A1", "B C1 C");
        let d2 = format!("{trucks} D1");
        let d = format!("{d2} D2");
        assert_eq!(all, ["", a, a, "", "B", "B C1", trucks, &d2, &d, "", "", "", "", "", ""]);
    }

    #[test]
    fn the_letters_of_a_former_licence_are_read_by_the_former_law() {
        let worth = |letters: &str, day: &str| of(letters, day).unwrap().worth;
        assert_eq!(worth("B1", "2024-12-31"), Some(LicenceClass::B));
        assert_eq!(worth("B1", "2025-01-01"), Some(LicenceClass::B1));
        assert_eq!(worth("D", "2024-12-31"), Some(LicenceClass::D2), "a bus of thirty seats is not every bus");
        assert_eq!((worth("A4", "2020-01-01"), worth("B11", "2020-01-01")), (None, None));
        assert!(!of("A1", "2020-01-01").unwrap().covers(LicenceClass::A));
        for (letters, day) in
            [("B2", "2025-01-01"), ("A", "2024-12-31"), ("CE", "2024-12-31"), ("b", "2026-01-01"), ("", "2026-01-01")]
        {
            assert_eq!(of(letters, day), None, "{letters} {day}");
        }
    }
}
