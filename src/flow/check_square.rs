//! Checks a square with the published keys and nothing else of the house: what `dinhdanh qr check` says, by the reading that
//! a scan of the server's uses ([`Square::read`]).

use crate::clock::Timestamp;
use crate::flow::check_ledger::PublishedKeys;
use crate::jose::algorithm::Algorithm;
use crate::jose::jws;
use crate::wallet::offline::Offline;
use crate::wallet::presentation::{Kind, Square, TYP};

/// What a check came to.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The answer.
    pub answer: Offline,
    /// The square, when its signature was good.
    pub square: Option<Square>,
}

/// Checks the text of a square of that issuer, wanted for that purpose, as of that instant.
pub fn check(text: &str, issuer: &str, keys: &PublishedKeys, wanted: Option<Kind>, at: Timestamp) -> Checked {
    let text = text.trim();
    let verified = jws::verify(text, &keys.named_by(text), &[Algorithm::EdDsa], &[TYP]);
    let square = verified.ok().and_then(|verified| Square::read(verified.claims.members(), issuer));
    let answer = square.as_ref().map_or(Offline::Unknown, |square| Offline::of(square, wanted, at));
    Checked { answer, square }
}
