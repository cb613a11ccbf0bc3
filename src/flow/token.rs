//! The token endpoint: a code or a refresh token for tokens.
//!
//! ```text
//! who asks (client_auth) -> may it use this grant -> facts -> rule -> sign in memory -> the one write -> answer
//! ```
//!
//! The doors are numbered in [`exchange`], so that a new grant cannot walk around one.

use serde_json::{Map, Value, json};

use crate::clock::Timestamp;
use crate::entropy;
use crate::flow::mint::{self, Beside};
use crate::flow::{Refused, claims, client_auth, refresh};
use crate::identity::event::Actor;
use crate::oauth::client_auth::{Credentials, Unusable};
use crate::oauth::code::{self, Shown, Verdict};
use crate::oauth::error::{Code, Error, describe};
use crate::oauth::family::{Ending, Family};
use crate::oauth::params::Params;
use crate::oauth::profile::Binding;
use crate::oauth::relying_party::{GrantType, RelyingParty};
use crate::oauth::resource::Resources;
use crate::oauth::scope::{Scope, Scopes};
use crate::provider::Provider;
use crate::secret::{Token, TokenKind};
use crate::store::access::NewAccess;
use crate::store::redemption::{Redemption, Spending};
use crate::store::refresh::NewRefresh;

/// What a party is handed.
#[derive(Debug)]
pub struct Tokens {
    /// The access token.
    pub access: Token,
    /// When it dies.
    pub expires_at: Timestamp,
    /// The refresh token, when the party may have one.
    pub refresh: Option<Token>,
    /// The ID token, for scope openid.
    pub id_token: Option<String>,
    /// What the access token reaches.
    pub scope: Scopes,
    /// Where the access token is good.
    pub audience: Resources,
}

impl Tokens {
    /// The answer's members (RFC 6749 §5.1).
    pub fn to_json(&self, now: Timestamp) -> Value {
        let mut members = Map::new();
        members.insert("access_token".into(), self.access.expose().into());
        members.insert("token_type".into(), "Bearer".into());
        members.insert("expires_in".into(), self.expires_at.since(now).get().into());
        members.insert("scope".into(), self.scope.to_string().into());
        if let Some(refresh) = &self.refresh {
            members.insert("refresh_token".into(), refresh.expose().into());
        }
        if let Some(id_token) = &self.id_token {
            members.insert("id_token".into(), json!(id_token));
        }
        Value::Object(members)
    }
}

