//! Claims as people read them: their names, and their values as Vietnamese papers write them.

use serde_json::Value;

use crate::clock::{Day, Timestamp};
use crate::identity::language::Language;
use crate::identity::representation::Role;
use crate::oauth::claims::Claim;
use crate::oauth::relying_party::RelyingParty;
use crate::wallet::field::Field;
use crate::web::page::organisations::role_name;
use crate::web::words;

/// The claim's name.
pub(in crate::web) fn name(claim: Claim, t: Language) -> String {
    match claim {
        Claim::Sub | Claim::AuthTime | Claim::Acr | Claim::Amr => t.claim_sign_in(),
        Claim::PersonalIdNumber => t.claim_personal_id_number(),
        Claim::Name => t.claim_name(),
        Claim::FamilyName => t.claim_family_name(),
        Claim::MiddleName => t.claim_middle_name(),
        Claim::GivenName => t.claim_given_name(),
        Claim::Birthdate | Claim::BirthdatePrecision => t.claim_birthdate(),
        Claim::AgeOver14
        | Claim::AgeOver16
        | Claim::AgeOver18
        | Claim::AgeOver60
        | Claim::ResidentInProvince
        | Claim::LicenceClass => Field::parse(claim.as_str()).map_or_else(String::new, |field| words::label(field, t)),
        Claim::Gender => t.claim_gender(),
        Claim::Nationality => t.field_nationality(),
        Claim::PhoneNumber | Claim::PhoneNumberVerified => t.claim_phone_number(),
        Claim::Email | Claim::EmailVerified => t.claim_email(),
        Claim::Address => t.claim_address(),
        Claim::PermanentResidence => t.claim_permanent_residence(),
        Claim::TemporaryResidence => t.claim_temporary_residence(),
        Claim::CurrentResidence => t.claim_current_residence(),
        Claim::HouseholdHead => t.claim_household_head(),
        Claim::HouseholdRelation => t.claim_household_relation(),
        Claim::Father => t.claim_father(),
        Claim::Mother => t.claim_mother(),
        Claim::Spouse => t.claim_spouse(),
        Claim::Children => t.claim_children(),
        Claim::CardNumber => t.claim_card_number(),
        Claim::CardIssuedOn => t.claim_card_issued_on(),
        Claim::CardIssuedBy => t.claim_card_issued_by(),
        Claim::CardValidUntil => t.claim_card_valid_until(),
        Claim::Documents => t.claim_documents(),
        Claim::Ethnicity => t.claim_ethnicity(),
        Claim::Religion => t.claim_religion(),
        Claim::BloodGroup => t.claim_blood_group(),
        Claim::OrganizationIdNumber => t.organisation_number(),
        Claim::OrganizationName => t.organisation_name(),
        Claim::OrganizationShortName => t.organisation_short_name(),
        Claim::OrganizationForeignName => t.organisation_foreign_name(),
        Claim::TaxCode => t.organisation_tax_code(),
        Claim::EnterpriseCode => t.organisation_enterprise_code(),
        Claim::OrganizationFoundedOn => t.organisation_founded(),
        Claim::OrganizationAddress => t.organisation_address(),
        Claim::LegalRepresentative => t.capacity_legal(),
        Claim::OrganizationRole => t.organisation_role(),
        Claim::AccountLevel => t.claim_account_level(),
        Claim::AccountType => t.claim_account_type(),
        Claim::AccountStatusAt => t.claim_account_status_at(),
        Claim::ProofedAt => t.claim_proofed_at(),
        Claim::Nickname => t.claim_nickname(),
        Claim::PreferredUsername => t.claim_preferred_username(),
        Claim::Profile => t.claim_profile(),
        Claim::Picture => t.claim_picture(),
        Claim::Website => t.claim_website(),
        Claim::Zoneinfo => t.claim_zoneinfo(),
        Claim::Locale => t.claim_locale(),
        Claim::UpdatedAt => t.claim_updated_at(),
    }
}

