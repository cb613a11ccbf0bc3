//! Passkeys: the one door to webauthn-rs. What a browser is asked, and whether what it answers is the answer.
//!
//! ```text
//! offer → what `create` is asked, and what must be remembered      made   → a new passkey, or none
//! ask   → what `get` is asked, and what must be remembered         shown  → its count, a copy of it, or nothing
//! ```
//!
//! The crate checks challenge, rpIdHash, the flags (user present, user verified) and the signature. What it leaves open or
//! lets others loosen is checked here before it is asked: the origin as a text and not as an address that was parsed
//! (V089), `crossOrigin` in both ceremonies, `id` against `rawId`, the user handle (V088).
//!
//! The challenge, 256 random bits, is drawn inside the crate, which takes none from its caller; it leaves this file as a
//! digest and inside the two texts that it stands in.

use serde::Deserialize;
use serde_json::{Value, json};
use url::Url;
use webauthn_rs::prelude::{
    Credential, CredentialID, DiscoverableAuthentication, Passkey, PasskeyRegistration, PublicKeyCredential,
    RegisterPublicKeyCredential, Uuid, WebauthnError,
};
use webauthn_rs::{Webauthn, WebauthnBuilder};

use crate::fault::Fault;
use crate::limits;
use crate::secret::{AccountId, Digest, decode, encode, sha256};

/// What a challenge is for; an answer for one purpose is none for another.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Purpose {
    /// To add a passkey to an account.
    Add,
    /// To sign in with nothing else.
    SignIn,
    /// To be the second factor of a session.
    SecondFactor,
    /// To take an account back.
    Recovery,
}

impl Purpose {
    /// The column text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Add => "add",
            Self::SignIn => "sign_in",
            Self::SecondFactor => "second_factor",
            Self::Recovery => "recovery",
        }
    }
}

/// What sort of thing a passkey lives in, as far as its authenticator says.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Kind {
    /// Kept by a provider and brought to every device of its holder.
    Synced,
    /// Bound to one device.
    Device,
    /// In a key that is plugged in or held to the device.
    Token,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Synced, Self::Device, Self::Token];

    /// The column text.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Synced => "synced",
            Self::Device => "device",
            Self::Token => "token",
        }
    }

    /// Reads the column text.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// A question to a browser.
#[derive(Clone, Debug)]
pub struct Question {
    /// What `navigator.credentials` is given, bytes as base64url.
    pub options: Value,
    /// By what the answer finds what must be remembered.
    pub challenge: Digest,
    /// What must be remembered until the answer comes.
    pub state: String,
}

/// The public half of a passkey, with what was registered with it.
#[derive(Clone, Debug)]
pub struct PublicKey(Passkey);

/// A passkey that was just made.
#[derive(Clone, Debug)]
pub struct Made {
    /// The authenticator's own name for it, base64url.
    pub credential: String,
    /// The public half.
    pub key: PublicKey,
    /// Where it lives.
    pub kind: Kind,
    /// Where its count stands.
    pub count: i64,
}

/// What somebody showed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Shown {
    /// The passkey, and where its count stands now.
    Right(i64),
    /// A right signature with a count that went back: two devices sign with one key (W3C WebAuthn §6.1.1).
    Copied,
    /// Anything else; no more is said (PW16).
    Wrong,
}

/// What a browser sent after `create`.
#[derive(Debug)]
pub struct Creation {
    sent: RegisterPublicKeyCredential,
    challenge: Digest,
}

/// What a browser sent after `get`.
#[derive(Debug)]
pub struct Assertion {
    sent: PublicKeyCredential,
    challenge: Digest,
}

/// The passkeys of a house: bound to its host, whichever port or scheme another page has.
#[derive(Clone, Debug)]
pub struct Passkeys {
    webauthn: Webauthn,
    origin: String,
}

