//! What a wallet's camera read or its holder typed: the square of a sign-in page, or that of an organisation.
//!
//! One box takes both, since a person sees a square and not its kind; which kind it is, the address in it says. The letters
//! under a square do not, so they are looked for among both.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::flow::{organisation_square, sign_in_answer, sign_in_square};
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::secret::SignInSquareId;
use crate::wallet::organisation_square::{Name, Refusal as NotOffered};
use crate::wallet::sign_in_square::{Code, Refusal as NotOpened};

/// What was read, and what came of it.
#[derive(Debug)]
pub enum Scanned {
    /// A browser elsewhere wants to be let in: opened for this session, or not.
    SignIn(Result<SignInSquareId, NotOpened>),
    /// An organisation asks: found, or not. Nothing is opened yet.
    Organisation(Result<Name, NotOffered>),
}

/// Finds what was scanned or typed.
pub async fn read(
    session: &SessionFacts,
    text: &str,
    address: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<Scanned, Fault> {
    let text = text.trim();
    let sign_in = format!("{}{}", provider.config.issuer.trim_end_matches('/'), sign_in_square::PATH);
    if !text.starts_with(&sign_in) {
        let found = organisation_square::read(session, text, address, provider, now).await?;
        let is_another_code = found == Err(NotOffered::Unknown) && Code::parse(text).is_some();
        if !is_another_code {
            return Ok(Scanned::Organisation(found));
        }
    }
    sign_in_answer::open(session, text, address, provider, now).await.map(Scanned::SignIn)
}
