//! Who asks: the party as people see it above a question.

use crate::flow::authorize::Open;
use crate::identity::language::Language;
use crate::oauth::relying_party::{PartyKind, RelyingParty};

/// A party on a page. Its logo is not loaded: a page of ours asks nobody else for anything (CS07).
#[derive(Clone, Debug)]
pub(in crate::web) struct Asking {
    /// Its registered name.
    pub(in crate::web) name: String,
    /// What sort of body it is, in words.
    pub(in crate::web) kind: String,
    /// The first letter of its name, in place of a picture.
    pub(in crate::web) letter: String,
    /// Its own page.
    pub(in crate::web) home: Option<String>,
    /// How it treats data.
    pub(in crate::web) policy: Option<String>,
    /// Its terms.
    pub(in crate::web) terms: Option<String>,
}

impl Asking {
    /// The party of a request.
    pub(in crate::web) fn of(open: &Open, t: Language) -> Self {
        Self::party(&open.party, t)
    }

    /// A party.
    pub(in crate::web) fn party(party: &RelyingParty, t: Language) -> Self {
        let name = party.name.in_language(t).to_owned();
        let kind = match party.kind {
            PartyKind::StateBody => t.party_state_body(),
            PartyKind::Bank => t.party_bank(),
            PartyKind::Private => t.party_private(),
        };
        let address =
            |uri: &Option<crate::oauth::redirect_uri::WebUri>| uri.as_ref().map(|uri| uri.as_str().to_owned());
        Self {
            letter: name.chars().next().map(|letter| letter.to_uppercase().collect()).unwrap_or_default(),
            name,
            kind,
            home: address(&party.client_uri),
            policy: address(&party.policy_uri),
            terms: address(&party.tos_uri),
        }
    }
}
