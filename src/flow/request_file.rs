//! Request objects at addresses that their parties registered (OpenID Connect Core §6.2), fetched by the one guarded client.
//!
//! Anybody can make us fetch one, by naming it; so each address is called by one request at a time, who waits for it takes
//! what it brings, and an address that does not answer is left alone for a while. A document is kept when the address
//! names its hash: then it never changes. The hash says nothing else: what is believed is the signature, and a party whose
//! hash is of another document (test benches register before they write it) is fetched from each time.

use std::sync::Arc;

use crate::clock::Timestamp;
use crate::flow::shelf::Shelves;
use crate::limits;
use crate::oauth::error::{Error, describe};
use crate::oauth::relying_party::RelyingParty;
use crate::oauth::request_object;
use crate::provider::Provider;
use crate::secret::Digest;

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
    let shelf = provider.request_files.0.of(&party.client_id, uri);
    let (address, hash) = uri.split_once('#').map_or((uri, None), |(address, hash)| (address, Some(hash)));
    let keep = |fetched: Option<Vec<u8>>, _| {
        let never_changes = fetched.as_ref().is_some_and(|body| hash == Some(Digest::sha256(body).as_str()));
        // Files end with a line break more often than not.
        let text = fetched.as_deref().and_then(|body| std::str::from_utf8(body).ok());
        let file: Option<Arc<str>> = text.map(|text| text.trim_ascii().into());
        (Kept { file: file.clone(), never_changes, tried_at: now }, file)
    };
    let file = shelf.get(|kept: &Kept| kept.good_enough(now), fetch(address, provider), keep).await;
    file.ok_or_else(|| Error::invalid_request_uri(describe!("there is no request object at request_uri")))
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

/// The documents that were fetched.
#[derive(Debug, Default)]
pub struct RequestFiles(Shelves<Kept, { limits::REQUEST_FILES }>);

#[derive(Clone, Debug)]
struct Kept {
    file: Option<Arc<str>>,
    never_changes: bool,
    tried_at: Timestamp,
}

impl Kept {
    /// The document, none when it was not there; outer none when it is time to look.
    fn good_enough(&self, now: Timestamp) -> Option<Option<Arc<str>>> {
        let age = now.since(self.tried_at);
        let good = match &self.file {
            None => age < limits::REQUEST_FILE_TOO_SOON,
            Some(_) if self.never_changes => age < limits::REQUEST_FILE_KEPT,
            // It was fetched while this request waited for its turn.
            Some(_) => self.tried_at >= now,
        };
        good.then(|| self.file.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp::from_unix(1_800_000_000);

    fn kept(file: Option<&str>, never_changes: bool) -> Kept {
        Kept { file: file.map(Into::into), never_changes, tried_at: NOW }
    }

    #[test]
    fn only_a_document_that_never_changes_is_kept_and_a_silent_address_is_left_alone_for_a_while() {
        let one = crate::clock::Seconds::new(1);
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
