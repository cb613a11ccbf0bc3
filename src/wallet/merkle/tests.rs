//! Vectors that other implementations of RFC 6962 are tested with, and what holds of every tree.

use proptest::prelude::*;

use super::*;

/// The leaves of the published vectors.
const LEAVES: [&str; 8] =
    ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

/// The roots of the trees of one to eight of them.
const ROOTS: [&str; 8] = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

fn hex(text: &str) -> Vec<u8> {
    text.as_bytes().chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

fn hash(text: &str) -> Hash {
    Hash::from_bytes(hex(text).try_into().unwrap())
}

fn leaves() -> Vec<Hash> {
    LEAVES.iter().map(|leaf| Hash::leaf(&hex(leaf))).collect()
}

/// MTH of RFC 6962 §2.1, word for word: what everything else here is compared with.
fn mth(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Hash::of_nothing(),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(usize::try_from(split(leaves.len() as u64)).unwrap());
            Hash::node(&mth(left), &mth(right))
        }
    }
}

/// A span's hash by way of the whole subtrees that cover it, as it is read from storage.
fn by_cover(span: Span, leaves: &[Hash]) -> Hash {
    let whole = |subtree: &Subtree| {
        let from = usize::try_from(subtree.position << subtree.level).unwrap();
        mth(&leaves[from..from + (1 << subtree.level)])
    };
    fold(&span.subtrees().iter().map(whole).collect::<Vec<_>>())
}

fn path(spans: &[Span], leaves: &[Hash]) -> Vec<Hash> {
    spans.iter().map(|span| by_cover(*span, leaves)).collect()
}

fn random_leaves(count: u64) -> Vec<Hash> {
    (0..count).map(|number| Hash::leaf(&number.to_be_bytes())).collect()
}

