//! A party's public keys: those in its registration, or those at the address that it registered.
//!
//! Fetched keys are kept for a while, so that no token request waits for somebody else's server; a key that is not among
//! them is reason to look again, at most every so often, so that nobody can make us call (H5, OpenID Connect Core §10.1.1).
//! They are kept in each node's memory and not in the database: they are public, they can be had again at any time, and a
//! row that every request reads and every node writes would cost more than the one call by which a new node learns them.

use std::sync::Arc;

use crate::clock::{Seconds, Timestamp};
use crate::flow::shelf::Shelves;
use crate::jose::algorithm::KeyAlgorithm;
use crate::jose::jwk::PublicKeys;
use crate::jose::jws;
use crate::limits;
use crate::oauth::relying_party::RelyingParty;
use crate::provider::Provider;
use crate::provider::outbound::NoAnswer;

/// What a key is needed for; an algorithm says whether it signs or unwraps.
#[derive(Clone, Debug)]
pub struct Wanted<'a> {
    /// The key's name, when a token says one.
    pub kid: Option<String>,
    /// Any of these.
    pub algorithms: &'a [KeyAlgorithm],
}

impl<'a> Wanted<'a> {
    /// The key by which the signature of a token can be checked.
    pub fn to_verify(token: &str, algorithms: &'a [KeyAlgorithm]) -> Self {
        Self { kid: jws::unverified_kid(token), algorithms }
    }

    /// Any key to encrypt to.
    pub const fn to_encrypt(algorithms: &'a [KeyAlgorithm]) -> Self {
        Self { kid: None, algorithms }
    }
}

/// Why a party's keys cannot be had, for the log and for whoever registers them.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum NoKeys {
    /// It registered none.
    #[error("the party has no keys")]
    None,
    /// Its address is not called or does not answer.
    #[error("its key set cannot be fetched: {0}")]
    NoAnswer(NoAnswer),
    /// Something else is at its address.
    #[error("at its address is no key set")]
    NotThere,
    /// The set holds what we take from nobody.
    #[error("its key set is not good: {0}")]
    NotGood(&'static str),
}

/// The keys of a party, with the wanted one among them if it has it.
pub async fn of(
    party: &RelyingParty,
    wanted: &Wanted<'_>,
    provider: &Provider,
    now: Timestamp,
) -> Result<Arc<PublicKeys>, NoKeys> {
    if let Some(keys) = &party.jwks {
        return PublicKeys::parse(keys).map(Arc::new).map_err(|_| NoKeys::NotGood("it was registered so"));
    }
    let address = party.jwks_uri.as_ref().ok_or(NoKeys::None)?.as_str();
    let shelf = provider.party_keys.0.of(&party.client_id, address);
    let fetched = async {
        fetch(address, provider)
            .await
            .inspect_err(|because| tracing::info!(party = %party.client_id, %because, "a key set could not be fetched"))
    };
    let keep = |fetched: Result<_, _>, before| {
        let kept = Kept::instead_of(before, fetched.ok(), now);
        let keys = Arc::clone(&kept.keys);
        (kept, keys)
    };
    Ok(shelf.get(|kept: &Kept| kept.good_enough(wanted, now), fetched, keep).await)
}

/// Fetches the set at an address that somebody registered, and reads it strictly.
pub async fn fetch(address: &str, provider: &Provider) -> Result<PublicKeys, NoKeys> {
    let answer = provider.outbound.get(address).await.map_err(NoKeys::NoAnswer)?;
    if answer.status != 200 {
        return Err(NoKeys::NotThere);
    }
    PublicKeys::read(&answer.body).map_err(|_| NoKeys::NotGood("it holds a bad key or is no key set"))
}

/// The key sets that were fetched.
#[derive(Debug, Default)]
pub struct PartyKeys(Shelves<Kept, { limits::PARTY_KEYS }>);

#[derive(Clone, Debug)]
struct Kept {
    keys: Arc<PublicKeys>,
    came_at: Timestamp,
    tried_at: Timestamp,
}

impl Kept {
    /// The keys, unless it is time to look again.
    fn good_enough(&self, wanted: &Wanted<'_>, now: Timestamp) -> Option<Arc<PublicKeys>> {
        let age = now.since(self.tried_at);
        let fresh = age < limits::PARTY_KEYS_TOO_SOON
            || (age < limits::PARTY_KEYS_KEPT && self.keys.has(wanted.kid.as_deref(), wanted.algorithms));
        fresh.then(|| Arc::clone(&self.keys))
    }

    /// What came. When nothing came, its server is down: what we have is no worse than a minute ago (F40), for a day at
    /// most, since it may be down so that we go on believing in a key that was stolen.
    fn instead_of(before: Option<Self>, came: Option<PublicKeys>, now: Timestamp) -> Self {
        let (keys, came_at) = match (came, before) {
            (Some(keys), _) => (Arc::new(keys), now),
            (None, Some(old)) if now.since(old.came_at) < OLDEST => (old.keys, old.came_at),
            (None, _) => (Arc::default(), now),
        };
        Self { keys, came_at, tried_at: now }
    }
}

/// A set whose server no longer answers is believed for this long.
const OLDEST: Seconds = Seconds::days(1);

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::jose::algorithm::Algorithm;

    const SIGN: &[KeyAlgorithm] = &[KeyAlgorithm::Sign(Algorithm::EdDsa)];

    fn keys(kid: &str) -> PublicKeys {
        let x = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";
        PublicKeys::parse(&json!({ "keys": [{ "kty": "OKP", "crv": "Ed25519", "x": x, "kid": kid }] })).unwrap()
    }

    fn wanted(kid: &str) -> Wanted<'static> {
        Wanted { kid: Some(kid.into()), algorithms: SIGN }
    }

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_unix(1_800_000_000 + seconds)
    }

    #[test]
    fn a_known_key_is_not_fetched_again_for_a_while_and_an_unknown_one_not_too_soon() {
        let kept = Kept::instead_of(None, Some(keys("one")), at(0));
        let (soon, late) = (limits::PARTY_KEYS_TOO_SOON.get(), limits::PARTY_KEYS_KEPT.get());
        assert!(kept.good_enough(&wanted("two"), at(soon - 1)).is_some());
        assert!(kept.good_enough(&wanted("two"), at(soon)).is_none());
        assert!(kept.good_enough(&wanted("one"), at(late - 1)).is_some());
        assert!(kept.good_enough(&wanted("one"), at(late)).is_none());
    }

    #[test]
    fn while_a_server_is_down_its_keys_are_believed_for_a_day() {
        let mut kept = Kept::instead_of(None, Some(keys("one")), at(0));
        for (came, seconds, stands) in [
            (None, 3600, true),
            (None, OLDEST.get() - 1, true),
            (None, OLDEST.get(), false),
            (Some(keys("one")), OLDEST.get() + 60, true),
        ] {
            kept = Kept::instead_of(Some(kept), came, at(seconds));
            assert_eq!(kept.keys.has(Some("one"), SIGN), stands, "{seconds}");
        }
    }
}
