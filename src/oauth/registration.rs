//! What a party may register of itself (OpenID Connect Registration 1.0, RFC 7591) and change (RFC 7592): the same rules
//! for both, because a modest party that may change itself into any other was never checked (V122).
//!
//! A member of ours that only an operator sets is refused, a demand that we cannot meet is refused, any other name that we
//! do not know is left out as RFC 7591 §2 asks; what is kept is what is answered. Knows no key: whether those in `jwks`
//! are good is for the flow to ask `jose`.

use serde_json::{Map, Value};
use url::{Host, Url};

use crate::oauth::error::Code;
use crate::oauth::redirect_uri::Application;
use crate::oauth::relying_party::metadata::{Metadata, is_readable};
use crate::oauth::relying_party::{AuthMethod, GrantType, MetadataError, RelyingParty, SubjectType};
use crate::oauth::scope::{Scope, Scopes};
use crate::secret::ClientId;

/// How far a party may go that registers itself.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Bounds {
    /// The scopes that it may register for.
    pub scopes: Scopes,
    /// Whether it may do without PKCE when it can keep a secret, which an operator has to allow (protocol.md B).
    pub pkce_optional: bool,
}

impl Bounds {
    /// The bounds of whom nobody knows: the standard claims, and nothing of the nation's (DR01).
    pub fn standard(pkce_optional: bool) -> Self {
        use Scope::{Address, Email, OfflineAccess, OpenId, Phone, Profile};
        Self { scopes: [OpenId, Profile, Email, Phone, Address, OfflineAccess].into_iter().collect(), pkce_optional }
    }
}

/// Where this is asked.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Place {
    /// A sandbox: services on the developer's own machine, without TLS, are welcome.
    Sandbox,
    /// The real thing.
    Public,
}

/// Why a registration or a change of one is refused; the words are all ours.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Refusal {
    /// The error code.
    pub code: Code,
    /// What a developer reads: printable ASCII without quotes and backslashes.
    pub description: String,
}

impl Refusal {
    /// A refusal of metadata as a whole.
    pub fn of_metadata(description: impl Into<String>) -> Self {
        Self { code: Code::InvalidClientMetadata, description: description.into() }
    }

    /// A refusal of one member.
    pub fn of_member(member: &str, why: &str) -> Self {
        Self::of_metadata(format!("{member}: {why}"))
    }
}

impl From<MetadataError> for Refusal {
    fn from(error: MetadataError) -> Self {
        let code = match &error {
            MetadataError::RedirectUri(_) | MetadataError::Wrong { member: "redirect_uris", .. } => {
                Code::InvalidRedirectUri
            }
            // The parser's own words may repeat what was sent.
            MetadataError::Unreadable(_) => return Self::of_metadata("a member has another type than it should"),
            MetadataError::Wrong { .. } | MetadataError::Uri { .. } => Code::InvalidClientMetadata,
        };
        Self { code, description: error.to_string() }
    }
}

/// What a document registers: the metadata to keep, every default filled in, and the party that they make. `before` is
/// what stands already, when it is changed.
pub fn read(
    mut document: Map<String, Value>,
    before: Option<&Metadata>,
    id: &ClientId,
    bounds: &Bounds,
    place: Place,
) -> Result<(Metadata, RelyingParty), Refusal> {
    if let Some(statement) = document.remove("software_statement") {
        return Err(refused_statement(&statement));
    }
    let mut metadata = written(&document)?;
    metadata.client_id = Some(id.as_str().to_owned());
    if let Some(before) = before {
        keep_what_operators_set(&mut metadata, before);
    }
    fill(&mut metadata, bounds);
    let party = metadata.check(id.clone())?;
    within(&metadata, &party, bounds)?;
    texts(&metadata)?;
    addresses(&metadata, &party, place)?;
    Ok((metadata, party))
}

/// The members to answer with: those of the specifications, as they are kept.
pub fn echoed(metadata: &Metadata) -> Map<String, Value> {
    let members = match serde_json::to_value(metadata) {
        Ok(Value::Object(members)) => members,
        _ => Map::new(),
    };
    members.into_iter().filter(|(name, _)| !OPERATORS.contains(&name.as_str())).collect()
}

