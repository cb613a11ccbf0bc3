//! Who came to the counter with a person for whom another answers (Decree 69/2024 Art. 10(2)).
//!
//! ```text
//! judge        who stands there ⊙ the register names them, they hold an account that may act      -> how they answer
//! accompanied  before the case is handed on, and before it is approved, by the records of then    -> Accompanied
//! ```
//!
//! A relation that is typed proves nothing: what is kept of a companion is an account and how the register's records
//! related the two on that day, and it is asked again whenever something rests on it.

use crate::clock::{Day, Timestamp};
use crate::identity::account::{Account, AccountKind, AccountLevel};
use crate::identity::decree::Rules;
use crate::identity::dependant::{self, Company, Reach, Relation};
use crate::identity::person::Record;
use crate::identity::proofing::CaseKind;
use crate::secret::AccountId;

/// Somebody who came along, as it was proven then.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Companion {
    /// Who.
    pub account: AccountId,
    /// How they answer for the person.
    pub relation: Relation,
    /// When it was proven.
    pub recorded_at: Timestamp,
    /// By which officer.
    pub recorded_by: AccountId,
    /// Its place in the case: a later companion takes the place of an earlier one.
    pub position: i64,
}

/// That nobody is missing at the person's side: only [`accompanied`] makes one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Accompanied(());

/// Why somebody's company does not count, or whose is missing.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum CompanyRefusal {
    /// The person comes alone, and nobody's name is taken down who is not needed.
    NotNeeded,
    /// The officer did not say that the companion was there with the card.
    NotSeen,
    /// The register does not say that they answer for the person; unknown, dead or a stranger is not told apart.
    NotAnswering,
    /// They answer for the person and have no open account of level 2, by which a dependant's account is kept (Art. 10(1)).
    NoAccount,
    /// They answer for the person and have no valid card, by which they would be known at the counter.
    CardNotValid,
    /// They are the officer.
    Officer,
    /// Nobody came along who must.
    Missing,
    /// Who came along no longer answers for the person.
    Ended,
}

impl CompanyRefusal {
    /// The word in the journal.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotNeeded => "not_needed",
            Self::NotSeen => "not_seen",
            Self::NotAnswering => "not_answering",
            Self::NoAccount => "no_account",
            Self::CardNotValid => "card_not_valid",
            Self::Officer => "officer",
            Self::Missing => "missing",
            Self::Ended => "ended",
        }
    }
}

/// Who stands beside the person, as far as it is known.
#[derive(Clone, Copy, Debug)]
pub struct Beside<'a> {
    /// What the register answered about them.
    pub record: Option<&'a Record>,
    /// Their account.
    pub account: Option<&'a Account>,
}

/// How somebody at the counter answers for the person. The relation is found before all else, so that an officer learns
/// nothing about anybody who has nothing to do with the case (OF01).
pub fn judge(
    person: &Record,
    beside: Beside<'_>,
    officer: &AccountId,
    today: Day,
    rules: &Rules,
) -> Result<Relation, CompanyRefusal> {
    if dependant::company(person, today, rules) == Company::Nobody {
        return Err(CompanyRefusal::NotNeeded);
    }
    let record = beside.record.ok_or(CompanyRefusal::NotAnswering)?;
    let relation = answers(person, record, today, rules).ok_or(CompanyRefusal::NotAnswering)?;
    let account = beside.account.filter(|account| may_act(account)).ok_or(CompanyRefusal::NoAccount)?;
    if account.id == *officer {
        Err(CompanyRefusal::Officer)
    } else if !record.details.card.is_some_and(|card| card.is_valid_on(today)) {
        Err(CompanyRefusal::CardNotValid)
    } else {
        Ok(relation)
    }
}

/// Whether the person has the company that the day's rules ask for, by the records of this moment: who came along when
/// the case was received may have lost the guardianship since, and who was a child may have grown up.
pub fn accompanied(
    kind: CaseKind,
    person: &Record,
    came: Option<Beside<'_>>,
    today: Day,
    rules: &Rules,
) -> Result<Accompanied, CompanyRefusal> {
    // Of a foreigner the register of immigration names no relatives; who is too young is not received at all.
    if kind == CaseKind::Foreigner || dependant::company(person, today, rules) == Company::Nobody {
        return Ok(Accompanied(()));
    }
    let came = came.ok_or(CompanyRefusal::Missing)?;
    let record = came.record.ok_or(CompanyRefusal::Ended)?;
    answers(person, record, today, rules).ok_or(CompanyRefusal::Ended)?;
    came.account.filter(|account| may_act(account)).ok_or(CompanyRefusal::NoAccount)?;
    Ok(Accompanied(()))
}

fn answers(person: &Record, beside: &Record, today: Day, rules: &Rules) -> Option<Relation> {
    let standing = dependant::standing(beside, person, today, rules)?;
    (standing.reach == Reach::Whole).then_some(standing.relation)
}

