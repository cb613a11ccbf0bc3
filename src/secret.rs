//! Secrets that cannot be printed, ids, opaque tokens, and the digests that are all we keep of a token.
//!
//! Knows no table and no key; `seal` holds what is derived from the house's master secret.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest;
use subtle::ConstantTimeEq as _;
use zeroize::{Zeroize, ZeroizeOnDrop};

/// A value that is never printed and is wiped when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Secret<T: Zeroize>(T);

impl<T: Zeroize> Secret<T> {
    /// Takes the value in.
    pub fn new(value: T) -> Self {
        Self(value)
    }

    /// The value, for the one call that needs it.
    pub fn expose(&self) -> &T {
        &self.0
    }
}

impl<T: Zeroize> fmt::Debug for Secret<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(secret)")
    }
}

/// SHA-256 of something with at least 128 random bits, or a keyed digest of something with fewer; base64url.
#[derive(Clone, Debug, Eq, Ord, PartialOrd)]
pub struct Digest(String);

/// In constant time, so that no comparison of ours tells how much of a guess was right (V044).
impl PartialEq for Digest {
    fn eq(&self, other: &Self) -> bool {
        equal(self.0.as_bytes(), other.0.as_bytes())
    }
}

impl Digest {
    /// SHA-256 of the bytes.
    pub fn sha256(bytes: &[u8]) -> Self {
        Self::from_bytes(digest::digest(&digest::SHA256, bytes).as_ref())
    }

    /// The digest that these bytes already are.
    pub fn from_bytes(bytes: &[u8]) -> Self {
        Self(encode(bytes))
    }

    /// The digest as it stands in a column that only we write.
    pub fn from_column(text: String) -> Self {
        Self(text)
    }

    /// The column text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Equality, where it decides about somebody's secret.
    pub fn matches(&self, other: &Self) -> bool {
        self == other
    }
}

/// What an opaque token is for. The prefix stands in the token and in its digest, so that one kind is never another.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum TokenKind {
    /// An access token.
    Access,
    /// A browser's cookie before and beside a session.
    Browser,
    /// A client secret.
    ClientSecret,
    /// An authorization code.
    Code,
    /// An initial access token for registration.
    InitialAccess,
    /// A refresh token.
    Refresh,
    /// A registration access token (RFC 7592).
    Registration,
    /// A pushed authorization request (RFC 9126).
    RequestUri,
    /// A session's cookie.
    Session,
}

impl TokenKind {
    const fn prefix(self) -> &'static str {
        match self {
            Self::Access => "at_",
            Self::Browser => "br_",
            Self::ClientSecret => "cs_",
            Self::Code => "ac_",
            Self::InitialAccess => "it_",
            Self::Refresh => "rt_",
            Self::Registration => "rg_",
            Self::RequestUri => "ru_",
            Self::Session => "se_",
        }
    }
}

/// 256 random bits with a prefix naming the kind. Whoever holds the text holds the right; we keep the digest.
#[derive(Clone)]
pub struct Token {
    kind: TokenKind,
    text: Secret<String>,
}

impl Token {
    /// The token made of these random bytes.
    pub fn mint(kind: TokenKind, random: [u8; 32]) -> Self {
        Self { kind, text: Secret::new(format!("{}{}", kind.prefix(), encode(&random))) }
    }

    /// Reads a token of this kind from outside; another kind, length or alphabet is none.
    pub fn parse(kind: TokenKind, text: &str) -> Option<Self> {
        let random = text.strip_prefix(kind.prefix())?;
        let canonical = decode(random).is_some_and(|bytes| bytes.len() == 32);
        canonical.then(|| Self { kind, text: Secret::new(text.to_owned()) })
    }

    /// The text, for the one answer that carries it.
    pub fn expose(&self) -> &str {
        self.text.expose()
    }

    /// What we keep.
    pub fn digest(&self) -> Digest {
        Digest::sha256(self.text.expose().as_bytes())
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "({:?} token)", self.kind)
    }
}

