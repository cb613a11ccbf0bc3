//! A party pushes an authorization request to us before it sends anybody with it (RFC 9126).
//!
//! ```text
//! who asks (client_auth) -> the parameters ⊙ -> checked as the authorization endpoint would ⊙ -> ▣ kept -> its address
//! ```

use std::collections::BTreeSet;

use crate::clock::{Seconds, Timestamp};
use crate::entropy;
use crate::flow::request_object::Shown;
use crate::flow::{self, Refused, authorize, client_auth};
use crate::limits;
use crate::oauth::client_auth::{Credentials, Unusable};
use crate::oauth::error::{Error, describe};
use crate::oauth::params::Params;
use crate::oauth::relying_party::RelyingParty;
use crate::oauth::reply::{ReplyTo, Unanswerable};
use crate::oauth::request_object::{self, Form};
use crate::provider::Provider;
use crate::secret::{Token, TokenKind};
use crate::store::pushed_request::NewPushed;

/// Where a pushed request is found.
#[derive(Debug)]
pub struct Kept {
    /// Its address, which is a secret until it is used.
    pub request_uri: String,
    /// How long the address is good.
    pub expires_in: Seconds,
}

/// Keeps a request of a party that proves itself.
pub async fn push(
    form: &Params,
    credentials: Result<Credentials, Unusable>,
    address: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<Kept, Refused> {
    let party = client_auth::authenticate(credentials, address, provider, now).await?;
    let parameters = match Form::of(form)? {
        Form::Plain if party.require_signed_request_object => {
            return Err(Error::invalid_request(describe!("this client must send signed request objects")).into());
        }
        Form::Plain => request_object::pushed(form, &party.client_id),
        Form::Object(object) => flow::request_object::read(object, Shown::Once, form, &party, provider, now).await??,
        // RFC 9126 §2.1.
        Form::Pushed(_) | Form::Reference(_) => {
            return Err(Error::invalid_request(describe!("request_uri cannot be pushed")).into());
        }
    };
    check(&parameters, &party, provider, now)?;
    let token = Token::mint(TokenKind::RequestUri, entropy::bytes()?);
    let kept = NewPushed {
        digest: &token.digest(),
        party: &party.client_id,
        parameters: &parameters,
        expires_at: now.plus(limits::PUSHED_REQUEST),
    };
    provider.store.keep_pushed(&kept, now).await?;
    let request_uri = format!("{}{}", request_object::PUSHED, token.expose());
    Ok(Kept { request_uri, expires_in: limits::PUSHED_REQUEST })
}

/// Everything that the authorization endpoint would refuse is refused here, where nobody waits for it (§2.1).
fn check(parameters: &Params, party: &RelyingParty, provider: &Provider, now: Timestamp) -> Result<(), Error> {
    ReplyTo::check(parameters, party, &provider.config.issuer).map_err(|unanswerable| match unanswerable {
        Unanswerable::RedirectUriMissing => Error::invalid_request(describe!("redirect_uri is missing")),
        Unanswerable::RedirectUriNotRegistered => Error::invalid_request(describe!("redirect_uri is not registered")),
    })?;
    authorize::read(parameters, &BTreeSet::new(), party, provider, now).map(|_| ())
}
