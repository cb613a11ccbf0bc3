//! A square checked by a registered party's system (`/openapi.json` of the provider): the party proves itself, and what comes
//! back is signed. What a party that scans would copy.

use axum::http::Request;
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use openidconnect::JsonWebKey as _;
use openidconnect::core::{CoreJsonWebKey, CoreJsonWebKeySet, CoreJwsSigningAlgorithm};
use serde::Deserialize;
use serde_json::Value;

use super::openid::{Provider, Trouble};

/// What the provider said of a square.
#[derive(Clone, Debug)]
pub(super) struct Scanned {
    /// Its word: `genuine`, `expired`, `used`, `cancelled`, `unknown`, `locked`, `own`.
    pub(super) result: String,
    /// The values that the person picked, as far as the party is registered for them.
    pub(super) values: Vec<(String, String)>,
    /// The receipt, to be kept.
    pub(super) receipt: Option<String>,
}

#[derive(Deserialize)]
struct Header {
    alg: CoreJwsSigningAlgorithm,
    kid: String,
    typ: String,
}

impl Provider {
    /// Has a square checked, and believes only what is signed for this party.
    pub(super) async fn scan(&self, square: &str) -> Result<Scanned, Trouble> {
        let signed = self.ask(square).await?;
        let keys = self.keys(false).await?;
        let answer = match read(&signed, "vnscan+jwt", &keys) {
            Ok(answer) => answer,
            // The keys may have been rotated since they were read.
            Err(_) => read(&signed, "vnscan+jwt", &self.keys(true).await?)?,
        };
        let text = |name: &str| answer.get(name).and_then(Value::as_str).map(str::to_owned);
        if text("iss").as_deref() != Some(self.issuer()) || text("aud").as_deref() != Some(self.client_id()) {
            return Err(Trouble::NotAsked);
        }
        let values = match text("release") {
            None => Vec::new(),
            Some(release) => {
                let (signed, disclosed) = release.split_once('~').unwrap_or((&release, ""));
                values(&read(signed, "vnrelease+sd-jwt", &self.keys(false).await?)?, disclosed)
            }
        };
        let result = text("result").ok_or_else(|| Trouble::Failed("an answer without a word".into()))?;
        Ok(Scanned { result, values, receipt: text("receipt") })
    }

    async fn ask(&self, square: &str) -> Result<String, Trouble> {
        let body = form_urlencoded::Serializer::new(String::new()).append_pair("token", square).finish();
        let request = Request::post(format!("{}/scan", self.issuer().trim_end_matches('/')))
            .header("content-type", "application/x-www-form-urlencoded")
            .header("authorization", format!("Basic {}", STANDARD.encode(self.basic())))
            .body(body.into_bytes());
        let answer = self.send(request.map_err(|error| Trouble::Failed(error.to_string()))?).await?;
        let text = String::from_utf8_lossy(answer.body()).into_owned();
        if answer.status().is_success() { Ok(text) } else { Err(Trouble::Refused(text)) }
    }
}

/// The claims of a JWT of that type, once its signature is by one of these keys.
fn read(token: &str, typ: &str, keys: &CoreJsonWebKeySet) -> Result<Value, Trouble> {
    let wrong = |why: &str| Trouble::Failed(why.to_owned());
    let part = |text: &str| URL_SAFE_NO_PAD.decode(text).map_err(|_| wrong("no base64url"));
    let (message, signature) = token.rsplit_once('.').ok_or_else(|| wrong("no JWT"))?;
    let (header, claims) = message.split_once('.').ok_or_else(|| wrong("no JWT"))?;
    let header: Header = serde_json::from_slice(&part(header)?).map_err(|_| wrong("an unknown header"))?;
    if header.typ != typ {
        return Err(wrong("another kind of JWT"));
    }
    let named = |key: &&CoreJsonWebKey| key.key_id().is_some_and(|id| id.as_str() == header.kid);
    let key = keys.keys().iter().find(named).ok_or_else(|| wrong("signed by no key of the provider"))?;
    key.verify_signature(&header.alg, message.as_bytes(), &part(signature)?).map_err(|_| wrong("a wrong signature"))?;
    serde_json::from_slice(&part(claims)?).map_err(|_| wrong("claims that are no JSON"))
}

/// What is disclosed under the digests that were signed (RFC 9901): each an object with its value, its source and its as-of
/// time. What stands under no digest was added by somebody and is left out.
fn values(release: &Value, disclosed: &str) -> Vec<(String, String)> {
    let digests = release.pointer("/claims/_sd").and_then(Value::as_array);
    let signed: Vec<&str> = digests.into_iter().flatten().filter_map(Value::as_str).collect();
    let of_one = |disclosure: &str| {
        let digest = ring::digest::digest(&ring::digest::SHA256, disclosure.as_bytes());
        signed.contains(&URL_SAFE_NO_PAD.encode(digest).as_str()).then_some(())?;
        let [_, name, said]: [Value; 3] = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(disclosure).ok()?).ok()?;
        let value = match said.get("value")? {
            Value::Bool(answer) => answer.to_string(),
            value => value.as_str()?.to_owned(),
        };
        Some((name.as_str()?.to_owned(), value))
    };
    disclosed.split('~').filter_map(of_one).collect()
}
