//! Units of the police that receive people: where they are, whom they serve, and the slots of a day in which they do.
//!
//! Knows no booking; `identity::visit` says what a person may book.

use crate::clock::{Day, Seconds, Timestamp};
use crate::identity::calendar;
use crate::identity::language::Language;
use crate::identity::officer::Label;
use crate::identity::person::Details;
use crate::identity::place::{Place, province_name};
use crate::limits;

/// A unit.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Unit {
    /// Its code.
    pub code: UnitCode,
    /// Whom it receives.
    pub kind: UnitKind,
    /// Its name in Vietnamese, which is also how its officers name it.
    pub name: Label,
    /// Its name in English.
    pub name_en: Label,
    /// Where it is.
    pub address: Label,
    /// The code of the province of the commune that it serves.
    pub province: String,
    /// That commune, with its type.
    pub commune: Label,
    /// When it receives people.
    pub hours: Hours,
    /// How many people it receives in one slot.
    pub capacity: u16,
}

impl Unit {
    /// The name as who speaks that language reads it.
    pub fn name_in(&self, language: Language) -> &str {
        match language {
            Language::Vi => self.name.as_str(),
            Language::En => self.name_en.as_str(),
        }
    }

    /// Whether this unit serves that place.
    pub fn serves(&self, place: &Place) -> bool {
        self.province == place.province && self.commune.as_str() == place.commune
    }
}

/// Whom a unit receives.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum UnitKind {
    /// Citizens: the police of a commune, or an office of identity cards (Decree 69/2024 Art. 10(2)).
    Commune,
    /// Foreigners: an immigration office (Decree 320/2026 new Art. 11).
    Immigration,
}

impl UnitKind {
    /// The word in columns, files and on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Commune => "commune",
            Self::Immigration => "immigration",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Commune, Self::Immigration].into_iter().find(|kind| kind.as_str() == text)
    }
}

/// The code of a unit: capital letters, digits and hyphens.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct UnitCode(String);

