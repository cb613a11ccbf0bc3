//! Four eyes over rights: what one administrator asks for takes effect when another one has seen the difference (OF05).
//!
//! Taking away needs no second person: it takes effect at once. Granting, and moving an officer to another group, wait.

use crate::clock::Timestamp;
use crate::identity::event::Actor;
use crate::identity::officer::{Action, Bar, Label, Module, Officer, OfficerName, Permissions};
use crate::secret::{AccountId, GrantId, GroupId};

/// What is asked for.
#[derive(Clone, Debug)]
pub enum Wish {
    /// That a group may do more.
    Grant(Permissions),
    /// That an officer changes groups.
    Move {
        /// The officer.
        officer: AccountId,
        /// The officer's name.
        name: OfficerName,
        /// The group that the officer leaves.
        from: GroupId,
        /// Its name.
        from_name: Label,
        /// What the officer may do then and could not before.
        gained: Permissions,
        /// What the officer may do then no longer.
        lost: Permissions,
    },
}

/// A wish that waits for a second administrator.
#[derive(Clone, Debug)]
pub struct Request {
    /// Its id.
    pub id: GrantId,
    /// The group that would do more, or to which the officer would belong.
    pub group: GroupId,
    /// Its name.
    pub group_name: Label,
    /// What is asked for.
    pub wish: Wish,
    /// When.
    pub requested_at: Timestamp,
    /// By whom.
    pub requested_by: AccountId,
    /// That administrator's name.
    pub requested_by_name: OfficerName,
    /// From when on it is too late.
    pub expires_at: Timestamp,
}

/// A change as administrators read it.
#[derive(Clone, Debug)]
pub struct Changed {
    /// When.
    pub at: Timestamp,
    /// What: `added`, `moved`, `permissions`, `removed` or `renamed`.
    pub what: String,
    /// The group's name as it is now.
    pub group: String,
    /// Who asked for it, when an officer did.
    pub asked_by: Option<AccountId>,
    /// Who made it take effect.
    pub by: Actor,
    /// The officer who was moved.
    pub account: Option<AccountId>,
    /// What was before.
    pub before: String,
    /// What is after.
    pub after: String,
}

/// Whether this officer may decide what another one asked for: not one's own wish, not about oneself, and never what the
/// own group may do, or two administrators of one group could widen it hand in hand.
pub fn may_decide(request: &Request, who: &Officer) -> Result<(), Bar> {
    if !who.may(Module::Permission, Action::Approve) {
        return Err(Bar::NotPermitted);
    }
    if request.requested_by == who.account {
        return Err(Bar::OwnWork);
    }
    match &request.wish {
        Wish::Grant(_) if request.group == who.group.id => Err(Bar::OwnWork),
        Wish::Move { officer, .. } if *officer == who.account => Err(Bar::OwnAccount),
        Wish::Grant(_) | Wish::Move { .. } => Ok(()),
    }
}

/// Whether this officer may ask that an officer changes groups: never for oneself.
pub fn may_ask_to_move(officer: &AccountId, who: &Officer) -> Result<(), Bar> {
    if !who.may(Module::Permission, Action::Update) {
        Err(Bar::NotPermitted)
    } else if *officer == who.account {
        Err(Bar::OwnAccount)
    } else {
        Ok(())
    }
}

/// What `wanted` has and `present` has not, and the other way round.
pub fn difference(present: &Permissions, wanted: &Permissions) -> (Permissions, Permissions) {
    (wanted.difference(present).copied().collect(), present.difference(wanted).copied().collect())
}

/// Permissions as the journal has them: `account.view scan.check`.
pub fn words(permissions: &Permissions) -> String {
    let words = permissions.iter().map(|(module, action)| format!("{}.{}", module.as_str(), action.as_str()));
    words.collect::<Vec<_>>().join(" ")
}

/// Reads what [`words`] wrote.
pub fn parse(text: &str) -> Option<Permissions> {
    let one = |word: &str| {
        let (module, action) = word.split_once('.')?;
        Some((Module::parse(module)?, Action::parse(action)?))
    };
    text.split(' ').filter(|word| !word.is_empty()).map(one).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::identity::officer::Group;

    fn officer(byte: u8, group: u8, actions: &[Action]) -> Officer {
        let label = |text: &str| Label::parse(text).unwrap();
        Officer {
            account: AccountId::new([byte; 16]),
            name: OfficerName::new("Phạm Văn Thành"),
            unit: label("Công an thành phố"),
            unit_kind: None,
            province: None,
            title: label("Quản trị"),
            group: Group {
                id: GroupId::new([group; 16]),
                name: label("Quản trị"),
                permissions: actions.iter().map(|action| (Module::Permission, *action)).collect(),
                version: 1,
            },
            appointed_at: Timestamp::from_unix(0),
            ended_at: None,
        }
    }

    fn request(group: u8, wish: Wish) -> Request {
        Request {
            id: GrantId::new([1; 16]),
            group: GroupId::new([group; 16]),
            group_name: Label::parse("Tiếp nhận").unwrap(),
            wish,
            requested_at: Timestamp::from_unix(0),
            requested_by: AccountId::new([1; 16]),
            requested_by_name: OfficerName::new("An"),
            expires_at: Timestamp::from_unix(1),
        }
    }

    #[test]
    fn who_asked_who_is_meant_and_whose_group_it_is_do_not_decide() {
        let approves = [Action::Approve];
        let wider = request(7, Wish::Grant([(Module::Account, Action::Approve)].into()));
        assert_eq!(may_decide(&wider, &officer(2, 9, &approves)), Ok(()));
        assert_eq!(may_decide(&wider, &officer(1, 9, &approves)), Err(Bar::OwnWork));
        assert_eq!(may_decide(&wider, &officer(2, 7, &approves)), Err(Bar::OwnWork));
        assert_eq!(may_decide(&wider, &officer(2, 9, &[Action::Update])), Err(Bar::NotPermitted));
        let moved = request(
            9,
            Wish::Move {
                officer: AccountId::new([3; 16]),
                name: OfficerName::new("Bình"),
                from: GroupId::new([7; 16]),
                from_name: Label::parse("Tiếp nhận").unwrap(),
                gained: Permissions::new(),
                lost: Permissions::new(),
            },
        );
        assert_eq!(may_decide(&moved, &officer(3, 7, &approves)), Err(Bar::OwnAccount));
        assert_eq!(may_decide(&moved, &officer(2, 9, &approves)), Ok(()));
        assert_eq!(may_ask_to_move(&AccountId::new([3; 16]), &officer(3, 7, &[Action::Update])), Err(Bar::OwnAccount));
        assert_eq!(may_ask_to_move(&AccountId::new([3; 16]), &officer(2, 7, &[])), Err(Bar::NotPermitted));
    }

    fn permissions() -> impl Strategy<Value = Permissions> {
        let one = (prop::sample::select(Module::ALL), prop::sample::select(Action::ALL));
        prop::collection::btree_set(one, 0..12)
    }

    proptest! {
        #[test]
        fn what_is_granted_and_revoked_makes_the_wanted_of_the_present(present in permissions(), wanted in permissions()) {
            let (granted, revoked) = difference(&present, &wanted);
            let made: Permissions = present.union(&granted).filter(|one| !revoked.contains(one)).copied().collect();
            prop_assert_eq!(made, wanted.clone());
            prop_assert!(granted.is_disjoint(&present) && revoked.is_subset(&present));
            prop_assert_eq!(parse(&words(&wanted)), Some(wanted));
        }
    }
}
