//! Encrypted tokens in compact form: a signed token sealed to a party's key, and envelopes that parties seal to ours.
//!
//! Everything that josekit trusts the sender for is checked on the raw parts before it is called: lengths of IV, tag and
//! wrapped key, the algorithms, the ephemeral key, and that nothing asks for inflation or iterations. Decryption offers
//! GCM only: josekit's CBC decrypts before it authenticates. Encryption proves nothing about the sender, so what comes
//! out must be a signed token. Knows no claims.

use josekit::jwe::{ECDH_ES, ECDH_ES_A256KW, JweContext, JweDecrypter, JweEncrypter, JweHeader, RSA_OAEP_256};
use serde_json::{Map, Value};

use super::algorithm::{ContentEncryption, KeyWrap};
use super::jwk::PublicKeys;
use super::material::Material;
use super::signature::josekit_key;
use super::{Rejected, compact};
use crate::fault::Fault;

/// Seals a signed token to the key that a party registered for it: sign first, then encrypt (OpenID Connect §16.14).
pub fn encrypt(
    signed: &str,
    to: &PublicKeys,
    wrap: KeyWrap,
    encryption: ContentEncryption,
) -> Result<String, Rejected> {
    let recipient = to.recipient(wrap)?;
    let encrypter = encrypter(wrap, recipient.material())?;
    let mut header = JweHeader::new();
    header.set_content_encryption(encryption.as_str());
    header.set_content_type("JWT");
    if let Some(kid) = recipient.kid() {
        header.set_key_id(kid);
    }
    // The key is the party's; what can fail here fails because of it.
    context(encryption)
        .serialize_compact(signed.as_bytes(), &header, encrypter.as_ref())
        .map_err(|_| Rejected::Key("nothing can be encrypted to it"))
}

fn encrypter(wrap: KeyWrap, material: &Material) -> Result<Box<dyn JweEncrypter>, Rejected> {
    let jwk = josekit_key(material)?;
    let encrypter: Box<dyn JweEncrypter> = match wrap {
        KeyWrap::EcdhEs => Box::new(ECDH_ES.encrypter_from_jwk(&jwk).map_err(|_| unfit())?),
        KeyWrap::EcdhEsA256Kw => Box::new(ECDH_ES_A256KW.encrypter_from_jwk(&jwk).map_err(|_| unfit())?),
        KeyWrap::RsaOaep256 => Box::new(RSA_OAEP_256.encrypter_from_jwk(&jwk).map_err(|_| unfit())?),
    };
    Ok(encrypter)
}

fn unfit() -> Rejected {
    Rejected::Key("not for this encryption")
}

/// josekit's context with one content encryption and no inflation, whatever a header says (J-7).
fn context(encryption: ContentEncryption) -> JweContext {
    let mut context = JweContext::new();
    context.remove_compression("DEF");
    for name in ["A128CBC-HS256", "A192CBC-HS384", "A256CBC-HS512", "A128GCM", "A192GCM", "A256GCM"] {
        if name != encryption.as_str() {
            context.remove_content_encryption(name);
        }
    }
    context
}

/// A private key of ours that opens envelopes.
pub(super) struct Opener {
    wrap: KeyWrap,
    /// Bytes of the RSA modulus, which every wrapped key has; zero for elliptic curves.
    modulus: usize,
    decrypter: Box<dyn JweDecrypter>,
}

impl Opener {
    /// Parses PKCS#8 once.
    pub(super) fn new(wrap: KeyWrap, private_der: &[u8]) -> Result<Self, Fault> {
        let broken = |error| Fault::caused("a decryption key of ours does not parse", error);
        let mut modulus = 0;
        let decrypter: Box<dyn JweDecrypter> = match wrap {
            KeyWrap::EcdhEs => Box::new(ECDH_ES.decrypter_from_der(private_der).map_err(broken)?),
            KeyWrap::EcdhEsA256Kw => Box::new(ECDH_ES_A256KW.decrypter_from_der(private_der).map_err(broken)?),
            KeyWrap::RsaOaep256 => {
                let pair = RSA_OAEP_256.key_pair_from_der(private_der).map_err(broken)?;
                modulus = usize::try_from(pair.key_len()).unwrap_or_default();
                Box::new(RSA_OAEP_256.decrypter_from_der(private_der).map_err(broken)?)
            }
        };
        Ok(Self { wrap, modulus, decrypter })
    }