/// Whether a sector's document lists every redirect URI (OpenID Connect Core §8.1).
pub fn covers(document: &Value, party: &RelyingParty) -> bool {
    let Some(listed) = document.as_array() else { return false };
    let lists = |uri: &str| listed.iter().any(|entry| entry.as_str() == Some(uri));
    listed.iter().all(Value::is_string) && party.redirect_uris.iter().all(|uri| lists(uri.as_str()))
}

/// Nobody's statements are known here; one that nobody signed says nothing at all (RFC 7591 §3.2.2).
fn refused_statement(statement: &Value) -> Refusal {
    let parts: Vec<_> = statement.as_str().unwrap_or_default().split('.').collect();
    let is_signed = matches!(parts.as_slice(), [header, claims, signature]
        if !header.is_empty() && !claims.is_empty() && signature.len() >= 64);
    let (code, description) = if is_signed {
        (Code::UnapprovedSoftwareStatement, "nobody whose software statements are taken has signed it")
    } else {
        (Code::InvalidSoftwareStatement, "it is not a signed token")
    };
    Refusal { code, description: description.into() }
}

/// The members that are understood, each of its type. A member that is null is none of its type.
fn written(document: &Map<String, Value>) -> Result<Metadata, Refusal> {
    let mut kept = Map::new();
    for (name, value) in document {
        if OPERATORS.contains(&name.as_str()) {
            return Err(Refusal::of_member(name, "only an operator sets it"));
        }
        if let Some(name) = DEMANDS.iter().find(|demand| *demand == name) {
            if value != &Value::Bool(false) {
                return Err(Refusal::of_member(name, "it is not served"));
            }
            continue;
        }
        let Some(name) = UNDERSTOOD.iter().find(|understood| *understood == name) else { continue };
        let alone = Value::Object(Map::from_iter([((*name).to_owned(), value.clone())]));
        if value.is_null() || serde_json::from_value::<Metadata>(alone).is_err() {
            return Err(Refusal::of_member(name, "it has another type than it should, or a value that is not served"));
        }
        kept.insert((*name).to_owned(), value.clone());
    }
    serde_json::from_value(Value::Object(kept)).map_err(|_| Refusal::of_metadata("the members cannot be read"))
}

fn keep_what_operators_set(metadata: &mut Metadata, before: &Metadata) {
    metadata.kind = before.kind;
    metadata.province = before.province.clone();
    metadata.licence_class = before.licence_class.clone();
    metadata.profile = before.profile;
    metadata.claims = before.claims.clone();
    metadata.purposes = before.purposes.clone();
    metadata.resources = before.resources.clone();
    metadata.serves = before.serves.clone();
    metadata.least_account_level = before.least_account_level;
    metadata.proofing_max_age = before.proofing_max_age;
    metadata.least_authentication_level = before.least_authentication_level;
}

/// The defaults of OpenID Connect Registration §2 and ours, written out, so that a party reads what holds for it.
fn fill(metadata: &mut Metadata, bounds: &Bounds) {
    let method = *metadata.token_endpoint_auth_method.get_or_insert_default();
    metadata.require_pkce.get_or_insert(!bounds.pkce_optional || method == AuthMethod::None);
    metadata.response_types.get_or_insert_with(|| vec!["code".into()]);
    if let Ok((_, grants)) = metadata.flows() {
        metadata.grant_types = Some(grants);
    }
    if metadata.id_token_signed_response_alg.is_none() {
        metadata.id_token_signed_response_alg = metadata.id_token_algorithm().ok();
    }
    metadata.userinfo_signed_response_alg = metadata.userinfo_algorithm().unwrap_or_default();
    for (key, content) in [
        (metadata.id_token_encrypted_response_alg, &mut metadata.id_token_encrypted_response_enc),
        (metadata.userinfo_encrypted_response_alg, &mut metadata.userinfo_encrypted_response_enc),
        (metadata.request_object_encryption_alg, &mut metadata.request_object_encryption_enc),
        (metadata.introspection_encrypted_response_alg, &mut metadata.introspection_encrypted_response_enc),
    ] {
        if key.is_some() {
            content.get_or_insert_default();
        }
    }
    let refreshes = metadata.grant_types.as_ref().is_some_and(|grants| grants.contains(&GrantType::RefreshToken));
    metadata.scope.get_or_insert_with(|| match refreshes {
        true => bounds.scopes.to_string(),
        false => bounds.scopes.without(Scope::OfflineAccess).to_string(),
    });
    let names = [&metadata.client_name, &metadata.client_name_vi, &metadata.client_name_en];
    if names.iter().all(|name| name.is_none()) {
        // People must see who asks: then it is where they would be sent.
        let first = metadata.redirect_uris.first().and_then(|uri| Url::parse(uri).ok());
        metadata.client_name = first.and_then(|uri| uri.host_str().map(str::to_owned));
    }
}

