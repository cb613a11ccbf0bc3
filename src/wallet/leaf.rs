//! What a leaf of the ledger commits to: one event of the journal, whole, and without telling anything of it.
//!
//! ```text
//!   salt of the event ─┬─ shown salt ─ SHA-256(shown salt ‖ what the person is shown) ─┐
//!      (128 bits)      └─ kept salt  ─ SHA-256(kept salt ‖ what stays with the house) ─┴─ leaf = SHA-256(0x00 ‖ both)
//! ```
//!
//! An event can be guessed (who looked at whom yesterday?), so without salt a published leaf would be an oracle; and with
//! its row the salt goes, after which the leaf says nothing for ever, though the tree stands. The two halves have salts of
//! their own: the person opens the first and learns of the second, which names rows and officers of the house, only that
//! it was settled when the leaf was.

use serde_json::{Map, Value, json};

use crate::clock::Timestamp;
use crate::secret::{decode, encode, sha256};
use crate::wallet::merkle::Hash;

/// What of an event the person whom it is about is shown, and anybody to whom that person shows it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Shown {
    /// When.
    pub at: Timestamp,
    /// What, in a word of the journal.
    pub kind: String,
    /// What sort of actor.
    pub actor_kind: String,
    /// About whom, by account.
    pub account: Option<String>,
    /// For which party.
    pub relying_party: Option<String>,
    /// Why.
    pub purpose: Option<String>,
    /// Which fields, separated by spaces.
    pub fields: Option<String>,
}

/// What of an event stays with the house.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Kept {
    /// The row.
    pub id: String,
    /// Its place within a second.
    pub turn: i64,
    /// Which actor.
    pub actor_id: Option<String>,
    /// Further facts.
    pub detail: Option<String>,
}

/// The half of a leaf that is opened, and the digest of the other.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Opening {
    /// What it says.
    pub shown: Shown,
    salt: [u8; 32],
    kept: [u8; 32],
}

/// The random part of an event, kept in its row.
pub type Salt = [u8; 16];

impl Opening {
    /// Opens an event to the person whom it is about.
    pub fn new(shown: Shown, kept: &Kept, salt: &Salt) -> Self {
        let (id, turn) = (kept.id.as_str(), kept.turn.to_string());
        let columns = [Some(id), Some(turn.as_str()), kept.actor_id.as_deref(), kept.detail.as_deref()];
        Self {
            shown,
            salt: sha256(&[b"dinhdanh ledger: shown", salt]),
            kept: digest(&sha256(&[b"dinhdanh ledger: kept", salt]), &columns),
        }
    }

    /// The leaf that it opens.
    pub fn leaf(&self) -> Hash {
        let at = self.shown.at.unix().to_string();
        let shown = &self.shown;
        let columns = [
            Some(at.as_str()),
            Some(shown.kind.as_str()),
            Some(shown.actor_kind.as_str()),
            shown.account.as_deref(),
            shown.relying_party.as_deref(),
            shown.purpose.as_deref(),
            shown.fields.as_deref(),
        ];
        Hash::leaf([digest(&self.salt, &columns), self.kept].concat().as_slice())
    }

    /// As it stands in a file.
    pub fn to_json(&self) -> Value {
        let shown = &self.shown;
        let mut json = json!({
            "at": shown.at,
            "kind": shown.kind,
            "actor_kind": shown.actor_kind,
            "salt": encode(&self.salt),
            "kept": encode(&self.kept),
        });
        for (name, text) in shown.absent() {
            if let (Some(text), Some(json)) = (text, json.as_object_mut()) {
                json.insert(name.to_owned(), json!(text));
            }
        }
        json
    }

    /// Reads it back; none for anything else.
    pub fn read(json: &Map<String, Value>) -> Option<Self> {
        let text = |name: &str| json.get(name).and_then(Value::as_str).map(str::to_owned);
        let bytes = |name: &str| -> Option<[u8; 32]> { decode(json.get(name)?.as_str()?)?.try_into().ok() };
        let shown = Shown {
            at: Timestamp::from_unix(json.get("at")?.as_i64()?),
            kind: text("kind")?,
            actor_kind: text("actor_kind")?,
            account: text("account"),
            relying_party: text("relying_party"),
            purpose: text("purpose"),
            fields: text("fields"),
        };
        Some(Self { shown, salt: bytes("salt")?, kept: bytes("kept")? })
    }
}

