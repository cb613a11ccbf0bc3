//! Who may have a level-1 account on an application of one's own: the finding stands in the case; the applicant hears the
//! same whatever it was (PM01).

use crate::clock::{Day, Seconds, Timestamp};
use crate::identity::account::AccountKind;
use crate::identity::calendar;
use crate::identity::decree::Rules;
use crate::identity::dependant;
use crate::identity::matching::{self, Differences, Outcome, PhoneStanding};
use crate::identity::number::PersonalNumber;
use crate::identity::person::{Declared, Record};
use crate::limits;

/// What is known when an application is decided.
#[derive(Clone, Copy, Debug)]
pub struct EnrolmentFacts<'a> {
    /// What the applicant declared.
    pub declared: &'a Declared,
    /// What the register answered.
    pub record: Option<&'a Record>,
    /// In whose name the declared phone number is.
    pub subscriber: Option<&'a PersonalNumber>,
    /// Whether the person has an account, in whatever state.
    pub has_account: bool,
    /// Whether others act in it, and the person has no password for it yet.
    pub is_in_care: bool,
    /// The day on which ages are counted.
    pub today: Day,
    /// The rules in force.
    pub rules: &'static Rules,
}

/// What an application came to.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Finding {
    /// Everything is equal and the person may apply: a pending account.
    Matched,
    /// The person is there and something differs.
    Differs(Differences),
    /// The number was cancelled in favour of another one.
    Cancelled,
    /// The holder is dead.
    Deceased,
    /// The holder was declared missing.
    Missing,
    /// The register knows no such number.
    Unknown,
    /// Not a citizen: applies in person at the immigration office (Decree 320/2026 new Art. 11).
    NotCitizen,
    /// Too young to apply alone.
    UnderAge,
    /// Under guardianship: the guardian applies (Decree 69/2024 Art. 10(1)).
    Ward,
    /// The phone number is not registered in the applicant's own name (Decree 69/2024 Art. 10(1)).
    PhoneNotOwn,
    /// There is an account: one person has one (inventory C24).
    HasAccount,
    /// No register answered for as long as an application is kept.
    Undecided,
    /// There is an account in which others acted until the person reached the age: it is taken over.
    HandedOver,
    /// Declared by who answers for the person: there is an account, and one more who acts in it.
    Joined,
    /// Declared by somebody who does not answer for the person, as the register has it (A04).
    NotAnswering,
    /// Declared by who answers for the person, who is old enough to apply alone.
    AppliesAlone,
    /// Declared by who answers for the person, who has no valid card (Decree 69/2024 Art. 7).
    NoCard,
    /// Declared by who answers for the person, who may have nothing of their own (Decree 59/2022).
    NoneOfOwn,
}

impl Finding {
    /// What a comparison that is no match came to.
    pub fn of(outcome: &Outcome) -> Option<Self> {
        match outcome {
            Outcome::Match(_) => None,
            Outcome::Differs(differences) => Some(Self::Differs(*differences)),
            Outcome::Cancelled => Some(Self::Cancelled),
            Outcome::Deceased => Some(Self::Deceased),
            Outcome::Missing => Some(Self::Missing),
            Outcome::Unknown => Some(Self::Unknown),
        }
    }

    /// The column text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Matched => "matched",
            Self::Differs(_) => "differs",
            Self::Cancelled => "cancelled",
            Self::Deceased => "deceased",
            Self::Missing => "missing",
            Self::Unknown => "unknown",
            Self::NotCitizen => "not_citizen",
            Self::UnderAge => "under_age",
            Self::Ward => "ward",
            Self::PhoneNotOwn => "phone_not_own",
            Self::HasAccount => "has_account",
            Self::Undecided => "undecided",
            Self::HandedOver => "handed_over",
            Self::Joined => "joined",
            Self::NotAnswering => "not_answering",
            Self::AppliesAlone => "applies_alone",
            Self::NoCard => "no_card",
            Self::NoneOfOwn => "none_of_own",
        }
    }

    /// Which fields differ and how, for the officer's case: `name:tone birth_date:precision`.
    pub fn differences(self) -> Option<String> {
        let Self::Differs(differences) = self else { return None };
        let words = [
            differences.name.map(|name| format!("name:{}", name.as_str())),
            differences.birth.map(|birth| format!("birth_date:{}", birth.as_str())),
            differences.gender.then(|| String::from("gender:different")),
        ];
        Some(words.into_iter().flatten().collect::<Vec<_>>().join(" "))
    }
}

