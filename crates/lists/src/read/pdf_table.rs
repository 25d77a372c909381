//! Tables of PDF files, where their text can be read. A PDF has no cells, only letters at places.
//!
//! Columns are the bands of a page that no letter of the table enters. A line whose words lie across two
//! bands is not shared out between them: it is refused as a row, with its text, so that no word moves
//! from one person to another. Where there are no such bands, the text is looked at for entries.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::document::{self, Document, Line, Parts};
use super::evidence::pdf::{self, Letter};
use super::grid::{self, GridRow};
use super::{HeaderRow, ReadOptions};
use crate::{Format, Limits, ListError, Part, RawCell, RawRow, RawTable, RowNote};

/// Pages that are read.
const PAGES: usize = 2_000;
/// How wide a band must be at least, in heights of letters.
const BAND: f64 = 0.6;
/// From which gap on, in heights of letters, two words are two cells.
const APART: f64 = 0.9;
/// How near to the line above it the rest of a cell stands at most, as a part of the distance of rows.
const WRAPPED: f64 = 0.85;

/// Words that stand together on a line.
#[derive(Clone, Debug)]
struct Piece {
    text: String,
    from: f64,
    to: f64,
}

/// A line of a page.
#[derive(Clone, Debug)]
struct PageLine {
    page: usize,
    y: f64,
    size: f64,
    pieces: Vec<Piece>,
}

impl PageLine {
    fn text(&self) -> String {
        let pieces: Vec<&str> = self
            .pieces
            .iter()
            .map(|piece| piece.text.as_str())
            .collect();
        pieces.join(" ")
    }
}

/// What a line is in the table.
enum Row {
    /// Its cells, each in its band.
    Cells(Vec<String>),
    /// It lies across the bands.
    Across(String),
}

/// Reads the tables of a PDF, or its entries.
pub(super) fn read(
    bytes: &[u8],
    options: &ReadOptions,
    limits: &Limits,
) -> Result<Parts, ListError> {
    // A library that gives up costs the file, and says so.
    let pages = catch_unwind(AssertUnwindSafe(|| pdf::letters(bytes, PAGES)))
        .map_err(|_| damaged())?
        .map_err(|fault| match fault {
            pdf::Unreadable::Encrypted => ListError::NotAList(
                "a PDF that is encrypted (save it without a password)".to_owned(),
            ),
            pdf::Unreadable::Damaged => damaged(),
            pdf::Unreadable::TooLong => ListError::OverLimit {
                what: "pages".to_owned(),
                limit: u64::try_from(PAGES).unwrap_or(u64::MAX),
            },
        })?;
    let lines: Vec<PageLine> = pages
        .into_iter()
        .enumerate()
        .flat_map(|(page, letters)| lines(page, letters))
        .collect();
    if lines.is_empty() {
        return Err(ListError::NotAList(
            "a PDF without text, such as a scan (it can be kept as evidence; ask the source for the table it was \
             made from)"
                .to_owned(),
        ));
    }
    let bands = bands(&lines);
    if bands.len() > limits.columns {
        return Err(ListError::OverLimit {
            what: "columns".to_owned(),
            limit: u64::try_from(limits.columns).unwrap_or(u64::MAX),
        });
    }
    let rows = rows(&lines, &bands);
    let sound = rows
        .iter()
        .filter(|(_, row)| matches!(row, Row::Cells(cells) if filled(cells) > 1))
        .count();
    if bands.len() >= 2 && sound >= 2 {
        return Ok(Parts::of(table(rows, bands.len(), options, limits)));
    }
    let document = Document {
        lines: lines.iter().map(|line| Line::plain(&line.text())).collect(),
        tables: Vec::new(),
    };
    document::parts(&document, Format::Pdf, None, options, limits).map_err(|error| match error {
        ListError::NotAList(_) => ListError::NotAList(
            "a PDF in which no table and no entries can be found (it can be kept as evidence; ask the source for \
             the table it was made from)"
                .to_owned(),
        ),
        other => other,
    })
}

fn damaged() -> ListError {
    ListError::NotAList(
        "a PDF that is damaged inside (it can be kept as evidence; ask the source for the table it was made from)"
            .to_owned(),
    )
}

fn filled(cells: &[String]) -> usize {
    cells.iter().filter(|cell| !cell.is_empty()).count()
}

