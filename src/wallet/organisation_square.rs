//! The square of an organisation: share with us, for this purpose. Printed for a place, where each opening is a new request,
//! or on a screen for five minutes, where one person opens it once.
//!
//! ```text
//! printed:     standing ──────────────▶ revoked
//! on a screen: standing ─▶ spent · expired · revoked
//! ```
//!
//! It names nobody: whoever opens it is asked as after an officer's scan, and nothing is seen before the answer.

use crate::clock::Timestamp;
use crate::secret::{ClientId, Digest, OrganisationSquareId, decode, encode};
use crate::wallet::field::Fields;

/// How long a square of an organisation stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    /// On paper, until it is revoked.
    Printed,
    /// On a screen, for five minutes and one person.
    Shown,
}

impl Kind {
    /// The column text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Printed => "static",
            Self::Shown => "dynamic",
        }
    }

    /// Reads the column text.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Printed, Self::Shown].into_iter().find(|kind| kind.as_str() == text)
    }
}

/// What a square is to ask for, before anybody opens it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Wanted {
    /// The fields.
    pub fields: Fields,
    /// Where it hangs or is shown.
    pub place: String,
}

/// Why a square is not made.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Unmade {
    /// No field.
    #[error("fields: name at least one field")]
    NoField,
    /// A word that is no field, or one twice.
    #[error("fields: a word is no field of ours, or stands twice")]
    NotAField,
    /// A field for which the party has registered no purpose.
    #[error("fields: a field that this party is not registered for, with its purpose")]
    BeyondRegistration,
    /// A place that is none, or is missing where a square is printed for one.
    #[error("place: 1 to 120 characters that say where the square hangs or is shown")]
    Place,
}

impl Wanted {
    /// Reads what a square is to ask for. `registered` are the fields for which the party has a registered purpose.
    pub fn read(kind: Kind, fields: &str, place: &str, registered: &Fields) -> Result<Self, Unmade> {
        let fields = Fields::parse(fields).ok_or(Unmade::NotAField)?;
        if fields.is_empty() {
            return Err(Unmade::NoField);
        }
        if !fields.is_within(registered) {
            return Err(Unmade::BeyondRegistration);
        }
        let place = place.trim();
        let is_missing = place.is_empty() && kind == Kind::Printed;
        if is_missing || place.chars().count() > LONGEST_PLACE || place.chars().any(char::is_control) {
            return Err(Unmade::Place);
        }
        Ok(Self { fields, place: place.to_owned() })
    }
}

/// What is known of a square.
#[derive(Clone, Debug)]
pub struct SquareFacts {
    /// Its id, which stands in no picture.
    pub id: OrganisationSquareId,
    /// How long it stands.
    pub kind: Kind,
    /// Whose it is.
    pub party: ClientId,
    /// Whether that party is served.
    pub is_served: bool,
    /// For what it asks.
    pub fields: Fields,
    /// Where it hangs or is shown; may be empty on a screen.
    pub place: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// The first instant at which it is over; none for a printed one.
    pub expires_at: Option<Timestamp>,
    /// When it was last opened.
    pub opened_at: Option<Timestamp>,
    /// When it was taken back.
    pub revoked_at: Option<Timestamp>,
}

/// Why a square opens nothing.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// None of ours.
    Unknown,
    /// Another kind of square, which is read elsewhere.
    AnotherKind,
    /// Taken back by the organisation, or the organisation is served no more.
    Revoked,
    /// Its five minutes are over.
    Expired,
    /// Somebody has opened it.
    Spent,
    /// The person's account opens none of what is asked for.
    NothingToShow,
    /// Too many; look again at that instant.
    TooMany(Timestamp),
    /// The person has frozen what the organisation does.
    Frozen,
    /// The person's account was taken back lately, and opens nothing to finance before that instant.
    Restrained(Timestamp),
    /// The person was proofed longer ago than the organisation takes.
    ProofedLongAgo,
    /// The person's session or account changed while it was being opened.
    NoLonger,
}

/// Where a square stands, as its organisation is told.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum State {
    /// It can be opened.
    Standing,
    /// It was opened, once and for all.
    Spent,
    /// Its time is over.
    Expired,
    /// It was taken back.
    Revoked,
}

impl State {
    /// The word in answers to machines.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Standing => "standing",
            Self::Spent => "spent",
            Self::Expired => "expired",
            Self::Revoked => "revoked",
        }
    }
}

