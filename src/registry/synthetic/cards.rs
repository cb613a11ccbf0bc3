//! What the authority does with cards, and who is insured: invented for people of the population of the same seed.

use std::io;

use crate::clock::Day;
use crate::identity::insured::{InsuranceNumber, Insured};
use crate::identity::person::{Card, CardState, Record, VitalStatus};
use crate::registry::cards::Held;
use crate::registry::synthetic::{Nation, unsound};

/// The cards of that many people among the special cases, of which the first is withheld and the second revoked: a file as
/// the authority sends it.
pub fn cards(count: u32, seed: u64, on: Day) -> io::Result<Vec<Held>> {
    let people = Nation::of(seed, on).special_cases()?;
    let held = people.iter().filter(|person| person.record.status == VitalStatus::Alive).filter_map(|person| {
        let card = person.record.details.card?;
        Some(Held { number: person.record.number, card })
    });
    let mut held: Vec<Held> = held.take(usize::try_from(count).unwrap_or(usize::MAX)).collect();
    for (held, state) in held.iter_mut().zip([CardState::Withheld, CardState::Revoked]) {
        held.card = Card { state, ..held.card };
    }
    Ok(held)
}

/// That many of the insured among the special cases, of which the first was born on another day as the employer wrote it.
pub fn insured(count: u32, seed: u64, on: Day) -> io::Result<Vec<Insured>> {
    let people = Nation::of(seed, on).special_cases()?;
    let at_work = |record: &&Record| (18..=60).contains(&record.birth.age_on(on));
    let records = people.iter().map(|person| &person.record).filter(at_work);
    let mut insured = Vec::new();
    for (place, record) in (0_u32..count).zip(records) {
        let number = format!("79{:08}", (u64::from(place) + seed % 90_000_000) % 100_000_000);
        insured.push(Insured {
            insurance_number: InsuranceNumber::parse(&number).ok_or_else(|| unsound("an insurance number"))?,
            number: record.number,
            name: record.name.clone(),
            birth: record.birth,
        });
    }
    if let Some((first, rest)) = insured.split_first_mut() {
        first.birth = rest.first().map_or(first.birth, |other| other.birth);
    }
    Ok(insured)
}
