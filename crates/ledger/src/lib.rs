//! RFC 6962 tree, checkpoints and proofs.
