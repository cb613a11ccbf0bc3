//! Tokens signed for a party: by its registered algorithm, about the person by the party's own name for that person; and
//! sealed to a key of the party's where it registered for that. What cannot be sealed does not leave.

use serde_json::{Map, Value};

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::flow::Refused;
use crate::flow::party_keys::{self, Wanted};
use crate::identity::subject::{self, Sector};
use crate::jose::algorithm::{Algorithm, ContentEncryption, KeyAlgorithm, KeyWrap};
use crate::jose::jwe;
use crate::jose::key_life::Purpose;
use crate::oauth::error::{Error, describe};
use crate::oauth::family::Family;
use crate::oauth::relying_party::encryption::Encryption;
use crate::oauth::relying_party::{RelyingParty, SignatureAlgorithm, SubjectType};
use crate::oauth::token::{self, Envelope, Hashes};
use crate::provider::Provider;
use crate::secret::{self, MessageId, Token};

/// The party's name for whose account has that id: a person's, or an organisation's (`sub`).
pub fn subject(party: &RelyingParty, account: &str, provider: &Provider) -> String {
    let sector = match party.subject_type {
        SubjectType::Pairwise => Sector::Pairwise(&party.sector),
        SubjectType::Public => Sector::Public,
    };
    subject::subject(provider.store.vault(), sector, account)
}

/// What an ID token is sent together with.
#[derive(Clone, Copy, Debug, Default)]
pub struct Beside<'a> {
    /// The access token.
    pub access: Option<&'a Token>,
    /// The code.
    pub code: Option<&'a Token>,
    /// The `state` of the request that it answers.
    pub state: Option<&'a str>,
}

/// An ID token, which vouches for what it is sent together with.
pub async fn id_token(
    party: &RelyingParty,
    family: &Family,
    nonce: Option<&str>,
    beside: Beside<'_>,
    about: Map<String, Value>,
    provider: &Provider,
    now: Timestamp,
) -> Result<String, Refused> {
    let algorithm = party.id_token_signed_response_alg;
    let subject = subject(party, family.holder(), provider);
    let half = |text: &str| half_hash(algorithm, text);
    let hashes = Hashes {
        access: beside.access.map(Token::expose).map(half),
        code: beside.code.map(Token::expose).map(half),
        state: beside.state.map(half),
    };
    let claims = token::id_token(envelope(party, &subject, provider), family, nonce, &hashes, about, now);
    let signed = sign(algorithm, token::JWT, &claims, provider, now)?;
    sealed(signed, party.id_token_encryption, party, provider, now).await
}

/// Userinfo as a token; `None` for a party that takes it as JSON.
pub async fn userinfo(
    party: &RelyingParty,
    family: &Family,
    about: &Map<String, Value>,
    provider: &Provider,
    now: Timestamp,
) -> Result<Option<String>, Refused> {
    let Some(algorithm) = party.userinfo_signed_response_alg else { return Ok(None) };
    let subject = subject(party, family.holder(), provider);
    let claims = token::userinfo(envelope(party, &subject, provider), about.clone(), now);
    let signed = sign(algorithm, token::JWT, &claims, provider, now)?;
    sealed(signed, party.userinfo_encryption, party, provider, now).await.map(Some)
}

/// What a party is told of a token that it asked about, as a token (RFC 9701 §5).
pub async fn introspection(
    party: &RelyingParty,
    about: &Map<String, Value>,
    provider: &Provider,
    now: Timestamp,
) -> Result<String, Refused> {
    let claims = token::introspection(&provider.config.issuer, &party.client_id, about, now);
    let signed = sign(party.introspection_signed_response_alg, token::INTROSPECTION, &claims, provider, now)?;
    sealed(signed, party.introspection_encryption, party, provider, now).await
}

/// A logout token, signed and sealed as the party's ID tokens are (OpenID Connect Back-Channel Logout §2.4, §2.6).
pub async fn logout(
    party: &RelyingParty,
    account: &str,
    sid: &str,
    id: &MessageId,
    provider: &Provider,
    now: Timestamp,
) -> Result<String, Refused> {
    let subject = subject(party, account, provider);
    let claims = token::logout(envelope(party, &subject, provider), sid, id, now);
    let signed = sign(party.id_token_signed_response_alg, token::LOGOUT, &claims, provider, now)?;
    sealed(signed, party.id_token_encryption, party, provider, now).await
}

/// The signed token in an envelope that the party alone opens, when it registered for one: signed first, then encrypted
/// (OpenID Connect Core §16.14). A party that has no such key is refused and is never answered in the open instead (UI02).
async fn sealed(
    signed: String,
    encryption: Option<Encryption>,
    party: &RelyingParty,
    provider: &Provider,
    now: Timestamp,
) -> Result<String, Refused> {
    let Some(encryption) = encryption else { return Ok(signed) };
    let (wrap, content) = spoken(encryption)?;
    let wanted = [KeyAlgorithm::Unwrap(wrap)];
    let keys = party_keys::of(party, &Wanted::to_encrypt(&wanted), provider, now).await;
    let keys = keys.map_err(|because| no_key(because.to_string()))?;
    // A notice comes unasked: its reader finds out of whom before it opens it (OpenID Connect Back-Channel Logout §2.4).
    let issuer = Some(provider.config.issuer.as_str());
    jwe::encrypt_from(issuer, &signed, &keys, wrap, content).map_err(|rejected| no_key(rejected.to_string()).into())
}

/// The registered names, as `jose` speaks them.
fn spoken(encryption: Encryption) -> Result<(KeyWrap, ContentEncryption), Fault> {
    let wrap = KeyWrap::parse(encryption.key.as_str());
    let content = ContentEncryption::parse(encryption.content.as_str());
    wrap.zip(content).ok_or_else(|| Fault::internal("a party is registered with an encryption that nobody speaks"))
}

fn no_key(because: String) -> Error {
    Error::invalid_request(describe!("this client has no key to which what it registered to have encrypted can be"))
        .because(because)
}

/// The left half of a token's hash, with the hash of the signature algorithm (OpenID Connect Core §3.1.3.6).
pub fn half_hash(algorithm: SignatureAlgorithm, text: &str) -> String {
    match algorithm {
        // Ed25519 hashes with SHA-512.
        SignatureAlgorithm::EdDsa => secret::half_sha512(text.as_bytes()),
        SignatureAlgorithm::Es256 | SignatureAlgorithm::Ps256 | SignatureAlgorithm::Rs256 => {
            secret::half_sha256(text.as_bytes())
        }
    }
}

fn envelope<'a>(party: &'a RelyingParty, subject: &'a str, provider: &'a Provider) -> Envelope<'a> {
    Envelope { issuer: &provider.config.issuer, audience: &party.client_id, subject }
}

fn sign(
    algorithm: SignatureAlgorithm,
    typ: &str,
    claims: &Value,
    provider: &Provider,
    now: Timestamp,
) -> Result<String, Fault> {
    let algorithm = Algorithm::parse(algorithm.as_str())
        .ok_or_else(|| Fault::internal("a party is registered with an algorithm that nobody speaks"))?;
    provider.keys.ring().sign(Purpose::Token, algorithm, typ, claims, now)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_the_algorithms_own() {
        // OpenID Connect Core A.4: the access token and its at_hash under RS256.
        let access = "jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y";
        assert_eq!(half_hash(SignatureAlgorithm::Rs256, access), "77QmUPtjPfzWtF2AnpK9RQ");
        assert_eq!(half_hash(SignatureAlgorithm::EdDsa, access).len(), 43);
    }
}
