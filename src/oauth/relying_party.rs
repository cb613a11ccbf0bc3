//! A relying party: its registered metadata as parsed types. Strict about types, values and names, because a misspelt
//! demand ("least_acount_level") would be no demand at all.
//!
//! Names are those of OpenID Connect Registration and RFC 7591 where these have one; the rest is ours. Keys in `jwks` are
//! kept as they came: whether they are good is for `jose` to say.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::clock::{Seconds, Timestamp};
use crate::identity::language::Language;
use crate::identity::licence_class::LicenceClass;
use crate::oauth::claims::Claim;
use crate::oauth::profile::Profile;
use crate::oauth::redirect_uri::{Application, RedirectUri, UriRefusal, WebUri};
use crate::oauth::relying_party::encryption::Encryption;
use crate::oauth::relying_party::metadata::Metadata;
use crate::oauth::resource::Resources;
use crate::oauth::response::ResponseType;
use crate::oauth::scope::Scopes;
use crate::oauth::session::Limits;
use crate::secret::ClientId;

/// A registered party.
#[derive(Clone, Debug, PartialEq)]
pub struct RelyingParty {
    /// Its `client_id`.
    pub client_id: ClientId,
    /// Its name.
    pub name: Words,
    /// What sort of body it is.
    pub kind: PartyKind,
    /// The code of the provincial unit that it is of; none for who serves the whole country.
    pub province: Option<String>,
    /// The class of vehicles that it has people drive, or lends them; the only one that it is answered about.
    pub licence_class: Option<LicenceClass>,
    /// The class of protocol that it speaks.
    pub profile: Profile,
    /// Whether it runs on a device or on a server.
    pub application: Application,
    /// Where answers may be sent; the first one stands for it in lists.
    pub redirect_uris: Vec<RedirectUri>,
    /// Where a person may be sent after a sign-out.
    pub post_logout_redirect_uris: Vec<WebUri>,
    /// What it may ask for in `response_type`.
    pub response_types: BTreeSet<ResponseType>,
    /// What it may ask for at the token endpoint.
    pub grant_types: BTreeSet<GrantType>,
    /// How it proves who it is.
    pub token_endpoint_auth_method: AuthMethod,
    /// The algorithm of its assertions, when it is pinned to one.
    pub token_endpoint_auth_signing_alg: Option<SignatureAlgorithm>,
    /// Its keys, as they came.
    pub jwks: Option<Value>,
    /// Where its keys are.
    pub jwks_uri: Option<WebUri>,
    /// How its ID tokens are signed.
    pub id_token_signed_response_alg: SignatureAlgorithm,
    /// How its ID tokens, and the notices signed like them, are encrypted; none: not at all.
    pub id_token_encryption: Option<Encryption>,
    /// How its userinfo answers are signed; none: plain JSON.
    pub userinfo_signed_response_alg: Option<SignatureAlgorithm>,
    /// How its userinfo answers are encrypted, which are then signed too; none: not at all.
    pub userinfo_encryption: Option<Encryption>,
    /// How answers to its introspections are signed when it takes them as tokens (RFC 9701).
    pub introspection_signed_response_alg: SignatureAlgorithm,
    /// How those answers are encrypted; none: not at all.
    pub introspection_encryption: Option<Encryption>,
    /// The algorithm of its request objects, when it is pinned to one.
    pub request_object_signing_alg: Option<SignatureAlgorithm>,
    /// How its request objects are encrypted, when they are; none: it does not say.
    pub request_object_encryption: Option<Encryption>,
    /// Whether its requests must be signed objects (RFC 9101 §10.5).
    pub require_signed_request_object: bool,
    /// Where its request objects may be fetched.
    pub request_uris: Vec<String>,
    /// Whether people have a name of its own here, or the same as elsewhere.
    pub subject_type: SubjectType,
    /// The sector in which its names for people are shared.
    pub sector: String,
    /// Where the sector says which addresses are its own.
    pub sector_identifier_uri: Option<WebUri>,
    /// Where it is told that a session ended.
    pub backchannel_logout_uri: Option<WebUri>,
    /// Whether it needs `sid` in that notice.
    pub backchannel_logout_session_required: bool,
    /// What is framed when a session ends.
    pub frontchannel_logout_uri: Option<WebUri>,
    /// Whether it needs `iss` and `sid` there.
    pub frontchannel_logout_session_required: bool,
    /// The scopes that it may ask for.
    pub scopes: Scopes,
    /// The claims that it may ask for by name, those of its scopes among them.
    pub claims: BTreeSet<Claim>,
    /// What it wants each claim for.
    pub purposes: BTreeMap<Claim, Purpose>,
    /// The services for which it may ask tokens, beside this house.
    pub resources: Resources,
    /// The services that it is: it may ask about tokens for them.
    pub serves: Resources,
    /// The least account level that it serves: 1 or 2.
    pub least_account_level: i64,
    /// How long ago the person may have been proofed in person at most.
    pub proofing_max_age: Option<Seconds>,
    /// The least authentication level that it asks for: 1 to 4.
    pub least_authentication_level: i64,
    /// Whether it must send a PKCE challenge.
    pub require_pkce: bool,
    /// Whether it may only push its requests (RFC 9126 §6).
    pub require_pushed_requests: bool,
    /// Whether `auth_time` is always in its ID tokens.
    pub require_auth_time: bool,
    /// How old a sign-in may be when it does not say.
    pub default_max_age: Option<Seconds>,
    /// How long it takes a sign-in for, where that is less than the house does.
    pub session: Limits,
    /// The levels that it asks for when it does not say, as `acr_values` would.
    pub default_acr_values: String,
    /// Its logo.
    pub logo_uri: Option<WebUri>,
    /// Its own page.
    pub client_uri: Option<WebUri>,
    /// How it treats data.
    pub policy_uri: Option<WebUri>,
    /// Its terms.
    pub tos_uri: Option<WebUri>,
    /// Where a sign-in may be begun from outside.
    pub initiate_login_uri: Option<WebUri>,
}

