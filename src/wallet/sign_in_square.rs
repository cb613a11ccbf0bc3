//! The square of a sign-in page: what its pictures say, when one is too old, and what may become of the square.
//!
//! ```text
//! live → opened → approved → redeemed
//!   └──────┴→ denied (no, another number, not asked for) · expired (60 s, or another square in that browser)
//! ```

use crate::clock::{Seconds, Timestamp};
use crate::limits;
use crate::secret::{AccountId, ClientId, Digest, SessionId, SignInSquareId, decode, encode};

/// What stands in one picture: the name of the square, the second at which it was drawn, and a proof that we drew it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Picture {
    /// 128 bits that name the square.
    pub name: [u8; 16],
    /// The second since the square began.
    pub second: i64,
    /// The left half of an HMAC over both.
    pub proof: [u8; 16],
}

impl Picture {
    /// The end of the address in the picture.
    pub fn write(&self) -> String {
        format!("{}.{}.{}", encode(&self.name), self.second, encode(&self.proof))
    }

    /// Reads it back; another spelling of the same is none.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let name = decode(parts.next()?)?.try_into().ok()?;
        let second =
            parts.next().filter(|text| text.len() <= DIGITS && text.bytes().all(|one| one.is_ascii_digit()))?;
        let proof = decode(parts.next()?)?.try_into().ok()?;
        let read = Self { name, second: second.parse().ok()?, proof };
        (parts.next().is_none() && read.write() == text).then_some(read)
    }

    /// The digest by which the square is found.
    pub fn digest(&self) -> Digest {
        Digest::sha256(&self.name)
    }
}

/// The code that is typed where there is no camera: eight letters that nobody takes for one another and that make no word
/// (RFC 8628 §6.1).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Code(String);

impl Code {
    /// The code made of these bytes.
    pub fn of(bytes: [u8; 16]) -> Self {
        let mut rest = u128::from_be_bytes(bytes);
        let letter = |rest: &mut u128| {
            let at = usize::try_from(*rest % 20).unwrap_or_default();
            *rest /= 20;
            LETTERS.get(at).map_or('B', |letter| char::from(*letter))
        };
        Self((0..CODE_LENGTH).map(|_| letter(&mut rest)).collect())
    }

    /// Reads what somebody typed, in small letters or large, with spaces or a dash or without.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > 32 {
            return None;
        }
        let letters: String =
            text.chars().filter(|one| !matches!(one, ' ' | '-')).map(|one| one.to_ascii_uppercase()).collect();
        let whole = letters.len() == CODE_LENGTH && letters.bytes().all(|one| LETTERS.contains(&one));
        whole.then_some(Self(letters))
    }

    /// The letters, for their digest.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The letters as they are read out.
    pub fn grouped(&self) -> String {
        let (left, right) = self.0.split_at(CODE_LENGTH / 2);
        format!("{left}-{right}")
    }
}

/// The two digits that the waiting page shows and the person types, made of these bytes: never with a zero before them.
pub fn number(bytes: [u8; 16]) -> u8 {
    u8::try_from(10 + u128::from_be_bytes(bytes) % 90).unwrap_or(10)
}

/// Where a square stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum State {
    /// Nobody has opened it.
    Live,
    /// A wallet has, and has not answered.
    Opened,
    /// The person lets the browser in.
    Approved,
    /// The person does not.
    Denied,
    /// Its time is over.
    Expired,
    /// The browser is in.
    Redeemed,
}

impl State {
    /// The column text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Opened => "opened",
            Self::Approved => "approved",
            Self::Denied => "denied",
            Self::Expired => "expired",
            Self::Redeemed => "redeemed",
        }
    }

    /// Reads the column text.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Live, Self::Opened, Self::Approved, Self::Denied, Self::Expired, Self::Redeemed]
            .into_iter()
            .find(|state| state.as_str() == text)
    }
}

/// What the person answered.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Answer {
    /// It is me, and this is the number.
    Approved,
    /// No.
    Denied,
    /// I did not ask for this.
    Reported,
    /// Another number than the page shows: who waits there is not who answers here.
    WrongNumber,
}