impl Shown {
    /// The facts that an event may do without.
    fn absent(&self) -> [(&'static str, Option<&str>); 4] {
        [
            ("account", self.account.as_deref()),
            ("relying_party", self.relying_party.as_deref()),
            ("purpose", self.purpose.as_deref()),
            ("fields", self.fields.as_deref()),
        ]
    }
}

/// Each column with its length, null told apart from empty, so that no two rows have one digest.
fn digest(salt: &[u8; 32], columns: &[Option<&str>]) -> [u8; 32] {
    let mut bytes = Vec::new();
    for column in columns {
        match column {
            None => bytes.push(0),
            Some(text) => {
                bytes.push(1);
                bytes.extend((text.len() as u64).to_be_bytes());
                bytes.extend(text.as_bytes());
            }
        }
    }
    sha256(&[salt, &bytes])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event() -> (Shown, Kept) {
        let shown = Shown {
            at: Timestamp::from_unix(1_800_000_000),
            kind: "record_viewed".into(),
            actor_kind: "officer".into(),
            account: Some("acc_x".into()),
            relying_party: None,
            purpose: Some("raise".into()),
            fields: Some("name birthdate".into()),
        };
        let kept =
            Kept { id: "evt_x".into(), turn: 7, actor_id: Some("acc_officer".into()), detail: Some("{}".into()) };
        (shown, kept)
    }

    #[test]
    fn a_leaf_is_another_one_whatever_is_changed_shown_or_kept() {
        let (shown, kept) = event();
        let leaf = |shown: &Shown, kept: &Kept, salt: &Salt| Opening::new(shown.clone(), kept, salt).leaf();
        let first = leaf(&shown, &kept, &[1; 16]);
        assert_eq!(leaf(&shown, &kept, &[1; 16]), first);
        let mut others = vec![leaf(&shown, &kept, &[2; 16])];
        let changes: [fn(&mut Shown, &mut Kept); 12] = [
            |it, _| it.at = Timestamp::from_unix(1_800_000_001),
            |it, _| it.kind.push('x'),
            |it, _| it.actor_kind = "system".into(),
            |it, _| it.account = None,
            |it, _| it.relying_party = Some(String::new()),
            |it, _| it.purpose = Some(String::new()),
            |it, _| it.fields = Some("name".into()),
            // What moves from one column to the next is another event.
            |it, _| (it.purpose, it.fields) = (Some("raisename".into()), Some(" birthdate".into())),
            |_, it| it.id.push('x'),
            |_, it| it.turn = 8,
            |_, it| it.actor_id = Some("acc_another".into()),
            |_, it| it.detail = None,
        ];
        for change in changes {
            let (mut shown, mut kept) = event();
            change(&mut shown, &mut kept);
            others.push(leaf(&shown, &kept, &[1; 16]));
        }
        assert!(others.iter().all(|other| *other != first), "{others:?}");
    }

    #[test]
    fn an_opening_is_read_back_and_tells_nothing_of_what_is_kept() {
        let (shown, kept) = event();
        let opening = Opening::new(shown, &kept, &[9; 16]);
        let json = opening.to_json();
        assert_eq!(Opening::read(json.as_object().unwrap()), Some(opening.clone()));
        let text = json.to_string();
        for hidden in ["evt_x", "acc_officer", &encode(&[9; 16])] {
            assert!(!text.contains(hidden), "{hidden}: {text}");
        }
        // Whoever opened one half cannot try guesses at the other: its salt is another one.
        assert_ne!(digest(&opening.salt, &[Some("evt_x"), Some("7"), Some("acc_officer"), Some("{}")]), opening.kept);
        for name in ["at", "kind", "actor_kind", "salt", "kept"] {
            let mut less = json.as_object().unwrap().clone();
            less.remove(name);
            assert_eq!(Opening::read(&less), None, "{name}");
        }
    }
}