impl UnitCode {
    /// Reads a code of 1 to 20 characters.
    pub fn parse(text: &str) -> Option<Self> {
        let is_plain = text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-');
        ((1..=20).contains(&text.len()) && is_plain).then(|| Self(text.to_owned()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for UnitCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Reads the code of a province of today.
pub fn province(text: &str) -> Option<String> {
    province_name(text).map(|_| text.to_owned())
}

/// Reads a capacity: somebody, and no crowd.
pub fn capacity(text: &str) -> Option<u16> {
    text.parse().ok().filter(|people| (1..=limits::VISIT_CAPACITY).contains(people))
}

/// Where a person lives, in the order in which units are proposed: the present residence, the temporary and the permanent
/// one (`identity::place`).
pub fn residences(details: &Details) -> Vec<&Place> {
    let known = [&details.current_residence, &details.temporary_residence, &details.permanent_residence];
    known.into_iter().filter(|place| !place.commune.is_empty()).collect()
}

/// Opening hours by the day of the week, Monday to Friday: on other days no office works.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Hours([Vec<Span>; 5]);

/// From one minute of the day to another.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
struct Span {
    from: u16,
    until: u16,
}

impl Hours {
    /// Reads `mon-thu 07:30-11:30 13:30-17:00, fri 07:30-11:30`: each day once, spans in order and apart.
    pub fn parse(text: &str) -> Option<Self> {
        let mut days: [Vec<Span>; 5] = Default::default();
        for part in text.split(',') {
            let mut words = part.split_whitespace();
            let (first, last) = days_of(words.next()?)?;
            let spans = words.map(Span::parse).collect::<Option<Vec<_>>>()?;
            let is_in_order = spans.windows(2).all(|pair| matches!(pair, [one, next] if one.until <= next.from));
            if spans.is_empty() || !is_in_order {
                return None;
            }
            for day in days.get_mut(first..=last)? {
                if !day.is_empty() {
                    return None;
                }
                day.clone_from(&spans);
            }
        }
        Some(Self(days))
    }

    /// The text that reads back as these hours, one part a day.
    pub fn text(&self) -> String {
        let days = WEEK.iter().zip(&self.0).filter(|(_, spans)| !spans.is_empty());
        let parts = days.map(|(day, spans)| {
            let spans: Vec<String> = spans.iter().map(|span| span.text()).collect();
            format!("{day} {}", spans.join(" "))
        });
        parts.collect::<Vec<_>>().join(", ")
    }

    /// The beginnings of the slots of that day; none on a weekend or a holiday.
    pub fn slots(&self, day: Day) -> Vec<Timestamp> {
        if !calendar::is_working_day(day) {
            return Vec::new();
        }
        let spans = self.0.get(usize::from(day.weekday()).wrapping_sub(1)).into_iter().flatten();
        let slot = limits::VISIT_SLOT.get() / 60;
        let begins = spans.flat_map(|span| {
            let (from, until) = (i64::from(span.from), i64::from(span.until));
            (0..).map(move |place| from + place * slot).take_while(move |begin| begin + slot <= until)
        });
        begins.map(|minute| day.start_in_vietnam().plus(Seconds::minutes(minute))).collect()
    }

    /// Whether a slot begins then.
    pub fn is_slot(&self, at: Timestamp) -> bool {
        self.slots(at.day_in_vietnam()).contains(&at)
    }
}

impl Span {
    fn parse(text: &str) -> Option<Self> {
        let (from, until) = text.split_once('-')?;
        let span = Self { from: minute(from)?, until: minute(until)? };
        (span.from < span.until).then_some(span)
    }

    fn text(self) -> String {
        let time = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        format!("{}-{}", time(self.from), time(self.until))
    }
}

/// `mon` or `mon-fri`, as places in the week.
fn days_of(text: &str) -> Option<(usize, usize)> {
    let place = |name: &str| WEEK.iter().position(|known| *known == name);
    match text.split_once('-') {
        None => place(text).map(|day| (day, day)),
        Some((first, last)) => Some((place(first)?, place(last)?)).filter(|(first, last)| first < last),
    }
}

/// `HH:MM` as a minute of the day.
fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let two = |digits: &str| digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !two(hour) || !two(minute) {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    (hour < 24 && minute < 60).then_some(hour * 60 + minute)
}

const WEEK: [&str; 5] = ["mon", "tue", "wed", "thu", "fri"];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn times(hours: &str, day: &str) -> Vec<String> {
        let slots = Hours::parse(hours).unwrap().slots(Day::parse(day).unwrap());
        slots.iter().map(|at| at.time_in_vietnam()).map(|(hour, minute)| format!("{hour:02}:{minute:02}")).collect()
    }

    #[test]
    fn a_day_is_cut_into_slots_that_end_in_time() {
        assert_eq!(times("mon-fri 07:30-09:15", "2026-11-24"), ["07:30", "08:00", "08:30"]);
        assert_eq!(times("mon 08:00-09:00 14:00-14:30, tue 08:00-08:30", "2026-11-23"), ["08:00", "08:30", "14:00"]);
        assert_eq!(times("mon 08:00-09:00", "2026-11-24"), Vec::<String>::new());
    }

    #[test]
    fn weekends_and_holidays_have_no_slot() {
        for day in ["2026-11-21", "2026-11-22", "2026-09-02", "2027-02-08", "2027-01-01"] {
            assert_eq!(times("mon-fri 07:30-17:00", day), Vec::<String>::new(), "{day}");
        }
    }

    #[test]
    fn hours_read_back_and_nonsense_does_not() {
        let hours = Hours::parse("mon-wed 07:30-11:30 13:30-17:00, fri 07:30-11:30").unwrap();
        assert_eq!(Hours::parse(&hours.text()), Some(hours));
        for wrong in [
            "",
            "mon",
            "sat 08:00-09:00",
            "mon 08:00",
            "mon 09:00-08:00",
            "mon 8:00-9:00",
            "mon 24:00-25:00",
            "mon 08:00-10:00 09:00-11:00",
            "mon 08:00-09:00, mon 10:00-11:00",
            "fri-mon 08:00-09:00",
            "mon 08:60-09:00",
        ] {
            assert_eq!(Hours::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_code_is_plain_a_kind_is_known_and_a_capacity_is_no_crowd() {
        assert!(UnitCode::parse("01-HK").is_some());
        for wrong in ["", "a", "01 HK", "01_HK", "ĐB", "A".repeat(21).as_str()] {
            assert!(UnitCode::parse(wrong).is_none(), "{wrong}");
        }
        assert_eq!(UnitKind::parse("immigration"), Some(UnitKind::Immigration));
        assert_eq!((UnitKind::parse("commune"), UnitKind::parse("Commune")), (Some(UnitKind::Commune), None));
        assert_eq!((capacity("0"), capacity("2"), capacity("1000"), capacity("-1")), (None, Some(2), None, None));
    }

    proptest! {
        #[test]
        fn every_slot_is_a_slot_on_a_working_day(days in 0i64..800) {
            let day = Day::parse("2026-01-01").unwrap().plus_days(days);
            let hours = Hours::parse("mon-fri 07:30-11:30 13:30-17:00").unwrap();
            for at in hours.slots(day) {
                prop_assert!(calendar::is_working_day(at.day_in_vietnam()) && hours.is_slot(at));
                prop_assert!(!hours.is_slot(at.plus(Seconds::new(1))));
            }
        }

        #[test]
        fn no_text_makes_the_hours_panic(text in ".*") {
            let _ = Hours::parse(&text);
        }
    }
}
