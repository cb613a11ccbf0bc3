//! What a signed claim set says, read with its types: a claim of the wrong JSON type is an error, never an absence.
//!
//! josekit's validator calls a token without `aud` or `exp` valid and panics on `exp: 1e300`; it is never used. Every
//! check of presence is here. Knows no client; the caller says what it expects.

use serde_json::{Map, Value};

use super::Rejected;
use crate::clock::{Seconds, Timestamp};
use crate::limits;

/// A claim set.
#[derive(Clone, Debug)]
pub struct Claims(Map<String, Value>);

/// What a caller expects of a token made for it.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// Who must have made it (`iss`).
    pub issuer: &'a str,
    /// Whom it must be about (`sub`), where that is known.
    pub subject: Option<&'a str>,
    /// For whom it must be made (`aud`).
    pub audience: Audience<'a>,
    /// How far ahead `exp` may lie; a far one would keep its `jti` with us for as long (V053).
    pub longest: Seconds,
    /// How old `nbf` may be, where there must be one (FAPI 2.0 message signing §5.3.1).
    pub oldest_start: Option<Seconds>,
    /// Whether there must be a `jti`, because the token may be shown once only.
    pub once: bool,
}

/// What counts as being addressed.
#[derive(Clone, Copy, Debug)]
pub enum Audience<'a> {
    /// One plain text that is one of these. A list is refused even with one entry: who else is on it may replay the
    /// token to us (RFC 10070, V037).
    Only(&'a [&'a str]),
    /// One of these, alone or in a list beside others: for what harms nobody when shown elsewhere (RFC 9101 §10.2).
    Among(&'a [&'a str]),
}

/// What a caller keeps of a token that met its expectations.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Accepted {
    /// Its `jti`, if it has one.
    pub id: Option<String>,
    /// When it was made, if it says so.
    pub issued_at: Option<Timestamp>,
    /// From when nobody accepts it any more, our tolerance included: until then the `jti` must be remembered.
    pub dead_at: Timestamp,
}

impl Claims {
    /// Takes the members in.
    pub fn new(members: Map<String, Value>) -> Self {
        Self(members)
    }

    /// All members.
    pub fn members(&self) -> &Map<String, Value> {
        &self.0
    }

