//! Recovery codes on paper: a sheet of ten, each good once, for whoever has lost the telephone (PW19).
//!
//! 80 random bits each, in letters that are not mistaken for one another on paper; tries are counted all the same.

use crate::secret::Secret;

/// One code of a sheet.
#[derive(Clone, Debug)]
pub struct PaperCode(Secret<String>);

impl PaperCode {
    /// The code that these random bytes make.
    pub fn new(random: [u8; 10]) -> Self {
        let bits = random.iter().fold(0_u128, |bits, byte| bits << 8 | u128::from(*byte));
        let letter = |place: usize| {
            let letter = usize::try_from(bits >> (5 * place) & 31).unwrap_or_default();
            ALPHABET.chars().nth(letter).unwrap_or_default()
        };
        Self(Secret::new((0..LETTERS).rev().map(letter).collect()))
    }

    /// Reads what somebody typed from the sheet: capital or small, with or without what stands between its groups, and the
    /// letters that are none of ours for the digits that they look like.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > LONGEST_TYPED {
            return None;
        }
        let letters: Option<String> = text
            .chars()
            .filter(|letter| !matches!(letter, ' ' | '-'))
            .map(|letter| match letter.to_ascii_uppercase() {
                'O' => Some('0'),
                'I' | 'L' => Some('1'),
                letter => ALPHABET.contains(letter).then_some(letter),
            })
            .collect();
        letters.filter(|letters| letters.len() == LETTERS).map(|letters| Self(Secret::new(letters)))
    }

    /// The letters without anything between them, for the digest that is kept.
    pub fn expose(&self) -> &str {
        self.0.expose()
    }

    /// The code as it is printed, in groups of four.
    pub fn printed(&self) -> String {
        let groups: Vec<String> =
            self.expose().as_bytes().chunks(GROUP).map(|group| String::from_utf8_lossy(group).into_owned()).collect();
        groups.join("-")
    }
}

/// Crockford's alphabet: no I, L, O or U.
const ALPHABET: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LETTERS: usize = 16;
const GROUP: usize = 4;
const LONGEST_TYPED: usize = 40;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = PaperCode::new([0x00, 0x44, 0x32, 0x14, 0xc7, 0x42, 0x54, 0xb6, 0x35, 0xcf]);
        assert_eq!(code.printed(), "0123-4567-89AB-CDEF");
        for typed in [
            "0123456789ABCDEF",
            " 0123-4567-89ab-cdef ",
            "o123 4567 89AB CDEF",
            "Ol23-4567-89AB-CDEF",
            "OI23456789abcdef",
        ] {
            assert_eq!(PaperCode::parse(typed).unwrap().expose(), code.expose(), "{typed}");
        }
        for none in [
            "",
            "0123-4567-89AB-CDE",
            "0123-4567-89AB-CDEFG",
            "0123-4567-89AB-CDEU",
            "0123–4567–89AB–CDEF",
            &"-".repeat(60),
        ] {
            assert!(PaperCode::parse(none).is_none(), "{none}");
        }
        assert!(!format!("{code:?}").contains("0123"));
    }

    proptest! {
        #[test]
        fn every_bit_stands_in_the_code_and_what_is_printed_is_read_back(one: [u8; 10], other: [u8; 10]) {
            let (first, second) = (PaperCode::new(one), PaperCode::new(other));
            prop_assert_eq!(first.expose() == second.expose(), one == other);
            let read = PaperCode::parse(&first.printed()).unwrap();
            prop_assert_eq!(read.expose(), first.expose());
        }
    }
}
