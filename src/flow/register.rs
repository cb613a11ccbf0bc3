//! A party registers itself, and reads, changes or deletes what stands of it (RFC 7591, RFC 7592).
//!
//! ```text
//! token -> count -> strict JSON -> rules -> keys and sector looked at by the guarded client -> one commit -> answer
//! ```
//!
//! A change obeys the rules of a registration (V122). Nothing says whether a `client_id` exists: whoever has not its token
//! is answered alike.

use serde_json::{Map, Value, json};

use crate::clock::{Seconds, Timestamp};
use crate::entropy;
use crate::fault::Fault;
use crate::flow::party_keys::{self, NoKeys};
use crate::jose::algorithm::{Algorithm, KeyAlgorithm, KeyWrap};
use crate::jose::jwk::PublicKeys;
use crate::jose::strict_json;
use crate::limits;
use crate::oauth::registration::{self, Bounds, Place, Refusal};
use crate::oauth::relying_party::{AuthMethod, RelyingParty};
use crate::provider::Provider;
use crate::provider::outbound::NoAnswer;
use crate::secret::{ClientId, Digest, Token, TokenKind};
use crate::store::registration::{Change, NewParty};
use crate::store::relying_party::Registered;
use crate::store::throttle::Throttle;

/// Why nothing was registered, read, changed or deleted.
#[derive(Debug)]
pub enum Refused {
    /// A token is needed and none was shown.
    NoToken,
    /// The token is not one that allows this.
    WrongToken,
    /// The document.
    Document(Refusal),
    /// Too many tries from there; try again at that instant.
    TooMany(Timestamp),
    /// Ours to mend.
    Fault(Fault),
}

impl From<Fault> for Refused {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        Self::Document(refusal)
    }
}

