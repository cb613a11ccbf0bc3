//! The second factor at sign-in by a code: to the registered phone, of the authenticator app, from paper. By a passkey it is
//! shown in `flow::passkey`.
//!
//! ```text
//! arrive: which ways there are; without an app the code is sent at once
//! check:  counted for the account over all transactions → judged → spent → ▣ the session rises, under a new cookie
//! ```

use crate::clock::Timestamp;
use crate::entropy;
use crate::fault::Fault;
use crate::flow::short_code::{self, Sending};
use crate::flow::{letter, paper_code};
use crate::identity::account::{Account, Channel};
use crate::identity::assurance::{self, Level, Method};
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::paper_code::PaperCode;
use crate::identity::short_code::{Check, Purpose};
use crate::limits;
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::secret::{RequestId, Token, TokenKind};
use crate::store::guess::Guessed;
use crate::store::throttle::Throttle;

/// What the page of the second factor shows.
#[derive(Clone, Debug)]
pub struct Ways {
    /// Whether there is an authenticator app.
    pub has_app: bool,
    /// Whether there is a passkey.
    pub has_passkey: bool,
    /// Whether there is a sheet of paper with codes left.
    pub has_paper: bool,
    /// The phone, most of it hidden.
    pub phone: String,
    /// Whether a code is on its way to the phone, or why not.
    pub sending: Option<Sending>,
}

/// A way to show the second factor.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Way {
    /// The authenticator app.
    App,
    /// A code to the phone.
    Phone,
    /// A code from paper.
    Paper,
}

/// Why a code did not raise the session.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// It is not the code.
    Wrong,
    /// It was the code, too late.
    Expired,
    /// It was used before.
    Spent,
    /// Too many tries for this code.
    TryAnother,
    /// Too many tries for this person; look again at that instant.
    TooMany(Timestamp),
    /// The session has ended.
    SessionEnded,
}

