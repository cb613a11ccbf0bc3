//! The compact serialization of a token, in its one spelling, and the header members that nobody may send.
//!
//! Base64 that tolerates padding, whitespace or stray bits gives one token many texts. Knows no key.

use serde_json::{Map, Value};

use super::{Rejected, strict_json};
use crate::{limits, secret};

/// Cuts a token into exactly `N` parts (3 signed, 5 encrypted).
pub(super) fn split<const N: usize>(token: &str) -> Result<[&str; N], Rejected> {
    if token.len() > limits::JWT {
        return Err(Rejected::TooLong("token"));
    }
    let mut parts = token.split('.');
    let mut cut = [""; N];
    for part in &mut cut {
        *part = parts.next().ok_or(Rejected::NotCompact("too few parts"))?;
    }
    if parts.next().is_some() { Err(Rejected::NotCompact("too many parts")) } else { Ok(cut) }
}

/// The bytes of one part: base64url without padding, whitespace or stray bits (CR05).
pub(super) fn bytes(part: &str) -> Result<Vec<u8>, Rejected> {
    secret::decode(part).ok_or(Rejected::NotCompact("base64url"))
}

/// Reads a header and refuses every member in `never`.
pub(super) fn header(part: &str, never: &[&'static str]) -> Result<Map<String, Value>, Rejected> {
    let header = strict_json::read_object(&bytes(part)?, limits::JWT)?;
    match never.iter().find(|name| header.contains_key(**name)) {
        Some(name) => Err(Rejected::Header { name, why: "not accepted" }),
        None => Ok(header),
    }
}

/// A header member that must be text if it is there.
pub(super) fn text<'a>(header: &'a Map<String, Value>, name: &'static str) -> Result<Option<&'a str>, Rejected> {
    match header.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(Rejected::Header { name, why: "not text" }),
    }
}

/// The key's name in a header, when it could be a name at all.
pub(super) fn kid(header: &Map<String, Value>) -> Result<Option<&str>, Rejected> {
    match text(header, "kid")? {
        Some(kid) if !is_kid(kid) => Err(Rejected::Header { name: "kid", why: "not a key's name" }),
        kid => Ok(kid),
    }
}

/// A key's name is compared and nothing else: short, printable, without what a path, a query or a log would trip on
/// (CR02).
pub(super) fn is_kid(kid: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.~:+/=@".contains(&byte);
    (1..=LONGEST_KID).contains(&kid.len()) && kid.bytes().all(plain)
}

/// What no token of ours or for us has a use for. `crit` and `b64` change the meaning of the rest (V035); the others
/// name a key or a place to fetch one, which only the sender vouches for (V034).
pub(super) const NEVER: &[&str] = &["crit", "b64", "jku", "jwk", "x5u", "x5c"];
/// [`NEVER`], where the key must be in the header because the key is what is shown (RFC 9449 §4.2).
pub(super) const NEVER_BESIDE_KEY: &[&str] = &["crit", "b64", "jku", "x5u", "x5c"];
/// [`NEVER`], and what costs the reader memory or time: inflation (V048) and password iterations (V049).
pub(super) const NEVER_ENCRYPTED: &[&str] = &["crit", "b64", "jku", "jwk", "x5u", "x5c", "zip", "p2s", "p2c"];

/// A SHA-256 in base64url has 43 characters, a URL that some use as a name has more.
const LONGEST_KID: usize = 128;
