//! The house's keys over time: there is always one that signs, its successor is published before it signs, and what is
//! removed in an emergency is refused by every node within seconds.
//!
//! ```text
//! begin   -> look_after, refresh                              before the house listens
//! chore   -> look_after: due? make, keep or come too late; forget, every hour
//! chore   -> refresh: rows differ from the ring? hang up a new ring, every 2 s
//! command -> rotate | remove
//! ```

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::event::Actor;
use crate::jose::algorithm::KeyAlgorithm;
use crate::jose::key_life::{self, KeyLife, Purpose, Stage, Succession};
use crate::jose::key_ring::KeyRing;
use crate::jose::stored_key::StoredKey;
use crate::provider::Provider;
use crate::store::Store;
use crate::store::signing_key::{Ending, KeyRow, NewKey};

/// What came of an operator's wish.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Rotation {
    /// A new key is published and signs from that instant.
    Made(KeyLife),
    /// A successor is published already and signs from that instant.
    UnderWay(KeyLife),
    /// Somebody else did the same a moment earlier.
    TooLate,
}

/// Makes what is missing; a house that listens has a key for whatever it is asked to sign.
pub async fn begin(provider: &Provider, now: Timestamp) -> Result<(), Fault> {
    look_after(&provider.store, now).await?;
    refresh(provider, now).await
}

/// Hangs up a new ring if the rows are no longer what the ring was made of: another node or an operator changed them.
pub async fn refresh(provider: &Provider, now: Timestamp) -> Result<(), Fault> {
    let mut kept = lives(&provider.store).await?;
    let mut held: Vec<_> = provider.keys.ring().lives().cloned().collect();
    for lives in [&mut kept, &mut held] {
        lives.retain(|life| life.stage(now) != Stage::Forgotten);
        lives.sort_by(|one, other| one.kid.cmp(&other.kid));
    }
    if kept != held {
        provider.keys.hang(ring(&provider.store, now).await?);
    }
    Ok(())
}

/// Makes the keys that are due and deletes those that are to be forgotten.
pub async fn look_after(store: &Store, now: Timestamp) -> Result<(), Fault> {
    let due = key_life::due(&lives(store).await?, now);
    // Side by side, because three RSA keys one after another are most of a first start.
    let made = due.into_iter().map(|step| {
        let store = store.clone();
        tokio::spawn(async move { carry_out(&store, &step, Actor::System, now).await })
    });
    for made in made.collect::<Vec<_>>() {
        // Coming too late is as good as having done it: the other node's key is there.
        made.await.map_err(|error| Fault::caused("making a key", error))??;
    }
    store.forget_keys(now).await?;
    Ok(())
}

/// Every key's dates, for an operator.
pub async fn lives(store: &Store) -> Result<Vec<KeyLife>, Fault> {
    store.key_rows().await?.iter().map(life).collect()
}

/// An operator's rotation ahead of time: publishes a successor, which signs a day later.
pub async fn rotate(
    store: &Store,
    purpose: Purpose,
    algorithm: KeyAlgorithm,
    now: Timestamp,
) -> Result<Rotation, Fault> {
    let lives = lives(store).await?;
    let of_slot = |life: &&KeyLife| life.purpose == purpose && life.algorithm == algorithm;
    if let Some(next) = lives.iter().filter(of_slot).find(|life| life.stage(now) == Stage::Next) {
        return Ok(Rotation::UnderWay(next.clone()));
    }
    let step = key_life::succeed(&lives, purpose, algorithm, now);
    Ok(carry_out(store, &step, Actor::Operator, now).await?.map_or(Rotation::TooLate, Rotation::Made))
}

/// Removes a key that others may have: nothing of it is accepted any more, and another signs at once. False when there is
/// no such key.
pub async fn remove(store: &Store, kid: &str, now: Timestamp) -> Result<bool, Fault> {
    let Some(life) = lives(store).await?.into_iter().find(|life| life.kid == kid) else { return Ok(false) };
    let spare = make(life.purpose, life.algorithm, now, now).await?;
    store.commit_removal(kid, &kept(&spare), Actor::Operator, now).await
}

/// The key that was made, unless another node was first.
async fn carry_out(store: &Store, step: &Succession, actor: Actor, now: Timestamp) -> Result<Option<KeyLife>, Fault> {
    let key = make(step.purpose, step.algorithm, now, step.active_from).await?;
    let ending = step.predecessor.as_ref().map(|last| Ending {
        kid: last.kid.clone(),
        retired_at: step.active_from,
        forget_at: last.forget_after(step.active_from),
    });
    let made = store.commit_succession(&kept(&key), ending.as_ref(), actor, now).await?;
    Ok(made.then_some(key.life))
}

/// An RSA key takes a good part of a second, which no request may wait behind.
async fn make(
    purpose: Purpose,
    algorithm: KeyAlgorithm,
    created_at: Timestamp,
    active_from: Timestamp,
) -> Result<StoredKey, Fault> {
    tokio::task::spawn_blocking(move || StoredKey::generate(purpose, algorithm, created_at, active_from))
        .await
        .map_err(|error| Fault::caused("making a key", error))?
}

/// The keys as the rows say, parsed.
pub async fn ring(store: &Store, now: Timestamp) -> Result<KeyRing, Fault> {
    let keys = store.signing_keys().await?;
    let keys = keys.into_iter().map(|key| Ok(StoredKey { life: life(&key.row)?, private_der: key.private_der }));
    KeyRing::new(keys.collect::<Result<_, Fault>>()?, now)
}

fn life(row: &KeyRow) -> Result<KeyLife, Fault> {
    let corrupt = |column| Fault::Corrupt { table: "signing_key", column, id: row.kid.clone() };
    Ok(KeyLife {
        kid: row.kid.clone(),
        purpose: Purpose::parse(&row.purpose).ok_or_else(|| corrupt("purpose"))?,
        algorithm: KeyAlgorithm::parse(&row.algorithm).ok_or_else(|| corrupt("algorithm"))?,
        created_at: row.created_at,
        active_from: row.active_from,
        retired_at: row.retired_at,
        forget_at: row.forget_at,
    })
}

fn kept(key: &StoredKey) -> NewKey {
    let life = &key.life;
    NewKey {
        row: KeyRow {
            kid: life.kid.clone(),
            purpose: life.purpose.as_str().into(),
            algorithm: life.algorithm.as_str().into(),
            created_at: life.created_at,
            active_from: life.active_from,
            retired_at: life.retired_at,
            forget_at: life.forget_at,
        },
        private_der: key.private_der.clone(),
    }
}

#[cfg(test)]
mod tests;
