//! An authorization request, checked in the order of the specification. Every refusal here can be sent, because a
//! [`ReplyTo`](crate::oauth::reply::ReplyTo) exists before anything here is looked at.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::clock::Seconds;
use crate::identity::assurance::Level;
use crate::limits;
use crate::oauth::claims::{Claim, ClaimsRequest, Place};
use crate::oauth::error::{Error, describe};
use crate::oauth::params::Params;
use crate::oauth::pkce::Challenge;
use crate::oauth::relying_party::{AuthMethod, RelyingParty};
use crate::oauth::resource::Resources;
use crate::oauth::response::{ResponseMode, ResponseType};
use crate::oauth::scope::{Scope, ScopeRefusal, Scopes};

/// What a party asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Request {
    /// What is wanted back.
    pub response_type: ResponseType,
    /// The scopes.
    pub scope: Scopes,
    /// The claims, those of the scopes among them, and where they go.
    pub claims: ClaimsRequest,
    /// What ties the ID token to the party's own session.
    pub nonce: Option<String>,
    /// Which pages are wanted, and which are not.
    pub prompt: Prompt,
    /// How old the sign-in may be.
    pub max_age: Option<Seconds>,
    /// The authentication level that is asked for.
    pub level: Wanted,
    /// PKCE's challenge.
    pub challenge: Option<Challenge>,
    /// Whom the party thinks it is: a token of ours that names the person; unverified.
    pub unverified_hint: Option<String>,
    /// The names of which the person must have one, when the party asked for some (OpenID Connect Core §5.5.1).
    pub subjects: Option<Vec<String>>,
    /// What the person may be called on the sign-in page.
    pub login_hint: Option<String>,
    /// The languages that the party thinks the person reads.
    pub ui_locales: Option<String>,
    /// Where its access tokens are to be good.
    pub resources: Resources,
    /// Whether `auth_time` must be in the ID token.
    pub wants_auth_time: bool,
}

/// `prompt`.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Prompt {
    /// No page at all.
    pub none: bool,
    /// The person signs in again, or as somebody else (`login`, `select_account`).
    pub sign_in: bool,
    /// The person is asked again for consent.
    pub consent: bool,
}

/// An authentication level that is asked for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Wanted {
    /// The least that the person must reach.
    pub least: Level,
    /// The most that the answer may claim, when the party named the values that would do.
    pub most: Option<Level>,
}

impl Request {
    /// Reads a request of this party. `doubled` are the names of parameters that stood twice.
    pub fn parse(params: &Params, doubled: &BTreeSet<String>, party: &RelyingParty) -> Result<Self, Error> {
        if !doubled.is_empty() {
            return Err(Error::invalid_request(describe!("a parameter stands twice")));
        }
        unsupported_registration(params)?;
        let response_type = response_type(params, party)?;
        let mode = response_mode(params, response_type)?;
        let scope = scope(params, response_type, party)?;
        let resources = Resources::asked(params.get("resource"), &party.resources)?;
        let nonce = nonce(params, response_type)?;
        let prompt = Prompt::parse(params.get("prompt"))?;
        let max_age = max_age(params.get("max_age"), party)?;
        let asked = claims(params.get("claims"), party)?;
        let level = Wanted::parse(params.get("acr_values"), &asked, party)?;
        let subjects = subjects(&asked)?;
        let wants_auth_time =
            params.has("max_age") || party.require_auth_time || asked.id_token.contains_key(&Claim::AuthTime);
        let place = match response_type {
            ResponseType::IdToken => Place::IdToken,
            _ => Place::Userinfo,
        };
        let claims = asked.with_scopes(&scope, place);
        out_of_addresses(&claims, response_type, mode, party)?;
        Ok(Self {
            challenge: challenge(params, response_type, party)?,
            claims,
            response_type,
            scope,
            nonce,
            prompt,
            max_age,
            level,
            resources,
            subjects,
            unverified_hint: params.get("id_token_hint").map(str::to_owned),
            login_hint: params.get("login_hint").map(str::to_owned),
            ui_locales: params.get("ui_locales").map(str::to_owned),
            wants_auth_time,
        })
    }

    /// Whether the party asks for tokens that outlive the session.
    pub fn is_offline(&self) -> bool {
        self.scope.has(Scope::OfflineAccess)
    }
}

/// What `request` and `request_uri` bring stands in the place of the parameters before anything is read here.
fn unsupported_registration(params: &Params) -> Result<(), Error> {
    match params.get("registration") {
        Some(_) => Err(Error::registration_not_supported(describe!("registration is not supported"))),
        None => Ok(()),
    }
}

