//! A query or a form as it may come from anybody: sizes limited, duplicates refused, UTF-8 checked before anything reads it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use crate::limits;

/// Parameters, each at most once.
#[derive(Clone, Default, Eq, PartialEq)]
pub struct Params(BTreeMap<String, String>);

/// Why parameters were not read.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Unreadable {
    /// One stands twice (RFC 6749 §3.1), even with one value. The name is the sender's text.
    #[error("a parameter stands twice")]
    Duplicate(String),
    /// Escapes that are not UTF-8, or a control character.
    #[error("the parameters are not UTF-8 text")]
    NotText,
    /// More or longer than the table of limits allows.
    #[error("too many parameters")]
    TooMany,
}

impl Params {
    /// Reads `application/x-www-form-urlencoded` text.
    pub fn parse(raw: &[u8]) -> Result<Self, Unreadable> {
        let (read, doubled) = Self::parse_apart(raw)?;
        match doubled.into_iter().next() {
            None => Ok(read),
            Some(name) => Err(Unreadable::Duplicate(name)),
        }
    }

    /// Reads the same, and tells apart what stands twice: it is in no parameter's place, but where an error can be sent it
    /// must be sent (AZ03).
    pub fn parse_apart(raw: &[u8]) -> Result<(Self, BTreeSet<String>), Unreadable> {
        Self::read(raw, limits::PARAMETERS)
    }

    /// Reads a form of ours, which may have more fields than a request of a party has parameters: the matrix of
    /// permissions has a box for every one.
    pub fn parse_form(raw: &[u8]) -> Result<Self, Unreadable> {
        let (read, doubled) = Self::read(raw, limits::FIELDS)?;
        match doubled.into_iter().next() {
            None => Ok(read),
            Some(name) => Err(Unreadable::Duplicate(name)),
        }
    }

    fn read(raw: &[u8], most: usize) -> Result<(Self, BTreeSet<String>), Unreadable> {
        let (mut read, mut doubled) = (BTreeMap::new(), BTreeSet::new());
        for (count, pair) in raw.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()).enumerate() {
            if count >= most {
                return Err(Unreadable::TooMany);
            }
            let at = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
            let (name, value) = pair.split_at(at);
            let (name, mut value) = (text(name)?, text(value.get(1..).unwrap_or_default())?);
            if name == MANY
                && let Some(before) = read.get(MANY)
            {
                value = format!("{before} {value}");
                read.insert(name, value);
            } else if read.insert(name.clone(), value).is_some() {
                doubled.insert(name);
            }
        }
        read.retain(|name, _| !doubled.contains(name));
        Ok((Self(read), doubled))
    }

    /// The value, when there is one. RFC 6749 §3.1: a parameter without a value is as good as omitted.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// The value as it was typed, empty when there is none: for forms that are shown again.
    pub fn typed(&self, name: &str) -> &str {
        self.0.get(name).map(String::as_str).unwrap_or_default()
    }

    /// Whether the parameter stands there, even empty.
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }

    /// Every name and value, in the order of names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl FromIterator<(String, String)> for Params {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(pairs: I) -> Self {
        Self(pairs.into_iter().collect())
    }
}

/// The one parameter that may stand several times (RFC 8707 §2): its values stand between spaces, which no URI has.
const MANY: &str = "resource";

/// Values may be secrets, so only names are printed.
impl fmt::Debug for Params {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}

fn text(part: &[u8]) -> Result<String, Unreadable> {
    let spaced: Vec<u8> = part.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
    let decoded = percent_encoding::percent_decode(&spaced).decode_utf8().map_err(|_| Unreadable::NotText)?;
    // NUL is what PostgreSQL's TEXT cannot hold; it has no place in any parameter.
    if decoded.contains('\0') { Err(Unreadable::NotText) } else { Ok(decoded.into_owned()) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn parameters_are_read_once_each() {
        let read = Params::parse("a=1&b=%C4%91+x&empty=&flag".as_bytes()).unwrap();
        assert_eq!((read.get("a"), read.get("b")), (Some("1"), Some("đ x")));
        assert_eq!((read.get("empty"), read.has("empty"), read.get("flag")), (None, true, None));
        assert_eq!(Params::parse(b"a=1&a=1"), Err(Unreadable::Duplicate("a".into())));
        assert_eq!(Params::parse(b"a=1&%61=2"), Err(Unreadable::Duplicate("a".into())));
        assert_eq!(Params::parse(b"a=%ff"), Err(Unreadable::NotText));
        assert_eq!(Params::parse(b"a=%00"), Err(Unreadable::NotText));
        assert_eq!(Params::parse(b"x&").unwrap().get("x"), None);
        let (rest, doubled) = Params::parse_apart(b"a=1&b=2&a=3").unwrap();
        assert_eq!((rest.get("a"), rest.get("b"), doubled.len()), (None, Some("2"), 1));
        let several = Params::parse(b"resource=urn:a&b=1&resource=urn:b&resource=").unwrap();
        assert_eq!((several.get("resource"), several.get("b")), (Some("urn:a urn:b "), Some("1")));
        let many: String = (0..=limits::PARAMETERS).map(|n| format!("p{n}=1&")).collect();
        assert_eq!(Params::parse(many.as_bytes()), Err(Unreadable::TooMany));
    }

    proptest! {
        #[test]
        fn no_bytes_panic(raw in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = Params::parse(&raw);
        }

        #[test]
        fn what_a_browser_writes_is_read_back(value in "[^\0]{0,40}") {
            let written: String = form_urlencoded::Serializer::new(String::new()).append_pair("v", &value).finish();
            let read = Params::parse(written.as_bytes()).unwrap();
            prop_assert_eq!(read.typed("v"), value.as_str());
        }
    }
}
