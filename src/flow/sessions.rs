//! Where somebody is signed in, and the end of it: one session, every other one, all of them.
//!
//! ```text
//! list ⊙ a factor a moment ago → the live sessions, with the parties of each
//! end  ⊙ a factor a moment ago → of those that are the person's own and live ▣ they end with all that hangs from them, their
//!        parties are told
//! ```
//!
//! Browsers, networks and times tell how somebody lives, and who found a browser open could end all but that one: both take one
//! factor again, the password or a passkey, since the telephone may be what is lost (SE06). To end everything, this session too,
//! takes nothing: it only protects.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::flow::{second_factor, sign_out};
use crate::oauth::session::{Listed, SessionFacts};
use crate::provider::Provider;
use crate::secret::SessionId;

/// Which sessions a person ends from the list.
#[derive(Clone, Debug)]
pub enum Ending {
    /// That one.
    One(SessionId),
    /// Every one but this.
    Others,
}

/// Where the person is signed in, the browser used last first; none for who has to show a factor again.
pub async fn list(session: &SessionFacts, provider: &Provider, now: Timestamp) -> Result<Option<Vec<Listed>>, Fault> {
    if !second_factor::was_here_lately(session, now) {
        return Ok(None);
    }
    provider.store.sessions(&session.account, now).await.map(Some)
}

/// Ends other sessions of the person; the answer refers to the page that shows which parties know, none for who has to show a
/// factor again. This session ends on the page of sign-out.
pub async fn end(
    ending: &Ending,
    session: &SessionFacts,
    provider: &Provider,
    now: Timestamp,
) -> Result<Option<String>, Fault> {
    let Some(listed) = list(session, provider, now).await? else { return Ok(None) };
    let chosen: Vec<_> = listed
        .into_iter()
        .map(|listed| listed.id)
        .filter(|id| *id != session.id)
        .filter(|id| match ending {
            Ending::One(chosen) => id == chosen,
            Ending::Others => true,
        })
        .collect();
    let ended = provider.store.end_listed_sessions(&session.account, &chosen, now).await?;
    sign_out::refer(&ended, None, None, provider, now).map(Some)
}
