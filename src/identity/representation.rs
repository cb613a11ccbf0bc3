//! Who acts for an organisation: in which capacity, with which role, and what the register's present word asks of both.
//!
//! ```text
//! legal representative by the register ─┐
//! head of what no register knows ───────┼─▶ standing ── role changed ──▶ standing
//! accepted an administrator's offer ────┘       └─ ended: by oneself, by an administrator, by the register, by death
//! ```
//!
//! Decided from how things are now, not from what changed: heeding the same news twice, or late, does nothing wrong.

use std::collections::BTreeSet;

use crate::clock::Timestamp;
use crate::identity::account::words;
use crate::identity::organisation_account::Ground;
use crate::secret::{AccountId, Digest, OrganisationId, RepresentationId};

words! {
    /// What a representative may do, each more than the one before.
    Role {
        /// See the organisation's page.
        View = "view",
        /// Enter services for the organisation.
        Act = "act",
        /// Say who else may, and lock the account.
        Administer = "administer",
    }

    /// By what somebody represents an organisation (Decree 69/2024 Art. 12).
    Capacity {
        /// The register says so.
        Legal = "legal",
        /// The head of an agency or organisation that no register knows.
        Head = "head",
        /// Somebody who may said so.
        Authorised = "authorised",
    }

    /// How a representation ended.
    Ending {
        /// The person gave it up.
        GivenUp = "given_up",
        /// An administering representative ended it.
        TakenAway = "taken_away",
        /// The register no longer names the person as a legal representative.
        Register = "register",
        /// The person has died, or the account is closed.
        Person = "person",
    }
}

impl Role {
    /// Whether the role lets one act for the organisation at services.
    pub fn may_act(self) -> bool {
        self >= Self::Act
    }

    /// Whether the role lets one say who else may.
    pub fn may_administer(self) -> bool {
        self == Self::Administer
    }
}

/// Somebody who represents an organisation now.
#[derive(Clone, Debug)]
pub struct Representation {
    /// Its id.
    pub id: RepresentationId,
    /// Which organisation.
    pub organisation: OrganisationId,
    /// Who.
    pub account: AccountId,
    /// The blind index of the person behind that account.
    pub person: Digest,
    /// By what.
    pub capacity: Capacity,
    /// What this person may do.
    pub role: Role,
    /// Since when.
    pub since_at: Timestamp,
    /// Whether the person's own account is over: closed, or locked by death.
    pub is_over: bool,
}

/// Why a representation is not changed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Bar {
    /// Who asks does not administer the organisation.
    NotAdministrator,
    /// A legal representative or head is ended by the register, or by oneself, and by nobody else.
    LegalRepresentative,
    /// Nobody would be left who administers the organisation.
    LastAdministrator,
}

/// What is to become of a representation.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Change {
    /// It ends.
    End,
    /// It has this role from now on.
    Role(Role),
}

/// Whether `who` may change `target`, one of those who represent the organisation now.
pub fn may_change(
    standing: &[Representation],
    who: &AccountId,
    target: &Representation,
    change: Change,
) -> Result<(), Bar> {
    let is_own = target.account == *who;
    let administers = standing.iter().any(|one| one.account == *who && one.role.may_administer());
    // Whoever may only look or act may still walk away.
    let may_ask = administers || (is_own && change == Change::End);
    if !may_ask {
        return Err(Bar::NotAdministrator);
    }
    if !is_own && target.capacity != Capacity::Authorised {
        return Err(Bar::LegalRepresentative);
    }
    let stays_administrator = change == Change::Role(Role::Administer);
    let others = standing.iter().any(|one| one.id != target.id && one.role.may_administer() && !one.is_over);
    if target.role.may_administer() && !stays_administrator && !others {
        return Err(Bar::LastAdministrator);
    }
    Ok(())
}

