//! The claim sets that we sign for parties: ID tokens, userinfo as a token, logout tokens.
//!
//! What is said about a person comes in from outside; here stands only what makes each kind of token that kind. Every
//! kind names its type, so that none is taken for another (RFC 8725 §3.11).

use serde_json::{Map, Value, json};

use crate::clock::Timestamp;
use crate::limits;
use crate::oauth::family::Family;
use crate::secret::{ClientId, MessageId};

/// `typ` of ID tokens and of userinfo as a token (OpenID Connect names none of its own).
pub const JWT: &str = "JWT";
/// `typ` of logout tokens (OpenID Connect Back-Channel Logout §2.4).
pub const LOGOUT: &str = "logout+jwt";

/// `typ` of introspection answers as tokens (RFC 9701 §5).
pub const INTROSPECTION: &str = "token-introspection+jwt";

/// From whom, to whom and about whom a token is.
#[derive(Clone, Copy, Debug)]
pub struct Envelope<'a> {
    /// The issuer.
    pub issuer: &'a str,
    /// The party, alone in `aud`.
    pub audience: &'a ClientId,
    /// The person's name in the party's sector.
    pub subject: &'a str,
}

/// Half hashes of what an ID token is sent together with, so that none of it can be exchanged on the way (OpenID Connect
/// Core §3.3.2.11; `s_hash` by FAPI 1.0 Advanced §5.2.2.1).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Hashes {
    /// Of the access token.
    pub access: Option<String>,
    /// Of the code.
    pub code: Option<String>,
    /// Of the request's `state`.
    pub state: Option<String>,
}

/// The claims of an ID token. `nonce` is the request's, for the answer to that request only (OpenID Connect Core §12.2);
/// `about` is what the party asked to have in the ID token and the person agreed to.
pub fn id_token(
    envelope: Envelope<'_>,
    family: &Family,
    nonce: Option<&str>,
    hashes: &Hashes,
    about: Map<String, Value>,
    now: Timestamp,
) -> Value {
    let mut claims = about;
    let ours = json!({
        "iss": envelope.issuer,
        "sub": envelope.subject,
        "aud": envelope.audience,
        "exp": now.plus(limits::ID_TOKEN),
        "iat": now,
        "auth_time": family.authenticated_at,
        "acr": acr(family.level),
        "amr": family.methods,
        "sid": family.sid,
    });
    // Ours last: nothing about a person is ever called iss or aud, and if it were, it would not win.
    claims.extend(members(ours));
    let (access, code, state) = (&hashes.access, &hashes.code, &hashes.state);
    for (name, value) in [("at_hash", access), ("c_hash", code), ("s_hash", state)] {
        claims.extend(value.iter().map(|value| (name.to_owned(), value.as_str().into())));
    }
    claims.extend(nonce.map(|nonce| ("nonce".to_owned(), nonce.into())));
    Value::Object(claims)
}

/// The claims of userinfo as a token (OpenID Connect Core §5.3.2); `about` has the same `sub`.
pub fn userinfo(envelope: Envelope<'_>, about: Map<String, Value>, now: Timestamp) -> Value {
    let mut claims = about;
    let ours = json!({ "iss": envelope.issuer, "sub": envelope.subject, "aud": envelope.audience, "iat": now });
    claims.extend(members(ours));
    Value::Object(claims)
}

/// The claims of an introspection answer as a token. Neither `sub` nor `exp` stands beside the answer: what does could be
/// taken for an access token or an ID token (RFC 9701 §5, §8.1).
pub fn introspection(issuer: &str, party: &ClientId, about: &Map<String, Value>, now: Timestamp) -> Value {
    json!({ "iss": issuer, "aud": party, "iat": now, "token_introspection": about })
}

/// The claims of a logout token. Never a nonce: an ID token can then not pass for one, nor it for an ID token (§2.4).
pub fn logout(envelope: Envelope<'_>, sid: &str, id: &MessageId, now: Timestamp) -> Value {
    json!({
        "iss": envelope.issuer,
        "sub": envelope.subject,
        "aud": envelope.audience,
        "iat": now,
        "exp": now.plus(limits::LOGOUT_TOKEN),
        "jti": id,
        "events": { "http://schemas.openid.net/event/backchannel-logout": {} },
        "sid": sid,
    })
}

