//! Two files that may be one person.

use askama::Template;

use super::{Layout, Pager, PersonLine, Written};

/// One field of two files.
#[derive(Clone, Debug)]
pub struct ComparedField {
    /// What it is.
    pub name: String,
    /// In the first file; several when there are several.
    pub first: Vec<Marked>,
    /// In the second.
    pub second: Vec<Marked>,
    /// Whether they agree.
    pub agreement: Agreement,
}

/// Whether two values agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// They say the same.
    Same,
    /// They may be the same: another spelling, another precision.
    Similar,
    /// They differ.
    Different,
    /// One of them says nothing.
    Unknown,
}

impl Agreement {
    /// The message with its word.
    #[must_use]
    pub const fn message(self) -> &'static str {
        match self {
            Self::Same => "agreement-same",
            Self::Similar => "agreement-similar",
            Self::Different => "agreement-different",
            Self::Unknown => "agreement-unknown",
        }
    }
}

/// A text of which some pieces differ from the other file's.
#[derive(Clone, Debug)]
pub struct Marked {
    /// The text as a whole, with its language.
    pub written: Written,
    /// Its pieces in order, and whether each differs.
    pub pieces: Vec<(String, bool)>,
}

impl Marked {
    /// A text without marked differences.
    #[must_use]
    pub fn plain(written: Written) -> Self {
        Self {
            pieces: vec![(written.text.clone(), false)],
            written,
        }
    }
}

/// Comparing two files side by side. Sends `decision` (`same`, `apart`, `later`) and `reasons`.
#[derive(Debug, Template)]
#[template(path = "files/compare.html")]
pub struct ComparePage {
    /// What every page shares.
    pub layout: Layout,
    /// The first.
    pub first: PersonLine,
    /// The second.
    pub second: PersonLine,
    /// The compartments they live in.
    pub compartments: (String, String),
    /// Why they may be one person, and how sure.
    pub why: Vec<String>,
    /// Field by field.
    pub fields: Vec<ComparedField>,
    /// What was entered as reasons.
    pub reasons: String,
    /// What is wrong.
    pub error: Option<String>,
    /// Where it is sent.
    pub action: String,
    /// The way back.
    pub back_href: String,
    /// How many more pairs wait after this one, in the queue.
    pub left: Option<u64>,
}

/// Choosing what to compare a file with. The search box sends `text` to [`crate::paths::link`].
#[derive(Debug, Template)]
#[template(path = "files/choose.html")]
pub struct ChooseOther {
    /// What every page shares.
    pub layout: Layout,
    /// The file.
    pub person: PersonLine,
    /// Where the search is sent.
    pub action: String,
    /// What was searched for.
    pub text: String,
    /// What was found, each with the way to the comparison.
    pub found: Vec<(super::ListedPerson, String)>,
    /// Whether anything was searched for.
    pub searched: bool,
    /// Who else the person may be, without a search.
    pub matches_href: String,
}

/// One pair in the review queue.
#[derive(Clone, Debug)]
pub struct Pair {
    /// The first.
    pub first: PersonLine,
    /// The second.
    pub second: PersonLine,
    /// Why they may be one person, in a sentence.
    pub why: String,
    /// How sure, in a word.
    pub sure: String,
    /// The comparison.
    pub href: String,
}

/// What waits to be decided: pairs, and the way to rows of lists.
#[derive(Debug, Template)]
#[template(path = "files/review.html")]
pub struct ReviewQueue {
    /// What every page shares.
    pub layout: Layout,
    /// Pairs that may be one person.
    pub pairs: Vec<Pair>,
    /// How many rows of lists wait, where the member may decide about them.
    pub rows: usize,
    /// Going on.
    pub pager: Pager,
}
