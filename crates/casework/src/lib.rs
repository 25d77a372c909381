//! The kinds table: bodies, upcasters, rules and projections, one module a capability.
