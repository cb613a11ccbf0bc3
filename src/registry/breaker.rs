//! Whether a register is asked at all: who does not answer is left alone for a while, then asked once to see (F39).
//!
//! ```text
//! closed ──failures in a row──▶ open ──time──▶ half open: one question ──answered──▶ closed
//!                                ▲                                      ──failed────▶ open
//! ```
//!
//! A pure state machine: the time is handed in, the lock is held by whoever owns it.

use crate::clock::Timestamp;
use crate::limits;

/// The state of a breaker, as operators see it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum State {
    /// Questions go out.
    Closed,
    /// One question is out, to see whether the register is back.
    HalfOpen,
    /// No question goes out.
    Open,
}

impl State {
    /// The gauge's number.
    pub const fn number(self) -> i64 {
        match self {
            Self::Closed => 0,
            Self::HalfOpen => 1,
            Self::Open => 2,
        }
    }
}

/// A breaker in front of one register.
#[derive(Clone, Debug, Default)]
pub struct Breaker {
    phase: Phase,
    /// Raised with every change of phase, so that an answer that belongs to an earlier phase changes nothing.
    age: u64,
}

#[derive(Clone, Copy, Debug)]
enum Phase {
    Closed { failures: u32 },
    Open { until: Timestamp },
    HalfOpen { until: Timestamp },
}

impl Default for Phase {
    fn default() -> Self {
        Self::Closed { failures: 0 }
    }
}

/// The right to ask one question.
#[derive(Debug, Eq, PartialEq)]
pub struct Ticket {
    age: u64,
    /// Whether this is the one question of a half-open breaker, which is not repeated.
    pub is_probe: bool,
}

impl Breaker {
    /// Whether a question would be let out now.
    pub fn would_admit(&self, now: Timestamp) -> bool {
        match self.phase {
            Phase::Closed { .. } => true,
            // A clock that was set back must not make the rest of a pause longer than the whole of one.
            Phase::Open { until } => now >= until || until.since(now) > limits::REGISTER_OPEN,
            Phase::HalfOpen { until } => now >= until || until.since(now) > limits::REGISTER_PROBE,
        }
    }

    /// Lets a question out, or not.
    pub fn admit(&mut self, now: Timestamp) -> Option<Ticket> {
        if !self.would_admit(now) {
            return None;
        }
        let is_probe = !matches!(self.phase, Phase::Closed { .. });
        if is_probe {
            // Who asks may be cut off before the answer: after a while the next one asks instead.
            self.turn(Phase::HalfOpen { until: now.plus(limits::REGISTER_PROBE) });
        }
        Some(Ticket { age: self.age, is_probe })
    }

    /// The question was answered, sensibly.
    pub fn answered(&mut self, ticket: &Ticket) {
        if ticket.age != self.age {
            return;
        }
        match &mut self.phase {
            Phase::Closed { failures } => *failures = 0,
            Phase::HalfOpen { .. } | Phase::Open { .. } => self.turn(Phase::default()),
        }
    }

    /// The question was not answered, or not sensibly.
    pub fn failed(&mut self, ticket: &Ticket, now: Timestamp) {
        if ticket.age != self.age {
            return;
        }
        match &mut self.phase {
            Phase::Closed { failures } if *failures + 1 < limits::REGISTER_FAILURES => *failures += 1,
            _ => self.turn(Phase::Open { until: now.plus(limits::REGISTER_OPEN) }),
        }
    }

    /// The state.
    pub fn state(&self) -> State {
        match self.phase {
            Phase::Closed { .. } => State::Closed,
            Phase::Open { .. } => State::Open,
            Phase::HalfOpen { .. } => State::HalfOpen,
        }
    }

    fn turn(&mut self, phase: Phase) {
        self.phase = phase;
        self.age += 1;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_unix(1_800_000_000 + second)
    }

    fn opened() -> Breaker {
        let mut breaker = Breaker::default();
        for _ in 0..limits::REGISTER_FAILURES {
            let ticket = breaker.admit(at(0)).unwrap();
            breaker.failed(&ticket, at(0));
        }
        assert_eq!(breaker.state(), State::Open);
        breaker
    }

