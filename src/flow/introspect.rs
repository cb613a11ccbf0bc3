//! A party asks whether a token is alive (RFC 7662), and may have it in writing (RFC 9701): its own, or one that was made
//! for a service that it is (RFC 8707). About any other token it learns as much as about none (V062).

use serde_json::{Map, Value, json};

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::flow::{Refused, client_auth, mint};
use crate::oauth::client_auth::{Credentials, Unusable};
use crate::oauth::error::{Error, describe};
use crate::oauth::family::Family;
use crate::oauth::params::Params;
use crate::oauth::relying_party::RelyingParty;
use crate::oauth::resource::Resources;
use crate::oauth::scope::Scopes;
use crate::oauth::token::acr;
use crate::provider::Provider;
use crate::secret::{Token, TokenKind};

/// An answer in the form that was asked for.
#[derive(Debug)]
pub enum Introspection {
    /// As JSON.
    Plain(Map<String, Value>),
    /// As a signed token.
    Token(String),
}

/// What is known of the token that the form names. `as_token` is what the party says it accepts; one that registered to
/// have its answers encrypted is never answered in the open.
pub async fn introspect(
    form: &Params,
    credentials: Result<Credentials, Unusable>,
    as_token: bool,
    address: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<Introspection, Refused> {
    let party = client_auth::authenticate(credentials, address, provider, now).await?;
    // §2.1: who proves nothing could try tokens on it.
    if !party.is_confidential() {
        return Err(Error::unauthorized_client(describe!("this client has no way to prove itself")).into());
    }
    let text = form.get("token").ok_or(Error::invalid_request(describe!("token is missing")))?;
    let about = about(text, &party, provider, now).await?;
    if as_token || party.introspection_encryption.is_some() {
        mint::introspection(&party, &about, provider, now).await.map(Introspection::Token)
    } else {
        Ok(Introspection::Plain(about))
    }
}

async fn about(
    text: &str,
    party: &RelyingParty,
    provider: &Provider,
    now: Timestamp,
) -> Result<Map<String, Value>, Fault> {
    if let Some(token) = Token::parse(TokenKind::Access, text)
        && let Some(facts) = provider.store.access_facts(&token.digest(), now).await?
        && facts.is_alive(now)
        && (facts.family.relying_party == party.client_id || facts.audience.meets(&party.serves))
    {
        let mut answer = alive(party, &facts.family, &facts.scope, facts.expires_at, provider);
        answer.insert("aud".into(), audience(&facts.audience, provider));
        answer.insert("token_type".into(), "Bearer".into());
        answer.insert("iat".into(), facts.issued_at.unix().into());
        return Ok(answer);
    }
    if let Some(token) = Token::parse(TokenKind::Refresh, text)
        && let Some(facts) = provider.store.refresh_facts(&token.digest(), now).await?
        && facts.family.is_alive
        && facts.spent_at.is_none()
        && now < facts.expires_at
        && facts.family.relying_party == party.client_id
    {
        return Ok(alive(party, &facts.family, &facts.family.scope, facts.expires_at, provider));
    }
    Ok(Map::from_iter([("active".to_owned(), false.into())]))
}

/// Where a token is good: one text, or a list of several.
fn audience(resources: &Resources, provider: &Provider) -> Value {
    let mut names: Vec<_> = resources.iter().collect();
    match names.pop() {
        None => provider.config.issuer.as_str().into(),
        Some(only) if names.is_empty() => only.into(),
        Some(last) => [&names[..], &[last]].concat().into(),
    }
}

fn alive(
    party: &RelyingParty,
    family: &Family,
    scope: &Scopes,
    expires_at: Timestamp,
    provider: &Provider,
) -> Map<String, Value> {
    let scope = scope.to_string();
    let person = mint::subject(party, family.account.as_str(), provider);
    let mut members = vec![
        ("active", true.into()),
        ("iss", provider.config.issuer.as_str().into()),
        ("client_id", family.relying_party.as_str().into()),
        // By the name that the asking party has for the person, whose token ever it is: two sectors stay two.
        ("sub", mint::subject(party, family.holder(), provider).into()),
        ("scope", scope.into()),
        ("exp", expires_at.unix().into()),
        ("auth_time", family.authenticated_at.unix().into()),
        ("acr", acr(family.level).into()),
    ];
    if family.acts_for.is_some() {
        members.push(("act", json!({ "sub": person })));
    }
    if family.relying_party == party.client_id {
        members.push(("sid", family.sid.as_str().into()));
    }
    members.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
}
