//! One signature over some bytes, made or checked: EdDSA by ring, the others by josekit.
//!
//! The only file that asks josekit for signatures; it is given bytes and typed keys, never a header.

use josekit::jwk::Jwk;
use josekit::jws::{ES256, JwsSigner, JwsVerifier, PS256, RS256};
use ring::signature::{ED25519, Ed25519KeyPair, UnparsedPublicKey};

use super::Rejected;
use super::algorithm::Algorithm;
use super::material::Material;
use crate::fault::Fault;

/// A parsed private key that signs with one algorithm.
pub(super) enum Signer {
    Josekit(Box<dyn JwsSigner>),
    Ed25519(Box<Ed25519KeyPair>),
}

impl Signer {
    /// Parses PKCS#8 once, because parsing costs more than signing.
    pub(super) fn new(algorithm: Algorithm, private_der: &[u8]) -> Result<Self, Fault> {
        let broken = |error| Fault::caused("a signing key of ours does not parse", error);
        Ok(match algorithm {
            Algorithm::Rs256 => Self::Josekit(Box::new(RS256.signer_from_der(private_der).map_err(broken)?)),
            Algorithm::Ps256 => Self::Josekit(Box::new(PS256.signer_from_der(private_der).map_err(broken)?)),
            Algorithm::Es256 => Self::Josekit(Box::new(ES256.signer_from_der(private_der).map_err(broken)?)),
            Algorithm::EdDsa => {
                // OpenSSL writes PKCS#8 without the public half, which ring would compare; it derives it instead.
                let pair = Ed25519KeyPair::from_pkcs8_maybe_unchecked(private_der)
                    .map_err(|error| Fault::internal(format!("an Ed25519 key of ours does not parse: {error}")))?;
                Self::Ed25519(Box::new(pair))
            }
        })
    }

    /// Signs.
    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, Fault> {
        match self {
            Self::Josekit(signer) => signer.sign(message).map_err(|error| Fault::caused("signing", error)),
            Self::Ed25519(pair) => Ok(pair.sign(message).as_ref().to_vec()),
        }
    }
}

/// A parsed public key that checks signatures of one algorithm.
pub(super) enum Verifier {
    Josekit { verifier: Box<dyn JwsVerifier>, signature_len: usize },
    Ed25519([u8; 32]),
}

impl Verifier {
    /// Takes a key that already passed our checks; an algorithm that is not the key's is refused here at the latest.
    pub(super) fn new(algorithm: Algorithm, material: &Material) -> Result<Self, Rejected> {
        let verifier: Box<dyn JwsVerifier> = match (algorithm, material) {
            (Algorithm::Rs256, Material::Rsa { .. }) => {
                Box::new(RS256.verifier_from_jwk(&josekit_key(material)?).map_err(|_| unparsed())?)
            }
            (Algorithm::Ps256, Material::Rsa { .. }) => {
                Box::new(PS256.verifier_from_jwk(&josekit_key(material)?).map_err(|_| unparsed())?)
            }
            (Algorithm::Es256, Material::P256 { .. }) => {
                Box::new(ES256.verifier_from_jwk(&josekit_key(material)?).map_err(|_| unparsed())?)
            }
            (Algorithm::EdDsa, Material::Ed25519(key)) => return Ok(Self::Ed25519(*key)),
            _ => return Err(Rejected::Algorithm),
        };
        let signature_len = if let Material::Rsa { modulus, .. } = material { modulus.len() } else { 64 };
        Ok(Self::Josekit { verifier, signature_len })
    }

    /// Whether the signature over the message is by this key. A length that is not the algorithm's own never is: josekit
    /// would be asked to read DER (CR04).
    pub(super) fn verify(&self, message: &[u8], signature: &[u8]) -> Result<(), Rejected> {
        let good = match self {
            Self::Josekit { verifier, signature_len } => {
                signature.len() == *signature_len && verifier.verify(message, signature).is_ok()
            }
            Self::Ed25519(key) => UnparsedPublicKey::new(&ED25519, key).verify(message, signature).is_ok(),
        };
        if good { Ok(()) } else { Err(Rejected::Signature) }
    }
}

/// The key as josekit wants it: only the members that make the key, none of what its owner wrote beside them.
pub(super) fn josekit_key(material: &Material) -> Result<Jwk, Rejected> {
    Jwk::from_map(material.members()).map_err(|_| unparsed())
}

fn unparsed() -> Rejected {
    Rejected::Key("it does not parse")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CR04: somebody else's suite, through our own doors for keys and signatures.
    #[test]
    fn every_signature_of_wycheproof_is_judged_as_it_should_be() {
        let (mut verifier, mut judged, mut weak) = (None, [0; 4], 0);
        for line in include_str!("../../tests/vectors/signatures.tsv").lines().filter(|line| !line.starts_with('#')) {
            let columns: Vec<_> = line.split('\t').collect();
            if let ["key", algorithm, jwk] = columns[..] {
                let algorithm = Algorithm::parse(algorithm).unwrap();
                let jwk = serde_json::from_str::<serde_json::Value>(jwk).unwrap();
                // Two groups have an RSA exponent of 3: refused as keys, whatever they sign.
                let material = Material::parse(jwk.as_object().unwrap());
                weak += usize::from(material.is_err());
                verifier = material.ok().map(|material| (algorithm, Verifier::new(algorithm, &material).unwrap()));
                continue;
            }
            let [result, number, comment, message, signature] = columns[..] else { panic!("{line}") };
            let Some((algorithm, verifier)) = &verifier else { continue };
            let good = verifier.verify(&hex(message), &hex(signature)).is_ok();
            assert_eq!(good, result == "valid", "{algorithm:?} {number}: {comment}");
            judged[*algorithm as usize] += 1;
        }
        assert_eq!((judged, weak), ([257, 108, 262, 151], 2));
    }

    fn hex(text: &str) -> Vec<u8> {
        let digits = text.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).unwrap());
        digits.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect()
    }
}