    #[test]
    fn it_opens_after_failures_in_a_row_and_an_answer_between_them_starts_the_count_anew() {
        let mut breaker = Breaker::default();
        for turn in 0..100 {
            let ticket = breaker.admit(at(0)).unwrap();
            if turn % limits::REGISTER_FAILURES == limits::REGISTER_FAILURES - 1 {
                breaker.answered(&ticket);
            } else {
                breaker.failed(&ticket, at(0));
            }
            assert_eq!(breaker.state(), State::Closed);
        }
        opened();
    }

    #[test]
    fn after_its_time_it_lets_one_question_out_whose_outcome_decides() {
        let open = limits::REGISTER_OPEN.get();
        let mut breaker = opened();
        assert_eq!(breaker.admit(at(open - 1)), None);
        let probe = breaker.admit(at(open)).unwrap();
        assert!(probe.is_probe && breaker.state() == State::HalfOpen);
        assert_eq!(breaker.admit(at(open)), None, "one question at a time");
        breaker.failed(&probe, at(open));
        assert_eq!((breaker.state(), breaker.admit(at(2 * open - 1))), (State::Open, None));
        let probe = breaker.admit(at(2 * open)).unwrap();
        breaker.answered(&probe);
        assert_eq!(breaker.state(), State::Closed);
        assert!(!breaker.admit(at(2 * open)).unwrap().is_probe);
    }

    #[test]
    fn a_question_whose_asker_went_away_does_not_leave_it_half_open_for_ever() {
        let (open, probe) = (limits::REGISTER_OPEN.get(), limits::REGISTER_PROBE.get());
        let mut breaker = opened();
        let lost = breaker.admit(at(open)).unwrap();
        assert_eq!(breaker.admit(at(open + probe - 1)), None);
        let next = breaker.admit(at(open + probe)).unwrap();
        breaker.answered(&lost);
        assert_eq!(breaker.state(), State::HalfOpen, "the answer of an earlier phase decides nothing");
        breaker.answered(&next);
        assert_eq!(breaker.state(), State::Closed);
    }

    #[test]
    fn a_clock_that_was_set_back_leaves_nobody_alone_for_longer() {
        let mut breaker = opened();
        assert!(breaker.admit(at(-3600)).unwrap().is_probe);
        assert_eq!(breaker.admit(at(-3600)), None, "one question at a time");
        assert!(breaker.admit(at(-7200)).is_some());
    }

    proptest! {
        /// Whatever happens in whatever order: half open has one question out at a time, an open breaker lets none out
        /// before its time, and time alone always leads back to a question.
        #[test]
        fn no_order_of_events_breaks_it(events in proptest::collection::vec((0_u8..4, 0_i64..20), 1..200)) {
            let mut breaker = Breaker::default();
            let (mut second, mut out): (i64, Vec<Ticket>) = (0, Vec::new());
            let mut opened_at = None;
            let mut failed_in_a_row = 0_u32;
            for (event, passed) in events {
                second += passed;
                let before = breaker.state();
                match event {
                    0 => match breaker.admit(at(second)) {
                        Some(ticket) => {
                            prop_assert_eq!(ticket.is_probe, before != State::Closed);
                            if let (State::Open, Some(opened)) = (before, opened_at) {
                                prop_assert!(second - opened >= limits::REGISTER_OPEN.get());
                            }
                            out.push(ticket);
                        }
                        None => prop_assert_ne!(before, State::Closed),
                    },
                    1 => if let Some(ticket) = out.pop() {
                        if ticket.age == breaker.age {
                            failed_in_a_row = 0;
                        }
                        breaker.answered(&ticket);
                        prop_assert!(before == breaker.state() || breaker.state() == State::Closed);
                    },
                    2 => if !out.is_empty() {
                        let ticket = out.remove(0);
                        failed_in_a_row += u32::from(ticket.age == breaker.age);
                        breaker.failed(&ticket, at(second));
                        if before == State::Closed && breaker.state() == State::Open {
                            prop_assert!(failed_in_a_row >= limits::REGISTER_FAILURES);
                        }
                        if breaker.state() == State::Open && before != State::Open {
                            opened_at = Some(second);
                        }
                    },
                    _ => drop(out.pop()),
                }
            }
            let later = second + limits::REGISTER_OPEN.get().max(limits::REGISTER_PROBE.get());
            prop_assert!(breaker.admit(at(later)).is_some());
        }
    }
}
