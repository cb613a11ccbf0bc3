//! An organisation's account: it has no level and nobody signs in as one. People with accounts of level 2 act for it.
//!
//! A lock is not a state: the account is locked while one ground stands and unlocks itself with the last one
//! (Decree 69/2024 Art. 15(3)(a)).

use crate::clock::Timestamp;
use crate::identity::account::words;
use crate::identity::organisation::OrganisationNumber;
use crate::identity::tax_code::TaxCode;
use crate::secret::{AccountId, OrganisationId};

words! {
    /// Why an organisation's account is locked (Decree 320/2026 new Art. 15(2)(b)).
    Ground {
        /// A representative who administers it asked.
        OwnRequest = "own_request",
        /// The terms were broken.
        Breach = "breach",
        /// The register says that it was dissolved, or ended in another way.
        Dissolved = "dissolved",
        /// The register says that it is bankrupt.
        Bankrupt = "bankrupt",
        /// The register says that it is suspended.
        Suspended = "suspended",
        /// The register no longer knows it.
        Ended = "ended",
        /// Who registered the account is under a decision on enforcement of a judgment; until somebody else registers.
        RegistrantEnforced = "registrant_enforced",
        /// Nobody is left who administers it; until a legal representative registers.
        Unrepresented = "unrepresented",
    }
}

impl Ground {
    /// The grounds that the register says and takes back.
    pub const OF_REGISTER: [Self; 4] = [Self::Dissolved, Self::Bankrupt, Self::Suspended, Self::Ended];
}

/// An organisation's account as it stands in one read.
#[derive(Clone, Debug)]
pub struct OrganisationAccount {
    /// Its id.
    pub id: OrganisationId,
    /// The identification number, which public registers show.
    pub number: OrganisationNumber,
    /// Whether a register knows it; what no register knows, officers saw on paper.
    pub in_register: bool,
    /// Its name as the register had it last, or as officers saw it.
    pub name: String,
    /// Its tax code, likewise.
    pub tax_code: Option<TaxCode>,
    /// When it was made.
    pub created_at: Timestamp,
    /// Who registered it and answers for it.
    pub registered_by: AccountId,
    /// The grounds that stand.
    pub grounds: Vec<Ground>,
}

impl OrganisationAccount {
    /// Whether a ground for a lock stands.
    pub fn is_locked(&self) -> bool {
        !self.grounds.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn grounds_are_read_back_and_the_registers_are_four_of_them() {
        for ground in Ground::ALL {
            assert_eq!(Ground::parse(ground.as_str()), Some(*ground));
        }
        assert_eq!(Ground::parse("death"), None);
        assert!(
            !Ground::OF_REGISTER.contains(&Ground::OwnRequest) && !Ground::OF_REGISTER.contains(&Ground::Unrepresented)
        );
    }
}
