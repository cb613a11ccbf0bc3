//! What a waiting page of the wallet or of an officer waits for.

use crate::secret::{AccountId, AskId, PresentationId};

/// What a page waits for.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum Awaited {
    /// What becomes of a question.
    Ask(AskId),
    /// Questions to this person.
    Requests(AccountId),
    /// What becomes of a square.
    Square(PresentationId),
}

impl Awaited {
    /// The id of the row, or of the person, that is looked at.
    pub fn id(&self) -> &str {
        match self {
            Self::Ask(id) => id.as_str(),
            Self::Requests(account) => account.as_str(),
            Self::Square(id) => id.as_str(),
        }
    }
}
