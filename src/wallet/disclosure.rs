//! What a scan alone releases, what a record says to named fields, and the release as a claim set with source and as-of.
//!
//! Values come from the register's record and never from what somebody declared. A missing value is an absent claim.

use serde_json::{Map, Value, json};

use crate::clock::{Day, Timestamp};
use crate::identity::dependant::Relation;
use crate::identity::licence::Heard;
use crate::identity::person::{CardState, Record};
use crate::wallet::asker::Fixed;
use crate::wallet::field::{Field, Fields};
use crate::wallet::receipt::Receipt;
use crate::wallet::selective::{self, Concealed, conceal};

/// The `typ` of a signed release (RFC 9901 §11.1 names the suffix).
pub const TYP: &str = "vnrelease+sd-jwt";

/// What a scan alone releases: enough to see that phone and person belong together, too little to know who it is.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Glimpse {
    /// The initials of the name, when the register answered.
    pub initials: Option<String>,
    /// The account's level, where the law knows levels.
    pub level: Option<i64>,
    /// Who shows the square in the holder's name: how they answer for the holder, and their initials.
    pub presented_by: Option<(Relation, String)>,
}

/// The initials of a record's name, in its order: Nguyễn Văn An is N.V.A.
pub fn initials(record: &Record) -> String {
    initials_of(record.name.as_str())
}

/// The initials of a name.
pub fn initials_of(name: &str) -> String {
    let initial = |word: &str| word.chars().next().map(|first| first.to_uppercase().collect::<String>());
    name.split(' ').filter_map(initial).collect::<Vec<_>>().join(".") + "."
}

/// One field with its value.
#[derive(Clone, Eq, PartialEq)]
pub struct Disclosed {
    /// The field.
    pub field: Field,
    /// Its value as it is signed: codes and ISO dates, not words for people; none while the register that says it is out of
    /// reach, which is no "no".
    pub value: Option<String>,
    /// The rule that answered, of a yes or a no.
    pub rule: Option<String>,
}

/// A value is about a person and is not printed.
impl std::fmt::Debug for Disclosed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "({})", self.field.as_str())
    }
}

/// What the registers know of somebody at one moment.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// The population's record, or immigration's.
    pub record: &'a Record,
    /// What the register of driving licences said; none when it was not asked.
    pub licence: Option<&'a Heard>,
}

impl<'a> Known<'a> {
    /// The record and nothing else.
    pub const fn of(record: &'a Record) -> Self {
        Self { record, licence: None }
    }
}

/// What is known says to these fields on that day, to somebody who has that fixed.
pub fn reveal(fields: &Fields, known: Known<'_>, fixed: &Fixed, today: Day) -> Vec<Disclosed> {
    let said = |field: Field| {
        let rule = field.rule(fixed);
        if field == Field::LicenceClass && rule.is_some() && known.licence == Some(&Heard::OutOfReach) {
            return Some(Disclosed { field, value: None, rule });
        }
        value(field, known, fixed, today).map(|value| Disclosed { field, value: Some(value), rule })
    };
    fields.iter().filter_map(said).collect()
}

/// The release to sign, and each field behind its digest there: bound to who asked, to the scan and to its receipt, so that
/// it proves nothing elsewhere; who holds it can pass a single field on. As many salts as there are fields.
pub fn release(
    issuer: &str,
    receipt: &Receipt,
    disclosed: &[Disclosed],
    salts: &[[u8; 16]],
    as_of: Timestamp,
) -> (Value, Concealed) {
    let claims: Map<String, Value> = disclosed
        .iter()
        .map(|said| {
            let mut claim = json!({ "source": said.field.source(), "as_of": as_of });
            let (name, value) = match (&said.value, &said.rule) {
                (None, _) => (WITHHELD, json!(OUT_OF_REACH)),
                (Some(value), None) => ("value", json!(value)),
                (Some(value), Some(_)) => ("value", json!(value == YES)),
            };
            if let Some(members) = claim.as_object_mut() {
                members.insert(name.to_owned(), value);
                members.extend(said.rule.iter().map(|rule| (String::from("rule"), json!(rule))));
            }
            (said.field.as_str().to_owned(), claim)
        })
        .collect();
    let concealed = conceal(&claims, salts);
    let mut release = json!({
        "iss": issuer,
        "aud": receipt.asker.who.id(),
        "iat": receipt.issued_at,
        "jti": receipt.id.as_str(),
        "presentation": receipt.presentation.as_str(),
        "purpose": receipt.purpose.as_str(),
        "claims": { "_sd": concealed.digests },
        "_sd_alg": "sha-256",
    });
    if let (Some(relation), Some(members)) = (receipt.presented_by, release.as_object_mut()) {
        members.insert(String::from("presented_by"), relation.as_str().into());
    }
    (release, concealed)
}

