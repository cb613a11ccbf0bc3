//! The frame by which a party's page learns that the session in this browser is another one (OpenID Connect Session
//! Management 1.0): what the browser keeps of the session, and whose pages may frame ours.

use crate::fault::Fault;
use crate::limits;
use crate::provider::Provider;
use crate::secret::SessionId;

/// What the browser keeps of a session, where scripts can read it: another one for another session, and from it follows
/// neither the session's id nor its cookie.
pub fn browser_state(session: &SessionId, provider: &Provider) -> String {
    provider.store.vault().index("browser state of a session", session.as_str()).as_str().to_owned()
}

/// The origins whose pages may frame ours: the one that asks, when it is a party's; when the browser does not say who asks,
/// all of them as long as they fit into a header, and none otherwise.
pub async fn framers(asking: Option<&str>, provider: &Provider) -> Result<Vec<String>, Fault> {
    if let Some(origin) = asking {
        let is_known = origin.len() <= limits::ORIGIN && provider.store.is_page_origin(origin).await?;
        return Ok(is_known.then(|| origin.to_owned()).into_iter().collect());
    }
    let all = provider.store.page_origins(MOST).await?;
    let length: usize = all.iter().map(|origin| origin.len() + 1).sum();
    Ok(if length <= LONGEST_LIST { all } else { Vec::new() })
}

/// Bytes of a list of origins in one header; servers in between take no more than eight thousand for all.
const LONGEST_LIST: usize = 4096;
/// More origins than fit into the list: the shortest is `http://a`.
const MOST: i64 = 512;
