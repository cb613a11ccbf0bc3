//! Passwords: hashed a few at a time, and checked so that a wrong one, an unknown person and a locked door cost the same.
//!
//! ```text
//! verify_password ▣ count the attempt by address
//!                 → who is it (register: former and 9-digit numbers are one person)
//!                 ▣ count the attempt by person, before it is looked at
//!                 → facts → hash, of a fixed nobody when there is no password
//!                 ▣ wrong: journal · right: forget this counter, raise the hash
//! ```

use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::clock::Timestamp;
use crate::entropy;
use crate::fault::Fault;
use crate::flow::person;
use crate::identity::account::{Account, State};
use crate::identity::credential::{self, NOBODY, Owner, Password, PasswordRefusal};
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::number::PersonalNumber;
use crate::limits;
use crate::provider::Provider;
use crate::secret::AccountId;
use crate::store::credential::CredentialFacts;
use crate::store::throttle::Throttle;

/// What a number and a password are worth together.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Verdict {
    /// They open this account.
    Right(AccountId),
    /// They open nothing. The same for an unknown number, a person without a password, and a wrong password.
    Wrong,
    /// Too many attempts for the person or from the address; look again at that instant.
    TooMany(Timestamp),
    /// The password is right and a ground for a lock stands.
    Locked(AccountId),
    /// The password is right and the account is over.
    NotActive(AccountId),
    /// The password is right and the number is one that was cancelled: said to nobody but who has the password.
    FormerNumber(AccountId),
}

/// How many passwords are hashed at once and may wait for their turn (PW05).
#[derive(Clone, Debug)]
pub struct Hashing {
    admitted: Arc<Semaphore>,
    running: Arc<Semaphore>,
}

impl Hashing {
    /// As many as the table of limits says.
    pub fn new() -> Self {
        Self {
            admitted: Arc::new(Semaphore::new(limits::HASHES_AT_ONCE + limits::HASHES_WAITING)),
            running: Arc::new(Semaphore::new(limits::HASHES_AT_ONCE)),
        }
    }

    /// Does the work on a thread that may block; [`Fault::Busy`] at once when the queue is full.
    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, Fault> {
        let full = || Fault::Busy(String::from("too many passwords are being hashed"));
        let admitted = Arc::clone(&self.admitted).try_acquire_owned().map_err(|_| full())?;
        let running = Arc::clone(&self.running).acquire_owned().await.map_err(|_| full())?;
        // The turns go with the work: a caller that gives up must not let another 19 MiB in beside it.
        let done = tokio::task::spawn_blocking(move || {
            let done = work();
            drop((admitted, running));
            done
        });
        done.await.map_err(|error| Fault::caused("a password could not be hashed", error))?
    }
}

impl Default for Hashing {
    fn default() -> Self {
        Self::new()
    }
}

/// What to keep of a password.
pub async fn hash_password(password: &Password, provider: &Provider) -> Result<String, Fault> {
    let peppered = provider.store.vault().pepper(password.expose());
    let salt = entropy::bytes()?;
    provider.hashing.run(move || credential::hash(&peppered, salt)).await
}

/// Whether the password may be this holder's (PW02). Asked only of who has shown to be the holder.
pub async fn fits(
    password: &Password,
    account: &Account,
    provider: &Provider,
) -> Result<Result<(), PasswordRefusal>, Fault> {
    let Some(declared) = provider.store.declared(&account.id).await? else { return Ok(Ok(())) };
    let owner =
        Owner { number: declared.number, name: declared.name, birth: declared.birth, phone: account.phone.clone() };
    Ok(password.fits(&owner))
}

