//! In what form an authorization request comes: plainly, pushed before (RFC 9126), or as an object of its own (RFC 9101,
//! OpenID Connect Core §6). Knows no key and no network; the flow fetches and verifies.

use crate::oauth::error::{Error, describe};
use crate::oauth::params::Params;
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

/// What stays of a pushed form once its party has proved itself: the request, and whose it is. What proves the party is not
/// kept.
pub fn pushed(form: &Params, party: &ClientId) -> Params {
    let kept = form.iter().filter(|(name, _)| !PROOFS.contains(name)).map(|(name, value)| (name.into(), value.into()));
    kept.chain([("client_id".to_owned(), party.as_str().to_owned())]).collect()
}

/// What proves a party and is no part of its request (RFC 6749 §2.3.1, RFC 7521 §4.2).
const PROOFS: [&str; 3] = ["client_secret", "client_assertion", "client_assertion_type"];

/// How the address of a pushed request begins (RFC 9126 §2.2).
pub const PUSHED: &str = "urn:ietf:params:oauth:request_uri:";

#[cfg(test)]
mod tests {
    use super::*;

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
