//! What pages and text documents have in common: lines and tables, read whole within a limit.

use std::collections::VecDeque;
use std::io::Read;

use super::grid::{self, GridRow};
use super::{HeaderRow, ReadOptions, Source, entries};
use crate::{EncodingChoice, Format, Limits, ListError, Part, RawCell, RawTable};

/// A line of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Line {
    /// Its text, blanks single, none around it.
    pub(super) text: String,
    /// It begins in bold letters.
    pub(super) bold: bool,
    /// It ends in a long stretch of blanks, as stands above footnotes.
    pub(super) gap: bool,
    /// A page ends before it.
    pub(super) page: bool,
}

impl Line {
    pub(super) fn plain(text: &str) -> Self {
        Self {
            text: text.split_whitespace().collect::<Vec<_>>().join(" "),
            gap: text.len() - text.trim_end().len() >= 20,
            ..Self::default()
        }
    }
}

/// A document: lines and tables in their order, apart.
#[derive(Clone, Debug, Default)]
pub(super) struct Document {
    pub(super) lines: Vec<Line>,
    pub(super) tables: Vec<Vec<Vec<String>>>,
}

/// Reads all of it, or refuses it by name.
pub(super) fn read_all(input: &mut impl Read, limits: &Limits) -> Result<Vec<u8>, ListError> {
    let mut bytes = Vec::new();
    input
        .take(limits.document_bytes.saturating_add(1))
        .read_to_end(&mut bytes)?;
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > limits.document_bytes {
        return Err(over(limits));
    }
    Ok(bytes)
}

pub(super) fn over(limits: &Limits) -> ListError {
    ListError::OverLimit {
        what: "document_bytes".to_owned(),
        limit: limits.document_bytes,
    }
}

/// The parts of a document, one after the other.
pub(super) struct Parts(VecDeque<Part>);

impl Parts {
    pub(super) const fn of(parts: VecDeque<Part>) -> Self {
        Self(parts)
    }
}

impl Source for Parts {
    fn next_part(&mut self) -> Result<Option<Part>, ListError> {
        Ok(self.0.pop_front())
    }
}

/// Makes the tables of a document into tables, or its entries into one; what is neither is no list.
pub(super) fn parts(
    document: &Document,
    format: Format,
    encoding: Option<&EncodingChoice>,
    options: &ReadOptions,
    limits: &Limits,
) -> Result<Parts, ListError> {
    let mut out = VecDeque::new();
    let lists: Vec<&Vec<Vec<String>>> = document
        .tables
        .iter()
        .filter(|table| table.len() >= 2 && table.iter().any(|row| row.len() >= 2))
        .collect();
    let in_tables: usize = lists
        .iter()
        .flat_map(|table| table.iter().flatten())
        .map(String::len)
        .sum();
    let in_lines: usize = document.lines.iter().map(|line| line.text.len()).sum();
    // A page may hold a small table among its prose; a list in a table is most of its page.
    if !lists.is_empty() && in_tables * 2 > in_lines {
        let several = lists.len() > 1;
        for (place, table) in lists.iter().enumerate() {
            let sheet = several.then(|| format!("Table {}", place + 1));
            grid_parts(table, sheet, format, encoding, options, limits, &mut out)?;
        }
    } else if let Some((table, rows)) = entries::read(&document.lines, limits)? {
        out.push_back(Part::Table(RawTable {
            format,
            encoding: encoding.cloned(),
            ..table
        }));
        out.extend(rows.into_iter().map(Part::Row));
    }
    if out.is_empty() {
        return Err(ListError::NotAList(
            "a text in which no table and no entries can be found; it can be kept as evidence"
                .to_owned(),
        ));
    }
    Ok(Parts(out))
}

fn grid_parts(
    table: &[Vec<String>],
    sheet: Option<String>,
    format: Format,
    encoding: Option<&EncodingChoice>,
    options: &ReadOptions,
    limits: &Limits,
    out: &mut VecDeque<Part>,
) -> Result<(), ListError> {
    let mut rows: VecDeque<GridRow> = (1_u64..)
        .zip(table)
        .map(|(number, cells)| GridRow {
            number,
            hidden: false,
            colour: None,
            cells: cells.iter().map(|text| RawCell::plain(text)).collect(),
        })
        .collect();
    let rest = rows.split_off(rows.len().min(grid::HEADER_ROWS));
    // A page's table without a header is rare, and a line number for it means a line of the file.
    let header_row = match options.header_row {
        HeaderRow::At(line) if rows.iter().all(|row| row.number != line) => HeaderRow::Find,
        other => other,
    };
    let Some(begun) = grid::begin(&mut rows, header_row) else {
        return Ok(());
    };
    rows.extend(rest);
    let columns = begun.headers.len();
    if columns > limits.columns {
        return Err(ListError::OverLimit {
            what: "columns".to_owned(),
            limit: u64::try_from(limits.columns).unwrap_or(u64::MAX),
        });
    }
    let header = begun.header_line.map(|_| begun.headers.clone());
    let name = sheet.clone().unwrap_or_else(|| "row".to_owned());
    out.push_back(Part::Table(RawTable {
        format,
        sheet,
        hidden: false,
        headers: begun.headers,
        header_line: begun.header_line,
        titles: begun.titles,
        encoding: encoding.cloned(),
        delimiter: None,
        quote: None,
    }));
    let divider = if name == "row" { ':' } else { '!' };
    for row in rows {
        let key = format!("{name}{divider}{}", row.number);
        out.push_back(Part::Row(grid::finish(
            row,
            columns,
            header.as_deref(),
            key,
            limits,
        )));
    }
    Ok(())
}
