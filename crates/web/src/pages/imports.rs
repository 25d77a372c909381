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

/// One column of a list, and what it is taken for.
#[derive(Clone, Debug)]
pub struct MappedColumn {
    /// Its place, from 0; the form sends `column.PLACE` with the target.
    pub place: u32,
    /// Its header.
    pub header: Written,
    /// Some of its cells.
    pub samples: Vec<Written>,
    /// What it may be; the suggestion or the saved choice is chosen.
    pub targets: Vec<Choice>,
    /// Why it is taken for that.
    pub reason: String,
    /// Whether the reader should look twice.
    pub unsure: bool,
}

/// Choosing what each column means.
#[derive(Debug, Template)]
#[template(path = "imports/mapping.html")]
pub struct MappingPage {
    /// What every page shares.
    pub layout: Layout,
    /// The source.
    pub source: String,
    /// What was found about the file: encoding, divider, rows, hidden columns …
    pub findings: Vec<String>,
    /// The columns.
    pub columns: Vec<MappedColumn>,
    /// Country, order of dates, how sure: what holds for the whole list.
    pub form: Form,
    /// What is wrong.
    pub error: Option<String>,
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
