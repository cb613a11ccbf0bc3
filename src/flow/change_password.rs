//! The change of a password by who is signed in: both factors a moment ago, and the present password once more.
//!
//! ```text
//! submit ⊙ both factors shown here a moment ago        PW20
//!        ⊙ new password, typed twice
//!        → flow::credential: the present one, counted with every other guess
//!        ⊙ another one than that, fits its owner → hash
//!        ▣ password + event + a notice by every channel + other sessions and families, unless kept
//! ```

use crate::clock::Timestamp;
use crate::entropy;
use crate::fault::Fault;
use crate::flow::credential::{self, Typed, Verdict};
use crate::flow::{letter, second_factor};
use crate::identity::credential::{Password, PasswordRefusal};
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::secret::{Token, TokenKind};
use crate::store::credential::PasswordChange;

/// What came from the form.
#[derive(Clone, Copy)]
pub struct Submitted<'a> {
    /// The present password.
    pub present: &'a str,
    /// The new one.
    pub password: &'a str,
    /// The same, once more.
    pub password_again: &'a str,
    /// Whether the person stays signed in elsewhere, and parties go on with what they have.
    pub keeps_others: bool,
}

/// Why the password stays as it is.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// Both factors have to be shown again.
    StepUp,
    /// The new one may not be chosen.
    Password(PasswordRefusal),
    /// The second time it is another one.
    Differs,
    /// The present one is not right.
    Present,
    /// It is the present one.
    Same,
    /// Too many guesses; the next at that instant.
    TooMany(Timestamp),
    /// The session or the account has ended meanwhile, or the password was changed.
    Over,
}

/// Changes it; the answer is the session's new cookie.
pub async fn submit(
    submitted: Submitted<'_>,
    session: &SessionFacts,
    address: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<Token, Refusal>, Fault> {
    if !second_factor::is_fresh(session, now) {
        return Ok(Err(Refusal::StepUp));
    }
    let password = match Password::choose(submitted.password) {
        Ok(password) if submitted.password == submitted.password_again => password,
        Ok(_) => return Ok(Err(Refusal::Differs)),
        Err(refusal) => return Ok(Err(Refusal::Password(refusal))),
    };
    let account = provider.store.account(&session.account).await?;
    let account = account.ok_or_else(|| Fault::internal("a session hangs from no account"))?;
    let typed = Typed { address, browser: &session.browser };
    match credential::verify_password(account.number.as_str(), submitted.present, typed, provider, now).await? {
        Verdict::Right(id) if id == account.id => {}
        Verdict::TooMany(until) => return Ok(Err(Refusal::TooMany(until))),
        Verdict::Locked(_) | Verdict::NotActive(_) => return Ok(Err(Refusal::Over)),
        Verdict::Wrong | Verdict::Right(_) | Verdict::FormerNumber(_) => return Ok(Err(Refusal::Present)),
    }
    if Password::typed(submitted.present).is_some_and(|present| present.expose() == password.expose()) {
        return Ok(Err(Refusal::Same));
    }
    if let Err(refusal) = credential::fits(&password, &account, provider).await? {
        return Ok(Err(Refusal::Password(refusal)));
    }
    // Read after the present one was checked, which may have raised its hash: only this one is replaced.
    let Some(former) = provider.store.credential_hash(&account.id).await? else { return Ok(Err(Refusal::Over)) };
    let hash = credential::hash_password(&password, provider).await?;
    let cookie = Token::mint(TokenKind::Session, entropy::bytes()?);
    let change = PasswordChange {
        account: account.id.clone(),
        former,
        hash,
        session: session.id.clone(),
        cookie: cookie.digest(),
        ends_others: !submitted.keeps_others,
        notices: letter::password::changed(&account, &provider.config),
    };
    if !provider.store.change_password(&change, now).await? {
        return Ok(Err(Refusal::Over));
    }
    credential::forget_guesses(&account, provider).await?;
    Ok(Ok(cookie))
}
