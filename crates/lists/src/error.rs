//! What can be wrong with a whole file. What is wrong with one row is a note on that row.

use serde::{Deserialize, Serialize};

/// A file, or the process that reads it, cannot be used. Nothing of the file was imported.
///
/// The enum travels from the child process to its parent, so it holds plain data only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum ListError {
    /// The file could not be read from disk.
    #[error("the file cannot be read: {0}")]
    Unreadable(String),
    /// There is nothing in it.
    #[error("the file is empty")]
    Empty,
    /// It is some other kind of file.
    #[error("this is not a list we can read, it looks like {0}")]
    NotAList(String),
    /// The asked encoding is not known.
    #[error(
        "unknown encoding {0:?}: use UTF-8, UTF-16LE, windows-1251, windows-1252 or another name of the WHATWG list"
    )]
    UnknownEncoding(String),
    /// The asked sheet is not there.
    #[error("there is no sheet {0:?} in the file")]
    NoSuchSheet(String),
    /// Some size of the file is over the stated limit.
    #[error("refused: {what} is over the limit of {limit}")]
    OverLimit {
        /// Which limit, a short code: `archive_entries`, `archive_bytes`, `archive_ratio`, `columns`,
        /// `rows`, `first_line_bytes`, `row_bytes`, `record_bytes`, `document_bytes`, `depth`,
        /// `repeated_rows`, `shared_strings_bytes`.
        what: String,
        /// The limit.
        limit: u64,
    },
    /// The spreadsheet declares XML entities, which no honest writer does.
    #[error("refused: the spreadsheet declares XML entities in {0}")]
    XmlEntity(String),
    /// The spreadsheet is broken inside.
    #[error("the spreadsheet is damaged: {0}")]
    DamagedSpreadsheet(String),
    /// The file is broken inside.
    #[error("the file is damaged: {0}")]
    Damaged(String),
    /// The parser process could not be started.
    #[error("the parser process could not be started: {0}")]
    ChildNotStarted(String),
    /// The parser process ended before it had said that it was done.
    #[error("the parser process ended before the file was read ({0}); nothing was imported")]
    ChildDied(String),
    /// The parser process was silent for too long.
    #[error(
        "the parser process gave no answer for {0} seconds and was ended; nothing was imported"
    )]
    ChildSilent(u64),
    /// The parser process said something that cannot be.
    #[error("the parser process gave an answer that cannot be right ({0}); nothing was imported")]
    ChildLied(String),
    /// The mapping does not fit the file.
    #[error("the mapping does not fit this file: {0}")]
    Mapping(String),
}

impl ListError {
    /// The id of the message for the person, as it stands in the text files of the pages.
    #[must_use]
    pub const fn message_id(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "lists-error-unreadable",
            Self::Empty => "lists-error-empty",
            Self::NotAList(_) => "lists-error-not-a-list",
            Self::UnknownEncoding(_) => "lists-error-unknown-encoding",
            Self::NoSuchSheet(_) => "lists-error-no-such-sheet",
            Self::OverLimit { .. } => "lists-error-over-limit",
            Self::XmlEntity(_) => "lists-error-xml-entity",
            Self::DamagedSpreadsheet(_) => "lists-error-damaged-spreadsheet",
            Self::Damaged(_) => "lists-error-damaged",
            Self::ChildNotStarted(_) => "lists-error-child-not-started",
            Self::ChildDied(_) => "lists-error-child-died",
            Self::ChildSilent(_) => "lists-error-child-silent",
            Self::ChildLied(_) => "lists-error-child-lied",
            Self::Mapping(_) => "lists-error-mapping",
        }
    }

    /// The arguments of that message.
    #[must_use]
    pub fn arguments(&self) -> Vec<(&'static str, String)> {
        match self {
            Self::Empty => Vec::new(),
            Self::OverLimit { what, limit } => {
                vec![("what", what.clone()), ("limit", limit.to_string())]
            }
            Self::ChildSilent(seconds) => vec![("seconds", seconds.to_string())],
            Self::Unreadable(detail)
            | Self::NotAList(detail)
            | Self::UnknownEncoding(detail)
            | Self::NoSuchSheet(detail)
            | Self::XmlEntity(detail)
            | Self::DamagedSpreadsheet(detail)
            | Self::Damaged(detail)
            | Self::ChildNotStarted(detail)
            | Self::ChildDied(detail)
            | Self::ChildLied(detail)
            | Self::Mapping(detail) => vec![("detail", detail.clone())],
        }
    }
}

impl From<std::io::Error> for ListError {
    fn from(error: std::io::Error) -> Self {
        Self::Unreadable(error.kind().to_string())
    }
}
