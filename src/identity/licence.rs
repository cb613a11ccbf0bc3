//! What the register of driving licences knows of somebody, and whether they may drive a class of vehicles by it.

use std::fmt;

use crate::clock::Day;
use crate::identity::birth::BirthDate;
use crate::identity::licence_class::{LicenceClass, Written};
use crate::identity::name::Name;
use crate::identity::number::PersonalNumber;
use crate::identity::person::Record;

/// The number of a driving licence: twelve digits, which are not the personal number's. Nothing is read from them.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct LicenceNumber([u8; 12]);

impl LicenceNumber {
    /// Reads twelve digits and nothing else.
    pub fn parse(text: &str) -> Option<Self> {
        let digits: [u8; 12] = text.as_bytes().try_into().ok()?;
        digits.iter().all(u8::is_ascii_digit).then_some(Self(digits))
    }

    /// The digits, for the one place that must have them.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl fmt::Debug for LicenceNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(licence number)")
    }
}

/// What the authority did with a licence.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum LicenceState {
    /// It was issued, and nothing was done with it since.
    Issued,
    /// It was withheld, or its use was taken away for a time.
    Withheld,
    /// It was revoked (Art. 62(5)).
    Revoked,
}

impl LicenceState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Issued, Self::Withheld, Self::Revoked];

    /// The word in columns and files.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Issued => "issued",
            Self::Withheld => "withheld",
            Self::Revoked => "revoked",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// A class on a licence, with its own term: a car's ends, a motorcycle's on the same licence does not (Art. 57(5)).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Granted {
    /// The class.
    pub class: Written,
    /// When it was given.
    pub issued_on: Day,
    /// Its last day; none for one without a term.
    pub valid_until: Option<Day>,
}

impl Granted {
    /// Reads a class of a licence; its last day is `never` where it has none.
    pub fn parse(letters: &str, issued_on: &str, valid_until: &str) -> Option<Self> {
        let issued_on = Day::parse(issued_on)?;
        let valid_until = if valid_until == NEVER { None } else { Some(Day::parse(valid_until)?) };
        if valid_until.is_some_and(|last| last < issued_on) {
            return None;
        }
        Some(Self { class: Written::parse(letters, issued_on)?, issued_on, valid_until })
    }

    /// Reads `B|2026-02-01|2036-02-01`, as columns and files have it.
    pub fn parse_line(text: &str) -> Option<Self> {
        let mut parts = text.split('|');
        let granted = Self::parse(parts.next()?, parts.next()?, parts.next()?)?;
        parts.next().is_none().then_some(granted)
    }

    /// Its last day as it is written.
    pub fn last_day(&self) -> String {
        self.valid_until.map_or_else(|| String::from(NEVER), |day| day.to_string())
    }

    /// Whether it holds that day, its first and its last included.
    pub fn is_valid_on(&self, day: Day) -> bool {
        self.issued_on <= day && self.valid_until.is_none_or(|last| day <= last)
    }
}

impl fmt::Display for Granted {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}|{}|{}", self.class.letters, self.issued_on, self.last_day())
    }
}

/// The classes of one licence: one at least, none twice.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Classes(Vec<Granted>);

impl Classes {
    /// The classes, when they can be a licence's.
    pub fn of(granted: Vec<Granted>) -> Option<Self> {
        let is_twice = |(at, one): (usize, &Granted)| granted.iter().take(at).any(|other| other.class == one.class);
        (!granted.is_empty() && !granted.iter().enumerate().any(is_twice)).then_some(Self(granted))
    }

    /// Reads the classes as columns and files have them, parted by `;`.
    pub fn parse(text: &str) -> Option<Self> {
        Self::of(text.split(';').map(Granted::parse_line).collect::<Option<_>>()?)
    }

    /// The classes, in the order of the register.
    pub fn iter(&self) -> impl Iterator<Item = &Granted> {
        self.0.iter()
    }
}

impl fmt::Display for Classes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, granted) in self.iter().enumerate() {
            write!(f, "{}{granted}", if at == 0 { "" } else { ";" })?;
        }
        Ok(())
    }
}

