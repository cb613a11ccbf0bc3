//! A registered party's system has a square checked: it proves itself, and gets one signed answer, encrypted when it
//! registered a key for that.

use serde_json::{Value, json};

use crate::clock::Timestamp;
use crate::entropy;
use crate::fault::Fault;
use crate::flow::party_keys::Wanted;
use crate::flow::scan::{self, Refusal, Scan, Scanner};
use crate::flow::{Refused, client_auth, party_keys};
use crate::jose::Rejected;
use crate::jose::algorithm::{Algorithm, ContentEncryption, KeyAlgorithm, KeyWrap};
use crate::jose::jwe;
use crate::jose::key_life::Purpose;
use crate::oauth::client_auth::{Credentials, Unusable};
use crate::oauth::error::{Error, describe};
use crate::oauth::params::Params;
use crate::oauth::relying_party::RelyingParty;
use crate::oauth::scope::Scope;
use crate::provider::Provider;
use crate::secret::encode;
use crate::wallet::presentation::Answer;

/// The `typ` of the answer.
const TYP: &str = "vnscan+jwt";

/// Checks the square whose text stands in `token`, and answers a signed token, whatever the word in it.
pub async fn scan(
    form: &Params,
    credentials: Result<Credentials, Unusable>,
    address: &str,
    provider: &Provider,
    now: Timestamp,
) -> Result<String, Refused> {
    let party = client_auth::authenticate(credentials, address, provider, now).await?;
    // Who proves nothing, or is not registered for it, learns nothing about any square (QR02).
    if !party.is_confidential() || !party.scopes.has(Scope::Scan) {
        return Err(Error::unauthorized_client(describe!("this client is not registered to scan")).into());
    }
    let text = form.get("token").ok_or(Error::invalid_request(describe!("token is missing")))?;
    let scanned = match scan::scan(text, Scanner::Party(&party), address, provider, now).await? {
        Ok(scanned) => scanned,
        Err(Refusal::TooMany(until)) => return Err(Refused::TooMany(until)),
        Err(Refusal::NotPermitted) => {
            return Err(Error::unauthorized_client(describe!("this client is not registered to scan")).into());
        }
    };
    let claims = answer(&scanned, &party, provider, now).await?;
    Ok(sealed_answer(&claims, &party, provider, now).await?)
}

/// An answer to a party's system: signed, and encrypted when it registered a key for that.
pub(super) async fn sealed_answer(
    claims: &Value,
    party: &RelyingParty,
    provider: &Provider,
    now: Timestamp,
) -> Result<String, Fault> {
    let signed = provider.keys.ring().sign(Purpose::Token, Algorithm::Es256, TYP, claims, now)?;
    encrypted(signed, party, provider, now).await
}

async fn answer(scanned: &Scan, party: &RelyingParty, provider: &Provider, now: Timestamp) -> Result<Value, Fault> {
    let mut claims = json!({
        "iss": provider.config.issuer,
        "aud": party.client_id,
        "iat": now,
        "jti": encode(&entropy::bytes::<16>()?),
        "result": scanned.answer.word(),
    });
    let mut say = |name: &str, value: Value| drop(claims.as_object_mut().map(|it| it.insert(name.to_owned(), value)));
    if let Some((_, kind)) = &scanned.presentation {
        say("kind", json!(kind.as_str()));
    }
    if let Answer::Used(at) = scanned.answer {
        say("used_at", json!(at));
    }
    if let Some(ask) = &scanned.released {
        // Written by the scan a moment ago; whatever is missing here, nothing is answered without its receipt.
        let (release, receipt) = (provider.store.released(ask, now).await?, provider.store.receipt_of(ask).await?);
        let (Some(release), Some(receipt)) = (release, receipt) else {
            return Err(Fault::internal("a release without its receipt"));
        };
        say("release", json!(release));
        say("receipt", json!(receipt.signed));
    }
    Ok(claims)
}

/// Seals the answer to the party's key for encryption; as it is when the party registered none.
async fn encrypted(signed: String, party: &RelyingParty, provider: &Provider, now: Timestamp) -> Result<String, Fault> {
    let any_of = KeyWrap::ALL.map(KeyAlgorithm::Unwrap);
    let keys = match party_keys::of(party, &Wanted::to_encrypt(&any_of), provider, now).await {
        Ok(keys) => keys.for_encryption(),
        Err(because) => {
            tracing::debug!(party = %party.client_id, %because, "an answer goes unencrypted");
            return Ok(signed);
        }
    };
    for wrap in [KeyWrap::EcdhEs, KeyWrap::EcdhEsA256Kw, KeyWrap::RsaOaep256] {
        match jwe::encrypt(&signed, &keys, wrap, ContentEncryption::A256Gcm) {
            Ok(sealed) => return Ok(sealed),
            Err(Rejected::UnknownKey) => {}
            // The party has a key and it does not work: what was meant for it alone does not go in the open.
            Err(rejected) => return Err(Fault::caused("an answer could not be encrypted", rejected)),
        }
    }
    Ok(signed)
}
