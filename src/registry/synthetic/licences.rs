//! Driving licences, invented for people of the population of the same seed: each way in which one can stand.

use std::io;

use crate::clock::Day;
use crate::identity::licence::{Classes, Granted, Licence, LicenceNumber, LicenceState, Points};
use crate::identity::licence_class::Written;
use crate::identity::person::{Record, VitalStatus};
use crate::registry::synthetic::{Nation, unsound};

/// The licences of that many people among the special cases who are of age. The first was born on another day as the register
/// has it, the second's was revoked, the third's withheld, the fourth's has ended, the fifth has no points left; of the
/// others every third has one of the former law.
pub fn licences(count: u32, seed: u64, on: Day) -> io::Result<Vec<Licence>> {
    let people = Nation::of(seed, on).special_cases()?;
    let drives = |record: &&Record| record.status == VitalStatus::Alive && record.birth.age_on(on) >= 18;
    let records = people.iter().map(|person| &person.record).filter(drives);
    let mut licences = Vec::new();
    for (place, record) in (0_u32..count).zip(records) {
        let number = format!("79{:010}", (u64::from(place) + seed % 9_000_000_000) % 10_000_000_000);
        licences.push(Licence {
            licence_number: LicenceNumber::parse(&number).ok_or_else(|| unsound("a licence number"))?,
            number: record.number,
            name: record.name.clone(),
            birth: record.birth,
            classes: classes(place, on).ok_or_else(|| unsound("a licence"))?,
            points: Points::new(if place == 4 { 0 } else { 12 - i64::from(place % 5) }).unwrap_or(Points::ALL),
            state: match place {
                1 => LicenceState::Revoked,
                2 => LicenceState::Withheld,
                _ => LicenceState::Issued,
            },
        });
    }
    if let Some((first, rest)) = licences.split_first_mut() {
        first.birth = rest.first().map_or(first.birth, |other| other.birth);
    }
    Ok(licences)
}

/// A motorcycle without a term, and beside it mostly something with one (Law 36/2024/QH15 Art. 57(5)). Of the letters of both
/// laws those count that were given that day.
fn classes(place: u32, on: Day) -> Option<Classes> {
    let granted = |(letters, former): (&str, &str), issued_on: Day, valid_until: Option<Day>| {
        let class = Written::parse(letters, issued_on).or_else(|| Written::parse(former, issued_on))?;
        Some(Granted { class, issued_on, valid_until })
    };
    let (recent, before) = (on.plus_days(-300), Day::new(2019, 6, 1)?.min(on.plus_days(-900)));
    let (motorcycle, car, lorry, trailer) = (("A", "A2"), ("B", "B2"), ("C", "C"), ("CE", "FC"));
    let until = |from: Day, years: i64| Some(from.plus_days(years * 1461 / 4));
    Classes::of(match place {
        3 => vec![granted(car, before, Some(on.plus_days(-1)))?],
        place if place % 3 == 0 => vec![granted(("A1", "A1"), before, None)?, granted(car, before, until(before, 10))?],
        place if place % 3 == 1 => vec![granted(motorcycle, recent, None)?, granted(car, recent, until(recent, 10))?],
        _ => vec![granted(lorry, recent, until(recent, 5))?, granted(trailer, recent, until(recent, 5))?],
    })
}
