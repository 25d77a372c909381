//! Understanding: from a raw row and a mapping to entries, doubts and an outcome.

mod bound;
mod drafts;
mod episode;
mod gather;
mod history;
mod name_parts;
mod names;
mod outcome;
pub(crate) mod prose;
mod relate;
mod session;
pub(crate) mod status;
mod trial;

pub use outcome::{Doubt, Draft, Outcome, Tally, UnderstoodRow, Weight};
pub use session::Session;

use kernel::Day;

use crate::{Mapping, RawRow, RawTable};

/// Understands one row by itself, without knowing the rest of the file: for samples and previews.
/// An import uses a [`Session`], which also sees rows that repeat.
#[must_use]
pub fn understand(row: &RawRow, table: &RawTable, mapping: &Mapping, today: Day) -> UnderstoodRow {
    bound::Bound::new(mapping, table).understand(row, mapping, today)
}
