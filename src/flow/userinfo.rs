//! Userinfo: what an access token lets its party know about the person, at this moment.

use serde_json::{Map, Value};

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::flow::{Refused, claims, mint};
use crate::oauth::error::{Error, describe};
use crate::oauth::scope::Scope;
use crate::provider::Provider;
use crate::secret::{Token, TokenKind};

/// An answer in the form that the party registered; never the other one, whatever it says it accepts (UI02).
#[derive(Debug)]
pub enum Userinfo {
    /// As JSON.
    Plain(Map<String, Value>),
    /// As a signed token, sealed to the party's key where it registered for that.
    Token(String),
}

/// Answers the holder of an access token.
pub async fn userinfo(token: &str, provider: &Provider, now: Timestamp) -> Result<Userinfo, Refused> {
    let token = Token::parse(TokenKind::Access, token).ok_or_else(|| invalid("it is not an access token"))?;
    let Some(facts) = provider.store.access_facts(&token.digest(), now).await? else {
        return Err(invalid("there is no such token").into());
    };
    if !facts.is_alive(now) {
        return Err(invalid("it, or what it hangs from, has ended").into());
    }
    // Whoever it was made for may show it to us (V066).
    if !facts.audience.reaches(&provider.config.issuer) {
        return Err(invalid("it is for another resource").into());
    }
    if !facts.scope.has(Scope::OpenId) {
        return Err(Error::insufficient_scope(describe!("scope openid is needed")).into());
    }
    let family = &facts.family;
    let Some(registered) = provider.store.relying_party(&family.relying_party).await? else {
        return Err(Fault::internal("a family hangs from no party").into());
    };
    let party = &registered.party;
    let mut about = claims::for_userinfo(party, family, &facts.scope, provider, now).await?;
    about.insert("sub".into(), mint::subject(party, family.holder(), provider).into());
    Ok(match mint::userinfo(party, family, &about, provider, now).await? {
        Some(token) => Userinfo::Token(token),
        None => Userinfo::Plain(about),
    })
}

fn invalid(because: &str) -> Error {
    Error::invalid_token(describe!("the token is not valid")).because(because)
}