fn response_type(params: &Params, party: &RelyingParty) -> Result<ResponseType, Error> {
    let text = params.get("response_type").ok_or(Error::invalid_request(describe!("response_type is missing")))?;
    let known = ResponseType::parse(text)
        .ok_or(Error::unsupported_response_type(describe!("response_type is not supported")))?;
    if party.response_types.contains(&known) {
        Ok(known)
    } else {
        Err(Error::unauthorized_client(describe!("response_type is not registered for this client")))
    }
}

fn response_mode(params: &Params, response_type: ResponseType) -> Result<ResponseMode, Error> {
    let Some(text) = params.get("response_mode") else { return Ok(response_type.default_mode()) };
    match ResponseMode::parse(text) {
        None => Err(Error::invalid_request(describe!("response_mode is not supported"))),
        // Multiple Response Types §3: a token in a query would stand in logs and in Referer.
        Some(ResponseMode::Query) if response_type.default_mode() == ResponseMode::Fragment => {
            Err(Error::invalid_request(describe!("response_mode query is not allowed with this response_type")))
        }
        Some(mode) => Ok(mode),
    }
}

/// An ID token behind the `#` can be read in the browser's history by whoever sits there next: a personal number, an
/// address or a parent goes there by no response type. By a form, sealed to the party's key, or for a code, it may.
fn out_of_addresses(
    claims: &ClaimsRequest,
    response_type: ResponseType,
    mode: ResponseMode,
    party: &RelyingParty,
) -> Result<(), Error> {
    let is_readable = mode != ResponseMode::FormPost && party.id_token_encryption.is_none();
    let carries = response_type.has_id_token() && !response_type.has_code();
    if carries && is_readable && claims.id_token.keys().any(|claim| claim.is_national()) {
        return Err(Error::invalid_request(describe!(
            "such claims go by code, by form_post or in an encrypted ID token, not in an address"
        )));
    }
    Ok(())
}

fn scope(params: &Params, response_type: ResponseType, party: &RelyingParty) -> Result<Scopes, Error> {
    let text = params.get("scope").ok_or(Error::invalid_scope(describe!("scope is missing")))?;
    let scope = Scopes::parse(text).map_err(|refusal| match refusal {
        ScopeRefusal::Malformed => Error::invalid_scope(describe!("scope is malformed")),
        ScopeRefusal::Unknown => Error::invalid_scope(describe!("scope names one that is not known")),
    })?;
    if !scope.has(Scope::OpenId) {
        return Err(Error::invalid_scope(describe!("scope must contain openid")));
    }
    // Refused and not trimmed: a party that got less than it asked for would not know why (protocol.md C).
    if !scope.within(&party.scopes) {
        return Err(Error::invalid_scope(describe!("scope names one that is not registered for this client")));
    }
    // Nothing of the front channel outlives the session: without a code there is no refresh token (§11).
    Ok(if response_type.has_code() { scope } else { scope.without(Scope::OfflineAccess) })
}

/// OpenID Connect Core §3.2.2.1: an ID token in the front channel proves nothing without a nonce.
fn nonce(params: &Params, response_type: ResponseType) -> Result<Option<String>, Error> {
    match params.get("nonce") {
        None if response_type.has_id_token() => Err(Error::invalid_request(describe!("nonce is missing"))),
        Some(nonce) if nonce.len() > LONGEST_NONCE => Err(Error::invalid_request(describe!("nonce is too long"))),
        nonce => Ok(nonce.map(str::to_owned)),
    }
}

impl Prompt {
    fn parse(text: Option<&str>) -> Result<Self, Error> {
        let mut prompt = Self::default();
        let words: Vec<_> = text.map(|text| text.split(' ').collect()).unwrap_or_default();
        for word in &words {
            match *word {
                "none" => prompt.none = true,
                "login" | "select_account" => prompt.sign_in = true,
                "consent" => prompt.consent = true,
                _ => return Err(Error::invalid_request(describe!("prompt is not supported"))),
            }
        }
        if prompt.none && words.len() > 1 {
            return Err(Error::invalid_request(describe!("prompt none stands alone")));
        }
        Ok(prompt)
    }
}

fn max_age(text: Option<&str>, party: &RelyingParty) -> Result<Option<Seconds>, Error> {
    let Some(text) = text else { return Ok(party.default_max_age) };
    let digits = (1..=9).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    match text.parse() {
        Ok(seconds) if digits => Ok(Some(Seconds::new(seconds))),
        _ => Err(Error::invalid_request(describe!("max_age is not a number of seconds"))),
    }
}

