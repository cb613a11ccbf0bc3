//! The proof that a leaf stands in the ledger under a signed head.

use serde_json::{Map, Value, json};

use crate::wallet::merkle::{self, Hash};
use crate::wallet::tree_head::TreeHead;

/// A leaf's place and its path to the root of a head.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Inclusion {
    /// Which leaf, from 0.
    pub number: u64,
    /// From the leaf up.
    pub path: Vec<Hash>,
    /// The signed head.
    pub head: String,
}

impl Inclusion {
    /// Whether it proves this leaf under that head, which is its own with the signature checked.
    pub fn proves(&self, leaf: &Hash, head: &TreeHead) -> bool {
        merkle::root_by_inclusion(leaf, self.number, head.size, &self.path) == Some(head.root)
    }

    /// As it stands in a file.
    pub fn to_json(&self) -> Value {
        json!({ "number": self.number, "path": hashes(&self.path), "head": self.head })
    }

    /// Reads it back; none for anything else.
    pub fn read(json: &Map<String, Value>) -> Option<Self> {
        Some(Self {
            number: json.get("number")?.as_u64()?,
            path: read_path(json.get("path")?)?,
            head: json.get("head")?.as_str()?.to_owned(),
        })
    }
}

/// A path as JSON.
pub fn hashes(path: &[Hash]) -> Value {
    path.iter().map(Hash::to_string).collect()
}

/// Reads a path; none for anything else, or for one that is longer than any tree is high.
pub fn read_path(json: &Value) -> Option<Vec<Hash>> {
    let steps = json.as_array().filter(|steps| steps.len() <= LONGEST)?;
    steps.iter().map(|step| Hash::parse(step.as_str()?)).collect()
}

/// A consistency path has at most one step more than the tree is high.
const LONGEST: usize = 65;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Timestamp;

    #[test]
    fn a_proof_is_read_back_and_proves_its_leaf_under_its_head_alone() {
        let (left, right) = (Hash::leaf(b"left"), Hash::leaf(b"right"));
        let inclusion = Inclusion { number: 1, path: vec![left], head: "a.b.c".into() };
        assert_eq!(Inclusion::read(inclusion.to_json().as_object().unwrap()), Some(inclusion.clone()));
        let root = Hash::node(&left, &right);
        let head = TreeHead { number: 1, size: 2, root, signed_at: Timestamp::from_unix(0) };
        assert!(inclusion.proves(&right, &head));
        assert!(!inclusion.proves(&left, &head));
        assert!(!inclusion.proves(&right, &TreeHead { size: 3, ..head.clone() }));
        assert!(!inclusion.proves(&right, &TreeHead { root: left, ..head }));
        assert_eq!(read_path(&hashes(&[left; 66])), None);
        assert_eq!(read_path(&json!(["x"])), None);
    }
}