fn within(metadata: &Metadata, party: &RelyingParty, bounds: &Bounds) -> Result<(), Refusal> {
    if !party.scopes.within(&bounds.scopes) {
        return Err(Refusal::of_member("scope", "it names a scope that an operator would have to allow"));
    }
    if !party.require_pkce && !bounds.pkce_optional {
        return Err(Refusal::of_member("require_pkce", "only an operator lets a party do without PKCE"));
    }
    if metadata.default_acr_values.iter().any(|acr| !matches!(acr.as_str(), "loa1" | "loa2" | "loa3" | "loa4")) {
        return Err(Refusal::of_member("default_acr_values", "it names a level that is not one of ours"));
    }
    Ok(())
}

/// Texts that are kept beside the names: contacts and the software's own (V129).
fn texts(metadata: &Metadata) -> Result<(), Refusal> {
    if metadata.contacts.len() > MOST_CONTACTS {
        return Err(Refusal::of_member("contacts", "there are too many"));
    }
    let named = |name: &'static str, text: &Option<String>| text.iter().map(move |text| (name, text.clone())).collect();
    let one: [Vec<_>; 5] = [
        named("client_name", &metadata.client_name),
        named("software_id", &metadata.software_id),
        named("software_version", &metadata.software_version),
        metadata.contacts.iter().map(|text| ("contacts", text.clone())).collect(),
        metadata.default_acr_values.iter().map(|text| ("default_acr_values", text.clone())).collect(),
    ];
    match one.concat().iter().find(|(_, text)| !is_readable(text, LONGEST_TEXT)) {
        Some((name, _)) => Err(Refusal::of_member(name, "it is empty, too long, or has characters that hide others")),
        None => Ok(()),
    }
}

/// Addresses beyond what holds for every party: TLS, and nobody's own machine but a developer's.
fn addresses(metadata: &Metadata, party: &RelyingParty, place: Place) -> Result<(), Refusal> {
    // Whoever starts a sign-in from outside does it over TLS wherever it is (OpenID Connect Core §4).
    if metadata.initiate_login_uri.as_deref().is_some_and(|uri| !uri.starts_with("https://")) {
        return Err(Refusal::of_member("initiate_login_uri", "it is not https"));
    }
    if place == Place::Sandbox {
        return Ok(());
    }
    if party.subject_type == SubjectType::Public {
        return Err(Refusal::of_member("subject_type", "only an operator gives a party public names for people"));
    }
    let single = [
        ("jwks_uri", &metadata.jwks_uri),
        ("sector_identifier_uri", &metadata.sector_identifier_uri),
        ("backchannel_logout_uri", &metadata.backchannel_logout_uri),
        ("frontchannel_logout_uri", &metadata.frontchannel_logout_uri),
        ("logo_uri", &metadata.logo_uri),
        ("client_uri", &metadata.client_uri),
        ("policy_uri", &metadata.policy_uri),
        ("tos_uri", &metadata.tos_uri),
        ("initiate_login_uri", &metadata.initiate_login_uri),
    ];
    let single = single.into_iter().filter_map(|(name, uri)| Some((name, uri.as_deref()?)));
    let listed = metadata.request_uris.iter().map(|uri| ("request_uris", uri.as_str()));
    if let Some((name, _)) = single.chain(listed).find(|(_, uri)| !is_elsewhere_by_tls(uri)) {
        return Err(Refusal::of_member(name, "it is not https, or is an address of one's own machine"));
    }
    // RFC 8252 §7.3: only an application on a device is sent to the device.
    if party.application == Application::Web {
        if metadata.redirect_uris.iter().any(|uri| !is_elsewhere_by_tls(uri)) {
            let description =
                "redirect_uris: a web application is sent to by https, and not to one's own machine".into();
            return Err(Refusal { code: Code::InvalidRedirectUri, description });
        }
        if metadata.post_logout_redirect_uris.iter().any(|uri| !is_elsewhere_by_tls(uri)) {
            return Err(Refusal::of_member("post_logout_redirect_uris", "it is not https, or is one's own machine"));
        }
    }
    Ok(())
}

