//! What can be said of a square without the network: who signed it, and the two instants in it against a clock that is not
//! ours. The best answer is "genuine, not yet confirmed": whether it was used, taken back or locked only the house knows.

use crate::clock::Timestamp;
use crate::limits;
use crate::wallet::presentation::{Kind, Square};

/// The answer of a check without the network.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Offline {
    /// Ours, and within its minute by this clock.
    NotConfirmed,
    /// Ours, and its minute is over.
    Expired,
    /// Ours, and by this clock not made yet: one of the two clocks is wrong.
    Early,
    /// Ours, and for another purpose than the one that was asked for.
    OtherKind,
    /// Not signed by us: to be treated as fake.
    Unknown,
}

impl Offline {
    /// Every answer.
    pub const ALL: [Self; 5] = [Self::NotConfirmed, Self::Expired, Self::Early, Self::OtherKind, Self::Unknown];

    /// The word in answers to machines.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotConfirmed => "genuine_not_confirmed",
            Self::Expired => "expired",
            Self::Early => "early",
            Self::OtherKind => "other_kind",
            Self::Unknown => "unknown",
        }
    }

    /// What a square is, whose signature was good, to who wants one of that kind and has that instant on the clock.
    pub fn of(square: &Square, wanted: Option<Kind>, at: Timestamp) -> Self {
        match moment(square, at) {
            _ if wanted.is_some_and(|wanted| wanted != square.kind()) => Self::OtherKind,
            Moment::Before => Self::Early,
            Moment::Within(_) => Self::NotConfirmed,
            Moment::After => Self::Expired,
        }
    }
}

/// Where an instant of a clock that may be off lies to a square's minute.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Moment {
    /// Before the square was made.
    Before,
    /// In its minute, or so near that the clock may be off by it; moved into the minute, beyond which the clock is not
    /// believed.
    Within(Timestamp),
    /// When it was dead.
    After,
}

/// Where that instant lies to the square's minute.
pub fn moment(square: &Square, at: Timestamp) -> Moment {
    let (first, dead) = (square.made_at(), square.expires_at());
    if at < first.minus(limits::OFFLINE_CLOCK) {
        Moment::Before
    } else if at >= dead.plus(limits::OFFLINE_CLOCK) {
        Moment::After
    } else {
        let last = Timestamp::from_unix(dead.unix().saturating_sub(1));
        Moment::Within(at.clamp(first, last.max(first)))
    }
}

/// The instant in the square's minute that is believed of a clock that says this one.
pub fn believed(square: &Square, at: Timestamp) -> Timestamp {
    match moment(square, at) {
        Moment::Within(at) => at,
        Moment::Before | Moment::After => square.made_at(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Seconds;

    const MADE_AT: Timestamp = Timestamp::from_unix(1_800_000_000);

    fn after(seconds: i64) -> Timestamp {
        MADE_AT.plus(Seconds::new(seconds))
    }

    #[test]
    fn a_square_is_believed_for_its_minute_and_five_seconds_on_both_sides() {
        let square = Square::new([7; 16], Kind::Verification, MADE_AT);
        for (seconds, answer) in [
            (-6, Offline::Early),
            (-5, Offline::NotConfirmed),
            (0, Offline::NotConfirmed),
            (59, Offline::NotConfirmed),
            (64, Offline::NotConfirmed),
            (65, Offline::Expired),
            (i64::MAX, Offline::Expired),
            (i64::MIN, Offline::Early),
        ] {
            assert_eq!(Offline::of(&square, None, after(seconds)), answer, "{seconds}");
            assert_eq!(Offline::of(&square, Some(Kind::Verification), after(seconds)), answer, "{seconds}");
            assert_eq!(Offline::of(&square, Some(Kind::Sharing), after(seconds)), Offline::OtherKind, "{seconds}");
        }
    }

    #[test]
    fn a_foreign_clock_is_believed_no_further_than_the_minute() {
        let square = Square::new([7; 16], Kind::Verification, MADE_AT);
        for (seconds, believed) in [(-5, 0), (0, 0), (30, 30), (59, 59), (60, 59), (64, 59)] {
            assert_eq!(moment(&square, after(seconds)), Moment::Within(after(believed)), "{seconds}");
        }
    }
}
