//! The verification of a card's chip, behind a port.
//!
//! A browser reads no chip. The reader at the counter belongs to the verifying system, which has the certificates of those who
//! sign cards: it puts our challenge to the chip that lies there, and tells what came of it. Photograph and data of the chip
//! never pass through here.

use std::fmt::Debug;

use crate::entropy;
use crate::identity::chip::{Challenge, Reading};
use crate::identity::number::PersonalNumber;
use crate::identity::person::Card;
use crate::registry::Answer;
use crate::registry::cards::Cards as _;
use crate::registry::embedded::Embedded;
use crate::secret::encode;

/// A system whose readers stand at the counters.
pub trait Chips: Debug + Send + Sync {
    /// What the reader says of the chip that lies on it, for the person who is said to hold it; none when no chip could be read.
    fn read<'a>(&'a self, number: &'a PersonalNumber, challenge: &'a Challenge) -> Answer<'a, Option<Reading>>;
}

/// The sandbox's readers, on which each person of the synthetic register lays the same card each time.
#[derive(Clone, Debug)]
pub struct Simulated {
    register: Embedded,
}

impl Simulated {
    /// Before this register.
    pub const fn new(register: Embedded) -> Self {
        Self { register }
    }
}

impl Chips for Simulated {
    fn read<'a>(&'a self, number: &'a PersonalNumber, _: &'a Challenge) -> Answer<'a, Option<Reading>> {
        Box::pin(async move {
            let card = self.register.card(number).await?;
            let random = entropy::bytes()?;
            Ok(card.and_then(|card| lies_there(number, &card, random)))
        })
    }
}

/// What the reader says of what this person lays on it, whose latest card is that one.
fn lies_there(number: &PersonalNumber, card: &Card, random: [u8; 6]) -> Option<Reading> {
    let lies = simulated(number);
    let issued_on = if lies == Lies::Replaced { card.issued_on.plus_days(-REPLACED) } else { card.issued_on };
    let reference = format!("CHIP-{}", encode(&random).replace(['-', '_'], "0"));
    let reading = Reading { number: *number, is_signed: true, is_original: lies != Lies::Copied, issued_on, reference };
    Some(reading).filter(|_| lies != Lies::Broken)
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
    /// The card that was lost, found again after a new one was issued.
    Replaced,
}

impl Lies {
    /// The word of the sandbox's lists.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Copied => "copied",
            Self::Broken => "broken",
            Self::Replaced => "replaced",
        }
    }
}

/// What this person of the sandbox brings: whose number ends in 3 the card before the last, in 4 a copy, in 5 a broken chip.
pub fn simulated(number: &PersonalNumber) -> Lies {
    match number.as_str().as_bytes().last() {
        Some(b'3') => Lies::Replaced,
        Some(b'4') => Lies::Copied,
        Some(b'5') => Lies::Broken,
        _ => Lies::Good,
    }
}

/// Days from the card before the last to the last one.
const REPLACED: i64 = 1500;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Day;
    use crate::identity::chip::{Unshown, shows};
    use crate::identity::person::CardState;

    #[test]
    fn the_simulation_reads_a_persons_card_the_same_each_time_under_another_reference() {
        let mut count = (0, 0, 0, 0);
        let card = Card { issued_on: Day::new(2024, 7, 2).unwrap(), expires_on: None, state: CardState::Issued };
        for serial in 0..20 {
            let number = PersonalNumber::parse(&format!("001090{serial:06}")).unwrap();
            let read = |random| shows(lies_there(&number, &card, [random; 6]), &number, Some(card.issued_on));
            match (read(1), read(2)) {
                (Ok(one), Ok(other)) => {
                    assert!(one != other && !one.contains(number.as_str()));
                    count.0 += 1;
                }
                (Err(Unshown::NotGenuine), Err(Unshown::NotGenuine)) => count.1 += 1,
                (Err(Unshown::Unread), Err(Unshown::Unread)) => count.2 += 1,
                (Err(Unshown::NotInForce), Err(Unshown::NotInForce)) => count.3 += 1,
                other => panic!("{other:?}"),
            }
        }
        assert_eq!(count, (14, 2, 2, 2));
    }
}