    /// One member of whatever type.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.0.get(name)
    }

    /// All members, owned.
    pub fn into_members(self) -> Map<String, Value> {
        self.0
    }

    /// A claim that is text if it is there.
    pub fn text(&self, name: &'static str) -> Result<Option<&str>, Rejected> {
        match self.0.get(name) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(Rejected::Claim { name, why: "not text" }),
        }
    }

    /// A claim that must be text.
    pub fn required_text(&self, name: &'static str) -> Result<&str, Rejected> {
        self.text(name)?.ok_or(Rejected::Claim { name, why: "missing" })
    }

    /// An instant if it is there: a whole number of seconds from 0 to 2^53, what every JSON reader reads alike.
    pub fn instant(&self, name: &'static str) -> Result<Option<Timestamp>, Rejected> {
        let Some(value) = self.0.get(name) else { return Ok(None) };
        match value.as_i64() {
            Some(seconds @ 0..=LATEST) => Ok(Some(Timestamp::from_unix(seconds))),
            _ => Err(Rejected::Claim { name, why: "not a whole number of seconds" }),
        }
    }

    /// An instant that must be there.
    pub fn required_instant(&self, name: &'static str) -> Result<Timestamp, Rejected> {
        self.instant(name)?.ok_or(Rejected::Claim { name, why: "missing" })
    }

    /// The token's name (`jti`) if it has one: not empty, at most 128 characters, none of them a control character.
    pub fn id(&self) -> Result<Option<&str>, Rejected> {
        let id = self.text("jti")?;
        let good = |id: &str| (1..=LONGEST_ID).contains(&id.chars().count()) && !id.chars().any(char::is_control);
        if id.is_some_and(|id| !good(id)) {
            return Err(Rejected::Claim { name: "jti", why: "empty, too long or not printable" });
        }
        Ok(id)
    }

    /// For whom the token is (`aud`): one text, or a list of at least one.
    pub fn audience(&self) -> Result<Vec<&str>, Rejected> {
        let wrong = Rejected::Claim { name: "aud", why: "neither text nor a list of texts" };
        match self.0.get("aud") {
            None => Err(Rejected::Claim { name: "aud", why: "missing" }),
            Some(Value::String(one)) => Ok(vec![one]),
            Some(Value::Array(list)) if !list.is_empty() => {
                list.iter().map(Value::as_str).collect::<Option<_>>().ok_or(wrong)
            }
            Some(_) => Err(wrong),
        }
    }

    /// Everything that makes a token of another party acceptable now: from whom, about whom, for whom, not expired, not
    /// too long-lived, not from the future.
    pub fn accept(&self, expected: &Expected<'_>, now: Timestamp) -> Result<Accepted, Rejected> {
        if self.required_text("iss")? != expected.issuer {
            return Err(Rejected::Claim { name: "iss", why: "another issuer" });
        }
        let subject = self.text("sub")?;
        if expected.subject.is_some() && subject != expected.subject {
            return Err(Rejected::Claim { name: "sub", why: "missing or another subject" });
        }
        self.addressed_to(expected.audience)?;
        let dead_at = self.alive(expected.longest, now)?;
        self.started(expected.oldest_start, now)?;
        let issued_at = self.not_ahead("iat", now)?;
        let id = self.id()?.map(str::to_owned);
        if expected.once && id.is_none() {
            return Err(Rejected::Claim { name: "jti", why: "missing" });
        }
        Ok(Accepted { id, issued_at, dead_at })
    }

    /// What makes a request object acceptable now (RFC 9101 §4): all of [`Self::accept`] where its party's profile wants
    /// it `whole` (FAPI 2.0 Message Signing §5.3.1); otherwise what it says must be true, and what it leaves out nobody
    /// misses (OpenID Connect Core §6.1).
    pub fn accept_request(&self, expected: &Expected<'_>, whole: bool, now: Timestamp) -> Result<Accepted, Rejected> {
        // RFC 9101 §10.8: what is about the party itself is a proof of the party, and no request of it.
        if self.text("sub")? == Some(expected.issuer) {
            return Err(Rejected::Claim { name: "sub", why: "the party itself" });
        }
        if whole {
            return self.accept(expected, now);
        }
        if self.text("iss")?.is_some_and(|issuer| issuer != expected.issuer) {
            return Err(Rejected::Claim { name: "iss", why: "another issuer" });
        }
        if self.get("aud").is_some() {
            self.addressed_to(expected.audience)?;
        }
        let dead_at = match self.instant("exp")? {
            Some(_) => self.alive(expected.longest, now)?,
            None => now.plus(expected.longest).plus(limits::SKEW),
        };
        self.not_ahead("nbf", now)?;
        let issued_at = self.not_ahead("iat", now)?;
        Ok(Accepted { id: self.id()?.map(str::to_owned), issued_at, dead_at })
    }

    /// Whether the token is for one of us.
    pub fn addressed_to(&self, expected: Audience<'_>) -> Result<(), Rejected> {
        let audience = self.audience()?;
        let addressed = match expected {
            Audience::Only(ours) => {
                self.0.get("aud").and_then(Value::as_str).is_some_and(|audience| ours.contains(&audience))
            }
            Audience::Among(ours) => audience.iter().any(|audience| ours.contains(audience)),
        };
        if addressed { Ok(()) } else { Err(Rejected::Claim { name: "aud", why: "not for us, or not for us alone" }) }
    }

    /// A proof made for this very moment (`iat` within the window on either side, RFC 9449 §11.1).
    pub fn issued_within(&self, window: Seconds, now: Timestamp) -> Result<Timestamp, Rejected> {
        let issued_at = self.required_instant("iat")?;
        let age = now.since(issued_at).get();
        if age.saturating_abs() > window.get() {
            return Err(Rejected::Claim { name: "iat", why: "not made just now" });
        }
        Ok(issued_at)
    }

    fn alive(&self, longest: Seconds, now: Timestamp) -> Result<Timestamp, Rejected> {
        let expires_at = self.required_instant("exp")?;
        let dead_at = expires_at.plus(limits::SKEW);
        if now >= dead_at {
            return Err(Rejected::Claim { name: "exp", why: "past" });
        }
        if expires_at > now.plus(longest).plus(limits::SKEW) {
            return Err(Rejected::Claim { name: "exp", why: "too far ahead" });
        }
        Ok(dead_at)
    }

    fn started(&self, oldest: Option<Seconds>, now: Timestamp) -> Result<(), Rejected> {
        let start = self.not_ahead("nbf", now)?;
        match (oldest, start) {
            (None, _) => Ok(()),
            (Some(_), None) => Err(Rejected::Claim { name: "nbf", why: "missing" }),
            (Some(oldest), Some(start)) if start < now.minus(oldest).minus(limits::SKEW) => {
                Err(Rejected::Claim { name: "nbf", why: "too long ago" })
            }
            (Some(_), Some(_)) => Ok(()),
        }
    }

    fn not_ahead(&self, name: &'static str, now: Timestamp) -> Result<Option<Timestamp>, Rejected> {
        match self.instant(name)? {
            Some(at) if at > now.plus(limits::SKEW) => Err(Rejected::Claim { name, why: "ahead of our clock" }),
            at => Ok(at),
        }
    }
}

