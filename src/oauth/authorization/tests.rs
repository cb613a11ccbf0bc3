use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::oauth::error::Code;

fn party(changes: &Value) -> RelyingParty {
    let mut metadata = json!({
        "client_id": "rp_1", "client_name": "Cổng", "redirect_uris": ["https://rp.example/cb"],
        "scope": "openid profile email offline_access",
        "response_types": ["code", "id_token", "code id_token"],
    });
    for (name, value) in changes.as_object().unwrap() {
        metadata[name] = value.clone();
    }
    RelyingParty::parse(&metadata.to_string()).unwrap()
}

/// A good request with these parameters instead.
fn parse(changes: &[(&str, Option<&str>)]) -> Result<Request, Error> {
    parse_for(&party(&json!({})), changes)
}

fn parse_for(party: &RelyingParty, changes: &[(&str, Option<&str>)]) -> Result<Request, Error> {
    let good = [
        ("response_type", "code"),
        ("scope", "openid"),
        ("code_challenge", "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"),
        ("code_challenge_method", "S256"),
    ];
    let kept = good.into_iter().filter(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
    let changed = changes.iter().filter_map(|(name, value)| Some((*name, (*value)?)));
    let params = kept.chain(changed).map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    Request::parse(&params, &BTreeSet::new(), party)
}

#[test]
fn a_good_request_is_read_and_what_is_unknown_is_ignored() {
    let request = parse(&[
        ("scope", Some("email openid offline_access")),
        ("extra", Some("foobar")),
        ("display", Some("page")),
        ("claims_locales", Some("se")),
        ("ui_locales", Some("se en")),
        ("login_hint", Some("buffy@op.example")),
        ("max_age", Some("10000")),
        ("prompt", Some("login consent")),
        ("nonce", Some("n")),
    ])
    .unwrap();
    assert_eq!(request.max_age, Some(Seconds::new(10_000)));
    assert_eq!(request.prompt, Prompt { none: false, sign_in: true, consent: true });
    assert!(request.is_offline() && request.wants_auth_time);
    assert!(request.claims.userinfo.contains_key(&Claim::EmailVerified) && request.claims.id_token.is_empty());
    assert_eq!(request.level, Wanted { least: Level::One, most: None });
}

#[test]
fn az02_each_bad_request_has_its_code() {
    use Code::{
        InvalidRequest, InvalidScope, RegistrationNotSupported, UnauthorizedClient, UnmetAuthenticationRequirements,
        UnsupportedResponseType,
    };
    let essential = |values: &str| format!(r#"{{"id_token":{{"acr":{{"essential":true,"values":[{values}]}}}}}}"#);
    let (too_high, unknown) = (essential(r#""loa4""#), essential(r#""gold""#));
    for (name, value, code) in [
        ("response_type", None, InvalidRequest),
        ("response_type", Some(""), InvalidRequest),
        ("response_type", Some("token"), UnsupportedResponseType),
        ("response_type", Some("bogus"), UnsupportedResponseType),
        ("response_type", Some("code token"), UnauthorizedClient),
        ("response_mode", Some("jwt"), InvalidRequest),
        ("response_mode", Some("web_message"), InvalidRequest),
        ("scope", None, InvalidScope),
        ("scope", Some("profile"), InvalidScope),
        ("scope", Some("openid  email"), InvalidScope),
        ("scope", Some("openid phone"), InvalidScope),
        ("scope", Some("openid everything"), InvalidScope),
        ("prompt", Some("none login"), InvalidRequest),
        ("prompt", Some("none none"), InvalidRequest),
        ("prompt", Some("create"), InvalidRequest),
        ("max_age", Some("-1"), InvalidRequest),
        ("max_age", Some("1.5"), InvalidRequest),
        ("max_age", Some("+1"), InvalidRequest),
        ("max_age", Some("99999999999999999999"), InvalidRequest),
        ("claims", Some("{"), InvalidRequest),
        ("claims", Some("[]"), InvalidRequest),
        ("claims", Some(r#"{"userinfo":{"personal_id_number":null}}"#), InvalidRequest),
        ("claims", Some(r#"{"id_token":{"sub":{"values":["a",7]}}}"#), InvalidRequest),
        ("claims", Some(r#"{"id_token":{"sub":{"value":"a"}},"userinfo":{"sub":{"value":"b"}}}"#), InvalidRequest),
        ("claims", Some(too_high.as_str()), UnmetAuthenticationRequirements),
        ("claims", Some(unknown.as_str()), UnmetAuthenticationRequirements),
        ("code_challenge", None, InvalidRequest),
        ("code_challenge", Some("short"), InvalidRequest),
        ("code_challenge", Some("E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM="), InvalidRequest),
        ("code_challenge_method", None, InvalidRequest),
        ("code_challenge_method", Some("plain"), InvalidRequest),
        ("nonce", Some(&"n".repeat(600)), InvalidRequest),
        ("registration", Some("{}"), RegistrationNotSupported),
    ] {
        assert_eq!(parse(&[(name, value)]).unwrap_err().code, code, "{name}={value:?}");
    }
    let fragment = [("response_type", Some("id_token")), ("nonce", None)];
    assert_eq!(parse(&fragment).unwrap_err().code, InvalidRequest);
    let query = [("response_type", Some("id_token")), ("nonce", Some("n")), ("response_mode", Some("query"))];
    assert_eq!(parse(&query).unwrap_err().code, InvalidRequest);
}

#[test]
fn az03_a_doubled_parameter_is_an_invalid_request() {
    let doubled = BTreeSet::from(["nonce".to_owned()]);
    let error = Request::parse(&Params::default(), &doubled, &party(&json!({}))).unwrap_err();
    assert_eq!(error.code, Code::InvalidRequest);
}

#[test]
fn v024_pkce_is_asked_of_everybody_but_an_older_confidential_client_registered_so() {
    let none = [("code_challenge", None), ("code_challenge_method", None)];
    assert!(parse(&none).is_err());
    assert!(parse_for(&party(&json!({"token_endpoint_auth_method": "none"})), &none).is_err());
    let waived = party(&json!({"require_pkce": false}));
    assert_eq!(parse_for(&waived, &none).unwrap().challenge, None);
    // Sent, it is checked.
    assert!(parse_for(&waived, &[]).unwrap().challenge.is_some());
    assert!(parse_for(&waived, &[("code_challenge_method", Some("plain"))]).is_err());
}

#[test]
fn an_id_token_alone_carries_the_claims_of_the_scopes() {
    let request = parse(&[
        ("response_type", Some("id_token")),
        ("scope", Some("openid email")),
        ("nonce", Some("n")),
        ("code_challenge", None),
        ("code_challenge_method", None),
    ]);
    assert!(request.unwrap().claims.id_token.contains_key(&Claim::Email));
}

#[test]
fn the_level_is_the_partys_least_and_what_can_be_reached_of_what_it_would_like() {
    let bank = party(&json!({"least_authentication_level": 2}));
    let level = |party: &RelyingParty, acr_values: Option<&str>, claims: Option<&str>| {
        parse_for(party, &[("acr_values", acr_values), ("claims", claims)]).map(|request| request.level)
    };
    let (one, two) = (Wanted { least: Level::One, most: None }, Wanted { least: Level::Two, most: None });
    let portal = party(&json!({}));
    for (acr_values, expected) in [
        (None, one),
        (Some("LoA1"), one),
        (Some("1 2"), one),
        (Some("loa1 loa2"), one),
        (Some("loa2 loa1"), two),
        (Some("loa4 loa2"), two),
        (Some("loa4"), two),
    ] {
        assert_eq!(level(&portal, acr_values, None).unwrap(), expected, "{acr_values:?}");
    }
    assert_eq!(level(&bank, Some("loa1"), None).unwrap(), two);
    let essential = r#"{"id_token":{"acr":{"essential":true,"values":["loa3","loa1","loa2"]}}}"#;
    assert_eq!(level(&portal, None, Some(essential)).unwrap(), Wanted { least: Level::One, most: Some(Level::Two) });
    assert_eq!(level(&bank, None, Some(essential)).unwrap(), Wanted { least: Level::Two, most: Some(Level::Two) });
    let only_one = r#"{"id_token":{"acr":{"essential":true,"value":"loa1"}}}"#;
    assert_eq!(level(&portal, None, Some(only_one)).unwrap(), Wanted { least: Level::One, most: Some(Level::One) });
    assert!(level(&bank, None, Some(only_one)).is_err());
    assert!(parse_for(&party(&json!({"least_authentication_level": 3})), &[]).is_err());
}

proptest! {
    #[test]
    fn no_parameters_panic(raw in "[a-z_]{1,14}=[ -~]{0,30}(&(prompt|claims|acr_values|max_age|scope)=[ -~]{0,30}){0,6}") {
        if let Ok((params, doubled)) = Params::parse_apart(raw.as_bytes()) {
            let _ = Request::parse(&params, &doubled, &party(&json!({})));
        }
    }

    /// What is asked for is never above what can be reached, and the answer may always reach what is asked for.
    #[test]
    fn a_level_that_is_asked_for_can_be_reached(acr_values in "(loa[0-5] ?){0,4}", essential in any::<bool>(), value in "loa[1-4]") {
        let claims = format!(r#"{{"id_token":{{"acr":{{"essential":{essential},"value":"{value}"}}}}}}"#);
        let acr_values = acr_values.trim().to_owned();
        if let Ok(request) = parse(&[("acr_values", Some(&acr_values)), ("claims", Some(&claims))]) {
            prop_assert!(request.level.least <= Level::HIGHEST);
            prop_assert!(request.level.most.is_none_or(|most| most >= request.level.least));
        }
    }
}
