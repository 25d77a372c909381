//! A clock that stands in the past while the register is filled, so that histories are as old as
//! they say, and runs with the real one afterwards.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use kernel::{Clock, Instant};

const DAY: i64 = 86_400_000;

/// The present, less some days that only ever grow fewer.
pub(crate) struct DemoClock {
    present: Arc<dyn Clock>,
    behind: AtomicI64,
}

impl DemoClock {
    /// A clock that stands on the day on which the demonstration begins.
    #[must_use]
    pub(crate) fn new(present: Arc<dyn Clock>) -> Self {
        Self {
            present,
            behind: AtomicI64::new(super::FIRST_DAY * DAY),
        }
    }

    /// The real present.
    #[must_use]
    pub(crate) fn present(&self) -> Instant {
        self.present.now()
    }

    /// Goes forward to so many days ago. A register never goes back in time, so neither does this.
    pub(crate) fn go_to(&self, days_ago: i64) {
        self.behind
            .fetch_min(days_ago.max(0) * DAY, Ordering::Relaxed);
    }
}

impl Clock for DemoClock {
    fn now(&self) -> Instant {
        let present = self.present.now().milliseconds();
        Instant::from_milliseconds(present.saturating_sub(self.behind.load(Ordering::Relaxed)))
    }
}
