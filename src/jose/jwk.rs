//! Another party's public keys: read strictly, chosen by name, algorithm and use, never guessed.
//!
//! A set with one bad key (private, weak, contradicting itself) is refused whole: its owner is told at registration
//! instead of wondering in production. A key of a kind, curve or algorithm that we do not speak is passed over (RFC 7517
//! §5): parties keep one set for all whom they deal with. Knows no client and fetches nothing.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Map, Value};

use super::algorithm::{Algorithm, KeyAlgorithm, KeyWrap};
use super::compact::is_kid;
use super::material::Material;
use super::{Rejected, strict_json};
use crate::limits;
use crate::secret::Digest;

/// One public key with what its owner says of it.
#[derive(Clone, Debug)]
pub struct PublicKey {
    kid: Option<String>,
    usage: Option<Usage>,
    algorithm: Option<KeyAlgorithm>,
    certificate: Option<Digest>,
    thumbprint: String,
    material: Material,
}

/// `use` and `key_ops` of a JWK, as far as they matter to us.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Usage {
    Sign,
    Encrypt,
}

/// What its members say that a key is for.
enum Told {
    Nothing,
    Use(Usage),
}

impl Told {
    fn told(self) -> Option<Usage> {
        match self {
            Self::Nothing => None,
            Self::Use(usage) => Some(usage),
        }
    }
}

impl PublicKey {
    /// Reads one JWK (RFC 7517) that must be public and of a kind that we speak.
    pub fn parse(jwk: &Value) -> Result<Self, Rejected> {
        Self::read(jwk)?.ok_or(Rejected::Key("a kind, curve or algorithm that we do not speak"))
    }

    /// Reads one JWK of a set; none when it is good for somebody else.
    fn read(jwk: &Value) -> Result<Option<Self>, Rejected> {
        let jwk = jwk.as_object().ok_or(Rejected::Key("not an object"))?;
        let Some(material) = Material::read(jwk)? else { return Ok(None) };
        let kid = match optional_text(jwk, "kid")? {
            Some(kid) if !is_kid(kid) => return Err(Rejected::Key("a kid that is no name")),
            kid => kid.map(str::to_owned),
        };
        let algorithm = match optional_text(jwk, "alg")? {
            None => None,
            Some(name) => match KeyAlgorithm::parse(name) {
                Some(algorithm) => Some(algorithm),
                None => return Ok(None),
            },
        };
        if algorithm.is_some_and(|algorithm| !fits(&material, algorithm)) {
            return Err(Rejected::Key("an alg that the key cannot do"));
        }
        let Some(usage) = usage(jwk, algorithm)? else { return Ok(None) };
        let certificate = certificate(jwk, &material)?;
        let thumbprint = material.thumbprint();
        Ok(Some(Self { kid, usage: usage.told(), algorithm, certificate, thumbprint, material }))
    }

    /// The key's name as its owner gave it.
    pub fn kid(&self) -> Option<&str> {
        self.kid.as_deref()
    }

    /// The key's name by its content (RFC 7638).
    pub fn thumbprint(&self) -> &str {
        &self.thumbprint
    }

    /// SHA-256 of the certificate that stands beside the key (`x5t#S256`, RFC 8705 §2.2).
    pub fn certificate(&self) -> Option<&Digest> {
        self.certificate.as_ref()
    }

    pub(super) fn material(&self) -> &Material {
        &self.material
    }

    pub(super) fn may_sign(&self, algorithm: Algorithm) -> bool {
        self.does(KeyAlgorithm::Sign(algorithm))
    }

    /// Whether the key may be used with this algorithm, by what it is and what its owner says of it.
    pub fn does(&self, wanted: KeyAlgorithm) -> bool {
        let usage = match wanted {
            KeyAlgorithm::Sign(_) => Usage::Sign,
            KeyAlgorithm::Unwrap(_) => Usage::Encrypt,
        };
        self.usage.is_none_or(|told| told == usage)
            && self.algorithm.is_none_or(|told| told == wanted)
            && fits(&self.material, wanted)
    }
}

/// The keys of one party.
#[derive(Clone, Debug, Default)]
pub struct PublicKeys(Vec<PublicKey>);

impl PublicKeys {
    /// Reads a JWK set: at most 20 keys, and of those that we speak no name twice and every one good (CA03, CA06).
    pub fn parse(set: &Value) -> Result<Self, Rejected> {
        let keys = set.get("keys").and_then(Value::as_array).ok_or(Rejected::Key("not a set of keys"))?;
        if keys.len() > MOST_KEYS {
            return Err(Rejected::Key("too many keys"));
        }
        let read = keys.iter().map(PublicKey::read).collect::<Result<Vec<_>, _>>()?;
        let keys: Vec<_> = read.into_iter().flatten().collect();
        let mut kids: Vec<_> = keys.iter().filter_map(PublicKey::kid).collect();
        kids.sort_unstable();
        if kids.windows(2).any(|pair| matches!(pair, [one, other] if one == other)) {
            return Err(Rejected::Key("two keys of one name"));
        }
        Ok(Self(keys))
    }

    /// Reads a JWK set from the text of a registration or of a fetched document.
    pub fn read(text: &[u8]) -> Result<Self, Rejected> {
        Self::parse(&strict_json::read(text, limits::OUTBOUND_BYTES)?)
    }

    /// The keys, in the order of the set.
    pub fn iter(&self) -> impl Iterator<Item = &PublicKey> {
        self.0.iter()
    }

