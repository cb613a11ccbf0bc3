//! Refresh tokens: each is spent for the next; one that is shown again ends the family.
//!
//! ```text
//!   live --shown by its party--> spent, and the next is live        (profile fapi2: stays live, its idle end moves)
//!   spent --shown again--> the family ends: the thief and the party cannot be told apart (RFC 9700 §4.14.2)
//! ```
//!
//! There is no grace for a party that lost the answer: it signs the person in again, without a page while the session
//! lives.

use crate::clock::Timestamp;
use crate::oauth::family::Family;
use crate::oauth::scope::{ScopeRefusal, Scopes};
use crate::secret::ClientId;

/// What is known of a refresh token, in one read.
#[derive(Clone, Debug)]
pub struct RefreshFacts {
    /// The family that it continues.
    pub family: Family,
    /// From when it is dead because nobody used it.
    pub expires_at: Timestamp,
    /// When it was spent for the next one, if it was.
    pub spent_at: Option<Timestamp>,
}

/// What is to be done about it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Verdict {
    /// Spend it and hand out the next.
    Rotate,
    /// Leave it live and move its idle end.
    Keep,
    /// It was spent before: end the family.
    Reuse,
    /// Another party shows it: end the family (V019).
    Stolen,
    /// Refuse; nothing needs to be ended. The reason is for the log.
    Refuse(&'static str),
}

/// Judges a refresh token that exists. `rotates` is the party's profile's: a sender-constrained token is not rotated
/// (FAPI 2.0 §5.3.2.1).
pub fn judge(facts: &RefreshFacts, party: &ClientId, rotates: bool, now: Timestamp) -> Verdict {
    if facts.family.relying_party != *party {
        return Verdict::Stolen;
    }
    // Before age and life: reuse is worth knowing of even when nothing is left to end.
    if facts.spent_at.is_some() {
        return Verdict::Reuse;
    }
    if !facts.family.is_alive {
        return Verdict::Refuse("the session, the account, the consent or the party has ended");
    }
    if now >= facts.expires_at || now >= facts.family.ends_at {
        return Verdict::Refuse("it has expired");
    }
    if rotates { Verdict::Rotate } else { Verdict::Keep }
}

