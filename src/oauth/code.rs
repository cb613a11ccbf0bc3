//! The authorization code: whether what a party shows redeems it, and what it costs to be wrong.
//!
//! ```text
//!   issued --redeemed by its party, with its redirect_uri and verifier--> redeemed --shown again--> what it bought ends
//!      \--shown by another party, or with a wrong proof--> ended at once
//! ```
//!
//! A code is worth one try: whoever holds it and fails has stolen it or is guessing the proof (RFC 9700 §4.5).

use crate::clock::Timestamp;
use crate::oauth::family::Family;
use crate::oauth::pkce::{Challenge, Verifier};
use crate::secret::ClientId;

/// What is known of a code, in one read.
#[derive(Clone, Debug)]
pub struct CodeFacts {
    /// What it buys.
    pub family: Family,
    /// Where it was sent.
    pub redirect_uri: String,
    /// The PKCE challenge of the request.
    pub challenge: Option<Challenge>,
    /// From when it is worth nothing.
    pub expires_at: Timestamp,
    /// When it was redeemed, if it was.
    pub redeemed_at: Option<Timestamp>,
}

/// What a party shows with a code.
#[derive(Clone, Copy, Debug)]
pub struct Shown<'a> {
    /// The party, authenticated as its registration says.
    pub party: &'a ClientId,
    /// The redirect URI that it says the code was sent to.
    pub redirect_uri: Option<&'a str>,
    /// The PKCE verifier.
    pub verifier: Option<&'a str>,
}

/// What is to be done about it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Verdict {
    /// Spend it and hand out what it buys.
    Redeem,
    /// It was redeemed before: end what it bought.
    Replay,
    /// End it before it can be redeemed by anybody; the reason is for the log.
    Burn(&'static str),
    /// Refuse; nothing needs to be ended. The reason is for the log.
    Refuse(&'static str),
}

/// Judges a code that exists.
pub fn redeem(facts: &CodeFacts, shown: Shown<'_>, now: Timestamp) -> Verdict {
    // First, since a code in the wrong hands may also have been redeemed: then what it bought must end (V019).
    if facts.family.relying_party != *shown.party {
        return Verdict::Burn("it was issued to another party");
    }
    // Before its age: a replay a day later still tells that the code leaked (RFC 6749 §4.1.2).
    if facts.redeemed_at.is_some() {
        return Verdict::Replay;
    }
    if now >= facts.expires_at {
        return Verdict::Refuse("it has expired");
    }
    if !facts.family.is_alive {
        return Verdict::Refuse("the session, the account, the consent or the party has ended");
    }
    if shown.redirect_uri != Some(facts.redirect_uri.as_str()) {
        return Verdict::Burn("another redirect_uri");
    }
    // A verifier without a challenge is the other half of a downgrade: somebody took the challenge out (RFC 9700 §4.8.2).
    match (&facts.challenge, shown.verifier) {
        (None, None) => Verdict::Redeem,
        (Some(challenge), Some(verifier)) if answers(challenge, verifier) => Verdict::Redeem,
        (Some(_), None) => Verdict::Burn("no code_verifier"),
        (Some(_), Some(_)) => Verdict::Burn("a wrong code_verifier"),
        (None, Some(_)) => Verdict::Burn("a code_verifier without a challenge"),
    }
}

fn answers(challenge: &Challenge, verifier: &str) -> bool {
    Verifier::parse(verifier).is_some_and(|verifier| challenge.is_answered_by(&verifier))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Seconds;
    use crate::oauth::family;

    const NOW: Timestamp = Timestamp::from_unix(1_800_000_000);
    const HOME: &str = "https://portal.example/cb";

    fn verifier() -> String {
        "v".repeat(43)
    }

    fn facts() -> CodeFacts {
        CodeFacts {
            family: family::sample(NOW),
            redirect_uri: HOME.into(),
            challenge: Some(Challenge::of(&Verifier::parse(&verifier()).unwrap())),
            expires_at: NOW.plus(Seconds::new(60)),
            redeemed_at: None,
        }
    }

    fn judged(facts: &CodeFacts, redirect_uri: Option<&str>, verifier: Option<&str>, now: Timestamp) -> Verdict {
        redeem(facts, Shown { party: &facts.family.relying_party, redirect_uri, verifier }, now)
    }

    #[test]
    fn the_right_party_with_the_right_proof_redeems() {
        let facts = facts();
        assert_eq!(judged(&facts, Some(HOME), Some(&verifier()), NOW), Verdict::Redeem);
        let last = facts.expires_at.minus(Seconds::new(1));
        assert_eq!(judged(&facts, Some(HOME), Some(&verifier()), last), Verdict::Redeem);
        assert!(matches!(judged(&facts, Some(HOME), Some(&verifier()), facts.expires_at), Verdict::Refuse(_)));
    }

    #[test]
    fn v023_every_wrong_proof_burns_the_code() {
        let facts = facts();
        let other = "w".repeat(43);
        for (redirect_uri, verifier) in [
            (None, Some(verifier())),
            (Some("https://portal.example/CB"), Some(verifier())),
            (Some("https://evil.example/cb"), Some(verifier())),
            (Some(HOME), None),
            (Some(HOME), Some(String::new())),
            (Some(HOME), Some(other)),
            (Some(HOME), Some(facts.challenge.as_ref().unwrap().as_str().to_owned())),
        ] {
            let verdict = judged(&facts, redirect_uri, verifier.as_deref(), NOW);
            assert!(matches!(verdict, Verdict::Burn(_)), "{redirect_uri:?} {verifier:?}: {verdict:?}");
        }
    }

    #[test]
    fn v024_a_verifier_without_a_challenge_burns_the_code() {
        let facts = CodeFacts { challenge: None, ..facts() };
        assert_eq!(judged(&facts, Some(HOME), None, NOW), Verdict::Redeem);
        assert!(matches!(judged(&facts, Some(HOME), Some(&verifier()), NOW), Verdict::Burn(_)));
    }

    #[test]
    fn v019_another_party_burns_the_code_even_after_it_was_redeemed() {
        let other = ClientId::new([9; 16]);
        for redeemed_at in [None, Some(NOW)] {
            let facts = CodeFacts { redeemed_at, ..facts() };
            let shown = Shown { party: &other, redirect_uri: Some(HOME), verifier: Some(&verifier()) };
            assert!(matches!(redeem(&facts, shown, NOW), Verdict::Burn(_)));
        }
    }

    #[test]
    fn a_second_redemption_is_a_replay_however_late() {
        let facts = CodeFacts { redeemed_at: Some(NOW), ..facts() };
        for seconds in [0, 1, 30, 86_400] {
            let now = NOW.plus(Seconds::new(seconds));
            assert_eq!(judged(&facts, Some(HOME), Some(&verifier()), now), Verdict::Replay);
            assert_eq!(judged(&facts, None, None, now), Verdict::Replay);
        }
    }

    #[test]
    fn v079_a_code_whose_account_or_session_ended_is_refused() {
        let mut facts = facts();
        facts.family.is_alive = false;
        assert!(matches!(judged(&facts, Some(HOME), Some(&verifier()), NOW), Verdict::Refuse(_)));
    }
}
