//! The claims that the house knows, which scope is short for which, and the `claims` parameter (OpenID Connect Core §5).
//!
//! Knows no person: what a claim's value is, and whether there is one, is said elsewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, Visitor};
use serde_json::{Map, Value, json};

use crate::oauth::scope::{Scope, Scopes};

/// Declares the claims with their text and the scopes that are short for them.
macro_rules! claims {
    ($($name:ident = $text:literal in [$($scope:ident),*],)+) => {
        /// A claim that the house knows.
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub enum Claim { $(#[doc = concat!("`", $text, "`")] $name,)+ }

        impl Claim {
            /// Every claim, in the order in which people read them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The claim's name.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// Reads a claim's name.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$name),)+ _ => None }
            }

            /// The scopes that are short for this claim among others.
            pub const fn scopes(self) -> &'static [Scope] {
                match self { $(Self::$name => &[$(Scope::$scope),*],)+ }
            }
        }
    };
}

claims! {
    // Of the protocol: they say nothing about a person beyond the sign-in itself.
    Sub = "sub" in [OpenId],
    AuthTime = "auth_time" in [],
    Acr = "acr" in [],
    Amr = "amr" in [],
    // Of the person.
    PersonalIdNumber = "personal_id_number" in [VnIdentity],
    Name = "name" in [Profile, VnIdentity],
    FamilyName = "family_name" in [Profile],
    MiddleName = "middle_name" in [Profile],
    GivenName = "given_name" in [Profile],
    Birthdate = "birthdate" in [Profile, VnIdentity],
    BirthdatePrecision = "birthdate_precision" in [Profile, VnIdentity],
    AgeOver14 = "age_over_14" in [VnAge],
    AgeOver16 = "age_over_16" in [VnAge],
    AgeOver18 = "age_over_18" in [VnAge],
    AgeOver60 = "age_over_60" in [VnAge],
    Gender = "gender" in [Profile, VnIdentity],
    Nationality = "nationality" in [VnIdentity],
    PhoneNumber = "phone_number" in [Phone],
    PhoneNumberVerified = "phone_number_verified" in [Phone],
    Email = "email" in [Email],
    EmailVerified = "email_verified" in [Email],
    Address = "address" in [Address],
    ResidentInProvince = "resident_in_province" in [VnResident],
    LicenceClass = "licence_class" in [VnLicence],
    PermanentResidence = "permanent_residence" in [VnResidence],
    TemporaryResidence = "temporary_residence" in [VnResidence],
    CurrentResidence = "current_residence" in [VnResidence],
    HouseholdHead = "household_head" in [VnHousehold],
    HouseholdRelation = "household_relation" in [VnHousehold],
    Father = "father" in [VnFamily],
    Mother = "mother" in [VnFamily],
    Spouse = "spouse" in [VnFamily],
    Children = "children" in [VnFamily],
    CardNumber = "card_number" in [VnCard],
    CardIssuedOn = "card_issued_on" in [VnCard],
    CardIssuedBy = "card_issued_by" in [VnCard],
    CardValidUntil = "card_valid_until" in [VnCard],
    Documents = "documents" in [VnDocuments],
    Ethnicity = "ethnicity" in [VnSensitive],
    Religion = "religion" in [VnSensitive],
    BloodGroup = "blood_group" in [VnSensitive],
    // Of the organisation that the person acts for; of nobody else.
    OrganizationIdNumber = "organization_id_number" in [VnOrganisation],
    OrganizationName = "organization_name" in [VnOrganisation],
    OrganizationShortName = "organization_short_name" in [VnOrganisation],
    OrganizationForeignName = "organization_foreign_name" in [VnOrganisation],
    TaxCode = "tax_code" in [VnOrganisation],
    EnterpriseCode = "enterprise_code" in [VnOrganisation],
    OrganizationFoundedOn = "organization_founded_on" in [VnOrganisation],
    OrganizationAddress = "organization_address" in [VnOrganisation],
    LegalRepresentative = "legal_representative" in [VnOrganisation],
    OrganizationRole = "organization_role" in [VnOrganisation],
    AccountLevel = "account_level" in [VnAccount],
    AccountType = "account_type" in [VnAccount, VnOrganisation],
    AccountStatusAt = "account_status_at" in [VnAccount],
    ProofedAt = "proofed_at" in [VnAccount],
    Nickname = "nickname" in [Profile],
    PreferredUsername = "preferred_username" in [Profile],
    Profile = "profile" in [Profile],
    Picture = "picture" in [Profile],
    Website = "website" in [Profile],
    Zoneinfo = "zoneinfo" in [Profile],
    Locale = "locale" in [Profile],
    UpdatedAt = "updated_at" in [Profile],
}

