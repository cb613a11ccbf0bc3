//! The two languages, and the table form in which every text that a person reads is written.

/// A language of the house. Vietnamese is first wherever nothing else was asked for.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Language {
    /// Vietnamese.
    #[default]
    Vi,
    /// English.
    En,
}

impl Language {
    /// The BCP 47 tag.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// Reads a tag, region or none: `vi`, `vi-VN`, `en-GB`.
    pub fn parse(tag: &str) -> Option<Self> {
        match tag.split('-').next()?.to_ascii_lowercase().as_str() {
            "vi" => Some(Self::Vi),
            "en" => Some(Self::En),
            _ => None,
        }
    }

    /// The first of ours in a list of preference: `ui_locales` (spaces) or `Accept-Language` (commas, weights).
    pub fn preferred(list: &str) -> Option<Self> {
        let mut weighed: Vec<(u32, Self)> = list
            .split([',', ' '])
            .filter_map(|item| {
                let mut parts = item.trim().split(';');
                let language = Self::parse(parts.next()?.trim())?;
                let weight = parts.find_map(|part| part.trim().strip_prefix("q=")?.parse::<f32>().ok()).unwrap_or(1.0);
                Some(((weight.clamp(0.0, 1.0) * 1000.0) as u32, language))
            })
            .filter(|(weight, _)| *weight > 0)
            .collect();
        weighed.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
        weighed.first().map(|(_, language)| *language)
    }
}

/// Declares texts, both languages side by side. Each becomes a method of [`Language`]; a missing translation, a misspelt
/// argument, or one that is used in one language only does not compile.
macro_rules! texts {
    ($($name:ident $(($($argument:ident),+))? { vi: $vi:literal, en: $en:literal })+) => {
        impl $crate::identity::language::Language {$(
            #[doc = $en]
            pub fn $name(self $($(, $argument: impl std::fmt::Display)+)?) -> String {
                match self {
                    Self::Vi => format!($vi $($(, $argument = $argument)+)?),
                    Self::En => format!($en $($(, $argument = $argument)+)?),
                }
            }
        )+}
    };
}
pub(crate) use texts;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_of_ours_by_weight_is_chosen() {
        for (list, expected) in [
            ("en-US,en;q=0.9,vi;q=0.8", Some(Language::En)),
            ("fr, vi;q=0.5, en;q=0.4", Some(Language::Vi)),
            ("se", None),
            ("vi;q=0, en;q=0.1", Some(Language::En)),
            ("en vi", Some(Language::En)),
            (";;q=x,,", None),
            ("en;q=nan", None),
        ] {
            assert_eq!(Language::preferred(list), expected, "{list}");
        }
    }
}
