//! Taking an account back whose password or telephone is lost: what is shown for it, and how long its holder may say no.
//!
//! | Proof | Points | Shows |
//! |---|---|---|
//! | register | 0 | the data of the population register, with a telephone of the person's own: as enrolment asks |
//! | password | 1 | the password |
//! | email | 1 | the address that the register has |
//! | phone | 1 | the registered telephone, where the password is what was lost |
//! | paper | 1 | a code of the sheet; who shows it has the drawer in which it lies, whoever that is |
//! | passkey | 2 | a device of the person's, and that it opens for who holds it |
//! | card | 1 | the chip of the identity card, which the officers' reader found to be the state's and no copy |
//! | officer | 3 | the person at the counter, recognised by face, with four eyes (two officers) |
//!
//! Never weaker than enrolment (PW18): the register always, and beside it a way that is the person's own (a channel, a passkey,
//! an officer); and but for the officer never by one of them alone, since public data with a telephone that changed hands is no
//! proof of anybody. Paper with the password reaches nobody: both may lie at home, and so may the identity card.
//!
//! Address, telephone and passkey are together worth no more than `limits::RECOVERY_TELEPHONE`: whoever takes an unlocked
//! telephone out of somebody's hand has all three, and the notices arrive there. How long is waited is a table by points and by
//! what the account opens (`limits::RECOVERY_WAITS`). A further kind of proof is one more line of [`Proof`].

use crate::clock::{Seconds, Timestamp};
use crate::identity::account::AccountLevel;
use crate::identity::phone::Phone;
use crate::limits;
use crate::secret::{AccountId, Digest, RecoveryId};

/// Something that was shown for a recovery.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Proof {
    /// The data of the register, with a telephone of the person's own.
    Register,
    /// The password.
    Password,
    /// A code to the address.
    Email,
    /// A code to the registered telephone.
    Phone,
    /// A code of the sheet of paper.
    Paper,
    /// A passkey, opened by its holder.
    Passkey,
    /// The chip of the identity card, read at the counter.
    Card,
    /// Two officers, before whom the person stood.
    Officer,
}

impl Proof {
    /// Every proof, in the order in which pages show them.
    pub const ALL: [Self; 8] = [
        Self::Register,
        Self::Password,
        Self::Email,
        Self::Phone,
        Self::Paper,
        Self::Passkey,
        Self::Card,
        Self::Officer,
    ];

    /// The word in columns and forms.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Password => "password",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Paper => "paper",
            Self::Passkey => "passkey",
            Self::Card => "card",
            Self::Officer => "officer",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|proof| proof.as_str() == text)
    }

    /// What it is worth beside the register.
    pub const fn points(self) -> u32 {
        match self {
            Self::Register => 0,
            Self::Password | Self::Email | Self::Phone | Self::Paper | Self::Card => 1,
            Self::Passkey => 2,
            Self::Officer => 3,
        }
    }

    /// Whether it reaches the person by a way of their own, as enrolment does.
    const fn reaches_the_person(self) -> bool {
        matches!(self, Self::Email | Self::Phone | Self::Passkey | Self::Officer)
    }

    /// Whether one unlocked telephone shows it.
    const fn is_in_the_telephone(self) -> bool {
        matches!(self, Self::Email | Self::Phone | Self::Passkey)
    }
}

/// What a stranger would gain with the account.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Risk {
    /// An account of level 1.
    Ordinary,
    /// Any other: documents, sharing, acting for others.
    High,
}

impl Risk {
    /// Of an account of that level; one without levels has all features.
    pub fn of(level: Option<AccountLevel>) -> Self {
        if level == Some(AccountLevel::One) { Self::Ordinary } else { Self::High }
    }
}

