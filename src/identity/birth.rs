//! Dates of birth with their precision, and ages in Vietnamese days.
//!
//! Precision is a fact of the record: 01/01/1950 is not 1950.

use std::fmt;

use crate::clock::{Day, Timestamp};

/// A date of birth of which the day, or the day and the month, may be unknown.
#[derive(Clone, Copy, Eq, Hash, PartialEq)]
pub struct BirthDate {
    year: i32,
    rest: Rest,
}

#[derive(Clone, Copy, Eq, Hash, PartialEq)]
enum Rest {
    Unknown,
    Month(u8),
    Day(u8, u8),
}

/// How much of a date of birth is known.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum BirthPrecision {
    /// The year alone.
    Year,
    /// Year and month.
    Month,
    /// Year, month and day.
    Day,
}

impl BirthDate {
    /// Reads what a person writes: `dd/mm/yyyy` (one or two digits for day and month), `mm/yyyy` or `yyyy`.
    pub fn parse(text: &str) -> Result<Self, BirthRefusal> {
        // Forms write months 3 to 9 with one digit, cards with two (vietnam.md 4.1): both are the same date.
        let parts: Vec<&str> = text.trim_matches(' ').splitn(4, '/').collect();
        let number = |part: &str, lengths: &[usize]| -> Result<i32, BirthRefusal> {
            let shaped = lengths.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
            shaped.then(|| part.parse().ok()).flatten().ok_or(BirthRefusal::DateFormat)
        };
        match parts.as_slice() {
            [year] => Self::of(number(year, &[4])?, None, None),
            [month, year] => Self::of(number(year, &[4])?, Some(number(month, &[1, 2])?), None),
            [day, month, year] => {
                Self::of(number(year, &[4])?, Some(number(month, &[1, 2])?), Some(number(day, &[1, 2])?))
            }
            _ => Err(BirthRefusal::DateFormat),
        }
    }

    /// Reads the column's text: `1990-05-01`, `1990-05` or `1990`, which is also the `birthdate` claim's form.
    pub fn parse_iso(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.splitn(4, '-').collect();
        let number = |part: &str, length: usize| -> Option<i32> {
            let shaped = part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
            shaped.then(|| part.parse().ok()).flatten()
        };
        match parts.as_slice() {
            [year] => Self::of(number(year, 4)?, None, None).ok(),
            [year, month] => Self::of(number(year, 4)?, Some(number(month, 2)?), None).ok(),
            [year, month, day] => Self::of(number(year, 4)?, Some(number(month, 2)?), Some(number(day, 2)?)).ok(),
            _ => None,
        }
    }

    /// A full date.
    pub fn on(day: Day) -> Result<Self, BirthRefusal> {
        Self::of(day.year(), Some(i32::from(day.month())), Some(i32::from(day.day())))
    }

    fn of(year: i32, month: Option<i32>, day: Option<i32>) -> Result<Self, BirthRefusal> {
        // A personal number has codes for 1900 to 2399 and for no other year.
        if !(1900..2400).contains(&year) {
            return Err(BirthRefusal::Year);
        }
        let Some(month) = month else {
            return Ok(Self { year, rest: Rest::Unknown });
        };
        let month = u8::try_from(month).ok().filter(|month| (1..=12).contains(month)).ok_or(BirthRefusal::Month)?;
        let Some(day) = day else {
            return Ok(Self { year, rest: Rest::Month(month) });
        };
        let day = u8::try_from(day).map_err(|_| BirthRefusal::Day)?;
        Day::new(year, month, day).ok_or(BirthRefusal::Day)?;
        Ok(Self { year, rest: Rest::Day(month, day) })
    }

    /// The year, which is always known.
    pub const fn year(&self) -> i32 {
        self.year
    }

    /// How much is known.
    pub const fn precision(&self) -> BirthPrecision {
        match self.rest {
            Rest::Unknown => BirthPrecision::Year,
            Rest::Month(_) => BirthPrecision::Month,
            Rest::Day(..) => BirthPrecision::Day,
        }
    }

    /// The column's text: `1990-05-01`, `1990-05` or `1990`.
    pub fn iso(&self) -> String {
        match self.rest {
            Rest::Unknown => format!("{:04}", self.year),
            Rest::Month(month) => format!("{:04}-{month:02}", self.year),
            Rest::Day(month, day) => format!("{:04}-{month:02}-{day:02}", self.year),
        }
    }

