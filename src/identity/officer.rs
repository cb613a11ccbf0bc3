//! Officers: what a group of them may do, for which unit they work, and that four eyes are two people.
//!
//! Knows no page and no session; whoever asks brings the officer as the database has him at this moment, so that a
//! permission that was taken away is gone at once.

use std::collections::BTreeSet;
use std::fmt;

use unicode_normalization::UnicodeNormalization as _;

use crate::clock::Timestamp;
use crate::identity::unit::UnitKind;
use crate::secret::{AccountId, GroupId};

/// Declares an enum whose values have a word in columns, forms and on the command line.
macro_rules! words {
    ($(#[$doc:meta])* $enum:ident { $($(#[$value_doc:meta])* $name:ident = $text:literal,)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        pub enum $enum { $($(#[$value_doc])* $name,)+ }

        impl $enum {
            /// Every value, in the order in which pages show them.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// The word.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// Reads the word.
            pub fn parse(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$name),)+ _ => None }
            }
        }
    };
}

words! {
    /// What officers work on (K03, and the house's own four).
    Module {
        /// Raising accounts to level 2.
        Account = "account",
        /// Checking people's QR.
        Scan = "scan",
        /// Locking, unlocking, closing and merging accounts.
        Lock = "lock",
        /// The call centre: whoever calls is verified, never looked up.
        Call = "call",
        /// Permanent residence.
        Permanent = "permanent",
        /// Temporary residence.
        Temporary = "temporary",
        /// Temporary absence.
        Absence = "absence",
        /// Short stays.
        Stay = "stay",
        /// Accounts of organisations.
        Organisation = "organisation",
        /// What groups of officers may do.
        Permission = "permission",
        /// Visits that people have booked.
        Visit = "visit",
        /// Applications that nearly matched.
        NearMatch = "near_match",
        /// Corrections of the population register.
        Correction = "correction",
        /// Contacts with people outside the office, which they can check, and what people report about them.
        Contact = "contact",
    }
}

words! {
    /// What may be done in a module (K02).
    Action {
        /// Everything.
        All = "all",
        /// See the module's queue.
        Menu = "menu",
        /// See the pages under it: what was decided.
        SubMenu = "sub_menu",
        /// Receive a dossier from the person at the counter.
        Receive = "receive",
        /// Look at a dossier.
        View = "view",
        /// Have facts compared with a register, or a QR with its holder.
        Check = "check",
        /// Work on a dossier: record what was seen, submit it.
        Process = "process",
        /// Decide a dossier that somebody else submitted.
        Approve = "approve",
        /// Add.
        Add = "add",
        /// Change.
        Update = "update",
        /// Delete.
        Delete = "delete",
        /// Search; today no module lets anybody search for people (OF01).
        Search = "search",
    }
}

/// What a group may do.
pub type Permissions = BTreeSet<(Module, Action)>;

/// A group of officers.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Group {
    /// Its id.
    pub id: GroupId,
    /// Its name.
    pub name: Label,
    /// What its officers may do.
    pub permissions: Permissions,
    /// Rises with each change.
    pub version: i64,
}

/// Whether officers of a group may do that.
pub fn may(group: &Group, module: Module, action: Action) -> bool {
    group.permissions.contains(&(module, Action::All)) || group.permissions.contains(&(module, action))
}

/// Somebody who works for a unit, as the database has him now.
#[derive(Clone, Debug)]
pub struct Officer {
    /// The person's own account, which is of level 2.
    pub account: AccountId,
    /// The name as citizens see it.
    pub name: OfficerName,
    /// The unit that the officer works for.
    pub unit: Label,
    /// Whom that unit receives; none for a unit that receives nobody, or no longer does.
    pub unit_kind: Option<UnitKind>,
    /// The code of the provincial unit in which that unit is; none likewise.
    pub province: Option<String>,
    /// What the officer is there.
    pub title: Label,
    /// The group, with what it may do.
    pub group: Group,
    /// Since when.
    pub appointed_at: Timestamp,
    /// Until when, when it is over.
    pub ended_at: Option<Timestamp>,
}