/// 2^53, beyond which JSON readers begin to round (RFC 8259 §6).
const LATEST: i64 = 1 << 53;
/// CA01.
const LONGEST_ID: usize = 128;

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const NOW: Timestamp = Timestamp::from_unix(1_800_000_000);
    const US: &str = "https://op.example";

    fn expected() -> Expected<'static> {
        Expected {
            issuer: "rp_1",
            subject: Some("rp_1"),
            audience: Audience::Only(&[US]),
            longest: limits::ASSERTION_LONGEST,
            oldest_start: None,
            once: true,
        }
    }

    fn assertion() -> Value {
        let now = NOW.unix();
        json!({ "iss": "rp_1", "sub": "rp_1", "aud": US, "exp": now + 60, "iat": now, "nbf": now, "jti": "a" })
    }

    fn good() -> Claims {
        Claims::new(assertion().as_object().unwrap().clone())
    }

    /// The assertion with one member set, or without it.
    fn with(name: &str, value: Option<Value>) -> Claims {
        let mut claims = good();
        match value {
            Some(value) => claims.0.insert(name.to_owned(), value),
            None => claims.0.shift_remove(name),
        };
        claims
    }

    fn refused(claims: &Claims) -> bool {
        claims.accept(&expected(), NOW).is_err()
    }

    #[test]
    fn a_good_assertion_is_accepted_and_must_be_remembered_until_it_is_dead() {
        let accepted = good().accept(&expected(), NOW).unwrap();
        assert_eq!(accepted.id.as_deref(), Some("a"));
        assert_eq!(accepted.issued_at, Some(NOW));
        assert_eq!(accepted.dead_at, NOW.plus(Seconds::new(90)));
        assert!(good().accept(&expected(), accepted.dead_at.minus(Seconds::new(1))).is_ok());
        assert!(good().accept(&expected(), accepted.dead_at).is_err());
    }

    #[test]
    fn ca02_j_4_a_claim_that_is_missing_is_missed() {
        for name in ["iss", "sub", "aud", "exp", "jti"] {
            assert!(refused(&with(name, None)), "{name}");
        }
        for name in ["iat", "nbf"] {
            assert!(!refused(&with(name, None)), "{name}");
        }
    }

    #[test]
    fn v036_a_claim_of_the_wrong_type_is_an_error_and_not_an_absence() {
        let wrong = [json!("123"), json!(null), json!(true), json!([]), json!({}), json!(-1), json!(1.5), json!(1e300)];
        for name in ["exp", "iat", "nbf"] {
            for value in wrong.iter().chain(&[json!(u64::MAX), json!(1_i64 << 54), json!(i64::MIN)]) {
                assert!(refused(&with(name, Some(value.clone()))), "{name} {value}");
            }
        }
        for name in ["iss", "sub", "jti"] {
            for value in [json!(1), json!(null), json!(["rp_1"]), json!({}), json!(true), json!("")] {
                assert!(refused(&with(name, Some(value.clone()))), "{name} {value}");
            }
        }
    }

    #[test]
    fn v037_only_one_plain_audience_is_accepted_where_replay_hurts() {
        let wrong = [
            json!([US]),
            json!([US, "https://evil.example"]),
            json!([[US]]),
            json!([]),
            json!(7),
            json!(null),
            json!(format!("{US}/")),
            json!(format!("{US}/token")),
            json!(US.to_uppercase()),
        ];
        for value in wrong {
            assert!(refused(&with("aud", Some(value.clone()))), "{value}");
        }
        let among = Expected { audience: Audience::Among(&[US]), ..expected() };
        let list = with("aud", Some(json!(["https://other.example", US])));
        assert!(list.accept(&among, NOW).is_ok());
        for value in [json!([US, 7]), json!([]), json!(["https://other.example"])] {
            assert!(with("aud", Some(value.clone())).accept(&among, NOW).is_err(), "{value}");
        }
    }

    #[test]
    fn an_assertion_lives_at_most_five_minutes_and_clocks_may_differ_by_thirty_seconds() {
        let at = |name: &str, seconds: i64| with(name, Some(json!(NOW.unix() + seconds)));
        for (name, seconds) in [("exp", 330), ("exp", -29), ("iat", 30), ("nbf", 30), ("iat", -86_400)] {
            assert!(!refused(&at(name, seconds)), "{name} {seconds}");
        }
        for (name, seconds) in [("exp", 331), ("exp", -30), ("exp", 315_360_000), ("iat", 31), ("nbf", 31)] {
            assert!(refused(&at(name, seconds)), "{name} {seconds}");
        }
    }

    #[test]
    fn where_a_start_is_demanded_it_is_there_and_recent() {
        let demanding = Expected { oldest_start: Some(Seconds::hours(1)), ..expected() };
        assert!(good().accept(&demanding, NOW).is_ok());
        assert!(with("nbf", None).accept(&demanding, NOW).is_err());
        assert!(with("nbf", Some(json!(NOW.unix() - 3631))).accept(&demanding, NOW).is_err());
    }

    #[test]
    fn az07_a_request_object_says_nothing_untrue_and_under_a_strict_profile_says_it_all() {
        let us = [US];
        let lenient = Expected { subject: None, audience: Audience::Among(&us), once: false, ..expected() };
        let strict = Expected { oldest_start: Some(Seconds::hours(1)), audience: Audience::Only(&us), ..lenient };
        let takes = |claims: &Claims, whole: bool| {
            claims.accept_request(if whole { &strict } else { &lenient }, whole, NOW).is_ok()
        };
        // A proof of the party has its name as `sub`.
        assert!(!takes(&good(), false) && !takes(&good(), true));
        let object = |name: &str, value: Option<Value>| {
            let mut claims = with(name, value);
            claims.0.shift_remove("sub");
            claims
        };
        assert!(takes(&object("sub", None), true));
        for name in ["iss", "aud", "exp", "nbf"] {
            assert!(takes(&object(name, None), false) && !takes(&object(name, None), true), "{name}");
        }
        assert!(takes(&object("aud", Some(json!([US, "https://other.example"]))), false));
        assert!(!takes(&object("aud", Some(json!([US, "https://other.example"]))), true));
        let now = NOW.unix();
        for (name, value) in [
            ("iss", json!("rp_2")),
            ("iss", json!(7)),
            ("aud", json!("https://evil.example")),
            ("aud", json!([])),
            ("aud", json!(null)),
            ("exp", json!(now - 31)),
            ("exp", json!(now + 100_000)),
            ("exp", json!("soon")),
            ("nbf", json!(now + 31)),
            ("iat", json!(now + 31)),
            ("iat", json!(1e300)),
            ("jti", json!("")),
            ("jti", json!(1)),
        ] {
            let claims = object(name, Some(value.clone()));
            assert!(!takes(&claims, false) && !takes(&claims, true), "{name} {value}");
        }
    }

    #[test]
    fn an_id_has_at_most_128_characters_and_no_control_character() {
        assert!(!refused(&with("jti", Some(json!("ă".repeat(128))))));
        assert!(refused(&with("jti", Some(json!("a".repeat(129))))));
        assert!(refused(&with("jti", Some(json!("a\nb")))));
    }

    #[test]
    fn a_proof_is_made_within_its_window() {
        let window = Seconds::new(60);
        for seconds in [-60, 0, 60] {
            assert!(with("iat", Some(json!(NOW.unix() + seconds))).issued_within(window, NOW).is_ok(), "{seconds}");
        }
        for value in [json!(NOW.unix() - 61), json!(NOW.unix() + 61), json!(1_i64 << 53), json!("now")] {
            assert!(with("iat", Some(value.clone())).issued_within(window, NOW).is_err(), "{value}");
        }
        assert!(with("iat", None).issued_within(window, NOW).is_err());
    }
}