impl Claim {
    /// Whether the claim is about the sign-in and not about the person; nobody is asked for consent to it.
    pub const fn is_of_protocol(self) -> bool {
        matches!(self, Self::Sub | Self::AuthTime | Self::Acr | Self::Amr)
    }

    /// Whether only a foreigner has it.
    pub const fn is_of_foreigner(self) -> bool {
        matches!(self, Self::Nationality)
    }

    /// Whether it is about the organisation that somebody acts for: nobody has it who acts for oneself.
    pub const fn is_of_organisation(self) -> bool {
        matches!(
            self,
            Self::OrganizationIdNumber
                | Self::OrganizationName
                | Self::OrganizationShortName
                | Self::OrganizationForeignName
                | Self::TaxCode
                | Self::EnterpriseCode
                | Self::OrganizationFoundedOn
                | Self::OrganizationAddress
                | Self::LegalRepresentative
                | Self::OrganizationRole
        )
    }

    /// Whether it is sensitive personal data (Decree 356/2025): nobody gives it without having ticked it.
    pub const fn is_sensitive(self) -> bool {
        matches!(self, Self::Ethnicity | Self::Religion | Self::BloodGroup)
    }

    /// Whether scopes of the nation alone are short for it.
    pub fn is_national(self) -> bool {
        !self.scopes().is_empty() && self.scopes().iter().all(|scope| scope.is_national())
    }

    /// The claim that this one only explains and never goes without: people are asked about both in one line.
    pub const fn explains(self) -> Option<Self> {
        match self {
            Self::BirthdatePrecision => Some(Self::Birthdate),
            Self::PhoneNumberVerified => Some(Self::PhoneNumber),
            Self::EmailVerified => Some(Self::Email),
            _ => None,
        }
    }

    /// The least account level at which there is such a claim.
    pub fn least_account_level(self) -> i64 {
        self.scopes().iter().map(|scope| scope.least_account_level()).min().unwrap_or(1)
    }

    /// The claims that these scopes are short for, those of the protocol left out.
    pub fn of_scopes(scopes: &Scopes) -> BTreeSet<Self> {
        let covered = |claim: &Self| claim.scopes().iter().any(|scope| scopes.has(*scope));
        Self::ALL.iter().copied().filter(|claim| !claim.is_of_protocol() && covered(claim)).collect()
    }
}

/// How a claim is asked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Asked {
    /// Whether the party says that it cannot do without.
    pub essential: bool,
    /// The values that would do, in order of preference; none: any.
    pub values: Vec<Value>,
}

impl Asked {
    /// Whether the value would do.
    pub fn accepts(&self, value: &Value) -> bool {
        self.values.is_empty() || self.values.contains(value)
    }
}

/// Which claims are wanted, or granted, and where they are to be put.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClaimsRequest {
    /// At the userinfo endpoint.
    pub userinfo: BTreeMap<Claim, Asked>,
    /// In the ID token.
    pub id_token: BTreeMap<Claim, Asked>,
}

/// Where the claims of the scopes go.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Place {
    /// Into the ID token: no access token will be there to fetch them (OpenID Connect Core §5.4).
    IdToken,
    /// To the userinfo endpoint.
    Userinfo,
}