impl RelyingParty {
    /// Reads the metadata that stand in a column or come in a file that names its `client_id`.
    pub fn parse(json: &str) -> Result<Self, MetadataError> {
        let metadata = Metadata::read(json)?;
        let id = metadata.client_id.clone().ok_or_else(|| MetadataError::wrong("client_id", "it is missing"))?;
        metadata.check(ClientId::from_text(id))
    }

    /// Origins of the party's pages; an application on a device has none.
    pub fn page_origins(&self) -> BTreeSet<String> {
        let pages = self.redirect_uris.iter().filter(|_| self.application == Application::Web);
        pages.filter_map(RedirectUri::page_origin).collect()
    }

    /// Whether scripts of its pages read our answers to it: it keeps no secret, or is given tokens by way of the browser.
    /// Everybody else's server asks for itself.
    pub fn lives_in_browsers(&self) -> bool {
        self.token_endpoint_auth_method == AuthMethod::None || self.grant_types.contains(&GrantType::Implicit)
    }

    /// Every envelope that it registered, with the member that says so.
    pub fn encryptions(&self) -> impl Iterator<Item = (&'static str, Encryption)> {
        let all = [
            ("id_token_encrypted_response_alg", self.id_token_encryption),
            ("userinfo_encrypted_response_alg", self.userinfo_encryption),
            ("introspection_encrypted_response_alg", self.introspection_encryption),
        ];
        all.into_iter().filter_map(|(member, encryption)| Some((member, encryption?)))
    }

    /// Where a person enters it from a page of ours: it then begins a sign-in with us by itself (OpenID Connect Core §4).
    pub fn entrance(&self, issuer: &str) -> Option<String> {
        let registered = self.initiate_login_uri.as_ref()?.as_str();
        let joint = if registered.contains('?') { '&' } else { '?' };
        let query = form_urlencoded::Serializer::new(String::new()).append_pair("iss", issuer).finish();
        Some(format!("{registered}{joint}{query}"))
    }

    /// Whether it can keep a secret or a key.
    pub fn is_confidential(&self) -> bool {
        self.token_endpoint_auth_method != AuthMethod::None
    }

    /// Whether it takes somebody who was last proofed then. Whole seconds: an age of exactly the limit may be a moment more.
    pub fn takes_proofing_of(&self, proofed_at: Option<Timestamp>, now: Timestamp) -> bool {
        let is_fresh = |most: Seconds| proofed_at.is_some_and(|at| now.since(at) < most);
        self.proofing_max_age.is_none_or(is_fresh)
    }

    /// Whether money hangs from what it is given: what an account that was taken back lately opens last.
    pub fn is_finance(&self) -> bool {
        self.kind == PartyKind::Bank
    }

    /// What it wants the claim for, in that language, when that was registered.
    pub fn purpose(&self, claim: Claim, language: Language) -> Option<&str> {
        self.purposes.get(&claim).map(|purpose| purpose.words.in_language(language))
    }

    /// Whether the claim is registered as one that it cannot do without.
    pub fn needs(&self, claim: Claim) -> bool {
        self.purposes.get(&claim).is_some_and(|purpose| purpose.essential)
    }
}