/// The authentication level as `acr`.
pub fn acr(level: i64) -> String {
    format!("loa{level}")
}

fn members(claims: Value) -> Map<String, Value> {
    match claims {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oauth::family;

    const NOW: Timestamp = Timestamp::from_unix(1_800_000_000);

    fn names(claims: &Value) -> Vec<&str> {
        let mut names: Vec<_> = claims.as_object().unwrap().keys().map(String::as_str).collect();
        names.sort_unstable();
        names
    }

    fn envelope(audience: &ClientId) -> Envelope<'_> {
        Envelope { issuer: "https://op.example", audience, subject: "pairwise" }
    }

    #[test]
    fn tk05_an_id_token_says_what_it_must_and_nothing_unasked() {
        let family = family::sample(NOW);
        let envelope = envelope(&family.relying_party);
        let hashes = Hashes { access: Some("hash".into()), ..Hashes::default() };
        let token = id_token(envelope, &family, Some("n"), &hashes, Map::new(), NOW);
        let expected = ["acr", "amr", "at_hash", "aud", "auth_time", "exp", "iat", "iss", "nonce", "sid", "sub"];
        assert_eq!(names(&token), expected);
        assert_eq!(token["aud"], family.relying_party.as_str());
        assert_eq!((&token["acr"], &token["amr"]), (&json!("loa2"), &json!(["pwd", "otp"])));
        assert_eq!(token["exp"].as_i64().unwrap() - token["iat"].as_i64().unwrap(), 600);
        assert_eq!(token["auth_time"], NOW.unix() - 60);
        let refreshed = id_token(envelope, &family, None, &hashes, Map::new(), NOW);
        assert!(refreshed.get("nonce").is_none());
    }

    #[test]
    fn an_id_token_vouches_for_what_comes_with_it_and_for_nothing_else() {
        let family = family::sample(NOW);
        let half = |text: &str| Some(text.to_owned());
        for hashes in [
            Hashes { access: half("a"), code: half("c"), state: half("s") },
            Hashes { code: half("c"), ..Hashes::default() },
            Hashes { state: half("s"), ..Hashes::default() },
            Hashes::default(),
        ] {
            let token = id_token(envelope(&family.relying_party), &family, Some("n"), &hashes, Map::new(), NOW);
            assert_eq!(token.get("at_hash").and_then(Value::as_str), hashes.access.as_deref());
            assert_eq!(token.get("c_hash").and_then(Value::as_str), hashes.code.as_deref());
            assert_eq!(token.get("s_hash").and_then(Value::as_str), hashes.state.as_deref());
        }
    }

    #[test]
    fn what_is_said_about_a_person_never_replaces_what_we_say() {
        let family = family::sample(NOW);
        let about = members(json!({ "iss": "evil", "sub": "evil", "aud": "evil", "acr": "loa4", "name": "An" }));
        let token = id_token(envelope(&family.relying_party), &family, None, &Hashes::default(), about.clone(), NOW);
        assert!(!token.to_string().contains("evil") && token["acr"] == "loa2" && token["name"] == "An");
        let userinfo = userinfo(envelope(&family.relying_party), about, NOW);
        assert!(!userinfo.to_string().contains("evil") && userinfo["name"] == "An");
    }

    #[test]
    fn lo03_a_logout_token_is_short_lived_and_has_no_nonce() {
        let party = ClientId::new([4; 16]);
        let token = logout(envelope(&party), "sid", &MessageId::new([5; 16]), NOW);
        assert_eq!(names(&token), ["aud", "events", "exp", "iat", "iss", "jti", "sid", "sub"]);
        assert_eq!(token["events"], json!({ "http://schemas.openid.net/event/backchannel-logout": {} }));
        assert_eq!(token["exp"].as_i64().unwrap() - token["iat"].as_i64().unwrap(), 120);
    }
}