impl Officer {
    /// Whether this officer may do that now.
    pub fn may(&self, module: Module, action: Action) -> bool {
        self.ended_at.is_none() && may(&self.group, module, action)
    }

    /// Whether this officer may receive foreigners and decide about them: at an immigration office and nowhere else
    /// (Decree 320/2026 new Art. 11).
    pub fn may_serve_foreigners(&self) -> Result<(), Bar> {
        if self.unit_kind == Some(UnitKind::Immigration) { Ok(()) } else { Err(Bar::NotImmigration) }
    }
}

/// An officer's name; not printed by `Debug`.
#[derive(Clone, Eq, PartialEq)]
pub struct OfficerName(String);

impl OfficerName {
    /// The name as the register has it.
    pub fn new(name: impl Into<String>) -> Self {
        Self(name.into())
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for OfficerName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(name)")
    }
}

impl fmt::Display for OfficerName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The name of a unit, a title or a group: one line of printable text.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Label(String);

impl Label {
    /// Reads a label: composed, spaces single, no control or direction characters (V129), at most 120 of them.
    pub fn parse(text: &str) -> Option<Self> {
        let composed: String = text.nfc().take(LABEL_LONGEST * 4).collect();
        let clean = composed.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
        let is_plain = !clean.chars().any(is_unprintable);
        let fits = (1..=LABEL_LONGEST).contains(&clean.chars().count());
        (is_plain && fits).then_some(Self(clean))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Characters that change how the text around them reads, or that end a line.
pub(crate) fn is_unprintable(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// Whose hands a case has been in.
#[derive(Clone, Debug)]
pub struct Hands<'a> {
    /// Whose account it is about.
    pub about: &'a AccountId,
    /// The unit that received it.
    pub unit: &'a Label,
    /// Everybody who opened it, recorded something or submitted it.
    pub touched_by: Vec<&'a AccountId>,
}

/// Why an officer may not decide a case.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Bar {
    /// The group may not.
    NotPermitted,
    /// The case is about the officer.
    OwnAccount,
    /// The officer worked on it: four eyes are two people, whatever the number of sessions.
    OwnWork,
    /// Another unit received it.
    OtherUnit,
    /// It is about a foreigner, and the unit is no immigration office.
    NotImmigration,
}

/// Whether this officer may decide a case that somebody else submitted (OF05, `vietnam.md` 1.5).
pub fn may_approve(case: &Hands<'_>, who: &Officer) -> Result<(), Bar> {
    if !who.may(Module::Account, Action::Approve) {
        Err(Bar::NotPermitted)
    } else if case.unit != &who.unit {
        Err(Bar::OtherUnit)
    } else if case.about == &who.account {
        Err(Bar::OwnAccount)
    } else if case.touched_by.contains(&&who.account) {
        Err(Bar::OwnWork)
    } else {
        Ok(())
    }
}

/// Whether this officer may work on a case: received by the own unit, and not about the officer.
pub fn may_process(case: &Hands<'_>, who: &Officer) -> Result<(), Bar> {
    if !who.may(Module::Account, Action::Process) {
        Err(Bar::NotPermitted)
    } else if case.unit != &who.unit {
        Err(Bar::OtherUnit)
    } else if case.about == &who.account {
        Err(Bar::OwnAccount)
    } else {
        Ok(())
    }
}

/// Whether this officer may change what a group may do: never the own group, or everybody who may edit may everything.
pub fn may_change(group: &GroupId, who: &Officer) -> Result<(), Bar> {
    if !who.may(Module::Permission, Action::Update) {
        Err(Bar::NotPermitted)
    } else if group == &who.group.id {
        Err(Bar::OwnWork)
    } else {
        Ok(())
    }
}

/// Longest label, in characters.
pub const LABEL_LONGEST: usize = 120;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn officer(byte: u8, unit: &str, permissions: &[(Module, Action)]) -> Officer {
        Officer {
            account: AccountId::new([byte; 16]),
            name: OfficerName::new("Lê Văn Bình"),
            unit: Label::parse(unit).unwrap(),
            unit_kind: Some(UnitKind::Commune),
            province: Some("01".into()),
            title: Label::parse("Cán bộ").unwrap(),
            group: Group {
                id: GroupId::new([byte; 16]),
                name: Label::parse("Nhóm").unwrap(),
                permissions: permissions.iter().copied().collect(),
                version: 1,
            },
            appointed_at: Timestamp::from_unix(0),
            ended_at: None,
        }
    }

