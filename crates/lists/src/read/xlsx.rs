//! Spreadsheets, sheet by sheet and row by row, without ever holding a sheet in memory.
//!
//! Formulas are kept as text and never evaluated; hidden rows and colours are said; numbers that
//! the sheet shows as dates become dates, with the number kept beside them.

use std::collections::VecDeque;

use kernel::Day;
use quick_xml::events::{BytesStart, Event};

use super::grid::{self, GridRow, HEADER_ROWS};
use super::xlsx_parts::{
    Archive, SheetPart, Style, Xml, attribute, next_event, shared_strings, styles, text_of,
    unescape_spreadsheet, workbook,
};
use super::{ReadOptions, Source};
use crate::{CellNote, Format, Limits, ListError, Part, RawCell, RawRow, RawTable};

pub(super) struct Spreadsheet {
    archive: Archive,
    strings: Vec<Box<str>>,
    styles: Vec<Style>,
    from_1904: bool,
    sheets: VecDeque<SheetPart>,
    sheet: Option<Sheet>,
    options: ReadOptions,
    limits: Limits,
    rows: u64,
    buffer: Vec<u8>,
}

struct Sheet {
    xml: Xml,
    part: SheetPart,
    header: Option<Vec<String>>,
    columns: usize,
    waiting: VecDeque<GridRow>,
    /// Number of the last row seen.
    last: u64,
    ended: bool,
}

impl Spreadsheet {
    pub(super) fn open(
        mut archive: Archive,
        options: &ReadOptions,
        limits: Limits,
    ) -> Result<Self, ListError> {
        let (sheets, from_1904) = workbook(&mut archive)?;
        for asked in &options.sheets {
            if !sheets.iter().any(|sheet| &sheet.name == asked) {
                return Err(ListError::NoSuchSheet(asked.clone()));
            }
        }
        let sheets = sheets
            .into_iter()
            .filter(|sheet| options.sheets.is_empty() || options.sheets.contains(&sheet.name))
            .collect();
        let strings = shared_strings(&mut archive)?;
        let styles = styles(&mut archive)?;
        Ok(Self {
            archive,
            strings,
            styles,
            from_1904,
            sheets,
            sheet: None,
            options: options.clone(),
            limits,
            rows: 0,
            buffer: Vec::new(),
        })
    }

    /// Opens a sheet and finds its header; nothing when the sheet is empty or a chart.
    fn begin(&mut self, part: SheetPart) -> Result<Option<RawTable>, ListError> {
        let Some(xml) = self.archive.part(&part.path)? else {
            return Err(ListError::DamagedSpreadsheet(format!(
                "{} is missing",
                part.path
            )));
        };
        self.sheet = Some(Sheet {
            xml,
            part,
            header: None,
            columns: 0,
            waiting: VecDeque::new(),
            last: 0,
            ended: false,
        });
        let mut first = VecDeque::new();
        while first.len() < HEADER_ROWS {
            let Some(row) = self.read_row()? else {
                break;
            };
            first.push_back(row);
        }
        let Some(sheet) = &mut self.sheet else {
            return Ok(None);
        };
        let Some(begun) = grid::begin(&mut first, self.options.header_row) else {
            self.sheet = None;
            return Ok(None);
        };
        if begun.header_line.is_some() {
            sheet.header = Some(begun.headers.clone());
        }
        sheet.columns = begun.headers.len();
        sheet.waiting = first;
        Ok(Some(RawTable {
            format: Format::Xlsx,
            sheet: Some(sheet.part.name.clone()),
            hidden: sheet.part.hidden,
            headers: begun.headers,
            header_line: begun.header_line,
            titles: begun.titles,
            encoding: None,
            delimiter: None,
            quote: None,
        }))
    }

    fn next_row(&mut self) -> Result<Option<GridRow>, ListError> {
        if let Some(row) = self
            .sheet
            .as_mut()
            .and_then(|sheet| sheet.waiting.pop_front())
        {
            return Ok(Some(row));
        }
        self.read_row()
    }

