//! A request object: opened with a key of ours, verified with a key of its party, believed from then on (RFC 9101,
//! OpenID Connect Core §6).
//!
//! ```text
//! envelope? -> opened -> signature by the party's registered algorithm -> claims true now -> ⊙ parameters -> jti spent
//! ```
//!
//! An object without a signature is none, whatever its party registered (CR01): anybody could have written it.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::flow::party_keys::{self, Wanted};
use crate::jose::Rejected;
use crate::jose::algorithm::{Algorithm, KeyAlgorithm};
use crate::jose::claims::{Accepted, Audience, Claims, Expected};
use crate::jose::{jwe, jws};
use crate::limits;
use crate::oauth::error::{Error, describe};
use crate::oauth::params::Params;
use crate::oauth::relying_party::{RelyingParty, SignatureAlgorithm};
use crate::oauth::request_object;
use crate::provider::Provider;

/// How often an object may be shown.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Shown {
    /// Once, if it has a name (`jti`).
    Once,
    /// As often as it is fetched: a document at an address is for everybody whom the party sends.
    Often,
}

/// The parameters that an object says. `outer` is what stood beside it, with which it must agree where both say whose
/// request it is; nothing of it is taken over (V028).
pub(super) async fn read(
    object: &str,
    shown: Shown,
    outer: &Params,
    party: &RelyingParty,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<Params, Error>, Fault> {
    if party.jwks.is_none() && party.jwks_uri.is_none() {
        let none = Error::request_not_supported(describe!("this client has registered no key for request objects"));
        return Ok(Err(none));
    }
    let us = [provider.config.issuer.as_str()];
    let read = verified(object, party, provider, now).await.and_then(|claims| {
        let accepted = claims.accept_request(&expected(party, &us), whole(party), now)?;
        Ok((claims, accepted))
    });
    let (claims, Accepted { id, dead_at, .. }) = match read {
        Ok(read) => read,
        Err(rejected) => return Ok(Err(not_valid(rejected.to_string()))),
    };
    let params = match request_object::parameters(claims.members(), outer, &party.client_id) {
        Ok(params) => params,
        Err(error) => return Ok(Err(error)),
    };
    match (shown, id) {
        (Shown::Once, Some(jti)) => {
            // A name among objects is no name among proofs of the party.
            let first = provider.store.spend_assertion(&party.client_id, &format!("request {jti}"), dead_at).await?;
            Ok(first.then_some(params).ok_or_else(|| not_valid("it was shown before".into())))
        }
        _ => Ok(Ok(params)),
    }
}

async fn verified(object: &str, party: &RelyingParty, provider: &Provider, now: Timestamp) -> Result<Claims, Rejected> {
    let opened;
    let signed = if jwe::is_envelope(object) {
        opened = open(object, party, provider, now)?;
        opened.as_str()
    } else {
        object
    };
    let allowed = allowed(party);
    let any_of: Vec<_> = allowed.iter().copied().map(KeyAlgorithm::Sign).collect();
    let keys = party_keys::of(party, &Wanted::to_verify(signed, &any_of), provider, now).await.map_err(|because| {
        tracing::info!(party = %party.client_id, %because, "no key for a request object");
        Rejected::UnknownKey
    })?;
    Ok(jws::verify(signed, &keys, &allowed, &["oauth-authz-req+jwt", "JWT"])?.claims)
}

/// Opens an envelope; what its party registered, it keeps to (DS03).
fn open(object: &str, party: &RelyingParty, provider: &Provider, now: Timestamp) -> Result<String, Rejected> {
    if let Some(registered) = party.request_object_encryption {
        let (wrap, content) = jwe::algorithms(object)?;
        if wrap.as_str() != registered.key.as_str() || content.as_str() != registered.content.as_str() {
            return Err(Rejected::Algorithm);
        }
    }
    provider.keys.ring().decrypt(object, now)
}

/// The algorithms of a party's objects: the one that it registered, else those of its profile.
fn allowed(party: &RelyingParty) -> Vec<Algorithm> {
    let speak = |algorithm: &SignatureAlgorithm| Algorithm::parse(algorithm.as_str());
    match &party.request_object_signing_alg {
        Some(pinned) => speak(pinned).into_iter().collect(),
        None => party.profile.demands().algorithms.iter().filter_map(speak).collect(),
    }
}

fn whole(party: &RelyingParty) -> bool {
    party.profile.demands().whole_request_objects
}

fn expected<'a>(party: &'a RelyingParty, us: &'a [&'a str]) -> Expected<'a> {
    Expected {
        issuer: party.client_id.as_str(),
        subject: None,
        audience: if whole(party) { Audience::Only(us) } else { Audience::Among(us) },
        longest: limits::REQUEST_OBJECT_LONGEST,
        oldest_start: Some(limits::REQUEST_OBJECT_LONGEST),
        once: false,
    }
}

fn not_valid(because: String) -> Error {
    Error::invalid_request_object(describe!("the request object is not valid")).because(because)
}
