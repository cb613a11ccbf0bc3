//! The parameters of an authorization request, from wherever they stand: in the request itself, in an object of its party's
//! (RFC 9101), or with us since it was pushed (RFC 9126). What stands beside is not taken over (AZ05, V028).

use std::collections::BTreeSet;

use crate::clock::Timestamp;
use crate::fault::Fault;
use crate::flow::authorize::Problem;
use crate::flow::request_file;
use crate::flow::request_object::{self, Shown};
use crate::oauth::error::{Error, describe};
use crate::oauth::params::Params;
use crate::oauth::relying_party::RelyingParty;
use crate::oauth::request_object::Form;
use crate::provider::Provider;
use crate::secret::{Digest, Token, TokenKind};

/// What a request says.
#[derive(Debug)]
pub(super) struct Gathered {
    /// The parameters that count.
    pub(super) params: Params,
    /// Names of parameters that stood twice.
    pub(super) doubled: BTreeSet<String>,
    /// Digest of the address under which it was pushed, when it was.
    pub(super) pushed: Option<Digest>,
}

/// Why nothing was gathered.
#[derive(Debug)]
pub(super) enum Ungathered {
    /// Nothing that came says where an answer could go.
    Show(Problem),
    /// An error for the party, if what stands outside names an address of its.
    Tell(Error),
    /// Ours to mend.
    Fault(Fault),
}

impl From<Fault> for Ungathered {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<Error> for Ungathered {
    fn from(error: Error) -> Self {
        Self::Tell(error)
    }
}

/// Gathers what a request of this party says.
pub(super) async fn gather(
    outer: &Params,
    doubled: &BTreeSet<String>,
    party: &RelyingParty,
    provider: &Provider,
    now: Timestamp,
) -> Result<Gathered, Ungathered> {
    match Form::of(outer)? {
        Form::Pushed(secret) => pushed(secret, party, provider, now).await,
        // RFC 9126 §5: whatever else such a party sends, somebody else may have written it.
        _ if party.require_pushed_requests => {
            Err(Error::invalid_request(describe!("this client must push its requests (RFC 9126)")).into())
        }
        Form::Object(object) => {
            let params = request_object::read(object, Shown::Once, outer, party, provider, now).await??;
            Ok(Gathered { params, doubled: doubled.clone(), pushed: None })
        }
        Form::Reference(uri) => {
            let object = request_file::at(uri, party, provider, now).await?;
            let params = request_object::read(&object, Shown::Often, outer, party, provider, now).await??;
            Ok(Gathered { params, doubled: doubled.clone(), pushed: None })
        }
        Form::Plain if party.require_signed_request_object => {
            Err(Error::invalid_request(describe!("this client must send signed request objects")).into())
        }
        Form::Plain => Ok(Gathered { params: outer.clone(), doubled: doubled.clone(), pushed: None }),
    }
}

/// What was pushed under an address: by this party, lately, and not answered yet. Which of it is missing is not told, and
/// nothing is sent: the address alone says nothing about where to.
async fn pushed(
    secret: &str,
    party: &RelyingParty,
    provider: &Provider,
    now: Timestamp,
) -> Result<Gathered, Ungathered> {
    let nothing = Ungathered::Show(Problem::RequestUri);
    let Some(token) = Token::parse(TokenKind::RequestUri, secret) else { return Err(nothing) };
    let digest = token.digest();
    match provider.store.pushed(&digest).await? {
        Some(kept) if kept.party == party.client_id && now < kept.expires_at && kept.answered_at.is_none() => {
            Ok(Gathered { params: kept.parameters, doubled: BTreeSet::new(), pushed: Some(digest) })
        }
        _ => Err(nothing),
    }
}
