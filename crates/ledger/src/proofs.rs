//! Inclusion and consistency proofs: which nodes they hold, and their verification (RFC 9162,
//! section 2.1; the same trees as RFC 6962).
//!
//! A proof is a list of nodes of the tree. Perfect nodes are named by level and index; the ragged
//! right edge is not stored anywhere, so a node on it is computed from the perfect ones below.

use crate::tree::{Hash, node_hash};

/// Why a proof is refused or cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// The leaf's index is not below the tree's size, or the older tree is the larger.
    #[error("no such leaf or tree")]
    OutOfRange,
    /// The proof has too many or too few hashes for its tree.
    #[error("the proof has another length than its tree asks for")]
    WrongLength,
    /// The computed root is another: the leaf is not there, or history was changed.
    #[error("the proof does not lead to the root")]
    RootDiffers,
    /// A node that the proof needs is missing from the store.
    #[error("node {index} of level {level} is missing")]
    NodeMissing {
        /// Height above the leaves.
        level: u32,
        /// Position within the level, from the left.
        index: u64,
    },
    /// The text is not a list of base64 hashes.
    #[error("malformed proof text")]
    Malformed,
}

/// A run of leaves, `start..end`, that is a node of the tree.
type Run = (u64, u64);

/// The largest power of two smaller than `size` (which is at least 2).
const fn split(size: u64) -> u64 {
    1 << (63 - (size - 1).leading_zeros())
}

/// The nodes of an inclusion proof, leaf's neighbour first: runs of leaves `start..end`.
///
/// # Errors
/// [`ProofError::OutOfRange`].
pub fn inclusion_nodes(index: u64, size: u64) -> Result<Vec<(u64, u64)>, ProofError> {
    if index >= size {
        return Err(ProofError::OutOfRange);
    }
    let (mut start, mut end) = (0, size);
    let mut nodes = Vec::new();
    while end - start > 1 {
        let middle = start + split(end - start);
        if index < middle {
            nodes.push((middle, end));
            end = middle;
        } else {
            nodes.push((start, middle));
            start = middle;
        }
    }
    nodes.reverse();
    Ok(nodes)
}

/// The nodes of a consistency proof between trees of `old` and `new` leaves: runs of leaves.
///
/// # Errors
/// [`ProofError::OutOfRange`] if `old` is the larger.
pub fn consistency_nodes(old: u64, new: u64) -> Result<Vec<(u64, u64)>, ProofError> {
    if old > new {
        return Err(ProofError::OutOfRange);
    }
    if old == 0 || old == new {
        return Ok(Vec::new());
    }
    // RFC 6962, 2.1.2: SUBPROOF, unrolled. `whole` says whether the old tree still is this run.
    let (mut start, mut end, mut whole) = (0, new, true);
    let mut nodes = Vec::new();
    while old != end {
        let middle = start + split(end - start);
        if old <= middle {
            nodes.push((middle, end));
            end = middle;
        } else {
            nodes.push((start, middle));
            start = middle;
            whole = false;
        }
    }
    if !whole {
        nodes.push((start, end));
    }
    nodes.reverse();
    Ok(nodes)
}

/// The hash of a run that is a node of the tree, from perfect nodes given by `(level, index)`.
fn run_hash(
    (start, end): Run,
    node: &mut impl FnMut(u32, u64) -> Option<Hash>,
) -> Result<Hash, ProofError> {
    let mut start = start;
    let mut perfect = Vec::new();
    while start < end {
        let level = (end - start).ilog2();
        let index = start >> level;
        perfect.push(node(level, index).ok_or(ProofError::NodeMissing { level, index })?);
        start += 1 << level;
    }
    let mut smallest_first = perfect.into_iter().rev();
    let last = smallest_first.next().ok_or(ProofError::OutOfRange)?;
    Ok(smallest_first.fold(last, |right, left| node_hash(&left, &right)))
}

/// The inclusion proof of leaf `index` in the tree of the first `size` leaves. `node` gives perfect
/// nodes by level (0 = leaf hashes) and index, as [`crate::Frontier::append_with`] reported them.
///
/// # Errors
/// [`ProofError::OutOfRange`], [`ProofError::NodeMissing`].
pub fn inclusion_proof(
    index: u64,
    size: u64,
    mut node: impl FnMut(u32, u64) -> Option<Hash>,
) -> Result<Vec<Hash>, ProofError> {
    inclusion_nodes(index, size)?
        .into_iter()
        .map(|run| run_hash(run, &mut node))
        .collect()
}

