//! What an officer writes into a case for others to read.

use crate::identity::officer::is_unprintable;

/// What an officer wrote: a reason, an opinion, guidance. May hold line breaks, nothing else that is not printed.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Words(String);

/// Why it is none.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum WordsRefusal {
    /// Fewer than 10 characters: that tells nobody anything.
    TooShort,
    /// More than a page.
    TooLong,
    /// A control or direction character.
    Unprintable,
}

impl Words {
    /// Reads what an officer wrote.
    pub fn parse(text: &str) -> Result<Self, WordsRefusal> {
        let plain = text.replace("\r\n", "\n").replace('\t', " ");
        let plain = plain.trim();
        if plain.chars().any(|letter| letter != '\n' && is_unprintable(letter)) {
            return Err(WordsRefusal::Unprintable);
        }
        match plain.chars().take(WORDS_LONGEST + 1).count() {
            0..WORDS_SHORTEST => Err(WordsRefusal::TooShort),
            WORDS_SHORTEST..=WORDS_LONGEST => Ok(Self(plain.to_owned())),
            _ => Err(WordsRefusal::TooLong),
        }
    }

    /// The words as a column that only we write has them.
    pub fn from_column(text: String) -> Self {
        Self(text)
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A reason shorter than this is none ("no", "x").
pub(super) const WORDS_SHORTEST: usize = 10;
/// Longest, in characters; a page.
pub(super) const WORDS_LONGEST: usize = 1000;
