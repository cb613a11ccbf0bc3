//! What a person sees and ends alone: the account, what parties may have, where one is signed in.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::flow::{person, recover};
use crate::identity::account::Account;
use crate::oauth::consent::Given;
use crate::oauth::session::{Listed, SessionFacts};
use crate::provider::Provider;
use crate::secret::{ConsentId, SessionId};

/// The signed-in person's account and what hangs from it.
#[derive(Clone, Debug)]
pub struct Overview {
    /// The account.
    pub account: Account,
    /// The holder's name as the register has it; none while the register is out of reach.
    pub name: Option<String>,
    /// What parties may have.
    pub consents: Vec<Given>,
    /// Where one is signed in.
    pub sessions: Vec<Listed>,
    /// Since when an authenticator app opens the account.
    pub authenticator_since: Option<Timestamp>,
    /// Whether somebody takes the account back.
    pub is_recovered: bool,
}

/// Everything that the account's page shows.
pub async fn overview(session: &SessionFacts, provider: &Provider, now: Timestamp) -> Result<Overview, Fault> {
    let store = &provider.store;
    let account = store.account(&session.account).await?;
    let account = account.ok_or_else(|| Fault::internal("a session hangs from no account"))?;
    let name = match person::record_of(&account, provider).await {
        Ok(record) => record.map(|record| record.name.as_str().to_owned()),
        Err(fault) if fault.is_passing() => {
            tracing::warn!(%fault, "an account is shown without its holder's name");
            None
        }
        Err(fault) => return Err(fault),
    };
    Ok(Overview {
        name,
        consents: store.consents(&session.account, now).await?,
        sessions: store.sessions(&session.account, now).await?,
        authenticator_since: store.authenticator(&session.account).await?.and_then(|app| app.confirmed_at),
        is_recovered: recover::is_under_way(session, provider, now).await?,
        account,
    })
}

/// Takes a consent back; false when it did not stand or is not this person's.
pub async fn withdraw(
    consent: &ConsentId,
    session: &SessionFacts,
    provider: &Provider,
    now: Timestamp,
) -> Result<bool, Fault> {
    provider.store.withdraw_consent(consent, &session.account, now).await
}

/// The holder of a level-2 account acts at level 1 in this session until both factors are shown again; false when the
/// session cannot be lowered.
pub async fn act_at_level_one(session: &SessionFacts, provider: &Provider, now: Timestamp) -> Result<bool, Fault> {
    if !session.may_be_lowered() {
        return Ok(false);
    }
    provider.store.lower_session(session, now).await
}

/// Which other sessions a person ends.
#[derive(Clone, Debug)]
pub enum Ending {
    /// That one.
    One(SessionId),
    /// Every one but this.
    Others,
}

/// Ends other sessions of the person, and has their parties told; this one ends on the page of sign-out.
pub async fn end_sessions(
    ending: &Ending,
    session: &SessionFacts,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Fault> {
    let listed = provider.store.sessions(&session.account, now).await?;
    let chosen: Vec<_> = listed
        .into_iter()
        .map(|listed| listed.id)
        .filter(|id| *id != session.id)
        .filter(|id| match ending {
            Ending::One(chosen) => id == chosen,
            Ending::Others => true,
        })
        .collect();
    provider.store.end_other_sessions(&session.account, &chosen, now).await
}
