//! Person names across scripts: normal forms, romanised keys, comparison.
