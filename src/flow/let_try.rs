//! A second channel for whom others' guesses have locked out: a code to the person's phone, and this browser tries the password
//! apart from everybody else (PW07, RL04). It opens nothing; the password is still needed.
//!
//! ```text
//! ask  ▣ count by address and by person → account ⊙ open ▣ code to the phone, bound to this browser
//! show ▣ count by address → account ▣ the try of the code, spent ▣ leave for this browser
//! ```
//!
//! Whom a number names, and whether anybody, is not said: the same statements run and one answer is given.

use crate::clock::{Seconds, Timestamp};
use crate::fault::Fault;
use crate::flow::activate::write_for_nobody;
use crate::flow::person;
use crate::flow::short_code::{self, Sending};
use crate::identity::account::{Account, Channel};
use crate::identity::short_code::{Check, Purpose};
use crate::limits;
use crate::provider::Provider;
use crate::secret::{AccountId, Token};
use crate::store::throttle::Throttle;

/// Why nothing was done.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// The number and the code do not belong together in this browser.
    Code,
    /// Too many; the next at that instant.
    TooMany(Timestamp),
}

/// Sends a code to the phone of the person, if there is an account to try; the answer is the same if not.
pub async fn ask(
    number: &str,
    address: &str,
    browser: &Token,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<(), Refusal>, Fault> {
    let person = person::known_by(number, provider).await?;
    for (what, whom, limit, window) in [
        ("let try from", address, limits::ACTIVATIONS_ADDRESS_HOUR, Seconds::hours(1)),
        ("let try", person.counted_as(), limits::LET_TRY_CODES_DAY, limits::DAY),
    ] {
        if let Throttle::Closed(until) = provider.store.throttle(what, whom, limit, window, now).await? {
            return Ok(Err(Refusal::TooMany(until)));
        }
    }
    let account = person::account(&person, provider).await?.filter(Account::is_open);
    let sending = match account {
        None => None,
        Some(account) => {
            // An e-mail is no second channel where the password may be reset by it (PW14).
            let by_phone = Account { channel: Channel::Sms, ..account };
            let bound_to = browser.digest();
            let bound_to = bound_to.as_str();
            Some(short_code::send(&by_phone, Purpose::LetTry, bound_to, Some(address), provider, now).await?)
        }
    };
    if !matches!(sending, Some(Sending::Sent { .. })) {
        // As many writes as a code that is sent: its counters, and its commit.
        write_for_nobody(number, provider, now).await?;
        write_for_nobody(number, provider, now).await?;
    }
    Ok(Ok(()))
}

/// Lets this browser try the password of who has the code.
pub async fn show(
    number: &str,
    code: &str,
    address: &str,
    browser: &Token,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<(), Refusal>, Fault> {
    let (limit, hour) = (limits::ACTIVATIONS_ADDRESS_HOUR, Seconds::hours(1));
    if let Throttle::Closed(until) = provider.store.throttle("let try codes from", address, limit, hour, now).await? {
        return Ok(Err(Refusal::TooMany(until)));
    }
    let person = person::known_by(number, provider).await?;
    let account = person::account(&person, provider).await?;
    let id = account.map_or_else(|| AccountId::from_text("acc_nobody"), |account| account.id);
    let browser = browser.digest();
    // Each browser has its own code and five tries for it; the codes themselves are few a day.
    match short_code::check(&id, Purpose::LetTry, browser.as_str(), code, provider, now).await? {
        Check::Right => provider.store.let_browser_try(&id, &browser, now).await.map(Ok),
        _ => {
            write_for_nobody(number, provider, now).await?;
            Ok(Err(Refusal::Code))
        }
    }
}
