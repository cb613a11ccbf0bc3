//! What the house says of itself (OpenID Connect Discovery 1.0, RFC 8414): exactly what is built, and nothing as a default.
//!
//! Members whose default would promise something else stand here with their true value: `request_uri_parameter_supported`
//! is true when left out.

use serde_json::{Value, json};

use crate::oauth::claims::Claim;
use crate::oauth::pkce::Challenge;
use crate::oauth::relying_party::AuthMethod;
use crate::oauth::response::ResponseType;
use crate::oauth::scope::Scope;

/// What other rings offer, in registered names.
#[derive(Clone, Copy, Debug)]
pub struct Offered<'a> {
    /// The issuer, byte for byte.
    pub issuer: &'a str,
    /// How we sign, and how parties may sign.
    pub signatures: &'a [&'a str],
    /// How the key of an envelope for a party, or for us, is agreed on or wrapped.
    pub key_wraps: &'a [&'a str],
    /// How such an envelope's content is encrypted.
    pub encryptions: &'a [&'a str],
    /// How an authorization answer travels.
    pub response_modes: &'a [&'a str],
    /// Authentication levels that somebody can reach here.
    pub levels: &'a [&'a str],
}

/// The document, for both well-known addresses.
pub fn document(offered: Offered<'_>) -> Value {
    let at = |path: &str| format!("{}{path}", offered.issuer);
    // The default of OpenID registration comes first for readers that take the first.
    let signatures = json!(offered.signatures);
    let confidential: Vec<_> =
        METHODS.iter().filter(|method| **method != AuthMethod::None).map(|method| method.as_str()).collect();
    let methods: Vec<_> = METHODS.iter().map(|method| method.as_str()).collect();
    // Nothing answers to the scope of documents yet.
    let scopes: Vec<_> =
        Scope::ALL.iter().filter(|scope| **scope != Scope::VnDocuments).map(|scope| scope.as_str()).collect();
    let mut claims: Vec<_> =
        Claim::ALL.iter().map(|claim| claim.as_str()).filter(|name| !NEVER_FILLED.contains(name)).collect();
    claims.extend(["iss", "aud", "exp", "iat", "nonce", "sid", "act"]);
    let mut document = json!({
        "issuer": offered.issuer,
        "authorization_endpoint": at("/authorize"),
        "token_endpoint": at("/token"),
        "userinfo_endpoint": at("/userinfo"),
        "jwks_uri": at("/jwks"),
        "introspection_endpoint": at("/introspect"),
        "revocation_endpoint": at("/revoke"),
        "registration_endpoint": at("/register"),
        "scopes_supported": scopes,
        "claims_supported": claims,
        "claim_types_supported": ["normal"],
        "claims_parameter_supported": true,
        "response_types_supported": ResponseType::ALL.map(ResponseType::as_str),
        "response_modes_supported": offered.response_modes,
        "authorization_response_iss_parameter_supported": true,
        "grant_types_supported": GRANTS,
        "code_challenge_methods_supported": [Challenge::METHOD],
        "prompt_values_supported": ["none", "login", "consent", "select_account"],
        "display_values_supported": ["page", "popup", "touch", "wap"],
        "acr_values_supported": offered.levels,
        "ui_locales_supported": ["vi", "en"],
        "claims_locales_supported": ["vi"],
    });
    // In parts: the macro takes so many members at once and no more.
    let secrecy = json!({
        "subject_types_supported": ["pairwise", "public"],
        "id_token_signing_alg_values_supported": signatures,
        "userinfo_signing_alg_values_supported": signatures,
        "token_endpoint_auth_methods_supported": methods,
        "token_endpoint_auth_signing_alg_values_supported": signatures,
        "introspection_endpoint_auth_methods_supported": confidential,
        "introspection_endpoint_auth_signing_alg_values_supported": signatures,
        "introspection_signing_alg_values_supported": signatures,
        "revocation_endpoint_auth_methods_supported": methods,
        "revocation_endpoint_auth_signing_alg_values_supported": signatures,
    });
    let ending = json!({
        "end_session_endpoint": at("/end_session"),
        "check_session_iframe": at("/check_session"),
        "backchannel_logout_supported": true,
        "backchannel_logout_session_supported": true,
        "frontchannel_logout_supported": true,
        "frontchannel_logout_session_supported": true,
    });
    if let Some(members) = document.as_object_mut() {
        members.extend(requests(&offered).map(|(name, value)| (name.to_owned(), value)));
        for part in [secrecy, ending] {
            members.extend(part.as_object().cloned().unwrap_or_default());
        }
        for answer in ENCRYPTED {
            members.insert(format!("{answer}_encryption_alg_values_supported"), json!(offered.key_wraps));
            members.insert(format!("{answer}_encryption_enc_values_supported"), json!(offered.encryptions));
        }
    }
    document
}

