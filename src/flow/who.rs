//! Who an officer or a party is, in the words that people are told.

use crate::fault::Fault;
use crate::identity::officer::Officer;
use crate::oauth::relying_party::RelyingParty;
use crate::provider::Provider;
use crate::wallet::asker::{Asker, AskerId, Fixed};

/// The officer's name, unit and duty, or the party's registered name, as they are now.
pub async fn named(who: &AskerId, provider: &Provider) -> Result<Asker, Fault> {
    let found = found(who, provider).await?;
    found.ok_or_else(|| Fault::internal("a scanner that is neither an officer nor a party"))
}

/// The same, for an id that may be nobody's any more.
pub async fn found(who: &AskerId, provider: &Provider) -> Result<Option<Asker>, Fault> {
    Ok(match who {
        AskerId::Officer(account) => provider.store.officer(account).await?.as_ref().map(officer),
        AskerId::RelyingParty(id) => provider.store.relying_party(id).await?.map(|found| party(&found.party)),
    })
}

/// An officer as citizens are told.
pub fn officer(officer: &Officer) -> Asker {
    Asker {
        who: AskerId::Officer(officer.account.clone()),
        name: officer.name.as_str().to_owned(),
        unit: officer.unit.as_str().to_owned(),
        title: officer.title.as_str().to_owned(),
        fixed: Fixed { province: officer.province.clone(), licence_class: None },
    }
}

/// A party as citizens are told.
pub fn party(party: &RelyingParty) -> Asker {
    Asker {
        who: AskerId::RelyingParty(party.client_id.clone()),
        name: party.name.vi.clone(),
        unit: String::new(),
        title: String::new(),
        fixed: Fixed { province: party.province.clone(), licence_class: party.licence_class },
    }
}