    /// The day on which that age is reached.
    ///
    /// Who knows only a year counts as born on 31 December, who knows year and month on the month's last day: a rule
    /// of least age must not let in too early. 29 February becomes 1 March in a common year (Civil Code Art. 148).
    pub fn birthday(&self, age: u8) -> Day {
        let year = self.year + i32::from(age);
        let day = match self.rest {
            Rest::Unknown => Day::new(year, 12, 31),
            Rest::Month(12) => Day::new(year, 12, 31),
            Rest::Month(month) => Day::new(year, month + 1, 1).map(|next| next.plus_days(-1)),
            Rest::Day(month, day) => Day::new(year, month, day).or_else(|| Day::new(year, 3, 1)),
        };
        // Years end at 2399 + 255, far inside the calendar, so the last arm is never taken.
        day.unwrap_or_else(|| Timestamp::from_unix(i64::MAX).day_in_vietnam())
    }

    /// Full years lived on that day; 0 before the birth.
    pub fn age_on(&self, day: Day) -> u8 {
        let years = u8::try_from((day.year() - self.year).clamp(0, 255)).unwrap_or(u8::MAX);
        if self.birthday(years) > day { years.saturating_sub(1) } else { years }
    }

    /// Whether that age is reached on that day; none where the register does not know the day of birth well enough to say it.
    pub fn has_reached(&self, age: u8, today: Day) -> Option<bool> {
        if self.birthday(age) <= today {
            return Some(true);
        }
        // The first day that the register leaves open; a whole date leaves none.
        let first = match self.rest {
            Rest::Day(..) => return Some(false),
            Rest::Month(month) => Day::new(self.year + i32::from(age), month, 1)?,
            Rest::Unknown => Day::new(self.year + i32::from(age), 1, 1)?,
        };
        (first > today).then_some(false)
    }

    /// The least that the two dates differ by; `None` when they are the same date in the same precision.
    pub fn difference(&self, other: &Self) -> Option<BirthDifference> {
        if self == other {
            None
        } else if self.precision() == other.precision() {
            Some(BirthDifference::Different)
        } else {
            Some(BirthDifference::Precision)
        }
    }
}

/// As a person reads it: `01/05/1990`, `05/1990` or `1990`.
impl fmt::Display for BirthDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.rest {
            Rest::Unknown => write!(f, "{:04}", self.year),
            Rest::Month(month) => write!(f, "{month:02}/{:04}", self.year),
            Rest::Day(month, day) => write!(f, "{day:02}/{month:02}/{:04}", self.year),
        }
    }
}

impl fmt::Debug for BirthDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(date of birth)")
    }
}

/// Why a text is not a date of birth.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum BirthRefusal {
    /// Not `dd/mm/yyyy`, `mm/yyyy` or `yyyy`.
    DateFormat,
    /// No such month.
    Month,
    /// No such day in that month.
    Day,
    /// A year that no personal number can carry.
    Year,
}

impl BirthRefusal {
    /// The word of the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DateFormat => "date_format",
            Self::Month => "month",
            Self::Day => "day",
            Self::Year => "year",
        }
    }
}

/// How two dates of birth differ, for the officer only.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum BirthDifference {
    /// The same precision, another date.
    Different,
    /// One is known more exactly than the other.
    Precision,
}

