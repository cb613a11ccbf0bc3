//! What is unusual in how an officer works (OF08): seen in the journal by the house itself, for another officer to look into.
//! A rule accuses nobody; a busy counter may have its reasons.

use crate::clock::Seconds;
use crate::limits;

/// What is unusual.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Conduct {
    /// More different people in an hour than a counter serves.
    ManyPeople,
    /// One person's squares again and again.
    OnePerson,
    /// Tries that were refused, as of who tries out numbers or squares.
    ManyRefused,
}

impl Conduct {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::ManyPeople, Self::OnePerson, Self::ManyRefused];

    /// The span of time in which it is counted.
    pub const SPAN: Seconds = Seconds::hours(1);

    /// The word in columns.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ManyPeople => "many_people",
            Self::OnePerson => "one_person",
            Self::ManyRefused => "many_refused",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|conduct| conduct.as_str() == text)
    }

    /// How often in that span is usual still.
    pub const fn usual(self) -> u32 {
        match self {
            Self::ManyPeople => limits::OFFICER_PEOPLE_HOUR,
            Self::OnePerson => limits::OFFICER_ONE_PERSON_HOUR,
            Self::ManyRefused => limits::OFFICER_REFUSED_HOUR,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back_and_every_rule_has_a_limit() {
        for conduct in Conduct::ALL {
            assert_eq!(Conduct::parse(conduct.as_str()), Some(conduct));
            assert!(conduct.usual() > 0);
        }
        assert_eq!(Conduct::parse("whistling"), None);
    }
}