#[test]
fn rfc6962_the_published_roots_come_out() {
    assert_eq!(
        Hash::of_nothing(),
        hash("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        "SHA-256 of nothing"
    );
    let (leaves, mut growing) = (leaves(), Growing::default());
    for (size, root) in (1..).zip(ROOTS) {
        growing.append(leaves[size - 1]);
        assert_eq!((mth(&leaves[..size]), growing.root()), (hash(root), hash(root)), "{size}");
    }
}

#[test]
fn rfc6962_the_published_paths_come_out() {
    let leaves = leaves();
    for (leaf, size, expected) in [
        (0, 1, vec![]),
        (
            0,
            8,
            vec![
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            5,
            8,
            vec![
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (2, 3, vec!["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
    ] {
        let spans = inclusion_path(leaf, size).unwrap();
        let expected: Vec<_> = expected.into_iter().map(hash).collect();
        assert_eq!(path(&spans, &leaves), expected, "leaf {leaf} of {size}");
    }
    for (first, second, expected) in [
        (1, 1, vec![]),
        (
            1,
            8,
            vec![
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            6,
            8,
            vec![
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (
            2,
            5,
            vec![
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ],
        ),
    ] {
        let spans = consistency_path(first, second).unwrap();
        let expected: Vec<_> = expected.into_iter().map(hash).collect();
        assert_eq!(path(&spans, &leaves), expected, "{first} to {second}");
    }
}

#[test]
fn a_leaf_is_no_node_and_what_is_not_there_has_no_path() {
    let (left, right) = (Hash::leaf(b"left"), Hash::leaf(b"right"));
    let joined = [left.as_bytes().as_slice(), right.as_bytes()].concat();
    assert_ne!(Hash::leaf(&joined), Hash::node(&left, &right));
    assert_eq!((inclusion_path(0, 0), inclusion_path(7, 7), inclusion_path(u64::MAX, 8)), (None, None, None));
    assert_eq!((consistency_path(0, 8), consistency_path(9, 8)), (None, None));
    assert!(inclusion_path(u64::MAX - 1, u64::MAX).unwrap().len() <= 64, "a path is as long as the tree is high");
    assert_eq!(Hash::parse(&left.to_string()), Some(left));
    for wrong in ["", "x", "bjQLnP-zepicpUTma3gKLHiQHT-zNzh2hRGjBhevoB0=", &left.to_string()[1..]] {
        assert_eq!(Hash::parse(wrong), None, "{wrong}");
    }
}

#[test]
fn every_leaf_of_every_small_tree_is_proved_and_every_tree_continues_every_smaller_one() {
    let leaves = random_leaves(70);
    for size in 1..=70 {
        let root = mth(&leaves[..size]);
        let size = size as u64;
        for leaf in 0..size {
            let proof = path(&inclusion_path(leaf, size).unwrap(), &leaves);
            let told = &leaves[usize::try_from(leaf).unwrap()];
            assert_eq!(root_by_inclusion(told, leaf, size, &proof), Some(root), "{leaf} of {size}");
        }
        for first in 1..=size {
            let old = mth(&leaves[..usize::try_from(first).unwrap()]);
            let proof = path(&consistency_path(first, size).unwrap(), &leaves);
            assert!(is_consistent((first, &old), (size, &root), &proof), "{first} to {size}");
        }
    }
}

#[test]
fn what_became_whole_by_a_leaf_is_told_once() {
    let leaves = random_leaves(200);
    let mut growing = Growing::default();
    let mut told = std::collections::HashSet::new();
    for leaf in &leaves {
        for (subtree, hash) in growing.append(*leaf) {
            let from = usize::try_from(subtree.position << subtree.level).unwrap();
            assert_eq!(hash, mth(&leaves[from..from + (1 << subtree.level)]), "{subtree:?}");
            assert!(told.insert(subtree), "{subtree:?} twice");
        }
    }
    let whole: usize = (0..8).map(|level| 200 >> level).sum();
    assert_eq!((told.len(), growing.size()), (whole, 200));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_other_leaf_place_size_or_path_leads_to_the_root(size in 2_u64..300, leaf in any::<u64>(), which in any::<usize>()) {
        let leaf = leaf % size;
        let leaves = random_leaves(size);
        let root = mth(&leaves);
        let proof = path(&inclusion_path(leaf, size).unwrap(), &leaves);
        let told = leaves[usize::try_from(leaf).unwrap()];
        prop_assert_eq!(root_by_inclusion(&told, leaf, size, &proof), Some(root));
        prop_assert_ne!(root_by_inclusion(&Hash::leaf(b"another"), leaf, size, &proof), Some(root));
        prop_assert_ne!(root_by_inclusion(&told, (leaf + 1) % size, size, &proof), Some(root));
        prop_assert_eq!(root_by_inclusion(&told, leaf + size, size, &proof), None);
        let mut bent = proof.clone();
        let step = which % bent.len();
        bent[step] = Hash::leaf(b"bent");
        prop_assert_ne!(root_by_inclusion(&told, leaf, size, &bent), Some(root));
        prop_assert_ne!(root_by_inclusion(&told, leaf, size, &proof[1..]), Some(root));
        let longer = [proof.as_slice(), &[root]].concat();
        prop_assert_eq!(root_by_inclusion(&told, leaf, size, &longer), None);
    }

    #[test]
    fn a_tree_that_was_changed_continues_no_earlier_one(first in 1_u64..200, more in 1_u64..200, changed in any::<u64>(), which in any::<usize>()) {
        let second = first + more;
        let leaves = random_leaves(second);
        let old = mth(&leaves[..usize::try_from(first).unwrap()]);
        let spans = consistency_path(first, second).unwrap();
        let proof = path(&spans, &leaves);
        prop_assert!(is_consistent((first, &old), (second, &mth(&leaves)), &proof));
        // Whoever changes a leaf that was published finds no path, not by building the proof over the changed tree either.
        let mut rewritten = leaves.clone();
        rewritten[usize::try_from(changed % first).unwrap()] = Hash::leaf(b"rewritten");
        let new = mth(&rewritten);
        prop_assert!(!is_consistent((first, &old), (second, &new), &proof));
        prop_assert!(!is_consistent((first, &old), (second, &new), &path(&spans, &rewritten)));
        if !proof.is_empty() {
            let mut bent = proof.clone();
            let step = which % bent.len();
            bent[step] = Hash::leaf(b"bent");
            prop_assert!(!is_consistent((first, &old), (second, &mth(&leaves)), &bent));
            prop_assert!(!is_consistent((first, &old), (second, &mth(&leaves)), &proof[1..]));
        }
        let longer = [proof.as_slice(), &[old]].concat();
        prop_assert!(!is_consistent((first, &old), (second, &mth(&leaves)), &longer));
        prop_assert!(!is_consistent((second, &mth(&leaves)), (first, &old), &proof));
    }
}
