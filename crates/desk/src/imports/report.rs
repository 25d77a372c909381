//! What became of the rows: the report that is kept with an import.

use casework::sources::{Cell, Doubt};
use kernel::FileId;
use serde::{Deserialize, Serialize};

use super::{ImportRow, cut};

/// Lines of one report; sums go on beyond it.
const MOST_LINES: usize = 20_000;
/// Characters of one report, all its lines together; sums go on beyond it.
const MOST_CHARACTERS: usize = 4 << 20;
/// Characters of a cell in a report.
const CELL_CHARACTERS: usize = 300;

/// What became of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RowOutcome {
    /// New.
    Created,
    /// Known, and changed.
    Updated,
    /// Known, and the same.
    Unchanged,
    /// In the review queue; what was sound came in.
    Review,
    /// No person.
    Skipped,
    /// Refused.
    Rejected,
    /// A row of an earlier list that this one does not have any more. It is none of this list's rows.
    Missing,
}

/// A cell that says something else than it did in the last list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changed {
    /// The column.
    pub column: String,
    /// What it said.
    pub before: String,
    /// What it says.
    pub after: String,
}

/// One line of the report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportLine {
    /// The list's own key of the row, or what stands in for it.
    pub row_key: String,
    /// Where it stands: `line:12`, `Sheet!12`.
    #[serde(default)]
    pub place: String,
    /// The line or row number in the file.
    pub line: u64,
    /// What became of it.
    pub outcome: RowOutcome,
    /// The doubts or faults, cell by cell.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub doubts: Vec<Doubt>,
    /// What changed since the last list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Changed>,
    /// The raw cells, for rows that did not simply come in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cells: Vec<Cell>,
    /// The person's file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<FileId>,
}

/// The report of an import. The six numbers from `created` to `rejected` add up to `rows`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportReport {
    /// Rows read.
    pub rows: u64,
    /// New.
    pub created: u64,
    /// Changed.
    pub updated: u64,
    /// The same as before.
    pub unchanged: u64,
    /// In the review queue.
    pub review: u64,
    /// No person.
    pub skipped: u64,
    /// Refused.
    pub rejected: u64,
    /// People of whom the rows speak: fewer than rows where a person has several.
    #[serde(default)]
    pub persons: u64,
    /// Rows of the last list that this one does not have any more, each of them marked for review.
    #[serde(default)]
    pub missing: u64,
    /// Rows of the last list that this one does not have, when so many are gone that it must be a part
    /// of the list: nothing was marked.
    #[serde(default)]
    pub unmarked: u64,
    /// Rows worth telling about: all but those that came in without a word, up to a limit.
    #[serde(default)]
    pub lines: Vec<ReportLine>,
    /// Rows worth telling about that the lines have no room for.
    #[serde(default)]
    pub untold: u64,
    /// The title of the source.
    #[serde(default)]
    pub source: String,
}

/// How one row ended.
#[derive(Clone, Debug)]
pub(super) struct End {
    pub(super) outcome: RowOutcome,
    pub(super) file: Option<FileId>,
    pub(super) doubts: Vec<Doubt>,
    pub(super) changes: Vec<Changed>,
}

impl End {
    pub(super) fn plain(outcome: RowOutcome, file: Option<FileId>) -> Self {
        Self {
            outcome,
            file,
            doubts: Vec::new(),
            changes: Vec::new(),
        }
    }

    /// For review with these doubts, or as it is without any.
    pub(super) fn with(outcome: RowOutcome, file: Option<FileId>, doubts: Vec<Doubt>) -> Self {
        Self {
            outcome,
            file,
            doubts,
            changes: Vec::new(),
        }
    }
}

impl ImportReport {
    /// Whether every row ended somewhere.
    #[must_use]
    pub const fn adds_up(&self) -> bool {
        self.rows
            == self.created
                + self.updated
                + self.unchanged
                + self.review
                + self.skipped
                + self.rejected
    }

    pub(super) fn note(&mut self, row: &ImportRow, end: End, room: &mut Room) {
        self.rows += 1;
        match end.outcome {
            RowOutcome::Created => self.created += 1,
            RowOutcome::Updated => self.updated += 1,
            RowOutcome::Unchanged => self.unchanged += 1,
            RowOutcome::Review => self.review += 1,
            RowOutcome::Skipped => self.skipped += 1,
            RowOutcome::Rejected => self.rejected += 1,
            RowOutcome::Missing => self.missing += 1,
        }
        let plain = match end.outcome {
            RowOutcome::Created => end.doubts.is_empty(),
            // What was odd about it was told when it came.
            RowOutcome::Unchanged => true,
            _ => false,
        };
        if plain {
            return;
        }
        // Nothing of somebody who was erased comes back by way of a report.
        let erased = end
            .doubts
            .iter()
            .any(|doubt| doubt.code == super::kept_out::ERASED);
        // A row in review keeps its cells in the review; a refused one has no other place for them.
        let cells = if end.outcome == RowOutcome::Rejected {
            row.cells.iter().map(brief).collect()
        } else {
            Vec::new()
        };
        self.tell(
            ReportLine {
                row_key: if erased {
                    String::new()
                } else {
                    row.row_key.text().to_owned()
                },
                place: row.place.clone(),
                line: row.line,
                outcome: end.outcome,
                doubts: end.doubts,
                changes: end.changes,
                cells,
                file: end.file,
            },
            room,
        );
    }

    pub(super) fn tell(&mut self, line: ReportLine, room: &mut Room) {
        let characters = line
            .doubts
            .iter()
            .map(|doubt| 60 + doubt.code.len() + doubt.detail.len())
            .chain(
                line.cells
                    .iter()
                    .map(|cell| 8 + cell.0.len() + cell.1.len()),
            )
            .chain(
                line.changes
                    .iter()
                    .map(|change| 40 + change.before.len() + change.after.len()),
            )
            .sum::<usize>()
            + 160
            + line.row_key.len();
        room.0 += characters;
        if self.lines.len() < MOST_LINES && room.0 <= MOST_CHARACTERS {
            self.lines.push(line);
        } else {
            self.untold += 1;
        }
    }
}

/// How many characters the lines of a report have taken.
#[derive(Debug, Default)]
pub(super) struct Room(usize);

fn brief(cell: &Cell) -> Cell {
    Cell(cut(&cell.0, 200), cut(&cell.1, CELL_CHARACTERS))
}

/// The cells that say something else than before, as far as a report shows them.
pub(super) fn changed(before: &[Cell], after: &[Cell]) -> Vec<Changed> {
    fn said<'a>(cells: &'a [Cell], column: &str) -> &'a str {
        cells
            .iter()
            .find(|cell| cell.0 == column)
            .map_or("", |cell| cell.1.as_str())
    }
    let gone = before
        .iter()
        .filter(|cell| !after.iter().any(|now| now.0 == cell.0));
    after
        .iter()
        .chain(gone)
        .map(|cell| cell.0.as_str())
        .filter(|column| said(before, column) != said(after, column))
        .map(|column| Changed {
            column: cut(column, 200),
            before: cut(said(before, column), CELL_CHARACTERS),
            after: cut(said(after, column), CELL_CHARACTERS),
        })
        .collect()
}