/// The points that are left on a licence: twelve at first (Art. 58(1)).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Points(u8);

impl Points {
    /// As many as a licence begins with.
    pub const ALL: Self = Self(12);

    /// So many, when a licence can have them.
    pub fn new(points: i64) -> Option<Self> {
        u8::try_from(points).ok().filter(|points| *points <= Self::ALL.0).map(Self)
    }

    /// Reads the digits.
    pub fn parse(text: &str) -> Option<Self> {
        let is_plain = text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        if is_plain { Self::new(text.parse().ok()?) } else { None }
    }

    /// How many.
    pub const fn number(self) -> u8 {
        self.0
    }
}

/// A driving licence as that register has it.
#[derive(Clone, Eq, PartialEq)]
pub struct Licence {
    /// Its number.
    pub licence_number: LicenceNumber,
    /// Whose personal number the register wrote beside it.
    pub number: PersonalNumber,
    /// The name.
    pub name: Name,
    /// The date of birth.
    pub birth: BirthDate,
    /// What may be driven by it.
    pub classes: Classes,
    /// The points that are left.
    pub points: Points,
    /// What the authority did with it.
    pub state: LicenceState,
}

/// How a licence stands on a day.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Standing {
    /// Something may be driven by it.
    Valid,
    /// Every class has ended, or none has begun.
    Expired,
    /// No points are left: nothing may be driven by it (Art. 58(3)).
    WithoutPoints,
    /// The authority has it.
    Withheld,
    /// The authority revoked it.
    Revoked,
}

impl Licence {
    /// Whether this is the licence of the person of the record. Personal numbers were written into this register long after
    /// the licences, so the number alone proves nothing: name and date of birth agree too.
    pub fn is(&self, record: &Record) -> bool {
        (self.number == record.number || record.cancelled_numbers.contains(&self.number))
            && self.name.difference(&record.name).is_none()
            && self.birth.difference(&record.birth).is_none()
    }

    /// How it stands that day.
    pub fn standing(&self, day: Day) -> Standing {
        match self.state {
            LicenceState::Revoked => Standing::Revoked,
            LicenceState::Withheld => Standing::Withheld,
            LicenceState::Issued if self.points.number() == 0 => Standing::WithoutPoints,
            LicenceState::Issued if self.classes.iter().any(|granted| granted.is_valid_on(day)) => Standing::Valid,
            LicenceState::Issued => Standing::Expired,
        }
    }

    /// Whether the person of the record may drive by it what the class is for, that day; no answer where the register knows
    /// too little of the date of birth.
    pub fn may_drive(&self, asked: LicenceClass, record: &Record, day: Day) -> Option<bool> {
        let covers = |granted: &Granted| granted.is_valid_on(day) && granted.class.covers(asked);
        if self.standing(day) != Standing::Valid || !self.classes.iter().any(covers) {
            return Some(false);
        }
        match asked.last_age(record.gender) {
            None => Some(true),
            Some(age) => record.birth.has_reached(age, day).map(|reached| !reached),
        }
    }
}

/// What the register of driving licences said about somebody.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Heard {
    /// That this licence is theirs.
    Has(Licence),
    /// That it knows of none.
    Nothing,
    /// Nothing that is surely about them: it has somebody else under their number, or they may drive by what it does not know.
    Unclear,
    /// It did not answer.
    OutOfReach,
}

impl Heard {
    /// Whether the person of the record may drive what the class is for, that day. A register that says nothing says no "no".
    pub fn may_drive(&self, asked: LicenceClass, record: &Record, day: Day) -> Option<bool> {
        match self {
            Self::Has(licence) => licence.may_drive(asked, record, day),
            Self::Nothing => Some(false),
            Self::Unclear | Self::OutOfReach => None,
        }
    }
}

impl fmt::Debug for Licence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(licence)")
    }
}

/// How a class without a term is written.
const NEVER: &str = "never";

#[cfg(test)]
mod tests;