impl Passkeys {
    /// Those of the house at this origin; none where it is called by an address, to which browsers bind no passkey.
    pub fn of(origin: &str) -> Option<Self> {
        let url = Url::parse(origin).ok()?;
        let webauthn = WebauthnBuilder::new(url.domain()?, &url).ok()?.rp_name("Dinhdanh").build().ok()?;
        Some(Self { webauthn, origin: origin.to_owned() })
    }

    /// Asks for a new passkey for this account: one that its device finds by itself and opens for its user alone. Those that
    /// the account has already are named, so that no device makes a second one.
    pub fn offer(&self, account: &AccountId, holder: &str, known: &[PublicKey]) -> Result<Question, Fault> {
        let known: Vec<CredentialID> = known.iter().map(|key| key.0.cred_id().clone()).collect();
        let handle = Uuid::from_bytes(handle(account));
        let (options, state) =
            self.webauthn.start_passkey_registration(handle, holder, holder, Some(known)).map_err(unusable)?;
        let challenge = options.public_key.challenge.clone();
        let mut options = json(&options)?;
        // The crate discourages it; without it nobody signs in by a passkey alone.
        let selection = options.pointer_mut("/publicKey/authenticatorSelection").and_then(Value::as_object_mut);
        let selection = selection.ok_or_else(|| Fault::internal("a passkey would be made as its device likes"))?;
        selection.insert("residentKey".into(), json!("required"));
        selection.insert("requireResidentKey".into(), json!(true));
        Question::new(options, &challenge, &state)
    }

    /// Asks for a passkey: one of these, or of whomever the device knows.
    pub fn ask(&self, these: &[PublicKey]) -> Result<Question, Fault> {
        let (mut options, state) = self.webauthn.start_discoverable_authentication().map_err(unusable)?;
        // Whether it is asked for in a field or by a button is the page's business.
        options.mediation = None;
        let challenge = options.public_key.challenge.clone();
        let mut options = json(&options)?;
        let named = these.iter().map(|key| {
            let Credential { cred_id, transports, .. } = Credential::from(key.0.clone());
            json!({ "type": PUBLIC_KEY, "id": encode(&cred_id), "transports": transports.unwrap_or_default() })
        });
        if let Some(asked) = options.get_mut("publicKey").and_then(Value::as_object_mut) {
            asked.remove("allowCredentials");
            if !these.is_empty() {
                asked.insert("allowCredentials".into(), named.collect());
            }
        }
        Question::new(options, &challenge, &state)
    }

    /// Reads what a browser sent after `create` on a page of ours.
    pub fn read_creation(&self, text: &str) -> Option<Creation> {
        let sent: RegisterPublicKeyCredential = read(text)?;
        let challenge = self.challenge(&sent.response.client_data_json, "webauthn.create")?;
        (sent.type_ == PUBLIC_KEY && sent.id == encode(&sent.raw_id)).then_some(Creation { sent, challenge })
    }

    /// Reads what a browser sent after `get` on a page of ours.
    pub fn read_assertion(&self, text: &str) -> Option<Assertion> {
        let sent: PublicKeyCredential = read(text)?;
        let challenge = self.challenge(&sent.response.client_data_json, "webauthn.get")?;
        (sent.type_ == PUBLIC_KEY && sent.id == encode(&sent.raw_id)).then_some(Assertion { sent, challenge })
    }

    /// The new passkey, when it answers what was asked.
    pub fn made(&self, creation: &Creation, state: &str) -> Option<Made> {
        let state: PasskeyRegistration = serde_json::from_str(state).ok()?;
        let key = self.webauthn.finish_passkey_registration(&creation.sent, &state).ok()?;
        let credential = Credential::from(key.clone());
        let transports = serde_json::to_value(&credential.transports).ok()?;
        let by = |way: &str| transports.as_array().is_some_and(|ways| ways.iter().any(|one| one == way));
        let kind = match credential.backup_eligible {
            true => Kind::Synced,
            false if !by("internal") && (by("usb") || by("nfc") || by("ble")) => Kind::Token,
            false => Kind::Device,
        };
        Some(Made {
            credential: creation.sent.id.clone(),
            count: i64::from(credential.counter),
            key: PublicKey(key),
            kind,
        })
    }

