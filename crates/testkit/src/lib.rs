//! Fixtures, fake clock, both-engine runner, fictional people and the reference model.
