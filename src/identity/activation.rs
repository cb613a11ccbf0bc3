//! The window in which the holder takes an approved account over, and what closes it.

use crate::clock::Timestamp;
use crate::identity::account::{Account, State};
use crate::identity::calendar;
use crate::identity::decree::Rules;

/// The first instant that is too late (Decree 69/2024 Art. 14(1), counted as the Civil Code says).
pub fn closes_at(notified_at: Timestamp, rules: &Rules) -> Timestamp {
    calendar::term_ends(notified_at, rules.activation_days)
}

/// Why an account cannot be activated, told only to who showed its code.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ActivationRefusal {
    /// The window has passed: only the call centre helps.
    Lapsed,
    /// It is active already.
    AlreadyActive,
    /// It is locked or over.
    Barred,
}

/// Whether the account may be activated now. The window is judged here, at use, whatever the chore has written (V096).
pub fn accept(account: &Account, now: Timestamp) -> Result<(), ActivationRefusal> {
    match account.state {
        State::Active => Err(ActivationRefusal::AlreadyActive),
        State::Closed => Err(ActivationRefusal::Barred),
        State::Approved | State::Lapsed if account.is_locked() => Err(ActivationRefusal::Barred),
        State::Lapsed => Err(ActivationRefusal::Lapsed),
        State::Approved if now >= account.activation_closes_at => Err(ActivationRefusal::Lapsed),
        State::Approved => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::{Day, Seconds};
    use crate::identity::account::{AccountKind, AccountLevel, Channel, Ground};
    use crate::identity::decree;
    use crate::identity::language::Language;
    use crate::identity::number::PersonalNumber;
    use crate::identity::phone::Phone;
    use crate::secret::AccountId;

    fn pending(created_at: Timestamp) -> Account {
        Account {
            id: AccountId::new([1; 16]),
            kind: AccountKind::Citizen,
            state: State::Approved,
            level: Some(AccountLevel::One),
            number: PersonalNumber::parse("001090000001").unwrap(),
            phone: Phone::parse("0912345678").unwrap(),
            email: None,
            channel: Channel::Sms,
            language: Language::Vi,
            created_at,
            activation_closes_at: closes_at(created_at, decree::in_force(created_at.day_in_vietnam())),
            activated_at: None,
            raised_at: None,
            proofed_at: None,
            verification_qr_at: None,
            grounds: Vec::new(),
            version: 1,
        }
    }

    #[test]
    fn a_notice_on_monday_is_open_to_the_end_of_the_next_monday() {
        let notice = Day::new(2026, 11, 2).unwrap().start_in_vietnam().plus(Seconds::hours(10));
        let account = pending(notice);
        let end = Day::new(2026, 11, 10).unwrap().start_in_vietnam();
        assert_eq!(accept(&account, end.minus(Seconds::new(1))), Ok(()));
        assert_eq!(accept(&account, end), Err(ActivationRefusal::Lapsed));
    }

    #[test]
    fn only_an_approved_open_account_is_activated() {
        let now = Timestamp::from_unix(1_793_552_400);
        let account = pending(now);
        for (state, refusal) in [
            (State::Active, ActivationRefusal::AlreadyActive),
            (State::Closed, ActivationRefusal::Barred),
            (State::Lapsed, ActivationRefusal::Lapsed),
        ] {
            assert_eq!(accept(&Account { state, ..account.clone() }, now), Err(refusal));
        }
        let locked = Account { grounds: vec![Ground::Death], ..account };
        assert_eq!(accept(&locked, now), Err(ActivationRefusal::Barred));
    }
}