impl BirthDifference {
    /// The word of the command line and of the officer's case.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Different => "different",
            Self::Precision => "precision",
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap()
    }

    #[test]
    fn an_age_is_said_to_be_reached_or_not_only_where_the_register_knows_it() {
        let reached =
            |birth: &str, day: &str| BirthDate::parse(birth).unwrap().has_reached(18, Day::parse(day).unwrap());
        assert_eq!(reached("22/11/2008", "2026-11-21"), Some(false));
        assert_eq!(reached("22/11/2008", "2026-11-22"), Some(true));
        assert_eq!(reached("11/2008", "2026-10-31"), Some(false));
        assert_eq!(reached("11/2008", "2026-11-01"), None);
        assert_eq!(reached("11/2008", "2026-11-30"), Some(true));
        assert_eq!(reached("2008", "2025-12-31"), Some(false));
        assert_eq!(reached("2008", "2026-11-22"), None);
        assert_eq!(reached("2008", "2026-12-31"), Some(true));
    }

    #[test]
    fn dates_print_and_read_in_both_forms() {
        for (written, shown, iso) in [
            ("1/5/1990", "01/05/1990", "1990-05-01"),
            ("29/02/2024", "29/02/2024", "2024-02-29"),
            ("7/1948", "07/1948", "1948-07"),
            ("1950", "1950", "1950"),
        ] {
            let birth = BirthDate::parse(written).unwrap();
            assert_eq!((birth.to_string(), birth.iso()), (shown.to_owned(), iso.to_owned()));
            assert_eq!(BirthDate::parse_iso(iso), Some(birth));
        }
        assert_eq!(BirthDate::parse_iso("1990-5-1"), None);
    }

    #[test]
    fn a_wrong_date_says_what_is_wrong() {
        for (text, refusal) in [
            ("29/02/2023", BirthRefusal::Day),
            ("00/05/1990", BirthRefusal::Day),
            ("1/13/1990", BirthRefusal::Month),
            ("00/00/1950", BirthRefusal::Month),
            ("1/5/90", BirthRefusal::DateFormat),
            ("1990-05-01", BirthRefusal::DateFormat),
            ("1/5/1990/", BirthRefusal::DateFormat),
            ("+1/5/1990", BirthRefusal::DateFormat),
            ("", BirthRefusal::DateFormat),
            ("1/1/1899", BirthRefusal::Year),
            ("2400", BirthRefusal::Year),
        ] {
            assert_eq!(BirthDate::parse(text), Err(refusal), "{text}");
        }
    }

    #[test]
    fn an_age_is_reached_on_the_birthday_in_vietnam() {
        let birth = BirthDate::parse("22/11/2012").unwrap();
        assert_eq!(birth.age_on(day("2026-11-21")), 13);
        assert_eq!(birth.age_on(day("2026-11-22")), 14);
        assert_eq!(birth.age_on(day("2010-01-01")), 0);
    }

    #[test]
    fn a_leap_day_child_ages_on_the_first_of_march() {
        let birth = BirthDate::parse("29/02/2012").unwrap();
        assert_eq!(birth.birthday(14), day("2026-03-01"));
        assert_eq!(birth.age_on(day("2026-02-28")), 13);
        assert_eq!(birth.birthday(16), day("2028-02-29"));
    }

    #[test]
    fn an_unknown_day_counts_as_the_latest() {
        assert_eq!(BirthDate::parse("2012").unwrap().birthday(14), day("2026-12-31"));
        assert_eq!(BirthDate::parse("02/2012").unwrap().birthday(14), day("2026-02-28"));
        assert_eq!(BirthDate::parse("12/2012").unwrap().birthday(14), day("2026-12-31"));
    }

    proptest! {
        #[test]
        fn no_text_makes_the_rule_panic(text in "\\PC*|[0-9/-]{0,12}", offset in -200_000i64..200_000) {
            if let Ok(birth) = BirthDate::parse(&text) {
                prop_assert_eq!(BirthDate::parse(&birth.to_string()), Ok(birth));
                prop_assert_eq!(BirthDate::parse_iso(&birth.iso()), Some(birth));
                let _ = birth.age_on(day("2026-11-21").plus_days(offset));
            }
            let _ = BirthDate::parse_iso(&text);
        }

        #[test]
        fn the_difference_is_reflexive_and_symmetric(a in "[0-3][0-9]/0[1-9]/19[0-9]{2}|19[0-9]{2}", b in "0[1-9]/19[0-9]{2}|19[0-9]{2}") {
            if let (Ok(a), Ok(b)) = (BirthDate::parse(&a), BirthDate::parse(&b)) {
                prop_assert_eq!(a.difference(&a), None);
                prop_assert_eq!(a.difference(&b), b.difference(&a));
            }
        }

        #[test]
        fn an_age_never_falls(from in 0i64..50_000, by in 0i64..1000) {
            let birth = BirthDate::parse("29/02/1952").unwrap();
            let first = day("1952-02-29").plus_days(from);
            prop_assert!(birth.age_on(first) <= birth.age_on(first.plus_days(by)));
        }
    }
}