/// Checks the number (12 digits, a cancelled one, or 9 digits) and the password that somebody typed at this address.
pub async fn verify_password(
    number_text: &str,
    password: &str,
    address: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<Verdict, Fault> {
    let (store, window) = (&provider.store, limits::PASSWORD_WINDOW);
    let by_address = store.throttle("password address", address, limits::PASSWORD_TRIES_ADDRESS, window, now).await?;
    if let Throttle::Closed(until) = by_address {
        return Ok(Verdict::TooMany(until));
    }
    let person = person::known_by(number_text, provider).await?;
    let by_person = store.throttle(TRIES, person.counted_as(), limits::PASSWORD_TRIES, window, now).await?;
    if let Throttle::Closed(until) = by_person {
        return Ok(Verdict::TooMany(until));
    }
    let facts = person::credential_facts(&person, provider).await?;
    let Some(facts) = right(password, facts.as_ref(), provider).await? else {
        let mut event = Event::new(Kind::SignInFailed, Actor::Nobody, now).with("factor", "password");
        if let Some(facts) = &facts {
            event = event.about(&facts.account);
        }
        provider.store.record(&event).await?;
        return Ok(Verdict::Wrong);
    };
    if facts.is_locked {
        return Ok(Verdict::Locked(facts.account.clone()));
    }
    if facts.state != State::Active {
        return Ok(Verdict::NotActive(facts.account.clone()));
    }
    if is_former(number_text, &facts.account, provider).await? {
        return Ok(Verdict::FormerNumber(facts.account.clone()));
    }
    provider.store.forget_throttle(TRIES, person.counted_as()).await?;
    if let (Some(former), Some(password)) = (&facts.hash, Password::typed(password))
        && credential::needs_rehash(former)
    {
        let hash = hash_password(&password, provider).await?;
        provider.store.rehash_credential(&facts.account, former, &hash).await?;
    }
    Ok(Verdict::Right(facts.account.clone()))
}

/// Whether a 12-digit number is not the one in force of the account that it led to (`vietnam.md` 2). The 9 digits of a
/// former card still sign in: nothing was set in their place that the holder would have to learn.
async fn is_former(typed: &str, account: &AccountId, provider: &Provider) -> Result<bool, Fault> {
    let Some(typed) = PersonalNumber::parse(typed.trim_matches(' ')) else { return Ok(false) };
    Ok(provider.store.account(account).await?.is_some_and(|account| account.number != typed))
}

/// The facts again, when the password is theirs. Whatever is missing, one hash is computed.
async fn right<'a>(
    password: &str,
    facts: Option<&'a CredentialFacts>,
    provider: &Provider,
) -> Result<Option<&'a CredentialFacts>, Fault> {
    let typed = Password::typed(password);
    let peppered = provider.store.vault().pepper(typed.as_ref().map_or("", Password::expose));
    let kept = facts.and_then(|facts| facts.hash.clone());
    let is_possible = typed.is_some() && kept.is_some();
    let kept = kept.unwrap_or_else(|| NOBODY.to_owned());
    let matches = provider.hashing.run(move || credential::matches(&kept, &peppered)).await?;
    Ok(facts.filter(|_| matches && is_possible))
}

/// The counter of wrong passwords, one a person.
const TRIES: &str = "password";

#[cfg(test)]
mod tests {
    use std::sync::Barrier;

    use super::*;

    #[tokio::test]
    async fn ds08_what_the_queue_cannot_hold_is_refused_at_once_and_the_rest_is_done() {
        let hashing = Hashing::new();
        let gate = Arc::new(Barrier::new(limits::HASHES_AT_ONCE + 1));
        let waiting: Vec<_> = (0..limits::HASHES_AT_ONCE + limits::HASHES_WAITING)
            .map(|turn| {
                let (hashing, gate) = (hashing.clone(), Arc::clone(&gate));
                let work = move || {
                    if turn < limits::HASHES_AT_ONCE {
                        gate.wait();
                    }
                    Ok(turn)
                };
                tokio::spawn(async move { hashing.run(work).await })
            })
            .collect();
        while hashing.admitted.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        // This thread is free while every turn is taken.
        assert!(matches!(hashing.run(|| Ok(())).await, Err(Fault::Busy(_))));
        tokio::task::spawn_blocking(move || gate.wait()).await.unwrap();
        for (turn, work) in waiting.into_iter().enumerate() {
            assert_eq!(work.await.unwrap().unwrap(), turn);
        }
        assert!(hashing.run(|| Ok(())).await.is_ok());
    }
}
