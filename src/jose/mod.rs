//! Signatures and encryption of tokens: the wall around josekit, and the house's own keys.
//!
//! josekit 0.10.3 was seen to accept authentication tags of one byte, to panic on odd lengths and numbers, to inflate
//! without bound and to answer padding errors apart from tag errors. So whatever comes from outside passes our own
//! checks first (`compact`, [`strict_json`], `strength`), josekit is asked for one primitive at a time (sign these
//! bytes, verify these bytes, open this envelope), its claim validator is never used, and none of its types leaves.
//! EdDSA is ring's from end to end, because every scan of a square costs one.
//!
//! Knows no client, no clock, no row and no file: `now` is an argument, keys are values.

pub mod algorithm;
mod cbc;
pub mod claims;
mod compact;
#[doc(hidden)]
pub mod fuzzing;
pub mod jwe;
pub mod jwk;
pub mod jws;
pub mod key_life;
pub mod key_ring;
mod material;
mod signature;
pub mod stored_key;
mod strength;
pub mod strict_json;

#[cfg(test)]
mod hazards;
#[cfg(test)]
mod samples;

/// Why a token or a key from outside was refused: words for our log. Outside, every variant looks alike, because a
/// forger who learns which check failed has been helped.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Rejected {
    /// Longer than any honest one.
    #[error("too long: {0}")]
    TooLong(&'static str),
    /// Not the compact serialization in its one spelling.
    #[error("not compact: {0}")]
    NotCompact(&'static str),
    /// Not JSON in its one spelling.
    #[error("not strict JSON: {0}")]
    Json(&'static str),
    /// A header member that is missing, of the wrong type, or not wanted.
    #[error("header member {name}: {why}")]
    Header {
        /// The member.
        name: &'static str,
        /// What is wrong with it.
        why: &'static str,
    },
    /// `alg` or `enc` is not one that was asked for here.
    #[error("algorithm not allowed here")]
    Algorithm,
    /// `typ` is not one that was asked for here.
    #[error("a token of another type")]
    Type,
    /// A key that we do not take from anybody.
    #[error("unacceptable key: {0}")]
    Key(&'static str),
    /// No key of this party fits the token.
    #[error("no such key")]
    UnknownKey,
    /// The token names no key and too many would fit.
    #[error("which key is meant is not clear")]
    AmbiguousKey,
    /// The signature is not by the key.
    #[error("bad signature")]
    Signature,
    /// The envelope does not open, for whatever reason (one error, or the difference is an oracle).
    #[error("cannot be decrypted")]
    Decryption,
    /// A claim that is missing, of the wrong JSON type, or wrong.
    #[error("claim {name}: {why}")]
    Claim {
        /// The claim.
        name: &'static str,
        /// What is wrong with it.
        why: &'static str,
    },
}

impl Rejected {
    /// All that an outsider is told.
    pub const TO_OUTSIDERS: &'static str = "the token or key is not acceptable";
}