/// Exchanges what a party shows for tokens.
pub async fn exchange(
    form: &Params,
    credentials: Result<Credentials, Unusable>,
    address: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<Tokens, Refused> {
    // 1. Who asks. Before anything else is read, let alone looked up (V041).
    let party = client_auth::authenticate(credentials, address, provider, now).await?;
    // 2. A party whose profile promises sender-constrained tokens never gets a bearer token.
    if party.profile.demands().binding != Binding::BearerOrProof {
        return Err(Error::unauthorized_client(describe!("this client needs sender-constrained tokens")).into());
    }
    // 3. May it use this grant.
    let grant = grant(form, &party)?;
    // A word of other specifications for what `resource` says (RFC 8707): not heard, it would seem to have been granted.
    if form.has("audience") {
        return Err(Error::invalid_target(describe!("name a resource and no audience")).into());
    }
    // 4. Facts, rule, write.
    match grant {
        GrantType::AuthorizationCode => redeem(form, &party, provider, now).await,
        GrantType::RefreshToken => refresh::refresh(form, &party, provider, now).await,
        GrantType::Implicit => Err(Error::unsupported_grant_type(describe!("no such grant type")).into()),
    }
}

fn grant(form: &Params, party: &RelyingParty) -> Result<GrantType, Error> {
    let asked = form.get("grant_type").ok_or(Error::invalid_request(describe!("grant_type is missing")))?;
    let grant = [GrantType::AuthorizationCode, GrantType::RefreshToken].into_iter().find(|one| one.as_str() == asked);
    let grant = grant.ok_or(Error::unsupported_grant_type(describe!("no such grant type")))?;
    if party.grant_types.contains(&grant) {
        Ok(grant)
    } else {
        Err(Error::unauthorized_client(describe!("this client is not registered for this grant")))
    }
}

async fn redeem(form: &Params, party: &RelyingParty, provider: &Provider, now: Timestamp) -> Result<Tokens, Refused> {
    let shown = form.get("code").ok_or(Error::invalid_request(describe!("code is missing")))?;
    let code = Token::parse(TokenKind::Code, shown).ok_or_else(|| invalid("it is not a code"))?;
    let Some(facts) = provider.store.code_facts(&code.digest(), now).await? else {
        return Err(invalid("there is no such code").into());
    };
    let proof =
        Shown { party: &party.client_id, redirect_uri: form.get("redirect_uri"), verifier: form.get("code_verifier") };
    let verdict = code::redeem(&facts, proof, now);
    if verdict != Verdict::Redeem {
        return Err(refuse(verdict, &facts.family, party, provider, now).await);
    }
    let family = &facts.family;
    let audience = audience(form, family)?;
    let offers = party.grant_types.contains(&GrantType::RefreshToken) && family.may_be_renewed();
    let refresh = if offers { Some(Token::mint(TokenKind::Refresh, entropy::bytes()?)) } else { None };
    let nonce = family.nonce.as_deref();
    let tokens = sign(party, family, (family.scope.clone(), audience), nonce, refresh, provider, now).await?;
    let digest = code.digest();
    let change = Redemption {
        code: &digest,
        family,
        access: tokens.saved(),
        refresh: tokens
            .refresh
            .as_ref()
            .map(|token| NewRefresh { digest: token.digest(), expires_at: family.refresh_expiry(now) }),
    };
    match provider.store.commit_redemption(&change, now).await? {
        Spending::Spent => Ok(tokens),
        // Somebody was faster with the same code, or what it hangs from ended meanwhile. In the first case the loser is a
        // replay: whoever of the two stole the code, what it bought ends (F22).
        Spending::TooLate => {
            let facts = provider.store.code_facts(&digest, now).await?.unwrap_or(facts);
            Err(refuse(code::redeem(&facts, proof, now), &facts.family, party, provider, now).await)
        }
    }
}

/// Where the next access token is to be good: at some of what was granted, and nowhere else (V063).
pub(super) fn audience(form: &Params, family: &Family) -> Result<Resources, Error> {
    Ok(Resources::asked(form.get("resource"), &family.resources)?.or_all(&family.resources))
}

/// Tokens in memory, which nobody has until the write that pays for them has happened.
pub(super) async fn sign(
    party: &RelyingParty,
    family: &Family,
    (scope, audience): (Scopes, Resources),
    nonce: Option<&str>,
    refresh: Option<Token>,
    provider: &Provider,
    now: Timestamp,
) -> Result<Tokens, Refused> {
    let access = Token::mint(TokenKind::Access, entropy::bytes()?);
    let id_token = if scope.has(Scope::OpenId) {
        // Whatever ended this very moment is said in the words of this endpoint.
        let about =
            claims::for_id_token(party, family, &scope, provider, now).await.map_err(|refused| match refused {
                Refused::Error(error) if error.code == Code::InvalidToken => {
                    invalid("what it hangs from has ended").into()
                }
                other => other,
            })?;
        let beside = Beside { access: Some(&access), ..Beside::default() };
        Some(mint::id_token(party, family, nonce, beside, about, provider, now).await?)
    } else {
        None
    };
    Ok(Tokens { access, expires_at: family.access_expiry(now), refresh, id_token, scope, audience })
}

impl Tokens {
    /// What is kept of the access token.
    pub(super) fn saved(&self) -> NewAccess {
        NewAccess {
            digest: self.access.digest(),
            scope: self.scope.clone(),
            audience: self.audience.clone(),
            expires_at: self.expires_at,
        }
    }
}

/// The one answer to whoever does not redeem, once what must end has ended.
async fn refuse(
    verdict: Verdict,
    family: &Family,
    party: &RelyingParty,
    provider: &Provider,
    now: Timestamp,
) -> Refused {
    let (ending, because) = match verdict {
        Verdict::Redeem => return invalid("it was redeemable a moment ago").into(),
        Verdict::Refuse(because) => return invalid(because).into(),
        Verdict::Replay => (Ending::CodeReplayed, "it was redeemed before"),
        Verdict::Burn(because) => (Ending::CodeBurnt, because),
    };
    let actor = Actor::RelyingParty(party.client_id.clone());
    match provider.store.end_family(family, ending, actor, now).await {
        Ok(_) => invalid(because).into(),
        // Not said to be refused while what was bought may still live (V061).
        Err(fault) => Refused::Fault(fault),
    }
}

fn invalid(because: &str) -> Error {
    Error::invalid_grant(describe!("the code is not valid")).because(because)
}
