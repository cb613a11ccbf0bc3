//! What the register's present word asks of an account that stands already. Decided from how things are now, not from
//! what changed: heeding the same change twice, or late, does nothing wrong.

use crate::identity::account::{Account, AccountKind, Ground, State};
use crate::identity::decree::Rules;
use crate::identity::matching::{PhoneStanding, phone_standing};
use crate::identity::number::PersonalNumber;
use crate::identity::person::{Record, Relative, VitalStatus};

/// Something to do to an account.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Demand {
    /// A ground for a lock stands now.
    Lock(Ground),
    /// The number in force is another one.
    Renumber,
}

/// What is to be done, in this order. `subscriber` is in whose name the account's telephone is.
///
/// A ground that no longer stands in the register is not lifted here: who was declared dead, or lost a telephone, comes in
/// person (`vietnam.md` 1.5).
pub fn demands(account: &Account, record: &Record, subscriber: Option<&PersonalNumber>, rules: &Rules) -> Vec<Demand> {
    if account.state == State::Closed {
        return Vec::new();
    }
    let mut demands = Vec::new();
    let mut lock = |ground| {
        if !account.grounds.contains(&ground) {
            demands.push(Demand::Lock(ground));
        }
    };
    if record.status == VitalStatus::Deceased {
        lock(Ground::Death);
    } else if account.kind == AccountKind::Citizen && rules.lost_phone_locks && !may_use_phone(record, subscriber) {
        lock(Ground::PhoneNotOwn);
    }
    if account.number != record.number {
        demands.push(Demand::Renumber);
    }
    demands
}

/// One's own, under whichever of one's numbers the telephone company knows it, or that of who answers for one.
fn may_use_phone(record: &Record, subscriber: Option<&PersonalNumber>) -> bool {
    let details = &record.details;
    let answering = [&details.guardian, &details.father, &details.mother];
    let guardians = answering.into_iter().flatten().map(|Relative { number, .. }| Some(number));
    let mut own = std::iter::once(&record.number).chain(&record.cancelled_numbers);
    own.any(|number| phone_standing(subscriber, number, None) == PhoneStanding::Own)
        || guardians
            .into_iter()
            .any(|guardian| phone_standing(subscriber, &record.number, guardian) == PhoneStanding::Guardian)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{Day, Timestamp};
    use crate::identity::account::{AccountLevel, Channel};
    use crate::identity::birth::BirthDate;
    use crate::identity::decree;
    use crate::identity::gender::Gender;
    use crate::identity::language::Language;
    use crate::identity::name::Name;
    use crate::identity::person::Details;
    use crate::identity::phone::Phone;
    use crate::secret::AccountId;

    fn number(text: &str) -> PersonalNumber {
        PersonalNumber::parse(text).unwrap()
    }

    fn account() -> Account {
        Account {
            id: AccountId::new([1; 16]),
            kind: AccountKind::Citizen,
            state: State::Active,
            level: Some(AccountLevel::One),
            number: number("001090000001"),
            phone: Phone::parse("0912345678").unwrap(),
            email: None,
            channel: Channel::Sms,
            language: Language::Vi,
            created_at: Timestamp::from_unix(0),
            activation_closes_at: Timestamp::from_unix(1),
            activated_at: Some(Timestamp::from_unix(0)),
            raised_at: None,
            verification_qr_at: None,
            grounds: Vec::new(),
            version: 1,
        }
    }

    fn record() -> Record {
        Record {
            number: number("001090000001"),
            name: Name::parse("Nguyễn Văn An").unwrap(),
            birth: BirthDate::parse("01/05/1990").unwrap(),
            gender: Gender::Male,
            status: VitalStatus::Alive,
            cancelled_numbers: Vec::new(),
            legacy_number: None,
            phone: None,
            phone_owner: None,
            email: None,
            details: Details::default(),
        }
    }

    fn asked(account: &Account, record: &Record, subscriber: Option<&str>, day: &str) -> Vec<Demand> {
        let rules = decree::in_force(Day::parse(day).unwrap());
        demands(account, record, subscriber.map(number).as_ref(), rules)
    }

    const NOW: &str = "2026-11-22";
    const OWN: Option<&str> = Some("001090000001");
    const OTHER: Option<&str> = Some("001190000009");

    #[test]
    fn who_lives_and_has_the_phone_and_the_number_is_left_alone() {
        assert!(asked(&account(), &record(), OWN, NOW).is_empty());
        let closed = Account { state: State::Closed, ..account() };
        let dead = Record { status: VitalStatus::Deceased, ..record() };
        assert!(asked(&closed, &dead, OTHER, NOW).is_empty());
        let locked = Account { grounds: vec![Ground::Death], ..account() };
        assert!(asked(&locked, &dead, OTHER, NOW).is_empty());
    }

    #[test]
    fn death_locks_and_missing_does_not() {
        let of = |status| asked(&account(), &Record { status, ..record() }, OWN, NOW);
        assert_eq!(of(VitalStatus::Deceased), [Demand::Lock(Ground::Death)]);
        assert!(of(VitalStatus::Missing).is_empty());
    }

    #[test]
    fn a_lost_phone_locks_citizens_since_decree_320() {
        let lock = [Demand::Lock(Ground::PhoneNotOwn)];
        assert_eq!(asked(&account(), &record(), OTHER, NOW), lock);
        assert_eq!(asked(&account(), &record(), None, "2026-09-28"), lock);
        assert!(asked(&account(), &record(), OTHER, "2026-09-27").is_empty());
        let foreigner = Account { kind: AccountKind::Foreigner, ..account() };
        assert!(asked(&foreigner, &record(), OTHER, NOW).is_empty());
        // A child's account goes by the telephone of who answers for it (Decree 69/2024 Art. 10(1)).
        let mother = Relative { number: number("001190000009"), name: "Lê Thị Hoa".into() };
        let child = Record { details: Details { mother: Some(mother), ..Details::default() }, ..record() };
        assert!(asked(&account(), &child, OTHER, NOW).is_empty());
    }

    #[test]
    fn a_cancelled_number_gives_way_and_the_phone_may_still_stand_under_it() {
        let moved =
            Record { number: number("001190000002"), cancelled_numbers: vec![number("001090000001")], ..record() };
        assert_eq!(asked(&account(), &moved, OWN, NOW), [Demand::Renumber]);
        let dead = Record { status: VitalStatus::Deceased, ..moved };
        assert_eq!(asked(&account(), &dead, None, NOW), [Demand::Lock(Ground::Death), Demand::Renumber]);
    }
}