/// In what forms an authorization request may come.
fn requests(offered: &Offered<'_>) -> [(&'static str, Value); 9] {
    [
        ("pushed_authorization_request_endpoint", json!(format!("{}/par", offered.issuer))),
        ("require_pushed_authorization_requests", json!(false)),
        ("request_parameter_supported", json!(true)),
        ("request_uri_parameter_supported", json!(true)),
        ("require_request_uri_registration", json!(true)),
        ("require_signed_request_object", json!(false)),
        ("request_object_signing_alg_values_supported", json!(offered.signatures)),
        ("request_object_encryption_alg_values_supported", json!(offered.key_wraps)),
        ("request_object_encryption_enc_values_supported", json!(offered.encryptions)),
    ]
}

/// What is sealed to a key of the party's where it registered for that.
const ENCRYPTED: [&str; 3] = ["id_token", "userinfo", "introspection"];

/// The grants; `implicit` is one of the authorization endpoint alone.
pub const GRANTS: [&str; 3] = ["authorization_code", "implicit", "refresh_token"];

/// Client authentication of the token, introspection and revocation endpoints, the strongest first.
const METHODS: [AuthMethod; 4] =
    [AuthMethod::PrivateKeyJwt, AuthMethod::ClientSecretBasic, AuthMethod::ClientSecretPost, AuthMethod::None];

/// Claims that a party may ask for and that nobody here has a value of.
const NEVER_FILLED: [&str; 6] = ["nickname", "profile", "picture", "website", "preferred_username", "documents"];

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Value {
        document(Offered {
            issuer: "https://op.example",
            signatures: &["RS256", "PS256", "ES256", "EdDSA"],
            key_wraps: &["ECDH-ES"],
            encryptions: &["A256GCM"],
            response_modes: &["query"],
            levels: &["loa1", "loa2"],
        })
    }

    #[test]
    fn di01_every_address_is_of_the_issuer_and_nothing_weak_is_offered() {
        let document = sample();
        for (name, value) in document.as_object().unwrap() {
            if name.ends_with("_endpoint") || name == "jwks_uri" {
                assert!(value.as_str().unwrap().starts_with("https://op.example/"), "{name}");
            }
            // Strict clients refuse an empty list or a null where a list belongs.
            assert!(!value.is_null() && value.as_array().is_none_or(|list| !list.is_empty()), "{name}");
            if name.ends_with("alg_values_supported") {
                let text = value.to_string();
                assert!(!text.contains("none") && !text.contains("HS"), "{name}");
            }
        }
        assert_eq!(document["issuer"], "https://op.example");
    }

    #[test]
    fn v040_only_s256_is_offered_and_rs256_is() {
        let document = sample();
        assert_eq!(document["code_challenge_methods_supported"], json!(["S256"]));
        assert_eq!(document["id_token_signing_alg_values_supported"][0], "RS256");
        // Left out, it would mean that any address is fetched.
        assert_eq!(document["require_request_uri_registration"], true);
    }
}