/// The lines of a page from its top, whatever the order in which its letters were drawn.
fn lines(page: usize, mut letters: Vec<Letter>) -> Vec<PageLine> {
    letters.sort_by(|one, other| other.y.total_cmp(&one.y).then(one.x.total_cmp(&other.x)));
    let mut out: Vec<(f64, Vec<Letter>)> = Vec::new();
    for letter in letters {
        match out.last_mut() {
            Some((y, line)) if (*y - letter.y).abs() < letter.size * 0.4 => line.push(letter),
            _ => out.push((letter.y, vec![letter])),
        }
    }
    out.into_iter()
        .map(|(y, line)| {
            let size = line.iter().map(|letter| letter.size).fold(0.0, f64::max);
            PageLine {
                page,
                y,
                size,
                pieces: pieces(line, size),
            }
        })
        .filter(|line| !line.pieces.is_empty())
        .collect()
}

/// The pieces of a line, from the left.
fn pieces(mut line: Vec<Letter>, size: f64) -> Vec<Piece> {
    line.retain(|letter| !letter.text.trim().is_empty());
    line.sort_by(|one, other| one.x.total_cmp(&other.x));
    let mut groups: Vec<Vec<Letter>> = Vec::new();
    let mut end = f64::NEG_INFINITY;
    for letter in line {
        let apart = letter.x - end > size * APART;
        end = end.max(letter.end);
        match groups.last_mut() {
            Some(group) if !apart => group.push(letter),
            _ => groups.push(vec![letter]),
        }
    }
    groups
        .into_iter()
        .map(|group| {
            let from = group
                .iter()
                .map(|letter| letter.x)
                .fold(f64::INFINITY, f64::min);
            let to = group.iter().map(|letter| letter.end).fold(from, f64::max);
            Piece {
                text: pdf::line_of(group).trim().to_owned(),
                from,
                to,
            }
        })
        .filter(|piece| !piece.text.is_empty())
        .collect()
}

/// The columns: where letters of lines with several pieces stand, from the left. Lines of one piece are
/// titles and remarks, and may lie across everything.
fn bands(lines: &[PageLine]) -> Vec<(f64, f64)> {
    let most = lines
        .iter()
        .map(|line| line.pieces.len())
        .max()
        .unwrap_or(0);
    let several: Vec<&PageLine> = lines
        .iter()
        .filter(|line| line.pieces.len() >= 2 && line.pieces.len() * 2 >= most)
        .collect();
    let size = several.iter().map(|line| line.size).fold(0.0, f64::max);
    let mut all: Vec<(f64, f64)> = several
        .iter()
        .flat_map(|line| line.pieces.iter().map(|piece| (piece.from, piece.to)))
        .collect();
    all.sort_by(|one, other| one.0.total_cmp(&other.0));
    let mut bands: Vec<(f64, f64)> = Vec::new();
    for (from, to) in all {
        match bands.last_mut() {
            Some(band) if from - band.1 < size * BAND => band.1 = band.1.max(to),
            _ => bands.push((from, to)),
        }
    }
    bands
}

/// Which band holds all of a piece.
fn band_of(bands: &[(f64, f64)], piece: &Piece) -> Option<usize> {
    let touched: Vec<usize> = bands
        .iter()
        .enumerate()
        .filter(|(_, band)| piece.from < band.1 && piece.to > band.0)
        .map(|(place, _)| place)
        .collect();
    match touched.as_slice() {
        [only] => Some(*only),
        _ => None,
    }
}

/// The lines as rows, with the number of each; what goes on from the row before is put to it.
fn rows(lines: &[PageLine], bands: &[(f64, f64)]) -> Vec<((usize, u64), Row)> {
    let mut out: Vec<((usize, u64), Row)> = Vec::new();
    let mut before: Option<(&PageLine, bool)> = None;
    let gap = row_gap(lines, bands.len());
    for (number, line) in (1_u64..).zip(lines) {
        let mut cells = vec![String::new(); bands.len()];
        let mut across = false;
        for piece in &line.pieces {
            match band_of(bands, piece).and_then(|band| cells.get_mut(band)) {
                Some(cell) => {
                    if !cell.is_empty() {
                        cell.push(' ');
                    }
                    cell.push_str(&piece.text);
                }
                None => across = true,
            }
        }
        let row = if across {
            Row::Across(line.text())
        } else {
            Row::Cells(cells)
        };
        if let (Some((above, true)), Row::Cells(cells), Some((_, Row::Cells(last)))) =
            (before, &row, out.last_mut())
            && goes_on(above, line, gap, cells, last)
        {
            for (cell, more) in last.iter_mut().zip(cells) {
                if !more.is_empty() {
                    cell.push(' ');
                    cell.push_str(more);
                }
            }
            before = Some((line, true));
            continue;
        }
        before = Some((line, !across));
        out.push(((line.page, number), row));
    }
    out
}