/// The claim's name when this party asks for it.
pub(in crate::web) fn name_for(claim: Claim, party: &RelyingParty, t: Language) -> String {
    match (claim, party.licence_class) {
        (Claim::LicenceClass, Some(class)) => t.field_may_drive(class.as_str()),
        _ => name(claim, t),
    }
}

/// The claim's value.
pub(in crate::web) fn value(claim: Claim, value: &Value, t: Language) -> String {
    match (claim, value) {
        (Claim::PersonalIdNumber | Claim::CardNumber, Value::String(number)) => grouped(number),
        (Claim::Gender, Value::String(word)) => gender(word, t),
        (Claim::AccountType, Value::String(word)) => account_type(word, t),
        (Claim::AccountLevel, Value::Number(level)) => t.account_level(level),
        (Claim::OrganizationRole, Value::Object(members)) => {
            let role = members.get("role").and_then(Value::as_str).and_then(Role::parse);
            role.map_or_else(String::new, |role| role_name(role, t))
        }
        (Claim::UpdatedAt | Claim::AccountStatusAt | Claim::ProofedAt, Value::Number(at)) => {
            day(Timestamp::from_unix(at.as_i64().unwrap_or_default()))
        }
        (_, Value::String(text)) => Day::parse(text).map_or_else(|| text.clone(), written),
        (_, Value::Bool(true)) => t.yes(),
        (_, Value::Bool(false)) => t.no(),
        (_, Value::Array(values)) => values.iter().map(|one| self::value(claim, one, t)).collect::<Vec<_>>().join("; "),
        // A place has one line of its own; somebody else is named by name alone.
        (_, Value::Object(members)) => {
            let text = members.get("formatted").or_else(|| members.get("name")).and_then(Value::as_str);
            text.unwrap_or_default().to_owned()
        }
        (_, other) => other.to_string(),
    }
}

/// A number in groups of three.
pub(in crate::web) fn grouped(number: &str) -> String {
    let groups: Vec<String> =
        number.as_bytes().chunks(3).map(|group| String::from_utf8_lossy(group).into_owned()).collect();
    groups.join("\u{a0}")
}

/// The day of an instant, as it is written in Viet Nam.
pub(in crate::web) fn day(at: Timestamp) -> String {
    written(at.day_in_vietnam())
}

/// Day and time of an instant.
pub(in crate::web) fn moment(at: Timestamp) -> String {
    let (hour, minute) = at.time_in_vietnam();
    format!("{hour:02}:{minute:02}, {}", day(at))
}

fn written(day: Day) -> String {
    format!("{:02}/{:02}/{}", day.day(), day.month(), day.year())
}

fn gender(word: &str, t: Language) -> String {
    match word {
        "male" => t.gender_male(),
        "female" => t.gender_female(),
        _ => t.gender_other(),
    }
}

fn account_type(word: &str, t: Language) -> String {
    match word {
        "citizen" => t.account_citizen(),
        "foreigner" => t.account_foreigner(),
        _ => t.account_organisation(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_stand_as_people_write_them() {
        let read = |claim, value: Value| super::value(claim, &value, Language::Vi);
        assert_eq!(read(Claim::PersonalIdNumber, json!("001090000001")), "001\u{a0}090\u{a0}000\u{a0}001");
        assert_eq!(read(Claim::Birthdate, json!("1990-02-01")), "01/02/1990");
        assert_eq!(read(Claim::Birthdate, json!("1990")), "1990");
        assert_eq!(read(Claim::Gender, json!("female")), "Nữ");
        assert_eq!(read(Claim::Address, json!({"formatted": "Hà Nội", "country": "VN"})), "Hà Nội");
        assert_eq!(read(Claim::Children, json!([{"name": "An"}, {"name": "Bình"}])), "An; Bình");
        assert_eq!(read(Claim::EmailVerified, json!(true)), "Có");
    }

    #[test]
    fn every_claim_of_a_person_has_a_name_in_both_languages() {
        for claim in Claim::ALL.iter().filter(|claim| !claim.is_of_protocol()) {
            assert_ne!(name(*claim, Language::Vi), name(*claim, Language::En), "{claim:?}");
        }
    }
}