    /// What an answer to `get` is worth for this key of this account.
    pub fn shown(&self, assertion: &Assertion, state: &str, key: &PublicKey, account: &AccountId) -> Shown {
        let Ok(state) = serde_json::from_str::<DiscoverableAuthentication>(state) else { return Shown::Wrong };
        if assertion.handle().is_some_and(|told| told != handle(account)) {
            return Shown::Wrong;
        }
        match self.webauthn.finish_discoverable_authentication_v2(&assertion.sent, state, &key.0) {
            Ok(result) if result.user_verified() => Shown::Right(i64::from(result.counter())),
            Err(WebauthnError::CredentialPossibleCompromise) => Shown::Copied,
            Ok(_) | Err(_) => Shown::Wrong,
        }
    }

    /// The challenge that is answered, when that happened on a page of ours and in no frame of anybody's.
    fn challenge(&self, client_data: &[u8], kind: &str) -> Option<Digest> {
        let said: ClientData = serde_json::from_slice(client_data).ok()?;
        let ours = said.kind == kind && said.origin == self.origin && !said.cross_origin && said.top_origin.is_none();
        let challenge = decode(&said.challenge).filter(|challenge| ours && challenge.len() >= CHALLENGE_LEAST)?;
        Some(Digest::sha256(&challenge))
    }
}

/// What of the client data is looked at here (W3C WebAuthn §5.8.1).
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData {
    #[serde(rename = "type")]
    kind: String,
    challenge: String,
    origin: String,
    #[serde(default)]
    cross_origin: bool,
    top_origin: Option<Value>,
}

impl Question {
    fn new(options: Value, challenge: &[u8], state: &impl serde::Serialize) -> Result<Self, Fault> {
        let state = serde_json::to_string(state).map_err(unwritable)?;
        Ok(Self { options, challenge: Digest::sha256(challenge), state })
    }
}

impl Creation {
    /// The challenge that it answers.
    pub fn challenge(&self) -> &Digest {
        &self.challenge
    }
}

impl Assertion {
    /// The challenge that it answers.
    pub fn challenge(&self) -> &Digest {
        &self.challenge
    }

    /// The authenticator's name for the passkey, base64url.
    pub fn credential(&self) -> &str {
        &self.sent.id
    }

    /// Whose it is, as the authenticator says; it must when nobody had said who is asked.
    pub fn handle(&self) -> Option<&[u8]> {
        self.sent.get_user_unique_id()
    }
}

impl PublicKey {
    /// The text that is sealed into the column.
    pub fn to_column(&self) -> Result<String, Fault> {
        serde_json::to_string(&self.0).map_err(unwritable)
    }

    /// Reads the column.
    pub fn from_column(text: &str) -> Option<Self> {
        serde_json::from_str(text).ok().map(Self)
    }
}

/// By what a device knows the account: no word about the person, and no id of ours (W3C WebAuthn §14.6.1).
fn handle(account: &AccountId) -> [u8; 16] {
    let digest = sha256(&[b"passkey user handle\x1f", account.as_str().as_bytes()]);
    digest.first_chunk().copied().unwrap_or_default()
}

fn read<T: serde::de::DeserializeOwned>(text: &str) -> Option<T> {
    if text.len() > limits::PASSKEY_ANSWER { None } else { serde_json::from_str(text).ok() }
}

fn json(value: &impl serde::Serialize) -> Result<Value, Fault> {
    serde_json::to_value(value).map_err(unwritable)
}

fn unwritable(error: serde_json::Error) -> Fault {
    Fault::caused("a passkey could not be written", error)
}

fn unusable(error: WebauthnError) -> Fault {
    Fault::caused("a passkey could not be asked for", error)
}