/// How long is waited once these were shown; none while they do not suffice, however many they are.
pub fn wait(proofs: &[Proof], risk: Risk) -> Option<Seconds> {
    let shown = |proof: &Proof| proofs.contains(proof);
    let beside = Proof::ALL.into_iter().filter(|proof| shown(proof) && *proof != Proof::Register).count();
    let reaches = Proof::ALL.iter().any(|proof| shown(proof) && proof.reaches_the_person());
    if !shown(&Proof::Register) || !reaches || (beside < 2 && !shown(&Proof::Officer)) {
        return None;
    }
    let points = points(proofs);
    let row = limits::RECOVERY_WAITS.iter().rfind(|(from, ..)| points >= *from);
    row.map(|(_, ordinary, high)| match risk {
        Risk::Ordinary => *ordinary,
        Risk::High => *high,
    })
}

/// What they are worth together.
fn points(proofs: &[Proof]) -> u32 {
    let sum = |is_in_the_telephone: bool| -> u32 {
        let counted = |proof: &Proof| proofs.contains(proof) && proof.is_in_the_telephone() == is_in_the_telephone;
        Proof::ALL.into_iter().filter(counted).map(Proof::points).sum()
    };
    sum(true).min(limits::RECOVERY_TELEPHONE) + sum(false)
}

/// When it may be finished: the time runs from when the holder was first told, and a later proof only shortens it.
pub fn ready_at(waits_since: Timestamp, before: Option<Timestamp>, wait: Seconds) -> Timestamp {
    let ready = waits_since.plus(wait);
    before.map_or(ready, |before| before.min(ready))
}

/// Where a recovery stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum State {
    /// Proofs are gathered.
    Open,
    /// Enough was shown; the holder may say no.
    Waiting,
    /// The account was taken back.
    Done,
    /// The holder said no.
    Stopped,
    /// Another one was begun instead, or done.
    Ended,
}

impl State {
    /// Every state.
    pub const ALL: [Self; 5] = [Self::Open, Self::Waiting, Self::Done, Self::Stopped, Self::Ended];

    /// The column text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Waiting => "waiting",
            Self::Done => "done",
            Self::Stopped => "stopped",
            Self::Ended => "ended",
        }
    }

    /// Reads the column text.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

/// A recovery as it stands in one read.
#[derive(Clone, Debug)]
pub struct Recovery {
    /// Its id.
    pub id: RecoveryId,
    /// Whose account it is; none where there is nobody.
    pub account: Option<AccountId>,
    /// Blind index of the person who was declared, there or not: guesses for nobody are counted under it.
    pub person: Digest,
    /// The telephone that the account will have.
    pub phone: Phone,
    /// Where it stands.
    pub state: State,
    /// When the holder was first told.
    pub waits_since: Option<Timestamp>,
    /// When it may be finished.
    pub ready_at: Option<Timestamp>,
    /// When it is over.
    pub closes_at: Timestamp,
    /// What the holder was told to stop it with.
    pub veto: Option<Digest>,
    /// What was shown.
    pub proofs: Vec<Proof>,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn subset(bits: u8) -> Vec<Proof> {
        Proof::ALL
            .into_iter()
            .enumerate()
            .filter(|(place, _)| (bits >> place) & 1 == 1)
            .map(|(_, proof)| proof)
            .collect()
    }