    /// The keys of which their owner says that they are for encryption; a key that says nothing may be its signing key.
    #[must_use]
    pub fn for_encryption(&self) -> Self {
        Self(self.0.iter().filter(|key| key.usage == Some(Usage::Encrypt)).cloned().collect())
    }

    /// Whether one of them may be used with one of these algorithms and, when a name is wanted, has it.
    pub fn has(&self, kid: Option<&str>, algorithms: &[KeyAlgorithm]) -> bool {
        let fits = |key: &&PublicKey| algorithms.iter().any(|algorithm| key.does(*algorithm));
        self.0.iter().filter(fits).any(|key| kid.is_none() || key.kid() == kid)
    }

    /// The keys that may have made a signature: the named one, or without a name at most three (CA03).
    pub(super) fn signers(&self, kid: Option<&str>, algorithm: Algorithm) -> Result<Vec<&PublicKey>, Rejected> {
        let named = |key: &&PublicKey| kid.is_none() || key.kid() == kid;
        let keys: Vec<_> = self.0.iter().filter(named).filter(|key| key.may_sign(algorithm)).collect();
        match keys.len() {
            0 => Err(Rejected::UnknownKey),
            1..=MOST_TRIED => Ok(keys),
            _ => Err(Rejected::AmbiguousKey),
        }
    }

    /// The key to encrypt to: the first that says it is for this algorithm, else one for encryption, else one that says
    /// nothing of itself.
    pub(super) fn recipient(&self, wrap: KeyWrap) -> Result<&PublicKey, Rejected> {
        let wanted = KeyAlgorithm::Unwrap(wrap);
        let able = self.0.iter().filter(|key| key.does(wanted));
        // Of equals the first one is taken.
        able.min_by_key(|key| (key.algorithm.is_none(), key.usage.is_none())).ok_or(Rejected::UnknownKey)
    }
}

fn fits(material: &Material, algorithm: KeyAlgorithm) -> bool {
    match algorithm {
        KeyAlgorithm::Sign(Algorithm::Rs256 | Algorithm::Ps256) | KeyAlgorithm::Unwrap(KeyWrap::RsaOaep256) => {
            matches!(material, Material::Rsa { .. })
        }
        KeyAlgorithm::Sign(Algorithm::Es256) => matches!(material, Material::P256 { .. }),
        KeyAlgorithm::Sign(Algorithm::EdDsa) => matches!(material, Material::Ed25519(_)),
        KeyAlgorithm::Unwrap(KeyWrap::EcdhEs | KeyWrap::EcdhEsA256Kw) => {
            matches!(material, Material::P256 { .. } | Material::X25519(_))
        }
    }
}

/// What `use`, `key_ops` and `alg` together allow; they must not contradict one another (RFC 7517 §4.3). None when they
/// say something that we do not know.
fn usage(jwk: &Map<String, Value>, algorithm: Option<KeyAlgorithm>) -> Result<Option<Told>, Rejected> {
    let mut told = Vec::new();
    match optional_text(jwk, "use")? {
        None => {}
        Some("sig") => told.push(Usage::Sign),
        Some("enc") => told.push(Usage::Encrypt),
        Some(_) => return Ok(None),
    }
    for operation in operations(jwk)? {
        match operation {
            "sign" | "verify" => told.push(Usage::Sign),
            "encrypt" | "decrypt" | "wrapKey" | "unwrapKey" | "deriveKey" | "deriveBits" => told.push(Usage::Encrypt),
            _ => return Ok(None),
        }
    }
    match algorithm {
        None => {}
        Some(KeyAlgorithm::Sign(_)) => told.push(Usage::Sign),
        Some(KeyAlgorithm::Unwrap(_)) => told.push(Usage::Encrypt),
    }
    let first = told.first().copied();
    if told.iter().any(|usage| Some(*usage) != first) {
        return Err(Rejected::Key("use, key_ops and alg contradict one another"));
    }
    Ok(Some(first.map_or(Told::Nothing, Told::Use)))
}

fn operations(jwk: &Map<String, Value>) -> Result<Vec<&str>, Rejected> {
    let wrong = Rejected::Key("key_ops is not a list of texts");
    match jwk.get("key_ops") {
        None => Ok(Vec::new()),
        Some(Value::Array(operations)) if !operations.is_empty() => {
            operations.iter().map(Value::as_str).collect::<Option<_>>().ok_or(wrong)
        }
        Some(_) => Err(wrong),
    }
}

/// The certificate in `x5c`, which must be of this very key (RFC 7517 §4.7); who signed it says nothing to us.
fn certificate(jwk: &Map<String, Value>, material: &Material) -> Result<Option<Digest>, Rejected> {
    let wrong = Rejected::Key("x5c does not hold this key");
    let Some(chain) = jwk.get("x5c") else { return Ok(None) };
    let first = chain.as_array().filter(|chain| chain.len() <= LONGEST_CHAIN).and_then(|chain| chain.first());
    let der = first.and_then(Value::as_str).and_then(|text| STANDARD.decode(text).ok()).ok_or(wrong.clone())?;
    if Material::of_certificate(&der).as_ref() == Some(material) { Ok(Some(Digest::sha256(&der))) } else { Err(wrong) }
}

fn optional_text<'a>(jwk: &'a Map<String, Value>, name: &str) -> Result<Option<&'a str>, Rejected> {
    match jwk.get(name) {
        None => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(Rejected::Key("a member that is not text")),
    }
}

/// Keys of one party (CA03).
const MOST_KEYS: usize = 20;
/// Keys tried for one token that names none (CA03).
const MOST_TRIED: usize = 3;
/// Certificates beside one key.
const LONGEST_CHAIN: usize = 5;

#[cfg(test)]
mod tests;
