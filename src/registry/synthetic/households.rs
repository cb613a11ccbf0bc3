//! Ordinary households: a head, mostly a spouse, children whose ages fit their mother's.

use std::io;

use crate::identity::birth::BirthDate;
use crate::identity::gender::Gender;
use crate::identity::person::Relative;
use crate::registry::columns::Person;
use crate::registry::synthetic::provinces::{self, Province};
use crate::registry::synthetic::{Nation, names};

impl Nation {
    /// One household of at most that many people, head first.
    pub(super) fn household(&mut self, at_most: u32) -> io::Result<Vec<Person>> {
        let home = provinces::residence(&mut self.dice);
        let head_age = self.adult_age();
        let couple = at_most > 1 && self.dice.chance(if head_age < 26 { 45 } else { 90 });
        // Widows and single mothers outnumber men alone.
        let head_gender = if self.dice.chance(if couple { 75 } else { 30 }) { Gender::Male } else { Gender::Female };
        let mut members = vec![self.resident(home, None, head_age, head_gender)?];
        if couple {
            let spouse_gender = if head_gender == Gender::Male { Gender::Female } else { Gender::Male };
            // Two years between man and wife on average, up to nine.
            let gap = i32::try_from(self.dice.below(12)).unwrap_or_default() - 3;
            let gap = if head_gender == Gender::Male { -gap } else { gap };
            let age = u8::try_from((i32::from(head_age) + gap).max(20)).unwrap_or(head_age);
            members.push(self.resident(home, None, age, spouse_gender)?);
            marry(&mut members);
        }
        for age in self.childrens_ages(&members, at_most.saturating_sub(u32::from(couple) + 1)) {
            self.add_child(&mut members, home, age)?;
        }
        self.settle(&mut members, home);
        Ok(members)
    }

    /// Gives the members one home and one file, and each the relation to the head.
    pub(super) fn settle(&mut self, members: &mut [Person], home: &Province) {
        self.households += 1;
        let file = format!("{}{:010}", home.code, self.households);
        let place = self.place(home.code);
        let away = self.dice.chance(6);
        let Some(head) = members.first().map(relative) else { return };
        for (at, member) in members.iter_mut().enumerate() {
            let details = &mut member.record.details;
            details.household_file.clone_from(&file);
            details.household_head = Some(head.clone());
            details.permanent_residence = place.clone();
            details.current_residence = place.clone();
            if at == 0 && away {
                let province = provinces::residence(&mut self.dice);
                let elsewhere = self.place(province.code);
                details.temporary_residence = elsewhere.clone();
                details.current_residence = elsewhere;
            }
            if details.relation_to_head.is_empty() {
                details.relation_to_head = String::from(if at == 0 { "head" } else { "member" });
            }
            if details.marital_status.is_empty() {
                details.marital_status = String::from("single");
            }
        }
    }

    fn resident(&mut self, home: &Province, family: Option<&str>, age: u8, gender: Gender) -> io::Result<Person> {
        let birth = self.born(age)?;
        let prefix = provinces::prefix_of_resident(&mut self.dice, home);
        let family = family.unwrap_or_else(|| names::family(&mut self.dice, home.code)).to_owned();
        let name = format!("{family} {}", names::rest(&mut self.dice, gender, birth.year()));
        // Of the oldest some know only the year.
        let unknown_day = age >= 70 && self.dice.chance(4);
        let birth = if unknown_day { BirthDate::parse(&birth.year().to_string()).unwrap_or(birth) } else { birth };
        let mut person = self.person(prefix, &name, birth, gender)?;
        if unknown_day {
            person.cohort = String::from("year_only_birth");
        } else if provinces::ABROAD.contains(&prefix) {
            person.cohort = String::from("born_abroad");
        }
        if age >= 14 {
            self.connect(&mut person)?;
        }
        Ok(person)
    }

