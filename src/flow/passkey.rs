//! Passkeys: asked for, added, shown alone or as a second factor, renamed, removed.
//!
//! ```text
//! question → counted ▣ a challenge of this browser, purpose and transaction → what the script gives the browser
//! answer   ⊙ read   ▣ the challenge is spent, whatever comes of it → whose passkey ⊙ verified
//!          ▣ its count and the session that it opens, in one commit
//! ```
//!
//! For a recovery (`flow::show_proof`) the question names no passkey, since it would tell that there are some.
//!
//! Wrong signature, wrong origin, another's passkey, an old challenge: one answer for all of them (PW16). A passkey is not counted
//! among wrong codes, nor closed with them: nobody guesses one, and its owner gets in while others try passwords (PW07).

use serde_json::Value;

use crate::clock::{Seconds, Timestamp};
use crate::entropy;
use crate::fault::Fault;
use crate::flow::authenticator::holder;
use crate::flow::{letter, not_me};
use crate::identity::account::Account;
use crate::identity::assurance::{self, Level, Method};
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::passkey::{PublicKey, Purpose, Shown};
use crate::limits;
use crate::oauth::session::{Device, SessionFacts};
use crate::provider::Provider;
use crate::secret::{AccountId, PasskeyId, RecoveryId, RequestId, SessionId, Token, TokenKind};
use crate::store::factor_change::FactorChange;
use crate::store::passkey::{Bound, Opened, Passkey};
use crate::store::session::{NewSession, Worth};
use crate::store::throttle::Throttle;

/// A browser that asks or answers.
#[derive(Clone, Copy, Debug)]
pub struct Caller<'a> {
    /// Its cookie.
    pub browser: &'a Token,
    /// Where it is, as attempts are counted.
    pub address: &'a str,
}

/// Why a browser is not asked for a passkey.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum NotAsked {
    /// The house is called by an address, to which no browser binds one.
    NoHost,
    /// Too many questions; look again at that instant.
    TooMany(Timestamp),
}

/// Why a passkey opens nothing.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// It is not what was asked for; no more is said.
    Wrong,
    /// It is right, and the account is locked or over, or the session has ended.
    NotOpen,
}

