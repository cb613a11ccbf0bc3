//! What anybody can check with the published keys and nothing else of the house: a receipt, a line of a history, a head of
//! the ledger and how it continues another.
//!
//! Every failure has a sentence of its own: whoever checks is not an attacker who must not learn which check failed, and
//! knows the file better than we do.

use serde_json::{Map, Value, json};

use crate::jose::algorithm::Algorithm;
use crate::jose::claims::Claims;
use crate::jose::jwk::PublicKeys;
use crate::jose::{Rejected, jws, strict_json};
use crate::limits;
use crate::wallet::inclusion::{self, Inclusion};
use crate::wallet::leaf::{Opening, Shown};
use crate::wallet::merkle::{self, Hash};
use crate::wallet::receipt::{self, Receipt};
use crate::wallet::tree_head::{self, TreeHead};

/// A house's published keys. Retired ones are kept for as long as receipts are, so there may be many of them; of all these
/// only the one that is named has to be good.
#[derive(Clone, Debug)]
pub struct PublishedKeys(Vec<Value>);

impl PublishedKeys {
    /// Reads the key set as it is published.
    pub fn read(text: &[u8]) -> Result<Self, Wrong> {
        let set = strict_json::read(text, limits::OUTBOUND_BYTES).map_err(|_| Wrong::Keys)?;
        Ok(Self(set.get("keys").and_then(Value::as_array).ok_or(Wrong::Keys)?.clone()))
    }

    /// The keys of the name that a signed text gives.
    pub(super) fn named_by(&self, signed: &str) -> PublicKeys {
        let kid = jws::unverified_kid(signed);
        let is_named = |key: &&Value| kid.is_some() && key.get("kid").and_then(Value::as_str) == kid.as_deref();
        let named: Vec<_> = self.0.iter().filter(is_named).collect();
        PublicKeys::parse(&json!({ "keys": named })).unwrap_or_default()
    }
}

/// Why something is not what it claims to be.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Wrong {
    /// Not a set of keys.
    #[error("this is no set of published keys (a JSON Web Key Set, as it stands at ISSUER/jwks)")]
    Keys,
    /// Neither a signed text nor a file of ours.
    #[error("the file holds neither a signed text nor a proof of the ledger: it is empty, cut off or something else")]
    File,
    /// Not the compact serialization in its one spelling.
    #[error("{0} is not a whole signed text: it is cut off, or letters of it were changed")]
    Damaged(What),
    /// A signed text of another kind.
    #[error("{0} is a signed text of another kind")]
    Kind(What),
    /// Not signed as the house signs.
    #[error("{0} is not signed in the way of the house: treat it as forged")]
    Algorithm(What),
    /// No key of that name.
    #[error(
        "none of these keys signed {0}: it is another house's or forged, or its key was removed because others may have it"
    )]
    UnknownKey(What),
    /// The key does not fit the signature.
    #[error("the signature on {0} is not good: it was changed after it was signed, or somebody else signed it")]
    Signature(What),
    /// Signed and not understood.
    #[error(
        "the signature on {0} is good, but what it says is not understood: a newer version of this program may read it"
    )]
    Content(What),
    /// Receipt and head are of two houses.
    #[error("the head in this file is of another house than the receipt")]
    OtherHouse,
    /// The proof is not one.
    #[error("the proof in this file cannot be read: it was cut off or changed")]
    Proof,
    /// The path leads elsewhere.
    #[error("the proof does not lead to the signed head: this is not in the ledger in that place, or it was changed")]
    NotIncluded,
    /// The second tree does not begin with the first.
    #[error(
        "THE LEDGER WAS REWRITTEN: the newer head does not continue the older one. Keep both heads and the proof, and publish them"
    )]
    NotContinued,
    /// The newer head is the older one.
    #[error(
        "THE LEDGER WENT BACK: the newer head is of fewer leaves, or of an earlier time or number, than the older one"
    )]
    WentBack,
}

/// What was looked at.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum What {
    /// A head.
    Head,
    /// A receipt.
    Receipt,
}

impl std::fmt::Display for What {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Head => "the head of the ledger",
            Self::Receipt => "the receipt",
        })
    }
}

/// A receipt that is genuine.
#[derive(Clone, Debug)]
pub struct GenuineReceipt {
    /// What it says.
    pub receipt: Receipt,
    /// Which house issued it.
    pub issuer: String,
    /// Its place in the ledger and the head that proves it, when the file holds a proof.
    pub place: Option<(u64, TreeHead)>,
}

/// A line of a history that stands in the ledger.
#[derive(Clone, Debug)]
pub struct GenuineEntry {
    /// What it says.
    pub shown: Shown,
    /// Which house's ledger it is.
    pub issuer: String,
    /// Which leaf.
    pub number: u64,
    /// The head that proves it.
    pub head: TreeHead,
}

