//! Officers appointed by the operator: one at a time, or the first ones of a house together.
//!
//! ```text
//! appoint → account, register ▣ officer, when the account is an open one of level 2
//! found   → accounts, register, comparing system ⊙ all there ▣ officers, cases, levels and notices in one commit
//! ```

use std::collections::BTreeSet;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::flow::{letter, receive};
use crate::identity::account::Account;
use crate::identity::event::Actor;
use crate::identity::number::PersonalNumber;
use crate::identity::officer::{Label, OfficerName};
use crate::identity::person::Record;
use crate::identity::proofing::EvidenceKind;
use crate::provider::Provider;
use crate::secret::{AccountId, GroupId};
use crate::store::founding::{Founder, Founding};
use crate::store::officer::Appointment;

/// Somebody who is to be an officer.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The personal number.
    pub number: PersonalNumber,
    /// The unit.
    pub unit: Label,
    /// The title.
    pub title: Label,
    /// The group.
    pub group: GroupId,
}

/// Why nobody was appointed. The place is the candidate's in the list, from 1.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// Nobody has an account under this number.
    #[error("candidate {0} has no account")]
    NoAccount(usize),
    /// The register does not know the number.
    #[error("candidate {0} is not in the register")]
    NotInRegister(usize),
    /// The account is not an open one of level 2.
    #[error(
        "an officer needs an active account of level 2: take the person's card, face and fingerprints to an office first"
    )]
    LevelTwoNeeded,
    /// Fewer than three, or one twice.
    #[error("a house is founded by three or more different people, who raise one another")]
    TooFew,
    /// The register has no valid card.
    #[error("candidate {0} has no valid identity card")]
    CardNotValid(usize),
    /// The comparing system does not recognise the candidate.
    #[error("candidate {0}: the {1} did not match")]
    NotRecognised(usize, &'static str),
    /// A candidate's account is not an open one of level 1.
    #[error("every founder needs an active account of level 1")]
    LevelOneNeeded,
    /// The house has had officers before.
    #[error("this house has officers already: raise people at /office and appoint them one at a time")]
    TooLate,
    /// A fault of ours.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Appoints somebody whose account is of level 2, or changes an officer's unit, title and group.
pub async fn appoint(candidate: &Candidate, provider: &Provider, now: Timestamp) -> Result<AccountId, Refusal> {
    let (account, record) = known(1, candidate, provider).await?;
    let appointment = appointment(candidate, &account, &record);
    let appointed = provider.store.appoint_officer(&appointment, Actor::Operator, now).await?;
    if appointed { Ok(account.id) } else { Err(Refusal::LevelTwoNeeded) }
}

/// Ends an appointment; false when nobody with this number is an officer.
pub async fn end(number: &PersonalNumber, provider: &Provider, now: Timestamp) -> Result<bool, Fault> {
    match receive::account_of(number, provider).await? {
        None => Ok(false),
        Some(account) => provider.store.end_officer(&account.id, Actor::Operator, now).await,
    }
}

/// Founds a house: its first officers raise one another, each looked at by the next and approved by the one after.
pub async fn found(candidates: &[Candidate], provider: &Provider, now: Timestamp) -> Result<(), Refusal> {
    let different: BTreeSet<&str> = candidates.iter().map(|candidate| candidate.number.as_str()).collect();
    if different.len() < FOUNDERS || different.len() < candidates.len() {
        return Err(Refusal::TooFew);
    }
    let mut founders = Vec::new();
    for (place, candidate) in (1..).zip(candidates) {
        let (account, record) = known(place, candidate, provider).await?;
        if !record.details.card.is_some_and(|card| card.is_valid_on(now.day_in_vietnam())) {
            return Err(Refusal::CardNotValid(place));
        }
        let mut checks = vec![(EvidenceKind::Card, None)];
        for kind in [EvidenceKind::Face, EvidenceKind::Fingerprints] {
            let found = provider.biometrics.compare(&candidate.number, kind).await?;
            if !found.passed {
                return Err(Refusal::NotRecognised(place, kind.as_str()));
            }
            checks.push((kind, Some(found.reference)));
        }
        let appointment = appointment(candidate, &account, &record);
        founders.push(Founder { appointment, checks, message: letter::raised(&account, &provider.config) });
    }
    match provider.store.found_office(&founders, now).await? {
        Founding::Founded => Ok(()),
        Founding::TooLate => Err(Refusal::TooLate),
        Founding::NotPossible => Err(Refusal::LevelOneNeeded),
    }
}

async fn known(place: usize, candidate: &Candidate, provider: &Provider) -> Result<(Account, Record), Refusal> {
    let account = receive::account_of(&candidate.number, provider).await?.ok_or(Refusal::NoAccount(place))?;
    let record = provider.registry.look_up(&candidate.number).await?;
    let record = record.filter(|record| record.number == candidate.number);
    Ok((account, record.ok_or(Refusal::NotInRegister(place))?))
}

fn appointment(candidate: &Candidate, account: &Account, record: &Record) -> Appointment {
    Appointment {
        account: account.id.clone(),
        name: OfficerName::new(record.name.as_str()),
        unit: candidate.unit.clone(),
        title: candidate.title.clone(),
        group: candidate.group.clone(),
    }
}

/// Each is looked at by one and approved by another.
const FOUNDERS: usize = 3;
