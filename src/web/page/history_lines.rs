//! A history as pages show it: each line with its proof, and a look that was repeated on one day told once, with its times.

use crate::clock::Timestamp;
use crate::identity::event::Kind;
use crate::web::page::history::Told;

/// The lines of one history, newest first, and where their proofs are.
#[derive(Clone, Debug)]
pub(super) struct Lines {
    /// The address under which the proofs are.
    pub(super) address: String,
    /// The lines.
    pub(super) lines: Vec<Shown>,
}

/// A line, and those before it that say the same of the same day.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    /// The latest of them.
    pub(super) line: Told,
    /// The others.
    pub(super) before: Vec<Told>,
}

impl Lines {
    /// Of what is told newest first.
    pub(super) fn of(told: impl Iterator<Item = Told>, address: String) -> Self {
        let mut lines: Vec<Shown> = Vec::new();
        for line in told {
            match lines.iter_mut().find(|shown| is_same_look(&shown.line, &line)) {
                Some(shown) => shown.before.push(line),
                None => lines.push(Shown { line, before: Vec::new() }),
            }
        }
        Self { address, lines }
    }
}

/// Whether both are looks of one day that differ by their hour alone: an officer's page is opened anew at each step of a case.
fn is_same_look(one: &Told, other: &Told) -> bool {
    let day = |told: &Told| Timestamp::from_unix(told.second).day_in_vietnam();
    one.kind == other.kind
        && LOOKS.iter().any(|look| look.as_str() == one.kind)
        && (&one.sentence, &one.purpose, &one.fields) == (&other.sentence, &other.purpose, &other.fields)
        && day(one) == day(other)
}

const LOOKS: [Kind; 2] = [Kind::RecordViewed, Kind::DependantViewed];