/// What the register says of an organisation now, as far as an account depends on it.
#[derive(Clone, Debug)]
pub struct Word {
    /// The ground that its state gives; none while it is in being.
    pub ground: Option<Ground>,
    /// The blind indexes of its legal representatives, under every number that each of them has or had.
    pub legal: BTreeSet<Digest>,
}

/// Something to do to an organisation's account.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Demand {
    /// A representation has no ground any more.
    End(RepresentationId, Ending),
    /// A ground for a lock stands now.
    Lock(Ground),
    /// A ground for a lock no longer stands.
    Lift(Ground),
}

/// What is to be done, in this order. `word` is none for an organisation that no register knows: of its people only
/// their own accounts are looked at.
pub fn demands(grounds: &[Ground], standing: &[Representation], word: Option<&Word>) -> Vec<Demand> {
    let mut demands = Vec::new();
    let mut left = false;
    for one in standing {
        let is_named = word.is_none_or(|word| word.legal.contains(&one.person));
        if one.is_over {
            demands.push(Demand::End(one.id.clone(), Ending::Person));
        } else if one.capacity == Capacity::Legal && !is_named {
            demands.push(Demand::End(one.id.clone(), Ending::Register));
        } else {
            left |= one.role.may_administer();
        }
    }
    if let Some(word) = word {
        // The new ground first: from one to another nobody is told that the account was open.
        demands.extend(word.ground.filter(|ground| !grounds.contains(ground)).map(Demand::Lock));
        let lifted = Ground::OF_REGISTER.into_iter().filter(|one| grounds.contains(one) && word.ground != Some(*one));
        demands.extend(lifted.map(Demand::Lift));
    }
    if !left && !grounds.contains(&Ground::Unrepresented) {
        demands.push(Demand::Lock(Ground::Unrepresented));
    }
    demands
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn one(byte: u8, capacity: Capacity, role: Role) -> Representation {
        Representation {
            id: RepresentationId::new([byte; 16]),
            organisation: OrganisationId::new([1; 16]),
            account: AccountId::new([byte; 16]),
            person: Digest::sha256(&[byte]),
            capacity,
            role,
            since_at: Timestamp::from_unix(0),
            is_over: false,
        }
    }

    fn word(ground: Option<Ground>, legal: &[u8]) -> Word {
        Word { ground, legal: legal.iter().map(|byte| Digest::sha256(&[*byte])).collect() }
    }

    #[test]
    fn a_role_holds_the_lesser_ones() {
        assert!(Role::Administer.may_act() && Role::Act.may_act() && !Role::View.may_act());
        assert!(Role::Administer.may_administer() && !Role::Act.may_administer());
    }

    #[test]
    fn an_administrator_changes_whom_somebody_authorised_and_nobody_whom_the_register_names() {
        let (head, clerk) = (one(1, Capacity::Legal, Role::Administer), one(2, Capacity::Authorised, Role::Administer));
        let (partner, viewer) = (one(3, Capacity::Legal, Role::Administer), one(4, Capacity::Authorised, Role::View));
        let all = [head.clone(), clerk.clone(), partner.clone(), viewer.clone()];
        assert_eq!(may_change(&all, &head.account, &clerk, Change::End), Ok(()));
        assert_eq!(may_change(&all, &head.account, &clerk, Change::Role(Role::View)), Ok(()));
        assert_eq!(may_change(&all, &clerk.account, &head, Change::End), Err(Bar::LegalRepresentative));
        assert_eq!(may_change(&all, &partner.account, &head, Change::Role(Role::View)), Err(Bar::LegalRepresentative));
        assert_eq!(may_change(&all, &viewer.account, &clerk, Change::End), Err(Bar::NotAdministrator));
        assert_eq!(may_change(&all, &viewer.account, &viewer, Change::Role(Role::Act)), Err(Bar::NotAdministrator));
        assert_eq!(may_change(&all, &viewer.account, &viewer, Change::End), Ok(()));
        assert_eq!(may_change(&all, &AccountId::new([9; 16]), &viewer, Change::End), Err(Bar::NotAdministrator));
    }

    #[test]
    fn the_last_who_administers_stays_and_the_dead_do_not_count() {
        let (head, clerk) = (one(1, Capacity::Legal, Role::Administer), one(2, Capacity::Authorised, Role::Administer));
        assert_eq!(may_change(&[head.clone(), clerk.clone()], &head.account, &head, Change::End), Ok(()));
        let dead = Representation { is_over: true, ..clerk };
        let all = [head.clone(), dead.clone()];
        for change in [Change::End, Change::Role(Role::Act)] {
            assert_eq!(may_change(&all, &head.account, &head, change), Err(Bar::LastAdministrator));
        }
        assert_eq!(may_change(&all, &head.account, &head, Change::Role(Role::Administer)), Ok(()));
        assert_eq!(may_change(&all, &head.account, &dead, Change::End), Ok(()));
    }

    #[test]
    fn the_register_ends_whom_it_no_longer_names_and_locks_what_nobody_administers() {
        let (legal, clerk) = (one(1, Capacity::Legal, Role::Administer), one(2, Capacity::Authorised, Role::Act));
        let all = [legal.clone(), clerk.clone()];
        assert!(demands(&[], &all, Some(&word(None, &[1]))).is_empty());
        assert_eq!(
            demands(&[], &all, Some(&word(None, &[7]))),
            [Demand::End(legal.id.clone(), Ending::Register), Demand::Lock(Ground::Unrepresented)]
        );
        let dead = [Representation { is_over: true, ..legal.clone() }, one(2, Capacity::Authorised, Role::Administer)];
        assert_eq!(demands(&[], &dead, Some(&word(None, &[1]))), [Demand::End(legal.id, Ending::Person)]);
        // What no register knows goes by its people alone.
        assert!(demands(&[], &[one(1, Capacity::Head, Role::Administer)], None).is_empty());
        assert_eq!(demands(&[], &[], None), [Demand::Lock(Ground::Unrepresented)]);
        assert!(demands(&[Ground::Unrepresented], &[], None).is_empty());
    }

    #[test]
    fn the_registers_grounds_come_and_go_and_no_other_does() {
        let all = [one(1, Capacity::Legal, Role::Administer)];
        assert_eq!(demands(&[], &all, Some(&word(Some(Ground::Suspended), &[1]))), [Demand::Lock(Ground::Suspended)]);
        assert_eq!(
            demands(&[Ground::Suspended, Ground::Breach], &all, Some(&word(None, &[1]))),
            [Demand::Lift(Ground::Suspended)]
        );
        assert_eq!(
            demands(&[Ground::Suspended], &all, Some(&word(Some(Ground::Dissolved), &[1]))),
            [Demand::Lock(Ground::Dissolved), Demand::Lift(Ground::Suspended)]
        );
    }

    proptest! {
        /// Whatever is asked in whatever order, somebody who administers is left, unless the register ended all of them.
        #[test]
        fn no_change_leaves_an_organisation_without_an_administrator(
            people in prop::collection::vec((0..3_usize, 0..3_usize), 1..6),
            wishes in prop::collection::vec((0..6_usize, 0..6_usize, 0..4_usize), 0..20),
        ) {
            let mut all: Vec<Representation> = people
                .iter()
                .zip(1..)
                .map(|((capacity, role), byte)| one(byte, Capacity::ALL[*capacity], Role::ALL[*role]))
                .collect();
            all[0].role = Role::Administer;
            for (who, target, change) in wishes {
                if all.is_empty() {
                    break;
                }
                let (who, target) = (all[who % all.len()].account.clone(), target % all.len());
                let change = Role::ALL.get(change).map_or(Change::End, |role| Change::Role(*role));
                if may_change(&all, &who, &all[target].clone(), change).is_ok() {
                    match change {
                        Change::End => drop(all.remove(target)),
                        Change::Role(role) => all[target].role = role,
                    }
                }
                prop_assert!(all.iter().any(|one| one.role.may_administer()));
            }
        }
    }
}