const PUBLIC_KEY: &str = "public-key";
/// Fewer random bytes are no challenge of ours (W3C WebAuthn §13.4.3).
const CHALLENGE_LEAST: usize = 16;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passkeys_are_bound_to_a_host_by_name() {
        for (origin, has) in [
            ("https://id.example.vn", true),
            ("http://localhost:8080", true),
            ("http://127.0.0.1:8080", false),
            ("https://[::1]", false),
            ("", false),
        ] {
            assert_eq!(Passkeys::of(origin).is_some(), has, "{origin}");
        }
    }

    #[test]
    fn pw16_what_is_asked_for_is_discoverable_verified_and_ours() {
        let passkeys = Passkeys::of("https://id.example.vn").unwrap();
        let offered = passkeys.offer(&AccountId::new([1; 16]), "…0001", &[]).unwrap();
        let key = &offered.options["publicKey"];
        assert_eq!((&key["rp"]["id"], &key["attestation"]), (&json!("id.example.vn"), &json!("none")));
        let selection = &key["authenticatorSelection"];
        assert_eq!(
            (&selection["residentKey"], &selection["userVerification"]),
            (&json!("required"), &json!("required"))
        );
        let asked = passkeys.ask(&[]).unwrap();
        let key = &asked.options["publicKey"];
        assert_eq!((&key["rpId"], &key["userVerification"]), (&json!("id.example.vn"), &json!("required")));
        assert_eq!(asked.options.get("mediation"), None);
        for question in [&offered, &asked] {
            let key = &question.options["publicKey"];
            let challenge = decode(key["challenge"].as_str().unwrap()).unwrap();
            assert!(challenge.len() >= CHALLENGE_LEAST && Digest::sha256(&challenge) == question.challenge);
            assert!(key["timeout"].as_i64().unwrap() <= limits::PASSKEY_CHALLENGE.get() * 1000);
        }
        // No name and no id of ours leaves: what a device keeps is synced to its maker.
        assert!(!offered.options.to_string().contains("acc_"));
        assert_ne!(passkeys.ask(&[]).unwrap().challenge, asked.challenge);
    }

    #[test]
    fn v089_an_origin_is_ours_letter_for_letter_and_in_no_frame() {
        let passkeys = Passkeys::of("https://id.example.vn").unwrap();
        let said = |origin: &str, more: &str| {
            let challenge = encode(&[7; 32]);
            let text = format!(r#"{{"type":"webauthn.get","challenge":"{challenge}","origin":"{origin}"{more}}}"#);
            passkeys.challenge(text.as_bytes(), "webauthn.get")
        };
        assert_eq!(said("https://id.example.vn", ""), Some(Digest::sha256(&[7; 32])));
        assert!(said("https://id.example.vn", r#","crossOrigin":false,"other":1"#).is_some());
        for origin in [
            "https://badid.example.vn",
            "https://id.example.vn.evil",
            "http://id.example.vn",
            "https://id.example.vn:444",
            "https://id.example.vn:443",
            "https://a.id.example.vn",
            "https://example.vn",
            "https://id.example.vn/",
            "https://ID.example.vn",
            "null",
            "",
        ] {
            assert_eq!(said(origin, ""), None, "{origin}");
        }
        for more in [
            r#","crossOrigin":true"#,
            r#","crossOrigin":null"#,
            r#","topOrigin":"https://id.example.vn""#,
            r#","origin":"https://id.example.vn""#,
            r#","type":"webauthn.create""#,
        ] {
            assert_eq!(said("https://id.example.vn", more), None, "{more}");
        }
        assert_eq!(
            passkeys.challenge(
                br#"{"type":"webauthn.get","challenge":"AAAA","origin":"https://id.example.vn"}"#,
                "webauthn.get"
            ),
            None
        );
    }

    #[test]
    fn kinds_are_read_back() {
        for kind in Kind::ALL {
            assert_eq!(Kind::parse(kind.as_str()), Some(kind));
        }
        assert_eq!(Kind::parse(""), None);
    }
}
