//! A scan that was made without the network and arrives afterwards: what may still come of it.
//!
//! It records that somebody stood before somebody, in both histories, and that is all: it releases nothing and buys no
//! question, because the two do not stand before one another any more. The officer's clock is believed no further than the
//! square's own minute, so that who has a photograph of a square gains nothing by a clock set back.

use crate::clock::Timestamp;
use crate::limits;
use crate::secret::{AccountId, Digest, PresentationId};
use crate::wallet::asker::AskerId;
use crate::wallet::offline::{Moment, moment};
use crate::wallet::presentation::{Kind, Move, Square, State};

/// What a late scan answers; each is a word of the contract.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Late {
    /// It was live when it was scanned, at that instant, and nobody else has scanned it.
    Confirmed(Timestamp),
    /// This scanner has scanned it already, with the network or by this very message.
    Repeated,
    /// Somebody else had scanned it, at that instant: both sides are told.
    Doubled(Timestamp),
    /// By the scanner's own clock it was dead, or not made yet.
    Expired,
    /// It had been taken back, or its session had ended.
    Cancelled,
    /// The account was locked.
    Locked,
    /// The scanner's own.
    Own,
    /// Not signed by us.
    Unknown,
    /// The scan arrives later than scans may.
    TooLate,
}

impl Late {
    /// The word in `data-answer` and in the history.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Confirmed(_) => "confirmed",
            Self::Repeated => "repeated",
            Self::Doubled(_) => "used",
            Self::Expired => "expired",
            Self::Cancelled => "cancelled",
            Self::Locked => "locked",
            Self::Own => "own",
            Self::Unknown => "unknown",
            Self::TooLate => "too_late",
        }
    }
}

/// What is known of a presentation as of the instant of a late scan, in one read.
#[derive(Clone, Debug)]
pub struct LateFacts {
    /// The presentation.
    pub id: PresentationId,
    /// Digest of the square's name.
    pub digest: Digest,
    /// Its kind.
    pub kind: Kind,
    /// Whose it is.
    pub holder: AccountId,
    /// Who showed it in the holder's name.
    pub presenter: Option<AccountId>,
    /// Where it stands now.
    pub state: State,
    /// Who scanned it.
    pub scanner: Option<AskerId>,
    /// When.
    pub scanned_at: Option<Timestamp>,
    /// Whether session and relation lived at the instant of the scan.
    pub held: bool,
    /// Whether the account had no ground for a lock at that instant.
    pub was_open: bool,
}

impl LateFacts {
    /// What a scan at that instant answers now. `Confirmed` still has to win the one conditional write.
    pub fn answer(&self, square: &Square, scanner: &AskerId, at: Timestamp) -> Late {
        if scanner.is_person(&self.holder) || self.presenter.as_ref().is_some_and(|who| scanner.is_person(who)) {
            return Late::Own;
        }
        if self.state.was_scanned() {
            let by_this_one = self.scanner.as_ref() == Some(scanner);
            return if by_this_one { Late::Repeated } else { Late::Doubled(self.scanned_at.unwrap_or(at)) };
        }
        match moment(square, at) {
            Moment::Before | Moment::After => Late::Expired,
            Moment::Within(_) if !self.was_open => Late::Locked,
            Moment::Within(at) if self.held && self.state.after(Move::Confirm).is_some() => Late::Confirmed(at),
            Moment::Within(_) => Late::Cancelled,
        }
    }
}

/// What is said of a square of ours before any row is read: it came too late, or from a time that has not come.
pub fn check_age(square: &Square, now: Timestamp) -> Result<(), Late> {
    if now.since(square.made_at()) > limits::QUEUED_SCAN_WITHIN {
        Err(Late::TooLate)
    } else if square.made_at() > now.plus(limits::SKEW) {
        Err(Late::Unknown)
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Seconds;

    const MADE_AT: Timestamp = Timestamp::from_unix(1_800_000_000);

    fn square() -> Square {
        Square::new([7; 16], Kind::Verification, MADE_AT)
    }

    fn after(seconds: i64) -> Timestamp {
        MADE_AT.plus(Seconds::new(seconds))
    }

    fn officer(byte: u8) -> AskerId {
        AskerId::Officer(AccountId::new([byte; 16]))
    }

    fn facts(state: State) -> LateFacts {
        LateFacts {
            id: PresentationId::new([1; 16]),
            digest: square().digest(),
            kind: Kind::Verification,
            holder: AccountId::new([2; 16]),
            presenter: Some(AccountId::new([3; 16])),
            state,
            scanner: state.was_scanned().then(|| officer(8)),
            scanned_at: state.was_scanned().then(|| after(5)),
            held: true,
            was_open: true,
        }
    }

    #[test]
    fn a_late_scan_is_confirmed_in_the_minute_of_a_square_that_nobody_else_used() {
        for state in [State::Live, State::Expired] {
            for (seconds, answer) in [
                (-6, Late::Expired),
                (-5, Late::Confirmed(MADE_AT)),
                (30, Late::Confirmed(after(30))),
                (64, Late::Confirmed(after(59))),
                (65, Late::Expired),
            ] {
                assert_eq!(facts(state).answer(&square(), &officer(9), after(seconds)), answer, "{seconds}");
            }
        }
        assert_eq!(facts(State::Cancelled).answer(&square(), &officer(9), after(1)), Late::Cancelled);
        let ended = LateFacts { held: false, ..facts(State::Expired) };
        assert_eq!(ended.answer(&square(), &officer(9), after(1)), Late::Cancelled);
        let locked = LateFacts { was_open: false, ..facts(State::Expired) };
        assert_eq!(locked.answer(&square(), &officer(9), after(1)), Late::Locked);
        for own in [2, 3] {
            assert_eq!(facts(State::Expired).answer(&square(), &officer(own), after(1)), Late::Own);
        }
    }

    #[test]
    fn a_square_that_was_used_is_told_as_doubled_to_another_and_as_repeated_to_the_same() {
        for state in State::ALL.into_iter().filter(|state| state.was_scanned()) {
            assert_eq!(facts(state).answer(&square(), &officer(9), after(30)), Late::Doubled(after(5)));
            assert_eq!(facts(state).answer(&square(), &officer(8), after(30)), Late::Repeated);
        }
    }

    #[test]
    fn a_scan_comes_within_a_day_and_never_from_the_future() {
        assert_eq!(check_age(&square(), after(86_400)), Ok(()));
        assert_eq!(check_age(&square(), after(86_401)), Err(Late::TooLate));
        assert_eq!(check_age(&square(), after(-30)), Ok(()));
        assert_eq!(check_age(&square(), after(-31)), Err(Late::Unknown));
    }
}
