//! The ledger as the house keeps it: integrate, sign heads, prove.
//!
//! ```text
//! look_after  ▣ integrate_events, until nothing waits -> root -> sign -> ▣ keep_head      every second, one node at a time
//! consistency, inclusion  ⊙ no larger than the latest head -> a few ranges ⊙ leads to the root -> the path
//! ```
//!
//! What is not under a signed head is nobody's to ask for, and a path that does not lead to its root is never answered: a
//! node that somebody changed by hand is a fault of ours and not a proof.

use crate::clock::{Seconds, Timestamp};
use crate::fault::Fault;
use crate::jose::Rejected;
use crate::jose::algorithm::Algorithm;
use crate::jose::key_life::Purpose;
use crate::limits;
use crate::provider::Provider;
use crate::store::ledger::SignedHead;
use crate::store::throttle::Throttle;
use crate::wallet::inclusion::Inclusion;
use crate::wallet::merkle::{self, Hash};
use crate::wallet::tree_head::{TYP, TreeHead};

/// Why a question about the ledger has no answer.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
pub enum Unanswered {
    /// No head was signed yet.
    #[error("no head was signed yet")]
    NoHead,
    /// There is no such head.
    #[error("there is no such head")]
    NoSuchHead,
    /// A size of which no proof is given.
    #[error("a size is a whole number from 1 to that of the latest head")]
    Size,
    /// Sizes in the wrong order.
    #[error("the first size is not larger than the second")]
    Order,
    /// The leaf is not in a tree of that size.
    #[error("the leaf is not in the tree of that size")]
    NoSuchLeaf,
    /// Not a hash in base64url.
    #[error("a leaf is a SHA-256 hash in base64url without padding")]
    NoHash,
}

/// Integrates what waits and signs a head over it; a ledger at rest has a new head now and then too.
pub async fn look_after(provider: Provider, now: Timestamp) -> Result<(), Fault> {
    while provider.store.integrate_events(BATCH, now).await? == BATCH.unsigned_abs() {}
    // Whoever was overtaken by another node signs once more, over what that node did not see yet.
    for _ in 0..TRIES {
        if sign_head(&provider, now).await? {
            break;
        }
    }
    Ok(())
}

/// The latest head, signed.
pub async fn head(provider: &Provider) -> Result<Result<String, Unanswered>, Fault> {
    Ok(provider.store.latest_head().await?.map(|latest| latest.jws).ok_or(Unanswered::NoHead))
}

/// The head of that number, signed.
pub async fn numbered(number: &str, provider: &Provider) -> Result<Result<String, Unanswered>, Fault> {
    let Some(number) = whole(number) else { return Ok(Err(Unanswered::NoSuchHead)) };
    Ok(provider.store.head(number).await?.map(|head| head.jws).ok_or(Unanswered::NoSuchHead))
}

/// The path that proves that the tree of the second size begins with that of the first.
pub async fn consistency(
    (first, second): (&str, &str),
    provider: &Provider,
) -> Result<Result<(u64, u64, Vec<Hash>), Unanswered>, Fault> {
    let Some(latest) = provider.store.latest_head().await? else { return Ok(Err(Unanswered::NoHead)) };
    let within = |text: &str| whole(text).filter(|size| (1..=latest.head.size).contains(size));
    let (Some(first), Some(second)) = (within(first), within(second)) else { return Ok(Err(Unanswered::Size)) };
    let Some(path) = provider.store.tree(second).consistency(first).await? else { return Ok(Err(Unanswered::Order)) };
    let (old, new) = (provider.store.tree(first).root().await?, provider.store.tree(second).root().await?);
    if !merkle::is_consistent((first, &old), (second, &new), &path) {
        return Err(astray());
    }
    Ok(Ok((first, second, path)))
}

