//! A telephone with a passkey: an authenticator in software that this project did not write, and the browser's part of its
//! ceremonies.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use passkey::authenticator::{Authenticator, UiHint, UserCheck, UserValidationMethod};
use passkey::client::{Client, DefaultClientData};
use passkey::crypto::SecretKeyT as _;
use passkey::crypto::rust_crypto::{RustCryptoBackend, RustCryptoSecretKey};
use passkey::types::Passkey;
use passkey::types::ctap2::{Aaguid, Ctap2Error};
use passkey::types::webauthn::{CredentialCreationOptions, CredentialRequestOptions};
use serde_json::Value;
use url::Url;

/// Keeps one passkey; its user is there and opens it.
pub(crate) struct Device {
    origin: Url,
    kept: Option<Passkey>,
    counts: bool,
}

/// An answer that somebody is about to change before it is sent.
pub(crate) struct Said {
    /// What the browser sends.
    pub(crate) sent: Value,
    /// The client data, signed as a hash.
    pub(crate) client: Value,
    /// The authenticator's data, signed: 32 bytes of rpIdHash, one of flags, four of the count.
    pub(crate) authenticator: Vec<u8>,
}

struct Holder;

#[async_trait::async_trait]
impl UserValidationMethod for Holder {
    type PasskeyItem = Passkey;

    async fn check_user<'a>(&self, _: UiHint<'a, Passkey>, _: bool, _: bool) -> Result<UserCheck, Ctap2Error> {
        Ok(UserCheck { presence: true, verification: true })
    }

    fn is_presence_enabled(&self) -> bool {
        true
    }

    fn is_verification_enabled(&self) -> Option<bool> {
        Some(true)
    }
}

impl Device {
    /// A device whose browser is at this origin.
    pub(crate) fn at(origin: &str) -> Self {
        Self { origin: Url::parse(origin).unwrap(), kept: None, counts: false }
    }

    /// The same, with a count of what it signed.
    pub(crate) fn counting(self) -> Self {
        Self { counts: true, ..self }
    }

    /// Another device with the same key, as a thief of it would have.
    pub(crate) fn copy(&self) -> Self {
        Self { origin: self.origin.clone(), kept: self.kept.clone(), counts: self.counts }
    }

    /// What the browser sends after `navigator.credentials.create`.
    pub(crate) async fn make(&mut self, options: &Value) -> Value {
        let asked: CredentialCreationOptions = serde_json::from_value(options.clone()).unwrap();
        let mut authenticator = Authenticator::new(Aaguid::new_empty(), self.kept.take(), Holder, RustCryptoBackend);
        authenticator.set_make_credentials_with_signature_counter(self.counts);
        let mut client = Client::new(authenticator).allows_insecure_localhost(true);
        let made = client.register(&self.origin, asked, DefaultClientData).await.unwrap();
        self.kept = client.authenticator().store().clone();
        serde_json::to_value(made).unwrap()
    }

    /// What the browser sends after `navigator.credentials.get`.
    pub(crate) async fn show(&mut self, options: &Value) -> Value {
        let asked: CredentialRequestOptions = serde_json::from_value(options.clone()).unwrap();
        let authenticator = Authenticator::new(Aaguid::new_empty(), self.kept.take(), Holder, RustCryptoBackend);
        let mut client = Client::new(authenticator).allows_insecure_localhost(true);
        let shown = client.authenticate(&self.origin, asked, DefaultClientData).await;
        self.kept = client.authenticator().store().clone();
        serde_json::to_value(shown.unwrap()).unwrap()
    }

    /// The same, changed before the device signs it: whatever is wrong then is the only thing that is.
    pub(crate) async fn show_changed(&mut self, options: &Value, change: impl FnOnce(&mut Said)) -> Value {
        let sent = self.show(options).await;
        let bytes = |name: &str| decoded(&sent["response"][name]);
        let client = serde_json::from_slice(&bytes("clientDataJSON")).unwrap();
        let mut said = Said { client, authenticator: bytes("authenticatorData"), sent };
        change(&mut said);
        let client = said.client.to_string().into_bytes();
        let hash = ring::digest::digest(&ring::digest::SHA256, &client);
        let signed = [said.authenticator.as_slice(), hash.as_ref()].concat();
        let mut key = RustCryptoSecretKey::from_cose_key(&self.kept.as_ref().unwrap().key).ok().unwrap();
        let response = &mut said.sent["response"];
        response["clientDataJSON"] = encoded(&client);
        response["authenticatorData"] = encoded(&said.authenticator);
        response["signature"] = encoded(&key.sign(&signed));
        said.sent
    }

    /// The device's own name for its passkey.
    pub(crate) fn credential(&self) -> Value {
        encoded(&self.kept.as_ref().unwrap().credential_id)
    }

    /// Where its count stands.
    pub(crate) fn count(&mut self) -> &mut Option<u32> {
        &mut self.kept.as_mut().unwrap().counter
    }
}

fn encoded(bytes: &[u8]) -> Value {
    Value::String(URL_SAFE_NO_PAD.encode(bytes))
}

fn decoded(text: &Value) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text.as_str().unwrap()).unwrap()
}