/// How far apart the first lines of rows stand: the median over lines that fill most columns.
fn row_gap(lines: &[PageLine], columns: usize) -> f64 {
    let mut gaps: Vec<f64> = lines
        .windows(2)
        .filter_map(|pair| match pair {
            [above, line] if above.page == line.page && fills_most(line, columns) => {
                Some(above.y - line.y)
            }
            _ => None,
        })
        .collect();
    gaps.sort_by(f64::total_cmp);
    gaps.get(gaps.len() / 2).copied().unwrap_or(0.0)
}

/// Whether a line is the rest of the row above it: clearly closer to it than rows are to each other, and with
/// text only where that row has some. In a table whose lines all stand equally far apart nothing is put
/// together: half a row for somebody to look at is better than two people in one.
fn goes_on(above: &PageLine, line: &PageLine, gap: f64, cells: &[String], last: &[String]) -> bool {
    let close = above.page == line.page && above.y - line.y < gap * WRAPPED;
    let within = cells
        .iter()
        .zip(last)
        .all(|(cell, above)| cell.is_empty() || !above.is_empty());
    // What fills most columns is a row of its own, however close it stands.
    close && within && !fills_most(line, cells.len())
}

fn fills_most(line: &PageLine, columns: usize) -> bool {
    line.pieces.len() * 10 >= columns * 6
}

fn table(
    rows: Vec<((usize, u64), Row)>,
    columns: usize,
    options: &ReadOptions,
    limits: &Limits,
) -> VecDeque<Part> {
    let grid_row = |number: u64, cells: &[String]| GridRow {
        number,
        hidden: false,
        colour: None,
        cells: cells.iter().map(|text| RawCell::plain(text)).collect(),
    };
    let mut first: VecDeque<GridRow> = rows
        .iter()
        .filter_map(|((_, number), row)| match row {
            Row::Cells(cells) => Some(grid_row(*number, cells)),
            Row::Across(_) => None,
        })
        .take(grid::HEADER_ROWS)
        .collect();
    let header_row = match options.header_row {
        HeaderRow::At(line) if first.iter().all(|row| row.number != line) => HeaderRow::Find,
        other => other,
    };
    let mut out = VecDeque::new();
    let Some(begun) = grid::begin(&mut first, header_row) else {
        return out;
    };
    // What stands above the header is its title, though it lies across the columns.
    let mut titles = begun.titles.clone();
    let begins = begun.header_line.unwrap_or(0);
    titles.extend(rows.iter().filter_map(|((_, number), row)| match row {
        Row::Across(text) if *number < begins => Some(text.clone()),
        _ => None,
    }));
    let header = begun.header_line.map(|_| begun.headers.clone());
    out.push_back(Part::Table(RawTable {
        format: Format::Pdf,
        sheet: None,
        hidden: false,
        headers: begun.headers,
        header_line: begun.header_line,
        titles,
        encoding: None,
        delimiter: None,
        quote: None,
    }));
    for ((page, number), row) in rows {
        if number <= begins {
            continue;
        }
        let key = format!("page {}:{number}", page + 1);
        out.push_back(Part::Row(match row {
            Row::Cells(cells) => grid::finish(
                grid_row(number, &cells),
                columns,
                header.as_deref(),
                key,
                limits,
            ),
            Row::Across(text) => RawRow {
                row_key: key,
                line: number,
                cells: vec![RawCell::plain(""); columns],
                notes: vec![RowNote::TooFewCells {
                    expected: columns,
                    found: 1,
                }],
                raw: Some(text.chars().take(2_000).collect::<String>().into_bytes()),
            },
        }));
    }
    out
}
