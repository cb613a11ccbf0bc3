//! Who answers for whom, proven from the register's records of a day and from nothing else, and what that opens.
//!
//! ```text
//! a child        ├─ under 14: parents act ─┤─ 14 to 17: handed over, acts alone ─┤─ of age: nobody ─▶
//! a ward         ├─ of any age: the guardian acts, and nobody else ─────────────────────────────────▶
//! ```
//!
//! A minor is a ward when the register names a guardian who is no parent: parents come before guardians (Civil Code 2015
//! Art. 47), so there is a reason why they do not act. An adult is a ward when the register names any guardian.

use crate::clock::{Day, Timestamp};
use crate::identity::account::AccountLevel;
use crate::identity::decree::Rules;
use crate::identity::enrolment::Finding;
use crate::identity::matching::{self, PhoneStanding};
use crate::identity::number::PersonalNumber;
use crate::identity::person::{Declared, Record, Relative, VitalStatus};
use crate::secret::{AccountId, DependantId};

/// How somebody answers for somebody else.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Relation {
    /// The father of a minor.
    Father,
    /// The guardian of a ward.
    Guardian,
    /// The mother of a minor.
    Mother,
}

impl Relation {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Father, Self::Guardian, Self::Mother];

    /// The column text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Father => "father",
            Self::Guardian => "guardian",
            Self::Mother => "mother",
        }
    }

    /// Reads the column text.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|relation| relation.as_str() == text)
    }
}

/// What a proven relation opens.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Reach {
    /// The dependant's data, and acting in the dependant's name.
    Whole,
    /// That there is an account, and no data: the young person acts alone (Decree 69/2024 Art. 7), and the data of a
    /// person of that age need that person's own consent (Decree 320/2026 new Art. 8(6)).
    HandedOver,
}

/// That somebody answers for somebody on a day.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Standing {
    /// How.
    pub relation: Relation,
    /// What it opens that day.
    pub reach: Reach,
    /// The day from which the dependant acts alone; none for a ward.
    pub hands_over_on: Option<Day>,
    /// The day on which a minor is of age and this relation ends; none for who is.
    pub of_age_on: Option<Day>,
}

/// What was proven once and is kept: opens nothing before it is proven again.
#[derive(Clone, Debug)]
pub struct Link {
    /// Its id.
    pub id: DependantId,
    /// The account of who answers.
    pub guardian: AccountId,
    /// The account of whom it is about.
    pub account: AccountId,
    /// How it was proven.
    pub relation: Relation,
    /// When.
    pub proven_at: Timestamp,
    /// From when the dependant acts alone; none for a ward.
    pub hands_over_at: Option<Timestamp>,
    /// When it ends by the calendar; none for who was of age when it was proven.
    pub of_age_at: Option<Timestamp>,
}

impl Link {
    /// What the records say now, within what was proven: a relation of a minor ends when the minor is of age, and whom a
    /// court puts under guard then is declared anew.
    pub fn still(&self, guardian: &Record, dependant: &Record, now: Timestamp, rules: &Rules) -> Option<Standing> {
        if self.of_age_at.is_some_and(|end| now >= end) {
            return None;
        }
        standing(guardian, dependant, now.day_in_vietnam(), rules)
    }
}

impl Standing {
    /// The instant from which the dependant acts alone.
    pub fn hands_over_at(&self) -> Option<Timestamp> {
        self.hands_over_on.map(Day::start_in_vietnam)
    }

    /// The instant at which the relation ends by the calendar.
    pub fn of_age_at(&self) -> Option<Timestamp> {
        self.of_age_on.map(Day::start_in_vietnam)
    }
}

/// Whether and how the one answers for the other, by their records; none when the register does not say so.
pub fn standing(guardian: &Record, dependant: &Record, today: Day, rules: &Rules) -> Option<Standing> {
    let live = guardian.status == VitalStatus::Alive && dependant.status == VitalStatus::Alive;
    if !live || guardian.number == dependant.number || !is_capable(guardian, today, rules) {
        return None;
    }
    let details = &dependant.details;
    let is_minor = dependant.birth.age_on(today) < rules.of_age;
    let is_ward = is_ward(dependant, today, rules);
    let relation = if is_ward {
        names(details.guardian.as_ref(), guardian).then_some(Relation::Guardian)?
    } else if is_minor && names(details.father.as_ref(), guardian) {
        Relation::Father
    } else if is_minor && names(details.mother.as_ref(), guardian) {
        Relation::Mother
    } else {
        return None;
    };
    let hands_over_on = (!is_ward).then(|| dependant.birth.birthday(rules.own_application_age));
    Some(Standing {
        relation,
        reach: if hands_over_on.is_some_and(|day| day <= today) { Reach::HandedOver } else { Reach::Whole },
        hands_over_on,
        of_age_on: is_minor.then(|| dependant.birth.birthday(rules.of_age)),
    })
}

/// Whether somebody else applies for the person: whoever has a guardian, except a minor who has a parent for one, as all
/// minors do.
pub fn is_ward(record: &Record, today: Day, rules: &Rules) -> bool {
    let details = &record.details;
    let is_parent = |number: &PersonalNumber| {
        [&details.father, &details.mother].into_iter().flatten().any(|parent| parent.number == *number)
    };
    let is_minor = record.birth.age_on(today) < rules.of_age;
    details.guardian.as_ref().is_some_and(|guardian| !(is_minor && is_parent(&guardian.number)))
}