/// The scope of the access token that a refresh buys: what is asked for, which may be less than was granted and never
/// more (RFC 6749 §6). The family keeps what was granted, so a later refresh may ask for it again.
pub fn narrowed(granted: &Scopes, asked: Option<&str>) -> Result<Scopes, ScopeRefusal> {
    let Some(asked) = asked else { return Ok(granted.clone()) };
    let asked = Scopes::parse(asked)?;
    if asked.within(granted) { Ok(asked) } else { Err(ScopeRefusal::Unknown) }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::clock::Seconds;
    use crate::limits;
    use crate::oauth::family;

    const NOW: Timestamp = Timestamp::from_unix(1_800_000_000);

    fn facts() -> RefreshFacts {
        let family = family::sample(NOW);
        RefreshFacts { expires_at: family.refresh_expiry(NOW), family, spent_at: None }
    }

    #[test]
    fn rt01_a_spent_token_ends_the_family_and_a_live_one_is_rotated() {
        let facts = facts();
        let party = facts.family.relying_party.clone();
        assert_eq!(judge(&facts, &party, true, NOW), Verdict::Rotate);
        assert_eq!(judge(&facts, &party, false, NOW), Verdict::Keep);
        let spent = RefreshFacts { spent_at: Some(NOW), ..facts.clone() };
        assert_eq!(judge(&spent, &party, true, NOW.plus(Seconds::days(400))), Verdict::Reuse);
        assert_eq!(judge(&facts, &ClientId::new([9; 16]), true, NOW), Verdict::Stolen);
        assert_eq!(judge(&spent, &ClientId::new([9; 16]), true, NOW), Verdict::Stolen);
    }

    #[test]
    fn rt02_idle_and_absolute_ends_hold_and_the_first_never_passes_the_second() {
        let facts = facts();
        let party = facts.family.relying_party.clone();
        let last = facts.expires_at.minus(Seconds::new(1));
        assert_eq!(facts.expires_at, NOW.plus(limits::REFRESH_IDLE));
        assert_eq!(judge(&facts, &party, true, last), Verdict::Rotate);
        assert!(matches!(judge(&facts, &party, true, facts.expires_at), Verdict::Refuse(_)));
        let late = facts.family.ends_at.minus(Seconds::new(1));
        assert_eq!(facts.family.refresh_expiry(late), facts.family.ends_at);
        assert_eq!(facts.family.access_expiry(late), facts.family.ends_at);
    }

    #[test]
    fn se03_a_partys_shorter_idle_limit_is_that_of_its_tokens() {
        let family = family::Family { idle: Some(Seconds::minutes(2)), ..family::sample(NOW) };
        assert_eq!(family.refresh_expiry(NOW), NOW.plus(Seconds::minutes(2)));
        assert_eq!(family.access_expiry(NOW), NOW.plus(Seconds::minutes(2)));
        let longer = family::Family { idle: Some(Seconds::minutes(15)), ..family };
        assert_eq!(longer.access_expiry(NOW), NOW.plus(limits::ACCESS_TOKEN));
    }

    #[test]
    fn v058_a_token_of_an_ended_account_session_or_consent_is_refused() {
        let mut facts = facts();
        facts.family.is_alive = false;
        let party = facts.family.relying_party.clone();
        assert!(matches!(judge(&facts, &party, true, NOW), Verdict::Refuse(_)));
    }

    #[test]
    fn rt03_scope_only_shrinks() {
        let granted = Scopes::parse("openid email profile").unwrap();
        assert_eq!(narrowed(&granted, None).unwrap(), granted);
        for (asked, expected) in [("openid", "openid"), ("profile openid", "openid profile"), ("email email", "email")]
        {
            assert_eq!(narrowed(&granted, Some(asked)).unwrap().to_string(), expected);
        }
        for wrong in ["phone", "openid phone", "everything", "openid  email", ""] {
            assert!(narrowed(&granted, Some(wrong)).is_err(), "{wrong}");
        }
    }

    proptest! {
        /// A model of a family: whoever shows whichever of its tokens in whatever order, at most one is live, and none is
        /// once a spent one was shown.
        #[test]
        fn a_family_has_at_most_one_live_leaf(shows in proptest::collection::vec((0_usize..8, any::<bool>()), 1..40)) {
            let (party, thief) = (family::sample(NOW).relying_party, ClientId::new([9; 16]));
            let mut tokens = vec![facts()];
            let mut now = NOW;
            for (which, by_thief) in shows {
                now = now.plus(Seconds::minutes(7));
                let which = which % tokens.len();
                let shown_by = if by_thief && which == tokens.len() - 1 { &thief } else { &party };
                match judge(&tokens[which], shown_by, true, now) {
                    Verdict::Rotate => {
                        prop_assert_eq!(which, tokens.len() - 1);
                        tokens[which].spent_at = Some(now);
                        let next = RefreshFacts { expires_at: tokens[0].family.refresh_expiry(now), ..facts() };
                        tokens.push(next);
                    }
                    Verdict::Reuse | Verdict::Stolen => {
                        for token in &mut tokens {
                            token.family.is_alive = false;
                        }
                    }
                    Verdict::Keep => prop_assert!(false, "not this profile"),
                    Verdict::Refuse(_) => prop_assert!(!tokens[which].family.is_alive),
                }
                let live = tokens.iter().filter(|token| judge(token, &party, true, now) == Verdict::Rotate).count();
                prop_assert!(live <= 1);
                prop_assert!(tokens[0].family.is_alive || live == 0);
            }
        }
    }
}
