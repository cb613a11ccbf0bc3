//! When the holder of an identity card is told that it runs out: once at each threshold before its end, and at its end.

use crate::clock::Timestamp;
use crate::limits;

/// How many of the warnings before a card's end are due; one more once it has ended.
pub fn warnings_due(ends_at: Timestamp, now: Timestamp) -> i64 {
    let passed = limits::CARD_WARNINGS.iter().filter(|before| now >= ends_at.minus(**before)).count();
    i64::try_from(passed).unwrap_or(ENDED) + i64::from(now >= ends_at)
}

/// What [`warnings_due`] says of a card that has ended.
pub const ENDED: i64 = limits::CARD_WARNINGS.len() as i64 + 1;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::clock::Seconds;

    #[test]
    fn a_warning_is_due_from_its_threshold_on_and_the_end_at_midnight() {
        let end = Timestamp::from_unix(1_793_552_400);
        let second = Seconds::new(1);
        for (instant, due) in [
            (end.minus(Seconds::days(90)).minus(second), 0),
            (end.minus(Seconds::days(90)), 1),
            (end.minus(Seconds::days(30)), 2),
            (end.minus(Seconds::days(7)), 3),
            (end.minus(second), 3),
            (end, ENDED),
            (end.plus(Seconds::days(4_000)), ENDED),
        ] {
            assert_eq!(warnings_due(end, instant), due, "{instant:?}");
        }
    }

    proptest! {
        #[test]
        fn warnings_never_grow_fewer_with_time(end in 0i64..4_000_000_000, one in 0i64..4_000_000_000, more in 0i64..9_000_000) {
            let (end, one) = (Timestamp::from_unix(end), Timestamp::from_unix(one));
            let later = one.plus(Seconds::new(more));
            prop_assert!(warnings_due(end, one) <= warnings_due(end, later));
            prop_assert_eq!(warnings_due(end, one) == ENDED, one >= end);
        }
    }
}
