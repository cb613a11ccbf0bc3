//! Resource indicators (RFC 8707): at which services an access token is good, beside or instead of this house.
//!
//! Which of them a party may name is registered data, and an operator's to say: whoever could name any service would hold
//! tokens for it. A request that names none gets a token for this house alone.

use std::collections::BTreeSet;
use std::fmt;

use url::Url;

use crate::oauth::error::{Error, describe};

/// Services at which a token is good; none: this house alone.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Resources(BTreeSet<String>);

impl Resources {
    /// What a request asks for, each of it among what is `allowed`: what the party registered, or what was granted before
    /// (RFC 8707 §2.2). Several stand between spaces, as [`Params`](crate::oauth::params::Params) reads them.
    pub fn asked(text: Option<&str>, allowed: &Self) -> Result<Self, Error> {
        let asked = Self::read(text.unwrap_or_default());
        if asked.0.is_subset(&allowed.0) {
            Ok(asked)
        } else {
            Err(Error::invalid_target(describe!("resource is not one that this client may use here")))
        }
    }

    /// The column's text.
    pub fn read(text: &str) -> Self {
        Self(text.split(' ').filter(|uri| !uri.is_empty()).map(str::to_owned).collect())
    }

    /// Reads registered addresses: absolute, without a fragment (§2), in one spelling.
    pub fn registered(uris: &[String]) -> Option<Self> {
        let good = |uri: &&String| uri.len() <= LONGEST && uri.bytes().all(|byte| byte.is_ascii_graphic());
        let plain = |uri: &&String| !uri.contains('#') && Url::parse(uri).is_ok();
        let all: BTreeSet<_> = uris.iter().filter(good).filter(plain).cloned().collect();
        (uris.len() <= MOST && all.len() == uris.len()).then_some(Self(all))
    }

    /// Whether none is named: then the token is for this house.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether a token for these is good at this house too: it was not named for others, or the house beside them.
    pub fn reaches(&self, issuer: &str) -> bool {
        self.0.is_empty() || self.0.contains(issuer)
    }

    /// Whether one of these is among the others.
    pub fn meets(&self, others: &Self) -> bool {
        !self.0.is_disjoint(&others.0)
    }

    /// Each of them, in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// These, or `granted` where none is named: a token for all that was granted (§2.2).
    #[must_use]
    pub fn or_all(self, granted: &Self) -> Self {
        if self.is_empty() { granted.clone() } else { self }
    }
}

impl fmt::Display for Resources {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.iter().collect::<Vec<_>>().join(" "))
    }
}

/// Services of one party.
const MOST: usize = 20;
/// Longest address, as for every other one.
const LONGEST: usize = 1024;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::oauth::error::Code;

    fn registered(uris: &[&str]) -> Option<Resources> {
        Resources::registered(&uris.iter().map(|uri| (*uri).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn v063_nothing_widens_what_was_allowed() {
        let allowed = registered(&["https://a.example/", "https://b.example/api", "urn:vn:land"]).unwrap();
        for (asked, count) in [
            (None, 0),
            (Some(""), 0),
            (Some("https://a.example/"), 1),
            (Some("urn:vn:land https://a.example/"), 2),
            (Some("https://a.example/ https://a.example/"), 1),
        ] {
            assert_eq!(Resources::asked(asked, &allowed).unwrap().iter().count(), count, "{asked:?}");
        }
        for wrong in [
            "https://c.example/",
            "https://a.example",
            "https://a.example/#x",
            "https://A.example/",
            "relative",
            "https://a.example/ https://c.example/",
        ] {
            assert_eq!(Resources::asked(Some(wrong), &allowed).unwrap_err().code, Code::InvalidTarget, "{wrong}");
        }
        let granted = Resources::asked(Some("urn:vn:land"), &allowed).unwrap();
        assert!(Resources::asked(Some("https://a.example/"), &granted).is_err());
        assert!(Resources::asked(Some("urn:vn:land"), &Resources::default()).is_err());
        assert_eq!(Resources::asked(None, &granted).unwrap().or_all(&granted), granted);
    }

    #[test]
    fn a_registered_address_is_absolute_and_without_a_fragment_and_is_read_back() {
        for wrong in
            ["", "api", "/api", "https://a.example/#x", "https://a example/", "https://a.example/\u{e9}", "//a"]
        {
            assert_eq!(registered(&[wrong]), None, "{wrong:?}");
        }
        assert_eq!(registered(&["https://a.example/", "https://a.example/"]), None);
        let good = registered(&["https://a.example/?tenant=1", "urn:vn:land"]).unwrap();
        assert_eq!(Resources::read(&good.to_string()), good);
        assert_eq!(registered(&[]), Some(Resources::default()));
    }

    #[test]
    fn v066_a_token_for_others_is_not_good_here() {
        let issuer = "https://op.example";
        assert!(Resources::default().reaches(issuer));
        assert!(!Resources::read("https://a.example/").reaches(issuer));
        assert!(Resources::read("https://a.example/ https://op.example").reaches(issuer));
    }
}
