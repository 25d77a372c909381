//! Lists in: upload, mapping, rehearsal, progress, result.

use askama::Template;
use kernel::{Day, Instant};

use super::{Choice, Form, Layout, Link, Pager, PersonLine, Written};

/// What became of the rows; the figures add up to `rows`.
#[derive(Clone, Copy, Debug, Default)]
pub struct RowCounts {
    /// All rows.
    pub rows: u64,
    /// New people.
    pub created: u64,
    /// People who changed.
    pub updated: u64,
    /// People already so.
    pub unchanged: u64,
    /// Rows that somebody must look at.
    pub review: u64,
    /// Rows left out on purpose.
    pub skipped: u64,
    /// Rows that cannot be used.
    pub rejected: u64,
}

impl RowCounts {
    /// Message id and figure of each, in order.
    #[must_use]
    pub const fn all(&self) -> [(&'static str, u64); 6] {
        [
            ("row-created", self.created),
            ("row-updated", self.updated),
            ("row-unchanged", self.unchanged),
            ("row-review", self.review),
            ("row-skipped", self.skipped),
            ("row-rejected", self.rejected),
        ]
    }
}

/// What became of one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowEnd {
    /// A new person.
    Created,
    /// A person who changed.
    Updated,
    /// A person already so.
    Unchanged,
    /// Somebody must look at it.
    Review,
    /// Left out on purpose.
    Skipped,
    /// It cannot be used.
    Rejected,
    /// A row of the last list that this one does not have any more.
    Missing,
}

impl RowEnd {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 7] = [
        Self::Created,
        Self::Updated,
        Self::Unchanged,
        Self::Review,
        Self::Skipped,
        Self::Rejected,
        Self::Missing,
    ];

    /// The word in addresses and files.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Updated => "updated",
            Self::Unchanged => "unchanged",
            Self::Review => "review",
            Self::Skipped => "skipped",
            Self::Rejected => "rejected",
            Self::Missing => "missing",
        }
    }

    /// The message with its word.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::Created => "became-created",
            Self::Updated => "row-updated",
            Self::Unchanged => "row-unchanged",
            Self::Review => "row-review",
            Self::Skipped => "row-skipped",
            Self::Rejected => "row-rejected",
            Self::Missing => "row-missing",
        }
    }
}

/// One row and what became of it.
#[derive(Clone, Debug)]
pub struct ImportRow {
    /// Its number in the list, from 1.
    pub number: u64,
    /// Where it stands, as `line:12` or `Sheet!12`; empty where only the number is known.
    pub place: String,
    /// What became of it.
    pub end: RowEnd,
    /// The person, for those that became one.
    pub person: Option<PersonLine>,
    /// The cell that decided, as column and text.
    pub cell: Option<(Written, Written)>,
    /// The reason, in a sentence.
    pub reason: String,
    /// Where it is decided, for rows in review.
    pub href: Option<String>,
}

/// An import in the list.
#[derive(Clone, Debug)]
pub struct ImportLine {
    /// The source.
    pub source: String,
    /// When it was begun.
    pub day: Day,
    /// By whom.
    pub by: String,
    /// Where it stands, in a word.
    pub state: String,
    /// The rows.
    pub counts: RowCounts,
    /// The import.
    pub href: String,
}

/// All imports.
#[derive(Debug, Template)]
#[template(path = "imports/list.html")]
pub struct Imports {
    /// What every page shares.
    pub layout: Layout,
    /// Latest first.
    pub imports: Vec<ImportLine>,
    /// Whether the member may begin one.
    pub may_add: bool,
}

/// Uploading a list. Sends `file`, `source` (chosen) or `new_source`, `compartment`.
#[derive(Debug, Template)]
#[template(path = "imports/upload.html")]
pub struct UploadPage {
    /// What every page shares.
    pub layout: Layout,
    /// The form.
    pub form: Form,
}

/// One column of a list in the overview, and what it is taken for.
#[derive(Clone, Debug)]
pub struct MappedColumn {
    /// Its header.
    pub header: Written,
    /// Some of its cells.
    pub samples: Vec<Written>,
    /// What it is taken for, in words.
    pub means: String,
    /// Why it is taken for that.
    pub reason: String,
    /// Whether the reader should look twice.
    pub unsure: bool,
    /// The page of the column, where it is changed.
    pub href: String,
}

