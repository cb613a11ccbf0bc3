//! The authenticator app of an account: added, confirmed by one of its codes, removed.
//!
//! Each change needs a second factor shown a moment ago, and is told to the holder (PW15, PW20).

use crate::clock::Timestamp;
use crate::entropy;
use crate::fault::Fault;
use crate::flow::letter;
use crate::identity::account::Account;
use crate::identity::second_factor::{Authenticator, Shared};
use crate::limits;
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::store::factor_change::FactorChange;
use crate::store::outbox::Message;
use crate::store::throttle::Throttle;

/// What the page of the authenticator shows.
#[derive(Clone, Debug)]
pub enum Standing {
    /// There is none.
    None,
    /// One was added and waits for its first code: what an app scans, and the same to type.
    Waiting {
        /// `otpauth://…`
        url: String,
        /// The secret in groups of letters.
        typed: String,
    },
    /// One opens the account since that instant.
    Confirmed(Timestamp),
}

/// Why a code does not confirm.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// It is not a code of this secret.
    Wrong,
    /// Too many tries; look again at that instant.
    TooMany(Timestamp),
    /// There is nothing to confirm.
    Nothing,
}

/// Where the authenticator of the signed-in person stands.
pub async fn standing(session: &SessionFacts, provider: &Provider) -> Result<Standing, Fault> {
    let Some(app) = provider.store.authenticator(&session.account).await? else { return Ok(Standing::None) };
    if let Some(at) = app.confirmed_at {
        return Ok(Standing::Confirmed(at));
    }
    let holder = holder(&account(session, provider).await?);
    Ok(Standing::Waiting { url: app.shared.to_url(&holder)?, typed: app.shared.to_typed()? })
}

/// Adds an authenticator, to be confirmed. When there is one already nothing changes.
pub async fn add(session: &SessionFacts, provider: &Provider, now: Timestamp) -> Result<(), Fault> {
    let shared = Shared::new(entropy::bytes()?);
    provider.store.add_authenticator(&session.account, &shared, now).await?;
    Ok(())
}

/// Confirms the authenticator by one right code.
pub async fn confirm(
    session: &SessionFacts,
    code: &str,
    keeps_others: bool,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<(), Refusal>, Fault> {
    let store = &provider.store;
    let tries =
        store.throttle("second factor", session.account.as_str(), limits::FACTOR_TRIES, limits::PASSWORD_WINDOW, now);
    if let Throttle::Closed(until) = tries.await? {
        return Ok(Err(Refusal::TooMany(until)));
    }
    let waiting = store.authenticator(&session.account).await?.filter(|app| app.confirmed_at.is_none());
    let Some(Authenticator { id, shared, last_step, .. }) = waiting else { return Ok(Err(Refusal::Nothing)) };
    let Some(step) = shared.step_of(code, last_step, now)? else { return Ok(Err(Refusal::Wrong)) };
    let notices = notices(true, session, provider).await?;
    let change = FactorChange { session, factor: AUTHENTICATOR, notices: &notices, keeps_others };
    let confirmed = store.confirm_authenticator(&id, step, &change, now).await?;
    Ok(if confirmed { Ok(()) } else { Err(Refusal::Nothing) })
}

/// Removes the authenticator, confirmed or not. When there is none nothing changes.
pub async fn remove(
    keeps_others: bool,
    session: &SessionFacts,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Fault> {
    let Some(app) = provider.store.authenticator(&session.account).await? else { return Ok(()) };
    let notices = notices(false, session, provider).await?;
    let change = FactorChange { session, factor: AUTHENTICATOR, notices: &notices, keeps_others };
    provider.store.remove_authenticator(&app.id, &change, now).await?;
    Ok(())
}

async fn notices(is_added: bool, session: &SessionFacts, provider: &Provider) -> Result<Vec<Message>, Fault> {
    let account = account(session, provider).await?;
    let write = |account: &Account| letter::authenticator_changed(account, is_added, &provider.config);
    Ok(letter::by_every_channel(&account, write))
}

async fn account(session: &SessionFacts, provider: &Provider) -> Result<Account, Fault> {
    let account = provider.store.account(&session.account).await?;
    account.ok_or_else(|| Fault::internal("a session hangs from no account"))
}

/// How the account is named in an app or beside a passkey: enough for its holder to know it, too little for who looks over a shoulder.
pub(super) fn holder(account: &Account) -> String {
    let digits: String = account.number.as_str().chars().rev().take(4).collect();
    format!("...{}", digits.chars().rev().collect::<String>())
}

/// The factor's word in events.
const AUTHENTICATOR: &str = "authenticator";
