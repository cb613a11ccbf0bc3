//! How long each leg took, and what went wrong.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// What one browser measured, or all of them.
#[derive(Debug, Default)]
pub(crate) struct Measured {
    pub(crate) browsers: usize,
    legs: BTreeMap<&'static str, Vec<u64>>,
    failures: BTreeMap<String, u64>,
}

impl Measured {
    /// What so many browsers measured: nothing yet.
    pub(crate) fn of(browsers: usize) -> Self {
        Self { browsers, ..Self::default() }
    }

    /// Keeps how long a leg took.
    pub(crate) fn keep(&mut self, leg: &'static str, took: Duration) {
        self.legs.entry(leg).or_default().push(u64::try_from(took.as_micros()).unwrap_or(u64::MAX));
    }

    /// Counts a failure by what it said.
    pub(crate) fn failed(&mut self, failure: String) {
        *self.failures.entry(failure).or_default() += 1;
    }

    /// Takes what another browser measured.
    pub(crate) fn add(&mut self, other: Self) {
        for (leg, times) in other.legs {
            self.legs.entry(leg).or_default().extend(times);
        }
        for (failure, count) in other.failures {
            *self.failures.entry(failure).or_default() += count;
        }
    }

    /// How often the whole was gone through.
    pub(crate) fn rounds(&self) -> usize {
        self.legs.get("whole").map_or(0, Vec::len)
    }

    /// A line a leg, and one for each failure.
    pub(crate) fn print(&self) {
        println!("{:<12}{:>10}{:>10}{:>10}{:>10}", "leg", "p50 ms", "p95 ms", "p99 ms", "max ms");
        for (leg, times) in &self.legs {
            let mut times = times.clone();
            times.sort_unstable();
            let at = |share: f64| {
                let index = ((times.len() as f64 * share) as usize).min(times.len().saturating_sub(1));
                times.get(index).copied().unwrap_or(0) as f64 / 1000.0
            };
            println!("{leg:<12}{:>10.1}{:>10.1}{:>10.1}{:>10.1}", at(0.5), at(0.95), at(0.99), at(1.0));
        }
        for (failure, count) in &self.failures {
            println!("failed {count} times: {failure}");
        }
    }
}

/// The instant; the example measures.
#[expect(clippy::disallowed_methods, reason = "a load test measures")]
pub(crate) fn now() -> Instant {
    Instant::now()
}
