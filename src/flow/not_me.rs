//! "It was not me": a sign-in with a browser that the account does not know is told to its holder at every address, and one
//! press ends everything, locks the account and brings it before an officer.
//!
//! ```text
//! notice  → does the account know the browser? no: a code, and a message to every address, for the commit of the sign-in
//! by session                                        ▣ disowned: sessions, tokens, lock, report, messages
//! by code ▣ counted → account → digest of the code  ▣ the same, if the code is live: once
//! ```
//!
//! Who has no session hears the same whatever was typed. What the press does only ever protects, so it asks for no more proof
//! than the code; to open the account again takes both factors (`flow::unlock`) or an officer.

use crate::clock::{Seconds, Timestamp};
use crate::entropy;
use crate::fault::Fault;
use crate::flow::activate::write_for_nobody;
use crate::flow::{letter, person};
use crate::identity::account::{Account, State};
use crate::identity::number::PersonalNumber;
use crate::limits;
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::secret::{Digest, ReportId, Token};
use crate::store::not_me::{Disowned, NewNotice};
use crate::store::session::NewSession;
use crate::store::throttle::Throttle;
use crate::wallet::contact::{Complaint, Report, reference};
use crate::wallet::sign_in_square::Code;

/// Why what somebody typed was not looked at.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// The number is none.
    NotANumber,
    /// It is no code of ours.
    NotACode,
    /// Too many tries; the next at that instant.
    TooMany(Timestamp),
}

/// What is told of a sign-in, unless the account knows the browser.
pub(super) async fn notice(
    session: &NewSession,
    provider: &Provider,
    now: Timestamp,
) -> Result<Option<NewNotice>, Fault> {
    if provider.store.knows_browser(&session.account, &session.browser, now).await? {
        return Ok(None);
    }
    let Some(account) = provider.store.account(&session.account).await? else { return Ok(None) };
    let code = Code::of(entropy::bytes()?);
    Ok(Some(NewNotice {
        digest: digest(&account, &code, provider),
        expires_at: now.plus(limits::NOT_ME_CODE),
        messages: letter::new_browser::signed_in(&account, &session.device, &code, now, &provider.config),
    }))
}

/// The holder says so in a session; answers the reference of the report. Another session than the stranger's may be the one
/// that says it, and the stranger's may: it locks itself out.
pub async fn by_session(session: &SessionFacts, provider: &Provider, now: Timestamp) -> Result<String, Fault> {
    let account = provider.store.account(&session.account).await?;
    let account = account.ok_or_else(|| Fault::internal("a session hangs from no account"))?;
    let disowned = disowned(&account, provider, now)?;
    provider.store.disown_sign_in(&disowned, None, now).await?;
    Ok(reference(&disowned.report.id))
}

/// Somebody says so with the code of a notice. Whatever was typed, nothing more is answered than that it was received.
pub async fn by_code(
    (number, code): (&str, &str),
    browser: &Token,
    address: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<(), Refusal>, Fault> {
    let number = number.replace(' ', "");
    if PersonalNumber::parse(&number).is_none() {
        return Ok(Err(Refusal::NotANumber));
    }
    let Some(code) = Code::parse(code) else { return Ok(Err(Refusal::NotACode)) };
    let known = person::known_by(&number, provider).await?;
    let account = person::account(&known, provider).await?.filter(|account| account.state == State::Active);
    // Others' guesses do not keep the holder out of a browser that the account knows (PW07).
    let own = format!("{} {}", known.counted_as(), browser.digest().as_str());
    let is_own = match &account {
        Some(account) => provider.store.knows_browser(&account.id, &browser.digest(), now).await?,
        None => false,
    };
    let (hour, whom) = (Seconds::hours(1), if is_own { own.as_str() } else { known.counted_as() });
    for (what, whom, limit) in
        [("not me address", address, limits::NOT_ME_ADDRESS_HOUR), ("not me", whom, limits::NOT_ME_NUMBER_HOUR)]
    {
        if let Throttle::Closed(until) = provider.store.throttle(what, whom, limit, hour, now).await? {
            return Ok(Err(Refusal::TooMany(until)));
        }
    }
    match &account {
        Some(account) => {
            let disowned = disowned(account, provider, now)?;
            let digest = digest(account, &code, provider);
            provider.store.disown_sign_in(&disowned, Some(&digest), now).await?;
        }
        None => write_for_nobody(&number, provider, now).await?,
    }
    Ok(Ok(()))
}

fn disowned(account: &Account, provider: &Provider, now: Timestamp) -> Result<Disowned, Fault> {
    Ok(Disowned {
        account: account.id.clone(),
        report: Report {
            id: ReportId::new(entropy::bytes()?),
            complaint: Complaint::NotMe,
            contact: None,
            conduct: None,
            account: Some(account.id.clone()),
            words: None,
            reported_at: now,
            settled_at: None,
        },
        messages: letter::new_browser::disowned(account, &provider.config),
    })
}

fn digest(account: &Account, code: &Code, provider: &Provider) -> Digest {
    provider.store.vault().index("not me", &format!("{} {}", account.id, code.as_str()))
}
