//! The frame by which a party's page learns that the session in this browser is another one (OpenID Connect Session
//! Management 1.0): what the browser keeps of the session, and whose pages may frame ours.

use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError, RwLock};

use crate::clock::{Seconds, Timestamp};
use crate::fault::Fault;
use crate::oauth::redirect_uri::{Application, RedirectUri};
use crate::provider::Provider;
use crate::secret::SessionId;
use crate::store::relying_party::Registered;

/// What the browser keeps of a session, where scripts can read it: another one for another session, and from it follows
/// neither the session's id nor its cookie.
pub fn browser_state(session: &SessionId, provider: &Provider) -> String {
    provider.store.vault().index("browser state of a session", session.as_str()).as_str().to_owned()
}

/// The origins whose pages may frame ours: the one that asks, when it is a party's; when the browser does not say who asks,
/// all of them as long as they fit into a header, and none otherwise.
pub async fn framers(asking: Option<&str>, provider: &Provider, now: Timestamp) -> Result<Vec<String>, Fault> {
    let known = provider.party_origins.known(asking, provider, now).await?;
    Ok(match asking {
        Some(origin) => known.contains(origin).then(|| origin.to_owned()).into_iter().collect(),
        None if known.iter().map(|origin| origin.len() + 1).sum::<usize>() <= LONGEST_LIST => {
            known.iter().cloned().collect()
        }
        None => Vec::new(),
    })
}

/// The origins of every served party's pages, as this node last read them: a frame is loaded by every page of every party
/// and is not worth a read of the whole register each time.
#[derive(Debug, Default)]
pub struct PartyOrigins(RwLock<Option<Read>>);

#[derive(Clone, Debug)]
struct Read {
    origins: Arc<BTreeSet<String>>,
    at: Timestamp,
}

impl PartyOrigins {
    /// What is known, read again when it is old, or when it lacks who asks and was not read a moment ago.
    async fn known(
        &self,
        asking: Option<&str>,
        provider: &Provider,
        now: Timestamp,
    ) -> Result<Arc<BTreeSet<String>>, Fault> {
        let read = self.0.read().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(read) = read {
            let age = now.since(read.at);
            let has = asking.is_none_or(|origin| read.origins.contains(origin));
            if age < TOO_SOON || (has && age < KEPT) {
                return Ok(read.origins);
            }
        }
        let parties = provider.store.relying_parties().await?;
        let web = parties
            .iter()
            .filter(|registered| registered.is_served() && registered.party.application == Application::Web);
        let uris = web.flat_map(|registered: &Registered| &registered.party.redirect_uris);
        let origins: Arc<BTreeSet<String>> = Arc::new(uris.filter_map(RedirectUri::origin).collect());
        let read = Read { origins: Arc::clone(&origins), at: now };
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = Some(read);
        Ok(origins)
    }
}

/// A party that was suspended may still frame the page for as long.
const KEPT: Seconds = Seconds::minutes(1);
/// A party that has just registered waits at most as long.
const TOO_SOON: Seconds = Seconds::new(2);
/// Bytes of a list of origins in one header; servers in between take no more than eight thousand for all.
const LONGEST_LIST: usize = 4096;