/// Reads the values back from a release of ours whose signed part was checked, for the asker's page.
pub fn read_release(text: &str, claims: &Map<String, Value>) -> Option<(Vec<Disclosed>, Option<Timestamp>)> {
    let said = selective::disclosed(text, claims.get("claims")?.get("_sd")?)?;
    let mut as_of = None;
    let mut disclosed = Vec::new();
    for field in Field::ALL {
        let Some(claim) = said.get(field.as_str()) else { continue };
        as_of = claim.get("as_of").and_then(Value::as_i64).map(Timestamp::from_unix);
        let value = match claim.get("value") {
            Some(Value::Bool(answer)) => Some(answer.to_string()),
            Some(value) => Some(value.as_str()?.to_owned()),
            None => claim.get(WITHHELD).map(|_| None)?,
        };
        let rule = claim.get("rule").and_then(Value::as_str).map(str::to_owned);
        disclosed.push(Disclosed { field: *field, value, rule });
    }
    Some((disclosed, as_of))
}

/// The state of the identity card as a word: `valid`, `expired`, `withheld`, `revoked`; none without a card.
pub fn card_status(record: &Record, today: Day) -> Option<&'static str> {
    let card = record.details.card?;
    Some(match card.state {
        CardState::Issued if card.is_valid_on(today) => "valid",
        CardState::Issued => "expired",
        CardState::Withheld | CardState::Revoked => card.state.as_str(),
    })
}

fn value(field: Field, known: Known<'_>, fixed: &Fixed, today: Day) -> Option<String> {
    let record = known.record;
    let details = &record.details;
    // A card that does not hold says that and nothing else: it cannot be presented (Decree 320/2026 new Art. 9(11)).
    let card = details.card.filter(|card| card.is_valid_on(today));
    let value = match field {
        Field::Name => record.name.as_str().to_owned(),
        Field::PersonalNumber => record.number.as_str().to_owned(),
        Field::Birthdate => record.birth.iso(),
        Field::AgeOver14 | Field::AgeOver16 | Field::AgeOver18 | Field::AgeOver60 => {
            record.birth.has_reached(field.age()?, today)?.to_string()
        }
        Field::Gender => record.gender.as_str().to_owned(),
        Field::Nationality => details.nationality.clone(),
        Field::BirthPlace => details.birth_place.line(),
        Field::NativePlace => details.native_place.line(),
        Field::PhoneNumber => record.phone.as_ref()?.as_str().to_owned(),
        Field::ResidentInProvince => details.permanent_residence.is_in(fixed.province.as_deref()?)?.to_string(),
        Field::LicenceClass => known.licence?.may_drive(fixed.licence_class?, record, today)?.to_string(),
        Field::PermanentResidence => details.permanent_residence.line(),
        Field::TemporaryResidence => details.temporary_residence.line(),
        Field::CurrentResidence => details.current_residence.line(),
        Field::MaritalStatus => details.marital_status.clone(),
        Field::CardStatus => card_status(record, today)?.to_owned(),
        Field::CardIssuedOn => card?.issued_on.to_string(),
        Field::CardValidUntil => card?.expires_on?.to_string(),
        Field::Ethnicity => details.ethnicity.clone(),
        Field::Religion => details.religion.clone(),
        Field::BloodGroup => details.blood_group.clone(),
    };
    (!value.is_empty()).then_some(value)
}

