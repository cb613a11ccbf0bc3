//! The algorithms that we speak, and none besides: no `none`, no HMAC, no RSA1_5, no PBES2, no `dir`.
//!
//! HMAC is absent on purpose: where no symmetric verifier exists, nobody can key it with a public key (J-13).

/// A signature algorithm (RFC 7518 §3, RFC 8037).
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Algorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256; OpenID's default.
    Rs256,
    /// RSASSA-PSS with SHA-256.
    Ps256,
    /// ECDSA on P-256 with SHA-256.
    Es256,
    /// EdDSA on Ed25519 only.
    EdDsa,
}

impl Algorithm {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Rs256, Self::Ps256, Self::Es256, Self::EdDsa];

    /// The name as registered.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Ps256 => "PS256",
            Self::Es256 => "ES256",
            Self::EdDsa => "EdDSA",
        }
    }

    /// Reads a name as registered, byte for byte. Newer libraries write the full name of EdDSA on Ed25519 (RFC 9864 §2.2);
    /// we write the older one, which every library reads.
    pub fn parse(name: &str) -> Option<Self> {
        let full = (name == "Ed25519").then_some(Self::EdDsa);
        Self::ALL.into_iter().find(|algorithm| algorithm.as_str() == name).or(full)
    }
}

/// How the key of an encrypted token is agreed on or wrapped (RFC 7518 §4).
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum KeyWrap {
    /// ECDH-ES with the derived key used directly.
    EcdhEs,
    /// ECDH-ES with a wrapped content key.
    EcdhEsA256Kw,
    /// RSAES-OAEP with SHA-256.
    RsaOaep256,
}

impl KeyWrap {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::EcdhEs, Self::EcdhEsA256Kw, Self::RsaOaep256];

    /// The name as registered.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::EcdhEs => "ECDH-ES",
            Self::EcdhEsA256Kw => "ECDH-ES+A256KW",
            Self::RsaOaep256 => "RSA-OAEP-256",
        }
    }

    /// Reads a name as registered, byte for byte.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|wrap| wrap.as_str() == name)
    }
}

/// How the content of an encrypted token is encrypted (RFC 7518 §5).
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum ContentEncryption {
    /// AES-CBC with HMAC; OpenID's default. josekit writes it; its reading is a padding oracle, so we read it ourselves.
    A128CbcHs256,
    /// AES-GCM with a 256-bit key.
    A256Gcm,
}

impl ContentEncryption {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::A128CbcHs256, Self::A256Gcm];

    /// The name as registered.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::A128CbcHs256 => "A128CBC-HS256",
            Self::A256Gcm => "A256GCM",
        }
    }

    /// Reads a name as registered, byte for byte.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|encryption| encryption.as_str() == name)
    }
}

/// What one key of ours does; a key never does two things (KM02).
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum KeyAlgorithm {
    /// Signs.
    Sign(Algorithm),
    /// Opens what others encrypted to us.
    Unwrap(KeyWrap),
}

impl KeyAlgorithm {
    /// The name as registered.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sign(algorithm) => algorithm.as_str(),
            Self::Unwrap(wrap) => wrap.as_str(),
        }
    }

    /// Reads a name as registered, byte for byte.
    pub fn parse(name: &str) -> Option<Self> {
        Algorithm::parse(name).map(Self::Sign).or_else(|| KeyWrap::parse(name).map(Self::Unwrap))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_read_back_and_no_other_spelling_is() {
        for algorithm in Algorithm::ALL {
            assert_eq!(Algorithm::parse(algorithm.as_str()), Some(algorithm));
            assert_eq!(KeyAlgorithm::parse(algorithm.as_str()), Some(KeyAlgorithm::Sign(algorithm)));
        }
        for wrap in KeyWrap::ALL {
            assert_eq!(KeyAlgorithm::parse(wrap.as_str()), Some(KeyAlgorithm::Unwrap(wrap)));
        }
        for encryption in ContentEncryption::ALL {
            assert_eq!(ContentEncryption::parse(encryption.as_str()), Some(encryption));
        }
        assert_eq!(Algorithm::parse("Ed25519"), Some(Algorithm::EdDsa));
        for wrong in [
            "none", "None", "nOnE", "none ", "ｎone", "HS256", "RS1", "rs256", "ES256K", "Ed448", "ed25519", "RSA1_5",
            "dir", "",
        ] {
            assert_eq!(KeyAlgorithm::parse(wrong), None, "{wrong}");
            assert_eq!(ContentEncryption::parse(wrong), None, "{wrong}");
        }
        assert_eq!(KeyAlgorithm::parse("PBES2-HS256+A128KW"), None);
    }
}