    #[test]
    fn pw18_public_data_an_address_or_a_telephone_alone_take_nothing_back() {
        use Proof::{Card, Email, Officer, Paper, Passkey, Password, Phone, Register};
        for weak in [
            &[][..],
            &[Register],
            &[Register, Password],
            &[Register, Email],
            &[Register, Phone],
            &[Register, Paper],
            &[Register, Passkey],
            &[Register, Card],
            // A family's drawer.
            &[Register, Password, Paper],
            &[Register, Password, Paper, Card],
            &[Password, Email, Phone],
            &[Paper, Passkey, Email],
            &[Officer],
            &[Officer, Email, Phone, Password],
        ] {
            assert_eq!(wait(weak, Risk::Ordinary), None, "{weak:?}");
        }
        for (enough, ordinary, high) in [
            (&[Register, Password, Email][..], Seconds::days(3), Seconds::days(7)),
            (&[Register, Phone, Email], Seconds::days(3), Seconds::days(7)),
            (&[Register, Paper, Email], Seconds::days(3), Seconds::days(7)),
            (&[Register, Passkey, Paper], Seconds::days(1), Seconds::days(3)),
            (&[Register, Passkey, Paper, Password], Seconds::hours(12), Seconds::days(1)),
            // A stolen telephone that was open shows all three, and waits as long as for two of them.
            (&[Register, Passkey, Email], Seconds::days(3), Seconds::days(7)),
            (&[Register, Passkey, Email, Phone], Seconds::days(3), Seconds::days(7)),
            (&[Register, Officer], Seconds::days(1), Seconds::days(3)),
            (&[Register, Phone, Email, Password], Seconds::days(1), Seconds::days(3)),
            (&[Register, Officer, Email], Seconds::hours(12), Seconds::days(1)),
            (&[Register, Officer, Paper], Seconds::hours(12), Seconds::days(1)),
            (&[Register, Officer, Card], Seconds::hours(12), Seconds::days(1)),
            (&[Register, Officer, Passkey], Seconds::hours(1), Seconds::hours(12)),
            (&[Register, Officer, Email, Password], Seconds::hours(1), Seconds::hours(12)),
        ] {
            assert_eq!(
                (wait(enough, Risk::Ordinary), wait(enough, Risk::High)),
                (Some(ordinary), Some(high)),
                "{enough:?}"
            );
        }
    }

    #[test]
    fn words_are_read_back_and_levels_have_their_risk() {
        for proof in Proof::ALL {
            assert_eq!(Proof::parse(proof.as_str()), Some(proof));
        }
        for state in State::ALL {
            assert_eq!(State::parse(state.as_str()), Some(state));
        }
        assert_eq!(Risk::of(Some(AccountLevel::One)), Risk::Ordinary);
        assert_eq!((Risk::of(Some(AccountLevel::Two)), Risk::of(None)), (Risk::High, Risk::High));
    }

    proptest! {
        #[test]
        fn more_proofs_never_wait_longer_and_more_risk_never_waits_less(few in 0_u8..=255, more in 0_u8..=255) {
            for risk in [Risk::Ordinary, Risk::High] {
                if let Some(alone) = wait(&subset(few), risk) {
                    let together = wait(&subset(few | more), risk);
                    prop_assert!(together.is_some_and(|together| together <= alone));
                }
            }
            prop_assert!(wait(&subset(few), Risk::High) >= wait(&subset(few), Risk::Ordinary));
        }

        #[test]
        fn what_suffices_is_never_less_than_enrolment_and_never_one_proof_alone(bits in 0_u8..=255) {
            let proofs = subset(bits);
            if let Some(wait) = wait(&proofs, Risk::Ordinary) {
                prop_assert!(proofs.contains(&Proof::Register));
                prop_assert!(proofs.iter().any(|proof| proof.reaches_the_person()));
                prop_assert!(points(&proofs) >= 2);
                prop_assert!(proofs.len() > 2 || proofs.contains(&Proof::Officer));
                prop_assert!(wait >= Seconds::hours(1));
            }
        }

        #[test]
        fn what_one_telephone_shows_never_waits_less_than_two_points(bits in 0_u8..=255) {
            let mut proofs = subset(bits);
            proofs.retain(|proof| *proof == Proof::Register || proof.is_in_the_telephone());
            prop_assert!(wait(&proofs, Risk::High).is_none_or(|wait| wait == Seconds::days(7)));
        }

        #[test]
        fn a_later_proof_only_shortens(since in 0_i64..1_000_000, first in 0_i64..1_000_000, then in 0_i64..1_000_000) {
            let since = Timestamp::from_unix(since);
            let before = ready_at(since, None, Seconds::new(first));
            let after = ready_at(since, Some(before), Seconds::new(then));
            prop_assert!(after <= before && after >= since);
        }
    }
}
