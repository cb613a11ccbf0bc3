//! Vietnamese names: what is taken in, how it is cleaned, how it is shown.
//!
//! The order of the steps matters and follows `vietnam.md` 5.2: look-alike spaces, apostrophes, dashes and Đ are mapped
//! before Unicode normalisation, because normalisation would tear some of them apart. Comparison is in `name_key`.

use std::fmt;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use crate::identity::name_key::{NameDifference, NameKey};

/// A name in its clean display form, with the key by which it is compared.
#[derive(Clone, Eq, PartialEq)]
pub struct Name {
    clean: String,
    key: NameKey,
}

impl Name {
    /// Takes in a name as somebody typed or stored it.
    pub fn parse(text: &str) -> Result<Self, NameRefusal> {
        let clean = clean(text)?;
        let key = NameKey::of(&clean)?;
        Ok(Self { clean, key })
    }

    /// The clean display form: composed, single spaces, one kind of apostrophe, hyphen and Đ; case as given.
    pub fn as_str(&self) -> &str {
        &self.clean
    }

    /// The key by which names are compared and found.
    pub const fn key(&self) -> &NameKey {
        &self.key
    }

    /// How two names differ, for the officer only; `None` when they are the same name.
    pub fn difference(&self, other: &Self) -> Option<NameDifference> {
        self.key.difference(&other.key)
    }

    /// The name without marks, in capitals, for text messages (GSM-7 has no Vietnamese letters).
    pub fn ascii(&self) -> String {
        without_marks(&self.clean).to_uppercase()
    }

    /// Family, middle and given name, for claims and forms; never for comparison, which joins them.
    pub fn parts(&self) -> NameParts<'_> {
        let words: Vec<&str> = self.clean.split(' ').collect();
        let family_words = DOUBLE_FAMILY_NAMES
            .iter()
            .filter(|double| words.len() > 2 && self.clean.to_lowercase().starts_with(&format!("{double} ")))
            .map(|double| double.split(' ').count())
            .max()
            .unwrap_or(1);
        match words.as_slice() {
            [given] => NameParts { family: "", middle: String::new(), given },
            [.., given] => {
                let family_end = words.iter().take(family_words).map(|word| word.len() + 1).sum::<usize>() - 1;
                let middle = words.get(family_words..words.len() - 1).unwrap_or_default().join(" ");
                NameParts { family: self.clean.get(..family_end).unwrap_or_default(), middle, given }
            }
            [] => NameParts { family: "", middle: String::new(), given: "" },
        }
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(name)")
    }
}

/// A name taken apart as claims want it.
#[derive(Clone, Eq, PartialEq)]
pub struct NameParts<'a> {
    /// Họ: the first word, or the first two of a double family name; empty when the name is one word.
    pub family: &'a str,
    /// Chữ đệm: whatever stands between; may be empty.
    pub middle: String,
    /// Tên: the last word.
    pub given: &'a str,
}

/// Why a text is not a name; each carries what a form needs to point at it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum NameRefusal {
    /// There is no letter in it.
    Empty,
    /// More than [`LONGEST`] code points.
    TooLong,
    /// A letter that no Vietnamese name has: Cyrillic or Greek look-alikes, full width, mathematical.
    Letter(char),
    /// A digit, a sign, a control or direction character.
    Character(char),
    /// A mark that cannot stand where it stands.
    Mark(char),
    /// Two tones in one syllable.
    TwoTones,
}

/// `bad_letter U+0430`, as the command line and the officer's case print it.
impl fmt::Display for NameRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("empty"),
            Self::TooLong => f.write_str("too_long"),
            Self::Letter(letter) => write!(f, "bad_letter U+{:04X}", u32::from(*letter)),
            Self::Character(other) => write!(f, "bad_char U+{:04X}", u32::from(*other)),
            Self::Mark(mark) => write!(f, "bad_mark U+{:04X}", u32::from(*mark)),
            Self::TwoTones => f.write_str("two_tones"),
        }
    }
}

/// Most code points looked at (`vietnam.md` 5.2 step 1); no name in the register comes near.
pub const LONGEST: usize = 300;

/// The text without any diacritics, Đ as D: for text messages and for an officer's search.
pub fn without_marks(text: &str) -> String {
    text.nfd()
        .filter(|letter| !is_combining_mark(*letter))
        .map(|letter| match letter {
            'đ' => 'd',
            'Đ' => 'D',
            'ƀ' => 'b',
            'Ƀ' => 'B',
            other => other,
        })
        .collect()
}

fn clean(text: &str) -> Result<String, NameRefusal> {
    // Counting stops early: a megabyte of text costs as much as 301 letters.
    if text.chars().take(LONGEST + 1).count() > LONGEST {
        return Err(NameRefusal::TooLong);
    }
    let mapped: String = text.chars().filter(|letter| !is_invisible(*letter)).map(same_look).collect();
    let composed: String = mapped.nfc().collect();
    let mut clean = String::with_capacity(composed.len());
    for letter in composed.chars() {
        judge(letter)?;
        match letter {
            ' ' if clean.is_empty() || clean.ends_with([' ', '\'', '-']) => {}
            '\'' | '-' => {
                clean.truncate(clean.trim_end_matches(' ').len());
                clean.push(letter);
            }
            other => clean.push(other),
        }
    }
    clean.truncate(clean.trim_end_matches(' ').len());
    Ok(clean)
}

/// Refuses what can stand in no name. Reported in lower case, so that one look-alike has one code point.
fn judge(letter: char) -> Result<(), NameRefusal> {
    if matches!(letter, ' ' | '\'' | '-') || is_combining_mark(letter) {
        return Ok(());
    }
    let lower = letter.to_lowercase().next().unwrap_or(letter);
    // One canonical step shows the base letter: ế is ê is e.
    let base = std::iter::once(lower).nfd().next().unwrap_or(lower);
    match base {
        'a'..='z' | 'đ' | 'ƀ' => Ok(()),
        other if other.is_alphabetic() => Err(NameRefusal::Letter(lower)),
        _ => Err(NameRefusal::Character(lower)),
    }
}

/// Characters that show nothing and change nothing; bidi controls are not among them and are refused.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{200B}'..='\u{200D}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}')
}

fn same_look(letter: char) -> char {
    match letter {
        // Tabs and line ends are controls and are refused; every other white space is a space.
        '\t' | '\n' | '\u{B}' | '\u{C}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' => letter,
        space if space.is_whitespace() => ' ',
        // The three last ones fall apart into members of this family under NFC.
        '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{2BC}' | '\u{2B9}' | '\u{2BB}' | '\u{2032}' | '`' | '\u{B4}'
        | '\u{FF07}' | '\u{2C8}' | '\u{2CA}' | '\u{2CB}' | '\u{374}' | '\u{1FEF}' | '\u{1FFD}' => '\'',
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}' | '\u{2043}' => '-',
        '\u{D0}' | '\u{189}' => 'Đ',
        '\u{F0}' | '\u{256}' => 'đ',
        other => other,
    }
}

/// Family names of two and more words, in lower case; a double name of both parents ("Trần Lê") cannot be told from a
/// middle name and is not guessed.
const DOUBLE_FAMILY_NAMES: [&str; 6] =
    ["tôn nữ", "tôn thất", "công tằng tôn nữ", "công huyền tôn nữ", "âu dương", "rơ chăm"];

#[cfg(test)]
#[path = "name/tests.rs"]
mod tests;
