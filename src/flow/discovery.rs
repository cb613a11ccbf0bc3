//! The metadata of this house, from what its rings offer.

use serde_json::Value;

use crate::jose::algorithm::{Algorithm, ContentEncryption, KeyWrap};
use crate::oauth::discovery::{self, Offered};
use crate::oauth::response::ResponseMode;
use crate::provider::Provider;

/// The document of both well-known addresses.
pub fn document(provider: &Provider) -> Value {
    let signatures = Algorithm::ALL.map(Algorithm::as_str);
    let modes = ResponseMode::ALL.map(ResponseMode::as_str);
    discovery::document(Offered {
        issuer: &provider.config.issuer,
        signatures: &signatures,
        key_wraps: &KeyWrap::ALL.map(KeyWrap::as_str),
        encryptions: &ContentEncryption::ALL.map(ContentEncryption::as_str),
        response_modes: &modes,
        levels: &LEVELS,
    })
}

/// A password; a password and a second factor.
const LEVELS: [&str; 2] = ["loa1", "loa2"];