/// A leaf's place in the tree of that size, and its path.
pub async fn inclusion(
    (leaf, size): (&str, &str),
    provider: &Provider,
) -> Result<Result<(u64, u64, Vec<Hash>), Unanswered>, Fault> {
    let Some(latest) = provider.store.latest_head().await? else { return Ok(Err(Unanswered::NoHead)) };
    let Some(leaf) = Hash::parse(leaf) else { return Ok(Err(Unanswered::NoHash)) };
    let size = whole(size).filter(|size| (1..=latest.head.size).contains(size));
    let Some(size) = size else { return Ok(Err(Unanswered::Size)) };
    let Some(number) = provider.store.leaf_number(&leaf).await? else { return Ok(Err(Unanswered::NoSuchLeaf)) };
    let mut tree = provider.store.tree(size);
    let Some(path) = tree.inclusion(number).await? else { return Ok(Err(Unanswered::NoSuchLeaf)) };
    if merkle::root_by_inclusion(&leaf, number, size, &path) != Some(tree.root().await?) {
        return Err(astray());
    }
    Ok(Ok((number, size, path)))
}

/// The proofs of these leaves under one head, the latest; none for a leaf that it does not hold yet.
pub async fn proofs(leaves: &[(Hash, Option<u64>)], provider: &Provider) -> Result<Vec<Option<Inclusion>>, Fault> {
    let Some(latest) = provider.store.latest_head().await? else { return Ok(vec![None; leaves.len()]) };
    let SignedHead { head, jws } = latest;
    let mut tree = provider.store.tree(head.size);
    let mut proofs = Vec::with_capacity(leaves.len());
    for (leaf, number) in leaves {
        let path = match number {
            Some(number) => tree.inclusion(*number).await?.map(|path| (*number, path)),
            None => None,
        };
        let proof = path.map(|(number, path)| Inclusion { number, path, head: jws.clone() });
        if proof.as_ref().is_some_and(|proof| !proof.proves(leaf, &head)) {
            return Err(astray());
        }
        proofs.push(proof);
    }
    Ok(proofs)
}

/// The proof of one leaf.
pub async fn proof(leaf: &Hash, provider: &Provider) -> Result<Option<Inclusion>, Fault> {
    let number = provider.store.leaf_number(leaf).await?;
    Ok(proofs(&[(*leaf, number)], provider).await?.pop().flatten())
}

/// Counts a question from that address; until when there are too many.
pub async fn too_many(address: &str, provider: &Provider, now: Timestamp) -> Result<Option<Timestamp>, Fault> {
    let (limit, window) = (limits::LEDGER_ADDRESS_MINUTE, Seconds::minutes(1));
    match provider.store.throttle("ledger from", address, limit, window, now).await? {
        Throttle::Closed(until) => Ok(Some(until)),
        Throttle::Open => Ok(None),
    }
}

/// What is wrong with the signatures of the heads, with how each continues the one before it, and with heads that somebody
/// kept elsewhere; in words.
///
/// A signature by a key that was removed or has been forgotten says nothing any more; its head is still held to the tree.
pub async fn verify(kept: &[String], provider: &Provider, now: Timestamp) -> Result<Vec<String>, Fault> {
    let (mut wrong, mut previous): (Vec<String>, Option<TreeHead>) = (Vec::new(), None);
    loop {
        let after = previous.as_ref().map_or(0, |head| head.number);
        let page = provider.store.heads_after(after, BATCH).await?;
        if page.is_empty() || wrong.len() >= MOST {
            break;
        }
        for SignedHead { head, jws } in page {
            match read(&jws, provider, now) {
                Ok(said) if said.as_ref() == Some(&head) => {}
                Err(Rejected::UnknownKey) => {}
                Ok(_) => wrong.push(format!("ledger: head {} is not what was signed", head.number)),
                Err(why) => wrong.push(format!("ledger: head {} is not signed by the house: {why}", head.number)),
            }
            if let Some(previous) = &previous
                && !continues(previous, &head, provider).await?
            {
                wrong.push(format!("ledger: head {} does not continue head {}", head.number, previous.number));
            }
            previous = Some(head);
        }
    }
    for jws in kept {
        wrong.extend(held_to_the_tree(jws, previous.as_ref(), provider, now).await?);
    }
    Ok(wrong)
}

