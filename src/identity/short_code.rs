//! Codes of six digits by SMS or e-mail: made without bias, read as people type them, judged after a try was counted.

use crate::clock::{Seconds, Timestamp};
use crate::limits;
use crate::secret::Secret;

/// What a code is for; a code for one purpose is none for another.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Purpose {
    /// To take an account over.
    Activation,
    /// A second factor at sign-in.
    SignIn,
    /// To be read to the call centre, by who called it.
    Call,
    /// To lift the lock that its holder asked for.
    Unlock,
    /// To try the password apart from everybody else.
    LetTry,
    /// To take an account back whose password or telephone is lost.
    Recovery,
}

impl Purpose {
    /// The column text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Activation => "activation",
            Self::SignIn => "sign_in",
            Self::Call => "call",
            Self::Unlock => "unlock",
            Self::LetTry => "let_try",
            Self::Recovery => "recovery",
        }
    }
}

/// Six digits.
#[derive(Clone, Debug)]
pub struct ShortCode(Secret<String>);

impl ShortCode {
    /// The code that these random bytes make; none for the few that would favour the small codes: draw again.
    pub fn draw(random: [u8; 4]) -> Option<Self> {
        let drawn = u32::from_be_bytes(random);
        let codes = 10_u32.pow(limits::SHORT_CODE_DIGITS);
        (drawn < u32::MAX - u32::MAX % codes).then(|| {
            Self(Secret::new(format!("{:0width$}", drawn % codes, width = limits::SHORT_CODE_DIGITS as usize)))
        })
    }

    /// Reads what somebody typed; spaces between the digits are how telephones show them.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > 32 {
            return None;
        }
        let digits: String = text.chars().filter(|letter| *letter != ' ').collect();
        let whole =
            digits.len() == limits::SHORT_CODE_DIGITS as usize && digits.bytes().all(|byte| byte.is_ascii_digit());
        whole.then(|| Self(Secret::new(digits)))
    }

    /// The digits, for the one message that carries them.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }
}

/// What is known of the last code of an account, purpose and binding.
#[derive(Clone, Copy, Debug)]
pub struct CodeFacts {
    /// When it stops to count.
    pub expires_at: Timestamp,
    /// When it was used.
    pub spent_at: Option<Timestamp>,
}

/// What a code that was typed is worth.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Check {
    /// It is the code, and it is spent now.
    Right,
    /// It is not the code, or none was sent.
    Wrong,
    /// It was the code, too late: at exactly its end it is dead.
    Expired,
    /// It was the code and has been used.
    Spent,
    /// Tried too often; only another code helps.
    TooManyTries,
}

impl CodeFacts {
    /// Judges a code after its try was counted. Only who typed the right one hears more than "wrong".
    pub fn judge(&self, is_it: bool, now: Timestamp) -> Check {
        match (is_it, self.spent_at) {
            (false, _) => Check::Wrong,
            (true, Some(_)) => Check::Spent,
            (true, None) if now >= self.expires_at => Check::Expired,
            (true, None) => Check::Right,
        }
    }
}

/// When another code may be sent after one that was sent then.
pub const fn may_resend_at(sent_at: Timestamp) -> Timestamp {
    sent_at.plus(limits::SHORT_CODE_RESEND)
}

/// The span over which codes are counted.
pub const COUNTED: Seconds = Seconds::days(1);

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_code_is_six_digits_however_it_is_typed() {
        for text in ["012345", "012 345", " 0 1 2 3 4 5 "] {
            assert_eq!(ShortCode::parse(text).unwrap().expose(), "012345");
        }
        for wrong in ["", "12345", "1234567", "12345a", "１２３４５６", "12-345", "+12345"] {
            assert!(ShortCode::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn the_draw_is_cut_where_small_codes_would_be_favoured() {
        assert_eq!(ShortCode::draw([0; 4]).unwrap().expose(), "000000");
        assert_eq!(ShortCode::draw(4_293_999_999_u32.to_be_bytes()).unwrap().expose(), "999999");
        assert!(ShortCode::draw(4_294_000_000_u32.to_be_bytes()).is_none());
        assert!(ShortCode::draw([255; 4]).is_none());
    }

    #[test]
    fn a_code_is_dead_at_exactly_its_end() {
        let end = Timestamp::from_unix(1_000);
        let facts = CodeFacts { expires_at: end, spent_at: None };
        assert_eq!(facts.judge(true, end.minus(Seconds::new(1))), Check::Right);
        assert_eq!(facts.judge(true, end), Check::Expired);
        assert_eq!(facts.judge(false, end), Check::Wrong);
        let spent = CodeFacts { spent_at: Some(end), ..facts };
        assert_eq!(spent.judge(true, end.minus(Seconds::new(1))), Check::Spent);
    }

    proptest! {
        #[test]
        fn every_draw_reads_back(random in any::<[u8; 4]>()) {
            if let Some(code) = ShortCode::draw(random) {
                let read = ShortCode::parse(code.expose()).unwrap();
                prop_assert_eq!(read.expose(), code.expose());
            }
        }
    }
}