/// Declares the ids of rows: 128 random bits in text with a prefix that names the kind. An id is no secret.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd, serde::Deserialize, serde::Serialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The id made of these random bytes.
            pub fn new(random: [u8; 16]) -> Self {
                Self(format!(concat!($prefix, "_{}"), encode(&random)))
            }

            /// The id as it stands in a column, a path or a form; it may name no row.
            pub fn from_text(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

ids! {
    /// Names an account.
    AccountId = "acc";
    /// Names an authorization request.
    RequestId = "req";
    /// Names a correction of the register's data.
    CorrectionId = "cor";
    /// Names an application that nearly matched.
    NearMatchId = "nmt";
    /// Names an officer's contact with somebody.
    ContactId = "ctc";
    /// Names a report about a contact, or about somebody who pretended to be an officer.
    ReportId = "cpl";
    /// Names an officer's case.
    CaseId = "cas";
    /// Names a recovery of an account.
    RecoveryId = "rcv";
    /// Names a measure on an account.
    MeasureId = "mea";
    /// Names a remembered consent.
    ConsentId = "con";
    /// Names an officer's question for fields.
    AskId = "ask";
    /// Names what somebody answers for somebody else by.
    DependantId = "dep";
    /// Names an enrolment.
    EnrolmentId = "enr";
    /// Names a check that an officer recorded.
    EvidenceId = "evd";
    /// Names an audited event.
    EventId = "evt";
    /// Names a second factor.
    FactorId = "fac";
    /// Names a passkey.
    PasskeyId = "pky";
    /// Names a sheet of codes on paper.
    SheetId = "sht";
    /// Names a chain of refresh tokens and what hangs from it.
    FamilyId = "fam";
    /// Names what an administrator asked for.
    GrantId = "gnt";
    /// Names a group of officers.
    GroupId = "grp";
    /// Names the taking over of an account by its holder.
    HandOverId = "hnd";
    /// Names an organisation's account.
    OrganisationId = "org";
    /// Names a measure on an organisation's account.
    OrganisationMeasureId = "omr";
    /// Names the square of an organisation.
    OrganisationSquareId = "osq";
    /// Names an application for an organisation's account.
    ApplicationId = "app";
    /// Names somebody's right to act for an organisation.
    RepresentationId = "rep";
    /// Names an offer of such a right.
    OfferId = "ofr";
    /// Names a paper that an officer compared with its original.
    OriginalId = "ori";
    /// Names a message or notice in the outbox.
    MessageId = "msg";
    /// Names a presentation (a QR).
    PresentationId = "prs";
    /// Names a receipt.
    ReceiptId = "rcp";
    /// Names a relying party; its `client_id`.
    ClientId = "rp";
    /// Names a session; its `sid` at a party is derived, never this.
    SessionId = "ses";
    /// Names the square of a sign-in page.
    SignInSquareId = "sgn";
    /// Names a visit that a person booked.
    VisitId = "vis";
}

/// Unpadded base64url.
pub fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// SHA-256 of these bytes, one after another.
pub fn sha256(parts: &[&[u8]]) -> [u8; 32] {
    let mut context = digest::Context::new(&digest::SHA256);
    for part in parts {
        context.update(part);
    }
    let mut hash = [0; 32];
    // SHA-256 has 32 bytes, so both are of one length.
    hash.copy_from_slice(context.finish().as_ref());
    hash
}

/// Strict unpadded base64url: no padding, no whitespace, zero trailing bits (one text for one value).
pub fn decode(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode(text).ok()
}

/// The left half of the SHA-256 of something that is itself a secret of 256 bits: `at_hash` and its kin.
pub fn half_sha256(bytes: &[u8]) -> String {
    half(&digest::SHA256, bytes)
}

/// The same of the SHA-512.
pub fn half_sha512(bytes: &[u8]) -> String {
    half(&digest::SHA512, bytes)
}

fn half(algorithm: &'static digest::Algorithm, bytes: &[u8]) -> String {
    let digest = digest::digest(algorithm, bytes);
    let (left, _) = digest.as_ref().split_at(digest.as_ref().len() / 2);
    encode(left)
}

/// Equality in constant time.
pub fn equal(one: &[u8], other: &[u8]) -> bool {
    one.ct_eq(other).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_of_one_kind_is_not_read_as_another() {
        let code = Token::mint(TokenKind::Code, [7; 32]);
        assert_eq!(Token::parse(TokenKind::Code, code.expose()).unwrap().digest(), code.digest());
        assert!(Token::parse(TokenKind::Access, code.expose()).is_none());
        for wrong in ["", "ac_", "ac_AAAA", &format!("{}=", code.expose()), &format!("{} ", code.expose())] {
            assert!(Token::parse(TokenKind::Code, wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_secret_is_not_printed() {
        let token = Token::mint(TokenKind::Session, [9; 32]);
        assert!(!format!("{token:?} {:?}", Secret::new(String::from("abc"))).contains("abc"));
        assert!(!format!("{token:?}").contains(token.expose()));
    }

    #[test]
    fn v044_digests_are_the_same_or_another_whichever_letter_differs() {
        let digest = Digest::sha256(b"a secret");
        assert_eq!(digest, Digest::from_column(digest.as_str().to_owned()));
        for at in 0..digest.as_str().len() {
            let mut other = digest.as_str().as_bytes().to_vec();
            other[at] ^= 1;
            let other = Digest::from_column(String::from_utf8(other).unwrap());
            assert!(digest != other && !digest.matches(&other), "{at}");
        }
        assert_ne!(digest, Digest::from_column(digest.as_str()[1..].to_owned()));
    }

    #[test]
    fn base64url_has_one_spelling() {
        for wrong in ["AB", "AA==", "A A", "A+A=", "AA\n"] {
            assert_eq!(decode(wrong), None, "{wrong}");
        }
        assert_eq!(decode("AA"), Some(vec![0]));
    }
}
