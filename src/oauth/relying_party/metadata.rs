//! Metadata as they are written: in an operator's file, in a registration, in our column. [`Metadata::check`] makes a
//! [`RelyingParty`] of them, each default of the specifications filled in.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::clock::Seconds;
use crate::identity::licence_class::LicenceClass;
use crate::identity::place::province_name;
use crate::limits;
use crate::oauth::claims::Claim;
use crate::oauth::profile::Profile;
use crate::oauth::redirect_uri::Application;
use crate::oauth::relying_party::addresses::{web, webs};
use crate::oauth::relying_party::encryption::{ContentCipher, Encryption, KeyManagement};
use crate::oauth::relying_party::{
    AuthMethod, GrantType, MetadataError, PartyKind, Purpose, RelyingParty, SignatureAlgorithm, SubjectType, Words,
};
use crate::oauth::resource::Resources;
use crate::oauth::scope::{Scope, Scopes};
use crate::oauth::session::Limits;
use crate::secret::ClientId;

/// Metadata as they are written; an unknown name is refused.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields)]
#[expect(missing_docs, reason = "the members are named and defined by OpenID Connect Registration and RFC 7591")]
pub struct Metadata {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_name: Option<String>,
    #[serde(rename = "client_name#vi", skip_serializing_if = "Option::is_none")]
    pub client_name_vi: Option<String>,
    #[serde(rename = "client_name#en", skip_serializing_if = "Option::is_none")]
    pub client_name_en: Option<String>,
    /// Ours: `state_body`, `bank` or `private`.
    pub kind: PartyKind,
    /// Ours: the two-digit code of the provincial unit that the party is of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub province: Option<String>,
    /// Ours: the class of driving licences that the party asks about, such as `B`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub licence_class: Option<String>,
    /// Ours: `oidc`, `fapi2` or `fapi-ciba`.
    pub profile: Profile,
    pub application_type: Application,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<String>,
    pub redirect_uris: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub post_logout_redirect_uris: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub response_types: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grant_types: Option<BTreeSet<GrantType>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_endpoint_auth_method: Option<AuthMethod>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_endpoint_auth_signing_alg: Option<SignatureAlgorithm>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jwks: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub jwks_uri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token_signed_response_alg: Option<SignatureAlgorithm>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token_encrypted_response_alg: Option<KeyManagement>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id_token_encrypted_response_enc: Option<ContentCipher>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub userinfo_signed_response_alg: Option<SignatureAlgorithm>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub userinfo_encrypted_response_alg: Option<KeyManagement>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub userinfo_encrypted_response_enc: Option<ContentCipher>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub introspection_signed_response_alg: Option<SignatureAlgorithm>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub introspection_encrypted_response_alg: Option<KeyManagement>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub introspection_encrypted_response_enc: Option<ContentCipher>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_object_signing_alg: Option<SignatureAlgorithm>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_object_encryption_alg: Option<KeyManagement>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_object_encryption_enc: Option<ContentCipher>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub require_signed_request_object: Option<bool>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub request_uris: Vec<String>,
    pub subject_type: SubjectType,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sector_identifier_uri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backchannel_logout_uri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backchannel_logout_session_required: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frontchannel_logout_uri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frontchannel_logout_session_required: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// Ours: claims that may be asked for by name beyond those of the scopes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub claims: Vec<String>,
    /// Ours: what each claim, or each claim of a scope, is wanted for.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub purposes: BTreeMap<String, PurposeWire>,
    /// Ours: services for which it may ask tokens (RFC 8707), beside this house.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<String>,
    /// Ours: services that it is; it may introspect tokens for them, and needs no redirect_uris if it is nothing else.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub serves: Vec<String>,
    /// Ours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub least_account_level: Option<i64>,
    /// Ours: seconds since the person was last proofed in person, at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proofing_max_age: Option<i64>,
    /// Ours.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub least_authentication_level: Option<i64>,
    /// Ours: false lets an older confidential client of the profile `oidc` leave PKCE out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub require_pkce: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub require_pushed_authorization_requests: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub require_auth_time: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_max_age: Option<i64>,
    /// Ours: seconds after which a sign-in that it did not use is over for it; never more than the house's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_idle: Option<i64>,
    /// Ours: seconds after which a sign-in is over for it, however much it is used; never more than the house's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_absolute: Option<i64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub default_acr_values: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo_uri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_uri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy_uri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tos_uri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub initiate_login_uri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub software_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub software_version: Option<String>,
}

