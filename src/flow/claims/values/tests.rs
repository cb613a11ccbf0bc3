use super::*;
use crate::clock::Timestamp;
use crate::identity::account::{AccountKind, State};
use crate::identity::birth::BirthDate;
use crate::identity::gender::Gender;
use crate::identity::language::Language;
use crate::identity::name::Name;
use crate::identity::number::PersonalNumber;
use crate::identity::person::{Card, CardState, Details, VitalStatus};
use crate::identity::phone::{Email, Phone};
use crate::secret::AccountId;

const NUMBER: &str = "001090000001";

fn account() -> Account {
    Account {
        id: AccountId::new([1; 16]),
        kind: AccountKind::Citizen,
        state: State::Active,
        level: Some(AccountLevel::Two),
        number: PersonalNumber::parse(NUMBER).unwrap(),
        phone: Phone::parse("0912345678").unwrap(),
        email: Email::parse("declared@example.vn"),
        channel: Channel::Email,
        language: Language::Vi,
        created_at: Timestamp::from_unix(1_000),
        activation_closes_at: Timestamp::from_unix(2_000),
        activated_at: Some(Timestamp::from_unix(1_500)),
        raised_at: Some(Timestamp::from_unix(1_800)),
        proofed_at: Some(Timestamp::from_unix(1_900)),
        verification_qr_at: None,
        grounds: Vec::new(),
        version: 1,
    }
}

fn record() -> Record {
    Record {
        number: PersonalNumber::parse(NUMBER).unwrap(),
        name: Name::parse("NGUYỄN THỊ MINH KHAI").unwrap(),
        birth: BirthDate::parse("1/5/1990").unwrap(),
        gender: Gender::Female,
        status: VitalStatus::Alive,
        cancelled_numbers: Vec::new(),
        legacy_number: None,
        phone: Phone::parse("0987654321").ok(),
        phone_owner: PersonalNumber::parse(NUMBER),
        email: Email::parse("khai@example.vn"),
        details: Details {
            permanent_residence: Place {
                province: "01".into(),
                commune: "Phường Cửa Nam".into(),
                detail: "Số 1".into(),
            },
            relation_to_head: "head".into(),
            father: Some(Relative {
                number: PersonalNumber::parse("001060000002").unwrap(),
                name: "NGUYỄN VĂN A".into(),
            }),
            card: Some(Card {
                issued_on: Day::new(2021, 3, 4).unwrap(),
                expires_on: Day::new(2030, 5, 1),
                state: CardState::Issued,
            }),
            ..Details::default()
        },
    }
}

fn of(claim: Claim, account: &Account, record: &Record) -> Option<Value> {
    let today = Day::new(2026, 8, 1).unwrap();
    value(claim, About { account, record: Some(record), province: Some("79"), may_drive: Some(false), today })
}

#[test]
fn the_records_spelling_is_released_and_the_name_taken_apart_as_written() {
    let (account, record) = (account(), record());
    for (claim, expected) in [
        (Claim::PersonalIdNumber, json!(NUMBER)),
        (Claim::Name, json!("NGUYỄN THỊ MINH KHAI")),
        (Claim::FamilyName, json!("NGUYỄN")),
        (Claim::MiddleName, json!("THỊ MINH")),
        (Claim::GivenName, json!("KHAI")),
        (Claim::Birthdate, json!("1990-05-01")),
        (Claim::BirthdatePrecision, json!("day")),
        (Claim::Gender, json!("female")),
        (Claim::PhoneNumber, json!("+84987654321")),
        (Claim::PhoneNumberVerified, json!(true)),
        (Claim::Email, json!("khai@example.vn")),
        (Claim::EmailVerified, json!(false)),
        (Claim::Locale, json!("vi-VN")),
        (Claim::Zoneinfo, json!("Asia/Ho_Chi_Minh")),
        (Claim::UpdatedAt, json!(1_800)),
        (Claim::AccountLevel, json!(2)),
        (Claim::AccountType, json!("citizen")),
        (Claim::CardNumber, json!(NUMBER)),
        (Claim::CardIssuedOn, json!("2021-03-04")),
        (Claim::CardValidUntil, json!("2030-05-01")),
    ] {
        assert_eq!(of(claim, &account, &record), Some(expected), "{claim:?}");
    }
}

#[test]
fn a_year_or_a_month_is_a_year_with_its_precision() {
    for (written, birthdate, precision) in [("1950", "1950", "year"), ("7/1950", "1950", "month")] {
        let record = Record { birth: BirthDate::parse(written).unwrap(), ..record() };
        assert_eq!(of(Claim::Birthdate, &account(), &record), Some(json!(birthdate)));
        assert_eq!(of(Claim::BirthdatePrecision, &account(), &record), Some(json!(precision)));
    }
}

#[test]
fn a_nationality_is_part_of_a_foreigners_identity_and_of_nobody_elses() {
    let of_korea = Record { details: Details { nationality: "KOR".into(), ..record().details }, ..record() };
    let foreigner = Account { kind: AccountKind::Foreigner, level: None, ..account() };
    assert_eq!(of(Claim::Nationality, &foreigner, &of_korea), Some(json!("KOR")));
    assert_eq!(of(Claim::Nationality, &account(), &record()), None);
}

#[test]
fn what_nobody_has_is_absent_and_never_empty() {
    let bare = Record { phone: None, email: None, details: Details::default(), ..record() };
    for claim in Claim::ALL {
        let value = of(*claim, &account(), &bare);
        assert!(value.as_ref().is_none_or(|value| *value != json!("") && *value != json!({}) && !value.is_null()));
    }
    for claim in [
        Claim::PhoneNumber,
        Claim::PhoneNumberVerified,
        Claim::Email,
        Claim::EmailVerified,
        Claim::Address,
        Claim::Children,
        Claim::Spouse,
        Claim::CardNumber,
        Claim::Documents,
    ] {
        assert_eq!(of(claim, &account(), &bare), None, "{claim:?}");
    }
}

#[test]
fn an_address_is_strings_and_falls_back_to_the_permanent_residence() {
    let address = of(Claim::Address, &account(), &record()).unwrap();
    assert_eq!(address["region"], "Thành phố Hà Nội");
    assert_eq!(address["locality"], "Phường Cửa Nam");
    assert_eq!(address["country"], "VN");
    assert!(address.as_object().unwrap().values().all(Value::is_string));
    assert_eq!(of(Claim::CurrentResidence, &account(), &record()), None);
}

#[test]
fn a_card_is_shown_at_level_2_only_and_while_it_holds() {
    let low = Account { level: Some(AccountLevel::One), ..account() };
    assert_eq!(of(Claim::CardNumber, &low, &record()), None);
    let mut record = record();
    record.details.card = record.details.card.map(|card| Card { state: CardState::Revoked, ..card });
    assert_eq!(of(Claim::CardNumber, &account(), &record), None);
}
