//! Measures on somebody's account, which one officer receives and another decides: a lock, an unlock, a closing, a merging.
//!
//! ```text
//! Received ── hand on ──> Submitted ── approve ──> Approved
//!    one working day           │ two working days
//!                              └────── refuse ───> Refused
//! ```
//!
//! Decree 69/2024 Art. 15(2)-(3), form TK03; who decides is the head of the authority (Decree 320/2026 new Art. 16). The
//! texts know no urgent way, so there is none.

use crate::clock::Timestamp;
use crate::identity::account::{Account, Ground, State};
use crate::identity::calendar;
use crate::identity::decree;
use crate::identity::measure::draft::Draft;
use crate::identity::officer::{Action, Bar, Label, Module, Officer};
use crate::identity::person::{Record, VitalStatus};
use crate::identity::proofing::Words;
use crate::limits;
use crate::secret::{AccountId, MeasureId};

pub mod draft;

/// Declares an enum whose values have a word in columns and forms.
macro_rules! words {
    ($($(#[$doc:meta])* $enum:ident { $($(#[$value_doc:meta])* $name:ident = $text:literal,)+ })+) => {$(
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
    )+};
}

words! {
    /// What is to be done.
    Deed {
        /// A competent authority asks that the account be locked.
        LockAuthority = "lock_authority",
        /// The terms were broken.
        LockBreach = "lock_breach",
        /// The authority asks that its lock be lifted.
        UnlockAuthority = "unlock_authority",
        /// The holder, who had it locked, stands at the counter.
        UnlockOwnRequest = "unlock_own_request",
        /// The breach is settled.
        UnlockBreach = "unlock_breach",
        /// Somebody whom the register called dead, and no longer does, stands at the counter.
        UnlockDeath = "unlock_death",
        /// The holder has a telephone of one's own again, and stands at the counter.
        UnlockPhone = "unlock_phone",
        /// The holder, without password or telephone, stands at the counter and takes the account back.
        Recover = "recover",
        /// The holder has been dead for long enough.
        Close = "close",
        /// Two accounts turned out to be one person's.
        Merge = "merge",
    }

    /// Under which of the grounds of Law on Identification Art. 34(1)(đ) an authority asks.
    Clause {
        /// A body that conducts proceedings.
        Procedural = "procedural",
        /// Another competent body.
        OtherCompetent = "other_competent",
    }

    /// Which of two accounts of one person stays.
    Stays {
        /// The one that was made under the number in force.
        Present = "present",
        /// The one that was made under a cancelled number.
        Former = "former",
    }
}

impl Deed {
    /// The ground that it adds or lifts.
    pub const fn ground(self) -> Option<Ground> {
        match self {
            Self::LockAuthority | Self::UnlockAuthority => Some(Ground::Authority),
            Self::LockBreach | Self::UnlockBreach => Some(Ground::Breach),
            Self::UnlockOwnRequest => Some(Ground::OwnRequest),
            Self::UnlockDeath => Some(Ground::Death),
            Self::UnlockPhone => Some(Ground::PhoneNotOwn),
            Self::Recover | Self::Close | Self::Merge => None,
        }
    }

    /// Whether it adds a ground.
    pub const fn locks(self) -> bool {
        matches!(self, Self::LockAuthority | Self::LockBreach)
    }

    /// Whether it lifts one.
    pub const fn unlocks(self) -> bool {
        self.ground().is_some() && !self.locks()
    }

    /// Whether it rests on an authority's paper.
    pub const fn needs_paper(self) -> bool {
        matches!(self, Self::LockAuthority | Self::UnlockAuthority)
    }

    /// Whether its holder must stand at the counter and be recognised.
    pub const fn needs_presence(self) -> bool {
        matches!(self, Self::UnlockOwnRequest | Self::UnlockDeath | Self::UnlockPhone | Self::Recover)
    }

    /// Whether the account will have another telephone.
    pub const fn needs_phone(self) -> bool {
        matches!(self, Self::UnlockPhone | Self::Recover)
    }

    /// Whether the chip of the holder's card is worth something in it.
    pub const fn reads_chip(self) -> bool {
        matches!(self, Self::Recover)
    }

    /// Whether nothing of it is told before it is done, so that nobody whom it is about makes it vain.
    pub const fn is_quiet(self) -> bool {
        self.locks()
    }
}

/// A measure as it stands in one read.
#[derive(Clone, Debug)]
pub struct Measure {
    /// Its id.
    pub id: MeasureId,
    /// What was written down; which account stays is in [`Measure::into`].
    pub draft: Draft,
    /// Whose account is changed; of two, the one that is closed.
    pub account: AccountId,
    /// Of two accounts, the one that stays.
    pub into: Option<AccountId>,
    /// The unit that received it.
    pub unit: Label,
    /// When.
    pub received_at: Timestamp,
    /// By which officer.
    pub received_by: AccountId,
    /// The first instant at which handing it on is late.
    pub hand_on_by: Timestamp,
    /// How the comparing system calls the comparison of the face, where the holder was there.
    pub comparison: Option<String>,
    /// How the verifying system calls the reading of the holder's card, where it was read.
    pub chip: Option<String>,
    /// Where it stands.
    pub standing: Standing,
    /// Rises with each change.
    pub version: i64,
}

/// Where a measure stands.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Standing {
    /// With the unit that received it.
    Received,
    /// With who decides.
    Submitted(Submission),
    /// Done.
    Approved(Submission, Decision),
    /// Not to be done.
    Refused(Submission, Decision),
}

