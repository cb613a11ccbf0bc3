//! Where somebody is signed in, and the end of it: one session, every other one, all of them.
//!
//! ```text
//! list → the live sessions, with the parties of each
//! end  → of those that are the person's own and live ▣ they end with all that hangs from them, their parties are told
//! ```

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::flow::sign_out;
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

/// Where the person is signed in, the browser used last first.
pub async fn list(session: &SessionFacts, provider: &Provider, now: Timestamp) -> Result<Vec<Listed>, Fault> {
    provider.store.sessions(&session.account, now).await
}

/// Ends other sessions of the person; the answer refers to the page that shows which parties know. This session ends on the
/// page of sign-out.
pub async fn end(
    ending: &Ending,
    session: &SessionFacts,
    provider: &Provider,
    now: Timestamp,
) -> Result<String, Fault> {
    let listed = provider.store.sessions(&session.account, now).await?;
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
    sign_out::refer(&ended, None, None, provider, now)
}
