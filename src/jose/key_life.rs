//! The life of a key of the house, as a rule over dates: next, current, retired, forgotten; and when to make the next.
//!
//! ```text
//!   created_at ---- next ----> active_from ---- current ----> retired_at ---- retired ----> forget_at
//!   published                  signs                          verifies                      refused, row deleted
//! ```
//!
//! A successor is made [`PUBLISHED_BEFORE_USE`] before it signs, in the one write that says when its predecessor retires,
//! and the successor's first instant is the predecessor's last: at any time exactly one key of a purpose and algorithm
//! signs, and nobody meets a signature by a key that was not in the key set for a day. `store` keeps one row at most
//! without `retired_at` for a purpose and algorithm, so of two nodes that rotate at once one comes too late.
//!
//! Knows no private key; `now` is an argument.

use super::algorithm::{Algorithm, KeyAlgorithm, KeyWrap};
use crate::clock::{Seconds, Timestamp};
use crate::identity::decree;
use crate::limits;

/// What a key is for; a key of one purpose never stands in for another (KM02).
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Purpose {
    /// ID tokens, signed answers, logout tokens: what relying parties check.
    Token,
    /// Receipts, which both sides keep for years.
    Receipt,
    /// The one-minute square; Ed25519 only, because it is short and quick.
    Presentation,
    /// Opening what relying parties encrypt to us.
    Decrypt,
}

impl Purpose {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Token, Self::Receipt, Self::Presentation, Self::Decrypt];

    /// The word in the column and on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Receipt => "receipt",
            Self::Presentation => "presentation",
            Self::Decrypt => "decrypt",
        }
    }

    /// Reads the word back.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|purpose| purpose.as_str() == word)
    }

    /// The algorithms of which the house has a key for this purpose: those that a relying party may register.
    pub const fn algorithms(self) -> &'static [KeyAlgorithm] {
        match self {
            Self::Token => &[
                KeyAlgorithm::Sign(Algorithm::Rs256),
                KeyAlgorithm::Sign(Algorithm::Ps256),
                KeyAlgorithm::Sign(Algorithm::Es256),
                KeyAlgorithm::Sign(Algorithm::EdDsa),
            ],
            Self::Receipt => &[KeyAlgorithm::Sign(Algorithm::Es256)],
            Self::Presentation => &[KeyAlgorithm::Sign(Algorithm::EdDsa)],
            Self::Decrypt => &[
                KeyAlgorithm::Unwrap(KeyWrap::RsaOaep256),
                KeyAlgorithm::Unwrap(KeyWrap::EcdhEs),
                KeyAlgorithm::Unwrap(KeyWrap::EcdhEsA256Kw),
            ],
        }
    }

    /// The name of a key, from the thumbprint of its public half. In a square every letter costs: 64 bits of it tell apart
    /// the handful of keys that live at once, and nobody gains by finding another key of that name, since only ours are
    /// looked up by it.
    pub(super) fn kid(self, thumbprint: &str) -> String {
        let length = if self == Self::Presentation { SQUARE_KID } else { thumbprint.len() };
        thumbprint.chars().take(length).collect()
    }

    /// Whether a key for this purpose may have this algorithm.
    pub(super) const fn allows(self, algorithm: KeyAlgorithm) -> bool {
        matches!(
            (self, algorithm),
            (Self::Token | Self::Receipt, KeyAlgorithm::Sign(_))
                | (Self::Presentation, KeyAlgorithm::Sign(Algorithm::EdDsa))
                | (Self::Decrypt, KeyAlgorithm::Unwrap(_))
        )
    }
}

/// Which key, and the dates of its life. `kid` comes of the thumbprint of the public half, so no two keys share one.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct KeyLife {
    /// The key's name in headers and in the key set.
    pub kid: String,
    /// What it is for.
    pub purpose: Purpose,
    /// What it does.
    pub algorithm: KeyAlgorithm,
    /// When it was made and, with its row, published.
    pub created_at: Timestamp,
    /// From when it signs.
    pub active_from: Timestamp,
    /// From when it signs no more; absent while it has no successor.
    pub retired_at: Option<Timestamp>,
    /// From when nothing of it is accepted and its row may go.
    pub forget_at: Option<Timestamp>,
}