/// Somebody comes to show a second factor. `way` is the one chosen, if one was.
pub async fn arrive(
    session: &SessionFacts,
    request: Option<&RequestId>,
    way: Option<Way>,
    address: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<Ways, Fault> {
    let account = account(session, provider).await?;
    let has_app = has_app(session, provider).await?;
    let has_passkey = provider.passkeys.is_some() && !provider.store.passkeys(&session.account).await?.is_empty();
    let has_paper = provider.store.paper_sheet(&session.account).await?.is_some_and(|sheet| sheet.left > 0);
    let bound = bound_to(session, request);
    let sent_at = provider.store.code_sent_at(&account.id, Purpose::SignIn, bound).await?;
    let live = sent_at.map(|sent_at| sent_at.plus(limits::SHORT_CODE)).filter(|expires_at| now < *expires_at);
    let sending = match (live, way) {
        (Some(expires_at), _) => Some(Sending::Sent { expires_at }),
        // Who has an app or a passkey is not sent what is not needed: a message costs, and tells others of a sign-in.
        (None, Some(Way::App | Way::Paper)) => None,
        (None, None) if has_app || has_passkey => None,
        (None, _) => Some(short_code::send(&account, Purpose::SignIn, bound, Some(address), provider, now).await?),
    };
    Ok(Ways { has_app, has_passkey, has_paper, phone: account.phone.masked(), sending })
}

/// Sends another code to the phone.
pub async fn resend(
    session: &SessionFacts,
    request: Option<&RequestId>,
    address: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<Sending, Fault> {
    let account = account(session, provider).await?;
    short_code::send(&account, Purpose::SignIn, bound_to(session, request), Some(address), provider, now).await
}

/// Checks a code; the answer to a right one is the session's new cookie.
pub async fn check(
    session: &SessionFacts,
    request: Option<&RequestId>,
    way: Way,
    code: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<Token, Refusal>, Fault> {
    let store = &provider.store;
    // Before the code is looked at, over every transaction, way and node (V074, PW08).
    let counted_as = counted_as(session, provider).await?;
    if let Throttle::Closed(until) = store.guess(Guessed::SecondFactor, &counted_as, now).await? {
        return Ok(Err(Refusal::TooMany(until)));
    }
    let (judged, method) = match way {
        Way::App => (spend_step(session, code, provider, now).await?, Method::Authenticator),
        Way::Phone => {
            let bound = bound_to(session, request);
            let check = short_code::check(&session.account, Purpose::SignIn, bound, code, provider, now).await?;
            (judged(check), Method::Sms)
        }
        Way::Paper => (spend_paper(session, code, provider, now).await?, Method::PaperCode),
    };
    if let Err(refusal) = judged {
        let event =
            Event::new(Kind::SignInFailed, Actor::Nobody, now).about(&session.account).with("factor", method.amr());
        store.record(&event).await?;
        return Ok(Err(refusal));
    }
    store.forget_guesses(Guessed::SecondFactor, &counted_as).await?;
    let mut methods = assurance::methods(&session.methods);
    methods.push(method);
    let level = assurance::level_of(&methods).unwrap_or(Level::One).number();
    let cookie = Token::mint(TokenKind::Session, entropy::bytes()?);
    let methods = assurance::amr(&methods);
    let raised = store.raise_session(session, &cookie.digest(), level, &methods, None, now).await?;
    Ok(if raised { Ok(cookie) } else { Err(Refusal::SessionEnded) })
}

/// Whether the person has shown a second factor in this session a moment ago: for changes to what opens the account.
pub fn is_fresh(session: &SessionFacts, now: Timestamp) -> bool {
    session.level >= Level::Two.number() && was_here_lately(session, now)
}

/// Whether the person has shown a factor, whichever, in this session a moment ago. What was shown on the device that answered for
/// this browser was not shown here (XD06).
pub fn was_here_lately(session: &SessionFacts, now: Timestamp) -> bool {
    let was_let_in = assurance::methods(&session.methods).contains(&Method::Square);
    let was_shown_here = !was_let_in || session.authenticated_at > session.began_at;
    was_shown_here && now.since(session.authenticated_at) < limits::STEP_UP
}

async fn spend_step(
    session: &SessionFacts,
    code: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<(), Refusal>, Fault> {
    let app = provider.store.authenticator(&session.account).await?;
    let Some(app) = app.filter(|app| app.confirmed_at.is_some()) else { return Ok(Err(Refusal::Wrong)) };
    match app.shared.step_of(code, app.last_step, now)? {
        Some(step) if provider.store.spend_step(&app.id, step).await? => Ok(Ok(())),
        Some(_) => Ok(Err(Refusal::Spent)),
        None => Ok(Err(Refusal::Wrong)),
    }
}

/// A used code is as wrong as one that never was: who found the sheet learns nothing of it.
async fn spend_paper(
    session: &SessionFacts,
    typed: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<(), Refusal>, Fault> {
    let Some(code) = PaperCode::parse(typed) else { return Ok(Err(Refusal::Wrong)) };
    let (digest, account) = (paper_code::digest(&session.account, &code, provider), account(session, provider).await?);
    let told = |left| letter::factor::paper_used(&account, left, &provider.config);
    let is_spent = provider.store.spend_paper_code(&account.id, &digest, told, now).await?;
    Ok(if is_spent { Ok(()) } else { Err(Refusal::Wrong) })
}

const fn judged(check: Check) -> Result<(), Refusal> {
    match check {
        Check::Right => Ok(()),
        Check::Wrong => Err(Refusal::Wrong),
        Check::Expired => Err(Refusal::Expired),
        Check::Spent => Err(Refusal::Spent),
        Check::TooManyTries => Err(Refusal::TryAnother),
    }
}

/// A code counts for the transaction that it was sent for (PW10); the session ties it to this browser.
fn bound_to<'a>(session: &'a SessionFacts, request: Option<&'a RequestId>) -> &'a str {
    request.map_or(session.id.as_str(), RequestId::as_str)
}

/// The account, reached by phone alone: an e-mail is no second factor (PW14).
async fn account(session: &SessionFacts, provider: &Provider) -> Result<Account, Fault> {
    let account = provider.store.account(&session.account).await?;
    let account = account.ok_or_else(|| Fault::internal("a session hangs from no account"))?;
    Ok(Account { channel: Channel::Sms, ..account })
}

async fn has_app(session: &SessionFacts, provider: &Provider) -> Result<bool, Fault> {
    let app = provider.store.authenticator(&session.account).await?;
    Ok(app.is_some_and(|app| app.confirmed_at.is_some()))
}

/// Under what a guess is counted: one counter a person, and one of its own for a browser in which both factors were shown
/// before, so that who has the password alone locks nobody out there (PW07).
async fn counted_as(session: &SessionFacts, provider: &Provider) -> Result<String, Fault> {
    let person = session.account.as_str();
    let is_known = provider.store.knows_second_factor(&session.account, &session.browser).await?;
    Ok(if is_known { format!("{person}\u{1f}{}", session.browser.as_str()) } else { person.to_owned() })
}
