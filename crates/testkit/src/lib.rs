//! Fixtures for tests: a clock that can be set, randomness that repeats itself, both engines, and a
//! house with invented people in it.
//!
//! Tests run from one text on both engines:
//!
//! ```no_run
//! # async fn example() {
//! for place in testkit::engines() {
//!     let house = testkit::TestHouse::begin(&place).await;
//!     // …
//! }
//! # }
//! ```
//!
//! Where PostgreSQL is not installed these tests fail and say so; `UNFORGOTTEN_SKIP_POSTGRES=1` is
//! the one way to leave it out.
#![expect(
    clippy::panic,
    clippy::expect_used,
    reason = "a fixture that cannot be made is a failed test"
)]

mod chance;
mod houses;
pub mod model;
mod people;
mod places;
mod postgres;

pub use chance::{FakeClock, SeededRandomness};
pub use houses::{PASSPHRASE, PASSWORD, TestHouse};
pub use people::{InventedPerson, PEOPLE, contact, detention, link, name, note, refusal};
pub use places::{EnginePlace, TempFolder, engines};
