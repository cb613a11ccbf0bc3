//! The wallet's side of a sign-in page's square: opened once, looked at, answered with the number that the page shows.
//!
//! ```text
//! open   -> what was scanned ⊙ ours, of this moment · or the short code, counted -> the square ⊙ may_open
//!        ▣ opened for this session: another wallet is too late
//! asked  -> who waits there, and how near
//! answer ⊙ two factors shown here a moment ago -> the number, counted ▣ approved | denied: one wrong number ends it
//! ```

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::flow::second_factor;
use crate::flow::sign_in_square::{PATH, code_digest, number_of, proof};
use crate::limits;
use crate::oauth::relying_party::RelyingParty;
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::secret::{SignInSquareId, equal};
use crate::store::throttle::Throttle;
use crate::wallet::sign_in_square::{Answer, Code, Picture, Refusal, SquareFacts, State};

/// What the wallet shows before it is answered.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The facts.
    pub facts: SquareFacts,
    /// The service for which somebody signs in there; none for a page of ours.
    pub party: Option<RelyingParty>,
    /// Whether that browser comes from where this one does.
    pub is_near: bool,
}

/// Opens the square that was scanned, or whose short code was typed.
pub async fn open(
    session: &SessionFacts,
    text: &str,
    address: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<SignInSquareId, Refusal>, Fault> {
    let found = match found(session, text.trim(), address, provider, now).await? {
        Ok(found) => found,
        Err(refusal) => return Ok(Err(refusal)),
    };
    // Asked for when there is something to open: who mistypes is told so, and shows no factor for nothing.
    if !second_factor::is_fresh(session, now) {
        return Ok(Err(Refusal::StepUp));
    }
    if let Err(refusal) = found.may_open(&session.id, now) {
        return Ok(Err(refusal));
    }
    let opened = found.is_opened_by(&session.id)
        || provider.store.open_sign_in_square(&found.id, &session.account, &session.id, now).await?;
    if opened {
        return Ok(Ok(found.id));
    }
    // Somebody was first between the look and the write.
    let present = provider.store.sign_in_square(&found.id).await?;
    let refusal = present.and_then(|present| present.may_open(&session.id, now).err());
    Ok(Err(refusal.unwrap_or(Refusal::Taken)))
}

/// The square that was scanned or typed.
async fn found(
    session: &SessionFacts,
    text: &str,
    address: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<SquareFacts, Refusal>, Fault> {
    let path = format!("{}{PATH}", provider.config.issuer.trim_end_matches('/'));
    if let Some(picture) = text.strip_prefix(&path).and_then(Picture::parse) {
        if !equal(&proof(&picture.name, picture.second, provider)?, &picture.proof) {
            return Ok(Err(Refusal::Unknown));
        }
        let Some(square) = provider.store.pictured_square(&picture.digest()).await? else {
            return Ok(Err(Refusal::Unknown));
        };
        // Said of our own pictures alone: whoever has one learns only how old it is.
        let is_over = square.state_at(now) == State::Expired;
        let is_stale = !is_over && !square.is_of_now(picture.second, now);
        return Ok(if is_stale { Err(Refusal::Stale) } else { Ok(square) });
    }
    let Some(code) = Code::parse(text) else {
        // A holder's square is a compact token, and no reader of ours takes one kind for another (qr.md).
        let is_token = text.split('.').count() == 3 && !text.contains('/');
        return Ok(Err(if is_token { Refusal::AnotherKind } else { Refusal::Unknown }));
    };
    for (what, whom, limit) in [
        (CODES_OF_ADDRESS, address, limits::SIGN_IN_CODES_ADDRESS),
        (CODES, session.account.as_str(), limits::SIGN_IN_CODES),
    ] {
        let tries = provider.store.throttle(what, whom, limit, limits::PASSWORD_WINDOW, now).await?;
        if let Throttle::Closed(until) = tries {
            return Ok(Err(Refusal::TooMany(until)));
        }
    }
    let Some(square) = provider.store.coded_square(&code_digest(&code, provider)).await? else {
        return Ok(Err(Refusal::Unknown));
    };
    provider.store.forget_throttle(CODES, session.account.as_str()).await?;
    Ok(Ok(square))
}

/// What is asked, for the session that opened it; none for any other, whoever's it is (XD).
pub async fn asked(
    session: &SessionFacts,
    id: &SignInSquareId,
    address: &str,
    provider: &Provider,
) -> Result<Option<Asked>, Fault> {
    let facts = provider.store.sign_in_square(id).await?;
    let Some(facts) = facts.filter(|facts| facts.is_opened_by(&session.id)) else { return Ok(None) };
    let party = match &facts.party {
        None => None,
        Some(party) => provider.store.relying_party(party).await?.map(|registered| registered.party),
    };
    Ok(Some(Asked { is_near: facts.address == address, facts, party }))
}

/// The person's word. Only the number that the waiting page shows approves; any other one ends the square, because then who
/// waits there is not who answers here (XD03).
pub async fn answer(
    session: &SessionFacts,
    id: &SignInSquareId,
    said: Said<'_>,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<Answer, Refusal>, Fault> {
    let facts = provider.store.sign_in_square(id).await?;
    let Some(facts) = facts.filter(|facts| facts.is_opened_by(&session.id)) else { return Ok(Err(Refusal::Unknown)) };
    match facts.state_at(now) {
        State::Opened => {}
        State::Expired => return Ok(Err(Refusal::Expired)),
        _ => return Ok(Err(Refusal::Answered)),
    }
    let answer = match said {
        Said::No => Answer::Denied,
        Said::NotAskedFor => Answer::Reported,
        Said::Yes(_) if !second_factor::is_fresh(session, now) => return Ok(Err(Refusal::StepUp)),
        Said::Yes(number) => match compared(session, id, number, provider, now).await? {
            Ok(answer) => answer,
            Err(refusal) => return Ok(Err(refusal)),
        },
    };
    let written = provider.store.answer_sign_in_square(id, &session.account, &session.id, answer, now).await?;
    Ok(match (written, answer) {
        (false, _) => Err(Refusal::Answered),
        (true, Answer::WrongNumber) => Err(Refusal::WrongNumber),
        (true, answer) => Ok(answer),
    })
}

/// What the person said.
#[derive(Clone, Copy, Debug)]
pub enum Said<'a> {
    /// It is me; the number there is this.
    Yes(&'a str),
    /// No.
    No,
    /// I did not ask for this.
    NotAskedFor,
}

async fn compared(
    session: &SessionFacts,
    id: &SignInSquareId,
    typed: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<Result<Answer, Refusal>, Fault> {
    let whom = session.account.as_str();
    let tries = provider.store.throttle(NUMBERS, whom, limits::SIGN_IN_NUMBERS, limits::PASSWORD_WINDOW, now).await?;
    if let Throttle::Closed(until) = tries {
        return Ok(Err(Refusal::TooMany(until)));
    }
    let number = number_of(id, provider)?.to_string();
    if !equal(typed.trim().as_bytes(), number.as_bytes()) {
        return Ok(Ok(Answer::WrongNumber));
    }
    provider.store.forget_throttle(NUMBERS, whom).await?;
    Ok(Ok(Answer::Approved))
}

/// The counter of numbers, one a person.
const NUMBERS: &str = "sign-in numbers";
/// The counter of short codes, one a person.
const CODES: &str = "sign-in codes";
/// The same, one an address.
const CODES_OF_ADDRESS: &str = "sign-in codes of an address";
