//! Applications that nearly matched, before an officer: the field and the kind of difference, never the register's value.
//!
//! ```text
//! queue  → near matches of the unit ▣ nothing
//! view   ▣ the look journalled
//! decide → register ⊙ may ▣ decided + message to the register's phone + corrections
//! ```

use crate::clock::Timestamp;
use crate::entropy;
use crate::fault::Fault;
use crate::flow::{letter, mend};
use crate::identity::calendar;
use crate::identity::decree;
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::language::Language;
use crate::identity::mend::{NearMatch, State};
use crate::identity::officer::{Action, Module, Officer};
use crate::provider::Provider;
use crate::secret::{CorrectionId, NearMatchId};
use crate::store::correction::NewCorrection;

/// Why an officer could not do something.
#[derive(Debug)]
pub enum Refusal {
    /// The officer's group may not.
    NotPermitted,
    /// The own unit has no such near match.
    NoSuchMatch,
    /// Somebody else decided it, a newer application came, or a correction of the field waits already.
    Stale,
    /// The register knows no phone of the person's own to write to.
    NoPhone,
    /// A fault of ours.
    Fault(Fault),
}

impl From<Fault> for Refusal {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// The near matches that wait at the officer's unit.
pub async fn queue(officer: &Officer, provider: &Provider) -> Result<Vec<NearMatch>, Refusal> {
    if !officer.may(Module::NearMatch, Action::Menu) {
        return Err(Refusal::NotPermitted);
    }
    Ok(provider.store.near_matches(&officer.unit, QUEUE).await?)
}

/// A near match; that it was looked at is in the journal before it is shown.
pub async fn view(
    id: &NearMatchId,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<NearMatch, Refusal> {
    let near = near_for(id, officer, provider).await?;
    let mut event = Event::new(Kind::RecordViewed, Actor::Officer(officer.account.clone()), now)
        .because("near_match")
        .fields(["personal_id_number", "name", "birthdate", "gender"])
        .with("near_match", near.id.as_str());
    let person = provider.store.person_digest(&near.declared.number);
    if let Some(account) = provider.store.account_of_person(&person).await? {
        event = event.about(&account.id);
    }
    provider.store.record(&event).await?;
    Ok(near)
}

/// Decides a near match. What the person is told goes to the phone that the register knows, never to the declared one.
pub async fn decide(
    id: &NearMatchId,
    state: State,
    officer: &Officer,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refusal> {
    if !officer.may(Module::NearMatch, Action::Process) {
        return Err(Refusal::NotPermitted);
    }
    let near = near_for(id, officer, provider).await?;
    let record = provider.registry.look_up(&near.declared.number).await?;
    let phone = record.as_ref().and_then(mend::own_phone);
    let (config, mut corrections) = (&provider.config, Vec::new());
    let message = match (state, phone) {
        (State::Closed, _) => None,
        (State::Open, _) => return Err(Refusal::Stale),
        (_, None) => return Err(Refusal::NoPhone),
        (State::AskedToCome, Some(phone)) => {
            Some(letter::mend::come(phone, &unit_name(officer, near.language, provider).await?, near.language, config))
        }
        (State::ToldField, Some(phone)) => Some(letter::mend::fields(phone, &near.mends, near.language, config)),
        (State::Correcting, Some(phone)) => {
            for mend in &near.mends {
                corrections.push(NewCorrection {
                    id: CorrectionId::new(entropy::bytes()?),
                    code: mend::case_number()?,
                    number: near.declared.number,
                    person: provider.store.person_digest(&near.declared.number),
                    field: mend.field,
                    wanted: mend.field.declared(&near.declared),
                    reason: String::from(FROM_NEAR_MATCH),
                    language: near.language,
                    unit: near.unit.clone(),
                    due_at: calendar::working_term_ends(now, decree::CORRECTION_WORKING_DAYS),
                });
            }
            let codes: Vec<&str> = corrections.iter().map(|correction| correction.code.as_str()).collect();
            Some(letter::mend::asked(phone, &codes.join(", "), near.language, config))
        }
    };
    let what = (message.as_ref(), corrections.as_slice());
    if provider.store.decide_near_match(&near, state, what, officer, now).await? { Ok(()) } else { Err(Refusal::Stale) }
}

/// What the officer's unit is called in the person's language.
async fn unit_name(officer: &Officer, t: Language, provider: &Provider) -> Result<String, Fault> {
    let unit = provider.store.unit_named(&officer.unit).await?;
    Ok(unit.map_or_else(|| officer.unit.to_string(), |unit| unit.name_in(t).to_owned()))
}

async fn near_for(id: &NearMatchId, officer: &Officer, provider: &Provider) -> Result<NearMatch, Refusal> {
    if !officer.may(Module::NearMatch, Action::View) {
        return Err(Refusal::NotPermitted);
    }
    let near = provider.store.near_match(id).await?.ok_or(Refusal::NoSuchMatch)?;
    let is_own = near.unit.as_ref().is_none_or(|unit| *unit == officer.unit);
    if is_own && near.state == State::Open { Ok(near) } else { Err(Refusal::NoSuchMatch) }
}

/// Near matches that a page lists.
const QUEUE: i64 = 100;
/// Why a correction that an officer begins is asked for.
const FROM_NEAR_MATCH: &str = "Đối chiếu hồ sơ đăng ký tài khoản";
