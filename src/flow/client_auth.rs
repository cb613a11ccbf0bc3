//! Which party is asking, proved in the one way that it registered.
//!
//! ```text
//! credentials -> the party they name -> its registered method and its profile's -> secret or signature -> jti spent
//! ```
//!
//! Every failure is one answer, `invalid_client`; which it was stands in the log. Nothing else of a request is looked at
//! before this (V041).

use crate::clock::{Seconds, Timestamp};
use crate::flow::party_keys::Wanted;
use crate::flow::{Refused, party_keys};
use crate::jose::Rejected;
use crate::jose::algorithm::{Algorithm, KeyAlgorithm};
use crate::jose::claims::{Audience, Expected};
use crate::jose::jws;
use crate::limits;
use crate::oauth::client_auth::{Credentials, Unusable};
use crate::oauth::error::{Error, describe};
use crate::oauth::profile::AssertionAudience;
use crate::oauth::relying_party::{RelyingParty, SignatureAlgorithm};
use crate::provider::Provider;
use crate::secret::{ClientId, Digest};
use crate::store::relying_party::Registered;
use crate::store::throttle::Throttle;

/// The party that these credentials prove. `address` is whom failures are counted for; a party that proves itself is
/// never kept out by the failures of others (CA08).
pub async fn authenticate(
    credentials: Result<Credentials, Unusable>,
    address: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<RelyingParty, Refused> {
    let credentials = match credentials {
        Ok(credentials) => credentials,
        Err(unusable) => return Err(failed(None, &unusable.to_string(), address, provider, now).await),
    };
    let id = match named(&credentials) {
        Ok(id) => id,
        Err(rejected) => return Err(failed(None, &rejected.to_string(), address, provider, now).await),
    };
    let Some(registered) = provider.store.relying_party(&id).await?.filter(Registered::is_served) else {
        return Err(failed(None, "no such party is served", address, provider, now).await);
    };
    let method = credentials.method();
    let party = &registered.party;
    if method != party.token_endpoint_auth_method || !party.profile.demands().auth_methods.contains(&method) {
        return Err(failed(Some(&id), "another method than the registered one", address, provider, now).await);
    }
    let proved = match &credentials {
        Credentials::Public { .. } => Ok(()),
        Credentials::Secret { secret, .. } => {
            let shown = Digest::sha256(secret.expose().as_bytes());
            let right = registered.secret.as_ref().is_some_and(|kept| kept.matches(&shown));
            right.then_some(()).ok_or_else(|| "a wrong secret".to_owned())
        }
        Credentials::Assertion { assertion, .. } => asserted(assertion, party, provider, now).await?,
    };
    match proved {
        Ok(()) => Ok(registered.party),
        Err(because) => Err(failed(Some(&id), &because, address, provider, now).await),
    }
}

/// Whom the credentials claim to be of; an assertion says it itself, and nobody believes it yet.
fn named(credentials: &Credentials) -> Result<ClientId, Rejected> {
    match credentials {
        Credentials::Secret { id, .. } | Credentials::Public { id } => Ok(ClientId::from_text(id)),
        Credentials::Assertion { id, assertion } => {
            let claims = jws::unverified_claims(assertion)?;
            let issuer = claims.required_text("iss")?;
            if id.as_ref().is_some_and(|id| id != issuer) {
                return Err(Rejected::Claim { name: "iss", why: "not the client_id beside it" });
            }
            Ok(ClientId::from_text(issuer))
        }
    }
}

/// Whether an assertion proves the party (RFC 7523 §3): signed with a key of its own, by its algorithm, made for us alone,
/// short-lived, and not seen before on any node. The inner error is for the log.
async fn asserted(
    assertion: &str,
    party: &RelyingParty,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<(), String>, Refused> {
    let allowed = allowed(party);
    let any_of: Vec<_> = allowed.iter().copied().map(KeyAlgorithm::Sign).collect();
    let keys = match party_keys::of(party, &Wanted::to_verify(assertion, &any_of), provider, now).await {
        Ok(keys) => keys,
        Err(because) => return Ok(Err(because.to_string())),
    };
    let verified = match jws::verify(assertion, &keys, &allowed, &["JWT", "client-authentication+jwt"]) {
        Ok(verified) => verified,
        Err(rejected) => return Ok(Err(rejected.to_string())),
    };
    let token_endpoint = format!("{}/token", provider.config.issuer);
    let ours = match party.profile.demands().assertion_audience {
        AssertionAudience::Issuer => vec![provider.config.issuer.as_str()],
        AssertionAudience::IssuerOrToken | AssertionAudience::IssuerTokenOrBackchannel => {
            vec![provider.config.issuer.as_str(), token_endpoint.as_str()]
        }
    };
    let expected = Expected {
        issuer: party.client_id.as_str(),
        subject: Some(party.client_id.as_str()),
        audience: Audience::Only(&ours),
        longest: limits::ASSERTION_LONGEST,
        oldest_start: None,
        once: true,
    };
    let accepted = match verified.claims.accept(&expected, now) {
        Ok(accepted) => accepted,
        Err(rejected) => return Ok(Err(rejected.to_string())),
    };
    let jti = accepted.id.unwrap_or_default();
    let first = provider.store.spend_assertion(&party.client_id, &jti, accepted.dead_at).await?;
    Ok(first.then_some(()).ok_or_else(|| "the assertion was shown before".to_owned()))
}

/// The algorithms of a party's assertions: the one that it registered, else those of its profile.
fn allowed(party: &RelyingParty) -> Vec<Algorithm> {
    let speak = |algorithm: &SignatureAlgorithm| Algorithm::parse(algorithm.as_str());
    match &party.token_endpoint_auth_signing_alg {
        Some(pinned) => speak(pinned).into_iter().collect(),
        None => party.profile.demands().algorithms.iter().filter_map(speak).collect(),
    }
}

/// Counts the failure and makes the one answer. The counter is of the party and the address together, so that nobody can
/// count for somebody else.
async fn failed(
    party: Option<&ClientId>,
    because: &str,
    address: &str,
    provider: &Provider,
    now: Timestamp,
) -> Refused {
    let whom = format!("{} {address}", party.map(ClientId::as_str).unwrap_or_default());
    let counted = provider.store.throttle("client", &whom, limits::CLIENT_FAILURES_MINUTE, Seconds::minutes(1), now);
    match counted.await {
        Err(fault) => Refused::Fault(fault),
        Ok(Throttle::Closed(until)) => Refused::TooMany(until),
        Ok(Throttle::Open) => {
            let party = party.map_or_else(|| "(nobody)".to_owned(), ToString::to_string);
            let error = Error::invalid_client(describe!("client authentication failed"));
            Refused::Error(error.because(format!("{party}: {because}")))
        }
    }
}