/// Choosing what each column means: the overview, and what holds for the whole list.
#[derive(Debug, Template)]
#[template(path = "imports/mapping.html")]
pub struct MappingPage {
    /// What every page shares.
    pub layout: Layout,
    /// The source.
    pub source: String,
    /// What was found about the file, and what only a person can say.
    pub findings: Vec<String>,
    /// The columns, or some of them.
    pub columns: Vec<MappedColumn>,
    /// Going on to further columns.
    pub pager: Pager,
    /// Aligning their words with ours.
    pub words_href: String,
    /// The first column to look at twice.
    pub unsure_href: Option<String>,
    /// The mapping as a file.
    pub profile_href: String,
    /// Using a mapping that was kept; sends `profile`.
    pub profile: Form,
    /// Reading the file otherwise; sends `encoding` and `header_line`.
    pub reading: Form,
    /// Country, order of dates, how sure: what holds for the whole list.
    pub form: Form,
    /// What is wrong.
    pub error: Option<String>,
}

/// Meanings that belong together.
#[derive(Clone, Debug)]
pub struct MeaningGroup {
    /// Their heading.
    pub heading: String,
    /// Whether they are folded until somebody opens them.
    pub folded: bool,
    /// The meanings; the form sends `meaning` with each that is chosen.
    pub meanings: Vec<Choice>,
}

/// A cell and what becomes of it.
#[derive(Clone, Debug)]
pub struct ShownSplit {
    /// Where its row stands.
    pub place: String,
    /// The cell as written.
    pub cell: Written,
    /// What each piece becomes, in a word, and its text.
    pub pieces: Vec<(String, Written)>,
}

/// What one column means. Sends `meaning`, the fields of `details`, and `do`: `stay`, `next` or `done`.
#[derive(Debug, Template)]
#[template(path = "imports/column.html")]
pub struct ColumnPage {
    /// What every page shares.
    pub layout: Layout,
    /// The source.
    pub source: String,
    /// Its header.
    pub header: Written,
    /// Its number, from 1.
    pub number: u64,
    /// How many columns there are.
    pub columns: u64,
    /// Some of its cells.
    pub samples: Vec<Written>,
    /// Why it is taken for what it is.
    pub reason: String,
    /// Whether the reader should look twice.
    pub unsure: bool,
    /// Cells that say several things, taken apart.
    pub splits: Vec<ShownSplit>,
    /// What it may mean.
    pub groups: Vec<MeaningGroup>,
    /// What goes with the meanings.
    pub details: Vec<super::Field>,
    /// Where it is sent.
    pub action: String,
    /// Whether another column follows.
    pub has_next: bool,
    /// Back to all columns.
    pub overview_href: String,
}

/// A word of theirs.
#[derive(Clone, Debug)]
pub struct WordRow {
    /// What the form sends our code as.
    pub name: String,
    /// The word.
    pub word: Written,
    /// What it is a word for.
    pub what: String,
    /// In how many of the rows that were looked at it stands.
    pub rows: u64,
    /// Our codes.
    pub codes: Vec<Choice>,
}

/// Their words beside our codes. Sends `word.PLACE` and `code.PLACE`.
#[derive(Debug, Template)]
#[template(path = "imports/words.html")]
pub struct WordsPage {
    /// What every page shares.
    pub layout: Layout,
    /// The source.
    pub source: String,
    /// The words.
    pub words: Vec<WordRow>,
    /// Names and values by which the words are found again.
    pub sent: Vec<(String, String)>,
    /// Going on.
    pub pager: Pager,
    /// Where it is sent.
    pub action: String,
    /// Back to all columns.
    pub overview_href: String,
}

/// What the import would do.
#[derive(Debug, Template)]
#[template(path = "imports/rehearsal.html")]
pub struct RehearsalPage {
    /// What every page shares.
    pub layout: Layout,
    /// The source.
    pub source: String,
    /// What would become of the rows.
    pub counts: RowCounts,
    /// What is to be said beside the sums: people, rows that are gone.
    pub notes: Vec<String>,
    /// The rows to look at: in review, skipped and rejected first.
    pub rows: Vec<ImportRow>,
    /// Going on.
    pub pager: Pager,
    /// The whole report to save.
    pub reports: Vec<Link>,
    /// Begins the import (post).
    pub action: String,
    /// Back to the columns.
    pub mapping_href: String,
}

