//! Who is signed in to this party, who is on the way, and what was handed in: in memory, as befits a demonstration.

use std::collections::{HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use openidconnect::CsrfToken;

use super::openid::{Attempt, Ended, Identity};

/// The party's memory.
#[derive(Debug, Default)]
pub(super) struct Desk(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    /// With the path to go on to.
    attempts: HashMap<String, (Attempt, String)>,
    visits: HashMap<String, Visit>,
    /// Cookies whose visit was ended by the provider, so that the person is told once.
    ended: HashSet<String>,
    notices: HashSet<String>,
    leaving: HashSet<String>,
    count: u32,
}

/// Somebody signed in.
#[derive(Clone, Debug)]
pub(super) struct Visit {
    pub(super) who: Identity,
    pub(super) filed: Vec<Filed>,
}

/// Something handed in: a dossier, an application for an account.
#[derive(Clone, Debug)]
pub(super) struct Filed {
    pub(super) number: String,
    pub(super) title: String,
    /// What was declared, as label and value, and whether the provider vouches for it.
    pub(super) lines: Vec<(String, String, bool)>,
}

impl Desk {
    /// Remembers an attempt; answers the cookie under which it is found again.
    pub(super) fn begin(&self, attempt: Attempt, back: &str) -> String {
        let cookie = random();
        let mut kept = self.kept();
        // Attempts that nobody finishes would pile up; a demonstration forgets all of them at once.
        if kept.attempts.len() > MOST_ATTEMPTS {
            kept.attempts.clear();
        }
        kept.attempts.insert(cookie.clone(), (attempt, back.to_owned()));
        cookie
    }

    /// The attempt of this cookie, once.
    pub(super) fn attempt(&self, cookie: &str) -> Option<(Attempt, String)> {
        self.kept().attempts.remove(cookie)
    }

    /// Somebody came in; answers the cookie of the visit, a new one.
    pub(super) fn admit(&self, who: Identity) -> String {
        let cookie = random();
        self.kept().visits.insert(cookie.clone(), Visit { who, filed: Vec::new() });
        cookie
    }

    /// The visit of this cookie.
    pub(super) fn visit(&self, cookie: &str) -> Option<Visit> {
        self.kept().visits.get(cookie).cloned()
    }

    /// Ends the visit from here.
    pub(super) fn dismiss(&self, cookie: &str) -> Option<Visit> {
        self.kept().visits.remove(cookie)
    }

    /// Whether the provider ended this cookie's visit; told once.
    pub(super) fn was_ended(&self, cookie: &str) -> bool {
        self.kept().ended.remove(cookie)
    }

    /// Ends the visits that a logout token names: those of the session, or all of the person's when it names none.
    pub(super) fn end(&self, ended: &Ended) {
        let mut kept = self.kept();
        if !kept.notices.insert(ended.jti.clone()) {
            return;
        }
        let is_meant = |visit: &Visit| match &ended.sid {
            Some(sid) => visit.who.text("sid") == sid,
            None => visit.who.text("sub") == ended.sub,
        };
        let gone: Vec<_> =
            kept.visits.iter().filter(|(_, visit)| is_meant(visit)).map(|(cookie, _)| cookie.clone()).collect();
        for cookie in gone {
            kept.visits.remove(&cookie);
            kept.ended.insert(cookie);
        }
    }

    /// Remembers the state of a sign-out that is under way.
    pub(super) fn leave(&self, state: String) {
        self.kept().leaving.insert(state);
    }

    /// Whether a sign-out with this state was begun here; once.
    pub(super) fn has_left(&self, state: &str) -> bool {
        self.kept().leaving.remove(state)
    }

    /// Files something for the visit and answers its number, when the visit is still there.
    pub(super) fn file(&self, cookie: &str, mut filed: Filed, number: impl FnOnce(u32) -> String) -> Option<String> {
        let mut kept = self.kept();
        kept.count += 1;
        let count = kept.count;
        let visit = kept.visits.get_mut(cookie)?;
        filed.number = number(count);
        let number = filed.number.clone();
        visit.filed.push(filed);
        Some(number)
    }

    /// A panic elsewhere leaves the maps whole: each change is one call.
    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// 128 random bits.
fn random() -> String {
    CsrfToken::new_random().into_secret()
}

const MOST_ATTEMPTS: usize = 10_000;
