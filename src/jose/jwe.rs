//! Encrypted tokens in compact form: a signed token sealed to a party's key, and envelopes that parties seal to ours.
//!
//! Everything that josekit trusts the sender for is checked on the raw parts before it is called: lengths of IV, tag and
//! wrapped key, the algorithms, the ephemeral key, and that nothing asks for inflation or iterations. CBC is opened by
//! `jose::cbc`, because josekit decrypts it before it authenticates. Encryption proves nothing about the sender, so what
//! comes out must be a signed token. Knows no claims.

use josekit::jwe::enc::A128CBC_HS256;
use josekit::jwe::{ECDH_ES, ECDH_ES_A256KW, JweContext, JweDecrypter, JweEncrypter, JweHeader, RSA_OAEP_256};
use serde_json::{Map, Value};

use super::algorithm::{ContentEncryption, KeyWrap};
use super::jwk::PublicKeys;
use super::material::Material;
use super::signature::josekit_key;
use super::{Rejected, cbc, compact};
use crate::entropy;
use crate::fault::Fault;

/// Seals a signed token to the key that a party registered for it: sign first, then encrypt (OpenID Connect §16.14).
pub fn encrypt(
    signed: &str,
    to: &PublicKeys,
    wrap: KeyWrap,
    encryption: ContentEncryption,
) -> Result<String, Rejected> {
    encrypt_from(None, signed, to, wrap, encryption)
}

/// The same, with the issuer readable outside, for whoever must know before opening (RFC 7519 §5.3).
pub fn encrypt_from(
    issuer: Option<&str>,
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
    if let Some(issuer) = issuer {
        header.set_issuer(issuer);
    }
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

/// Whether this is an envelope and not a signed token: five parts and not three.
pub fn is_envelope(token: &str) -> bool {
    token.split('.').nth(4).is_some()
}

/// How an envelope of somebody's says that it is closed.
pub fn algorithms(token: &str) -> Result<(KeyWrap, ContentEncryption), Rejected> {
    Envelope::read(token).map(|envelope| (envelope.wrap, envelope.encryption))
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
    encryption: ContentEncryption,
    wrapped_key: usize,
}

impl<'a> Envelope<'a> {
    pub(super) fn read(token: &'a str) -> Result<Self, Rejected> {
        let [header, wrapped_key, iv, content, tag] = compact::split(token)?;
        let header = compact::header(header, compact::NEVER_ENCRYPTED)?;
        let wrap = compact::text(&header, "alg")?.and_then(KeyWrap::parse).ok_or(Rejected::Algorithm)?;
        let encryption =
            compact::text(&header, "enc")?.and_then(ContentEncryption::parse).ok_or(Rejected::Algorithm)?;
        // J-1, J-2: josekit takes the tag's length from the message, and panics on an empty IV.
        let lengths = match encryption {
            ContentEncryption::A256Gcm => (GCM_IV, GCM_TAG),
            ContentEncryption::A128CbcHs256 => (cbc::IV, cbc::TAG),
        };
        if (compact::bytes(iv)?.len(), compact::bytes(tag)?.len()) != lengths {
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
        Ok(Self { token, header, wrap, encryption, wrapped_key })
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
        let inner = match self.encryption {
            ContentEncryption::A256Gcm => {
                let opened = context(self.encryption).deserialize_compact(self.token, opener.decrypter.as_ref());
                opened.map_err(|_| Rejected::Decryption)?.0
            }
            ContentEncryption::A128CbcHs256 => self.open_cbc(opener)?,
        };
        let inner = String::from_utf8(inner).map_err(|_| Rejected::Decryption)?;
        // Depth one: neither claims in the clear nor another envelope (TK01, DS03).
        compact::split::<3>(&inner).map_err(|_| Rejected::NotCompact("no signed token inside"))?;
        Ok(inner)
    }

    /// josekit unwraps the key, and nothing more.
    fn open_cbc(&self, opener: &Opener) -> Result<Vec<u8>, Rejected> {
        let [header, wrapped_key, iv, content, tag] = compact::split(self.token)?;
        let (iv, content, tag) = (compact::bytes(iv)?, compact::bytes(content)?, compact::bytes(tag)?);
        let told = JweHeader::from_map(self.header.clone()).map_err(|_| Rejected::Decryption)?;
        let wrapped_key = Some(compact::bytes(wrapped_key)?).filter(|key| !key.is_empty());
        let unwrapped = opener.decrypter.decrypt(wrapped_key.as_deref(), &*A128CBC_HS256, &told);
        // RFC 7516 §11.5: what does not unwrap goes on with a key that nobody knows, and fails where a wrong key does.
        let nobodys: [u8; CONTENT_KEY] = entropy::bytes().map_err(|_| Rejected::Decryption)?;
        let key = unwrapped.ok().and_then(|key| <[u8; CONTENT_KEY]>::try_from(key.as_ref()).ok()).unwrap_or(nobodys);
        cbc::open(&key, &iv, &content, header.as_bytes(), &tag).ok_or(Rejected::Decryption)
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
/// The key of A256GCM, and the two keys of A128CBC-HS256 together.
const CONTENT_KEY: usize = 32;