impl ClaimsRequest {
    /// Reads the parameter; `None` when it is not what §5.5 describes. Claims that we do not know are ignored (§5.5.1).
    pub fn parse(text: &str) -> Option<Self> {
        let wire: Once<Option<Once<Option<AskedWire>>>> = serde_json::from_str(text).ok()?;
        let mut read = Self::default();
        for (member, claims) in wire.0 {
            let target = match member.as_str() {
                "userinfo" => &mut read.userinfo,
                "id_token" => &mut read.id_token,
                _ => continue,
            };
            for (name, asked) in claims.map(|claims| claims.0).unwrap_or_default() {
                if let Some(claim) = Claim::parse(&name) {
                    target.insert(claim, asked.unwrap_or_default().into_asked()?);
                }
            }
        }
        Some(read)
    }

    /// The parameter's text again.
    pub fn to_json(&self) -> String {
        let member = |claims: &BTreeMap<Claim, Asked>| -> Map<String, Value> {
            claims.iter().map(|(claim, asked)| (claim.as_str().to_owned(), asked.to_value())).collect()
        };
        json!({ "userinfo": member(&self.userinfo), "id_token": member(&self.id_token) }).to_string()
    }

    /// With the claims that the scopes are short for, as voluntary ones.
    #[must_use]
    pub fn with_scopes(mut self, scopes: &Scopes, place: Place) -> Self {
        let target = match place {
            Place::IdToken => &mut self.id_token,
            Place::Userinfo => &mut self.userinfo,
        };
        for claim in Claim::of_scopes(scopes) {
            target.entry(claim).or_default();
        }
        self
    }

    /// Only what the person agreed to, and what needs no agreement.
    #[must_use]
    pub fn only(mut self, agreed: &BTreeSet<Claim>) -> Self {
        let stays = |claim: &Claim| claim.is_of_protocol() || agreed.contains(claim);
        self.userinfo.retain(|claim, _| stays(claim));
        self.id_token.retain(|claim, _| stays(claim));
        self
    }

    /// Every claim about the person, and whether it is essential anywhere.
    pub fn of_person(&self) -> BTreeMap<Claim, bool> {
        let mut all = BTreeMap::new();
        for (claim, asked) in self.userinfo.iter().chain(&self.id_token) {
            if !claim.is_of_protocol() {
                let essential: &mut bool = all.entry(*claim).or_default();
                *essential |= asked.essential;
            }
        }
        all
    }
}

impl Asked {
    fn to_value(&self) -> Value {
        if *self == Self::default() {
            return Value::Null;
        }
        let mut members = Map::new();
        if self.essential {
            members.insert("essential".into(), true.into());
        }
        if !self.values.is_empty() {
            members.insert("values".into(), self.values.clone().into());
        }
        Value::Object(members)
    }
}

#[derive(Default, serde::Deserialize)]
struct AskedWire {
    #[serde(default)]
    essential: bool,
    #[serde(default, deserialize_with = "present")]
    value: Option<Value>,
    values: Option<Vec<Value>>,
}

impl AskedWire {
    /// §5.5.1 has no meaning for `value` beside `values`, nor for a list of no values.
    fn into_asked(self) -> Option<Asked> {
        let values = match (self.value, self.values) {
            (None, None) => Vec::new(),
            (Some(value), None) => vec![value],
            (None, Some(values)) if !values.is_empty() => values,
            _ => return None,
        };
        Some(Asked { essential: self.essential, values })
    }
}

/// `"value": null` asks for null and is not the absence of a value.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// An object in which no name stands twice: two readers would read two requests.
struct Once<V>(BTreeMap<String, V>);

