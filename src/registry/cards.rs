//! The register of identity cards, behind a port: the card in force or last held, and what the authority did with it.

use std::fmt::{self, Debug};

use crate::clock::Day;
use crate::identity::number::PersonalNumber;
use crate::identity::person::{Card, CardState};
use crate::registry::line::{Line, LineRefusal};
use crate::registry::{Answer, Change};

/// A register that can be asked about cards.
pub trait Cards: Debug + Send + Sync {
    /// The card of the person with this number, which must be the one in force; none who has no card.
    fn card<'a>(&'a self, number: &'a PersonalNumber) -> Answer<'a, Option<Card>>;

    /// Up to `limit` changes behind that place in the feed, in order: cards issued, withheld, given back, revoked.
    fn changes_since(&self, sequence: i64, limit: u32) -> Answer<'_, Vec<Change>>;
}

/// A card with its holder.
#[derive(Clone, Copy, Eq, PartialEq)]
pub struct Held {
    /// By whom it is held.
    pub number: PersonalNumber,
    /// The card.
    pub card: Card,
}

impl Debug for Held {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(card)")
    }
}

/// The columns of a file of cards, in the order in which they are written.
pub const COLUMNS: [&str; 4] = ["number", "card_issued_on", "card_expires_on", "card_state"];

impl Held {
    /// Reads one line of a file.
    pub(super) fn read(line: &Line<'_>) -> Result<Self, LineRefusal> {
        let number = line.needed("number", PersonalNumber::parse)?;
        let card = card(line)?.ok_or_else(|| LineRefusal::of("card_issued_on", "empty"))?;
        Ok(Self { number, card })
    }

    /// The fields in the order of [`COLUMNS`].
    pub fn write(&self) -> [String; COLUMNS.len()] {
        let Self { number, card } = self;
        [
            number.as_str().to_owned(),
            card.issued_on.to_string(),
            card.expires_on.map_or_else(|| String::from("never"), |day| day.to_string()),
            card.state.as_str().to_owned(),
        ]
    }
}

/// The card of a line, be it of this register or of the population's; a card without a term says `never`.
pub(super) fn card(line: &Line<'_>) -> Result<Option<Card>, LineRefusal> {
    let Some(issued_on) = line.optional("card_issued_on", Day::parse)? else {
        return Ok(None);
    };
    let expires_on = match line.text("card_expires_on") {
        "never" => None,
        _ => Some(line.needed("card_expires_on", Day::parse)?),
    };
    if expires_on.is_some_and(|last| last < issued_on) {
        return Err(LineRefusal::of("card_expires_on", "before its issue"));
    }
    Ok(Some(Card { issued_on, expires_on, state: line.needed("card_state", CardState::parse)? }))
}
