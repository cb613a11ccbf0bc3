//! Which proof of itself a party sent, before anybody has looked whether it is right.
//!
//! Exactly one way, and it must be the registered one (TK03): a second way beside it is how a weaker proof is slipped
//! past a stronger check. Knows no key and no digest; the flow compares.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::oauth::params::Params;
use crate::oauth::relying_party::AuthMethod;
use crate::secret::Secret;

/// What a party sent to prove who it is.
#[derive(Clone, Debug)]
pub enum Credentials {
    /// An id and a secret, in the header or in the form.
    Secret {
        /// Which of the two.
        method: AuthMethod,
        /// The id that it claims.
        id: String,
        /// The secret.
        secret: Secret<String>,
    },
    /// An assertion, which names the party itself.
    Assertion {
        /// The id that stands beside it, which must be the same party (RFC 7521 §4.2).
        id: Option<String>,
        /// The compact JWT.
        assertion: String,
    },
    /// An id alone.
    Public {
        /// The id.
        id: String,
    },
}

impl Credentials {
    /// The way in which this proves something.
    pub fn method(&self) -> AuthMethod {
        match self {
            Self::Secret { method, .. } => *method,
            Self::Assertion { .. } => AuthMethod::PrivateKeyJwt,
            Self::Public { .. } => AuthMethod::None,
        }
    }
}

/// Why nothing was read. To the outside all of it is `invalid_client`.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Unusable {
    /// Nothing names a party.
    #[error("no client authentication")]
    Missing,
    /// More than one way at once.
    #[error("more than one way of client authentication")]
    Several,
    /// A header, an id or an assertion type that cannot be read.
    #[error("malformed client authentication")]
    Malformed,
}

/// Reads the credentials of a request from its `Authorization` header and its form.
pub fn read(authorization: Option<&str>, form: &Params) -> Result<Credentials, Unusable> {
    let (secret, assertion) = (form.get("client_secret"), form.get("client_assertion"));
    let typed = form.has("client_assertion") || form.has("client_assertion_type");
    let ways = [authorization.is_some(), form.has("client_secret"), typed];
    if ways.iter().filter(|way| **way).count() > 1 {
        return Err(Unusable::Several);
    }
    let id = form.get("client_id").map(name).transpose()?;
    if let Some(authorization) = authorization {
        let (basic, secret) = basic(authorization)?;
        // Some parties repeat their id in the form; another id there would make two readers see two parties.
        if id.is_some_and(|id| id != basic) {
            return Err(Unusable::Malformed);
        }
        return Ok(Credentials::Secret { method: AuthMethod::ClientSecretBasic, id: basic, secret });
    }
    if typed {
        let kind = form.get("client_assertion_type");
        let assertion = assertion.filter(|_| kind == Some(JWT_BEARER)).ok_or(Unusable::Malformed)?;
        return Ok(Credentials::Assertion { id, assertion: assertion.to_owned() });
    }
    let id = id.ok_or(Unusable::Missing)?;
    match secret {
        Some(secret) => {
            let secret = Secret::new(secret.to_owned());
            Ok(Credentials::Secret { method: AuthMethod::ClientSecretPost, id, secret })
        }
        None if form.has("client_secret") => Err(Unusable::Malformed),
        None => Ok(Credentials::Public { id }),
    }
}

/// Whether a header tries the Basic scheme: only then does the answer challenge for it (RFC 6749 §5.2).
pub fn is_basic(authorization: &str) -> bool {
    authorization.split(' ').next().is_some_and(|scheme| scheme.eq_ignore_ascii_case("basic"))
}

/// `Basic base64(form-encoded id ":" form-encoded secret)` (RFC 6749 §2.3.1), in one spelling.
fn basic(header: &str) -> Result<(String, Secret<String>), Unusable> {
    let encoded = header.split_once(' ').filter(|_| is_basic(header)).map(|(_, encoded)| encoded);
    let bytes = encoded.and_then(|encoded| STANDARD.decode(encoded).ok()).ok_or(Unusable::Malformed)?;
    let text = String::from_utf8(bytes).map_err(|_| Unusable::Malformed)?;
    let (id, secret) = text.split_once(':').ok_or(Unusable::Malformed)?;
    let (id, secret) = (decoded(id)?, decoded(secret)?);
    if secret.is_empty() {
        return Err(Unusable::Malformed);
    }
    Ok((name(&id)?, Secret::new(secret)))
}

fn decoded(part: &str) -> Result<String, Unusable> {
    let spaced = part.replace('+', " ");
    let decoded = percent_encoding::percent_decode_str(&spaced).decode_utf8().map_err(|_| Unusable::Malformed)?;
    Ok(decoded.into_owned())
}