    fn finish(&self, row: GridRow) -> RawRow {
        let (columns, header, name) = match &self.sheet {
            Some(sheet) => (
                sheet.columns,
                sheet.header.as_deref(),
                sheet.part.name.as_str(),
            ),
            None => (row.cells.len(), None, ""),
        };
        let row_key = format!("{name}!{}", row.number);
        grid::finish(row, columns, header, row_key, &self.limits)
    }

    /// Reads one `<row>` of the open sheet.
    fn read_row(&mut self) -> Result<Option<GridRow>, ListError> {
        let Some(sheet) = &mut self.sheet else {
            return Ok(None);
        };
        if sheet.ended {
            return Ok(None);
        }
        let limits = self.limits;
        let path = sheet.part.path.clone();
        let mut row: Option<GridRow> = None;
        let mut colours: Vec<Option<String>> = Vec::new();
        let mut cell: Option<OpenCell> = None;
        let mut bytes = 0_usize;
        loop {
            let event = next_event(&mut sheet.xml, &mut self.buffer, &path, &limits)?;
            match &event {
                Event::Start(start) => match start.local_name().into_inner() {
                    "row" => row = Some(begin_row(start, &mut sheet.last)?),
                    "c" => cell = Some(OpenCell::begin(start, &self.styles)),
                    "v" | "t" => {
                        if let Some(cell) = &mut cell {
                            cell.into = if cell.phonetic {
                                Into::Nothing
                            } else {
                                Into::Value
                            };
                        }
                    }
                    "f" => {
                        if let Some(cell) = &mut cell {
                            cell.into = Into::Formula;
                            cell.has_formula = true;
                        }
                    }
                    "rPh" => {
                        if let Some(cell) = &mut cell {
                            cell.phonetic = true;
                        }
                    }
                    _ => {}
                },
                Event::Empty(start) => match start.local_name().into_inner() {
                    "row" => return begin_row(start, &mut sheet.last).map(Some),
                    "c" => {
                        if let Some(row) = &mut row {
                            let open = OpenCell::begin(start, &self.styles);
                            place_cell(
                                row,
                                &mut colours,
                                open,
                                &self.strings,
                                self.from_1904,
                                &limits,
                            )?;
                        }
                    }
                    "f" => {
                        if let Some(cell) = &mut cell {
                            cell.has_formula = true;
                        }
                    }
                    _ => {}
                },
                Event::End(end) => match end.local_name().into_inner() {
                    "v" | "t" | "f" => {
                        if let Some(cell) = &mut cell {
                            cell.into = Into::Nothing;
                        }
                    }
                    "rPh" => {
                        if let Some(cell) = &mut cell {
                            cell.phonetic = false;
                        }
                    }
                    "c" => {
                        if let (Some(row), Some(open)) = (&mut row, cell.take()) {
                            place_cell(
                                row,
                                &mut colours,
                                open,
                                &self.strings,
                                self.from_1904,
                                &limits,
                            )?;
                        }
                    }
                    "row" => {
                        if let Some(mut row) = row.take() {
                            row.colour = grid::common_colour(&row.cells, &colours);
                            return Ok(Some(row));
                        }
                    }
                    "sheetData" => {
                        sheet.ended = true;
                        return Ok(None);
                    }
                    _ => {}
                },
                Event::Eof => {
                    sheet.ended = true;
                    return Ok(None);
                }
                other => {
                    if let Some(cell) = &mut cell
                        && let Some(text) = text_of(other)
                    {
                        bytes += text.len();
                        if bytes > limits.line_bytes * 4 {
                            return Err(ListError::OverLimit {
                                what: "row_bytes".to_owned(),
                                limit: u64::try_from(limits.line_bytes * 4).unwrap_or(u64::MAX),
                            });
                        }
                        match cell.into {
                            Into::Value => cell.value.push_str(&text),
                            Into::Formula => cell.formula.push_str(&text),
                            Into::Nothing => {}
                        }
                    }
                }
            }
        }
    }
}

