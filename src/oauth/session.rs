//! A browser that somebody signed in with: when it is live, and what it is worth.

use crate::clock::{Seconds, Timestamp};
use crate::limits;
use crate::oauth::relying_party::Words;
use crate::secret::{AccountId, Digest, SessionId};

/// What is known of a session and of its account, in one read.
#[derive(Clone, Debug)]
pub struct SessionFacts {
    /// The session.
    pub id: SessionId,
    /// Whose it is.
    pub account: AccountId,
    /// The level at which the person acts here: the account's own, unless the person chose to act at level 1.
    pub account_level: Option<i64>,
    /// The account's own level, where the law knows levels.
    pub holder_level: Option<i64>,
    /// Whether the account is active and has no ground for a lock.
    pub account_is_open: bool,
    /// When the holder was last proofed in person.
    pub proofed_at: Option<Timestamp>,
    /// Until when the account acts at level 1 whatever is shown, since it was taken back.
    pub restrained_until: Option<Timestamp>,
    /// Digest of the cookie of the browser that it belongs to.
    pub browser: Digest,
    /// When it began.
    pub began_at: Timestamp,
    /// Its absolute end.
    pub ends_at: Timestamp,
    /// `auth_time`: when the person last showed a factor.
    pub authenticated_at: Timestamp,
    /// The authentication level reached, 1 to 4.
    pub level: i64,
    /// The methods really used (RFC 8176).
    pub methods: Vec<String>,
    /// When it was last used.
    pub used_at: Timestamp,
    /// When it was ended, if it was.
    pub ended_at: Option<Timestamp>,
}

/// A live session as its holder sees it.
#[derive(Clone, Debug)]
pub struct Listed {
    /// Its id; opens nothing.
    pub id: SessionId,
    /// When it began.
    pub began_at: Timestamp,
    /// When it was last used.
    pub used_at: Timestamp,
    /// What is kept of the browser.
    pub device: Device,
    /// The authentication level reached.
    pub level: i64,
    /// The methods really used (RFC 8176).
    pub methods: Vec<String>,
    /// The names of the parties that it was used for, in the order in which they came.
    pub parties: Vec<Words>,
}

/// What is kept of the browser that a session is in: words of ours and of the operator, nothing that it sent.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Device {
    /// The kind of browser; empty when it is none that we know.
    pub browser: String,
    /// The kind of system; empty when it is none that we know.
    pub system: String,
    /// From where it came.
    pub place: String,
}

/// How long a party takes a sign-in for, where that is less than the house does (SE03).
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Limits {
    /// Over after this long without the party having used it.
    pub idle: Option<Seconds>,
    /// Over after this long, however much it is used.
    pub absolute: Option<Seconds>,
}

impl Limits {
    /// Whether a sign-in of that instant is over for the party, which was last given something in that session then. What
    /// the person did elsewhere meanwhile does not count: the party did not see it. Whole seconds: an age of exactly the
    /// limit may be a moment more.
    pub fn is_over(&self, authenticated_at: Timestamp, last_use: Option<Timestamp>, now: Timestamp) -> bool {
        let used_at = last_use.map_or(authenticated_at, |last| last.max(authenticated_at));
        self.absolute.is_some_and(|most| now.since(authenticated_at) >= most)
            || self.idle.is_some_and(|most| now.since(used_at) >= most)
    }

    /// When what the party gets in a session that ends then ends at the latest.
    pub fn ends_at(&self, authenticated_at: Timestamp, session_ends_at: Timestamp) -> Timestamp {
        self.absolute.map_or(session_ends_at, |most| authenticated_at.plus(most).min(session_ends_at))
    }
}

impl SessionFacts {
    /// Whether the session still carries anything: not ended, neither idle nor absolute end reached, account open, and
    /// shown by the browser that it was made for.
    pub fn is_live(&self, browser: &Digest, now: Timestamp) -> bool {
        self.ended_at.is_none()
            && self.account_is_open
            && now < self.ends_at
            && now.since(self.used_at) < limits::SESSION_IDLE
            && self.browser.matches(browser)
    }

    /// Whether the account was taken back so lately that documents and finance still wait.
    pub fn is_restrained(&self, now: Timestamp) -> bool {
        self.restrained_until.is_some_and(|until| now < until)
    }

    /// Whether the holder of a level-2 account acts at level 1 here.
    pub fn is_lowered(&self) -> bool {
        self.account_level < self.holder_level
    }

    /// Whether the person may choose to act at level 1 here.
    pub fn may_be_lowered(&self) -> bool {
        self.account_level == Some(2)
    }

    /// Whether its use should be written down: not at each request, so that reading stays reading.
    pub fn wants_touch(&self, now: Timestamp) -> bool {
        now.since(self.used_at) >= TOUCH
    }
}

/// A use is written at most once in this span; the idle end is exact to it.
const TOUCH: Seconds = Seconds::new(30);

#[cfg(test)]
mod tests {
    use super::*;

    fn facts() -> SessionFacts {
        let began_at = Timestamp::from_unix(1_000_000);
        SessionFacts {
            id: SessionId::new([1; 16]),
            account: AccountId::new([2; 16]),
            account_level: Some(2),
            holder_level: Some(2),
            account_is_open: true,
            proofed_at: Some(began_at),
            restrained_until: None,
            browser: Digest::sha256(b"browser"),
            began_at,
            ends_at: began_at.plus(limits::SESSION_ABSOLUTE),
            authenticated_at: began_at,
            level: 1,
            methods: vec!["pwd".into()],
            used_at: began_at,
            ended_at: None,
        }
    }

    #[test]
    fn who_acts_at_level_1_is_told_from_who_has_no_more() {
        let of = |account_level, holder_level| SessionFacts { account_level, holder_level, ..facts() };
        for (acts, has, is_lowered, may_be) in [
            (Some(2), Some(2), false, true),
            (Some(1), Some(2), true, false),
            (Some(1), Some(1), false, false),
            (None, None, false, false),
        ] {
            let session = of(acts, has);
            assert_eq!((session.is_lowered(), session.may_be_lowered()), (is_lowered, may_be), "{acts:?} {has:?}");
        }
    }

    #[test]
    fn a_session_dies_of_idleness_age_end_lock_and_in_another_browser() {
        let (facts, browser) = (facts(), Digest::sha256(b"browser"));
        assert!(facts.is_live(&browser, facts.began_at));
        assert!(facts.is_live(&browser, facts.began_at.plus(Seconds::new(899))));
        assert!(!facts.is_live(&browser, facts.began_at.plus(limits::SESSION_IDLE)));
        assert!(!facts.is_live(&Digest::sha256(b"other"), facts.began_at));
        let busy = SessionFacts { used_at: facts.ends_at, ..facts.clone() };
        assert!(!busy.is_live(&browser, facts.ends_at));
        let ended = SessionFacts { ended_at: Some(facts.began_at), ..facts.clone() };
        assert!(!ended.is_live(&browser, facts.began_at));
        let locked = SessionFacts { account_is_open: false, ..facts };
        assert!(!locked.is_live(&browser, locked.began_at));
    }
}