/// An id that may be looked up: short and printable.
fn name(id: &str) -> Result<String, Unusable> {
    let good = (1..=LONGEST_ID).contains(&id.len()) && id.bytes().all(|byte| (0x20..=0x7e).contains(&byte));
    if good { Ok(id.to_owned()) } else { Err(Unusable::Malformed) }
}

/// RFC 7523 §2.2.
pub const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
/// Ids of ours have 25 characters; a registered name may have more, no honest one this many.
const LONGEST_ID: usize = 128;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn header(id: &str, secret: &str) -> String {
        let encode = |text: &str| -> String { form_urlencoded::byte_serialize(text.as_bytes()).collect() };
        format!("Basic {}", STANDARD.encode(format!("{}:{}", encode(id), encode(secret))))
    }

    fn form(text: &str) -> Params {
        Params::parse(text.as_bytes()).unwrap()
    }

    #[test]
    fn each_way_is_read() {
        let basic = read(Some(&header("rp_1", "a:b c%")), &form("")).unwrap();
        assert!(
            matches!(&basic, Credentials::Secret { id, secret, .. } if id == "rp_1" && secret.expose() == "a:b c%")
        );
        assert_eq!(basic.method(), AuthMethod::ClientSecretBasic);
        assert_eq!(read(Some(&header("rp_1", "s")), &form("client_id=rp_1")).unwrap().method(), basic.method());
        assert_eq!(read(None, &form("client_id=rp_1&client_secret=s")).unwrap().method(), AuthMethod::ClientSecretPost);
        let assertion = format!("client_assertion_type={JWT_BEARER}&client_assertion=a.b.c");
        assert_eq!(read(None, &form(&assertion)).unwrap().method(), AuthMethod::PrivateKeyJwt);
        assert_eq!(read(None, &form("client_id=rp_1")).unwrap().method(), AuthMethod::None);
        assert!(!format!("{basic:?}").contains("a:b"));
    }

    #[test]
    fn tk03_two_ways_at_once_are_none() {
        let typed = format!("client_assertion_type={JWT_BEARER}");
        for (authorization, fields) in [
            (Some(header("rp_1", "s")), "client_secret=s".to_owned()),
            (Some(header("rp_1", "s")), "client_secret=".to_owned()),
            (Some(header("rp_1", "s")), format!("client_assertion=a&{typed}")),
            (None, format!("client_id=rp_1&client_secret=s&client_assertion=a&{typed}")),
            (None, format!("client_id=rp_1&client_secret=s&{typed}")),
        ] {
            assert_eq!(read(authorization.as_deref(), &form(&fields)).unwrap_err(), Unusable::Several, "{fields}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_no_credential() {
        assert_eq!(read(None, &form("")).unwrap_err(), Unusable::Missing);
        for wrong in ["", "Basic", "Basic ", "Basic !!!", "Bearer abc", "Basic cnA", "Basic cnA=", "Basic  cnA6cw=="] {
            assert_eq!(read(Some(wrong), &form("")).unwrap_err(), Unusable::Malformed, "{wrong}");
        }
        let not_text = format!("Basic {}", STANDARD.encode([0xff, b':', b's']));
        assert_eq!(read(Some(&not_text), &form("")).unwrap_err(), Unusable::Malformed);
        for wrong in [
            "client_id=a%0Ab",
            "client_id=%C4%91",
            "client_id=rp_1&client_secret=",
            "client_assertion=a.b.c&client_id=rp_1",
            "client_assertion=a.b.c&client_assertion_type=other",
            &format!("client_assertion_type={JWT_BEARER}&client_id=rp_1"),
            &format!("client_id={}", "a".repeat(129)),
        ] {
            assert_eq!(read(None, &form(wrong)).unwrap_err(), Unusable::Malformed, "{wrong}");
        }
        let other = read(Some(&header("rp_1", "s")), &form("client_id=rp_2"));
        assert_eq!(other.unwrap_err(), Unusable::Malformed);
        assert!(is_basic("bAsIc x") && !is_basic("Bearer Basic"));
    }

    proptest! {
        #[test]
        fn no_header_panics(header in "\\PC{0,80}") {
            let _ = read(Some(&header), &Params::default());
        }

        #[test]
        fn what_a_party_encodes_is_read_back(secret in "[^\0]{1,40}") {
            let read = read(Some(&header("rp_1", &secret)), &Params::default()).unwrap();
            let Credentials::Secret { secret: got, .. } = read else { panic!("another way") };
            prop_assert_eq!(got.expose(), &secret);
        }
    }
}
