//! Proof Key for Code Exchange (RFC 7636), S256 only: `plain` proves nothing to who has read the request.

use std::fmt;

use crate::secret::{Digest, Secret, decode, equal};

/// A `code_challenge` of method S256: the SHA-256 of a verifier.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Challenge(String);

impl Challenge {
    /// The only method.
    pub const METHOD: &'static str = "S256";

    /// Reads a challenge: 32 bytes in their one base64url spelling, 43 characters.
    pub fn parse(text: &str) -> Option<Self> {
        decode(text).filter(|bytes| bytes.len() == 32).map(|_| Self(text.to_owned()))
    }

    /// The challenge that a verifier answers.
    pub fn of(verifier: &Verifier) -> Self {
        Self(Digest::sha256(verifier.0.expose().as_bytes()).as_str().to_owned())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether this verifier made the challenge.
    pub fn is_answered_by(&self, verifier: &Verifier) -> bool {
        equal(self.0.as_bytes(), Self::of(verifier).0.as_bytes())
    }
}

/// A `code_verifier`.
#[derive(Clone)]
pub struct Verifier(Secret<String>);

impl Verifier {
    /// Reads a verifier: 43 to 128 unreserved characters (RFC 7636 §4.1).
    pub fn parse(text: &str) -> Option<Self> {
        let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
        let good = (SHORTEST..=LONGEST).contains(&text.len()) && text.bytes().all(unreserved);
        good.then(|| Self(Secret::new(text.to_owned())))
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(verifier)")
    }
}

/// RFC 7636 §4.1: 32 bytes in base64url.
const SHORTEST: usize = 43;
/// RFC 7636 §4.1.
const LONGEST: usize = 128;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_example_of_the_rfc_holds() {
        // RFC 7636 appendix B.
        let verifier = Verifier::parse("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk").unwrap();
        let challenge = Challenge::parse("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM").unwrap();
        assert!(challenge.is_answered_by(&verifier));
        assert_eq!(Challenge::of(&verifier), challenge);
    }

    #[test]
    fn az04_a_verifier_has_43_to_128_unreserved_characters() {
        for length in [43, 44, 128] {
            assert!(Verifier::parse(&"a".repeat(length)).is_some(), "{length}");
        }
        for wrong in ["", &"a".repeat(42), &"a".repeat(129), &format!("{}+", "a".repeat(43)), &"ă".repeat(43)] {
            assert!(Verifier::parse(wrong).is_none(), "{wrong}");
        }
        assert!(!format!("{:?}", Verifier::parse(&"s".repeat(43))).contains("sss"));
    }

    #[test]
    fn a_challenge_is_a_digest_in_one_spelling() {
        let good = Challenge::of(&Verifier::parse(&"a".repeat(43)).unwrap());
        assert_eq!(Challenge::parse(good.as_str()), Some(good.clone()));
        for wrong in ["", "plain", &format!("{}=", good.as_str()), &good.as_str()[1..], &"!".repeat(43)] {
            assert!(Challenge::parse(wrong).is_none(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn no_other_verifier_answers(one in "[a-zA-Z0-9._~-]{43,60}", other in "[a-zA-Z0-9._~-]{43,60}") {
            let challenge = Challenge::of(&Verifier::parse(&one).unwrap());
            prop_assert_eq!(challenge.is_answered_by(&Verifier::parse(&other).unwrap()), one == other);
        }
    }
}