/// What a browser is asked for to sign in with nothing else.
pub async fn ask_alone(
    caller: Caller<'_>,
    request: Option<&RequestId>,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<Value, NotAsked>, Fault> {
    let bound = alone(request);
    ask(caller, Purpose::SignIn, &bound, &[], provider, now).await
}

/// What a browser is asked for as the second factor of its session: one of the person's own.
pub async fn ask_second(
    caller: Caller<'_>,
    session: &SessionFacts,
    request: Option<&RequestId>,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<Value, NotAsked>, Fault> {
    let own = keys(session, provider).await?;
    ask(caller, Purpose::SecondFactor, &second(session, request), &own, provider, now).await
}

/// What a browser is asked for that takes an account back.
pub(super) async fn ask_recovery(
    caller: Caller<'_>,
    recovery: &RecoveryId,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<Value, NotAsked>, Fault> {
    ask(caller, Purpose::Recovery, recovery.as_str(), &[], provider, now).await
}

/// The passkey that was shown for it and its count, when it is one of this account; what is wrong, another's, or shown where
/// there is nobody, is none alike.
pub(super) async fn shown_for_recovery(
    answer: &str,
    caller: Caller<'_>,
    recovery: &RecoveryId,
    account: Option<&AccountId>,
    provider: &Provider,
    now: Timestamp,
) -> Result<Option<(Passkey, i64)>, Fault> {
    shown(answer, caller, Purpose::Recovery, recovery.as_str(), Whose::Unnamed(account), provider, now).await
}

/// What a browser is asked for to make a new one.
pub async fn offer(
    caller: Caller<'_>,
    session: &SessionFacts,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<Value, NotAsked>, Fault> {
    if let Err(not) = counted(caller, provider, now).await? {
        return Ok(Err(not));
    }
    let Some(passkeys) = &provider.passkeys else { return Ok(Err(NotAsked::NoHost)) };
    let account = account(session, provider).await?;
    let question = passkeys.offer(&account.id, &holder(&account), &keys(session, provider).await?)?;
    let browser = caller.browser.digest();
    let bound = Bound { purpose: Purpose::Add, to: session.id.as_str(), browser: &browser };
    provider.store.keep_challenge(&question, bound, now).await?;
    Ok(Ok(question.options))
}

/// Signs in whoever shows a passkey; the answer is the session's cookie.
pub async fn sign_in(
    answer: &str,
    caller: Caller<'_>,
    device: &Device,
    session: Option<&SessionFacts>,
    request: Option<&RequestId>,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<Token, Refusal>, Fault> {
    let bound_to = alone(request);
    let Some((passkey, count)) =
        shown(answer, caller, Purpose::SignIn, &bound_to, Whose::Anybodys, provider, now).await?
    else {
        return Ok(Err(Refusal::Wrong));
    };
    let cookie = Token::mint(TokenKind::Session, entropy::bytes()?);
    let (digest, methods) = (cookie.digest(), assurance::amr(&[Method::Passkey]));
    let level = assurance::level_of(&[Method::Passkey]).unwrap_or(Level::One).number();
    let store = &provider.store;
    let mut opened = Opened::Not;
    if let Some(session) = session.filter(|session| session.account == passkey.account) {
        // The same person again: the session stays, and is worth what was shown now (SE08).
        let worth = Worth { cookie: &digest, level, methods: &methods };
        opened = store.raise_by_passkey(&passkey.id, count, session, &worth, request, now).await?;
    }
    if opened == Opened::Not {
        let new = NewSession {
            id: SessionId::new(entropy::bytes()?),
            digest,
            instead_of: session.filter(|session| session.account != passkey.account).cloned(),
            account: passkey.account.clone(),
            browser: caller.browser.digest(),
            authenticated_at: now,
            level,
            methods,
            ends_at: now.plus(limits::SESSION_ABSOLUTE),
            device: device.clone(),
            for_request: request.cloned(),
        };
        let notice = not_me::notice(&new, provider, now).await?;
        opened = store.begin_by_passkey(&passkey.id, count, &new, notice.as_ref(), now).await?;
    }
    judged(opened, &passkey, cookie, provider, now).await
}

/// Raises a session by a passkey of its person; the answer is the session's new cookie.
pub async fn raise(
    answer: &str,
    caller: Caller<'_>,
    session: &SessionFacts,
    request: Option<&RequestId>,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<Token, Refusal>, Fault> {
    let bound_to = second(session, request);
    let own = Whose::Named(&session.account);
    let shown = shown(answer, caller, Purpose::SecondFactor, &bound_to, own, provider, now).await?;
    let Some((passkey, count)) = shown else { return Ok(Err(Refusal::Wrong)) };
    let mut methods = assurance::methods(&session.methods);
    methods.push(Method::Passkey);
    let level = assurance::level_of(&methods).unwrap_or(Level::One).number();
    let cookie = Token::mint(TokenKind::Session, entropy::bytes()?);
    let (digest, methods) = (cookie.digest(), assurance::amr(&methods));
    let worth = Worth { cookie: &digest, level, methods: &methods };
    let opened = provider.store.raise_by_passkey(&passkey.id, count, session, &worth, None, now).await?;
    judged(opened, &passkey, cookie, provider, now).await
}

/// Adds the passkey that a browser made; false when it does not answer what was asked, or is somebody's already.
pub async fn add(
    answer: &str,
    name: &str,
    keeps_others: bool,
    caller: Caller<'_>,
    session: &SessionFacts,
    provider: &Provider,
    now: Timestamp,
) -> Result<bool, Fault> {
    let Some(passkeys) = &provider.passkeys else { return Ok(false) };
    let Some(creation) = passkeys.read_creation(answer) else { return Ok(false) };
    let browser = caller.browser.digest();
    let bound = Bound { purpose: Purpose::Add, to: session.id.as_str(), browser: &browser };
    let Some(state) = provider.store.spend_challenge(creation.challenge(), bound, now).await? else { return Ok(false) };
    let Some(made) = passkeys.made(&creation, &state) else { return Ok(false) };
    let notices = letter::factor::passkey_added(&account(session, provider).await?, &provider.config);
    let change = FactorChange { session, factor: PASSKEY, notices: &notices, keeps_others };
    let id = PasskeyId::new(entropy::bytes()?);
    provider.store.add_passkey(&id, &made, &named(name), &change, now).await
}

/// The passkeys of the signed-in person.
pub async fn list(session: &SessionFacts, provider: &Provider) -> Result<Vec<Passkey>, Fault> {
    provider.store.passkeys(&session.account).await
}

/// Gives one another name; false when the person has none of that id.
pub async fn rename(id: &PasskeyId, name: &str, session: &SessionFacts, provider: &Provider) -> Result<bool, Fault> {
    provider.store.rename_passkey(&session.account, id, &named(name)).await
}

/// Removes one; false when the person has none of that id.
pub async fn remove(
    id: &PasskeyId,
    keeps_others: bool,
    session: &SessionFacts,
    provider: &Provider,
    now: Timestamp,
) -> Result<bool, Fault> {
    let notices = letter::factor::passkey_removed(&account(session, provider).await?, &provider.config);
    let change = FactorChange { session, factor: PASSKEY, notices: &notices, keeps_others };
    provider.store.remove_passkey(id, &change, now).await
}

async fn ask(
    caller: Caller<'_>,
    purpose: Purpose,
    bound_to: &str,
    these: &[PublicKey],
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<Value, NotAsked>, Fault> {
    if let Err(not) = counted(caller, provider, now).await? {
        return Ok(Err(not));
    }
    let Some(passkeys) = &provider.passkeys else { return Ok(Err(NotAsked::NoHost)) };
    let question = passkeys.ask(these)?;
    let browser = caller.browser.digest();
    provider.store.keep_challenge(&question, Bound { purpose, to: bound_to, browser: &browser }, now).await?;
    Ok(Ok(question.options))
}

/// Each question is a row: nobody fills the house with them.
async fn counted(caller: Caller<'_>, provider: &Provider, now: Timestamp) -> Result<Result<(), NotAsked>, Fault> {
    let browser = caller.browser.digest();
    for (what, whom, limit, window) in [
        ("passkeys of an address", caller.address, limits::PASSKEY_CHALLENGES_ADDRESS_MINUTE, Seconds::minutes(1)),
        ("passkeys", browser.as_str(), limits::PASSKEY_CHALLENGES_BROWSER_HOUR, Seconds::hours(1)),
    ] {
        if let Throttle::Closed(until) = provider.store.throttle(what, whom, limit, window, now).await? {
            return Ok(Err(NotAsked::TooMany(until)));
        }
    }
    Ok(Ok(()))
}

/// Whose passkey an answer may show.
#[derive(Clone, Copy, Debug)]
enum Whose<'a> {
    /// Whoever's it is.
    Anybodys,
    /// One of this account, as the question said.
    Named(&'a AccountId),
    /// One of this account, of which the question said nothing; nobody's where there is none.
    Unnamed(Option<&'a AccountId>),
}

/// The passkey that was shown, and its count; none for everything that is not right.
async fn shown(
    answer: &str,
    caller: Caller<'_>,
    purpose: Purpose,
    bound_to: &str,
    whose: Whose<'_>,
    provider: &Provider,
    now: Timestamp,
) -> Result<Option<(Passkey, i64)>, Fault> {
    let Some(passkeys) = &provider.passkeys else { return Ok(None) };
    let Some(assertion) = passkeys.read_assertion(answer) else { return Ok(None) };
    let store = &provider.store;
    let browser = caller.browser.digest();
    let bound = Bound { purpose, to: bound_to, browser: &browser };
    // Before the answer is looked at: of two that come at once one has something to answer, and a wrong one is not tried again.
    let Some(state) = store.spend_challenge(assertion.challenge(), bound, now).await? else { return Ok(None) };
    let passkey = store.passkey_called(assertion.credential()).await?;
    let is_theirs = |passkey: &Passkey| match whose {
        Whose::Anybodys => true,
        Whose::Named(account) => *account == passkey.account,
        Whose::Unnamed(account) => account == Some(&passkey.account),
    };
    let Some(passkey) = passkey.filter(is_theirs) else { return Ok(None) };
    // Where nobody had said who is asked, the authenticator says it (W3C WebAuthn §7.2 step 6).
    let says_who = matches!(whose, Whose::Named(_)) || assertion.handle().is_some();
    match passkeys.shown(&assertion, &state, &passkey.key, &passkey.account) {
        Shown::Right(count) if says_who => Ok(Some((passkey, count))),
        Shown::Copied => {
            suspect(&passkey, provider, now).await?;
            Ok(None)
        }
        Shown::Right(_) | Shown::Wrong => {
            let event = Event::new(Kind::SignInFailed, Actor::Nobody, now).about(&passkey.account);
            store.record(&event.with("factor", PASSKEY)).await?;
            Ok(None)
        }
    }
}

async fn judged(
    opened: Opened,
    passkey: &Passkey,
    cookie: Token,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<Token, Refusal>, Fault> {
    match opened {
        Opened::Yes => Ok(Ok(cookie)),
        Opened::Not => Ok(Err(Refusal::NotOpen)),
        Opened::Stale => {
            suspect(passkey, provider, now).await?;
            Ok(Err(Refusal::Wrong))
        }
    }
}

/// Two devices may sign with one key: its holder hears of it on every channel.
pub(super) async fn suspect(passkey: &Passkey, provider: &Provider, now: Timestamp) -> Result<(), Fault> {
    let Some(account) = provider.store.account(&passkey.account).await? else { return Ok(()) };
    let event = Event::new(Kind::FactorSuspected, Actor::Nobody, now)
        .about(&passkey.account)
        .with("factor", PASSKEY)
        .with("passkey", passkey.id.as_str());
    let notices = letter::factor::passkey_suspected(&account, &provider.config);
    provider.store.record_and_tell(&event, &notices, now).await
}

/// A challenge of a sign-in page counts for the request that the page stands in.
fn alone(request: Option<&RequestId>) -> String {
    request.map_or_else(|| String::from("page"), |request| request.as_str().to_owned())
}

/// One for a second factor counts for the session and the request (PW10, PW16).
fn second(session: &SessionFacts, request: Option<&RequestId>) -> String {
    format!("{} {}", session.id, alone(request))
}

async fn keys(session: &SessionFacts, provider: &Provider) -> Result<Vec<PublicKey>, Fault> {
    let passkeys = provider.store.passkeys(&session.account).await?;
    Ok(passkeys.into_iter().map(|passkey| passkey.key).collect())
}

async fn account(session: &SessionFacts, provider: &Provider) -> Result<Account, Fault> {
    let account = provider.store.account(&session.account).await?;
    account.ok_or_else(|| Fault::internal("a session hangs from no account"))
}

/// What a person typed for a name, made one line; nothing at all is nothing.
fn named(typed: &str) -> String {
    let words: Vec<&str> = typed.split(|letter: char| letter.is_whitespace() || letter.is_control()).collect();
    let line = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    line.chars().take(limits::PASSKEY_NAME).collect()
}

/// The factor's word in events.
const PASSKEY: &str = "passkey";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_short_line() {
        assert_eq!(named(" Điện thoại \n\u{0}của   An "), "Điện thoại của An");
        assert_eq!((named(""), named(&"a".repeat(99)).len()), (String::new(), limits::PASSKEY_NAME));
    }
}