/// An application that made no account, as the officer's case shows it.
#[derive(Clone, Debug)]
pub struct Refused {
    /// When it was handed in.
    pub submitted_at: Timestamp,
    /// The finding's word.
    pub finding: String,
    /// What was declared.
    pub declared: Declared,
}

/// Decides an application. What differs is found before what forbids, so that only who knows everything about a person
/// can cause that person to be written to.
pub fn decide(facts: &EnrolmentFacts<'_>) -> Finding {
    if let Some(mismatch) = Finding::of(&matching::compare(facts.declared, facts.record)) {
        return mismatch;
    }
    let Some(record) = facts.record else { return Finding::Unknown };
    if !record.is_citizen() {
        return Finding::NotCitizen;
    }
    if record.birth.age_on(facts.today) < facts.rules.own_application_age {
        return Finding::UnderAge;
    }
    if dependant::is_ward(record, facts.today, facts.rules) {
        return Finding::Ward;
    }
    // A guardian's phone serves only an application that the guardian makes.
    if matching::phone_standing(facts.subscriber, &record.number, None) != PhoneStanding::Own {
        return Finding::PhoneNotOwn;
    }
    match (facts.has_account, facts.is_in_care) {
        (true, true) => Finding::HandedOver,
        (true, false) => Finding::HasAccount,
        (false, _) => Finding::Matched,
    }
}

/// The first instant at which a decision is late: the term runs from the submission, whatever the house waits for.
pub fn due_at(submitted: Timestamp, rules: &Rules) -> Timestamp {
    calendar::working_term_ends(submitted, rules.level_one_working_days)
}

/// When an application that waits is tried again, after so many tries: each time twice as late, up to a bound.
pub fn next_try(tries: u32, now: Timestamp) -> Timestamp {
    let (first, longest) = (limits::WAIT_FIRST.get(), limits::WAIT_LONGEST.get());
    let factor = 2_i64.saturating_pow(tries);
    now.plus(Seconds::new(first.saturating_mul(factor).min(longest)))
}

