//! Signed tokens in compact form: written with a key of ours, read with somebody's public keys.
//!
//! ```text
//! length, three parts, base64url -> strict header, nothing forbidden -> alg asked for here, typ asked for here
//!   -> key by name, alg and use -> signature -> only then the claims, strictly
//! ```
//!
//! Knows no issuer and no date: [`super::claims`] reads what the signature covers.

use serde_json::{Map, Value, json};

use super::algorithm::Algorithm;
use super::claims::Claims;
use super::jwk::{PublicKey, PublicKeys};
use super::signature::{Signer, Verifier};
use super::stored_key::StoredKey;
use super::{Rejected, compact, strict_json};
use crate::fault::Fault;
use crate::{limits, secret};

/// A private key, parsed and ready, that signs with its one algorithm under its name.
pub struct SigningKey {
    algorithm: Algorithm,
    kid: String,
    signer: Signer,
}

impl SigningKey {
    /// Parses a stored key; one that opens envelopes does not sign.
    pub fn new(key: &StoredKey) -> Result<Self, Fault> {
        let algorithm = key.signs().ok_or_else(|| Fault::internal("a decryption key was asked to sign"))?;
        let signer = Signer::new(algorithm, key.private_der.expose())?;
        Ok(Self { algorithm, kid: key.life.kid.clone(), signer })
    }

    /// The algorithm.
    pub fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The key's name.
    pub fn kid(&self) -> &str {
        &self.kid
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "({} key {})", self.algorithm.as_str(), self.kid)
    }
}

/// Signs a claim set as a token of type `typ` (RFC 8725 §3.11: every kind of token names its type).
pub fn sign(key: &SigningKey, typ: &str, claims: &Value) -> Result<String, Fault> {
    let header = json!({ "alg": key.algorithm.as_str(), "kid": key.kid, "typ": typ });
    let claims = serde_json::to_vec(claims).map_err(|error| Fault::caused("writing claims", error))?;
    let message = format!("{}.{}", secret::encode(header.to_string().as_bytes()), secret::encode(&claims));
    let signature = key.signer.sign(message.as_bytes())?;
    Ok(format!("{message}.{}", secret::encode(&signature)))
}

/// A token whose signature was good.
#[derive(Clone, Debug)]
pub struct Verified {
    /// What the header said.
    pub header: Header,
    /// What the signer said; whether it is for us and still true is for [`Claims`] to read.
    pub claims: Claims,
}

/// The facts of a verified header.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Header {
    /// The algorithm.
    pub algorithm: Algorithm,
    /// The name under which the key was found.
    pub kid: Option<String>,
    /// The type as it was written, if it was.
    pub typ: Option<String>,
    /// The thumbprint of the key that verified (RFC 7638).
    pub thumbprint: String,
}

/// Verifies a token by one of a party's keys. A token without `typ` is a `JWT`; types are compared without regard to
/// case and without `application/` (RFC 7515 §4.1.9).
pub fn verify(token: &str, keys: &PublicKeys, allowed: &[Algorithm], typ: &[&str]) -> Result<Verified, Rejected> {
    let parts = Parts::read(token, compact::NEVER, allowed, typ)?;
    let key = parts.key_among(&keys.signers(parts.kid()?, parts.algorithm)?)?;
    parts.verified(key.thumbprint())
}

/// Verifies a token by the key in its own header, which proves possession of that key and nothing else: only for DPoP
/// (RFC 9449 §4.3) and proofs like it. The thumbprint is in the header facts.
pub fn verify_embedded(token: &str, allowed: &[Algorithm], typ: &[&str]) -> Result<Verified, Rejected> {
    let parts = Parts::read(token, compact::NEVER_BESIDE_KEY, allowed, typ)?;
    let jwk = parts.header.get("jwk").ok_or(Rejected::Header { name: "jwk", why: "missing" })?;
    let key = PublicKey::parse(jwk)?;
    if !key.may_sign(parts.algorithm) {
        return Err(Rejected::Algorithm);
    }
    parts.key_among(&[&key])?;
    parts.verified(key.thumbprint())
}

/// The claims of a token that nobody has checked: only to find whose keys to check it with.
pub fn unverified_claims(token: &str) -> Result<Claims, Rejected> {
    let [_, claims, _] = compact::split(token)?;
    Ok(Claims::new(strict_json::read_object(&compact::bytes(claims)?, limits::JWT)?))
}

/// The key that a token names, which nobody has checked: only to see whether a newer key set is needed.
pub fn unverified_kid(token: &str) -> Option<String> {
    let [header, _, _] = compact::split(token).ok()?;
    let header = compact::header(header, compact::NEVER).ok()?;
    compact::kid(&header).ok()?.map(str::to_owned)
}

/// A token that passed every check that needs no key.
pub(super) struct Parts<'a> {
    header: Map<String, Value>,
    pub(super) algorithm: Algorithm,
    message: &'a [u8],
    claims: &'a str,
    signature: Vec<u8>,
}

impl<'a> Parts<'a> {
    pub(super) fn read(
        token: &'a str,
        never: &[&'static str],
        allowed: &[Algorithm],
        typ: &[&str],
    ) -> Result<Self, Rejected> {
        let [header, claims, signature] = compact::split(token)?;
        let message = token.as_bytes().get(..header.len() + 1 + claims.len()).unwrap_or_default();
        let (header, signature) = (compact::header(header, never)?, compact::bytes(signature)?);
        let algorithm = compact::text(&header, "alg")?.and_then(Algorithm::parse);
        let algorithm = algorithm.filter(|algorithm| allowed.contains(algorithm)).ok_or(Rejected::Algorithm)?;
        let told = compact::text(&header, "typ")?.unwrap_or("JWT");
        if !typ.iter().any(|wanted| media_type(wanted).eq_ignore_ascii_case(media_type(told))) {
            return Err(Rejected::Type);
        }
        Ok(Self { header, algorithm, message, claims, signature })
    }

    pub(super) fn kid(&self) -> Result<Option<&str>, Rejected> {
        compact::kid(&self.header)
    }

    fn key_among<'k>(&self, keys: &[&'k PublicKey]) -> Result<&'k PublicKey, Rejected> {
        for key in keys {
            if self.check(&Verifier::new(self.algorithm, key.material())?).is_ok() {
                return Ok(key);
            }
        }
        Err(Rejected::Signature)
    }

    pub(super) fn check(&self, verifier: &Verifier) -> Result<(), Rejected> {
        verifier.verify(self.message, &self.signature)
    }

    pub(super) fn verified(self, thumbprint: &str) -> Result<Verified, Rejected> {
        let claims = Claims::new(strict_json::read_object(&compact::bytes(self.claims)?, limits::JWT)?);
        let text = |name| Ok(compact::text(&self.header, name)?.map(str::to_owned));
        let (kid, typ) = (text("kid")?, text("typ")?);
        let header = Header { algorithm: self.algorithm, kid, typ, thumbprint: thumbprint.to_owned() };
        Ok(Verified { header, claims })
    }
}

fn media_type(typ: &str) -> &str {
    let prefix = "application/";
    match typ.get(..prefix.len()) {
        Some(start) if start.eq_ignore_ascii_case(prefix) => typ.get(prefix.len()..).unwrap_or_default(),
        _ => typ,
    }
}

#[cfg(test)]
mod tests;
