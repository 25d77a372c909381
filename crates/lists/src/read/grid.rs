//! Tables whose cells have places of their own: sheets, tables of documents, tables of pages.
//!
//! Shared by their readers: which row is the header, what stands above it, and what is odd about a
//! row.

use std::collections::VecDeque;

use super::HeaderRow;
use super::header::{self, Candidate};
use crate::{CellNote, Limits, RawCell, RawRow, RowNote};

/// How many rows are looked at to find the header.
pub(super) const HEADER_ROWS: usize = 40;

/// A row as it stands in the table.
#[derive(Clone, Debug)]
pub(super) struct GridRow {
    pub(super) number: u64,
    pub(super) hidden: bool,
    pub(super) colour: Option<String>,
    pub(super) cells: Vec<RawCell>,
}

impl GridRow {
    pub(super) fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.text.trim().is_empty())
    }
}

/// What the first rows say about a table.
pub(super) struct Begun {
    pub(super) headers: Vec<String>,
    pub(super) header_line: Option<u64>,
    pub(super) titles: Vec<String>,
}

/// Finds the header among the first rows and takes it and what is above it away from them; nothing
/// when all of them are blank.
pub(super) fn begin(first: &mut VecDeque<GridRow>, header_row: HeaderRow) -> Option<Begun> {
    if first.iter().all(GridRow::is_blank) {
        return None;
    }
    let rows: Vec<Candidate<'_>> = first
        .iter()
        .map(|row| Candidate {
            cells: row.cells.iter().map(|cell| cell.text.as_str()).collect(),
        })
        .collect();
    let place = match header_row {
        HeaderRow::Find => header::find(&rows),
        HeaderRow::None => None,
        HeaderRow::At(line) => first.iter().position(|row| row.number == line),
    };
    let mut titles = Vec::new();
    let mut header_line = None;
    let mut headers: Vec<String> = Vec::new();
    if let Some(place) = place {
        titles = rows
            .iter()
            .take(place)
            .map(|row| row.cells.join(" ").trim().to_owned())
            .filter(|title| !title.is_empty())
            .collect();
        if let Some(row) = first.get(place) {
            headers = row.cells.iter().map(|cell| cell.text.clone()).collect();
            header_line = Some(row.number);
        }
        first.drain(..=place);
    }
    // Data may be wider than the header; nothing of it is dropped.
    let width = first
        .iter()
        .map(|row| row.cells.len())
        .max()
        .unwrap_or(0)
        .max(headers.len());
    for number in headers.len()..width {
        headers.push(format!("column {}", number + 1));
    }
    Some(Begun {
        headers,
        header_line,
        titles,
    })
}

/// The row with what is odd about it. `header` is the table's own, where it has one.
pub(super) fn finish(
    row: GridRow,
    columns: usize,
    header: Option<&[String]>,
    row_key: String,
    limits: &Limits,
) -> RawRow {
    let mut notes = Vec::new();
    let mut cells = row.cells;
    // In such a table every cell has a place, so missing ones at the end are empty, never shifted.
    while cells.len() > columns && cells.last().is_some_and(|cell| cell.text.is_empty()) {
        cells.pop();
    }
    let found = cells.len();
    while cells.len() < columns {
        cells.push(RawCell::plain(""));
    }
    for (column, cell) in cells.iter_mut().enumerate() {
        notes.extend(shorten(column, cell, limits));
    }
    if cells.iter().all(|cell| cell.text.trim().is_empty()) {
        notes.push(RowNote::Blank);
    } else if header.is_some_and(|header| same(header, &cells)) {
        notes.push(RowNote::RepeatedHeader);
    } else if found > columns {
        notes.push(RowNote::TooManyCells {
            expected: columns,
            found,
        });
    }
    if row.hidden {
        notes.push(RowNote::Hidden);
    }
    if let Some(colour) = row.colour {
        notes.push(RowNote::Coloured { colour });
    }
    RawRow {
        row_key,
        line: row.number,
        cells,
        notes,
        raw: None,
    }
}

/// Cuts a cell that is over the limit and says so.
pub(super) fn shorten(column: usize, cell: &mut RawCell, limits: &Limits) -> Option<RowNote> {
    // A character has at least one byte, so most cells need no count.
    if cell.text.len() <= limits.cell_characters {
        return None;
    }
    let characters = cell.text.chars().count();
    (characters > limits.cell_characters).then(|| {
        cell.text = cell.text.chars().take(1000).collect();
        cell.note = Some(CellNote::Cut);
        RowNote::TooLongCell {
            column,
            characters,
            limit: limits.cell_characters,
        }
    })
}

/// Whether the cells say the same as the header.
pub(super) fn same(header: &[String], cells: &[RawCell]) -> bool {
    header.len() == cells.len()
        && header
            .iter()
            .zip(cells)
            .all(|(name, cell)| name.trim() == cell.text.trim())
        && header.iter().any(|name| !name.trim().is_empty())
}

/// The colour of a row: the one that at least half of its filled cells have.
pub(super) fn common_colour(cells: &[RawCell], colours: &[Option<String>]) -> Option<String> {
    let filled: Vec<Option<&str>> = cells
        .iter()
        .zip(colours)
        .filter(|(cell, _)| !cell.text.is_empty())
        .map(|(_, colour)| colour.as_deref())
        .collect();
    let colour = filled.iter().flatten().next()?;
    let count = filled
        .iter()
        .filter(|other| **other == Some(colour))
        .count();
    (count * 2 >= filled.len()).then(|| (*colour).to_owned())
}