/// Registers a party: by an invitation, or in a sandbox without.
pub async fn create(
    token: Option<&str>,
    document: &[u8],
    address: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<Map<String, Value>, Refused> {
    let invitation = match token {
        None if provider.config.sandbox => None,
        None => return Err(Refused::NoToken),
        Some(text) => Some(Token::parse(TokenKind::InitialAccess, text).ok_or(Refused::WrongToken)?.digest()),
    };
    count(address, provider, now).await?;
    let bounds = match &invitation {
        // Test benches register parties that know nothing of PKCE (protocol.md G).
        None => Bounds::standard(true),
        Some(digest) => provider.store.invitation(digest, now).await?.ok_or(Refused::WrongToken)?,
    };
    let id = ClientId::new(entropy::bytes()?);
    let (metadata, party) = registration::read(read(document)?, None, &id, &bounds, place(provider))?;
    look_at(&party, provider).await?;
    let secret = new_secret(&party)?;
    let token = Token::mint(TokenKind::Registration, entropy::bytes()?);
    let secret_digest = secret.as_ref().map(Token::digest);
    let new = NewParty {
        id: &id,
        metadata: &metadata,
        secret: secret_digest.as_ref(),
        token: &token.digest(),
        bounds: &bounds,
        invitation: invitation.as_ref(),
    };
    if !provider.store.register_itself(&new, now).await? {
        return Err(Refused::WrongToken);
    }
    let mut answer = answer(registration::echoed(&metadata), &party, now, token.expose(), provider);
    show_secret(&mut answer, secret.as_ref());
    Ok(answer)
}

/// What stands of a party.
pub async fn show(id: &str, token: Option<&str>, provider: &Provider) -> Result<Map<String, Value>, Refused> {
    let (registered, token) = managed(id, token, provider).await?;
    let members = registration::echoed(&registered.metadata);
    // RFC 7592 §3 wants the token in every answer; it is the one that was shown.
    Ok(answer(members, &registered.party, registered.created_at, token.expose(), provider))
}

/// Puts other metadata in the place of a party's, under a new token.
pub async fn change(
    id: &str,
    token: Option<&str>,
    document: &[u8],
    address: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<Map<String, Value>, Refused> {
    let (before, token) = managed(id, token, provider).await?;
    count(address, provider, now).await?;
    let Some(bounds) = &before.bounds else {
        return Err(Fault::internal("a party that manages itself has no bounds").into());
    };
    let id = &before.party.client_id;
    let document = read(document)?;
    names_itself(&document, &before)?;
    let (metadata, party) = registration::read(document, Some(&before.metadata), id, bounds, place(provider))?;
    look_at(&party, provider).await?;
    let fresh = match (party.token_endpoint_auth_method.is_secret(), &before.secret) {
        (true, None) => new_secret(&party)?,
        _ => None,
    };
    let fresh_digest = fresh.as_ref().map(Token::digest);
    let kept = before.secret.as_ref().filter(|_| party.token_endpoint_auth_method.is_secret());
    let next = Token::mint(TokenKind::Registration, entropy::bytes()?);
    let change = Change { metadata: &metadata, secret: fresh_digest.as_ref().or(kept), token: &next.digest() };
    if !provider.store.change_party(&before, &token.digest(), &change, now).await? {
        return Err(Refused::WrongToken);
    }
    let mut answer = answer(registration::echoed(&metadata), &party, before.created_at, next.expose(), provider);
    show_secret(&mut answer, fresh.as_ref());
    Ok(answer)
}

/// Deletes a party with everything that hangs from it.
pub async fn delete(id: &str, token: Option<&str>, provider: &Provider, now: Timestamp) -> Result<(), Refused> {
    let token = registration_token(token)?;
    let deleted = provider.store.delete_party(&ClientId::from_text(id), &token.digest(), now).await?;
    deleted.then_some(()).ok_or(Refused::WrongToken)
}

/// Whether the sector that a party names lists every redirect URI of its, which is looked up there.
async fn check_sector(address: &str, party: &RelyingParty, provider: &Provider) -> Result<(), Refusal> {
    let refusal = |why| Refusal::of_member("sector_identifier_uri", why);
    let answer = match provider.outbound.get(address).await {
        Ok(answer) if answer.status == 200 => answer,
        Ok(_) => return Err(refusal("there is no document at the address")),
        Err(NoAnswer::Address) => return Err(refusal(NOT_CALLED)),
        Err(NoAnswer::Unreachable | NoAnswer::TooLong) => return Err(refusal("the address does not answer")),
    };
    match strict_json::read(&answer.body, limits::OUTBOUND_BYTES) {
        Ok(document) if registration::covers(&document, party) => Ok(()),
        Ok(_) => Err(refusal("the document there does not list every one of redirect_uris")),
        Err(_) => Err(refusal("at the address is no JSON")),
    }
}

/// The party that a token manages. A token of another party, a party that is gone, and none at all look alike.
async fn managed(id: &str, token: Option<&str>, provider: &Provider) -> Result<(Registered, Token), Refused> {
    let token = registration_token(token)?;
    let registered = provider.store.managed_party(&ClientId::from_text(id), &token.digest()).await?;
    Ok((registered.ok_or(Refused::WrongToken)?, token))
}

fn registration_token(text: Option<&str>) -> Result<Token, Refused> {
    Token::parse(TokenKind::Registration, text.ok_or(Refused::NoToken)?).ok_or(Refused::WrongToken)
}

/// Counted before anything is looked at: a document may make us call somebody.
async fn count(address: &str, provider: &Provider, now: Timestamp) -> Result<(), Refused> {
    let most = match provider.config.sandbox {
        true => limits::REGISTRATIONS_SANDBOX_HOUR,
        false => limits::REGISTRATIONS_ADDRESS_HOUR,
    };
    match provider.store.throttle("registrations", address, most, Seconds::hours(1), now).await? {
        Throttle::Open => Ok(()),
        Throttle::Closed(until) => Err(Refused::TooMany(until)),
    }
}

fn read(document: &[u8]) -> Result<Map<String, Value>, Refusal> {
    strict_json::read_object(document, limits::REGISTRATION)
        .map_err(|_| Refusal::of_metadata("the body is not one JSON object without doubled members"))
}

fn place(provider: &Provider) -> Place {
    if provider.config.sandbox { Place::Sandbox } else { Place::Public }
}

/// RFC 7592 §2.2: a change says whose it is, and leaves out what only we say.
fn names_itself(document: &Map<String, Value>, before: &Registered) -> Result<(), Refusal> {
    if document.get("client_id").and_then(Value::as_str) != Some(before.party.client_id.as_str()) {
        return Err(Refusal::of_member("client_id", "it is missing or another party's"));
    }
    for name in
        ["registration_access_token", "registration_client_uri", "client_secret_expires_at", "client_id_issued_at"]
    {
        if document.contains_key(name) {
            return Err(Refusal::of_member(name, "only the provider says it"));
        }
    }
    let same = |shown: &Value| {
        let shown = shown.as_str().map(|secret| Digest::sha256(secret.as_bytes()));
        shown.is_some_and(|shown| before.secret.as_ref().is_some_and(|kept| kept.matches(&shown)))
    };
    match document.get("client_secret") {
        Some(shown) if !same(shown) => Err(Refusal::of_member("client_secret", "it is not the one that was issued")),
        _ => Ok(()),
    }
}

/// Looks at what other rings know of: whether keys are good, addresses may be called, and a sector agrees.
async fn look_at(party: &RelyingParty, provider: &Provider) -> Result<(), Refusal> {
    if let Some(jwks) = &party.jwks {
        // The reason names a kind of mistake and nothing of a key.
        let keys = PublicKeys::parse(jwks).map_err(|rejected| Refusal::of_member("jwks", &rejected.to_string()))?;
        able(&keys, party, "jwks")?;
    }
    let called = [("jwks_uri", &party.jwks_uri), ("backchannel_logout_uri", &party.backchannel_logout_uri)];
    let called = called.into_iter().filter_map(|(name, uri)| Some((name, uri.as_ref()?.as_str())));
    let requests = party.request_uris.iter().map(|uri| ("request_uris", uri.as_str()));
    if let Some((name, _)) = called.chain(requests).find(|(_, uri)| !provider.outbound.may_call(uri)) {
        return Err(Refusal::of_member(name, NOT_CALLED));
    }
    if let Some(address) = &party.jwks_uri {
        look_at_keys(address.as_str(), party, provider).await?;
    }
    match &party.sector_identifier_uri {
        Some(address) => check_sector(address.as_str(), party, provider).await,
        None => Ok(()),
    }
}

/// Whoever answers must answer a good set. Who does not answer yet may be about to start: the keys are looked at again
/// when they are needed.
async fn look_at_keys(address: &str, party: &RelyingParty, provider: &Provider) -> Result<(), Refusal> {
    match party_keys::fetch(address, provider).await {
        Ok(keys) => able(&keys, party, "jwks_uri"),
        Err(NoKeys::NoAnswer(NoAnswer::Unreachable)) => Ok(()),
        Err(NoKeys::NoAnswer(NoAnswer::Address)) => Err(Refusal::of_member("jwks_uri", NOT_CALLED)),
        Err(because) => Err(Refusal::of_member("jwks_uri", &because.to_string())),
    }
}

/// A party that proves itself by a key has one that can.
fn able(keys: &PublicKeys, party: &RelyingParty, member: &str) -> Result<(), Refusal> {
    let algorithms: Vec<_> = match &party.token_endpoint_auth_signing_alg {
        Some(pinned) => Algorithm::parse(pinned.as_str()).into_iter().collect(),
        None => Algorithm::ALL.to_vec(),
    };
    let algorithms: Vec<_> = algorithms.into_iter().map(KeyAlgorithm::Sign).collect();
    if party.token_endpoint_auth_method == AuthMethod::PrivateKeyJwt && !keys.has(None, &algorithms) {
        return Err(Refusal::of_member(member, "it has no key with which the party could prove who it is"));
    }
    able_to_open(keys, party)
}

/// A party that has something encrypted has a key for it, or it would wait for what it can never read.
pub fn able_to_open(keys: &PublicKeys, party: &RelyingParty) -> Result<(), Refusal> {
    for (member, encryption) in party.encryptions() {
        let wrap = KeyWrap::parse(encryption.key.as_str()).map(KeyAlgorithm::Unwrap);
        if !wrap.is_some_and(|wrap| keys.has(None, &[wrap])) {
            return Err(Refusal::of_member(member, "among the keys is none to which this could be encrypted"));
        }
    }
    Ok(())
}

fn new_secret(party: &RelyingParty) -> Result<Option<Token>, Fault> {
    match party.token_endpoint_auth_method.is_secret() {
        true => Ok(Some(Token::mint(TokenKind::ClientSecret, entropy::bytes()?))),
        false => Ok(None),
    }
}

fn answer(
    mut members: Map<String, Value>,
    party: &RelyingParty,
    created_at: Timestamp,
    token: &str,
    provider: &Provider,
) -> Map<String, Value> {
    members.insert("client_id_issued_at".into(), created_at.unix().into());
    members.insert("registration_access_token".into(), token.into());
    let address = format!("{}/register/{}", provider.config.issuer, party.client_id);
    members.insert("registration_client_uri".into(), address.into());
    members
}

/// A secret is shown once, when it is made; we keep its digest.
fn show_secret(answer: &mut Map<String, Value>, secret: Option<&Token>) {
    if let Some(secret) = secret {
        answer.insert("client_secret".into(), secret.expose().into());
        answer.insert("client_secret_expires_at".into(), json!(0));
    }
}

const NOT_CALLED: &str = "it is not an address that is called: https, a usual port, a public host";

#[cfg(test)]
mod tests;