impl Answer {
    /// The column text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Approved => "approved",
            Self::Denied => "denied",
            Self::Reported => "reported",
            Self::WrongNumber => "wrong_number",
        }
    }

    /// Where the square stands after it.
    pub const fn state(self) -> State {
        match self {
            Self::Approved => State::Approved,
            Self::Denied | Self::Reported | Self::WrongNumber => State::Denied,
        }
    }
}

/// What is known of a square.
#[derive(Clone, Debug)]
pub struct SquareFacts {
    /// Its id, which stands in no picture.
    pub id: SignInSquareId,
    /// Digest of the cookie of the browser that waits.
    pub browser: Digest,
    /// The kind of that browser, in a few words of ours; may be empty.
    pub browser_kind: String,
    /// Where it is, as attempts are counted.
    pub address: String,
    /// Who waits for the sign-in; none for a page of ours.
    pub party: Option<ClientId>,
    /// When it began.
    pub began_at: Timestamp,
    /// The first instant at which nothing can be answered any more.
    pub expires_at: Timestamp,
    /// Where it stood when it was last written.
    pub state: State,
    /// Who opened it, and in which session of the wallet.
    pub opened: Option<(AccountId, SessionId)>,
    /// When it was answered.
    pub answered_at: Option<Timestamp>,
}

/// Why a wallet does not get any further with a square.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Refusal {
    /// Nothing of ours, or nothing that we drew: no more is said.
    Unknown,
    /// The square of a holder or of an officer's desk: another kind, read elsewhere.
    AnotherKind,
    /// The picture is older than a moment.
    Stale,
    /// Its time is over.
    Expired,
    /// Another wallet was first.
    Taken,
    /// It was answered before.
    Answered,
    /// Another number than the page shows; it is over.
    WrongNumber,
    /// Too many tries; look again at that instant.
    TooMany(Timestamp),
    /// The person must show a second factor in this session first.
    StepUp,
}

impl SquareFacts {
    /// Where it stands now, whether or not the chore has come by.
    pub fn state_at(&self, now: Timestamp) -> State {
        match (self.state, self.answered_at) {
            (State::Live | State::Opened, _) if now >= self.expires_at => State::Expired,
            (State::Approved, Some(at)) if now >= at.plus(limits::SIGN_IN_REDEEMED) => State::Expired,
            (state, _) => state,
        }
    }

    /// Whether a picture that says this second is one of this moment. The nodes' clocks differ a little, so that one may be
    /// drawn a moment ahead.
    pub fn is_of_now(&self, second: i64, now: Timestamp) -> bool {
        let age = now.since(self.began_at.plus(Seconds::new(second))).get();
        age.abs() <= limits::SIGN_IN_PICTURE.get()
    }

    /// Whether this session of a wallet may open it, or has.
    pub fn may_open(&self, session: &SessionId, now: Timestamp) -> Result<(), Refusal> {
        match (self.state_at(now), self.is_opened_by(session)) {
            (State::Live, _) | (State::Opened, true) => Ok(()),
            (State::Expired, _) => Err(Refusal::Expired),
            (State::Opened, false) => Err(Refusal::Taken),
            (State::Approved | State::Denied | State::Redeemed, true) => Err(Refusal::Answered),
            (State::Approved | State::Denied | State::Redeemed, false) => Err(Refusal::Taken),
        }
    }

    /// Whether it was this session that opened it: no other one answers.
    pub fn is_opened_by(&self, session: &SessionId) -> bool {
        self.opened.as_ref().is_some_and(|(_, opened_by)| opened_by == session)
    }
}

