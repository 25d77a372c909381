//! Hashing and the growing tree (RFC 6962, section 2.1).

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// A SHA-256 hash: of a leaf, of a node, or the root.
pub type Hash = [u8; 32];

/// The hash of a leaf's content: `SHA-256(0x00 ‖ data)`.
#[must_use]
pub fn leaf_hash(data: &[u8]) -> Hash {
    Sha256::new()
        .chain_update([0])
        .chain_update(data)
        .finalize()
        .into()
}

/// The hash of an inner node: `SHA-256(0x01 ‖ left ‖ right)`.
#[must_use]
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new()
        .chain_update([1])
        .chain_update(left)
        .chain_update(right)
        .finalize()
        .into()
}

/// The root of the tree without leaves: SHA-256 of nothing.
#[must_use]
pub fn empty_root() -> Hash {
    Sha256::digest([]).into()
}

/// Why a stored frontier is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FrontierError {
    /// The number of hashes is not the number of ones in the size's binary digits.
    #[error("a tree of {size} leaves has {expected} subtrees, {found} are stored")]
    WrongCount {
        /// Leaves.
        size: u64,
        /// Hashes that belong to that size.
        expected: u32,
        /// Hashes found.
        found: usize,
    },
    /// The bytes are cut short or too long.
    #[error("the stored frontier is cut short")]
    Truncated,
}

/// A tree of which only the roots of its perfect subtrees are kept, largest first: enough to append
/// and to know the root.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct Frontier {
    size: u64,
    hashes: Vec<Hash>,
}

#[derive(Serialize, Deserialize)]
struct Parts {
    size: u64,
    hashes: Vec<Hash>,
}

impl From<Frontier> for Parts {
    fn from(frontier: Frontier) -> Self {
        Self {
            size: frontier.size,
            hashes: frontier.hashes,
        }
    }
}

impl TryFrom<Parts> for Frontier {
    type Error = FrontierError;

    fn try_from(parts: Parts) -> Result<Self, FrontierError> {
        Self::from_parts(parts.size, parts.hashes)
    }
}

impl Frontier {
    /// The tree without leaves.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            size: 0,
            hashes: Vec::new(),
        }
    }

    /// A stored frontier.
    ///
    /// # Errors
    /// [`FrontierError::WrongCount`].
    pub fn from_parts(size: u64, hashes: Vec<Hash>) -> Result<Self, FrontierError> {
        if usize::try_from(size.count_ones()).is_ok_and(|ones| ones == hashes.len()) {
            Ok(Self { size, hashes })
        } else {
            Err(FrontierError::WrongCount {
                size,
                expected: size.count_ones(),
                found: hashes.len(),
            })
        }
    }

    /// The frontier as bytes: size (8, big-endian), then the hashes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = self.size.to_be_bytes().to_vec();
        bytes.extend(self.hashes.iter().flatten());
        bytes
    }

    /// Reads [`Frontier::to_bytes`].
    ///
    /// # Errors
    /// [`FrontierError`].
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, FrontierError> {
        let (size, rest) = bytes.split_first_chunk().ok_or(FrontierError::Truncated)?;
        let (hashes, rest) = rest.as_chunks();
        if !rest.is_empty() {
            return Err(FrontierError::Truncated);
        }
        Self::from_parts(u64::from_be_bytes(*size), hashes.to_vec())
    }

    /// Leaves so far.
    #[must_use]
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// The roots of the perfect subtrees, largest first.
    #[must_use]
    pub fn hashes(&self) -> &[Hash] {
        &self.hashes
    }

    /// Appends a leaf by its hash.
    pub fn append(&mut self, leaf: Hash) {
        self.append_with(leaf, |_, _, _| {});
    }

    /// Appends a leaf and reports every node that became complete: `(level, index, hash)`, the leaf
    /// itself at level 0. Stored, these answer [`crate::inclusion_proof`] without reading leaves.
    pub fn append_with(&mut self, leaf: Hash, mut completed: impl FnMut(u32, u64, Hash)) {
        let mut node = leaf;
        completed(0, self.size, node);
        // Each trailing one of the size is a perfect subtree that the new node completes into one
        // twice as large.
        for level in 0..self.size.trailing_ones() {
            if let Some(left) = self.hashes.pop() {
                node = node_hash(&left, &node);
                completed(level + 1, self.size >> (level + 1), node);
            }
        }
        self.hashes.push(node);
        self.size += 1;
    }

    /// The root of the tree as it is.
    #[must_use]
    pub fn root(&self) -> Hash {
        let mut smallest_first = self.hashes.iter().rev();
        smallest_first.next().map_or_else(empty_root, |last| {
            smallest_first.fold(*last, |right, left| node_hash(left, &right))
        })
    }
}

/// The root over a list of leaf hashes.
#[must_use]
pub fn root_of(leaves: &[Hash]) -> Hash {
    let mut frontier = Frontier::new();
    for leaf in leaves {
        frontier.append(*leaf);
    }
    frontier.root()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frontier_survives_storing_and_refuses_nonsense() {
        let mut frontier = Frontier::new();
        for number in 0..11_u8 {
            frontier.append(leaf_hash(&[number]));
            assert_eq!(
                Frontier::from_bytes(&frontier.to_bytes()),
                Ok(frontier.clone())
            );
            let text = serde_json::to_string(&frontier).unwrap();
            assert_eq!(serde_json::from_str::<Frontier>(&text).unwrap(), frontier);
        }
        let bytes = frontier.to_bytes();
        assert_eq!(
            Frontier::from_bytes(&bytes[..7]),
            Err(FrontierError::Truncated)
        );
        assert_eq!(
            Frontier::from_bytes(&bytes[..41]),
            Err(FrontierError::Truncated)
        );
        assert_eq!(
            Frontier::from_bytes(&bytes[..40]),
            Err(FrontierError::WrongCount {
                size: 11,
                expected: 3,
                found: 1
            })
        );
        assert!(serde_json::from_str::<Frontier>("{\"size\":1,\"hashes\":[]}").is_err());
    }
}
