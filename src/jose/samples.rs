//! Keys and tokens for the tests of this folder: made once, because RSA keys take their time.

use std::sync::OnceLock;

use serde_json::{Value, json};

use super::algorithm::{Algorithm, KeyAlgorithm, KeyWrap};
use super::jwk::PublicKeys;
use super::key_life::Purpose;
use super::signature::Signer;
use super::stored_key::StoredKey;
use crate::clock::Timestamp;
use crate::secret;

pub(super) const NOW: Timestamp = Timestamp::from_unix(1_800_000_000);

/// One key an algorithm, the same in every test.
pub(super) fn key(algorithm: Algorithm) -> &'static StoredKey {
    static KEYS: [OnceLock<StoredKey>; 4] = [const { OnceLock::new() }; 4];
    KEYS[algorithm as usize]
        .get_or_init(|| StoredKey::generate(Purpose::Token, KeyAlgorithm::Sign(algorithm), NOW, NOW).unwrap())
}

/// One decryption key an algorithm.
pub(super) fn opening_key(wrap: KeyWrap) -> &'static StoredKey {
    static KEYS: [OnceLock<StoredKey>; 3] = [const { OnceLock::new() }; 3];
    KEYS[wrap as usize]
        .get_or_init(|| StoredKey::generate(Purpose::Decrypt, KeyAlgorithm::Unwrap(wrap), NOW, NOW).unwrap())
}

/// The public half as a party would register it.
pub(super) fn registered(key: &StoredKey) -> PublicKeys {
    PublicKeys::parse(&key.public_set().unwrap()).unwrap()
}

/// A token with any header, truly signed by the key.
pub(super) fn token(key: &StoredKey, header: &str, claims: &str) -> String {
    let message = format!("{}.{}", secret::encode(header.as_bytes()), secret::encode(claims.as_bytes()));
    let signature = Signer::new(key.signs().unwrap(), key.private_der.expose()).unwrap().sign(message.as_bytes());
    format!("{message}.{}", secret::encode(&signature.unwrap()))
}

/// The header that we would write, with members added or replaced.
pub(super) fn header(key: &StoredKey, more: &Value) -> String {
    let mut header = json!({ "alg": key.life.algorithm.as_str(), "kid": key.life.kid, "typ": "JWT" });
    for (name, value) in more.as_object().unwrap() {
        header[name] = value.clone();
    }
    header.to_string()
}
