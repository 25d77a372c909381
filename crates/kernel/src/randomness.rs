//! Randomness is a parameter everywhere, so that tests can repeat what happened.

/// A source of random bytes, passed in by whoever starts the program.
///
/// The real one draws from the operating system; tests use a seeded one.
pub trait Randomness: Send + Sync {
    /// Fills `bytes` with random bytes. Implementations never return short.
    fn fill(&self, bytes: &mut [u8]);
}