fn is_elsewhere_by_tls(uri: &str) -> bool {
    Url::parse(uri).is_ok_and(|url| {
        let here = match url.host() {
            // A dot at the end changes nothing for a resolver.
            Some(Host::Domain(name)) => {
                let name = name.trim_end_matches('.');
                name == "localhost" || name.ends_with(".localhost")
            }
            Some(Host::Ipv4(_) | Host::Ipv6(_)) | None => true,
        };
        url.scheme() == "https" && !here
    })
}

/// Members of ours: what people are told of a party, and what it may demand, is no party's own word.
const OPERATORS: &[&str] = &[
    "kind",
    "province",
    "licence_class",
    "profile",
    "claims",
    "purposes",
    "resources",
    "serves",
    "least_account_level",
    "proofing_max_age",
    "least_authentication_level",
];

/// Members that ask for protection that we do not give: left out in silence, the party would believe that it has it.
const DEMANDS: &[&str] = &[
    "authorization_details_types",
    "authorization_encrypted_response_alg",
    "authorization_encrypted_response_enc",
    "authorization_signed_response_alg",
    "backchannel_authentication_request_signing_alg",
    "backchannel_client_notification_endpoint",
    "backchannel_token_delivery_mode",
    "backchannel_user_code_parameter",
    "dpop_bound_access_tokens",
    "tls_client_auth_san_dns",
    "tls_client_auth_san_email",
    "tls_client_auth_san_ip",
    "tls_client_auth_san_uri",
    "tls_client_auth_subject_dn",
    "tls_client_certificate_bound_access_tokens",
];

/// Members that a party says of itself.
const UNDERSTOOD: &[&str] = &[
    "application_type",
    "backchannel_logout_session_required",
    "backchannel_logout_uri",
    "client_name",
    "client_name#en",
    "client_name#vi",
    "client_uri",
    "contacts",
    "default_acr_values",
    "default_max_age",
    "frontchannel_logout_session_required",
    "frontchannel_logout_uri",
    "grant_types",
    "id_token_encrypted_response_alg",
    "id_token_encrypted_response_enc",
    "id_token_signed_response_alg",
    "initiate_login_uri",
    "introspection_encrypted_response_alg",
    "introspection_encrypted_response_enc",
    "introspection_signed_response_alg",
    "jwks",
    "jwks_uri",
    "logo_uri",
    "policy_uri",
    "post_logout_redirect_uris",
    "redirect_uris",
    "request_object_encryption_alg",
    "request_object_encryption_enc",
    "request_object_signing_alg",
    "request_uris",
    "require_auth_time",
    "require_pkce",
    "require_pushed_authorization_requests",
    "require_signed_request_object",
    "response_types",
    "scope",
    "sector_identifier_uri",
    "session_absolute",
    "session_idle",
    "software_id",
    "software_version",
    "subject_type",
    "token_endpoint_auth_method",
    "token_endpoint_auth_signing_alg",
    "tos_uri",
    "userinfo_encrypted_response_alg",
    "userinfo_encrypted_response_enc",
    "userinfo_signed_response_alg",
];

/// Addresses to reach the people behind a party.
const MOST_CONTACTS: usize = 10;
/// Characters of a text that no person reads on a page; an address of mail has at most 254.
const LONGEST_TEXT: usize = 254;

#[cfg(test)]
mod tests;