/// Letters of base64url in the name of a key that signs squares.
const SQUARE_KID: usize = 11;

/// Where a key stands at an instant.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Stage {
    /// Signs.
    Current,
    /// Published, so that everybody has it when it begins to sign.
    Next,
    /// Signs no more; what it signed is still good.
    Retired,
    /// As if it had never been.
    Forgotten,
}

impl Stage {
    /// The word on the command line.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Current => "current",
            Self::Next => "next",
            Self::Retired => "retired",
            Self::Forgotten => "forgotten",
        }
    }
}

impl KeyLife {
    /// The stage at an instant. A key that was removed in an emergency has `forget_at` before anything else.
    pub fn stage(&self, now: Timestamp) -> Stage {
        if self.forget_at.is_some_and(|at| at <= now) {
            Stage::Forgotten
        } else if self.retired_at.is_some_and(|at| at <= now) {
            Stage::Retired
        } else if self.active_from > now {
            Stage::Next
        } else {
            Stage::Current
        }
    }

    /// When this key is to be forgotten if it retires then: when the last thing that it signed is worth nothing.
    pub fn forget_after(&self, retired_at: Timestamp) -> Timestamp {
        retired_at.plus(match self.purpose {
            // A party may show an old ID token as a hint for as long as it can be signed in by a refresh token.
            Purpose::Token => limits::REFRESH_ABSOLUTE,
            Purpose::Receipt => decree::HISTORY_KEPT,
            Purpose::Presentation => PUBLISHED_BEFORE_USE,
            // Parties encrypt with the key set that they last fetched.
            Purpose::Decrypt => Seconds::days(7),
        })
    }
}

/// The key to make now for a purpose and algorithm, and whom it succeeds.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Succession {
    /// The purpose.
    pub purpose: Purpose,
    /// The algorithm.
    pub algorithm: KeyAlgorithm,
    /// The key that retires at the instant when the new one becomes current; none at the first start.
    pub predecessor: Option<KeyLife>,
    /// From when the new key signs.
    pub active_from: Timestamp,
}

/// What is to be made now: a first key at once where there is none, a successor in good time where the last key ages.
pub fn due(keys: &[KeyLife], now: Timestamp) -> Vec<Succession> {
    let mut due = Vec::new();
    for purpose in Purpose::ALL {
        for &algorithm in purpose.algorithms() {
            let last = last(keys, purpose, algorithm);
            let ends = last.map_or(now, |last| last.active_from.plus(CURRENT_FOR));
            if ends.minus(PUBLISHED_BEFORE_USE) <= now || last.is_none() {
                due.push(succession(last, purpose, algorithm, now));
            }
        }
    }
    due
}

/// The successor of the last key of a purpose and algorithm, to be made now whatever its age: an operator's rotation.
pub fn succeed(keys: &[KeyLife], purpose: Purpose, algorithm: KeyAlgorithm, now: Timestamp) -> Succession {
    succession(last(keys, purpose, algorithm), purpose, algorithm, now)
}

fn succession(last: Option<&KeyLife>, purpose: Purpose, algorithm: KeyAlgorithm, now: Timestamp) -> Succession {
    let active_from = match last {
        None => now,
        // Never before the predecessor itself signs: its time would be negative.
        Some(last) => now.plus(PUBLISHED_BEFORE_USE).max(last.active_from),
    };
    Succession { purpose, algorithm, predecessor: last.cloned(), active_from }
}

/// The key of that purpose and algorithm which nothing succeeds yet.
fn last(keys: &[KeyLife], purpose: Purpose, algorithm: KeyAlgorithm) -> Option<&KeyLife> {
    keys.iter()
        .filter(|key| key.purpose == purpose && key.algorithm == algorithm && key.retired_at.is_none())
        .max_by_key(|key| key.active_from)
}

/// How long a key set may be cached by the most careless party; our own answer says an hour.
pub const PUBLISHED_BEFORE_USE: Seconds = Seconds::days(1);
/// How long one key signs (NIST SP 800-57 part 1 §5.3.6 allows 1 to 3 years; a quarter keeps the routine in use).
pub const CURRENT_FOR: Seconds = Seconds::days(90);

#[cfg(test)]
mod tests;
