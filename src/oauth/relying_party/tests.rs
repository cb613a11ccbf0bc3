use proptest::prelude::*;
use serde_json::json;

use super::*;

fn party(changes: &Value) -> Result<RelyingParty, MetadataError> {
    let mut metadata = json!({
        "client_id": "rp_1",
        "client_name": "Cổng dịch vụ công",
        "client_name#en": "Public services portal",
        "redirect_uris": ["https://portal.example/cb"],
    });
    for (name, value) in changes.as_object().unwrap() {
        metadata[name] = value.clone();
    }
    RelyingParty::parse(&metadata.to_string())
}

fn refused(changes: &Value) -> String {
    party(changes).unwrap_err().to_string()
}

#[test]
fn what_is_not_said_has_the_defaults_of_the_specifications() {
    let party = party(&json!({})).unwrap();
    assert_eq!(party.name, Words { vi: "Cổng dịch vụ công".into(), en: "Public services portal".into() });
    assert_eq!(party.response_types, BTreeSet::from([ResponseType::Code]));
    assert_eq!(party.grant_types, BTreeSet::from([GrantType::AuthorizationCode]));
    assert_eq!(party.token_endpoint_auth_method, AuthMethod::ClientSecretBasic);
    assert_eq!(party.id_token_signed_response_alg, SignatureAlgorithm::Rs256);
    assert_eq!((party.subject_type, party.sector.as_str()), (SubjectType::Pairwise, "portal.example"));
    assert_eq!((party.least_account_level, party.least_authentication_level), (1, 1));
    assert!(party.require_pkce && party.userinfo_signed_response_alg.is_none() && party.claims.is_empty());
    assert_eq!(party.scopes.to_string(), "openid");
}

#[test]
fn what_was_written_is_read_back_as_the_same_party() {
    let changes = json!({
        "kind": "bank", "profile": "fapi2", "token_endpoint_auth_method": "private_key_jwt",
        "jwks": {"keys": []}, "scope": "openid vn_identity offline_access", "least_account_level": 2,
        "purposes": {"vn_identity": {"vi": "Mở tài khoản", "en": "To open an account", "essential": true}},
        "grant_types": ["authorization_code", "refresh_token"], "default_max_age": 600,
    });
    let first = party(&changes).unwrap();
    assert!(first.needs(Claim::Name) && first.purpose(Claim::Name, Language::En) == Some("To open an account"));
    assert_eq!(first.id_token_signed_response_alg, SignatureAlgorithm::Ps256);
    assert!(first.require_pushed_requests);
    let metadata = Metadata { client_id: Some("rp_1".into()), ..Metadata::read(&written(&changes)).unwrap() };
    assert_eq!(RelyingParty::parse(&metadata.to_json()), Ok(first));
}

fn written(changes: &Value) -> String {
    let mut metadata = json!({
        "client_name": "Cổng dịch vụ công", "client_name#en": "Public services portal",
        "redirect_uris": ["https://portal.example/cb"],
    });
    for (name, value) in changes.as_object().unwrap() {
        metadata[name] = value.clone();
    }
    metadata.to_string()
}

#[test]
fn an_unknown_name_type_or_value_is_refused() {
    for changes in [
        json!({"least_acount_level": 2}),
        json!({"redirect_uris": "https://portal.example/cb"}),
        json!({"redirect_uris": []}),
        json!({"redirect_uris": [1]}),
        json!({"kind": "ministry"}),
        json!({"province": "99"}),
        json!({"province": "Hà Nội"}),
        json!({"scope": "openid vn_resident"}),
        json!({"scope": "openid vn_licence"}),
        json!({"licence_class": "B2"}),
        json!({"licence_class": ""}),
        json!({"licence_class": ["A", "B"]}),
        json!({"profile": "fapi3"}),
        json!({"token_endpoint_auth_method": "client_secret_jwt"}),
        json!({"id_token_signed_response_alg": "none"}),
        json!({"id_token_signed_response_alg": "HS256"}),
        json!({"response_types": ["token"]}),
        json!({"grant_types": ["password"]}),
        json!({"require_pkce": "no"}),
        json!({"default_max_age": -1}),
        json!({"session_idle": 59}),
        json!({"session_idle": 901}),
        json!({"session_absolute": 43_201}),
        json!({"default_max_age": "10"}),
        json!({"least_account_level": 3}),
        json!({"proofing_max_age": 31_536_000}),
        json!({"proofing_max_age": 3600, "least_account_level": 2}),
        json!({"least_authentication_level": 0}),
        json!({"scope": "openid everything"}),
        json!({"scope": "profile"}),
        json!({"claims": ["password"]}),
        json!({"purposes": {"pasword": {"vi": "a", "en": "b"}}}),
        json!({"purposes": {"name": {"vi": "a"}}}),
        json!({"client_name": "", "client_name#en": ""}),
        json!({"client_name": "gnab\u{202e}"}),
        json!({"logo_uri": "javascript:alert(1)"}),
        json!({"jwks": [], "token_endpoint_auth_method": "private_key_jwt"}),
        json!({"token_endpoint_auth_method": "private_key_jwt"}),
        json!({"jwks": {"keys": []}, "jwks_uri": "https://portal.example/jwks"}),
        json!({"require_pkce": false, "token_endpoint_auth_method": "none"}),
        json!({"response_types": ["id_token"], "grant_types": ["authorization_code"]}),
        json!({"redirect_uris": ["https://a.example/cb", "https://b.example/cb"]}),
    ] {
        assert!(party(&changes).is_err(), "{changes}");
    }
    assert!(RelyingParty::parse("{}").is_err());
    assert!(RelyingParty::parse(r#"{"client_id":"a","client_id":"b"}"#).is_err());
}

#[test]
fn fapi_parties_are_held_to_their_profile() {
    assert!(refused(&json!({"profile": "fapi2"})).starts_with("token_endpoint_auth_method"));
    let keys = json!({"profile": "fapi2", "token_endpoint_auth_method": "private_key_jwt", "jwks": {"keys": []}});
    assert!(party(&keys).is_ok());
    for (name, value) in [
        ("id_token_signed_response_alg", json!("RS256")),
        ("token_endpoint_auth_signing_alg", json!("RS256")),
        ("require_pkce", json!(false)),
        ("response_types", json!(["code id_token"])),
    ] {
        let mut changes = keys.clone();
        changes[name] = value;
        assert!(refused(&changes).starts_with(name), "{name}");
    }
}

#[test]
fn hosts_of_one_sector_share_their_names_for_people() {
    let changes = json!({
        "redirect_uris": ["https://a.example/cb", "https://b.example/cb"],
        "sector_identifier_uri": "https://sector.example/hosts.json",
    });
    assert_eq!(party(&changes).unwrap().sector, "sector.example");
}

proptest! {
    #[test]
    fn no_text_panics(text in ".{0,200}") {
        let _ = RelyingParty::parse(&text);
    }

    #[test]
    fn no_member_panics(name in "[a-z_#]{1,30}", value in "[-0-9a-z\\[\\]{}\",:]{0,20}") {
        let _ = RelyingParty::parse(&format!(r#"{{"client_id":"x","client_name":"y","redirect_uris":["https://a.example"],"{name}":{value}}}"#));
    }
}
