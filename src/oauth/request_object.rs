//! In what form an authorization request comes: plainly, pushed before (RFC 9126), or as an object of its own (RFC 9101,
//! OpenID Connect Core §6). Knows no key and no network; the flow fetches and verifies.

use serde_json::{Map, Value};

use crate::oauth::error::{Error, describe};
use crate::oauth::params::Params;
use crate::oauth::response::ResponseType;
use crate::secret::ClientId;

/// Where the parameters of a request stand.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Form<'a> {
    /// In the query or the form itself.
    Plain,
    /// With us, pushed before, under this text.
    Pushed(&'a str),
    /// In the object that is sent along.
    Object(&'a str),
    /// In an object at this address.
    Reference(&'a str),
}

impl<'a> Form<'a> {
    /// The form of what came.
    pub fn of(params: &'a Params) -> Result<Self, Error> {
        match (params.get("request"), params.get("request_uri")) {
            (None, None) => Ok(Self::Plain),
            // RFC 9101 §5: two forms are two requests, and nobody knows which one the person would answer.
            (Some(_), Some(_)) => Err(Error::invalid_request(describe!("request and request_uri exclude one another"))),
            (Some(object), None) => Ok(Self::Object(object)),
            (None, Some(uri)) => Ok(uri.strip_prefix(PUSHED).map_or(Self::Reference(uri), Self::Pushed)),
        }
    }
}

/// The parameters that a verified object says, and nothing of what stood beside it (V028). What stands in both must agree
/// where it says whose request this is and what kind of (OpenID Connect Core §6.1).
pub fn parameters(said: &Map<String, Value>, outer: &Params, party: &ClientId) -> Result<Params, Error> {
    // RFC 9101 §4: an object that sends us on to another one would be whatever somebody else likes.
    if ["request", "request_uri"].iter().any(|name| said.contains_key(*name)) {
        return Err(Error::invalid_request_object(describe!("a request object names another one")));
    }
    if said.get("client_id").is_some_and(|id| id.as_str() != Some(party.as_str())) {
        return Err(Error::invalid_request(describe!("client_id differs within the request object")));
    }
    let text = |name| said.get(name).and_then(Value::as_str);
    let kind = |text: &str| ResponseType::parse(text).map_or_else(|| text.to_owned(), |known| known.to_string());
    if let (Some(inner), Some(outer)) = (text("response_type"), outer.get("response_type"))
        && kind(inner) != kind(outer)
    {
        return Err(Error::invalid_request(describe!("response_type differs within the request object")));
    }
    let mut parameters = vec![("client_id".to_owned(), party.as_str().to_owned())];
    for (name, value) in said {
        let wrong = || {
            let wrong = Error::invalid_request_object(describe!("a parameter in the request object has a wrong type"));
            wrong.because(name.clone())
        };
        let value = match (name.as_str(), value) {
            (name, Value::String(text)) if TEXTS.contains(&name) || OTHERS.contains(&name) => text.clone(),
            ("max_age", Value::Number(seconds)) => seconds.to_string(),
            ("claims" | "registration", Value::Object(_)) => value.to_string(),
            ("resource", Value::Array(uris)) => {
                uris.iter().map(Value::as_str).collect::<Option<Vec<_>>>().ok_or_else(wrong)?.join(" ")
            }
            (name, _) if TEXTS.contains(&name) || OTHERS.contains(&name) => return Err(wrong()),
            // RFC 6749 §3.1: what nobody knows is ignored.
            _ => continue,
        };
        // What no query could say either.
        if value.contains('\0') {
            return Err(wrong());
        }
        parameters.push((name.clone(), value));
    }
    Ok(parameters.into_iter().collect())
}

/// Whether a `request_uri` is one of those that the party registered: byte for byte, or one that was registered without a
/// fragment and now says which document is meant (OpenID Connect Core §6.2).
pub fn is_registered(uri: &str, registered: &[String]) -> bool {
    let address = uri.split('#').next().unwrap_or_default();
    registered.iter().any(|known| known == uri || known == address)
}

/// What stays of a pushed form once its party has proved itself: the request, and whose it is. What proves the party is not
/// kept.
pub fn pushed(form: &Params, party: &ClientId) -> Params {
    let kept = form.iter().filter(|(name, _)| !PROOFS.contains(name)).map(|(name, value)| (name.into(), value.into()));
    kept.chain([("client_id".to_owned(), party.as_str().to_owned())]).collect()
}

/// What proves a party and is no part of its request (RFC 6749 §2.3.1, RFC 7521 §4.2).
const PROOFS: [&str; 3] = ["client_secret", "client_assertion", "client_assertion_type"];

/// Parameters of a request that are text and nothing else.
const TEXTS: [&str; 16] = [
    "acr_values",
    "claims_locales",
    "code_challenge",
    "code_challenge_method",
    "display",
    "id_token_hint",
    "login_hint",
    "nonce",
    "prompt",
    "redirect_uri",
    "response_mode",
    "response_type",
    "scope",
    "state",
    "ui_locales",
    "dpop_jkt",
];

/// Parameters of a request that an object may also say as a number, an object or a list (OpenID Connect Core §5.5, §6.1,
/// RFC 8707 §2.1).
const OTHERS: [&str; 4] = ["claims", "max_age", "registration", "resource"];

/// How the address of a pushed request begins (RFC 9126 §2.2).
pub const PUSHED: &str = "urn:ietf:params:oauth:request_uri:";

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::oauth::error::Code;

    fn said(object: Value, query: &str) -> Result<Params, Error> {
        let Value::Object(members) = object else { panic!("an object") };
        parameters(&members, &Params::parse(query.as_bytes()).unwrap(), &ClientId::from_text("rp_1"))
    }

    #[test]
    fn v028_what_the_object_says_counts_and_nothing_beside_it() {
        let object = json!({
            "iss": "rp_1", "aud": "https://op.example", "exp": 1, "iat": 1, "nbf": 1, "jti": "j",
            "client_id": "rp_1", "response_type": "code", "scope": "openid", "state": "inner", "max_age": 60,
            "claims": { "userinfo": { "name": null } }, "extra": "x", "client_secret": "s", "vendor": { "a": [1] },
        });
        let beside = "client_id=rp_1&response_type=code&scope=openid+email&state=outer&nonce=outer&redirect_uri=x";
        let read = said(object, beside).unwrap();
        let read: Vec<_> = read.iter().collect();
        assert_eq!(
            read,
            [
                ("claims", r#"{"userinfo":{"name":null}}"#),
                ("client_id", "rp_1"),
                ("max_age", "60"),
                ("response_type", "code"),
                ("scope", "openid"),
                ("state", "inner"),
            ]
        );
        let resources = json!({ "resource": ["urn:a", "urn:b"] });
        assert_eq!(said(resources, "client_id=rp_1").unwrap().get("resource"), Some("urn:a urn:b"));
        // OpenID Connect Core allows client_id to stand beside alone.
        assert_eq!(said(json!({}), "client_id=rp_1").unwrap().get("client_id"), Some("rp_1"));
    }

    #[test]
    fn an_object_that_disagrees_with_its_request_or_names_another_object_is_refused() {
        use Code::{InvalidRequest, InvalidRequestObject};
        let beside = "client_id=rp_1&response_type=id_token+code";
        assert!(said(json!({ "response_type": "code id_token" }), beside).is_ok());
        for (object, code) in [
            (json!({ "client_id": "rp_2" }), InvalidRequest),
            (json!({ "client_id": 1 }), InvalidRequest),
            (json!({ "client_id": null }), InvalidRequest),
            (json!({ "response_type": "code" }), InvalidRequest),
            (json!({ "response_type": "bogus" }), InvalidRequest),
            (json!({ "request": "a.b.c" }), InvalidRequestObject),
            (json!({ "request": null }), InvalidRequestObject),
            (json!({ "request_uri": "https://rp.example/r" }), InvalidRequestObject),
            (json!({ "scope": ["openid"] }), InvalidRequestObject),
            (json!({ "state": 1 }), InvalidRequestObject),
            (json!({ "state": null }), InvalidRequestObject),
            (json!({ "redirect_uri": true }), InvalidRequestObject),
            (json!({ "max_age": [] }), InvalidRequestObject),
            (json!({ "claims": [] }), InvalidRequestObject),
            (json!({ "resource": [1] }), InvalidRequestObject),
            (json!({ "resource": {} }), InvalidRequestObject),
            (json!({ "state": "a\0b" }), InvalidRequestObject),
        ] {
            assert_eq!(said(object.clone(), beside).unwrap_err().code, code, "{object}");
        }
    }

    #[test]
    fn ss02_an_address_is_registered_byte_for_byte_and_may_name_its_document() {
        let registered = ["https://rp.example/a".to_owned(), "https://rp.example/b#hash".to_owned()];
        for good in ["https://rp.example/a", "https://rp.example/a#hash", "https://rp.example/b#hash"] {
            assert!(is_registered(good, &registered), "{good}");
        }
        for wrong in [
            "https://rp.example/b",
            "https://rp.example/b#other",
            "https://rp.example/A",
            "https://rp.example/a?x",
            "https://rp.example/a/",
            "https://rp.example/a%23hash",
            "https://evil.example/#https://rp.example/a",
            "",
        ] {
            assert!(!is_registered(wrong, &registered), "{wrong}");
        }
    }

    proptest! {
        /// Whatever a party signs: no panic, no name that is not a parameter, and whose request it is never changes.
        #[test]
        fn nothing_that_an_object_says_goes_further_than_a_request_could(
            names in proptest::collection::vec("client_id|scope|state|max_age|claims|iss|x|request|nonce", 0..6),
            value in "[ -~]{0,20}",
            shape in 0..5_u8,
        ) {
            let value = match shape {
                0 => json!(value),
                1 => json!([value]),
                2 => json!({ "a": value }),
                3 => json!(7),
                _ => Value::Null,
            };
            let object: Map<String, Value> = names.into_iter().map(|name| (name, value.clone())).collect();
            if let Ok(read) = parameters(&object, &Params::default(), &ClientId::from_text("rp_1")) {
                prop_assert_eq!(read.get("client_id"), Some("rp_1"));
                let known = |name: &str| name == "client_id" || TEXTS.contains(&name) || OTHERS.contains(&name);
                prop_assert!(read.iter().all(|(name, _)| known(name)));
            }
        }
    }

    #[test]
    fn what_proves_a_party_is_not_kept_and_whose_the_request_is_stands_in_it() {
        let form = Params::parse(b"scope=openid&client_secret=s&client_assertion=a&client_assertion_type=t&state=x");
        let kept = pushed(&form.unwrap(), &ClientId::from_text("rp_1"));
        let kept: Vec<_> = kept.iter().collect();
        assert_eq!(kept, [("client_id", "rp_1"), ("scope", "openid"), ("state", "x")]);
    }

    #[test]
    fn a_request_has_one_form() {
        let params = |query: &str| Params::parse(query.as_bytes()).unwrap();
        let urn = "request_uri=urn:ietf:params:oauth:request_uri:ru_x";
        assert_eq!(Form::of(&params("scope=openid&request=&request_uri=")), Ok(Form::Plain));
        assert_eq!(Form::of(&params(urn)), Ok(Form::Pushed("ru_x")));
        assert_eq!(Form::of(&params("request=a.b.c")), Ok(Form::Object("a.b.c")));
        // The name of our space is compared byte for byte: every other text is an address.
        for uri in ["https://rp.example/r", "URN:ietf:params:oauth:request_uri:ru_x", "urn:example:x"] {
            assert_eq!(Form::of(&params(&format!("request_uri={uri}"))), Ok(Form::Reference(uri)));
        }
        assert!(Form::of(&params(&format!("{urn}&request=a.b.c"))).is_err());
    }
}