impl Source for Spreadsheet {
    fn next_part(&mut self) -> Result<Option<Part>, ListError> {
        loop {
            if self.sheet.is_none() {
                let Some(part) = self.sheets.pop_front() else {
                    return Ok(None);
                };
                if let Some(table) = self.begin(part)? {
                    return Ok(Some(Part::Table(table)));
                }
                continue;
            }
            if let Some(row) = self.next_row()? {
                self.rows += 1;
                if self.rows > self.limits.rows {
                    return Err(ListError::OverLimit {
                        what: "rows".to_owned(),
                        limit: self.limits.rows,
                    });
                }
                return Ok(Some(Part::Row(self.finish(row))));
            }
            self.sheet = None;
        }
    }
}

fn begin_row(start: &BytesStart<'_>, last: &mut u64) -> Result<GridRow, ListError> {
    let number = attribute(start, "r")
        .and_then(|r| r.parse().ok())
        .unwrap_or(*last + 1);
    if number <= *last || number > 1_048_576 {
        return Err(ListError::DamagedSpreadsheet(format!(
            "row {number} after row {last}"
        )));
    }
    *last = number;
    let hidden = attribute(start, "hidden").is_some_and(|v| v == "1" || v == "true");
    Ok(GridRow {
        number,
        hidden,
        colour: None,
        cells: Vec::new(),
    })
}

#[derive(Clone, Copy)]
enum Into {
    Nothing,
    Value,
    Formula,
}

struct OpenCell {
    column: Option<usize>,
    kind: String,
    style: Style,
    value: String,
    formula: String,
    has_formula: bool,
    into: Into,
    phonetic: bool,
}

impl OpenCell {
    fn begin(start: &BytesStart<'_>, styles: &[Style]) -> Self {
        let style = attribute(start, "s")
            .and_then(|s| s.parse::<usize>().ok())
            .and_then(|s| styles.get(s).cloned())
            .unwrap_or_default();
        Self {
            column: attribute(start, "r").and_then(|r| column_of(&r)),
            kind: attribute(start, "t").unwrap_or_default(),
            style,
            value: String::new(),
            formula: String::new(),
            has_formula: false,
            into: Into::Nothing,
            phonetic: false,
        }
    }

    fn read(self, strings: &[Box<str>], from_1904: bool) -> Result<RawCell, ListError> {
        if self.has_formula {
            return Ok(RawCell {
                // The formula itself, never its result: a result can say what a formula hides.
                text: format!("={}", self.formula),
                note: Some(CellNote::Formula),
            });
        }
        let plain = |text: String| RawCell { text, note: None };
        Ok(match self.kind.as_str() {
            "s" => {
                if self.value.is_empty() {
                    return Ok(plain(String::new()));
                }
                let index = self.value.trim().parse::<usize>().ok();
                let text = index.and_then(|index| strings.get(index)).ok_or_else(|| {
                    ListError::DamagedSpreadsheet(
                        "a text that is not in the table of texts".to_owned(),
                    )
                })?;
                plain(text.to_string())
            }
            "inlineStr" | "str" => plain(unescape_spreadsheet(&self.value)),
            "b" => plain(if self.value == "1" { "true" } else { "false" }.to_owned()),
            "e" => RawCell {
                text: self.value,
                note: Some(CellNote::ErrorValue),
            },
            "d" => plain(self.value),
            _ if self.value.is_empty() => plain(String::new()),
            _ => match self
                .style
                .date
                .then(|| date_of_serial(&self.value, from_1904))
                .flatten()
            {
                Some(text) => RawCell {
                    text,
                    note: Some(CellNote::DateNumber { serial: self.value }),
                },
                None => RawCell {
                    text: number_text(&self.value),
                    note: Some(CellNote::Number),
                },
            },
        })
    }
}

