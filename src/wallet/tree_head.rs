//! The signed head of the ledger: how many leaves there are and the root over them, at a moment. Whoever holds one head
//! can hold every later one to it.

use serde_json::{Map, Value, json};

use crate::clock::Timestamp;
use crate::wallet::merkle::Hash;

/// The `typ` of a signed head.
pub const TYP: &str = "vnledger+jwt";

/// A head, before it is signed or after its signature was checked.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct TreeHead {
    /// Which head, from 1, without a gap.
    pub number: u64,
    /// How many leaves.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
    /// When.
    pub signed_at: Timestamp,
}

impl TreeHead {
    /// The claims to sign.
    pub fn claims(&self, issuer: &str) -> Value {
        json!({
            "iss": issuer,
            "iat": self.signed_at,
            "head": self.number,
            "size": self.size,
            "root": self.root.to_string(),
        })
    }

    /// Reads claims whose signature was good.
    pub fn read(claims: &Map<String, Value>) -> Option<Self> {
        Some(Self {
            number: claims.get("head")?.as_u64()?,
            size: claims.get("size")?.as_u64()?,
            root: Hash::parse(claims.get("root")?.as_str()?)?,
            signed_at: Timestamp::from_unix(claims.get("iat")?.as_i64()?),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_is_read_back_and_only_whole() {
        let root = Hash::leaf(b"x");
        let head = TreeHead { number: 3, size: 500, root, signed_at: Timestamp::from_unix(1_800_000_000) };
        let claims = head.claims("https://id.example");
        let claims = claims.as_object().unwrap();
        assert_eq!(TreeHead::read(claims).as_ref(), Some(&head));
        for (name, wrong) in [("head", json!("3")), ("size", json!(-1)), ("root", json!("AA")), ("iat", json!("now"))] {
            let mut other = claims.clone();
            other.insert(name.into(), wrong);
            assert_eq!(TreeHead::read(&other), None, "{name}");
            other.remove(name);
            assert_eq!(TreeHead::read(&other), None, "{name}");
        }
    }
}
