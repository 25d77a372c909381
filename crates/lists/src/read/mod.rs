//! Reading: from bytes to tables, rows and cells, in one pass and bounded memory.

mod delimited;
mod document;
mod encoding;
mod entries;
pub(crate) mod evidence;
mod grid;
mod header;
mod json;
mod json_table;
mod markup;
mod ods;
mod pdf_table;
mod recognise;
mod records;
mod word;
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

/// What every kind of file gives: parts, one after the other.
pub(crate) trait Source {
    fn next_part(&mut self) -> Result<Option<Part>, ListError>;
}

/// Reads a list part by part: a table, its rows, the next table.
///
/// Runs in the child process; [`crate::read_in_child`] gives the same parts from there.
pub struct ListReader {
    inner: Box<dyn Source>,
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
        input.by_ref().take(600).read_to_end(&mut head)?;
        input.seek(SeekFrom::Start(0))?;
        let inner: Box<dyn Source> = match recognise::by_first_bytes(&head) {
            Some(recognise::ARCHIVE) => recognise::open_archive(input, options, *limits)?,
            Some(recognise::PDF) => {
                let bytes = document::read_all(&mut input, limits)?;
                Box::new(pdf_table::read(&bytes, options, limits)?)
            }
            Some(other) => return Err(ListError::NotAList(other.to_owned())),
            None => recognise::open_text(input, options, *limits)?,
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
        let next = self.inner.next_part().transpose();
        self.ended = !matches!(next, Some(Ok(_)));
        next
    }
}