/// A citizen's open account of level 2: without one nobody acts for another (Decree 69/2024 Art. 10(1)).
fn may_act(account: &Account) -> bool {
    account.kind == AccountKind::Citizen && account.level == Some(AccountLevel::Two) && account.is_open()
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::identity::account::{Channel, Ground, State};
    use crate::identity::birth::BirthDate;
    use crate::identity::decree;
    use crate::identity::gender::Gender;
    use crate::identity::language::Language;
    use crate::identity::name::Name;
    use crate::identity::number::PersonalNumber;
    use crate::identity::person::{Card, CardState, Details, Relative, VitalStatus};
    use crate::identity::phone::Phone;

    const MOTHER: &str = "001190000001";
    const STRANGER: &str = "001185000003";

    fn day() -> Day {
        Day::parse("2026-11-22").unwrap()
    }

    fn record(number: &str, birth: &str) -> Record {
        let card = Card { issued_on: Day::parse("2024-08-01").unwrap(), expires_on: None, state: CardState::Issued };
        Record {
            number: PersonalNumber::parse(number).unwrap(),
            name: Name::parse("Nguyễn Thị An").unwrap(),
            birth: BirthDate::parse(birth).unwrap(),
            gender: Gender::Female,
            status: VitalStatus::Alive,
            cancelled_numbers: Vec::new(),
            legacy_number: None,
            phone: None,
            phone_owner: None,
            email: None,
            details: Details { nationality: "VNM".into(), card: Some(card), ..Details::default() },
        }
    }

    fn named(number: &str) -> Option<Relative> {
        Some(Relative { number: PersonalNumber::parse(number).unwrap(), name: "A".into() })
    }

    fn child(birth: &str) -> Record {
        let child = record("001217000004", birth);
        Record { details: Details { mother: named(MOTHER), ..child.details.clone() }, ..child }
    }

    fn account(level: AccountLevel, grounds: Vec<Ground>) -> Account {
        Account {
            id: AccountId::new([7; 16]),
            kind: AccountKind::Citizen,
            state: State::Active,
            level: Some(level),
            number: PersonalNumber::parse(MOTHER).unwrap(),
            phone: Phone::parse("0912345678").unwrap(),
            email: None,
            channel: Channel::Sms,
            language: Language::Vi,
            created_at: Timestamp::from_unix(0),
            activation_closes_at: Timestamp::from_unix(1),
            activated_at: Some(Timestamp::from_unix(0)),
            raised_at: None,
            proofed_at: None,
            verification_qr_at: None,
            grounds,
            version: 1,
        }
    }

    /// What somebody is who comes alone.
    pub(in crate::identity::proofing) fn alone() -> Accompanied {
        let rules = decree::in_force(day());
        accompanied(CaseKind::Raise, &record(STRANGER, "1/5/1985"), None, day(), rules).unwrap()
    }

    #[test]
    fn a_child_and_a_ward_are_accompanied_and_who_is_fourteen_comes_alone() {
        let rules = decree::in_force(day());
        let (mother, open) = (record(MOTHER, "1/5/1985"), account(AccountLevel::Two, Vec::new()));
        let came = Some(Beside { record: Some(&mother), account: Some(&open) });
        let with = |person: &Record, came| accompanied(CaseKind::Raise, person, came, day(), rules).err();
        for birth in ["1/5/2018", "23/11/2012"] {
            assert_eq!(with(&child(birth), None), Some(CompanyRefusal::Missing), "{birth}");
            assert_eq!(with(&child(birth), came), None, "{birth}");
        }
        for birth in ["22/11/2012", "1/5/2009", "1/5/1985"] {
            assert_eq!(with(&child(birth), None), None, "{birth}");
        }
        let adult = child("1/5/1970");
        let ward = Record { details: Details { guardian: named(STRANGER), ..adult.details.clone() }, ..adult };
        assert_eq!(with(&ward, came), Some(CompanyRefusal::Ended));
        let guardian = record(STRANGER, "1/5/1985");
        assert_eq!(with(&ward, Some(Beside { record: Some(&guardian), account: Some(&open) })), None);
        // What was true when it was recorded has to be true now.
        let orphan = record("001217000004", "1/5/2018");
        assert_eq!(with(&orphan, came), Some(CompanyRefusal::Ended));
        let locked = account(AccountLevel::Two, vec![Ground::OwnRequest]);
        let came = Some(Beside { record: Some(&mother), account: Some(&locked) });
        assert_eq!(with(&child("1/5/2018"), came), Some(CompanyRefusal::NoAccount));
    }

    #[test]
    fn of_a_stranger_nothing_is_told_but_that_it_is_one() {
        let rules = decree::in_force(day());
        let (khoi, officer) = (child("1/5/2018"), AccountId::new([1; 16]));
        let (mother, stranger) = (record(MOTHER, "1/5/1985"), record(STRANGER, "1/5/1985"));
        let open = account(AccountLevel::Two, Vec::new());
        let low = account(AccountLevel::One, Vec::new());
        let judged = |record, account| judge(&khoi, Beside { record, account }, &officer, day(), rules);
        for account in [None, Some(&low), Some(&open)] {
            assert_eq!(judged(Some(&stranger), account), Err(CompanyRefusal::NotAnswering));
            assert_eq!(judged(None, account), Err(CompanyRefusal::NotAnswering));
        }
        let dead = Record { status: VitalStatus::Deceased, ..mother.clone() };
        assert_eq!(judged(Some(&dead), Some(&open)), Err(CompanyRefusal::NotAnswering));
        for account in [None, Some(&low)] {
            assert_eq!(judged(Some(&mother), account), Err(CompanyRefusal::NoAccount));
        }
        let without = Record { details: Details::default(), ..mother.clone() };
        assert_eq!(judged(Some(&without), Some(&open)), Err(CompanyRefusal::CardNotValid));
        assert_eq!(judged(Some(&mother), Some(&open)), Ok(Relation::Mother));
        let own = judge(&khoi, Beside { record: Some(&mother), account: Some(&open) }, &open.id, day(), rules);
        assert_eq!(own, Err(CompanyRefusal::Officer));
    }
}
