//! An invented population by the proportions of the real one (`vietnam.md` 8): the same people, number and seed make the
//! same file on the same day.
//!
//! Everybody here is invented. Numbers have real province prefixes, or they would trip every warning; telephone numbers
//! are all `0500000000` to `0509999999`, a range that no operator has; addresses end in `.example`. The generator's
//! randomness is not a secret and comes from a seed, not from `entropy`.

use std::collections::HashMap;
use std::io;

use crate::clock::Day;
use crate::identity::birth::BirthDate;
use crate::identity::gender::Gender;
use crate::identity::name::Name;
use crate::identity::number::PersonalNumber;
use crate::identity::person::{Card, CardState, Details, Record, VitalStatus};
use crate::identity::phone::{Email, Phone};
use crate::identity::place::Place;
use crate::registry::columns::Person;

mod cards;
mod cohorts;
mod dice;
mod foreigners;
mod households;
mod licences;
mod names;
mod organisations;
mod provinces;

pub use cards::{cards, insured};
pub use cohorts::COHORTS;
use dice::Dice;
pub use foreigners::{FOREIGN_COHORTS, foreigners};
pub use licences::licences;
pub use organisations::{ORGANISATION_COHORTS, organisations};

/// With at least this many people every special case of [`COHORTS`] is among them; with fewer, none.
pub const LEAST_WITH_COHORTS: u32 = 200;

/// The most people that have numbers and telephones to be given.
pub const MOST: u32 = 10_000_000;

/// Makes that many people, ages counted on that day, and hands each on; keeps none.
pub fn generate(people: u32, seed: u64, on: Day, sink: &mut dyn FnMut(&Person) -> io::Result<()>) -> io::Result<()> {
    let mut nation = Nation::of(seed, on);
    let mut left = people.min(MOST);
    if left >= LEAST_WITH_COHORTS {
        for person in nation.special_cases()? {
            sink(&person)?;
            left = left.saturating_sub(1);
        }
    }
    while left > 0 {
        for person in nation.household(left)? {
            sink(&person)?;
            left -= 1;
        }
    }
    Ok(())
}

struct Nation {
    dice: Dice,
    on: Day,
    /// How many numbers of each prefix, gender and year were given.
    numbers: HashMap<(&'static str, char, i32), u32>,
    phones: u32,
    phone_offset: u32,
    households: u32,
    reserved: u32,
}

impl Nation {
    fn of(seed: u64, on: Day) -> Self {
        Self {
            dice: Dice::new(seed),
            on,
            numbers: HashMap::new(),
            phones: 0,
            phone_offset: u32::try_from(seed % 9_999_991).unwrap_or_default(),
            households: 0,
            reserved: RESERVED + u32::try_from(seed % SLOTS).unwrap_or_default() * SLOT,
        }
    }

    /// A person with number, name and birth, and nothing else that is told apart.
    fn person(&mut self, prefix: &'static str, name: &str, birth: BirthDate, gender: Gender) -> io::Result<Person> {
        let number = self.number(prefix, gender, birth.year())?;
        self.person_with(number, name, birth, gender)
    }

    fn person_with(
        &mut self,
        number: PersonalNumber,
        name: &str,
        birth: BirthDate,
        gender: Gender,
    ) -> io::Result<Person> {
        let parsed = Name::parse(name).map_err(|refusal| unsound(&refusal.to_string()))?;
        let details = Details {
            nationality: String::from("VNM"),
            ethnicity: String::from("01"),
            religion: self
                .dice
                .weighted(&[("Không", 86), ("Phật giáo", 7), ("Công giáo", 6), ("Tin lành", 1)])
                .to_owned(),
            blood_group: self.dice.weighted(&[("O", 42), ("B", 31), ("A", 21), ("AB", 6)]).to_owned(),
            birth_place: self.place_of_prefix(number.prefix()),
            native_place: self.place_of_prefix(number.prefix()),
            card: self.card(&birth),
            ..Details::default()
        };
        let record = Record {
            number,
            name: parsed,
            birth,
            gender,
            status: VitalStatus::Alive,
            cancelled_numbers: Vec::new(),
            legacy_number: None,
            phone: None,
            phone_owner: None,
            email: None,
            details,
        };
        Ok(Person { record, delivered_name: name.to_owned(), cohort: String::new() })
    }