impl SquareFacts {
    /// Where it stands now.
    pub fn state_at(&self, now: Timestamp) -> State {
        match self.kind {
            _ if self.revoked_at.is_some() => State::Revoked,
            Kind::Shown if self.opened_at.is_some() => State::Spent,
            Kind::Shown if self.expires_at.is_none_or(|end| now >= end) => State::Expired,
            Kind::Printed | Kind::Shown => State::Standing,
        }
    }

    /// Whether a person may open it; the write may still find that somebody was first.
    pub fn may_open(&self, now: Timestamp) -> Result<(), Refusal> {
        match self.state_at(now) {
            _ if !self.is_served => Err(Refusal::Revoked),
            State::Standing => Ok(()),
            State::Spent => Err(Refusal::Spent),
            State::Expired => Err(Refusal::Expired),
            State::Revoked => Err(Refusal::Revoked),
        }
    }
}

/// The name in a picture: 128 bits in the end of its address, in one spelling.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Name([u8; 16]);

impl Name {
    /// The name of these bits.
    pub const fn new(bits: [u8; 16]) -> Self {
        Self(bits)
    }

    /// Reads the end of an address.
    pub fn parse(text: &str) -> Option<Self> {
        decode(text)?.try_into().ok().map(Self)
    }

    /// The end of the address.
    pub fn write(&self) -> String {
        encode(&self.0)
    }

    /// The digest by which the square is found.
    pub fn digest(&self) -> Digest {
        Digest::sha256(&self.0)
    }
}

const LONGEST_PLACE: usize = 120;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Seconds;

    const MADE: Timestamp = Timestamp::from_unix(1_800_000_000);

    fn square(kind: Kind) -> SquareFacts {
        SquareFacts {
            id: OrganisationSquareId::new([1; 16]),
            kind,
            party: ClientId::new([2; 16]),
            is_served: true,
            fields: Fields::parse("name").unwrap(),
            place: "Quầy 1".into(),
            made_at: MADE,
            expires_at: (kind == Kind::Shown).then(|| MADE.plus(Seconds::minutes(5))),
            opened_at: None,
            revoked_at: None,
        }
    }

    #[test]
    fn a_square_asks_for_what_is_registered_and_a_printed_one_says_where_it_hangs() {
        let registered = Fields::parse("name birthdate").unwrap();
        let read = |kind, fields, place| Wanted::read(kind, fields, place, &registered);
        assert_eq!(read(Kind::Printed, "birthdate name", " Quầy 1 ").unwrap().place, "Quầy 1");
        assert!(read(Kind::Shown, "name", "").is_ok());
        for (kind, fields, place, refusal) in [
            (Kind::Printed, "name", " ", Unmade::Place),
            (Kind::Shown, "name", "a\nb", Unmade::Place),
            (Kind::Shown, "name", &*"a".repeat(121), Unmade::Place),
            (Kind::Shown, "", "", Unmade::NoField),
            (Kind::Shown, "name name", "", Unmade::NotAField),
            (Kind::Shown, "password", "", Unmade::NotAField),
            (Kind::Shown, "name religion", "", Unmade::BeyondRegistration),
        ] {
            assert_eq!(read(kind, fields, place), Err(refusal), "{fields:?} {place:?}");
        }
    }

    #[test]
    fn a_printed_one_stands_until_it_is_revoked_and_a_shown_one_for_five_minutes_and_one_person() {
        let (printed, shown) = (square(Kind::Printed), square(Kind::Shown));
        let opened = |one: &SquareFacts| SquareFacts { opened_at: Some(MADE), ..one.clone() };
        let revoked = |one: &SquareFacts| SquareFacts { revoked_at: Some(MADE), ..one.clone() };
        let year = MADE.plus(Seconds::days(365));
        assert_eq!(opened(&printed).may_open(year), Ok(()));
        assert_eq!(revoked(&printed).may_open(MADE), Err(Refusal::Revoked));
        assert_eq!(shown.may_open(MADE.plus(Seconds::new(299))), Ok(()));
        assert_eq!(shown.may_open(MADE.plus(Seconds::new(300))), Err(Refusal::Expired));
        assert_eq!(opened(&shown).may_open(MADE), Err(Refusal::Spent));
        assert_eq!(revoked(&opened(&shown)).may_open(MADE), Err(Refusal::Revoked));
        assert_eq!(SquareFacts { is_served: false, ..printed }.may_open(MADE), Err(Refusal::Revoked));
    }

    #[test]
    fn a_name_has_one_spelling() {
        let name = Name::new([9; 16]);
        assert_eq!(Name::parse(&name.write()), Some(name.clone()));
        for wrong in ["", "AAAA", &format!("{}=", name.write()), &name.write()[1..], "../../etc/passwd"] {
            assert_eq!(Name::parse(wrong), None, "{wrong}");
        }
    }
}