/// How far an import is; asks for itself again every few seconds (see `refresh` of the layout).
#[derive(Debug, Template)]
#[template(path = "imports/progress.html")]
pub struct ProgressPage {
    /// What every page shares.
    pub layout: Layout,
    /// The source.
    pub source: String,
    /// Rows done.
    pub done: u64,
    /// All rows, where known.
    pub rows: Option<u64>,
    /// When it began.
    pub began: Instant,
    /// What it is doing now.
    pub step: String,
    /// Stops it and leaves the register unchanged (post `cancel`).
    pub action: String,
}

/// What an import did.
#[derive(Debug, Template)]
#[template(path = "imports/result.html")]
pub struct ImportResult {
    /// What every page shares.
    pub layout: Layout,
    /// The source.
    pub source: String,
    /// When it was published.
    pub published: Option<Instant>,
    /// Why it was not, when it failed: what, and what can be done.
    pub failed: Option<String>,
    /// What became of the rows.
    pub counts: RowCounts,
    /// What is to be said beside the sums: people, rows that are gone.
    pub notes: Vec<String>,
    /// Which rows are shown: a choice of ends with their addresses; the present one without.
    pub shown: Vec<Link>,
    /// The rows.
    pub rows: Vec<ImportRow>,
    /// Going on.
    pub pager: Pager,
    /// The whole report to save.
    pub reports: Vec<Link>,
    /// Undoing it, for those who may.
    pub undo_href: Option<String>,
}

/// Waiting rows of one list with one doubt.
#[derive(Clone, Debug)]
pub struct DoubtedRows {
    /// The list.
    pub list: String,
    /// What is doubted, in a sentence.
    pub doubt: String,
    /// How many rows.
    pub rows: u64,
    /// The rows.
    pub href: String,
}

/// One waiting row.
#[derive(Clone, Debug)]
pub struct WaitingRow {
    /// The person, where it made or met one.
    pub person: Option<PersonLine>,
    /// The list.
    pub list: String,
    /// The key of the row.
    pub key: String,
    /// What is doubted, one sentence each.
    pub reasons: Vec<String>,
    /// Where it is decided.
    pub href: String,
}

/// Deciding about all rows of a kind. Sends `list`, `doubt`, `counted` and `decision`.
#[derive(Clone, Debug)]
pub struct DecideTogether {
    /// The list.
    pub list: String,
    /// The code of the doubt.
    pub doubt: String,
    /// In how many rows nothing else is doubted.
    pub counted: u64,
    /// What may be decided.
    pub decisions: Vec<Choice>,
    /// Where it is sent.
    pub action: String,
}

/// Rows of lists that wait: kinds of doubts, or the rows of one kind.
#[derive(Debug, Template)]
#[template(path = "imports/waiting.html")]
pub struct WaitingRows {
    /// What every page shares.
    pub layout: Layout,
    /// What was decided just now, and how it is taken back (post).
    pub decided: Option<(String, String)>,
    /// Whether there are more rows than were counted.
    pub more: bool,
    /// Kinds of doubts, list by list.
    pub groups: Vec<DoubtedRows>,
    /// The rows of one kind.
    pub rows: Vec<WaitingRow>,
    /// Deciding about all of them.
    pub together: Option<DecideTogether>,
    /// Going on.
    pub pager: Pager,
    /// Back to all kinds, where one is shown.
    pub all_href: Option<String>,
}

/// A waiting row: as it came, what was understood, what is doubted. Sends `decision` and `note`.
#[derive(Debug, Template)]
#[template(path = "imports/waiting_row.html")]
pub struct WaitingRowPage {
    /// What every page shares.
    pub layout: Layout,
    /// The list it came from.
    pub list: String,
    /// Where it stands.
    pub place: String,
    /// The person.
    pub person: Option<PersonLine>,
    /// What is doubted, one sentence each.
    pub reasons: Vec<String>,
    /// Its cells: column and text.
    pub cells: Vec<(Written, Written)>,
    /// What was understood: a word for each entry, and what it says.
    pub understood: Vec<(String, Written)>,
    /// What may be decided.
    pub decisions: Vec<Choice>,
    /// Where it is sent.
    pub action: String,
    /// What is wrong.
    pub error: Option<String>,
}
