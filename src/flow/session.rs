//! The session behind a browser's cookies, when it is live.

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::oauth::session::SessionFacts;
use crate::provider::Provider;
use crate::secret::Token;

/// The live session that these cookies show, and its use written down; `None` whatever is wrong with it.
pub async fn current(
    cookie: Option<&Token>,
    browser: &Token,
    provider: &Provider,
    now: Timestamp,
) -> Result<Option<SessionFacts>, Fault> {
    let Some(cookie) = cookie else { return Ok(None) };
    let Some(facts) = provider.store.session(&cookie.digest()).await? else { return Ok(None) };
    if !facts.is_live(&browser.digest(), now) {
        return Ok(None);
    }
    if facts.wants_touch(now) {
        provider.store.touch_session(&facts.id, now).await?;
    }
    Ok(Some(facts))
}
