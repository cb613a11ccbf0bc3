//! The house's own keys, parsed once: sign with the current one, verify and open with any that is not forgotten, publish.
//!
//! A ring is a value built from rows; whoever changes rows builds a new ring. `now` decides the stage of a key at each
//! call, so a ring that was built yesterday hands over at the right second. Knows no table and no clock.

use std::sync::{Arc, PoisonError, RwLock};

use serde_json::{Value, json};

use super::algorithm::{Algorithm, KeyAlgorithm};
use super::jwe::Opener;
use super::jws::{self, Parts, SigningKey, Verified};
use super::key_life::{KeyLife, Purpose, Stage};
use super::signature::Verifier;
use super::stored_key::StoredKey;
use super::{Rejected, compact};
use crate::clock::Timestamp;
use crate::fault::Fault;

/// Every key of the house that is not forgotten.
pub struct KeyRing(Vec<Held>);

/// Where every request finds the ring of the moment, and where a new one is hung when rows have changed.
#[derive(Debug)]
pub struct KeyHook(RwLock<Arc<KeyRing>>);

impl KeyHook {
    /// Hangs up the first ring.
    pub fn new(ring: KeyRing) -> Self {
        Self(RwLock::new(Arc::new(ring)))
    }

    /// The ring of the moment; a request takes it once.
    pub fn ring(&self) -> Arc<KeyRing> {
        // Nobody panics with the lock held, and a ring is whole whenever it hangs there.
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Hangs up another ring; requests under way keep the one that they took.
    pub fn hang(&self, ring: KeyRing) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(ring);
    }
}

struct Held {
    life: KeyLife,
    public: Value,
    work: Work,
}

enum Work {
    Sign { key: SigningKey, verifier: Verifier },
    Open(Opener),
}

impl KeyRing {
    /// Parses the keys. Forgotten ones are left out; one that does not parse or is not what its row says is a fault,
    /// because a house that signs with an unknown key is worse than one that does not start.
    pub fn new(keys: Vec<StoredKey>, now: Timestamp) -> Result<Self, Fault> {
        let living = keys.into_iter().filter(|key| key.life.stage(now) != Stage::Forgotten);
        let mut held = living.map(|key| Held::new(&key)).collect::<Result<Vec<_>, _>>()?;
        // Newest first, so that the first that fits is the current one even if rows should ever overlap.
        held.sort_by(|one, other| {
            let age = |held: &Held| (held.life.active_from, held.life.created_at);
            age(other).cmp(&age(one)).then_with(|| other.life.kid.cmp(&one.life.kid))
        });
        Ok(Self(held))
    }

    /// Signs claims with the current key of that purpose and algorithm.
    pub fn sign(
        &self,
        purpose: Purpose,
        algorithm: Algorithm,
        typ: &str,
        claims: &Value,
        now: Timestamp,
    ) -> Result<String, Fault> {
        let current = self.current(purpose, KeyAlgorithm::Sign(algorithm), now);
        match current.map(|held| &held.work) {
            Some(Work::Sign { key, .. }) => jws::sign(key, typ, claims),
            _ => Err(Fault::internal(format!("no current {} key for {}", algorithm.as_str(), purpose.as_str()))),
        }
    }

    /// Verifies a token that claims to be ours, of that purpose and type. Retired keys still verify, and so do coming ones,
    /// because another node's clock may be ahead; whether the token has expired is the caller's to ask.
    pub fn verify_own(&self, token: &str, purpose: Purpose, typ: &str, now: Timestamp) -> Result<Verified, Rejected> {
        let parts = Parts::read(token, compact::NEVER, &Algorithm::ALL, &[typ])?;
        let kid = parts.kid()?.ok_or(Rejected::UnknownKey)?.to_owned();
        let held = self.living(purpose, now).find(|held| held.life.kid == kid).ok_or(Rejected::UnknownKey)?;
        match &held.work {
            Work::Sign { key, verifier } if key.algorithm() == parts.algorithm => parts.check(verifier)?,
            _ => return Err(Rejected::Algorithm),
        }
        parts.verified(&kid)
    }

    /// Opens what somebody encrypted to us; the answer is a signed token whose signature is still to be verified, because
    /// anybody can encrypt to us (TK01). One key is tried: the named one, or the current one of the algorithm.
    pub fn decrypt(&self, token: &str, now: Timestamp) -> Result<String, Rejected> {
        let envelope = super::jwe::Envelope::read(token)?;
        let algorithm = KeyAlgorithm::Unwrap(envelope.wrap());
        let held = match envelope.kid() {
            Some(kid) => {
                self.living(Purpose::Decrypt, now).find(|held| held.life.kid == kid && held.life.algorithm == algorithm)
            }
            None => self.current(Purpose::Decrypt, algorithm, now),
        };
        match held.map(|held| &held.work) {
            Some(Work::Open(opener)) => envelope.open(opener),
            _ => Err(Rejected::UnknownKey),
        }
    }

    /// The public key set: coming, current and retired keys, current ones first for readers that take the first. A retired
    /// key for encryption is left out, or somebody would go on encrypting to it.
    pub fn public_set(&self, now: Timestamp) -> Value {
        let mut keys: Vec<_> = self.0.iter().filter(|held| published(&held.life, now)).collect();
        keys.sort_by_key(|held| (held.life.purpose, held.life.stage(now)));
        json!({ "keys": keys.iter().map(|held| &held.public).collect::<Vec<_>>() })
    }

    /// The dates of every key, for an operator.
    pub fn lives(&self) -> impl Iterator<Item = &KeyLife> {
        self.0.iter().map(|held| &held.life)
    }

    fn current(&self, purpose: Purpose, algorithm: KeyAlgorithm, now: Timestamp) -> Option<&Held> {
        let fits = |held: &&Held| held.life.purpose == purpose && held.life.algorithm == algorithm;
        self.0.iter().filter(fits).find(|held| held.life.stage(now) == Stage::Current)
    }

    fn living(&self, purpose: Purpose, now: Timestamp) -> impl Iterator<Item = &Held> {
        self.0.iter().filter(move |held| held.life.purpose == purpose && held.life.stage(now) != Stage::Forgotten)
    }
}

impl std::fmt::Debug for KeyRing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "({} keys)", self.0.len())
    }
}

impl Held {
    fn new(key: &StoredKey) -> Result<Self, Fault> {
        let material = key.material()?;
        if key.life.purpose.kid(&material.thumbprint()) != key.life.kid || !key.life.purpose.allows(key.life.algorithm)
        {
            return Err(Fault::internal(format!("key {} is not what its row says", key.life.kid)));
        }
        let work = match key.life.algorithm {
            KeyAlgorithm::Sign(algorithm) => {
                let verifier = Verifier::new(algorithm, &material)
                    .map_err(|_| Fault::internal(format!("key {} is not for its algorithm", key.life.kid)))?;
                Work::Sign { key: SigningKey::new(key)?, verifier }
            }
            KeyAlgorithm::Unwrap(wrap) => Work::Open(Opener::new(wrap, key.private_der.expose())?),
        };
        Ok(Self { life: key.life.clone(), public: key.public_jwk()?, work })
    }
}

fn published(life: &KeyLife, now: Timestamp) -> bool {
    match life.stage(now) {
        Stage::Forgotten => false,
        Stage::Retired => life.purpose != Purpose::Decrypt,
        Stage::Current | Stage::Next => true,
    }
}

#[cfg(test)]
mod tests;
