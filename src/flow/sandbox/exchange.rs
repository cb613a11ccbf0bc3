//! The synthetic nation's own exchange: its embedded register, asked and answered in the shape of the national one, so that
//! another house can be pointed at it.

use serde_json::Value;

use crate::fault::Fault;
use crate::identity::number::{LegacyNumber, PersonalNumber};
use crate::identity::phone::Phone;
use crate::provider::Provider;
use crate::registry::Registry as _;
use crate::registry::embedded::Embedded;
use crate::registry::exchange::{PersonAnswer, Question, SubscriberAnswer};

/// What a question came to.
#[derive(Debug)]
pub enum Asked {
    /// An answer.
    Answer(Value),
    /// Somebody without the key.
    Stranger,
    /// Not a question.
    NoQuestion,
}

/// Answers who has a personal number, or had a 9-digit one.
pub async fn population(token: Option<&str>, body: &[u8], provider: &Provider) -> Result<Asked, Fault> {
    if token != Some(TOKEN) {
        return Ok(Asked::Stranger);
    }
    let Some(question) = question(body) else { return Ok(Asked::NoQuestion) };
    let register = Embedded::new(provider.store.database().clone());
    let number = question.number.as_str();
    let record = match (PersonalNumber::parse(number), LegacyNumber::parse(number)) {
        (Some(number), _) => register.look_up(&number).await?,
        (None, Some(number)) => register.look_up_legacy(&number).await?,
        (None, None) => return Ok(Asked::NoQuestion),
    };
    written(&PersonAnswer::of(&question, record.as_ref()))
}

/// Answers in whose name a telephone number is.
pub async fn subscribers(token: Option<&str>, body: &[u8], provider: &Provider) -> Result<Asked, Fault> {
    if token != Some(TOKEN) {
        return Ok(Asked::Stranger);
    }
    let Some(question) = question(body) else { return Ok(Asked::NoQuestion) };
    let Ok(phone) = Phone::parse(&question.number) else { return Ok(Asked::NoQuestion) };
    let owner = Embedded::new(provider.store.database().clone()).subscriber(&phone).await?;
    written(&SubscriberAnswer::of(&question, owner.as_ref()))
}

fn question(body: &[u8]) -> Option<Question> {
    serde_json::from_slice(body).ok()
}

fn written(answer: &impl serde::Serialize) -> Result<Asked, Fault> {
    let written = serde_json::to_value(answer);
    written.map(Asked::Answer).map_err(|error| Fault::caused("an answer of the exchange could not be written", error))
}

/// The key to the synthetic exchange; known, as everything in the sandbox is.
const TOKEN: &str = "sandbox";
