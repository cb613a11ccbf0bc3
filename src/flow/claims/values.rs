//! What a claim's value is, from the register's record and the account. A value that nobody has is an absent claim.

use serde_json::{Map, Value, json};

use crate::clock::Day;
use crate::identity::account::{Account, AccountKind, AccountLevel, Channel, level_in_rules};
use crate::identity::birth::BirthPrecision;
use crate::identity::person::{CARD_ISSUER, Record, Relative};
use crate::identity::place::{Place, province_name};
use crate::oauth::claims::Claim;
use crate::wallet::field::Field;

/// Whom it is about.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// The account.
    pub account: &'a Account,
    /// What the register knows; none when it knows nobody of that number.
    pub record: Option<&'a Record>,
    /// The provincial unit of whoever asks.
    pub province: Option<&'a str>,
    /// Whether the class of vehicles may be driven that whoever asks is registered for; none where there is no answer.
    pub may_drive: Option<bool>,
    /// The day in Viet Nam, for what holds until a day.
    pub today: Day,
}

/// Whether the claim is about the account alone, so that the register need not be asked.
pub fn is_of_account(claim: Claim) -> bool {
    matches!(
        claim,
        Claim::AccountLevel | Claim::AccountType | Claim::AccountStatusAt | Claim::ProofedAt | Claim::UpdatedAt
    )
}

/// Whether the account's level is high enough for there to be such a claim.
pub fn opens(claim: Claim, account: &Account) -> bool {
    // Foreigners have no levels; whatever stands on the card they have none of.
    level_in_rules(account.level.map(AccountLevel::number)) >= claim.least_account_level()
}

/// The claim's value.
pub fn value(claim: Claim, about: About<'_>) -> Option<Value> {
    if !opens(claim, about.account) {
        return None;
    }
    of_account(claim, about.account).or_else(|| of_person(claim, about)).or_else(|| of_card(claim, about))
}

fn of_account(claim: Claim, account: &Account) -> Option<Value> {
    let since = account.raised_at.or(account.activated_at).unwrap_or(account.created_at);
    match claim {
        Claim::AccountLevel => account.level.map(|level| level.number().into()),
        Claim::AccountType => Some(account.kind.as_str().into()),
        Claim::AccountStatusAt | Claim::UpdatedAt => Some(since.unix().into()),
        Claim::ProofedAt => account.proofed_at.map(|at| at.unix().into()),
        _ => None,
    }
}