/// The consistency proof between the trees of the first `old` and `new` leaves; `node` as in
/// [`inclusion_proof`].
///
/// # Errors
/// [`ProofError::OutOfRange`], [`ProofError::NodeMissing`].
pub fn consistency_proof(
    old: u64,
    new: u64,
    mut node: impl FnMut(u32, u64) -> Option<Hash>,
) -> Result<Vec<Hash>, ProofError> {
    consistency_nodes(old, new)?
        .into_iter()
        .map(|run| run_hash(run, &mut node))
        .collect()
}

/// Reads perfect nodes out of a list of leaf hashes, for short logs and batches: pass
/// `read_proof(&leaves)` where a proof asks for nodes.
pub fn read_proof(leaves: &[Hash]) -> impl FnMut(u32, u64) -> Option<Hash> + '_ {
    |level, index| {
        let start = usize::try_from(index.checked_shl(level)?).ok()?;
        let end = start.checked_add(1_usize.checked_shl(level)?)?;
        leaves.get(start..end).map(crate::tree::root_of)
    }
}

/// Checks that `leaf` is leaf `index` of the tree with this size and root (RFC 9162, 2.1.3.2).
///
/// # Errors
/// [`ProofError`].
pub fn verify_inclusion(
    leaf: &Hash,
    index: u64,
    size: u64,
    proof: &[Hash],
    root: &Hash,
) -> Result<(), ProofError> {
    if index >= size {
        return Err(ProofError::OutOfRange);
    }
    let (mut place, mut last, mut hash) = (index, size - 1, *leaf);
    for sibling in proof {
        if last == 0 {
            return Err(ProofError::WrongLength);
        }
        if place & 1 == 1 || place == last {
            hash = node_hash(sibling, &hash);
            while place & 1 == 0 && place != 0 {
                place >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        place >>= 1;
        last >>= 1;
    }
    if last != 0 {
        return Err(ProofError::WrongLength);
    }
    if hash == *root {
        Ok(())
    } else {
        Err(ProofError::RootDiffers)
    }
}

/// Checks that the tree of `old` leaves is the beginning of that of `new` (RFC 9162, 2.1.4.2).
///
/// # Errors
/// [`ProofError`].
pub fn verify_consistency(
    old: u64,
    old_root: &Hash,
    new: u64,
    new_root: &Hash,
    proof: &[Hash],
) -> Result<(), ProofError> {
    if old > new {
        return Err(ProofError::OutOfRange);
    }
    let same = |one: &Hash, other: &Hash| {
        if one == other {
            Ok(())
        } else {
            Err(ProofError::RootDiffers)
        }
    };
    if old == 0 || old == new {
        if !proof.is_empty() {
            return Err(ProofError::WrongLength);
        }
        return if old == 0 {
            same(old_root, &crate::tree::empty_root())
        } else {
            same(old_root, new_root)
        };
    }
    // If the old tree was perfect its root is itself the first node and is left out of the proof.
    let (first, rest) = if old.is_power_of_two() {
        (old_root, proof)
    } else {
        proof.split_first().ok_or(ProofError::WrongLength)?
    };
    let shift = (old - 1).trailing_ones();
    let (mut place, mut last) = ((old - 1) >> shift, (new - 1) >> shift);
    let (mut from_old, mut from_new) = (*first, *first);
    for node in rest {
        if last == 0 {
            return Err(ProofError::WrongLength);
        }
        if place & 1 == 1 || place == last {
            from_old = node_hash(node, &from_old);
            from_new = node_hash(node, &from_new);
            while place & 1 == 0 && place != 0 {
                place >>= 1;
                last >>= 1;
            }
        } else {
            from_new = node_hash(&from_new, node);
        }
        place >>= 1;
        last >>= 1;
    }
    if last != 0 {
        return Err(ProofError::WrongLength);
    }
    same(&from_old, old_root)?;
    same(&from_new, new_root)
}
