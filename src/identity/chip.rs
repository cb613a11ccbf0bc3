//! The chip of an identity card, read at a counter: what a reader says of it, and whether that shows the holder's own card.
//!
//! What is on the chip can be copied bit by bit, and so the signature of the state over it (passive authentication, ICAO Doc 9303
//! part 11 §5) shows that the data are the state's and not that this is the card. That it is shows the key which never leaves the
//! chip, by which it answers a challenge (active or chip authentication, §6): one of ours, for one measure, used once, so that
//! what a chip answered yesterday or for somebody else is no answer.
//!
//! Every card of a person bears the person's number, and one that was lost is as genuine as ever: the day of issue says which of
//! them lies there, and only the one in force shows anything.

use crate::clock::Day;
use crate::identity::number::PersonalNumber;
use crate::secret::{MeasureId, encode, sha256};

/// What a chip has to answer for one measure.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Challenge(String);

impl Challenge {
    /// The challenge of a measure that these random bytes make.
    pub fn of(measure: &MeasureId, random: [u8; 32]) -> Self {
        Self(encode(&sha256(&[b"chip challenge\x1f", measure.as_str().as_bytes(), b"\x1f", &random])))
    }

    /// The challenge in letters, as it travels.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Reads one that came.
    pub fn parse(text: &str) -> Option<Self> {
        let is_one =
            text.len() == LETTERS && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
        is_one.then(|| Self(text.to_owned()))
    }
}

/// What a reader says of the chip that lies on it.
#[derive(Clone, Eq, PartialEq)]
pub struct Reading {
    /// Whose card it is, by the data that the state signed.
    pub number: PersonalNumber,
    /// Whether the state signed them (the security object, by a document signer of the state's).
    pub is_signed: bool,
    /// Whether the chip has the key that belongs to them, and answered our challenge with it.
    pub is_original: bool,
    /// When it was issued, by the same data: which of the person's cards it is.
    pub issued_on: Day,
    /// Under what name the verifying system keeps the reading.
    pub reference: String,
}

impl std::fmt::Debug for Reading {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("(reading)")
    }
}

/// Why a reading shows nothing.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Unshown {
    /// No chip could be read.
    Unread,
    /// The data are not the state's, or the chip is a copy.
    NotGenuine,
    /// It is somebody else's card.
    NotTheirs,
    /// It is not the card of the person that holds, by the register.
    NotInForce,
}

impl Unshown {
    /// The word in the journal.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unread => "chip_unread",
            Self::NotGenuine => "chip_not_genuine",
            Self::NotTheirs => "chip_not_theirs",
            Self::NotInForce => "card_not_in_force",
        }
    }
}

/// The reference of a reading that shows the card of the person with this number, whose card in force was issued that day.
/// Whose a card is that is not genuine is not asked: what it says of that is worth nothing.
pub fn shows(reading: Option<Reading>, number: &PersonalNumber, in_force: Option<Day>) -> Result<String, Unshown> {
    match reading {
        None => Err(Unshown::Unread),
        Some(reading) if !reading.is_signed || !reading.is_original => Err(Unshown::NotGenuine),
        Some(reading) if reading.number != *number => Err(Unshown::NotTheirs),
        Some(reading) if in_force != Some(reading.issued_on) => Err(Unshown::NotInForce),
        Some(reading) => Ok(reading.reference),
    }
}

/// 256 bits in base64url.
const LETTERS: usize = 43;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_challenge_is_of_one_measure_and_one_moment() {
        let (one, other) = (MeasureId::new([1; 16]), MeasureId::new([2; 16]));
        let challenge = Challenge::of(&one, [7; 32]);
        assert_ne!(challenge, Challenge::of(&other, [7; 32]));
        assert_ne!(challenge, Challenge::of(&one, [8; 32]));
        assert_eq!(Challenge::parse(challenge.as_str()), Some(challenge));
        for none in ["", "AAAA", &"A".repeat(44), &"é".repeat(21), &format!("{}=", "A".repeat(42))] {
            assert_eq!(Challenge::parse(none), None, "{none}");
        }
    }

    #[test]
    fn only_the_states_data_on_the_very_chip_of_this_person_show_the_card() {
        let (an, binh) =
            (PersonalNumber::parse("001090000001").unwrap(), PersonalNumber::parse("001090000002").unwrap());
        let today = Day::new(2026, 11, 22).unwrap();
        let read = |number, is_signed, is_original| {
            Some(Reading { number, is_signed, is_original, issued_on: today, reference: "R1".into() })
        };
        for (reading, expected) in [
            (read(an, true, true), Ok(String::from("R1"))),
            (None, Err(Unshown::Unread)),
            (read(binh, true, true), Err(Unshown::NotTheirs)),
            // A copy of the data in another chip, and data of nobody's in a real one.
            (read(an, true, false), Err(Unshown::NotGenuine)),
            (read(an, false, true), Err(Unshown::NotGenuine)),
            (read(an, false, false), Err(Unshown::NotGenuine)),
            (read(binh, true, false), Err(Unshown::NotGenuine)),
        ] {
            assert_eq!(shows(reading, &an, Some(today)), expected);
        }
        // A card that was replaced is genuine, and so is one after which none is in force.
        for in_force in [Some(today.plus_days(1)), Some(today.plus_days(-1)), None] {
            assert_eq!(shows(read(an, true, true), &an, in_force), Err(Unshown::NotInForce));
            assert_eq!(shows(read(an, true, false), &an, in_force), Err(Unshown::NotGenuine));
        }
        assert!(!format!("{:?}", read(an, true, true)).contains("001090000001"));
    }
}
