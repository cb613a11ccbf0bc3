//! Sign-in by number and password.
//!
//! ```text
//! form → flow::credential (counted, hashed, judged) → ▣ a session, or the one of this browser anew → its cookie
//!                                                       in a browser that the account does not know: its holder is told
//! ```

use crate::clock::Timestamp;
use crate::entropy;
use crate::fault::Fault;
use crate::flow::credential::{self, Typed, Verdict};
use crate::flow::not_me;
use crate::identity::assurance::{self, Level, Method};
use crate::limits;
use crate::oauth::session::{Device, SessionFacts};
use crate::provider::Provider;
use crate::secret::{RequestId, SessionId, Token, TokenKind};
use crate::store::session::NewSession;

/// What somebody sent to sign in.
#[derive(Clone, Copy, Debug)]
pub struct Attempt<'a> {
    /// The number that was typed.
    pub number: &'a str,
    /// The password that was typed.
    pub password: &'a str,
    /// Where it came from, for counting.
    pub address: &'a str,
    /// The browser's cookie.
    pub browser: &'a Token,
    /// What is kept of the browser.
    pub device: &'a Device,
    /// The live session that the browser has already.
    pub session: Option<&'a SessionFacts>,
    /// The authorization request that it is for.
    pub request: Option<&'a RequestId>,
}

/// Why somebody is not signed in.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// The number and the password open nothing; no more is said (PM01).
    Wrong,
    /// Too many tries; look again at that instant.
    TooMany(Timestamp),
    /// The password is right and the account is locked.
    Locked,
    /// The password is right and the account is over.
    NotActive,
    /// The password is right and the number was cancelled in favour of another.
    FormerNumber,
}

/// Signs somebody in; the answer is the session's cookie.
pub async fn submit(
    attempt: &Attempt<'_>,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<Token, Refusal>, Fault> {
    let browser = attempt.browser.digest();
    let typed = Typed { address: attempt.address, browser: &browser };
    let verdict = credential::verify_password(attempt.number, attempt.password, typed, provider, now).await?;
    let account = match verdict {
        Verdict::Right(account) => account,
        Verdict::Wrong => return Ok(Err(Refusal::Wrong)),
        Verdict::TooMany(until) => return Ok(Err(Refusal::TooMany(until))),
        Verdict::Locked(_) => return Ok(Err(Refusal::Locked)),
        Verdict::NotActive(_) => return Ok(Err(Refusal::NotActive)),
        Verdict::FormerNumber(_) => return Ok(Err(Refusal::FormerNumber)),
    };
    let cookie = Token::mint(TokenKind::Session, entropy::bytes()?);
    if let Some(session) = attempt.session.filter(|session| session.account == account) {
        // The same person again: the session stays, and is worth what was shown now (SE08).
        let (level, methods) = (Level::One.number(), assurance::amr(&[Method::Password]));
        let digest = cookie.digest();
        if provider.store.raise_session(session, &digest, level, &methods, attempt.request, now).await? {
            return Ok(Ok(cookie));
        }
    }
    let session = NewSession {
        id: SessionId::new(entropy::bytes()?),
        digest: cookie.digest(),
        instead_of: attempt.session.filter(|session| session.account != account).cloned(),
        account,
        browser: attempt.browser.digest(),
        authenticated_at: now,
        level: Level::One.number(),
        methods: assurance::amr(&[Method::Password]),
        ends_at: now.plus(limits::SESSION_ABSOLUTE),
        device: attempt.device.clone(),
        for_request: attempt.request.cloned(),
    };
    let notice = not_me::notice(&session, provider, now).await?;
    let begun = provider.store.begin_session(&session, notice.as_ref(), now).await?;
    Ok(begun.then_some(cookie).ok_or(Refusal::Locked))
}
