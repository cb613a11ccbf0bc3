//! A freeze: "no new bank account, SIM, company or loan in my name until I unlock". It closes the account to every party of a
//! category, and is lifted only after a time in which the holder hears of it and can take it back. Who answers for a holder
//! freezes in the holder's name; the freeze stays when the relation ends or the holder grows up.
//!
//! ```text
//! open ──▶ frozen ──lift: level 2, both factors a moment ago──▶ lifting ──a day──▶ open
//!             ▲                                                    │
//!             └──────────────── kept, by whoever is signed in ─────┘
//! ```

use crate::clock::Timestamp;
use crate::identity::account::{level_in_rules, words};
use crate::limits;

words! {
    /// What a party does in people's names.
    Category {
        /// It opens bank accounts.
        BankAccount = "bank_account",
        /// It sells telephone subscriptions.
        Sim = "sim",
        /// It registers companies.
        Company = "company",
        /// It lends.
        Loan = "loan",
    }
}

/// A freeze of one category that stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Freeze {
    /// What is frozen.
    pub category: Category,
    /// Since when.
    pub since: Timestamp,
    /// From when it is open again, once its holder has asked for that.
    pub lifts_at: Option<Timestamp>,
}

impl Freeze {
    /// Whether it closes the account at that instant.
    pub fn holds(&self, now: Timestamp) -> bool {
        self.lifts_at.is_none_or(|at| now < at)
    }
}

/// Why a freeze is not lifted.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// The holder must show both factors first.
    StepUp,
    /// The account has level 1.
    LevelTwoNeeded,
    /// Nothing of that is frozen, or it is being lifted.
    NotFrozen,
    /// It would open when the holder acts alone, whose decision it then is.
    TheirsToDecide,
}

/// From when a freeze is open again whose holder asks for that now. `acts_at` and `holder` are the levels at which the person
/// acts and could act; `is_fresh` says whether both factors were shown a moment ago.
pub fn lifted_at(
    freeze: Option<&Freeze>,
    acts_at: Option<i64>,
    holder: Option<i64>,
    is_fresh: bool,
    now: Timestamp,
) -> Result<Timestamp, Refusal> {
    if level_in_rules(holder) < 2 {
        return Err(Refusal::LevelTwoNeeded);
    }
    if !is_fresh || level_in_rules(acts_at) < 2 {
        return Err(Refusal::StepUp);
    }
    match freeze {
        Some(freeze) if freeze.lifts_at.is_none() => Ok(now.plus(limits::FREEZE_COOL_DOWN)),
        _ => Err(Refusal::NotFrozen),
    }
}

/// The same for who answers for the holder: what would open once the holder acts alone is the holder's to decide, so that a
/// freeze passes to the young person as it stands.
pub fn lifted_for(lifts_at: Timestamp, alone_from: Option<Timestamp>) -> Result<Timestamp, Refusal> {
    if alone_from.is_some_and(|from| lifts_at >= from) { Err(Refusal::TheirsToDecide) } else { Ok(lifts_at) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Seconds;

    const NOW: Timestamp = Timestamp::from_unix(1_800_000_000);

    #[test]
    fn a_freeze_holds_until_the_last_second_of_its_cool_down() {
        let mut freeze = Freeze { category: Category::Sim, since: NOW, lifts_at: None };
        assert!(freeze.holds(NOW.plus(Seconds::days(9_000))));
        let at = lifted_at(Some(&freeze), Some(2), Some(2), true, NOW).unwrap();
        assert_eq!(at, NOW.plus(Seconds::hours(24)));
        freeze.lifts_at = Some(at);
        assert!(freeze.holds(at.minus(Seconds::new(1))) && !freeze.holds(at));
        // Asking again does not move it.
        assert_eq!(lifted_at(Some(&freeze), Some(2), Some(2), true, NOW), Err(Refusal::NotFrozen));
    }

    #[test]
    fn it_is_lifted_at_level_2_with_both_factors_and_not_below() {
        let freeze = Freeze { category: Category::Loan, since: NOW, lifts_at: None };
        for (acts_at, holder, is_fresh, refusal) in [
            (Some(1), Some(1), true, Refusal::LevelTwoNeeded),
            (Some(1), Some(2), true, Refusal::StepUp),
            (Some(2), Some(2), false, Refusal::StepUp),
            (None, None, false, Refusal::StepUp),
        ] {
            assert_eq!(
                lifted_at(Some(&freeze), acts_at, holder, is_fresh, NOW),
                Err(refusal),
                "{acts_at:?} {holder:?}"
            );
        }
        // An account without a level has all features (Decree 320/2026 new Art. 9(3)).
        assert!(lifted_at(Some(&freeze), None, None, true, NOW).is_ok());
        assert_eq!(lifted_at(None, Some(2), Some(2), true, NOW), Err(Refusal::NotFrozen));
    }

    #[test]
    fn what_would_open_once_the_holder_acts_alone_is_lifted_by_nobody_else() {
        for (alone_from, expected) in [
            (None, Ok(NOW)),
            (Some(NOW.plus(Seconds::new(1))), Ok(NOW)),
            (Some(NOW), Err(Refusal::TheirsToDecide)),
            (Some(NOW.minus(Seconds::days(1))), Err(Refusal::TheirsToDecide)),
        ] {
            assert_eq!(lifted_for(NOW, alone_from), expected, "{alone_from:?}");
        }
    }

    #[test]
    fn words_are_read_back() {
        for category in Category::ALL {
            assert_eq!(Category::parse(category.as_str()), Some(*category));
        }
        assert_eq!(Category::parse("bank"), None);
    }
}
