//! An account: our record of trust in a person. Its states, its level, and the grounds on which it is locked.
//!
//! ```text
//! approved ──window passes──▶ lapsed
//!     │ activate                 │ by the call centre
//!     ▼                          ▼
//!   active ◀─────────────────────┘      any state ──death, merged number──▶ closed
//! ```
//!
//! A lock is not a state: an active account is locked while one ground stands (Decree 69/2024 Art. 15(3)).

use crate::clock::Timestamp;
use crate::identity::language::Language;
use crate::identity::number::PersonalNumber;
use crate::identity::phone::{Email, Phone};
use crate::secret::AccountId;

/// Declares enums whose variants are words of a column.
macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$variant_doc:meta])* $variant:ident = $text:literal,)+ })+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub enum $name { $($(#[$variant_doc])* $variant,)+ }

        impl $name {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// The column text.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text,)+ }
            }

            /// Reads the column text.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$variant),)+ _ => None }
            }
        }
    )+};
}
pub(super) use words;

words! {
    /// Whose account it is.
    AccountKind {
        /// A citizen.
        Citizen = "citizen",
        /// A foreigner; without a level since Decree 320/2026.
        Foreigner = "foreigner",
        /// An organisation; never with a level.
        Organisation = "organisation",
    }

    /// Where an account stands.
    State {
        /// Matched and waiting for its holder.
        Approved = "approved",
        /// The window of activation has passed; only the call centre helps.
        Lapsed = "lapsed",
        /// Taken over by its holder.
        Active = "active",
        /// Over: the holder died or the number was merged.
        Closed = "closed",
    }

    /// Why an account is locked (Decree 320/2026 new Art. 15(1), Law on Identification Art. 34(1)).
    Ground {
        /// The holder asked.
        OwnRequest = "own_request",
        /// A procedural or other competent authority asked.
        Authority = "authority",
        /// The card was revoked or withheld.
        CardRevoked = "card_revoked",
        /// The card expired: a ground until 27 September 2026 (Decree 69/2024 Art. 15(1)).
        CardExpired = "card_expired",
        /// The holder died.
        Death = "death",
        /// The terms were broken.
        Breach = "breach",
        /// The registered phone number is no longer the holder's own.
        PhoneNotOwn = "phone_not_own",
        /// A foreigner's passport expired (Decree 69/2024 Art. 15(2)(a)).
        PassportExpired = "passport_expired",
        /// A foreigner's right to stay has ended (Decree 69/2024 Art. 15(2)(a)).
        ResidenceEnded = "residence_ended",
    }

    /// Where codes and notices go.
    Channel {
        /// To the phone.
        Sms = "sms",
        /// To the address.
        Email = "email",
    }
}

/// The level of an account, where the law knows levels. Not the authentication level, which `acr` carries.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum AccountLevel {
    /// Matched with the register.
    One,
    /// Seen by an officer, biometrics compared.
    Two,
}

impl AccountLevel {
    /// The column's number.
    pub const fn number(self) -> i64 {
        match self {
            Self::One => 1,
            Self::Two => 2,
        }
    }

    /// Reads the column's number.
    pub const fn of(number: i64) -> Option<Self> {
        match number {
            1 => Some(Self::One),
            2 => Some(Self::Two),
            _ => None,
        }
    }
}

/// The level that an access rule takes an account for: without one it has all features (Decree 320/2026 new Art. 9(3)).
/// What stands on an identity card is of citizens alone, and no `acr` follows from it.
pub const fn level_in_rules(level: Option<i64>) -> i64 {
    match level {
        Some(level) => level,
        None => AccountLevel::Two.number(),
    }
}

/// An account as it stands in one read. Prints its id and state and nothing about the person.
#[derive(Clone)]
pub struct Account {
    /// Its id.
    pub id: AccountId,
    /// Whose it is.
    pub kind: AccountKind,
    /// Where it stands.
    pub state: State,
    /// Its level; none for foreigners and organisations.
    pub level: Option<AccountLevel>,
    /// The present personal number.
    pub number: PersonalNumber,
    /// Where texts go.
    pub phone: Phone,
    /// Where letters go.
    pub email: Option<Email>,
    /// Where codes go.
    pub channel: Channel,
    /// The language of messages.
    pub language: Language,
    /// When it was made.
    pub created_at: Timestamp,
    /// The end of the window of activation.
    pub activation_closes_at: Timestamp,
    /// When its holder took it over.
    pub activated_at: Option<Timestamp>,
    /// When it became level 2.
    pub raised_at: Option<Timestamp>,
    /// When the holder was last proofed in person (NIST SP 800-63A): face and fingerprints compared by officers, four eyes.
    pub proofed_at: Option<Timestamp>,
    /// Since when its holder may show the verification QR.
    pub verification_qr_at: Option<Timestamp>,
    /// The grounds that stand; locked while there is one.
    pub grounds: Vec<Ground>,
    /// Raised at each change.
    pub version: i64,
}

impl Account {
    /// Whether the account carries anything: active and with no ground for a lock.
    pub fn is_open(&self) -> bool {
        self.state == State::Active && self.grounds.is_empty()
    }

    /// Whether a ground for a lock stands.
    pub fn is_locked(&self) -> bool {
        !self.grounds.is_empty()
    }

    /// Where codes and notices go: the chosen channel, the phone when there is no address.
    pub fn reached_by(&self) -> (Channel, &str) {
        match (self.channel, &self.email) {
            (Channel::Email, Some(email)) => (Channel::Email, email.as_str()),
            _ => (Channel::Sms, self.phone.as_str()),
        }
    }

    /// The same, with most of it hidden, for a page.
    pub fn reached_by_masked(&self) -> String {
        match (self.channel, &self.email) {
            (Channel::Email, Some(email)) => email.masked(),
            _ => self.phone.masked(),
        }
    }
}

impl std::fmt::Debug for Account {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Account").field("id", &self.id).field("state", &self.state).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back() {
        for state in State::ALL {
            assert_eq!(State::parse(state.as_str()), Some(*state));
        }
        for ground in Ground::ALL {
            assert_eq!(Ground::parse(ground.as_str()), Some(*ground));
        }
        assert_eq!(Channel::parse("pigeon"), None);
        assert_eq!(AccountLevel::of(3), None);
    }

    #[test]
    fn an_account_is_open_while_active_and_without_ground() {
        let account = Account {
            id: AccountId::new([1; 16]),
            kind: AccountKind::Citizen,
            state: State::Active,
            level: Some(AccountLevel::One),
            number: PersonalNumber::parse("001090000001").unwrap(),
            phone: Phone::parse("0912345678").unwrap(),
            email: None,
            channel: Channel::Email,
            language: Language::Vi,
            created_at: Timestamp::from_unix(0),
            activation_closes_at: Timestamp::from_unix(1),
            activated_at: Some(Timestamp::from_unix(0)),
            raised_at: None,
            proofed_at: None,
            verification_qr_at: None,
            grounds: Vec::new(),
            version: 1,
        };
        assert!(account.is_open());
        // Without an address the phone serves, whatever was chosen.
        assert_eq!(account.reached_by(), (Channel::Sms, "+84912345678"));
        assert!(!Account { grounds: vec![Ground::Breach], ..account.clone() }.is_open());
        assert!(!Account { state: State::Approved, ..account.clone() }.is_open());
        assert!(!format!("{account:?}").contains("001090000001"));
    }
}
