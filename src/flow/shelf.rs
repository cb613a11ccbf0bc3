//! What was fetched from the addresses of parties, in a node's memory: a shelf for each address, filled by one call at a
//! time, so that nobody can make us call somebody else's server as often as they like.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use tokio::sync::Mutex;

use crate::secret::ClientId;

/// Shelves by party and address; all are emptied when there would be more than `MOST`.
#[derive(Debug)]
pub(super) struct Shelves<K, const MOST: usize>(RwLock<HashMap<(ClientId, String), Arc<Shelf<K>>>>);

impl<K, const MOST: usize> Default for Shelves<K, MOST> {
    fn default() -> Self {
        Self(RwLock::default())
    }
}

impl<K, const MOST: usize> Shelves<K, MOST> {
    /// The shelf of an address.
    pub(super) fn of(&self, party: &ClientId, address: &str) -> Arc<Shelf<K>> {
        let place = (party.clone(), address.to_owned());
        if let Some(shelf) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&place) {
            return Arc::clone(shelf);
        }
        let mut shelves = self.0.write().unwrap_or_else(PoisonError::into_inner);
        // As many as there are registered addresses at most; a bound all the same.
        if shelves.len() >= MOST {
            shelves.clear();
        }
        Arc::clone(shelves.entry(place).or_default())
    }
}

/// What stands of one address, and whose turn it is to call it.
#[derive(Debug)]
pub(super) struct Shelf<K> {
    kept: RwLock<Option<K>>,
    turn: Mutex<()>,
}

impl<K> Default for Shelf<K> {
    fn default() -> Self {
        Self { kept: RwLock::new(None), turn: Mutex::new(()) }
    }
}

impl<K> Shelf<K> {
    /// What is kept, when it is good enough; else what a call brings, and what is to be kept of it instead.
    pub(super) async fn get<T, F>(
        &self,
        good_enough: impl Fn(&K) -> Option<T>,
        call: impl Future<Output = F>,
        keep: impl FnOnce(F, Option<K>) -> (K, T),
    ) -> T {
        if let Some(good) = self.look(&good_enough) {
            return good;
        }
        // Whoever waited here looks first at what the one before brought.
        let _turn = self.turn.lock().await;
        if let Some(good) = self.look(&good_enough) {
            return good;
        }
        let came = call.await;
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        let (new, answer) = keep(came, kept.take());
        *kept = Some(new);
        answer
    }

    fn look<T>(&self, good_enough: &impl Fn(&K) -> Option<T>) -> Option<T> {
        self.kept.read().unwrap_or_else(PoisonError::into_inner).as_ref().and_then(good_enough)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};

    use super::*;

    #[tokio::test]
    async fn of_many_who_ask_at_once_one_calls() {
        let shelves = Shelves::<u32, 2>::default();
        let party = ClientId::from_text("rp_one");
        let calls = AtomicU32::new(0);
        let ask = || async {
            let shelf = shelves.of(&party, "https://one.example/keys");
            let call = async {
                tokio::task::yield_now().await;
                calls.fetch_add(1, Ordering::Relaxed) + 1
            };
            shelf.get(|kept| Some(*kept), call, |came, _| (came, came)).await
        };
        assert_eq!(tokio::join!(ask(), ask(), ask()), (1, 1, 1));
        // The third address finds no room and empties them all.
        shelves.of(&party, "https://two.example/keys");
        shelves.of(&party, "https://three.example/keys");
        assert_eq!(ask().await, 2);
    }
}
