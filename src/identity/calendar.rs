//! Terms as the law counts them: days and working days in Viet Nam, weekends and public holidays.
//!
//! Civil Code 2015 Arts 147-148: the day of the event is not counted, the last day runs to its end, and when it is a day
//! off the term ends with the next working day.

use crate::clock::{Day, Timestamp};

/// The first instant after a term of that many days from an event: until then, one is in time.
pub fn term_ends(event: Timestamp, days: u16) -> Timestamp {
    let last = event.day_in_vietnam().plus_days(i64::from(days));
    working_day_from(last).plus_days(1).start_in_vietnam()
}

/// The first instant after a term of that many working days from an event.
pub fn working_term_ends(event: Timestamp, days: u16) -> Timestamp {
    let mut day = event.day_in_vietnam();
    for _ in 0..days {
        day = working_day_from(day.plus_days(1));
    }
    working_day_from(day).plus_days(1).start_in_vietnam()
}

/// The working days that are left after the day of `now` in a term that ends at `due`.
pub fn working_days_left(now: Timestamp, due: Timestamp) -> u16 {
    let (today, end) = (now.day_in_vietnam(), due.day_in_vietnam());
    // A term has a year at most; the bound only keeps a broken row from looping.
    let days = (1..366).map(|days| today.plus_days(days)).take_while(|day| *day < end);
    days.filter(|day| is_working_day(*day)).fold(0, |count, _| count + 1)
}

/// Whether offices work that day.
pub fn is_working_day(day: Day) -> bool {
    let fixed = FIXED_HOLIDAYS.contains(&(day.month(), day.day()));
    let dated = DATED_HOLIDAYS.contains(&(day.year(), day.month(), day.day()));
    day.weekday() < 6 && !fixed && !dated
}

/// The first day after that one on which offices work.
pub fn next_working_day(day: Day) -> Day {
    working_day_from(day.plus_days(1))
}

fn working_day_from(day: Day) -> Day {
    // The longest run of days off in the tables is 9; the bound only keeps the end of the calendar from looping.
    (0..31).map(|days| day.plus_days(days)).find(|day| is_working_day(*day)).unwrap_or(day)
}

/// Labour Code Art. 112: New Year, 30 April, 1 May, National Day. 24 November ("Ngày Văn hóa Việt Nam") was ordered into
/// the Code in 2026; its enactment was not found, so it is not here.
const FIXED_HOLIDAYS: [(u8, u8); 4] = [(1, 1), (4, 30), (5, 1), (9, 2)];

/// Days off on weekdays that move from year to year: Tết, the Hùng Kings' day (10th of the 3rd lunar month), the day
/// beside National Day, and days given in place of weekends. 2027 follows the Code; the ministry's notice is not yet out.
const DATED_HOLIDAYS: [(i32, u8, u8); 25] = [
    (2025, 1, 27),
    (2025, 1, 28),
    (2025, 1, 29),
    (2025, 1, 30),
    (2025, 1, 31),
    (2025, 4, 7),
    (2025, 5, 2),
    (2025, 9, 1),
    (2026, 1, 2),
    (2026, 2, 16),
    (2026, 2, 17),
    (2026, 2, 18),
    (2026, 2, 19),
    (2026, 2, 20),
    (2026, 4, 27),
    (2026, 8, 31),
    (2026, 9, 1),
    (2027, 2, 5),
    (2027, 2, 8),
    (2027, 2, 9),
    (2027, 2, 10),
    (2027, 2, 11),
    (2027, 4, 16),
    (2027, 5, 3),
    (2027, 9, 3),
];

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::clock::Seconds;

    fn at(day: &str, hour: i64) -> Timestamp {
        Day::parse(day).unwrap().start_in_vietnam().plus(Seconds::hours(hour))
    }

    /// The last day on which one is in time, and that its last second still counts.
    fn last_day(end: Timestamp) -> String {
        end.minus(Seconds::new(1)).day_in_vietnam().to_string()
    }

    #[test]
    fn an_activation_is_open_to_the_end_of_the_seventh_day() {
        // The two examples of vietnam.md 1.4.
        assert_eq!(last_day(term_ends(at("2026-11-02", 10), 7)), "2026-11-09");
        assert_eq!(last_day(term_ends(at("2026-11-01", 10), 7)), "2026-11-09");
        // One second before midnight in Viet Nam it is still the same day, whatever the server's zone.
        assert_eq!(last_day(term_ends(at("2026-11-03", 0).minus(Seconds::new(1)), 7)), "2026-11-09");
    }

    #[test]
    fn a_term_that_ends_in_tet_runs_on_to_the_next_working_day() {
        assert_eq!(last_day(term_ends(at("2026-02-08", 9), 7)), "2026-02-23");
        assert_eq!(last_day(term_ends(at("2026-04-23", 9), 7)), "2026-05-04");
    }

    #[test]
    fn working_days_skip_weekends_and_holidays() {
        assert_eq!(last_day(working_term_ends(at("2026-11-20", 16), 1)), "2026-11-23");
        assert_eq!(last_day(working_term_ends(at("2026-11-20", 16), 3)), "2026-11-25");
        assert_eq!(last_day(working_term_ends(at("2026-02-13", 9), 1)), "2026-02-23");
        assert_eq!(last_day(working_term_ends(at("2026-12-31", 9), 1)), "2027-01-04");
    }

    #[test]
    fn the_days_left_are_those_after_today_up_to_the_last() {
        let due = working_term_ends(at("2026-11-20", 16), 3);
        for (now, left) in
            [("2026-11-20", 3), ("2026-11-21", 3), ("2026-11-23", 2), ("2026-11-25", 0), ("2026-11-26", 0)]
        {
            assert_eq!(working_days_left(at(now, 9), due), left, "{now}");
        }
    }

    proptest! {
        #[test]
        fn a_term_ends_on_a_working_day_and_never_early(seconds in 1_700_000_000i64..2_500_000_000, days in 0u16..60) {
            let event = Timestamp::from_unix(seconds);
            for end in [term_ends(event, days), working_term_ends(event, days)] {
                let last = end.minus(Seconds::new(1)).day_in_vietnam();
                prop_assert!(is_working_day(last));
                prop_assert!(last >= event.day_in_vietnam().plus_days(i64::from(days)));
                prop_assert_eq!(end, last.plus_days(1).start_in_vietnam());
            }
        }

        #[test]
        fn no_instant_makes_the_rule_panic(seconds in any::<i64>(), days in any::<u16>()) {
            let _ = term_ends(Timestamp::from_unix(seconds), days);
        }
    }
}
