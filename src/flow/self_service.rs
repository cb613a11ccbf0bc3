//! What a person sees and ends alone: the account, and what parties may have.

use crate::clock::Timestamp;
use crate::entropy;
use crate::fault::Fault;
use crate::flow::{person, recover};
use crate::identity::account::Account;
use crate::identity::assurance;
use crate::oauth::consent::Given;
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::secret::{ConsentId, Token, TokenKind};

/// The signed-in person's account and what hangs from it.
#[derive(Clone, Debug)]
pub struct Overview {
    /// The account.
    pub account: Account,
    /// The holder's name as the register has it; none while the register is out of reach.
    pub name: Option<String>,
    /// What parties may have.
    pub consents: Vec<Given>,
    /// In how many browsers one is signed in.
    pub sessions: usize,
    /// Since when an authenticator app opens the account.
    pub authenticator_since: Option<Timestamp>,
    /// Whether somebody takes the account back.
    pub is_recovered: bool,
    /// How many passkeys open it.
    pub passkeys: usize,
    /// How many codes are left on the sheet of paper, if there is one.
    pub paper_codes: Option<i64>,
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
        sessions: store.sessions(&session.account, now).await?.len(),
        authenticator_since: store.authenticator(&session.account).await?.and_then(|app| app.confirmed_at),
        is_recovered: recover::is_under_way(session, provider, now).await?,
        passkeys: store.passkeys(&session.account).await?.len(),
        paper_codes: store.paper_sheet(&session.account).await?.map(|sheet| sheet.left),
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

/// The holder of a level-2 account acts at level 1 in this session until both factors are shown again; the answer is the
/// session's new cookie, none when the session cannot be lowered.
pub async fn act_at_level_one(
    session: &SessionFacts,
    provider: &Provider,
    now: Timestamp,
) -> Result<Option<Token>, Fault> {
    if !session.may_be_lowered() {
        return Ok(None);
    }
    let cookie = Token::mint(TokenKind::Session, entropy::bytes()?);
    let methods = assurance::lowered(&assurance::methods(&session.methods));
    let lowered = provider.store.lower_session(session, &cookie.digest(), &methods, now).await?;
    Ok(lowered.then_some(cookie))
}
