//! Keys, compartments, wraps, keyed hashes, shares and secrets.