/// How a yes stands among values.
const YES: &str = "true";
/// What stands instead of a value that could not be read, and why.
const WITHHELD: &str = "withheld";
const OUT_OF_REACH: &str = "register_out_of_reach";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::birth::BirthDate;
    use crate::identity::gender::Gender;
    use crate::identity::licence_class::LicenceClass;
    use crate::identity::name::Name;
    use crate::identity::number::PersonalNumber;
    use crate::identity::person::{Card, Details, VitalStatus};
    use crate::secret::{AccountId, Digest, ReceiptId};
    use crate::wallet::asker::{Asker, AskerId};
    use crate::wallet::merkle::Hash;
    use crate::wallet::presentation::Kind;
    use crate::wallet::purpose::Purpose;

    fn record() -> Record {
        Record {
            number: PersonalNumber::parse("001090000001").unwrap(),
            name: Name::parse("Nguyễn Văn Ân").unwrap(),
            birth: BirthDate::parse("05/1990").unwrap(),
            gender: Gender::Male,
            status: VitalStatus::Alive,
            cancelled_numbers: Vec::new(),
            legacy_number: None,
            phone: None,
            phone_owner: None,
            email: None,
            details: Details {
                nationality: "VNM".into(),
                card: Some(Card {
                    issued_on: Day::new(2021, 5, 1).unwrap(),
                    expires_on: Day::new(2030, 5, 1),
                    state: CardState::Issued,
                }),
                ..Details::default()
            },
        }
    }

    fn revealed(fields: &str, record: &Record, today: &str) -> Vec<(&'static str, String)> {
        let fixed = Fixed { province: Some("79".into()), licence_class: None };
        let said = reveal(&Fields::parse(fields).unwrap(), Known::of(record), &fixed, Day::parse(today).unwrap());
        said.into_iter().map(|said| (said.field.as_str(), said.value.unwrap())).collect()
    }

    #[test]
    fn a_scan_alone_shows_initials() {
        assert_eq!(initials(&record()), "N.V.Â.");
    }

    #[test]
    fn only_the_named_fields_are_revealed_and_a_missing_value_is_absent() {
        assert_eq!(
            revealed("birthdate name religion phone_number", &record(), "2026-11-21"),
            [("name", "Nguyễn Văn Ân".to_owned()), ("birthdate", "1990-05".to_owned())]
        );
    }

    #[test]
    fn a_yes_or_no_has_its_rule_and_nothing_of_the_date() {
        assert_eq!(revealed("age_over_18", &record(), "2026-11-22"), [("age_over_18", "true".to_owned())]);
        assert_eq!(revealed("age_over_60", &record(), "2026-11-22"), [("age_over_60", "false".to_owned())]);
        assert!(revealed("age_over_14", &record(), "2004-05-15").is_empty(), "the register knows only the month");
    }

    #[test]
    fn who_asks_learns_whether_somebody_lives_in_their_province_and_not_in_which() {
        let lives = |province: &str| {
            let mut record = record();
            record.details.permanent_residence.province = province.into();
            revealed("resident_in_province", &record, "2026-11-22")
        };
        assert_eq!(lives("79"), [("resident_in_province", "true".to_owned())]);
        assert_eq!(lives("01"), [("resident_in_province", "false".to_owned())]);
        assert!(lives("").is_empty(), "the register does not know");
        let everywhere = Fields::parse("resident_in_province").unwrap();
        let (record, today) = (record(), Day::parse("2026-11-22").unwrap());
        assert!(reveal(&everywhere, Known::of(&record), &Fixed::default(), today).is_empty());
        let fixed = Fixed { province: Some("79".into()), licence_class: None };
        assert_eq!(Field::ResidentInProvince.rule(&fixed).unwrap(), "resident-in-province/1:79");
    }

    #[test]
    fn who_may_drive_a_class_is_told_to_who_is_registered_for_it_and_an_outage_is_no_no() {
        let (record, today) = (record(), Day::parse("2026-11-22").unwrap());
        let fields = Fields::parse("licence_class").unwrap();
        let said = |heard: Option<&Heard>, class: Option<LicenceClass>| {
            let fixed = Fixed { province: None, licence_class: class };
            reveal(&fields, Known { record: &record, licence: heard }, &fixed, today).pop()
        };
        let no = said(Some(&Heard::Nothing), Some(LicenceClass::B)).unwrap();
        assert_eq!((no.value.as_deref(), no.rule.as_deref()), (Some("false"), Some("licence-class/1:B")));
        let down = said(Some(&Heard::OutOfReach), Some(LicenceClass::B)).unwrap();
        assert_eq!((down.value, down.rule.as_deref()), (None, Some("licence-class/1:B")));
        for (heard, class) in [
            (Some(&Heard::OutOfReach), None),
            (Some(&Heard::Nothing), None),
            (Some(&Heard::Unclear), Some(LicenceClass::B)),
            (None, Some(LicenceClass::B)),
        ] {
            assert_eq!(said(heard, class), None, "{heard:?} {class:?}");
        }
    }

    #[test]
    fn a_card_that_does_not_hold_says_only_that() {
        let fields = "card_status card_issued_on card_valid_until";
        assert_eq!(revealed(fields, &record(), "2030-05-01").len(), 3);
        assert_eq!(revealed(fields, &record(), "2030-05-02"), [("card_status", "expired".to_owned())]);
        let mut revoked = record();
        revoked.details.card.as_mut().unwrap().state = CardState::Revoked;
        assert_eq!(revealed(fields, &revoked, "2026-01-01"), [("card_status", "revoked".to_owned())]);
    }

    #[test]
    fn a_release_names_source_and_time_of_each_claim_and_is_read_back() {
        let receipt = Receipt {
            id: ReceiptId::new([1; 16]),
            presentation: Digest::sha256(b"jti"),
            kind: Kind::Verification,
            presented_by: None,
            asker: Asker {
                who: AskerId::Officer(AccountId::new([2; 16])),
                name: "Trần Thị Bình".into(),
                unit: "Công an phường Hoàn Kiếm".into(),
                title: "Cảnh sát khu vực".into(),
                fixed: Fixed::default(),
            },
            purpose: Purpose::IdentityCheck,
            fields: Fields::parse("name gender").unwrap(),
            place: String::new(),
            issued_at: Timestamp::from_unix(1_800_000_000),
            leaf: Hash::leaf(b"event"),
        };
        let (record, today) = (record(), Day::parse("2026-11-21").unwrap());
        let mut said = reveal(&receipt.fields, Known::of(&record), &receipt.asker.fixed, today);
        let rule = Some(String::from("licence-class/1:B"));
        said.push(Disclosed { field: Field::LicenceClass, value: None, rule });
        let as_of = Timestamp::from_unix(1_799_999_999);
        let by_mother = Receipt { presented_by: Some(Relation::Mother), ..receipt.clone() };
        let salts = [[1; 16], [2; 16], [3; 16]];
        let (by_mother, _) = super::release("https://id.example", &by_mother, &said, &salts, as_of);
        assert_eq!(by_mother["presented_by"], "mother");
        let (release, concealed) = release("https://id.example", &receipt, &said, &salts, as_of);
        assert!(release.get("presented_by").is_none());
        assert!(!release.to_string().contains("male"), "each field stands behind its digest");
        let text = concealed.behind("a.b.c");
        let open = selective::disclosed(&text, &release["claims"]["_sd"]).unwrap();
        assert_eq!(
            open["gender"],
            json!({ "value": "male", "source": "national_population_database", "as_of": as_of })
        );
        assert_eq!(
            open["licence_class"],
            json!({ "withheld": "register_out_of_reach", "source": "driving_licence_register", "as_of": as_of,
                    "rule": "licence-class/1:B" })
        );
        assert_eq!(release["aud"], AccountId::new([2; 16]).as_str());
        assert_eq!(read_release(&text, release.as_object().unwrap()), Some((said, Some(as_of))));
        // The receipt that both keep holds no value.
        let receipt = receipt.claims("https://id.example").to_string();
        assert!(!receipt.contains("Nguyễn") && !receipt.contains("male") && receipt.contains("gender"));
    }
}
