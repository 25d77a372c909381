//! What a leaf commits to.
//!
//! A leaf never hashes plaintext: whoever holds the ledger after an erasure could otherwise test
//! guesses against it. Every content begins with a tag, so that no kind can pass for another:
//!
//! * entry: `"E" · length of outer (8, big-endian) · canonical outer · SHA-256 of the ciphertext`
//! * event: `"V" · bytes`
//! * batch: `"B" · root over the batch's entry leaves · their number (8, big-endian)`
//! * blob: `"K" · SHA-256 of the ciphertext of all pieces · file · blob (16 each)`

use sha2::{Digest, Sha256};

use crate::tree::{Hash, leaf_hash, root_of};

/// The leaf of an entry: its canonical outer envelope and its ciphertext.
#[must_use]
pub fn entry_leaf(outer: &[u8], ciphertext: &[u8]) -> Hash {
    let mut content = Vec::with_capacity(outer.len() + 41);
    content.push(b'E');
    content.extend_from_slice(&(outer.len() as u64).to_be_bytes());
    content.extend_from_slice(outer);
    content.extend_from_slice(&Sha256::digest(ciphertext));
    leaf_hash(&content)
}

/// The leaf of an event: a file opened, a member added, a table of rules changed.
#[must_use]
pub fn event_leaf(bytes: &[u8]) -> Hash {
    leaf_hash(&[b"V", bytes].concat())
}

/// The leaf of a bulk batch: the root over its entry leaves and how many they are. An entry is
/// proved in two steps: its inclusion in the batch, the batch's in the ledger.
#[must_use]
pub fn batch_leaf(root: &Hash, count: u64) -> Hash {
    leaf_hash(&[b"B".as_slice(), root, &count.to_be_bytes()].concat())
}

/// The leaf of a blob: its address, which is the SHA-256 of the ciphertext of all its pieces in
/// order, and where it belongs. Whoever has the pieces can check them without a key.
#[must_use]
pub fn blob_leaf(address: &Hash, file: &[u8; 16], blob: &[u8; 16]) -> Hash {
    leaf_hash(&[b"K".as_slice(), address, file, blob].concat())
}

/// The root over a batch's entry leaves, in the batch's order.
#[must_use]
pub fn batch_root(leaves: &[Hash]) -> Hash {
    root_of(leaves)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_contents_share_a_leaf() {
        let leaves = [
            entry_leaf(b"ab", b"c"),
            entry_leaf(b"a", b"bc"),
            entry_leaf(b"ab", b"d"),
            event_leaf(b"ab"),
            event_leaf(b""),
            batch_leaf(&[0; 32], 1),
            batch_leaf(&[0; 32], 2),
            event_leaf(&[[0; 32].as_slice(), &1_u64.to_be_bytes()].concat()),
            blob_leaf(&[0; 32], &[1; 16], &[2; 16]),
            blob_leaf(&[0; 32], &[2; 16], &[1; 16]),
        ];
        let different: std::collections::BTreeSet<_> = leaves.iter().collect();
        assert_eq!(different.len(), leaves.len());
    }
}