impl<'de, V: Deserialize<'de>> Deserialize<'de> for Once<V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members<V>(std::marker::PhantomData<V>);

        impl<'de, V: Deserialize<'de>> Visitor<'de> for Members<V> {
            type Value = Once<V>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Once<V>, A::Error> {
                let mut members = BTreeMap::new();
                while let Some((name, value)) = map.next_entry::<String, V>()? {
                    if members.insert(name, value).is_some() {
                        return Err(A::Error::custom("a name stands twice"));
                    }
                }
                Ok(Once(members))
            }
        }

        deserializer.deserialize_map(Members(std::marker::PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_scope_is_short_for_its_claims() {
        let of = |text| Claim::of_scopes(&Scopes::parse(text).unwrap());
        assert_eq!(of("openid"), BTreeSet::new());
        assert_eq!(of("openid email"), BTreeSet::from([Claim::Email, Claim::EmailVerified]));
        let standard = "name given_name family_name middle_name nickname profile picture website gender birthdate \
                        zoneinfo locale updated_at preferred_username";
        let profile = of("openid profile");
        assert!(standard.split_whitespace().all(|name| profile.contains(&Claim::parse(name).unwrap())));
        assert!(!profile.contains(&Claim::PersonalIdNumber));
    }

    #[test]
    fn what_the_nation_alone_knows_is_national() {
        for national in [Claim::PersonalIdNumber, Claim::Father, Claim::CardNumber, Claim::Religion, Claim::Documents] {
            assert!(national.is_national(), "{}", national.as_str());
        }
        for common in [Claim::Name, Claim::Birthdate, Claim::Email, Claim::AccountLevel, Claim::Sub, Claim::Acr] {
            assert!(!common.is_national(), "{}", common.as_str());
        }
    }

    #[test]
    fn the_example_of_the_specification_is_read() {
        let read = ClaimsRequest::parse(
            r#"{"userinfo":{"given_name":{"essential":true},"nickname":null,"http://example.info/claims/groups":null},
               "id_token":{"auth_time":{"essential":true},"acr":{"values":["loa2","loa3"]}},"other":null}"#,
        )
        .unwrap();
        assert!(read.userinfo[&Claim::GivenName].essential && !read.userinfo[&Claim::Nickname].essential);
        assert_eq!(read.userinfo.len(), 2);
        assert_eq!(read.id_token[&Claim::Acr].values, ["loa2", "loa3"]);
        assert!(read.id_token[&Claim::Acr].accepts(&"loa3".into()));
        assert!(!read.id_token[&Claim::Acr].accepts(&"loa1".into()));
        assert_eq!(read.of_person(), BTreeMap::from([(Claim::GivenName, true), (Claim::Nickname, false)]));
        assert_eq!(ClaimsRequest::parse(&read.to_json()), Some(read));
    }

    #[test]
    fn what_the_specification_does_not_describe_is_refused() {
        for wrong in [
            "",
            "null",
            "[]",
            "\"userinfo\"",
            r#"{"userinfo":[]}"#,
            r#"{"userinfo":{"name":true}}"#,
            r#"{"userinfo":{"name":{"essential":"yes"}}}"#,
            r#"{"userinfo":{"name":{"values":"x"}}}"#,
            r#"{"userinfo":{"name":{"values":[]}}}"#,
            r#"{"userinfo":{"name":{"value":1,"values":[1]}}}"#,
            r#"{"userinfo":{"name":null,"name":{"essential":true}}}"#,
            r#"{"userinfo":{},"userinfo":{"name":null}}"#,
            r#"{"userinfo":{}} {}"#,
        ] {
            assert_eq!(ClaimsRequest::parse(wrong), None, "{wrong}");
        }
        assert_eq!(ClaimsRequest::parse("{}"), Some(ClaimsRequest::default()));
        assert_eq!(ClaimsRequest::parse(r#"{"userinfo":null,"id_token":{}}"#), Some(ClaimsRequest::default()));
    }

    #[test]
    fn only_what_was_agreed_to_stays() {
        let scopes = Scopes::parse("openid email").unwrap();
        let wanted = ClaimsRequest::parse(r#"{"id_token":{"acr":null,"name":null}}"#).unwrap();
        let granted = wanted.with_scopes(&scopes, Place::Userinfo).only(&BTreeSet::from([Claim::Email]));
        assert_eq!(Some(granted), ClaimsRequest::parse(r#"{"id_token":{"acr":null},"userinfo":{"email":null}}"#));
    }

    proptest! {
        #[test]
        fn no_text_panics(text in ".{0,200}") {
            let _ = ClaimsRequest::parse(&text);
        }
    }
}
