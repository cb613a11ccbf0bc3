//! Passwords: hashed a few at a time, and checked so that a wrong one, an unknown person and a locked door cost the same.
//!
//! ```text
//! verify_password ▣ count the attempt by address and by browser
//!                 → who is it (register: former and 9-digit numbers are one person) → facts
//!                 ▣ count the guess by person, before it is looked at; in a browser of the person's apart from the others
//!                 → hash, of a fixed nobody when there is no password
//!                 ▣ wrong: journal · right: forget this counter, raise the hash
//! ```
//!
//! Every way that a password can come is this one: sign-in, also for a party and of an officer, step-up, unlocking, the change
//! of the password, recovery. So its counter is one (V074).

use std::sync::Arc;

use tokio::sync::Semaphore;

use crate::clock::Timestamp;
use crate::entropy;
use crate::fault::Fault;
use crate::flow::person::{self, Known};
use crate::identity::account::{Account, State};
use crate::identity::credential::{self, NOBODY, Owner, Password, PasswordRefusal};
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::number::PersonalNumber;
use crate::limits;
use crate::provider::Provider;
use crate::secret::{AccountId, Digest};
use crate::store::credential::CredentialFacts;
use crate::store::guess::Guessed;
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

/// Where a password is typed.
#[derive(Clone, Copy, Debug)]
pub struct Typed<'a> {
    /// The address, as attempts are counted.
    pub address: &'a str,
    /// Digest of the browser's cookie.
    pub browser: &'a Digest,
}

/// Checks the number (12 digits, a cancelled one, or 9 digits) and the password that somebody typed there.
pub async fn verify_password(
    number_text: &str,
    password: &str,
    typed: Typed<'_>,
    provider: &Provider,
    now: Timestamp,
) -> Result<Verdict, Fault> {
    let (store, window) = (&provider.store, limits::PASSWORD_WINDOW);
    for (what, whom, limit) in [
        ("password address", typed.address, limits::PASSWORD_TRIES_ADDRESS),
        ("password browser", typed.browser.as_str(), limits::PASSWORD_TRIES_BROWSER),
    ] {
        if let Throttle::Closed(until) = store.throttle(what, whom, limit, window, now).await? {
            return Ok(Verdict::TooMany(until));
        }
    }
    let person = person::known_by(number_text, provider).await?;
    let facts = person::credential_facts(&person, provider).await?;
    let counted_as = counted_as(&person, facts.as_ref(), typed.browser, provider, now).await?;
    if let Throttle::Closed(until) = store.guess(Guessed::Password, &counted_as, now).await? {
        return Ok(Verdict::TooMany(until));
    }
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
    provider.store.forget_guesses(Guessed::Password, &counted_as).await?;
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

/// Forgets what was guessed at a secret that is no longer the account's.
pub async fn forget_guesses(account: &Account, provider: &Provider) -> Result<(), Fault> {
    let person = person::known_by(account.number.as_str(), provider).await?;
    provider.store.forget_guesses(Guessed::Password, person.counted_as()).await?;
    provider.store.forget_guesses(Guessed::SecondFactor, account.id.as_str()).await
}

/// Under what a guess is counted: one counter for all of a person's numbers, and one of its own for a browser that the account
/// knows or that a code of the phone let try, so that others' guesses lock nobody out there (PW07, RL04).
async fn counted_as(
    person: &Known,
    facts: Option<&CredentialFacts>,
    browser: &Digest,
    provider: &Provider,
    now: Timestamp,
) -> Result<String, Fault> {
    let nobody = AccountId::from_text("acc_nobody");
    let account = facts.map_or(&nobody, |facts| &facts.account);
    // Both are asked, whoever it is: for nobody the same statements run.
    let is_known = provider.store.knows_browser(account, browser, now).await?;
    let was_let_try = provider.store.has_browser_pass(account, browser, now).await?;
    let person = person.counted_as();
    Ok(if is_known || was_let_try { format!("{person}\u{1f}{}", browser.as_str()) } else { person.to_owned() })
}

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