/// The kind of account of whom the register knows by this nationality.
pub fn kind_of(record: &Record) -> AccountKind {
    if record.is_citizen() { AccountKind::Citizen } else { AccountKind::Foreigner }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::birth::BirthDate;
    use crate::identity::decree;
    use crate::identity::gender::Gender;
    use crate::identity::name::Name;
    use crate::identity::person::{Details, Form, Relative, VitalStatus};
    use crate::identity::phone::Phone;

    fn number(text: &str) -> PersonalNumber {
        PersonalNumber::parse(text).unwrap()
    }

    fn record(birth: &str) -> Record {
        Record {
            number: number("001090000001"),
            name: Name::parse("Nguyễn Văn An").unwrap(),
            birth: BirthDate::parse(birth).unwrap(),
            gender: Gender::Male,
            status: VitalStatus::Alive,
            cancelled_numbers: Vec::new(),
            legacy_number: None,
            phone: Phone::parse("0912345678").ok(),
            phone_owner: Some(number("001090000001")),
            email: None,
            details: Details { nationality: "VNM".into(), ..Details::default() },
        }
    }

    fn declared(name: &str, birth_date: &str) -> Declared {
        let form = Form { number: "001090000001", name, birth_date, gender: "Nam", phone: "0912345678", email: "" };
        Declared::parse(form).unwrap()
    }

    fn decided(
        record: Option<&Record>,
        birth: &str,
        subscriber: Option<&PersonalNumber>,
        has_account: bool,
    ) -> Finding {
        let today = Day::new(2026, 11, 21).unwrap();
        decide(&EnrolmentFacts {
            declared: &declared("Nguyễn Văn An", birth),
            record,
            subscriber,
            has_account,
            is_in_care: false,
            today,
            rules: decree::in_force(today),
        })
    }

    #[test]
    fn fourteen_is_reached_on_the_birthday() {
        let me = number("001090000001");
        let child = |birth: &str| decided(Some(&record(birth)), birth, Some(&me), false);
        assert_eq!(child("21/11/2012"), Finding::Matched);
        assert_eq!(child("22/11/2012"), Finding::UnderAge);
        assert_eq!(child("2012"), Finding::UnderAge);
        assert_eq!(child("1/5/1990"), Finding::Matched);
    }

    #[test]
    fn each_ground_of_refusal_has_its_word() {
        let (me, other) = (number("001090000001"), number("001090000009"));
        let birth = "1/5/1990";
        let an = record(birth);
        assert_eq!(decided(None, birth, Some(&me), false), Finding::Unknown);
        assert_eq!(decided(Some(&an), birth, Some(&other), false), Finding::PhoneNotOwn);
        assert_eq!(decided(Some(&an), birth, None, false), Finding::PhoneNotOwn);
        assert_eq!(decided(Some(&an), birth, Some(&me), true), Finding::HasAccount);
        // Who does not know everything is not told of the account, and nobody is written to.
        assert!(matches!(decided(Some(&an), "1990", Some(&me), true), Finding::Differs(_)));
        let dead = Record { status: VitalStatus::Deceased, ..an.clone() };
        assert_eq!(decided(Some(&dead), birth, Some(&me), true), Finding::Deceased);
        let foreigner = Record { details: Details { nationality: "KOR".into(), ..Details::default() }, ..an.clone() };
        assert_eq!(decided(Some(&foreigner), birth, Some(&me), false), Finding::NotCitizen);
    }

    #[test]
    fn a_minor_with_a_parent_applies_alone_and_a_ward_of_any_age_does_not() {
        let me = number("001090000001");
        let parent = Some(Relative { number: number("001090000009"), name: "Lê Thị B".into() });
        let decide = |birth: &str, mother: Option<Relative>| {
            let details = Details { nationality: "VNM".into(), guardian: parent.clone(), mother, ..Details::default() };
            decided(Some(&Record { details, ..record(birth) }), birth, Some(&me), false)
        };
        assert_eq!(decide("21/11/2012", parent.clone()), Finding::Matched);
        assert_eq!(decide("21/11/2012", None), Finding::Ward);
        assert_eq!(decide("22/11/2008", parent.clone()), Finding::Matched);
        assert_eq!(decide("21/11/2008", parent.clone()), Finding::Ward);
        assert_eq!(decide("1/5/1990", None), Finding::Ward);
    }

    #[test]
    fn who_waits_is_tried_less_and_less_often_and_never_seldom() {
        let now = Timestamp::from_unix(1_800_000_000);
        let waits = |tries| next_try(tries, now).since(now).get();
        assert_eq!((waits(0), waits(1), waits(2)), (15, 30, 60));
        for tries in [5, 31, 63, 64, u32::MAX] {
            assert_eq!(waits(tries), 300);
        }
    }

    #[test]
    fn the_term_of_level_one_is_one_working_day_after_the_day_of_submission() {
        let at = |day: &str| Day::parse(day).unwrap().start_in_vietnam();
        // A Friday's application is in time until Monday is over.
        let friday = at("2026-11-20");
        assert_eq!(due_at(friday, decree::in_force(friday.day_in_vietnam())), at("2026-11-24"));
    }

    #[test]
    fn the_case_names_each_difference() {
        let today = Day::new(2026, 11, 21).unwrap();
        let finding = decide(&EnrolmentFacts {
            declared: &declared("Nguyễn Văn Ân", "1990"),
            record: Some(&record("1/5/1990")),
            subscriber: None,
            has_account: false,
            is_in_care: false,
            today,
            rules: decree::in_force(today),
        });
        assert_eq!(finding.differences().unwrap(), "name:diacritics_or_i_y birth_date:precision");
        assert_eq!(Finding::Unknown.differences(), None);
    }
}