/// The highest level that somebody of that age may have when another applies; none: nothing of one's own.
pub fn highest_level(age: u8, rules: &Rules) -> Option<AccountLevel> {
    match rules.child_level_two_age {
        Some(least) if age >= least => Some(AccountLevel::Two),
        Some(_) if rules.infant_level_one => Some(AccountLevel::One),
        _ => None,
    }
}

/// What the rules give a child between two ages on the request of whoever answers for it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Bracket {
    /// The first age of it.
    pub from: u8,
    /// The first age after it.
    pub below: u8,
    /// The highest level; none: nothing of one's own.
    pub highest: Option<AccountLevel>,
}

/// The ages up to that at which a person applies alone, by what each may have.
pub fn brackets(rules: &Rules) -> Vec<Bracket> {
    let mut brackets: Vec<Bracket> = Vec::new();
    for age in 0..rules.own_application_age {
        let highest = highest_level(age, rules);
        match brackets.last_mut() {
            Some(last) if last.highest == highest => last.below = age + 1,
            _ => brackets.push(Bracket { from: age, below: age + 1, highest }),
        }
    }
    brackets
}

/// Whether the person may have an account of that level: who applies alone, any; for whom another applies, as the age says.
pub fn may_have(level: AccountLevel, record: &Record, today: Day, rules: &Rules) -> bool {
    company(record, today, rules) == Company::Nobody
        || highest_level(record.birth.age_on(today), rules).is_some_and(|highest| highest >= level)
}

/// Who must come along when the person is seen by an officer (Decree 69/2024 Art. 10(2)): one of these, or nobody when
/// there are none to come and none needed.
#[derive(Clone, Eq, PartialEq)]
pub enum Company<'a> {
    /// The person comes alone.
    Nobody,
    /// One of those whom the register names; it may name nobody, and then the person cannot be seen.
    OneOf(Vec<&'a Relative>),
}

/// Who must come along that day.
pub fn company<'a>(record: &'a Record, today: Day, rules: &Rules) -> Company<'a> {
    let details = &record.details;
    if is_ward(record, today, rules) {
        return Company::OneOf(details.guardian.iter().collect());
    }
    if record.birth.age_on(today) >= rules.own_application_age {
        return Company::Nobody;
    }
    Company::OneOf([&details.father, &details.mother].into_iter().flatten().collect())
}

/// What is known when somebody declares whom they answer for.
#[derive(Clone, Copy, Debug)]
pub struct DeclarationFacts<'a> {
    /// What was declared of the dependant; the telephone is the guardian's.
    pub declared: &'a Declared,
    /// What the register answered about the guardian.
    pub guardian: &'a Record,
    /// What it answered about the dependant.
    pub dependant: Option<&'a Record>,
    /// In whose name the telephone is.
    pub subscriber: Option<&'a PersonalNumber>,
    /// Whether the dependant has an account that is not over.
    pub has_account: bool,
    /// The day on which ages are counted.
    pub today: Day,
    /// The rules in force.
    pub rules: &'static Rules,
}

/// Decides a declaration: an account and the relation, the relation alone, or neither. What differs is found before the
/// relation and the relation before all else, so that only who answers for somebody learns anything about them (A04).
pub fn decide(facts: &DeclarationFacts<'_>) -> (Finding, Option<Standing>) {
    let refused = |finding| (finding, None);
    if let Some(mismatch) = Finding::of(&matching::compare(facts.declared, facts.dependant)) {
        return refused(mismatch);
    }
    let Some(record) = facts.dependant else { return refused(Finding::Unknown) };
    let Some(standing) = standing(facts.guardian, record, facts.today, facts.rules) else {
        return refused(Finding::NotAnswering);
    };
    let age = record.birth.age_on(facts.today);
    let guardian = Some(&facts.guardian.number);
    let finding = if !record.is_citizen() {
        Finding::NotCitizen
    } else if standing.reach == Reach::HandedOver {
        Finding::AppliesAlone
    } else if facts.has_account {
        Finding::Joined
    } else if highest_level(age, facts.rules).is_none() {
        Finding::NoneOfOwn
    } else if !record.details.card.is_some_and(|card| card.is_valid_on(facts.today)) {
        Finding::NoCard
    } else if matching::phone_standing(facts.subscriber, &record.number, guardian) == PhoneStanding::NotOwn {
        Finding::PhoneNotOwn
    } else {
        Finding::Matched
    };
    (finding, Some(standing))
}

/// Of full age and nobody's ward: who cannot act alone cannot act for another (Civil Code 2015 Art. 49).
fn is_capable(guardian: &Record, today: Day, rules: &Rules) -> bool {
    guardian.birth.age_on(today) >= rules.of_age && !is_ward(guardian, today, rules)
}

/// Whether a record names this person, under whichever of the person's numbers.
fn names(relative: Option<&Relative>, person: &Record) -> bool {
    relative
        .is_some_and(|relative| relative.number == person.number || person.cancelled_numbers.contains(&relative.number))
}

#[cfg(test)]
mod tests;