    /// How long the wrapped content key must be; josekit subtracts 8 from it unseen and panics on less.
    fn wrapped_key_len(&self) -> usize {
        match self.wrap {
            KeyWrap::EcdhEs => 0,
            KeyWrap::EcdhEsA256Kw => CONTENT_KEY + 8,
            KeyWrap::RsaOaep256 => self.modulus,
        }
    }
}

/// An envelope whose raw parts passed every check that needs no key.
pub(super) struct Envelope<'a> {
    token: &'a str,
    header: Map<String, Value>,
    wrap: KeyWrap,
    wrapped_key: usize,
}

impl<'a> Envelope<'a> {
    pub(super) fn read(token: &'a str) -> Result<Self, Rejected> {
        let [header, wrapped_key, iv, content, tag] = compact::split(token)?;
        let header = compact::header(header, compact::NEVER_ENCRYPTED)?;
        let wrap = compact::text(&header, "alg")?.and_then(KeyWrap::parse).ok_or(Rejected::Algorithm)?;
        let encryption = compact::text(&header, "enc")?.and_then(ContentEncryption::parse);
        if encryption != Some(ContentEncryption::A256Gcm) {
            return Err(Rejected::Algorithm);
        }
        // J-1, J-2: josekit takes the tag's length from the message, and panics on an empty IV.
        if compact::bytes(iv)?.len() != GCM_IV || compact::bytes(tag)?.len() != GCM_TAG {
            return Err(Rejected::NotCompact("length of IV or tag"));
        }
        if compact::bytes(content)?.is_empty() {
            return Err(Rejected::NotCompact("no content"));
        }
        compact::kid(&header)?;
        agreement(&header, wrap)?;
        if !compact::text(&header, "cty")?.is_none_or(|cty| cty.eq_ignore_ascii_case("JWT")) {
            return Err(Rejected::Header { name: "cty", why: "not JWT" });
        }
        let wrapped_key = compact::bytes(wrapped_key)?.len();
        Ok(Self { token, header, wrap, wrapped_key })
    }

    pub(super) fn wrap(&self) -> KeyWrap {
        self.wrap
    }

    pub(super) fn kid(&self) -> Option<&str> {
        self.header.get("kid").and_then(Value::as_str)
    }

    /// Opens the envelope. Every failure from here on is the same error: the difference between a bad padding and a bad tag
    /// reads messages (V052).
    pub(super) fn open(&self, opener: &Opener) -> Result<String, Rejected> {
        if opener.wrap != self.wrap || opener.wrapped_key_len() != self.wrapped_key {
            return Err(Rejected::Decryption);
        }
        let opened = context(ContentEncryption::A256Gcm).deserialize_compact(self.token, opener.decrypter.as_ref());
        let (inner, _) = opened.map_err(|_| Rejected::Decryption)?;
        let inner = String::from_utf8(inner).map_err(|_| Rejected::Decryption)?;
        // Depth one: neither claims in the clear nor another envelope (TK01, DS03).
        compact::split::<3>(&inner).map_err(|_| Rejected::NotCompact("no signed token inside"))?;
        Ok(inner)
    }
}

/// The ephemeral key of an agreement: a public point on our curve, checked like any other key of a stranger.
fn agreement(header: &Map<String, Value>, wrap: KeyWrap) -> Result<(), Rejected> {
    if wrap == KeyWrap::RsaOaep256 {
        return Ok(());
    }
    let ephemeral =
        header.get("epk").and_then(Value::as_object).ok_or(Rejected::Header { name: "epk", why: "missing" })?;
    match Material::parse(ephemeral)? {
        Material::P256 { .. } => {}
        _ => return Err(Rejected::Header { name: "epk", why: "on another curve" }),
    }
    for name in ["apu", "apv"] {
        compact::text(header, name)?.map(compact::bytes).transpose()?;
    }
    Ok(())
}

/// NIST SP 800-38D §5.2.1.1, RFC 7518 §5.3: 96 bits.
const GCM_IV: usize = 12;
/// RFC 7518 §5.3: 128 bits and nothing shorter.
const GCM_TAG: usize = 16;
/// The key of A256GCM.
const CONTENT_KEY: usize = 32;