    fn add_child(&mut self, members: &mut Vec<Person>, home: &Province, age: u8) -> io::Result<()> {
        // Sex ratio at birth 111.4.
        let gender = if self.dice.below(2114) < 1114 { Gender::Male } else { Gender::Female };
        let parents: Vec<(Gender, Relative)> =
            members.iter().take(2).map(|parent| (parent.record.gender, relative(parent))).collect();
        let father = members.iter().take(2).find(|parent| parent.record.gender == Gender::Male);
        let family = father.or(members.first()).map(|parent| parent.record.name.parts().family.to_owned());
        let mut child = self.resident(home, family.as_deref().filter(|family| !family.is_empty()), age, gender)?;
        let details = &mut child.record.details;
        details.relation_to_head = String::from("child");
        let is_couple = members.get(1).is_some_and(|second| second.record.details.relation_to_head == "spouse");
        for (gender, parent) in parents.into_iter().take(if is_couple { 2 } else { 1 }) {
            match gender {
                Gender::Female => details.mother = Some(parent),
                _ => details.father = Some(parent),
            }
        }
        for parent in members.iter_mut().take(if is_couple { 2 } else { 1 }) {
            parent.record.details.children.push(relative(&child));
        }
        members.push(child);
        Ok(())
    }

    /// Ages of the children at home: none that a parent would have had before 18, or the mother after 42.
    fn childrens_ages(&mut self, parents: &[Person], at_most: u32) -> Vec<u8> {
        let mother = parents.iter().find(|parent| parent.record.gender == Gender::Female).or(parents.first());
        let Some(mother) = mother.map(|mother| mother.record.birth.age_on(self.on)) else { return Vec::new() };
        let younger = parents.iter().map(|parent| parent.record.birth.age_on(self.on)).min().unwrap_or(mother);
        let (youngest, oldest) = (mother.saturating_sub(42), younger.saturating_sub(18).min(24));
        if youngest > oldest {
            return Vec::new();
        }
        let wanted = self.dice.weighted(if parents.len() > 1 { CHILDREN_OF_COUPLES } else { CHILDREN_OF_ONE });
        let mut ages: Vec<u8> = Vec::new();
        for _ in 0..wanted.min(at_most) {
            let age = youngest + u8::try_from(self.dice.below(u32::from(oldest - youngest) + 1)).unwrap_or_default();
            // Births are at least a year and a half apart; twins are a special case of their own.
            if ages.iter().all(|other| age.abs_diff(*other) >= 2) {
                ages.push(age);
            }
        }
        ages.sort_unstable_by(|one, other| other.cmp(one));
        ages
    }

    /// An adult's age by the pyramid of `vietnam.md` 8.
    fn adult_age(&mut self) -> u8 {
        let band = self.dice.weighted(&ADULT_BANDS);
        let width = if band == 80 { 15 } else { 5 };
        band + u8::try_from(self.dice.below(width)).unwrap_or_default()
    }
}

/// Makes the first two man and wife.
pub(super) fn marry(members: &mut [Person]) {
    let [first, second, ..] = members else { return };
    first.record.details.spouse = Some(relative(second));
    second.record.details.spouse = Some(relative(first));
    first.record.details.marital_status = String::from("married");
    second.record.details.marital_status = String::from("married");
    second.record.details.relation_to_head = String::from("spouse");
}

/// A person as another one's record names him.
pub(super) fn relative(person: &Person) -> Relative {
    Relative { number: person.record.number, name: person.record.name.as_str().to_owned() }
}

/// First year of a five-year band (the last is open) and its weight in tenths of a percent of everybody.
const ADULT_BANDS: [(u8, u32); 13] = [
    (20, 65),
    (25, 72),
    (30, 82),
    (35, 80),
    (40, 72),
    (45, 66),
    (50, 60),
    (55, 56),
    (60, 51),
    (65, 38),
    (70, 25),
    (75, 14),
    (80, 16),
];

const CHILDREN_OF_COUPLES: &[(u32, u32)] = &[(0, 20), (1, 25), (2, 40), (3, 12), (4, 3)];
const CHILDREN_OF_ONE: &[(u32, u32)] = &[(0, 75), (1, 18), (2, 7)];
