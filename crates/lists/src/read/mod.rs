//! Reading: from bytes to tables, rows and cells, in one pass and bounded memory.

mod delimited;
mod encoding;
mod header;
mod records;
mod xlsx;
mod xlsx_parts;

use std::io::{Read, Seek, SeekFrom};

use serde::{Deserialize, Serialize};

use crate::{Limits, ListError, Part};

/// Where the header stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(rename_all = "snake_case")]
pub enum HeaderRow {
    /// Look for it.
    #[default]
    Find,
    /// There is none.
    None,
    /// On this line or spreadsheet row, from 1.
    At(u64),
}

/// How to read a file, where it is not left to the reader to find out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Default)]
#[serde(default, deny_unknown_fields)]
pub struct ReadOptions {
    /// WHATWG name of the encoding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// The delimiter, an ASCII sign.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<char>,
    /// The quote, an ASCII sign.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<char>,
    /// The header.
    pub header_row: HeaderRow,
    /// Read only these sheets; all when empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sheets: Vec<String>,
}

enum Inner {
    Delimited(Box<delimited::Delimited>),
    Xlsx(Box<xlsx::Spreadsheet>),
}

/// Reads a list part by part: a table, its rows, the next table.
///
/// Runs in the child process; [`crate::read_in_child`] gives the same parts from there.
pub struct ListReader {
    inner: Inner,
    ended: bool,
}

impl ListReader {
    /// Looks at the first bytes and begins.
    ///
    /// # Errors
    /// When the file is empty, no list, over a limit, or damaged so that nothing can be read.
    pub fn open<R: Read + Seek + 'static>(
        mut input: R,
        options: &ReadOptions,
        limits: &Limits,
    ) -> Result<Self, ListError> {
        let mut head = Vec::new();
        input.by_ref().take(16).read_to_end(&mut head)?;
        input.seek(SeekFrom::Start(0))?;
        let inner = match looks_like(&head) {
            Some("zip") => Inner::Xlsx(Box::new(xlsx::Spreadsheet::open(input, options, *limits)?)),
            Some(other) => return Err(ListError::NotAList(other.to_owned())),
            None => Inner::Delimited(Box::new(delimited::Delimited::open(
                input, options, *limits,
            )?)),
        };
        Ok(Self {
            inner,
            ended: false,
        })
    }
}

impl Iterator for ListReader {
    type Item = Result<Part, ListError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let next = match &mut self.inner {
            Inner::Delimited(reader) => reader.next_part(),
            Inner::Xlsx(reader) => reader.next_part(),
        }
        .transpose();
        self.ended = !matches!(next, Some(Ok(_)));
        next
    }
}

/// Names a file by its first bytes; nothing for what may be text.
fn looks_like(head: &[u8]) -> Option<&'static str> {
    const SIGNS: [(&[u8], &str); 15] = [
        (b"PK\x03\x04", "zip"),
        (b"PK\x05\x06", "zip"),
        (
            b"\xd0\xcf\x11\xe0",
            "an old Office file (save it as XLSX or CSV)",
        ),
        (b"%PDF", "PDF"),
        (b"\x89PNG", "a picture"),
        (b"\xff\xd8\xff", "a picture"),
        (b"GIF8", "a picture"),
        (b"\x7fELF", "a program"),
        (b"MZ\x90", "a program"),
        (b"\x1f\x8b", "a compressed file"),
        (b"BZh", "a compressed file"),
        (b"\xfd7zXZ", "a compressed file"),
        (b"7z\xbc\xaf", "a compressed file"),
        (b"Rar!", "a compressed file"),
        (b"SQLite format", "a database"),
    ];
    SIGNS
        .iter()
        .find(|(sign, _)| head.starts_with(sign))
        .map(|(_, name)| *name)
}
