//! The public half of a key: read from a JWK or taken from a private key, written as a JWK, named by its thumbprint.
//!
//! Knows no use, no owner and no date.

use openssl::bn::{BigNum, BigNumContext};
use openssl::error::ErrorStack;
use openssl::pkey::{Id, PKey, Private};
use serde_json::{Map, Value, json};

use super::{Rejected, strength};
use crate::fault::Fault;
use crate::secret::{self, Digest};

/// A public key of one of the four kinds that we take, checked by [`strength`].
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Material {
    Rsa { modulus: Vec<u8>, exponent: Vec<u8> },
    P256 { x: [u8; 32], y: [u8; 32] },
    Ed25519([u8; 32]),
    X25519([u8; 32]),
}

impl Material {
    /// Reads the key's own members of a JWK, which must be of a kind that we speak.
    pub(super) fn parse(jwk: &Map<String, Value>) -> Result<Self, Rejected> {
        Self::read(jwk)?.ok_or(Rejected::Key("a kind or curve that we do not speak"))
    }

    /// Reads the key's own members of a JWK (RFC 7518 §6, RFC 8037), none when we do not speak its kind or curve; private
    /// members are refused whatever the kind.
    pub(super) fn read(jwk: &Map<String, Value>) -> Result<Option<Self>, Rejected> {
        if PRIVATE.iter().any(|member| jwk.contains_key(*member)) {
            return Err(Rejected::Key("a private or symmetric key"));
        }
        let curve = jwk.get("crv").map(|_| member(jwk, "crv")).transpose()?;
        let material = match (member(jwk, "kty")?, curve) {
            ("RSA", None) => {
                let (modulus, exponent) = (decoded(jwk, "n")?, decoded(jwk, "e")?);
                strength::rsa(&modulus, &exponent)?;
                Self::Rsa { modulus, exponent }
            }
            ("EC", Some("P-256")) => {
                let (x, y) = (coordinate(jwk, "x")?, coordinate(jwk, "y")?);
                strength::p256(&x, &y)?;
                Self::P256 { x, y }
            }
            ("OKP", Some("Ed25519")) => {
                let x = coordinate(jwk, "x")?;
                strength::ed25519(&x)?;
                Self::Ed25519(x)
            }
            ("OKP", Some("X25519")) => {
                let x = coordinate(jwk, "x")?;
                strength::x25519(&x)?;
                Self::X25519(x)
            }
            // A shared secret has no public half: whoever publishes one has made a mistake.
            ("oct", _) => return Err(Rejected::Key("a private or symmetric key")),
            // A known kind without its curve, with another kind's curve, or with one where none belongs.
            ("RSA", Some(_)) | ("EC" | "OKP", None) | ("EC", Some("Ed25519" | "X25519")) | ("OKP", Some("P-256")) => {
                return Err(Rejected::Key("a curve that is not of the key's kind"));
            }
            _ => return Ok(None),
        };
        Ok(Some(material))
    }

    /// The public half of a private key of ours.
    pub(super) fn of(private: &PKey<Private>) -> Result<Self, Fault> {
        let broken = |error: ErrorStack| Fault::caused("the public half of a key", error);
        match private.id() {
            Id::RSA => {
                let rsa = private.rsa().map_err(broken)?;
                Ok(Self::Rsa { modulus: rsa.n().to_vec(), exponent: rsa.e().to_vec() })
            }
            Id::EC => {
                let (x, y) = affine(private).map_err(broken)?;
                Ok(Self::P256 { x: fixed(&x)?, y: fixed(&y)? })
            }
            Id::ED25519 => Ok(Self::Ed25519(fixed(&private.raw_public_key().map_err(broken)?)?)),
            _ => Err(Fault::internal("a private key of a kind that we never make")),
        }
    }

    /// The public key in a certificate, when it is of a kind that we take.
    pub(super) fn of_certificate(der: &[u8]) -> Option<Self> {
        let key = openssl::x509::X509::from_der(der).ok()?.public_key().ok()?;
        let material = match key.id() {
            Id::RSA => {
                let rsa = key.rsa().ok()?;
                Self::Rsa { modulus: rsa.n().to_vec(), exponent: rsa.e().to_vec() }
            }
            Id::EC => {
                let (x, y) = affine(&key).ok()?;
                Self::P256 { x: x.try_into().ok()?, y: y.try_into().ok()? }
            }
            Id::ED25519 => Self::Ed25519(key.raw_public_key().ok()?.try_into().ok()?),
            _ => return None,
        };
        Some(material)
    }

    /// The members that a JWK of this key must have, in the order in which RFC 7638 §3 hashes them.
    pub(super) fn members(&self) -> Map<String, Value> {
        let members = match self {
            Self::Rsa { modulus, exponent } => {
                json!({ "e": secret::encode(exponent), "kty": "RSA", "n": secret::encode(modulus) })
            }
            Self::P256 { x, y } => {
                json!({ "crv": "P-256", "kty": "EC", "x": secret::encode(x), "y": secret::encode(y) })
            }
            Self::Ed25519(x) => json!({ "crv": "Ed25519", "kty": "OKP", "x": secret::encode(x) }),
            Self::X25519(x) => json!({ "crv": "X25519", "kty": "OKP", "x": secret::encode(x) }),
        };
        if let Value::Object(members) = members { members } else { Map::new() }
    }

    /// The key's name by its content (RFC 7638), base64url.
    pub(super) fn thumbprint(&self) -> String {
        // The members hold base64url and fixed words, which JSON never escapes, so the text is the canonical one.
        let mut members: Vec<_> = self.members().into_iter().collect();
        members.sort_by(|one, other| one.0.cmp(&other.0));
        let members: Vec<_> = members.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
        Digest::sha256(format!("{{{}}}", members.join(",")).as_bytes()).as_str().to_owned()
    }
}

fn affine<T: openssl::pkey::HasPublic>(key: &PKey<T>) -> Result<(Vec<u8>, Vec<u8>), ErrorStack> {
    let key = key.ec_key()?;
    let (mut x, mut y, mut context) = (BigNum::new()?, BigNum::new()?, BigNumContext::new()?);
    key.public_key().affine_coordinates(key.group(), &mut x, &mut y, &mut context)?;
    // A coordinate with leading zeros keeps them (RFC 7518 §6.2.1.2).
    Ok((x.to_vec_padded(32)?, y.to_vec_padded(32)?))
}

fn member<'a>(jwk: &'a Map<String, Value>, name: &str) -> Result<&'a str, Rejected> {
    jwk.get(name).and_then(Value::as_str).ok_or(Rejected::Key("a member is missing or not text"))
}

fn decoded(jwk: &Map<String, Value>, name: &str) -> Result<Vec<u8>, Rejected> {
    secret::decode(member(jwk, name)?).ok_or(Rejected::Key("a member is not base64url"))
}

fn coordinate(jwk: &Map<String, Value>, name: &str) -> Result<[u8; 32], Rejected> {
    decoded(jwk, name)?.try_into().map_err(|_| Rejected::Key("a coordinate that is not 32 bytes"))
}

fn fixed(bytes: &[u8]) -> Result<[u8; 32], Fault> {
    bytes.try_into().map_err(|_| Fault::internal("a key of ours of the wrong length"))
}

/// Members that only the owner may hold (RFC 7518 §6.2.2, §6.3.2, §6.4); one of them in a public set is a leak.
const PRIVATE: &[&str] = &["d", "p", "q", "dp", "dq", "qi", "oth", "k"];
