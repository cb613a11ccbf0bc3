//! What a person is asked on behalf of a party, and the answer.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::flow::act::Acting;
use crate::flow::authorize::{self, Next, Open, Outcome, Problem};
use crate::oauth::consent::{self, Choice, Question};
use crate::oauth::error::{Error, describe};
use crate::oauth::session::SessionFacts;
use crate::oauth::step::Step;
use crate::provider::Provider;

/// The question that stands and for whom the person acts; none when another step does.
pub async fn question(
    open: &Open,
    session: &SessionFacts,
    provider: &Provider,
    now: Timestamp,
) -> Result<Option<(Question, Acting)>, Fault> {
    let next = authorize::next(open, Some(session), provider, now).await?;
    match next.step {
        Step::Consent(question) => Ok(Some((question, next.acting))),
        _ => Ok(None),
    }
}

/// What became of an answer.
#[derive(Debug)]
pub enum Answered {
    /// The request goes on.
    GoOn,
    /// Something else than what the person read is asked now: show it.
    AskAgain,
    /// The request is over.
    Over(Problem),
}

/// The person agrees. `read` is the mark of the question that stood on the page.
pub async fn allow(
    open: &Open,
    session: &SessionFacts,
    choice: &Choice,
    read: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<Answered, Fault> {
    let Next { step, consent: earlier, .. } = authorize::next(open, Some(session), provider, now).await?;
    let Step::Consent(question) = step else { return Ok(Answered::GoOn) };
    // What the party is registered for may have changed while the page was read: nobody agrees to what was not shown.
    if question.mark().as_str() != read {
        return Ok(Answered::AskAgain);
    }
    let answer = consent::answer(&question, choice, &open.request, earlier.as_ref(), now);
    let party = &open.party.client_id;
    let given = provider.store.give_consent(&session.account, party, &answer, &open.kept.id, now).await?;
    Ok(if given { Answered::GoOn } else { Answered::Over(Problem::RequestAnswered) })
}

/// The person says no.
pub async fn deny(open: &Open, session: &SessionFacts, provider: &Provider, now: Timestamp) -> Result<Outcome, Fault> {
    let party = &open.party.client_id;
    if provider.store.deny_consent(&session.account, party, &open.kept.id, now).await? {
        let denied = Error::access_denied(describe!("the person said no"));
        Ok(Outcome::Send(open.reply_to.error(&denied)))
    } else {
        Ok(Outcome::Show(Problem::RequestAnswered))
    }
}
