//! A party gives a token back (RFC 7009). Whatever it shows that is not its own, it learns and changes nothing.

use crate::clock::Timestamp;
use crate::flow::{Refused, client_auth};
use crate::identity::event::Actor;
use crate::oauth::client_auth::{Credentials, Unusable};
use crate::oauth::error::{Error, describe};
use crate::oauth::family::Ending;
use crate::oauth::params::Params;
use crate::provider::Provider;
use crate::secret::{Token, TokenKind};

/// Ends the token that the form names, if it is the party's own. A refresh token takes its family with it (§2.1); an access
/// token goes alone. The hint is not needed: a token names its kind.
pub async fn revoke(
    form: &Params,
    credentials: Result<Credentials, Unusable>,
    address: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<(), Refused> {
    let party = client_auth::authenticate(credentials, address, provider, now).await?;
    let text = form.get("token").ok_or(Error::invalid_request(describe!("token is missing")))?;
    if let Some(token) = Token::parse(TokenKind::Refresh, text) {
        let facts = provider.store.refresh_facts(&token.digest(), now).await?;
        if let Some(facts) = facts.filter(|facts| facts.family.relying_party == party.client_id) {
            let actor = Actor::RelyingParty(party.client_id);
            provider.store.end_family(&facts.family, Ending::Revoked, actor, now).await?;
        }
    } else if let Some(token) = Token::parse(TokenKind::Access, text) {
        let digest = token.digest();
        let facts = provider.store.access_facts(&digest, now).await?;
        if let Some(facts) = facts.filter(|facts| facts.family.relying_party == party.client_id) {
            provider.store.end_access(&digest, &facts.family, now).await?;
        }
    }
    Ok(())
}
