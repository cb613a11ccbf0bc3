//! A visit to a unit: what may be booked when, how often it may be moved, and when its holder is reminded.
//!
//! ```text
//! booked -> came | missed            an officer says so
//!        -> passed                   nobody said anything until the day was over
//!        -> cancelled                by the holder
//!        -> called_off               by the unit, with a reason
//! ```

use crate::clock::{Day, Seconds, Timestamp};
use crate::identity::account::AccountLevel;
use crate::identity::unit::UnitCode;
use crate::limits;
use crate::secret::{AccountId, VisitId};

/// Where a visit stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum State {
    /// The person is expected.
    Booked,
    /// The holder cancelled.
    Cancelled,
    /// The unit called it off.
    CalledOff,
    /// The person came.
    Came,
    /// The person did not come.
    Missed,
    /// The day is over and nobody said whether the person came.
    Passed,
}

impl State {
    /// The column text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Booked => "booked",
            Self::Cancelled => "cancelled",
            Self::CalledOff => "called_off",
            Self::Came => "came",
            Self::Missed => "missed",
            Self::Passed => "passed",
        }
    }

    /// Reads the column text.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Booked, Self::Cancelled, Self::CalledOff, Self::Came, Self::Missed, Self::Passed]
            .into_iter()
            .find(|state| state.as_str() == text)
    }
}

/// A visit.
#[derive(Clone, Debug)]
pub struct Visit {
    /// Its id.
    pub id: VisitId,
    /// Who comes.
    pub account: AccountId,
    /// Where.
    pub unit: UnitCode,
    /// When the slot begins.
    pub begins_at: Timestamp,
    /// How often it was moved.
    pub moves: u32,
    /// Where it stands.
    pub state: State,
    /// Why the unit called it off.
    pub reason: Option<String>,
    /// Rises with each change.
    pub version: i64,
}

impl Visit {
    /// Whether its holder may still move it.
    pub fn may_move(&self, now: Timestamp) -> bool {
        self.state == State::Booked && self.moves < limits::VISIT_MOVES && now < self.begins_at
    }
}

/// Whether somebody of this level has anything to book: level 2 is what a visit is for (Decree 69/2024 Art. 10(2)).
pub fn is_for(level: Option<AccountLevel>) -> bool {
    level == Some(AccountLevel::One)
}

/// Whether a slot that begins then may be booked now: neither at once nor in a far future.
pub fn may_begin(at: Timestamp, now: Timestamp) -> bool {
    at >= now.plus(limits::VISIT_SOONEST) && at.day_in_vietnam() <= last_day(now)
}

/// The last day that may be booked.
pub fn last_day(now: Timestamp) -> Day {
    now.day_in_vietnam().plus_days(limits::VISIT_DAYS_AHEAD)
}

/// When to remind of a visit that is booked now: in the morning of the day before, unless that is over.
pub fn remind_at(begins_at: Timestamp, now: Timestamp) -> Option<Timestamp> {
    let morning = begins_at.day_in_vietnam().plus_days(-1).start_in_vietnam().plus(MORNING);
    (now < morning).then_some(morning)
}

/// The initials of a name: what an officer reads before the person has come.
pub fn initials(name: &str) -> String {
    name.split_whitespace().filter_map(|word| word.chars().next()).map(|letter| format!("{letter}.")).collect()
}

/// People read their messages by then.
const MORNING: Seconds = Seconds::hours(8);

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: &str, hour: i64) -> Timestamp {
        Day::parse(day).unwrap().start_in_vietnam().plus(Seconds::hours(hour))
    }

    #[test]
    fn a_visit_is_booked_neither_at_once_nor_far_ahead() {
        let now = at("2026-11-23", 9);
        assert!(!may_begin(now, now));
        assert!(!may_begin(now.plus(limits::VISIT_SOONEST).minus(Seconds::new(1)), now));
        assert!(may_begin(now.plus(limits::VISIT_SOONEST), now));
        let last = last_day(now);
        assert!(may_begin(last.plus_days(1).start_in_vietnam().minus(Seconds::new(1)), now));
        assert!(!may_begin(last.plus_days(1).start_in_vietnam(), now));
    }

    #[test]
    fn the_reminder_comes_the_day_before_or_not_at_all() {
        let visit = at("2026-11-25", 14);
        assert_eq!(remind_at(visit, at("2026-11-20", 9)), Some(at("2026-11-24", 8)));
        assert_eq!(remind_at(visit, at("2026-11-24", 8)), None);
        assert_eq!(remind_at(visit, at("2026-11-25", 7)), None);
    }

    #[test]
    fn initials_say_no_name() {
        assert_eq!(initials("Đặng Thị  Hòa"), "Đ.T.H.");
        assert_eq!(initials(""), "");
    }

    #[test]
    fn states_read_back() {
        for word in ["booked", "cancelled", "called_off", "came", "missed", "passed"] {
            assert_eq!(State::parse(word).unwrap().as_str(), word);
        }
        assert_eq!(State::parse("gone"), None);
    }
}