/// The letters of a code: no vowels, nothing that looks like a digit.
const LETTERS: &[u8; 20] = b"BCDFGHJKLMNPQRSTVWXZ";
const CODE_LENGTH: usize = 8;
/// Digits of a second that can be within a square's life.
const DIGITS: usize = 3;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const BEGAN: Timestamp = Timestamp::from_unix(1_800_000_000);

    fn square(state: State) -> SquareFacts {
        SquareFacts {
            id: SignInSquareId::new([1; 16]),
            browser: Digest::sha256(b"browser"),
            browser_kind: "Firefox".into(),
            address: "192.0.2.1".into(),
            party: None,
            began_at: BEGAN,
            expires_at: BEGAN.plus(limits::SIGN_IN_SQUARE),
            state,
            opened: (state != State::Live).then(|| (AccountId::new([2; 16]), SessionId::new([3; 16]))),
            answered_at: None,
        }
    }

    #[test]
    fn a_picture_is_read_back_and_has_one_spelling() {
        let picture = Picture { name: [7; 16], second: 41, proof: [9; 16] };
        let text = picture.write();
        assert_eq!(Picture::parse(&text), Some(picture));
        assert!(text.len() <= 50, "{text} makes a fine square");
        for wrong in [
            String::new(),
            format!("{text}."),
            format!("{text}="),
            text.replace(".41.", ".041."),
            text.replace(".41.", ".-1."),
            text.replace(".41.", ".+1."),
            text.replace(".41.", ".99999999999999999999."),
            text.replace(".41.", ".."),
            text[1..].to_owned(),
        ] {
            assert_eq!(Picture::parse(&wrong), None, "{wrong}");
        }
    }

    #[test]
    fn xd02_a_picture_is_of_now_for_three_seconds() {
        let square = square(State::Live);
        for (second, at, of_now) in
            [(0, 0, true), (0, 3, true), (0, 4, false), (10, 7, true), (10, 6, false), (59, 59, true)]
        {
            assert_eq!(square.is_of_now(second, BEGAN.plus(Seconds::new(at))), of_now, "{second} at {at}");
        }
    }

    #[test]
    fn a_square_is_over_at_exactly_its_end_and_an_approval_waits_a_moment() {
        let end = BEGAN.plus(limits::SIGN_IN_SQUARE);
        for state in [State::Live, State::Opened] {
            assert_eq!(square(state).state_at(end.minus(Seconds::new(1))), state);
            assert_eq!(square(state).state_at(end), State::Expired);
        }
        let approved = SquareFacts { answered_at: Some(end.minus(Seconds::new(1))), ..square(State::Approved) };
        assert_eq!(approved.state_at(end), State::Approved);
        assert_eq!(approved.state_at(end.plus(limits::SIGN_IN_REDEEMED)), State::Expired);
        assert_eq!(square(State::Redeemed).state_at(end.plus(Seconds::days(1))), State::Redeemed);
    }

    #[test]
    fn xd02_one_wallet_opens_it_and_is_told_what_became_of_it() {
        let (ours, other) = (SessionId::new([3; 16]), SessionId::new([4; 16]));
        for (state, of_ours, of_other) in [
            (State::Live, Ok(()), Ok(())),
            (State::Opened, Ok(()), Err(Refusal::Taken)),
            (State::Approved, Err(Refusal::Answered), Err(Refusal::Taken)),
            (State::Denied, Err(Refusal::Answered), Err(Refusal::Taken)),
            (State::Redeemed, Err(Refusal::Answered), Err(Refusal::Taken)),
            (State::Expired, Err(Refusal::Expired), Err(Refusal::Expired)),
        ] {
            assert_eq!(square(state).may_open(&ours, BEGAN), of_ours, "{state:?}");
            assert_eq!(square(state).may_open(&other, BEGAN), of_other, "{state:?}");
            assert_eq!(State::parse(state.as_str()), Some(state));
        }
    }

    #[test]
    fn a_code_is_read_however_it_is_typed() {
        let code = Code::of([0; 16]);
        assert_eq!((code.as_str(), code.grouped().as_str()), ("BBBBBBBB", "BBBB-BBBB"));
        for text in ["bbbb-bbbb", "BBBB BBBB", " bbbbbbbb "] {
            assert_eq!(Code::parse(text).as_ref(), Some(&code), "{text}");
        }
        for wrong in ["", "BBBBBBB", "BBBBBBBBB", "BBBBBBBA", "BBBBBBB1", "ƁBBBBBBB"] {
            assert_eq!(Code::parse(wrong), None, "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn what_bytes_make_is_always_of_its_form(bytes in any::<[u8; 16]>()) {
            let code = Code::of(bytes);
            prop_assert_eq!(Code::parse(&code.grouped()), Some(code));
            prop_assert!((10..=99).contains(&number(bytes)));
        }

        #[test]
        fn no_text_is_read_as_another_picture(text in "[A-Za-z0-9_.-]{0,60}") {
            if let Some(read) = Picture::parse(&text) {
                prop_assert_eq!(read.write(), text);
            }
        }
    }
}
