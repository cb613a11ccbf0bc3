//! The scopes of the house and what each one is short for (protocol.md D).

use std::collections::BTreeSet;
use std::fmt;

/// Declares the scopes with their text.
macro_rules! scopes {
    ($($(#[$doc:meta])* $name:ident = $text:literal,)+) => {
        /// One scope.
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub enum Scope { $($(#[$doc])* $name,)+ }

        impl Scope {
            /// Every scope.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The scope as it is sent.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// Reads one scope.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$name),)+ _ => None }
            }
        }
    };
}

scopes! {
    /// An authentication request (OpenID Connect Core §3.1.2.1).
    OpenId = "openid",
    /// The standard claims about a person.
    Profile = "profile",
    /// The e-mail address.
    Email = "email",
    /// The telephone number.
    Phone = "phone",
    /// The postal address.
    Address = "address",
    /// Refresh tokens that outlive the session (§11).
    OfflineAccess = "offline_access",
    /// Number, name, date of birth, gender: what portals need.
    VnIdentity = "vn_identity",
    /// Whether certain ages are reached: a yes or a no, and no date.
    VnAge = "vn_age",
    /// Whether the permanent residence is in the party's own province: a yes or a no, and no address.
    VnResident = "vn_resident",
    /// Whether the party's own class of vehicles may be driven: a yes or a no, and no licence; level 2.
    VnLicence = "vn_licence",
    /// What the account is.
    VnAccount = "vn_account",
    /// Permanent, temporary and current residence.
    VnResidence = "vn_residence",
    /// The household's head and the relation to him or her.
    VnHousehold = "vn_household",
    /// Father, mother, spouse, children.
    VnFamily = "vn_family",
    /// The identity card; level 2.
    VnCard = "vn_card",
    /// Integrated documents that the holder picked; level 2.
    VnDocuments = "vn_documents",
    /// Ethnicity, religion, blood group.
    VnSensitive = "vn_sensitive",
    /// The organisation that somebody acts for, and that a person may act for one here at all.
    VnOrganisation = "vn_organisation",
    /// Have people's squares checked by a system; says nothing about who signs in.
    Scan = "scan",
}

impl Scope {
    /// The least account level at which the scope is given; the documents of level 2 stand only there.
    pub const fn least_account_level(self) -> i64 {
        match self {
            Self::VnCard | Self::VnDocuments | Self::VnLicence => 2,
            _ => 1,
        }
    }

    /// Whether it opens data of the nation's registers, beyond what OpenID Connect knows and what our own account says.
    pub const fn is_national(self) -> bool {
        matches!(
            self,
            Self::VnAge
                | Self::VnCard
                | Self::VnDocuments
                | Self::VnFamily
                | Self::VnHousehold
                | Self::VnIdentity
                | Self::VnLicence
                | Self::VnOrganisation
                | Self::VnResidence
                | Self::VnResident
                | Self::VnSensitive
        )
    }
}

/// A set of scopes.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Scopes(BTreeSet<Scope>);

/// Why a scope parameter is not read.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum ScopeRefusal {
    /// Not the grammar of RFC 6749 §3.3.
    #[error("scope is malformed")]
    Malformed,
    /// A scope that we do not know.
    #[error("scope is unknown")]
    Unknown,
}

impl Scopes {
    /// Reads the parameter: scopes between single spaces, in any order. The same one twice is one.
    pub fn parse(text: &str) -> Result<Self, ScopeRefusal> {
        text.split(' ')
            .map(|token| {
                let legal = |byte: u8| matches!(byte, 0x21 | 0x23..=0x5b | 0x5d..=0x7e);
                if token.is_empty() || !token.bytes().all(legal) {
                    return Err(ScopeRefusal::Malformed);
                }
                Scope::parse(token).ok_or(ScopeRefusal::Unknown)
            })
            .collect::<Result<_, _>>()
            .map(Self)
    }

    /// Whether the scope is in the set.
    pub fn has(&self, scope: Scope) -> bool {
        self.0.contains(&scope)
    }

    /// Whether every scope of this set is in the other.
    pub fn within(&self, other: &Self) -> bool {
        self.0.is_subset(&other.0)
    }

    /// The set without this scope.
    #[must_use]
    pub fn without(&self, scope: Scope) -> Self {
        self.iter().filter(|other| *other != scope).collect()
    }

    /// The scopes, in one order.
    pub fn iter(&self) -> impl Iterator<Item = Scope> {
        self.0.iter().copied()
    }

    /// Whether the set is empty.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromIterator<Scope> for Scopes {
    fn from_iter<I: IntoIterator<Item = Scope>>(scopes: I) -> Self {
        Self(scopes.into_iter().collect())
    }
}

/// The parameter's text.
impl fmt::Display for Scopes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, scope) in self.iter().enumerate() {
            let space = if place == 0 { "" } else { " " };
            write!(f, "{space}{}", scope.as_str())?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_read_in_any_order_and_written_in_one() {
        let scopes = Scopes::parse("email openid profile openid").unwrap();
        assert_eq!(scopes.to_string(), "openid profile email");
        assert_eq!(Scopes::parse(&scopes.to_string()), Ok(scopes.clone()));
        assert!(scopes.has(Scope::Email) && !scopes.has(Scope::Phone));
        assert!(scopes.without(Scope::Email).within(&scopes) && !scopes.within(&scopes.without(Scope::Email)));
    }

    #[test]
    fn anything_else_is_refused() {
        for malformed in ["", " ", "openid ", "openid  email", "openid\temail", "open\"id", "o\\p", "opénid"] {
            assert_eq!(Scopes::parse(malformed), Err(ScopeRefusal::Malformed), "{malformed:?}");
        }
        for unknown in ["OpenID", "openid everything", "vn_identity:all"] {
            assert_eq!(Scopes::parse(unknown), Err(ScopeRefusal::Unknown), "{unknown:?}");
        }
    }
}
