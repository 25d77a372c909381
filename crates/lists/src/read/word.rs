//! Text documents (Office Open XML and OpenDocument) as lines and tables.
//!
//! Only the main text is read: no comments, no fields, nothing that the document links to.

use quick_xml::events::{BytesStart, Event};

use super::document::{Document, Line, over};
use super::xlsx_parts::{Archive, attribute, next_event, text_of};
use crate::ListError;

#[derive(Default)]
struct Reading {
    document: Document,
    /// OpenDocument: every text counts, not only that in `t`.
    open: bool,
    in_text: bool,
    skipped: usize,
    paragraph: String,
    bold: bool,
    bold_paragraph: bool,
    numbered: bool,
    /// How many numbered paragraphs came so far.
    number: u64,
    tables: usize,
    table: Vec<Vec<String>>,
    row: Vec<String>,
    cell: Option<String>,
    span: usize,
    held: u64,
}

impl Reading {
    fn start(&mut self, start: &BytesStart<'_>) {
        match start.local_name().into_inner() {
            "t" => self.in_text = true,
            "p" | "h" if self.tables == 0 || self.cell.is_none() => {
                self.paragraph.clear();
                self.bold_paragraph = false;
                self.numbered = false;
            }
            "numPr" => self.numbered = true,
            "r" => self.bold = false,
            "b" => self.bold = attribute(start, "val").is_none_or(|v| v != "0" && v != "false"),
            "tab" | "s" => self.push(" "),
            "br" | "cr" | "line-break" => self.push("\n"),
            "tbl" | "table" => self.tables += 1,
            "tc" | "table-cell" if self.tables == 1 => {
                self.cell = Some(String::new());
                self.span = attribute(start, "number-columns-spanned")
                    .and_then(|n| n.parse().ok())
                    .unwrap_or(1);
            }
            "gridSpan" if self.tables == 1 => {
                self.span = attribute(start, "val")
                    .and_then(|n| n.parse().ok())
                    .unwrap_or(1);
            }
            "annotation" | "comment" | "instrText" | "del" | "tracked-changes" | "note"
            | "footnote" | "delText" => self.skipped += 1,
            _ => {}
        }
    }

    fn push(&mut self, text: &str) {
        if self.skipped > 0 {
            return;
        }
        if self.paragraph.trim().is_empty() && !text.trim().is_empty() {
            self.bold_paragraph = self.bold;
        }
        self.paragraph.push_str(text);
    }

    fn end_paragraph(&mut self) {
        let text = std::mem::take(&mut self.paragraph);
        if let Some(cell) = &mut self.cell {
            if !cell.is_empty() {
                cell.push('\n');
            }
            cell.push_str(text.trim());
            return;
        }
        let numbered = self.numbered && !text.trim().is_empty();
        for (place, line) in text.split('\n').enumerate() {
            let mut line = Line::plain(line);
            if numbered && place == 0 {
                self.number += 1;
                // The program draws the number; in the file stands only that there is one.
                line.text = format!("{}. {}", self.number, line.text);
            }
            line.bold = self.bold_paragraph && place == 0;
            self.document.lines.push(line);
        }
    }

    fn end(&mut self, name: &str, columns: usize) -> Result<(), ListError> {
        match name {
            "t" => self.in_text = false,
            "p" | "h" => self.end_paragraph(),
            "tc" | "table-cell" if self.tables == 1 => {
                let span = self.span.max(1);
                if self.row.len().saturating_add(span) > columns {
                    return Err(ListError::OverLimit {
                        what: "columns".to_owned(),
                        limit: u64::try_from(columns).unwrap_or(u64::MAX),
                    });
                }
                self.row.push(self.cell.take().unwrap_or_default());
                self.row
                    .extend(std::iter::repeat_n(String::new(), span - 1));
                self.held += u64::try_from(32 * span).unwrap_or(u64::MAX);
            }
            "tr" | "table-row" if self.tables == 1 => {
                let row = std::mem::take(&mut self.row);
                self.table.push(row);
            }
            "tbl" | "table" => {
                self.tables = self.tables.saturating_sub(1);
                if self.tables == 0 {
                    let table = std::mem::take(&mut self.table);
                    self.document.tables.push(table);
                }
            }
            "annotation" | "comment" | "instrText" | "del" | "tracked-changes" | "note"
            | "footnote" | "delText" => self.skipped = self.skipped.saturating_sub(1),
            _ => {}
        }
        Ok(())
    }
}

/// Reads the main part of a text document.
pub(super) fn read(archive: &mut Archive, part: &str) -> Result<Document, ListError> {
    let limits = *archive.limits();
    let Some(mut xml) = archive.part(part)? else {
        return Err(ListError::Damaged(format!("{part} is missing")));
    };
    let mut reading = Reading {
        open: part == "content.xml",
        ..Reading::default()
    };
    let mut buffer = Vec::new();
    loop {
        let event = next_event(&mut xml, &mut buffer, part, &limits)?;
        match &event {
            Event::Start(start) => reading.start(start),
            Event::Empty(start) => {
                reading.start(start);
                reading.end(start.local_name().into_inner(), limits.columns)?;
            }
            Event::End(end) => reading.end(end.local_name().into_inner(), limits.columns)?,
            Event::Eof => return Ok(reading.document),
            other => {
                if (reading.in_text || reading.open)
                    && let Some(text) = text_of(other)
                {
                    reading.held += u64::try_from(text.len()).unwrap_or(u64::MAX);
                    reading.push(&text);
                }
            }
        }
        if reading.held > limits.document_bytes {
            return Err(over(&limits));
        }
    }
}
