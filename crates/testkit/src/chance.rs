//! Time and randomness as tests want them.

use std::sync::{
    Mutex,
    atomic::{AtomicI64, Ordering},
};

use kernel::{Clock, Instant, Randomness};
use sha2::{Digest, Sha256};

/// A clock that stands where it is put, or moves by a fixed step each time it is asked.
#[derive(Debug)]
pub struct FakeClock {
    now: AtomicI64,
    step: i64,
}

impl FakeClock {
    /// 2026-03-02T09:00:00Z, a Monday: where tests begin.
    pub const BEGINNING: Instant = Instant::from_milliseconds(1_772_442_000_000);

    /// A clock that stands still.
    #[must_use]
    pub const fn still(at: Instant) -> Self {
        Self {
            now: AtomicI64::new(at.milliseconds()),
            step: 0,
        }
    }

    /// A clock that moves by this many milliseconds whenever it is asked.
    #[must_use]
    pub const fn moving(at: Instant, step: i64) -> Self {
        Self {
            now: AtomicI64::new(at.milliseconds()),
            step,
        }
    }

    /// Puts the clock somewhere else, also back.
    pub fn set(&self, at: Instant) {
        self.now.store(at.milliseconds(), Ordering::SeqCst);
    }

    /// Moves the clock by this many seconds, back if negative.
    pub fn advance(&self, seconds: i64) {
        self.now.fetch_add(seconds * 1000, Ordering::SeqCst);
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Instant {
        Instant::from_milliseconds(self.now.fetch_add(self.step, Ordering::SeqCst))
    }
}

/// Randomness that is the same in every run with the same seed.
#[derive(Debug)]
pub struct SeededRandomness {
    seed: u64,
    drawn: Mutex<u64>,
}

impl SeededRandomness {
    /// The stream with this seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self {
            seed,
            drawn: Mutex::new(0),
        }
    }

    /// A number below `bound`, for choosing in tests; slightly uneven for huge bounds.
    #[must_use]
    pub fn below(&self, bound: u64) -> u64 {
        let mut bytes = [0; 8];
        self.fill(&mut bytes);
        u64::from_be_bytes(bytes) % bound.max(1)
    }
}

impl Randomness for SeededRandomness {
    fn fill(&self, bytes: &mut [u8]) {
        let mut drawn = self
            .drawn
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        for chunk in bytes.chunks_mut(32) {
            let block = Sha256::new()
                .chain_update(self.seed.to_be_bytes())
                .chain_update(drawn.to_be_bytes())
                .finalize();
            *drawn += 1;
            for (target, source) in chunk.iter_mut().zip(block) {
                *target = source;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_stream_and_another_another() {
        let draw = |seed| {
            let randomness = SeededRandomness::new(seed);
            let mut bytes = [0; 70];
            randomness.fill(&mut bytes);
            bytes
        };
        assert_eq!(draw(1), draw(1));
        assert_ne!(draw(1), draw(2));
        assert_ne!(draw(1)[..32], draw(1)[32..64]);
    }

    #[test]
    fn the_clock_moves_by_its_step_and_goes_back_when_told() {
        let clock = FakeClock::moving(FakeClock::BEGINNING, 3);
        assert_eq!(clock.now().milliseconds() + 3, clock.now().milliseconds());
        clock.advance(-60);
        assert!(clock.now() < FakeClock::BEGINNING);
        clock.set(FakeClock::BEGINNING);
        assert_eq!(clock.now().rfc3339(), "2026-03-02T09:00:00Z");
    }
}
