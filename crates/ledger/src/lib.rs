//! The tamper-evident ledger: an RFC 6962 Merkle tree, checkpoints and proofs. No input or output.
//!
//! Every write of an installation is a leaf. The sequencer keeps a [`Frontier`] (the roots of the
//! perfect subtrees, at most 64 hashes), appends leaf hashes, and signs a [`Checkpoint`] of size and
//! root. Whoever holds an earlier checkpoint can demand a consistency proof that nothing before it
//! was changed, and for any leaf an inclusion proof. `verify_log.py` beside this crate does the same
//! from the specifications alone, without this code.

mod checkpoint;
mod leaf;
mod note;
mod proofs;
mod tree;

pub use checkpoint::{Checkpoint, CheckpointError, SignedCheckpoint};
pub use leaf::{batch_leaf, batch_root, blob_leaf, entry_leaf, event_leaf};
pub use note::{LogSigner, SignatureLine, VerifierKey, WitnessCosignature};
pub use proofs::{
    ProofError, consistency_nodes, consistency_proof, inclusion_nodes, inclusion_proof, read_proof,
    verify_consistency, verify_inclusion,
};
pub use tree::{Frontier, FrontierError, Hash, empty_root, leaf_hash, node_hash, root_of};
