//! The clocks of well-being (V2b, V2c), as one reviewed table: start, length, warning, owner, source.

use std::sync::LazyLock;

use kernel::Instant;
use serde::Deserialize;

use crate::rows::{self, Row};

/// The clocks as they are reviewed.
pub const CLOCKS_FILE: &str = include_str!("../data/clocks.toml");

/// One clock.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Clock {
    /// The word under which it is projected.
    pub word: String,
    /// What starts it.
    pub starts: String,
    /// Its length, in hours.
    pub hours: i64,
    /// Hours before its end at which it turns amber.
    pub warns: i64,
    /// The role that answers for it, as in the grants table.
    pub owner: String,
    /// How loud it is once it has rung: `amber` or `red`.
    pub alarm: String,
    /// Where it comes from, in words.
    pub source: String,
    /// `V` verified, `M` from memory of a standard, `P` a default of this product.
    pub mark: String,
    /// Whether its text is still to be checked.
    pub to_verify: bool,
}

impl Clock {
    /// When it rings, if it was started at this instant.
    #[must_use]
    pub const fn rings(&self, start: Instant) -> Instant {
        start.plus_seconds(self.hours * 3_600)
    }

    /// From when on it warns, if it rings at this instant.
    #[must_use]
    pub const fn warns_from(&self, rings: Instant) -> Instant {
        rings.plus_seconds(-self.warns * 3_600)
    }
}

#[derive(Deserialize)]
struct File {
    clock: Vec<Clock>,
}

/// Every clock, in the order of the table. A table that could not be read would ring nothing; a test
/// holds that it is read.
#[must_use]
pub fn clocks() -> &'static [Clock] {
    static CLOCKS: LazyLock<Vec<Clock>> = LazyLock::new(|| {
        toml::from_str::<File>(CLOCKS_FILE)
            .map(|file| file.clock)
            .unwrap_or_default()
    });
    &CLOCKS
}

/// The clock with this word.
#[must_use]
pub fn clock(word: &str) -> Option<&'static Clock> {
    clocks().iter().find(|clock| clock.word == word)
}

/// Rings a clock of the table that was started at an instant.
pub(crate) fn ring(rows: &mut Vec<Row>, word: &'static str, start: Instant) {
    if let Some(clock) = clock(word) {
        rows::due(rows, word, clock.rings(start));
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_reviewed_table_reads_and_names_each_clock_once() {
        let read: File = toml::from_str(CLOCKS_FILE).unwrap();
        assert_eq!(read.clock, clocks());
        let words: BTreeSet<&str> = clocks().iter().map(|clock| clock.word.as_str()).collect();
        assert_eq!(words.len(), clocks().len());
        for clock in clocks() {
            assert!(clock.hours >= clock.warns && clock.warns >= 0, "{clock:?}");
            assert!(["V", "M", "P"].contains(&clock.mark.as_str()), "{clock:?}");
            assert!(
                ["amber", "red"].contains(&clock.alarm.as_str()),
                "{clock:?}"
            );
            // Only what was seen in its source is beyond doubt; what is ours needs no source.
            assert_eq!(clock.to_verify, clock.mark == "M", "{clock:?}");
        }
        assert!(clock("counsel_access").is_some_and(|clock| clock.hours == 48));
    }
}