/// The handing on.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Submission {
    /// When.
    pub at: Timestamp,
    /// By which officer.
    pub by: AccountId,
    /// The first instant at which a decision is late.
    pub decide_by: Timestamp,
}

/// The decision.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Decision {
    /// When.
    pub at: Timestamp,
    /// By which officer.
    pub by: AccountId,
    /// Why not, of a refusal.
    pub reason: Option<Words>,
}

impl Standing {
    /// The column's word.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Submitted(_) => "submitted",
            Self::Approved(..) => "approved",
            Self::Refused(..) => "refused",
        }
    }
}

impl Measure {
    /// The first instant at which the next step is late; none when there is none.
    pub fn due_at(&self) -> Option<Timestamp> {
        match &self.standing {
            Standing::Received => Some(self.hand_on_by),
            Standing::Submitted(submission) => Some(submission.decide_by),
            Standing::Approved(..) | Standing::Refused(..) => None,
        }
    }

    /// Whether this officer may look at it: of the unit that received it or who decides, and never whom it is about.
    pub fn may_view(&self, who: &Officer) -> Result<(), Bar> {
        if !who.may(Module::Lock, Action::View) {
            Err(Bar::NotPermitted)
        } else if self.is_about(&who.account) || (self.unit != who.unit && !who.may(Module::Lock, Action::Approve)) {
            Err(Bar::OtherUnit)
        } else {
            Ok(())
        }
    }

    /// Whether this officer may hand it on.
    pub fn may_hand_on(&self, who: &Officer) -> Result<(), Bar> {
        if !who.may(Module::Lock, Action::Process) {
            Err(Bar::NotPermitted)
        } else if self.is_about(&who.account) {
            Err(Bar::OwnAccount)
        } else if self.unit != who.unit {
            Err(Bar::OtherUnit)
        } else {
            Ok(())
        }
    }

    /// Whether this officer may decide it (OF05): the head of the authority, of whatever unit, who had no hand in it.
    pub fn may_decide(&self, who: &Officer) -> Result<(), Bar> {
        let submitted_by = match &self.standing {
            Standing::Submitted(submission) => Some(&submission.by),
            _ => None,
        };
        if !who.may(Module::Lock, Action::Approve) {
            Err(Bar::NotPermitted)
        } else if self.is_about(&who.account) {
            Err(Bar::OwnAccount)
        } else if self.received_by == who.account || submitted_by == Some(&who.account) {
            Err(Bar::OwnWork)
        } else {
            Ok(())
        }
    }

    fn is_about(&self, who: &AccountId) -> bool {
        &self.account == who || self.into.as_ref() == Some(who)
    }
}

/// When handing on is late: the receiving unit's term (Decree 69/2024 Art. 15(2)-(3)).
pub fn hand_on_by(received_at: Timestamp) -> Timestamp {
    let rules = decree::in_force(received_at.day_in_vietnam());
    calendar::working_term_ends(received_at, rules.lock_receiving_working_days)
}

/// When a decision is late: the head's term, from the handing on.
pub fn decide_by(submitted_at: Timestamp) -> Timestamp {
    let rules = decree::in_force(submitted_at.day_in_vietnam());
    calendar::working_term_ends(submitted_at, rules.lock_working_days)
}

/// What the house and the registers know that decides whether a deed can be done.
#[derive(Clone, Copy, Debug)]
pub struct Facts<'a> {
    /// The account.
    pub account: &'a Account,
    /// Since when the ground that the deed is about stands; for a closing, that of death.
    pub since: Option<Timestamp>,
    /// The register's record, when it has one of this person.
    pub record: Option<&'a Record>,
    /// Whether the telephone of the draft is the holder's own.
    pub phone_is_own: bool,
    /// Of a merging, the account that stays.
    pub into: Option<&'a Account>,
}

/// Whether the deed fits how things are; the word says why not, for the journal.
pub fn fits(deed: Deed, facts: &Facts<'_>, now: Timestamp) -> Result<(), &'static str> {
    let status = facts.record.map(|record| record.status);
    if facts.account.state == State::Closed {
        return Err("account_closed");
    }
    match deed {
        Deed::LockAuthority | Deed::LockBreach if facts.since.is_some() => Err("stands_already"),
        Deed::LockAuthority | Deed::LockBreach => Ok(()),
        _ if deed.unlocks() && facts.since.is_none() => Err("does_not_stand"),
        Deed::UnlockDeath if status != Some(VitalStatus::Alive) => Err("not_alive"),
        Deed::UnlockPhone | Deed::Recover if !facts.phone_is_own => Err("phone_not_own"),
        // What is locked is unlocked first.
        Deed::Recover if !facts.account.is_open() => Err("not_open"),
        Deed::Recover if status != Some(VitalStatus::Alive) => Err("not_alive"),
        Deed::Recover => Ok(()),
        Deed::UnlockAuthority | Deed::UnlockBreach | Deed::UnlockOwnRequest | Deed::UnlockDeath | Deed::UnlockPhone => {
            Ok(())
        }
        Deed::Close if status != Some(VitalStatus::Deceased) => Err("not_deceased"),
        // A death that was recorded by mistake is corrected in that time.
        Deed::Close if facts.since.is_none_or(|since| now < since.plus(limits::DEATH_STANDS)) => Err("too_early"),
        Deed::Close => Ok(()),
        Deed::Merge => match facts.into {
            Some(into) if into.state != State::Closed && into.id != facts.account.id => Ok(()),
            _ => Err("not_two_accounts"),
        },
    }
}

#[cfg(test)]
mod tests;
