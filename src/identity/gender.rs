//! Gender as registers and forms have it.

use unicode_normalization::UnicodeNormalization as _;

/// Male or female as on the card; "other" stands on forms only and equals neither.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Gender {
    /// Nam.
    Male,
    /// Nữ.
    Female,
    /// Khác.
    Other,
}

impl Gender {
    /// Reads the Vietnamese or the English word, in any case and any Unicode form.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() > 32 {
            return None;
        }
        let word: String = text.trim().nfc().flat_map(char::to_lowercase).collect();
        match word.as_str() {
            "nam" | "male" => Some(Self::Male),
            "nữ" | "female" => Some(Self::Female),
            "khác" | "other" => Some(Self::Other),
            _ => None,
        }
    }

    /// The word of columns and of the `gender` claim.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Male => "male",
            Self::Female => "female",
            Self::Other => "other",
        }
    }

    /// The word that stands on Vietnamese papers.
    pub const fn vietnamese(self) -> &'static str {
        match self {
            Self::Male => "Nam",
            Self::Female => "Nữ",
            Self::Other => "Khác",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_and_both_unicode_forms_are_read() {
        for (text, gender) in [
            ("Nam", Gender::Male),
            ("NỮ", Gender::Female),
            ("Nu\u{31b}\u{303}", Gender::Female),
            ("other", Gender::Other),
        ] {
            assert_eq!(Gender::parse(text), Some(gender));
        }
        for wrong in ["", "Nu", "m", "1", "Nam Nữ"] {
            assert_eq!(Gender::parse(wrong), None, "{wrong}");
        }
    }
}