    #[test]
    fn all_is_every_action_of_its_module_and_of_no_other() {
        let chief = officer(1, "A", &[(Module::Account, Action::All), (Module::Scan, Action::Check)]);
        for action in Action::ALL {
            assert!(chief.may(Module::Account, *action));
            assert_eq!(chief.may(Module::Scan, *action), *action == Action::Check);
            assert!(!chief.may(Module::Permission, *action));
        }
        let ended = Officer { ended_at: Some(Timestamp::from_unix(1)), ..chief };
        assert!(!ended.may(Module::Account, Action::View));
    }

    #[test]
    fn four_eyes_are_two_people_of_one_unit() {
        let permitted = [(Module::Account, Action::Approve), (Module::Account, Action::Process)];
        let (one, two) = (officer(1, "Phường A", &permitted), officer(2, "Phường A", &permitted));
        let citizen = AccountId::new([9; 16]);
        let case = Hands { about: &citizen, unit: &one.unit, touched_by: vec![&one.account] };
        assert_eq!(may_approve(&case, &two), Ok(()));
        assert_eq!(may_approve(&case, &one), Err(Bar::OwnWork));
        assert_eq!(may_approve(&case, &officer(3, "Phường B", &permitted)), Err(Bar::OtherUnit));
        assert_eq!(may_approve(&case, &officer(4, "Phường A", &permitted[1..])), Err(Bar::NotPermitted));
        let own = Hands { about: &two.account, ..case };
        assert_eq!(may_approve(&own, &two), Err(Bar::OwnAccount));
        assert_eq!(may_process(&own, &two), Err(Bar::OwnAccount));
        assert_eq!(may_process(&own, &one), Ok(()));
    }

    #[test]
    fn foreigners_are_served_at_an_immigration_office_alone() {
        let at = |unit_kind| Officer { unit_kind, ..officer(1, "A", &[]) }.may_serve_foreigners();
        assert_eq!(at(Some(UnitKind::Immigration)), Ok(()));
        assert_eq!((at(Some(UnitKind::Commune)), at(None)), (Err(Bar::NotImmigration), Err(Bar::NotImmigration)));
    }

    #[test]
    fn nobody_changes_the_own_group() {
        let administrator = officer(1, "A", &[(Module::Permission, Action::Update)]);
        assert_eq!(may_change(&GroupId::new([7; 16]), &administrator), Ok(()));
        assert_eq!(may_change(&administrator.group.id, &administrator), Err(Bar::OwnWork));
        assert_eq!(may_change(&GroupId::new([7; 16]), &officer(2, "A", &[])), Err(Bar::NotPermitted));
    }

    #[test]
    fn a_label_is_one_plain_line() {
        assert_eq!(Label::parse("  Công  an phường A ").unwrap().as_str(), "Công an phường A");
        for wrong in ["", "   ", "a\nb", "a\u{202E}b", "a\0", &"x".repeat(121)] {
            assert_eq!(Label::parse(wrong), None, "{wrong:?}");
        }
    }

    proptest! {
        #[test]
        fn who_touched_a_case_never_decides_it(touched in prop::collection::vec(1u8..6, 1..5), who in 1u8..6) {
            let who = officer(who, "A", &[(Module::Account, Action::All)]);
            let accounts: Vec<AccountId> = touched.iter().map(|byte| AccountId::new([*byte; 16])).collect();
            let citizen = AccountId::new([9; 16]);
            let case = Hands { about: &citizen, unit: &who.unit, touched_by: accounts.iter().collect() };
            prop_assert_eq!(may_approve(&case, &who).is_ok(), !accounts.contains(&who.account));
        }

        #[test]
        fn no_text_makes_a_label_panic(text in ".*") {
            let _ = Label::parse(&text);
        }
    }
}
