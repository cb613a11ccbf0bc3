//! The synthetic nation's own exchange: its embedded registers, asked and answered in the shape of the national one, so that
//! another house can be pointed at it.

use serde::Serialize;
use serde_json::Value;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::identity::number::{LegacyNumber, PersonalNumber};
use crate::identity::organisation::OrganisationNumber;
use crate::identity::phone::Phone;
use crate::provider::Provider;
use crate::registry::cards::{Cards, Held};
use crate::registry::chips::{Chips as _, Simulated};
use crate::registry::embedded::Embedded;
use crate::registry::exchange::Question;
use crate::registry::exchange::answer::Answer;
use crate::registry::exchange::card::{NguoiThamGia, TheCanCuoc};
use crate::registry::exchange::changes::{ChangesAnswer, ChangesQuestion};
use crate::registry::exchange::chip::{ChipAnswer, ChipQuestion};
use crate::registry::exchange::correction::{CorrectionAnswer, CorrectionQuestion};
use crate::registry::exchange::foreigner::{NguoiNuocNgoai, document_asked_for};
use crate::registry::exchange::licence::GiayPhepLaiXe;
use crate::registry::exchange::organisation::{Asked as Named, ToChuc};
use crate::registry::exchange::person::PersonAnswer;
use crate::registry::exchange::subscriber::SubscriberAnswer;
use crate::registry::immigration::Immigration;
use crate::registry::insurance::Insurance;
use crate::registry::licences::Licences;
use crate::registry::organisations::Organisations;
use crate::registry::{Change, Registry};

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

/// Answers a question about one subject of one register.
pub async fn ask(register: &str, token: Option<&str>, body: &[u8], provider: &Provider) -> Result<Asked, Fault> {
    if token != Some(TOKEN) {
        return Ok(Asked::Stranger);
    }
    let Ok(question) = serde_json::from_slice::<Question>(body) else { return Ok(Asked::NoQuestion) };
    let embedded = Embedded::new(provider.store.database().clone());
    let (number, text) = (PersonalNumber::parse(&question.number), question.number.as_str());
    match (register, number) {
        ("population", Some(number)) => {
            let record = embedded.look_up(&number).await?;
            written(&PersonAnswer::of(&question, record.as_ref()))
        }
        ("population", None) => {
            let Some(number) = LegacyNumber::parse(text) else { return Ok(Asked::NoQuestion) };
            let record = embedded.look_up_legacy(&number).await?;
            written(&PersonAnswer::of(&question, record.as_ref()))
        }
        ("subscribers", _) => {
            let Ok(phone) = Phone::parse(text) else { return Ok(Asked::NoQuestion) };
            let owner = embedded.subscriber(&phone).await?;
            written(&SubscriberAnswer::of(&question, owner.as_ref()))
        }
        ("cards", Some(number)) => {
            let held = embedded.card(&number).await?.map(|card| Held { number, card });
            written(&Answer::<TheCanCuoc>::of(&question, held.as_ref()))
        }
        ("insurance", Some(number)) => {
            let insured = embedded.insured(&number).await?;
            written(&Answer::<NguoiThamGia>::of(&question, insured.as_ref()))
        }
        ("licences", Some(number)) => {
            let licence = embedded.licence(&number).await?;
            written(&Answer::<GiayPhepLaiXe>::of(&question, licence.as_ref()))
        }
        ("immigration", number) => {
            let foreigner = match (number, document_asked_for(text)) {
                (Some(number), _) => Immigration::by_number(&embedded, &number).await?,
                (None, Some(document)) => embedded.by_document(&document).await?,
                (None, None) => return Ok(Asked::NoQuestion),
            };
            written(&Answer::<NguoiNuocNgoai>::of(&question, foreigner.as_ref()))
        }
        ("organisations", _) => {
            let organisation = match Named::parse(text) {
                Some(Named::Number(number)) => Organisations::by_number(&embedded, &number).await?,
                Some(Named::TaxCode(code)) => embedded.by_tax_code(&code).await?,
                None => return Ok(Asked::NoQuestion),
            };
            written(&Answer::<ToChuc>::of(&question, organisation.as_ref()))
        }
        _ => Ok(Asked::NoQuestion),
    }
}

/// Answers what changed in one register.
pub async fn changes(register: &str, token: Option<&str>, body: &[u8], provider: &Provider) -> Result<Asked, Fault> {
    if token != Some(TOKEN) {
        return Ok(Asked::Stranger);
    }
    let Ok(question) = serde_json::from_slice::<ChangesQuestion>(body) else { return Ok(Asked::NoQuestion) };
    let embedded = Embedded::new(provider.store.database().clone());
    let (after, limit) = (question.after, question.limit.min(MOST_CHANGES));
    let changes = match register {
        "population" => Registry::changes_since(&embedded, after, limit).await?,
        "cards" => Cards::changes_since(&embedded, after, limit).await?,
        "immigration" => Immigration::changes_since(&embedded, after, limit).await?,
        "insurance" => Insurance::changes_since(&embedded, after, limit).await?,
        "licences" => Licences::changes_since(&embedded, after, limit).await?,
        "organisations" => {
            let changes: Vec<Change<OrganisationNumber>> =
                Organisations::changes_since(&embedded, after, limit).await?;
            return written(&ChangesAnswer::of(&question, &changes, |number| number.as_str().to_owned()));
        }
        _ => return Ok(Asked::NoQuestion),
    };
    written(&ChangesAnswer::of(&question, &changes, |number| number.as_str().to_owned()))
}

/// Answers what lies on the synthetic nation's readers.
pub async fn read_chip(token: Option<&str>, body: &[u8], provider: &Provider) -> Result<Asked, Fault> {
    if token != Some(TOKEN) {
        return Ok(Asked::Stranger);
    }
    let question = serde_json::from_slice::<ChipQuestion>(body).ok();
    let asked = question.as_ref().and_then(ChipQuestion::asked);
    let (Some(question), Some((number, challenge))) = (question, asked) else { return Ok(Asked::NoQuestion) };
    let readers = Simulated::new(Embedded::new(provider.store.database().clone()));
    let reading = readers.read(&number, &challenge).await?;
    written(&ChipAnswer::of(&question, reading.as_ref()))
}

/// Takes an approved correction into the synthetic register, or says that it does not.
pub async fn correct(token: Option<&str>, body: &[u8], provider: &Provider, now: Timestamp) -> Result<Asked, Fault> {
    if token != Some(TOKEN) {
        return Ok(Asked::Stranger);
    }
    let Ok(question) = serde_json::from_slice::<CorrectionQuestion>(body) else { return Ok(Asked::NoQuestion) };
    let Some(amendment) = question.amendment() else { return Ok(Asked::NoQuestion) };
    let embedded = Embedded::new(provider.store.database().clone());
    let handing = embedded.correct(&amendment, now).await?;
    written(&CorrectionAnswer::of(&question, handing))
}

fn written(answer: &impl Serialize) -> Result<Asked, Fault> {
    let written = serde_json::to_value(answer);
    written.map(Asked::Answer).map_err(|error| Fault::caused("an answer of the exchange could not be written", error))
}

/// The key to the synthetic exchange; known, as everything in the sandbox is.
const TOKEN: &str = "sandbox";
/// The most changes that one answer tells.
const MOST_CHANGES: u32 = 500;
