//! Codes by SMS and e-mail: sent, and checked.
//!
//! ```text
//! send  → when was the last one ⊙ may_resend_at ▣ count ▣ code + message in one commit
//! check ▣ count the try ⊙ judge ▣ spend
//! ```

use crate::clock::Timestamp;
use crate::entropy;
use crate::fault::Fault;
use crate::flow::letter;
use crate::identity::account::Account;
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
    /// The person was sent too many today.
    TooMany,
}

/// Sends a code to where the account is reached, bound to what it is sent for. The former one is cancelled.
pub async fn send(
    account: &Account,
    purpose: Purpose,
    bound_to: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<Sending, Fault> {
    if let Some(sent_at) = provider.store.code_sent_at(&account.id, purpose, bound_to).await? {
        let at = short_code::may_resend_at(sent_at);
        if now < at {
            return Ok(Sending::TooSoon { at });
        }
    }
    if let Throttle::Closed(_) = count(&account.id, provider, now).await? {
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

/// Counts one more code sent to a person today.
pub async fn count(account: &AccountId, provider: &Provider, now: Timestamp) -> Result<Throttle, Fault> {
    let limit = limits::SHORT_CODES_DAY;
    provider.store.throttle("short codes", account.as_str(), limit, short_code::COUNTED, now).await
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
