//! Time as a value: a [`Timestamp`] read once per request, a [`Day`] in Viet Nam, and the [`Clock`] that a test can move.
//!
//! Knows no deadline and no law; `identity::calendar` counts working days, `limits` holds the durations.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use serde::{Deserialize, Serialize};

/// An instant in whole Unix seconds, the unit of JWT and of our columns, so that nothing rounds twice.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The instant that many seconds after 1970-01-01T00:00:00Z.
    pub const fn from_unix(seconds: i64) -> Self {
        Self(seconds)
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    pub const fn unix(self) -> i64 {
        self.0
    }

    /// The instant `by` later; saturates, so that hostile numbers cannot wrap.
    pub const fn plus(self, by: Seconds) -> Self {
        Self(self.0.saturating_add(by.0))
    }

    /// The instant `by` earlier.
    pub const fn minus(self, by: Seconds) -> Self {
        Self(self.0.saturating_sub(by.0))
    }

    /// How long after `earlier` this is; negative when it is before.
    pub const fn since(self, earlier: Self) -> Seconds {
        Seconds(self.0.saturating_sub(earlier.0))
    }

    /// The calendar day in Viet Nam (UTC+7, no summer time) that holds this instant.
    pub fn day_in_vietnam(self) -> Day {
        Day::from_days(self.0.saturating_add(VIETNAM_OFFSET).div_euclid(DAY))
    }

    /// Hour and minute of the day in Viet Nam.
    pub fn time_in_vietnam(self) -> (i64, i64) {
        let second = self.0.saturating_add(VIETNAM_OFFSET).rem_euclid(DAY);
        (second / 3600, second % 3600 / 60)
    }
}

/// A span of whole seconds.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct Seconds(i64);

impl Seconds {
    /// A span of that many seconds.
    pub const fn new(seconds: i64) -> Self {
        Self(seconds)
    }

    /// A span of that many minutes.
    pub const fn minutes(minutes: i64) -> Self {
        Self(minutes * 60)
    }

    /// A span of that many hours.
    pub const fn hours(hours: i64) -> Self {
        Self(hours * 3600)
    }

    /// A span of that many days of 24 hours.
    pub const fn days(days: i64) -> Self {
        Self(days * DAY)
    }

    /// The number of seconds.
    pub const fn get(self) -> i64 {
        self.0
    }
}

/// A calendar day, without a place or a time of day.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Day(time::Date);

impl Day {
    /// The day of that year, month (1 to 12) and day of month, when there is such a day.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        let month = time::Month::try_from(month).ok()?;
        time::Date::from_calendar_date(year, month, day).ok().map(Self)
    }

    /// Reads `YYYY-MM-DD`, nothing else.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
        let digits = |part: &str, length| part.len() == length && part.bytes().all(|byte| byte.is_ascii_digit());
        if parts.next().is_some() || !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
            return None;
        }
        Self::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> u8 {
        self.0.month().into()
    }

    /// The day of the month, from 1.
    pub fn day(self) -> u8 {
        self.0.day()
    }

    /// The day of the week, 1 for Monday to 7 for Sunday.
    pub fn weekday(self) -> u8 {
        self.0.weekday().number_from_monday()
    }

    /// The day that many days later (or earlier, when negative); stays put at the ends of the calendar.
    pub fn plus_days(self, days: i64) -> Self {
        Self(self.0.saturating_add(time::Duration::days(days)))
    }

    /// The first instant of this day in Viet Nam.
    pub fn start_in_vietnam(self) -> Timestamp {
        let days = i64::from(self.0.to_julian_day() - EPOCH_JULIAN_DAY);
        Timestamp(days * DAY - VIETNAM_OFFSET)
    }

    fn from_days(days: i64) -> Self {
        let julian = i32::try_from(days).unwrap_or(i32::MAX).saturating_add(EPOCH_JULIAN_DAY);
        Self(time::Date::from_julian_day(julian).unwrap_or(time::Date::MAX))
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year(), self.month(), self.day())
    }
}

/// Where the present instant comes from: the system, or a hand that a test or the sandbox moves.
#[derive(Clone, Debug)]
pub struct Clock(Source);

#[derive(Clone, Debug)]
enum Source {
    System,
    Moved(Arc<AtomicI64>),
}

impl Clock {
    /// The system's clock, the only one that a house outside the sandbox may have.
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// The system's clock plus an offset that the returned hand changes: for the sandbox and for tests.
    pub fn with_hand() -> (Self, Hand) {
        let offset = Arc::new(AtomicI64::new(0));
        (Self(Source::Moved(Arc::clone(&offset))), Hand(offset))
    }

    /// The present instant.
    pub fn now(&self) -> Timestamp {
        let offset = match &self.0 {
            Source::System => 0,
            Source::Moved(offset) => offset.load(Ordering::SeqCst),
        };
        Timestamp(system_seconds().saturating_add(offset))
    }
}

/// Moves a [`Clock`] forward.
#[derive(Clone, Debug)]
pub struct Hand(Arc<AtomicI64>);

impl Hand {
    /// Moves the clock on by a span; a clock never goes back, so a negative span does nothing.
    pub fn advance(&self, by: Seconds) {
        self.0.fetch_add(by.get().max(0), Ordering::SeqCst);
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the wall clock")]
fn system_seconds() -> i64 {
    // A clock before 1970 reads as 1970: everything is then in the future and refused, nothing is accepted late.
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |past| i64::try_from(past.as_secs()).unwrap_or(i64::MAX))
}

const DAY: i64 = 86_400;
/// Asia/Ho_Chi_Minh is UTC+7 without summer time.
const VIETNAM_OFFSET: i64 = 7 * 3600;
const EPOCH_JULIAN_DAY: i32 = 2_440_588;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_in_vietnam_begins_at_17_00_utc() {
        let day = Day::new(2026, 11, 2).unwrap();
        assert_eq!(day.start_in_vietnam().unix(), 1_793_552_400);
        assert_eq!(day.start_in_vietnam().day_in_vietnam(), day);
        assert_eq!(day.start_in_vietnam().minus(Seconds::new(1)).day_in_vietnam(), day.plus_days(-1));
        assert_eq!(day.weekday(), 1);
    }

    #[test]
    fn only_iso_days_that_exist_are_read() {
        assert_eq!(Day::parse("2024-02-29").unwrap().to_string(), "2024-02-29");
        for wrong in ["2023-02-29", "2024-2-29", "2024-02-29-", "2024-13-01", "+024-01-01", "", "a-b-c"] {
            assert_eq!(Day::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn the_hand_only_moves_forward() {
        let (clock, hand) = Clock::with_hand();
        let before = clock.now();
        hand.advance(Seconds::days(1));
        hand.advance(Seconds::days(-5));
        assert!(clock.now().since(before).get() >= 86_400);
    }
}
