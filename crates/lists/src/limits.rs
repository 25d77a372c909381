//! How large a foreign file may be in each direction before it is refused by name.

use serde::{Deserialize, Serialize};

/// The stated limits. They go to the child with the file and are checked again on what it answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Limits {
    /// Characters in one cell; a row with a longer one is refused, the file goes on. What a text of an
    /// entry can hold: a longer cell could be read but not kept.
    pub cell_characters: usize,
    /// Columns of a table.
    pub columns: usize,
    /// Rows of a file.
    pub rows: u64,
    /// Bytes of one line; a longer one is refused as a row, a longer first line refuses the file.
    pub line_bytes: usize,
    /// Bytes of a refused or doubtful row that are kept.
    pub raw_bytes: usize,
    /// Bytes that are looked at ahead for the end of a quoted cell with line breaks.
    pub quote_lookahead_bytes: usize,
    /// Files inside a spreadsheet.
    pub archive_entries: usize,
    /// Bytes of a spreadsheet after decompression, all its parts together.
    pub archive_bytes: u64,
    /// How many times larger a part of a spreadsheet may become when it is decompressed; parts under
    /// 16 MiB are free.
    pub archive_ratio: u64,
    /// Bytes of the table of shared texts of a spreadsheet, which must be held in memory.
    pub shared_strings_bytes: u64,
    /// Bytes of a page or a text document, which must be held in memory.
    pub document_bytes: u64,
    /// Memory that the child may use beyond what it had when it started.
    pub memory_bytes: u64,
    /// Seconds of processor time of the child.
    pub cpu_seconds: u64,
    /// Seconds that the parent waits for the next answer.
    pub idle_seconds: u64,
    /// Seconds that the parent waits for the child, all waits together.
    pub wait_seconds: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            cell_characters: 20_000,
            columns: 2_000,
            rows: 1_000_000,
            line_bytes: 1 << 20,
            raw_bytes: 1 << 20,
            quote_lookahead_bytes: 256 << 10,
            archive_entries: 2_000,
            archive_bytes: 1 << 30,
            archive_ratio: 200,
            shared_strings_bytes: 64 << 20,
            document_bytes: 24 << 20,
            memory_bytes: 224 << 20,
            cpu_seconds: 300,
            idle_seconds: 60,
            wait_seconds: 900,
        }
    }
}
