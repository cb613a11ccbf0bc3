//! A key of the house as it is kept: what it is for, its private half, and the dates of its life.
//!
//! Knows no table; `store` keeps the private half sealed.

use openssl::ec::{EcGroup, EcKey};
use openssl::error::ErrorStack;
use openssl::nid::Nid;
use openssl::pkey::{PKey, Private};
use openssl::rsa::Rsa;

use super::algorithm::{Algorithm, KeyAlgorithm, KeyWrap};
use super::key_life::{KeyLife, Purpose};
use super::material::Material;
use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::secret::Secret;

/// One key of the house, with its private half.
#[derive(Clone, Debug)]
pub struct StoredKey {
    /// Which key it is and when it does what.
    pub life: KeyLife,
    /// The private half, PKCS#8.
    pub private_der: Secret<Vec<u8>>,
}

impl StoredKey {
    /// Makes a key: P-256 and Ed25519 where the algorithm says so, RSA of 2048 bits (3072 would cost six times the time
    /// of every signature, and a key lives for months).
    pub fn generate(
        purpose: Purpose,
        algorithm: KeyAlgorithm,
        created_at: Timestamp,
        active_from: Timestamp,
    ) -> Result<Self, Fault> {
        if !purpose.allows(algorithm) {
            return Err(Fault::internal(format!("no {} key is for {}", algorithm.as_str(), purpose.as_str())));
        }
        let broken = |error: ErrorStack| Fault::caused("making a key", error);
        let private = new_private(algorithm).map_err(broken)?;
        let kid = purpose.kid(&Material::of(&private)?.thumbprint());
        let private_der = Secret::new(private.private_key_to_pkcs8().map_err(broken)?);
        let life = KeyLife { kid, purpose, algorithm, created_at, active_from, retired_at: None, forget_at: None };
        Ok(Self { life, private_der })
    }

    /// The public half as a JWK set of one key: for the other side, and for who plays it in a test.
    pub fn public_set(&self) -> Result<serde_json::Value, Fault> {
        Ok(serde_json::json!({ "keys": [self.public_jwk()?] }))
    }

    /// The signature algorithm, unless the key is for decryption.
    pub(super) fn signs(&self) -> Option<Algorithm> {
        match self.life.algorithm {
            KeyAlgorithm::Sign(algorithm) => Some(algorithm),
            KeyAlgorithm::Unwrap(_) => None,
        }
    }

    /// The public half.
    pub(super) fn material(&self) -> Result<Material, Fault> {
        let private = PKey::private_key_from_der(self.private_der.expose())
            .map_err(|error| Fault::caused("a stored key does not parse", error))?;
        Material::of(&private)
    }

    /// The public half as a JWK: the key's own members, and what it is called and for.
    pub(super) fn public_jwk(&self) -> Result<serde_json::Value, Fault> {
        let usage = if self.signs().is_some() { "sig" } else { "enc" };
        let mut jwk = self.material()?.members();
        for (name, value) in [("kid", self.life.kid.as_str()), ("use", usage), ("alg", self.life.algorithm.as_str())] {
            jwk.insert(name.to_owned(), value.into());
        }
        Ok(jwk.into())
    }
}

fn new_private(algorithm: KeyAlgorithm) -> Result<PKey<Private>, ErrorStack> {
    match algorithm {
        KeyAlgorithm::Sign(Algorithm::Rs256 | Algorithm::Ps256) | KeyAlgorithm::Unwrap(KeyWrap::RsaOaep256) => {
            PKey::from_rsa(Rsa::generate(RSA_BITS)?)
        }
        KeyAlgorithm::Sign(Algorithm::Es256) | KeyAlgorithm::Unwrap(KeyWrap::EcdhEs | KeyWrap::EcdhEsA256Kw) => {
            let group = EcGroup::from_curve_name(Nid::X9_62_PRIME256V1)?;
            PKey::from_ec_key(EcKey::generate(&group)?)
        }
        // ring's own PKCS#8 carries the public half, which OpenSSL refuses; OpenSSL's is read by both.
        KeyAlgorithm::Sign(Algorithm::EdDsa) => PKey::generate_ed25519(),
    }
}

const RSA_BITS: u32 = 2048;