/// What is wrong when a head that was kept outside the house is held to the tree: whoever rewrote the whole database, heads
/// and all, or cut its end off, is found by it.
async fn held_to_the_tree(
    jws: &str,
    latest: Option<&TreeHead>,
    provider: &Provider,
    now: Timestamp,
) -> Result<Option<String>, Fault> {
    let head = match read(jws, provider, now) {
        Ok(Some(head)) => head,
        Ok(None) => return Ok(Some("ledger: a kept head is no head".to_owned())),
        Err(why) => return Ok(Some(format!("ledger: a kept head is not signed by the house: {why}"))),
    };
    let (number, size, there) = (head.number, head.size, provider.store.ledger_size().await?);
    if there < size || latest.is_none_or(|latest| latest.number < number) {
        return Ok(Some(format!("ledger: kept head {number} is of {size} leaves, and there are {there}")));
    }
    let is_of_the_tree = size > 0 && provider.store.tree(size).root().await.is_ok_and(|root| root == head.root);
    let is_kept = provider.store.head(number).await?.is_some_and(|kept| kept.head == head);
    Ok((!is_of_the_tree || !is_kept).then(|| format!("ledger: kept head {number} is of another tree")))
}

async fn continues(previous: &TreeHead, head: &TreeHead, provider: &Provider) -> Result<bool, Fault> {
    let follows = head.number == previous.number + 1 && head.signed_at >= previous.signed_at;
    let (first, second) = ((previous.size, &previous.root), (head.size, &head.root));
    // A range that is missing is told by name where the tree is held to its leaves.
    let path = provider.store.tree(head.size).consistency(previous.size).await.ok().flatten();
    Ok(follows && path.is_some_and(|path| merkle::is_consistent(first, second, &path)))
}

/// Signs a head over what there is; false when another node signed that number first.
async fn sign_head(provider: &Provider, now: Timestamp) -> Result<bool, Fault> {
    // In this order: the tree only grows, so a head that follows the latest is never of fewer leaves.
    let latest = provider.store.latest_head().await?.map(|latest| latest.head);
    let size = provider.store.ledger_size().await?;
    let is_news = match &latest {
        None => size > 0,
        Some(latest) => size > latest.size || latest.signed_at.plus(limits::LEDGER_HEAD) <= now,
    };
    if !is_news {
        return Ok(true);
    }
    let head = TreeHead {
        number: latest.as_ref().map_or(0, |latest| latest.number) + 1,
        size,
        root: provider.store.tree(size).root().await?,
        // A clock that went back signs nothing before what it signed (F18).
        signed_at: latest.map_or(now, |latest| latest.signed_at.max(now)),
    };
    let claims = head.claims(&provider.config.issuer);
    let jws = provider.keys.ring().sign(Purpose::Receipt, Algorithm::Es256, TYP, &claims, now)?;
    provider.store.keep_head(&SignedHead { head, jws }).await
}

fn read(jws: &str, provider: &Provider, now: Timestamp) -> Result<Option<TreeHead>, Rejected> {
    let verified = provider.keys.ring().verify_own(jws.trim(), Purpose::Receipt, TYP, now)?;
    Ok(TreeHead::read(verified.claims.members()))
}

/// Digits alone, in their one spelling.
fn whole(text: &str) -> Option<u64> {
    text.parse().ok().filter(|number: &u64| number.to_string() == text)
}

fn astray() -> Fault {
    Fault::internal("the ledger's nodes do not lead to its root; see `dinhdanh verify`")
}

const BATCH: i64 = 500;
/// More nodes than sign at one moment; what is still missing then is signed a second later.
const TRIES: usize = 4;
/// More is not told: whoever repairs begins with the first.
const MOST: usize = 10;
