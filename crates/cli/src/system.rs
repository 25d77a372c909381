//! The one place where the real clock and the real randomness enter the program.

use kernel::{Clock, Instant, Randomness};

/// The clock of the machine.
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Instant {
        #[expect(
            clippy::disallowed_methods,
            reason = "the one place where the clock of the machine is read"
        )]
        let now = std::time::SystemTime::now();
        // A clock before 1970 is set wrongly; the register refuses to go back in time by itself.
        let since = now
            .duration_since(std::time::UNIX_EPOCH)
            .unwrap_or_default();
        Instant::from_milliseconds(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

/// The randomness of the operating system.
pub(crate) struct SystemRandomness;

impl SystemRandomness {
    /// Whether the operating system gives randomness, to be asked once at the start.
    pub(crate) fn is_there() -> bool {
        draw(&mut [0; 16])
    }
}

fn draw(bytes: &mut [u8]) -> bool {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place where randomness is drawn from the operating system"
    )]
    getrandom::fill(bytes).is_ok()
}

impl Randomness for SystemRandomness {
    fn fill(&self, bytes: &mut [u8]) {
        if !draw(bytes) {
            // Going on would mean guessable keys.
            std::process::abort();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_runs_and_randomness_differs() {
        assert!(SystemClock.now().milliseconds() > 1_700_000_000_000);
        let (mut one, mut other) = ([0; 32], [0; 32]);
        SystemRandomness.fill(&mut one);
        SystemRandomness.fill(&mut other);
        assert_ne!(one, other);
        assert!(SystemRandomness::is_there());
    }
}
