//! Who scans and asks: an officer on duty, or a registered party's system. What of them the holder is told.

use crate::identity::licence_class::LicenceClass;
use crate::secret::{AccountId, ClientId};

/// Who scanned or asks, as it stands in rows, receipts and on the holder's screen.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Asker {
    /// Which row.
    pub who: AskerId,
    /// The officer's or the party's name.
    pub name: String,
    /// The officer's unit; empty for a party.
    pub unit: String,
    /// The officer's duty; empty for a party.
    pub title: String,
    /// What a yes or a no to them is about.
    pub fixed: Fixed,
}

/// What a yes or a no is about, where it could be about one of many: fixed when whoever asks was registered or appointed, so
/// that nobody tries them in turn.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Fixed {
    /// The code of the provincial unit that the officer's unit, or the party, is of: "our province".
    pub province: Option<String>,
    /// The class of vehicles that the party has people drive.
    pub licence_class: Option<LicenceClass>,
}

/// Names the officer or the party.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum AskerId {
    /// An officer, by the officer's account.
    Officer(AccountId),
    /// A registered party.
    RelyingParty(ClientId),
}

impl AskerId {
    /// The column text of the kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Officer(_) => "officer",
            Self::RelyingParty(_) => "relying_party",
        }
    }

    /// The column text of the id.
    pub fn id(&self) -> &str {
        match self {
            Self::Officer(account) => account.as_str(),
            Self::RelyingParty(party) => party.as_str(),
        }
    }

    /// Reads the two columns.
    pub fn parse(kind: &str, id: &str) -> Option<Self> {
        match kind {
            "officer" => Some(Self::Officer(AccountId::from_text(id))),
            "relying_party" => Some(Self::RelyingParty(ClientId::from_text(id))),
            _ => None,
        }
    }

    /// Whether this is that person as an officer.
    pub fn is_person(&self, account: &AccountId) -> bool {
        matches!(self, Self::Officer(officer) if officer == account)
    }
}