fn place_cell(
    row: &mut GridRow,
    colours: &mut Vec<Option<String>>,
    open: OpenCell,
    strings: &[Box<str>],
    from_1904: bool,
    limits: &Limits,
) -> Result<(), ListError> {
    let column = open.column.unwrap_or(row.cells.len());
    if column < row.cells.len() {
        return Err(ListError::DamagedSpreadsheet(format!(
            "two cells at one place in row {}",
            row.number
        )));
    }
    // Formats often reach over thousands of empty cells; only what holds something takes a place.
    if open.value.is_empty() && !open.has_formula {
        return Ok(());
    }
    if column >= limits.columns {
        return Err(ListError::OverLimit {
            what: "columns".to_owned(),
            limit: u64::try_from(limits.columns).unwrap_or(u64::MAX),
        });
    }
    while row.cells.len() < column {
        row.cells.push(RawCell::plain(""));
        colours.push(None);
    }
    colours.push(open.style.colour.clone());
    row.cells.push(open.read(strings, from_1904)?);
    Ok(())
}

/// The column of an address such as `AB12`, from 0.
fn column_of(address: &str) -> Option<usize> {
    let mut column = 0_usize;
    let mut any = false;
    for letter in address.bytes().take_while(u8::is_ascii_alphabetic).take(4) {
        column = column * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1;
        any = true;
    }
    any.then(|| column.saturating_sub(1))
}

/// A spreadsheet's day number as a date; a time of day is kept.
fn date_of_serial(text: &str, from_1904: bool) -> Option<String> {
    let serial: f64 = text.trim().parse().ok()?;
    if !(1.0..2_958_466.0).contains(&serial) {
        return None;
    }
    // Within these bounds every value fits.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "checked against the bounds above"
    )]
    let days = serial.floor() as i32;
    let day = if from_1904 {
        Day::new(1904, 1, 1)?.plus(days)
    } else {
        // Day 60 is a 29 February 1900 that never was.
        if days == 60 {
            return None;
        }
        Day::new(1899, 12, if days < 60 { 31 } else { 30 })?.plus(days)
    };
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a fraction of a day in seconds"
    )]
    let seconds = ((serial - serial.floor()) * 86_400.0).round() as i64;
    Some(if seconds == 0 {
        day.iso()
    } else {
        format!(
            "{} {:02}:{:02}:{:02}",
            day.iso(),
            seconds / 3600,
            seconds / 60 % 60,
            seconds % 60
        )
    })
}

/// A number as people write it: no `.0`, no exponent for what is whole.
pub(super) fn number_text(text: &str) -> String {
    let text = text.trim();
    match text.parse::<f64>() {
        Ok(value) if value.fract() == 0.0 && value.abs() < 1e15 => format!("{value:.0}"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn day_numbers_are_the_days_that_the_sheet_shows() {
        assert_eq!(
            date_of_serial("29087", false).as_deref(),
            Some("1979-08-20")
        );
        assert_eq!(date_of_serial("1", false).as_deref(), Some("1900-01-01"));
        assert_eq!(date_of_serial("61", false).as_deref(), Some("1900-03-01"));
        assert_eq!(date_of_serial("60", false), None);
        assert_eq!(
            date_of_serial("29087.5", false).as_deref(),
            Some("1979-08-20 12:00:00")
        );
        assert_eq!(date_of_serial("0", true), None);
        assert_eq!(date_of_serial("1462", true).as_deref(), Some("1908-01-02"));
    }

    #[test]
    fn addresses_and_numbers() {
        assert_eq!(column_of("A1"), Some(0));
        assert_eq!(column_of("AB12"), Some(27));
        assert_eq!(column_of("12"), None);
        assert_eq!(number_text("43.0"), "43");
        assert_eq!(number_text("7.606840E6"), "7606840");
        assert_eq!(number_text("0.5"), "0.5");
    }
}
