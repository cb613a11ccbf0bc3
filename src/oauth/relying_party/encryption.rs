//! How what we sign for a party is sealed to a key of its own, when it registered for that (OpenID Connect Registration
//! §2, RFC 9701 §6). Knows no key: whether the party has one that fits is for `jose` to say.

use serde::{Deserialize, Serialize};

use crate::oauth::relying_party::MetadataError;

/// How the key of an envelope is agreed on or wrapped, by its registered name; `jose` does it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub enum KeyManagement {
    /// ECDH-ES with the derived key used directly.
    #[serde(rename = "ECDH-ES")]
    EcdhEs,
    /// ECDH-ES with a wrapped content key.
    #[serde(rename = "ECDH-ES+A256KW")]
    EcdhEsA256Kw,
    /// RSAES-OAEP with SHA-256.
    #[serde(rename = "RSA-OAEP-256")]
    RsaOaep256,
}

impl KeyManagement {
    /// The registered name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::EcdhEs => "ECDH-ES",
            Self::EcdhEsA256Kw => "ECDH-ES+A256KW",
            Self::RsaOaep256 => "RSA-OAEP-256",
        }
    }
}

/// How the content of an envelope is encrypted, by its registered name.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub enum ContentCipher {
    /// AES-CBC with HMAC; the default of every specification that has one.
    #[default]
    #[serde(rename = "A128CBC-HS256")]
    A128CbcHs256,
    /// AES-GCM with a 256-bit key.
    #[serde(rename = "A256GCM")]
    A256Gcm,
}

impl ContentCipher {
    /// The registered name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::A128CbcHs256 => "A128CBC-HS256",
            Self::A256Gcm => "A256GCM",
        }
    }
}

/// An envelope that a party registered for one kind of answer.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Encryption {
    /// How its key is agreed on or wrapped.
    pub key: KeyManagement,
    /// How its content is encrypted.
    pub content: ContentCipher,
}

impl Encryption {
    /// Reads the pair of members `…_alg` and `…_enc`; the second alone asks for nothing that can be done.
    pub(super) fn read(
        member: &'static str,
        key: Option<KeyManagement>,
        content: Option<ContentCipher>,
    ) -> Result<Option<Self>, MetadataError> {
        match (key, content) {
            (None, None) => Ok(None),
            (None, Some(_)) => Err(MetadataError::wrong(member, "it says how to encrypt and not to which key")),
            (Some(key), content) => Ok(Some(Self { key, content: content.unwrap_or_default() })),
        }
    }
}
