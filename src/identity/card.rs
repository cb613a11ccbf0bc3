//! How an identity card stands on a day: what a presentation, a counter and an e-card rest on.

use crate::clock::Day;
use crate::identity::person::{Card, CardState};

/// How a card stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum CardStanding {
    /// The person has no card.
    None,
    /// It may be relied on.
    Valid,
    /// Its last day is over: the e-card lapses and comes back by itself after a renewal (Decree 320/2026, Art. 9(11) of
    /// Decree 69/2024).
    Expired,
    /// The authority holds it for a time (Law on Identification Art. 29).
    Withheld,
    /// The authority took it back for good.
    Revoked,
}

impl CardStanding {
    /// How this card stands that day. What the authority did with it weighs more than its term.
    pub fn of(card: Option<&Card>, day: Day) -> Self {
        match card {
            None => Self::None,
            Some(card) => match card.state {
                CardState::Revoked => Self::Revoked,
                CardState::Withheld => Self::Withheld,
                CardState::Issued if card.is_valid_on(day) => Self::Valid,
                CardState::Issued => Self::Expired,
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_authority_did_weighs_more_than_the_term() {
        let last = Day::new(2026, 11, 22).unwrap();
        let card = |state| Card { issued_on: Day::new(2016, 1, 4).unwrap(), expires_on: Some(last), state };
        for (state, on_the_last_day, after) in [
            (CardState::Issued, CardStanding::Valid, CardStanding::Expired),
            (CardState::Withheld, CardStanding::Withheld, CardStanding::Withheld),
            (CardState::Revoked, CardStanding::Revoked, CardStanding::Revoked),
        ] {
            assert_eq!(CardStanding::of(Some(&card(state)), last), on_the_last_day);
            assert_eq!(CardStanding::of(Some(&card(state)), last.plus_days(1)), after);
        }
        assert_eq!(CardStanding::of(None, last), CardStanding::None);
    }
}
