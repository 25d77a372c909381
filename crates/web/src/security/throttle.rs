//! Slowing down who guesses a passphrase.

use kernel::Instant;

/// Counts wrong tries and says how long to wait: nothing for the first three, then 2, 4, 8 … seconds,
/// five minutes at most. It never shuts anybody out for good.
#[derive(Debug, Default)]
pub struct Throttle {
    failures: u32,
    not_before: Option<Instant>,
}

impl Throttle {
    const FREE: u32 = 3;
    const LONGEST_SECONDS: i64 = 300;

    /// Seconds to wait before the next try, if any.
    #[must_use]
    pub fn wait(&self, now: Instant) -> Option<i64> {
        let not_before = self.not_before?;
        (not_before > now).then(|| (not_before.milliseconds() - now.milliseconds()) / 1000 + 1)
    }

    /// A try was wrong.
    pub fn failed(&mut self, now: Instant) {
        self.failures = self.failures.saturating_add(1);
        if self.failures >= Self::FREE {
            let exponent = (self.failures - Self::FREE + 1).min(16);
            let seconds = (1_i64 << exponent).min(Self::LONGEST_SECONDS);
            self.not_before = Some(now.plus_seconds(seconds));
        }
    }

    /// A try was right.
    pub fn succeeded(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wait_grows_has_an_end_and_is_forgiven() {
        let mut throttle = Throttle::default();
        let mut now = Instant::from_milliseconds(1_000_000);
        let mut waits = Vec::new();
        for _ in 0..14 {
            assert_eq!(throttle.wait(now), None);
            throttle.failed(now);
            let wait = throttle.wait(now).unwrap_or(0);
            waits.push(wait);
            now = now.plus_seconds(wait + 1);
        }
        assert_eq!(waits[..5], [0, 0, 3, 5, 9]);
        assert_eq!(waits.last(), Some(&301));
        throttle.failed(now);
        throttle.succeeded();
        assert_eq!(throttle.wait(now), None);
    }
}
