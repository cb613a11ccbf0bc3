//! One entry for each parser that reads a stranger's bytes; the targets in `fuzz/` are a line each.
//!
//! The oracle is: no panic, and nothing of what is refused comes out.

use serde_json::Value;

use super::algorithm::Algorithm;
use super::jwk::PublicKeys;
use super::{jwe, jws, strict_json};

/// Reads a document; what was read is written and read to the same value, but for fractions, whose last digit may differ.
pub fn strict_json(bytes: &[u8]) {
    if let Ok(value) = strict_json::read(bytes, 1 << 16).map(without_fractions) {
        assert_eq!(strict_json::read(value.to_string().as_bytes(), usize::MAX), Ok(value));
    }
}

fn without_fractions(value: Value) -> Value {
    match value {
        Value::Number(number) if number.is_f64() => Value::Null,
        Value::Array(items) => items.into_iter().map(without_fractions).collect(),
        Value::Object(members) => members.into_iter().map(|(name, value)| (name, without_fractions(value))).collect(),
        value => value,
    }
}

/// Reads a key set.
pub fn jwk(bytes: &[u8]) {
    if let Ok(keys) = PublicKeys::read(bytes) {
        assert!(keys.iter().count() <= 20);
    }
}

/// Verifies a token by the key in its header and by no key at all.
pub fn jws(bytes: &[u8]) {
    if let Ok(token) = std::str::from_utf8(bytes) {
        let _ = jws::verify_embedded(token, &Algorithm::ALL, &["JWT", "dpop+jwt"]);
        assert!(jws::verify(token, &PublicKeys::default(), &Algorithm::ALL, &["JWT"]).is_err());
    }
}

/// Reads an envelope up to the point where a key is needed.
pub fn jwe(bytes: &[u8]) {
    if let Ok(token) = std::str::from_utf8(bytes) {
        let _ = jwe::Envelope::read(token);
    }
}
