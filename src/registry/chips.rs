//! The verification of a card's chip, behind a port.
//!
//! A browser reads no chip. The reader at the counter belongs to the verifying system, which has the certificates of those who
//! sign cards: it puts our challenge to the chip that lies there, and tells what came of it. Photograph and data of the chip
//! never pass through here.

use std::fmt::Debug;

use crate::entropy;
use crate::identity::chip::{Challenge, Reading};
use crate::identity::number::PersonalNumber;
use crate::registry::Answer;
use crate::secret::encode;

/// A system whose readers stand at the counters.
pub trait Chips: Debug + Send + Sync {
    /// What the reader says of the chip that lies on it, for the person who is said to hold it; none when no chip could be read.
    fn read<'a>(&'a self, number: &'a PersonalNumber, challenge: &'a Challenge) -> Answer<'a, Option<Reading>>;
}

/// The sandbox's readers: the same for a person's card each time, and good for nearly everybody's.
#[derive(Clone, Copy, Debug)]
pub struct Simulated;

impl Chips for Simulated {
    fn read<'a>(&'a self, number: &'a PersonalNumber, _: &'a Challenge) -> Answer<'a, Option<Reading>> {
        Box::pin(async move {
            let reference = format!("CHIP-{}", encode(&entropy::bytes::<6>()?).replace(['-', '_'], "0"));
            let is_original = simulated(number) == Lies::Good;
            let reading = Reading { number: *number, is_signed: true, is_original, reference };
            Ok(Some(reading).filter(|_| simulated(number) != Lies::Broken))
        })
    }
}

/// What lies on the sandbox's reader when this person comes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Lies {
    /// The person's card.
    Good,
    /// A copy of what is on it, in another chip.
    Copied,
    /// A card whose chip is broken.
    Broken,
}

impl Lies {
    /// The word of the sandbox's lists.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Copied => "copied",
            Self::Broken => "broken",
        }
    }
}

/// What this person of the sandbox brings: whose number ends in 4 a copy, whose number ends in 5 a broken chip.
pub fn simulated(number: &PersonalNumber) -> Lies {
    match number.as_str().as_bytes().last() {
        Some(b'4') => Lies::Copied,
        Some(b'5') => Lies::Broken,
        _ => Lies::Good,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::chip::{Unshown, shows};
    use crate::secret::MeasureId;

    #[tokio::test]
    async fn the_simulation_reads_a_persons_card_the_same_each_time_under_another_reference() {
        let mut count = (0, 0, 0);
        let challenge = Challenge::of(&MeasureId::new([1; 16]), [2; 32]);
        for serial in 0..20 {
            let number = PersonalNumber::parse(&format!("001090{serial:06}")).unwrap();
            let read = async || shows(Simulated.read(&number, &challenge).await.unwrap(), &number);
            match (read().await, read().await) {
                (Ok(one), Ok(other)) => {
                    assert!(one != other && !one.contains(number.as_str()));
                    count.0 += 1;
                }
                (Err(Unshown::NotGenuine), Err(Unshown::NotGenuine)) => count.1 += 1,
                (Err(Unshown::Unread), Err(Unshown::Unread)) => count.2 += 1,
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(count, (16, 2, 2));
    }
}
