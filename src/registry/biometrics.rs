//! The comparison of a face or of fingerprints with the card database, behind a port.
//!
//! The capture is made by a device at the counter that belongs to the comparing system, and never passes through here: we
//! ask for a result by personal number and get one word and a reference. No biometric data is received or kept.

use std::fmt::Debug;

use crate::entropy;
use crate::fault::Fault;
use crate::identity::number::PersonalNumber;
use crate::identity::proofing::EvidenceKind;
use crate::registry::Answer;
use crate::secret::{Digest, encode};

/// What the comparing system says.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Comparison {
    /// Whether the capture is of the person with that number.
    pub passed: bool,
    /// Under what name the comparing system keeps the comparison.
    pub reference: String,
}

/// A system that compares what was captured at a counter with what the card database holds.
pub trait Biometrics: Debug + Send + Sync {
    /// The result of the capture that was just made of the person with that number.
    fn compare<'a>(&'a self, number: &'a PersonalNumber, kind: EvidenceKind) -> Answer<'a, Comparison>;
}

/// A house to which no comparing system is connected: it can raise nobody, and says so.
#[derive(Clone, Copy, Debug)]
pub struct Unconnected;

impl Biometrics for Unconnected {
    fn compare<'a>(&'a self, _: &'a PersonalNumber, _: EvidenceKind) -> Answer<'a, Comparison> {
        Box::pin(async { Err(Fault::RegistryDown(String::from("no biometric comparison is connected"))) })
    }
}

/// The sandbox's comparison: the same for a person each time, right for nearly everybody.
#[derive(Clone, Copy, Debug)]
pub struct Simulated;

impl Biometrics for Simulated {
    fn compare<'a>(&'a self, number: &'a PersonalNumber, kind: EvidenceKind) -> Answer<'a, Comparison> {
        Box::pin(async move {
            let reference = format!("SIM-{}", encode(&entropy::bytes::<6>()?).replace(['-', '_'], "0"));
            Ok(Comparison { passed: simulated(number, kind), reference })
        })
    }
}

/// Whether the sandbox's comparison of this person passes: one in twenty has worn fingerprints, one in twenty a face that
/// the card's photo no longer shows.
pub fn simulated(number: &PersonalNumber, kind: EvidenceKind) -> bool {
    let digest = Digest::sha256(format!("{} {}", kind.as_str(), number.as_str()).as_bytes());
    let drawn = digest.as_str().bytes().map(u32::from).sum::<u32>() % ONE_IN;
    drawn != 0 || kind == EvidenceKind::Card
}

const ONE_IN: u32 = 20;

#[cfg(test)]
mod tests {
    use super::*;

    fn number(serial: u32) -> PersonalNumber {
        PersonalNumber::parse(&format!("001090{serial:06}")).unwrap()
    }

    #[tokio::test]
    async fn the_simulation_says_the_same_of_a_person_each_time_under_another_reference() {
        for serial in 0..50 {
            let one = Simulated.compare(&number(serial), EvidenceKind::Face).await.unwrap();
            let other = Simulated.compare(&number(serial), EvidenceKind::Face).await.unwrap();
            assert_eq!(one.passed, other.passed);
            assert_ne!(one.reference, other.reference);
            assert!(!one.reference.contains(number(serial).as_str()));
        }
    }

    #[test]
    fn a_few_of_the_synthetic_people_do_not_pass() {
        for kind in [EvidenceKind::Face, EvidenceKind::Fingerprints] {
            let failed = (0..1000).filter(|serial| !simulated(&number(*serial), kind)).count();
            assert!((10..150).contains(&failed), "{failed}");
        }
    }

    #[tokio::test]
    async fn a_house_without_a_comparing_system_passes_nobody() {
        let answer = Unconnected.compare(&number(1), EvidenceKind::Face).await;
        assert!(matches!(answer, Err(Fault::RegistryDown(_))));
    }
}
