//! Request objects at addresses that their parties registered (OpenID Connect Core §6.2), fetched by the one guarded client.
//!
//! Anybody can make us fetch one, by naming it; so each address is called by one request at a time, who waits for it takes
//! what it brings, and an address that does not answer is left alone for a while. A document is kept when the address
//! names its hash: then it never changes. The hash says nothing else: what is believed is the signature, and a party whose
//! hash is of another document (test benches register before they write it) is fetched from each time.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use tokio::sync::Mutex;

use crate::clock::Timestamp;
use crate::limits;
use crate::oauth::error::{Error, describe};
use crate::oauth::relying_party::RelyingParty;
use crate::oauth::request_object;
use crate::provider::Provider;
use crate::secret::{ClientId, Digest};

/// The object at an address that the party sent, if it is one that the party registered.
pub(super) async fn at(
    uri: &str,
    party: &RelyingParty,
    provider: &Provider,
    now: Timestamp,
) -> Result<Arc<str>, Error> {
    if party.request_uris.is_empty() {
        return Err(Error::request_uri_not_supported(describe!("this client has registered no request_uris")));
    }
    if !request_object::is_registered(uri, &party.request_uris) {
        return Err(Error::invalid_request_uri(describe!("request_uri is not registered for this client")));
    }
    let nothing = || Error::invalid_request_uri(describe!("there is no request object at request_uri"));
    let shelf = provider.request_files.shelf(&party.client_id, uri);
    if let Some(file) = shelf.good_enough(now) {
        return file.ok_or_else(nothing);
    }
    let _turn = shelf.turn.lock().await;
    if let Some(file) = shelf.good_enough(now) {
        return file.ok_or_else(nothing);
    }
    let (address, hash) = uri.split_once('#').map_or((uri, None), |(address, hash)| (address, Some(hash)));
    let fetched = fetch(address, provider).await;
    let never_changes = fetched.as_ref().is_some_and(|body| hash == Some(Digest::sha256(body).as_str()));
    // Files end with a line break more often than not.
    let text = fetched.as_deref().and_then(|body| std::str::from_utf8(body).ok());
    let file: Option<Arc<str>> = text.map(|text| text.trim_ascii().into());
    shelf.keep(Kept { file: file.clone(), never_changes, tried_at: now });
    file.ok_or_else(nothing)
}

async fn fetch(address: &str, provider: &Provider) -> Option<Vec<u8>> {
    match provider.outbound.get_object(address).await {
        Ok(answer) if answer.status == 200 && answer.body.len() <= limits::JWT => Some(answer.body),
        Ok(answer) => {
            tracing::info!(status = answer.status, "no request object is at its address");
            None
        }
        Err(because) => {
            tracing::info!(%because, "a request object could not be fetched");
            None
        }
    }
}

/// The documents that were fetched, by party and address.
#[derive(Debug, Default)]
pub struct RequestFiles(RwLock<HashMap<(ClientId, String), Arc<Shelf>>>);

#[derive(Debug, Default)]
struct Shelf {
    kept: RwLock<Option<Kept>>,
    turn: Mutex<()>,
}

#[derive(Clone, Debug)]
struct Kept {
    file: Option<Arc<str>>,
    never_changes: bool,
    tried_at: Timestamp,
}

impl RequestFiles {
    fn shelf(&self, party: &ClientId, uri: &str) -> Arc<Shelf> {
        let place = (party.clone(), uri.to_owned());
        if let Some(shelf) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&place) {
            return Arc::clone(shelf);
        }
        let mut shelves = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if shelves.len() >= limits::REQUEST_FILES {
            shelves.clear();
        }
        Arc::clone(shelves.entry(place).or_default())
    }
}

impl Shelf {
    /// What is kept, none when it was not there; outer none when it is time to look.
    fn good_enough(&self, now: Timestamp) -> Option<Option<Arc<str>>> {
        let kept = self.kept.read().unwrap_or_else(PoisonError::into_inner);
        let kept = kept.as_ref()?;
        let age = now.since(kept.tried_at);
        let good = match &kept.file {
            None => age < limits::REQUEST_FILE_TOO_SOON,
            Some(_) if kept.never_changes => age < limits::REQUEST_FILE_KEPT,
            // It was fetched while this request waited for its turn.
            Some(_) => kept.tried_at >= now,
        };
        good.then(|| kept.file.clone())
    }

    fn keep(&self, kept: Kept) {
        *self.kept.write().unwrap_or_else(PoisonError::into_inner) = Some(kept);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_unix(1_800_000_000);

    fn kept(file: Option<&str>, never_changes: bool) -> Shelf {
        let shelf = Shelf::default();
        shelf.keep(Kept { file: file.map(Into::into), never_changes, tried_at: NOW });
        shelf
    }

    #[test]
    fn only_a_document_that_never_changes_is_kept_and_a_silent_address_is_left_alone_for_a_while() {
        let one = crate::clock::Seconds::new(1);
        assert!(Shelf::default().good_enough(NOW).is_none());
        let changing = kept(Some("a"), false);
        assert!(changing.good_enough(NOW).is_some() && changing.good_enough(NOW.plus(one)).is_none());
        let constant = kept(Some("a"), true);
        assert_eq!(constant.good_enough(NOW.plus(limits::REQUEST_FILE_KEPT).minus(one)), Some(Some("a".into())));
        assert!(constant.good_enough(NOW.plus(limits::REQUEST_FILE_KEPT)).is_none());
        let silent = kept(None, false);
        assert_eq!(silent.good_enough(NOW.plus(limits::REQUEST_FILE_TOO_SOON).minus(one)), Some(None));
        assert!(silent.good_enough(NOW.plus(limits::REQUEST_FILE_TOO_SOON)).is_none());
    }
}