fn claims(text: Option<&str>, party: &RelyingParty) -> Result<ClaimsRequest, Error> {
    let Some(text) = text else { return Ok(ClaimsRequest::default()) };
    let asked = ClaimsRequest::parse(text).ok_or(Error::invalid_request(describe!("claims cannot be read")))?;
    if asked.of_person().keys().all(|claim| party.claims.contains(claim)) {
        Ok(asked)
    } else {
        Err(Error::invalid_request(describe!("claims names one that is not registered for this client")))
    }
}

/// A `sub` by value: whoever else signs in is the wrong person, in whichever place the name was to stand (OpenID Connect
/// Core §3.1.2.2).
fn subjects(asked: &ClaimsRequest) -> Result<Option<Vec<String>>, Error> {
    let named = [&asked.id_token, &asked.userinfo].into_iter().filter_map(|place| place.get(&Claim::Sub));
    let mut sets = named.map(|sub| sub.values.as_slice()).filter(|values| !values.is_empty());
    let Some(first) = sets.next() else { return Ok(None) };
    if !first.iter().all(Value::is_string) {
        return Err(Error::invalid_request(describe!("claims asks for a sub that is not a text")));
    }
    if sets.any(|other| other != first) {
        return Err(Error::invalid_request(describe!("claims asks for one sub here and another there")));
    }
    Ok(Some(first.iter().filter_map(Value::as_str).map(str::to_owned).collect()))
}

impl Wanted {
    /// The party's registered least, what the request asks as essential, and what it would like.
    fn parse(acr_values: Option<&str>, asked: &ClaimsRequest, party: &RelyingParty) -> Result<Self, Error> {
        let unmet = Error::unmet_authentication_requirements;
        let registered = Level::of(party.least_authentication_level).unwrap_or(Level::One);
        if registered > Level::HIGHEST {
            return Err(unmet(describe!("the level registered for this client cannot be reached")));
        }
        let acr = asked.id_token.get(&Claim::Acr);
        let named: Vec<_> = match acr {
            Some(acr) if !acr.values.is_empty() => {
                acr.values.iter().filter_map(|value| Level::of_acr(value.as_str()?)).collect()
            }
            _ => acr_values.unwrap_or(&party.default_acr_values).split(' ').filter_map(Level::of_acr).collect(),
        };
        // Ordered by preference: the first that can be reached is what is tried (OpenID Connect Core §3.1.2.1).
        let liked = named.iter().copied().find(|level| *level <= Level::HIGHEST);
        let is_essential = acr.is_some_and(|acr| acr.essential && !acr.values.is_empty());
        if !is_essential {
            // A wish for more than there is gets the most there is, and the answer says which (§5.5.1.1).
            let wish = liked.or_else(|| named.first().map(|_| Level::HIGHEST)).unwrap_or(registered);
            return Ok(Self { least: wish.max(registered), most: None });
        }
        let fitting = || named.iter().copied().filter(|level| *level >= registered && *level <= Level::HIGHEST);
        let least = liked.filter(|level| *level >= registered).or_else(|| fitting().min());
        let least = least.ok_or_else(|| unmet(describe!("no acr of the essential ones can be reached")))?;
        Ok(Self { least, most: fitting().max() })
    }
}

fn challenge(params: &Params, response_type: ResponseType, party: &RelyingParty) -> Result<Option<Challenge>, Error> {
    match (params.get("code_challenge"), params.get("code_challenge_method")) {
        (None, Some(_)) => Err(Error::invalid_request(describe!("code_challenge is missing"))),
        (None, None) => {
            let is_bound = party.require_pkce || party.token_endpoint_auth_method == AuthMethod::None;
            if is_bound && response_type.has_code() {
                Err(Error::invalid_request(describe!("code_challenge is missing")))
            } else {
                Ok(None)
            }
        }
        // RFC 7636 §4.3: without a method it would be plain, which protects nothing.
        (Some(challenge), Some(Challenge::METHOD)) => Challenge::parse(challenge)
            .map(Some)
            .ok_or(Error::invalid_request(describe!("code_challenge is not an S256 challenge"))),
        (Some(_), _) => Err(Error::invalid_request(describe!("code_challenge_method must be S256"))),
    }
}

/// Longest nonce that is kept; certified tests use up to 128 characters.
const LONGEST_NONCE: usize = 512;
const _: () = assert!(LONGEST_NONCE < limits::QUERY);

#[cfg(test)]
mod tests;