/// Checks a receipt: the signed text alone, or a file with its proof.
pub fn receipt(text: &str, keys: &PublishedKeys) -> Result<GenuineReceipt, Wrong> {
    let (signed, inclusion) = receipt_and_proof(text)?;
    let claims = verified(&signed, What::Receipt, receipt::TYP, keys)?;
    let receipt = Receipt::read(claims.members()).ok_or(Wrong::Content(What::Receipt))?;
    let issuer = issuer(&claims).ok_or(Wrong::Content(What::Receipt))?;
    let Some(inclusion) = inclusion else { return Ok(GenuineReceipt { receipt, issuer, place: None }) };
    let (head, of) = head(&inclusion.head, keys)?;
    if of != issuer {
        return Err(Wrong::OtherHouse);
    }
    if !inclusion.proves(&receipt.leaf, &head) {
        return Err(Wrong::NotIncluded);
    }
    Ok(GenuineReceipt { receipt, issuer, place: Some((inclusion.number, head)) })
}

/// The issuer that a receipt names, unchecked: only to know whose keys to fetch.
pub fn unchecked_issuer(text: &str) -> Result<String, Wrong> {
    let signed = match object(text)? {
        None => text.trim().to_owned(),
        Some(file) => match (file.get("receipt"), file.get("inclusion")) {
            (Some(Value::String(receipt)), _) => receipt.clone(),
            (_, Some(Value::Object(inclusion))) => Inclusion::read(inclusion).ok_or(Wrong::Proof)?.head,
            _ => return Err(Wrong::File),
        },
    };
    let claims = jws::unverified_claims(&signed).map_err(|_| Wrong::File)?;
    issuer(&claims).ok_or(Wrong::File)
}

/// Checks a line of a history with its proof.
pub fn entry(text: &str, keys: &PublishedKeys) -> Result<GenuineEntry, Wrong> {
    let file = object(text)?.ok_or(Wrong::File)?;
    let member = |name: &str| file.get(name).and_then(Value::as_object).ok_or(Wrong::File);
    let opening = Opening::read(member("entry")?).ok_or(Wrong::Proof)?;
    let inclusion = Inclusion::read(member("inclusion")?).ok_or(Wrong::Proof)?;
    let (head, issuer) = head(&inclusion.head, keys)?;
    if !inclusion.proves(&opening.leaf(), &head) {
        return Err(Wrong::NotIncluded);
    }
    Ok(GenuineEntry { shown: opening.shown, issuer, number: inclusion.number, head })
}

/// Checks a signed head; answers whose it is too.
pub fn head(text: &str, keys: &PublishedKeys) -> Result<(TreeHead, String), Wrong> {
    let claims = verified(text.trim(), What::Head, tree_head::TYP, keys)?;
    let head = TreeHead::read(claims.members()).ok_or(Wrong::Content(What::Head))?;
    Ok((head, issuer(&claims).ok_or(Wrong::Content(What::Head))?))
}

/// Whether one head continues another, by the path that the house gave.
pub fn continues(older: &TreeHead, newer: &TreeHead, path: &[Hash]) -> Result<(), Wrong> {
    if newer.size < older.size || newer.signed_at < older.signed_at || newer.number < older.number {
        return Err(Wrong::WentBack);
    }
    let (first, second) = ((older.size, &older.root), (newer.size, &newer.root));
    if merkle::is_consistent(first, second, path) { Ok(()) } else { Err(Wrong::NotContinued) }
}

/// The path in an answer about consistency.
pub fn path(text: &str) -> Result<Vec<Hash>, Wrong> {
    let file = object(text)?.ok_or(Wrong::Proof)?;
    file.get("path").and_then(inclusion::read_path).ok_or(Wrong::Proof)
}

fn receipt_and_proof(text: &str) -> Result<(String, Option<Inclusion>), Wrong> {
    let Some(file) = object(text)? else { return Ok((text.trim().to_owned(), None)) };
    let signed = file.get("receipt").and_then(Value::as_str).ok_or(Wrong::File)?.to_owned();
    match file.get("inclusion") {
        None | Some(Value::Null) => Ok((signed, None)),
        Some(proof) => {
            let proof = proof.as_object().and_then(Inclusion::read).ok_or(Wrong::Proof)?;
            Ok((signed, Some(proof)))
        }
    }
}

/// The file as JSON; none when it does not look like JSON at all.
fn object(text: &str) -> Result<Option<Map<String, Value>>, Wrong> {
    let text = text.trim();
    match text.chars().next() {
        None => Err(Wrong::File),
        Some('{') => strict_json::read_object(text.as_bytes(), limits::LEDGER_FILE).map(Some).map_err(|_| Wrong::File),
        Some(_) => Ok(None),
    }
}

fn verified(text: &str, what: What, typ: &str, keys: &PublishedKeys) -> Result<Claims, Wrong> {
    let verified =
        jws::verify(text, &keys.named_by(text), &[Algorithm::Es256], &[typ]).map_err(|rejected| match rejected {
            Rejected::TooLong(_) | Rejected::NotCompact(_) | Rejected::Json(_) => Wrong::Damaged(what),
            Rejected::Type => Wrong::Kind(what),
            Rejected::UnknownKey | Rejected::AmbiguousKey => Wrong::UnknownKey(what),
            Rejected::Signature => Wrong::Signature(what),
            _ => Wrong::Algorithm(what),
        })?;
    Ok(verified.claims)
}

fn issuer(claims: &Claims) -> Option<String> {
    claims.get("iss").and_then(Value::as_str).map(str::to_owned)
}
