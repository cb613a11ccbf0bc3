//! The tree of an append-only log: roots, proofs that a leaf is in a tree, proofs that one tree continues another
//! (RFC 6962 §2.1, RFC 9162 §2.1).
//!
//! ```text
//!              root of 7                  A tree of n leaves is split at the largest power of two below n.
//!            /           \                A leaf's hash begins with 0x00 and a node's with 0x01, so that nobody
//!        0..4             4..7            shows a node for a leaf.
//!       /     \          /    \
//!     0..2   2..4     4..6    6           0..4, 4..6 and 6 are whole: nothing that is appended changes them.
//! ```
//!
//! Knows no storage: a path is answered as spans of leaves, each span as the whole subtrees that cover it, and who keeps
//! those fetches each by its name. That is why a proof costs as many reads as the tree is high.

use std::fmt;

use crate::secret::{decode, encode, sha256};

/// The hash of a leaf or a node.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Hash([u8; 32]);

impl Hash {
    /// The hash of a leaf that says this.
    pub fn leaf(data: &[u8]) -> Self {
        Self(sha256(&[&[0x00], data]))
    }

    /// The hash of a node over these two.
    pub fn node(left: &Self, right: &Self) -> Self {
        Self(sha256(&[&[0x01], &left.0, &right.0]))
    }

    /// The root of the tree without leaves.
    pub fn of_nothing() -> Self {
        Self(sha256(&[]))
    }

    /// The hash that these bytes already are.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// Its bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Reads base64url in its one spelling.
    pub fn parse(text: &str) -> Option<Self> {
        decode(text)?.try_into().ok().map(Self)
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&encode(&self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The leaves from one to before another; the hash of a span is that of the tree over those leaves.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Span {
    /// The first leaf.
    pub from: u64,
    /// The first leaf that is no longer in it.
    pub to: u64,
}

/// A whole subtree: 2^level leaves, the first of which is position × 2^level.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Subtree {
    /// How high it is; 0 is a leaf.
    pub level: u32,
    /// Which of its height.
    pub position: u64,
}

impl Span {
    /// The whole tree of that size.
    pub const fn tree(size: u64) -> Self {
        Self { from: 0, to: size }
    }

    /// The whole subtrees that cover it, largest first; at most as many as the tree is high.
    pub fn subtrees(self) -> Vec<Subtree> {
        let (mut from, mut cover) = (self.from, Vec::new());
        while let Some(level) = self.to.checked_sub(from).and_then(u64::checked_ilog2) {
            cover.push(Subtree { level, position: from >> level });
            from += 1 << level;
        }
        cover
    }
}

/// The hash of a span from those of the subtrees that cover it, largest first.
pub fn fold(cover: &[Hash]) -> Hash {
    let right_to_left = cover.iter().copied().rev().reduce(|right, left| Hash::node(&left, &right));
    right_to_left.unwrap_or_else(Hash::of_nothing)
}

/// The path that proves a leaf's place in the tree of that size, from the leaf up (RFC 6962 §2.1.1). None for a leaf that
/// is not in it.
pub fn inclusion_path(leaf: u64, size: u64) -> Option<Vec<Span>> {
    if leaf >= size {
        return None;
    }
    let (mut from, mut to, mut path) = (0, size, Vec::new());
    while to - from > 1 {
        let middle = from + split(to - from);
        if leaf < middle {
            path.push(Span { from: middle, to });
            to = middle;
        } else {
            path.push(Span { from, to: middle });
            from = middle;
        }
    }
    path.reverse();
    Some(path)
}

/// The path that proves that the tree of the second size begins with that of the first (RFC 6962 §2.1.2). None for sizes
/// in the wrong order and for a first tree without leaves, which any tree continues.
pub fn consistency_path(first: u64, second: u64) -> Option<Vec<Span>> {
    if first == 0 || first > second {
        return None;
    }
    let (mut from, mut to, mut path) = (0, second, Vec::new());
    while first < to {
        let middle = from + split(to - from);
        if first <= middle {
            path.push(Span { from: middle, to });
            to = middle;
        } else {
            path.push(Span { from, to: middle });
            from = middle;
        }
    }
    // Who asks knows the first tree's root; what is left is that root itself unless something stands before it.
    if from > 0 {
        path.push(Span { from, to });
    }
    path.reverse();
    Some(path)
}

/// The root that a leaf and its path lead to (RFC 9162 §2.1.3.2); none when the path is not of this leaf and size.
pub fn root_by_inclusion(leaf: &Hash, number: u64, size: u64, path: &[Hash]) -> Option<Hash> {
    let mut last = size.checked_sub(1).filter(|last| number <= *last)?;
    let (mut at, mut root) = (number, *leaf);
    for sibling in path {
        if last == 0 {
            return None;
        }
        if at & 1 == 1 || at == last {
            root = Hash::node(sibling, &root);
            // At the right edge a node stands alone for some levels.
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            root = Hash::node(&root, sibling);
        }
        at >>= 1;
        last >>= 1;
    }
    (last == 0).then_some(root)
}

/// Whether the second tree begins with the first (RFC 9162 §2.1.4.2).
pub fn is_consistent(first: (u64, &Hash), second: (u64, &Hash), path: &[Hash]) -> bool {
    let ((first, first_root), (second, second_root)) = (first, second);
    if first == 0 || first >= second {
        return first == second && first_root == second_root && path.is_empty();
    }
    // A first tree that is whole is itself the first step, and who asks knows it.
    let (begin, rest) = match path.split_first() {
        _ if first.is_power_of_two() => (first_root, path),
        Some((begin, rest)) => (begin, rest),
        None => return false,
    };
    let (mut at, mut last) = (first - 1, second - 1);
    let alone = at.trailing_ones();
    at >>= alone;
    last >>= alone;
    let (mut old, mut new) = (*begin, *begin);
    for step in rest {
        if last == 0 {
            return false;
        }
        if at & 1 == 1 || at == last {
            old = Hash::node(step, &old);
            new = Hash::node(step, &new);
            while at & 1 == 0 && at != 0 {
                at >>= 1;
                last >>= 1;
            }
        } else {
            new = Hash::node(&new, step);
        }
        at >>= 1;
        last >>= 1;
    }
    last == 0 && old == *first_root && new == *second_root
}

/// The root of a tree as leaves come one by one: the whole subtrees so far, and nothing else of them.
#[derive(Clone, Debug, Default)]
pub struct Growing {
    size: u64,
    cover: Vec<Hash>,
}

impl Growing {
    /// Appends a leaf; answers every subtree that became whole by it, smallest first.
    pub fn append(&mut self, leaf: Hash) -> Vec<(Subtree, Hash)> {
        let mut whole = vec![(Subtree { level: 0, position: self.size }, leaf)];
        let mut hash = leaf;
        for level in 0..self.size.trailing_ones() {
            let Some(left) = self.cover.pop() else { break };
            hash = Hash::node(&left, &hash);
            whole.push((Subtree { level: level + 1, position: self.size >> (level + 1) }, hash));
        }
        self.cover.push(hash);
        self.size += 1;
        whole
    }

    /// How many leaves there are.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Their root.
    pub fn root(&self) -> Hash {
        fold(&self.cover)
    }
}

/// The largest power of two below a size of at least two.
fn split(size: u64) -> u64 {
    1 << (size - 1).ilog2()
}

#[cfg(test)]
mod tests;
