//! Codes by SMS and e-mail: sent, and checked.
//!
//! ```text
//! send  → when was the last one ⊙ may_resend_at ▣ count: person, telephone, address, house ▣ code + message in one commit
//! check ▣ count the try ⊙ judge ▣ spend
//! ```

use crate::clock::{Seconds, Timestamp};
use crate::entropy;
use crate::fault::Fault;
use crate::flow::letter;
use crate::identity::account::Account;
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::short_code::{self, Check, Purpose, ShortCode};
use crate::limits;
use crate::provider::Provider;
use crate::secret::AccountId;
use crate::store::outbox::Message;
use crate::store::short_code::{CodeId, NewCode};
use crate::store::throttle::Throttle;

/// What became of a code that was asked for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Sending {
    /// It is in the outbox and dies at that instant.
    Sent {
        /// Its end.
        expires_at: Timestamp,
    },
    /// One was sent a moment ago; another may be asked for at that instant.
    TooSoon {
        /// When.
        at: Timestamp,
    },
    /// Too many were sent today: to the person, to the telephone or mailbox, for the address, or by the house.
    TooMany,
}

/// Sends a code to where the account is reached, bound to what it is sent for. The former one is cancelled. `address` is that of
/// who asks for it; none for an officer, whose calls are counted.
pub async fn send(
    account: &Account,
    purpose: Purpose,
    bound_to: &str,
    address: Option<&str>,
    provider: &Provider,
    now: Timestamp,
) -> Result<Sending, Fault> {
    if let Some(sent_at) = provider.store.code_sent_at(&account.id, purpose, bound_to).await? {
        let at = short_code::may_resend_at(sent_at);
        if now < at {
            return Ok(Sending::TooSoon { at });
        }
    }
    if !counted(account, address, provider, now).await? {
        return Ok(Sending::TooMany);
    }
    let (code, message) = make(account, purpose, bound_to, provider, now)?;
    if provider.store.send_code(&code, &message, now).await? {
        Ok(Sending::Sent { expires_at: code.expires_at })
    } else {
        Ok(Sending::TooSoon { at: short_code::may_resend_at(now) })
    }
}

/// Checks a code that somebody typed, and spends it when it is right.
pub async fn check(
    account: &AccountId,
    purpose: Purpose,
    bound_to: &str,
    code: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<Check, Fault> {
    match attempt(account, purpose, bound_to, code, provider, now).await? {
        (Check::Right, Some(id)) if provider.store.spend_code(&id, now).await? => Ok(Check::Right),
        (Check::Right, _) => Ok(Check::Spent),
        (judged, _) => Ok(judged),
    }
}

/// Counts a try and judges it; a right code is not spent yet, for the commit that needs it.
pub async fn attempt(
    account: &AccountId,
    purpose: Purpose,
    bound_to: &str,
    code: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<(Check, Option<CodeId>), Fault> {
    // What is no code still counts and is compared, as something that no code is.
    let typed = ShortCode::parse(code);
    let digits = typed.as_ref().map_or("", ShortCode::expose);
    let digest = provider.store.vault().short_code(purpose.as_str(), &bound(account, bound_to), digits);
    provider.store.try_code(account, purpose, bound_to, &digest, now).await
}

/// Counts one more code, and says whether it may be sent (PW12). Texts cost money: whoever has us send them to numbers of
/// their own is stopped by the house's own limit at the latest, and somebody is told.
async fn counted(account: &Account, address: Option<&str>, provider: &Provider, now: Timestamp) -> Result<bool, Fault> {
    let (store, recipient) = (&provider.store, account.reached_by().1);
    let (day, hour, nobody) = (short_code::COUNTED, Seconds::hours(1), "an officer");
    for (what, whom, limit, window) in [
        ("short codes", account.id.as_str(), limits::SHORT_CODES_DAY, day),
        ("short codes to", recipient, limits::SHORT_CODES_RECIPIENT_DAY, day),
        ("short codes for", address.unwrap_or(nobody), limits::SHORT_CODES_ADDRESS_HOUR, hour),
    ] {
        if let Throttle::Closed(_) = store.throttle(what, whom, limit, window, now).await? {
            return Ok(false);
        }
    }
    let house = store.throttle(HOUSE, "", provider.config.codes_a_day, day, now).await?;
    if let Throttle::Closed(_) = house {
        alarm(provider, now).await?;
    }
    Ok(house == Throttle::Open)
}

/// The house sends no more codes today: said once, where operators look.
async fn alarm(provider: &Provider, now: Timestamp) -> Result<(), Fault> {
    if provider.store.throttle(ALARM, "", 1, short_code::COUNTED, now).await? == Throttle::Open {
        tracing::error!("the house has sent as many codes as a day allows, and sends no more");
        provider.store.record(&Event::new(Kind::CodesStopped, Actor::System, now)).await?;
    }
    Ok(())
}

/// A new code and the message that carries it.
pub fn make(
    account: &Account,
    purpose: Purpose,
    bound_to: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<(NewCode, Message), Fault> {
    let code = loop {
        if let Some(code) = ShortCode::draw(entropy::bytes()?) {
            break code;
        }
    };
    let digest = provider.store.vault().short_code(purpose.as_str(), &bound(&account.id, bound_to), code.expose());
    let new = NewCode {
        account: account.id.clone(),
        purpose,
        bound_to: bound_to.to_owned(),
        digest,
        expires_at: now.plus(limits::SHORT_CODE),
    };
    Ok((new, letter::code(account, purpose, &code, &provider.config)))
}

fn bound(account: &AccountId, bound_to: &str) -> String {
    format!("{account}\u{1f}{bound_to}")
}

/// The counter of all codes.
const HOUSE: &str = "short codes of the house";
/// The counter of its alarms.
const ALARM: &str = "alarms about short codes";
