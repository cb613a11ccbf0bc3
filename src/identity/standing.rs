//! What the register's present word asks of an account that stands already. Decided from how things are now, not from
//! what changed: heeding the same change twice, or late, does nothing wrong.

use crate::clock::Day;
use crate::identity::account::{Account, AccountKind, Ground, State};
use crate::identity::decree::Rules;
use crate::identity::foreigner::ForeignerRecord;
use crate::identity::matching::{PhoneStanding, phone_standing};
use crate::identity::number::PersonalNumber;
use crate::identity::person::{CardState, Record, Relative, VitalStatus};

/// Something to do to an account.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Demand {
    /// A ground for a lock stands now.
    Lock(Ground),
    /// A ground for a lock stands no more.
    Lift(Ground),
    /// The number in force is another one.
    Renumber,
}

/// What is to be done, in this order. `subscriber` is in whose name the account's telephone is.
///
/// What the register alone can say, it also takes back: a card. Who was declared dead, or lost a telephone, comes in person
/// (`vietnam.md` 1.5).
pub fn demands(
    account: &Account,
    record: &Record,
    subscriber: Option<&PersonalNumber>,
    rules: &Rules,
    today: Day,
) -> Vec<Demand> {
    if account.state == State::Closed {
        return Vec::new();
    }
    let is_citizen = account.kind == AccountKind::Citizen;
    let mut demands = Vec::new();
    let mut lock = |ground, stands| demands.extend(demand(account, ground, stands));
    if record.status == VitalStatus::Deceased {
        lock(Ground::Death, true);
    } else if is_citizen {
        if rules.lost_phone_locks && !may_use_phone(record, subscriber) {
            lock(Ground::PhoneNotOwn, true);
        }
        for (ground, says) in card(record, rules, today) {
            if let Some(says) = says {
                lock(ground, says);
            }
        }
    }
    if account.number != record.number {
        demands.push(Demand::Renumber);
    }
    demands
}

/// What is to be done to a foreigner's account. All of it is the register's alone to say and to take back, but a death.
pub fn demands_of_foreigner(account: &Account, known: &ForeignerRecord, today: Day) -> Vec<Demand> {
    if account.state == State::Closed {
        return Vec::new();
    }
    let says = [
        (Ground::PassportExpired, !known.has_valid_document_on(today)),
        (Ground::ResidenceEnded, !known.may_stay_on(today)),
    ];
    let died = (known.status == VitalStatus::Deceased).then_some((Ground::Death, true));
    says.into_iter().chain(died).filter_map(|(ground, stands)| demand(account, ground, stands)).collect()
}

/// What a ground that stands, or does not, asks of an account as it is.
fn demand(account: &Account, ground: Ground, stands: bool) -> Option<Demand> {
    match (stands, account.grounds.contains(&ground)) {
        (true, false) => Some(Demand::Lock(ground)),
        (false, true) => Some(Demand::Lift(ground)),
        (true, true) | (false, false) => None,
    }
}

/// Which grounds the card in the register makes, ends, or says nothing of.
fn card(record: &Record, rules: &Rules, today: Day) -> [(Ground, Option<bool>); 2] {
    let card = record.details.card;
    let is_taken = card.map(|card| card.state != CardState::Issued);
    let is_valid = card.is_some_and(|card| card.is_valid_on(today));
    let revoked = match is_taken {
        Some(true) => Some(true),
        // A card that ran out says nothing of one that was taken; only a new one does.
        _ if is_valid => Some(false),
        _ => None,
    };
    let expired = match is_taken {
        Some(false) if rules.expired_card_locks => Some(!is_valid),
        _ if !rules.expired_card_locks => Some(false),
        _ => None,
    };
    [(Ground::CardRevoked, revoked), (Ground::CardExpired, expired)]
}

/// Whether a telephone may be this person's: one's own, under whichever of one's numbers the telephone company knows it, or
/// that of who answers for one.
pub fn may_use_phone(record: &Record, subscriber: Option<&PersonalNumber>) -> bool {
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
    use crate::clock::Timestamp;
    use crate::identity::account::{AccountLevel, Channel};
    use crate::identity::birth::BirthDate;
    use crate::identity::decree;
    use crate::identity::gender::Gender;
    use crate::identity::language::Language;
    use crate::identity::name::Name;
    use crate::identity::person::{Card, Details};
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
            proofed_at: None,
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
        let today = Day::parse(day).unwrap();
        demands(account, record, subscriber.map(number).as_ref(), decree::in_force(today), today)
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

    fn holding(state: CardState, until: Option<&str>) -> Record {
        let card = Card {
            issued_on: Day::parse("2021-05-01").unwrap(),
            expires_on: until.map(|day| Day::parse(day).unwrap()),
            state,
        };
        Record { details: Details { card: Some(card), ..Details::default() }, ..record() }
    }

    #[test]
    fn a_card_that_was_taken_locks_and_a_new_one_unlocks() {
        let taken = Account { grounds: vec![Ground::CardRevoked, Ground::Authority], ..account() };
        for state in [CardState::Revoked, CardState::Withheld] {
            let record = holding(state, Some("2030-05-01"));
            assert_eq!(asked(&account(), &record, OWN, NOW), [Demand::Lock(Ground::CardRevoked)]);
            assert!(asked(&taken, &record, OWN, NOW).is_empty());
            let dead = Record { status: VitalStatus::Deceased, ..record };
            assert_eq!(asked(&account(), &dead, OWN, NOW), [Demand::Lock(Ground::Death)]);
        }
        // Only the card's own ground; and neither a card that ran out nor none at all is a new one.
        assert_eq!(asked(&taken, &holding(CardState::Issued, None), OWN, NOW), [Demand::Lift(Ground::CardRevoked)]);
        assert!(asked(&taken, &holding(CardState::Issued, Some("2026-11-21")), OWN, NOW).is_empty());
        assert!(asked(&taken, &record(), OWN, NOW).is_empty());
        let foreigner = Account { kind: AccountKind::Foreigner, ..account() };
        assert!(asked(&foreigner, &holding(CardState::Revoked, None), OWN, NOW).is_empty());
    }

    #[test]
    fn an_expired_card_locked_until_decree_320() {
        let expired = holding(CardState::Issued, Some("2026-09-20"));
        let lock = [Demand::Lock(Ground::CardExpired)];
        assert!(asked(&account(), &expired, OWN, "2026-09-20").is_empty(), "it holds to the end of its last day");
        assert_eq!(asked(&account(), &expired, OWN, "2026-09-21"), lock);
        assert!(asked(&account(), &expired, OWN, "2026-09-28").is_empty());
        // Who was locked by the old rules is let in by the new ones, and by a renewal under the old ones.
        let locked = Account { grounds: vec![Ground::CardExpired], ..account() };
        assert!(asked(&locked, &expired, OWN, "2026-09-27").is_empty());
        assert_eq!(asked(&locked, &expired, OWN, "2026-09-28"), [Demand::Lift(Ground::CardExpired)]);
        let renewed = holding(CardState::Issued, Some("2036-09-20"));
        assert_eq!(asked(&locked, &renewed, OWN, "2026-09-25"), [Demand::Lift(Ground::CardExpired)]);
    }
}
