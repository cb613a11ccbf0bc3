//! What a relying party calls a person: a keyed name for each sector, or one for all that were registered as public.
//!
//! An organisation that somebody acts for has a name of its own, made of its own account's id.
//!
//! Never the personal number and never computed from it: the account's random id goes in, a keyed digest comes out. Who
//! has two sectors' names of one person cannot tell that they are one.

use crate::seal::Vault;

/// Which parties share a name for a person.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Sector<'a> {
    /// Every party registered as public; needs a registered reason.
    Public,
    /// The parties of this sector identifier (OpenID Connect Core §8.1).
    Pairwise(&'a str),
}

/// The `sub` in a sector of the account with that id: at most 255 ASCII characters, the same for ever.
pub fn subject(vault: &Vault, sector: Sector<'_>, account: &str) -> String {
    match sector {
        // No host name is empty, so this sector is nobody's.
        Sector::Public => vault.pairwise("", account),
        Sector::Pairwise(sector) => vault.pairwise(sector, account),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::{AccountId, Secret};

    #[test]
    fn az18_sectors_differ_and_one_sector_stays_the_same() {
        let vault = Vault::new(&Secret::new([1; 32])).unwrap();
        let again = Vault::new(&Secret::new([1; 32])).unwrap();
        let (an, binh) = (AccountId::new([1; 16]), AccountId::new([2; 16]));
        let names = [
            subject(&vault, Sector::Public, an.as_str()),
            subject(&vault, Sector::Pairwise("portal.example"), an.as_str()),
            subject(&vault, Sector::Pairwise("bank.example"), an.as_str()),
            subject(&vault, Sector::Pairwise("portal.example"), binh.as_str()),
        ];
        for (at, name) in names.iter().enumerate() {
            assert!(name.is_ascii() && name.len() <= 255 && !name.contains(an.as_str()));
            assert!(!names[at + 1..].contains(name));
        }
        assert_eq!(names[1], subject(&again, Sector::Pairwise("portal.example"), an.as_str()));
    }
}
