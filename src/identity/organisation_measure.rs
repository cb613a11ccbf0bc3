//! A lock of an organisation's account by an officer, and its lifting: one officer proposes it with the paper that it rests
//! on, another decides (OF05). What the register says locks and unlocks by itself and is no officer's affair.

use crate::clock::Timestamp;
use crate::identity::account::words;
use crate::identity::decree;
use crate::identity::officer::{Action, Module, Officer, is_unprintable};
use crate::identity::organisation_account::{Ground, OrganisationAccount};
use crate::identity::proofing::Words;
use crate::secret::{AccountId, OrganisationId, OrganisationMeasureId};

words! {
    /// What is proposed.
    Deed {
        /// A ground for a lock is added.
        Lock = "lock",
        /// A ground for a lock is lifted.
        Unlock = "unlock",
    }
}

words! {
    /// Where a measure stands.
    State {
        /// It waits for another officer.
        Proposed = "proposed",
        /// It was approved and done in the same commit.
        Approved = "approved",
        /// It was refused.
        Refused = "refused",
    }
}

/// The grounds that officers add and lift; the others are the register's.
pub const GROUNDS: [Ground; 3] = [Ground::OwnRequest, Ground::Breach, Ground::RegistrantEnforced];

/// A measure.
#[derive(Clone, Debug)]
pub struct OrganisationMeasure {
    /// Its id.
    pub id: OrganisationMeasureId,
    /// About whom.
    pub organisation: OrganisationId,
    /// What is proposed.
    pub deed: Deed,
    /// Which ground.
    pub ground: Ground,
    /// The number of the decision or request that it rests on.
    pub document: String,
    /// When it was proposed.
    pub proposed_at: Timestamp,
    /// By whom.
    pub proposed_by: AccountId,
    /// Where it stands.
    pub state: State,
    /// When it was decided.
    pub decided_at: Option<Timestamp>,
    /// Why it was refused.
    pub reason: Option<Words>,
}

/// Why a measure is not proposed or decided.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Bar {
    /// The group may not.
    NotPermitted,
    /// The officer acts for this organisation.
    OwnCase,
    /// The officer proposed it: four eyes are two people.
    OwnWork,
    /// The account is not so that this could be done.
    DoesNotFit,
    /// It is decided already.
    NotNow,
}

/// Whether this officer may see the measures on the account; `acting` are the accounts that act for the organisation.
pub fn may_view(acting: &[AccountId], who: &Officer) -> Result<(), Bar> {
    match (who.may(Module::Lock, Action::View), acting.contains(&who.account)) {
        (false, _) => Err(Bar::NotPermitted),
        (true, true) => Err(Bar::OwnCase),
        (true, false) => Ok(()),
    }
}

/// Whether this officer may propose that now.
pub fn may_propose(
    (deed, ground): (Deed, Ground),
    account: &OrganisationAccount,
    acting: &[AccountId],
    who: &Officer,
    now: Timestamp,
) -> Result<(), Bar> {
    may_view(acting, who)?;
    if !who.may(Module::Lock, Action::Receive) {
        return Err(Bar::NotPermitted);
    }
    fits(deed, ground, account, now).then_some(()).ok_or(Bar::DoesNotFit)
}

/// Whether this officer may approve the measure now; a refusal needs no fit.
pub fn may_decide(one: &OrganisationMeasure, acting: &[AccountId], who: &Officer) -> Result<(), Bar> {
    may_view(acting, who)?;
    if !who.may(Module::Lock, Action::Approve) {
        Err(Bar::NotPermitted)
    } else if one.state != State::Proposed {
        Err(Bar::NotNow)
    } else if one.proposed_by == who.account {
        Err(Bar::OwnWork)
    } else {
        Ok(())
    }
}

/// Whether the account is so that this can be done: a ground is added once, and lifted where it stands.
pub fn fits(deed: Deed, ground: Ground, account: &OrganisationAccount, now: Timestamp) -> bool {
    let stands = account.grounds.contains(&ground);
    // A ground since Decree 320/2026 only.
    let is_known = ground != Ground::RegistrantEnforced
        || decree::in_force(now.day_in_vietnam()).enforced_registrant_locks
        || deed == Deed::Unlock;
    GROUNDS.contains(&ground) && is_known && stands == (deed == Deed::Unlock)
}

/// The number of a paper as somebody typed it; none when it is empty, too long or cannot be printed.
pub fn document(text: &str) -> Option<String> {
    let clean = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let length = clean.chars().count();
    ((3..=DOCUMENT).contains(&length) && !clean.chars().any(is_unprintable)).then_some(clean)
}

/// Longest number of a paper, in characters.
const DOCUMENT: usize = 120;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Day;
    use crate::identity::organisation::OrganisationNumber;

    fn account(grounds: &[Ground]) -> OrganisationAccount {
        OrganisationAccount {
            id: OrganisationId::new([1; 16]),
            number: OrganisationNumber::parse("0101248141").unwrap(),
            in_register: true,
            name: "Công ty".into(),
            tax_code: None,
            created_at: Timestamp::from_unix(0),
            registered_by: AccountId::new([2; 16]),
            grounds: grounds.to_vec(),
        }
    }

    #[test]
    fn a_ground_is_added_once_and_lifted_where_it_stands_and_the_registers_are_not_officers() {
        let at = |day: &str| Day::parse(day).unwrap().start_in_vietnam();
        let fits = |deed, ground, grounds: &[Ground], day| fits(deed, ground, &account(grounds), at(day));
        assert!(fits(Deed::Lock, Ground::Breach, &[], "2026-11-20"));
        assert!(!fits(Deed::Lock, Ground::Breach, &[Ground::Breach], "2026-11-20"));
        assert!(fits(Deed::Lock, Ground::Breach, &[Ground::Suspended], "2026-11-20"));
        assert!(fits(Deed::Unlock, Ground::Breach, &[Ground::Breach], "2026-11-20"));
        assert!(!fits(Deed::Unlock, Ground::OwnRequest, &[Ground::Breach], "2026-11-20"));
        for ground in Ground::OF_REGISTER {
            assert!(!fits(Deed::Unlock, ground, &[ground], "2026-11-20"), "{ground:?}");
        }
        assert!(fits(Deed::Lock, Ground::RegistrantEnforced, &[], "2026-11-20"));
        assert!(!fits(Deed::Lock, Ground::RegistrantEnforced, &[], "2025-11-20"));
    }

    #[test]
    fn the_number_of_a_paper_is_one_short_line() {
        assert_eq!(document("  12/QĐ-THA \n ngày 1 "), Some("12/QĐ-THA ngày 1".into()));
        for wrong in ["", "1 ", "a\u{202E}bc", &"x".repeat(121)] {
            assert_eq!(document(wrong), None, "{wrong:?}");
        }
    }
}