fn of_person(claim: Claim, about: About<'_>) -> Option<Value> {
    let record = about.record?;
    let details = &record.details;
    let parts = record.name.parts();
    match claim {
        Claim::PersonalIdNumber => text(record.number.as_str()),
        Claim::Name => text(record.name.as_str()),
        Claim::FamilyName => text(parts.family),
        Claim::MiddleName => text(&parts.middle),
        Claim::GivenName => text(parts.given),
        Claim::Birthdate => match record.birth.precision() {
            BirthPrecision::Day => text(&record.birth.iso()),
            // OpenID Connect Core §5.1 has no year with a month.
            BirthPrecision::Month | BirthPrecision::Year => text(&format!("{:04}", record.birth.year())),
        },
        Claim::BirthdatePrecision => text(match record.birth.precision() {
            BirthPrecision::Day => "day",
            BirthPrecision::Month => "month",
            BirthPrecision::Year => "year",
        }),
        Claim::AgeOver14 | Claim::AgeOver16 | Claim::AgeOver18 | Claim::AgeOver60 => {
            record.birth.has_reached(Field::parse(claim.as_str())?.age()?, about.today).map(Value::Bool)
        }
        Claim::Gender => text(record.gender.as_str()),
        // Of a foreigner it is part of who that is (Decree 69/2024 Art. 5); of a citizen it says nothing.
        Claim::Nationality if about.account.kind == AccountKind::Foreigner => text(&details.nationality),
        Claim::PhoneNumber => text(record.phone.as_ref()?.as_str()),
        // The telephone companies have it in the person's own name (Decree 69/2024 Art. 10(1)).
        Claim::PhoneNumberVerified => {
            record.phone.as_ref().map(|_| (record.phone_owner.as_ref() == Some(&record.number)).into())
        }
        Claim::Email => text(record.email.as_ref()?.as_str()),
        // The account was taken over by a code that was sent there.
        Claim::EmailVerified => record.email.as_ref().map(|email| {
            let ours = about.account.channel == Channel::Email && about.account.email.as_ref() == Some(email);
            ours.into()
        }),
        Claim::Address => address(first(&details.current_residence, &details.permanent_residence)),
        Claim::ResidentInProvince => details.permanent_residence.is_in(about.province?).map(Value::Bool),
        Claim::LicenceClass => about.may_drive.map(Value::Bool),
        Claim::PermanentResidence => place(&details.permanent_residence),
        Claim::TemporaryResidence => place(&details.temporary_residence),
        Claim::CurrentResidence => place(&details.current_residence),
        Claim::HouseholdHead => relative(details.household_head.as_ref()),
        Claim::HouseholdRelation => text(&details.relation_to_head),
        Claim::Father => relative(details.father.as_ref()),
        Claim::Mother => relative(details.mother.as_ref()),
        Claim::Spouse => relative(details.spouse.as_ref()),
        Claim::Children => {
            let children: Vec<_> = details.children.iter().filter_map(|child| relative(Some(child))).collect();
            (!children.is_empty()).then(|| children.into())
        }
        Claim::Ethnicity => text(&details.ethnicity),
        Claim::Religion => text(&details.religion),
        Claim::BloodGroup => text(&details.blood_group),
        Claim::Zoneinfo => text("Asia/Ho_Chi_Minh"),
        Claim::Locale => (about.account.kind == AccountKind::Citizen).then(|| "vi-VN".into()),
        _ => None,
    }
}

/// What stands on the identity card, while it may be relied on.
fn of_card(claim: Claim, about: About<'_>) -> Option<Value> {
    let record = about.record?;
    let card = record.details.card.filter(|card| card.is_valid_on(about.today))?;
    match claim {
        Claim::CardNumber => text(record.number.as_str()),
        Claim::CardIssuedOn => text(&card.issued_on.to_string()),
        Claim::CardIssuedBy => text(CARD_ISSUER),
        Claim::CardValidUntil => text(&card.expires_on?.to_string()),
        _ => None,
    }
}

fn text(text: &str) -> Option<Value> {
    (!text.is_empty()).then(|| text.into())
}

fn first<'a>(one: &'a Place, other: &'a Place) -> &'a Place {
    if one.line().is_empty() { other } else { one }
}

/// OpenID Connect Core §5.1.1: region is the province, locality the commune; there is no district since 1/7/2025.
fn address(place: &Place) -> Option<Value> {
    let province = province_name(&place.province).unwrap_or_default();
    let country = if province.is_empty() { "" } else { "VN" };
    object(&[
        ("formatted", &place.line()),
        ("street_address", &place.detail),
        ("locality", &place.commune),
        ("region", province),
        ("country", country),
    ])
}

fn place(place: &Place) -> Option<Value> {
    object(&[
        ("formatted", &place.line()),
        ("detail", &place.detail),
        ("commune", &place.commune),
        ("province", province_name(&place.province).unwrap_or_default()),
        ("province_code", &place.province),
    ])
}

fn relative(relative: Option<&Relative>) -> Option<Value> {
    relative.map(|relative| json!({ "personal_id_number": relative.number.as_str(), "name": relative.name }))
}

fn object(members: &[(&str, &str)]) -> Option<Value> {
    let there = members.iter().filter(|(_, text)| !text.is_empty());
    let object: Map<_, _> = there.map(|(name, text)| ((*name).to_owned(), (*text).into())).collect();
    (!object.is_empty()).then_some(Value::Object(object))
}

#[cfg(test)]
mod tests;
