//! Tokens signed for a party: by its registered algorithm, about the person by the party's own name for that person.

use serde_json::{Map, Value};

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::subject::{self, Sector};
use crate::jose::algorithm::Algorithm;
use crate::jose::key_life::Purpose;
use crate::oauth::family::Family;
use crate::oauth::relying_party::{RelyingParty, SignatureAlgorithm, SubjectType};
use crate::oauth::token::{self, Envelope};
use crate::provider::Provider;
use crate::secret::{self, AccountId, MessageId, Token};

/// The party's name for a person (`sub`).
pub fn subject(party: &RelyingParty, account: &AccountId, provider: &Provider) -> String {
    let sector = match party.subject_type {
        SubjectType::Pairwise => Sector::Pairwise(&party.sector),
        SubjectType::Public => Sector::Public,
    };
    subject::subject(provider.store.vault(), sector, account)
}

/// An ID token beside an access token.
pub fn id_token(
    party: &RelyingParty,
    family: &Family,
    nonce: Option<&str>,
    access: &Token,
    about: Map<String, Value>,
    provider: &Provider,
    now: Timestamp,
) -> Result<String, Fault> {
    let algorithm = party.id_token_signed_response_alg;
    let subject = subject(party, &family.account, provider);
    let at_hash = half_hash(algorithm, access.expose());
    let claims = token::id_token(envelope(party, &subject, provider), family, nonce, &at_hash, about, now);
    sign(algorithm, token::JWT, &claims, provider, now)
}

/// Userinfo as a token; `None` for a party that takes it as JSON.
pub fn userinfo(
    party: &RelyingParty,
    account: &AccountId,
    about: &Map<String, Value>,
    provider: &Provider,
    now: Timestamp,
) -> Result<Option<String>, Fault> {
    let Some(algorithm) = party.userinfo_signed_response_alg else { return Ok(None) };
    let subject = subject(party, account, provider);
    let claims = token::userinfo(envelope(party, &subject, provider), about.clone(), now);
    sign(algorithm, token::JWT, &claims, provider, now).map(Some)
}

/// A logout token, signed as the party's ID tokens are (OpenID Connect Back-Channel Logout §2.4).
pub fn logout(
    party: &RelyingParty,
    account: &AccountId,
    sid: &str,
    id: &MessageId,
    provider: &Provider,
    now: Timestamp,
) -> Result<String, Fault> {
    let subject = subject(party, account, provider);
    let claims = token::logout(envelope(party, &subject, provider), sid, id, now);
    sign(party.id_token_signed_response_alg, token::LOGOUT, &claims, provider, now)
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
