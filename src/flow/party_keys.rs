//! A party's public keys: those in its registration, or those at the address that it registered.
//!
//! Fetched keys are kept for a while, so that no token request waits for somebody else's server; a key that is not among
//! them is reason to look again, at most every so often, so that nobody can make us call (H5, OpenID Connect Core §10.1.1).

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use crate::clock::{Seconds, Timestamp};
use crate::jose::jwk::PublicKeys;
use crate::jose::jws;
use crate::oauth::relying_party::RelyingParty;
use crate::provider::Provider;
use crate::secret::ClientId;

/// The key sets that were fetched, by party and address.
#[derive(Debug, Default)]
pub struct PartyKeys(RwLock<HashMap<(ClientId, String), Fetched>>);

#[derive(Clone, Debug)]
struct Fetched {
    keys: Arc<PublicKeys>,
    at: Timestamp,
}

/// The keys by which a token that this party is said to have signed can be checked; the error is for the log.
pub async fn verifying(
    party: &RelyingParty,
    token: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<Arc<PublicKeys>, String> {
    if let Some(keys) = &party.jwks {
        return PublicKeys::parse(keys).map(Arc::new).map_err(|rejected| rejected.to_string());
    }
    let address = party.jwks_uri.as_ref().ok_or("the party has no keys")?.as_str().to_owned();
    let place = (party.client_id.clone(), address);
    let known = provider.party_keys.known(&place);
    match &known {
        Some(fetched) if now.since(fetched.at) < TOO_SOON => return Ok(Arc::clone(&fetched.keys)),
        Some(fetched) if now.since(fetched.at) < KEPT && names_one_of(token, &fetched.keys) => {
            return Ok(Arc::clone(&fetched.keys));
        }
        _ => {}
    }
    let keys = match fetch(&place.1, provider).await {
        Ok(keys) => Arc::new(keys),
        Err(because) => {
            tracing::info!(party = %party.client_id, because, "a key set could not be fetched");
            // Its server is down: what we have is no worse than a minute ago (F40), and none is kept as none for a moment.
            known.map(|fetched| fetched.keys).unwrap_or_default()
        }
    };
    provider.party_keys.keep(place, Fetched { keys: Arc::clone(&keys), at: now });
    Ok(keys)
}

async fn fetch(address: &str, provider: &Provider) -> Result<PublicKeys, String> {
    let answer = provider.outbound.get(address).await.map_err(|error| error.to_string())?;
    if answer.status != 200 {
        return Err("the party's key set is not there".into());
    }
    PublicKeys::read(&answer.body).map_err(|rejected| rejected.to_string())
}

fn names_one_of(token: &str, keys: &PublicKeys) -> bool {
    jws::unverified_kid(token).is_none_or(|kid| keys.iter().any(|key| key.kid() == Some(&kid)))
}

impl PartyKeys {
    fn known(&self, place: &(ClientId, String)) -> Option<Fetched> {
        self.0.read().unwrap_or_else(PoisonError::into_inner).get(place).cloned()
    }

    fn keep(&self, place: (ClientId, String), fetched: Fetched) {
        let mut kept = self.0.write().unwrap_or_else(PoisonError::into_inner);
        // As many as there are registered parties at most; a bound all the same.
        if kept.len() >= MOST {
            kept.clear();
        }
        kept.insert(place, fetched);
    }
}

/// A key set is not fetched again sooner, whatever key a token names.
const TOO_SOON: Seconds = Seconds::new(30);
/// A key set is fetched again after this long.
const KEPT: Seconds = Seconds::minutes(15);
/// Key sets kept.
const MOST: usize = 10_000;
