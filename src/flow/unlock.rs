//! A holder lifts the lock that was put on the account at the own request, with the two factors of authentication level 2
//! (Decree 69/2024 Art. 15(3)(a), Art. 20). Whatever others have locked it for stays.
//!
//! ```text
//! ask   flow::credential (counted, hashed, judged) ⊙ the own request stands ▣ count ▣ code to the phone, bound to this browser
//! open  ▣ count → account ▣ the try of the code, spent ▣ the ground lifted
//! ```
//!
//! The code is bound to the browser in which the password was right, so that it proves both. Somebody without the password
//! hears what is heard at a sign-in, and nothing about a lock.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::flow::credential::{self, Typed, Verdict};
use crate::flow::short_code::{self, Sending};
use crate::flow::{lock, person};
use crate::identity::account::{Account, Channel, Ground};
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::short_code::{Check, Purpose};
use crate::limits;
use crate::provider::Provider;
use crate::secret::{AccountId, Token};
use crate::store::guess::Guessed;
use crate::store::throttle::Throttle;

/// Why a lock is not lifted.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// The number and the password open nothing; no more is said (PM01).
    Wrong,
    /// Too many tries; look again at that instant.
    TooMany(Timestamp),
    /// The password is right, and the holder's own request is not what locks the account.
    NotOwnRequest,
    /// The telephone is no longer the holder's own: nothing may be sent there.
    PhoneNotOwn,
    /// The code is not right, or can no longer be used.
    Code,
}

/// What came of it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Lifted {
    /// The account is open again.
    Open,
    /// The own request is lifted, and another ground stands.
    OthersStand,
}

/// Sends a code to the phone of who has the password of an account that is locked at the own request; answers the phone,
/// most of it hidden. One that was sent a moment ago is as good.
pub async fn ask(
    number: &str,
    password: &str,
    address: &str,
    browser: &Token,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<String, Refusal>, Fault> {
    let digest = browser.digest();
    let typed = Typed { address, browser: &digest };
    let id = match credential::verify_password(number, password, typed, provider, now).await? {
        Verdict::Locked(id) => id,
        Verdict::TooMany(until) => return Ok(Err(Refusal::TooMany(until))),
        Verdict::Right(_) => return Ok(Err(Refusal::NotOwnRequest)),
        Verdict::Wrong | Verdict::NotActive(_) | Verdict::FormerNumber(_) => return Ok(Err(Refusal::Wrong)),
    };
    let account = provider.store.account(&id).await?;
    let account = account.ok_or_else(|| Fault::internal("a password hangs from no account"))?;
    if !account.grounds.contains(&Ground::OwnRequest) {
        return Ok(Err(Refusal::NotOwnRequest));
    }
    if account.grounds.contains(&Ground::PhoneNotOwn) {
        return Ok(Err(Refusal::PhoneNotOwn));
    }
    // An e-mail is no second factor (PW14).
    let by_phone = Account { channel: Channel::Sms, ..account };
    match short_code::send(&by_phone, Purpose::Unlock, digest.as_str(), Some(address), provider, now).await? {
        Sending::Sent { .. } | Sending::TooSoon { .. } => Ok(Ok(by_phone.phone.masked())),
        Sending::TooMany => Ok(Err(Refusal::TooMany(now.plus(limits::DAY)))),
    }
}

/// Lifts the ground for who types the code in the browser in which it was asked for.
pub async fn open(
    number: &str,
    code: &str,
    browser: &Token,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<Lifted, Refusal>, Fault> {
    let person = person::known_by(number, provider).await?;
    let store = &provider.store;
    let account = person::account(&person, provider).await?;
    let nobody = AccountId::from_text("acc_nobody");
    let id = account.as_ref().map_or_else(|| nobody.clone(), |account| account.id.clone());
    // The counter of every other code of the second factor (V074); for who has no account, one of the number's.
    let who = if account.is_some() { id.as_str() } else { person.counted_as() };
    if let Throttle::Closed(until) = store.guess(Guessed::SecondFactor, who, now).await? {
        return Ok(Err(Refusal::TooMany(until)));
    }
    let check = short_code::check(&id, Purpose::Unlock, browser.digest().as_str(), code, provider, now).await?;
    let Some(account) = account.filter(|_| check == Check::Right) else {
        if id != nobody {
            let event = Event::new(Kind::SignInFailed, Actor::Nobody, now).about(&id).with("factor", "unlock");
            store.record(&event).await?;
        }
        return Ok(Err(Refusal::Code));
    };
    store.forget_guesses(Guessed::SecondFactor, account.id.as_str()).await?;
    let others = account.grounds.iter().any(|ground| *ground != Ground::OwnRequest);
    let by = Actor::Person(account.id.clone());
    // Lifted at the counter in the same moment is lifted.
    lock::unlock(&account, Ground::OwnRequest, &by, provider, now).await?;
    Ok(Ok(if others { Lifted::OthersStand } else { Lifted::Open }))
}
