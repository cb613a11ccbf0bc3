//! The button "check" (K18): what the registers say at this moment of the person in a case, asked on demand, journalled
//! before it is shown.

use crate::clock::Timestamp;
use crate::flow::prove::{Refusal, case_for, holder, record_of};
use crate::identity::decree;
use crate::identity::dependant::{self, Company};
use crate::identity::event::{Actor, Event, Kind};
use crate::identity::matching::{self, PhoneStanding};
use crate::identity::officer::{Action, Bar, Module, Officer};
use crate::identity::person::VitalStatus;
use crate::provider::Provider;
use crate::secret::CaseId;

/// What the registers say.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Checked {
    /// Whether the person lives and is not missing.
    pub is_alive: bool,
    /// Whether the identity document holds.
    pub document_holds: bool,
    /// Whether the phone is in the person's own name, a dependant's in the name of who answers for them (Decree 69/2024 Art. 10(1)).
    pub phone_is_own: bool,
    /// The fields that were declared otherwise than the register has them; none where nothing was declared.
    pub differing: Vec<&'static str>,
}

/// Asks the registers.
pub async fn check(id: &CaseId, officer: &Officer, provider: &Provider, now: Timestamp) -> Result<Checked, Refusal> {
    if !officer.may(Module::Account, Action::Check) {
        return Err(Bar::NotPermitted.into());
    }
    let case = case_for(id, officer, provider).await?;
    if case.is_over() {
        return Err(Refusal::Stale);
    }
    let intake = case.intake();
    let event = Event::new(Kind::CaseChecked, Actor::Officer(officer.account.clone()), now)
        .about(&intake.account)
        .because(intake.kind.as_str())
        .fields(["status", "card", "phone_number", "name", "birthdate", "gender"])
        .with("case", intake.id.as_str());
    provider.store.record(&event).await?;
    let record = record_of(&case, provider).await?;
    let phone = holder(&case, provider, now).await?.phone;
    let subscriber = provider.registry.subscriber(&phone).await?;
    let mut differing = Vec::new();
    if let Some(applicant) = &intake.applicant {
        let declared = &applicant.declared;
        differing.extend(declared.name.difference(&record.name).map(|_| "name"));
        differing.extend(declared.birth.difference(&record.birth).map(|_| "birth_date"));
        differing.extend((declared.gender != record.gender).then_some("gender"));
    }
    let today = now.day_in_vietnam();
    // A dependant is reached by the telephone of who answers for them (Decree 69/2024 Art. 10(1)).
    let by_another = match dependant::company(&record, today, decree::in_force(today)) {
        Company::Nobody => None,
        Company::OneOf(relatives) => relatives.into_iter().find(|one| subscriber == Some(one.number)),
    };
    let document_holds = match intake.kind {
        kind if kind.is_of_foreigner() => {
            record.details.passport.as_ref().is_some_and(|passport| today <= passport.expires_on)
        }
        _ => record.details.card.is_some_and(|card| card.is_valid_on(today)),
    };
    Ok(Checked {
        is_alive: record.status == VitalStatus::Alive,
        document_holds,
        phone_is_own: by_another.is_some()
            || matching::phone_standing(subscriber.as_ref(), &record.number, None) == PhoneStanding::Own,
        differing,
    })
}