    /// A number that nobody of this population has: a run through the serials in an order of its own.
    fn number(&mut self, prefix: &'static str, gender: Gender, year: i32) -> io::Result<PersonalNumber> {
        let sex = if gender == Gender::Female { 'f' } else { 'm' };
        let given = self.numbers.entry((prefix, sex, year)).or_default();
        let serial = (u64::from(*given) * STEP + u64::from(self.phone_offset)) % u64::from(RESERVED);
        *given += 1;
        numbered(prefix, gender, year, u32::try_from(serial).unwrap_or_default())
    }

    /// A number from the end of the serials, which [`Nation::number`] leaves free: for the special cases.
    fn reserved_number(&mut self, prefix: &str, gender: Gender, year: i32) -> io::Result<PersonalNumber> {
        let serial = self.reserved;
        self.reserved += 1;
        numbered(prefix, gender, year, serial)
    }

    /// The next invented telephone number.
    fn phone(&mut self) -> io::Result<Phone> {
        let serial = (u64::from(self.phones) * PHONE_STEP + u64::from(self.phone_offset)) % 10_000_000;
        self.phones += 1;
        Phone::parse(&format!("050{serial:07}")).map_err(|_| unsound("a telephone number"))
    }

    /// Gives a telephone of one's own, and to some an address.
    fn connect(&mut self, person: &mut Person) -> io::Result<()> {
        let phone = self.phone()?;
        let address = phone.national();
        person.record.phone = Some(phone);
        person.record.phone_owner = Some(person.record.number);
        if self.dice.chance(30) {
            person.record.email = Email::parse(&format!("p{address}@dan.example"));
        }
        Ok(())
    }

    /// The day of birth of somebody who is that old.
    fn born(&mut self, age: u8) -> io::Result<BirthDate> {
        let exact = BirthDate::on(self.on).map_err(|_| unsound("a day of birth"))?;
        let oldest = Day::new(self.on.year() - i32::from(age) - 1, self.on.month(), self.on.day().min(28));
        let days = i64::from(self.dice.below(364)) + 2;
        let day = oldest.map(|oldest| oldest.plus_days(days));
        Ok(day.filter(|day| *day <= self.on).and_then(|day| BirthDate::on(day).ok()).unwrap_or(exact))
    }

    /// A card: nearly everybody from 14 on, some children from 6 on (Law on Identification Art. 19).
    fn card(&mut self, birth: &BirthDate) -> Option<Card> {
        let age = birth.age_on(self.on);
        let holds = match age {
            0..6 => self.dice.chance(5),
            6..14 => self.dice.chance(30),
            _ => self.dice.chance(97),
        };
        // Chips came in 2021; nobody's card is older than the person.
        let longest = (self.on.year() - 2021).clamp(0, 10) * 365;
        let issued_on = self.on.plus_days(-i64::from(self.dice.below(u32::try_from(longest.max(1)).unwrap_or(1))));
        let issued_on = issued_on.max(birth.birthday(0));
        holds.then(|| Card { issued_on, expires_on: Card::expiry(birth, issued_on), state: CardState::Issued })
    }

    fn place_of_prefix(&mut self, prefix: &str) -> Place {
        provinces::unit_of_prefix(prefix).map_or_else(Place::default, |province| self.place(province))
    }

    fn place(&mut self, province: &str) -> Place {
        let commune = self.dice.pick(&names::COMMUNES).to_owned();
        let detail = format!("{} {}", self.dice.below(300) + 1, self.dice.pick(&names::STREETS));
        Place { province: province.to_owned(), commune, detail }
    }
}

fn numbered(prefix: &str, gender: Gender, year: i32, serial: u32) -> io::Result<PersonalNumber> {
    let century = (year - 1900) / 100 * 2 + i32::from(gender == Gender::Female);
    PersonalNumber::parse(&format!("{prefix}{century}{:02}{serial:06}", year % 100)).ok_or_else(|| unsound("a number"))
}

fn unsound(what: &str) -> io::Error {
    io::Error::other(format!("the generator made an impossible person: {what}"))
}

/// Serials below this are given in the run of [`Nation::number`], those from here on by hand.
const RESERVED: u32 = 999_000;
/// The special cases of one seed take one slot, so that two populations can usually live in one register.
const SLOTS: u64 = 20;
/// Numbers of a slot: more than there are special cases, and all slots end before the sandbox's own cast (9999xx).
const SLOT: u32 = 45;
/// Has no divisor in common with [`RESERVED`], so that the run comes back only after all of them.
const STEP: u64 = 516_017;
/// Has no divisor in common with ten million.
const PHONE_STEP: u64 = 3_141_593;

#[cfg(test)]
mod tests;
