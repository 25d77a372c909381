//! The gates, from outside.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test stops where something is not as it must be"
)]

mod common;
mod draw;
mod laws;
mod stories;
mod table;