/// A purpose as it is written.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct PurposeWire {
    vi: String,
    en: String,
    #[serde(default)]
    essential: bool,
}

impl Metadata {
    /// Reads the text.
    pub fn read(json: &str) -> Result<Self, MetadataError> {
        if json.len() > limits::REGISTRATION {
            return Err(MetadataError::Unreadable("too long".into()));
        }
        // serde names the member and the place, and quotes at most the unknown word.
        serde_json::from_str(json).map_err(|error| MetadataError::Unreadable(error.to_string()))
    }

    /// The text that stands in the column.
    pub fn to_json(&self) -> String {
        // Every member is text, numbers and JSON values: nothing in it can fail to be written.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Checks every member and what they say together.
    pub fn check(&self, client_id: ClientId) -> Result<RelyingParty, MetadataError> {
        let demands = self.profile.demands();
        let redirect_uris = self.redirects()?;
        let (response_types, grant_types) = self.flows()?;
        let method = self.token_endpoint_auth_method.unwrap_or_default();
        if !demands.auth_methods.contains(&method) {
            return Err(MetadataError::wrong("token_endpoint_auth_method", "the profile does not allow it"));
        }
        let jwks_uri = web("jwks_uri", self.jwks_uri.as_deref())?;
        let [id_token_encryption, userinfo_encryption, introspection_encryption] = self.encryptions()?;
        match (&self.jwks, &jwks_uri) {
            (Some(_), Some(_)) => {
                return Err(MetadataError::wrong("jwks", "it excludes jwks_uri (RFC 7591 section 2)"));
            }
            (None, None) if method.needs_keys() => {
                return Err(MetadataError::wrong("jwks", "the authentication method needs keys"));
            }
            (None, None) if id_token_encryption.or(userinfo_encryption).or(introspection_encryption).is_some() => {
                return Err(MetadataError::wrong("jwks", "what is to be encrypted needs a key"));
            }
            (None, None) if self.require_signed_request_object == Some(true) => {
                return Err(MetadataError::wrong("jwks", "signed request objects need keys"));
            }
            (Some(keys), _) if !keys.is_object() => {
                return Err(MetadataError::wrong("jwks", "it is not a set of keys"));
            }
            _ => {}
        }
        for (member, algorithm) in [
            ("token_endpoint_auth_signing_alg", self.token_endpoint_auth_signing_alg),
            ("request_object_signing_alg", self.request_object_signing_alg),
        ] {
            if algorithm.is_some_and(|algorithm| !demands.algorithms.contains(&algorithm)) {
                return Err(MetadataError::wrong(member, "the profile does not allow it"));
            }
        }
        let require_pkce = self.require_pkce.unwrap_or(true);
        if !require_pkce && (!demands.pkce_may_be_waived || method == AuthMethod::None) {
            return Err(MetadataError::wrong(
                "require_pkce",
                "only a confidential client of the profile oidc may do without",
            ));
        }
        let scopes = self.scopes()?;
        let claims = self.claims(&scopes)?;
        Ok(RelyingParty {
            client_id,
            name: self.name()?,
            kind: self.kind,
            province: self.province(&claims)?,
            licence_class: self.licence_class(&claims)?,
            profile: self.profile,
            application: self.application_type,
            sector: self.sector(&redirect_uris)?,
            frontchannel_logout_uri: self.frame(&redirect_uris)?,
            sector_identifier_uri: web("sector_identifier_uri", self.sector_identifier_uri.as_deref())?,
            redirect_uris,
            post_logout_redirect_uris: webs("post_logout_redirect_uris", &self.post_logout_redirect_uris)?,
            response_types,
            grant_types,
            token_endpoint_auth_method: method,
            token_endpoint_auth_signing_alg: self.token_endpoint_auth_signing_alg,
            jwks: self.jwks.clone(),
            jwks_uri,
            id_token_signed_response_alg: self.id_token_algorithm()?,
            id_token_encryption,
            userinfo_signed_response_alg: self.userinfo_algorithm()?,
            userinfo_encryption,
            introspection_signed_response_alg: self
                .signature("introspection_signed_response_alg", self.introspection_signed_response_alg)?,
            introspection_encryption,
            request_object_signing_alg: self.request_object_signing_alg,
            request_object_encryption: Encryption::read(
                "request_object_encryption_enc",
                self.request_object_encryption_alg,
                self.request_object_encryption_enc,
            )?,
            require_signed_request_object: self.require_signed_request_object.unwrap_or(false),
            request_uris: self.request_uris()?,
            subject_type: self.subject_type,
            backchannel_logout_uri: web("backchannel_logout_uri", self.backchannel_logout_uri.as_deref())?,
            backchannel_logout_session_required: self.backchannel_logout_session_required.unwrap_or(false),
            frontchannel_logout_session_required: self.frontchannel_logout_session_required.unwrap_or(false),
            purposes: self.purposes(&claims)?,
            scopes,
            claims,
            resources: resources("resources", &self.resources)?,
            serves: resources("serves", &self.serves)?,
            least_account_level: within("least_account_level", self.least_account_level, 1, 2)?,
            proofing_max_age: self.proofing_max_age()?,
            least_authentication_level: within("least_authentication_level", self.least_authentication_level, 1, 4)?,
            require_pkce,
            require_pushed_requests: demands.pushed_only || self.require_pushed_authorization_requests.unwrap_or(false),
            require_auth_time: self.require_auth_time.unwrap_or(false),
            default_max_age: self.default_max_age()?,
            session: Limits {
                idle: shorter("session_idle", self.session_idle, limits::SESSION_IDLE)?,
                absolute: shorter("session_absolute", self.session_absolute, limits::SESSION_ABSOLUTE)?,
            },
            default_acr_values: self.default_acr_values.join(" "),
            logo_uri: web("logo_uri", self.logo_uri.as_deref())?,
            client_uri: web("client_uri", self.client_uri.as_deref())?,
            policy_uri: web("policy_uri", self.policy_uri.as_deref())?,
            tos_uri: web("tos_uri", self.tos_uri.as_deref())?,
            initiate_login_uri: web("initiate_login_uri", self.initiate_login_uri.as_deref())?,
        })
    }

    /// Who may ask whether somebody lives "in our province" has one: without it the question has no answer.
    fn province(&self, claims: &BTreeSet<Claim>) -> Result<Option<String>, MetadataError> {
        match &self.province {
            None if claims.contains(&Claim::ResidentInProvince) => {
                Err(MetadataError::wrong("province", "vn_resident asks about the party's own, which is not set"))
            }
            Some(code) if province_name(code).is_none() => {
                Err(MetadataError::wrong("province", "no provincial unit has that code"))
            }
            province => Ok(province.clone()),
        }
    }

    /// The same for the class that people may drive: one that an operator registered, and no list of them.
    fn licence_class(&self, claims: &BTreeSet<Claim>) -> Result<Option<LicenceClass>, MetadataError> {
        match self.licence_class.as_deref() {
            None if claims.contains(&Claim::LicenceClass) => {
                Err(MetadataError::wrong("licence_class", "vn_licence asks about the party's own, which is not set"))
            }
            None => Ok(None),
            Some(class) => {
                let unknown =
                    || MetadataError::wrong("licence_class", "the law knows no such class of driving licences");
                LicenceClass::parse(class).map(Some).ok_or_else(unknown)
            }
        }
    }

    fn name(&self) -> Result<Words, MetadataError> {
        let first = [&self.client_name, &self.client_name_vi, &self.client_name_en].into_iter().flatten().next();
        let first = first.ok_or_else(|| MetadataError::wrong("client_name", "people must see who asks"))?;
        let words = Words {
            vi: self.client_name_vi.as_ref().unwrap_or(first).clone(),
            en: self.client_name_en.as_ref().or(self.client_name.as_ref()).unwrap_or(first).clone(),
        };
        for text in [&words.vi, &words.en] {
            if !is_readable(text, LONGEST_NAME) {
                return Err(MetadataError::wrong(
                    "client_name",
                    "it is empty, too long, or has characters that hide others",
                ));
            }
        }
        Ok(words)
    }

    pub(in crate::oauth) fn id_token_algorithm(&self) -> Result<SignatureAlgorithm, MetadataError> {
        self.signature("id_token_signed_response_alg", self.id_token_signed_response_alg)
    }

    fn signature(
        &self,
        member: &'static str,
        said: Option<SignatureAlgorithm>,
    ) -> Result<SignatureAlgorithm, MetadataError> {
        let demands = self.profile.demands();
        match said {
            // The default of registration is RS256, which FAPI 2.0 §5.4 does not allow.
            None if demands.algorithms.contains(&SignatureAlgorithm::Rs256) => Ok(SignatureAlgorithm::Rs256),
            None => Ok(SignatureAlgorithm::Ps256),
            Some(algorithm) if demands.algorithms.contains(&algorithm) => Ok(algorithm),
            Some(_) => Err(MetadataError::wrong(member, "the profile does not allow it")),
        }
    }

    /// How userinfo is signed. What is encrypted is signed too, as the ID tokens are when nothing is said: an envelope
    /// alone says nothing of its sender (OpenID Connect Core §16.14, TK01).
    pub(in crate::oauth) fn userinfo_algorithm(&self) -> Result<Option<SignatureAlgorithm>, MetadataError> {
        match (self.userinfo_signed_response_alg, self.userinfo_encrypted_response_alg) {
            (None, Some(_)) => self.id_token_algorithm().map(Some),
            (said, _) => Ok(said),
        }
    }

    fn encryptions(&self) -> Result<[Option<Encryption>; 3], MetadataError> {
        Ok([
            Encryption::read(
                "id_token_encrypted_response_enc",
                self.id_token_encrypted_response_alg,
                self.id_token_encrypted_response_enc,
            )?,
            Encryption::read(
                "userinfo_encrypted_response_enc",
                self.userinfo_encrypted_response_alg,
                self.userinfo_encrypted_response_enc,
            )?,
            Encryption::read(
                "introspection_encrypted_response_enc",
                self.introspection_encrypted_response_alg,
                self.introspection_encrypted_response_enc,
            )?,
        ])
    }

    fn scopes(&self) -> Result<Scopes, MetadataError> {
        let wrong = |_| MetadataError::wrong("scope", "it names a scope that is not one of ours");
        let scopes = Scopes::parse(self.scope.as_deref().unwrap_or("openid")).map_err(wrong)?;
        if !scopes.has(Scope::OpenId) {
            return Err(MetadataError::wrong("scope", "openid is missing"));
        }
        Ok(scopes)
    }

    fn claims(&self, scopes: &Scopes) -> Result<BTreeSet<Claim>, MetadataError> {
        let mut claims = Claim::of_scopes(scopes);
        for name in &self.claims {
            let claim = Claim::parse(name).ok_or_else(|| MetadataError::wrong("claims", "it is not one of ours"))?;
            claims.insert(claim);
        }
        Ok(claims)
    }

    /// A purpose may be written for a scope; one for a claim stands above it.
    fn purposes(&self, claims: &BTreeSet<Claim>) -> Result<BTreeMap<Claim, Purpose>, MetadataError> {
        let mut purposes = BTreeMap::new();
        let names = || self.purposes.iter();
        for (name, wire) in names().filter(|(name, _)| Claim::parse(name).is_none() || Scope::parse(name).is_some()) {
            let scope =
                Scope::parse(name).ok_or_else(|| MetadataError::wrong("purposes", "it names no claim of ours"))?;
            for claim in Claim::of_scopes(&Scopes::from_iter([scope])) {
                purposes.insert(claim, wire.check()?);
            }
        }
        for (name, wire) in names() {
            if let (Some(claim), None) = (Claim::parse(name), Scope::parse(name)) {
                purposes.insert(claim, wire.check()?);
            }
        }
        purposes.retain(|claim, _| claims.contains(claim));
        Ok(purposes)
    }

    /// Only who is served at level 2 alone was proofed at all, and nobody goes to an office every day.
    fn proofing_max_age(&self) -> Result<Option<Seconds>, MetadataError> {
        match self.proofing_max_age {
            Some(_) if self.least_account_level != Some(2) => {
                Err(MetadataError::wrong("proofing_max_age", "least_account_level must be 2"))
            }
            Some(age) if age < limits::PARTY_PROOFING_SHORTEST.get() => {
                Err(MetadataError::wrong("proofing_max_age", "it is less than a month"))
            }
            age => Ok(age.map(Seconds::new)),
        }
    }

    fn default_max_age(&self) -> Result<Option<Seconds>, MetadataError> {
        match self.default_max_age {
            Some(negative) if negative < 0 => Err(MetadataError::wrong("default_max_age", "it is negative")),
            age => Ok(age.map(Seconds::new)),
        }
    }
}

impl PurposeWire {
    fn check(&self) -> Result<Purpose, MetadataError> {
        if is_readable(&self.vi, LONGEST_PURPOSE) && is_readable(&self.en, LONGEST_PURPOSE) {
            let words = Words { vi: self.vi.clone(), en: self.en.clone() };
            Ok(Purpose { words, essential: self.essential })
        } else {
            Err(MetadataError::wrong("purposes", "a text is empty, too long, or has characters that hide others"))
        }
    }
}

/// A text that people read on a page where they decide: it must not be able to turn other words around or away.
pub(in crate::oauth) fn is_readable(text: &str, longest: usize) -> bool {
    let hides = |c: char| {
        c.is_control()
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
    };
    !text.trim().is_empty() && text.chars().count() <= longest && !text.chars().any(hides)
}

fn resources(member: &'static str, uris: &[String]) -> Result<Resources, MetadataError> {
    let wrong = "one is no absolute URI without a fragment, stands twice, or there are too many";
    Resources::registered(uris).ok_or_else(|| MetadataError::wrong(member, wrong))
}

fn within(member: &'static str, value: Option<i64>, least: i64, most: i64) -> Result<i64, MetadataError> {
    let value = value.unwrap_or(least);
    if (least..=most).contains(&value) {
        Ok(value)
    } else {
        Err(MetadataError::wrong(member, "there is no such level"))
    }
}

/// A limit of a party's own; a longer one than ours would promise what we do not keep, and one of moments lets nobody in.
fn shorter(member: &'static str, value: Option<i64>, ours: Seconds) -> Result<Option<Seconds>, MetadataError> {
    match value {
        Some(value) if !(limits::PARTY_SESSION_SHORTEST.get()..=ours.get()).contains(&value) => {
            Err(MetadataError::wrong(member, "it is less than a minute, or more than the house keeps a session"))
        }
        value => Ok(value.map(Seconds::new)),
    }
}

/// Characters of a party's name.
const LONGEST_NAME: usize = 120;
/// Characters of a purpose.
const LONGEST_PURPOSE: usize = 240;