/// A text in both languages.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// In Vietnamese.
    pub vi: String,
    /// In English.
    pub en: String,
}

impl Words {
    /// The text in that language.
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Vi => &self.vi,
            Language::En => &self.en,
        }
    }
}

/// What a claim is wanted for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Purpose {
    /// In words that a person reads.
    pub words: Words,
    /// Whether the service cannot be given without it.
    pub essential: bool,
}

/// What sort of body a party is; people see it.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PartyKind {
    /// A state body.
    StateBody,
    /// A bank.
    Bank,
    /// Anybody else.
    #[default]
    Private,
}

/// How a party proves who it is (OpenID Connect Core §9, RFC 8705).
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AuthMethod {
    /// Its secret in the Authorization header.
    #[default]
    ClientSecretBasic,
    /// Its secret in the form.
    ClientSecretPost,
    /// It cannot; PKCE binds its codes.
    None,
    /// A signed assertion.
    PrivateKeyJwt,
    /// A certificate that it registered.
    SelfSignedTlsClientAuth,
    /// A certificate of an authority.
    TlsClientAuth,
}

impl AuthMethod {
    /// Every method that is served.
    pub const ALL: [Self; 6] = [
        Self::ClientSecretBasic,
        Self::ClientSecretPost,
        Self::None,
        Self::PrivateKeyJwt,
        Self::SelfSignedTlsClientAuth,
        Self::TlsClientAuth,
    ];

    /// The registered text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ClientSecretBasic => "client_secret_basic",
            Self::ClientSecretPost => "client_secret_post",
            Self::None => "none",
            Self::PrivateKeyJwt => "private_key_jwt",
            Self::SelfSignedTlsClientAuth => "self_signed_tls_client_auth",
            Self::TlsClientAuth => "tls_client_auth",
        }
    }

    /// Whether both sides know a secret.
    pub const fn is_secret(self) -> bool {
        matches!(self, Self::ClientSecretBasic | Self::ClientSecretPost)
    }

    /// Whether the party's keys are needed.
    pub const fn needs_keys(self) -> bool {
        matches!(self, Self::PrivateKeyJwt | Self::SelfSignedTlsClientAuth)
    }
}

/// What is offered at the token endpoint.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum GrantType {
    /// A code from the authorization endpoint.
    AuthorizationCode,
    /// Tokens in the front channel: nothing at the token endpoint, but registered (OpenID Connect Registration §2).
    Implicit,
    /// A refresh token.
    RefreshToken,
}

impl GrantType {
    /// The registered text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AuthorizationCode => "authorization_code",
            Self::Implicit => "implicit",
            Self::RefreshToken => "refresh_token",
        }
    }
}

/// A signature algorithm by its registered name; `jose` makes and checks the signatures.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub enum SignatureAlgorithm {
    /// ECDSA on P-256.
    #[serde(rename = "ES256")]
    Es256,
    /// Ed25519.
    #[serde(rename = "EdDSA")]
    EdDsa,
    /// RSASSA-PSS.
    #[serde(rename = "PS256")]
    Ps256,
    /// RSASSA-PKCS1-v1_5; the default of OpenID registration.
    #[default]
    #[serde(rename = "RS256")]
    Rs256,
}

impl SignatureAlgorithm {
    /// The registered name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Es256 => "ES256",
            Self::EdDsa => "EdDSA",
            Self::Ps256 => "PS256",
            Self::Rs256 => "RS256",
        }
    }
}

/// Whether people have one name everywhere or one a sector (OpenID Connect Core §8).
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SubjectType {
    /// One a sector.
    #[default]
    Pairwise,
    /// One everywhere; for a registered reason only.
    Public,
}

/// Why metadata are not accepted.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum MetadataError {
    /// Not JSON of the right shape; the parser's words, which quote names and never values that could be secret.
    #[error("the metadata cannot be read: {0}")]
    Unreadable(String),
    /// A redirect URI that may not be registered.
    #[error("redirect_uris: {0}")]
    RedirectUri(UriRefusal),
    /// A member that cannot be accepted.
    #[error("{member}: {why}")]
    Wrong {
        /// The member.
        member: &'static str,
        /// What is wrong with it.
        why: &'static str,
    },
    /// Another address that may not be registered.
    #[error("{member}: {refusal}")]
    Uri {
        /// The member.
        member: &'static str,
        /// What is wrong with it.
        refusal: UriRefusal,
    },
}

impl MetadataError {
    const fn wrong(member: &'static str, why: &'static str) -> Self {
        Self::Wrong { member, why }
    }
}

mod addresses;
pub mod encryption;
mod flows;
pub mod metadata;

#[cfg(test)]
mod tests;
